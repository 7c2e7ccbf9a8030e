"""Which intents a text hints at, by the phrases of ``lexicon.py``. Standard library only and valid on Python 3.10."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.lexicon import STRONG, WEAK
from retriever.text import fold, question_tokens, tokens


@dataclass(frozen=True)
class Cue:
    """One phrase found in a text: its intent, whether it is strong, and the syllables ``start`` to ``end`` it covers.

    ``exact`` is false where a syllable was typed without the marks of the phrase, and so may be another word.
    """

    intent: str
    strong: bool
    start: int
    end: int
    exact: bool


@dataclass(frozen=True)
class _Entry:
    syllables: tuple[str, ...]
    folded: tuple[str, ...]
    intent: str
    strong: bool


def find_cues(syllables: list[str]) -> list[Cue]:
    """Every cue in the syllables of a question (``retriever.text.question_tokens``), in order of place."""
    index = _index()
    folded = [fold(syllable) for syllable in syllables]
    found = []
    for start, first in enumerate(folded):
        for entry in index.get(first, ()):
            end = start + len(entry.syllables)
            if tuple(folded[start:end]) == entry.folded and _fits(entry, syllables[start:end]):
                found.append(Cue(entry.intent, entry.strong, start, end, tuple(syllables[start:end]) == entry.syllables))
    return found


def cue_phrases() -> list[list[str]]:
    """The syllables of every cue phrase."""
    return [list(entry.syllables) for entries in _index().values() for entry in entries]


def _fits(entry: _Entry, typed: list[str]) -> bool:
    """Each syllable was typed as in the phrase, or without any mark."""
    return all(t in (p, f) for p, f, t in zip(entry.syllables, entry.folded, typed))  # noqa: B905


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[_Entry, ...]]:
    by_first: dict[str, list[_Entry]] = {}
    for entry in dict.fromkeys(_entries()):
        by_first.setdefault(entry.folded[0], []).append(entry)
    return {first: tuple(entries) for first, entries in by_first.items()}


def _entries() -> Iterator[_Entry]:
    for lexicon, strong in ((STRONG, True), (WEAK, False)):
        for intent, phrases in lexicon.items():
            for phrase in phrases.split(","):
                for spelling in _spellings(phrase):
                    yield _Entry(spelling, tuple(fold(syllable) for syllable in spelling), intent, strong)


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """The phrase as written and as ``question_tokens`` rewrites it, since that may replace short and regional words."""
    for syllables in (tokens(phrase), question_tokens(phrase)):
        if syllables:
            yield tuple(syllables)

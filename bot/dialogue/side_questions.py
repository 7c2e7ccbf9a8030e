"""Questions that ask of a side by their shape ("có cần X không", "nộp cho ai"), and names of things that only hold its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue import side_question_words as data
from bot.dialogue import side_words as words
from bot.dialogue.aspects import Aspect
from bot.dialogue.wording import END, Wording
from retriever.text import fold, is_unaccented, question_tokens

LONGEST = 1500
"""Characters of a message that are read, from its end."""
SHORT_CLAUSE = 3
"""Syllables up to which a last clause only rounds off the one before: "có thật không"."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_ALTERNATIVE = ("hay", "hoặc", "hoac")


@dataclass(frozen=True)
class Shape:
    """The side that the shape of a question asks; ``certain`` where no language model should hear another."""

    aspect: Aspect
    certain: bool


@lru_cache(maxsize=256)
def shape_of(text: str) -> Shape | None:
    """The side that the last question of a message asks by its shape; None where it has none of the known shapes."""
    said = _last_question(text)
    for certain, shapes in ((True, _CERTAIN), (False, _LIKELY)):
        for aspect, wording in shapes:
            if wording.search(said) is not None and not (aspect in _EXCEPT and _EXCEPT[aspect].search(said)):
                return Shape(aspect, certain)
    return None


def named_spans(aspect: Aspect, syllables: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The syllables, first to end, of the names in which words of a side stand: "tờ khai" in "tờ khai sinh"."""
    said = "".join(f"{syllable} " for syllable in syllables) + f"{END} "
    for side, wording in _NAMES:
        if side is aspect:
            yield from ((said[: found.start()].count(" "), said[: found.end()].count(" ")) for found in wording.finditer(said))


def _last_question(text: str) -> str:
    """The last clause, with the one before where it only rounds it off, without particles, as ``wording.py`` reads texts."""
    parts = [syllables for part in words.CLAUSE.split(text[-LONGEST:]) if (syllables := question_tokens(part))]
    if not parts:
        return ""
    bare = is_unaccented(text)
    *before, last = parts
    if before and (len(_without_particles(last, bare)) <= SHORT_CLAUSE or last[0] in _ALTERNATIVE):
        last = [*before[-1], *last]
    return "".join(f"{syllable} " for syllable in [*_without_particles(last, bare), END])


def _without_particles(syllables: list[str], bare: bool) -> list[str]:
    """Syllables up to a final question word; "hả" stands for all tags."""
    at = len(syllables)
    while at and fold(syllables[at - 1]) in words.PARTICLES | _TAGS:
        at -= 1
    kept, left = syllables[:at], syllables[at:]
    tagged = any(one in words.TAGS or (bare and one in _TAGS) for one in left)
    return [*kept, "hả"] if tagged and (not kept or fold(kept[-1]) not in words.NO) else kept


def _wording(block: str) -> Wording:
    while (lines := _CAPITALS.sub(lambda match: f"({data.CLASSES[match[0]]})", block)) != block:
        block = lines
    return Wording(block)


_TAGS = frozenset(map(fold, words.TAGS))
_CERTAIN, _LIKELY, _NAMES = ([(aspect, _wording(block)) for aspect, block in blocks] for blocks in (data.CERTAIN, data.LIKELY, data.NAMES))
_EXCEPT = {aspect: _wording(block) for aspect, block in data.EXCEPT.items()}

"""What is asked, apart from what it is asked about: things become their class, openings and endings fall away.

Standard library only and valid on Python 3.10.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, List, Optional, Tuple

from bot.nlu.wordclasses import CLASSES, LEADS, TAILS
from retriever.text import fold, question_tokens, tokens

_Phrase = Tuple[Tuple[str, ...], Tuple[str, ...], str]


def masked(syllables: List[str]) -> List[str]:
    """The folded syllables of a question with things replaced by ``<CLASS>`` and without openings and endings.

    A message of nothing but openings and endings keeps them.
    """
    core = trimmed(syllables)
    found: List[str] = []
    at = 0
    while at < len(core):
        hit = _longest(_classes(), core, at)
        found.append(f"<{hit[1]}>" if hit else _plain(core[at]))
        at += hit[0] if hit else 1
    return found


def trimmed(syllables: List[str]) -> List[str]:
    """The syllables without openings and endings; all of them where nothing else is said."""
    start, end = 0, len(syllables)
    while start < end and (lead := _longest(_leads(), syllables, start)):
        start += lead[0]
    while end > start and (tail := _tail(syllables, end)):
        end -= tail
    return syllables[start:end] if end > start else syllables


def class_phrases() -> List[List[str]]:
    """The syllables of every phrase of the word classes."""
    return [list(phrase) for phrases in _classes().values() for phrase, _, _ in phrases]


def _plain(syllable: str) -> str:
    if not any(c.isdigit() for c in syllable):
        return fold(syllable)
    return "<NUMBER>" if syllable.isdigit() and len(syllable) < 7 else "<CODE>"


def _tail(syllables: List[str], end: int) -> int:
    for size in (3, 2, 1):
        hit = _longest(_tails(), syllables[:end], end - size) if size < end else None
        if hit and hit[0] == size:
            return size
    return 0


def _longest(index: Dict[str, List[_Phrase]], syllables: List[str], at: int) -> Optional[Tuple[int, str]]:
    """Number of syllables and name of the longest phrase that starts at a place."""
    for phrase, folded, name in index.get(_folded(syllables[at]), ()):
        typed = syllables[at : at + len(phrase)]
        if len(typed) == len(phrase) and _fits(typed, phrase, folded):
            return len(phrase), name
    return None


def _fits(typed: List[str], phrase: Tuple[str, ...], folded: Tuple[str, ...]) -> bool:
    """Each syllable as in the phrase or without marks; a single one only as it is, since without marks it may be any word."""
    if len(phrase) == 1:
        return typed[0] == phrase[0]
    return all(t in (p, f) for t, p, f in zip(typed, phrase, folded))  # noqa: B905


_folded = lru_cache(maxsize=4096)(fold)


@lru_cache(maxsize=1)
def _classes() -> Dict[str, List[_Phrase]]:
    return _index([(phrase, name) for name, phrases in CLASSES.items() for phrase in phrases.split(",")])


@lru_cache(maxsize=1)
def _leads() -> Dict[str, List[_Phrase]]:
    return _index([(phrase, "") for phrase in LEADS.split(",")])


@lru_cache(maxsize=1)
def _tails() -> Dict[str, List[_Phrase]]:
    return _index([(phrase, "") for phrase in TAILS.split(",")])


def _index(named: List[Tuple[str, str]]) -> Dict[str, List[_Phrase]]:
    """Phrases by their first folded syllable, longest first; each also as ``question_tokens`` rewrites it."""
    names: Dict[Tuple[str, ...], str] = {}
    for phrase, name in named:
        for spelling in (tuple(tokens(phrase)), tuple(question_tokens(phrase))):
            if spelling:
                names.setdefault(spelling, name)
    index: Dict[str, List[_Phrase]] = {}
    for spelling in sorted(names, key=len, reverse=True):
        folded = tuple(fold(syllable) for syllable in spelling)
        index.setdefault(folded[0], []).append((spelling, folded, names[spelling]))
    return index

"""Mistyped syllables brought back to those that the training examples use, by what stands beside them.

A noisy channel: a slip costs ``_SLIP``, and a syllable is likelier after one that it follows in the examples. Standard library only
and valid on Python 3.10.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, Dict, Iterable, List, Tuple

from retriever.text import fold

_MIN_COUNT = 2
"""Texts that must use a folded syllable before others are corrected to it."""
_SHORTEST = 2
"""Letters of the shortest syllable that is corrected, and of the shortest that is divided in two."""
_STRANGE = -5.0
"""Log probability of a known syllable with marks that no example has (thờ for thời)."""
_SLIP = -8.5
"""Log probability that a known syllable was meant to be another one."""
_MARKS_AGREE, _MARKS_DIFFER = 2.5, -1.5
"""What it adds when the marks that were typed are, or are not, those of the syllable that may have been meant."""
_UNKNOWN = -16.0
"""Log probability of a syllable that no example uses: with anything near, it is a slip."""
_RUN = 4
"""Syllables that may have been run together."""
_LONGEST = 7
"""Letters of the longest syllable (nghiêng)."""
_BOUND = 0.8
"""Share of a syllable's probability that its left neighbour decides."""
_START = "^"

_Option = Tuple[float, Tuple[str, ...]]
"""A cost and the syllables that may have been meant."""
_Split = Tuple[float, Tuple[str, ...]]
_Path = Tuple[float, Tuple[Tuple[str, ...], ...]]
"""A score and, for each syllable so far, what it is taken for."""


class Speller:
    """Knows the folded syllables of the training examples, how often each is used, and after which."""

    def __init__(self, counts: Dict[str, int], pairs: Dict[str, int], marked: Iterable[str] = ()) -> None:
        self._marked = frozenset(marked)
        self._counts = counts
        self._pairs = pairs
        self._total = float(sum(counts.values()) or 1)
        self._near: Dict[str, List[str]] = {}
        for word in counts:
            for shorter in {word, *_deletes(word)} if len(word) > 1 else ():
                self._near.setdefault(shorter, []).append(word)
        self._forms: Dict[str, List[str]] = {}
        for form in sorted(self._marked):
            self._forms.setdefault(fold(form), []).append(form)
        self._options = lru_cache(maxsize=20_000)(self._find_options)

    @classmethod
    def learn(cls, texts: List[List[str]]) -> Speller:
        """From the syllables of each text."""
        folded = [[fold(syllable) for syllable in text] for text in texts]
        counts = Counter(word for text in folded for word in text if word.isalpha())
        known = {word: count for word, count in sorted(counts.items()) if count >= _MIN_COUNT}
        pairs = Counter(f"{a} {b}" for text in folded for a, b in zip([_START, *text], text) if b in known)  # noqa: B905
        marked = {syllable for text in texts for syllable in text if not syllable.isascii()}
        return cls(
            {**known, _START: len(texts)}, {pair: count for pair, count in sorted(pairs.items()) if count >= _MIN_COUNT}, sorted(marked)
        )

    def repair(self, syllables: List[str]) -> List[str]:
        """The likeliest syllables that were meant. Two that were run together are divided."""
        folded = [_START, *(fold(syllable) for syllable in syllables), ""]
        best: Dict[str, _Path] = {_START: (0.0, ())}
        for at in range(1, len(folded) - 1):
            strange = not syllables[at - 1].isascii() and syllables[at - 1] not in self._marked
            odd = strange or self._is_odd(*folded[at - 1 : at + 2])
            options = self._options(syllables[at - 1]) if odd else ((0.0, (folded[at],)),)
            best = self._extended(best, options) if len(best) + len(options) > 2 else _only(best, options[0])
        chosen = max(best.values())[1]
        return list(chain.from_iterable(self._spelt(typed, parts) for typed, parts in zip(syllables, chosen)))  # noqa: B905

    def _spelt(self, typed: str, meant: Tuple[str, ...]) -> Tuple[str, ...]:
        """The typed syllable where it was meant as it is, else what was meant, with its marks where those typed tell them."""
        if meant == (fold(typed),):
            return (typed,)
        return (self._marked_as(typed, meant[0]),) if len(meant) == 1 else meant

    def _marked_as(self, typed: str, word: str) -> str:
        """The form of a folded syllable that is one slip from what was typed, marks counted; without marks if there is none."""
        if typed.isascii():
            return word
        return next((form for form in self._forms.get(word, ()) if _one_slip(typed, form)), word)

    def _is_odd(self, before: str, word: str, after: str) -> bool:
        """Whether a syllable is unknown, or stands beside none that it stands beside in the examples."""
        return word not in self._counts or (f"{before} {word}" not in self._pairs and f"{word} {after}" not in self._pairs)

    def _extended(self, best: Dict[str, _Path], options: Tuple[_Option, ...]) -> Dict[str, _Path]:
        """The best way to each option of the next syllable, by its last part."""
        following: Dict[str, _Path] = {}
        for cost, parts in options:
            score, path = max((known + self._log(last, parts[0]), path) for last, (known, path) in best.items())
            score += cost + sum(self._log(a, b) for a, b in pairwise(parts))
            if parts[-1] not in following or score > following[parts[-1]][0]:
                following[parts[-1]] = (score, (*path, parts))
        return following

    def _log(self, last: str, word: str) -> float:
        """Log probability of a syllable after another."""
        alone = (self._counts.get(word, 0) + 0.1) / self._total
        after = self._pairs.get(f"{last} {word}", 0) / max(1, self._counts.get(last, 1))
        return math.log(_BOUND * min(1.0, after) + (1 - _BOUND) * alone)

    def _find_options(self, typed: str) -> Tuple[_Option, ...]:
        """What may have been meant, each with its cost; the syllable itself first."""
        folded = fold(typed)
        strange = not typed.isascii() and typed not in self._marked
        known = folded in self._counts
        if not folded.isalpha() or len(folded) < _SHORTEST:
            return ((0.0, (folded,)),)
        near = {word for shorter in (folded, *_deletes(folded)) for word in self._near.get(shorter, ())}
        slips = [(_SLIP + self._agreement(typed, word), (word,)) for word in sorted(near) if word != folded and _one_slip(folded, word)]
        split = () if known else self._split(folded)
        own = (_STRANGE if strange else 0.0) if known else _UNKNOWN
        return ((own, (folded,)), *slips, *([(_SLIP, split)] if split else []))

    def _agreement(self, typed: str, word: str) -> float:
        """What the marks add to the cost of a slip; nothing where none were typed."""
        if typed.isascii():
            return 0.0
        return _MARKS_DIFFER if self._marked_as(typed, word).isascii() else _MARKS_AGREE

    def _split(self, folded: str) -> Tuple[str, ...]:
        """The likeliest known syllables that a run of letters consists of, at most ``_RUN``; nothing when there are none."""
        ways: Dict[int, _Split] = {0: (0.0, ())}
        for end in range(1, len(folded) + 1):
            tails = [(folded[start:end], ways[start]) for start in range(max(0, end - _LONGEST), end) if start in ways]
            found = [
                (score + self._log(parts[-1] if parts else _START, tail), (*parts, tail))
                for tail, (score, parts) in tails
                if tail in self._counts and len(parts) < _RUN
            ]
            if found:
                ways[end] = max(found)
        return ways[len(folded)][1] if len(folded) in ways else ()

    def to_json(self) -> Dict[str, Any]:
        """What was learnt, as JSON values."""
        return {"counts": self._counts, "pairs": self._pairs, "marked": sorted(self._marked)}

    @classmethod
    def from_json(cls, saved: Dict[str, Any]) -> Speller:
        """The speller that ``to_json`` wrote."""
        return cls(saved["counts"], saved["pairs"], saved["marked"])


def _only(best: Dict[str, _Path], option: _Option) -> Dict[str, _Path]:
    """The one way to the one option of the next syllable; its score is compared with none."""
    (_, path), (_, parts) = next(iter(best.values())), option
    return {parts[-1]: (0.0, (*path, parts))}


def _deletes(word: str) -> List[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _one_slip(typed: str, word: str) -> bool:
    """Whether one letter missing, added, replaced or swapped with the next makes the one from the other."""
    if abs(len(typed) - len(word)) == 1:
        longer, shorter = sorted((typed, word), key=len, reverse=True)
        return shorter in _deletes(longer)
    differing = [at for at, (a, b) in enumerate(zip(typed, word)) if a != b]  # noqa: B905
    if len(typed) != len(word) or len(differing) > 2:
        return False
    if len(differing) == 2:
        one, two = differing
        return two == one + 1 and typed[one] == word[two] and typed[two] == word[one]
    return True

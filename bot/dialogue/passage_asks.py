"""How alike a question is to the known ways of asking for each statement (``details`` of a procedure, messages) and for each side.

Words of matter, all syllables and runs of letters are compared by cosine; a word that many statements of the procedure are asked with
weighs little.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

RUN = 4
"""Letters of a run, the spaces between words among them."""
CORE = 0.25
"""Weight of the procedure's own words."""

Words = frozenset[str]
Key = TypeVar("Key", bound=Hashable)


class Likeness(NamedTuple):
    """How alike two texts are, each 0..1: their words of matter, all their syllables, their letters."""

    words: float = 0.0
    syllables: float = 0.0
    letters: float = 0.0


class Way(NamedTuple):
    """A text as it is compared."""

    words: Words
    syllables: Words
    letters: Words


def way(words: Words, syllables: Sequence[str]) -> Way:
    """A text by its words of matter and its syllables."""
    text = f" {' '.join(syllables)} "
    return Way(words, frozenset(syllables), frozenset(text[at : at + RUN] for at in range(len(text) - RUN + 1)))


class Ways(Generic[Key]):
    """The ways of asking for several things of one procedure, by what stands for each: the number of a statement, or a side."""

    def __init__(self, asked: Mapping[Key, Sequence[Way]], core: Words) -> None:
        """``core`` are the procedure's own words."""
        self._of = [key for key, ways in asked.items() for _ in ways]
        self._indexes = (
            _Index(asked, lambda one: one.words, lambda word: CORE if word in core else 1.0),
            _Index(asked, lambda one: one.syllables, _alike),
            _Index(asked, lambda one: one.letters, None),
        )

    def alike(self, asked: Way) -> dict[Key, Likeness]:
        """The greatest likeness of a question to any way of asking for each, each kind by itself."""
        found: dict[Key, Likeness] = {}
        kinds_of = zip(*(index.cosines(words) for index, words in zip(self._indexes, asked, strict=True)), strict=True)
        for key, kinds in zip(self._of, kinds_of, strict=True):
            found[key] = Likeness(*map(max, found.get(key, Likeness()), kinds))
        return found


class _Index:
    """Sets of weighed words, found by the words of another."""

    def __init__(self, asked: Mapping[Any, Sequence[Way]], part: Callable[[Way], Words], scale: Callable[[str], float] | None) -> None:
        """Without a scale all words weigh alike; with one by how few statements are asked with them, times the scale."""
        many, counts = len(asked), Counter(word for ways in asked.values() for word in frozenset().union(*map(part, ways)))
        self._scale, self._rare = scale, math.log(2.0 * (many + 1))
        self._worth = {word: self._square(math.log((many + 1) / (count + 0.5)), word) for word, count in counts.items()}
        sets = [part(one) for ways in asked.values() for one in ways]
        self._lengths = [self._total(words) for words in sets]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(sets):
            for word in words:
                self._places[word].append(at)

    def cosines(self, words: Words) -> list[float]:
        """The cosine of each set with these words, 0..1."""
        shared = [0.0] * len(self._lengths)
        for word in words & self._places.keys():
            for at in self._places[word]:
                shared[at] += self._worth[word]
        length = self._total(words)
        return [value / math.sqrt(own * length) if value else 0.0 for value, own in zip(shared, self._lengths, strict=True)]

    def _total(self, words: Iterable[str]) -> float:
        return sum(self._worth.get(word) or self._square(self._rare, word) for word in words)

    def _square(self, told: float, word: str) -> float:
        return 1.0 if self._scale is None else (told * self._scale(word)) ** 2


def _alike(_: str) -> float:
    return 1.0

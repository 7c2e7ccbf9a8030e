"""How alike a question is to the known ways of asking for each statement (``details`` of a procedure, messages) and for each side.

Words of matter, all syllables and runs of letters are compared by cosine; a word that many statements of the procedure are asked with
weighs little. There are tens of thousands of ways: words stand as numbers in arrays, a tenth of the memory of sets.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 4
"""Letters of a run, the spaces between words among them."""
CORE = 0.25
"""Weight of the procedure's own words."""

FACTOR = np.uint32(0x9E3779B1)
"""Parts the numbers of runs of letters."""
LEAST = 1e-12
"""What the square of a length counts that is smaller."""
Words = frozenset[str]
Numbers = NDArray[np.uint32]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)


class Likeness(NamedTuple):
    """How alike two texts are, each 0..1: their words of matter, all their syllables, their letters."""

    words: float = 0.0
    syllables: float = 0.0
    letters: float = 0.0


class Way(NamedTuple):
    """A text as it is compared: the numbers of its words of matter, of its syllables, of its runs of letters, each once, in order."""

    words: Numbers
    syllables: Numbers
    letters: Numbers


def way(words: Words, syllables: Sequence[str]) -> Way:
    """A text by its words of matter and its syllables."""
    text = f" {' '.join(syllables)} "
    return Way(_numbers(words), _numbers(syllables), _runs(text))


def _runs(text: str) -> Numbers:
    """The runs of letters of a text, each as one number."""
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    many = max(len(letters) - RUN + 1, 0)
    runs = np.zeros(many, dtype=np.uint32)
    for at in range(RUN):
        runs = runs * FACTOR + letters[at : at + many]
    return np.unique(runs)


def _numbers(parts: Iterable[str]) -> Numbers:
    return np.unique(np.fromiter((crc32(part.encode()) for part in parts), np.uint32))


class Ways(Generic[Key]):
    """The ways of asking for several things of one procedure, by what stands for each: the number of a statement, or a side."""

    def __init__(self, asked: Mapping[Key, Sequence[Way]], core: Words) -> None:
        """``core`` are the procedure's own words."""
        known = {key: ways for key, ways in asked.items() if ways}
        self._keys, sizes = list(known), [len(ways) for ways in known.values()]
        self._starts = np.cumsum([0, *sizes])[:-1]
        groups = np.repeat(np.arange(len(sizes)), sizes)
        kinds = [list(kind) for kind in zip(*(one for ways in known.values() for one in ways), strict=True)] or [[], [], []]
        nothing = np.array([], dtype=np.uint32)
        weighed = ((kinds[0], _numbers(core)), (kinds[1], nothing), (kinds[2], None))
        self._indexes = [_Index(sets, groups, own) for sets, own in weighed]

    def alike(self, asked: Way) -> dict[Key, Likeness]:
        """The greatest likeness of a question to any way of asking for each, each kind by itself."""
        if not self._keys:
            return {}
        cosines = np.vstack([index.cosines(numbers) for index, numbers in zip(self._indexes, asked, strict=True)])
        most = np.maximum.reduceat(cosines, self._starts, axis=1).T.tolist()
        return {key: Likeness(*kinds) for key, kinds in zip(self._keys, most, strict=True)}


class _Index:
    """Sets of weighed words, found by the words of another."""

    def __init__(self, sets: Sequence[Numbers], groups: Ints, core: Numbers | None) -> None:
        """``groups`` is the thing that each set asks for. Without a core all words weigh alike; with one by how few things are asked with
        them, those of the core less."""
        many = int(groups.max()) + 1 if len(groups) else 0
        self._core, self._rare = core, math.log(2.0 * (many + 1))
        sizes = [len(one) for one in sets]
        words = np.concatenate(sets) if sets else np.array([], dtype=np.uint32)
        rows = np.repeat(np.arange(len(sets), dtype=np.int32), sizes)
        self._words, places = np.unique(words, return_inverse=True)
        pairs = np.unique(places * max(many, 1) + groups[rows]) // max(many, 1) if len(words) else places
        counts = np.bincount(pairs, minlength=len(self._words))
        self._worth = self._squares(np.log((many + 1) / (counts + 0.5)), self._words)
        self._lengths = np.bincount(rows, self._worth[places], minlength=len(sets))
        order = np.argsort(places, kind="stable")
        self._rows, self._starts = rows[order], np.searchsorted(places[order], np.arange(len(self._words) + 1))

    def cosines(self, words: Numbers) -> Floats:
        """The cosine of each set with these words, 0..1, shape (sets,)."""
        at = np.searchsorted(self._words, words)
        known = at < len(self._words)
        known[known] = self._words[at[known]] == words[known]
        found = at[known]
        length = self._worth[found].sum() + self._squares(np.full(int((~known).sum()), self._rare), words[~known]).sum()
        if not len(found) or not length:
            return np.zeros(len(self._lengths))
        rows = np.concatenate([self._rows[self._starts[one] : self._starts[one + 1]] for one in found])
        shared = np.bincount(rows, np.repeat(self._worth[found], np.diff(self._starts)[found]), minlength=len(self._lengths))
        return np.asarray(shared / np.sqrt(np.maximum(self._lengths, LEAST) * length))

    def _squares(self, told: Floats, words: Numbers) -> Floats:
        """What words tell, squared."""
        if self._core is None:
            return np.ones(len(words))
        return np.asarray((told * np.where(np.isin(words, self._core), CORE, 1.0)) ** 2)

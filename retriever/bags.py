"""Texts as bags of token rows, many at once: what the static model sums, and what its training counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from retriever.text import fold

Words = Sequence[str]
"""The syllables of one normalised text."""

FOLDED = "~"
"""Mark of a token without diacritics; a bigram joins its syllables by an underscore."""


class Bags:
    """All tokens of many texts: syllables and bigrams, and the same folded; a text without diacritics has only the folded ones."""

    def __init__(self, texts: Sequence[Words]) -> None:
        self.texts = len(texts)
        numbers: dict[str, int] = {}
        flat = np.fromiter((numbers.setdefault(word, len(numbers)) for words in texts for word in words), dtype=np.int64)
        self.owner = np.repeat(np.arange(len(texts)), [len(words) for words in texts])
        self._plain = list(numbers)
        folded = [fold(word) for word in self._plain]
        self._folded = list(dict.fromkeys(folded))
        order = {word: i for i, word in enumerate(self._folded)}
        twin = np.array([order[word] for word in folded] or [0], dtype=np.int64)
        marked = np.array([word != bare for word, bare in zip(self._plain, folded, strict=True)] or [False])
        self._accented = np.zeros(len(texts), dtype=bool)
        self._accented[self.owner[marked[flat]]] = True
        self._words, self._twins = flat, twin[flat]
        self._pairs = np.flatnonzero(self.owner[1:] == self.owner[:-1])

    def frequent(self, least: int, least_bigram: int) -> list[str]:
        """The tokens that occur at least so often in all texts together, bigrams at least ``least_bigram`` times."""
        found: list[str] = []
        for name, numbers, pair in self._kinds():
            keys, counts = np.unique(numbers, return_counts=True)
            kept = keys[counts >= (least_bigram if pair else least)].tolist()
            found.extend(name(key) for key in kept)
        return found

    def matrix(self, vocabulary: Mapping[str, int]) -> csr_matrix:
        """Counts of shape (texts, tokens of the vocabulary, whose rows are 0, 1, 2...); other tokens are left out."""
        texts, columns = self.rows(vocabulary)
        return csr_matrix((np.ones(len(texts), dtype=np.float32), (texts, columns)), shape=(self.texts, len(vocabulary)))

    def rows(self, vocabulary: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Number of the text and row in the vocabulary of every known token, unordered."""
        texts, columns = [], []
        for (name, numbers, pair), owner in zip(self._kinds(), self._owners(), strict=True):
            size = int(numbers.max(initial=-1)) + 1
            keys, inverse = np.unique(numbers, return_inverse=True) if pair else (np.arange(size), numbers)
            known = np.array([vocabulary.get(name(key), -1) for key in keys.tolist()] or [-1], dtype=np.int64)
            column = known[inverse] if len(inverse) else inverse
            texts.append(owner[column >= 0])
            columns.append(column[column >= 0])
        return np.concatenate(texts), np.concatenate(columns)

    def _owners(self) -> list[NDArray[np.int64]]:
        """The text of each occurrence, in the order of _kinds()."""
        accented = self._accented[self.owner]
        starts = self._pairs[accented[self._pairs]]
        return [self.owner[accented], self.owner[starts], self.owner, self.owner[self._pairs]]

    def _kinds(self) -> list[tuple[Callable[[int], str], NDArray[np.int64], bool]]:
        """Syllables, bigrams, and both folded: how a number is named, the number of each occurrence, and whether it is a bigram."""
        accented = self._accented[self.owner]
        kinds: list[tuple[Callable[[int], str], NDArray[np.int64], bool]] = []
        for names, words, seen, mark in ((self._plain, self._words, accented, ""), (self._folded, self._twins, None, FOLDED)):
            starts = self._pairs if seen is None else self._pairs[seen[self._pairs]]
            kinds.append((_namer(names, mark), words if seen is None else words[seen], False))
            kinds.append((_pair_namer(names, mark), words[starts] * len(names) + words[starts + 1], True))
        return kinds


def _namer(names: Sequence[str], mark: str) -> Callable[[int], str]:
    return lambda number: mark + names[number]


def _pair_namer(names: Sequence[str], mark: str) -> Callable[[int], str]:
    return lambda number: f"{mark}{names[number // len(names)]}_{names[number % len(names)]}"

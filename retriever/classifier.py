"""Which document a question is for, learnt from all the ways people ask for each: linear machines over folded n-grams.

Search compares a question with each name by itself; this weighs what the names of one document have in common against those of all
others. Documents with few names have no machine.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.text import bigrams, fold

Scores = NDArray[np.float32]
Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
Words = Sequence[str]
LEAST_NAMES = 6
"""Names from which a document has a machine of its own."""
OTHER_NAMES = 2
"""Names of each other document that are examples of what no machine's document is; more teach the machines nothing."""
LEAST_USES = 2
"""Names in which an n-gram must stand to be a feature."""
PENALTY = 1.0
WORTH_OF_WAYS = 0.3
"""What one way of asking about a document teaches, where a name teaches 1."""
SHY, LARGEST = 1.0, 3.0
"""How far below its border a machine still speaks for its document, and where the scores are cut."""
_LETTERS = range(3, 6)
_TOLERANCE, _MOST = 0.1, 200
_OTHERS = -1
"""The label of all names of documents without a machine."""


class Classifier:
    """A machine for each of some documents; ``rows`` are their numbers among ``documents`` documents."""

    def __init__(
        self, documents: int, rows: Ints, features: Mapping[str, int], idf: Scores, weights: Scores, bias: Scores, *, letters: bool = True
    ) -> None:
        self._documents, self._rows, self._letters = documents, rows, letters
        self._features, self._idf = features, idf
        self._weights, self._bias = weights, bias

    @classmethod
    def fit(
        cls,
        names: Sequence[Sequence[Words]],
        families: Sequence[str],
        strangers: Sequence[Words] = (),
        ways: Sequence[Sequence[Words]] = (),
        *,
        letters: bool = True,
    ) -> Classifier | None:
        """Learn from the names of each document, given as syllables; None where no two documents have enough of them.

        ``strangers`` are questions that no document answers, ``ways`` what is asked about each, which tells less than a name. Documents of
        one family share their official name: the names of one are no example of what another is not. Without ``letters`` whole syllables
        alone are compared.
        """
        rows = [row for row, known in enumerate(names) if len(known) >= LEAST_NAMES]
        if len(rows) < 2:
            return None
        taken = {families[row] for row in rows}
        others = [row for row in range(len(names)) if len(names[row]) < LEAST_NAMES and families[row] not in taken]
        told = [(row, name) for row in rows for name in names[row]]
        told += [(_OTHERS, name) for row in others for name in names[row][:OTHER_NAMES]] + [(_OTHERS, text) for text in strangers]
        worth = [1.0] * len(told)
        told += [(row, way) for row in rows if ways for way in ways[row]]
        worth += [WORTH_OF_WAYS] * (len(told) - len(worth))
        labels, counted = [label for label, _ in told], [_ngrams(name, letters=letters) for _, name in told]
        features, idf = _vocabulary(counted)
        learnt = cls._learnt(features, idf, counted, np.array(labels), worth)
        return cls(len(names), np.array(rows, dtype=np.int64), features, idf, *learnt, letters=letters)

    @staticmethod
    def _learnt(
        features: Mapping[str, int], idf: Scores, counted: Sequence[Ngrams], labels: Ints, worth: Sequence[float]
    ) -> tuple[Scores, Scores]:
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        vectors = [_vector(ngrams, features, idf) for ngrams in counted]
        ends = np.cumsum([0, *(len(at) for at, _ in vectors)])
        values, columns = np.concatenate([v for _, v in vectors]), np.concatenate([at for at, _ in vectors])
        table = csr_matrix((values, columns, ends), shape=(len(vectors), len(features)))
        machine = LinearSVC(C=PENALTY, class_weight="balanced", tol=_TOLERANCE, max_iter=_MOST, random_state=1).fit(table, labels, worth)
        weights, bias = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        kept = machine.classes_ != _OTHERS
        return np.ascontiguousarray(weights[kept].T, dtype=np.float32), bias[kept].astype(np.float32)

    @property
    def share(self) -> float:
        """Share of the documents that have a machine."""
        return len(self._rows) / self._documents

    @property
    def knows(self) -> Truths:
        """Which documents have a machine, shape (documents,)."""
        known = np.zeros(self._documents, dtype=bool)
        known[self._rows] = True
        return known

    def scores(self, syllables: Words) -> Scores:
        """For each document 0 where its machine says no or it has none, SHY at the machine's border, up to LARGEST; shape (documents,)."""
        scores = np.zeros(self._documents, dtype=np.float32)
        columns, values = _vector(_ngrams(syllables, letters=self._letters), self._features, self._idf)
        if len(columns):
            scores[self._rows] = np.clip(values @ self._weights[columns] + self._bias + SHY, 0, LARGEST)
        return scores

    def save(self, path: Path) -> None:
        """Write to a file; weights keep three digits."""
        np.savez_compressed(
            path,
            documents=self._documents,
            rows=self._rows,
            features=np.array(list(self._features), dtype=str),
            idf=self._idf,
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            letters=self._letters,
        )

    @classmethod
    def load(cls, path: Path) -> Classifier | None:
        """Read what save() wrote; None where there is no such file."""
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as saved:
            features = {str(ngram): at for at, ngram in enumerate(saved["features"])}
            learnt = saved["idf"], saved["weights"].astype(np.float32), saved["bias"]
            return cls(int(saved["documents"]), saved["rows"], features, *learnt, letters=bool(saved["letters"]))


Ngrams = tuple[Counter[str], Counter[str]]
"""N-grams of syllables, and those of letters within a syllable, with how often each stands in a text."""


def _ngrams(syllables: Words, *, letters: bool) -> Ngrams:
    """Everything without diacritics: a machine reads bare and marked text alike."""
    bare = fold(" ".join(syllables)).split()
    parts = (f"c{part}" for word in bare for part in _letters(word)) if letters else ()
    return Counter(f"w{term}" for term in (*bare, *bigrams(bare))), Counter(parts)


def _letters(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[start : start + length] for length in _LETTERS for start in range(max(1, len(padded) - length + 1)))


def _vocabulary(counted: Sequence[Ngrams]) -> tuple[dict[str, int], Scores]:
    """The n-grams that several names have, and the idf of each."""
    uses = Counter(ngram for both in counted for ngram in itertools.chain(*both))
    kept = sorted(ngram for ngram, count in uses.items() if count >= LEAST_USES)
    counts = np.array([uses[ngram] for ngram in kept])
    return {ngram: at for at, ngram in enumerate(kept)}, (np.log((1 + len(counted)) / (1 + counts)) + 1).astype(np.float32)


def _vector(ngrams: Ngrams, features: Mapping[str, int], idf: Scores) -> tuple[Ints, Scores]:
    """Columns and tf-idf values of a text, each kind of n-grams of length one."""
    parts = [_part(counts, features, idf) for counts in ngrams]
    return np.concatenate([at for at, _ in parts]), np.concatenate([values for _, values in parts])


def _part(counts: Counter[str], features: Mapping[str, int], idf: Scores) -> tuple[Ints, Scores]:
    known = [(features[ngram], count) for ngram, count in counts.items() if ngram in features]
    columns = np.array([at for at, _ in known], dtype=np.int64)
    values = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * idf[columns]
    return columns, (values / (np.linalg.norm(values) or 1.0)).astype(np.float32)

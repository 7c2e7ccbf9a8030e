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
Words = Sequence[str]
LEAST_NAMES = 6
"""Names from which a document has a machine of its own."""
OTHER_NAMES = 2
"""Names of each other document that are examples of what no machine's document is; more teach the machines nothing."""
LEAST_USES = 2
"""Names in which an n-gram must stand to be a feature."""
PENALTY = 1.0
SHY, LARGEST = 1.0, 3.0
"""How far below its border a machine still speaks for its document, and where the scores are cut."""
_LETTERS = range(3, 6)
_TOLERANCE, _MOST = 0.1, 200
_OTHERS = -1
"""The label of all names of documents without a machine."""


class Classifier:
    """A machine for each of some documents; ``rows`` are their numbers among ``documents`` documents."""

    def __init__(self, documents: int, rows: Ints, features: Mapping[str, int], idf: Scores, weights: Scores, bias: Scores) -> None:
        self._documents, self._rows = documents, rows
        self._features, self._idf = features, idf
        self._weights, self._bias = weights, bias

    @classmethod
    def fit(cls, names: Sequence[Sequence[Words]], families: Sequence[str], strangers: Sequence[Words] = ()) -> Classifier | None:
        """Learn from the names of each document, given as syllables; None where no two documents have enough of them.

        ``strangers`` are questions that no document answers. Documents of one
        family share their official name: the names of one are no example of what another is not.
        """
        rows = [row for row, known in enumerate(names) if len(known) >= LEAST_NAMES]
        if len(rows) < 2:
            return None
        taken = {families[row] for row in rows}
        others = [row for row in range(len(names)) if len(names[row]) < LEAST_NAMES and families[row] not in taken]
        told = [(row, name) for row in rows for name in names[row]]
        told += [(_OTHERS, name) for row in others for name in names[row][:OTHER_NAMES]] + [(_OTHERS, text) for text in strangers]
        labels, counted = [label for label, _ in told], [_ngrams(name) for _, name in told]
        features, idf = _vocabulary(counted)
        return cls._learnt(len(names), rows, features, idf, counted, np.array(labels))

    @classmethod
    def _learnt(
        cls, documents: int, rows: Sequence[int], features: Mapping[str, int], idf: Scores, counted: Sequence[Ngrams], labels: Ints
    ) -> Classifier:
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        vectors = [_vector(ngrams, features, idf) for ngrams in counted]
        ends = np.cumsum([0, *(len(at) for at, _ in vectors)])
        values, columns = np.concatenate([v for _, v in vectors]), np.concatenate([at for at, _ in vectors])
        table = csr_matrix((values, columns, ends), shape=(len(vectors), len(features)))
        machine = LinearSVC(C=PENALTY, class_weight="balanced", tol=_TOLERANCE, max_iter=_MOST, random_state=1).fit(table, labels)
        weights, bias = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        kept = machine.classes_ != _OTHERS
        made = np.ascontiguousarray(weights[kept].T, dtype=np.float32), bias[kept].astype(np.float32)
        return cls(documents, np.array(rows, dtype=np.int64), features, idf, *made)

    @property
    def share(self) -> float:
        """Share of the documents that have a machine."""
        return len(self._rows) / self._documents

    def scores(self, syllables: Words) -> Scores:
        """For each document 0 where its machine says no or it has none, SHY at the machine's border, up to LARGEST; shape (documents,)."""
        scores = np.zeros(self._documents, dtype=np.float32)
        columns, values = _vector(_ngrams(syllables), self._features, self._idf)
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
        )

    @classmethod
    def load(cls, path: Path) -> Classifier | None:
        """Read what save() wrote; None where there is no such file."""
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as saved:
            features = {str(ngram): at for at, ngram in enumerate(saved["features"])}
            return cls(int(saved["documents"]), saved["rows"], features, saved["idf"], saved["weights"].astype(np.float32), saved["bias"])


Ngrams = tuple[Counter[str], Counter[str]]
"""N-grams of syllables, and those of letters within a syllable, with how often each stands in a text."""


def _ngrams(syllables: Words) -> Ngrams:
    """Everything without diacritics: a machine reads bare and marked text alike."""
    bare = fold(" ".join(syllables)).split()
    return Counter(f"w{term}" for term in (*bare, *bigrams(bare))), Counter(f"c{part}" for word in bare for part in _letters(word))


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

"""BM25 over syllables and bigrams, with an accented and a folded twin (library bm25s)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retriever.text import fold, is_unaccented, terms

Scores = NDArray[np.float32]
Words = Sequence[str]
K1 = 1.2
_MIXED = 0.4
"""Share of bare syllables from which an accented question is read as half-accented: careful text has about .25."""


class LexicalIndex:
    """BM25 scores of a question against every row of one field. Rows keep the order in which they were given."""

    def __init__(self, accented: bm25s.BM25, folded: bm25s.BM25, rows: int) -> None:
        self._accented = accented
        self._folded = folded
        self.rows = rows

    @classmethod
    def build(cls, texts: Sequence[Words], *, b: float) -> LexicalIndex:
        """Index the texts, given as syllables; ``b`` is BM25's length normalisation between 0 and 1."""
        if not 0 <= b <= 1:
            raise ValueError(f"b must lie between 0 and 1, not {b}")
        return cls(_fit(texts, b), _fit([fold(" ".join(words)).split() for words in texts], b), len(texts))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index written by save()."""
        accented = bm25s.BM25.load(folder / "accented")
        folded = bm25s.BM25.load(folder / "folded")
        return cls(accented, folded, int(accented.scores["num_docs"]))

    def save(self, folder: Path) -> None:
        """Write both twins below a folder."""
        self._accented.save(folder / "accented", show_progress=False)
        self._folded.save(folder / "folded", show_progress=False)

    def scores(self, syllables: Sequence[str]) -> Scores:
        """BM25 of every row, shape (rows,), zero where nothing matches.

        A wholly unaccented question is compared without diacritics, an accented one with them, a mixed one both ways.
        """
        text = " ".join(syllables)
        if is_unaccented(text):
            return self._score(self._folded, syllables)
        accented = self._score(self._accented, syllables)
        bare = sum(fold(s) == s for s in syllables) / max(1, len(syllables))
        return accented if bare < _MIXED else (accented + self._score(self._folded, [fold(s) for s in syllables])) / np.float32(2)

    def _score(self, index: bm25s.BM25, syllables: Sequence[str]) -> Scores:
        known = [t for t in terms(list(syllables)) if t in index.vocab_dict]
        if not known:
            return np.zeros(self.rows, dtype=np.float32)
        return np.asarray(index.get_scores(known), dtype=np.float32)


def _fit(texts: Sequence[Words], b: float) -> bm25s.BM25:
    index = bm25s.BM25(k1=K1, b=b)
    index.index([terms(list(words)) or ["∅"] for words in texts], show_progress=False)
    return index

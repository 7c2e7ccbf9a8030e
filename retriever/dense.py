"""Nearest neighbours by cosine in FAISS: exact up to about 50,000 vectors, HNSW beyond."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retriever.embeddings import Vectors

EXACT_LIMIT = 50_000
_NEIGHBOURS = 32


class DenseIndex:
    """Cosine of a unit vector against stored unit vectors; ids are the row numbers."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors, *, exact_limit: int = EXACT_LIMIT) -> DenseIndex:
        """Index vectors of shape (rows, dimension); exact search unless there are more rows than ``exact_limit``."""
        if vectors.ndim != 2 or not len(vectors):
            raise ValueError(f"vectors must have the shape (rows, dimension) with at least one row, not {vectors.shape}")
        rows, dimension = vectors.shape
        if rows <= exact_limit:
            index: faiss.Index = faiss.IndexIDMap(faiss.IndexFlatIP(dimension))
            index.add_with_ids(vectors, np.arange(rows, dtype=np.int64))
        else:
            index = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read an index written by save()."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    @property
    def rows(self) -> int:
        """Number of stored vectors."""
        return int(self._index.ntotal)

    @property
    def is_exact(self) -> bool:
        """Whether search() compares every row."""
        return isinstance(self._index, faiss.IndexIDMap)

    def cosines(self, vectors: Vectors) -> Vectors:
        """Cosines of every row to every vector, shape (vectors, rows)."""
        index: Any = self._index
        flat: Any = faiss.downcast_index(index.index if self.is_exact else index.storage)
        stored = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)
        return np.asarray(vectors @ stored.T, dtype=np.float32)

    def search(self, vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """Rows and cosines of the k nearest, best first; k is cut to the number of rows."""
        scores, rows = self._index.search(vector.reshape(1, -1), min(k, self.rows))
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

"""Cosines to stored vectors, kept in a flat FAISS index: to all of them, or to chosen rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retriever.embeddings import Vectors

Rows = NDArray[np.int64]


class DenseIndex:
    """Cosine of a unit vector against stored unit vectors, known by their row numbers."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        flat: Any = faiss.downcast_index(index)  # a view: it lives as long as the index
        self._stored: Vectors = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Store vectors of shape (rows, dimension). Raises ValueError for another shape or no row."""
        if vectors.ndim != 2 or not len(vectors):
            raise ValueError(f"vectors must have the shape (rows, dimension) with at least one row, not {vectors.shape}")
        index = faiss.IndexFlatIP(vectors.shape[1])
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

    def cosines(self, vectors: Vectors) -> Vectors:
        """Cosines of every row to every vector, shape (vectors, rows)."""
        return np.asarray(vectors @ self._stored.T, dtype=np.float32)

    def cosines_of(self, rows: Rows, vector: Vectors) -> Vectors:
        """Cosines of the given rows to one vector, shape (rows given,)."""
        return np.asarray(self._stored[rows] @ vector, dtype=np.float32)

"""Cosines to stored vectors, kept in a flat FAISS index: to all of them, or to chosen rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from retriever.embeddings import Vectors, unit

Rows = NDArray[np.int64]
BLOCK = 1024
"""Stored vectors that are compared with all of the question's before the next ones are fetched: they fit a processor's own memory."""


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
        found = np.empty((len(vectors), self.rows), dtype=np.float32)
        for start in range(0, self.rows, BLOCK):
            block = slice(start, start + BLOCK)
            for vector, cosines in zip(vectors, found, strict=True):
                np.dot(self._stored[block], vector, out=cosines[block])
        return found

    def centres(self, owners: Rows) -> Vectors:
        """The mean direction of each owner's rows, shape (owners, dimension); ``owners[i]`` is the owner of row i."""
        rows = np.arange(self.rows)
        ones = np.ones(self.rows, dtype=np.float32)
        return unit(csr_matrix((ones, (owners, rows)), shape=(int(owners.max(initial=-1)) + 1, self.rows)) @ self._stored)

    def cosines_of(self, rows: Rows, vector: Vectors) -> Vectors:
        """Cosines of the given rows to one vector, shape (rows given,)."""
        return np.asarray(self._stored[rows] @ vector, dtype=np.float32)

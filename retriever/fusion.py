"""Putting the signals of one question together into one score for each document."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Ints = NDArray[np.int64]

WEIGHTS: dict[str, float] = {
    "names_plain": 0.8,
    "names_matter": 0.8,
    "body_plain": 0.6,
    "dense_plain": 2.5,
    "dense_matter": 1.9,
    "agency": 0.3,
}
"""Weights over standardised scores. They are flat: halving or doubling one changes little."""

CHUNK_WEIGHT = 1.3
"""Weight of the best chunk of the body, standardised over the candidates."""
CANDIDATES = 100
"""Documents, best by everything else, whose chunks are compared with the question."""

ACTION_PENALTY = 0.6
"""The name does another act (cấp lại, gia hạn, thu hồi) than the question."""
PROVINCE_PENALTY = 1.5
"""The procedure is one province's own, and the question does not name that province."""
LEVEL_WEIGHT = 1.0
"""What a name gains for the level that the question names (cấp xã, cấp tỉnh, trung ương), and loses for another one."""
INTERNAL_PENALTY = 2.0
"""Agencies have it among themselves."""


def standardise(scores: Scores) -> Scores:
    """Scores with mean 0 and deviation 1 over all documents; all zero where they do not differ."""
    deviation = float(scores.std())
    return np.zeros_like(scores) if deviation < 1e-9 else (scores - scores.mean()) / deviation


def best(scores: Scores, count: int) -> Ints:
    """Numbers of the best documents, unordered; all where there are no more than ``count``."""
    return np.arange(len(scores)) if len(scores) <= count else np.argpartition(-scores, count)[:count]


def best_of(scores: Scores, owners: NDArray[np.int64], documents: int, floor: float = 0.0) -> Scores:
    """The best row of each document: ``owners[i]`` is the document of row i."""
    best = np.full(documents, floor, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return best

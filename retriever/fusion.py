"""Putting the signals of one question together into one score for each document."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Ints = NDArray[np.int64]

WEIGHTS: dict[str, float] = {
    "names_plain": 0.8,
    "body_plain": 0.6,
    "dense_plain": 3.2,
    "dense_matter": 2.5,
    "agency": 0.3,
    "field": 1.5,
}
"""Weights over standardised scores. They are flat: halving or doubling one changes little."""

COVERAGE_WEIGHT = 14.0
"""What a name gains that covers the whole of the question's matter. A softmax over the forty
best, fitted on our own questions, gave the field and this a weight and took the one of a second lexical reading away."""
LIKENESS_WEIGHT = 25.0
"""What a document gains for each step of the classifier where all documents have a machine; where few have one, it is less, for most
questions are for the others."""
CROWD_PENALTY = 3.0
"""What a document loses for every e-fold of names beyond ``PLAIN_NAMES``: of many names one is near to anything."""
PLAIN_NAMES = 4
SHARPNESS = 40.0
"""How much the nearest name outweighs a document's others."""
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


def ranked(scores: Scores, count: int) -> Ints:
    """Numbers of the best documents, best first; of equal ones the first."""
    least = scores[best(scores, count)].min(initial=np.inf)
    among = np.flatnonzero(scores >= least)
    return among[np.argsort(-scores[among], kind="stable")][:count]


def nearness(cosines: Scores, starts: Ints) -> Scores:
    """How near each document's names are: a soft maximum, to which names as near as the best add a little.

    ``starts`` is the first row of each document; shape (vectors, rows) becomes (vectors, documents).
    """
    return np.asarray(np.log(np.add.reduceat(np.exp(SHARPNESS * (cosines - 1)), starts, axis=-1)) / SHARPNESS, dtype=np.float32)


def best_of(scores: Scores, owners: NDArray[np.int64], documents: int, floor: float = 0.0) -> Scores:
    """The best row of each document: ``owners[i]`` is the document of row i."""
    best = np.full(documents, floor, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return best

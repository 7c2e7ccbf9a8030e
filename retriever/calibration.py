"""From scores to probabilities: a logistic model over a few signals, fitted on held-out wordings and on questions out of scope."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Signals:
    """Raw signals for each document.

    ``cosine`` of the best name (-1..1), ``coverage`` of the question by a name and ``containment`` of a name in the question
    (0..1, by idf), ``lacking`` an action of the name (0/1).
    """

    cosine: Array
    coverage: Array
    containment: Array
    lacking: Array


@dataclass(frozen=True)
class Calibration:
    """p = sigmoid(bias + weights . features); features are those of features()."""

    weights: tuple[float, ...] = (6.0, 3.0, 2.0, 0.5, -1.0)
    bias: float = -6.0

    def probabilities(self, scores: Array, signals: Signals, rows: Sequence[int] | NDArray[np.int64]) -> list[float]:
        """Probability for each of the ranked rows; ``scores`` are theirs, best first."""
        table = features(scores, signals, rows)
        return [float(p) for p in 1 / (1 + np.exp(-(table @ np.array(self.weights) + self.bias)))]

    @classmethod
    def fit(cls, table: Array, right: NDArray[np.bool_]) -> Calibration:
        """Fit on top hits: features of shape (questions, 5) and whether the hit was right."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=10.0, max_iter=1000).fit(table, right)
        return cls(tuple(float(w) for w in model.coef_[0]), float(model.intercept_[0]))

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps({"weights": self.weights, "bias": self.bias}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read what save() wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(data["weights"]), data["bias"])


def features(scores: Array, signals: Signals, rows: Sequence[int] | NDArray[np.int64]) -> Array:
    """Feature table of ranked rows, shape (rows, 5): the signals, and the lead over the best other row, cut to -3..9."""
    table = np.zeros((len(rows), 5), dtype=np.float32)
    for i, row in enumerate(rows):
        others = [float(s) for j, s in enumerate(scores) if j != i]
        lead = float(scores[i]) - max(others, default=float(scores[i]) - 3)
        table[i] = (signals.cosine[row], signals.coverage[row], signals.containment[row], np.clip(lead, -3, 9), signals.lacking[row])
    return table


def reliability(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[tuple[float, float, int]]:
    """Reliability table: for each filled bin the mean probability, the share right, and the count."""
    p, y = np.asarray(probabilities), np.asarray(right, dtype=float)
    which = np.minimum((p * bins).astype(int), bins - 1)
    return [(float(p[which == b].mean()), float(y[which == b].mean()), int((which == b).sum())) for b in range(bins) if (which == b).any()]

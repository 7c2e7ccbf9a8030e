"""A linear classifier with confidences: support vector machines, and a softmax over their margins. Python 3.10, beside Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence

import numpy as np
import scipy.sparse
from sklearn.svm import LinearSVC

_SHARPNESS = [0.5 * 1.15**step for step in range(24)]
_TOLERANCE = 0.1
"""A finer one takes half as long again and changes one guess in thousands."""


class Machine:
    """A linear machine for each label; ``sharpness`` makes confidences of their margins. Untrained it has no labels."""

    def __init__(self, labels: Sequence[str] = (), weights: Optional[np.ndarray] = None, bias: Optional[np.ndarray] = None) -> None:
        self.labels = list(labels)
        self.sharpness = 1.0
        self._weights = np.zeros((0, 0), dtype=np.float32) if weights is None else weights
        self._bias = np.zeros(0, dtype=np.float32) if bias is None else bias

    @classmethod
    def learnt(cls, rows: scipy.sparse.csr_matrix, labels: np.ndarray, penalty: float, most: int) -> Machine:
        """Learnt from rows of features. Two labels have one machine between them, with a sign for each."""
        machine = LinearSVC(C=penalty, class_weight="balanced", tol=_TOLERANCE, max_iter=most, random_state=1)
        machine.fit(rows, labels)
        weights, bias = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        names = [str(label) for label in machine.classes_]
        return cls(names, np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32))

    def fitted(self, rows: scipy.sparse.csr_matrix, labels: np.ndarray) -> float:
        """The sharpness under which the right labels of these rows are likeliest."""
        margins, right = self._margins(rows), np.array([self.labels.index(label) for label in labels])
        return max(_SHARPNESS, key=lambda sharp: float(np.log(_softmax(margins * sharp)[np.arange(len(right)), right] + 1e-9).sum()))

    def shares(self, rows: scipy.sparse.csr_matrix) -> np.ndarray:
        """The confidence of each label, in rows."""
        return _softmax(self._margins(rows) * self.sharpness)

    def _margins(self, rows: scipy.sparse.csr_matrix) -> np.ndarray:
        return np.asarray(rows @ self._weights + self._bias)

    def write(self, path: Path) -> None:
        """Keep it in a file; weights keep three digits."""
        weights = self._weights.astype(np.float16)
        np.savez_compressed(path, labels=np.array(self.labels, dtype=str), weights=weights, bias=self._bias, sharpness=self.sharpness)

    @classmethod
    def read(cls, path: Path) -> Machine:
        """What was written."""
        with np.load(path, allow_pickle=False) as saved:
            machine = cls([str(label) for label in saved["labels"]], saved["weights"].astype(np.float32), saved["bias"])
            machine.sharpness = float(saved["sharpness"])
        return machine


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))

"""From scores to probabilities, and from probabilities to the thresholds of answering and asking back.

A logistic model over a few signals is fitted on questions with known answers and on questions that have none. The thresholds are
chosen from the same questions, each judged by a model that has not seen it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
Runners = tuple[Array, Truths]
"""Features, of shape (questions, hits, features), and truths, of shape (questions, hits), of the hits behind the top ones."""

FEATURES = ("cosine", "coverage", "containment", "lead", "lacking", "score", "likeness", "wide_lead")
MOST_WRONG = 0.03
"""Share of the questions without an answer that may be answered all the same; the promise is .05."""
LEAST_HEARD = 0.94
"""Share of the questions with an answer that must be answered or asked back; the promise is .90."""
LEAST_RIGHT = 0.9
"""Share of the answers that must be right where it is known that the question is one for the state."""
FOLDS = 5
ALONE = 3.0
"""The lead of a hit that nothing else stands beside."""


@dataclass(frozen=True)
class Signals:
    """Raw signals for each document.

    ``cosine`` of the best name (-1..1), ``coverage`` of the question by a name and ``containment`` of a name in the question
    (0..1, by idf), ``lacking`` an act of the name (0/1), ``likeness`` to all that is asked of the document (0..3).
    """

    cosine: Array
    coverage: Array
    containment: Array
    lacking: Array
    likeness: Array
    gain: Array
    """What the likeness adds to the score."""


@dataclass(frozen=True)
class Thresholds:
    """Probability of the best hit from which it is answered, and from which it is offered as a choice.

    ``answer_inside`` is for the probability that takes in what else is known of whether the question is one for the state.
    """

    answer: float = 0.45
    ask: float = 0.15
    answer_inside: float = 0.6


@dataclass(frozen=True)
class Calibration:
    """p = sigmoid(bias + weights . features); features are those of features().

    ``inside`` and ``inside_bias`` are the same model fitted on questions with an answer only: p given that there is one.
    """

    weights: tuple[float, ...] = (6.0, 3.0, 2.0, 0.5, -1.0, 0.0, 0.0, 0.0)
    bias: float = -6.0
    inside: tuple[float, ...] = (6.0, 3.0, 2.0, 0.5, -1.0, 0.0, 0.0, 0.0)
    inside_bias: float = -4.0
    thresholds: Thresholds = Thresholds()
    table: tuple[tuple[float, float, int], ...] = ()
    """The reliability of held-out questions: mean probability, share right, count."""

    def probabilities(
        self, scores: Array, signals: Signals, rows: Ints, twins: Ints | None = None, topics: Truths | None = None
    ) -> list[tuple[float, float]]:
        """For each of the ranked rows the probability, and the one given that there is an answer; ``scores`` are theirs, best first."""
        table = features(scores, signals, rows, twins, topics)
        return [(float(p), float(inside)) for p, inside in zip(self.of(table), self.of_inside(table), strict=True)]

    def of(self, table: Array) -> Array:
        """Probabilities of a feature table."""
        return _sigmoid(table, self.weights, self.bias)

    def of_inside(self, table: Array) -> Array:
        """Probabilities of a feature table, given that the question has an answer: never less than without knowing that."""
        return np.maximum(_sigmoid(table, self.inside, self.inside_bias), self.of(table))

    @classmethod
    def fit(cls, table: Array, right: Truths, answerable: Truths, out_of_scope: Truths, runners: Runners | None = None) -> Calibration:
        """Fit on top hits: features of shape (questions, features), whether the hit was right, whether any could be, and whether
        the question is none for the state at all (a question about a procedure that this base lacks is neither).

        ``runners`` are the hits behind the top ones: where nearly every top hit is right, only they tell how a wrong one looks.
        """
        judged = _cross_validated(table, right)
        answer, ask = _thresholds(judged[out_of_scope], judged[answerable])
        model, table_of_all = _fit(table, right), tuple(reliability(judged, right))
        within, told = table[answerable], right[answerable]
        if len(set(told.tolist())) < 2:
            return cls(*model, *model, Thresholds(answer, ask, answer), table_of_all)
        behind = (runners[0][answerable], runners[1][answerable]) if runners else None
        enough = _least_with(_cross_validated(within, told, behind), told)
        return cls(*model, *_fit(*_with_runners(within, told, behind)), Thresholds(answer, ask, enough), table_of_all)

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read what save() wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        table = tuple((float(mean), float(share), int(count)) for mean, share, count in data["table"])
        models = tuple(data["weights"]), data["bias"], tuple(data["inside"]), data["inside_bias"]
        return cls(*models, Thresholds(**data["thresholds"]), table)


def features(scores: Array, signals: Signals, rows: Ints, twins: Ints | None = None, topics: Truths | None = None) -> Array:
    """Feature table of ranked rows, shape (rows, FEATURES).

    The lead is over the best other row that is no twin, and no topic unless the row itself is one, cut to -3..9, the wide one to
    -3..30 and divided by 10; the score is the one without the likeness, cut to 0..60 and divided by 20.
    """
    family = np.asarray(rows) if twins is None else twins[rows]
    leads_on = np.zeros(len(rows), dtype=bool) if topics is None else topics[rows]
    apart = (family[:, None] == family[None, :]) | (leads_on[None, :] & ~leads_on[:, None])
    others = np.where(apart, -np.inf, scores[None, :]).max(axis=1, initial=-np.inf)
    lead = np.where(np.isfinite(others), scores - others, ALONE)
    bare = np.clip(scores - signals.gain[rows], 0, 60) / 20
    raw = (signals.cosine[rows], signals.coverage[rows], signals.containment[rows], np.clip(lead, -3, 9), signals.lacking[rows])
    return np.stack([*raw, bare, signals.likeness[rows], np.clip(lead, -3, 30) / 10], axis=1).astype(np.float32)


def reliability(probabilities: Sequence[float] | Array, right: Sequence[bool] | Truths, bins: int = 10) -> list[tuple[float, float, int]]:
    """Reliability table: for each filled bin the mean probability, the share right, and the count."""
    p, y = np.asarray(probabilities), np.asarray(right, dtype=float)
    which = np.minimum((p * bins).astype(int), bins - 1)
    return [(float(p[which == b].mean()), float(y[which == b].mean()), int((which == b).sum())) for b in range(bins) if (which == b).any()]


def _fit(table: Array, right: Truths) -> tuple[tuple[float, ...], float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=1000).fit(table, right)
    return tuple(float(w) for w in model.coef_[0]), float(model.intercept_[0])


def _with_runners(table: Array, right: Truths, runners: Runners | None) -> tuple[Array, Truths]:
    """Top hits and those behind them, one after the other."""
    if runners is None:
        return table, right
    return np.concatenate([table, runners[0].reshape(-1, table.shape[1])]), np.concatenate([right, runners[1].reshape(-1)])


def _cross_validated(table: Array, right: Truths, runners: Runners | None = None) -> Array:
    """For each question the probability by a model fitted on the other folds."""
    fold = np.arange(len(right)) % FOLDS
    judged = np.zeros(len(right), dtype=np.float32)
    for number in range(FOLDS):
        seen = fold != number
        if len(set(right[seen].tolist())) < 2:
            return Calibration(*_fit(table, right)).of(table)
        behind = (runners[0][seen], runners[1][seen]) if runners else None
        judged[~seen] = Calibration(*_fit(*_with_runners(table[seen], right[seen], behind))).of(table[~seen])
    return judged


def _sigmoid(table: Array, weights: Sequence[float], bias: float) -> Array:
    return np.asarray(1 / (1 + np.exp(-(table @ np.array(weights) + bias))), dtype=np.float32)


def _least_with(judged: Array, right: Truths) -> float:
    """The lowest probability from which on LEAST_RIGHT of all answers are right."""
    order = np.argsort(-judged, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= LEAST_RIGHT)
    return float(np.clip(judged[order][enough[-1]] if len(enough) else 0.9, 0.5, 0.9))


def _thresholds(outside: Array, inside: Array) -> tuple[float, float]:
    """The lowest probability at which few questions out of scope pass, and the highest at which most of the others do."""
    answer = float(np.quantile(outside, 1 - MOST_WRONG)) if len(outside) else Thresholds.answer
    ask = float(np.quantile(inside, 1 - LEAST_HEARD)) if len(inside) else Thresholds.ask
    answer = float(np.clip(answer, 0.2, 0.9))
    return answer, float(np.clip(ask, 0.02, 0.8 * answer))

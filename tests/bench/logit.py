"""Conditional logit models: weights by which the right ones of a message's candidates are the likeliest, and how well they do unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FOLDS = 6
LEAST = 1e-12
"""What the share of the right ones counts that is smaller."""
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Message:
    """One message: the features of its candidates, shape (candidates, features), and which of them are right."""

    group: str
    """Messages of one group share words: all are set aside together."""
    table: Table
    right: NDArray[np.bool_]
    weight: float = 1.0
    """How much it teaches."""


def fitted(messages: Sequence[Message], scale: Table, penalty: float, prior: Table | None = None) -> Table:
    """Weights for features divided by ``scale``, drawn to ``prior``; a message none of whose candidates is right teaches nothing."""
    drawn = np.zeros(len(scale)) if prior is None else prior
    known = [one for one in messages if one.right.any()]
    starts = np.cumsum([0, *(len(one.right) for one in known)])[:-1]
    table, right = np.vstack([one.table for one in known]) / scale, np.concatenate([one.right for one in known])
    of = np.repeat(np.arange(len(known)), [len(one.right) for one in known])
    worth = np.array([one.weight for one in known])

    def loss(weights: Table) -> tuple[float, Table]:
        scores = table @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        shares /= np.add.reduceat(shares, starts)[of]
        among = np.maximum(np.add.reduceat(shares * right, starts), LEAST)
        slope = table.T @ ((shares - shares * right / among[of]) * worth[of])
        away = weights - drawn
        return penalty * float(away @ away) - float(worth @ np.log(among)), 2 * penalty * away + slope

    return np.asarray(minimize(loss, drawn.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


def shares_of(scores: Table) -> Table:
    """Softmax."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def judged(messages: Sequence[Message], scale: Table, penalty: float) -> Iterator[tuple[Message, float, bool]]:
    """Each message with the share of its likeliest candidate, and whether it is right, by weights that have not seen its group."""
    groups = sorted({one.group for one in messages})
    np.random.default_rng(0).shuffle(groups)
    for fold in range(FOLDS):
        aside = set(groups[fold::FOLDS])
        weights = fitted([one for one in messages if one.group not in aside], scale, penalty)
        for one in messages:
            if one.group in aside:
                shares = shares_of(one.table / scale @ weights)
                yield one, float(shares.max()), bool(one.right[int(shares.argmax())])


def without(messages: Sequence[Message], columns: Sequence[int]) -> list[Message]:
    """The messages as if some features told nothing."""
    told = []
    for one in messages:
        table = one.table.copy()
        table[:, list(columns)] = 0.0
        told.append(replace(one, table=table))
    return told


def report(messages: Sequence[Message], penalty: float, of_messages: Sequence[int] = ()) -> dict[str, Any]:
    """The weights, and how well they do on messages not seen; the same without the features ``of_messages``, if there are any."""
    if of_messages:
        untaught = report(without(messages, of_messages), penalty)
        return {**report(messages, penalty), "untaught": untaught["right"], "untaught_weights": untaught["weights"]}
    scale = np.concatenate([one.table for one in messages]).std(axis=0) + 1e-6
    told = list(judged(messages, scale, penalty))
    by_share: dict[str, list[bool]] = defaultdict(list)
    for _, share, right in told:
        by_share[f"{int(share * 10) / 10:.1f}"].append(right)
    return {
        "messages": len(messages),
        "right": round(sum(right for *_, right in told) / len(told), 4),
        "by_share": {share: [sum(rights), len(rights)] for share, rights in sorted(by_share.items())},
        "weights": [round(float(weight), 4) for weight in fitted(messages, scale, penalty) / scale],
    }

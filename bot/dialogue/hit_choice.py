"""How likely each thing that the search found is what a first message is about: a conditional logit model.

``python -m tests.bench.fit_hits`` fits its weights to the first messages of ``bot.dialogue.examples``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.dialogue.aspects import Aspect
from bot.dialogue.belonging import books
from bot.dialogue.state import Turn
from retriever.queries import actions
from retriever.search import Hit

MOST = 6
"""Hits that are candidates."""
_OF_PROCEDURES = frozenset({Aspect.FEE, Aspect.TIME, Aspect.DOCUMENTS, Aspect.FORM, Aspect.PLACE})
_LEAST = 0.003

WEIGHTS: tuple[float, ...] = (
    0.438,
    0.7001,
    1.9993,
    2.6012,
    0.1712,
    0.2256,
    -0.0687,
    -3.9673,
    -2.0322,
    -4.2476,
    0.4461,
    -0.2444,
    1.3844,
    0.2723,
    1.3534,
)


def candidates(turn: Turn) -> list[Hit]:
    """The hits that may be meant: no topics."""
    return [hit for hit in turn.hits if not turn.is_topic(hit)][:MOST]


def shares(turn: Turn) -> dict[str, float]:
    """How likely each candidate is meant, 0..1, if one of them is."""
    hits = candidates(turn)
    scores = [sum(map(float.__mul__, WEIGHTS, row)) for row in features(turn, hits)]
    raised = [math.exp(score - max(scores)) for score in scores]
    return {hit.id: share / sum(raised) for hit, share in zip(hits, raised, strict=True)}


def features(turn: Turn, hits: Sequence[Hit]) -> list[list[float]]:
    """What speaks for each hit."""
    shelf, acts = books(turn.knowledge), actions(turn.text)
    asks_side = bool(_OF_PROCEDURES.intersection(turn.aspects))
    rows = []
    for hit in hits:
        is_faq, named = hit.kind == "faq", actions(hit.name)
        words, pairs = shelf.called(turn.text, hit.id)
        rows.append(
            [
                (hit.score - hits[0].score) / 20,
                (hit.bare - max(one.bare for one in hits)) / 20,
                hit.score / 50,
                hit.bare / 50,
                float(hit is hits[0]),
                _logit(hit.probability),
                _logit(hit.inside),
                float(is_faq),
                float(is_faq and asks_side),
                float(is_faq and not turn.aspects),
                float(acts & named > 0),
                float(acts > 0 and not acts & named),
                shelf.share(turn.text, hit.id),
                words / 5,
                pairs / 10,
            ]
        )
    return rows


def _logit(share: float) -> float:
    held = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))

"""Whether a message asks for a detail that one of the two likeliest statements tells: a logistic model.

``python -m tests.bench.passages`` fits its weights, together with those of ``passage_fit``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.dialogue.passage_asks import Likeness
from bot.dialogue.passage_fit import Asked

LEAST = 1e-4
"""A probability is held this far from 0 and 1."""
GATE: Mapping[str, float] = {
    "alone": 0.321,
    "any": -0.08,
    "asked": 0.653,
    "best": 0.574,
    "bias": -0.547,
    "days": 0.257,
    "heard": 0.645,
    "like_letters": 5.996,
    "like_syllables": 1.993,
    "like_words": 1.047,
    "matters": -0.546,
    "most_letters": -5.278,
    "most_syllables": -1.951,
    "most_words": -1.165,
    "number": 0.103,
    "others": -0.094,
    "papers": 1.251,
    "plain": 0.186,
    "second": 0.003,
    "side": 0.382,
    "strange": -0.341,
    "term": 0.816,
    "whether": 0.29,
    "which": 0.331,
    "words": -0.609,
    "worth": 0.483,
}
"""By feature; what is not listed counts nothing."""


def open_to(asked: Asked, detail: float) -> float:
    """How likely that is, 0..1; ``detail`` is how likely the words of the message alone make it that a detail is asked."""
    if not asked.likely:
        return 0.0
    score = sum(GATE.get(name, 0.0) * value for name, value in features(asked, detail).items())
    return 1 / (1 + math.exp(-score))


def features(asked: Asked, detail: float) -> dict[str, float]:
    """What speaks for it; needs a statement at least."""
    question, likely = asked.question, asked.likely
    best, *others = sorted(likely, reverse=True)
    like = question.alike.get(asked.readings[likely.index(best)].passage, Likeness())
    most = [max(kinds, default=0.0) for kinds in zip(*question.alike.values(), strict=True)] or Likeness()
    found = {
        "bias": 1.0,
        "heard": _logit(detail),
        "best": _logit(best),
        "any": _logit(sum(likely)),
        "second": (others[0] if others else 0.0) / (best + LEAST),
        "words": len(question.bag.words) / 5,
        "asked": len(question.asked) / 5,
        "strange": len(question.strange) / 5,
        "others": len(question.bag.words - question.core) / 5,
        "worth": sum(question.worth.values()) / 10,
        "matters": len(question.matters) / 3,
        "side": float(question.asks_side),
        "papers": float(question.asks_papers),
        "alone": float(question.alone),
        "plain": float(question.plain),
        "term": float(question.term),
        "days": float(question.asks_days),
        "number": float(bool(question.unit)),
        "whether": float("whether" in question.matters),
        "which": float("which" in question.matters),
    }
    found |= {f"like_{kind}": value for kind, value in zip(Likeness._fields, like, strict=True)}
    return found | {f"most_{kind}": value for kind, value in zip(Likeness._fields, most, strict=True)}


def _logit(share: float) -> float:
    held = min(max(share, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))

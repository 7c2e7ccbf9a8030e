"""Whether a message asks for a detail that one of the two likeliest statements tells: a logistic model.

``python -m tests.bench.passages`` fits its weights, together with those of ``passage_fit``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from bot.dialogue.passage_asks import Likeness
from bot.dialogue.passage_fit import Asked

LEAST = 1e-4
"""A probability is held this far from 0 and 1."""
GATE: Mapping[str, float] = {
    "alone": 0.24,
    "any": -0.048,
    "asked": 0.727,
    "best": 0.457,
    "bias": -0.45,
    "days": 0.205,
    "heard": 0.632,
    "like_letters": 6.151,
    "like_syllables": 2.362,
    "like_words": 0.692,
    "matters": 0.017,
    "most_letters": -2.728,
    "most_syllables": -1.68,
    "most_words": -0.431,
    "number": 0.221,
    "others": -0.387,
    "papers": 1.131,
    "plain": -1.755,
    "second": 0.085,
    "side": 0.297,
    "sides_letters": -4.748,
    "sides_syllables": -1.595,
    "sides_words": -0.645,
    "strange": -0.388,
    "term": 0.943,
    "whether": 0.082,
    "which": -0.037,
    "words": -0.288,
    "worth": 0.316,
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
    most, sides = _most(question.alike.values()), _most(question.sides.values())
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
    found |= {f"most_{kind}": value for kind, value in zip(Likeness._fields, most, strict=True)}
    return found | {f"sides_{kind}": value for kind, value in zip(Likeness._fields, sides, strict=True)}


def _most(ones: Collection[Likeness]) -> Likeness:
    """The greatest of each kind."""
    return Likeness(*map(max, zip(*ones, strict=True))) if ones else Likeness()


def _logit(share: float) -> float:
    held = min(max(share, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))

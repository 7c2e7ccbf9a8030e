"""Which side of a procedure to answer first: phrases, the language model, the words of the message and what its statements tell, weighed.

A log-linear model; ``python -m tests.bench.fit_sides`` fits its weights to the messages of ``bot.dialogue.examples``. Where no language
model answered, and where the side is settled, the rules of ``bot.dialogue.sides`` decide alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from bot.dialogue.aspects import Aspect, aspect_of
from bot.dialogue.passages import library
from bot.dialogue.side_questions import shape_of
from bot.dialogue.sides import side_asked, side_kept
from bot.dialogue.state import Turn
from bot.nlu.client import guess

LEAST_SHARE = 0.002
"""What a share counts that is smaller, or nothing."""

BIAS: Mapping[Aspect, float] = {
    Aspect.OVERVIEW: 0.7452,
    Aspect.HOW: -0.7611,
    Aspect.DOCUMENTS: -1.8423,
    Aspect.FEE: 0.3204,
    Aspect.TIME: 0.2427,
    Aspect.PLACE: -0.0205,
    Aspect.ONLINE: -0.5637,
    Aspect.CONDITIONS: -0.7402,
    Aspect.FORM: 0.3179,
    Aspect.RESULT: 0.5169,
    Aspect.LEGAL_BASIS: 1.1635,
    Aspect.WHO: 0.6212,
}
FIT: Mapping[str, float] = {
    "before": 1.5299,
    "first": -0.1566,
    "guessed": -0.4033,
    "kept": 0.986,
    "last": -0.2723,
    "model": 0.2724,
    "phrase": 1.4644,
    "rules": 0.47,
    "shape": 1.1769,
    "shape_certain": 1.6567,
    "statements": 2.5902,
    "statements_log": 0.3972,
    "words": 1.065,
}
"""By feature of a side."""


def side_of(turn: Turn, code: str | None = None) -> Aspect:
    """The side that a message asks of the procedure ``code``, which may be unknown yet."""
    if not turn.heard.sides or turn.nlu.source != "ok" or len(turn.nlu.ranking) < 2:
        return by_rules(turn)
    told = features(turn, code)
    return max(Aspect, key=lambda side: BIAS[side] + sum(FIT[name] * value for name, value in told[side].items()))


def by_rules(turn: Turn) -> Aspect:
    """The side that the message leaves out, or that its phrases or its intent ask ("chào shop, ... mất tiền không?")."""
    asked = side_kept(turn.text, _before(turn)) or side_asked(turn.text, turn.aspects, aspect_of(turn.intent), turn.sure)
    return asked or aspect_of(guess(turn.text).intent) or Aspect.OVERVIEW


def features(turn: Turn, code: str | None) -> dict[Aspect, dict[str, float]]:
    """What speaks for each side; what is not listed counts nothing."""
    before, shape, aspects = _before(turn), shape_of(turn.text), turn.aspects
    found: dict[Aspect, dict[str, float]] = {side: defaultdict(float) for side in Aspect}
    model = defaultdict[Aspect | None, float](float)
    for intent, share in turn.nlu.ranking:
        model[aspect_of(intent)] += share
    told = _told(turn, code)
    for side, of in found.items():
        of |= {"model": _log(model[side]), "words": _log(turn.heard.sides.get(side, 0.0))}
        of |= {"statements": told[side], "statements_log": _log(told[side])}
    for name, spoken in (
        ("rules", by_rules(turn)),
        ("kept", side_kept(turn.text, before)),
        ("before", before),
        ("guessed", aspect_of(guess(turn.text).intent)),
        ("first", aspects[0] if aspects else None),
        ("last", aspects[-1] if aspects else None),
        ("shape", shape.aspect if shape else None),
        ("shape_certain", shape.aspect if shape and shape.certain else None),
    ):
        if spoken is not None:
            found[spoken][name] = 1.0
    for side in aspects:
        found[side]["phrase"] = 1.0
    return found


def _before(turn: Turn) -> Aspect | None:
    return turn.state.aspect if turn.state.procedure_code is not None else None


def _told(turn: Turn, code: str | None) -> Mapping[Aspect, float]:
    """How likely the statements of each side answer the message, 0..1."""
    found = turn.knowledge.procedures.get(code or "")
    told = defaultdict[Aspect, float](float)
    if found is not None:
        asked = library(turn.knowledge).ask(found, turn.text)
        for reading, share in zip(asked.readings, asked.likely, strict=True):
            told[reading.passage.side] += share
    return told


def _log(share: float) -> float:
    return math.log(max(share, LEAST_SHARE))

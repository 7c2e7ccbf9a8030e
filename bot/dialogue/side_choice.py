"""Which side of a procedure to answer first: phrases, the language model, the words of the message and what its statements tell, weighed.

A log-linear model; ``python -m tests.bench.fit_sides`` fits its weights to the messages of ``bot.dialogue.examples``. Where no language
model answered, and where the side is settled, the rules of ``bot.dialogue.sides`` decide alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from bot.dialogue.aspects import Aspect, aspect_of, intent_of
from bot.dialogue.passage_asks import Likeness
from bot.dialogue.passages import library
from bot.dialogue.persons import only_persons
from bot.dialogue.side_questions import shape_of
from bot.dialogue.sides import firm, side_asked, side_kept
from bot.dialogue.state import Turn
from bot.nlu.client import NluResult, guess

LEAST_SHARE = 0.002
"""What a share counts that is smaller, or nothing."""

NAMED = 0.8
"""Confidence from which a message without a phrase for a side only names a procedure."""

BIAS: Mapping[Aspect, float] = {
    Aspect.OVERVIEW: 0.6429,
    Aspect.HOW: -1.1942,
    Aspect.DOCUMENTS: -2.0549,
    Aspect.FEE: 0.7255,
    Aspect.TIME: 0.28,
    Aspect.PLACE: 0.0437,
    Aspect.ONLINE: 0.0613,
    Aspect.CONDITIONS: -0.6125,
    Aspect.FORM: 0.3337,
    Aspect.RESULT: 0.5798,
    Aspect.LEGAL_BASIS: 1.0124,
    Aspect.WHO: 0.1823,
}
FIT: Mapping[str, float] = {
    "before": 1.2395,
    "ending": -0.2486,
    "firm": 0.6003,
    "first": -0.2867,
    "guessed": -0.2322,
    "kept": 1.7513,
    "last": 0.0407,
    "like_letters": 2.0665,
    "like_syllables": 2.0499,
    "like_words": 0.689,
    "model": 0.1384,
    "phrase": 0.7815,
    "rules": 0.3662,
    "shape": 1.1806,
    "shape_certain": 0.4825,
    "statements": 3.3499,
    "statements_log": 0.4006,
    "words": 1.3595,
}
"""By feature of a side."""


def side_of(turn: Turn, code: str | None = None) -> Aspect:
    """The side that a message asks of the procedure ``code``, which may be unknown yet; of several that phrases ask all are told.

    Who puts right what was understood does not ask for the side before; who names but somebody else does.
    """
    if not _weighs(turn):
        return by_rules(turn)
    rules = by_rules(turn)
    if not turn.aspects and only_persons(turn.matter) and (same := side_kept(turn.text, _before(turn))) is not None:
        return same
    if rules in turn.aspects and (len(turn.aspects) > 1 or turn.intent == "correction"):
        return rules
    told = features(turn, code)
    return max(Aspect, key=lambda side: BIAS[side] + sum(FIT[name] * value for name, value in told[side].items()))


def by_rules(turn: Turn) -> Aspect:
    """The side that the message leaves out, or that its phrases or its intent ask ("chào shop, ... mất tiền không?")."""
    asked = side_kept(turn.text, _before(turn)) or side_asked(turn.text, turn.aspects, aspect_of(turn.intent), turn.sure)
    return asked or aspect_of(guess(turn.text).intent) or Aspect.OVERVIEW


def kept(turn: Turn, side: Aspect | None) -> NluResult:
    """What a message that left its side out is taken to ask: the side asked before, unless its words are weighed against that anyway."""
    weighed = _weighs(turn) and aspect_of(turn.intent) is not None
    return turn.nlu if side is None or turn.aspects or weighed else settled(side)


def _weighs(turn: Turn) -> bool:
    """Whether there is more than one opinion to weigh."""
    return bool(turn.heard.sides) and turn.nlu.source == "ok" and len(turn.nlu.ranking) > 1


def settled(aspect: Aspect) -> NluResult:
    """What stands for the language model's answer where the side is known."""
    intent = intent_of(aspect)
    return NluResult(intent, 1.0, [(intent, 1.0)], "ok")


def features(turn: Turn, code: str | None) -> dict[Aspect, dict[str, float]]:
    """What speaks for each side; what is not listed counts nothing."""
    before, shape, aspects = _before(turn), shape_of(turn.text), turn.aspects
    found: dict[Aspect, dict[str, float]] = {side: defaultdict(float) for side in Aspect}
    model = defaultdict[Aspect | None, float](float)
    for intent, share in turn.nlu.ranking:
        model[aspect_of(intent)] += share
    told, like = _told(turn, code), _like(turn, code)
    for side, of in found.items():
        of |= {"model": _log(model[side]), "words": _log(turn.heard.sides.get(side, 0.0))}
        of["ending"] = _log(turn.heard.ending.get(side, 0.0))
        of |= {"statements": told[side], "statements_log": _log(told[side])}
        of |= {f"like_{kind}": value for kind, value in zip(Likeness._fields, like.get(side, Likeness()), strict=True)}
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
    for side in firm(turn.text):
        found[side]["firm"] = 1.0
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


def _like(turn: Turn, code: str | None) -> Mapping[Aspect, Likeness]:
    """How alike the message is to those that ask each side; what only names the procedure is like any that does."""
    only_names = turn.intent == "name_procedure" and turn.sure >= NAMED and not turn.aspects
    found = None if only_names else turn.knowledge.procedures.get(code or "")
    return library(turn.knowledge).ask(found, turn.text).question.sides if found else {}


def _log(share: float) -> float:
    return math.log(max(share, LEAST_SHARE))

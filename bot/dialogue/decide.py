"""From a turn to one act: the table of what answers what. Reads top to bottom, the first rule that fits wins."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.aspects import Aspect, aspect_of
from bot.dialogue.skills import knowledge, talk
from bot.dialogue.state import Act, Turn
from retriever.search import Hit

ANSWER = 0.45
"""Probability of the best hit from which it is answered without asking back."""
CONSIDER = 0.18
"""Probability from which a hit is offered as a choice."""
CLOSE = 0.15
"""Two hits whose probabilities differ by less are both offered."""
SURE = 0.5
"""Confidence in an intent from which it is followed although the search found something likely."""

_SKILLS: dict[str, Callable[[Turn], Act]] = {
    **dict.fromkeys(talk.SMALLTALK, talk.smalltalk),
    **dict.fromkeys(talk.SERVICE, talk.service),
    "start_over": talk.start_over,
    "abuse": talk.abuse,
    "dossier_status": talk.dossier_status,
}


def decide(turn: Turn) -> Act:
    """The act that answers the turn."""
    if turn.intent == "emergency" and turn.sure >= SURE:
        return talk.emergency(turn)
    if turn.entities.dossier_codes:
        return talk.dossier_status(turn)
    if turn.entities.procedure_codes:
        return knowledge.procedure(turn, turn.entities.procedure_codes[0], _aspect(turn))
    if _is_follow_up(turn):
        return knowledge.procedure(turn, turn.state.procedure_code or "", _aspect(turn), turn.sure)
    if turn.intent in _SKILLS and _talk_wins(turn):
        return _SKILLS[turn.intent](turn)
    if turn.intent.startswith("oos_") and _scope_wins(turn):
        return talk.out_of_scope(turn)
    return _from_hits(turn)


def _from_hits(turn: Turn) -> Act:
    likely = [hit for hit in turn.hits if hit.probability >= CONSIDER]
    if not likely or not turn.matter:
        return knowledge.unknown(turn)
    rivals = [hit for hit in likely[1:] if turn.hits[0].probability - hit.probability < CLOSE]
    if likely[0] is turn.hits[0] and likely[0].probability >= ANSWER and not rivals:
        return answer_hit(turn, likely[0])
    return knowledge.clarify(turn, likely, _aspect(turn))


def answer_hit(turn: Turn, hit: Hit) -> Act:
    """Answer from a hit: an FAQ as it stands, a procedure by the aspect asked."""
    if hit.kind == "faq":
        return knowledge.faq(turn, hit.id, hit.probability)
    return knowledge.procedure(turn, hit.id, _aspect(turn), hit.probability)


def _aspect(turn: Turn) -> Aspect:
    return aspect_of(turn.intent) or Aspect.OVERVIEW


def _is_follow_up(turn: Turn) -> bool:
    """A question about an aspect without a matter of its own, while a procedure is being talked about."""
    asks = (aspect_of(turn.intent) or Aspect.OVERVIEW) is not Aspect.OVERVIEW
    return turn.state.procedure_code is not None and asks and (not turn.matter or turn.best < CONSIDER)


def _talk_wins(turn: Turn) -> bool:
    """Small talk is followed unless the message also names something the search is sure about."""
    if turn.intent in talk.SERVICE or turn.intent == "dossier_status":
        return turn.sure >= SURE and not (turn.best >= ANSWER and (turn.hits[0].kind == "faq" or turn.best > turn.sure))
    return not turn.matter or turn.best < CONSIDER or (turn.sure >= 0.8 and turn.best < ANSWER)


def _scope_wins(turn: Turn) -> bool:
    return turn.best < ANSWER if turn.sure >= SURE else turn.best < CONSIDER

"""From a turn to one act: the table of what answers what. Reads top to bottom, the first rule that fits wins."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.aspects import Aspect, aspect_of
from bot.dialogue.skills import knowledge, talk
from bot.dialogue.state import Act, Turn
from bot.nlu.client import guess
from retriever.queries import actions
from retriever.search import Hit

CLOSE = 0.2
GAP = 3.0
"""Two hits are rivals, and both offered, when their probabilities and their fused scores differ by less than these."""
WIDE_GAP = 12.0
"""The same for a message that only names a thing ("bằng lái xe"): new, changed or reissued must be asked."""
LEADING = 0.75
"""Share of the threshold that is enough where the best hit leads all others by far and the intent is about procedures."""
SURE = 0.5
"""Confidence in an intent from which it is followed although the search found something likely."""
ALARM = 0.3
"""Confidence from which phone numbers for emergencies are given: rather once too often."""
SHORT = 3
"""Syllables of matter up to which a question about an aspect continues the procedure being talked about."""

_SKILLS: dict[str, Callable[[Turn], Act]] = {
    **dict.fromkeys(talk.SMALLTALK, talk.smalltalk),
    **dict.fromkeys(talk.SERVICE, talk.service),
    "start_over": talk.start_over,
    "abuse": talk.abuse,
    "dossier_status": talk.dossier_status,
}
_FIRM = frozenset({"handoff", "dossier_status", "abuse", "start_over"})
_FAQ_FIRST = frozenset({"account_help", "payment_help", "office_hours", "office_place", "complaint"})


def decide(turn: Turn) -> Act:
    """The act that answers the turn."""
    if _is_emergency(turn):
        return talk.emergency(turn)
    if turn.entities.dossier_codes:
        return talk.dossier_status(turn)
    if turn.entities.procedure_codes:
        return knowledge.procedure(turn, _national(turn, turn.entities.procedure_codes[0]), _aspect(turn))
    if _is_follow_up(turn):
        return knowledge.procedure(turn, turn.state.procedure_code or "", _aspect(turn), turn.sure)
    if turn.intent in _SKILLS and _talk_wins(turn):
        return _talk(turn)
    if turn.intent.startswith("oos_") and _scope_wins(turn):
        return talk.out_of_scope(turn)
    return _from_hits(turn)


def _is_emergency(turn: Turn) -> bool:
    if turn.intent != "emergency" or turn.best >= turn.thresholds.answer:
        return False
    return turn.sure >= SURE or (turn.sure >= ALARM and turn.best < turn.likely)


def _from_hits(turn: Turn) -> Act:
    likely = [hit for hit in turn.hits if hit.probability >= turn.thresholds.ask]
    if not likely or not turn.matter:
        return knowledge.unknown(turn)
    best = likely[0]
    rivals = [hit for hit in likely[1:] if best.probability - hit.probability < CLOSE and best.score - hit.score < _gap(turn)]
    if best is turn.hits[0] and not rivals and best.probability >= _enough(turn):
        return answer_hit(turn, best)
    return knowledge.clarify(turn, likely, _aspect(turn))


def _gap(turn: Turn) -> float:
    longest = 2 if actions(turn.text) else SHORT
    bare = turn.intent == "name_procedure" and len(turn.matter.split()) <= longest
    return WIDE_GAP if bare else GAP


def _enough(turn: Turn) -> float:
    leads = all(turn.hits[0].probability >= 1.6 * hit.probability for hit in turn.hits[1:])
    about_procedures = aspect_of(turn.intent) is not None and turn.sure >= SURE
    return turn.thresholds.answer * (LEADING if leads and about_procedures else 1)


def answer_hit(turn: Turn, hit: Hit) -> Act:
    """Answer from a hit: an FAQ as it stands, a procedure by the aspect asked."""
    if hit.kind == "faq":
        return knowledge.faq(turn, hit.id, hit.probability)
    if hit.twins:
        return knowledge.which_office(turn, hit, _aspect(turn))
    return knowledge.procedure(turn, hit.id, _aspect(turn), hit.probability)


def _talk(turn: Turn) -> Act:
    """A skill of its own, or the FAQ that answers the same need better."""
    faq = next((hit for hit in turn.hits if hit.kind == "faq" and hit.probability >= turn.likely), None)
    if faq is not None and turn.intent in _FAQ_FIRST:
        return knowledge.faq(turn, faq.id, faq.probability)
    return _SKILLS[turn.intent](turn)


def _aspect(turn: Turn) -> Aspect:
    """The aspect of the intent; where the intent is another ("chào shop, ... mất tiền không?"), the one that the rules see."""
    return aspect_of(turn.intent) or aspect_of(guess(turn.text).intent) or Aspect.OVERVIEW


def _national(turn: Turn, code: str) -> str:
    """The code itself, or the national one without a province's suffix where only that is known."""
    return code if code in turn.knowledge.procedures else ".".join(code.split(".")[:2])


def _is_follow_up(turn: Turn) -> bool:
    """A question about an aspect without a matter of its own, while a procedure is being talked about."""
    if turn.state.procedure_code is None or _aspect(turn) is Aspect.OVERVIEW:
        return False
    return not turn.matter or turn.best < (turn.thresholds.answer if len(turn.matter.split()) <= SHORT else turn.likely)


def _talk_wins(turn: Turn) -> bool:
    """Small talk is followed unless the message also names something the search is sure about."""
    names_procedure = turn.best >= turn.thresholds.answer and turn.hits[0].kind == "procedure"
    if turn.intent in _FIRM or turn.intent in _FAQ_FIRST:
        return turn.sure >= ALARM and not (names_procedure and turn.best > turn.sure)
    return not turn.matter or turn.best < turn.likely or (turn.sure >= SURE and not names_procedure)


def _scope_wins(turn: Turn) -> bool:
    return turn.best < turn.thresholds.answer if turn.sure >= SURE else turn.best < turn.likely

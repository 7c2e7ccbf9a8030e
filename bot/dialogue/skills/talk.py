"""Skills that need no knowledge base: small talk, safety, handing over, refusing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import replies
from bot.dialogue.dossier_memory import DossierMemory
from bot.dialogue.safety import Alarm, Refusal
from bot.dialogue.state import Act, Turn
from bot.messages import Outcome, Outgoing

SMALLTALK: dict[str, str] = {
    "greeting": replies.GREETING,
    "thanks": replies.THANKS,
    "goodbye": replies.GOODBYE,
    "who_are_you": replies.WHO_ARE_YOU,
    "yes": replies.YES_WITHOUT_QUESTION,
    "no": replies.NO_WITHOUT_QUESTION,
}

SERVICE: dict[str, tuple[str, Outcome]] = {
    "handoff": (replies.HANDOFF, Outcome.HANDOFF),
    "complaint": (replies.COMPLAINT, Outcome.HANDOFF),
    "account_help": (replies.ACCOUNT_HELP, Outcome.ANSWERED),
    "payment_help": (replies.PAYMENT_HELP, Outcome.ANSWERED),
    "office_hours": (replies.OFFICE_HOURS, Outcome.ANSWERED),
    "office_place": (replies.OFFICE_PLACE, Outcome.ANSWERED),
}
"""What is said about the service itself when no FAQ answers better."""

_FORGOTTEN: dict[str, Any] = {"procedure_code": None, "aspect": None, "recent": [], "unknowns": 0, "dossier": DossierMemory()}


def say(text: str, outcome: Outcome = Outcome.SMALLTALK) -> Act:
    """One plain sentence."""
    return Act([Outgoing(text=text)], outcome)


def smalltalk(turn: Turn) -> Act:
    """Greeting, thanks, goodbye, who are you, and a yes or no that answers nothing."""
    return say(SMALLTALK[turn.intent])


def leave() -> Act:
    """Goodbye for now; what was talked about stays."""
    return say(SMALLTALK["goodbye"])


def service(turn: Turn) -> Act:
    """Help around procedures: a person, a complaint, accounts, payments, offices."""
    return say(*SERVICE[turn.intent])


def start_over(turn: Turn) -> Act:
    """Forget the topic."""
    return Act([Outgoing(text=replies.START_OVER)], Outcome.SMALLTALK, remember=dict(_FORGOTTEN))


def emergency(alarms: Sequence[Alarm], rest: Act | None = None) -> Act:
    """The numbers to call first; then ``rest``, the answer to what else was asked."""
    first = Outgoing(text=_urgent(alarms))
    if rest is None:
        return Act([first], Outcome.EMERGENCY)
    answer = [_led(replies.AFTER_EMERGENCY, rest.replies[0]), *rest.replies[1:]]
    return replace(rest, replies=[first, *answer], outcome=Outcome.EMERGENCY)


def _urgent(alarms: Sequence[Alarm]) -> str:
    gentle = [replies.SELF_HARM] if Alarm.SELF_HARM in alarms else []
    kinds = [alarm for alarm in alarms if alarm is not Alarm.SELF_HARM]
    named = [kind for kind in kinds if kind is not Alarm.DANGER] or kinds
    lines = [*gentle, *(replies.EMERGENCY[kind] for kind in named)]
    if not named:
        return "\n".join(lines)
    others = [name for number, name in replies.EMERGENCY_NUMBERS.items() if number not in " ".join(lines)]
    more = [replies.EMERGENCY_OTHERS.format(numbers="; ".join(others))] if others else []
    return "\n".join([*lines, *more, replies.EMERGENCY_LIMIT])


def _led(lead: str, reply: Outgoing) -> Outgoing:
    return reply.model_copy(update={"text": f"{lead}\n{reply.text}"})


def with_crime_note(act: Act) -> Act:
    """The answer, and where to report the crime that was told along with the question."""
    if act.outcome not in (Outcome.ANSWERED, Outcome.CLARIFY, Outcome.UNKNOWN) or not act.replies:
        return act
    *others, last = act.replies
    return replace(act, replies=[*others, last.model_copy(update={"text": f"{last.text}\n\n{replies.REPORT_CRIME}"})])


def abuse(turn: Turn) -> Act:
    """Calm once, then a person."""
    again = turn.state.abuses > 0
    outcome = Outcome.HANDOFF if again else Outcome.SMALLTALK
    return Act([Outgoing(text=replies.ABUSE[again])], outcome, remember={"abuses": turn.state.abuses + 1})


def out_of_scope(turn: Turn) -> Act:
    """A polite no, with where to turn."""
    return say(replies.OUT_OF_SCOPE[turn.intent], Outcome.OUT_OF_SCOPE)


def refuse(refusal: Refusal) -> Act:
    """The same for what the rules of safety found."""
    return say(replies.OUT_OF_SCOPE[refusal], Outcome.OUT_OF_SCOPE)


def dossier_status(turn: Turn) -> Act:
    """Where is my dossier, for what no rule understood: its code is asked for; without any system it is said that none is connected."""
    codes = turn.entities.dossier_codes
    if codes:
        return Act([Outgoing(text=replies.STATUS_NOT_CONNECTED.format(code=codes[0]))], Outcome.STATUS)
    return Act([Outgoing(text=replies.STATUS_ASK_CODE)], Outcome.STATUS, remember={"dossier": DossierMemory(awaiting="code")})

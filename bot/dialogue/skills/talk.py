"""Skills that need no knowledge base: small talk, safety, handing over, refusing."""

from __future__ import annotations

from bot.dialogue import replies
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


def say(text: str, outcome: Outcome = Outcome.SMALLTALK) -> Act:
    """One plain sentence."""
    return Act([Outgoing(text=text)], outcome)


def smalltalk(turn: Turn) -> Act:
    """Greeting, thanks, goodbye, who are you, and a yes or no that answers nothing."""
    return say(SMALLTALK[turn.intent])


def service(turn: Turn) -> Act:
    """Help around procedures: a person, a complaint, accounts, payments, offices."""
    return say(*SERVICE[turn.intent])


def start_over(turn: Turn) -> Act:
    """Forget the topic."""
    return Act([Outgoing(text=replies.START_OVER)], Outcome.SMALLTALK, remember={"procedure_code": None, "aspect": None, "unknowns": 0})


def emergency(turn: Turn) -> Act:
    """Phone numbers first, nothing else."""
    return say(replies.EMERGENCY, Outcome.EMERGENCY)


def abuse(turn: Turn) -> Act:
    """Calm once, then a person."""
    again = turn.state.abuses > 0
    outcome = Outcome.HANDOFF if again else Outcome.SMALLTALK
    return Act([Outgoing(text=replies.ABUSE[again])], outcome, remember={"abuses": turn.state.abuses + 1})


def out_of_scope(turn: Turn) -> Act:
    """A polite no, with where to turn."""
    return say(replies.OUT_OF_SCOPE[turn.intent], Outcome.OUT_OF_SCOPE)


def dossier_status(turn: Turn) -> Act:
    """Where is my dossier: the code is read, and said plainly that it cannot be looked up here yet."""
    codes = turn.entities.dossier_codes
    if codes:
        return Act([Outgoing(text=replies.STATUS_NOT_CONNECTED.format(code=codes[0]))], Outcome.STATUS)
    return Act([Outgoing(text=replies.STATUS_ASK_CODE)], Outcome.STATUS, remember={"asking_code": True})

"""What is said and remembered about dossiers, for the skills that do it: acts, and what a conversation's state tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue import dossier_words as words
from bot.dialogue import replies
from bot.dialogue.dossier_hearing import PREFIX, Named, named, says_last_four, without_digits
from bot.dialogue.dossier_memory import DossierMemory, Wish
from bot.dialogue.entities import masked
from bot.dialogue.formats import shorten
from bot.dialogue.skills import guiding
from bot.dialogue.state import Act, Turn
from bot.dialogue.store import together
from bot.dossiers.service import Reading
from bot.dossiers.service import replies as said
from bot.messages import Button, Outcome, Outgoing

CODE, WATCH, UNWATCH = f"{PREFIX}code:", f"{PREFIX}watch", f"{PREFIX}unwatch"
PERSON, OTHER = f"{PREFIX}person", f"{PREFIX}other"
LEFT_OVER_LENGTH = 100
"""Characters of a question that are repeated."""
_NOT_THE_TIME = frozenset({Outcome.EMERGENCY, Outcome.ERASED, Outcome.ERROR})


@dataclass(frozen=True)
class Heard:
    """The act for a message about a dossier, and what else the message asks."""

    act: Act
    beside: str | None = None


def ask_code(turn: Turn, text: str = replies.STATUS_ASK_CODE, wish: Wish = Wish.AGAIN) -> Act:
    """The question for a code, or what is wrong with the one that was given."""
    return about(turn, [Outgoing(text=text)], Outcome.STATUS, DossierMemory(awaiting="code", wish=wish))


def wrong_code(reading: Reading | None) -> str:
    """What is wrong with a code that cannot be."""
    if reading is None or reading.problem == "incomplete":
        return said.INCOMPLETE_CODE
    if reading.problem == "future_date":
        return words.FUTURE_DATE.format(code=reading.read, day=reading.day)
    return said.IMPOSSIBLE_DATE.format(code=reading.read)


def which_code(turn: Turn, found: Named, wish: Wish) -> Act:
    """The question which of several codes is meant."""
    text = words.ONE_AT_A_TIME if found.several else said.WHICH_READING
    buttons = [Button(label=code, value=f"{CODE}{code}") for code in found.codes]
    return about(turn, [Outgoing(text=text, buttons=buttons)], Outcome.CLARIFY, DossierMemory(awaiting="reading", wish=wish))


def not_connected(turn: Turn, code: str) -> Act:
    """A code of a unit that no system has."""
    return about(turn, [Outgoing(text=said.NOT_CONNECTED.format(code=code))], Outcome.STATUS, DossierMemory())


def again_button() -> Button:
    """Leads to the dossier being talked about."""
    return Button(label=said.AGAIN_LABEL, value=f"{PREFIX}{Wish.AGAIN}")


def other_button() -> Button:
    """Leads to another dossier."""
    return Button(label=said.OTHER_LABEL, value=OTHER)


def with_again(told: Sequence[Outgoing]) -> list[Outgoing]:
    """Replies with a button back to the dossier."""
    *before, last = told
    return [*before, last.model_copy(update={"buttons": [*last.buttons, again_button()]})]


def guide_asks(turn: Turn) -> bool:
    """Whether a guide waits for an answer."""
    return turn.state.guide is not None and turn.state.guide.asking is not None


def is_proven(turn: Turn, code: str) -> bool:
    """Whether this conversation proved, not long ago, that it may know the dossier.

    Codes are compared as they are written: two that differ in their dots alone may be two dossiers.
    """
    return turn.state.dossier.proven_at is not None and turn.state.dossier.code == code


def about(turn: Turn, said_now: Sequence[Outgoing], outcome: Outcome, memory: DossierMemory) -> Act:
    """An act that remembers the dossier and loses no guide: its question can be gone on with."""
    return resumable(turn, Act(list(said_now), outcome, remember={"dossier": memory}))


def resumable(turn: Turn, act: Act) -> Act:
    """A guide's question stays open beside one of ours; what is told closes it, and offers to go on with it."""
    passing = Outcome.SMALLTALK if act.outcome in (Outcome.CLARIFY, Outcome.ERROR) else Outcome.STATUS
    return replace(guiding.resumable(turn, replace(act, outcome=passing)), outcome=act.outcome)


def proof_recorded(act: Act) -> Act:
    """The act for a message that was a proof: the record does not keep it."""
    return replace(act, recorded=words.RECORDED_PROOF)


def reminded(turn: Turn, act: Act) -> Act:
    """An answer to something else while a proof is awaited says once that it is."""
    memory = turn.state.dossier
    if memory.awaiting != "proof" or memory.reminded or memory.code is None or not act.replies or act.outcome in _NOT_THE_TIME:
        return act
    *others, last = act.replies
    told = last.model_copy(update={"text": f"{last.text}\n\n{said.PROOF_WAITING.format(code=memory.code)}"})
    remembered = memory.model_copy(update={"reminded": True, "topic": False})
    return replace(act, replies=[*others, told], remember={**act.remember, "dossier": remembered})


def with_beside(turn: Turn, heard: Heard, act: Act) -> Act:
    """The act for a dossier behind the answer to what else was asked; where there is none, that is said."""
    if act.outcome is not Outcome.ANSWERED or (act.procedure_code is None and act.faq_id is None):
        *others, last = heard.act.replies
        text = f"{last.text}\n\n{words.LEFT_OVER.format(text=masked(shorten(heard.beside or '', LEFT_OVER_LENGTH)))}"
        return replace(heard.act, replies=[*others, last.model_copy(update={"text": text})])
    answers = [one.model_copy(update={"buttons": []}) for one in act.replies]
    kept = turn.state.model_copy(update={"guide": act.remember.get("guide") or turn.state.guide})
    ours = heard.act if "guide" in heard.act.remember else resumable(replace(turn, state=kept), heard.act)
    joined = replace(act, replies=[*answers, *ours.replies], outcome=ours.outcome, recorded=ours.recorded)
    return replace(joined, remember={**act.remember, **ours.remember}, also=together(act.also, ours.also))


def recordable(text: str, memory: DossierMemory, today: date) -> str:
    """A message as the record keeps it: where a proof may stand in it without being understood as one, without its digits."""
    may_be = memory.awaiting == "proof" or says_last_four(text) or named(text, today) is not None
    return without_digits(text, today) if may_be else text

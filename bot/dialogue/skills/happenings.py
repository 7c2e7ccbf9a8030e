"""What people do beside writing: they open the conversation, ask for help, begin anew, send a photo, tap an old button.

Nothing of what was sent is read or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import replies
from bot.dialogue.aspects import LABELS, Aspect, button_value
from bot.dialogue.skills import guiding, talk
from bot.dialogue.state import Act, Turn
from bot.messages import Button, Kind, Outcome, Outgoing

_TOLD: dict[Kind, tuple[str, Outcome]] = {
    "start": (replies.START, Outcome.SMALLTALK),
    "help": (replies.HELP, Outcome.SMALLTALK),
    "photo": (replies.PHOTO, Outcome.CLARIFY),
    "voice": (replies.VOICE, Outcome.CLARIFY),
    "file": (replies.FILE, Outcome.CLARIFY),
    "location": (replies.LOCATION, Outcome.CLARIFY),
    "sticker": (replies.STICKER, Outcome.SMALLTALK),
    "contact": (replies.CONTACT, Outcome.CLARIFY),
}
RECORDED: dict[Kind, str] = {
    "start": "[bắt đầu]",
    "help": "[trợ giúp]",
    "reset": "[hủy]",
    "photo": "[ảnh]",
    "voice": "[tin thoại]",
    "file": "[tệp]",
    "location": "[vị trí]",
    "sticker": "[nhãn dán]",
    "contact": "[danh thiếp]",
    "old_button": "[nút cũ]",
    "too_many": "[quá giới hạn]",
}
"""What stands in the record for a message that is no text."""
_GOES_ON = (Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE)
"""What is offered about the procedure being talked about where an old button was tapped."""


def happened(turn: Turn, kind: Kind) -> Act:
    """The act for a message that is no text; a question that was left open can be gone on with."""
    if kind in _OTHERS:
        return _OTHERS[kind](turn)
    return _goes_on(turn, talk.say(*_TOLD[kind]))


def _goes_on(turn: Turn, act: Act) -> Act:
    """The act with a button to go on with a guide under way, whatever its outcome."""
    if turn.state.guide is None or turn.state.guide.code not in turn.knowledge.procedures:
        return act
    return replace(guiding.resumable(turn, replace(act, outcome=Outcome.SMALLTALK)), outcome=act.outcome)


def _reset(turn: Turn) -> Act:
    """Forget the topic, and say what is dropped with it."""
    if turn.state.erasing_at is not None:
        said = replies.RESET_ERASING
    elif turn.state.guide is not None and turn.state.guide.asking is not None:
        said = replies.RESET_GUIDE
    else:
        said = replies.START_OVER
    act = talk.start_over(turn)
    return guiding.resumable(turn, replace(act, replies=[Outgoing(text=said)]))


def _old_button(turn: Turn) -> Act:
    procedure = turn.knowledge.procedures.get(turn.state.procedure_code or "")
    if procedure is None:
        return _goes_on(turn, talk.say(replies.OLD_BUTTON, Outcome.CLARIFY))
    buttons = [Button(label=LABELS[one], value=button_value(one, procedure.code)) for one in _GOES_ON]
    said = Outgoing(text=replies.OLD_BUTTON_ABOUT.format(name=procedure.name), buttons=buttons)
    return _goes_on(turn, Act([said], Outcome.CLARIFY, procedure.code))


def _too_many(turn: Turn) -> Act:
    """The message was not read, so nothing that was under way is lost by it."""
    state = turn.state
    kept = {name: getattr(state, name) for name in ("offered", "unwatched", "dossier", "place_question", "unclear", "erasing_at")}
    return replace(talk.say(replies.TOO_MANY, Outcome.ERROR), remember=kept)


_OTHERS: dict[Kind, Callable[[Turn], Act]] = {"reset": _reset, "old_button": _old_button, "too_many": _too_many}

"""What can be asked about a procedure: the aspects, their intents, their buttons and what to offer next."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Button


class Aspect(StrEnum):
    """One side of a procedure that a citizen asks about (khía cạnh)."""

    OVERVIEW = "overview"
    HOW = "how"
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    ONLINE = "online"
    CONDITIONS = "conditions"
    FORM = "form"
    RESULT = "result"
    LEGAL_BASIS = "legal_basis"
    WHO = "who"


BUTTONS = 4
"""Follow-up buttons under one answer."""

LABELS: dict[Aspect, str] = {
    Aspect.OVERVIEW: "Thông tin chung",
    Aspect.HOW: "Các bước làm",
    Aspect.DOCUMENTS: "Giấy tờ cần có",
    Aspect.FEE: "Lệ phí",
    Aspect.TIME: "Thời gian giải quyết",
    Aspect.PLACE: "Nơi nộp hồ sơ",
    Aspect.ONLINE: "Nộp trực tuyến",
    Aspect.CONDITIONS: "Điều kiện",
    Aspect.FORM: "Mẫu đơn, tờ khai",
    Aspect.RESULT: "Kết quả nhận được",
    Aspect.LEGAL_BASIS: "Căn cứ pháp lý",
    Aspect.WHO: "Ai được làm",
}
"""What the button of each aspect says."""

FOLLOW_UPS: dict[Aspect, tuple[Aspect, ...]] = {
    Aspect.OVERVIEW: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.HOW, Aspect.PLACE, Aspect.TIME, Aspect.ONLINE),
    Aspect.HOW: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE),
    Aspect.DOCUMENTS: (Aspect.FORM, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE),
    Aspect.FEE: (Aspect.DOCUMENTS, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE, Aspect.HOW),
    Aspect.TIME: (Aspect.DOCUMENTS, Aspect.FEE, Aspect.PLACE, Aspect.ONLINE, Aspect.HOW),
    Aspect.PLACE: (Aspect.DOCUMENTS, Aspect.ONLINE, Aspect.FEE, Aspect.TIME, Aspect.HOW),
    Aspect.ONLINE: (Aspect.DOCUMENTS, Aspect.HOW, Aspect.FEE, Aspect.TIME, Aspect.PLACE),
    Aspect.CONDITIONS: (Aspect.DOCUMENTS, Aspect.WHO, Aspect.HOW, Aspect.FEE, Aspect.PLACE),
    Aspect.FORM: (Aspect.DOCUMENTS, Aspect.ONLINE, Aspect.PLACE, Aspect.HOW, Aspect.FEE),
    Aspect.RESULT: (Aspect.TIME, Aspect.DOCUMENTS, Aspect.PLACE, Aspect.FEE, Aspect.HOW),
    Aspect.LEGAL_BASIS: (Aspect.DOCUMENTS, Aspect.CONDITIONS, Aspect.FEE, Aspect.TIME, Aspect.OVERVIEW),
    Aspect.WHO: (Aspect.CONDITIONS, Aspect.DOCUMENTS, Aspect.PLACE, Aspect.HOW, Aspect.FEE),
}
"""What a citizen tends to ask next, the likeliest first."""

_CASE = re.compile(r"aspect:documents:([0-9A-Z.]{1,40})#([1-9]\d?)")
_FAQ = "faq:"
_GUIDE = re.compile(
    r"guide:(?P<code>[0-9A-Z.]{1,40}):(?:(?P<action>start|restart|back|skip|edit)(?::(?P<edited>[a-z][a-z0-9_]{0,39}))?"
    r"|(?P<question>[a-z][a-z0-9_]{0,39})=(?P<option>[a-z][a-z0-9_]{0,39}))"
)
_INTENTS: dict[str, Aspect] = {"name_procedure": Aspect.OVERVIEW, **{f"ask_{aspect}": aspect for aspect in Aspect}}


def aspect_of(intent: str | None) -> Aspect | None:
    """The aspect that an intent asks about; only naming a procedure asks for the overview. None for any other intent."""
    return _INTENTS.get(intent or "")


def intent_of(aspect: Aspect) -> str:
    """The intent that asks about an aspect."""
    return "name_procedure" if aspect is Aspect.OVERVIEW else f"ask_{aspect}"


def button_value(aspect: Aspect, code: str) -> str:
    """What a tapped button sends: ``aspect:fee:1.001193``."""
    return f"aspect:{aspect}:{code}"


def parse_button(value: str) -> tuple[Aspect, str] | None:
    """The aspect and the procedure code of a tapped button; None when the value is of another kind."""
    kind, _, rest = value.partition(":")
    name, _, code = rest.partition(":")
    if kind != "aspect" or not code or name not in list(Aspect):
        return None
    return Aspect(name), code


def case_button(code: str, number: int) -> str:
    """What the button of one situation sends: ``aspect:documents:1.001193#2``, counted from 1."""
    return f"{button_value(Aspect.DOCUMENTS, code)}#{number}"


def parse_case(value: str) -> tuple[str, int] | None:
    """The procedure code and the number of a situation; None when the value is of another kind."""
    match = _CASE.fullmatch(value)
    return (match[1], int(match[2])) if match else None


class GuideAction(StrEnum):
    """What a button of a guide does. START goes on where the guide stands, RESTART forgets the answers."""

    START = "start"
    RESTART = "restart"
    BACK = "back"
    SKIP = "skip"
    EDIT = "edit"
    ANSWER = "answer"


@dataclass(frozen=True)
class GuideChoice:
    """A tapped button of the guide of the procedure ``code``; an answer names question and option, an edit may name the question."""

    code: str
    action: GuideAction
    question: str | None = None
    option: str | None = None


def guide_button(code: str, action: GuideAction, question: str | None = None, option: str | None = None) -> str:
    """What a button of a guide sends: ``guide:1.001193:back``, ``guide:1.001193:nguoi_di=cha_me``."""
    if action is GuideAction.ANSWER:
        return f"guide:{code}:{question}={option}"
    return f"guide:{code}:{action}:{question}" if question else f"guide:{code}:{action}"


def faq_button(faq_id: str) -> str:
    """What a button of an FAQ sends: ``faq:mat-giay-hen``."""
    return f"{_FAQ}{faq_id}"


def parse_faq(value: str) -> str | None:
    """The FAQ that a button names; None when the value is of another kind."""
    return value.removeprefix(_FAQ) if value.startswith(_FAQ) else None


def parse_guide(value: str) -> GuideChoice | None:
    """What a tapped button of a guide asks for; None when the value is of another kind."""
    match = _GUIDE.fullmatch(value)
    if match is None or (match["edited"] and match["action"] != GuideAction.EDIT):
        return None
    if match["action"] is None:
        return GuideChoice(match["code"], GuideAction.ANSWER, match["question"], match["option"])
    return GuideChoice(match["code"], GuideAction(match["action"]), match["edited"])


def follow_ups(asked: Aspect, is_known: Callable[[Aspect], bool]) -> list[Aspect]:
    """The aspects to offer after an answer: those with something to say come first, the one just answered never."""
    order = [*FOLLOW_UPS[asked], *(aspect for aspect in Aspect if aspect is not asked and aspect not in FOLLOW_UPS[asked])]
    return sorted(order, key=lambda aspect: not is_known(aspect))[:BUTTONS]


def aspect_buttons(asked: Aspect, code: str, is_known: Callable[[Aspect], bool]) -> list[Button]:
    """The follow-up buttons under an answer about a procedure."""
    return [Button(label=LABELS[aspect], value=button_value(aspect, code)) for aspect in follow_ups(asked, is_known)]

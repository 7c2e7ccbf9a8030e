"""A shelf of plain procedures that a search finds by their words, and conversations about them over the real dialogue."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.clock import VIETNAM
from bot.dialogue.service import DialogueService
from bot.messages import Incoming, Reply
from knowledge.schema import Procedure
from knowledge.store import Knowledge, assemble
from retriever.search import Hit
from retriever.text import fold, normalize
from tests.bot.dialogue.guide_talk import FIELDS, Memory, Rules

REISSUE, CHANGE, BIRTH, MARRIAGE, DEATH, INSURANCE, COMBINED = (f"1.0000{number}" for number in range(11, 18))
SHELF: dict[str, tuple[str, tuple[str, ...]]] = {
    REISSUE: ("Cấp lại thẻ căn cước", ("lai", "can cuoc")),
    CHANGE: ("Cấp đổi thẻ căn cước", ("doi", "can cuoc")),
    BIRTH: ("Đăng ký khai sinh", ("khai sinh",)),
    MARRIAGE: ("Đăng ký kết hôn", ("ket hon",)),
    DEATH: ("Đăng ký khai tử", ("khai tu",)),
    INSURANCE: ("Cấp thẻ bảo hiểm y tế", ("bao hiem",)),
    COMBINED: ("Liên thông đăng ký khai sinh, cấp thẻ bảo hiểm y tế cho trẻ em", ("khai sinh", "bao hiem")),
}
"""Name and words of each procedure."""
START = datetime(2026, 11, 22, 10, tzinfo=VIETNAM)


def fee(code: str) -> str:
    """The fee of a procedure as it is said; no two have the same."""
    return f"{code[-2:]}.000 đồng"


def days(code: str) -> str:
    """The days of a procedure as they are said."""
    return f"{int(code[-2:]) + 20} ngày"


def _procedure(code: str, name: str) -> Procedure:
    number = int(code[-2:])
    method = {
        "channel": "direct",
        "times": [{"amount": number + 20, "unit": "working_day"}],
        "fees": [{"kind": "amount", "amount": number * 1000}],
    }
    paper = {"name": f"Giấy chứng sinh số {number}", "originals": 1}
    said = {"code": code, "name": name, "questions": [], "offices": [], "methods": [method]}
    return Procedure.model_validate({**FIELDS, **said, "cases": [{"name": "Hồ sơ", "documents": [paper]}]})


PAPERS = "Hộ tịch"
"""The field of the procedures that are no cards."""


def knowledge(*without: str) -> Knowledge:
    """The base, less the procedures taken out of it."""
    found = [_procedure(code, name) for code, (name, _) in SHELF.items() if code not in without]
    return assemble(one.model_copy(update={"field": PAPERS}) if one.code in (MARRIAGE, BIRTH, DEATH) else one for one in found)


class WordSearch:
    """Sure where all words of a procedure are said, doubtful where half of them are."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        plain = fold(normalize(query))
        hits = [self._hit(code, name, words, plain) for code, (name, words) in SHELF.items()]
        return sorted((hit for hit in hits if hit.probability and hit.id not in without), key=lambda hit: (-hit.probability, -hit.score))[
            :k
        ]

    def _hit(self, code: str, name: str, words: tuple[str, ...], plain: str) -> Hit:
        said = sum(re.search(rf"\b{word}\b", plain) is not None for word in words)
        probability = 0.9 if said == len(words) else 0.3 if said * 2 >= len(words) else 0.0
        return Hit("procedure", code, name, 30.0 * said, probability, probability, bare=30.0 * said * said / len(words))


class Shelf:
    """One conversation, with a clock that can be put forward."""

    def __init__(self) -> None:
        self.memory, self.at, self.id = Memory(), START, ""
        self.knowledge = knowledge()

    async def say(self, text: str) -> Reply:
        """The reply to a message."""
        dialogue = DialogueService(
            knowledge=self.knowledge, searcher=WordSearch(), nlu=Rules(), store=self.memory, clock=lambda: self.at
        )  # fmt: skip
        reply = await dialogue.reply(Incoming(conversation_id=self.id or None, text=text))
        self.id = reply.conversation_id
        return reply

    def later(self, **past: float) -> None:
        """Let time pass."""
        self.at += timedelta(**past)


def said(reply: Reply) -> str:
    """All that a reply says."""
    return "\n".join(one.text for one in reply.replies)


def offered(reply: Reply) -> list[str]:
    """What the buttons of a reply say."""
    return [button.label for one in reply.replies for button in one.buttons]

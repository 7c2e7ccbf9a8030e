"""Conversations about dossiers: the real dialogue, locks, audit and watches on a real database; a system that says what a test wishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.db import Database
from bot.dialogue.service import ConversationStore, DialogueService, TurnRecord, offering
from bot.dialogue.store import TurnRow
from bot.dossiers import replies
from bot.dossiers.lookup import Pace
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.dossiers.service import DossierService, Watches
from bot.dossiers.systems import Systems
from bot.messages import Button, ChannelName, Incoming, Outgoing, Reply
from knowledge.store import assemble
from tests.bot.dialogue.guide_talk import GUIDED, PLAIN, Rules, Search
from tests.bot.dossiers.world import HERE, FakeSystem

CODE, OTHER, ELSEWHERE = "H56.14-261020-0001", "H56.14-261021-0002", "G99.01-261020-000001"
"""Two dossiers of the system, and one of nobody's."""
PHONE, PERSONAL_ID = "0912348264", "038195007391"
RIGHT, WRONG = PHONE[-4:], "5038"
NAME, MASKED, ADDRESS = "Nguyễn Thị Hồng Nhung", "Nhung", "Số 17 ngõ Tức Mạc"
STATUS = replies.STATES[DossierState.PROCESSING]
START = datetime(2026, 11, 23, 9, tzinfo=HERE)


async def no_wait(_: float) -> None:
    """Refusals need not take long here."""


def a_dossier(code: str = CODE, state: DossierState = DossierState.PROCESSING, **more: Any) -> Dossier:
    """One with everything personal in it."""
    told: dict[str, Any] = {
        "applicant_name": NAME, "phone": PHONE, "personal_id": PERSONAL_ID, "address": ADDRESS, "procedure_name": "Cấp lại thẻ thử nghiệm",
        "summary": "Đơn của bà Nhung", "office": "Bộ phận Một cửa phường Hạc Thành", "received_at": START - timedelta(days=10),
        "appointment_at": START + timedelta(days=3), **more,
    }  # fmt: skip
    return Dossier(code=code, system="thanh-hoa", state=state, **told)


PAPERS = (Paper(name="Giấy khai sinh bản sao", note="bản nộp bị mờ"), Paper(name="Ảnh 3x4"))


class Talk:
    """One conversation, with a clock that can be put forward. ``beside`` is another one of the same service."""

    def __init__(self, database: Database, *, channel: ChannelName = "web", origin: str | None = "web:192.0.2.1") -> None:
        self.database, self.channel, self.origin = database, channel, origin
        self.system = FakeSystem(id="thanh-hoa", name="Thanh Hóa", prefixes=("H56",))
        self.system.dossiers = {CODE: a_dossier(), OTHER: a_dossier(OTHER, DossierState.DONE)}
        self.at = START
        self.store = ConversationStore(database)
        self.watches = Watches(database, clock=lambda: self.at)
        self.last: Reply | None = None
        self.id = f"conversation-{channel}-1"

    def beside(self, number: int, origin: str | None = None) -> Talk:
        """Another conversation about the same dossiers."""
        other = Talk(self.database, channel=self.channel, origin=origin or f"web:192.0.2.{number}")
        other.system, other.at, other.id = self.system, self.at, f"conversation-{number:04}"
        return other

    async def say(self, text: str = "", button: str | None = None) -> str:
        """All that is said to a message, or to a tap."""
        service = DossierService(
            Systems([self.system]), self.database, clock=lambda: self.at, pace=Pace(clock=lambda: 0.0, sleep=no_wait)
        )  # fmt: skip
        dialogue = DialogueService(
            knowledge=assemble([GUIDED, PLAIN]), searcher=Search(), nlu=Rules(), store=self.store, clock=lambda: self.at, dossiers=service,
            watches=self.watches,
        )  # fmt: skip
        self.last = await dialogue.answer(
            self.id, Incoming(conversation_id=self.id, text=text, button=button, channel=self.channel, origin=self.origin)
        )
        return "\n".join(one.text for one in self.last.replies)

    async def tap(self, value: str) -> str:
        """What is said to the button of that value, which must have been offered."""
        label = next(button.label for button in self.buttons if button.value == value)
        return await self.say(label, value)

    async def proven(self, code: str = CODE, proof: str = RIGHT) -> str:
        """What is said to somebody who gives the code and then the proof."""
        await self.say(code)
        return await self.say(proof)

    def later(self, **past: float) -> None:
        """Let time pass."""
        self.at += timedelta(**past)

    async def hear_unasked(self, text: str) -> None:
        """We say something, as a notice does."""
        turn = TurnRecord(text="", outcome="status", replies=[{"text": text}], at=self.at)
        async with self.database.write() as session:
            assert await self.store.append(session, self.id, turn, lambda state: offering(state, [], timedelta(minutes=30), self.at))

    @property
    def replies(self) -> list[Outgoing]:
        assert self.last is not None
        return self.last.replies

    @property
    def buttons(self) -> list[Button]:
        return [button for reply in self.replies for button in reply.buttons]

    @property
    def values(self) -> list[str]:
        return [button.value for button in self.buttons]

    @property
    def outcome(self) -> str:
        assert self.last is not None
        return str(self.last.meta.outcome)

    async def watched(self) -> list[str]:
        """The codes that this conversation watches."""
        return [watch.code for watch in await self.watches.of(self.id)]

    async def record(self) -> list[str]:
        """What the record keeps of what was written."""
        async with self.database.read() as session:
            rows = await session.scalars(select(TurnRow).where(TurnRow.conversation_id == self.id).order_by(TurnRow.id))
            return [row.text for row in rows]

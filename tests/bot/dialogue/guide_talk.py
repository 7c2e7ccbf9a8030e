"""A small guided procedure, and conversations about it over the real dialogue with a search that finds what a test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.clock import VIETNAM
from bot.dialogue.service import DialogueService
from bot.dialogue.store import Also, TurnRecord
from bot.messages import Incoming, Outgoing, Reply
from bot.nlu.client import guess
from bot.nlu.results import NluResult
from knowledge.schema import Procedure
from knowledge.store import assemble
from retriever.search import Hit

CARD, OTHER = "1.000001", "1.000002"
_FREE = {"kind": "free", "name": "Lệ phí cấp lại thẻ", "legal_basis": "Luật Thẻ"}
FIELDS: dict[str, Any] = {
    "code": CARD, "name": "Cấp lại thẻ thử nghiệm", "field": "Thử nghiệm", "executing_agency": "Công an cấp xã",
    "receiving_place": "Công an cấp xã nơi thường trú", "conditions": ["Là công dân Việt Nam."],
    "questions": [
        {"id": "the", "ask": "Thẻ bị sao ạ?", "options": [
            {"id": "mat", "label": "Bị mất", "words": ["bị mất", "làm mất"]},
            {"id": "hong", "label": "Bị hỏng, mờ", "words": ["bị hỏng", "bị mờ"]},
        ]},
        {"id": "nguoi_di", "ask": "Ai sẽ đi nộp hồ sơ?", "help": "Người nộp mang giấy tờ của mình.", "options": [
            {"id": "tu_di", "label": "Tôi tự đi", "words": ["tôi tự đi", "tự đi nộp"]},
            {"id": "nho", "label": "Nhờ người khác", "words": ["nhờ người khác", "nhờ chồng", "nhờ vợ"]},
        ]},
        {"id": "nho_ai", "ask": "Người đi thay là ai?", "when": {"nguoi_di": ["nho"]}, "options": [
            {"id": "ruot", "label": "Vợ, chồng, người ruột thịt", "words": ["nhờ chồng", "nhờ vợ"]},
            {"id": "la", "label": "Người khác"},
        ]},
    ],
    "cases": [
        {"name": "Hồ sơ chung", "documents": [
            {"name": "Tờ khai", "originals": 1, "copies": 2, "form": {"name": "Mẫu số 1", "link": "https://dichvucong.gov.vn/mau"}},
            {"name": "Thẻ cũ", "originals": 1, "when": {"the": ["hong"]}},
        ]},
        {"name": "Bị mất", "when": {"the": ["mat"]}, "note": "Thẻ tìm lại được thì nộp lại.", "documents": [
            {"name": "Đơn báo mất", "originals": 1}, {"name": "Ảnh thẻ", "copies": 2},
        ]},
        {"name": "Bị hỏng", "when": {"the": ["hong"]}, "documents": [{"name": "Ảnh thẻ", "copies": 4}]},
        {"name": "Nhờ người khác", "when": {"nguoi_di": ["nho"]}, "documents": [
            {"name": "Giấy ủy quyền", "originals": 1},
            {"name": "Xác nhận chữ ký", "originals": 1, "when": {"nho_ai": ["la"]}},
        ]},
    ],
    "offices": [
        {"place": "Công an cấp xã nơi thường trú", "when": {"nguoi_di": ["tu_di"]}},
        {"place": "Công an cấp xã nơi người được nhờ ở", "when": {"nguoi_di": ["nho"]}},
    ],
    "steps": [{"text": "Nộp hồ sơ rồi nhận giấy hẹn."}],
    "methods": [{"channel": "direct", "times": [{"amount": 5, "unit": "working_day"}], "fees": [
        {"kind": "amount", "amount": 70_000, "per": "thẻ", "when": {"the": ["mat"]}, "condition": "làm lại thẻ mất"},
        {**_FREE, "when": {"the": ["hong"]}, "condition": "thẻ hỏng do lỗi in"},
    ]}],
    "results": ["Thẻ"], "legal_basis": "unknown", "official_url": "https://dichvucong.gov.vn/the", "decision": "unknown",
    "source": {"name": "Cổng Dịch vụ công quốc gia"}, "checked": "2026-11-01",
}  # fmt: skip
GUIDED = Procedure.model_validate(FIELDS)
PLAIN = Procedure.model_validate(
    {
        **FIELDS, "code": OTHER, "name": "Sổ vàng", "questions": [], "offices": [], "methods": "unknown",
        "cases": [{"name": name, "documents": [{"name": paper}]} for name, paper in (("Người lớn", "Đơn A"), ("Trẻ em", "Đơn B"))],
    }
)  # fmt: skip


class Memory:
    """Conversations in a dictionary, as JSON would keep them."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Any]] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str) -> AsyncIterator[None]:
        yield

    async def load(self, conversation_id: str, channel: str | None = None) -> dict[str, Any] | None:
        return self.states.get(conversation_id)

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        self.states[conversation_id] = state
        return 0

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        self.states.pop(conversation_id, None)


class Search:
    """Finds a procedure where a word of its own is said: thẻ or sổ."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        names = {"thẻ": GUIDED, "the ": GUIDED, "sổ vàng": PLAIN}
        found = next((procedure for word, procedure in names.items() if word in f"{query.lower()} "), None)
        return [Hit("procedure", found.code, found.name, 20.0, 0.9)] if found else []


class Rules:
    """Intents by rule."""

    async def parse(self, text: str) -> NluResult:
        return guess(text)


class Talk:
    """One conversation. A new object over the same memory is what a restarted service would be."""

    def __init__(self, memory: Memory | None = None, guided: Procedure = GUIDED) -> None:
        self.memory, self.guided = memory or Memory(), guided
        self.id: str | None = None
        self.last: Reply | None = None

    async def say(self, text: str, button: str | None = None) -> Outgoing:
        """What is said to a message, or to a tap."""
        dialogue = DialogueService(
            knowledge=assemble([self.guided, PLAIN]), searcher=Search(), nlu=Rules(), store=self.memory,
            clock=lambda: datetime(2026, 11, 22, 10, tzinfo=VIETNAM),
        )  # fmt: skip
        self.last = await dialogue.reply(Incoming(conversation_id=self.id, text=text, button=button))
        self.id = self.last.conversation_id
        return self.last.replies[-1]

    async def tap(self, label: str) -> Outgoing:
        """What is said to the button with this label of the last reply."""
        assert self.last is not None
        value = next(button.value for reply in self.last.replies for button in reply.buttons if button.label == label)
        return await self.say(label, value)

    @property
    def outcome(self) -> str:
        """What became of the last message."""
        assert self.last is not None
        return str(self.last.meta.outcome)

    @property
    def aspect(self) -> str | None:
        """What the last answer was about."""
        assert self.last is not None
        return self.last.meta.aspect


def labels(reply: Outgoing) -> list[str]:
    """What the buttons say."""
    return [button.label for button in reply.buttons]


def papers(reply: Outgoing) -> list[str]:
    """The names of the papers of a checklist."""
    assert reply.checklist is not None
    return [paper.name for paper in reply.checklist.papers]

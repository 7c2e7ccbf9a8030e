"""A conversation as it is given away, in text and in the PDF: the same lines, the same words, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.channels.checklist_view import safe_url, source_facts
from bot.clock import VIETNAM
from bot.dialogue.service import KeptTurn
from bot.messages import Outgoing, SourceNote

WORDS = {
    "brand": "Một Cửa",
    "title": "Cuộc trò chuyện với Một Cửa",
    "made": "Tải về lúc {at:%H:%M} ngày {at:%d/%m/%Y} (giờ Việt Nam)",
    "ai": "Người trả lời là trợ lý AI. Việc quan trọng anh/chị kiểm tra lại ở nguồn ghi dưới câu trả lời nhé.",
    "masked": "Số điện thoại và số giấy tờ cá nhân anh/chị đã gửi được che.",
    "cut": "Cuộc trò chuyện dài nên bản này chỉ có {count} lượt cuối.",
    "empty": "Cuộc trò chuyện này chưa có tin nhắn nào.",
    "time": "{at:%H:%M} ngày {at:%d/%m/%Y}",
    "person": "Anh/chị",
    "wordless": "(không có chữ)",
    "choices": "Lựa chọn",
    "link": "Liên kết",
    "source": "Nguồn",
    "page": "Trang",
}
"""Every sentence of a transcript."""

LineKind = Literal["time", "person", "bot", "note", "link"]


@dataclass(frozen=True)
class Line:
    """One paragraph: who speaks, or what the note is; ``url`` where it can be opened."""

    kind: LineKind
    label: str
    text: str
    url: str | None = None


@dataclass(frozen=True)
class Transcript:
    """The last turns of a conversation, as they stood at a moment in Vietnam. ``cut``: there were more before."""

    turns: list[KeptTurn]
    made: datetime
    cut: bool = False

    @property
    def notes(self) -> list[str]:
        """What stands under the title."""
        said = [WORDS["made"].format(at=self.made), WORDS["ai"], WORDS["masked"]]
        said += [WORDS["cut"].format(count=len(self.turns))] if self.cut else []
        return said if self.turns else [*said, WORDS["empty"]]


def lines(turn: KeptTurn) -> Iterator[Line]:
    """One turn: when, the question, the replies with their sources."""
    yield Line("time", "", WORDS["time"].format(at=turn.at.astimezone(VIETNAM)))
    if turn.text.strip() or turn.key is not None:
        yield Line("person", WORDS["person"], turn.text.strip() or WORDS["wordless"])
    for reply in turn.replies:
        yield from _reply(reply)


def _reply(reply: Outgoing) -> Iterator[Line]:
    yield Line("bot", WORDS["brand"], reply.text)
    if reply.buttons:
        yield Line("note", WORDS["choices"], " · ".join(button.label for button in reply.buttons))
    if reply.card is not None and (url := safe_url(reply.card.url)):
        yield Line("link", WORDS["link"], f"{reply.card.title}: {url}", url)
    for source in reply.sources:
        yield _source(source)


def _source(source: SourceNote) -> Line:
    url = safe_url(source.url)
    said = " · ".join(part for part in (source.title, source_facts(source), url) if part)
    return Line("link" if url else "note", WORDS["source"], said, url)


def plain_text(transcript: Transcript) -> str:
    """The transcript for any reader of text."""
    head = "\n".join([WORDS["title"], *transcript.notes])
    turns = ("\n".join(_written(line) for line in lines(turn)) for turn in transcript.turns)
    return "\n\n".join([head, *turns]) + "\n"


def _written(line: Line) -> str:
    said = f"{line.label}: {line.text}" if line.label else f"--- {line.text} ---"
    return f"  {said}" if line.kind in ("note", "link") else said

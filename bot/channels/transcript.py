"""A web conversation to take away, as text or as a PDF: who said what and when, with the sources. It shows what the record has, masked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from bot.channels.checklist_view import safe_url, source_facts
from bot.channels.limits import PerAddress
from bot.dialogue.store import ConversationStore, KeptTurn
from bot.errors import TooSlowError, UnknownConversationError
from bot.messages import ConversationId, Outgoing, SourceNote
from bot.metrics import Metrics
from bot.runtime import Runtime

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_IN_PDF, MOST_IN_TEXT = 200, 5000
"""The last turns of a conversation that are given; a PDF of so many takes some seconds of a processor."""
PDF_LIMIT_S = 30.0

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
    yield Line("time", "", WORDS["time"].format(at=turn.at.astimezone(HO_CHI_MINH)))
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


async def read(store: ConversationStore, conversation_id: str, most: int) -> Transcript:
    """The last ``most`` turns of a conversation on the web. Raises UnknownConversationError."""
    if await store.newest_turn(conversation_id, "web") is None:
        raise UnknownConversationError
    turns = await store.last_turns(conversation_id, most + 1)
    return Transcript(turns[-most:], datetime.now(HO_CHI_MINH), cut=len(turns) > most)


_PDF: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {"application/pdf": {}}}}
_TEXT: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {"text/plain": {}}}}


def transcript_router(runtime: Runtime, metrics: Metrics, responses: dict[int | str, dict[str, Any]]) -> APIRouter:
    """``/api/v1/conversations/ID/transcript.pdf`` and ``.txt``. ``responses`` are the errors they share with the other calls."""
    limit = Depends(PerAddress(runtime.settings.rate_limit, metrics, "transcripts").count)
    router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"], responses=responses, dependencies=[limit])
    alone = asyncio.Semaphore(1)

    @router.get("/transcript.pdf", summary="A conversation as a PDF", responses=_PDF, response_class=Response)
    async def as_pdf(conversation_id: ConversationId) -> Response:
        transcript = await read(runtime.store, conversation_id, MOST_IN_PDF)
        return _file(await _drawn(transcript, alone), transcript, "pdf", "application/pdf")

    @router.get("/transcript.txt", summary="A conversation as text", responses=_TEXT, response_class=Response)
    async def as_text(conversation_id: ConversationId) -> Response:
        transcript = await read(runtime.store, conversation_id, MOST_IN_TEXT)
        return _file(plain_text(transcript).encode(), transcript, "txt", "text/plain; charset=utf-8")

    return router


def _file(content: bytes, transcript: Transcript, ending: str, media_type: str) -> Response:
    name = f"tro-chuyen-mot-cua-{transcript.made:%Y%m%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return Response(content, media_type=media_type, headers=headers)


async def _drawn(transcript: Transcript, alone: asyncio.Semaphore) -> bytes:
    """The PDF, one at a time and off the event loop: messages must not wait for it."""
    try:
        async with asyncio.timeout(PDF_LIMIT_S), alone:
            return await asyncio.to_thread(_pdf, transcript)
    except TimeoutError as error:
        raise TooSlowError from error


def _pdf(transcript: Transcript) -> bytes:
    from bot.channels.transcript_pdf import pdf  # half a second of imports, for the first PDF to pay and not for the start of the service

    return pdf(transcript)

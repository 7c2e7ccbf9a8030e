"""A web conversation to take away, as text or as a PDF: who said what and when, with the sources. It shows what the record has, masked."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from bot.channels.limits import PerAddress
from bot.channels.transcript_view import Transcript, plain_text
from bot.clock import VIETNAM
from bot.dialogue.service import ConversationStore
from bot.errors import TooSlowError, UnknownConversationError
from bot.messages import ConversationId
from bot.metrics import Metrics
from bot.runtime import Runtime

MOST_IN_PDF, MOST_IN_TEXT = 200, 1000
"""The last turns of a conversation that are given; a PDF of so many takes some seconds of a processor."""
PDF_LIMIT_S = 30.0


async def read(store: ConversationStore, conversation_id: str, most: int) -> Transcript:
    """The last ``most`` turns of a conversation on the web. Raises UnknownConversationError."""
    if await store.newest_turn(conversation_id, "web") is None:
        raise UnknownConversationError
    turns = await store.last_turns(conversation_id, most + 1)
    return Transcript(turns[-most:], datetime.now(VIETNAM), cut=len(turns) > most)


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

"""The web door: the citizen's page, and the one call it makes."""

from __future__ import annotations

import asyncio
from os import PathLike, stat_result
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.channels.delivery import Delivery
from bot.channels.limits import PerAddress, network
from bot.channels.live import live_router
from bot.channels.transcript import transcript_router
from bot.errors import TooSlowError
from bot.messages import ConversationId, Incoming, Reply
from bot.metrics import Metrics
from bot.runtime import Runtime

PATIENCE_S = 10.0
"""How long a message waits for a service that is starting."""
REPLY_LIMIT_S = 15.0
"""The page gives up after 20 seconds."""
WEB = Path(__file__).resolve().parent.parent / "web"
EMBEDDED = ("widget.js", "widget.css")
"""Files that pages of other sites load: their browsers need not ask for them on every page."""
EMBEDDED_FOR = "public, max-age=3600"


class MessageIn(BaseModel):
    """One message of a person."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"conversation_id": None, "text": "Làm khai sinh cho con cần giấy tờ gì?", "button": None},
                {"conversation_id": "0f8fad5bd9cb469fa16570867728950e", "text": "Lệ phí", "button": "ask:1.001193:fee"},
            ]
        },
    )

    conversation_id: ConversationId | None = Field(default=None, description="From the last reply; null starts a conversation.")
    text: str = Field(description="What the person typed, at most 4,000 characters, or the label of a tapped button.")
    button: str | None = Field(default=None, max_length=200, description="The value of a tapped button.")
    message_id: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="The page's own id of the message, random and secret such as a UUID: the same id again gets the same reply.",
    )


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="For programs.", examples=["invalid"])
    message: str = Field(description="For people, in Vietnamese.", examples=["Thiếu trường “text”."])


class ErrorBody(BaseModel):
    """The body of every error."""

    error: ErrorDetail


_PORTAL = "https://dichvucong.gov.vn/"
_REPLY_EXAMPLE = {
    "conversation_id": "0f8fad5bd9cb469fa16570867728950e",
    "replies": [
        {
            "text": "Thủ tục Đăng ký khai sinh được miễn lệ phí khi đăng ký đúng hạn.",
            "buttons": [{"label": "Cần giấy tờ gì?", "value": "ask:1.001193:documents"}],
            "card": {"title": "Đăng ký khai sinh", "subtitle": "Mã 1.001193", "url": _PORTAL, "url_label": "Mở trang dịch vụ"},
            "sources": [{"title": "Đăng ký khai sinh", "code": "1.001193", "decision": None, "url": _PORTAL, "checked": "2026-11-20"}],
        }
    ],
    "meta": {
        "intent": "ask_fee",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "faq_id": None,
        "aspect": "fee",
        "confidence": 0.93,
        "outcome": "answered",
        "nlu": "ok",
    },
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"model": ErrorBody, "description": "Called from a page of a site that is not allowed."},
    404: {"model": ErrorBody, "description": "The web has no such conversation."},
    422: {"model": ErrorBody, "description": "A parameter is wrong."},
    429: {"model": ErrorBody, "description": "Too many requests from one address.", "headers": _RETRY},
    500: {"model": ErrorBody, "description": "A fault of the service."},
    503: {"model": ErrorBody, "description": "The service is busy.", "headers": _RETRY},
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "All replies to the message.", "content": {"application/json": {"example": _REPLY_EXAMPLE}}},
    400: {"model": ErrorBody, "description": "Not JSON in UTF-8."},
    403: {"model": ErrorBody, "description": "Called from a page of a site that is not allowed."},
    413: {"model": ErrorBody, "description": "More than 64 KB."},
    422: {"model": ErrorBody, "description": "A field is missing or wrong."},
    429: {"model": ErrorBody, "description": "Too many messages from one address.", "headers": _RETRY},
    500: {"model": ErrorBody, "description": "A fault of the service."},
    503: {"model": ErrorBody, "description": "The service is starting or busy.", "headers": _RETRY},
}


def add_web(app: FastAPI, runtime: Runtime, metrics: Metrics, delivery: Delivery) -> None:
    """Open the web door: ``/``, ``/static``, ``/api/v1/messages`` and ``/api/v1/conversations``."""
    files = _Files(directory=WEB / "static")
    pages = StaticFiles(directory=WEB)
    app.include_router(_messages(runtime, metrics, delivery))
    app.include_router(live_router(runtime, metrics, _ERRORS))
    app.include_router(transcript_router(runtime, metrics, _ERRORS))

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        return await pages.get_response("index.html", request.scope)

    app.mount("/static", files, name="static")


class _Files(StaticFiles):
    """The files of the page; those of the widget may be kept for a while."""

    def file_response(self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200) -> Response:
        """A file, or 304."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if Path(full_path).name in EMBEDDED:
            response.headers["Cache-Control"] = EMBEDDED_FOR
        return response


def _messages(runtime: Runtime, metrics: Metrics, delivery: Delivery) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["messages"])
    limit = PerAddress(runtime.settings.rate_limit, metrics, "web")

    @router.post("/messages", responses=_RESPONSES, summary="Send a message, get the replies")
    async def send_message(message: MessageIn, request: Request) -> Reply:
        """Answer one message. An unknown ``conversation_id`` starts a new conversation, whose id stands in the reply.

        The same ``message_id`` again gets the reply that the first one got; nothing is answered twice.
        """
        await limit.count(request)
        reply = await _answer(runtime, delivery, _incoming(message, request))
        metrics.messages.labels("web", str(reply.meta.outcome), reply.meta.nlu).inc()
        return reply

    return router


def _incoming(message: MessageIn, request: Request) -> Incoming:
    return Incoming(
        conversation_id=message.conversation_id,
        text=message.text,
        button=message.button,
        key=message.message_id,
        channel="web",
        origin=f"web:{network(request.client.host if request.client else None)}",
    )


async def _answer(runtime: Runtime, delivery: Delivery, incoming: Incoming) -> Reply:
    """Through the inbox, which an erasure has to clear too; only the first message of a program that names none needs no place there."""
    dialogue = await runtime.dialogue(patience_s=PATIENCE_S)
    try:
        async with asyncio.timeout(REPLY_LIMIT_S):
            return await (delivery.ask(incoming) if incoming.key or incoming.conversation_id else dialogue.reply(incoming))
    except TimeoutError as error:
        raise TooSlowError from error

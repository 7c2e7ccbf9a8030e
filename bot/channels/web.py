"""The web door: the citizen's page, and the one call it makes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.staticfiles import StaticFiles

from bot.channels.limits import RateLimit
from bot.errors import TooManyRequestsError, TooSlowError
from bot.messages import ConversationId, Incoming, Reply
from bot.metrics import Metrics
from bot.runtime import Runtime

PATIENCE_S = 10.0
"""How long a message waits for a service that is starting."""
REPLY_LIMIT_S = 15.0
"""The page gives up after 20 seconds."""
WEB = Path(__file__).resolve().parent.parent / "web"


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
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "All replies to the message.", "content": {"application/json": {"example": _REPLY_EXAMPLE}}},
    400: {"model": ErrorBody, "description": "Not JSON in UTF-8."},
    413: {"model": ErrorBody, "description": "More than 64 KB."},
    422: {"model": ErrorBody, "description": "A field is missing or wrong."},
    429: {"model": ErrorBody, "description": "Too many messages from one address.", "headers": _RETRY},
    500: {"model": ErrorBody, "description": "A fault of the service."},
    503: {"model": ErrorBody, "description": "The service is starting or busy.", "headers": _RETRY},
}


def add_web(app: FastAPI, runtime: Runtime, metrics: Metrics) -> None:
    """Open the web door: ``/``, ``/static`` and ``/api/v1/messages``."""
    files = StaticFiles(directory=WEB / "static")
    pages = StaticFiles(directory=WEB)
    app.include_router(_messages(runtime, metrics))

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        return await pages.get_response("index.html", request.scope)

    app.mount("/static", files, name="static")


def _messages(runtime: Runtime, metrics: Metrics) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["messages"])
    limit = RateLimit(runtime.settings.rate_limit)

    @router.post("/messages", responses=_RESPONSES, summary="Send a message, get the replies")
    async def send_message(message: MessageIn, request: Request) -> Reply:
        """Answer one message. An unknown ``conversation_id`` starts a new conversation, whose id stands in the reply."""
        await _count(limit, request, metrics)
        incoming = Incoming(conversation_id=message.conversation_id, text=message.text, button=message.button, channel="web")
        reply = await _answer(runtime, incoming)
        metrics.messages.labels("web", str(reply.meta.outcome), reply.meta.nlu).inc()
        return reply

    return router


async def _count(limit: RateLimit, request: Request, metrics: Metrics) -> None:
    try:
        await limit.hit(request.client.host if request.client else None)
    except TooManyRequestsError:
        metrics.refused.labels("web").inc()
        raise


async def _answer(runtime: Runtime, incoming: Incoming) -> Reply:
    dialogue = await runtime.dialogue(patience_s=PATIENCE_S)
    try:
        async with asyncio.timeout(REPLY_LIMIT_S):
            return await dialogue.reply(incoming)
    except TimeoutError as error:
        raise TooSlowError from error

"""The door for pictures of receipts: an image comes in, the dossier codes in it go out, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from bot.channels.limits import PerAddress
from bot.channels.web import ErrorBody
from bot.clock import VIETNAM
from bot.metrics import Metrics
from bot.settings import OFF, Settings

PATH = "/api/v1/dossiers/picture"
RATE = "10/minute"
"""Per address: each picture takes a core for a while."""

Read = Callable[[bytes, date], Awaitable[list[str]]]
"""The dossier codes in a picture, on a day. Raises the errors that a caller is told about."""


class PictureCodes(BaseModel):
    """What was read in a picture."""

    codes: list[str] = Field(description="Dossier codes in their official writing; none where no QR or bar code holds one.")


_IMAGE = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"requestBody": {"required": True, "content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), _IMAGE)}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"example": {"codes": ["H56.14-240823-0001"]}}}},
    403: {"model": ErrorBody, "description": "Called from a page of a site that is not allowed."},
    413: {"model": ErrorBody, "description": "More than 5 MB or 40 million pixels."},
    415: {"model": ErrorBody, "description": "No PNG, JPEG or WebP, whatever it is called."},
    422: {"model": ErrorBody, "description": "A picture that breaks off or is broken."},
    429: {"model": ErrorBody, "description": "Too many pictures from one address.", "headers": _RETRY},
    500: {"model": ErrorBody, "description": "A fault of the service."},
    503: {"model": ErrorBody, "description": "Too many pictures at once.", "headers": _RETRY},
}


def pictures_router(settings: Settings, metrics: Metrics, read: Read) -> APIRouter:
    """``POST /api/v1/dossiers/picture``; larger bodies than others' are let through by ``bot.middleware.BodyLimit``."""
    router = APIRouter(tags=["dossiers"])
    limit = PerAddress(OFF if settings.rate_limit == OFF else RATE, metrics, "pictures")

    @router.post(PATH, responses=_RESPONSES, openapi_extra=_BODY, summary="Read the dossier codes in a picture of a receipt")
    async def read_receipt(request: Request) -> PictureCodes:
        """The body is the image itself: PNG, JPEG or WebP of at most 5 MB. It is neither stored nor logged."""
        await limit.count(request)
        return PictureCodes(codes=await read(await request.body(), datetime.now(VIETNAM).date()))

    return router

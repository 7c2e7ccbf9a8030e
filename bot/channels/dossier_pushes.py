"""Where one-stop systems tell of changes by signed webhooks. What they may say: docs/dossiers/bang-ho-so.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from fastapi import APIRouter, Request

from bot.channels.limits import RateLimit
from bot.channels.webhooks import FORGERIES
from bot.errors import ForbiddenError
from bot.metrics import Metrics


class Pushes(Protocol):
    """Takes pushes; ``bot.dossiers.push`` has the real ones."""

    async def take(self, system: str, headers: Mapping[str, str], body: bytes) -> str:
        """Check one push, do what it says, and say in one word what came of it. Raises MotCuaError."""
        ...


def dossier_pushes_router(pushes: Pushes, metrics: Metrics) -> APIRouter:
    """``POST /webhooks/dossiers/{system}``; wrong signatures are limited by address, what is rightly signed always passes."""
    router = APIRouter(prefix="/webhooks/dossiers", include_in_schema=False)
    forgeries = RateLimit(FORGERIES)

    @router.post("/{system}")
    async def push(system: str, request: Request) -> dict[str, str]:
        try:
            result = await pushes.take(system, request.headers, await request.body())
        except ForbiddenError:
            metrics.events.labels("dossiers", "forged").inc()
            await forgeries.hit(request.client.host if request.client else None)
            raise
        metrics.events.labels("dossiers", result).inc()
        return {"result": result}

    return router

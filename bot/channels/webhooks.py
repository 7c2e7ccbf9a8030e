"""Where channels bring what happened: checked, stored, acknowledged; answered afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from fastapi import APIRouter, Request

from bot.channels.contract import Channel, ForgedError, UnreadableEventError
from bot.channels.delivery import Delivery
from bot.channels.limits import RateLimit
from bot.errors import ForbiddenError, NotFoundError
from bot.logs import report
from bot.messages import ChannelName
from bot.metrics import Metrics

FORGERIES = "30/minute"
"""Wrong signatures from one address; beyond that it is told to wait. What is rightly signed always passes, whatever stands before us."""

log = structlog.get_logger("motcua.webhooks")


def webhooks_router(delivery: Delivery, metrics: Metrics) -> APIRouter:
    """``POST /webhooks/{channel}``; a channel that is not in use is not found."""
    router = APIRouter(prefix="/webhooks", include_in_schema=False)
    forgeries = RateLimit(FORGERIES)

    @router.post("/{name}")
    async def webhook(name: str, request: Request) -> dict[str, bool]:
        channel = _channel(delivery.channels, name)
        address = request.client.host if request.client else None
        body = await request.body()
        try:
            channel.verify(request.headers, body)
            events = channel.parse(body)
        except ForgedError as error:
            metrics.events.labels(channel.name, "forged").inc()
            await forgeries.hit(address)
            raise ForbiddenError from error
        except UnreadableEventError as error:
            metrics.events.labels(channel.name, "unreadable").inc()
            report(log, "an event could not be read", error, channel=channel.name)
            return {"ok": True}  # it would be as unreadable the next time, and channels give up on webhooks that refuse
        await delivery.accept(channel.name, events)
        return {"ok": True}

    return router


def _channel(channels: Mapping[ChannelName, Channel], name: str) -> Channel:
    found = next((channel for channel in channels.values() if channel.name == name), None)
    if found is None:
        raise NotFoundError
    return found

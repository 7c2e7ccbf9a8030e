"""How many messages one address may send."""

from __future__ import annotations

import ipaddress
import math
import time

import limits
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from bot.errors import TooManyRequestsError
from bot.metrics import Metrics
from bot.settings import OFF


class RateLimit:
    """A moving window per address, such as ``30/minute``; ``off`` lets everything through."""

    def __init__(self, rate: str) -> None:
        self._item = None if rate == OFF else limits.parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, address: str | None) -> None:
        """Count one message. Raises TooManyRequestsError with the seconds to wait."""
        key = network(address)
        if self._item is not None and not await self.allows(key):
            window = await self._limiter.get_window_stats(self._item, key)
            raise TooManyRequestsError(retry_after=max(1, math.ceil(window.reset_time - time.time())))

    async def allows(self, key: str) -> bool:
        """Count one message of ``key``; whether it is within the limit."""
        return self._item is None or await self._limiter.hit(self._item, key)


class PerAddress:
    """The limit of one door: each address may come so often. What is refused is counted under the door's name."""

    def __init__(self, rate: str, metrics: Metrics, door: str) -> None:
        self._limit = RateLimit(rate)
        self._refused = metrics.refused.labels(door)

    async def count(self, request: Request) -> None:
        """Count one request. Raises TooManyRequestsError with the seconds to wait."""
        try:
            await self._limit.hit(request.client.host if request.client else None)
        except TooManyRequestsError:
            self._refused.inc()
            raise


def network(address: str | None) -> str:
    """Whom an address stands for: an IPv4 address for itself, an IPv6 address for its /64, which one household holds."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))

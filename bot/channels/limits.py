"""How many messages one address may send."""

from __future__ import annotations

import ipaddress
import math
import time

import limits
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from bot.errors import TooManyRequestsError
from bot.settings import OFF


class RateLimit:
    """A moving window per address, such as ``30/minute``; ``off`` lets everything through."""

    def __init__(self, rate: str) -> None:
        self._item = None if rate == OFF else limits.parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, address: str | None) -> None:
        """Count one message. Raises TooManyRequestsError with the seconds to wait."""
        if self._item is None:
            return
        key = network(address)
        if not await self._limiter.hit(self._item, key):
            window = await self._limiter.get_window_stats(self._item, key)
            raise TooManyRequestsError(retry_after=max(1, math.ceil(window.reset_time - time.time())))


def network(address: str | None) -> str:
    """Whom an address stands for: an IPv4 address for itself, an IPv6 address for its /64, which one household holds."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))

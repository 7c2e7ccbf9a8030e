"""A channel on paper: what it is told to deliver is written on a list, and it fails as a test wishes."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels.contract import Event, ForgedError, Limits, Piece, Recipient, UnreadableEventError
from bot.messages import ChannelName, Outgoing

Trouble = Exception | Callable[[], Awaitable[None]]


class Paper:
    """Bodies are JSON lists of events; the header X-Key must be "right"."""

    name: ChannelName = "telegram"
    limits = Limits(text=4000, buttons=3, label=40, links=2)

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.buttons: list[Any] = []
        self.noticed_keys: list[str] = []
        self.troubles: deque[Trouble] = deque()
        self.opened = 0

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        if headers.get("x-key") != "right":
            raise ForgedError

    def parse(self, body: bytes) -> Sequence[Event]:
        try:
            return [Event.model_validate(raw) for raw in json.loads(body)]
        except ValueError as error:
            raise UnreadableEventError from error

    def render(self, said: Sequence[Outgoing]) -> list[Piece]:
        return [Piece(text=one.text, buttons=one.buttons) for one in said]

    async def noticed(self, event: Event) -> None:
        self.noticed_keys.append(event.key)

    async def send(self, to: Recipient, piece: Piece) -> str:
        if self.troubles:
            trouble = self.troubles.popleft()
            if isinstance(trouble, Exception):
                raise trouble
            await trouble()
        self.sent.append((to.person, piece.text))
        self.buttons += piece.buttons
        return f"m{len(self.sent)}"

    async def open(self) -> None:
        self.opened += 1

    async def close(self) -> None:
        self.opened -= 1

    async def delivered(self, count: int, seconds: float = 20) -> list[tuple[str, str]]:
        """What was sent, once there are ``count`` messages."""
        async with asyncio.timeout(seconds):
            while len(self.sent) < count:
                await asyncio.sleep(0.01)
        return self.sent


def event(key: str, text: str = "xin chào", person: str = "an", **more: Any) -> Event:
    return Event(**{"key": key, "person": person, "at": datetime.now(UTC), "text": text, **more})

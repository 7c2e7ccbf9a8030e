"""What a channel of messages is: verify, parse, render, send. Telegram and Zalo keep it; one suite of tests runs over both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pydantic import AwareDatetime, Field

from bot.messages import Button, ChannelName, Kind, Message, Outgoing

EventKind = Kind | Literal["button", "follow", "unfollow"]
"""What arrives: beside what the dialogue answers, a tap on a button, and people who begin or cease to follow."""


class Event(Message):
    """One thing a person did, as a channel told it.

    ``key`` is the channel's own id of it: the same key again is the same event. ``person`` is whom to answer. ``at`` is the channel's
    time. ``token`` came back from a tapped button; ``button`` is its value where the channel knows it, as the web does. ``callback`` is
    what the channel wants to be told of at once.
    """

    key: str = Field(min_length=1, max_length=120)
    person: str = Field(min_length=1, max_length=64)
    at: AwareDatetime
    kind: EventKind = "text"
    text: str = ""
    token: str | None = Field(default=None, max_length=64)
    button: str | None = Field(default=None, max_length=200)
    callback: str | None = Field(default=None, max_length=120)


class Link(Message):
    """A page to open."""

    title: str
    url: str


class Piece(Message):
    """One message as a channel shows it: plain text within its limit; the value of a button is a token."""

    text: str
    buttons: list[Button] = Field(default=[])
    links: list[Link] = Field(default=[])


@dataclass(frozen=True)
class Limits:
    """What one message of a channel can hold. ``utf16`` counts the text as Telegram does; a longer ``label`` becomes a numbered choice."""

    text: int
    buttons: int
    label: int
    links: int
    utf16: bool = False


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to, and when the channel last brought something from there."""

    person: str
    heard_at: datetime | None = None
    following: bool = True


class ForgedError(Exception):
    """The request is not from the channel: its signature or secret is missing or wrong."""


class UnreadableEventError(Exception):
    """The request is from the channel, but its body cannot be read."""


class SendError(Exception):
    """A message was not taken. ``reason`` is for operators and holds nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLaterError(SendError):
    """It may be taken later. ``after_s``: not before that; ``everyone``: the whole channel has to wait, not only this message."""

    def __init__(self, reason: str, *, after_s: float | None = None, everyone: bool = False) -> None:
        super().__init__(reason)
        self.after_s = after_s
        self.everyone = everyone


class RefusedError(SendError):
    """It will never be taken. ``gone``: the person no longer wants to hear from us."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Channel(Protocol):
    """One messaging platform. Nothing here touches the database; HTTP goes out in ``send``, ``noticed`` and ``opened`` only."""

    name: ChannelName
    limits: Limits

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Check where a webhook came from, in constant time, on the raw body. Raises ForgedError."""
        ...

    def parse(self, body: bytes) -> Sequence[Event]:
        """The events of a webhook; none for what needs no answer (echoes, receipts, unknown kinds). Raises UnreadableEventError."""
        ...

    def render(self, said: Sequence[Outgoing]) -> list[Piece]:
        """All replies to one message, split and simplified to what the channel can show; values of buttons are still the dialogue's."""
        ...

    async def noticed(self, event: Event) -> None:
        """Show that the event arrived ("đang gõ", the tap was taken). Never raises: it may fail without harm."""
        ...

    async def send(self, to: Recipient, piece: Piece) -> str:
        """Send one message; its id in the channel. Raises TryLaterError or RefusedError."""
        ...

    async def open(self) -> None:
        """Prepare connections; must not need the platform to answer."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

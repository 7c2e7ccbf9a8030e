"""Telegram's updates as events: strict about the fields that are read, tolerant about all others. Private chats only."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bot.channels import replies
from bot.channels.contract import Event, EventKind, UnreadableEventError

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for."""
WEBHOOK = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?=\s|$)")
_COMMANDS: dict[str, tuple[EventKind, str]] = {
    "start": ("start", ""),
    "help": ("help", ""),
    "huy": ("reset", ""),
    "nhanvien": ("text", replies.WANTS_A_PERSON),
    "xoadulieu": ("text", replies.WANTS_TO_BE_FORGOTTEN),
}
_KINDS: dict[str, EventKind] = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "document": "file",
    "video": "file",
    "location": "location",
    "sticker": "sticker",
    "dice": "sticker",
    "contact": "contact",
}
"""What a message without words holds; a GIF comes as a document, a venue as a location."""
_MEMBERSHIPS: dict[str, EventKind] = {"kicked": "unfollow"}
"""Somebody who comes back presses Start, which is told apart."""


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Chat(_Read):
    id: int = Field(strict=True)
    type: str


class _Person(_Read):
    id: int = Field(strict=True)


class _Message(_Read):
    """``extra`` keeps what a message without words holds."""

    model_config = ConfigDict(extra="allow", frozen=True)

    chat: _Chat
    date: AwareDatetime
    edit_date: AwareDatetime | None = None
    text: str | None = None
    caption: str | None = None
    media_group_id: str | None = None


class _Under(_Read):
    chat: _Chat


class _Callback(_Read):
    id: str
    sender: _Person = Field(alias="from")
    message: _Under | None = None
    data: str | None = None


class _Membership(_Read):
    status: str


class _Member(_Read):
    chat: _Chat
    date: AwareDatetime
    new_chat_member: _Membership


class _Update(_Read):
    update_id: int = Field(strict=True)
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Callback | None = None
    my_chat_member: _Member | None = None


def events(body: bytes) -> list[Event]:
    """The event of an update; none for groups and for kinds that need no answer. Raises UnreadableEventError."""
    try:
        update = _Update.model_validate_json(body)
        event = _event(update)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])  # and not what stands there: it may be a person's words
        raise UnreadableEventError(f"{where or 'body'}: {first['type']}") from None
    return [event] if event else []


def _event(update: _Update) -> Event | None:
    key = str(update.update_id)
    if (message := update.message or update.edited_message) is not None:
        return _said(key, message)
    if update.callback_query is not None:
        return _tapped(key, update.callback_query)
    if update.my_chat_member is not None:
        return _joined(key, update.my_chat_member)
    return None


def _said(key: str, message: _Message) -> Event | None:
    if not _is_private(message.chat):
        return None
    about: dict[str, Any] = {"key": key, "person": str(message.chat.id), "at": message.edit_date or message.date}
    text = message.text or message.caption
    if text:
        kind, text = _command(text) or ("text", text)
        return Event(**about, kind=kind, text=text)
    held = next((kind for name, kind in _KINDS.items() if (message.model_extra or {}).get(name)), None)
    if held and message.media_group_id:
        about["key"] = f"album:{message.media_group_id}"[:120]  # an album comes as a message for each photo: one answer is enough
    return Event(**about, kind=held) if held else None


def _command(text: str) -> tuple[EventKind, str] | None:
    """What a command means; an unknown one asks for help. None for other texts."""
    found = _COMMAND.match(text)
    return _COMMANDS.get(found[1].lower(), ("help", "")) if found else None


def _tapped(key: str, callback: _Callback) -> Event | None:
    chat = callback.message.chat if callback.message else None
    if not callback.data or (chat is not None and not _is_private(chat)):
        return None
    person = str(chat.id if chat else callback.sender.id)
    now = datetime.now(UTC)  # a tap carries no time of its own
    return Event(key=key, person=person, at=now, kind="button", token=callback.data, callback=callback.id)


def _joined(key: str, member: _Member) -> Event | None:
    kind = _MEMBERSHIPS.get(member.new_chat_member.status)
    if kind is None or not _is_private(member.chat):
        return None
    return Event(key=key, person=str(member.chat.id), at=member.date, kind=kind)


def _is_private(chat: _Chat) -> bool:
    return chat.type == "private"

"""Zalo's webhooks: the signature on the raw body, and what an event means. Source: Zalo Official Account, OpenAPI v3."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from bot.channels.contract import Event, EventKind, ForgedError, UnreadableEventError

KINDS: dict[str, EventKind] = {
    "user_send_text": "text",
    "user_send_image": "photo",
    "user_send_file": "file",
    "user_send_audio": "voice",
    "user_send_location": "location",
    "user_send_sticker": "sticker",
    "user_submit_info": "contact",
    "follow": "follow",
    "unfollow": "unfollow",
}
"""The events that mean something here; echoes of our own messages, receipts and all others do not."""

_SIGNATURE = re.compile(r"mac=([0-9a-fA-F]{64})")
_STAMP = re.compile(r"\d{1,16}")
_ID = re.compile(r"[\x21-\x7e]{1,64}")
_TAP = re.compile(r"#([A-Za-z0-9_-]{16,32})")
"""The payload of a button of ours: a token of the outbox after ``#``. Shorter words after ``#`` are what a person wrote."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """Knows the app and the secret key of the account that sign every webhook."""

    app_id: str
    oa_secret: str

    def check(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises ForgedError unless the signature fits the raw body and the body is of this app."""
        lower = {name.lower(): value for name, value in headers.items()}
        signature = _SIGNATURE.fullmatch(lower.get("x-zevent-signature", "").strip())
        if signature is None:
            raise ForgedError("the signature is missing or malformed")
        event = _object(body) or {}
        stamps = [stamp for stamp in (_number(event.get("timestamp")), _number(lower.get("x-zevent-timestamp"))) if stamp]
        if not any(hmac.compare_digest(self.mac(body, stamp), signature[1].lower()) for stamp in stamps):
            raise ForgedError("the signature does not fit")
        if event and _id(event.get("app_id")) != self.app_id:
            raise ForgedError("the event is of another app")

    def mac(self, body: bytes, stamp: str) -> str:
        """SHA-256, plain as Zalo defines it, of app id, raw body, timestamp and secret key."""
        return hashlib.sha256(self.app_id.encode() + body + stamp.encode() + self.oa_secret.encode()).hexdigest()


def read_event(body: bytes) -> Event | None:
    """The event of a webhook; None for what needs no answer. Raises UnreadableEventError."""
    event = _object(body)
    if event is None or not isinstance(event.get("event_name"), str):
        raise UnreadableEventError("not an event")
    kind = KINDS.get(event["event_name"])
    return None if kind is None else _event(event, kind)


def _event(event: dict[str, Any], kind: EventKind) -> Event:
    stamp = _number(event.get("timestamp"))
    who = _id(_inner(event, "follower" if kind in ("follow", "unfollow") else "sender").get("id"))
    key, said = _key(event, kind, who, stamp), _text(event)
    if stamp is None or who is None or key is None or (said is None and kind == "text"):
        raise UnreadableEventError(f"{event['event_name']} lacks a field")
    kind, token = _meaning(kind, said or "")
    try:
        return Event(key=key, person=who, at=_moment(stamp), kind=kind, text=said or "", token=token)
    except ValidationError:
        raise UnreadableEventError(f"{event['event_name']} has a field too long") from None


def _meaning(kind: EventKind, said: str) -> tuple[EventKind, str | None]:
    """A tapped button comes back as its payload; words under a picture or a file are a question like any other."""
    tap = _TAP.fullmatch(said.strip()) if kind == "text" else None
    if tap is not None:
        return "button", tap[1]
    return ("text" if kind in ("photo", "file") and said.strip() else kind), None


def _key(event: dict[str, Any], kind: EventKind, who: str | None, stamp: str | None) -> str | None:
    """The id of the message; of events that have none, who did what when."""
    if kind in ("follow", "unfollow", "contact"):
        return f"{kind}:{who}:{stamp}"
    return _id(_inner(event, "message").get("msg_id"))


def _text(event: dict[str, Any]) -> str | None:
    """What the person wrote, without what no database takes: halves of characters (``\\ud83d`` alone) and NUL."""
    said = _inner(event, "message").get("text")
    if not isinstance(said, str):
        return None
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", " ")


def _moment(stamp: str) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=int(stamp))
    except OverflowError:
        raise UnreadableEventError("the timestamp is no time") from None


def _object(body: bytes) -> dict[str, Any] | None:
    """The body as a JSON object, None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _inner(event: dict[str, Any], name: str) -> dict[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: object) -> str | None:
    """A timestamp as it stands in the body, written as a string or a whole number."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _STAMP.fullmatch(text) else None


def _id(value: object) -> str | None:
    """An id. One written as a decimal fraction has lost its last digits, and would name somebody else."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _ID.fullmatch(text) else None

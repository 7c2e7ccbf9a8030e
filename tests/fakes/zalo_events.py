"""Makers of Zalo webhook events, and the signature they come with. Every id is a string beyond 2^53, as Zalo's are."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

Json = dict[str, Any]

APP_ID = "4318657068771012646"
SECRET_KEY = "app-secret-key-test"
OA_SECRET = "oa-secret-key-test"
OA_ID = "3879284710562389145"
USER_ID = "9007199254740993001"


def encode(event: Json) -> bytes:
    """The body as Zalo posts it."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def signed(body: bytes, app_id: str = APP_ID, oa_secret: str = OA_SECRET, retry: int = 0) -> dict[str, str]:
    """The headers of a webhook: SHA-256 of app id + body + the body's timestamp + OA secret key; ``num_retry`` from the second try on."""
    stamp = str(json.loads(body).get("timestamp", ""))
    mac = hashlib.sha256(app_id.encode() + body + stamp.encode() + oa_secret.encode()).hexdigest()
    headers = {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}
    return headers | ({"num_retry": str(retry)} if retry else {})


def text_event(user_id: str, msg_id: str, text: str, timestamp: int | None = None) -> Json:
    """A person writes, or taps a button ``oa.query.show`` (its payload is the text). Units: milliseconds since 1970."""
    return _said("user_send_text", user_id, {"msg_id": msg_id, "text": text}, timestamp)


def image_event(user_id: str, msg_id: str, text: str = "", timestamp: int | None = None) -> Json:
    """A person sends a picture, with or without words."""
    payload = {"thumbnail": "https://zalo.example/t.jpg", "url": "https://zalo.example/i.jpg"}
    return _attached("user_send_image", user_id, msg_id, "image", payload, timestamp, text)


def file_event(user_id: str, msg_id: str, name: str = "don.pdf", timestamp: int | None = None) -> Json:
    """A person sends a file."""
    payload = {"url": f"https://zalo.example/{name}", "size": "20480", "name": name, "checksum": "0" * 32, "type": "pdf"}
    return _attached("user_send_file", user_id, msg_id, "file", payload, timestamp)


def audio_event(user_id: str, msg_id: str, timestamp: int | None = None) -> Json:
    """A person records a voice message."""
    return _attached("user_send_audio", user_id, msg_id, "audio", {"url": "https://zalo.example/a.amr"}, timestamp)


def location_event(user_id: str, msg_id: str, latitude: float = 21.0285, longitude: float = 105.8542, timestamp: int | None = None) -> Json:
    """A person sends a place. Units: degrees, written as strings inside ``coordinates``."""
    payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
    return _attached("user_send_location", user_id, msg_id, "location", payload, timestamp)


def sticker_event(user_id: str, msg_id: str, timestamp: int | None = None) -> Json:
    """A person sends a sticker."""
    return _attached("user_send_sticker", user_id, msg_id, "sticker", {"id": "50", "url": "https://zalo.example/s.png"}, timestamp)


def follow_event(user_id: str, timestamp: int | None = None) -> Json:
    """A person starts to follow the account: a follower, no sender."""
    return _followed("follow", user_id, timestamp)


def unfollow_event(user_id: str, timestamp: int | None = None) -> Json:
    """A person no longer follows the account."""
    return _followed("unfollow", user_id, timestamp)


def submit_info_event(user_id: str, name: str = "Nguyễn Thị Lan", phone: str = "84900000000", timestamp: int | None = None) -> Json:
    """A person fills in the form that asks for name and telephone."""
    info = {"name": name, "phone": phone, "address": "", "city": "", "district": ""}
    return _event("user_submit_info", user_id, timestamp) | {"info": info}


def seen_event(user_id: str, msg_ids: list[str], timestamp: int | None = None) -> Json:
    """A person has seen messages of the account."""
    return _event("user_seen_message", user_id, timestamp) | {"message": {"msg_ids": msg_ids}}


def oa_send_event(user_id: str, msg_id: str, text: str, timestamp: int | None = None) -> Json:
    """The echo of a message that the account itself sent: sender and recipient are the other way round."""
    event = _event("oa_send_text", user_id, timestamp) | {"message": {"msg_id": msg_id, "text": text}}
    return event | {"sender": {"id": OA_ID}, "recipient": {"id": user_id}}


def _event(name: str, user_id: str, timestamp: int | None) -> Json:
    by_app = str(int(user_id) + 1) if user_id.isdigit() else user_id
    people = {"sender": {"id": user_id}, "recipient": {"id": OA_ID}, "user_id_by_app": by_app}
    return {"app_id": APP_ID, "event_name": name, "timestamp": _stamp(timestamp), **people}


def _said(name: str, user_id: str, said: Json, timestamp: int | None) -> Json:
    return _event(name, user_id, timestamp) | {"message": said}


def _attached(name: str, user_id: str, msg_id: str, kind: str, payload: Json, timestamp: int | None, text: str = "") -> Json:
    said: Json = {"msg_id": msg_id, "attachments": [{"type": kind, "payload": payload}]}
    return _said(name, user_id, said | ({"text": text} if text else {}), timestamp)


def _followed(name: str, user_id: str, timestamp: int | None) -> Json:
    who: Json = {"oa_id": OA_ID, "follower": {"id": user_id}, "source": "testing_click"}
    return {"app_id": APP_ID, "event_name": name, "timestamp": _stamp(timestamp), "user_id_by_app": str(user_id), **who}


def _stamp(timestamp: int | None) -> str:
    return str(int(time.time() * 1000) if timestamp is None else timestamp)

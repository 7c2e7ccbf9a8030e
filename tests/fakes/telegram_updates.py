"""Makers of Telegram updates, as the Bot API posts them to a webhook or hands them out through getUpdates."""

from __future__ import annotations

import time
from typing import Any, Literal

Json = dict[str, Any]

BOT: Json = {"id": 123456, "is_bot": True, "first_name": "Một Cửa", "username": "motcua_test_bot"}
MemberStatus = Literal["member", "kicked", "left", "administrator"]


def person(user_id: int) -> Json:
    """The person behind a private chat (its id is the chat's)."""
    return {"id": user_id, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn", "language_code": "vi"}


def private_chat(chat_id: int) -> Json:
    return {"id": chat_id, "type": "private", "first_name": "Lan", "last_name": "Nguyễn"}


def message(chat_id: int, message_id: int | None, update_id: int, date: int | None, **content: Any) -> Json:
    """A message of a private chat; without ids and dates of its own: the update's number, and now."""
    number = update_id if message_id is None else message_id
    when = int(time.time()) if date is None else date
    return {"message_id": number, "date": when, "chat": private_chat(chat_id), "from": person(chat_id), **content}


def text_update(update_id: int, chat_id: int, text: str, date: int | None = None, message_id: int | None = None) -> Json:
    """A person writes. ``date`` is in Unix seconds; a command carries its entity, as Telegram marks it."""
    content: Json = {"text": text}
    if text.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": update_id, "message": message(chat_id, message_id, update_id, date, **content)}


def callback_update(update_id: int, chat_id: int, data: str, callback_id: str, message_id: int) -> Json:
    """A person taps an inline button under the bot's message ``message_id``."""
    under: Json = {
        "message_id": message_id, "date": int(time.time()), "chat": private_chat(chat_id), "from": BOT, "text": "…",
        "reply_markup": {"inline_keyboard": [[{"text": "…", "callback_data": data}]]},
    }  # fmt: skip
    query = {"id": callback_id, "from": person(chat_id), "message": under, "chat_instance": str(chat_id), "data": data}
    return {"update_id": update_id, "callback_query": query}


def photo_update(update_id: int, chat_id: int, caption: str | None = None, file_id: str = "photo-file") -> Json:
    """A person sends a photo, with or without words under it."""
    sizes = [{"file_id": f"{file_id}-{n}", "file_unique_id": f"u{n}", "width": n, "height": n, "file_size": n * 90} for n in (90, 1280)]
    return _sent(update_id, chat_id, photo=sizes, **({"caption": caption} if caption else {}))


def voice_update(update_id: int, chat_id: int, file_id: str = "voice-file", duration: int = 4) -> Json:
    """A person records a voice message. Units: seconds."""
    return _sent(update_id, chat_id, voice=_file(file_id, mime_type="audio/ogg", duration=duration))


def document_update(update_id: int, chat_id: int, name: str = "don.pdf", file_id: str = "document-file") -> Json:
    """A person sends a file."""
    return _sent(update_id, chat_id, document=_file(file_id, mime_type="application/pdf", file_name=name))


def sticker_update(update_id: int, chat_id: int, emoji: str = "👍") -> Json:
    """A person sends a sticker."""
    looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return _sent(update_id, chat_id, sticker=_file("sticker-file", **looks))


def location_update(update_id: int, chat_id: int, latitude: float = 21.0285, longitude: float = 105.8542) -> Json:
    """A person sends a place. Units: degrees."""
    return _sent(update_id, chat_id, location={"latitude": latitude, "longitude": longitude})


def contact_update(update_id: int, chat_id: int, phone: str = "+84900000000") -> Json:
    """A person sends a card from the address book."""
    return _sent(update_id, chat_id, contact={"phone_number": phone, "first_name": "Lan", "user_id": chat_id})


def edited_update(update_id: int, chat_id: int, text: str, message_id: int) -> Json:
    """A person changes the words of an earlier message."""
    changed = message(chat_id, message_id, update_id, None, text=text, edit_date=int(time.time()))
    return {"update_id": update_id, "edited_message": changed}


def group_update(update_id: int, chat_id: int, text: str, user_id: int = 1001) -> Json:
    """A person writes in a group. ``chat_id`` is negative, as groups have it."""
    chat = {"id": chat_id, "type": "supergroup" if str(chat_id).startswith("-100") else "group", "title": "Tổ dân phố 5"}
    said = {"message_id": update_id, "date": int(time.time()), "chat": chat, "from": person(user_id), "text": text}
    return {"update_id": update_id, "message": said}


def my_chat_member_update(update_id: int, chat_id: int, status: MemberStatus) -> Json:
    """The bot's own place in a private chat changes: ``kicked`` is a person who blocked it, ``member`` one who let it back."""
    now, before = _member(status), _member("member" if status != "member" else "kicked")
    change = {"chat": private_chat(chat_id), "from": person(chat_id), "date": int(time.time()), "old_chat_member": before}
    return {"update_id": update_id, "my_chat_member": {**change, "new_chat_member": now}}


def _sent(update_id: int, chat_id: int, **content: Any) -> Json:
    return {"update_id": update_id, "message": message(chat_id, None, update_id, None, **content)}


def _file(file_id: str, **more: Any) -> Json:
    return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": 2048, **more}


def _member(status: str) -> Json:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}

"""What the Zalo OpenAPI refuses about a message, with its error codes (facts: -201 parameter, -210 limit)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

TEXT_LIMIT = 2000
BUTTON_LIMIT = 5
TITLE_LIMIT = 100
PAYLOAD_LIMIT = 1000


class RefusalError(Exception):
    """A refusal: HTTP 200 with an error that is not 0."""

    def __init__(self, error: int, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


@dataclass(frozen=True)
class Button:
    """A button as the person sees it: its title, its type and what a tap gives (text to the bot, an address, a number to call)."""

    title: str
    type: str
    value: str


def refuse(error: int, message: str) -> NoReturn:
    """Ends a request with an error code."""
    raise RefusalError(error, message)


def check_message(fields: Mapping[str, Any]) -> tuple[str, str, tuple[Button, ...]]:
    """Recipient, text and buttons of a consultation message."""
    message = _mapping(fields.get("message"), "message")
    text, attachment = message.get("text"), message.get("attachment")
    if not isinstance(text, str) or not text.strip():
        refuse(-201, "text must not be empty")
    if len(text) > TEXT_LIMIT:
        refuse(-210, f"text exceeds the limit of {TEXT_LIMIT} characters")
    return _user(_mapping(fields.get("recipient"), "recipient")), text, _buttons(attachment) if attachment is not None else ()


def check_template(fields: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]]:
    """Recipient, template and data of a notice."""
    template_id = fields.get("template_id")
    if not isinstance(template_id, str) or not template_id:
        refuse(-201, "template_id is missing")
    return _user(fields), template_id, _mapping(fields.get("template_data"), "template_data")


def _user(fields: Mapping[str, Any]) -> str:
    """An id must come as a string: as a JSON number it has lost its last digits somewhere."""
    user_id = fields.get("user_id")
    if not isinstance(user_id, str) or not user_id:
        refuse(-201, "user_id is invalid")
    return user_id


def _buttons(attachment: Any) -> tuple[Button, ...]:
    holder = _mapping(attachment, "attachment")
    buttons = _mapping(holder.get("payload"), "payload").get("buttons")
    if holder.get("type") != "template" or not isinstance(buttons, list) or not buttons:
        refuse(-201, "attachment must be a template with buttons")
    if len(buttons) > BUTTON_LIMIT:
        refuse(-210, f"more than {BUTTON_LIMIT} buttons")
    return tuple(_button(_mapping(button, "button")) for button in buttons)


def _button(button: Mapping[str, Any]) -> Button:
    title, kind = button.get("title"), str(button.get("type"))
    if not isinstance(title, str) or not title.strip():
        refuse(-201, "button title is missing")
    if len(title) > TITLE_LIMIT:
        refuse(-210, f"button title exceeds {TITLE_LIMIT} characters")
    return Button(title, kind, _value(kind, button.get("payload")))


def _value(kind: str, payload: Any) -> str:
    if kind == "oa.query.show":
        return _query(payload)
    if kind == "oa.open.url":
        return _matching(_mapping(payload, "payload").get("url"), r"https?://\S+", "url")
    if kind == "oa.open.phone":
        return _matching(_mapping(payload, "payload").get("phone_code"), r"\+?\d{3,15}", "phone_code")
    refuse(-201, f"button type {kind} is not supported")


def _query(payload: Any) -> str:
    if not isinstance(payload, str) or not payload:
        refuse(-201, "payload of oa.query.show must be a string")
    if len(payload) > PAYLOAD_LIMIT:
        refuse(-210, f"payload exceeds {PAYLOAD_LIMIT} characters")
    return payload


def _matching(value: Any, pattern: str, name: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        refuse(-201, f"{name} is invalid")
    return value


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        refuse(-201, f"{name} is invalid")
    return value

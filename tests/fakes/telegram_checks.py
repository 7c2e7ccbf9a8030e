"""What the Bot API refuses: text that does not parse or is too long, keyboards out of bounds, wrong commands and webhooks."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_BYTES = 64
BUTTON_LIMIT = 100
COMMAND_LIMIT = 100

TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "tg-emoji", "code", "pre", "blockquote")
)  # fmt: skip
ACTIONS = frozenset(
    ("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker",
     "find_location", "record_video_note", "upload_video_note")
)  # fmt: skip
_OTHER_BUTTONS = ("url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")
_MARKUP = re.compile(r"<(/?)([^<>]*)(>?)|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")


class ApiError(Exception):
    """A refusal: the status is the HTTP status too; ``retry_after`` in seconds."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


@dataclass(frozen=True)
class Button:
    """A button as the person sees it: what is on it and what a tap does (callback data, an address, or the text itself)."""

    text: str
    data: str | None = None
    url: str | None = None


def refuse(description: str) -> NoReturn:
    """Answers 400."""
    raise ApiError(400, f"Bad Request: {description}")


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str, parse_mode: str | None, limit: int = TEXT_LIMIT) -> str:
    """The text as the person reads it. Refuses one that is empty, too long after its markup is read, or not well marked up."""
    if parse_mode not in (None, "", "HTML"):
        refuse("unsupported parse_mode")
    plain = (read_html(text) if parse_mode == "HTML" else text).strip()
    if not plain and limit == TEXT_LIMIT:
        refuse("message text is empty")
    if utf16(plain) > limit:
        refuse("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    return plain


def read_html(text: str) -> str:
    """The plain text of Telegram's HTML. Refuses tags it does not know, and tags that are not closed in order."""
    opened: list[str] = []
    plain: list[str] = []
    end = 0
    for found in _MARKUP.finditer(text):
        plain.append(text[end : found.start()])
        end = found.end()
        if found[0].startswith("&"):
            plain.append(html.unescape(found[0]))
        else:
            _step(found, opened, len(text[: found.start()].encode()))
    if opened:
        _unparsed(f"Can't find end tag corresponding to start tag {opened[-1]}")
    return "".join([*plain, text[end:]])


def _step(found: re.Match[str], opened: list[str], at: int) -> None:
    closing, inside, closed = found.groups()
    name = (_NAME.match(inside) or [""])[0].lower()
    if not closed:
        _unparsed(f"Unclosed {'end' if closing else 'start'} tag at byte offset {at}")
    if closing:
        if not opened or opened[-1] != name:
            _unparsed(f"Unexpected end tag at byte offset {at}")
        opened.pop()
    elif name not in TAGS:
        _unparsed(f'Unsupported start tag "{name}" at byte offset {at}')
    elif name == "span" and "tg-spoiler" not in inside:
        _unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    else:
        opened.append(name)


def _unparsed(why: str) -> NoReturn:
    refuse(f"can't parse entities: {why}")


def decoded(value: Any) -> Any:
    """A parameter that is JSON: forms carry it as text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        refuse("can't parse a parameter as JSON")


def check_markup(value: Any) -> tuple[tuple[Button, ...], ...]:
    """The rows of buttons of a ``reply_markup``. Refuses buttons out of Telegram's bounds."""
    markup = decoded(value) if value else {}
    if not isinstance(markup, dict):
        refuse("object expected as reply markup")
    inline, plain = markup.get("inline_keyboard"), markup.get("keyboard")
    rows = inline if inline is not None else plain or []
    if not _is_rows(rows):
        refuse("field of the keyboard must be an Array of Arrays")
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        refuse("reply markup is too long")
    make = _inline_button if inline is not None else _plain_button
    return tuple(tuple(make(button) for button in row) for row in rows)


def _is_rows(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _inline_button(value: Any) -> Button:
    text = _label(value)
    data, url = value.get("callback_data"), value.get("url")
    actions = [key for key in ("callback_data", *_OTHER_BUTTONS) if value.get(key) is not None]
    if len(actions) != 1:
        refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= CALLBACK_BYTES):
        refuse("BUTTON_DATA_INVALID")
    if url is not None and not re.match(r"(?i)(https?|tg)://[^\s/]+", url):
        refuse(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return Button(text, data, url)


def _plain_button(value: Any) -> Button:
    return Button(_label({"text": value} if isinstance(value, str) else value))


def _label(value: Any) -> str:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not text.strip():
        refuse('can\'t parse keyboard button: Field "text" must be a non-empty String')
    return text


def check_commands(value: Any) -> list[dict[str, str]]:
    """The commands of a menu. Refuses more than 100, a name beyond ``[a-z0-9_]{1,32}``, a description beyond 1-256."""
    commands = decoded(value)
    if not isinstance(commands, list) or len(commands) > COMMAND_LIMIT:
        refuse("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            refuse("BOT_COMMAND_INVALID")
        if not 1 <= utf16(str(command.get("description", "")).strip()) <= 256:
            refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": command["command"], "description": command["description"]} for command in commands]


def check_webhook(fields: Mapping[str, Any], allow_http: bool) -> None:
    """Refuses a webhook without HTTPS, a bad secret token, and a number of connections out of 1-100."""
    url, secret = str(fields.get("url") or ""), fields.get("secret_token")
    if url and not url.startswith(("https://", "http://") if allow_http else "https://"):
        refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(secret)):
        refuse("secret token contains unallowed characters")
    if not 1 <= integer(fields, "max_connections", 40) <= 100:
        refuse("bad webhook: max_connections must be between 1 and 100")


def integer(fields: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """A whole number among the parameters."""
    value = fields.get(name, default)
    try:
        return int(value)
    except (TypeError, ValueError):
        refuse(f"invalid {name} specified")


def strings(value: Any) -> Sequence[str]:
    """A list of words among the parameters; nothing is an empty one."""
    found = decoded(value) if value else []
    return found if isinstance(found, list) else refuse("Array of String expected")

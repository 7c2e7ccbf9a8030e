"""A Telegram Bot API over real HTTP, which refuses what the real one refuses. By hand: ``python -m tests.fakes.telegram --port 8081``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.serving import Clock, FakeServer, Form, Upload, read_form
from tests.fakes.telegram_checks import ACTIONS, CAPTION_LIMIT, ApiError, Button, check_commands, check_markup, check_text, integer, refuse
from tests.fakes.telegram_inbox import Json, UpdateQueue
from tests.fakes.telegram_updates import (
    BOT,
    callback_update,
    contact_update,
    document_update,
    edited_update,
    group_update,
    location_update,
    my_chat_member_update,
    photo_update,
    private_chat,
    sticker_update,
    text_update,
    voice_update,
)

__all__ = [
    "TOKEN", "Action", "Answered", "Button", "Edit", "FakeTelegram", "Sent", "callback_update", "contact_update", "document_update",
    "edited_update", "group_update", "location_update", "my_chat_member_update", "photo_update", "sticker_update", "text_update",
    "voice_update",
]  # fmt: skip

TOKEN = "123456:TEST"
CALLBACK_SECONDS = 60.0
"""How long a tap can be answered here. Telegram names no figure; clients stop their progress bar after about that long."""

PER_SECOND = 30

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Sent:
    """A message that reached a person: the text as it is read, every button in reading order, and the file of sendDocument."""

    chat_id: int
    text: str
    buttons: tuple[Button, ...]
    at: datetime
    method: str
    message_id: int
    rows: Rows
    raw_text: str
    parse_mode: str | None
    document: Upload | None = None


@dataclass(frozen=True)
class Edit:
    """A message whose buttons were changed or taken away."""

    chat_id: int
    message_id: int
    buttons: tuple[Button, ...]
    at: datetime


@dataclass(frozen=True)
class Action:
    """What the chat showed for five seconds, such as ``typing``."""

    chat_id: int
    action: str
    at: datetime


@dataclass(frozen=True)
class Answered:
    """An answer to a tap."""

    callback_id: str
    text: str
    show_alert: bool
    at: datetime


Handler = Callable[[Form], Json | bool | list[Any]]


class FakeTelegram(FakeServer):
    """``with FakeTelegram() as telegram:`` then ``base_url(telegram.url + "/bot")``.

    ``rate_limits`` answers 429 beyond one message a second in a chat or 30 a second in all; ``burst`` lets a chat take that many at once,
    then one a second again (Telegram bears short bursts, and does not say how long). ``http_webhooks`` lets setWebhook take an address
    without TLS, as a Bot API server of one's own does. ``blocked`` holds the chats whose person blocked the bot.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        rate_limits: bool = False,
        burst: int = 1,
        http_webhooks: bool = False,
        port: int = 0,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(port=port, clock=clock)
        self.token = token
        self.rate_limits, self.burst = rate_limits, burst
        self.sent: list[Sent] = []
        self.edits: list[Edit] = []
        self.actions: list[Action] = []
        self.answered_callbacks: list[Answered] = []
        self.blocked: set[int] = set()
        self.files: dict[str, bytes] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.updates = UpdateQueue(self.http, allow_http=http_webhooks)
        self.on_sent: Callable[[Sent], None] | None = None
        self._keyboards: dict[tuple[int, int], Rows] = {}
        self._tapped: dict[str, datetime] = {}
        self._last_id = 0
        self._handlers = self._by_name()

    # What a test does on the person's side.

    def say(self, chat_id: int, text: str) -> httpx.Response | None:
        """A person writes. The webhook's answer comes back where one is set; else the update waits for getUpdates."""
        return self.push(text_update(self.updates.next_id(), chat_id, text, message_id=self._new_id()))

    def tap(self, message: Sent, number: int) -> httpx.Response | None:
        """A person taps the button ``number`` (from 1) under a message; a button of a plain keyboard says its text."""
        button = message.buttons[number - 1]
        if button.data is None:
            return self.say(message.chat_id, button.text)
        update_id = self.updates.next_id()
        return self.push(callback_update(update_id, message.chat_id, button.data, f"cb{update_id}", message.message_id))

    def push(self, update: Json) -> httpx.Response | None:
        """Hands any update to the bot; a tap in it can be answered for CALLBACK_SECONDS from now."""
        if "callback_query" in update:
            self._tapped[update["callback_query"]["id"]] = self.clock.now()
        return self.updates.push(update)

    def expire_callback(self, callback_id: str) -> None:
        """Makes a tap too old to be answered."""
        self._tapped[callback_id] = datetime.fromtimestamp(0, self.clock.now().tzinfo)

    def revoke(self) -> None:
        """The token is no longer good, as after /revoke at BotFather: everything answers 401."""
        self.token = ""

    def buttons(self, chat_id: int, message_id: int) -> tuple[Button, ...]:
        """The buttons that stand under a message now."""
        return _flat(self._keyboards[chat_id, message_id])

    # The doors.

    async def answer(self, request: Request) -> Response:
        try:
            return await self._answer(request)
        except ApiError as error:
            return _refusal(error)

    async def _answer(self, request: Request) -> Response:
        found = re.fullmatch(r"(/file)?/bot([^/]+)/(.+)", request.url.path)
        if found is None:
            raise ApiError(404, "Not Found")
        file, token, rest = found.groups()
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        return self._file(rest) if file else JSONResponse({"ok": True, "result": await self._call(rest, request)})

    async def _call(self, name: str, request: Request) -> object:
        try:
            form = await read_form(request)
        except ValueError as error:
            raise ApiError(400, f"Bad Request: {error}") from error
        if name.lower() == "getupdates":
            return await self.updates.poll(form.fields, lambda: self.stopping)
        handler = self._handlers.get(name.lower())
        if handler is None:
            raise ApiError(404, "Not Found")
        with self.lock:
            return handler(form)

    def _by_name(self) -> Mapping[str, Handler]:
        return {
            "getme": lambda form: BOT | {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False},
            "sendmessage": self._send_message,
            "senddocument": self._send_document,
            "editmessagereplymarkup": self._edit_markup,
            "sendchataction": self._send_action,
            "answercallbackquery": self._answer_callback,
            "setmycommands": self._set_commands,
            "deletemycommands": self._delete_commands,
            "getmycommands": lambda form: self.commands.get(_menu(form.fields), []),
            "setwebhook": lambda form: self.updates.set_webhook(form.fields),
            "deletewebhook": lambda form: self.updates.delete_webhook(form.fields),
            "getwebhookinfo": lambda form: self.updates.info(form.fields),
            "getfile": self._get_file,
        }

    def too_many(self, retry_after: int) -> Response:
        return _refusal(ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after))

    def unavailable(self, status: int) -> Response:
        return _refusal(ApiError(status, "Bad Gateway" if status == 502 else "Internal Server Error"))

    # The methods.

    def _send_message(self, form: Form) -> Json:
        text = str(form.fields.get("text") or "")
        return self._keep(form, "sendMessage", check_text(text, form.fields.get("parse_mode")), text, None)

    def _send_document(self, form: Form) -> Json:
        caption = str(form.fields.get("caption") or "")
        plain = check_text(caption, form.fields.get("parse_mode"), CAPTION_LIMIT)
        wanted = str(form.fields.get("document", "document"))
        document = form.files.get(wanted.removeprefix("attach://")) or self._known_document(wanted)
        if not document.content:
            refuse("file must be non-empty")
        return self._keep(form, "sendDocument", plain, caption, document)

    def _known_document(self, wanted: str) -> Upload:
        if wanted not in self.files:
            refuse("there is no document in the request" if wanted == "document" else "wrong file identifier/HTTP URL specified")
        return Upload(wanted, self.files[wanted], "application/octet-stream")

    def _keep(self, form: Form, method: str, plain: str, raw: str, document: Upload | None) -> Json:
        chat_id, rows = self._chat(form.fields), check_markup(form.fields.get("reply_markup"))
        self._limit(chat_id)
        sent = Sent(
            chat_id=chat_id, text=plain, buttons=_flat(rows), at=self.clock.now(), method=method, message_id=self._new_id(), rows=rows,
            raw_text=raw, parse_mode=form.fields.get("parse_mode"), document=document,
        )  # fmt: skip
        self._keyboards[chat_id, sent.message_id] = rows
        self.sent.append(sent)
        if self.on_sent is not None:
            self.on_sent(sent)
        return self._message(sent)

    def _message(self, sent: Sent) -> Json:
        shown: Json = {"message_id": sent.message_id, "date": int(sent.at.timestamp()), "chat": private_chat(sent.chat_id), "from": BOT}
        if sent.document is None:
            return shown | {"text": sent.text}
        file = {"file_id": f"document-{sent.message_id}", "file_unique_id": f"u{sent.message_id}", "file_name": sent.document.name}
        return shown | {"caption": sent.text, "document": file}

    def _limit(self, chat_id: int) -> None:
        if not self.rate_limits:
            return
        now = self.clock.now()
        ages = [((now - sent.at).total_seconds(), sent.chat_id) for sent in self.sent[-PER_SECOND * self.burst :]]
        in_chat = [age for age, chat in ages if chat == chat_id and age < self.burst]
        overall = [age for age, _ in ages if age < 1.0]
        if len(in_chat) >= self.burst or len(overall) >= PER_SECOND:
            wait = max(1, math.ceil(self.burst - max(in_chat, default=self.burst)))
            raise ApiError(429, f"Too Many Requests: retry after {wait}", wait)

    def _edit_markup(self, form: Form) -> Json:
        chat_id, message_id = self._chat(form.fields), integer(form.fields, "message_id", 0)
        rows = check_markup(form.fields.get("reply_markup"))
        if (chat_id, message_id) not in self._keyboards:
            refuse("message to edit not found")
        if self._keyboards[chat_id, message_id] == rows:
            refuse(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content and "
                "reply markup of the message"
            )
        self._keyboards[chat_id, message_id] = rows
        self.edits.append(Edit(chat_id, message_id, _flat(rows), self.clock.now()))
        return self._message(next(sent for sent in self.sent if (sent.chat_id, sent.message_id) == (chat_id, message_id)))

    def _send_action(self, form: Form) -> bool:
        chat_id, action = self._chat(form.fields), str(form.fields.get("action", ""))
        if action not in ACTIONS:
            refuse("wrong parameter action in request")
        self.actions.append(Action(chat_id, action, self.clock.now()))
        return True

    def _answer_callback(self, form: Form) -> bool:
        fields, now = form.fields, self.clock.now()
        callback_id, text = str(fields.get("callback_query_id") or ""), str(fields.get("text") or "")
        old = (now - self._tapped.get(callback_id, now)).total_seconds() > CALLBACK_SECONDS
        if not callback_id or old or any(answered.callback_id == callback_id for answered in self.answered_callbacks):
            refuse("query is too old and response timeout expired or query ID is invalid")
        if len(text) > 200:
            refuse("MESSAGE_TOO_LONG")
        self.answered_callbacks.append(Answered(callback_id, text, str(fields.get("show_alert", "")).lower() == "true", now))
        return True

    def _set_commands(self, form: Form) -> bool:
        self.commands[_menu(form.fields)] = check_commands(form.fields.get("commands"))
        return True

    def _delete_commands(self, form: Form) -> bool:
        self.commands.pop(_menu(form.fields), None)
        return True

    def _get_file(self, form: Form) -> Json:
        file_id = str(form.fields.get("file_id") or "")
        if file_id not in self.files:
            refuse("wrong file_id or the file is temporarily unavailable")
        size = len(self.files[file_id])
        return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": size, "file_path": f"files/{file_id}"}

    def _file(self, path: str) -> Response:
        content = self.files.get(path.removeprefix("files/"))
        if content is None:
            raise ApiError(404, "Not Found")
        return Response(content, media_type="application/octet-stream")

    def _chat(self, fields: Mapping[str, Any]) -> int:
        chat_id = integer(fields, "chat_id", 0)
        if chat_id == 0:
            refuse("chat not found")
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _new_id(self) -> int:
        with self.lock:
            self._last_id += 1
            return self._last_id


def _menu(fields: Mapping[str, Any]) -> tuple[str, str]:
    return str(fields.get("scope") or ""), str(fields.get("language_code") or "")


def _flat(rows: Rows) -> tuple[Button, ...]:
    return tuple(button for row in rows for button in row)


def _refusal(error: ApiError) -> Response:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return JSONResponse(body, error.status)


if __name__ == "__main__":
    from tests.fakes.console import telegram_console

    telegram_console()

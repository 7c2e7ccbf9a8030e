"""How updates reach a bot: a queue for getUpdates (long poll, confirmed by offset), or a webhook with its secret token."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from tests.fakes.telegram_checks import ApiError, check_webhook, integer, strings

Json = dict[str, Any]


class UpdateQueue:
    """The updates that wait, and the webhook they go to. Telegram drops what the bot does not want (``allowed_updates``)."""

    def __init__(self, http: httpx.Client, *, allow_http: bool) -> None:
        self._http = http
        self.waiting: list[Json] = []
        self.webhook = ""
        self.secret: str | None = None
        self.allowed: Sequence[str] = ()
        self.last_error = ""
        self._allow_http = allow_http
        self._lock = threading.Lock()
        self._poll = 0
        self._number = 1000

    def next_id(self) -> int:
        """An update's number, one higher each time."""
        with self._lock:
            self._number += 1
            return self._number

    def push(self, update: Json) -> httpx.Response | None:
        """Hands an update over: to the webhook where one is set (its answer comes back), else to the queue."""
        if not self._wanted(update):
            return None
        if self.webhook:
            return self._post(update)
        with self._lock:
            self.waiting.append(update)
        return None

    def _post(self, update: Json) -> httpx.Response | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            response = self._http.post(self.webhook, json=update, headers=headers)
        except httpx.HTTPError as error:
            self.last_error = f"{type(error).__name__}: {error}"
            return None
        self.last_error = "" if response.is_success else f"Wrong response from the webhook: {response.status_code}"
        return response

    def _wanted(self, update: Json) -> bool:
        return not self.allowed or any(kind in update for kind in self.allowed)

    def set_webhook(self, fields: Mapping[str, Any]) -> bool:
        check_webhook(fields, self._allow_http)
        self.webhook = str(fields.get("url") or "")
        self.secret = fields.get("secret_token")
        self._allow(fields)
        self._drop(fields)
        return True

    def delete_webhook(self, fields: Mapping[str, Any]) -> bool:
        self.webhook, self.secret = "", None
        self._drop(fields)
        return True

    def info(self, fields: Mapping[str, Any]) -> Json:
        about: Json = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": len(self.waiting)}
        about |= {"allowed_updates": list(self.allowed)} if self.allowed else {}
        return about | ({"last_error_message": self.last_error} if self.last_error else {})

    async def poll(self, fields: Mapping[str, Any], stopping: Callable[[], bool]) -> list[Json]:
        """Waits for updates up to ``timeout`` seconds. A webhook, and a second poll at the same time, make it a conflict (409)."""
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._allow(fields)
        self._confirm(integer(fields, "offset", 0))
        self._poll += 1
        mine, limit = self._poll, integer(fields, "limit", 100)
        waits = int(float(fields.get("timeout") or 0) * 50)
        while not self.waiting and waits > 0 and mine == self._poll and not stopping():
            await asyncio.sleep(0.02)
            waits -= 1
        if mine != self._poll:
            raise ApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
        with self._lock:
            return self.waiting[: min(max(limit, 1), 100)]

    def _confirm(self, offset: int) -> None:
        """Forgets the updates below the offset; a negative one counts from the end."""
        with self._lock:
            if offset < 0:
                self.waiting = self.waiting[offset:]
            elif offset > 0:
                self.waiting = [update for update in self.waiting if update["update_id"] >= offset]

    def _allow(self, fields: Mapping[str, Any]) -> None:
        if "allowed_updates" in fields:
            self.allowed = strings(fields["allowed_updates"])

    def _drop(self, fields: Mapping[str, Any]) -> None:
        if str(fields.get("drop_pending_updates", "")).lower() in ("true", "1"):
            with self._lock:
                self.waiting.clear()

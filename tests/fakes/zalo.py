"""A Zalo OpenAPI over real HTTP, which refuses what the real one refuses. By hand: ``python -m tests.fakes.zalo --port 8082``."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.serving import Clock, FakeServer, read_form
from tests.fakes.zalo_checks import Button, RefusalError, check_message, check_template, refuse
from tests.fakes.zalo_events import (
    APP_ID,
    OA_ID,
    OA_SECRET,
    SECRET_KEY,
    USER_ID,
    Json,
    audio_event,
    encode,
    file_event,
    follow_event,
    image_event,
    location_event,
    oa_send_event,
    seen_event,
    signed,
    sticker_event,
    submit_info_event,
    text_event,
    unfollow_event,
)

__all__ = [
    "APP_ID", "OA_ID", "OA_SECRET", "SECRET_KEY", "USER_ID", "Button", "FakeZalo", "Refresh", "Sent", "audio_event", "encode",
    "file_event", "follow_event", "image_event", "location_event", "oa_send_event", "seen_event", "signed", "sticker_event",
    "submit_info_event", "text_event", "unfollow_event",
]  # fmt: skip

FREE = timedelta(hours=48)
WINDOW = timedelta(days=7)
ACCESS_LIFE = timedelta(hours=25)
REFRESH_LIFE = timedelta(days=90)
PER_MINUTE = 4000


@dataclass(frozen=True)
class Sent:
    """A message that reached a person: a consultation (``cs``) with text and buttons, or a ``template`` with its data."""

    user_id: str
    text: str
    buttons: tuple[Button, ...]
    at: datetime
    method: str
    message_id: str
    billed: bool = False
    template_id: str = ""
    template_data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Refresh:
    """One call for new tokens, and whether it gave any."""

    refresh_token: str
    at: datetime
    given: bool


class FakeZalo(FakeServer):
    """``with FakeZalo() as zalo:`` serves the OpenAPI and the OAuth door at ``zalo.url``; the first pair of tokens stands in
    ``access_token`` and ``refresh_token``.

    ``rate_limits`` answers -32 beyond ``per_minute`` requests a minute. ``restricted`` users give -244. ``templates`` holds the approved
    template ids. Whether following alone opens the window is not documented: ``follow_opens_window`` says which way to test.
    """

    def __init__(
        self,
        app_id: str = APP_ID,
        secret_key: str = SECRET_KEY,
        oa_secret: str = OA_SECRET,
        *,
        rate_limits: bool = False,
        per_minute: int = PER_MINUTE,
        follow_opens_window: bool = True,
        port: int = 0,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(port=port, clock=clock)
        self.app_id, self.secret_key, self.oa_secret = app_id, secret_key, oa_secret
        self.rate_limits, self.per_minute = rate_limits, per_minute
        self.follow_opens_window = follow_opens_window
        self.sent: list[Sent] = []
        self.refreshes: list[Refresh] = []
        self.restricted: set[str] = set()
        self.templates: set[str] = set()
        self.last_heard: dict[str, datetime | None] = {}
        self.access_token = self.refresh_token = ""
        self.on_sent: Callable[[Sent], None] | None = None
        self._access: dict[str, datetime] = {}
        self._refresh: dict[str, datetime] = {}
        self._requests: list[datetime] = []
        self._refusals: list[RefusalError] = []
        self.authorize()

    # What a test does on the other side.

    @property
    def billed(self) -> list[Sent]:
        """The consultation messages sent between 48 hours and 7 days after the person's last word."""
        return [sent for sent in self.sent if sent.billed]

    def heard(self, user_id: str, at: datetime | None = None) -> None:
        """The person wrote, now or at a time (UTC-aware): they are known and their window is open from then."""
        with self.lock:
            self.last_heard[user_id] = at or self.clock.now()

    def followed(self, user_id: str) -> None:
        """The person follows the account; they have not written yet."""
        with self.lock:
            self.last_heard.setdefault(user_id, self.clock.now() if self.follow_opens_window else None)

    def unfollowed(self, user_id: str) -> None:
        """The person no longer follows: messages to them give -213."""
        with self.lock:
            self.last_heard.pop(user_id, None)

    def refuse(self, error: int, times: int = 1, message: str = "RefusalError by the test") -> None:
        """The next ``times`` messages are refused with this error (as -211, -218 or -232), whatever they hold."""
        with self.lock:
            self._refusals += [RefusalError(error, message)] * times

    def authorize(self) -> tuple[str, str]:
        """A new pair of tokens, as an administrator's consent gives it. The old refresh token is dead; old access tokens live on."""
        with self.lock:
            now = self.clock.now()
            self.access_token, self.refresh_token = f"access-{secrets.token_hex(8)}", f"refresh-{secrets.token_hex(8)}"
            self._access[self.access_token] = now + ACCESS_LIFE
            self._refresh = {self.refresh_token: now + REFRESH_LIFE}
            return self.access_token, self.refresh_token

    def expire_access_token(self) -> None:
        """Every access token is too old (-220); the refresh token still works."""
        with self.lock:
            self._access = dict.fromkeys(self._access, self.clock.now())

    def revoke(self) -> None:
        """The account takes its consent back: every token is invalid (-216) and cannot be renewed."""
        with self.lock:
            self._access, self._refresh = {}, {}

    def deliver(self, event: Json, url: str, retry: int = 0) -> httpx.Response:
        """Posts an event to a webhook, signed; a person's own doing opens their window first. Raises httpx.HTTPError."""
        user_id = (event.get("sender") or event.get("follower") or {}).get("id", "")
        if event["event_name"].startswith("user_send_"):
            self.heard(user_id)
        elif event["event_name"] in ("follow", "unfollow"):
            (self.followed if event["event_name"] == "follow" else self.unfollowed)(user_id)
        body = encode(event | {"app_id": self.app_id})
        return self.http.post(url, content=body, headers=self.signed(body, retry))

    def signed(self, body: bytes, retry: int = 0) -> dict[str, str]:
        """The headers of a webhook of this app."""
        return signed(body, self.app_id, self.oa_secret, retry)

    # The doors.

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        if request.method != "POST":
            return JSONResponse({"error": -1, "message": "Unsupported method"}, 404)
        try:
            form = await read_form(request)
        except ValueError:
            return _refusal(RefusalError(-201, "The body is not valid"))
        with self.lock:
            if path == "/v4/oa/access_token":
                fields = {} if _is_json(request) else form.fields
                return JSONResponse(self._renew(fields, request.headers.get("secret_key", "")))
            return self._message(path, request.headers.get("access_token", ""), form.fields)

    def _message(self, path: str, token: str, fields: Mapping[str, Any]) -> Response:
        doors = {"/v3.0/oa/message/cs": self._consult, "/v3.0/oa/message/template": self._notify}
        if path not in doors:
            return JSONResponse({"error": -1, "message": "No such API"}, 404)
        try:
            self._limit()
            self._check_token(token)
            if self._refusals:
                raise self._refusals.pop(0)
            sent = doors[path](fields)
        except RefusalError as refusal:
            return _refusal(refusal)
        self.sent.append(sent)
        if self.on_sent is not None:
            self.on_sent(sent)
        return JSONResponse({"error": 0, "message": "Success", "data": {"message_id": sent.message_id, "user_id": sent.user_id}})

    def _consult(self, fields: Mapping[str, Any]) -> Sent:
        user_id, text, buttons = check_message(fields)
        self._check_person(user_id)
        billed = self._check_window(user_id)
        return Sent(user_id, text, buttons, self.clock.now(), "cs", secrets.token_hex(12), billed)

    def _notify(self, fields: Mapping[str, Any]) -> Sent:
        user_id, template_id, data = check_template(fields)
        self._check_person(user_id)
        if template_id not in self.templates:
            refuse(-201, "template_id is invalid or not approved")
        return Sent(user_id, "", (), self.clock.now(), "template", secrets.token_hex(12), False, template_id, data)

    def _limit(self) -> None:
        now = self.clock.now()
        self._requests = [at for at in self._requests if now - at < timedelta(minutes=1)] if self.rate_limits else []
        if self.rate_limits and len(self._requests) >= self.per_minute:
            refuse(-32, "Your app has exceeded the limit of requests per minute")
        self._requests.append(now)

    def _check_token(self, token: str) -> None:
        ends = self._access.get(token)
        if ends is None:
            refuse(-216, "Access token is invalid")
        if ends <= self.clock.now():
            refuse(-220, "Access token is expired")

    def _check_person(self, user_id: str) -> None:
        if user_id in self.restricted:
            refuse(-244, "The user has restricted this type of message from the OA")
        if user_id not in self.last_heard:
            refuse(-213, "The user has not followed the Official Account")

    def _check_window(self, user_id: str) -> bool:
        """Whether a consultation is billed now. Refuses one outside the person's window."""
        last = self.last_heard[user_id]
        if last is None:
            refuse(-232, "User has not interacted with the OA, or the last interaction has expired")
        age = self.clock.now() - last
        if age > WINDOW:
            refuse(-230, "User has not interacted with the OA in the past 7 days")
        return age > FREE

    def _renew(self, fields: Mapping[str, Any], secret_key: str) -> Json:
        """New tokens for a refresh token, which is then used up; a refusal carries no token and is still HTTP 200."""
        offered = str(fields.get("refresh_token") or "")
        why = self._wrong_with(fields, offered, secret_key)
        self.refreshes.append(Refresh(offered, self.clock.now(), why is None))
        if why is not None:
            return {"error": why[0], "error_name": why[1], "error_reason": why[2], "error_description": why[2]}
        access, refresh = self.authorize()
        return {"access_token": access, "refresh_token": refresh, "expires_in": str(int(ACCESS_LIFE.total_seconds()))}

    def _wrong_with(self, fields: Mapping[str, Any], offered: str, secret_key: str) -> tuple[int, str, str] | None:
        if fields.get("app_id") != self.app_id:
            return -14002, "Invalid appId", "The app_id is not one of this developer"
        if secret_key != self.secret_key:
            return -14004, "Invalid secret key", "The secret_key does not belong to the app"
        if fields.get("grant_type") != "refresh_token":
            return -14018, "Invalid grant type", "grant_type must be refresh_token"
        if self._refresh.get(offered, self.clock.now()) <= self.clock.now():
            return -14014, "Invalid refresh token", "The refresh token was used, has expired or was revoked"
        return None


def _is_json(request: Request) -> bool:
    """The OAuth door reads forms only."""
    return request.headers.get("content-type", "").startswith("application/json")


def _refusal(refusal: RefusalError) -> Response:
    return JSONResponse({"error": refusal.error, "message": refusal.message})


if __name__ == "__main__":
    from tests.fakes.console import zalo_console

    zalo_console()

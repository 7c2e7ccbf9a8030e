"""Zalo Official Account: webhooks in, consultation messages and notices out. Source: Zalo OpenAPI v3, as documented in 2026."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import httpx
import structlog

from bot.channels.contract import Event, Limits, Piece, Recipient, RefusedError, SendError, TryLaterError
from bot.channels.rendering import ChecklistUrl, render
from bot.channels.zalo_events import Signer, read_event
from bot.channels.zalo_oauth import TokenError, retry_after
from bot.channels.zalo_tokens import token_store
from bot.clock import utc_now
from bot.db import Database
from bot.logs import report
from bot.messages import ChannelName, Outgoing
from bot.settings import Settings

FREE = timedelta(hours=48)
"""A consultation message costs nothing this long after the person's last one."""
WINDOW = timedelta(days=7)
"""After this it is refused, and only an approved template reaches the person."""
TIMEOUT_S = 10.0
SEND_LIMIT_S = 25.0
"""All of a send, a refresh of tokens included: less than the delivery waits for a channel."""
KEEP_FRESH_S = 6 * 3600.0
"""How often the tokens are looked after while nothing is sent: an unused refresh token dies after three months."""
RATE_PAUSE_S = 15.0
QUOTA_PAUSE_S = 3600.0
TOKEN_PAUSE_S = 60.0
NOTICE_TEXT = 500
"""Characters of a notice."""
STALE, WINDOW_CLOSED = frozenset({-216, -220}), frozenset({-230, -232})
"""Error codes: a token that no longer works; a person whose window is closed."""
CONSULT, TEMPLATE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template"

log = structlog.get_logger("motcua.zalo")


class Tokens(Protocol):
    """Where access tokens come from. Raises TokenError."""

    async def access(self) -> str:
        """A token that should work."""
        ...

    async def refresh(self, stale: str) -> str:
        """A token other than this one."""
        ...

    async def close(self) -> None:
        """Finish what is under way."""
        ...


@dataclass(frozen=True)
class Refusal:
    """Zalo's answer to a message that it did not take: its error code, and what ``Retry-After`` asks for (seconds)."""

    code: int
    after_s: float | None = None


class Zalo:
    """The channel. ``billed`` counts the messages of this process that went out between 48 hours and 7 days."""

    name: ChannelName = "zalo"
    limits = Limits(text=2000, buttons=5, label=100, links=5, utf16=True)
    """Whether Zalo counts characters or UTF-16 units is not documented: what fits by units fits either way."""

    def __init__(
        self,
        *,
        app_id: str,
        oa_secret: str,
        tokens: Tokens,
        client: httpx.AsyncClient,
        api_url: str = "https://openapi.zalo.me",
        notice_template: str | None = None,
        checklist_url: ChecklistUrl | None = None,
    ) -> None:
        self.billed = 0
        self._signer = Signer(app_id, oa_secret)
        self._tokens, self._client = tokens, client
        self._api_url, self._notice_template, self._checklist_url = api_url.rstrip("/"), notice_template, checklist_url
        self._keeping: asyncio.Task[None] | None = None

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Check the signature. Raises ForgedError."""
        self._signer.check(headers, body)

    def parse(self, body: bytes) -> Sequence[Event]:
        """The event of a webhook, if it needs an answer. Raises UnreadableEventError."""
        event = read_event(body)
        return [] if event is None else [event]

    def render(self, said: Sequence[Outgoing]) -> list[Piece]:
        """Replies as messages: buttons and links share five places."""
        return render(said, self.limits, checklist_url=self._checklist_url, together=self.limits.buttons)

    async def noticed(self, event: Event) -> None:
        """Zalo has no typing action."""

    async def send(self, to: Recipient, piece: Piece) -> str:
        """Send one message, as a notice where the window is closed; its id. Raises TryLaterError or RefusedError."""
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                return await self._send(to, piece)
        except TimeoutError:
            raise TryLaterError("no answer in time") from None
        except TokenError as error:
            raise TryLaterError(f"token: {error.reason}", after_s=error.after_s, everyone=True) from None

    async def open(self) -> None:
        """Begin to look after the tokens."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_fresh())

    async def close(self) -> None:
        """Let go of connections, after a refresh that is under way."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await self._tokens.close()
        await self._client.aclose()

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(KEEP_FRESH_S)
            try:
                await self._tokens.access()
            except Exception as error:  # the next round tries again
                report(log, "zalo_tokens_not_kept_fresh", error)

    async def _send(self, to: Recipient, piece: Piece) -> str:
        age = None if to.heard_at is None else utc_now() - to.heard_at
        if age is None or age > WINDOW:
            return await self._notify(to, piece)
        answer = await self._post(CONSULT, consultation(to.person, piece))
        if isinstance(answer, Refusal) and answer.code in WINDOW_CLOSED:
            return await self._notify(to, piece)
        if isinstance(answer, Refusal):
            raise failure(answer)
        if age > FREE:
            self.billed += 1
        return answer

    async def _notify(self, to: Recipient, piece: Piece) -> str:
        """An approved template with the beginning of the text."""
        if self._notice_template is None:
            raise RefusedError("window closed")
        data = {"text": piece.text[:NOTICE_TEXT]}
        answer = await self._post(TEMPLATE, {"user_id": to.person, "template_id": self._notice_template, "template_data": data})
        if isinstance(answer, Refusal):
            raise failure(answer)
        return answer

    async def _post(self, path: str, body: dict[str, Any]) -> str | Refusal:
        """The message id, or why not; a token that no longer works is renewed once."""
        token = await self._tokens.access()
        answer = await self._try(path, body, token)
        if isinstance(answer, Refusal) and answer.code in STALE:
            answer = await self._try(path, body, await self._tokens.refresh(token))
        return answer

    async def _try(self, path: str, body: dict[str, Any], token: str) -> str | Refusal:
        try:
            response = await self._client.post(f"{self._api_url}{path}", json=body, headers={"access_token": token})
        except httpx.HTTPError as error:
            raise TryLaterError(f"no answer: {type(error).__name__}") from None
        return _answer(response)


def failure(refusal: Refusal) -> SendError:
    """What an error code means for the message."""
    reason = f"zalo {refusal.code}"
    match refusal.code:
        case -213:
            return RefusedError(reason, gone=True)
        case -201 | -210 | -244 | -230 | -232:
            return RefusedError(reason)
        case -32:
            return TryLaterError(reason, after_s=refusal.after_s or RATE_PAUSE_S, everyone=True)
        case -211 | -218:
            return TryLaterError(reason, after_s=max(refusal.after_s or 0.0, QUOTA_PAUSE_S), everyone=True)
        case -216 | -220:
            return TryLaterError(reason, after_s=TOKEN_PAUSE_S, everyone=True)
    return TryLaterError(reason, after_s=refusal.after_s)


def consultation(person: str, piece: Piece) -> dict[str, Any]:
    """The body of a consultation message."""
    choices = [{"title": button.label, "type": "oa.query.show", "payload": f"#{button.value}"} for button in piece.buttons]
    pages = [{"title": link.title, "type": "oa.open.url", "payload": {"url": link.url}} for link in piece.links]
    message: dict[str, Any] = {"text": piece.text}
    if choices or pages:
        message["attachment"] = {"type": "template", "payload": {"buttons": [*choices, *pages]}}
    return {"recipient": {"user_id": person}, "message": message}


def _answer(response: httpx.Response) -> str | Refusal:
    """The message id or the error code. Raises TryLaterError for what says neither."""
    wait = retry_after(response)
    if response.status_code == 429 or response.status_code >= 500:
        everyone = response.status_code == 429 or wait is not None
        raise TryLaterError(f"HTTP {response.status_code}", after_s=wait, everyone=everyone)
    body = _object(response)
    code = body.get("error")
    if isinstance(code, bool) or not isinstance(code, int):
        raise TryLaterError(f"HTTP {response.status_code}: an answer that cannot be read", after_s=wait)
    if code != 0:
        return Refusal(code, wait)
    data = body.get("data")
    return str(data.get("message_id") or "") if isinstance(data, dict) else ""


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def zalo_channel(settings: Settings, database: Database, *, checklist_url: ChecklistUrl | None = None) -> Zalo | None:
    """The channel that the settings describe; None where they name no Zalo app."""
    if settings.zalo_app_id is None or settings.zalo_oa_secret is None:
        return None
    client = httpx.AsyncClient(timeout=TIMEOUT_S)
    return Zalo(
        app_id=settings.zalo_app_id,
        oa_secret=settings.zalo_oa_secret.get_secret_value(),
        tokens=token_store(settings, database, client),
        client=client,
        api_url=settings.zalo_api_url,
        notice_template=settings.zalo_notice_template,
        checklist_url=checklist_url,
    )

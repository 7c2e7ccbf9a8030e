"""Zalo's OAuth door: a refresh token goes in and is used up, a new pair comes out. Source: Zalo Official Account, OpenAPI v4."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

EXCHANGE_LIMIT_S = 10.0
"""How long one exchange may take in all; claims on a pair are much longer than this."""
UNSAID_LIFE = timedelta(hours=1)
"""The life of an access token whose ``expires_in`` cannot be read: the pair is good, and soon renewed."""
LONGEST_LIFE = timedelta(days=30)
LONGEST_PAUSE_S = 3600.0

_PATH = "/v4/oa/access_token"
_TOKEN = re.compile(r"[\x21-\x7e]{8,4096}")
_REASON = re.compile(r"[^A-Za-z0-9 _.\-]+")
_LOST = re.compile(r"refresh[ _]?token|invalid_grant", re.IGNORECASE)


class TokenError(Exception):
    """No token can be had now. ``reason`` is for operators and holds no token; ``after_s``: not worth asking before that."""

    after_s: float = 60.0

    def __init__(self, reason: str, *, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = self.after_s if after_s is None else after_s


class NoTokensError(TokenError):
    """Nobody has stored a pair yet."""


class WrongKeyError(TokenError):
    """The stored pair was sealed with another app secret, or is damaged."""


class BrokenTokensError(TokenError):
    """The refresh token is used up, too old or withdrawn: only a new pair from an administrator helps."""


class AwayError(TokenError):
    """Zalo, the database or another process that refreshes did not answer in time; it may work soon."""

    after_s = 5.0


@dataclass(frozen=True)
class Pair:
    """An access token with its life, and the refresh token that gives the next pair."""

    access: str
    refresh: str
    life: timedelta

    def __repr__(self) -> str:
        return f"Pair(life={self.life!r})"


def is_token(value: object) -> bool:
    """Whether this can be a token: visible ASCII without spaces, so that it can stand in a header."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def life(expires_in: object) -> timedelta:
    """``expires_in`` in seconds, which Zalo writes as a string; an hour where it is no sensible number."""
    try:
        seconds = int(str(expires_in).strip())
    except ValueError:
        return UNSAID_LIFE
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_LIFE.total_seconds() else UNSAID_LIFE


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or as a date; at most an hour."""
    said = response.headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        seconds = _until(said)
    return min(seconds, LONGEST_PAUSE_S) if seconds >= 0 else None  # a comparison that "nan" fails


def _until(said: str) -> float:
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return -1.0
    when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


async def exchange(client: httpx.AsyncClient, url: str, *, app_id: str, app_secret: str, refresh: str) -> Pair:
    """The next pair for a refresh token. Raises BrokenTokensError where Zalo no longer takes it, AwayError for all else."""
    form = {"refresh_token": refresh, "app_id": app_id, "grant_type": "refresh_token"}
    try:
        async with asyncio.timeout(EXCHANGE_LIMIT_S):
            response = await client.post(f"{url.rstrip('/')}{_PATH}", data=form, headers={"secret_key": app_secret})
    except (httpx.HTTPError, TimeoutError) as error:
        raise AwayError(f"no answer from Zalo: {type(error).__name__}") from None
    return _read(response)


def _read(response: httpx.Response) -> Pair:
    if response.status_code == 429 or response.status_code >= 500:
        raise AwayError(f"HTTP {response.status_code}", after_s=retry_after(response))
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise AwayError("an answer that cannot be read")
    if is_token(body.get("access_token")) and is_token(body.get("refresh_token")):
        return Pair(body["access_token"], body["refresh_token"], life(body.get("expires_in")))
    raise _refusal(body)


def _refusal(body: dict[str, Any]) -> TokenError:
    """The name decides: reasons and descriptions speak of refresh tokens in other cases too."""
    name = _REASON.sub(" ", str(body.get("error_name") or "")).strip()[:80]
    if _LOST.search(name):
        return BrokenTokensError(name)
    return AwayError(f"refused: {name}" if name else "an answer without a token", after_s=30.0)

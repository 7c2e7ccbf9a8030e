"""The tokens of the Zalo account: sealed in SQL, renewed by one process at a time, never used before they are stored."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import httpx
import structlog
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.tables import TokenRow
from bot.channels.zalo_oauth import (
    AwayError,
    BrokenTokensError,
    NoTokensError,
    Pair,
    TokenError,
    WrongKeyError,
    exchange,
    is_token,
    life,
)
from bot.clock import utc_now
from bot.db import Database, retrying
from bot.errors import StorageBusyError
from bot.logs import report
from bot.settings import Settings

MARGIN = timedelta(minutes=5)
"""An access token is renewed this long before its end: also enough for clocks that differ by a minute."""
CLAIM = timedelta(seconds=120)
"""How long one process may take for an exchange (at most 10 s), with room for clocks that differ by a minute."""
PATIENCE_S = 10.0
"""How long a caller waits for another process that refreshes."""
POLL_S = 0.1
PAUSE_S = 2.0
"""After a refresh that failed, callers get the same failure for at least this long instead of asking Zalo again."""
REFRESH_LIFE = timedelta(days=90)
BROKEN = "refresh token lost: "
"""What ``error`` of the row begins with when only a new pair from an administrator helps."""

T = TypeVar("T")
log = structlog.get_logger("motcua.zalo")


@dataclass(frozen=True)
class Kept:
    """The pair as it stands in the database."""

    access: str
    refresh: str
    version: int
    expires_at: datetime
    refreshed_at: datetime
    error: str | None

    def __repr__(self) -> str:
        return f"Kept(version={self.version}, expires_at={self.expires_at!r})"

    @property
    def broken(self) -> bool:
        """Whether Zalo no longer takes its refresh token."""
        return (self.error or "").startswith(BROKEN)

    def fresh(self, now: datetime) -> bool:
        """Whether the access token lives for at least five more minutes (half its life, where that is shorter)."""
        return now + min(MARGIN, (self.expires_at - self.refreshed_at) / 2) < self.expires_at


@dataclass(frozen=True)
class TokenStatus:
    """What an operator may know. ``readable`` is False where the app secret in the settings is not the one that sealed the pair."""

    expires_at: datetime
    refreshed_at: datetime
    refresh_until: datetime
    refreshing: bool
    readable: bool
    broken: bool
    error: str | None

    @property
    def usable(self) -> bool:
        """Whether the pair can be renewed without an administrator."""
        return self.readable and not self.broken


class TokenStore:
    """The pair of one account. Counts ``refreshes`` and ``failures`` of this process; ``broken`` is its last knowledge.

    Raises NoTokensError, WrongKeyError, BrokenTokensError or AwayError, all of them TokenError. A refresh goes on when the caller that
    began it is cancelled: between Zalo's answer and our table it is the only holder of the pair.
    """

    def __init__(
        self,
        database: Database,
        app_id: str,
        app_secret: str,
        oauth_url: str,
        client: httpx.AsyncClient,
        *,
        clock: Callable[[], datetime] = utc_now,
        pause_s: float = PAUSE_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.account = f"zalo:{app_id}"
        self.refreshes = 0
        self.failures = 0
        self.broken = False
        self._database, self._client, self._clock = database, client, clock
        self._app_id, self._app_secret, self._oauth_url = app_id, app_secret, oauth_url
        self._pause_s, self._patience_s = pause_s, patience_s
        self._seal = _fernet(app_secret)
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[str]] = set()
        self._known: Kept | None = None
        self._unsaved: tuple[int, Pair] | None = None
        self._failed: tuple[float, TokenError] | None = None

    async def access(self) -> str:
        """An access token for at least five more minutes; where none can be had, the present one as long as it lives."""
        kept = self._known
        if kept is None or not kept.fresh(self._clock()):
            kept = await self._read()
        if kept.fresh(self._clock()):
            return kept.access
        try:
            return await self.refresh(kept.access)
        except TokenError:
            if self._clock() < kept.expires_at:
                return kept.access
            raise

    async def refresh(self, stale: str) -> str:
        """An access token other than ``stale``: the one that somebody else has fetched meanwhile, or a new one."""
        task = asyncio.create_task(self._refresh(stale))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def put(self, access: str, refresh: str, expires_in: object) -> None:
        """Store a pair from an administrator, whatever was there. Units: seconds. Raises ValueError for what cannot be a pair."""
        if not is_token(access) or not is_token(refresh) or access == refresh:
            raise ValueError("an access token and a refresh token are wanted, without spaces")
        pair = Pair(access, refresh, life(expires_in))

        async def work(session: AsyncSession) -> None:
            row = await session.get(TokenRow, self.account, with_for_update=True)
            version = row.version + 1 if row else 1
            await session.merge(TokenRow(account=self.account, version=version, **self._values(pair)))

        await self._write(work)
        self._known = self._unsaved = self._failed = None
        self.broken = False

    async def status(self) -> TokenStatus | None:
        """How the stored pair is; None where there is none. Raises AwayError."""
        row = await self._row()
        if row is None:
            return None
        readable = self._opened(row) is not None
        refreshing = row.refreshing_until is not None and row.refreshing_until > self._clock()
        until, broken = row.refreshed_at + REFRESH_LIFE, (row.error or "").startswith(BROKEN)
        return TokenStatus(row.expires_at, row.refreshed_at, until, refreshing, readable, broken, row.error)

    async def close(self) -> None:
        """Wait for a refresh that is under way: it may hold the only copy of a new pair."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[str]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, for callers that are gone

    # Refreshing

    async def _refresh(self, stale: str) -> str:
        async with self._lock:
            give_up = time.monotonic() + self._patience_s
            while time.monotonic() < give_up:
                await self._save()
                kept = await self._read()
                if kept.access != stale and kept.fresh(self._clock()):
                    return kept.access
                self._raise_known_failure(kept)
                claim = await self._claim(kept)
                if claim is not None:
                    return await self._renew(kept, claim)
                await asyncio.sleep(POLL_S)
            raise AwayError("another process is refreshing")

    def _raise_known_failure(self, kept: Kept) -> None:
        if kept.broken:
            raise BrokenTokensError((kept.error or "").removeprefix(BROKEN))
        if self._failed is not None and time.monotonic() < self._failed[0]:
            raise AwayError(self._failed[1].reason, after_s=self._failed[1].after_s)

    async def _claim(self, kept: Kept) -> datetime | None:
        """The end of this process's claim on the pair; None while another one holds it."""
        now = self._clock()
        free = or_(TokenRow.refreshing_until.is_(None), TokenRow.refreshing_until < now)
        claim = update(TokenRow).where(TokenRow.account == self.account, TokenRow.version == kept.version, free)

        async def work(session: AsyncSession) -> bool:
            found = await session.execute(claim.values(refreshing_until=now + CLAIM).returning(TokenRow.version))
            return found.first() is not None

        return now + CLAIM if await self._write(work) else None

    async def _renew(self, kept: Kept, claim: datetime) -> str:
        try:
            pair = await exchange(
                self._client, self._oauth_url, app_id=self._app_id, app_secret=self._app_secret, refresh=kept.refresh
            )  # fmt: skip
        except TokenError as error:
            await self._note(kept, claim, error)
            raise
        self._unsaved = (kept.version, pair)
        self._failed = None
        self.refreshes += 1
        await self._save()
        return (await self._read()).access

    async def _save(self) -> None:
        """Store the pair that Zalo gave, if any waits. It is dropped only for a newer one, which an administrator stored meanwhile."""
        if self._unsaved is None:
            return
        version, pair = self._unsaved
        change = update(TokenRow).where(TokenRow.account == self.account, TokenRow.version == version)

        async def work(session: AsyncSession) -> None:
            await session.execute(change.values(version=version + 1, **self._values(pair)))

        try:
            await self._write(work)
        except TokenError as error:
            report(log, "zalo_tokens_unsaved", error, reason=error.reason)
            raise
        self._unsaved = None
        log.info("zalo_tokens_refreshed", version=version + 1)

    async def _note(self, kept: Kept, claim: datetime, error: TokenError) -> None:
        """Let go of the claim and write down why; only where the claim is still ours."""
        self.failures += 1
        self.broken = isinstance(error, BrokenTokensError)
        self._failed = (time.monotonic() + self._pause_s, error)
        log.error("zalo_tokens_broken" if self.broken else "zalo_tokens_not_refreshed", reason=error.reason)
        ours = (TokenRow.account == self.account, TokenRow.version == kept.version, TokenRow.refreshing_until == claim)
        values = {"refreshing_until": None, "error": (BROKEN if self.broken else "") + error.reason}

        async def work(session: AsyncSession) -> None:
            await session.execute(update(TokenRow).where(*ours).values(values))

        await self._write(work)

    # The table

    def _values(self, pair: Pair) -> dict[str, object]:
        now = self._clock()
        secret = json.dumps({"account": self.account, "access": pair.access, "refresh": pair.refresh})
        sealed = self._seal.encrypt(secret.encode()).decode()
        return {"sealed": sealed, "expires_at": now + pair.life, "refreshed_at": now, "refreshing_until": None, "error": None}

    async def _read(self) -> Kept:
        """The stored pair. Raises NoTokensError, WrongKeyError, AwayError."""
        row = await self._row()
        if row is None:
            raise NoTokensError("no Zalo tokens yet: motcua zalo token set")
        opened = self._opened(row)
        if opened is None:
            raise WrongKeyError("the Zalo tokens were sealed with another MOTCUA_ZALO_APP_SECRET: motcua zalo token set")
        self._known = Kept(*opened, row.version, row.expires_at, row.refreshed_at, row.error)
        self.broken = self._known.broken
        return self._known

    def _opened(self, row: TokenRow) -> tuple[str, str] | None:
        try:
            secret = json.loads(self._seal.decrypt(row.sealed.encode()))
        except (InvalidToken, ValueError):
            return None
        return (secret["access"], secret["refresh"]) if secret["account"] == self.account else None

    async def _row(self) -> TokenRow | None:
        async def work() -> TokenRow | None:
            async with self._database.read() as session:
                return await session.get(TokenRow, self.account)

        return await _reaching(work)

    async def _write(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def once() -> T:
            async with self._database.write() as session:
                return await work(session)

        return await _reaching(once)


def token_store(settings: Settings, database: Database, client: httpx.AsyncClient) -> TokenStore:
    """The tokens of the account that the settings describe. Raises ValueError where they name none."""
    if settings.zalo_app_id is None or settings.zalo_app_secret is None:
        raise ValueError("MOTCUA_ZALO_APP_ID is not set")
    return TokenStore(database, settings.zalo_app_id, settings.zalo_app_secret.get_secret_value(), settings.zalo_oauth_url, client)


async def _reaching(work: Callable[[], Awaitable[T]]) -> T:
    """The result of ``work`` on the database. Raises AwayError where it cannot be reached."""
    try:
        return await retrying(work)
    except StorageBusyError:
        raise AwayError("the database is out of reach") from None


def _fernet(app_secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua zalo tokens").derive(app_secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))

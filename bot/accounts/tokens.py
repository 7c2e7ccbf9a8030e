"""Tokens for the programs of staff: shown once, kept as a hash, limited in time and to units."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts import replies
from bot.accounts.audit import AuditEntry, write_audit
from bot.accounts.tables import TokenRow
from bot.accounts.units import UNIT, within
from bot.clock import utc_now
from bot.db import Database, retrying
from bot.errors import InvalidError

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is remembered when a token was last used."""
NAME_LENGTH = 120
LONGEST = timedelta(days=366)
OPERATOR = "operator"
"""Who uses the command line, in the audit trail."""
_TOKEN = re.compile(r"mc_(?P<id>[1-9][0-9]{0,17})_[A-Za-z0-9_-]{43}", re.ASCII)
_NO_HASH = "0" * 64

T = TypeVar("T")


class Role(StrEnum):
    """What staff may see: an agent works on dossiers with masked numbers, a supervisor and an admin see them whole."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True)
class Staff:
    """Somebody who showed a valid token. ``units`` are the unit prefixes in scope; all where empty."""

    id: int
    name: str
    role: Role
    units: tuple[str, ...]

    @property
    def actor(self) -> str:
        """The name in the audit trail."""
        return f"staff:{self.id}"

    def may_see(self, code: str) -> bool:
        """Whether a dossier's unit, by its code, is in scope."""
        return not self.units or any(within(code, unit) for unit in self.units)


@dataclass(frozen=True)
class TokenInfo:
    """What an operator may know of a token: not the token."""

    staff: Staff
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def valid(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True)
class NewToken:
    """A token at its making: the only time it is told."""

    token: str = field(repr=False)
    info: TokenInfo


class TokenRequestError(InvalidError):
    """A token that cannot be made as asked; the sentence says what is allowed."""

    code = "invalid_token_request"


class Accounts:
    """The tokens in SQL."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database, self._clock = database, clock

    async def create(self, name: str, role: Role, units: Sequence[str], life: timedelta) -> NewToken:
        """A new token, ``mc_<id>_<secret>``. Raises TokenRequestError, StorageBusyError."""
        _check(name, role, units, life)

        async def work(session: AsyncSession) -> NewToken:
            secret, now = secrets.token_urlsafe(32), self._clock()
            row = TokenRow(name=name, role=role, units=list(units), hash=_hash(secret), created_at=now, expires_at=now + life)
            session.add(row)
            await session.flush()  # the number is part of the token
            token = f"mc_{row.id}_{secret}"
            row.hash = _hash(token)
            write_audit(session, AuditEntry(now, OPERATOR, "token.create", f"token:{row.id}", role))
            return NewToken(token, _info(row))

        return await self._write(work)

    async def all(self) -> list[TokenInfo]:
        """Every token there ever was, oldest first. Raises StorageBusyError."""

        async def work() -> list[TokenInfo]:
            async with self._database.read() as session:
                return [_info(row) for row in await session.scalars(select(TokenRow).order_by(TokenRow.id))]

        return await retrying(work)

    async def revoke(self, number: int) -> bool:
        """End a token now; whether there is such a one that was still valid. Raises StorageBusyError."""
        now = self._clock()
        ended = update(TokenRow).where(TokenRow.id == number, TokenRow.revoked_at.is_(None), TokenRow.expires_at > now)

        async def work(session: AsyncSession) -> bool:
            if (await session.execute(ended.values(revoked_at=now).returning(TokenRow.id))).first() is None:
                return False
            write_audit(session, AuditEntry(now, OPERATOR, "token.revoke", f"token:{number}", "revoked"))
            return True

        return await self._write(work)

    async def authenticate(self, token: str) -> Staff | None:
        """Whose token this is; None for a wrong, ended or revoked one, without a difference in time. Raises StorageBusyError."""
        match = _TOKEN.fullmatch(token)
        row = await self._row(int(match["id"])) if match else None
        right = hmac.compare_digest(_hash(token), row.hash if row else _NO_HASH)
        if row is None or not right or row.role not in _ROLES or not _info(row).valid(self._clock()):
            return None
        await self._seen(row)
        return _staff(row)

    async def _row(self, number: int) -> TokenRow | None:
        async def work() -> TokenRow | None:
            async with self._database.read() as session:
                return await session.get(TokenRow, number)

        return await retrying(work)

    async def _seen(self, row: TokenRow) -> None:
        now = self._clock()
        if row.used_at is None or now - row.used_at > SEEN_EVERY:

            async def work(session: AsyncSession) -> None:
                await session.execute(update(TokenRow).where(TokenRow.id == row.id).values(used_at=now))

            await self._write(work)

    async def _write(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def once() -> T:
            async with self._database.write() as session:
                return await work(session)

        return await retrying(once)


def _check(name: str, role: Role, units: Sequence[str], life: timedelta) -> None:
    if not name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise TokenRequestError(replies.WRONG_NAME.format(most=NAME_LENGTH))
    wrong = next((unit for unit in units if not UNIT.fullmatch(unit)), None)
    if wrong is not None:
        raise TokenRequestError(replies.WRONG_UNIT.format(unit=wrong))
    if not units and role is not Role.ADMIN:
        raise TokenRequestError(replies.UNITS_MISSING)
    if not timedelta() < life <= LONGEST:
        raise TokenRequestError(replies.WRONG_DAYS.format(most=LONGEST.days))


def _hash(token: str) -> str:
    """The secret has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _staff(row: TokenRow) -> Staff:
    return Staff(row.id, row.name, Role(row.role), tuple(row.units))


def _info(row: TokenRow) -> TokenInfo:
    return TokenInfo(_staff(row), row.created_at, row.expires_at, row.revoked_at, row.used_at)

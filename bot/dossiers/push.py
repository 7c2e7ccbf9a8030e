"""A one-stop system tells of a change by a signed webhook. For other programs' authors: docs/dossiers/bang-ho-so.md.

A push of a system that is read from our table may carry the whole record; any other is a hint that makes us ask that system anew.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, JsonValue, SecretStr, StringConstraints, ValidationError
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts.service import AuditEntry, write_audit
from bot.db import Database, retrying
from bot.dossiers.codes import has_day
from bot.dossiers.gateway import Gateway
from bot.dossiers.model import Dossier
from bot.dossiers.rows import UnfitError, dossier_from_json, put_newer, read_moment, row_of
from bot.dossiers.tables import PushRow
from bot.errors import ForbiddenError, MotCuaError, NotFoundError, from_validation
from bot.logs import report
from bot.numbers import find_dossiers, plain_twin, values

PUSH = "dossier.push"
FRESH = timedelta(minutes=5)
"""How far the signed time may be from ours, either way."""
KEPT = timedelta(days=30)
"""How long the ids of pushes are known."""

_SIGNATURE = re.compile(r"sha256=([0-9a-fA-F]{64})")
_TOLD = frozenset({"missing", "extra_forbidden", "string_type", "string_pattern_mismatch"})
"""Kinds of errors whose sentence fits a field of the record; of others only the field is named."""
_STAMP = re.compile(r"\d{1,12}", re.ASCII)

Result = Literal["stored", "older", "noted", "known"]
"""What came of a push: its record was stored; it was older than ours; the hint was noted; the same push came before."""

log = structlog.get_logger("motcua.dossiers")


class Described(Protocol):
    """What a system's description says that matters here."""

    @property
    def kind(self) -> str:
        """``http`` or ``sql``."""
        ...

    @property
    def push_secret(self) -> str | None:
        """The name of the secret of its pushes."""
        ...


class Systems(Protocol):
    """The one-stop systems side by side."""

    def of(self, code: str) -> Gateway | None:
        """The system that has the dossiers of a code's unit."""
        ...

    def settings_of(self, system: str, /) -> Described | None:
        """The description of a system; None where there is none."""
        ...


class _Push(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,120}$")]
    code: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    record: dict[str, JsonValue] | None = None


@dataclass(frozen=True)
class _Told:
    """A push that was read: the dossier and the time of its record, None for a hint."""

    id: str
    code: str
    record: tuple[Dossier, datetime] | None


class Pushes:
    """Takes pushes. ``hurry(system, code)`` has the dossier's watches looked after at once."""

    def __init__(
        self,
        database: Database,
        systems: Systems,
        secrets: Mapping[str, SecretStr],
        *,
        hurry: Callable[[str, str], Awaitable[None]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._systems, self._secrets = database, systems, secrets
        self._hurry, self._clock = hurry, clock

    async def take(self, system: str, headers: Mapping[str, str], body: bytes) -> Result:
        """Check one push and do what it says, once.

        Raises NotFoundError for a system that pushes nothing, ForbiddenError for a wrong signature or time, UnreadableError and
        InvalidError, which name the field, for what is no push, StorageBusyError where it should be sent again later.
        """
        described = self._systems.settings_of(system)
        secret = self._secrets.get(described.push_secret) if described and described.push_secret else None
        if described is None or secret is None:
            raise NotFoundError
        self._verify(secret.get_secret_value(), headers, body)
        told = self._read(system, described.kind, body)
        result = await retrying(lambda: self._keep(system, told))
        if result in ("stored", "noted"):
            await self._spread(system, told.code)
        return result

    async def clean(self, now: datetime | None = None) -> None:
        """Forget the ids of old pushes. Raises StorageBusyError."""
        before = (now or self._clock()) - KEPT

        async def once() -> None:
            async with self._database.write() as session:
                await session.execute(delete(PushRow).where(PushRow.at < before))

        await retrying(once)

    def _verify(self, secret: str, headers: Mapping[str, str], body: bytes) -> None:
        stamp, given = headers.get("x-motcua-timestamp", ""), _SIGNATURE.fullmatch(headers.get("x-motcua-signature", ""))
        if given is None or not _STAMP.fullmatch(stamp):
            raise ForbiddenError
        if not hmac.compare_digest(signature(secret, stamp, body), f"sha256={given[1].lower()}"):
            raise ForbiddenError
        if abs(self._clock().timestamp() - int(stamp)) > FRESH.total_seconds():
            raise ForbiddenError

    def _read(self, system: str, kind: str, body: bytes) -> _Told:
        try:
            push = _Push.model_validate_json(body)
        except ValidationError as error:
            raise from_validation(error.errors(include_url=False, include_input=False)) from None
        codes = values(find_dossiers(plain_twin(push.code)))
        gateway = self._systems.of(codes[0]) if len(codes) == 1 else None
        if gateway is None or gateway.id != system or not has_day(codes[0]):
            raise _wrong("code")
        if push.record is None:
            return _Told(push.id, codes[0], None)
        if kind != "sql":
            raise _wrong("record", "extra_forbidden")
        return _Told(push.id, codes[0], self._record(system, codes[0], push.record))

    def _record(self, system: str, code: str, fields: Mapping[str, JsonValue]) -> tuple[Dossier, datetime]:
        told = dict(fields)
        if "updated_at" not in told:
            raise _wrong("record.updated_at", "missing")
        try:
            updated_at = read_moment(told.pop("updated_at"), "updated_at")
            dossier = dossier_from_json(system, code, told)
        except UnfitError as error:
            raise _wrong(f"record.{error.field}", error.kind if error.kind in _TOLD else "wrong") from None
        if updated_at > self._clock() + FRESH:
            raise _wrong("record.updated_at")
        return dossier, updated_at

    async def _keep(self, system: str, told: _Told) -> Result:
        """Note the push and store its record, in one transaction."""
        now = self._clock()
        async with self._database.write(urgent=True) as session:
            if not await _first(session, system, told.id, now):
                return "known"
            result: Result = "noted"
            if told.record is not None:
                result = "stored" if await put_newer(session, row_of(*told.record)) else "older"
            write_audit(session, AuditEntry(now, f"system:{system}", PUSH, told.code, result))
            return result

    async def _spread(self, system: str, code: str) -> None:
        """Have everybody who keeps something of the dossier ask anew. Where that fails, the next regular look-up finds the change."""
        gateway = self._systems.of(code)
        try:
            if gateway is not None:
                await gateway.forget(code)
            await self._hurry(system, code)
        except Exception as error:
            report(log, "a push was taken, but nobody could be hurried", error, system=system)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What ``X-MotCua-Signature`` must say: HMAC-SHA256 over the timestamp, a dot and the raw body."""
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


async def _first(session: AsyncSession, system: str, event: str, now: datetime) -> bool:
    """Whether this push is here for the first time; of two at once the later one waits for the earlier one's end."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(PushRow).values(system=system, event=event, at=now).on_conflict_do_nothing()
    return (await session.execute(new.returning(PushRow.event))).first() is not None


def _wrong(field: str, kind: str = "wrong") -> MotCuaError:
    return from_validation([{"loc": (field,), "type": kind}])

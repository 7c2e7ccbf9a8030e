"""The gateway over our own table: filled by ``motcua dossiers import``, by signed pushes, or by another program."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.dossiers.gateway import Answer, NotFound, Unavailable
from bot.dossiers.model import Dossier
from bot.dossiers.rows import FIELDS, UnfitError, dossier_of
from bot.dossiers.tables import RecordRow
from bot.errors import StorageBusyError
from bot.numbers import dossier_key

LIMIT_S = 5.0
"""How long the database may take; a citizen waits."""
_COLUMNS = {name: getattr(RecordRow, name) for name in ("code", *FIELDS)}
_SILENT = (SQLAlchemyError, StorageBusyError, OSError, TimeoutError)

log = structlog.get_logger("motcua.dossiers")


class SqlGateway:
    """One system whose dossiers stand in the table under its id."""

    def __init__(self, database: Database, *, id: str, name: str, prefixes: tuple[str, ...] = ()) -> None:  # noqa: A002
        self.id = id
        self.name = name
        self.prefixes = prefixes
        self._database = database

    async def lookup(self, code: str) -> Answer:
        """The dossier of a code in its official writing. Rows are not trusted, for another program may write them. Never raises."""
        key = dossier_key(code)
        try:
            async with asyncio.timeout(LIMIT_S):
                row = await self._row(key)
        except _SILENT as error:
            return self._failed(code, f"the database is silent: {type(error).__name__}")
        except UnfitError as error:
            return self._failed(code, f"the row does not fit: {error}")
        except Exception as error:  # a driver's surprise must not end a conversation
            return self._failed(code, f"the row could not be read: {type(error).__name__}")
        return NotFound() if row is None else self._dossier(code, key, row)

    async def has_any(self) -> bool:
        """Whether the table holds any dossier of this system. While the database is silent True: a look-up then says what is wrong."""
        first = select(RecordRow.key).where(RecordRow.system == self.id).limit(1)
        try:
            async with asyncio.timeout(LIMIT_S), self._database.read() as session:
                return await session.scalar(first) is not None
        except _SILENT:
            return True

    async def forget(self, code: str) -> None:
        """Nothing: every look-up reads the table."""

    async def close(self) -> None:
        """Nothing: the database is the caller's."""

    async def _row(self, key: str) -> Mapping[str, Any] | None:
        async with self._database.read() as session:
            try:
                found = await session.execute(self._one(key, *_COLUMNS.values()))
            except (ValueError, TypeError):  # SQLite keeps whatever it was given; its text must not get into an error
                raise UnfitError(await self._unreadable(session, key), "unreadable") from None
            row: Mapping[str, Any] | None = found.mappings().one_or_none()
            return row

    async def _unreadable(self, session: AsyncSession, key: str) -> str:
        """The column whose value is none of its type."""
        for name, column in _COLUMNS.items():
            try:
                await session.execute(self._one(key, column))
            except (ValueError, TypeError):
                return name
        return "record"

    def _one(self, key: str, *columns: Any) -> Select[Any]:
        return select(*columns).where(RecordRow.system == self.id, RecordRow.key == key)

    def _dossier(self, code: str, key: str, row: Mapping[str, Any]) -> Dossier | Unavailable:
        fields = dict(row)
        if dossier_key(str(fields.pop("code"))) != key:
            return self._failed(code, "the row does not fit: code: another dossier's")
        try:
            return dossier_of(self.id, code, fields)
        except UnfitError as error:
            return self._failed(code, f"the row does not fit: {error}")

    def _failed(self, code: str, reason: str) -> Unavailable:
        log.warning("dossier_lookup_failed", system=self.id, code=code, reason=reason)
        return Unavailable(reason)

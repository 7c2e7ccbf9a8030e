"""Turns of the writers: short ones in a transaction, and the long one of whoever publishes."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy import text, update
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.admin import replies
from bot.admin.errors import ContentBusyError
from bot.admin.tables import DeskRow
from bot.db import Database, retrying
from bot.errors import StorageBusyError

_LOCK_KEY = 0x6D6F7464
"""Any fixed number but that of the migrations: all replicas ask PostgreSQL for the same lock."""
_ASK_EVERY_S = 0.2

T = TypeVar("T")


@asynccontextmanager
async def writing(database: Database) -> AsyncIterator[AsyncSession]:
    """A session in a transaction that has the writers' desk for itself, on SQLite and on PostgreSQL alike."""
    async with database.write() as session:
        await session.execute(update(DeskRow).values(turn=DeskRow.turn + 1))
        yield session


async def told(work: Callable[[], Awaitable[T]]) -> T:
    """The result of ``work``, tried again while the database is locked. Raises ContentBusyError when it stays out of reach."""
    try:
        return await retrying(work)
    except StorageBusyError as error:
        raise ContentBusyError from error


@asynccontextmanager
async def publishing(database: Database, *, patience_s: float = 0.0) -> AsyncIterator[None]:
    """Publish alone; the right falls with the process, however that ends. Raises ContentBusyError where somebody else has it."""
    take = _file_lock if database.is_sqlite else _advisory_lock
    try:
        async with take(database, patience_s) as taken:
            if not taken:
                raise ContentBusyError(replies.PUBLISHING)
            yield
    except (OperationalError, InterfaceError) as error:
        raise ContentBusyError from error


@asynccontextmanager
async def _file_lock(database: Database, patience_s: float) -> AsyncIterator[bool]:
    """SQLite lives on one machine, and so does a lock on a file beside it."""
    path = Path(f"{database.url.database}.publish")
    with await asyncio.to_thread(path.open, "w", encoding="utf-8") as file:
        yield await _patiently(patience_s, lambda: _flock(file))


async def _flock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@asynccontextmanager
async def _advisory_lock(database: Database, patience_s: float) -> AsyncIterator[bool]:
    """PostgreSQL keeps the lock as long as this connection lives."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        taken = await _patiently(patience_s, lambda: _try_lock(connection))
        try:
            yield taken
        finally:
            if taken:
                with suppress(SQLAlchemyError):
                    await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})


async def _try_lock(connection: AsyncConnection) -> bool:
    return bool((await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK_KEY})).scalar_one())


async def _patiently(patience_s: float, take: Callable[[], Awaitable[bool]]) -> bool:
    for _ in range(round(patience_s / _ASK_EVERY_S)):
        if await take():
            return True
        await asyncio.sleep(_ASK_EVERY_S)
    return await take()

"""The database: one engine, short sessions. SQLite in WAL mode by default, PostgreSQL by its URL."""

from __future__ import annotations

import asyncio
import json
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.errors import StorageBusyError

BUSY_TIMEOUT_MS = 2000
"""How long SQLite itself waits for another process that writes."""
RETRY_DELAYS_S = (0.05, 0.2, 0.5)
LAST_STATEMENT_S = 10.0
"""How long ``close`` waits for a statement that is still running on SQLite."""

T = TypeVar("T")


class Base(DeclarativeBase):
    """Base of all tables."""


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they mean different moments on different machines."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time needs a time zone: {value!r}")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """The engine and its sessions. ``read()`` and ``write()`` give a session; ``write()`` commits at the end."""

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        pool: dict[str, Any] = {} if self.is_sqlite else {"pool_pre_ping": True, "pool_size": 10, "pool_timeout": 5}
        self.engine = create_async_engine(self.url, hide_parameters=True, json_serializer=_to_json, **pool)
        self._threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        if self.is_sqlite:
            make_folder(self.url)
            prepare_sqlite(self.engine.sync_engine, busy_timeout_ms)
            self._watch_threads()
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._one_writer: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._patient: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading."""
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A session in a transaction. Inside one process SQLite's writers queue here, which costs less than its busy waiting.

        Urgent ones wait for at most one that is not: somebody outside waits for them.
        """
        async with nullcontext() if urgent else self._patient, self._one_writer, self._sessions.begin() as session:
            yield session

    async def close(self) -> None:
        """Close all connections, and wait for what still runs on SQLite: its threads report to the event loop, which may end after this."""
        await self.engine.dispose()
        await asyncio.to_thread(self._join)

    def _join(self) -> None:
        for thread in list(self._threads):
            thread.join(LAST_STATEMENT_S)

    def _watch_threads(self) -> None:
        """Remember every connection's thread, also of one whose opening is cancelled."""

        @event.listens_for(self.engine.sync_engine, "do_connect")
        def _opening(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
            options["async_creator_fn"] = self._open

    async def _open(self, *arguments: Any, **options: Any) -> aiosqlite.Connection:
        connection = aiosqlite.connect(*arguments, **options)
        connection._thread.daemon = True  # as SQLAlchemy does
        self._threads.add(connection._thread)
        return await connection


async def retrying(work: Callable[[], Awaitable[T]]) -> T:
    """The result of ``work``, tried again while the database is locked. Raises StorageBusyError when it stays out of reach."""
    for delay in (*RETRY_DELAYS_S, None):
        try:
            return await work()
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            if delay is None or not _passing(error):
                raise StorageBusyError from error
            await asyncio.sleep(delay)
    raise AssertionError("unreachable")


def _passing(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    said = str(error.orig).lower()
    return "locked" in said or "busy" in said or "deadlock" in said or error.connection_invalidated


def sync_engine(url: str) -> Engine:
    """A blocking engine on the same database, for migrations."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True)
    make_folder(parsed)
    engine = create_engine(parsed.set(drivername="sqlite"), hide_parameters=True)
    prepare_sqlite(engine, busy_timeout_ms=30_000)
    return engine


def make_folder(url: URL) -> None:
    """Create the folder of an SQLite file."""
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)


def prepare_sqlite(engine: Engine, busy_timeout_ms: int) -> None:
    """Give every new connection the timeout, write-ahead logging, foreign keys, and deleting that leaves no bytes behind."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""A table as a queue: rows of one conversation in order, of many conversations side by side, each row with one worker at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Update, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.channels.tables import DEAD, WAITING, InboxRow, OutboxRow
from bot.clock import utc_now
from bot.db import Database, retrying

CLAIM = timedelta(seconds=60)
"""How long a worker may take; after that another one may take over."""
FREE: dict[str, Any] = {"claimed_by": None, "claimed_until": None}

Row = type[InboxRow] | type[OutboxRow]
T = TypeVar("T")


class Queue:
    """``owner`` names this process, the same after a restart: what it held before its end is free again."""

    table: Row

    def __init__(self, database: Database, *, owner: str, clock: Callable[[], datetime] = utc_now) -> None:
        self.database = database
        self._owner = owner
        self._clock = clock

    async def _write(self, work: Callable[[AsyncSession], Awaitable[T]], *, urgent: bool = False) -> T:
        """Do ``work`` in one transaction, again while the database is locked. Raises StorageBusyError."""

        async def once() -> T:
            async with self.database.write(urgent=urgent) as session:
                return await work(session)

        return await retrying(once)

    async def _change(self, statement: Update) -> None:
        async def work(session: AsyncSession) -> None:
            await session.execute(statement)

        await self._write(work)

    async def _claim(self, session: AsyncSession, limit: int, more: ColumnElement[bool]) -> list[Any]:
        """The first waiting row of each conversation that nobody works on, now held by this process: one statement."""
        held = {"claimed_by": self._owner, "claimed_until": self._clock() + CLAIM, "attempts": self.table.attempts + 1}
        taken = update(self.table).where(self.table.id.in_(self._heads(limit, more))).values(held).returning(self.table)
        return sorted(await session.scalars(taken), key=lambda row: row.id)

    def _earlier(self, other: Any) -> ColumnElement[bool]:
        """Whether ``other`` comes before a row of the table."""
        return other.id < self.table.id  # type: ignore[no-any-return]

    def _heads(self, limit: int, more: ColumnElement[bool]) -> Any:
        now, table, other = self._clock(), self.table, aliased(self.table)
        same = and_(other.conversation_id == table.conversation_id, other.state == WAITING, other.id != table.id)
        blocked = exists().where(same, or_(self._earlier(other), other.claimed_until > now))
        free = or_(table.claimed_until.is_(None), table.claimed_until <= now)
        waiting = and_(table.state == WAITING, table.next_at <= now, free, more)
        return select(table.id).where(waiting, ~blocked).order_by(table.id).limit(limit).with_for_update(skip_locked=True)

    async def free(self) -> None:
        """Take over what this process held when it last ended."""
        held = and_(self.table.claimed_by == self._owner, self.table.state == WAITING)
        await self._change(update(self.table).where(held).values(FREE))

    async def resend(self, numbers: Collection[int] | None = None) -> int:
        """Have what was given up tried again, all of it without ``numbers``; how many."""
        given_up = self.table.state == DEAD
        which = given_up if numbers is None else and_(given_up, self.table.id.in_(numbers))
        again = update(self.table).where(which).values(self._anew()).returning(self.table.id)

        async def work(session: AsyncSession) -> int:
            return len((await session.execute(again)).all())

        return await self._write(work)

    def _anew(self) -> dict[str, Any]:
        return {"state": WAITING, "attempts": 0, "next_at": self._clock(), "error": None, **FREE}

    async def count(self) -> dict[str, int]:
        """How many rows are in which state."""
        async with self.database.read() as session:
            rows = await session.execute(select(self.table.state, func.count()).group_by(self.table.state))
            return {str(row[0]): int(row[1]) for row in rows}

    def _open(self, number: int) -> Update:
        """A change of one row that is still waiting."""
        return update(self.table).where(self.table.id == number, self.table.state == WAITING)

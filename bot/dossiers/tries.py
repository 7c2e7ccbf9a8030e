"""How often a proof may be tried: counted before it is checked, in one transaction, so that no number of callers at once gets more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, retrying
from bot.dossiers.lookup import Locked
from bot.dossiers.tables import TryRow

WINDOW = timedelta(hours=24)
PER_CODE = 5
"""Wrong proofs in any 24 hours for one code, whoever tries and whether or not there is such a dossier."""
PER_PERSON = 15
"""Wrong proofs in any 24 hours of one person over all codes."""


@dataclass(frozen=True)
class Taken:
    """A try that may be checked now. It counts as wrong until it is forgiven."""

    id: int
    key: str
    person: str


class Tries:
    """The tries in SQL, shared by all processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, key: str, person: str, at: datetime) -> Taken | Locked:
        """Count a try for ``key`` (``bot.numbers.dossier_key``). Raises StorageBusyError."""

        async def once() -> Taken | Locked:
            async with self._database.write(urgent=True) as session:
                return await self._take(session, TryRow(key=key, person=person, at=at))

        return await retrying(once)

    async def _take(self, session: AsyncSession, row: TryRow) -> Taken | Locked:
        """Insert first, then count: the insert holds SQLite's only write lock, and on PostgreSQL the table's lock is asked for."""
        if not self._database.is_sqlite:
            await session.execute(text("LOCK TABLE dossier_tries IN SHARE ROW EXCLUSIVE MODE"))
        session.add(row)
        await session.flush()
        locked = await _locked(session, row)
        if locked is None:
            return Taken(row.id, row.key, row.person)
        await session.delete(row)
        return locked


async def forgive(session: AsyncSession, taken: Taken, *, earlier: bool) -> None:
    """In the caller's transaction: the try was not wrong. With ``earlier`` this person's older ones for that code go too."""
    mine = TryRow.id == taken.id
    if earlier:
        mine |= (TryRow.key == taken.key) & (TryRow.person == taken.person)
    await session.execute(delete(TryRow).where(mine))


async def clean_tries(session: AsyncSession, now: datetime) -> None:
    """Delete tries that no longer count."""
    await session.execute(delete(TryRow).where(TryRow.at <= now - WINDOW))


async def _locked(session: AsyncSession, row: TryRow) -> Locked | None:
    """Why a try that was just counted may not be checked."""
    of_code = await _latest(session, row, TryRow.key == row.key, PER_CODE)
    of_person = await _latest(session, row, TryRow.person == row.person, PER_PERSON)
    full = [times[-1] + WINDOW for times, most in ((of_code, PER_CODE), (of_person, PER_PERSON)) if len(times) == most]
    return Locked(max(full), own=len(of_person) == PER_PERSON) if full else None


async def _latest(session: AsyncSession, row: TryRow, which: ColumnElement[bool], most: int) -> Sequence[datetime]:
    """The times of the newest other tries that still count, newest first."""
    others = select(TryRow.at).where(which, TryRow.id != row.id, TryRow.at > row.at - WINDOW)
    return (await session.scalars(others.order_by(TryRow.at.desc()).limit(most))).all()

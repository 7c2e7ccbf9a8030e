"""Who wants to be told of changes in which dossier, and what each of them knows of it. Nothing personal is kept."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import utc_now
from bot.db import Database, retrying
from bot.dossiers.deadlines import plausible
from bot.dossiers.lookup import Asker
from bot.dossiers.model import FINAL, Dossier, DossierState
from bot.dossiers.tables import NoticeRow, SystemRow, WatchRow
from bot.messages import ChannelName
from bot.numbers import dossier_key

MOST_WATCHES = 10
"""Of one conversation."""
LASTS = timedelta(days=180)
"""After this a watch ends, and its person is told so."""
FIRST_LOOK = timedelta(minutes=30)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a dossier is asked for whose watch only waits for its last word."""

log = structlog.get_logger("motcua.dossiers")
Kept = Callable[[AsyncSession, int], Awaitable[None]]
"""What is done in the transaction that keeps a turn of the conversation."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Seen(_Model):
    """What of a dossier is worth a message when it changes. ``supplements`` is a hash of the papers' names."""

    state: DossierState
    appointment_at: AwareDatetime | None = None
    supplement_due: AwareDatetime | None = None
    supplements: str | None = None
    fee: int | None = None
    completed_at: AwareDatetime | None = None

    @classmethod
    def of(cls, dossier: Dossier) -> Seen:
        """The present one; a time whose year makes no sense is none."""
        times = {name: plausible(getattr(dossier, name)) for name in ("appointment_at", "supplement_due", "completed_at")}
        return cls(state=dossier.state, supplements=_hash(dossier), fee=dossier.fee, **times)

    def after(self, earlier: Seen) -> Seen:
        """The same with what the system left out this time: in one state that is no change."""
        if self.state is not earlier.state:
            return self
        left_out = {name: value for name, value in earlier if getattr(self, name) is None}
        return self.model_copy(update=left_out)

    @property
    def deadlines(self) -> tuple[object, ...]:
        """What reminders hang on."""
        return self.appointment_at, self.supplement_due, self.state is DossierState.SUPPLEMENT

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to the dossier."""
        return self.state in FINAL


class Memory(_Model):
    """What a watcher knows (``told``), and what was noticed and is on its way to them (``newest``)."""

    told: Seen
    newest: Seen | None = None
    settled_at: AwareDatetime
    """Moments of reminders up to here are done with: they passed before the deadline was told, or the reminder was given."""
    missing: int = 0
    """How often in a row the system did not know the dossier."""

    @property
    def noticed(self) -> Seen:
        """The last that we saw."""
        return self.newest or self.told


@dataclass(frozen=True)
class Watch:
    """One person's wish to be told about one dossier. ``version`` grows with every change of the memory."""

    id: int
    conversation_id: str
    channel: ChannelName
    system: str
    code: str
    key: str
    memory: Memory
    version: int
    ends_at: datetime

    @classmethod
    def of(cls, row: WatchRow) -> Watch:
        """A row as it is read."""
        memory = Memory.model_validate(row.seen)
        return cls(row.id, row.conversation_id, row.channel, row.system, row.code, row.key, memory, row.version, row.ends_at)  # type: ignore[arg-type]


class Watches:
    """Begins and ends watches. ``stirred`` is set when a dossier should be asked for at once."""

    def __init__(self, database: Database, *, lasts: timedelta = LASTS, clock: Callable[[], datetime] = utc_now) -> None:
        self.stirred = asyncio.Event()
        self._database = database
        self._lasts = lasts
        self._clock = clock

    async def add(self, session: AsyncSession, asker: Asker, dossier: Dossier, at: datetime) -> bool:
        """Watch a dossier that was just told, in the caller's transaction; once more where it is watched already.

        False, and nothing is done: the dossier is final, or the conversation has ``MOST_WATCHES`` others.
        """
        key = dossier_key(dossier.code)
        others = select(func.count()).where(WatchRow.conversation_id == asker.conversation_id, WatchRow.key != key)
        if dossier.state in FINAL or (await session.scalar(others) or 0) >= MOST_WATCHES:
            return False
        number = await session.scalar(self._insert(asker, dossier, key, at))
        await session.execute(delete(NoticeRow).where(NoticeRow.watch_id == number, NoticeRow.told_at.is_(None)))
        return True

    def _insert(self, asker: Asker, dossier: Dossier, key: str, at: datetime) -> Any:
        memory = Memory(told=Seen.of(dossier), settled_at=at).model_dump(mode="json")
        anew = {
            "system": dossier.system, "code": dossier.code, "seen": memory, "ends_at": at + self._lasts,
            "next_at": at + FIRST_LOOK * random.uniform(0.5, 1), "claimed_until": None,  # noqa: S311
        }  # fmt: skip
        whose = {"conversation_id": asker.conversation_id, "channel": asker.channel, "key": key, "version": 0, "created_at": at}
        new = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(WatchRow).values(**whose, **anew)
        again = {**anew, "version": WatchRow.version + 1}
        return new.on_conflict_do_update(index_elements=["conversation_id", "key"], set_=again).returning(WatchRow.id)

    async def remove(self, session: AsyncSession, conversation_id: str, key: str | None = None) -> list[str]:
        """End one watch of a conversation, or all, with what was not told yet, in the caller's transaction; the codes."""
        which = WatchRow.conversation_id == conversation_id
        gone = delete(WatchRow).where(which if key is None else and_(which, WatchRow.key == key))
        return sorted(await session.scalars(gone.returning(WatchRow.code)))

    async def forget(self, session: AsyncSession, conversation_id: str) -> None:
        """In the transaction of an erasure: nothing of the conversation stays here."""
        await self.remove(session, conversation_id)

    def adding(self, asker: Asker, dossier: Dossier, at: datetime) -> Kept:
        """``add`` as a part of the turn's transaction."""

        async def kept(session: AsyncSession, _: int) -> None:
            await self.add(session, asker, dossier, at)

        return kept

    def removing(self, conversation_id: str, key: str | None = None) -> Kept:
        """``remove`` as a part of the turn's transaction; for an erasure too."""

        async def kept(session: AsyncSession, _: int) -> None:
            await self.remove(session, conversation_id, key)

        return kept

    async def of(self, conversation_id: str) -> list[Watch]:
        """What a conversation watches, the oldest first. Raises StorageBusyError."""
        query = select(WatchRow).where(WatchRow.conversation_id == conversation_id).order_by(WatchRow.id)

        async def work() -> list[Watch]:
            async with self._database.read() as session:
                return readable(await session.scalars(query))

        return await retrying(work)

    async def any(self) -> bool:
        """Whether anybody watches anything."""
        async with self._database.read() as session:
            return bool(await session.scalar(select(exists().where(WatchRow.id.is_not(None)))))

    async def hurry(self, system: str, code: str) -> None:
        """A system told of a change: ask now, also where it is having a pause. Not inside another transaction. Raises StorageBusyError."""
        now = self._clock()
        theirs = update(WatchRow).where(WatchRow.system == system, WatchRow.key == dossier_key(code), WatchRow.next_at < NEVER)
        awake = update(SystemRow).where(SystemRow.system == system, SystemRow.next_at > now)

        async def work() -> bool:
            async with self._database.write() as session:
                # Without its claim the answer to a look-up under way, which may be from before the change, puts nothing off.
                found = await session.execute(theirs.values(next_at=now, claimed_until=None).returning(WatchRow.id))
                if watched := bool(found.all()):
                    await session.execute(awake.values(next_at=now))
                return watched

        if await retrying(work):
            self.stirred.set()


def readable(rows: Iterable[WatchRow]) -> list[Watch]:
    """The rows as watches; one that another release wrote in its own way is left out and logged."""
    found: list[Watch] = []
    for row in rows:
        try:
            found.append(Watch.of(row))
        except ValidationError:
            log.warning("a watch cannot be read", id=row.id)
    return found


def _hash(dossier: Dossier) -> str | None:
    names = sorted(paper.name for paper in dossier.supplements)
    return hashlib.sha256("\0".join(names).encode()).hexdigest()[:32] if names else None

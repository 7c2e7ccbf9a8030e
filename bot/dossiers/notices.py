"""Tells what was written down to be told: once each, not in the quiet hours, and in words that are true when they are said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

import structlog
from sqlalchemy import ColumnElement, Delete, Update, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts.service import AuditEntry, write_audit
from bot.db import Database, retrying
from bot.dossiers import moments
from bot.dossiers.asking import Asking
from bot.dossiers.deadlines import day_of
from bot.dossiers.model import Dossier
from bot.dossiers.poller import CHANGE, ENDED, MISSING
from bot.dossiers.tables import NoticeRow, WatchRow
from bot.dossiers.telling import tell_change, tell_overdue
from bot.dossiers.watches import Memory, Seen, Watch, readable
from bot.logs import report
from bot.messages import Outgoing
from bot.offices.service import Calendar

CLAIM = timedelta(seconds=60)
"""How long telling may take; what failed is tried again after this."""
AT_ONCE = 16
LATER = timedelta(minutes=10)
"""When it is looked again whether somebody can be reached, or a system answers."""
KEPT = timedelta(days=7)
"""How long a notice waits for somebody who cannot be reached."""
NOTICE = "dossier.notice"
"""The audit trail's word for what was told unasked."""
LAST_WORDS = frozenset({MISSING, ENDED})
"""Kinds after which the watch is over."""

log = structlog.get_logger("motcua.dossiers")


class Reach(StrEnum):
    """Whether a watcher can be told now."""

    OPEN = "open"
    CLOSED = "closed"
    """Not now, perhaps later: the channel lets us write only some days after the person did."""
    GONE = "gone"
    """Never: they left, or the conversation is no longer kept."""


class Teller(Protocol):
    """Where notices go: into the conversation's record, and to its channel."""

    def holding(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Hold while a notice is written, so that no message of the conversation is answered meanwhile."""
        ...

    async def reach(self, session: AsyncSession, watch: Watch) -> Reach:
        """Whether the watcher can be told now; reads only."""
        ...

    async def tell(self, session: AsyncSession, watch: Watch, said: Outgoing, at: datetime) -> bool:
        """Write all that telling takes in the caller's transaction; False, and nothing is written, where the conversation is gone."""
        ...

    def told(self, watch: Watch) -> None:
        """The transaction is kept: let it be noticed. Never raises."""
        ...


@dataclass(frozen=True)
class Due:
    """A notice to tell, and whose it is."""

    id: int
    kind: str
    said: dict[str, Any] | None
    created_at: datetime
    watch: Watch

    @classmethod
    def of(cls, row: NoticeRow, watch: Watch) -> Due:
        """A row as it is read."""
        return cls(row.id, row.kind, row.said, row.created_at, watch)

    @property
    def is_last(self) -> bool:
        """Whether the watch is over with it."""
        return self.kind in LAST_WORDS or (self.kind == CHANGE and self.watch.memory.noticed.is_final)


class _OverError(Exception):
    """Somebody was faster, or the notice is no longer true: nothing of this is kept."""


class Notices:
    """Tells what is due. ``count(channel, what)`` counts what became of it: told, dropped, failed."""

    def __init__(
        self,
        database: Database,
        asking: Asking,
        teller: Teller,
        *,
        calendar: Callable[[], Calendar],
        clock: Callable[[], datetime],
        count: Callable[[str, str], None],
    ) -> None:
        self._database = database
        self._asking = asking
        self._teller = teller
        self._calendar = calendar
        self._clock = clock
        self._count = count

    async def tell_due(self) -> None:
        """Tell all that may be told now; nothing in the quiet hours."""
        while not moments.is_quiet(self._clock()) and (found := await self._claim()):
            await asyncio.gather(*map(self._one, found))

    async def clean(self) -> None:
        """Drop notices that waited too long, and the watches of those who are gone."""
        old = NoticeRow.created_at <= self._clock() - KEPT
        for due in await self._read(old):
            await self._drop(due)
        async with self._database.read() as session:
            watches = readable(await session.scalars(select(WatchRow).order_by(WatchRow.id)))
            gone = [watch.id for watch in watches if await self._teller.reach(session, watch) is Reach.GONE]
        await self._end(gone)

    async def _claim(self) -> list[Due]:
        now = self._clock()
        free = or_(NoticeRow.claimed_until.is_(None), NoticeRow.claimed_until <= now)
        due = select(NoticeRow.id).where(NoticeRow.told_at.is_(None), NoticeRow.not_before <= now, free)
        async with self._database.read() as session:
            if (await session.scalars(due.limit(1))).first() is None:
                return []
        some = due.order_by(NoticeRow.id).limit(AT_ONCE).with_for_update(skip_locked=True)
        held = update(NoticeRow).where(NoticeRow.id.in_(some)).values(claimed_until=now + CLAIM).returning(NoticeRow.id)

        async def work() -> list[int]:
            async with self._database.write() as session:
                return list(await session.scalars(held))

        return await self._read(NoticeRow.id.in_(await retrying(work)))

    async def _read(self, which: ColumnElement[bool]) -> list[Due]:
        pairs = select(NoticeRow, WatchRow).join(WatchRow, WatchRow.id == NoticeRow.watch_id)
        async with self._database.read() as session:
            rows = (await session.execute(pairs.where(which, NoticeRow.told_at.is_(None)).order_by(NoticeRow.id))).all()
        watches = {watch.id: watch for watch in readable(watch for _, watch in rows)}
        return [Due.of(notice, watches[notice.watch_id]) for notice, _ in rows if notice.watch_id in watches]

    async def _one(self, due: Due) -> None:
        """One notice; what goes wrong here is tried again when the claim is over."""
        try:
            await self._tell(due)
        except _OverError:
            log.info("a notice was told or taken back meanwhile", id=due.id)
        except Exception as error:
            self._count(due.watch.channel, "failed")
            report(log, "a notice could not be told", error, id=due.id, channel=due.watch.channel)

    async def _tell(self, due: Due) -> None:
        async with self._database.read() as session:
            reach = await self._teller.reach(session, due.watch)
        if reach is Reach.GONE:
            await self._end([due.watch.id])
        elif due.kind == "supplement" and not self._is_of_today(due):
            await self._drop(due)
        elif reach is Reach.CLOSED or (said := await self._words(due)) is None:
            await self._later(due)
        else:
            await self._say(due, said)

    async def _words(self, due: Due) -> Outgoing | None:
        """What was written down; on a later day anew, for it counts days. None where that cannot be had now."""
        if due.kind in LAST_WORDS or self._is_of_today(due):
            return Outgoing.model_validate(due.said)
        watch, memory = due.watch, due.watch.memory
        dossier = None if await self._asking.is_paused(watch.system) else await self._asking.ask(watch.system, watch.code)
        if not isinstance(dossier, Dossier) or Seen.of(dossier).after(memory.noticed) != memory.noticed:
            return None
        now, calendar = self._clock(), self._calendar()
        if due.kind == CHANGE:
            return tell_change(memory.told.state, memory.told.appointment_at, dossier, now, calendar)
        return tell_overdue(dossier, now, calendar)

    def _is_of_today(self, due: Due) -> bool:
        """Whether the words were made for this day."""
        return day_of(moments.first_allowed(due.created_at)) == day_of(self._clock())

    async def _say(self, due: Due, said: Outgoing) -> None:
        now = self._clock()

        async def work() -> bool:
            async with self._database.write() as session:
                if not await self._teller.tell(session, due.watch, said, now):
                    return False
                await _mark_told(session, due, now)
                return True

        async with self._teller.holding(due.watch.conversation_id):
            is_told = await retrying(work)
        if not is_told:
            return await self._end([due.watch.id])
        self._count(due.watch.channel, "told")
        self._teller.told(due.watch)
        return None

    async def _later(self, due: Due) -> None:
        later = update(NoticeRow).where(NoticeRow.id == due.id, NoticeRow.told_at.is_(None))
        await self._change(later.values(not_before=self._clock() + LATER, claimed_until=None))

    async def _drop(self, due: Due) -> None:
        """It will not be told. After a last word the watch is over all the same."""
        self._count(due.watch.channel, "dropped")
        if due.is_last:
            await self._end([due.watch.id])
        else:
            await self._change(delete(NoticeRow).where(NoticeRow.id == due.id))

    async def _end(self, watches: Sequence[int]) -> None:
        if watches:
            await self._change(delete(WatchRow).where(WatchRow.id.in_(watches)))

    async def _change(self, statement: Update | Delete) -> None:
        async def work() -> None:
            async with self._database.write() as session:
                await session.execute(statement)

        await retrying(work)


async def _mark_told(session: AsyncSession, due: Due, now: datetime) -> None:
    """Told, once: whoever comes second finds nothing to mark, and nothing of theirs is kept."""
    watch = await session.scalar(select(WatchRow).where(WatchRow.id == due.watch.id).with_for_update())
    told = update(NoticeRow).where(NoticeRow.id == due.id, NoticeRow.told_at.is_(None))
    marked = await session.scalar(told.values(told_at=now, said=None, claimed_until=None).returning(NoticeRow.id))
    if watch is None or marked is None:
        raise _OverError
    write_audit(session, AuditEntry(now, f"{watch.channel}:{watch.conversation_id}", NOTICE, watch.code, due.kind))
    if due.is_last:
        await session.execute(delete(WatchRow).where(WatchRow.id == watch.id))
    elif due.kind == CHANGE:
        memory = Memory.model_validate(watch.seen)
        known = memory.model_copy(update={"told": memory.noticed, "newest": None}).model_dump(mode="json")
        await session.execute(update(WatchRow).where(WatchRow.id == watch.id).values(seen=known, version=WatchRow.version + 1))

"""Asks for the dossiers that are watched, sees what changed, and writes down what is to be told: each change once.

Rows are claimed, so several processes share the work; a watch is written only where its version is the one that was read.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, retrying
from bot.dossiers import moments, replies
from bot.dossiers.asking import AT_ONCE, Asking
from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.model import Dossier
from bot.dossiers.tables import NoticeRow, SystemRow, WatchRow
from bot.dossiers.telling import tell_change, tell_overdue, tell_reminder
from bot.dossiers.watches import NEVER, Memory, Seen, Watch, readable
from bot.logs import report
from bot.messages import Outgoing
from bot.offices.service import Calendar

CLAIM = timedelta(seconds=90)
"""How long a look-up may take, waiting for its turn included; after that another process may ask."""
RETRY = timedelta(minutes=1)
"""After an answer that cannot be used; the system's own pause may be longer."""
SPREAD = timedelta(minutes=10)
"""Reminders of one morning are not all made at the same second."""
MOST_MISSING = 3
"""Answers in a row that there is no such dossier, after which it is gone."""
CHANGE, MISSING, ENDED = "change", "missing", "ended"
"""Kinds of notices, beside those of reminders."""

log = structlog.get_logger("motcua.dossiers")


@dataclass(frozen=True)
class Claimed:
    """One dossier to ask for, with everybody who watches it; nobody else asks for them until then."""

    system: str
    code: str
    watches: tuple[Watch, ...]
    until: datetime


@dataclass(frozen=True)
class Notice:
    """One thing to tell, once."""

    kind: str
    mark: str
    said: Outgoing


@dataclass(frozen=True)
class Step:
    """What a look-up means for one watcher. ``anew``: what was not told yet is no longer so, and goes."""

    watch: Watch
    memory: Memory
    notice: Notice | None = None
    anew: bool = False


def step_of(watch: Watch, dossier: Dossier, now: datetime, calendar: Calendar) -> Step:
    """Compare what was seen before with what is there now; several changes before the first is told become one."""
    memory, seen = watch.memory, Seen.of(dossier).after(watch.memory.noticed)
    if seen != memory.noticed:
        settled = memory.settled_at if seen.deadlines == memory.noticed.deadlines else now
        changed = Memory(told=memory.told, newest=None if seen == memory.told else seen, settled_at=settled)
        notice = None if changed.newest is None else _change(watch, dossier, now, calendar)
        return Step(watch, changed, notice, anew=True)
    found = memory.model_copy(update={"missing": 0})
    reminder = moments.due(seen, memory.settled_at, now, calendar)
    if reminder is None:
        return Step(watch, found)
    tell = tell_overdue if reminder.kind == "overdue" else tell_reminder
    notice = Notice(reminder.kind, reminder.mark, tell(dossier, now, calendar))
    return Step(watch, found.model_copy(update={"settled_at": now}), notice)


def _change(watch: Watch, dossier: Dossier, now: datetime, calendar: Calendar) -> Notice:
    """The words are those of the moment when it will be told."""
    told = watch.memory.told
    said = tell_change(told.state, told.appointment_at, dossier, moments.first_allowed(now), calendar)
    return Notice(CHANGE, str(watch.version + 1), said)


class Poller:
    """``every`` is the pause between two looks at one dossier; ``told`` is called when there is something to tell."""

    def __init__(
        self,
        database: Database,
        asking: Asking,
        *,
        every: timedelta,
        calendar: Callable[[], Calendar],
        clock: Callable[[], datetime],
        told: Callable[[], None],
    ) -> None:
        self._database = database
        self._asking = asking
        self._every = every
        self._calendar = calendar
        self._clock = clock
        self._told = told

    async def due_systems(self) -> list[str]:
        """The systems that should be asked for something now."""
        async with self._database.read() as session:
            return list(await session.scalars(select(WatchRow.system).where(*self._due()).distinct()))

    async def drain(self, system: str) -> None:
        """Ask a system for all that is due, a few dossiers at a time, until nothing is, or until it fails."""
        while batch := await self._claim(system):
            await asyncio.gather(*map(self._look, batch))

    async def end_old(self) -> None:
        """End what was watched long enough, with a word about it."""
        now = self._clock()
        old = update(WatchRow).where(WatchRow.ends_at <= now).values(ends_at=NEVER, next_at=NEVER).returning(WatchRow)

        async def work() -> None:
            async with self._database.write() as session:
                for row in (await session.scalars(old)).all():
                    said = replies.WATCH_ENDED.format(code=row.code, days=(now - row.created_at).days)
                    await self._write_down(session, row.id, Notice(ENDED, "", Outgoing(text=said)), now)

        await retrying(work)

    def _due(self) -> tuple[ColumnElement[bool], ...]:
        now = self._clock()
        paused = exists().where(SystemRow.system == WatchRow.system, SystemRow.next_at > now)
        return WatchRow.next_at <= now, self._free(now), ~paused

    def _free(self, now: datetime) -> ColumnElement[bool]:
        return or_(WatchRow.claimed_until.is_(None), WatchRow.claimed_until <= now)

    async def _claim(self, system: str) -> list[Claimed]:
        """The dossiers of a system that have waited longest, each with all its watchers, also those whose time is not yet."""
        now = self._clock()
        until = now + CLAIM
        first = select(WatchRow.key).where(WatchRow.system == system, *self._due()).group_by(WatchRow.key)
        keys = first.order_by(func.min(WatchRow.next_at), WatchRow.key).limit(AT_ONCE)
        theirs = select(WatchRow.id).where(WatchRow.system == system, WatchRow.key.in_(keys), self._free(now), WatchRow.next_at < NEVER)
        held = update(WatchRow).where(WatchRow.id.in_(theirs.with_for_update(skip_locked=True))).values(claimed_until=until)

        async def work() -> list[Claimed]:
            async with self._database.write() as session:
                return _by_dossier(readable(await session.scalars(held.returning(WatchRow))), until)

        return await retrying(work)

    async def _look(self, one: Claimed) -> None:
        """One dossier; what goes wrong here is done again when the claim is over."""
        try:
            answer = await self._asking.ask(one.system, one.code)
            if isinstance(answer, Unavailable):
                await self._release(one, [watch.id for watch in one.watches], self._clock() + RETRY)
            else:
                await self._compare(one, answer)
        except Exception as error:
            report(log, "a watched dossier could not be looked at", error, system=one.system)

    async def _compare(self, one: Claimed, answer: Dossier | NotFound) -> None:
        now, calendar = self._clock(), self._calendar()
        steps = [_missing(watch) if isinstance(answer, NotFound) else step_of(watch, answer, now, calendar) for watch in one.watches]
        late = {step.watch.id for step in steps if step.memory != step.watch.memory and not await self._keep(step, now)}
        over = {step.watch.id for step in steps if step.notice is not None and step.notice.kind == MISSING} - late
        rest = [watch for watch in one.watches if watch.id not in late | over]
        await self._release(one, late, now)
        await self._release(one, over, NEVER)
        await self._release(one, [watch.id for watch in rest], self._next(steps, now, calendar))

    def _next(self, steps: list[Step], now: datetime, calendar: Calendar) -> datetime:
        """When to look next: after the usual pause, or for the next reminder."""
        usual = now + self._every * random.uniform(0.9, 1.1)  # noqa: S311
        reminders = [coming for step in steps if (coming := moments.coming(step.memory.noticed, now, calendar))]
        return min([usual, *(one + SPREAD * random.random() for one in reminders)])  # noqa: S311

    async def _keep(self, step: Step, now: datetime) -> bool:
        """Write memory and notice, or nothing where the watch has changed or ended meanwhile."""
        version = WatchRow.version == step.watch.version
        newer = update(WatchRow).where(WatchRow.id == step.watch.id, version).returning(WatchRow.id)
        values = {"seen": step.memory.model_dump(mode="json"), "version": step.watch.version + 1}
        untold = delete(NoticeRow).where(NoticeRow.watch_id == step.watch.id, NoticeRow.told_at.is_(None))

        async def work() -> bool:
            async with self._database.write() as session:
                if await session.scalar(newer.values(values)) is None:
                    return False
                if step.anew:
                    await session.execute(untold)
                if step.notice is not None:
                    await self._write_down(session, step.watch.id, step.notice, now)
                return True

        kept = await retrying(work)
        if kept and step.notice is not None:
            self._told()
        return kept

    async def _write_down(self, session: AsyncSession, watch_id: int, notice: Notice, now: datetime) -> None:
        row = {
            "watch_id": watch_id, "kind": notice.kind, "mark": notice.mark, "said": notice.said.model_dump(mode="json"),
            "created_at": now, "not_before": moments.first_allowed(now),
        }  # fmt: skip
        new: Any = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(NoticeRow).values(row)
        await session.execute(new.on_conflict_do_nothing(index_elements=["watch_id", "kind", "mark"]))

    async def _release(self, one: Claimed, ids: Collection[int], next_at: datetime) -> None:
        """Give watches back. Those that somebody hurried meanwhile are no longer held, and are asked for again at once."""
        held = update(WatchRow).where(WatchRow.id.in_(ids), WatchRow.claimed_until == one.until)

        async def work() -> None:
            async with self._database.write() as session:
                await session.execute(held.values(next_at=next_at, claimed_until=None))

        if ids:
            await retrying(work)


def _missing(watch: Watch) -> Step:
    """Once may be a slip of the system; several times in a row the dossier is gone."""
    memory = watch.memory.model_copy(update={"missing": watch.memory.missing + 1})
    if memory.missing != MOST_MISSING:
        return Step(watch, memory)
    return Step(watch, memory, Notice(MISSING, "", Outgoing(text=replies.WATCH_LOST.format(code=watch.code))), anew=True)


def _by_dossier(watches: list[Watch], until: datetime) -> list[Claimed]:
    keys = sorted({(watch.system, watch.key) for watch in watches})
    groups = [tuple(watch for watch in watches if (watch.system, watch.key) == key) for key in keys]
    return [Claimed(group[0].system, group[0].code, group, until) for group in groups]

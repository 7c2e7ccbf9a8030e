"""Keeps watch in the background while the service runs: asks for what is due, tells what is due, ends what is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter

from bot.clock import utc_now
from bot.db import Database
from bot.dossiers.asking import Asking, Systems
from bot.dossiers.notices import Notices, Teller
from bot.dossiers.poller import Poller
from bot.dossiers.watches import Watches
from bot.logs import report
from bot.metrics import Metrics
from bot.offices.service import Calendar

LOOK_S = 5.0
"""How often it is looked whether something is due, for what time or another process brings."""
CLEAN = timedelta(hours=1)
LONG_AGO = datetime.min.replace(tzinfo=utc_now().tzinfo)

log = structlog.get_logger("motcua.dossiers")


class Watching:
    """``calendar`` gives the working days; ``every`` is the pause between two looks at one dossier."""

    def __init__(
        self,
        database: Database,
        watches: Watches,
        systems: Systems,
        teller: Teller,
        *,
        every: timedelta,
        calendar: Callable[[], Calendar],
        metrics: Metrics,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        asking = Asking(database, systems, clock=clock)
        self._watches = watches
        self._clock = clock
        self._poller = Poller(database, asking, every=every, calendar=calendar, clock=clock, told=watches.stirred.set)
        self._notices = Notices(database, asking, teller, calendar=calendar, clock=clock, count=self._count)
        self._counter = Counter(
            "motcua_dossier_notices", "Notices about dossiers: told, failed, dropped", ["channel", "what"], registry=metrics.registry
        )
        self._draining: dict[str, asyncio.Task[object]] = {}
        self._cleaned = LONG_AGO

    @asynccontextmanager
    async def running(self, migrated: asyncio.Event | None = None) -> AsyncIterator[None]:
        """Work in the background, from the moment the database is migrated; a stop waits for nothing that can be done again."""
        loop = asyncio.create_task(self._run(migrated))
        try:
            yield
        finally:
            tasks = [loop, *self._draining.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def once(self) -> None:
        """Do all that is due now, to its end."""
        await self._tick()
        while self._draining:
            await asyncio.gather(*self._draining.values(), return_exceptions=True)
            await self._tick()

    async def _run(self, migrated: asyncio.Event | None) -> None:
        if migrated is not None:
            await migrated.wait()
        while True:
            self._watches.stirred.clear()
            await self._tick()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):  # wait_for would swallow a cancellation that comes with the event
                    await self._watches.stirred.wait()

    async def _tick(self) -> None:
        """One round; each part is done whatever becomes of the others."""
        if await self._tried(self._watches.any) is not True:
            return
        if self._clock() - self._cleaned >= CLEAN:
            self._cleaned = self._clock()
            await self._tried(self._poller.end_old)
            await self._tried(self._notices.clean)
        await self._tried(self._begin)
        await self._tried(self._notices.tell_due)

    async def _begin(self) -> None:
        """Each system is asked by a task of its own: one that hangs holds up no other."""
        for system in await self._poller.due_systems():
            if system not in self._draining:
                task = asyncio.create_task(self._tried(lambda name=system: self._poller.drain(name)))  # type: ignore[misc]
                self._draining[system] = task
                task.add_done_callback(lambda _, name=system: self._drained(name))  # type: ignore[misc]

    def _drained(self, system: str) -> None:
        del self._draining[system]

    async def _tried(self, work: Callable[[], Awaitable[object]]) -> object:
        try:
            return await work()
        except Exception as error:
            report(log, "watched dossiers wait", error)
            return None

    def _count(self, channel: str, what: str) -> None:
        self._counter.labels(channel, what).inc()

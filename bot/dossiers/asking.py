"""Asking systems on the watchers' behalf: a few dossiers at a time, and not at all while a system that failed has its pause."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db import Database, retrying
from bot.dossiers.gateway import Answer, Gateway, Unavailable
from bot.dossiers.model import Dossier
from bot.dossiers.tables import SystemRow
from bot.logs import report
from bot.numbers import dossier_key

AT_ONCE = 4
"""Look-ups of one system at a time, of one process."""
LOOK_LIMIT_S = 20.0
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)

log = structlog.get_logger("motcua.dossiers")


class Systems(Protocol):
    """The one-stop systems side by side."""

    @property
    def gateways(self) -> Sequence[Gateway]:
        """All of them."""
        ...


def pause(failures: int) -> timedelta:
    """How long a system is left alone after so many failures in a row: doubling, with jitter, at most an hour."""
    whole = min(SHORTEST_PAUSE * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)
    return whole * random.uniform(0.75, 1)  # noqa: S311


class Asking:
    """Looks dossiers up, and keeps how the systems answered."""

    def __init__(self, database: Database, systems: Systems, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._systems = systems
        self._clock = clock
        self._places: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    async def is_paused(self, system: str) -> bool:
        """Whether a system is being left alone."""
        async with self._database.read() as session:
            until = await session.scalar(select(SystemRow.next_at).where(SystemRow.system == system))
        return until is not None and until > self._clock()

    async def ask(self, system: str, code: str) -> Answer:
        """What the system says now, not what it said a while ago. Raises StorageBusyError."""
        started = self._clock()
        async with self._places[system]:
            answer = await self._asked(system, code)
        if isinstance(answer, Unavailable):
            await self._failed(system, answer.reason, started)
        else:
            await self._answered(system)
        return answer

    async def _asked(self, system: str, code: str) -> Answer:
        gateway = next((one for one in self._systems.gateways if one.id == system), None)
        if gateway is None:
            return Unavailable("this system is no longer configured")
        try:
            async with asyncio.timeout(LOOK_LIMIT_S):
                await gateway.forget(code)
                answer = await gateway.lookup(code)
        except Exception as error:
            report(log, "a system could not be asked", error, system=system)
            return Unavailable(type(error).__name__)
        if isinstance(answer, Dossier) and (dossier_key(answer.code) != dossier_key(code)):
            return Unavailable("it told another dossier")
        return answer

    async def _answered(self, system: str) -> None:
        async with self._database.read() as session:
            failures = await session.scalar(select(SystemRow.failures).where(SystemRow.system == system))
        if failures != 0:
            await retrying(lambda: self._keep_well(system))

    async def _keep_well(self, system: str) -> None:
        now = self._clock()
        well = {"failures": 0, "error": None, "next_at": now, "changed_at": now}
        new = self._insert().values(system=system, **well)
        async with self._database.write() as session:
            await session.execute(new.on_conflict_do_update(index_elements=["system"], set_=well))

    async def _failed(self, system: str, reason: str, started: datetime) -> None:
        """Begin a pause, unless another look-up that failed meanwhile has done so: what fails together is one failure."""
        now = self._clock()
        first = {"failures": 1, "error": reason, "next_at": now + pause(1), "changed_at": now}
        again = update(SystemRow).where(SystemRow.system == system, SystemRow.next_at <= started)
        once_more = again.values(failures=SystemRow.failures + 1, error=reason, changed_at=now).returning(SystemRow.failures)

        async def work() -> None:
            async with self._database.write() as session:
                known = self._insert().values(system=system, **first).on_conflict_do_nothing(index_elements=["system"])
                if (await session.execute(known.returning(SystemRow.system))).first() is not None:
                    return
                if (failures := await session.scalar(once_more)) is not None:
                    later = update(SystemRow).where(SystemRow.system == system)
                    await session.execute(later.values(next_at=now + pause(failures)))

        await retrying(work)
        log.warning("a system does not answer", system=system, reason=reason)

    def _insert(self) -> Any:
        return (sqlite.insert if self._database.is_sqlite else postgresql.insert)(SystemRow)

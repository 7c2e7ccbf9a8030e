"""Takes work from a queue and has it done, several pieces at a time; a failing queue is asked again, and a stop lets running work end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Generic, TypeVar

import structlog

from bot.logs import report

POLL_S = 1.0
"""How often the queue is asked without being told, for what other processes put in it and what waits for its time."""
LAST_WORK_S = 20.0
"""How long a stop waits for work under way; what is not finished by then is done after the next start."""

T = TypeVar("T")
Claim = Callable[[int], Awaitable[Sequence[T]]]
Work = Callable[[T], Awaitable[None]]
log = structlog.get_logger("motcua.pump")


class Pump(Generic[T]):
    """``claim(n)`` gives at most n pieces of work, ``work`` does one and handles its own failures, ``width`` are done at a time."""

    def __init__(self, name: str, claim: Claim[T], work: Work[T], *, width: int) -> None:
        self._name = name
        self._claim = claim
        self._work = work
        self._width = width
        self._told = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """There is something to do."""
        self._told.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work in the background."""
        loop = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._stopping = True
            self.wake()
            await loop
            await self._end()

    async def _end(self) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_WORK_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stopping:
            self._told.clear()
            free = self._width - len(self._tasks)
            taken = await self._take(free) if free else []
            for piece in taken:
                self._start(piece)
            if (len(taken) < free or not free) and not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        await self._told.wait()

    async def _take(self, limit: int) -> Sequence[T]:
        try:
            return await self._claim(limit)
        except Exception as error:
            report(log, "the queue could not be read", error, queue=self._name)
            self._told.clear()
            return []

    def _start(self, piece: T) -> None:
        task = asyncio.create_task(self._one(piece))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _one(self, piece: T) -> None:
        try:
            await self._work(piece)
        except Exception as error:
            report(log, "work was left undone, to be taken up again", error, queue=self._name)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.wake()

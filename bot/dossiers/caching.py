"""Answers kept for a short while, in memory only; and one question at a time for each of them, however many ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Asks once for all who want the same. ``keeps`` says which answers are kept for ``life_s``; at most ``most`` of them.

    A caller who goes away does not stop the question, since others may wait for it.
    """

    def __init__(self, *, life_s: float, clock: Callable[[], float], keeps: Callable[[T], bool], most: int = 1000) -> None:
        self._life_s, self._clock, self._keeps, self._most = life_s, clock, keeps, most
        self._kept: dict[str, tuple[float, T]] = {}
        self._asking: dict[str, asyncio.Task[T]] = {}
        self._tasks: set[asyncio.Task[T]] = set()

    async def get(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        """The kept answer, the one that is being asked for, or that of ``ask``, which must not raise."""
        until, answer = self._kept.get(key, (0.0, None))
        if answer is not None and self._clock() < until:
            return answer
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(self._ask(key, ask))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    def forget(self, key: str) -> None:
        """The next caller asks anew; an answer that is on its way is told to those who wait for it, and not kept."""
        self._kept.pop(key, None)
        self._asking.pop(key, None)

    async def close(self) -> None:
        """End what is being asked, and forget all."""
        self._kept.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        try:
            answer = await ask()
            if self._asking.get(key) is asyncio.current_task() and self._keeps(answer):
                self._keep(key, answer)
            return answer
        finally:
            if self._asking.get(key) is asyncio.current_task():
                del self._asking[key]

    def _keep(self, key: str, answer: T) -> None:
        now = self._clock()
        if self._life_s <= 0:
            return
        self._kept.pop(key, None)
        for old in [name for name, (until, _) in self._kept.items() if until <= now]:
            del self._kept[old]
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (now + self._life_s, answer)

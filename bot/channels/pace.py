"""How fast messages may go out: so many a second, with short bursts. What the platform itself says about it stays the last word."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

Clock = Callable[[], float]
_MOST_REMEMBERED = 10_000


class Pace:
    """Hands out times to act at, ``per_second`` of them with ``burst`` at once (the generic cell rate algorithm)."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._interval = 1 / per_second
        self._burst = burst
        self._due = float("-inf")
        """When the last time handed out will have been used up."""

    def take(self, now: float) -> float:
        """Take the next time; in how many seconds it is."""
        self._due = max(self._due, now - (self._burst - 1) * self._interval)
        wait = max(0.0, self._due - now)
        self._due += self._interval
        return wait

    def used(self, now: float) -> int:
        """How many of the times taken still count."""
        return max(0, round((self._due - now) / self._interval) + self._burst - 1)

    def idle(self, now: float) -> bool:
        """Nothing taken counts any more."""
        return self._due <= now - (self._burst - 1) * self._interval


class Paces:
    """One pace for all together and one for each person."""

    def __init__(self, overall: Callable[[], Pace], each: Callable[[], Pace], clock: Clock = time.monotonic) -> None:
        self._all = overall()
        self._each = each
        self._clock = clock
        self._people: dict[str, Pace] = {}

    async def wait(self, person: str) -> None:
        """Sleep until the next message to a person may go out; whoever waits for their own turn takes none of the others'."""
        await asyncio.sleep(self._of(person).take(self._clock()))
        await asyncio.sleep(self._all.take(self._clock()))

    def _of(self, person: str) -> Pace:
        if len(self._people) >= _MOST_REMEMBERED:
            now = self._clock()
            self._people = {name: pace for name, pace in self._people.items() if not pace.idle(now)}
        return self._people.setdefault(person, self._each())

    def crowded(self, person: str) -> bool:
        """More than the latest message to a person still counts: if it was too much, then for this person alone."""
        pace = self._people.get(person)
        return pace is not None and pace.used(self._clock()) > 1

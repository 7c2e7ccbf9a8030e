"""Asking for a dossier: who asks, and what they may hear."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

from bot.dossiers.codes import readings
from bot.dossiers.gateway import Gateway
from bot.messages import ChannelName

ProofKind = Literal["phone", "personal_id", "either"]
"""Whose last four digits are the proof: the phone's, the personal number's, or one of both."""
STEP_S = 0.25
LONGEST_S = 2.0
"""No answer of a system is remembered as slower than this: one bad moment must not slow every refusal."""


@dataclass(frozen=True)
class Asker:
    """Who asks. ``origin`` is what tries are counted by: ``web:<network>``, for conversations are free there, or ``telegram:<person>``."""

    channel: ChannelName
    conversation_id: str
    origin: str | None = None

    @property
    def person(self) -> str:
        """Whom wrong proofs are counted against; after a crash, when the origin is gone, the conversation."""
        return (self.origin or f"{self.channel}:{self.conversation_id}")[:160]

    @property
    def alone(self) -> bool:
        """Whether ``person`` stands for one person; a network on the web may stand for many."""
        return self.channel != "web" or self.origin is None

    @property
    def actor(self) -> str:
        """The name in the audit trail: the address of a person is not kept there."""
        return f"{self.channel}:{self.conversation_id}"


@dataclass(frozen=True)
class Refused:
    """There is no such dossier, or the proof is wrong: nobody is told which."""


@dataclass(frozen=True)
class Locked:
    """Too many wrong proofs, whether or not there is such a dossier. ``until`` is aware.

    ``own`` is set where this person tried too often over many codes; otherwise it is this code that is locked, for everybody.
    """

    until: datetime
    own: bool = False


@dataclass(frozen=True)
class NotConnected:
    """No system that we reach has the dossiers of that unit, or this is no code at all."""


class Systems(Protocol):
    """The one-stop systems side by side, as ``bot.dossiers.systems`` opens them."""

    def of(self, code: str) -> Gateway | None:
        """The system that has the dossiers of a code's unit; None where there is none."""
        ...


@runtime_checkable
class MaybeEmpty(Protocol):
    """A gateway over a table that nobody may have filled yet."""

    async def has_any(self) -> bool:
        """Whether it has any dossier at all."""
        ...


def official_codes(text: str, today: date) -> tuple[str, ...]:
    """The official writings that one loosely written code may stand for, the likeliest first; empty where it is no possible code."""
    text = text.strip()
    found = readings(text, today)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0].codes if whole else ()


class Pace:
    """Makes refusals take the same, so that their time tells nothing: each lasts as long as the slowest answer of its system so far.

    Not the slowest of the last few: whoever asks for many codes that do not exist could then make those fast again. Rounded up to whole
    steps. ``clock`` and ``sleep`` are in seconds.
    """

    def __init__(
        self,
        step_s: float = STEP_S,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.now = clock
        self._step_s, self._sleep = step_s, sleep
        self._slowest: dict[str, float] = {}

    def note(self, system: str, started: float) -> None:
        """A system has answered a look-up that began at ``started``."""
        took = min(self.now() - started, LONGEST_S)
        self._slowest[system] = max(took, self._slowest.get(system, 0.0))

    async def hold(self, system: str, started: float) -> None:
        """Wait until a refusal of that system may be told."""
        least = max(self.now() - started, self._slowest.get(system, 0.0))
        steps = max(1, math.ceil(least / self._step_s))
        await self._sleep(started + steps * self._step_s - self.now())

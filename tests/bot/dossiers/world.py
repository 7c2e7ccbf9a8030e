"""A world for watches: a clock to turn, systems that say what a test wishes, people, and the real record and outbox on a real database."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.channels.outbox import Outbox
from bot.channels.tables import OutboxRow, PersonRow
from bot.channels.telling import ConversationTeller
from bot.channels.zalo import WINDOW
from bot.db import Database
from bot.dialogue.store import ConversationStore, TurnRecord, TurnRow
from bot.dossiers.gateway import Answer, Gateway, NotFound, Unavailable
from bot.dossiers.lookup import Asker
from bot.dossiers.model import Dossier, DossierState
from bot.dossiers.tables import NoticeRow, SystemRow, WatchRow
from bot.dossiers.watches import Watches
from bot.dossiers.watching import Watching
from bot.messages import ChannelName, Outgoing
from bot.metrics import Metrics
from bot.offices.service import Calendar
from tests.bot.channels.paper import Paper

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CODE, OTHER = "H56.14-261020-0001", "H56.14-261020-0002"
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=HERE)
"""A working day in the middle of the morning; no holiday is near."""
EVERY = timedelta(minutes=30)
IDLE = timedelta(minutes=30)


@dataclass
class Clock:
    """Stands still until it is turned."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)

    def at(self, day: int, hour: int, minute: int = 0, month: int = 11) -> None:
        self.now = datetime(2026, month, day, hour, minute, tzinfo=HERE)


@dataclass
class FakeSystem:
    """A one-stop system: what it has, what is wrong with it, what it was asked, how many at a time."""

    id: str = "hue"
    name: str = "Huế"
    prefixes: tuple[str, ...] = ()
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    trouble: Answer | Exception | None = None
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    slowly: asyncio.Event | None = None
    """Answers wait for it."""
    stale: dict[str, Dossier] = field(default_factory=dict)
    """What it still says until it is told to forget."""

    def has(self, code: str = CODE, state: DossierState = DossierState.ACCEPTED, **more: Any) -> Dossier:
        """From now on it says this of a dossier."""
        self.dossiers[code] = dossier(code, state, system=self.id, **more)
        return self.dossiers[code]

    async def lookup(self, code: str) -> Answer:
        self.asked.append(code)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        found: Answer = self.stale.get(code) or self.dossiers.get(code) or NotFound()
        try:
            await asyncio.sleep(0)
            if self.slowly is not None:
                await self.slowly.wait()
        finally:
            self.at_once -= 1
        if isinstance(self.trouble, Exception):
            raise self.trouble
        return self.trouble or found

    async def forget(self, code: str) -> None:
        self.stale.pop(code, None)

    async def close(self) -> None:
        return None


def dossier(code: str = CODE, state: DossierState = DossierState.ACCEPTED, system: str = "hue", **more: Any) -> Dossier:
    return Dossier(code=code, system=system, state=state, applicant_name="Nguyễn Văn An", phone="0912345678", **more)


@dataclass(frozen=True)
class FakeSystems:
    gateways: Sequence[Gateway]


class Flaky(ConversationTeller):
    """A teller whose process may die in the middle of telling."""

    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None

    async def tell(self, session: Any, watch: Any, said: Outgoing, at: datetime) -> bool:
        if self.before is not None:
            self.before()
        told = await super().tell(session, watch, said, at)
        if self.after is not None:
            await session.flush()
            self.after()
        return told


class World:
    """One process: its watches, its poller, its teller. ``beside()`` is another process on the same database."""

    def __init__(self, database: Database, *, clock: Clock | None = None, systems: Sequence[FakeSystem] | None = None) -> None:
        self.database = database
        self.clock = clock or Clock()
        self.systems = systems or [FakeSystem()]
        self.paper, self.zalo = Paper(), Paper()
        self.zalo.name = "zalo"
        self.store = ConversationStore(database)
        self.outbox = Outbox(database, owner="test", clock=self.clock)
        self.woken = 0
        self.teller = Flaky(
            self.store, self.outbox, {"telegram": self.paper, "zalo": self.zalo}, idle=IDLE, windows={"zalo": WINDOW},
            sending=self._wake, clock=self.clock,
        )  # fmt: skip
        self.metrics = Metrics()
        self.watches = Watches(database, clock=self.clock)
        self.calendar = Calendar()
        self.watching = Watching(
            database, self.watches, FakeSystems(self.systems), self.teller, every=EVERY, calendar=lambda: self.calendar,
            metrics=self.metrics, clock=self.clock,
        )  # fmt: skip
        self._people = itertools.count(1)

    def _wake(self) -> None:
        self.woken += 1

    @property
    def system(self) -> FakeSystem:
        return self.systems[0]

    def beside(self) -> World:
        """Another process, or this one after a restart."""
        url = self.database.url.render_as_string(hide_password=False)
        return World(Database(url), clock=self.clock, systems=self.systems)

    async def person(self, channel: ChannelName = "telegram") -> str:
        """Somebody who has just written; their conversation."""
        number = next(self._people)
        conversation = f"conversation-{number}"
        await self.store.save(conversation, channel, {}, TurnRecord(text="xin chào", outcome="smalltalk", at=self.clock()))
        if channel != "web":
            async with self.database.write() as session:
                session.add(
                    PersonRow(channel=channel, person=f"p{number}", conversation_id=conversation, heard_at=self.clock(), following=True)
                )
        return conversation

    async def watch(self, conversation: str, code: str = CODE, system: FakeSystem | None = None, channel: ChannelName = "telegram") -> bool:
        """The person saw the dossier as it is and wishes to be told."""
        asker = Asker(channel, conversation)
        async with self.database.write() as session:
            return await self.watches.add(session, asker, (system or self.system).dossiers[code], self.clock())

    async def watcher(self, code: str = CODE, channel: ChannelName = "telegram") -> str:
        conversation = await self.person(channel)
        assert await self.watch(conversation, code, channel=channel)
        return conversation

    async def later(self, **by: float) -> None:
        """Time goes on, by a little more than the pause between two looks unless told otherwise, and what is due then is done."""
        self.clock.go(**(by or {"minutes": 35}))
        await self.watching.once()

    async def told(self, conversation: str) -> list[str]:
        """What the person was told unasked, by the record."""
        async with self.database.read() as session:
            query = select(TurnRow).where(TurnRow.conversation_id == conversation, TurnRow.text == "").order_by(TurnRow.id)
            return [reply["text"] for turn in await session.scalars(query) for reply in turn.replies]

    async def queued(self, conversation: str) -> list[str]:
        """What goes out to the channel."""
        return [row.piece["text"] for row in await self.rows(OutboxRow) if row.conversation_id == conversation]

    async def rows(self, table: Any) -> list[Any]:
        async with self.database.read() as session:
            return list(await session.scalars(select(table).order_by(*table.__table__.primary_key.columns)))

    async def change(self, table: Any, **values: Any) -> None:
        async with self.database.write() as session:
            await session.execute(update(table).values(**values))

    async def is_over(self) -> bool:
        """Nothing is watched, and nothing is left of it."""
        return not await self.rows(WatchRow) and not await self.rows(NoticeRow)

    async def failures(self) -> int:
        return sum(row.failures for row in await self.rows(SystemRow))


DOWN = Unavailable("timeout")

"""What came in: stored before it is acknowledged, told from what came before, and handed out in order, one at a time per conversation."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Event
from bot.channels.limits import RateLimit
from bot.channels.queues import CLAIM, FREE, Queue
from bot.channels.tables import DEAD, DONE, WAITING, InboxRow, OutboxRow, PersonRow
from bot.clock import utc_now
from bot.db import Database
from bot.errors import LongAnsweredError, TooSlowError
from bot.messages import ChannelName, Incoming, Reply

OLDEST = timedelta(days=3)
"""Age from which an event is not answered any more: channels give up after a day, so it is a replay."""
KEYS_KEPT = timedelta(days=7)
"""How long keys are remembered; longer than ``OLDEST``, so nothing can be replayed."""
REPLIES_KEPT = timedelta(days=1)
WAIT_S, LOOK_S = 12.0, 0.1
"""How long somebody waits for a reply that another request is making, and how often that is looked at."""
TELL_AGAIN = "1/minute"
"""How often somebody who writes too much is told so."""


class AlreadyAnsweredError(Exception):
    """Another worker was faster; nothing of this answer is kept."""


@dataclass(frozen=True)
class Claimed:
    """An event to answer. ``attempts`` counts this one."""

    id: int
    channel: ChannelName
    conversation_id: str
    event: Event
    attempts: int


@dataclass(frozen=True)
class Asked:
    """A message of the web in the inbox; ``mine`` is set for the one who is to answer it."""

    id: int
    mine: Claimed | None


class Inbox(Queue):
    """The table of what came in."""

    table = InboxRow

    def __init__(self, database: Database, *, owner: str, person_limit: str, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(database, owner=owner, clock=clock)
        self._limit = RateLimit(person_limit)
        self._telling = RateLimit(TELL_AGAIN)

    async def accept(self, channel: ChannelName, events: Sequence[Event]) -> int:
        """Store events, each once; how many were new. Raises StorageBusyError: the channel will bring them again."""
        fresh = [event for event in events if self._clock() - event.at < OLDEST]

        async def work(session: AsyncSession) -> int:
            return sum([await self._accept(session, channel, event) for event in fresh])

        return await self._write(work, urgent=True) if fresh else 0

    async def _accept(self, session: AsyncSession, channel: ChannelName, event: Event) -> bool:
        if event.kind == "unfollow":
            await _unfollow(session, channel, event)
            return False
        if await session.scalar(select(InboxRow.id).where(InboxRow.channel == channel, InboxRow.key == event.key)):
            return False
        conversation_id = await self._meet(session, channel, event)
        heard = await self._limited(channel, event)
        return heard is not None and await self._store(session, channel, conversation_id, heard)

    async def _meet(self, session: AsyncSession, channel: ChannelName, event: Event) -> str:
        """The conversation of the person, who was heard from just now; a new one for a stranger."""
        heard = min(event.at, self._clock())
        new = self._insert(PersonRow).values(
            channel=channel, person=event.person, conversation_id=uuid.uuid4().hex, heard_at=heard, following=True
        )
        latest = case((PersonRow.heard_at > heard, PersonRow.heard_at), else_=new.excluded.heard_at)
        known = new.on_conflict_do_update(index_elements=["channel", "person"], set_={"heard_at": latest, "following": True})
        found: str = await session.scalar(known.returning(PersonRow.conversation_id))
        return found

    async def _limited(self, channel: ChannelName, event: Event) -> Event | None:
        """The event; beyond the limit one that says so, once a while, and else None."""
        who = f"{channel}:{event.person}"
        if await self._limit.allows(who):
            return event
        if await self._telling.allows(who):
            return Event(key=event.key, person=event.person, at=event.at, kind="too_many")
        return None

    async def _store(self, session: AsyncSession, channel: ChannelName, conversation_id: str, event: Event) -> bool:
        now = self._clock()
        row = {
            "channel": channel, "key": event.key, "conversation_id": conversation_id, "at": event.at, "accepted_at": now,
            "event": event.model_dump(mode="json"), "state": WAITING, "attempts": 0, "next_at": now,
        }  # fmt: skip
        new = self._insert(InboxRow).values(row).on_conflict_do_nothing(index_elements=["channel", "key"])
        return await session.scalar(new.returning(InboxRow.id)) is not None

    async def claim(self, limit: int, channels: Collection[ChannelName]) -> list[Claimed]:
        """The next events of ``channels`` to answer, at most one of each conversation; nobody else gets them for ``CLAIM``."""

        async def work(session: AsyncSession) -> list[Claimed]:
            return [_claimed(row) for row in await self._claim(session, limit, InboxRow.channel.in_(channels))]

        return await self._write(work)

    def _earlier(self, other: Any) -> ColumnElement[bool]:
        """By the channel's time: webhooks may come in another order than what they tell of."""
        return tuple_(other.at, other.id) < tuple_(InboxRow.at, InboxRow.id)

    async def open(self, incoming: Incoming) -> Asked:
        """Store a message of the web, or find it again; ``mine`` where the caller is to answer it, as nobody else does."""
        now = self._clock()
        event = Event(key=incoming.key or uuid.uuid4().hex, person="web", at=now, text=incoming.text, button=incoming.button)

        async def work(session: AsyncSession) -> Asked:
            conversation_id = incoming.conversation_id or uuid.uuid4().hex
            await self._store(session, "web", conversation_id, event)
            same = select(InboxRow).where(InboxRow.channel == "web", InboxRow.key == event.key)
            row = (await session.scalars(same.with_for_update())).one()
            if row.state != WAITING or (row.claimed_until is not None and row.claimed_until > now):
                return Asked(row.id, None)
            row.claimed_by, row.claimed_until, row.attempts = self._owner, now + CLAIM, row.attempts + 1
            return Asked(row.id, _claimed(row))

        return await self._write(work, urgent=True)

    async def reply(self, number: int) -> Reply:
        """The reply to a message of the web, waited for. Raises TooSlowError, LongAnsweredError."""
        for _ in range(round(WAIT_S / LOOK_S)):
            async with self.database.read() as session:
                row = await session.get(InboxRow, number)
            if row is None or (row.state != WAITING and row.reply is None):
                raise LongAnsweredError
            if row.reply is not None:
                return Reply.model_validate(row.reply)
            await asyncio.sleep(LOOK_S)
        raise TooSlowError

    async def finish(self, row: Claimed) -> None:
        """Nothing is to be answered."""
        await self._write(partial(answered, number=row.id))

    async def later(self, row: Claimed, after_s: float, error: str, *, counted: bool = True) -> None:
        """Give an event back, to be tried again."""
        when, attempts = self._clock() + timedelta(seconds=after_s), row.attempts - (not counted)
        await self._change(self._open(row.id).values(next_at=when, attempts=attempts, error=error, **FREE))

    async def bury(self, row: Claimed, error: str, also: Callable[[AsyncSession], None]) -> None:
        """Give an event up, and do ``also``; an operator sees it and may have it tried again."""

        async def work(session: AsyncSession) -> None:
            await session.execute(self._open(row.id).values(state=DEAD, error=error, **FREE))
            also(session)

        await self._write(work)

    async def clean(self, people_before: datetime) -> None:
        """Forget replies, keys and people that are too old to matter."""
        now = self._clock()

        async def work(session: AsyncSession) -> None:
            await session.execute(update(InboxRow).where(InboxRow.accepted_at < now - REPLIES_KEPT).values(reply=None))
            await session.execute(delete(InboxRow).where(InboxRow.accepted_at < now - KEYS_KEPT, InboxRow.state == DONE))
            await session.execute(delete(InboxRow).where(InboxRow.accepted_at < people_before))
            await session.execute(delete(PersonRow).where(PersonRow.heard_at < people_before))

        await self._write(work)

    def _insert(self, table: type[PersonRow] | type[InboxRow]) -> Any:
        return sqlite.insert(table) if self.database.is_sqlite else postgresql.insert(table)


async def answered(session: AsyncSession, number: int, reply: Reply | None = None) -> None:
    """In the transaction of the answer: the event is done, and what it said is no longer kept. Raises AlreadyAnsweredError."""
    done = update(InboxRow).where(InboxRow.id == number, InboxRow.state == WAITING)
    kept = reply.model_dump(mode="json") if reply else None
    values = {"state": DONE, "event": None, "reply": kept, "error": None, **FREE}
    if (await session.execute(done.values(values).returning(InboxRow.id))).first() is None:
        raise AlreadyAnsweredError


async def _unfollow(session: AsyncSession, channel: ChannelName, event: Event) -> None:
    """Who left gets nothing more, unless they have come back since."""
    left = and_(PersonRow.channel == channel, PersonRow.person == event.person, PersonRow.heard_at <= event.at)
    if not (await session.execute(update(PersonRow).where(left).values(following=False).returning(PersonRow.person))).all():
        return
    unsent = and_(OutboxRow.channel == channel, OutboxRow.person == event.person, OutboxRow.state == WAITING)
    await session.execute(update(OutboxRow).where(unsent).values(state=DEAD, error="unfollowed"))


def _claimed(row: InboxRow) -> Claimed:
    return Claimed(row.id, row.channel, row.conversation_id, Event.model_validate(row.event), row.attempts)  # type: ignore[arg-type]

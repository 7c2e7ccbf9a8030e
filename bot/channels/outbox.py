"""What goes out: written together with the answer, sent in order, tried again with growing pauses, and never silently dropped."""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Piece, Recipient
from bot.channels.queues import FREE, Queue
from bot.channels.tables import DEAD, SENT, WAITING, ButtonRow, InboxRow, OutboxRow, PersonRow
from bot.db import Database
from bot.messages import Button, ChannelName

LONGEST_PAUSE_S = 600.0
MOST_ATTEMPTS = 12
OLDEST = timedelta(hours=24)
"""Age from which a message that could not be sent is given up."""
SENT_KEPT = timedelta(days=7)
BUTTONS_KEPT = timedelta(days=7)
SAME_TAP = timedelta(seconds=10)
"""Two taps on one button within this time are one."""


@dataclass(frozen=True)
class Waiting:
    """A message to send. ``attempts`` counts this one."""

    id: int
    channel: ChannelName
    to: Recipient
    piece: Piece
    attempts: int
    created_at: datetime


@dataclass(frozen=True)
class DeadLetter:
    """A message that could not be sent, as an operator sees it."""

    id: int
    channel: str
    conversation_id: str
    created_at: datetime
    attempts: int
    error: str
    text: str


def pause(attempts: int) -> float:
    """Seconds until the next attempt: doubling, with jitter, at most ten minutes."""
    return float(min(2.0**attempts, LONGEST_PAUSE_S) * (0.5 + random.random() / 2))  # noqa: S311


class Outbox(Queue):
    """The table of what goes out."""

    table = OutboxRow

    def add(self, session: AsyncSession, channel: ChannelName, person: str, conversation_id: str, pieces: Sequence[Piece]) -> None:
        """Queue messages in the caller's transaction. Values of their buttons become tokens, whose meaning is kept here."""
        now = self._clock()
        for piece in pieces:
            buttons = [self._button(session, conversation_id, button, now) for button in piece.buttons]
            session.add(
                OutboxRow(
                    channel=channel, person=person, conversation_id=conversation_id, created_at=now, next_at=now,
                    piece=piece.model_copy(update={"buttons": buttons}).model_dump(mode="json"), state=WAITING, attempts=0,
                )
            )  # fmt: skip

    def _button(self, session: AsyncSession, conversation_id: str, button: Button, now: datetime) -> Button:
        token = secrets.token_urlsafe(12)
        session.add(ButtonRow(token=token, conversation_id=conversation_id, label=button.label, value=button.value, created_at=now))
        return button.model_copy(update={"value": token})

    async def claim(self, limit: int, paused: Collection[str] = ()) -> list[Waiting]:
        """The next messages to send, at most one of each conversation; nobody else gets them for ``CLAIM``."""

        async def work(session: AsyncSession) -> list[Waiting]:
            return [await _waiting(session, row) for row in await self._claim(session, limit, OutboxRow.channel.not_in(paused))]

        return await self._write(work)

    async def sent(self, row: Waiting, message_id: str) -> None:
        """The channel took it. Of somebody whose data were erased nothing stays, not even this."""
        known = exists().where(PersonRow.channel == row.channel, PersonRow.person == row.to.person)

        async def work(session: AsyncSession) -> None:
            await session.execute(delete(OutboxRow).where(OutboxRow.id == row.id, ~known))
            values = {"state": SENT, "sent_at": self._clock(), "message_id": message_id, "error": None, **FREE}
            await session.execute(self._open(row.id).values(values))

        await self._write(work)

    async def later(self, row: Waiting, reason: str, after_s: float | None, *, counted: bool = True) -> bool:
        """Try again, not before ``after_s``; too many attempts, or too old, and it is a dead letter. Whether it will be tried again."""
        now = self._clock()
        attempts = row.attempts - (not counted)
        if attempts >= MOST_ATTEMPTS or now - row.created_at > OLDEST:
            await self.bury(row, reason)
            return False
        wait = max(after_s or 0.0, pause(attempts))
        await self._change(self._open(row.id).values(next_at=now + timedelta(seconds=wait), attempts=attempts, error=reason, **FREE))
        return True

    async def bury(self, row: Waiting, reason: str, *, gone: bool = False) -> None:
        """Make it a dead letter. ``gone``: the person does not want to hear from us."""
        await self._change(self._open(row.id).values(state=DEAD, error=reason, **FREE))
        if gone:
            person = and_(PersonRow.channel == row.channel, PersonRow.person == row.to.person)
            await self._change(update(PersonRow).where(person).values(following=False))

    async def dead(self, limit: int = 100) -> list[DeadLetter]:
        """What could not be sent, the newest first."""
        query = select(OutboxRow).where(OutboxRow.state == DEAD).order_by(OutboxRow.id.desc()).limit(limit)
        async with self.database.read() as session:
            return [_letter(row) for row in await session.scalars(query)]

    def _anew(self) -> dict[str, Any]:
        return {**super()._anew(), "created_at": self._clock()}

    async def clean(self, before: datetime) -> None:
        """Forget what was sent, what buttons meant long ago, and letters that are too old."""
        now = self._clock()

        async def work(session: AsyncSession) -> None:
            await session.execute(delete(OutboxRow).where(OutboxRow.state == SENT, OutboxRow.created_at < now - SENT_KEPT))
            await session.execute(delete(OutboxRow).where(OutboxRow.created_at < before))
            await session.execute(delete(ButtonRow).where(ButtonRow.created_at < now - BUTTONS_KEPT))

        await self._write(work)


async def tapped(database: Database, conversation_id: str, token: str, at: datetime) -> Button | None:
    """What a button meant; None for one that is not known any more. Raises SecondTapError for a tap right after another."""
    async with database.read() as session:
        row = await session.get(ButtonRow, token)
    if row is None or row.conversation_id != conversation_id or at - row.created_at > BUTTONS_KEPT:
        return None
    if row.tapped_at is not None and abs(at - row.tapped_at) < SAME_TAP:
        raise SecondTapError
    return Button(label=row.label, value=row.value)


class SecondTapError(Exception):
    """The same button was tapped a moment ago."""


async def remember_tap(session: AsyncSession, token: str, at: datetime) -> None:
    """In the transaction of the answer: the button was tapped."""
    await session.execute(update(ButtonRow).where(ButtonRow.token == token).values(tapped_at=at))


async def erase(session: AsyncSession, conversation_id: str, last: int) -> None:
    """In the transaction of an erasure, which answers the event ``last``: nothing of the conversation stays here.

    What was written after it and still waits is answered as the beginning of another conversation.
    """
    for table in (OutboxRow, ButtonRow):
        await session.execute(delete(table).where(table.conversation_id == conversation_id))
    ours = InboxRow.conversation_id == conversation_id
    await session.execute(update(InboxRow).where(ours).values(reply=None))
    fresh = uuid.uuid4().hex
    moved = update(InboxRow).where(ours, InboxRow.state == WAITING, InboxRow.id != last).values(conversation_id=fresh)
    person = PersonRow.conversation_id == conversation_id
    if (await session.execute(moved.returning(InboxRow.id))).all():
        await session.execute(update(PersonRow).where(person).values(conversation_id=fresh))
    else:
        await session.execute(delete(PersonRow).where(person))


async def _waiting(session: AsyncSession, row: OutboxRow) -> Waiting:
    """Somebody whose data were erased was heard from when the last word to them was written."""
    person = await session.get(PersonRow, (row.channel, row.person))
    to = Recipient(row.person, person.heard_at if person else row.created_at, person.following if person else True)
    return Waiting(row.id, row.channel, to, Piece.model_validate(row.piece), row.attempts, row.created_at)  # type: ignore[arg-type]


def _letter(row: OutboxRow) -> DeadLetter:
    text = str(row.piece.get("text", ""))
    return DeadLetter(row.id, row.channel, row.conversation_id, row.created_at, row.attempts, row.error or "", text)

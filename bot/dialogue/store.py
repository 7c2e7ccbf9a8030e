"""Conversations as they are kept: the state to go on from, and a log of turns without personal numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, Select, String, Text, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Database, UtcDateTime, retrying
from bot.dialogue.entities import masked
from bot.messages import MAX_TEXT, Outgoing


class ConversationRow(Base):
    """One conversation; ``state`` is what the dialogue needs to go on."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TurnRow(Base):
    """One message and its replies, as logged."""

    __tablename__ = "turns"
    __table_args__ = (Index("ux_turns_key", "conversation_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(String(64), ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str | None] = mapped_column(String(64))
    procedure_code: Mapped[str | None] = mapped_column(String(40))
    aspect: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(32))
    replies: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(120))
    """The channel's id of the message: a conversation holds it once."""


Also = Callable[[AsyncSession, int], Awaitable[None]]
"""What else belongs into the transaction that keeps a turn; it is given the turn's number."""
Renewed = Callable[[dict[str, Any]], dict[str, Any]]
"""The state after a turn, made of the one before it."""


def together(*parts: Also | None) -> Also | None:
    """All parts as one, in their order; None where there is none."""
    wanted = [part for part in parts if part is not None]

    async def also(session: AsyncSession, turn: int) -> None:
        for part in wanted:
            await part(session, turn)

    return also if wanted else None


@dataclass(frozen=True, kw_only=True)
class TurnRecord:
    """What to log of one turn. ``text`` may be as typed: the store masks phones and personal numbers, and cuts what is too long."""

    text: str
    outcome: str
    intent: str | None = None
    procedure_code: str | None = None
    aspect: str | None = None
    replies: list[dict[str, Any]] = field(default_factory=list)
    key: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, kw_only=True)
class KeptTurn:
    """One turn as the record has it. ``number`` grows within a conversation; ``text`` is masked, replies are without their checklists."""

    number: int
    at: datetime
    text: str
    outcome: str
    replies: list[Outgoing]
    key: str | None


class Changes:
    """Tells listeners in this process which conversation was just saved or erased."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the conversation's id from now on; it must be quick and must not raise."""
        self._listeners.append(listener)

    def notify(self, conversation_id: str) -> None:
        """Tell all listeners."""
        for listener in self._listeners:
            listener(conversation_id)


class ConversationStore:
    """Loads and saves conversations. Every method raises StorageBusyError when the database stays locked or out of reach."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.changed = Changes()

    def lock(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Hold while one message of a conversation is answered, from ``load`` to ``save``: messages are answered in order."""
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    async def load(self, conversation_id: str, channel: str | None = None) -> dict[str, Any] | None:
        """The state as last saved; None for an unknown conversation, and for one of another channel where ``channel`` names one."""
        query = select(ConversationRow.state).where(ConversationRow.id == conversation_id)
        if channel is not None:
            query = query.where(ConversationRow.channel == channel)

        async def work() -> dict[str, Any] | None:
            async with self._database.read() as session:
                return (await session.execute(query)).scalar_one_or_none()

        return await retrying(work)

    async def newest_turn(self, conversation_id: str, channel: str) -> int | None:
        """The number of the last turn, 0 where there is none; None where the channel has no such conversation."""
        newest = select(func.coalesce(func.max(TurnRow.id), 0)).where(TurnRow.conversation_id == ConversationRow.id).scalar_subquery()
        query = select(newest).where(ConversationRow.id == conversation_id, ConversationRow.channel == channel)

        async def work() -> int | None:
            async with self._database.read() as session:
                return (await session.execute(query)).scalar_one_or_none()

        return await retrying(work)

    async def newest_turns(self, conversation_ids: Collection[str]) -> dict[str, int]:
        """The number of the last turn of each conversation that has one, in one query."""
        which = TurnRow.conversation_id.in_(conversation_ids)
        query = select(TurnRow.conversation_id, func.max(TurnRow.id)).where(which).group_by(TurnRow.conversation_id)

        async def work() -> dict[str, int]:
            async with self._database.read() as session:
                return {row[0]: row[1] for row in await session.execute(query)}

        return await retrying(work)

    async def turns_after(self, conversation_id: str, after: int, limit: int) -> list[KeptTurn]:
        """The first ``limit`` turns with a greater number, in order."""
        later = select(TurnRow).where(TurnRow.conversation_id == conversation_id, TurnRow.id > after)
        return await self._turns(later.order_by(TurnRow.id).limit(limit))

    async def last_turns(self, conversation_id: str, limit: int) -> list[KeptTurn]:
        """The last ``limit`` turns, in order."""
        latest = select(TurnRow).where(TurnRow.conversation_id == conversation_id).order_by(TurnRow.id.desc()).limit(limit)
        return (await self._turns(latest))[::-1]

    async def _turns(self, query: Select[TurnRow]) -> list[KeptTurn]:
        async def work() -> list[KeptTurn]:
            async with self._database.read() as session:
                return [_kept(row) for row in await session.scalars(query)]

        return await retrying(work)

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        """Keep the new state, log the turn, and do ``also``: all or nothing. The number of the turn."""

        async def work() -> int:
            async with self._database.write() as session:
                await session.execute(self._keep(conversation_id, channel, state, turn.at))
                number = await session.scalar(insert(TurnRow).values(**_logged(conversation_id, turn)).returning(TurnRow.id))
                if also is not None:
                    await also(session, int(number or 0))
                return int(number or 0)

        number = await retrying(work)
        self.changed.notify(conversation_id)
        return number

    async def has(self, session: AsyncSession, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        return await session.scalar(select(ConversationRow.id).where(ConversationRow.id == conversation_id)) is not None

    async def append(self, session: AsyncSession, conversation_id: str, turn: TurnRecord, renewed: Renewed) -> bool:
        """Log a turn that we begin ourselves, in the caller's transaction, which is to ``notify`` after it; hold ``lock`` meanwhile.

        False, and nothing is done, where there is no such conversation.
        """
        ours = update(ConversationRow).where(ConversationRow.id == conversation_id)
        state = await session.scalar(ours.values(updated_at=turn.at).returning(ConversationRow.state))
        if state is None:
            return False
        await session.execute(ours.values(state=renewed(state)))
        await session.execute(insert(TurnRow).values(**_logged(conversation_id, turn)))
        return True

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        """Delete the conversation with all its turns, and do ``also``: all or nothing."""

        async def work() -> None:
            async with self._database.write() as session:
                await session.execute(delete(TurnRow).where(TurnRow.conversation_id == conversation_id))
                await session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
                if also is not None:
                    await also(session, 0)

        await retrying(work)
        self.changed.notify(conversation_id)

    def _keep(self, conversation_id: str, channel: str, state: dict[str, Any], at: datetime) -> Any:
        dialect_insert: Callable[..., Any] = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = {"id": conversation_id, "channel": channel, "state": state, "created_at": at, "updated_at": at}
        return (
            dialect_insert(ConversationRow)
            .values(row)
            .on_conflict_do_update(index_elements=["id"], set_={"state": state, "updated_at": at})
        )

    async def delete_before(self, moment: datetime) -> int:
        """Delete turns, and conversations unused since then; the number of conversations deleted."""

        async def work() -> int:
            async with self._database.write() as session:
                return await _delete_before(session, moment)

        return await retrying(work)


async def _delete_before(session: AsyncSession, moment: datetime) -> int:
    await session.execute(delete(TurnRow).where(TurnRow.at < moment))
    gone = delete(ConversationRow).where(ConversationRow.updated_at < moment).returning(ConversationRow.id)
    return len((await session.execute(gone)).all())


def _kept(row: TurnRow) -> KeptTurn:
    """What an older release logged is read as far as this one knows it."""
    replies = [Outgoing.model_validate(one, extra="ignore") for one in row.replies]
    return KeptTurn(number=row.id, at=row.at, text=row.text, outcome=row.outcome, replies=replies, key=row.key)


def _plain(name: str | None) -> str | None:
    """Enum members as the strings they are: drivers differ in how they write them."""
    return None if name is None else str(name)


def _logged(conversation_id: str, turn: TurnRecord) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "at": turn.at,
        "text": masked(turn.text[:MAX_TEXT].replace("\x00", " ")),
        "intent": _plain(turn.intent),
        "procedure_code": turn.procedure_code,
        "aspect": _plain(turn.aspect),
        "outcome": _plain(turn.outcome),
        "replies": turn.replies,
        "key": turn.key,
    }

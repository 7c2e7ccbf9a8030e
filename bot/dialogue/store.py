"""Conversations as they are kept: the state to go on from, and a log of turns without personal numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Database, UtcDateTime, retrying
from bot.dialogue.entities import masked
from bot.messages import MAX_TEXT


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


class ConversationStore:
    """Loads and saves conversations. Every method raises StorageBusyError when the database stays locked or out of reach."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Hold while one message of a conversation is answered, from ``load`` to ``save``: messages are answered in order."""
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    async def load(self, conversation_id: str) -> dict[str, Any] | None:
        """The state as last saved, or None for an unknown conversation."""
        query = select(ConversationRow.state).where(ConversationRow.id == conversation_id)

        async def work() -> dict[str, Any] | None:
            async with self._database.read() as session:
                return (await session.execute(query)).scalar_one_or_none()

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

        return await retrying(work)

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        """Delete the conversation with all its turns, and do ``also``: all or nothing."""

        async def work() -> None:
            async with self._database.write() as session:
                await session.execute(delete(TurnRow).where(TurnRow.conversation_id == conversation_id))
                await session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
                if also is not None:
                    await also(session, 0)

        await retrying(work)

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

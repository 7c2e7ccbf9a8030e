"""What channels keep in SQL: who talks to us, what came in, what goes out, and what the buttons out there mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

WAITING, DONE, SENT, DEAD = "waiting", "done", "sent", "dead"


class PersonRow(Base):
    """One person on one channel: the conversation they are in, and when they were last heard (Zalo's windows are counted from it)."""

    __tablename__ = "channel_people"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), unique=True)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime)
    following: Mapped[bool] = mapped_column(Boolean, default=True)


class InboxRow(Base):
    """One event that was accepted. ``event`` is emptied as soon as it is answered; the key stays, to know the event again."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("channel", "key"), Index("ix_inbox_queue", "state", "conversation_id", "at", "id"))

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    event: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """For the web, where the same message asked again gets the same reply."""
    error: Mapped[str | None] = mapped_column(Text)


class OutboxRow(Base):
    """One message to send."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_queue", "state", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    person: Mapped[str] = mapped_column(String(64))
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    piece: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[str | None] = mapped_column(String(120))
    error: Mapped[str | None] = mapped_column(Text)


class ButtonRow(Base):
    """What a button sent to a channel means: its token comes back when it is tapped."""

    __tablename__ = "channel_buttons"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    label: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    tapped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TokenRow(Base):
    """The pair of access and refresh token of an account, encrypted. ``version`` grows with every change."""

    __tablename__ = "channel_tokens"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refreshing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refreshed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)

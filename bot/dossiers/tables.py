"""What is kept of dossiers in SQL: the records of an agency, wrong proofs, who wants to be told, and what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class RecordRow(Base):
    """One dossier of a system that is read from this table. ``key``: letters and digits of the code (``bot.numbers.dossier_key``).

    Written by ``motcua dossiers import``, by signed pushes, or by another program; read as untrusted either way.
    """

    __tablename__ = "dossier_records"

    system: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(16))
    applicant_name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(40))
    personal_id: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(Text)
    procedure_name: Mapped[str | None] = mapped_column(Text)
    procedure_code: Mapped[str | None] = mapped_column(String(40))
    summary: Mapped[str | None] = mapped_column(Text)
    task: Mapped[str | None] = mapped_column(Text)
    office: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supplement_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supplements: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """``[{"name": ..., "note": ...}]``."""
    fee: Mapped[int | None] = mapped_column(BigInteger)
    payment_url: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    filed_by: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TryRow(Base):
    """One proof that was wrong, or is being checked. Deleted after a day."""

    __tablename__ = "dossier_tries"
    __table_args__ = (Index("ix_dossier_tries_key", "key", "at"), Index("ix_dossier_tries_person", "person", "at"))

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(60))
    person: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class WatchRow(Base):
    """One person's wish to be told of changes. ``seen`` is what they know: nothing personal stands in it."""

    __tablename__ = "dossier_watches"
    __table_args__ = (UniqueConstraint("conversation_id", "key"), Index("ix_dossier_watches_due", "next_at"))

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    system: Mapped[str] = mapped_column(String(40), index=True)
    code: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60), index=True)
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with every change that was noticed."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the system is asked next."""
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeRow(Base):
    """One thing to tell, once: ``mark`` says which (the version of a change, the day of a deadline)."""

    __tablename__ = "dossier_notices"
    __table_args__ = (UniqueConstraint("watch_id", "kind", "mark"), Index("ix_dossier_notices_due", "told_at", "not_before"))

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    watch_id: Mapped[int] = mapped_column(_NUMBER, ForeignKey("dossier_watches.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    mark: Mapped[str] = mapped_column(String(80))
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The reply, as ``Outgoing``; emptied when it was told."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SystemRow(Base):
    """How a system last answered, for the poller's pauses and for operators."""

    __tablename__ = "dossier_systems"

    system: Mapped[str] = mapped_column(String(40), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """In a row."""
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PushRow(Base):
    """One push that was taken: the same id again is the same push."""

    __tablename__ = "dossier_pushes"

    system: Mapped[str] = mapped_column(String(40), primary_key=True)
    event: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

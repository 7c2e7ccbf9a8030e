"""What is kept of staff in SQL: their tokens for programs, and the trail of who asked for what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class TokenRow(Base):
    """One token of a member of staff. Only its hash is kept; ``units`` are the unit prefixes in its scope, all where empty."""

    __tablename__ = "staff_tokens"

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(24))
    units: Mapped[list[str]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """One thing that somebody asked or did. Never changed; deleted only by age."""

    __tablename__ = "audit_trail"
    __table_args__ = (Index("ix_audit_trail_object", "object", "at"),)

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(160))
    """``staff:7``, ``web:CONVERSATION``, ``telegram:CONVERSATION``, ``system:hue``."""
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(80))
    """The dossier's code; never what was told of it."""
    outcome: Mapped[str] = mapped_column(String(24))
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

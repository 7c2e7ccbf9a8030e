"""The tables of published content: versions of entries, revisions of the whole base, and which version stands in which revision."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

BigId = BigInteger().with_variant(Integer(), "sqlite")
SYSTEM = "hệ thống"
"""Who publishes the built-in content."""
BUILTIN = "builtin"
"""Origin of a version that came with the program."""


class VersionState(StrEnum):
    """Where a version is on its way: bản nháp, chờ duyệt, đã đăng, đã cất."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


PENDING = (VersionState.DRAFT, VersionState.IN_REVIEW)


class RevisionState(StrEnum):
    """Whether a revision is being built, may be served, or could not be built."""

    BUILDING = "building"
    PUBLISHED = "published"
    FAILED = "failed"


class VersionRow(Base):
    """One version of one entry in one layer. ``content`` is None where the built-in entry was taken away."""

    __tablename__ = "knowledge_versions"
    __table_args__ = (UniqueConstraint("kind", "key", "layer", "number"), Index("ix_knowledge_versions_state", "state"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(200))
    layer: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    """Counts from 1 for each kind, key and layer."""
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(255))
    needs_review: Mapped[bool]
    review_facts: Mapped[list[str]] = mapped_column(JSON)


class RevisionRow(Base):
    """One state of the whole base. The published one with the highest number is served."""

    __tablename__ = "knowledge_revisions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str | None] = mapped_column(Text)
    rolled_back_to: Mapped[int | None] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


class MemberRow(Base):
    """A version that stands in a revision."""

    __tablename__ = "knowledge_members"

    revision: Mapped[int] = mapped_column(ForeignKey("knowledge_revisions.number", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("knowledge_versions.id"), primary_key=True)


class DeskRow(Base):
    """The one row that every writer takes first, so that writers queue on every database; it also remembers the last synchronisation."""

    __tablename__ = "knowledge_desk"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    builtin_hash: Mapped[str] = mapped_column(String(64))
    """Hash of the built-in folder as it was last taken over; empty before the first time."""
    turn: Mapped[int] = mapped_column(Integer)
    """Counts the writers."""

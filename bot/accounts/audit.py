"""The trail of who asked for what: written in the transaction of the answer, read by operators, deleted by age alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts.tables import AuditRow
from bot.db import Database

AUDIT_KEPT = timedelta(days=730)
"""Two years: long enough to answer who looked at a dossier, and no longer."""


@dataclass(frozen=True)
class AuditEntry:
    """One thing that somebody asked or did. Nothing personal but who asked: never what was told, never a proof.

    ``actor`` is ``staff:7``, ``web:CONVERSATION`` or ``system:hue``; ``object`` a dossier's code; ``why`` one word for operators.
    """

    at: datetime
    actor: str
    action: str
    object: str
    outcome: str
    why: str | None = None


def write_audit(session: AsyncSession, entry: AuditEntry) -> None:
    """Add an entry to the caller's transaction: it is kept if, and only if, what it tells of is."""
    detail = {"why": entry.why} if entry.why else None
    row = AuditRow(
        at=entry.at, actor=entry.actor[:160], action=entry.action[:40], object=entry.object[:80], outcome=entry.outcome[:24], detail=detail
    )
    session.add(row)


async def read_audit(database: Database, *, about: str | None = None, limit: int = 100) -> Sequence[AuditEntry]:
    """The newest entries first, all or those about one object."""
    chosen = select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)
    if about is not None:
        chosen = chosen.where(AuditRow.object == about)
    async with database.read() as session:
        return [_entry(row) for row in await session.scalars(chosen)]


async def clean_audit(session: AsyncSession, now: datetime) -> None:
    """Delete what is older than two years."""
    await session.execute(delete(AuditRow).where(AuditRow.at < now - AUDIT_KEPT))


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.at, row.actor, row.action, row.object, row.outcome, (row.detail or {}).get("why"))

"""Writes the dossiers of a file into the table: what is new and what changed, in one transaction; the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts.service import AuditEntry, write_audit
from bot.db import Database, retrying
from bot.dossiers.reading import Record, RecordFile
from bot.dossiers.rows import FIELDS, put_rows, row_of
from bot.dossiers.tables import RecordRow
from bot.numbers import dossier_key

IMPORT = "dossier.import"
CHUNK = 500
"""Rows of one statement."""
SITUATION = frozenset({"task", "completed_at", "supplement_due", "supplements", "fee", "payment_url", "reason"})
"""What was true of one state: a file without these columns does not carry them over into the next one."""

_COLUMNS = [getattr(RecordRow, name) for name in ("key", *FIELDS, "updated_at")]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Report:
    """What an import does, by codes; ``removed`` by keys. ``older``: the table knows something later than the file."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


async def import_records(
    database: Database,
    system: str,
    file: RecordFile,
    *,
    actor: str,
    replace: bool = False,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Write all that is new or changed. ``replace`` removes what a file that could be read whole no longer lists.

    ``progress`` hears how many more rows are compared. Raises StorageBusyError, and SQLAlchemyError where the database is out of reach.
    """
    at = now or datetime.now(UTC)

    async def once() -> Report:
        async with database.write() as session:
            report, rows = await _compared(session, system, file.records, at, progress or _silent)
            if replace and file.whole and file.records:
                report.removed.extend(await _no_longer_listed(session, system, file))
            if not dry_run:
                await _write(session, system, rows, report.removed)
                write_audit(session, AuditEntry(at, actor, IMPORT, system, "done"))
            return report

    return await retrying(once)


async def _compared(
    session: AsyncSession, system: str, records: Sequence[Record], at: datetime, progress: Callable[[int], None]
) -> tuple[Report, list[dict[str, Any]]]:
    """What the import does, and the rows to write. Everything is compared first, so that others wait for the writing alone."""
    report, rows = Report(), []
    for chunk in _chunks(records):
        standing = await _standing(session, system, [dossier_key(record.dossier.code) for record in chunk])
        for record in chunk:
            row, fate = _judged(record, standing.get(dossier_key(record.dossier.code)), at, report)
            fate.append(record.dossier.code)
            if fate is report.new or fate is report.changed:
                rows.append(row)
        progress(len(chunk))
    return report, rows


def _judged(record: Record, old: Mapping[str, Any] | None, at: datetime, report: Report) -> tuple[dict[str, Any], list[str]]:
    """The row of a record, and the list of the report that it belongs to."""
    row = row_of(record.dossier, record.updated_at or at)
    if old is None:
        return row, report.new
    row |= {name: value for name, value in _kept(old, row).items() if name not in record.told}
    if record.updated_at is not None and old and record.updated_at < old["updated_at"]:
        return row, report.older
    return row, report.unchanged if old and all(old[name] == row[name] for name in FIELDS) else report.changed


def _kept(old: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the table and stays where the file says nothing of it."""
    same_state = old.get("state") == row["state"]
    return {name: value for name, value in old.items() if name in FIELDS and (same_state or name not in SITUATION)}


async def _standing(session: AsyncSession, system: str, keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The rows of these keys; an empty one stands for a row that another program wrote and that cannot be read."""
    chosen = select(*_COLUMNS).where(RecordRow.system == system, RecordRow.key.in_(keys))
    try:
        return {row["key"]: dict(row) for row in (await session.execute(chosen)).mappings()}
    except (ValueError, TypeError):
        if len(keys) == 1:
            return {keys[0]: {}}
    found: dict[str, Mapping[str, Any]] = {}
    for key in keys:
        found |= await _standing(session, system, [key])
    return found


async def _no_longer_listed(session: AsyncSession, system: str, file: RecordFile) -> list[str]:
    listed = {dossier_key(record.dossier.code) for record in file.records}
    listed |= {dossier_key(item.key) for item in file.rejected if item.key}
    keys = await session.scalars(select(RecordRow.key).where(RecordRow.system == system).order_by(RecordRow.key))
    return [key for key in keys if key not in listed]


async def _write(session: AsyncSession, system: str, rows: Sequence[dict[str, Any]], removed: Sequence[str]) -> None:
    for chunk in _chunks(rows):
        await put_rows(session, chunk)
    for keys in _chunks(removed):
        await session.execute(delete(RecordRow).where(RecordRow.system == system, RecordRow.key.in_(keys)))


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def _silent(_: int) -> None:
    """Nobody watches."""

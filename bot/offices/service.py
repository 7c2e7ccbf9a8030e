"""The office service: import, list, and the book that the dialogue reads."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog
from pydantic import ValidationError
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.db import Database, retrying
from bot.errors import StorageBusyError
from bot.offices.book import Found, OfficeBook
from bot.offices.days import Calendar, load_calendar
from bot.offices.opening import Day, Opening, day_of, opening
from bot.offices.tables import OfficeRow
from knowledge.offices import Office

__all__ = ["Calendar", "Day", "Found", "OfficeBook", "OfficeReport", "Offices", "Opening", "day_of", "load_calendar", "opening"]

CHECK_S = 5.0
"""How old the book may be before the table is asked whether it changed."""

log = structlog.get_logger("motcua.offices")


@dataclass(frozen=True)
class OfficeReport:
    """What an import does, by the ids of offices."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Offices:
    """Reads and writes the table. Methods that write raise StorageBusyError when the database stays out of reach."""

    def __init__(self, database: Database, *, knowledge_dir: Path) -> None:
        self._database = database
        self._knowledge_dir = knowledge_dir
        self._book = OfficeBook()
        self._stamp: tuple[int, datetime | None] = (0, None)
        self._asked = float("-inf")

    @property
    def calendar(self) -> Calendar:
        """The working days; where the file of days is broken, the public holidays alone."""
        try:
            return load_calendar(self._knowledge_dir)
        except (ValueError, OSError) as error:
            log.warning("the file of days could not be read", error=str(error)[:200])
            return Calendar()

    async def book(self) -> OfficeBook:
        """The offices, at most some seconds old. While the database is silent, those known before."""
        if time.monotonic() - self._asked < CHECK_S:
            return self._book
        self._asked = time.monotonic()
        try:
            await self._renew()
        except (SQLAlchemyError, StorageBusyError, OSError) as error:
            log.warning("the offices could not be read", error=type(error).__name__)
        return self._book

    async def _renew(self) -> None:
        async with self._database.read() as session:
            count, last = (await session.execute(select(func.count(), func.max(OfficeRow.updated_at)).select_from(OfficeRow))).one()
        if (count, last) != self._stamp:
            self._book, self._stamp = OfficeBook(await self.all()), (count, last)

    async def all(self) -> list[Office]:
        """Every office of the table; one that no longer fits the schema is left out and logged."""
        async with self._database.read() as session:
            rows = (await session.execute(select(OfficeRow.id, OfficeRow.content).order_by(OfficeRow.id))).all()
        return [office for key, content in rows if (office := _read(key, content))]

    async def import_offices(self, offices: Sequence[Office], *, origin: str, replace: bool = False, dry_run: bool = False) -> OfficeReport:
        """Write what is new or changed, in one transaction. ``replace`` removes what the file's provinces no longer list."""

        async def work() -> OfficeReport:
            async with self._database.write() as session:
                standing = {row.id: row for row in (await session.execute(select(OfficeRow))).scalars()}
                report = _compare(offices, standing, replace=replace)
                if not dry_run:
                    await session.execute(delete(OfficeRow).where(OfficeRow.id.in_([*report.changed, *report.removed])))
                    touched = {*report.new, *report.changed}
                    session.expunge_all()
                    session.add_all(_row(office, origin) for office in offices if office.id in touched)
                return report

        return await retrying(work)


def _compare(offices: Sequence[Office], standing: dict[str, OfficeRow], *, replace: bool) -> OfficeReport:
    report = OfficeReport()
    for office in offices:
        old = standing.get(office.id)
        fate = report.new if old is None else report.unchanged if old.content == _content(office) else report.changed
        fate.append(office.id)
    if replace:
        ids, provinces = {office.id for office in offices}, {office.province for office in offices}
        report.removed.extend(key for key, row in standing.items() if row.province in provinces and key not in ids)
    return report


def _content(office: Office) -> dict[str, object]:
    return office.model_dump(mode="json")


def _row(office: Office, origin: str) -> OfficeRow:
    return OfficeRow(id=office.id, province=office.province, content=_content(office), updated_at=datetime.now(UTC), origin=origin[:255])


def _read(key: str, content: dict[str, object]) -> Office | None:
    try:
        return Office.model_validate(content)
    except ValidationError:
        log.warning("an office does not fit the schema any more", office=key)
        return None

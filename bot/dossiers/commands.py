"""`motcua dossiers …`: the imported dossiers, the one-stop systems and the trail of look-ups on the command line."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.service import AuditEntry, read_audit
from bot.clock import VIETNAM
from bot.db import Database
from bot.dossiers import importing_words as words
from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.importing import Report, import_records
from bot.dossiers.lookup import NotConnected
from bot.dossiers.model import TEXT_LENGTH, Dossier
from bot.dossiers.reading import RecordFile, read_records
from bot.dossiers.service import DossierService
from bot.dossiers.sql import SqlGateway
from bot.dossiers.systems import LOCAL, Systems, SystemsError, open_systems
from bot.dossiers.tables import SystemRow
from bot.dossiers.tidy import CUT, masked_name, shown
from bot.errors import MotCuaError
from bot.migrations import migrate
from bot.numbers import find_dossiers, plain_twin, values
from bot.settings import Settings
from bot.terminal import fail, settings, write
from knowledge.importers.outcome import ImportFileError, Rejected

LISTED = 10
LAST_DIGITS = 3
"""Digits of a phone or personal number that operators see."""
_OF_THE_SYSTEM = ("procedure_name", "procedure_code", "task", "office", "filed_by")
"""Texts in the system's own words."""

T = TypeVar("T")
dossiers_app = typer.Typer(help="Hồ sơ: nhập bảng, xem hệ thống một cửa, xem nhật ký tra cứu.", no_args_is_help=True)


@dataclass(frozen=True)
class Opened:
    """What a command works with."""

    database: Database
    systems: Systems


@dossiers_app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="Bảng hồ sơ xuất từ hệ thống một cửa, xlsx hoặc csv (xem docs/dossiers/bang-ho-so.md)")],
    system: Annotated[str, typer.Option("--system", metavar="ID", help="Hệ thống có các hồ sơ này")] = LOCAL,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì, không ghi")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Bỏ những hồ sơ của hệ thống mà tệp không còn ghi")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại trước khi bỏ")] = False,
    full: Annotated[bool, typer.Option("--full", help="In hết các danh sách dài")] = False,
) -> None:
    """Nhập bảng hồ sơ; nhập lại cùng tệp không đổi gì; mã kết thúc 1 nếu không nhập được dòng nào."""
    wish = _Wish(path, system, dry_run=dry_run, replace=replace, yes=yes)
    file, report, outside = _run(lambda opened: _import(opened, wish))
    for line in [*_report_lines(report, file, dry_run=dry_run, full=full), *outside]:
        write(line)
    if replace and not file.whole:
        write(words.NOT_WHOLE)
    if not file.records:
        raise typer.Exit(1)


@dossiers_app.command("list-systems")
def list_systems_command() -> None:
    """Các hệ thống một cửa: mã, tên, đơn vị, loại, lần trả lời gần nhất."""

    async def look(opened: Opened) -> list[str]:
        async with opened.database.read() as session:
            rows = {row.system: row for row in await session.scalars(select(SystemRow))}
        return [_system_line(gateway, rows.get(gateway.id)) for gateway in opened.systems.gateways]

    for line in _run(look):
        write(line)


@dossiers_app.command("check")
def check_command() -> None:
    """Kiểm tra thư mục mô tả các hệ thống (MOTCUA_DOSSIER_SYSTEMS); mã kết thúc 1 nếu có lỗi."""
    own = settings()

    async def count() -> int:
        database = Database(own.database_url)
        try:
            systems = open_systems(own, database)
            await systems.close()
            return len(systems.gateways)
        finally:
            await database.close()

    try:
        found = asyncio.run(count())
    except SystemsError as error:
        fail(str(error))
    write(words.ONLY_TABLE if own.dossier_systems is None else words.SYSTEMS_SOUND.format(count=found))


@dossiers_app.command("show")
def show_command(code: Annotated[str, typer.Argument(help="Mã hồ sơ, gõ thế nào cũng được")]) -> None:
    """Xem một hồ sơ như hệ thống trả lời, đã che thông tin cá nhân; lần xem được ghi vào nhật ký."""
    official = _official(code)

    async def look(opened: Opened) -> Dossier | NotFound | Unavailable | NotConnected:
        return await DossierService(opened.systems, opened.database).for_staff(official, operator())

    match _run(look):
        case Dossier() as dossier:
            for line in dossier_lines(dossier):
                write(line)
        case NotFound():
            fail(words.NO_DOSSIER)
        case NotConnected():
            fail(words.NO_SYSTEM)
        case Unavailable(reason):
            fail(words.SILENT.format(reason=reason))


@dossiers_app.command("audit")
def audit_command(
    code: Annotated[str | None, typer.Argument(help="Mã hồ sơ; để trống thì xem mọi lần tra cứu")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Số lần nhiều nhất cần xem")] = 50,
) -> None:
    """Ai đã tra hồ sơ, lúc nào, kết quả ra sao; mới nhất trước."""
    official = _official(code) if code is not None else None
    entries = _run(lambda opened: read_audit(opened.database, about=official, limit=limit))
    for entry in entries:
        write(_entry_line(entry))
    if not entries:
        write(words.NO_TRAIL)


def operator() -> str:
    """Who runs the command, for the trail: the machine's own name of them."""
    try:
        return f"operator:{getpass.getuser()}"
    except (OSError, KeyError):
        return "operator:unknown"


def dossier_lines(dossier: Dossier) -> Iterator[str]:
    """A dossier as operators see it: the name masked, numbers but for their last digits, no address and no summary."""
    masks: dict[str, Callable[[Any], str | None]] = {"applicant_name": masked_name, "phone": _last_digits, "personal_id": _last_digits}
    for name, label in words.LABELS.items():
        value = getattr(dossier, name)
        value = masks[name](value) if name in masks and value else value
        if value not in (None, ()) and (line := _shown(name, value, dossier)):
            yield words.FIELD.format(name=label, value=line)


# Importing


@dataclass(frozen=True)
class _Wish:
    """What somebody wants imported, and how."""

    path: Path
    system: str
    dry_run: bool
    replace: bool
    yes: bool


async def _import(opened: Opened, wish: _Wish) -> tuple[RecordFile, Report, list[str]]:
    """What was read, what was written, and what to say of dossiers that another system has."""
    known = [gateway.id for gateway in opened.systems.gateways if isinstance(gateway, SqlGateway)]
    if wish.system not in known:
        fail(words.UNKNOWN_SYSTEM.format(id=wish.system, known=", ".join(known)))
    file = _read(wish.path, wish.system)
    if wish.replace and not wish.yes and not wish.dry_run:
        _ask(len((await _write(opened, wish, file, dry_run=True)).removed))
    with _progress(len(file.records)) as progress:
        report = await _write(opened, wish, file, dry_run=wish.dry_run, progress=progress)
    return file, report, list(_outside(opened.systems, wish.system, file))


async def _write(opened: Opened, wish: _Wish, file: RecordFile, *, dry_run: bool, progress: Callable[[int], None] | None = None) -> Report:
    return await import_records(
        opened.database, wish.system, file, actor=operator(), replace=wish.replace, dry_run=dry_run, progress=progress
    )


def _read(path: Path, system: str) -> RecordFile:
    try:
        with Console(stderr=True).status(words.READING):
            file = read_records(path, system)
    except ImportFileError as error:
        fail(str(error))
    if not file.records and not file.rejected:
        fail(words.NO_ROWS)
    return file


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(words.WRITING, total=total)
        yield lambda count: shown.advance(task, count)


def _ask(removed: int) -> None:
    """Have somebody say yes before dossiers go."""
    if not removed:
        return
    if not sys.stdin.isatty():
        fail(words.NEEDS_YES.format(count=removed))
    if not typer.confirm(words.SURE.format(count=removed), err=True):
        fail(words.NOTHING_DONE)


def _outside(systems: Systems, system: str, file: RecordFile) -> Iterator[str]:
    """A sentence about dossiers whose unit another system has: they would never be asked for here."""
    codes = [record.dossier.code for record in file.records]
    strays = [code for code in codes if (gateway := systems.of(code)) is None or gateway.id != system]
    if strays:
        yield words.OUTSIDE.format(count=len(strays), id=system, code=strays[0])


def _report_lines(report: Report, file: RecordFile, *, dry_run: bool, full: bool) -> Iterator[str]:
    yield (words.DRY if dry_run else words.DONE) + words.REPORT.format(
        new=len(report.new), changed=len(report.changed), unchanged=len(report.unchanged), older=len(report.older),
        removed=len(report.removed), rejected=len(file.rejected),
    )  # fmt: skip
    for title, problems in ((words.REFUSED, file.rejected), (words.TO_SEE, file.warnings)):
        yield from _problem_lines(title, problems, full=full)


def _problem_lines(title: str, problems: Sequence[Rejected], *, full: bool) -> Iterator[str]:
    if problems:
        yield title
    shown = problems if full else problems[:LISTED]
    for item in shown:
        yield words.LINE.format(line=item.line, key=f" ({item.key})" if item.key else "", reason=item.reason)
    if len(shown) < len(problems):
        yield words.MORE.format(count=len(problems) - len(shown))


# Telling


def _system_line(gateway: Any, row: SystemRow | None) -> str:
    kind = "sql" if isinstance(gateway, SqlGateway) else "http"
    prefixes = ", ".join(gateway.prefixes) or words.EMPTY_ALL
    return words.SYSTEM.format(id=gateway.id, name=gateway.name, kind=kind, prefixes=prefixes, state=_state(row))


def _state(row: SystemRow | None) -> str:
    if row is None:
        return words.NEVER_ASKED
    if not row.failures:
        return words.ANSWERED.format(at=_moment(row.changed_at))
    error = row.error or words.FAILED_WITHOUT_REASON
    return words.FAILED.format(count=row.failures, at=_moment(row.changed_at), error=error, next=_moment(row.next_at))


def _entry_line(entry: AuditEntry) -> str:
    why = f" ({entry.why})" if entry.why else ""
    return words.ENTRY.format(
        at=_moment(entry.at), actor=entry.actor, action=entry.action, object=entry.object, outcome=entry.outcome, why=why
    )


def _shown(name: str, value: Any, dossier: Dossier) -> str:
    """A field on one line. What a system wrote may name the citizen again, or hold what a terminal would act upon."""
    if name == "state":
        return words.STATES[value]
    if isinstance(value, datetime):
        return _moment(value)
    if name == "supplements":
        return "; ".join(shown(paper.name, dossier, TEXT_LENGTH) or CUT for paper in value)
    return (shown(value, dossier, TEXT_LENGTH) or "") if name in _OF_THE_SYSTEM else str(value)


def _last_digits(number: str) -> str:
    return "*" * max(0, len(number) - LAST_DIGITS) + number[-LAST_DIGITS:]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _official(written: str) -> str:
    codes = values(find_dossiers(plain_twin(written)))
    if len(codes) != 1:
        fail(words.NOT_A_CODE.format(shown=written[:60]))
    return codes[0]


def _run(work: Callable[[Opened], Awaitable[T]]) -> T:
    own = settings()
    try:
        return asyncio.run(_opened(own, work))
    except SystemsError as error:
        fail(str(error))
    except (MotCuaError, SQLAlchemyError) as error:
        fail(error.message if isinstance(error, MotCuaError) else words.CANNOT_REACH.format(reason=type(error).__name__))


async def _opened(own: Settings, work: Callable[[Opened], Awaitable[T]]) -> T:
    try:
        await asyncio.to_thread(migrate, own)
    except Exception as error:  # whatever the driver says, a person reads one sentence
        fail(words.CANNOT_REACH.format(reason=next(iter(str(error).splitlines()), type(error).__name__)))
    database = Database(own.database_url)
    try:
        systems = open_systems(own, database)
        try:
            return await work(Opened(database, systems))
        finally:
            await systems.close()
    finally:
        await database.close()

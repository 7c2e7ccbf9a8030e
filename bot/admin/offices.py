"""`motcua offices …`: the table of offices on the command line."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from openpyxl import Workbook

from bot.admin.commands import CANNOT_REACH
from bot.db import Database
from bot.errors import MotCuaError
from bot.migrations import migrate
from bot.offices.service import OfficeReport, Offices, load_calendar
from bot.settings import Settings
from bot.terminal import fail, settings, write
from knowledge.importers.offices import OfficeFile, read_offices
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.importers.values import VIETNAM
from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level, Procedure
from knowledge.services import covering
from knowledge.store import read_folder

LISTED = 10
REPORT = "{new} nơi mới, {changed} thay đổi, {unchanged} không đổi, {removed} bỏ, {rejected} dòng bị từ chối, {warnings} điều cần xem lại."
DRY = "Nhập thử (chưa ghi gì): "
DONE = "Đã nhập: "
LINE = "  dòng {line}{key}: {reason}"
MORE = "  … và {count} mục nữa (--full để xem hết)"
REFUSED = "Bị từ chối:"
TO_SEE = "Cần xem lại:"
UNKNOWN_PROVINCE = "không có tỉnh, thành phố nào tên «{shown}» (tên từ 1/7/2025)"
OLD_COMMUNE = "«{shown}» là tên cũ; nay là {names}, viết tên mới giúp em"
UNKNOWN_COMMUNE = "không thấy «{commune}» trong danh mục xã, phường của {province}; kiểm tra lại tên"
EXPORTED = "Đã ghi {count} nơi tiếp nhận hồ sơ vào {path}."
EXISTS = "{path} đã có. Anh/chị chọn tên khác để không ghi đè nhé."
WRONG_ENDING = "Tệp xuất phải có đuôi .csv hoặc .xlsx."
NOT_WRITTEN = "Không ghi được {path}: {reason}"
EMPTY = "Chưa có nơi tiếp nhận hồ sơ nào. Nhập bằng: motcua offices import TỆP"
SOUND = "{count} nơi tiếp nhận hồ sơ, không có gì cần xem lại."
FOUND = "{count} nơi tiếp nhận hồ sơ, {problems} điều cần xem lại:"
NO_HOURS = "{id}: chưa có giờ làm việc"
NO_PHONE = "{id}: chưa có điện thoại"
EXPIRED = "{id}: hết hiệu lực từ {day:%d/%m/%Y}"
STALE = "{id}: kiểm tra lần cuối ngày {day:%d/%m/%Y}, đã hơn một năm"
IS_SAMPLE = "{id}: dữ liệu mẫu, không phải nơi có thật"
UNKNOWN_SERVICE = "lĩnh vực «{shown}» chưa khớp lĩnh vực hay thủ tục nào trong kho kèm theo; nếu viết đúng chữ thì không sao"
BROKEN_DAYS = "places/ngay-nghi.yaml chưa đúng: {reason}"

COLUMNS = (
    "Mã", "Tên cơ quan", "Loại", "Cấp", "Địa chỉ", "Xã, phường", "Tỉnh, thành phố", "Điện thoại", "Giờ làm việc", "Bản đồ",
    "Lĩnh vực tiếp nhận", "Ghi chú", "Nguồn", "Ngày kiểm tra", "Hiệu lực từ ngày", "Hết hiệu lực ngày", "Dữ liệu mẫu",
)  # fmt: skip
_KIND_NAMES = {
    OfficeKind.ONE_STOP: "một cửa", OfficeKind.POLICE: "công an", OfficeKind.TAX: "thuế", OfficeKind.INSURANCE: "bảo hiểm xã hội",
    OfficeKind.LAND: "đất đai", OfficeKind.OTHER: "khác",
}  # fmt: skip
_LEVEL_NAMES = {Level.COMMUNE: "xã", Level.PROVINCE: "tỉnh", Level.MINISTRY: "bộ", Level.OTHER: "khác"}

T = TypeVar("T")
app = typer.Typer(help="Nơi tiếp nhận hồ sơ: nhập, xuất, kiểm tra.", no_args_is_help=True)


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="Bảng nơi tiếp nhận hồ sơ, xlsx hoặc csv (xem knowledge/places/README.md)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì, không ghi")] = False,
    replace_all: Annotated[bool, typer.Option("--replace", help="Bỏ những nơi của các tỉnh trong tệp mà tệp không còn ghi")] = False,
    full: Annotated[bool, typer.Option("--full", help="In hết các danh sách dài")] = False,
) -> None:
    """Nhập bảng nơi tiếp nhận; nhập lại cùng tệp không đổi gì; mã kết thúc 1 nếu không nhập được dòng nào."""
    content = _with_remarks_on_services(_read(path))

    async def work(service: Offices) -> OfficeReport:
        return await service.import_offices(content.offices, origin=path.name, replace=replace_all, dry_run=dry_run)

    report = _run(work)
    for line in _report_lines(report, content, dry_run=dry_run, full=full):
        write(line)
    if content.rejected and not content.offices:
        raise typer.Exit(1)


@app.command("export")
def export_command(path: Annotated[Path, typer.Argument(help="Tệp mới, đuôi .csv hoặc .xlsx")]) -> None:
    """Xuất bảng nơi tiếp nhận; tệp xuất nhập lại được."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        fail(WRONG_ENDING)
    if path.exists():
        fail(EXISTS.format(path=path))
    offices = _run(lambda service: service.all())
    try:
        (_write_csv if path.suffix.lower() == ".csv" else _write_excel)(path, [_cells(office) for office in offices])
    except OSError as error:
        fail(NOT_WRITTEN.format(path=path, reason=error.strerror or error))
    write(EXPORTED.format(count=len(offices), path=path))


@app.command("check")
def check_command(
    path: Annotated[Path | None, typer.Argument(help="Tệp cần kiểm tra; để trống thì kiểm tra bảng đang dùng")] = None,
) -> None:
    """Kiểm tra một tệp, hoặc bảng đang dùng và tệp ngày nghỉ; mã kết thúc 1 nếu có lỗi."""
    try:
        load_calendar(settings().knowledge_dir)
    except (ValueError, OSError) as error:
        fail(BROKEN_DAYS.format(reason=error))
    if path is not None:
        content = _read(path)
        for line in _problem_lines(content, full=True):
            write(line)
    offices = content.offices if path is not None else _run(lambda service: service.all())
    problems = [line for office in offices for line in _remarks(office, datetime.now(VIETNAM).date())]
    problems += [f"{offices[place].id}: {remark}" for place, remark in _unknown_services(offices)]
    if not offices:
        write(EMPTY)
    else:
        write((FOUND if problems else SOUND).format(count=len(offices), problems=len(problems)))
    for line in problems:
        write(f"  {line}")
    raise typer.Exit(1 if path is not None and content.rejected else 0)


def _read(path: Path) -> OfficeFile:
    try:
        return _with_official_names(read_offices(path))
    except ImportFileError as error:
        fail(str(error))


def _with_official_names(content: OfficeFile) -> OfficeFile:
    """Communes and provinces in their official writing; what is no place of today is refused."""
    kept, rejected, warnings = [], list(content.rejected), list(content.warnings)
    for line, office in zip(content.lines, content.offices, strict=True):
        named, problem, doubt = _named(office)
        if problem:
            rejected.append(Rejected(line, office.id, problem))
        else:
            kept.append((line, named))
        warnings += [Rejected(line, office.id, doubt)] if doubt else []
    rejected.sort(key=lambda item: item.line)
    return replace(content, offices=[office for _, office in kept], lines=[line for line, _ in kept], rejected=rejected, warnings=warnings)


def _named(office: Office) -> tuple[Office, str | None, str | None]:
    """The office with official names, why it is refused, and what is doubtful."""
    from bot.dialogue.service import commune_of_today, province_of_today  # brings the whole dialogue with it

    province = province_of_today(office.province)
    if province is None:
        return office, UNKNOWN_PROVINCE.format(shown=office.province), None
    if office.commune is None:
        return office.model_copy(update={"province": province}), None, None
    names = commune_of_today(office.commune, province)
    if not names:
        doubt = UNKNOWN_COMMUNE.format(commune=office.commune, province=province)
        return office.model_copy(update={"province": province}), None, doubt
    if len(names) > 1 or not _same_name(names[0], office.commune):
        return office, OLD_COMMUNE.format(shown=office.commune, names=", ".join(names)), None
    return office.model_copy(update={"province": province, "commune": names[0]}), None, None


def _with_remarks_on_services(content: OfficeFile) -> OfficeFile:
    remarks = [Rejected(content.lines[place], content.offices[place].id, remark) for place, remark in _unknown_services(content.offices)]
    return replace(content, warnings=sorted([*content.warnings, *remarks], key=lambda item: item.line))


def _unknown_services(offices: Sequence[Office]) -> list[tuple[int, str]]:
    """Which office, and a sentence, for every service that no built-in procedure belongs to: a slip would hide the office."""
    named = {service for office in offices for service in office.services}
    entries = read_folder(settings().knowledge_dir)[0] if named else []
    procedures = [entry for _, entry in entries if isinstance(entry, Procedure)]
    unknown = {service for service in named if not any(covering([service], one) for one in procedures)}
    listed = [(place, service) for place, office in enumerate(offices) for service in office.services if service in unknown]
    return [(place, UNKNOWN_SERVICE.format(shown=service)) for place, service in listed]


def _same_name(official: str, written: str) -> bool:
    from retriever.text import fold, normalize

    return fold(normalize(official)).endswith(fold(normalize(written)))


def _run(work: Callable[[Offices], Awaitable[T]]) -> T:
    own = settings()
    try:
        return asyncio.run(_with_service(own, work))
    except MotCuaError as error:
        fail(error.message)


async def _with_service(own: Settings, work: Callable[[Offices], Awaitable[T]]) -> T:
    try:
        await asyncio.to_thread(migrate, own)
    except Exception as error:  # whatever the driver says, a person reads one sentence
        fail(CANNOT_REACH.format(reason=str(error).splitlines()[0]))
    database = Database(own.database_url)
    try:
        return await work(Offices(database, knowledge_dir=own.knowledge_dir))
    finally:
        await database.close()


def _report_lines(report: OfficeReport, content: OfficeFile, *, dry_run: bool, full: bool) -> Iterator[str]:
    yield (DRY if dry_run else DONE) + REPORT.format(
        new=len(report.new), changed=len(report.changed), unchanged=len(report.unchanged), removed=len(report.removed),
        rejected=len(content.rejected), warnings=len(content.warnings),
    )  # fmt: skip
    yield from _problem_lines(content, full=full)


def _problem_lines(content: OfficeFile, *, full: bool) -> Iterator[str]:
    for title, problems in ((REFUSED, content.rejected), (TO_SEE, content.warnings)):
        shown = problems if full else problems[:LISTED]
        if problems:
            yield title
        for item in shown:
            yield LINE.format(line=item.line, key=f" ({item.key})" if item.key else "", reason=item.reason)
        if len(shown) < len(problems):
            yield MORE.format(count=len(problems) - len(shown))


def _remarks(office: Office, today: date) -> Iterator[str]:
    if office.sample:
        yield IS_SAMPLE.format(id=office.id)
    if office.valid_to and office.valid_to < today:
        yield EXPIRED.format(id=office.id, day=office.valid_to)
    if (today - office.checked).days > 365:
        yield STALE.format(id=office.id, day=office.checked)
    if office.hours is None:
        yield NO_HOURS.format(id=office.id)
    if not office.phones:
        yield NO_PHONE.format(id=office.id)


def _cells(office: Office) -> list[str]:
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (office.checked, office.valid_from, office.valid_to)]
    what = [office.id, office.name, _KIND_NAMES[office.kind], _LEVEL_NAMES[office.level]]
    where = [office.address, office.commune or "", office.province, "; ".join(office.phones)]
    when = [office.hours or "", str(office.map_url or ""), "; ".join(office.services), office.note or "", office.source]
    return [*what, *where, *when, *days, "có" if office.sample else ""]


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([list(COLUMNS), *rows])


def _write_excel(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    for row in [list(COLUMNS), *rows]:
        book.active.append(row)
    book.save(path)

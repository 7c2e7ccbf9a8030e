"""Tables of offices (nơi tiếp nhận hồ sơ), xlsx or csv, one office a row. The format: knowledge/places/README.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from knowledge.hours import HoursError, read_hours
from knowledge.importers import replies
from knowledge.importers.dates import DateError, to_day
from knowledge.importers.letters import DAMAGED
from knowledge.importers.links import to_link
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.importers.sheets import read_tables
from knowledge.importers.tables import Header, Row
from knowledge.importers.values import VIETNAM
from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level
from knowledge.services import codes_in
from knowledge.store import explain
from knowledge.words import fold

TITLES = {
    "id": re.compile(r"id|ma(?: so)?(?: co quan| don vi| noi tiep nhan)?"),
    "name": re.compile(r"(?:ten )?(?:co quan|don vi|noi tiep nhan|trung tam|diem tiep nhan)(?: ho so)?|ten|name"),
    "kind": re.compile(r"loai(?: co quan| hinh)?|kind"),
    "level": re.compile(r"cap(?: hanh chinh)?|level"),
    "address": re.compile(r"dia chi(?: tru so)?|tru so|address"),
    "commune": re.compile(r"(?:ten )?(?:xa|phuong|xa phuong|phuong xa|xa phuong dac khu|cap xa)(?: moi)?|commune|ward"),
    "province": re.compile(r"(?:ten )?(?:tinh|thanh pho|tinh thanh|tinh thanh pho)(?: moi)?|province"),
    "phones": re.compile(r"(?:so )?(?:dien thoai|dt|sdt)(?: lien he)?|duong day nong|hotline|phones?"),
    "hours": re.compile(r"(?:thoi gian|gio|lich) (?:lam viec|tiep nhan|mo cua)(?: ho so)?|hours"),
    "map_url": re.compile(r"(?:link |lien ket |duong dan )?(?:ban do|google maps?|maps?)|map url"),
    "services": re.compile(r"(?:cac )?(?:linh vuc|dich vu|thu tuc)(?: tiep nhan)?|services"),
    "note": re.compile(r"ghi chu|luu y|note"),
    "source": re.compile(r"nguon(?: so lieu| thong tin)?|can cu|source"),
    "checked": re.compile(r"ngay (?:kiem tra|cap nhat|ra soat)|checked"),
    "valid_from": re.compile(r"(?:ngay )?(?:co )?hieu luc(?: tu(?: ngay)?)?|(?:ap dung )?tu ngay|valid from"),
    "valid_to": re.compile(r"(?:ngay )?het hieu luc(?: ngay)?|(?:ap dung )?den (?:het )?ngay|valid to"),
    "sample": re.compile(r"(?:du lieu |dong )?mau|sample"),
}
REQUIRED = ("name", "address", "province")

NO_HEADER = "Không tìm thấy dòng tiêu đề. Bảng nơi tiếp nhận hồ sơ cần các cột «Tên cơ quan», «Địa chỉ» và «Tỉnh»."
NOT_A_TABLE = "Bảng nơi tiếp nhận hồ sơ phải là tệp .xlsx hoặc .csv."
MISSING = "thiếu {name}"
UNKNOWN_LEVEL = "cấp «{shown}» chưa đúng; viết «xã», «tỉnh» hoặc «bộ»"
UNKNOWN_KIND = "loại «{shown}» chưa đúng; viết «một cửa», «công an», «thuế», «bảo hiểm xã hội», «đất đai» hoặc «khác»"
UNKNOWN_SAMPLE = "cột dữ liệu mẫu ghi «{shown}»; viết «có» hoặc để trống"
NO_COMMUNE = "nơi tiếp nhận cấp xã phải ghi tên xã, phường"
NO_SOURCE = "thiếu nguồn: cột «Nguồn» phải nói số liệu lấy ở đâu"
BAD_PHONE = "số điện thoại «{shown}» không phải số"
BAD_CODE = "mã thủ tục «{shown}» chưa đúng; viết như 1.001193 (ô Excel phải là chữ để không mất số 0 ở cuối)"
LEFT_OUT = "lĩnh vực «{shown}»: chỉ ghi những việc có nhận, đừng ghi việc không nhận hay phần trừ ra"

BAD_ID = "mã «{shown}» chỉ được có chữ, số và dấu gạch nối"
TWICE = "{key}: trùng với dòng {line}; mỗi nơi chỉ ghi một dòng"
COLUMN_NAMES = {"name": "tên cơ quan", "address": "địa chỉ", "province": "tỉnh"}

_LEVELS = {"xa": Level.COMMUNE, "cap xa": Level.COMMUNE, "phuong": Level.COMMUNE, "tinh": Level.PROVINCE, "cap tinh": Level.PROVINCE,
           "thanh pho": Level.PROVINCE, "bo": Level.MINISTRY, "cap bo": Level.MINISTRY, "trung uong": Level.MINISTRY,
           "khac": Level.OTHER}  # fmt: skip
_KINDS = {
    OfficeKind.ONE_STOP: re.compile(r"mot cua|trung tam (?:phuc vu )?hanh chinh cong|tiep nhan va tra ket qua"),
    OfficeKind.POLICE: re.compile(r"cong an|canh sat|xuat nhap canh"),
    OfficeKind.TAX: re.compile(r"thue"),
    OfficeKind.INSURANCE: re.compile(r"bao hiem xa hoi|bhxh"),
    OfficeKind.LAND: re.compile(r"dat dai"),
}
_PARTS = re.compile(r"\s*[;\n]\s*")
_LIKE_A_CODE = re.compile(r"\d(?:[.,]\d|\d{5,})")
_LEFT_OUT = re.compile(
    r"\b(?:trừ|không (?:tiếp )?nhận|chưa (?:tiếp )?nhận|ngoai tru|khong (?:tiep )?nhan|chua (?:tiep )?nhan)\b", re.IGNORECASE
)
_ALL = re.compile(r"(?:tat ca|moi)(?: cac)?(?: linh vuc| thu tuc| dich vu)?(?: hanh chinh| cong)?")
_PHONES = re.compile(r"\s*[;,/\n]\s*")
_PHONE = re.compile(r"\+?\d[\d .()-]{1,18}\d")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YES, _NO = {"co", "x", "mau", "1", "true", "dung", "yes"}, {"", "khong", "0", "false", "no"}


class _RefusedError(Exception):
    """The row is no office; the text says why."""


@dataclass(frozen=True)
class OfficeFile:
    """The offices of a file, each id once, and what was refused or is doubtful."""

    offices: list[Office]
    lines: list[int] = field(default_factory=list)
    """The line of each office."""
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Rejected] = field(default_factory=list)


def read_offices(path: Path, *, checked: date | None = None) -> OfficeFile:
    """Every office of a table. ``checked`` stands in where a row names no day; today unless given.

    Raises ImportFileError only if nothing at all can be read: no such file, no table, no header, a bomb.
    """
    day = checked or datetime.now(VIETNAM).date()
    sheets = read_tables(path, TITLES, required=REQUIRED, other=NOT_A_TABLE)
    if not any(header for _, header in sheets):
        raise ImportFileError(NO_HEADER)
    found = OfficeFile([])
    lines: dict[str, int] = {}
    for sheet, header in sheets:
        found.rejected.extend(sheet.rejected)
        for row in header.rows if header else []:
            _take(row, header, day, found, lines)
    return found


def _take(row: Row, header: Header | None, checked: date, found: OfficeFile, lines: dict[str, int]) -> None:
    if header is None:
        return
    read = _Read(row, header)
    found.warnings.extend(Rejected(row.line, None, doubt) for doubt in row.doubts)
    try:
        office = _office(read, checked)
    except (_RefusedError, HoursError, DateError) as error:
        found.rejected.append(Rejected(row.line, read.line("name") or None, str(error)))
    except ValidationError as error:
        found.rejected.append(Rejected(row.line, read.line("name") or None, explain(error)))
    else:
        if office.id in lines:
            found.rejected.append(Rejected(row.line, office.id, TWICE.format(key=office.id, line=lines[office.id])))
            return
        lines[office.id] = row.line
        found.offices.append(office)
        found.lines.append(row.line)
        found.warnings.extend(Rejected(row.line, office.id, doubt) for doubt in _doubts(read, office))


@dataclass
class _Read:
    """One row with the header above it."""

    row: Row
    header: Header

    def text(self, name: str) -> str:
        return self.row.text(self.header.columns.get(name))

    def line(self, name: str) -> str:
        return " ".join(self.text(name).split())

    def day(self, name: str) -> date | None:
        try:
            return to_day(self.row.at(self.header.columns.get(name)))
        except DateError as error:
            raise _RefusedError(replies.in_column(self.header.titles[name], str(error))) from error


def _office(read: _Read, checked: date) -> Office:
    for name, shown in COLUMN_NAMES.items():
        if not fold(read.line(name)):
            raise _RefusedError(MISSING.format(name=shown))
    if any(isinstance(cell, str) and DAMAGED in cell for cell in read.row.cells):
        raise _RefusedError(replies.DAMAGED_LETTERS)
    if not read.line("source"):
        raise _RefusedError(NO_SOURCE)
    level = _level(read)
    if level is Level.COMMUNE and not read.line("commune"):
        raise _RefusedError(NO_COMMUNE)
    starts, ends = read.day("valid_from"), read.day("valid_to")
    if starts and ends and ends < starts:
        raise _RefusedError(replies.ENDS_BEFORE_START)
    hours = read.text("hours")
    return Office(
        id=_id(read),
        name=read.line("name"),
        kind=_kind(read),
        level=level,
        address=read.line("address"),
        commune=read.line("commune") or None,
        province=read.line("province"),
        phones=list(_phones(read)),
        hours=str(read_hours(hours)) if hours else None,
        map_url=to_link(read.line("map_url")),
        services=_services(read),
        note=read.line("note") or None,
        source=read.line("source"),
        checked=read.day("checked") or checked,
        valid_from=starts,
        valid_to=ends,
        sample=_sample(read),
    )


def _id(read: _Read) -> str:
    """The id of its column, else the words of name, commune and province: the same row has the same id in every import."""
    shown = read.line("id")
    if shown and not _ID.fullmatch(shown.lower()):
        raise _RefusedError(BAD_ID.format(shown=shown))
    words = fold(" ".join(read.line(name) for name in ("name", "commune", "province"))).replace(" ", "-")
    return shown.lower() or re.sub(r"[^a-z0-9]+", "-", words)[:120].strip("-")


def _level(read: _Read) -> Level:
    """The level of its column; without one an office with a commune serves that commune."""
    shown = read.line("level")
    if not shown:
        return Level.COMMUNE if read.line("commune") else Level.PROVINCE
    if fold(shown) not in _LEVELS:
        raise _RefusedError(UNKNOWN_LEVEL.format(shown=shown))
    return _LEVELS[fold(shown)]


def _kind(read: _Read) -> OfficeKind:
    shown = read.line("kind")
    named = fold(shown or read.line("name"))
    found = next((kind for kind, pattern in _KINDS.items() if pattern.search(named)), None)
    if shown and found is None and named not in ("khac", "other"):
        raise _RefusedError(UNKNOWN_KIND.format(shown=shown))
    return found or OfficeKind.OTHER


def _phones(read: _Read) -> Iterator[str]:
    for part in filter(None, _PHONES.split(read.text("phones"))):
        if not _PHONE.fullmatch(part.strip()):
            raise _RefusedError(BAD_PHONE.format(shown=part))
        yield " ".join(part.split())


def _services(read: _Read) -> list[str]:
    """What the office takes, each once; none where it takes all."""
    parts = [" ".join(part.split()) for part in _PARTS.split(read.text("services"))]
    services = list({fold(part): part for part in reversed(parts) if fold(part)}.values())[::-1]
    for service in services:
        if _LIKE_A_CODE.match(service) and not codes_in(service):
            raise _RefusedError(BAD_CODE.format(shown=service))
        if _LEFT_OUT.search(unicodedata.normalize("NFC", service)):
            raise _RefusedError(LEFT_OUT.format(shown=service))
    return [] if any(_ALL.fullmatch(fold(service)) for service in services) else services


def _sample(read: _Read) -> bool:
    shown = read.line("sample")
    if fold(shown) not in _YES | _NO:
        raise _RefusedError(UNKNOWN_SAMPLE.format(shown=shown))
    return fold(shown) in _YES


def _doubts(read: _Read, office: Office) -> Iterator[str]:
    if read.line("map_url") and office.map_url is None:
        yield replies.bad_link(read.line("map_url"))
    if not read.line("checked"):
        yield replies.NO_CHECKED_DAY

"""Reads a one-stop export, xlsx or csv: one dossier a row, under whatever headings agencies give their columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.dossiers import importing_words as words
from bot.dossiers.cells import CellError, Digits, to_fee, to_moment, to_papers, to_personal_id, to_phone, to_state
from bot.dossiers.codes import has_day
from bot.dossiers.model import Dossier
from bot.dossiers.rows import MOMENTS, UnfitError, dossier_of
from bot.numbers import dossier_key, find_dossiers, plain_twin, values
from knowledge.importers.letters import DAMAGED
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.importers.sheets import read_tables
from knowledge.importers.tables import Cell, Header, Row

_WHOSE = r"(?: (?:cua )?(?:chu ho so|nguoi nop(?: ho so)?|nguoi dan|cong dan|to chuc|ca nhan|lien he|di dong))*"
_PERSONAL = (
    r"(?:(?:dinh danh(?: ca nhan)?|cccd|cmnd|cmt|cmtnd|ddcn|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|giay to tuy than) ?"
    r"(?:so |hoac )?)+"
)
TITLES = {
    "code": re.compile(r"(?:ma|so)(?: so)?(?: bien nhan)? ho so(?: tthc)?|so ho so ma ho so|so bien nhan|ma tra cuu|code"),
    "applicant_name": re.compile(
        r"(?:ho (?:va )?ten |ten )?(?:chu ho so|nguoi nop(?: ho so)?|nguoi yeu cau|nguoi dung ten)|ho (?:va )?ten|"
        r"(?:ten )?(?:to chuc|ca nhan)(?: (?:to chuc|ca nhan))?(?: nop(?: ho so)?)?|applicant name"
    ),
    "phone": re.compile(rf"(?:so )?(?:dien thoai|dt|sdt|dtdd|di dong){_WHOSE}|phone"),
    "personal_id": re.compile(rf"(?:so |ma )?(?:so )?{_PERSONAL}{_WHOSE}|personal id"),
    "address": re.compile(rf"dia chi(?: thuong tru| noi o)?{_WHOSE}|address"),
    "procedure_code": re.compile(r"ma (?:so )?(?:thu tuc(?: hanh chinh)?|tthc)|procedure code"),
    "procedure_name": re.compile(r"(?:ten )?(?:thu tuc(?: hanh chinh)?|tthc|dich vu cong)|procedure name"),
    "state": re.compile(r"(?:ma )?(?:tinh trang|trang thai)(?: (?:xu ly|ho so|hien tai|giai quyet))*|state|status"),
    "received_at": re.compile(r"(?:ngay|thoi gian|thoi diem|ngay gio)(?: (?:tiep nhan|nhan))(?: ho so)?|received at"),
    "appointment_at": re.compile(r"(?:ngay |thoi gian |ngay gio )?hen tra(?: ket qua| kq| ho so)*|appointment at"),
    "completed_at": re.compile(
        r"(?:ngay |thoi gian )(?:xong|xu ly xong|hoan thanh|co ket qua|ket thuc(?: xu ly)?)(?: ho so)?|completed at"
    ),
    "office": re.compile(r"(?:ten )?(?:co quan|don vi|noi)(?: (?:tiep nhan|giai quyet|xu ly|thuc hien))*(?: ho so)?|office"),
    "task": re.compile(
        r"(?:buoc|cong doan|cong viec)(?: (?:xu ly|hien tai|dang xu ly|thuc hien))*|(?:can bo|nguoi|phong ban) (?:dang )?xu ly|task"
    ),
    "supplements": re.compile(
        r"(?:cac )?(?:giay to|thanh phan|thanh phan ho so|noi dung)(?: (?:can|phai|yeu cau))*(?: nop)? bo sung|supplements"
    ),
    "supplement_due": re.compile(
        r"(?:thoi )?han(?: (?:cuoi|nop|phai|can))* bo sung(?: (?:ho so|giay to))?|bo sung truoc ngay|supplement due"
    ),
    "fee": re.compile(r"(?:so tien|phi|le phi|phi le phi)(?: con)? (?:phai|can) (?:nop|thanh toan)(?: dong| vnd)?|fee"),
    "payment_url": re.compile(r"(?:link|lien ket|duong dan|dia chi) (?:nop tien|nop phi|thanh toan)|payment url"),
    "reason": re.compile(r"(?:ly do|nguyen nhan)(?: (?:tu choi|dung(?: xu ly)?|tra lai|khong tiep nhan|khong giai quyet))*|reason"),
    "summary": re.compile(r"trich yeu(?: ho so| noi dung)?|noi dung(?: ho so| yeu cau)?|ve viec|summary"),
    "filed_by": re.compile(r"(?:hinh thuc|cach|kenh) (?:nop|tiep nhan|nhan)(?: ho so)?|filed by"),
    "updated_at": re.compile(r"(?:ngay|thoi gian|thoi diem) (?:cap nhat|thay doi)(?: cuoi| gan nhat)?|cap nhat luc|updated at"),
}
"""What a column holds, by its folded heading."""
REQUIRED = ("code", "state")
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of ours another machine's clock may be."""

_TEXTS = ("applicant_name", "address", "procedure_name", "procedure_code", "task", "office", "payment_url", "reason", "summary", "filed_by")
_NUMBERS: dict[str, Callable[[Cell], Digits]] = {"phone": to_phone, "personal_id": to_personal_id}
_UNFIT = {"string_too_long": words.TOO_LONG, "too_long": words.TOO_LONG, "string_pattern_mismatch": words.NO_LINK}

_T = TypeVar("_T")


@dataclass(frozen=True)
class Record:
    """One dossier of a file. ``told`` are the fields that the file speaks of: an empty cell does, a missing column does not."""

    line: int
    dossier: Dossier
    told: frozenset[str]
    updated_at: datetime | None = None


@dataclass(frozen=True)
class RecordFile:
    """The dossiers of a file, each once, and what was refused or is doubtful."""

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Rejected] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether the code of every row could be read, so that what is missing here is really no longer listed."""
        return all(item.key for item in self.rejected)


class _RefusedError(Exception):
    """The row is no dossier; the text says why."""


def read_records(path: Path, system: str, *, now: datetime | None = None, progress: Callable[[], None] | None = None) -> RecordFile:
    """Every dossier of a table, as one of ``system``; ``progress`` is called after each row.

    Raises ImportFileError only if nothing at all can be read: no such file, no table, no header, a bomb.
    """
    tables = read_tables(path, TITLES, required=REQUIRED, other=words.NOT_A_TABLE)
    if not any(header for _, header in tables):
        raise ImportFileError(words.NO_HEADER)
    reader = _Reader(system, (now or datetime.now(UTC)) + CLOCKS_DIFFER)
    for sheet, header in tables:
        reader.found.rejected.extend(sheet.rejected)
        for row in header.rows if header else []:
            reader.take(row, header)
            if progress:
                progress()
    return reader.result()


class _Reader:
    """Collects the records of a file, and notices a dossier that stands in it twice."""

    def __init__(self, system: str, latest: datetime) -> None:
        self.found = RecordFile()
        self._system = system
        self._latest = latest
        self._records: dict[str, Record] = {}
        self._disputed: set[str] = set()

    def take(self, row: Row, header: Header | None) -> None:
        """Add one row, or say why not."""
        if header is None or _is_note(row, header):
            self._doubt(row.line, None, words.NOTE_ROW)
            return
        cells = _Cells(row, header)
        try:
            record = self._record(cells)
        except _RefusedError as error:
            self.found.rejected.append(Rejected(row.line, cells.code, str(error)))
        else:
            self._keep(record, [*row.doubts, *cells.doubts])

    def result(self) -> RecordFile:
        """All that was collected, without the dossiers that stand in the file with different contents."""
        self.found.records.extend(record for key, record in self._records.items() if key not in self._disputed)
        self.found.rejected.sort(key=lambda item: item.line)
        self.found.warnings.sort(key=lambda item: item.line)
        return self.found

    def _record(self, cells: _Cells) -> Record:
        code = cells.one_code()
        fields = cells.fields()
        updated_at = cells.moment("updated_at")
        if updated_at is not None and updated_at > self._latest:
            raise _RefusedError(cells.in_column("updated_at", words.IN_FUTURE))
        try:
            dossier = dossier_of(self._system, code, fields)
        except UnfitError as error:
            raise _RefusedError(cells.in_column(error.field, _UNFIT.get(error.kind, words.UNFIT))) from None
        return Record(cells.row.line, dossier, cells.told(), updated_at)

    def _keep(self, record: Record, doubts: list[str]) -> None:
        code, key = record.dossier.code, dossier_key(record.dossier.code)
        for doubt in doubts:
            self._doubt(record.line, code, doubt)
        first = self._records.setdefault(key, record)
        if first is record:
            if {"phone", "personal_id"} & record.told and not (record.dossier.phone or record.dossier.personal_id):
                self._doubt(record.line, code, words.NO_PROOF)
        elif (first.dossier, first.told) == (record.dossier, record.told):
            self._doubt(record.line, code, words.SAME_AGAIN.format(line=first.line))
        else:
            self._disputed.add(key)
            self.found.rejected.append(Rejected(record.line, code, words.TWICE.format(line=first.line)))

    def _doubt(self, line: int, code: str | None, reason: str) -> None:
        self.found.warnings.append(Rejected(line, code, reason))


def _is_note(row: Row, header: Header) -> bool:
    """A row of neither code nor state: the name of a group, a sum, a signature."""
    return not any(row.text(header.columns[name]) for name in REQUIRED)


class _Cells:
    """One row with the header above it."""

    def __init__(self, row: Row, header: Header) -> None:
        self.row = row
        self.header = header
        self.doubts: list[str] = []
        self._unreadable: set[str] = set()
        self._codes = values(find_dossiers(plain_twin(self.text("code"))))

    @property
    def code(self) -> str | None:
        """The code of the row, where one can be read."""
        return self._codes[0] if len(self._codes) == 1 else None

    def one_code(self) -> str:
        """The code of the row. Raises _RefusedError."""
        if self.code is None:
            raise _RefusedError(words.SEVERAL_CODES if self._codes else words.BAD_CODE if self.text("code") else words.NO_CODE)
        if not has_day(self.code):
            raise _RefusedError(words.CODE_WITHOUT_DAY)
        return self.code

    def fields(self) -> dict[str, object]:
        """All that the row tells. Raises _RefusedError."""
        if any(isinstance(cell, str) and DAMAGED in cell for cell in self.row.cells):
            raise _RefusedError(words.DAMAGED)
        if not self.text("state"):
            raise _RefusedError(words.NO_STATE)
        return {
            "state": self.read("state", to_state),
            "fee": self.read("fee", to_fee),
            "supplements": self.read("supplements", to_papers) or (),
            **{name: self.moment(name) for name in MOMENTS},
            **{name: self.text(name) for name in _TEXTS},
            **{name: self.digits(name, read) for name, read in _NUMBERS.items()},
        }

    def told(self) -> frozenset[str]:
        """The fields with a column, but for numbers that could not be read."""
        return frozenset(self.header.columns.keys() - {"code", "updated_at"} - self._unreadable)

    def cell(self, name: str) -> Cell:
        """The first cell that is not empty of all columns of that name."""
        cells = (self.row.at(column) for column in self.header.every.get(name, ()))
        return next((cell for cell in cells if cell is not None), None)

    def text(self, name: str) -> str:
        """A cell as one clean line."""
        columns = self.header.every.get(name, ())
        return next((" ".join(found.split()) for column in columns if (found := self.row.text(column))), "")

    def moment(self, name: str) -> datetime | None:
        """A moment. Raises _RefusedError."""
        return self.read(name, to_moment)

    def digits(self, name: str, read: Callable[[Cell], Digits]) -> str | None:
        """A number that proves who asks; one that cannot be read is left out, with a doubt."""
        found = read(self.cell(name))
        if found.doubt:
            self.doubts.append(self.in_column(name, found.doubt))
            self._unreadable |= {name} if found.value is None else set()
        return found.value

    def read(self, name: str, reader: Callable[[Cell], _T]) -> _T | None:
        """What ``reader`` makes of a cell; None without such a column. Raises _RefusedError."""
        if name not in self.header.columns:
            return None
        try:
            return reader(self.cell(name))
        except (CellError, ValidationError) as error:
            reason = str(error) if isinstance(error, CellError) else words.UNFIT
            raise _RefusedError(self.in_column(name, reason)) from None

    def in_column(self, name: str, reason: str) -> str:
        """A reason with the heading of its column."""
        return words.IN_COLUMN.format(title=self.header.titles.get(name, name), reason=reason)

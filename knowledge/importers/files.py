"""The one door for files: whatever an agency or an editor hands in becomes entries of our schema, or a clear refusal.

The format is told by content, not by name alone: the portal's JSON, an agency's Excel list, our own schema in YAML or JSON,
an FAQ spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from knowledge.importers import limits, listing, questions, replies
from knowledge.importers.compare import complete, dropped, restore
from knowledge.importers.csvs import DELIMITERS, read_csv
from knowledge.importers.excel import read_excel
from knowledge.importers.letters import decode
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.importers.portal import import_file
from knowledge.importers.reading import read_records
from knowledge.importers.sniff import kind_of
from knowledge.importers.tables import Header, Row, Sheet, find_header
from knowledge.importers.values import VIETNAM
from knowledge.importers.yamls import read_yaml, to_entry, yaml_files
from knowledge.schema import Faq, Procedure
from knowledge.store import key

__all__ = ["FileContent", "FileFormat", "ImportFileError", "Layer", "Progress", "Rejected", "complete", "dropped", "read_file", "restore"]

Entry = Procedure | Faq
FileFormat = Literal["portal", "agency_list", "yaml", "faq_sheet"]
Layer = Literal["plain", "official"]
Progress = Callable[[int, int], None]
"""Called now and then with how much is done and how much there is: bytes of a JSON file, rows of a sheet, files of a folder."""


@dataclass(frozen=True)
class FileContent:
    """What a file gave. No key stands twice in ``entries``."""

    format: FileFormat
    layer: Layer
    entries: list[Entry]
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Rejected] = field(default_factory=list)
    partial: bool = False
    """The entries only know name, field and agency (a list): merge them with ``complete``, never replace with them."""


def read_file(path: Path, *, checked: date | None = None, progress: Progress | None = None) -> FileContent:
    """Everything usable in a file, or in a folder of YAML, in its order. ``checked`` is the day it was looked at; today unless given.

    Raises ImportFileError only if nothing at all can be read: no such file, unknown format, too large, a bomb, no readable letters.
    """
    day = checked or datetime.now(VIETNAM).date()
    try:
        if path.is_dir():
            return _yaml(yaml_files(path), progress, folder=path)
        kind = kind_of(path)
        if kind == "json":
            return _own(path, progress) if _is_own(path) else _portal(path, day, progress)
        if kind == "yaml":
            return _yaml([path], progress)
        return _tables(path, kind, day, progress)
    except OSError as error:
        raise ImportFileError(replies.UNREADABLE) from error


def _portal(path: Path, checked: date, progress: Progress | None) -> FileContent:
    found = import_file(path, checked=checked, progress=progress)
    rejected = [Rejected(item.line, item.code, item.reason) for item in found.rejected]
    if not found.procedures and not any(item.key for item in rejected):
        reasons = list(dict.fromkeys(item.reason for item in rejected))[:3]
        raise ImportFileError(replies.because(replies.NO_RECORD, reasons))
    warnings = [Rejected(line, code, reason) for line, code, reason in found.doubts]
    return FileContent("portal", "official", list(found.procedures), rejected, warnings, partial=found.listed)


@dataclass
class _Gathered:
    """Entries, each key once; the first wins, and the later one is refused with the places of both."""

    entries: dict[str, Entry] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Rejected] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, found: Entry | Rejected | None, line: int, doubts: Iterable[str] = (), *, place: str = "") -> None:
        name = found.key if isinstance(found, Rejected) else key(found) if found else None
        self.warnings += [Rejected(line, name, _in(place, doubt)) for doubt in doubts]
        if isinstance(found, Rejected):
            self.rejected.append(Rejected(found.line, name, _in(place, found.reason)))
        elif found is None:
            return
        elif key(found) in self.places:
            first, at = self.places[key(found)]
            reason = replies.twice(key(found), at, line, other=first if first != place else "")
            self.rejected.append(Rejected(line, name, _in(place, reason)))
        else:
            self.places[key(found)] = (place, line)
            self.entries[key(found)] = found


def _in(place: str, reason: str) -> str:
    return replies.in_file(place, reason) if place else reason


def _yaml(files: list[Path], progress: Progress | None, *, folder: Path | None = None) -> FileContent:
    found = _Gathered()
    for number, file in enumerate(files, start=1):
        place = file.relative_to(folder).as_posix() if folder else ""
        for line, entry in read_yaml(file):
            found.add(entry, line, place=place)
        if progress:
            progress(number, len(files))
    if not found.entries and not any(item.key for item in found.rejected):
        raise ImportFileError(replies.because(replies.NO_YAML_ENTRY, [item.reason for item in found.rejected[:3]]))
    return FileContent("yaml", "plain", list(found.entries.values()), found.rejected, found.warnings)


def _is_own(path: Path) -> bool:
    """Whether a JSON file holds entries of our schema, as an export of the knowledge base does, and no records of the portal."""
    first = next(read_records(path), None)
    return first is not None and not _OWN_FIELDS.isdisjoint(_unpacked(first.data))


def _unpacked(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A published line carries its entry inside; a bare entry is itself."""
    inner = data.get("entry")
    return inner if isinstance(inner, Mapping) else data


def _own(path: Path, progress: Progress | None) -> FileContent:
    found = _Gathered()
    for record in read_records(path, progress=progress):
        entry = Rejected(record.line, None, record.problem) if record.problem else to_entry(dict(_unpacked(record.data)), record.line)
        found.add(entry, record.line)
    return FileContent("yaml", "plain", list(found.entries.values()), found.rejected, found.warnings)


def _tables(path: Path, kind: str, checked: date, progress: Progress | None) -> FileContent:
    sheets = read_excel(path) if kind == "excel" else [_csv(path)]
    kinds = [_kind(sheet) for sheet in sheets]
    faq = next((is_faq for is_faq, _ in filter(None, kinds)), None)
    if faq is None:
        raise ImportFileError(replies.NO_HEADER if sheets and (kind == "excel" or len(sheets[0].rows) > 1) else replies.UNKNOWN_FORMAT)
    found = _Gathered()
    total = sum(len(header.rows) for _, header in filter(None, kinds))
    for sheet, told in zip(sheets, kinds, strict=True):
        place = sheet.name if len(sheets) > 1 else ""
        if told is None or told[0] is not faq:
            found.warnings.append(Rejected(sheet.rows[0].line, None, replies.skipped_sheet(sheet.name)))
            continue
        _read_sheet(sheet, told, found, checked, place=place)
        if progress:
            progress(len(found.entries) + len(found.rejected), max(total, len(found.entries) + len(found.rejected)))
    entries = list(found.entries.values())
    if faq:
        return FileContent("faq_sheet", "plain", entries, found.rejected, found.warnings)
    return FileContent("agency_list", "official", entries, found.rejected, found.warnings, partial=True)


def _read_sheet(sheet: Sheet, told: tuple[bool, Header], found: _Gathered, checked: date, *, place: str) -> None:
    is_faq, header = told
    for refused in sheet.rejected:
        found.add(refused, refused.line, place=place)
    read = questions.read_questions if is_faq else listing.read_listing
    rows: Iterable[tuple[Row, Entry | Rejected | None, list[str]]] = read(header, checked=checked)
    for row, entry, doubts in rows:
        found.add(entry, row.line, doubts, place=place)


def _kind(sheet: Sheet) -> tuple[bool, Header] | None:
    """Whether a sheet holds questions (else a list of procedures), and its header; None for anything else."""
    if header := find_header(sheet, questions.TITLES, required=questions.REQUIRED):
        return True, header
    header = find_header(sheet, listing.TITLES, required=listing.REQUIRED)
    return (False, header) if header else None


def _csv(path: Path) -> Sheet:
    """The sheet as the delimiter divides it that gives the most known columns."""
    if path.stat().st_size > limits.TEXT_BYTES:
        raise ImportFileError(replies.too_large(limits.TEXT_BYTES))
    text = decode(path.read_bytes())
    sheets = {delimiter: read_csv(text[:_CSV_PROBE], delimiter) for delimiter in DELIMITERS}
    columns = {delimiter: len(told[1].columns) if (told := _kind(sheet)) else 0 for delimiter, sheet in sheets.items()}
    return read_csv(text, max(columns, key=lambda delimiter: columns[delimiter]), name=path.name)


_CSV_PROBE = 32 * 1024
_OWN_FIELDS = {"official_url", "question"}

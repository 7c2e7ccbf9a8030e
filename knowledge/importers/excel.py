"""Sheets of an Excel file (.xlsx). What the file claims to unpack to is checked before anything is unpacked; no formula is run."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from knowledge.importers import limits, replies
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.importers.tables import Cell, Row, Sheet

_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = b"PK\x06\x07"
_DIRECTORY_BYTES = 512 * limits.SHEET_PARTS
_LARGE_PART = 16 * limits.MIB


@dataclass(frozen=True)
class _Formula:
    """Stands for a formula until the result stored with it is looked up."""


_FORMULA = _Formula()


def read_excel(path: Path) -> list[Sheet]:
    """The sheets of the file, those without rows left out. Raises ImportFileError for a bomb, a broken or another file."""
    _check_archive(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of each feature that it leaves out
            return _read(path)
    except ImportFileError:
        raise
    except Exception as error:  # a hostile file can break the library anywhere
        raise ImportFileError(replies.BROKEN_EXCEL) from error


def _check_archive(path: Path) -> None:
    """Refuses what would fill the memory, by the sizes in the archive's directory; zipfile never unpacks more than these."""
    if path.stat().st_size > limits.SHEET_BYTES:
        raise ImportFileError(replies.too_large(limits.SHEET_BYTES))
    if _directory_size(path) > _DIRECTORY_BYTES:
        raise ImportFileError(replies.EXCEL_BOMB)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise ImportFileError(replies.BROKEN_EXCEL) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise ImportFileError(replies.OTHER_ZIP)
    if len(parts) > limits.SHEET_PARTS or sum(part.file_size for part in parts) > limits.SHEET_BYTES or any(map(_is_bomb, parts)):
        raise ImportFileError(replies.EXCEL_BOMB)


def _directory_size(path: Path) -> int:
    """Bytes of the archive's directory, read where ``zipfile`` would read it; a 64-bit one, which no such file needs, is too large."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_535 - _END_SIZE - 20))
        tail = file.read()
    at = len(tail) - _END_SIZE
    if at < 0 or tail[at : at + 4] != _END:
        at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise ImportFileError(replies.BROKEN_EXCEL)
    wide = tail[max(0, at - 20) : max(0, at - 20) + 4] == _LOCATOR
    return _DIRECTORY_BYTES + 1 if wide else int(struct.unpack_from("<L", tail, at + 12)[0])


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _LARGE_PART and part.file_size > limits.SHEET_RATIO * max(1, part.compress_size)


def _read(path: Path) -> list[Sheet]:
    found = _load(path, results=False)
    if any(_FORMULA in row.cells for sheet in found for row in sheet.rows):
        stored = _load(path, results=True)
        found = [_with_results(sheet, results) for sheet, results in zip(found, stored, strict=True)]
    return [sheet for sheet in found if sheet.rows]


def _load(path: Path, *, results: bool) -> list[Sheet]:
    """Every visible sheet, with the stored results of formulas or with marks where formulas stand."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=results, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][: limits.SHEETS]
        return [_sheet(sheet, results=results) for sheet in sheets]
    finally:
        book.close()


def _sheet(sheet: Any, *, results: bool) -> Sheet:
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for number, cells in _rows(sheet):
        if number > limits.ROWS:
            rejected.append(Rejected(number, None, replies.too_many_rows(sheet.title, limits.ROWS)))
            break
        read = [_cell(cell, results=results) for cell in cells]
        if any(item is not None for item in read):
            problems = [replies.error_cell(_place(number, column), str(item.value)) for column, item in enumerate(cells) if _is_error(item)]
            rows.append(Row(number, read, problems))
    return Sheet(sheet.title, rows, rejected)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows up to the limit and one more; what the sheet claims of its size is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.COLUMNS, max_row=limits.ROWS + 1), start=1):
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _is_error(cell: Any) -> bool:
    return cell.value is not None and cell.data_type == "e"


def _cell(cell: Any, *, results: bool) -> Any:
    """The value of a cell; a formula, also one written as text, is never a value."""
    value = cell.value
    if cell.data_type == "f" or (isinstance(value, str) and value.lstrip().startswith("=")):
        return None if results else _FORMULA
    if _is_error(cell) or (isinstance(value, str) and not value.strip()):
        return None
    return value if isinstance(value, str | int | float | bool | date | datetime) or value is None else str(value)


def _with_results(sheet: Sheet, stored: Sheet) -> Sheet:
    results = {row.line: row.cells for row in stored.rows}
    return replace(sheet, rows=[_resolve(row, results.get(row.line, ())) for row in sheet.rows])


def _resolve(row: Row, results: Sequence[Cell]) -> Row:
    marked: Sequence[Any] = row.cells
    cells: list[Cell] = []
    doubts = list(row.doubts)
    for column, cell in enumerate(marked):
        if isinstance(cell, _Formula):
            cell = results[column] if column < len(results) else None
            doubts.append(replies.formula(_place(row.line, column), kept=cell is not None))
        cells.append(cell)
    return Row(row.line, cells, doubts)


def _place(line: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{line}"

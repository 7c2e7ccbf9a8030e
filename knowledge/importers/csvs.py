"""Rows of a CSV file, whatever divides its columns. A quote that is never closed costs its own line, not the rest of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from knowledge.importers import limits, replies
from knowledge.importers.outcome import Rejected
from knowledge.importers.tables import Cell, Row, Sheet

DELIMITERS = (",", ";", "\t")
_BROKEN_LINES = 1000
"""After so many the file is no CSV."""


def read_csv(text: str, delimiter: str, *, name: str = "") -> Sheet:
    """The rows of the text, each with the line on which it begins."""
    lines = list(io.StringIO(text, newline=""))
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for found in _records(lines, delimiter):
        if isinstance(found, Rejected):
            rejected.append(found)
        elif len(rows) >= limits.ROWS:
            rejected.append(Rejected(found.line, None, replies.too_many_rows(name, limits.ROWS)))
            break
        elif any(found.cells):
            rows.append(found)
        if len(rejected) >= _BROKEN_LINES:
            break
    return Sheet(name, rows, rejected)


def _records(lines: list[str], delimiter: str) -> Iterator[Row | Rejected]:
    start = 0
    while start < len(lines):
        reader = csv.reader((lines[number] for number in range(start, len(lines))), delimiter=delimiter, strict=True)
        begins = start
        try:
            for cells in reader:
                yield _row(begins + 1, cells)
                begins = start + reader.line_num
        except csv.Error:
            yield _sloppy(begins + 1, lines[begins], delimiter)
            start = begins + 1
        else:
            return


def _sloppy(number: int, line: str, delimiter: str) -> Row | Rejected:
    """A line that breaks the rules of quotes: read as it stands if its quotes come in pairs, else refused."""
    if line.count('"') % 2 or len(line) >= csv.field_size_limit():
        return Rejected(number, None, replies.OPEN_QUOTE)
    return _row(number, next(csv.reader([line], delimiter=delimiter), []))


def _row(number: int, values: list[str]) -> Row:
    cells: list[Cell] = []
    doubts: list[str] = []
    for column, value in enumerate(values[: limits.COLUMNS]):
        formula = value.lstrip().startswith("=")
        if formula:
            doubts.append(replies.formula(f"{get_column_letter(column + 1)}{number}", kept=False))
        cells.append(None if formula or not value.strip() else value)
    return Row(number, cells, doubts)

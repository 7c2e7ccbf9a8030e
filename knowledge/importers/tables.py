"""Tables, wherever they come from: rows of cells, and the header that says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from knowledge.importers.outcome import Rejected
from knowledge.importers.values import settled
from knowledge.words import fold

Cell = str | int | float | bool | date | datetime | None

_HEADER_ROWS = 40
"""A header stands within the first rows that hold anything; titles and letterheads may stand above it."""
_TITLE_LENGTH = 80
"""No column has a longer title."""
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[a-zA-Z])\s*\)?")


@dataclass(frozen=True)
class Row:
    """One row that holds anything. ``doubts`` are Vietnamese sentences about its cells."""

    line: int
    cells: Sequence[Cell]
    doubts: Sequence[str] = ()

    def at(self, column: int | None) -> Cell:
        """The cell of a column, or None where the row or the table has none."""
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def text(self, column: int | None) -> str:
        """A cell as clean text with its line breaks; "" for none."""
        return settled(written(self.at(column)))


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet or CSV file, without empty ones, and what could not be read of it."""

    name: str
    rows: list[Row]
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True)
class Header:
    """Which column holds what, by the names of a ``Titles`` table, and how each is headed in the file."""

    columns: Mapping[str, int]
    """The first column of each name."""
    every: Mapping[str, Sequence[int]]
    """All columns of each name: other ways to ask may stand in several."""
    titles: Mapping[str, str]
    rows: list[Row]
    """The rows below the header."""


Titles = Mapping[str, re.Pattern[str]]
"""What a column may hold, with the folded titles that say so."""


def written(cell: Cell) -> str:
    """A cell as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < 1e15 else ""
    return str(cell)


def find_header(sheet: Sheet, titles: Titles, *, required: Sequence[str]) -> Header | None:
    """The header of one or two rows that names most columns, the required ones among them; None if there is none."""
    best: tuple[int, int, list[tuple[str, str]]] | None = None
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else None
        for height, named in _readings(row, below, titles):
            score = len({name for name, _ in named if name})
            if {name for name, _ in named} >= set(required) and (best is None or score > best[0]):
                best = (score, number + height, named)
    return None if best is None else _header(sheet.rows[best[1] :], best[2])


def _readings(row: Row, below: Row | None, titles: Titles) -> list[tuple[int, list[tuple[str, str]]]]:
    """The row as a header by itself, and with the row below it; for each the names and titles of the columns."""
    top = [_title(cell) for cell in row.cells]
    alone = [(_name(title, titles), title) for title in top]
    if below is None:
        return [(1, alone)]
    under = [_title(cell) for cell in below.cells]
    both = [_joined(above, sub, titles) for above, sub in _stacked(top, under)]
    repeats = sum(1 for sub in under if _name(sub, titles)) >= 2
    return [(2, both), (1, alone)] if repeats else [(1, alone), (2, both)]


def _stacked(top: list[str], under: list[str]) -> list[tuple[str, str]]:
    """Titles of both rows by column. A title over several columns stands in the first of them only."""
    width = max(len(top), len(under))
    top, under = top + [""] * (width - len(top)), under + [""] * (width - len(under))
    spanning, pairs = "", []
    for above, sub in zip(top, under, strict=True):
        spanning = above or (spanning if sub else "")
        pairs.append((spanning, sub))
    return pairs


def _joined(above: str, sub: str, titles: Titles) -> tuple[str, str]:
    whole = f"{above} {sub}".strip()
    found = _name(whole, titles) or _name(sub, titles) or ("" if sub else _name(above, titles))
    return found or _name_over_same(above, sub, titles), whole


def _name_over_same(above: str, sub: str, titles: Titles) -> str:
    """A first row in Vietnamese over field names or column numbers of a program."""
    return _name(above, titles) if _NUMBERING.fullmatch(sub) or re.fullmatch(r"[A-Za-z_]+", sub) else ""


def _title(cell: Cell) -> str:
    title = " ".join(settled(cell).split()) if isinstance(cell, str) else written(cell)
    return title if len(title) <= _TITLE_LENGTH else ""


def _name(title: str, titles: Titles) -> str:
    folded = fold(title)
    return next((name for name, pattern in titles.items() if pattern.fullmatch(folded)), "") if folded else ""


def _header(rows: list[Row], named: list[tuple[str, str]]) -> Header:
    every: dict[str, list[int]] = {}
    shown: dict[str, str] = {}
    for number, (name, title) in enumerate(named):
        if name:
            every.setdefault(name, []).append(number)
            shown.setdefault(name, title)
    start = 0
    while start < min(2, len(rows)) and _is_numbering(rows[start]):
        start += 1
    return Header({name: numbers[0] for name, numbers in every.items()}, every, shown, rows[start:])


def _is_numbering(row: Row) -> bool:
    """A row of column numbers: (1), (2), (3) or A, B, C."""
    shown = [found for cell in row.cells if (found := _title(cell))]
    return len(shown) >= 2 and all(_NUMBERING.fullmatch(item) for item in shown)

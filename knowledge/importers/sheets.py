"""Tables of a file, xlsx or csv, whatever its letters and whatever divides its columns, each with its header."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.importers import limits, replies
from knowledge.importers.csvs import DELIMITERS, read_csv
from knowledge.importers.excel import read_excel
from knowledge.importers.letters import decode
from knowledge.importers.outcome import ImportFileError
from knowledge.importers.sniff import kind_of
from knowledge.importers.tables import Header, Sheet, Titles, find_header


def read_tables(path: Path, titles: Titles, *, required: Sequence[str], other: str) -> list[tuple[Sheet, Header | None]]:
    """Every sheet with its header, None where it has none.

    Raises ImportFileError for what is no table (in the words of ``other``), a bomb or broken, and where the file cannot be opened.
    """
    try:
        return [(sheet, find_header(sheet, titles, required=required)) for sheet in _sheets(path, titles, required, other)]
    except OSError as error:
        raise ImportFileError(replies.UNREADABLE) from error


def _sheets(path: Path, titles: Titles, required: Sequence[str], other: str) -> list[Sheet]:
    kind = kind_of(path)
    if kind == "excel":
        return read_excel(path)
    if kind != "csv":
        raise ImportFileError(other)
    if path.stat().st_size > limits.TEXT_BYTES:
        raise ImportFileError(replies.too_large(limits.TEXT_BYTES))
    text = decode(path.read_bytes())

    def known_columns(sheet: Sheet) -> int:
        header = find_header(sheet, titles, required=required)
        return len(header.columns) if header else 0

    return [max((read_csv(text, delimiter, name=path.name) for delimiter in DELIMITERS), key=known_columns)]

"""Reads the files in which records are exchanged: one JSON object, an array, a list response, JSON lines; plain or gzip.

A file is never held as a whole: the records come one by one, and a broken one does not take the others with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from knowledge.importers import limits, replies
from knowledge.importers.cutting import Cutter, Piece
from knowledge.importers.outcome import ImportFileError
from knowledge.importers.stream import Stream

_PROBE = 1024 * 1024
"""How much is looked at to tell JSON lines from a document over several lines."""


@dataclass(frozen=True)
class RawRecord:
    """One record as it stands in the file, or the Vietnamese reason why it could not be read."""

    line: int
    """The line in a file of JSON lines; elsewhere the record's place in the list. Counted from 1."""
    data: Mapping[str, Any]
    problem: str | None = None


def read_records(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Iterator[RawRecord]:
    """Every record of the file in order; broken ones come with a ``problem``.

    Raises OSError if the file cannot be opened, ImportFileError if it is larger than ``limits.JSON_BYTES``, after inflating,
    or no text.
    """
    stream = Stream(path, progress=progress)
    last = 0
    for record in _parse(iter(stream)):
        last = record.line
        yield record
    if stream.problem:
        yield _broken(last + 1, stream.problem)


def _parse(pieces: Iterator[bytes]) -> Iterator[RawRecord]:
    head = b""
    while len(head) < _PROBE and (piece := next(pieces, b"")):
        head += piece
    if not head.strip():
        yield _broken(1, replies.JSON_EMPTY)
        return
    whole = len(head) < _PROBE
    found = _parse_lines if _is_lines(head, whole=whole) else _parse_document
    yield from found(chain([head], pieces))


def _is_lines(head: bytes, *, whole: bool) -> bool:
    """Whether some line is a record by itself and the next line, if any, begins another, which no indented document has."""
    lines = [line for line in head.split(b"\n") if line.strip()]
    starts = [line.lstrip()[:1] in (b"{", b"[") for line in lines]
    if len(lines) == 1:
        return not starts[0]
    for number, line in enumerate(lines if whole else lines[:-1]):
        follows = starts[number + 1] if number + 1 < len(lines) else whole
        if line[:1] in (b"{", b"[") and follows and _loads(line) is not None:
            return True
    return not any(starts[:1])


def _loads(written: bytes) -> object:
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return None


def _parse_lines(pieces: Iterator[bytes]) -> Iterator[RawRecord]:
    for number, line in enumerate(_lines(pieces), start=1):
        if number > limits.LINES:
            raise ImportFileError(replies.too_many_records(limits.RECORDS))
        if line is None:
            yield _broken(number, replies.LINE_TOO_LARGE)
        elif line.strip():
            yield from _parse_line(number, line)


def _parse_line(number: int, line: bytes) -> Iterator[RawRecord]:
    try:
        value = json.loads(line, strict=False)
    except UnicodeDecodeError:
        yield _broken(number, replies.NOT_UTF8)
    except (ValueError, RecursionError):
        yield _broken(number, replies.NOT_JSON)
    else:
        inner = _payload(value)
        for item in inner if isinstance(inner, list) else [inner]:
            yield _record(number, item)


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Lines without their ends; None for one that is too long to be read."""
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        first, *others = piece.split(b"\n")
        for part in others:
            yield b"".join([*parts, first]) if size + len(first) <= limits.RECORD_BYTES else None
            parts, size, first = [], 0, part
        size += len(first)
        parts = [*parts, first] if size <= limits.RECORD_BYTES else []
    yield b"".join(parts) if size <= limits.RECORD_BYTES else None


def _parse_document(pieces: Iterator[bytes]) -> Iterator[RawRecord]:
    place = 0
    for piece in Cutter().cut(pieces):
        for record in _from_piece(place + 1, piece):
            place += 1
            yield record


def _from_piece(place: int, piece: Piece) -> Iterator[RawRecord]:
    if piece.problem:
        yield _broken(place, piece.problem)
        return
    try:
        value = json.loads(piece.content, strict=False)
    except UnicodeDecodeError:
        yield _broken(place, replies.RECORD_NOT_UTF8)
    except (ValueError, RecursionError):
        yield _broken(place, replies.RECORD_NOT_JSON)
    else:
        inner = value if piece.in_list else _payload(value)
        for number, item in enumerate(inner if isinstance(inner, list) and not piece.in_list else [inner]):
            yield _record(place + number, item)


def _payload(value: object) -> object:
    """What a response ``{code, data: {items}}`` carries; any other value as it is."""
    if not isinstance(value, Mapping) or "name" in value:
        return value
    if "data" not in value:
        return value["items"] if isinstance(value.get("items"), list) else value
    data = value["data"]
    if isinstance(data, Mapping) and "items" in data:
        return data["items"] if data["items"] is not None else []
    return data


def _record(line: int, item: object) -> RawRecord:
    return RawRecord(line, item) if isinstance(item, Mapping) else _broken(line, replies.NOT_AN_OBJECT)


def _broken(line: int, problem: str) -> RawRecord:
    return RawRecord(line, {}, problem)

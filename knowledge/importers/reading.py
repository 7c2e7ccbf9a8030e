"""Reads the files in which records are exchanged: one JSON object, an array, a list response, JSON lines; plain or gzip."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class RawRecord:
    """One record as it stands in the file, or the Vietnamese reason why it could not be read."""

    line: int
    """The line in a file of JSON lines; elsewhere the record's place in the list. Counted from 1."""
    data: Mapping[str, Any]
    problem: str | None = None


def read_records(path: Path) -> Iterator[RawRecord]:
    """Every record of the file in order; broken ones come with a ``problem``. Raises OSError only if the file cannot be opened."""
    content, problem = _decompress(path.read_bytes())
    last = 0
    for record in _parse(content):
        last = record.line
        yield record
    if problem:
        yield _broken(last + 1, problem)


def _decompress(content: bytes) -> tuple[bytes, str | None]:
    """The plain bytes, as far as they can be read, and what was wrong with the rest."""
    plain: list[bytes] = []
    while content.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        try:
            plain.append(inflater.decompress(content))
        except zlib.error:
            return b"".join(plain), "tệp nén gzip bị hỏng"
        if not inflater.eof:
            return b"".join(plain), "tệp nén gzip bị cắt cụt, phần sau không đọc được"
        content = inflater.unused_data.lstrip(b"\x00")
    return (b"".join(plain), None) if plain else (content, None)


def _parse(content: bytes) -> Iterator[RawRecord]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        yield _broken(1, "tệp trống")
        return
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        yield from _parse_lines(content)
    else:
        yield from _unwrap(1, whole, numbered=True)


def _parse_lines(content: bytes) -> Iterator[RawRecord]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except UnicodeDecodeError:
            yield _broken(number, "dòng không phải chữ UTF-8")
        except (ValueError, RecursionError):
            yield _broken(number, "dòng không phải JSON đúng dạng")
        else:
            yield from _unwrap(number, value, numbered=False)


def _unwrap(line: int, value: object, *, numbered: bool) -> Iterator[RawRecord]:
    """Records out of an array or a response ``{code, data: {items}}``; with ``numbered`` each gets its place in the list."""
    inner = _payload(value)
    if isinstance(inner, list):
        for place, item in enumerate(inner, start=1):
            yield _record(place if numbered else line, item)
    else:
        yield _record(line, inner)


def _payload(value: object) -> object:
    if not isinstance(value, Mapping) or "data" not in value or "name" in value:
        return value
    data = value["data"]
    if isinstance(data, Mapping) and "items" in data:
        return data["items"] if data["items"] is not None else []
    return data


def _record(line: int, item: object) -> RawRecord:
    return RawRecord(line, item) if isinstance(item, Mapping) else _broken(line, "bản ghi không phải là một đối tượng JSON")


def _broken(line: int, problem: str) -> RawRecord:
    return RawRecord(line, {}, problem)

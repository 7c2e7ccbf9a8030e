"""Tells what kind of file it is from its first bytes; the name decides only where the content fits two kinds."""

from __future__ import annotations

import codecs
import re
import zlib
from pathlib import Path
from typing import Literal

from knowledge.importers import limits, replies
from knowledge.importers.letters import decode, encoding_of
from knowledge.importers.outcome import ImportFileError
from knowledge.importers.stream import GZIP
from knowledge.importers.yamls import is_yaml

Kind = Literal["json", "excel", "csv", "yaml"]

_HEAD = 64 * 1024
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", replies.OLD_EXCEL),
    (b"%PDF", replies.PDF),
)
_BLANK = b"\x00 \r\n\t" + codecs.BOM_UTF8
_ZIP = b"PK"
_WEB = re.compile(r"\s*(?:<!doctype html|<html|<head|<meta|<table|<body|<\?xml)", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\]\"\d-]|$))")
_YAML_NAMES = (".yaml", ".yml")


def kind_of(path: Path) -> Kind:
    """The kind of a file. Raises ImportFileError for one that is missing, empty, or of no kind that can be read."""
    head = _head(path)
    if not head.strip(_BLANK):
        raise ImportFileError(replies.EMPTY)
    for start, refusal in _REFUSED:
        if head.startswith(start):
            raise ImportFileError(refusal)
    if head.startswith(_ZIP):
        return "excel"
    if head.startswith(GZIP):
        return _packed(head)
    return _text(path, head)


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise ImportFileError(replies.UNREADABLE)
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError as error:
        raise ImportFileError(replies.NO_FILE) from error
    except (OSError, ValueError) as error:
        raise ImportFileError(replies.UNREADABLE) from error


def _packed(head: bytes) -> Kind:
    """Only JSON is read from an archive. One that is broken from its start on is left to the reader to report."""
    try:
        inside = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error as error:
        raise ImportFileError(replies.BROKEN_GZIP) from error
    if inside.strip() and not _JSON.match(_letters(inside)):
        raise ImportFileError(replies.UNKNOWN_FORMAT)
    return "json"


def _text(path: Path, head: bytes) -> Kind:
    letters = _letters(head)
    if _WEB.match(letters):
        raise ImportFileError(replies.WEB_PAGE)
    named_yaml = path.suffix.lower() in _YAML_NAMES
    if _JSON.match(letters) and not named_yaml:
        return "json"
    if named_yaml or (path.stat().st_size <= limits.YAML_BYTES and is_yaml(decode(path.read_bytes()))):
        return "yaml"
    if path.stat().st_size > limits.TEXT_BYTES:
        raise ImportFileError(replies.too_large(limits.TEXT_BYTES))
    return "csv"


def _letters(head: bytes) -> str:
    return head.decode(encoding_of(head) or "utf-8", errors="replace").lstrip("\ufeff")

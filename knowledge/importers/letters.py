"""The letters of a text file: Unicode in its usual forms, or Windows-1258, which old Vietnamese programs write."""

from __future__ import annotations

import codecs
import re

from knowledge.importers import replies
from knowledge.importers.outcome import ImportFileError

DAMAGED = "\ufffd"
"""Stands where a byte could not be read, so that its row can be refused and the others kept."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def encoding_of(head: bytes) -> str | None:
    """The encoding that the first bytes show: a mark at the start, or zeros in every second place; None where they show none."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    if max(even, odd) * 4 > min(len(head), 4096):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def decode(content: bytes) -> str:
    """The text of a whole file. Raises ImportFileError if no encoding fits."""
    try:
        return _plain(content.decode(encoding_of(content) or "utf-8"))
    except UnicodeDecodeError as error:
        if encoding_of(content) not in (None, "utf-8-sig"):
            raise ImportFileError(replies.WRONG_LETTERS) from error
    repaired = content.decode("utf-8-sig", errors="replace")
    if len(_MULTIBYTE.findall(content)) > 4 * repaired.count(DAMAGED):
        return _plain(repaired)
    try:
        return _plain(content.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise ImportFileError(replies.WRONG_LETTERS) from error


def _plain(text: str) -> str:
    """The text, unless it is so full of control characters that it is no text at all."""
    if len(_CONTROL.findall(text[:4096])) * 10 > len(text[:4096]):
        raise ImportFileError(replies.WRONG_LETTERS)
    return text

"""Tolerant readers of loosely typed JSON: numbers written as text, lists that are null, names wrapped in objects."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from knowledge.importers import limits
from knowledge.words import clean_line, clean_text

VIETNAM = timezone(timedelta(hours=7))

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,\s]\d{3})+")
_LARGEST = 1e15
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
_FILLER = re.compile(r"^(?:Không có thông tin\s*)+", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_LABELS = ("name", "content", "description", "title", "value")
_DEPTH = 12
"""No text lies deeper inside lists and objects."""
_ROUNDS = 8
"""Texts escaped more often than this are nonsense."""


def text(value: object) -> str:
    """One clean line; "" for null, for blanks and for the portal's filler "Không có thông tin"."""
    return " ".join(paragraphs(value).split())


def paragraphs(value: object, *, depth: int = 0) -> str:
    """Clean text that keeps its line breaks; an object gives its name or content, a list one line per item.

    "" for what is longer than ``limits.TEXT_LENGTH`` or nested too deep.
    """
    if isinstance(value, str):
        return _FILLER.sub("", settled(value)).strip() if len(value) <= limits.TEXT_LENGTH else ""
    if isinstance(value, Mapping) and depth < _DEPTH:
        return next((found for label in _LABELS if (found := paragraphs(value.get(label), depth=depth + 1))), "")
    if isinstance(value, list) and depth < _DEPTH:
        return "\n".join(found for item in value if (found := paragraphs(item, depth=depth + 1)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else ""


def settled(written: str) -> str:
    """Clean text: what was escaped twice, "&amp;lt;b&amp;gt;", is cleaned until nothing is left to clean."""
    written = clean_text(written)
    for _ in range(_ROUNDS):
        if "&" not in written and "<" not in written and unicodedata.is_normalized("NFC", written):
            break
        written = clean_text(written)
    return written


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list that may be null, absent, a single object, or hold broken items."""
    items: Iterable[object] = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def names(value: object) -> list[str]:
    """The distinct names in a list of objects or of plain texts, in order."""
    items: Iterable[object] = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(found for item in items if (found := text(item))))


def number(value: object, *, grouped: bool = False) -> float | None:
    """A finite number, also from text such as "7,5"; with ``grouped`` also "1.500.000". None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LARGEST and math.isfinite(value) else None
    written = clean_line(value) if isinstance(value, str) and len(value) <= 100 else ""
    if grouped and _GROUPED.fullmatch(written):
        found = float(re.sub(r"[.,\s]", "", written))
        return found if abs(found) < _LARGEST else None
    return float(written.replace(",", ".")) if _PLAIN.fullmatch(written) else None


def count(value: object) -> int:
    """How many copies: a whole number of at least 0; anything else counts as 0, which the portal uses for "not said"."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else 0


def flag(value: object) -> bool:
    """Whether a boolean is set, also written "true" or 1."""
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in {"true", "1"})


def day(value: object) -> date | None:
    """A day in Vietnam from milliseconds since 1970, from ISO 8601, or from dd/mm/yyyy."""
    written = clean_line(value) if isinstance(value, str) and len(value) <= 100 else ""
    if match := _DAY.match(written):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    millis = number(value)
    try:
        moment = datetime.fromtimestamp(millis / 1000, UTC) if millis is not None else datetime.fromisoformat(written)
        local = moment.astimezone(VIETNAM) if moment.tzinfo else moment
    except (ValueError, OverflowError, OSError):
        return None
    return local.date() if local.year >= 1946 else None


def days_in(written: str) -> list[date]:
    """All valid dd/mm/yyyy dates in a text, in order."""
    found = (_date(int(m[3]), int(m[2]), int(m[1])) for m in _DAY.finditer(written))
    return [item for item in found if item]


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None

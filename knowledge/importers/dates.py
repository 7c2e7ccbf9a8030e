"""Dates as people and programs write them. Vietnam writes the day first; what could be two days is refused, never guessed."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta

from knowledge.importers import replies
from knowledge.importers.values import VIETNAM
from knowledge.words import clean_line

FIRST_YEAR, LAST_YEAR = 1946, 2100

_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})")
_IN_WORDS = re.compile(r"(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>\d{4})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_ZONED = re.compile(r":\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$")
_NUMBER = re.compile(r"\d{5}(?:\.\d{1,12})?|\d{12,13}")
_EXCEL_START = date(1899, 12, 30)
_EXCEL = range((date(FIRST_YEAR, 1, 1) - _EXCEL_START).days, (date(LAST_YEAR, 12, 31) - _EXCEL_START).days + 1)
_MILLIS = (100_000_000_000, 4_133_980_800_000)
"""Milliseconds since 1970, from 1973 (below lie other numbers) to 2100."""


class DateError(ValueError):
    """No single day can be read. ``str(error)`` is a Vietnamese sentence that says why and how to write it."""


def to_day(value: object) -> date | None:
    """The day that a cell or a text names, in Vietnam's time; None for an empty one. Raises DateError for anything else.

    Read are 2026-01-31, 31/01/2026, 31-1-2026, 31.01.2026, "ngày 31 tháng 01 năm 2026", the day number of Excel,
    milliseconds since 1970, and date cells.
    """
    if isinstance(value, datetime):
        return _in_range((value.astimezone(VIETNAM) if value.tzinfo else value).date(), str(value))
    if isinstance(value, date):
        return _in_range(value, str(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value))
    written = clean_line(value) if isinstance(value, str) else "" if value is None else str(value)
    return _from_text(written) if written else None


def _from_text(written: str) -> date:
    bare = re.sub(r"^ngày\s+", "", written, flags=re.IGNORECASE).rstrip(".")
    if _NUMBER.fullmatch(bare):
        return _from_number(float(bare))
    if (moment := _moment(bare)) is not None:
        return _in_range(moment.astimezone(VIETNAM).date(), written)
    bare = _CLOCK.sub("", bare)
    match = _YEAR_FIRST.fullmatch(bare) or _DAY_FIRST.fullmatch(bare) or _IN_WORDS.fullmatch(bare)
    if match is None:
        raise DateError(replies.short_year(written) if _SHORT_YEAR.fullmatch(bare) else replies.no_date(written))
    try:
        return _in_range(date(int(match["y"]), int(match["m"]), int(match["d"])), written)
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(replies.impossible_date(written, swapped=int(match["m"]) > 12 >= int(match["d"]))) from error


def _moment(written: str) -> datetime | None:
    """A point in time with its zone, which may lie on another day in Vietnam."""
    try:
        moment = datetime.fromisoformat(written) if _ZONED.search(written) else None
    except ValueError:
        return None
    return moment if moment and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _from_number(value: float) -> date:
    if math.isfinite(value) and int(value) in _EXCEL:
        return _EXCEL_START + timedelta(days=int(value))
    if _MILLIS[0] <= value <= _MILLIS[1]:
        return _in_range(datetime.fromtimestamp(value / 1000, UTC).astimezone(VIETNAM).date(), f"{value:.0f}")
    raise DateError(replies.no_date(f"{value:g}"))


def _in_range(day: date, written: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(replies.date_out_of_range(written, FIRST_YEAR, LAST_YEAR))
    return day

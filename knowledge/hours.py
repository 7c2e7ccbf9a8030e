"""Weekly opening hours (giờ làm việc) as people write them: ``T2-T6: 7h30-11h30, 13h30-17h00; T7: 7h30-11h30``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from knowledge.words import fold

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_DAY = r"(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t[2-7]|chu nhat|cn)(?![a-z])"
_DAYS = re.compile(rf"(?:tu )?({_DAY})(?: ?(?:-|den|toi) ?({_DAY}))?")
_CLOCK = r"(\d{1,2}) ?(?:gio|h|g|:)? ?(\d{2})?(?: ?phut)?"
_SPAN = re.compile(rf"(?<![\dt:]){_CLOCK} ?(?:-|den|toi|~) ?{_CLOCK}(?!\d)")
_FILLER = re.compile(r"\b(?:sang|chieu|buoi|tu|va|cac|ngay|lam viec|gio|nghi|hang tuan|trong tuan|toi)\b|[\s,;:.()&+]")
_CHUNKS = re.compile(r"[;\n]")
_DASHES = str.maketrans("–—−‒‑", "-----")


class HoursError(ValueError):
    """The hours cannot be read; ``str(error)`` is a Vietnamese sentence that says what and how to write it."""


@dataclass(frozen=True, order=True)
class Span:
    """One stretch of a day in which the counter is open, from ``opens`` until before ``closes``."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True)
class WeekHours:
    """The spans of each weekday, Monday first. An empty day is closed."""

    days: tuple[tuple[Span, ...], ...]

    def __str__(self) -> str:
        """The canonical writing, which ``read_hours`` reads back: days of equal hours together."""
        groups: list[tuple[list[int], tuple[Span, ...]]] = []
        for day, spans in enumerate(self.days):
            if groups and groups[-1][1] == spans:
                groups[-1][0].append(day)
            else:
                groups.append(([day], spans))
        return "; ".join(f"{_days_text(days)} {', '.join(map(str, spans))}" for days, spans in groups if spans)


def read_hours(written: str) -> WeekHours:
    """Read hours; a part without days holds on the days named before it. Raises HoursError."""
    week: dict[int, list[Span]] = {}
    days: list[int] = []
    for chunk in _CHUNKS.split(_plain(written)):
        if not chunk.strip():
            continue
        named, rest = _days_of(chunk)
        days = named or days
        if not days:
            raise HoursError(f"giờ làm việc «{written.strip()}» thiếu ngày; viết như «T2-T6: 7h30-11h30, 13h30-17h00; T7: 7h30-11h30»")
        for span in _spans_of(rest, written):
            for day in days:
                week.setdefault(day, []).append(span)
    return WeekHours(tuple(_checked(sorted(week.get(day, [])), written) for day in range(7)))


def _plain(written: str) -> str:
    """Folded, digits and dashes kept; ``fold`` of knowledge would drop the colons of clock times."""
    return "\n".join(fold_keeping_signs(line) for line in written.translate(_DASHES).splitlines())


def fold_keeping_signs(line: str) -> str:
    """Each word folded; what stands between the words as it is."""
    return " ".join(re.sub(r"[^\W\d_]+", lambda match: fold(match.group()), line).split())


def _days_of(chunk: str) -> tuple[list[int], str]:
    days: list[int] = []
    for match in _DAYS.finditer(chunk):
        first, last = _number(match[1]), _number(match[2] or match[1])
        days += range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    return list(dict.fromkeys(days)), _DAYS.sub(" ", chunk)


def _number(name: str) -> int:
    last = name.removeprefix("thu ").removeprefix("t")
    if name in ("cn", "chu nhat"):
        return SUNDAY
    return _WORDS[last] if last in _WORDS else int(last) - 2


def _spans_of(rest: str, written: str) -> list[Span]:
    spans = [_span(match, written) for match in _SPAN.finditer(rest)]
    left = _FILLER.sub("", _SPAN.sub(" ", rest)).strip("-")
    if left or not spans:
        raise HoursError(f"không đọc được giờ trong «{written.strip()}»; viết như «T2-T6: 7h30-11h30, 13h30-17h00; T7: 7h30-11h30»")
    return spans


def _span(match: re.Match[str], written: str) -> Span:
    try:
        opens, closes = time(int(match[1]), int(match[2] or 0)), time(int(match[3]), int(match[4] or 0))
    except ValueError:
        raise HoursError(f"giờ «{match.group().strip()}» không có thật, trong «{written.strip()}»") from None
    if closes <= opens:
        raise HoursError(f"giờ đóng cửa không sau giờ mở cửa: «{match.group().strip()}», trong «{written.strip()}»")
    return Span(opens, closes)


def _checked(spans: list[Span], written: str) -> tuple[Span, ...]:
    if any(left.closes > right.opens for left, right in pairwise(spans)):
        raise HoursError(f"hai khoảng giờ chồng lên nhau trong «{written.strip()}»")
    return tuple(spans)


def _days_text(days: list[int]) -> str:
    return _NAMES[days[0]] if len(days) == 1 else f"{_NAMES[days[0]]}-{_NAMES[days[-1]]}"

"""Which days a message asks about: hôm nay, mai, thứ bảy, chủ nhật, cuối tuần, 30/4, Tết."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.offices.service import Calendar
from retriever.text import fold, normalize

_AHEAD = (
    (re.compile(r"\b(?:hom nay|bua nay|bua ni|bay gio|gio nay|chieu nay|sang nay|trua nay|toi nay|hien gio|hien tai)\b"), 0),
    (re.compile(r"\b(?:ngay mai|sang mai|chieu mai|bua mai|mai)\b(?! tang)"), 1),
    (re.compile(r"\b(?:ngay mot|ngay kia|bua mot)\b"), 2),
)
_WEEKDAY = re.compile(r"\b(?:thu ([2-7]|hai|ba|tu|nam|sau|bay)|t([2-7])|(chu nhat|cn))\b(?! tuc)")
_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_WEEKEND = re.compile(r"\bcuoi tuan\b")
_DATE = re.compile(r"\b(?!24/7\b|24-7\b)(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?\b")
_FEASTS = (
    (re.compile(r"\btet (?:tay|duong lich)\b|\btet duong\b"), "Tết Dương lịch"),
    (re.compile(r"\bgio to\b|\bhung vuong\b"), "Giỗ Tổ"),
    (re.compile(r"\bquoc khanh\b"), "Quốc khánh"),
    (re.compile(r"\btet\b|\bgiao thua\b|\bmung (?:may|[1-5]|mot|hai|ba|bon|nam)\b"), "Tết"),
)


def days_asked(text: str, today: date, calendar: Calendar) -> list[date]:
    """The days a message asks about, in order; for a feast all its days off. None where it names no day."""
    folded = fold(normalize(text))
    for pattern, name in _FEASTS:
        if pattern.search(folded):
            return _feast(calendar.named(name, today), name)
    found = [today + timedelta(days=ahead) for pattern, ahead in _AHEAD if pattern.search(folded)]
    found += [day for match in _DATE.finditer(folded) if (day := _date(match, today))]
    found += [_coming(_number(match), today) for match in _WEEKDAY.finditer(folded)]
    if _WEEKEND.search(folded):
        found += [_coming(5, today), _coming(6, today)]
    return sorted(set(found))


def _feast(days: list[date], name: str) -> list[date]:
    """The days of the first feast of that name, of those that follow each other; the lunar Tết is not the solar one."""
    block: list[date] = []
    for day in days:
        if name == "Tết" and (day.month, day.day) == (1, 1):
            continue
        if block and (day - block[-1]).days > 1:
            break
        block.append(day)
    return block


def _number(match: re.Match[str]) -> int:
    if match[3]:
        return 6
    shown = match[1] or match[2]
    return _WORDS[shown] if shown in _WORDS else int(shown) - 2


def _coming(weekday: int, today: date) -> date:
    """The next such weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _date(match: re.Match[str], today: date) -> date | None:
    """The day written, in its next year where none is named; 24/7 and other nonsense is none."""
    try:
        day = date(int(match[3] or today.year), int(match[2]), int(match[1]))
        return day if match[3] or day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None

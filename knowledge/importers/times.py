"""Processing times of portal records. A number that the words do not bear out, or no number, stays UNKNOWN."""

from __future__ import annotations

import re

from knowledge.importers.values import number
from knowledge.schema import UNKNOWN, ProcessingTime, TimeUnit, Unknown

UNITS = {
    "HOUR": TimeUnit.HOUR,
    "WORKING_HOUR": TimeUnit.WORKING_HOUR,
    "DAY": TimeUnit.DAY,
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "MONTH": TimeUnit.MONTH,
    "YEAR": TimeUnit.YEAR,
}
_LONGEST = {
    TimeUnit.HOUR: 1000,
    TimeUnit.WORKING_HOUR: 1000,
    TimeUnit.DAY: 400,
    TimeUnit.WORKING_DAY: 300,
    TimeUnit.MONTH: 60,
    TimeUnit.YEAR: 10,
}
"""Longer than this is a slip (a price of 1,200 VND read as days) unless the words repeat the number."""

_CUT_PRICE = re.compile(r"^\(?\s*(?:/|vnđ|đồng\b|đ\b)", re.IGNORECASE)
_WRITTEN = re.compile(
    r"^[-+*•\s]*(?:(?:thời hạn|thời gian)[^.:;\d]{0,60}:?\s*)?(?:không quá|trong thời hạn|trong vòng|chậm nhất(?: là)?)?\s*"
    r"(\d{1,3})(?:\s*\([^)]*\))?\s*(ngày làm việc|ngày|giờ làm việc|giờ|tháng)\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\d+(?:\s*\([^)]*\))?\s*(?:ngày|giờ|tháng)\b", re.IGNORECASE)
_WORDS = {
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "ngày": TimeUnit.DAY,
    "giờ làm việc": TimeUnit.WORKING_HOUR,
    "giờ": TimeUnit.HOUR,
    "tháng": TimeUnit.MONTH,
}


def to_times(value: object, unit: object, description: str, *, condition: str | None) -> list[ProcessingTime] | Unknown:
    """The time of one method: its number, else what its description plainly says, else UNKNOWN; 0 is never a time."""
    amount = number(value)
    known = UNITS.get(unit.strip().upper()) if isinstance(unit, str) else None
    if amount is None or amount <= 0 or known is None:
        return _from_words(description, condition)
    if not _believable(amount, known, description):
        return UNKNOWN
    return [ProcessingTime(amount=amount, unit=_stricter(amount, known, description), condition=condition)]


def _from_words(description: str, condition: str | None) -> list[ProcessingTime] | Unknown:
    if re.search(r"\bngay trong ngày\b", description, re.IGNORECASE) and not _ANY.search(description):
        return [ProcessingTime(same_day=True, condition=condition)]
    match = _WRITTEN.match(description)
    if match is None or len(_ANY.findall(description)) != 1 or int(match[1]) == 0:
        return UNKNOWN
    return [ProcessingTime(amount=int(match[1]), unit=_WORDS[match[2].lower()], condition=condition)]


def _believable(amount: float, unit: TimeUnit, description: str) -> bool:
    if _CUT_PRICE.match(description):
        return False
    return amount <= _LONGEST[unit] or _says(amount, r"\s*(?:\([^)]*\))?\s*(?:ngày|giờ|tháng|năm)", description)


def _stricter(amount: float, unit: TimeUnit, description: str) -> TimeUnit:
    """The portal's DAY is often its default: where the words say working days for the same number, and only so, they win."""
    working = _says(amount, r"\s*(?:\([^)]*\))?\s*ngày làm việc", description)
    calendar = _says(amount, r"\s*(?:\([^)]*\))?\s*ngày(?!\s+làm việc)", description)
    return TimeUnit.WORKING_DAY if unit is TimeUnit.DAY and working and not calendar else unit


def _says(amount: float, suffix: str, description: str) -> bool:
    return amount == int(amount) and re.search(rf"(?<!\d)0*{int(amount)}{suffix}\b", description, re.IGNORECASE) is not None

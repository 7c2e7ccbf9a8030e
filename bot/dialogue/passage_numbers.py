"""Numbers with a unit in a question, and the bounds that a statement sets: 72 tuổi against "từ đủ 70 đến dưới 75 tuổi".

All texts are in small letters without marks.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_DIGITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_WORDS = "|".join(_DIGITS)
_UNITS = {
    "tuoi": "tuoi",
    "met": "met",
    "m": "met",
    "cho": "cho",
    "tan": "tan",
    "nguoi": "nguoi",
    "trang": "trang",
    "thang": "thang",
    "nam": "nam",
}
_SAID = re.compile(rf"\b(?:(\d{{1,4}})|((?:{_WORDS})(?: muoi)?(?: (?:{_WORDS}))?)) ?(tuoi|met|m|cho|tan|nguoi|trang|thang|nam)\b")
_BARE_AGE = re.compile(
    r"\b(?:ong|ba|cu|bac|me|ma|bo|cha|noi|ngoai|chong|vo|chau|con|be)(?: \w+){0,2} (?:moi|da|gan|duoc|nay) (\d{1,3})\b"
    r"(?! *\w*(?:ngay|thang|nam|trieu|nghin|ngan|lan|cai|m|cho)\b)"
)
_BOUNDS = re.compile(
    r"(?:tu (?:du )?(?P<low>\d+)(?: (?:tuoi|met|m|cho|nguoi))? (?:den|toi) (?P<below>duoi )?(?P<high>\d+)"
    r"|(?P<under>duoi|nho hon|chua du|khong qua|thap hon|toi da) (?:du )?(?P<max>\d+)"
    r"|(?:tu (?:du )?|it nhat |tren |hon |du )(?P<min>\d+)"
    r"|(?P<from>\d+)(?= (?:tuoi|met|m|cho|nguoi|trang|thang|nam) tro len))"
    r" ?(?P<unit>tuoi|met|m|cho|tan|nguoi|trang|thang|nam)\b"
)


@dataclass(frozen=True)
class Size:
    """A number and what it counts."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Bounds:
    """From ``low`` up to, but not including, ``high``."""

    low: float
    high: float
    unit: str

    def holds(self, size: Size) -> bool:
        """Whether a number lies within."""
        return size.unit == self.unit and self.low <= size.amount < self.high


def sizes_in(text: str) -> tuple[Size, ...]:
    """What a question counts; an age may be told without its unit ("ông ngoại mới 72")."""
    found = [Size(int(digits) if digits else _number(words), _UNITS[unit]) for digits, words, unit in _SAID.findall(text)]
    ages = [Size(int(years), "tuoi") for years in _BARE_AGE.findall(text)]
    return tuple(dict.fromkeys([*found, *ages]))


def _number(words: str) -> int:
    """``muoi`` 10, ``muoi hai`` 12, ``bay muoi`` 70, ``bay muoi hai`` 72."""
    parts = [_DIGITS[word] for word in words.split()]
    if len(parts) == 1:
        return parts[0]
    if parts[0] == 10:
        return 10 + parts[1]
    return parts[0] * 10 + (parts[2] if len(parts) > 2 else 0) if parts[1] == 10 else parts[0] * 10 + parts[1]


def bounds_in(text: str) -> tuple[Bounds, ...]:
    """The bounds that a statement sets."""
    return tuple(_bounds(match) for match in _BOUNDS.finditer(text))


def _bounds(match: re.Match[str]) -> Bounds:
    unit = _UNITS[match["unit"]]
    if match["low"]:
        return Bounds(int(match["low"]), int(match["high"]) + (not match["below"]), unit)
    if match["max"]:
        return Bounds(0, int(match["max"]) + (match["under"] in ("khong qua", "toi da")), unit)
    return Bounds(int(match["min"] or match["from"]), math.inf, unit)

"""The dossier codes of a sentence, and what is wrong with those that cannot be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.numbers import plain_twin
from bot.numbers.dossier_codes import Code, Writing, writings
from bot.offices.service import Calendar

Problem = Literal["impossible_date", "future_date", "incomplete"]

MOST_CODES = 4
_LONGEST_HOLIDAY = 15


@dataclass(frozen=True, slots=True)
class Reading:
    """One code of a sentence: where it stands, and what it can mean."""

    start: int
    end: int
    codes: tuple[str, ...]
    """Official writings, the likeliest first: several where the person has to say which; none where there is a problem."""
    problem: Problem | None = None
    read: str = ""
    """What was read, in the official writing; of an incomplete code the parts that are there."""
    day: str = ""
    """The day of receiving as it was read, ``31/02/2024``; empty where the code has none."""


def readings(text: str, today: date, *, latest: date | None = None) -> list[Reading]:
    """The codes of a sentence, in order. Never raises.

    ``latest`` is the last day that a code can have: the next working day, for what is handed in after 15:00 may get that date
    (Circular 03/2025/TT-VPCP); left out, it is counted from ``today`` without the swapped days of the office table.
    """
    return [_reading(writing, latest or next_working_day(today)) for writing in writings(plain_twin(text))]


def has_day(code: str) -> bool:
    """Whether the day in a code is in the calendar at all: nobody can ask for a dossier of 31/02."""
    return all(one.problem != "impossible_date" for one in readings(code, date.max, latest=date.max))


def next_working_day(today: date) -> date:
    """The first working day after this one, by the public holidays."""
    calendar = Calendar()
    days = (today + timedelta(days=ahead) for ahead in range(1, _LONGEST_HOLIDAY))
    return next(day for day in days if calendar.is_swapped(day) or not (day.weekday() > 4 or calendar.holiday(day)))


def _reading(writing: Writing, latest: date) -> Reading:
    possible = [code for code in writing.readings if code.received and code.received <= latest]
    chosen = (possible or writing.readings)[0]
    problem = _problem(writing, chosen, possible)
    equal = [code.text for code in possible if code.cost == chosen.cost]
    codes = () if problem else tuple(equal[:MOST_CODES])
    return Reading(writing.start, writing.end, codes, problem, chosen.text, _said(chosen))


def _problem(writing: Writing, chosen: Code, possible: list[Code]) -> Problem | None:
    if not writing.complete:
        return "incomplete"
    if possible:
        return None
    return "future_date" if chosen.received else "impossible_date"


def _said(code: Code) -> str:
    return f"{code.day[4:]}/{code.day[2:4]}/20{code.day[:2]}" if code.day else ""

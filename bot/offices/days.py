"""Which days offices work in Vietnam: public holidays with the lunar Tết, swapped days, and days that no text settles yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path("places") / "ngay-nghi.yaml"
"""Inside the knowledge folder."""
SUNDAY, SATURDAY = 6, 5


class DayNote(BaseModel):
    """One day of the file, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    name: str


class DayFile(BaseModel):
    """What the file of days adds to the calendar of public holidays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    closed: list[DayNote] = []
    """Days off by a decision: nghỉ bù, hoán đổi."""
    worked: list[DayNote] = []
    """Weekend days worked in exchange."""
    unsure: list[DayNote] = []
    """Days of which the announced texts do not say for certain that offices close."""


@dataclass(frozen=True)
class Calendar:
    """The working days. Knows the holidays of every year that it is asked about."""

    extra: DayFile = field(default_factory=DayFile)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday, None on any other day; a weekend is no holiday."""
        added = next((note.name for note in self.extra.closed if note.day == day), None)
        return None if self.unsure(day) or self.is_swapped(day) else added or _holidays(day.year)[0].get(day)

    def unsure(self, day: date) -> str | None:
        """The name of a day on which offices may or may not close."""
        return next((note.name for note in self.extra.unsure if note.day == day), None)

    def is_swapped(self, day: date) -> bool:
        """Whether a weekend day is worked in exchange for another."""
        return any(note.day == day for note in self.extra.worked) or day in _holidays(day.year)[1]

    def named(self, word: str, today: date) -> list[date]:
        """The coming holidays, within a year, whose names hold the word; in order."""
        days = {**_holidays(today.year)[0], **_holidays(today.year + 1)[0]}
        return sorted(day for day, name in days.items() if today <= day and (day - today).days < 366 and word in name)


@lru_cache(maxsize=1)
def load_calendar(knowledge_dir: Path) -> Calendar:
    """The calendar with the file of days; a broken file raises ValueError that says what."""
    path = knowledge_dir / FILE
    if not path.exists():
        return Calendar()
    try:
        return Calendar(DayFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {}))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


@lru_cache(maxsize=8)
def _holidays(year: int) -> tuple[dict[date, str], frozenset[date]]:
    from holidays import country_holidays  # takes a tenth of a second

    found: Any = country_holidays("VN", years=year, language="vi")
    return dict(found), frozenset(found.weekend_workdays)

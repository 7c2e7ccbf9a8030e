"""Whether an office is open at a moment, until when, and when it opens next. All times are Vietnam's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.offices.days import SATURDAY, SUNDAY, Calendar
from knowledge.hours import MONDAY, Span, WeekHours

LOOK_AHEAD = 30
"""Days within which a next opening is looked for: the longest Tết is shorter."""


@dataclass(frozen=True)
class Day:
    """One day of an office."""

    day: date
    spans: tuple[Span, ...]
    """Empty: closed."""
    holiday: str | None = None
    """Why it is closed, where a holiday is the reason."""
    unsure: str | None = None
    """The name of a day on which it may be closed though the hours say otherwise."""
    swapped: bool = False
    """A weekend day worked in exchange: the hours of a Monday."""


@dataclass(frozen=True)
class Opening:
    """How an office stands at a moment."""

    today: Day
    until: time | None
    """Open now until then; None: closed now."""
    next: datetime | None
    """When it opens next after now; None where it is open, or not within a month."""
    pause: bool = False
    """Closed now, and open again the same day."""


def day_of(week: WeekHours, day: date, calendar: Calendar) -> Day:
    """The hours of one day."""
    if holiday := calendar.holiday(day):
        return Day(day, (), holiday)
    swapped = day.weekday() in (SATURDAY, SUNDAY) and calendar.is_swapped(day)
    spans = week.days[MONDAY if swapped else day.weekday()]
    return Day(day, spans, unsure=calendar.unsure(day), swapped=swapped)


def opening(week: WeekHours, at: datetime, calendar: Calendar) -> Opening:
    """How an office of these hours stands at a moment in Vietnam's time."""
    today = day_of(week, at.date(), calendar)
    now = at.time().replace(tzinfo=None)
    current = next((span for span in today.spans if span.opens <= now < span.closes), None)
    if current:
        return Opening(today, current.closes, None)
    following = _next(week, at, calendar)
    return Opening(today, None, following, pause=following is not None and following.date() == at.date())


def _next(week: WeekHours, at: datetime, calendar: Calendar) -> datetime | None:
    now = at.time().replace(tzinfo=None)
    for ahead in range(LOOK_AHEAD + 1):
        day = day_of(week, at.date() + timedelta(days=ahead), calendar)
        span = next((span for span in day.spans if ahead or span.opens > now), None)
        if span:
            return datetime.combine(day.day, span.opens, tzinfo=at.tzinfo)
    return None

"""When people may be written to, and when they are to be reminded of a deadline. All by Vietnam's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.clock import VIETNAM
from bot.dossiers.deadlines import add_working_days, clock_of, day_of, is_late, plausible
from bot.dossiers.model import DossierState
from bot.dossiers.telling import WAITING
from bot.dossiers.watches import Seen
from bot.offices.service import Calendar

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
MORNING = time(8)
"""When reminders are given."""
DAYS_BEFORE = 2
"""Working days before the day up to which papers must be handed in."""

ReminderKind = Literal["supplement", "overdue"]


@dataclass(frozen=True)
class Reminder:
    """One reminder: from when it may be given, and until when it makes sense (None: for ever). ``mark`` tells it from others."""

    kind: ReminderKind
    mark: str
    at: datetime
    until: datetime | None = None


def is_quiet(at: datetime) -> bool:
    """Whether people are left alone: from 21:00 to 7:00."""
    now = at.astimezone(VIETNAM).time()
    return now >= QUIET_FROM or now < QUIET_UNTIL


def first_allowed(at: datetime) -> datetime:
    """The same moment, or 7:00 after the quiet hours that it falls into."""
    here = at.astimezone(VIETNAM)
    if not is_quiet(here):
        return at
    day = here.date() + timedelta(days=here.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, VIETNAM)


def due(seen: Seen, settled_at: datetime, now: datetime, calendar: Calendar) -> Reminder | None:
    """The reminder to give now, if any: the latest whose moment has come since ``settled_at``; none in the quiet hours."""
    if is_quiet(now):
        return None
    fitting = [one for one in reminders(seen, calendar) if settled_at < one.at <= now and (one.until is None or now < one.until)]
    return fitting[-1] if fitting else None


def coming(seen: Seen, now: datetime, calendar: Calendar) -> datetime | None:
    """The moment of the next reminder."""
    return min((one.at for one in reminders(seen, calendar) if one.at > now), default=None)


def reminders(seen: Seen, calendar: Calendar) -> list[Reminder]:
    """All reminders of a dossier as it stands, in order."""
    if seen.state is DossierState.SUPPLEMENT and (last := plausible(seen.supplement_due)):
        return _of_supplement(last, calendar)
    if seen.state in WAITING and (promised := plausible(seen.appointment_at)):
        return [Reminder("overdue", day_of(promised).isoformat(), _first_late_morning(promised, calendar))]
    return []


def _of_supplement(last: datetime, calendar: Calendar) -> list[Reminder]:
    day = day_of(last)
    before = add_working_days(day, -DAYS_BEFORE, calendar)
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    over = last if clock_of(last) and last > _morning(day) else midnight
    return [
        Reminder("supplement", before.isoformat(), _morning(before), until=_morning(day)),
        Reminder("supplement", day.isoformat(), _morning(day), until=over),
    ]


def _first_late_morning(promised: datetime, calendar: Calendar) -> datetime:
    """The morning of the first day that is surely worked on which the appointment has passed."""
    day = add_working_days(day_of(promised), 1, calendar)
    while calendar.unsure(day) or not is_late(_morning(day), promised, calendar):
        day = add_working_days(day, 1, calendar)
    return _morning(day)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, VIETNAM)

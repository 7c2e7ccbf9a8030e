"""Working days, and how far a deadline is, in words. All days are Vietnam's; moments are aware.

Working days are Monday to Friday without public holidays, and the weekend days worked in exchange. A day that no text settles
yet (``Calendar.unsure``) counts as worked, and what is said then says "khoảng".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.clock import VIETNAM
from bot.dossiers import replies
from bot.offices.service import Calendar

INTAKE_ENDS = time(15)
"""What is handed in later may count from the next working day (Decree 118/2025/ND-CP)."""
WEEKEND = (5, 6)
FAR = 366
"""Days beyond which nobody counts working days."""
YEARS = range(2000, 2101)
"""Years in which a date of a dossier makes sense."""
_DAY = timedelta(days=1)


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether offices work on a day; those on unsure days are taken to."""
    return calendar.is_swapped(day) or (day.weekday() not in WEEKEND and calendar.holiday(day) is None)


def add_working_days(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after a day, before it for a negative n; the day itself for 0."""
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working(day, calendar):
            day += step
    return day


def working_days_left(now: datetime, due: datetime, calendar: Calendar) -> int:
    """Working days after today up to the due day; 0 on that day; negative once it has passed.

    A due day off lasts until the next day that is surely worked, so that nothing is called late too early.
    """
    today, day = day_of(now), day_of(due)
    if day >= today:
        return sum(1 for one in _days(today, day) if is_working(one, calendar))
    return -sum(1 for one in _days(_last_day(day, calendar), today) if is_working(one, calendar))


def is_late(now: datetime, due: datetime, calendar: Calendar) -> bool:
    """Whether the due day, or the working day that a due day off moves to, is over."""
    return day_of(now) > _last_day(day_of(due), calendar)


def counted_from(received_at: datetime, calendar: Calendar) -> date:
    """The day from which the time of a dossier counts: a working day, the next one for what came after 15:00 or on a day off."""
    day = day_of(received_at)
    if is_working(day, calendar) and received_at.astimezone(VIETNAM).time() <= INTAKE_ENDS:
        return day
    return add_working_days(day, 1, calendar)


def remaining(now: datetime, due: datetime, calendar: Calendar, *, what: str = replies.APPOINTMENT) -> str:
    """How far a deadline is: ``còn 3 ngày làm việc (thứ Năm 26/11)``, ``đã quá hẹn 2 ngày làm việc (thứ Năm 19/11)``.

    ``what`` has passed: ``hẹn`` or ``hạn``. A time of day is said on the day itself, where the system gave one.
    """
    today, day = day_of(now), day_of(due)
    if day == today:
        return _today(now, due)
    return _ahead(now, due, calendar) if day > today else _behind(now, due, calendar, what)


def plausible(moment: datetime | None) -> datetime | None:
    """The moment in Vietnam's time; None where its year makes no sense."""
    try:
        local = moment.astimezone(VIETNAM) if moment else None
    except (OverflowError, ValueError):
        return None
    return local if local and local.year in YEARS else None


def day_of(moment: datetime) -> date:
    """The day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def day_said(day: date, today: date) -> str:
    """``thứ Năm 26/11``; with the year where it is another one than today's."""
    year = "" if day.year == today.year else f"/{day.year}"
    return f"{replies.WEEKDAYS[day.weekday()]} {day.day}/{day.month}{year}"


def moment_said(moment: datetime, now: datetime) -> str:
    """``14 giờ 20 hôm nay``, ``9 giờ ngày mai``, ``9 giờ thứ Năm 26/11``."""
    day, today = day_of(moment), day_of(now)
    near = {today: replies.TODAY, today + _DAY: replies.TOMORROW}
    return f"{_clock(moment.astimezone(VIETNAM).time())} {near.get(day) or day_said(day, today)}"


def clock_of(moment: datetime) -> time | None:
    """The time of day, None where only the day was meant: midnight, or the last minute of the day."""
    clock = moment.astimezone(VIETNAM).time()
    return None if clock == time() or (clock.hour, clock.minute) == (23, 59) else clock


def _days(start: date, end: date) -> Iterator[date]:
    """The days after ``start`` up to ``end``."""
    for ahead in range(1, (end - start).days + 1):
        yield start + ahead * _DAY


def _last_day(day: date, calendar: Calendar) -> date:
    while not is_working(day, calendar) or calendar.unsure(day):
        day += _DAY
    return day


def _today(now: datetime, due: datetime) -> str:
    today, clock = day_of(now), clock_of(due)
    said = day_said(today, today)
    if clock is None:
        return replies.ON_TODAY.format(day=said)
    return (replies.ON_TODAY_BEFORE if now <= due else replies.ON_TODAY_PAST).format(clock=_clock(clock), day=said)


def _ahead(now: datetime, due: datetime, calendar: Calendar) -> str:
    today, day = day_of(now), day_of(due)
    if (day - today).days > FAR:
        return replies.LEFT_LONG.format(day=day_said(day, today))
    said = f"{replies.TOMORROW}, {day_said(day, today)}" if day == today + _DAY else day_said(day, today)
    said += "" if is_working(day, calendar) else replies.DAY_OFF
    left = working_days_left(now, due, calendar)
    return _counted(replies.LEFT, left, said, _unsure(today, day, calendar)) if left else replies.LEFT_NONE.format(day=said)


def _behind(now: datetime, due: datetime, calendar: Calendar, what: str) -> str:
    today, day = day_of(now), day_of(due)
    said = day_said(day, today)
    if (today - day).days > FAR:
        return replies.PAST_LONG.format(what=what, day=said)
    if not is_late(now, due, calendar):
        unsure = _unsure(day - _DAY, day, calendar)
        said += _told_unsure(unsure) if unsure else replies.DAY_OFF
        return replies.PAST_DAY_OFF.format(day=said, next=day_said(_last_day(day, calendar), today))
    left = working_days_left(now, due, calendar)
    if not left:
        return replies.PAST_NONE.format(what=what, day=said)
    return _counted(replies.PAST.replace("{what}", what), -left, said, _unsure(day - _DAY, today, calendar))


def _counted(sentence: str, days: int, said: str, unsure: list[tuple[str, str]]) -> str:
    number = replies.ABOUT.format(days=days) if unsure else str(days)
    return sentence.format(days=number, day=said + _told_unsure(unsure))


def _unsure(start: date, end: date, calendar: Calendar) -> list[tuple[str, str]]:
    """The unsure days after ``start`` up to ``end`` that would be worked: each as it is said, and its name."""
    days = (day for day in _days(start, end) if is_working(day, calendar))
    return [(f"{day.day}/{day.month}", name) for day in days if (name := calendar.unsure(day))]


def _told_unsure(unsure: list[tuple[str, str]]) -> str:
    return "".join(replies.UNSURE.format(day=day, name=name) for day, name in unsure)


def _clock(clock: time) -> str:
    return (replies.HOUR_AND_MINUTES if clock.minute else replies.HOUR).format(hour=clock.hour, minute=clock.minute)

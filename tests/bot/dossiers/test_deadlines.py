"""Working days against a count by hand: the days off of 2024-2027 are written down here from what the government announced."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.dossiers.deadlines import (
    add_working_days,
    clock_of,
    counted_from,
    day_said,
    is_late,
    is_working,
    moment_said,
    plausible,
    remaining,
    working_days_left,
)
from bot.offices.days import DayFile, DayNote
from bot.offices.service import Calendar, load_calendar

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
OFF = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9",
    2027: "1/1 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9",
}
"""Weekdays off, with the days in lieu of holidays on weekends and the days that were swapped."""
WORKED = "4/5/2024 26/4/2025 10/1/2026 22/8/2026"
"""Saturdays worked in exchange."""
UNSURE = "24/11/2026 4/2/2027 11/2/2027 1/9/2027 3/9/2027 24/11/2027"
"""Not announced when this was written: where the Tết of 2027 begins, the second day of September 2027, the new day of culture."""


def read_days(text: str, year: int | None = None) -> set[date]:
    parts = [[int(number) for number in one.split("/")] for one in text.split()]
    return {date(year or part[2], part[1], part[0]) for part in parts}


OFF_DAYS = set[date]().union(*(read_days(text, year) for year, text in OFF.items()))
WORKED_DAYS, UNSURE_DAYS = read_days(WORKED), read_days(UNSURE)


def works(day: date) -> bool:
    """The independent answer."""
    return day in WORKED_DAYS or (day.isoweekday() <= 5 and day not in OFF_DAYS)


def at(day: date, clock: time = time(10)) -> datetime:
    return datetime.combine(day, clock, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def calendar(root: Path) -> Calendar:
    """The calendar we ship, with the days it may not have yet: one swap that the library misses, and what is not announced."""
    shipped = load_calendar(root / "knowledge").extra
    closed = [*shipped.closed, DayNote(day=date(2026, 1, 2), name="Nghỉ hoán đổi")]
    worked = [*shipped.worked, DayNote(day=date(2026, 1, 10), name="Làm bù")]
    known = {note.day for note in shipped.unsure}
    unsure = [*shipped.unsure, *(DayNote(day=day, name="Ngày chưa công bố") for day in sorted(UNSURE_DAYS - known))]
    return Calendar(DayFile(closed=closed, worked=worked, unsure=unsure))


days = st.dates(FIRST + timedelta(days=100), LAST - timedelta(days=100))
clocks = st.times()


def test_every_day_of_four_years_is_as_announced(calendar: Calendar) -> None:
    all_days = [FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]
    assert len(all_days) == 1461
    assert [day for day in all_days if is_working(day, calendar) != works(day)] == []


def test_a_swapped_friday_and_the_saturday_worked_for_it(calendar: Calendar) -> None:
    assert [is_working(date(2026, 8, day), calendar) for day in (21, 22, 23, 31)] == [True, True, False, False]
    assert add_working_days(date(2026, 8, 21), 1, calendar) == date(2026, 8, 22)
    assert add_working_days(date(2026, 8, 28), 1, calendar) == date(2026, 9, 3)


@given(day=days, n=st.integers(-60, 60))
def test_days_are_added_as_one_counts_them(calendar: Calendar, day: date, n: int) -> None:
    expected, left, step = day, abs(n), 1 if n > 0 else -1
    while left:
        expected += timedelta(days=step)
        left -= works(expected)
    assert add_working_days(day, n, calendar) == expected


@given(day=days, n=st.integers(0, 60), now=clocks, due=clocks)
def test_what_was_added_is_left(calendar: Calendar, day: date, n: int, now: time, due: time) -> None:
    assert working_days_left(at(day, now), at(add_working_days(day, n, calendar), due), calendar) == n


@settings(max_examples=300)
@given(today=days, ahead=st.integers(-99, 99), now=clocks, due=clocks)
def test_days_left_are_as_one_counts_them(calendar: Calendar, today: date, ahead: int, now: time, due: time) -> None:
    day = today + timedelta(days=ahead)
    between, lasts = 0, day
    while not works(lasts) or lasts in UNSURE_DAYS:
        lasts += timedelta(days=1)
    start, end = (today, day) if ahead >= 0 else (lasts, today)
    while start < end:
        start += timedelta(days=1)
        between += works(start)
    assert working_days_left(at(today, now), at(day, due), calendar) == (between if ahead >= 0 else -between)
    assert is_late(at(today, now), at(day, due), calendar) == (today > lasts)


@given(received=st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(VIETNAM)))
def test_time_counts_from_a_working_day(calendar: Calendar, received: datetime) -> None:
    expected = received.date()
    if not works(expected) or received.time() > time(15):
        expected += timedelta(days=1)
        while not works(expected):
            expected += timedelta(days=1)
    assert counted_from(received, calendar) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-20T15:00:00+07:00", date(2026, 11, 20)),
        ("2026-11-20T15:00:01+07:00", date(2026, 11, 23)),
        ("2026-11-22T09:00:00+07:00", date(2026, 11, 23)),
        ("2026-11-19T17:30:00+00:00", date(2026, 11, 20)),  # half past midnight in Vietnam
        ("2026-02-13T16:00:00+07:00", date(2026, 2, 23)),  # the Friday before Tết
    ],
)
def test_the_rule_of_fifteen_hours(calendar: Calendar, received: str, expected: date) -> None:
    assert counted_from(datetime.fromisoformat(received), calendar) == expected


@pytest.mark.parametrize(
    ("now", "due", "said"),
    [
        ("2026-11-16T09:00", "2026-11-19T00:00", "còn 3 ngày làm việc (thứ Năm 19/11)"),
        ("2026-11-18T23:59", "2026-11-19T00:00", "còn 1 ngày làm việc (ngày mai, thứ Năm 19/11)"),
        ("2026-11-13T09:00", "2026-11-15T00:00", "vào Chủ nhật 15/11, là ngày nghỉ"),
        ("2026-11-12T09:00", "2026-11-15T00:00", "còn 1 ngày làm việc (Chủ nhật 15/11, là ngày nghỉ)"),
        ("2026-11-19T09:00", "2026-11-19T00:00", "hôm nay (thứ Năm 19/11)"),
        ("2026-11-19T09:00", "2026-11-19T17:00", "hôm nay, trước 17 giờ (thứ Năm 19/11)"),
        ("2026-11-19T09:00", "2026-11-19T23:59", "hôm nay (thứ Năm 19/11)"),
        ("2026-11-19T16:31", "2026-11-19T16:30", "hôm nay, đã qua 16 giờ 30 (thứ Năm 19/11)"),
        ("2026-11-20T08:00", "2026-11-18T17:00", "đã quá hẹn 2 ngày làm việc (thứ Tư 18/11)"),
        ("2026-11-21T08:00", "2026-11-20T17:00", "đã quá hẹn (thứ Sáu 20/11)"),
        ("2026-11-16T08:00", "2026-11-15T00:00", "vào Chủ nhật 15/11, là ngày nghỉ, nên có thể tính sang thứ Hai 16/11"),
        ("2026-12-30T08:00", "2027-01-04T00:00", "còn 2 ngày làm việc (thứ Hai 4/1/2027)"),
        ("2027-01-04T08:00", "2026-12-31T00:00", "đã quá hẹn 1 ngày làm việc (thứ Năm 31/12/2026)"),
        ("2026-11-22T08:00", "2030-11-20T00:00", "vào thứ Tư 20/11/2030, còn hơn một năm"),
        ("2026-11-22T08:00", "2020-11-20T00:00", "đã quá hẹn hơn một năm (thứ Sáu 20/11/2020)"),
    ],
)
def test_a_deadline_in_words(calendar: Calendar, now: str, due: str, said: str) -> None:
    assert remaining(datetime.fromisoformat(now + "+07:00"), datetime.fromisoformat(due + "+07:00"), calendar) == said


def test_an_unsure_day_in_between_is_named(calendar: Calendar) -> None:
    name = "24/11 là Ngày Văn hóa Việt Nam, có thể được nghỉ"
    monday, tuesday, thursday = (date(2026, 11, day) for day in (23, 24, 26))
    assert remaining(at(monday), at(thursday), calendar) == f"còn khoảng 3 ngày làm việc (thứ Năm 26/11; {name})"
    assert remaining(at(thursday), at(monday), calendar) == f"đã quá hẹn khoảng 3 ngày làm việc (thứ Hai 23/11; {name})"
    assert "khoảng" not in remaining(at(tuesday), at(thursday), calendar)
    assert remaining(at(date(2026, 11, 25)), at(tuesday), calendar) == f"vào thứ Ba 24/11; {name}, nên có thể tính sang thứ Tư 25/11"


def test_what_has_passed_can_be_a_deadline(calendar: Calendar) -> None:
    said = remaining(at(date(2026, 11, 20)), at(date(2026, 11, 19)), calendar, what="hạn")
    assert said == "đã quá hạn 1 ngày làm việc (thứ Năm 19/11)"


def test_the_day_is_vietnams_whatever_the_zone(calendar: Calendar) -> None:
    now = datetime(2026, 11, 18, 18, tzinfo=UTC)  # one in the morning of Thursday
    assert remaining(now, at(date(2026, 11, 19), time()), calendar) == "hôm nay (thứ Năm 19/11)"


def test_dates_that_make_no_sense_are_dropped() -> None:
    absurd = (datetime.min, datetime.max, datetime(1999, 12, 31), datetime(2101, 1, 2))
    assert [plausible(moment.replace(tzinfo=UTC)) for moment in absurd] == [None] * 4
    assert plausible(datetime(2026, 11, 22, tzinfo=UTC)) == datetime(2026, 11, 22, 7, tzinfo=VIETNAM)
    assert plausible(None) is None


def test_days_and_moments_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 22)
    assert [day_said(today + timedelta(days=ahead), today) for ahead in (0, 1, 45)] == [
        "Chủ nhật 22/11",
        "thứ Hai 23/11",
        "thứ Tư 6/1/2027",
    ]
    said = [moment_said(at(today + timedelta(days=ahead), time(9, 5)), at(today)) for ahead in (0, 1, 2)]
    assert said == ["9 giờ 05 hôm nay", "9 giờ 05 ngày mai", "9 giờ 05 thứ Ba 24/11"]
    assert (clock_of(at(today, time())), clock_of(at(today, time(23, 59, 59))), clock_of(at(today, time(17)))) == (None, None, time(17))

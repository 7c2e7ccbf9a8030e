"""When people are left alone, and on which mornings they are reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.model import DossierState
from bot.dossiers.moments import coming, due, first_allowed, is_quiet, reminders
from bot.dossiers.watches import Seen
from bot.offices.service import Calendar, load_calendar
from tests.bot.dossiers.world import HERE

PLAIN = Calendar()
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(HERE))


def here(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HERE)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [((20, 59), False), ((21, 0), True), ((23, 59), True), ((0, 0), True), ((6, 59), True), ((7, 0), False), ((12, 0), False)],
)
def test_the_quiet_hours_are_those_of_vietnam(clock: tuple[int, int], quiet: bool) -> None:
    at = here(2026, 11, 22, *clock)
    assert is_quiet(at) is quiet
    assert is_quiet(at.astimezone(UTC)) is quiet


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (here(2026, 11, 22, 20, 59), here(2026, 11, 22, 20, 59)),
        (here(2026, 11, 22, 21, 0), here(2026, 11, 23, 7, 0)),
        (here(2026, 12, 31, 23, 30), here(2027, 1, 1, 7, 0)),
        (here(2026, 11, 22, 6, 59), here(2026, 11, 22, 7, 0)),
        (here(2026, 11, 22, 7, 0), here(2026, 11, 22, 7, 0)),
    ],
)
def test_what_comes_at_night_waits_for_seven(at: datetime, allowed: datetime) -> None:
    assert first_allowed(at) == allowed


@given(moments)
def test_the_first_allowed_moment_is_the_nearest_that_is_not_quiet(at: datetime) -> None:
    allowed = first_allowed(at)
    assert not is_quiet(allowed)
    assert timedelta(0) <= allowed - at <= timedelta(hours=10)
    assert allowed == at or is_quiet(allowed - timedelta(seconds=1))


def supplement(day: datetime) -> Seen:
    return Seen(state=DossierState.SUPPLEMENT, supplement_due=day)


def promised(day: datetime, state: DossierState = DossierState.PROCESSING) -> Seen:
    return Seen(state=state, appointment_at=day)


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (here(2026, 11, 19, 17, 0), [date(2026, 11, 17), date(2026, 11, 19)]),
        (here(2026, 11, 16, 17, 0), [date(2026, 11, 12), date(2026, 11, 16)]),  # Thursday and Monday, with a weekend between
        (here(2026, 11, 21), [date(2026, 11, 19), date(2026, 11, 21)]),  # a Saturday
        (here(2026, 2, 24), [date(2026, 2, 13), date(2026, 2, 24)]),  # all of Tết between
        (here(2026, 9, 3), [date(2026, 8, 27), date(2026, 9, 3)]),  # the national day, the day before it, and a Monday off in exchange
    ],
)
def test_a_supplement_is_reminded_of_two_working_days_before_and_on_the_day(last: datetime, days: list[date]) -> None:
    assert [one.at for one in reminders(supplement(last), PLAIN)] == [datetime.combine(day, time(8), HERE) for day in days]


@pytest.mark.parametrize(
    ("day", "morning"),
    [
        (here(2026, 11, 18, 16, 30), here(2026, 11, 19, 8)),
        (here(2026, 11, 20), here(2026, 11, 23, 8)),  # a Friday
        (here(2026, 11, 14), here(2026, 11, 17, 8)),  # a Saturday: it lasts until Monday
        (here(2026, 2, 13), here(2026, 2, 23, 8)),  # the last day before Tết
    ],
)
def test_an_appointment_has_passed_on_the_next_working_morning(day: datetime, morning: datetime) -> None:
    assert [one.at for one in reminders(promised(day), PLAIN)] == [morning]


def test_a_day_that_may_be_off_makes_nobody_late(root: Path) -> None:
    calendar = load_calendar(root / "knowledge")
    assert calendar.unsure(date(2026, 11, 24))
    assert [one.at for one in reminders(promised(here(2026, 11, 23)), calendar)] == [here(2026, 11, 25, 8)]


@pytest.mark.parametrize("state", [state for state in DossierState if state not in ("registered", "accepted", "processing")])
def test_only_an_office_at_work_can_be_late(state: DossierState) -> None:
    assert reminders(promised(here(2026, 11, 18), state), PLAIN) == []


@pytest.mark.parametrize("seen", [supplement(datetime.max.replace(tzinfo=UTC)), promised(datetime.min.replace(tzinfo=UTC))])
def test_a_date_without_sense_is_no_deadline(seen: Seen) -> None:
    assert reminders(seen, PLAIN) == []
    assert coming(seen, here(2026, 11, 16), PLAIN) is None


@given(moments, moments)
def test_a_reminder_is_due_from_its_moment_on_and_not_once_it_was_given(last: datetime, now: datetime) -> None:
    found = due(supplement(last), now - timedelta(days=30), now, PLAIN)
    if found is None:
        return
    assert found.at <= now and not is_quiet(now) and now.astimezone(HERE).date() <= last.astimezone(HERE).date()
    assert due(supplement(last), now, now, PLAIN) is None


def test_after_a_gap_only_the_reminder_that_still_makes_sense_is_given() -> None:
    seen, long_ago = supplement(here(2026, 11, 19, 17, 0)), here(2026, 11, 1)
    marks = [found.mark if (found := due(seen, long_ago, here(2026, 11, day, hour), PLAIN)) else None for day, hour in
             ((17, 7), (17, 9), (18, 20), (19, 7), (19, 16), (19, 18), (20, 9))]  # fmt: skip
    assert marks == [None, "2026-11-17", "2026-11-17", "2026-11-17", "2026-11-19", None, None]

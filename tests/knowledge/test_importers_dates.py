"""Dates in files: every style that editors and programs use, and a refusal for what could be two days."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.dates import FIRST_YEAR, LAST_YEAR, DateError, to_day

DAY = date(2026, 1, 31)
DAYS = st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31))


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-31",
        "2026/1/31",
        "31/01/2026",
        "31-1-2026",
        "31.01.2026",
        "ngày 31 tháng 01 năm 2026",
        "Ngày 31 tháng 1 năm 2026.",
        " 31/01/2026\u00a0",
        "31/01/2026 00:00:00",
        "2026-01-31T09:30:00",
        "2026-01-30T20:00:00Z",
        46053,
        46053.75,
        "46053",
        1769792400000,
        "1769792400000",
        date(2026, 1, 31),
        datetime(2026, 1, 31, 8, 0),
        datetime(2026, 1, 30, 20, 0, tzinfo=UTC),
    ],
)
def test_one_day_is_read_from_every_style(value: object) -> None:
    assert to_day(value) == DAY


@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0"])
def test_an_empty_cell_is_no_day(value: object) -> None:
    assert to_day(value) is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("31/01/26", "hai chữ số"),
        ("01/31/2026", "tháng đứng trước ngày"),
        ("30/02/2026", "không có trong lịch"),
        ("2026-02-30", "không có trong lịch"),
        ("01/2026", "không đọc được ngày"),
        ("2026", "không đọc được ngày"),
        ("31/01-2026", "không đọc được ngày"),
        ("hôm qua", "không đọc được ngày"),
        ("31/01/0026", "nằm ngoài khoảng"),
        ("9999-12-31T23:59:59Z", "nằm ngoài khoảng"),
        (20260131, "không đọc được ngày"),
        (float("nan"), "không đọc được ngày"),
        (float("inf"), "không đọc được ngày"),
        (-5, "không đọc được ngày"),
        (True, "không đọc được ngày"),
    ],
)
def test_what_is_no_single_day_is_refused_with_a_reason(value: object, reason: str) -> None:
    with pytest.raises(DateError, match=reason):
        to_day(value)


@given(DAYS)
def test_every_style_reads_back_the_day_it_was_written_from(day: date) -> None:
    styles = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "ngày %d tháng %m năm %Y", "%d tháng %m, năm %Y")
    assert {to_day(day.strftime(style)) for style in styles} == {day}
    assert to_day((day - date(1899, 12, 30)).days) == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.datetimes(timezones=st.just(UTC)), st.none(), st.booleans()))
def test_nothing_but_a_date_error_is_raised(value: object) -> None:
    with suppress(DateError):
        found = to_day(value)
        assert found is None or FIRST_YEAR <= found.year <= LAST_YEAR

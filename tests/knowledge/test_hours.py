"""Weekly opening hours as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.hours import HoursError, Span, WeekHours, read_hours

OFFICE = "T2-T6 07:30-11:30, 13:30-17:00"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("T2-T6: 7h30-11h30, 13h30-17h00", OFFICE),
        ("Thứ 2 – Thứ 6: sáng 7h30 đến 11h30, chiều 13h30 đến 17h", OFFICE),
        ("thứ hai đến thứ sáu 07:30-11:30; 13:30-17:00", OFFICE),
        ("Từ thứ 2 đến thứ 6: 7 giờ 30 - 11 giờ 30, 13 giờ 30 - 17 giờ", OFFICE),
        ("Sáng: 7h30-11h30, chiều 13h30-17h (Thứ 2 - Thứ 6)", OFFICE),
        ("13h30-17h, 7h30-11h30 T2-T6", OFFICE),
        ("T2-T6: 7h-11h\nThứ bảy: 7g-11g", "T2-T7 07:00-11:00"),
        ("T2, T4: 8h-12h; CN 9h-10h", "T2 08:00-12:00; T4 08:00-12:00; CN 09:00-10:00"),
    ],
)
def test_hours_are_read_as_written(written: str, canonical: str) -> None:
    assert str(read_hours(written)) == canonical


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("7h-11h", "thiếu ngày"),
        ("T2-T6", "không đọc được giờ"),
        ("T2 sáng thôi 7h-11h", "không đọc được giờ"),
        ("T2 25h-26h", "không có thật"),
        ("T2 11h-7h", "giờ đóng cửa không sau giờ mở cửa"),
        ("T2 7h-11h, 10h-12h", "chồng lên nhau"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(written: str, reason: str) -> None:
    with pytest.raises(HoursError, match=reason):
        read_hours(written)


minutes = st.integers(0, 24 * 60 - 1)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    marks = sorted(draw(st.sets(minutes, max_size=4)))
    marks = marks[: len(marks) // 2 * 2]
    times = [time(mark // 60, mark % 60) for mark in marks]
    return tuple(Span(opens, closes) for opens, closes in zip(times[::2], times[1::2], strict=True))


@given(st.tuples(*[days()] * 7))
def test_the_canonical_writing_is_read_back(week: tuple[tuple[Span, ...], ...]) -> None:
    hours = WeekHours(week)
    if any(week):
        assert read_hours(str(hours)) == hours


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(written: str) -> None:
    with suppress(HoursError):
        assert read_hours(str(found := read_hours(written))) == found

"""The table of offices in both databases, and the opening hours against the plainest count of minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.db import Database
from bot.offices import service
from bot.offices.days import Calendar, DayFile, load_calendar
from bot.offices.opening import day_of, opening
from bot.offices.service import Offices
from knowledge.hours import read_hours
from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level

WEEK = read_hours("T2-T6 07:30-11:30, 13:30-17:00; T7 07:30-11:30")
TODAY = date(2026, 11, 23)


def office(number: int, **changes: Any) -> Office:
    fields = {
        "id": f"noi-{number}", "name": f"Nơi {number}", "kind": "one_stop", "level": "commune", "address": "1 đường Thử",
        "commune": f"Xã {number}", "province": "Tỉnh Đắk Lắk", "source": "Sở Nội vụ", "checked": "2026-11-01",
    }  # fmt: skip
    return Office.model_validate(fields | changes)


@pytest.fixture
def offices(database: Database, tmp_path: Path) -> Offices:
    return Offices(database, knowledge_dir=tmp_path)


async def test_importing_twice_changes_nothing_and_a_dry_run_writes_nothing(offices: Offices) -> None:
    rows = [office(1), office(2)]
    assert (await offices.import_offices(rows, origin="a.csv", dry_run=True)).new == ["noi-1", "noi-2"]
    assert await offices.all() == []
    assert (await offices.import_offices(rows, origin="a.csv")).new == ["noi-1", "noi-2"]
    again = await offices.import_offices(rows, origin="a.csv")
    assert (again.new, again.changed, again.unchanged) == ([], [], ["noi-1", "noi-2"])
    assert await offices.all() == rows


async def test_a_changed_row_replaces_the_old_one_and_replace_removes_only_in_the_files_provinces(offices: Offices) -> None:
    elsewhere = office(9, province="Tỉnh Gia Lai")
    await offices.import_offices([office(1), office(2), elsewhere], origin="a.csv")
    report = await offices.import_offices([office(1, address="2 đường Mới")], origin="b.csv", replace=True)
    assert (report.changed, report.removed) == (["noi-1"], ["noi-2"])
    assert await offices.all() == [office(1, address="2 đường Mới"), elsewhere]


async def test_the_book_notices_an_import(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHECK_S", 0.0)
    assert len(await offices.book()) == 0
    await offices.import_offices([office(1)], origin="a.csv")
    assert len(await offices.book()) == 1
    await offices.import_offices([office(1, phones=["0257 000 111"])], origin="a.csv")
    found = (await offices.book()).find(province="Đắk Lắk", commune="xã 1", kind=OfficeKind.ONE_STOP, level=Level.COMMUNE, on=TODAY)
    assert [o.phones for o in found.offices] == [["0257 000 111"]]
    assert found.here


async def test_a_silent_database_leaves_the_book_as_it_was(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHECK_S", 0.0)
    await offices.import_offices([office(1)], origin="a.csv")
    await offices.book()

    async def broken() -> None:
        raise OSError("gone")

    monkeypatch.setattr(offices, "_renew", broken)
    assert len(await offices.book()) == 1


moments = st.integers(0, 400 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=minute))


@given(moments)
@settings(max_examples=200, deadline=None)
def test_open_closed_and_next_agree_with_counting_minutes(at: datetime) -> None:
    calendar = Calendar()
    state = opening(WEEK, at, calendar)
    assert (state.until is not None) == _is_open(at, calendar)
    if state.until:
        closing = datetime.combine(at.date(), state.until, tzinfo=at.tzinfo)
        assert _is_open(closing - timedelta(minutes=1), calendar) and not _is_open(closing, calendar)
    else:
        assert state.next is not None and state.next > at
        assert _is_open(state.next, calendar) and not _is_open(state.next - timedelta(minutes=1), calendar)
        hours = int((state.next - at).total_seconds() // 1800)
        assert not any(_is_open(at + timedelta(minutes=30 * step), calendar) for step in range(hours))


def _is_open(at: datetime, calendar: Calendar) -> bool:
    return any(span.opens <= at.time() < span.closes for span in day_of(WEEK, at.date(), calendar).spans)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 16), False),  # Giao thừa
        (date(2026, 2, 20), False),  # mùng bốn Tết
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # nghỉ bù Giỗ Tổ
        (date(2026, 8, 22), True),  # thứ Bảy làm bù
        (date(2026, 8, 31), False),  # hoán đổi
        (date(2026, 11, 22), False),  # Chủ nhật
        (date(2027, 2, 8), False),  # Tết 2027
    ],
)
def test_holidays_swapped_days_and_weekends(day: date, works: bool) -> None:
    found = day_of(read_hours("T2-T6 08:00-17:00"), day, Calendar())
    assert bool(found.spans) is works
    assert found.swapped is (day == date(2026, 8, 22))


def test_the_file_of_days_adds_and_doubts(tmp_path: Path) -> None:
    extra = DayFile.model_validate(
        {
            "closed": [{"day": "2026-12-24", "name": "nghỉ bão"}],
            "worked": [{"day": "2026-12-27", "name": "làm bù"}],
            "unsure": [{"day": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"}],
        }
    )
    calendar = Calendar(extra)
    assert day_of(WEEK, date(2026, 12, 24), calendar).holiday == "nghỉ bão"
    assert day_of(WEEK, date(2026, 12, 27), calendar).spans == WEEK.days[0]
    assert day_of(WEEK, date(2026, 11, 24), calendar).unsure == "Ngày Văn hóa Việt Nam"
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "ngay-nghi.yaml").write_text("closed: [{day: hôm qua}]", encoding="utf-8")
    with pytest.raises(ValueError, match="day"):
        load_calendar(tmp_path)


def test_the_shipped_file_of_days_is_sound(root: Path) -> None:
    assert load_calendar(root / "knowledge").unsure(date(2026, 11, 24))

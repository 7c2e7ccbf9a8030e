"""Which offices a place is sent to for a procedure, by the services that they list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.offices.book import MAX_NEARBY, Found, OfficeBook
from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level
from knowledge.services import covering
from tests.bot.guided import CODE, guided

DAY = date(2026, 11, 23)
HERE, THERE = "Phường Tuy Hòa", "Phường Bình Kiến"
PROCEDURE = guided(field="Hộ tịch")
TAKES, TAKES_ALL, LEAVES_OUT = ["chứng thực", "hộ tịch"], [], ["đất đai"]


def office(key: str, services: list[str], commune: str | None = HERE, **changes: Any) -> Office:
    fields = {
        "id": key, "name": key, "kind": "one_stop", "level": "commune", "address": "1 đường Thử", "commune": commune, "services": services,
        "province": "Tỉnh Đắk Lắk", "source": "Sở Nội vụ", "checked": "2026-11-01",
    }  # fmt: skip
    return Office.model_validate(fields | changes)


def find(*offices: Office, level: Level = Level.COMMUNE, asked: bool = True) -> Found:
    return OfficeBook(offices).find(
        province="Tỉnh Đắk Lắk", commune=HERE, kind=OfficeKind.ONE_STOP, level=level, on=DAY, procedure=PROCEDURE if asked else None
    )


def ids(found: Found) -> list[str]:
    return [one.id for one in found.offices]


@pytest.mark.parametrize(
    ("offices", "told", "here", "passed_over", "doubtful"),
    [
        ([office("a", LEAVES_OUT), office("b", TAKES)], ["b"], True, False, False),
        ([office("a", TAKES_ALL), office("b", [CODE])], ["b"], True, False, False),
        ([office("a", LEAVES_OUT), office("b", TAKES_ALL)], ["b"], True, False, False),
        ([office("a", TAKES), office("b", TAKES)], ["a", "b"], True, False, False),
        ([office("a", TAKES_ALL), office("b", TAKES, THERE)], ["a"], True, False, False),
        ([office("a", LEAVES_OUT), office("b", TAKES, THERE), office("c", TAKES_ALL, THERE)], ["b"], False, True, False),
        ([office("a", LEAVES_OUT), office("b", TAKES_ALL, THERE)], ["b"], False, True, False),
        ([office("a", LEAVES_OUT), office("b", LEAVES_OUT, THERE)], ["a"], True, False, True),
        ([office("b", LEAVES_OUT, THERE)], [], False, False, False),
        ([office("b", TAKES, THERE)], ["b"], False, False, False),
        ([office("a", LEAVES_OUT), office("b", TAKES, sample=True)], ["a"], True, False, True),
        ([office("a", LEAVES_OUT), office("b", TAKES, THERE, sample=True)], ["a"], True, False, True),
        ([office("a", LEAVES_OUT, sample=True), office("b", TAKES, THERE)], ["b"], False, True, False),
        ([office("a", TAKES, valid_to="2026-11-22"), office("b", TAKES_ALL)], ["b"], True, False, False),
    ],
)
def test_an_office_that_lists_the_procedure_comes_first_and_one_that_leaves_it_out_only_alone(
    offices: list[Office], told: list[str], here: bool, passed_over: bool, doubtful: bool
) -> None:
    found = find(*offices)
    assert (ids(found), found.here, found.passed_over, found.doubtful) == (told, here, passed_over, doubtful)


def test_of_a_province_s_counters_those_that_take_it_are_told() -> None:
    counters = [office(f"p{n}", TAKES if n == 5 else LEAVES_OUT, None, level="province") for n in range(6)]
    assert ids(find(*counters, level=Level.PROVINCE)) == ["p5"], "though it stands behind the first three"
    assert ids(find(*counters[:5], level=Level.PROVINCE)) == ["p0", "p1", "p2"]


def test_without_a_procedure_the_services_choose_nothing() -> None:
    assert ids(find(office("a", LEAVES_OUT), office("b", TAKES), asked=False)) == ["a", "b"]


services = st.sampled_from([TAKES, TAKES_ALL, LEAVES_OUT, [CODE], ["2.000001"]])
tables = st.lists(st.tuples(services, st.sampled_from([HERE, THERE]), st.booleans()), max_size=8)


@given(tables)
@example([(LEAVES_OUT, HERE, True), (LEAVES_OUT, THERE, False), (TAKES, THERE, True)])
def test_nobody_is_sent_to_an_office_that_leaves_it_out_while_another_takes_it(rows: list[tuple[list[str], str, bool]]) -> None:
    offices = [office(f"o{n}", listed, commune, sample=sample) for n, (listed, commune, sample) in enumerate(rows)]
    found = find(*offices)
    out = [one.id for one in found.offices if one.services and not covering(one.services, PROCEDURE)]
    assert bool(out) == found.doubtful
    real = [one for one in offices if not one.sample] if any(not one.sample for one in found.offices) else offices
    if out:
        assert not [one.id for one in real if not one.services or covering(one.services, PROCEDURE)]
    assert found.here == all(one.commune == HERE for one in found.offices) if found.offices else not found.here
    assert found.here or len(found.offices) <= MAX_NEARBY

"""Our text over the official record, and windows of validity."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import fingerprint
from knowledge.merge import Period, faq_periods, in_force, merge, pick, procedure_periods, still_needed
from knowledge.schema import UNKNOWN, Faq, Procedure
from tests.knowledge.test_facts import amount, method, papers, procedure

NEW_YEAR = date(2027, 1, 1)


def faq(answer: str = "Trả lời", **fields: Any) -> Faq:
    return Faq.model_validate(
        {
            "id": "gio-lam-viec", "question": "Mấy giờ?", "variants": ["a", "b", "c"], "answer": answer, "topic": "Giờ",
            "sources": [{"name": "Quy chế"}], "checked": "2026-11-01", **fields,
        }
    )  # fmt: skip


def test_one_layer_alone_is_taken_as_it_is() -> None:
    only = procedure()
    assert merge(only, None).procedure is only
    assert merge(None, only).procedure is only
    with pytest.raises(ValueError, match="at least one layer"):
        merge(None, None)
    with pytest.raises(ValueError, match="codes differ"):
        merge(only, procedure(code="1.000001"))


def test_ours_wins_and_what_we_leave_open_comes_from_the_record() -> None:
    ours = procedure(name="Làm giấy khai sinh", aliases=["khai sinh cho con"], cases=papers("Tờ khai"))
    record = procedure(
        name="Đăng ký khai sinh", aliases=["Khai sinh  cho con", "khai sinh lần đầu"], summary="Tóm tắt", executing_agency="UBND xã",
        cases=papers("Tờ khai theo mẫu số 1"), levels=["commune"],
    )  # fmt: skip
    found = merge(ours, record).procedure
    assert (found.name, found.summary, found.executing_agency, found.levels) == ("Làm giấy khai sinh", "Tóm tắt", "UBND xã", ["commune"])
    assert found.cases == ours.cases
    assert found.aliases == ["khai sinh cho con", "khai sinh lần đầu"]
    assert found.results is UNKNOWN


def test_a_field_that_we_set_to_its_default_stays_ours() -> None:
    assert merge(procedure(levels=[]), procedure(levels=["commune"])).procedure.levels == []
    assert merge(procedure(), procedure(levels=["commune"])).procedure.levels == ["commune"]


def test_a_fact_that_changed_since_we_wrote_is_the_records_with_its_source() -> None:
    before = procedure(methods=[method([amount(50_000)])], cases=papers("Tờ khai"))
    ours = procedure(methods=[method([amount(50_000, name="Lệ phí")])], cases=papers("Tờ"), basis=fingerprint(before).model_dump())
    now = procedure(
        methods=[method([amount(70_000)])], cases=papers("Tờ khai"), decision={"number": "9/QĐ"}, checked="2026-11-20",
        source={"name": "Cổng mới"},
    )  # fmt: skip
    merged = merge(ours, now)
    assert merged.changed == ("fee", "decision")
    assert merged.procedure.methods == now.methods
    assert merged.procedure.decision == now.decision
    assert merged.procedure.cases == ours.cases
    assert (merged.procedure.source.name, merged.procedure.checked) == ("Cổng mới", date(2026, 11, 20))
    assert merge(ours, before).changed == ()
    assert merge(ours, before).procedure.source == ours.source


def test_of_two_versions_the_one_that_began_last_answers() -> None:
    old, new = faq("cũ"), faq("mới", effective_from="2027-01-01")
    assert pick([old, new], date(2026, 12, 31)) is old
    assert pick([old, new], NEW_YEAR) is new
    assert pick([faq(effective_to="2026-06-30"), new], date(2026, 12, 1)) == faq(effective_to="2026-06-30")
    assert pick([new], date(2026, 12, 1)) is new
    assert pick([], NEW_YEAR) is None


def test_periods_follow_the_days_of_effect() -> None:
    old, new = faq("cũ"), faq("mới", effective_from="2027-01-01")
    assert faq_periods([old, new]) == [Period(old, (), None, date(2026, 12, 31)), Period(new, (), NEW_YEAR, None)]
    assert faq_periods([old]) == [Period(old)]
    assert faq_periods([]) == procedure_periods([], []) == []


def test_a_text_that_is_not_in_force_yet_leaves_the_word_to_the_record() -> None:
    ours, record = procedure(name="Của mình", effective_from="2027-01-01"), procedure(name="Của nguồn")
    periods = procedure_periods([ours], [record])
    assert [(p.entry.name, p.start, p.end) for p in periods] == [("Của nguồn", None, date(2026, 12, 31)), ("Của mình", NEW_YEAR, None)]


def test_only_versions_that_will_answer_are_needed() -> None:
    first, second, third = faq("1"), faq("2", effective_from="2026-06-01"), faq("3", effective_from="2027-01-01")
    assert still_needed([first, second, third], date(2026, 11, 22)) == [second, third]
    assert still_needed([first, second, third], date(2027, 5, 1)) == [third]


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 20))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4), st.dates(date(2025, 12, 25), date(2026, 1, 30)))
def test_the_periods_of_any_versions_cover_every_day_once_with_what_is_in_force(windows: list[tuple[Any, Any]], day: date) -> None:
    versions = [faq(str(n), effective_from=start, effective_to=end) for n, (start, end) in enumerate(windows)]
    covering = [p for p in faq_periods(versions) if (p.start or date.min) <= day <= (p.end or date.max)]
    assert len(covering) == 1
    assert covering[0].entry == pick(versions, day)
    assert in_force(covering[0].entry, day) == any(in_force(version, day) for version in versions)
    later = [pick(versions, day + timedelta(days=n)) for n in range(40)]
    assert {id(v) for v in later} <= {id(v) for v in still_needed(versions, day)}


def test_merging_keeps_the_code_and_never_loses_a_stated_field() -> None:
    ours, record = procedure(results=["Giấy khai sinh"]), procedure(results=["Trích lục"], steps=[{"text": "Nộp"}])
    merged: Procedure = merge(ours, record).procedure
    assert (merged.code, merged.results, merged.steps) == (ours.code, ["Giấy khai sinh"], record.steps)

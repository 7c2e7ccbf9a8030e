"""Which facts an official record changed under our text."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import changed_facts, fingerprint
from knowledge.schema import UNKNOWN, Basis, Procedure

BARE: dict[str, Any] = {
    "code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "executing_agency": "unknown", "conditions": "unknown",
    "cases": "unknown", "steps": "unknown", "methods": "unknown", "results": "unknown", "legal_basis": "unknown",
    "official_url": "https://dichvucong.gov.vn/x", "decision": "unknown", "source": {"name": "Cổng"}, "checked": "2026-11-01",
}  # fmt: skip


def procedure(**fields: Any) -> Procedure:
    return Procedure.model_validate({**BARE, **fields})


def method(fees: Any = "unknown", times: Any = "unknown", channel: str = "direct") -> dict[str, Any]:
    return {"channel": channel, "fees": fees, "times": times}


def amount(number: int, **more: Any) -> dict[str, Any]:
    return {"kind": "amount", "amount": number, **more}


def days(number: float, unit: str = "working_day", **more: Any) -> dict[str, Any]:
    return {"amount": number, "unit": unit, **more}


def papers(*names: str, originals: int = 1) -> list[dict[str, Any]]:
    return [{"name": "Hồ sơ", "documents": [{"name": name, "originals": originals} for name in names]}]


def test_what_is_not_stated_has_no_fingerprint() -> None:
    assert fingerprint(procedure()) == Basis()


def test_wording_channels_and_order_leave_the_fingerprint_alone() -> None:
    one = procedure(methods=[method([amount(50_000, name="Lệ phí"), amount(30_000)], [days(3)]), method([amount(50_000)], channel="post")])
    other = procedure(methods=[method([amount(30_000, condition="nộp trực tuyến"), amount(50_000)], [days(3, condition="x")], "online")])
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ({"methods": [method([amount(50_000)])]}, {"methods": [method([amount(60_000)])]}, "fee"),
        ({"methods": [method([amount(50)])]}, {"methods": [method([amount(50, currency="USD")])]}, "fee"),
        ({"methods": [method([{"kind": "free"}])]}, {"methods": [method([{"kind": "province"}])]}, "fee"),
        ({"methods": [method(times=[days(3)])]}, {"methods": [method(times=[days(3, "day")])]}, "time"),
        ({"methods": [method(times=[days(1)])]}, {"methods": [method(times=[{"same_day": True}])]}, "time"),
        ({"cases": papers("Tờ khai")}, {"cases": papers("Tờ khai", "Căn cước")}, "documents"),
        ({"cases": papers("Tờ khai")}, {"cases": papers("Tờ khai", originals=2)}, "documents"),
        ({"decision": {"number": "1/QĐ-BTP"}}, {"decision": {"number": "2/QĐ-BTP"}}, "decision"),
    ],
)
def test_a_changed_fact_is_told_and_no_other(before: dict[str, Any], after: dict[str, Any], fact: str) -> None:
    ours = procedure(**before, basis=fingerprint(procedure(**before)).model_dump())
    assert changed_facts(ours, procedure(**before)) == ()
    assert changed_facts(ours, procedure(**after)) == (fact,)


def test_a_text_that_differs_from_its_record_on_purpose_is_no_change() -> None:
    record = procedure(methods=[method([amount(50_000)], [days(3)])], cases=papers("Tờ khai theo mẫu"))
    ours = procedure(methods=[method("unknown", [days(2)])], cases=papers("Tờ khai"), basis=fingerprint(record).model_dump())
    assert changed_facts(ours, record) == ()


def test_a_text_that_already_says_the_new_fact_is_no_change_even_with_an_old_basis() -> None:
    old, new = procedure(methods=[method([amount(50_000)])]), procedure(methods=[method([amount(60_000)])])
    ours = procedure(methods=[method([amount(60_000)])], basis=fingerprint(old).model_dump())
    assert changed_facts(ours, new) == ()


def test_a_fact_that_is_no_longer_stated_takes_nothing_away() -> None:
    record = procedure(methods=[method([amount(50_000)], [days(3)])], cases=papers("Tờ khai"), decision={"number": "1/QĐ"})
    ours = record.model_copy(update={"basis": fingerprint(record)})
    assert changed_facts(ours, procedure()) == ()


def test_without_a_basis_only_what_we_do_not_have_is_a_change() -> None:
    ours = procedure(methods=[method([amount(50_000), amount(30_000)], [days(3)])], cases=papers("Tờ khai"), decision={"number": "1/QĐ"})
    same = procedure(methods=[method([amount(50_000)], [days(3)])], cases=papers("Giấy khác"), decision={"number": " 1/qđ "})
    assert changed_facts(ours, same) == ()
    other = procedure(methods=[method([amount(70_000)], [days(5)])], decision={"number": "2/QĐ"})
    assert changed_facts(ours, other) == ("fee", "time", "decision")


@given(st.sets(st.integers(1000, 10_000_000), min_size=1, max_size=4), st.sets(st.integers(1000, 10_000_000), min_size=1, max_size=4))
def test_fees_have_the_same_fingerprint_exactly_when_their_amounts_are_the_same(one: set[int], other: set[int]) -> None:
    prints = [fingerprint(procedure(methods=[method([amount(n) for n in numbers])])).fee for numbers in (one, other)]
    assert (prints[0] == prints[1]) == (one == other)


def test_the_basis_is_part_of_the_schema_and_survives_json() -> None:
    ours = procedure(basis={"fee": "abc"})
    assert Procedure.model_validate_json(ours.model_dump_json(exclude_unset=True)) == ours
    assert ours.cases is UNKNOWN
    assert ours.checked == date(2026, 11, 1)

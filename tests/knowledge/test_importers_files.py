"""What cannot be read at all is refused in one clear sentence; and what a new record may do to a known one."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.files import ImportFileError, complete, dropped, read_file, restore
from knowledge.importers.portal import NO_FIELD, to_procedure
from knowledge.schema import UNKNOWN, Procedure

CHECKED = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "trống"),
        (b" \r\n\t ", "trống"),
        (b"\x00" * 500, "trống"),
        (b"\xef\xbb\xbf", "trống"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>M\xc3\xa3</td></tr></table></html>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "HTML"),
        (b"PK\x03\x04\x00\xff", "bị hỏng"),
        (b"\x1f\x8bgarbage", "gzip"),
        (gzip.compress(b"a,b,c\n1,2,3"), "Chưa nhận ra"),
        (gzip.compress(b""), "không có bản ghi"),
        (b"[]", "không có bản ghi"),
        (b"{}", "không có bản ghi"),
        (b'{"code": "ERROR", "data": null}', "không có bản ghi"),
        (b'{"code": "OK", "data": {"items": []}}', "không có bản ghi"),
        (b"[1, 2, 3]", "không phải là một đối tượng"),
        ("Chỉ là một câu.".encode(), "Chưa nhận ra"),
        (bytes(range(256)) * 8, "bảng mã"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "bảng mã"),
        ("câu hỏi,trả lời".encode("utf-16")[:-1], "bảng mã"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused_in_words(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "tep"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=says):
        read_file(path)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="Không tìm thấy"):
        read_file(tmp_path / "không có.json")
    with pytest.raises(ImportFileError, match="không có tệp YAML"):
        read_file(tmp_path)


def test_without_a_day_the_entries_carry_the_day_of_the_import(tmp_path: Path) -> None:
    path = tmp_path / "xuat.json"
    path.write_text('{"code": "1.000001", "name": "Một"}', encoding="utf-8")
    assert read_file(path, checked=CHECKED).entries[0].checked == CHECKED
    assert abs((read_file(path).entries[0].checked - date.today()).days) <= 1


# Comparing


METHOD = {
    "submissionMethod": "DIRECT",
    "processingTime": 5,
    "processingTimeUnit": "DAY",
    "fees": [{"value": 50000}],
}
FULL: dict[str, Any] = {
    "executionMethods": [METHOD],
    "executionCases": [{"name": "Cấp mới", "profileComponents": [{"name": "Tờ khai", "originalQty": 1}]}],
    "executionSteps": [{"name": "Bước 1", "description": "Nộp hồ sơ"}],
}


def procedure(**fields: Any) -> Procedure:
    return to_procedure({"id": "a-b-c", "code": "1.000001", "name": "Cấp thẻ"} | fields, checked=CHECKED)


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({}, []),
        ({"executionCases": []}, ["documents"]),
        ({"executionCases": [{"name": "Cấp mới", "profileComponents": []}]}, ["documents"]),
        ({"executionMethods": []}, ["methods", "fee", "time"]),
        ({"executionMethods": [METHOD | {"fees": []}]}, ["fee"]),
        ({"executionMethods": [METHOD | {"processingTime": None}]}, ["time"]),
        ({"executionSteps": None}, ["steps"]),
        ({"executionMethods": [METHOD | {"fees": [{"value": 90000}], "processingTime": 9}]}, []),
    ],
)
def test_facts_that_a_new_record_no_longer_states_are_named_and_restored(changes: dict[str, Any], facts: list[str]) -> None:
    known, new = procedure(**FULL), procedure(**(FULL | changes))
    assert dropped(known, new) == facts
    kept = restore(known, new)
    assert dropped(known, kept) == []
    assert kept == (known if facts else new)


def test_what_was_never_known_is_not_missed() -> None:
    assert dropped(procedure(), procedure(**FULL)) == []
    assert dropped(procedure(), procedure()) == []


def test_a_lost_fee_is_restored_beside_a_changed_time() -> None:
    changed = METHOD | {"fees": [], "processingTime": 9}
    kept = restore(procedure(**FULL), procedure(**(FULL | {"executionMethods": [changed]})))
    assert kept.methods != UNKNOWN
    [method] = kept.methods
    assert method.times != UNKNOWN
    assert method.times[0].amount == 9
    assert method.fees != UNKNOWN
    assert method.fees[0].amount == 50_000


def test_a_fee_lost_with_its_way_of_filing_brings_the_known_ways_back() -> None:
    online = {"submissionMethod": "ONLINE", "processingTime": 1, "processingTimeUnit": "DAY", "fees": []}
    known = procedure(**FULL)
    assert restore(known, procedure(**(FULL | {"executionMethods": [online]}))).methods == known.methods


def test_a_list_row_updates_what_it_states_and_erases_nothing() -> None:
    known = procedure(**FULL, categoriesDetails=[{"name": "Căn cước"}], departmentsExecuting=[{"name": "Công an xã"}])
    listed = procedure(name="Cấp thẻ căn cước", id="", categoriesDetails=[{"name": "Quản lý căn cước"}])
    merged = complete(known, listed)
    assert (merged.name, merged.field, merged.aliases) == ("Cấp thẻ căn cước", "Quản lý căn cước", ["Cấp thẻ"])
    unchanged = {"name", "field", "aliases"}
    assert merged.model_dump(exclude=unchanged) == known.model_dump(exclude=unchanged)


def test_a_list_row_that_says_nothing_new_changes_nothing() -> None:
    known = procedure(**FULL, categoriesDetails=[{"name": "Căn cước"}])
    assert complete(known, procedure(id="")) is known
    assert procedure(id="").field == NO_FIELD


PROCEDURES = st.builds(
    procedure,
    name=st.sampled_from(["Cấp thẻ", "Cấp thẻ mới", "cap the"]),
    executionMethods=st.lists(
        st.fixed_dictionaries(
            {"submissionMethod": st.sampled_from(["DIRECT", "ONLINE", "POSTAL"]), "processingTimeUnit": st.just("DAY")},
            optional={
                "processingTime": st.integers(0, 9),
                "fees": st.lists(st.fixed_dictionaries({"value": st.integers(0, 3)}), max_size=2),
            },
        ),
        max_size=4,
    ),
    executionCases=st.lists(
        st.fixed_dictionaries({"name": st.just("A"), "profileComponents": st.lists(st.just({"name": "Tờ khai"}), max_size=1)}), max_size=2
    ),
    executionSteps=st.lists(st.just({"description": "Nộp"}), max_size=1),
    categoriesDetails=st.lists(st.sampled_from([{"name": "A"}, {"name": "B"}]), max_size=1),
)


@given(PROCEDURES, PROCEDURES)
def test_restoring_leaves_nothing_dropped_and_completing_twice_is_completing_once(known: Procedure, new: Procedure) -> None:
    assert dropped(known, restore(known, new)) == []
    once = complete(known, new)
    assert complete(once, new) == once
    assert dropped(known, once) == []

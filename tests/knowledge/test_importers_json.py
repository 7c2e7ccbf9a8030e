"""Portal exports of every shape, size and state of repair."""

import gzip
import json
import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importers import limits, stream
from knowledge.importers.files import FileContent, ImportFileError, read_file
from knowledge.importers.reading import read_records
from knowledge.importers.values import paragraphs, settled
from knowledge.schema import UNKNOWN, Procedure

CHECKED = date(2026, 11, 22)
anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {"code": f"1.{number:06}", "name": f"Việc số {number}", "executionMethods": []} | changes


def read(folder: Path, content: bytes | str, name: str = "xuat.json") -> FileContent:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, checked=CHECKED)


def codes(content: FileContent) -> list[str]:
    return [entry.code for entry in content.entries if isinstance(entry, Procedure)]


def lines_of(*items: object) -> str:
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items)


MANY = [record(number, note='ngoặc "}{][" và \\" trong chữ') for number in range(1, 40)]
CODES = [item["code"] for item in MANY]
SHAPES = {
    "array": json.dumps(MANY),
    "indented array": json.dumps(MANY, indent=2, ensure_ascii=False),
    "one record a line inside an array": "[\n" + ",\n".join(json.dumps(item) for item in MANY) + "\n]",
    "response": json.dumps({"code": "OK", "data": {"total": 39, "items": MANY, "lastId": {"items": [1]}}}),
    "indented response": json.dumps({"code": "OK", "data": {"items": MANY}, "time": [1, {"data": []}]}, indent=1),
    "response with a plain list": json.dumps({"code": "OK", "data": MANY, "name-of-host": "x"}),
    "items alone": json.dumps({"items": MANY}),
    "lines": lines_of(*MANY),
    "indented objects one after another": "\n".join(json.dumps(item, indent=1) for item in MANY),
    "responses by line": lines_of({"data": {"items": MANY[:20]}}, {"data": {"items": MANY[20:]}}),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_every_shape_gives_the_same_records_however_it_is_cut(
    shape: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PIECE", piece)
    found = read(tmp_path, SHAPES[shape])
    assert (found.format, found.layer, found.partial) == ("portal", "official", False)
    assert codes(found) == CODES
    assert found.rejected == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_form_is_read_also_inside_an_archive(encoding: str, tmp_path: Path) -> None:
    content = SHAPES["indented array"].encode(encoding)
    assert codes(read(tmp_path, content)) == CODES
    assert codes(read(tmp_path, gzip.compress(content), "bất kỳ.bin")) == CODES


def test_an_archive_of_several_parts_with_padding_is_read_whole(tmp_path: Path) -> None:
    parts = [gzip.compress((json.dumps(item) + "\n").encode()) for item in MANY]
    assert codes(read(tmp_path, b"".join(parts) + b"\x00" * 512)) == CODES


def test_a_truncated_archive_gives_the_records_before_the_cut(tmp_path: Path) -> None:
    noise = [record(number, note=zlib.crc32(str(number).encode()) ** 9) for number in range(1, 2000)]
    whole = gzip.compress(lines_of(*noise).encode())
    found = read(tmp_path, whole[: len(whole) // 2])
    assert codes(found) == [item["code"] for item in noise[: len(found.entries)]]
    assert 500 < len(found.entries) < 1500
    assert "cắt cụt" in found.rejected[-1].reason


def test_a_truncated_list_gives_the_records_before_the_cut(tmp_path: Path) -> None:
    found = read(tmp_path, SHAPES["indented array"][:-100])
    assert codes(found) == CODES[:-1]
    assert "cắt cụt" in found.rejected[-1].reason


@pytest.mark.parametrize("broken", ['{"code": "1.999999", "name": tru}', '{"code": [1}', '{"a" "b"}', "42", '"chữ"', "null", "[1, 2]"])
def test_a_broken_record_in_a_list_does_not_take_the_others_with_it(broken: str, tmp_path: Path) -> None:
    parts = [json.dumps(item) for item in MANY]
    found = read(tmp_path, "[" + ",".join([*parts[:3], broken, *parts[3:]]) + "]")
    assert codes(found) == CODES
    assert [(item.line, item.key) for item in found.rejected] == [(4, None)]


def test_a_record_with_wrong_letters_is_refused_alone(tmp_path: Path) -> None:
    bad = json.dumps(record(90, name="Cấp thẻ"), ensure_ascii=False).encode("cp1258", errors="replace").replace(b"?", b"\xe2")
    found = read(tmp_path, b"[" + json.dumps(MANY[0]).encode() + b"," + bad + b"," + json.dumps(MANY[1]).encode() + b"]")
    assert codes(found) == CODES[:2]
    assert [item.reason for item in found.rejected] == ["bản ghi không phải chữ UTF-8"]


def test_the_first_of_two_equal_codes_is_kept_and_both_places_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, lines_of(record(1), record(2), record(1, name="Tên sau")))
    assert [entry.name for entry in found.entries if isinstance(entry, Procedure)] == ["Việc số 1", "Việc số 2"]
    assert [(item.line, item.key) for item in found.rejected] == [(3, "1.000001")]
    assert "1;" in found.rejected[0].reason
    assert found.rejected[0].reason.endswith("dòng 3")


def test_a_bomb_is_stopped_while_it_inflates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JSON_BYTES", 3 * limits.MIB)
    path = tmp_path / "bom.json.gz"
    path.write_bytes(gzip.compress(b'[{"code": "' + b"1" * 100 * limits.MIB))
    sizes: list[int] = []
    with pytest.raises(ImportFileError, match="quá lớn"):
        sizes.extend(len(piece) for piece in stream.Stream(path))
    assert max(sizes, default=0) <= stream.PIECE
    with pytest.raises(ImportFileError, match="quá lớn"):
        read_file(path)


def test_a_plain_file_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JSON_BYTES", 1000)
    with pytest.raises(ImportFileError, match="quá lớn"):
        read(tmp_path, SHAPES["array"])


def test_a_record_or_a_line_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 4000)
    monkeypatch.setattr(stream, "PIECE", 512)
    large = record(50, note="x" * 9000)
    by_line = read(tmp_path, lines_of(MANY[0], large, MANY[1]))
    assert (codes(by_line), [item.line for item in by_line.rejected]) == (CODES[:2], [2])
    in_list = read(tmp_path, json.dumps([MANY[0], large, MANY[1]]))
    assert codes(in_list) == CODES[:2]
    assert [(item.line, item.reason[:15]) for item in in_list.rejected] == [(2, "bản ghi quá lớn")]


def test_more_records_than_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORDS", 10)
    with pytest.raises(ImportFileError, match="hơn 10 bản ghi"):
        read(tmp_path, SHAPES["array"])


def test_a_large_file_is_never_held_as_a_whole(tmp_path: Path) -> None:
    tracemalloc = pytest.importorskip("tracemalloc")
    path = tmp_path / "lon.json"
    with path.open("w") as file:
        file.write('{"code": "OK", "data": {"items": [')
        file.writelines(("," if number else "") + json.dumps(record(number, note="x" * 60_000)) for number in range(500))
        file.write("]}}")
    tracemalloc.start()
    try:
        count = sum(1 for found in read_records(path) if not found.problem)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 500
    assert peak < path.stat().st_size / 4


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "xuat.json.gz"
    path.write_bytes(gzip.compress(SHAPES["array"].encode()))
    seen: list[tuple[int, int]] = []
    read_file(path, progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_list_of_bare_names_is_partial(tmp_path: Path) -> None:
    rows = [
        {"id": "a-b-c", "code": "1.000001", "name": "Một"},
        {"code": "1.000002", "name": "Hai", "categoriesDetails": [{"name": "Hộ tịch"}]},
    ]
    assert read(tmp_path, json.dumps({"code": "OK", "data": {"items": rows}})).partial
    assert not read(tmp_path, json.dumps([*rows, record(3)])).partial


def doubts(folder: Path, **changes: Any) -> tuple[Procedure, list[str]]:
    found = read(folder, json.dumps(record(**changes)))
    assert isinstance(found.entries[0], Procedure)
    assert {item.key for item in found.warnings} <= {"1.000001"}
    return found.entries[0], [item.reason for item in found.warnings]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"submissionMethod": "PIGEON"}, "hình thức nộp «PIGEON»"),
        ({"submissionMethod": "DIRECT", "processingTime": 3, "processingTimeUnit": "MOON"}, "đơn vị thời hạn «MOON»"),
        ({"submissionMethod": "DIRECT", "processingTime": -3, "processingTimeUnit": "DAY"}, "thời hạn «-3»"),
        ({"submissionMethod": "DIRECT", "processingTime": float("nan"), "processingTimeUnit": "DAY"}, "thời hạn «nan»"),
        ({"submissionMethod": "DIRECT", "fees": [{"value": -5000}]}, "mức phí «-5000»"),
        ({"submissionMethod": "DIRECT", "fees": [{"value": "nhiều"}]}, "mức phí «nhiều»"),
        ({"submissionMethod": "DIRECT", "fees": [{"value": float("inf")}]}, "mức phí «inf»"),
        ({"submissionMethod": "DIRECT", "fees": [{"value": 5, "currencyId": "XU"}]}, "loại tiền «XU»"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_and_left_unknown(row: dict[str, Any], told: str, tmp_path: Path) -> None:
    procedure, reasons = doubts(tmp_path, executionMethods=[row])
    assert [reason for reason in reasons if told in reason]
    for method in [] if procedure.methods is UNKNOWN else procedure.methods:
        assert method.times is UNKNOWN
        assert method.fees is UNKNOWN or method.fees[0].amount is None


def test_numbers_written_as_text_are_read_without_a_doubt(tmp_path: Path) -> None:
    row = {"submissionMethod": "DIRECT", "processingTime": "3", "processingTimeUnit": "DAY", "fees": [{"value": "50.000"}]}
    procedure, reasons = doubts(tmp_path, executionMethods=[row])
    assert reasons == []
    assert procedure.methods != UNKNOWN
    assert procedure.methods[0].fees != UNKNOWN
    assert procedure.methods[0].fees[0].amount == 50_000


def test_a_list_that_is_none_and_a_text_too_long_are_told(tmp_path: Path) -> None:
    procedure, reasons = doubts(tmp_path, executionSteps="Nộp hồ sơ", description="dài " * limits.TEXT_LENGTH)
    assert procedure.summary is None
    assert procedure.steps is UNKNOWN
    assert {reason.split("»")[0] for reason in reasons} == {"«executionSteps", "«description"}


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, lines_of(record(1), record(2, name="tên " * limits.NAME_LENGTH)))
    assert codes(found) == CODES[:1]
    assert "dài quá" in found.rejected[0].reason


def test_a_name_that_is_not_a_text_is_no_name(tmp_path: Path) -> None:
    found = read(tmp_path, lines_of(record(1), record(2, name=float("nan")), record(3, name="…")))
    assert [item.reason for item in found.rejected] == ["thiếu tên thủ tục"] * 2


def test_control_characters_and_markup_do_not_reach_the_knowledge(tmp_path: Path) -> None:
    found = read(tmp_path, lines_of(record(name="Cấp\u0000 thẻ\u0007 &lt;script&gt;alert(1)&lt;/script&gt;<b>mới</b>\u202e")))
    assert isinstance(found.entries[0], Procedure)
    assert found.entries[0].name == "Cấp thẻ mới"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        *("code", "name", "id", "keywords", "isWard", "data", "items", "executionSteps", "requirementsAndConditions", "procedureProposal"),
        *("executionMethods", "submissionMethod", "processingTime", "processingTimeUnit", "fees", "value", "currencyId", "description"),
        *("executionCases", "profileComponents", "originalQty", "legalBasisesDetails", "categoriesDetails", "procedureRelatedGroup"),
        *("decisionDate", "entry", "question", "official_url"),
    ]
)
RECORDS = st.recursive(JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6), max_leaves=25)


@anything
@given(content=st.binary(max_size=200))
def test_random_bytes_raise_nothing_but_a_refusal(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    _read_or_refuse(tmp_path_factory, content)


@anything
@given(
    start=st.sampled_from([b"{", b"[", b"[{", b'{"data":[', b"\x1f\x8b\x08", b"PK\x03\x04", b"\xff\xfe[", b"- code: "]),
    rest=st.binary(max_size=120),
)
def test_random_bytes_after_a_known_start_raise_nothing_but_a_refusal(
    start: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _read_or_refuse(tmp_path_factory, start + rest)


@anything
@given(
    items=st.lists(
        st.fixed_dictionaries({"code": st.sampled_from(CODES[:5]), "name": st.text()}, optional={"x": JSON}) | RECORDS, max_size=5
    )
)
def test_any_shape_of_json_is_read_or_refused_and_twice_the_same(items: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    content = json.dumps(items).encode()
    first, second = _read_or_refuse(tmp_path_factory, content), _read_or_refuse(tmp_path_factory, content)
    assert first == second
    if first:
        assert len({item.code for item in first.entries if isinstance(item, Procedure)}) == len(first.entries)


@anything
@given(fields=st.dictionaries(FIELDS, RECORDS, max_size=8))
def test_any_field_of_a_record_may_hold_anything(fields: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    found = _read_or_refuse(tmp_path_factory, json.dumps([fields | {"code": "1.000001", "name": "Một"}]).encode())
    assert found is not None
    assert codes(found) == ["1.000001"] or found.format == "yaml"


def _read_or_refuse(factory: pytest.TempPathFactory, content: bytes) -> FileContent | None:
    path = factory.getbasetemp() / "bất kỳ"
    path.write_bytes(content)
    with suppress(ImportFileError):
        return read_file(path, checked=CHECKED)
    return None


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12), st.sampled_from(["<b>", "</p>", "&amp;", "&lt;", "&gt;", "<script>", "</script>", "\u00a0", "\u200b"])
        )
    )
)
def test_cleaning_what_is_clean_changes_nothing(parts: list[str]) -> None:
    cleaned = settled("".join(parts))
    assert settled(cleaned) == cleaned
    assert paragraphs(cleaned) == paragraphs(paragraphs(cleaned))

"""The files that describe systems: what they may say, what is refused with its place, and what the two of the docs mean."""

from __future__ import annotations

import contextlib
import copy
import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.clock import VIETNAM
from bot.dossiers.descriptions import SystemsError, describe_system, load_systems, read_system
from bot.dossiers.fetching import Fetched, TroubleError
from bot.dossiers.gateway import NotFound
from bot.dossiers.mapping import HttpSystem, SqlSystem, compared
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.dossiers.paths import MISSING, WrongTypeError, parse_path, read_path
from bot.dossiers.records import read_answer
from tests.fakes.one_stop import DOCS, SECRETS

CODE = "H97.14-261116-0001"
KEYS = {name: SecretStr(secret) for name, secret in SECRETS.items()}
SMALL: dict[str, Any] = {
    "id": "nho",
    "name": "Tỉnh nhỏ",
    "kind": "http",
    "prefixes": ["H97"],
    "base_url": "https://nho.example.vn",
    "auth": {"kind": "none"},
    "lookup": {"path": "/d/{code}"},
    "response": {"fields": {"code": "code", "state": "state"}, "states": {"Đang xử lý": "processing", 9: "done"}},
}


def small(**changes: Any) -> HttpSystem:
    """The smallest description; ``response`` is changed field by field."""
    content = copy.deepcopy(SMALL)
    content["response"] |= changes.pop("response", {})
    found = describe_system(content | changes)
    assert isinstance(found, HttpSystem)
    return found


def read(system: HttpSystem, body: str, status: int = 200) -> Dossier | NotFound:
    return read_answer(Fetched(status, "application/json", None, body.encode()), system, CODE)


def write(folder: Path, name: str, **changes: Any) -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(SMALL | changes, allow_unicode=True), encoding="utf-8")


def problems(folder: Path, secrets: dict[str, SecretStr] | None = None) -> list[str]:
    with pytest.raises(SystemsError) as caught:
        load_systems(folder, secrets or {})
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


# The docs.


def test_the_files_of_the_docs_are_whole() -> None:
    found = load_systems(DOCS, KEYS)
    assert [(file, system.id, system.prefixes) for file, system in found.items()] == [
        ("tinh-a.yaml", "tinh-a", ("H97",)),
        ("tinh-b.yaml", "tinh-b", ("H98", "000.00.04.H98")),
    ]
    for system in found.values():
        assert isinstance(system, HttpSystem)
        assert set(system.response.states.values()) == set(DossierState)
        assert system.base_url.split("/")[2].endswith(".example.vn")


def test_the_secrets_of_the_docs_are_named_and_missed() -> None:
    missing = problems(DOCS)
    assert len(missing) == 4
    assert "tinh-a.yaml: «auth.secret» ghi tên khóa «tinh-a» nhưng MOTCUA_DOSSIER_SECRETS không có khóa tên ấy" in missing


def test_every_field_of_a_dossier_can_be_described() -> None:
    described = set(type(small().response.fields).model_fields) | {"supplements", "system"}
    assert described == set(Dossier.model_fields)


# What is refused.


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "soap"}, "«kind» không nằm trong các giá trị cho phép"),
    ({"id": "Tỉnh A"}, "«id» không đúng dạng"),
    ({"id": "local"}, "tên local dành cho"),
    ({"extra": 1}, "«extra» không phải tên trường"),
    ({"prefixes": []}, "cần ít nhất một mã đơn vị"),
    ({"prefixes": ["h97"]}, "«prefixes[0]» mã đơn vị «h97» không đúng dạng"),
    ({"prefixes": ["000.00"]}, "mã đơn vị «000.00» không đúng dạng"),
    ({"prefixes": "H97"}, "«prefixes» sai kiểu"),
    ({"base_url": "http://nho.example.vn"}, "«base_url» phải là địa chỉ https://"),
    ({"base_url": "https://user:pass@nho.example.vn"}, "«base_url» phải là địa chỉ https://"),
    ({"base_url": "ftp://127.0.0.1"}, "«base_url» phải là địa chỉ https://"),
    ({"base_url": "http://127.0.0.1.example.vn"}, "«base_url» phải là địa chỉ https://"),
    ({"auth": {}}, "«auth» «kind» còn thiếu"),
    ({"auth": {"kind": "magic"}}, "«auth» không nằm trong các giá trị cho phép"),
    ({"auth": {"kind": "api_key", "secret": "x"}}, "«auth» cần đúng một trong hai: header hoặc query"),
    ({"auth": {"kind": "api_key", "header": "X Key", "secret": "x"}}, "«auth.header» không đúng dạng"),
    ({"auth": {"kind": "client_credentials", "client_id": "m", "secret": "x"}}, "«auth» cần đúng một trong hai: token_path"),
    ({"lookup": {"path": "/d"}}, "«lookup» không có chỗ nào ghi {code}"),
    ({"lookup": {"path": "d/{code}"}}, "«lookup.path» không đúng dạng"),
    ({"lookup": {"path": "/d/{code}", "json": {}}}, "json chỉ dùng với method: POST"),
    ({"lookup": {"path": "/d/{code}", "method": "DELETE"}}, "«lookup.method» không nằm trong các giá trị cho phép"),
    ({"lookup": {"path": "/d/{code}", "headers": {"Authorization": "Bearer abc"}}}, "không đặt đầu mục Authorization ở đây"),
    ({"timeouts": {"read_s": 9}}, "«timeouts» total_s phải dài ít nhất"),
    ({"attempts": 9}, "«attempts» nằm ngoài khoảng cho phép (giới hạn: 5)"),
    ({"attempts": "3"}, "«attempts» sai kiểu"),
    ({"cache_s": 301}, "«cache_s» nằm ngoài khoảng cho phép"),
    ({"response": SMALL["response"] | {"states": {"Xong": "finished"}}}, "«response.states.xong» không nằm trong các giá trị cho phép"),
    ({"response": SMALL["response"] | {"states": {"Xong": "done", "XONG ": "returned"}}}, "ghi hai lần với hai trạng thái khác nhau"),
    ({"response": SMALL["response"] | {"states": {}}}, "«response.states» không được để trống"),
    ({"response": SMALL["response"] | {"fields": {"code": "code"}}}, "«response.fields.state» còn thiếu"),
    ({"response": SMALL["response"] | {"fields": {"code": "a..b", "state": "s"}}}, "«response.fields.code[0]» không phải đường dẫn"),
    ({"response": SMALL["response"] | {"dates": ["%d/%m"]}}, "«response.dates[0]» dạng ngày «%d/%m» không dùng được"),
    ({"response": SMALL["response"] | {"dates": ["%Y%m%dx%q"]}}, "không dùng được"),
    ({"response": SMALL["response"] | {"supplements": {"path": "a", "name": "b", "split": "lines"}}}, "chỉ dùng một trong hai: name"),
    ({"response": SMALL["response"] | {"not_found": {"path": "a"}}}, "path và values phải đi cùng nhau"),
    ({"response": SMALL["response"] | {"not_found": {"statuses": [500]}}}, "«response.not_found.statuses[0]» nằm ngoài khoảng"),
]


def test_what_a_file_may_not_say_is_told_with_its_place(tmp_path: Path) -> None:
    for changes, sentence in WRONG:
        write(tmp_path, "nho", **changes)
        told = problems(tmp_path)
        assert any(problem.startswith("nho.yaml: ") and sentence in problem for problem in told), (sentence, told)


BROKEN = [
    (b"id: [", "không đọc được tệp YAML"),
    (b"- a\n- b\n", "tệp phải gồm các dòng"),
    (b"", "tệp phải gồm các dòng"),
    (b"id: a\nid: b\n", "khóa «id» viết hai lần"),
    ("name: Tỉnh".encode("utf-16"), "không đọc được tệp YAML"),
    (b"a: !!python/object/apply:os.system ['true']", "không đọc được tệp YAML"),
    (b"[" * 20_000, "không đọc được tệp YAML"),
    (b"id: &a {b: *a}", "không đọc được tệp YAML"),
    (b"id: " + b"x" * 200_000, "tệp lớn quá"),
    (b"a0: &a0 [1, 1]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 40)), "tệp lớn quá"),
]


@pytest.mark.parametrize(("content", "sentence"), BROKEN, ids=[str(number) for number in range(len(BROKEN))])
def test_files_that_are_no_description(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "hong.yaml").write_bytes(content)
    (told,) = problems(tmp_path)
    assert told.startswith("hong.yaml: ") and sentence in told


def test_a_value_of_the_file_is_not_repeated_in_its_error(tmp_path: Path) -> None:
    write(tmp_path, "nho", push_secret="a secret written here by mistake")
    assert "mistake" not in " ".join(problems(tmp_path))


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    assert problems(tmp_path) == [f"{tmp_path}: thư mục không có tệp .yaml nào mô tả hệ thống một cửa"]
    assert "không có thư mục này" in problems(tmp_path / "none")[0]


def test_two_files_with_one_id_or_one_unit_are_both_named(tmp_path: Path) -> None:
    write(tmp_path, "mot", prefixes=["H97", "H98"])
    write(tmp_path, "hai", prefixes=["H99", "H98"])
    assert problems(tmp_path) == ["mot.yaml: id «nho» đã có trong hai.yaml", "mot.yaml: mã đơn vị «H98» đã do hai.yaml nhận"]
    write(tmp_path, "hai", id="khac", prefixes=["H98.14", "000.00.04.H98"])
    assert len(load_systems(tmp_path, {})) == 2


def test_every_wrong_file_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "mot", attempts=0)
    write(tmp_path, "hai", cache_s=-1)
    assert [problem.partition(":")[0] for problem in problems(tmp_path)] == ["hai.yaml", "mot.yaml"]


@pytest.mark.parametrize("secret", ["", " ", "a\r\nX: 1", "khóa"])
def test_a_secret_that_cannot_be_sent_is_told_without_it(tmp_path: Path, secret: str) -> None:
    write(tmp_path, "nho", auth={"kind": "api_key", "header": "X-Key", "secret": "nho"})
    assert problems(tmp_path, {"nho": SecretStr(secret)}) == [
        "nho.yaml: khóa «nho» trong MOTCUA_DOSSIER_SECRETS để trống hoặc có dấu cách, ký tự lạ"
    ]


def test_a_table_needs_little(tmp_path: Path) -> None:
    (tmp_path / "bang.yaml").write_text("id: local\nkind: sql\nname: Bảng\npush_secret: day\n", encoding="utf-8")
    found = read_system(tmp_path / "bang.yaml")
    assert isinstance(found, SqlSystem) and found.secret_names == {"push_secret": "day"}


# What an answer means.


@pytest.mark.parametrize(
    ("form", "written", "meant"),
    [
        ("iso", '"2026-11-23T17:00:00+07:00"', datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("iso", '"2026-11-23T10:00:00Z"', datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("iso", '"2026-11-23T10:00:00.000+0000"', datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("iso", '"2026-11-23T17:00"', datetime(2026, 11, 23, 17, tzinfo=VIETNAM)),
        ("iso", '"2026-11-23"', datetime(2026, 11, 23, tzinfo=VIETNAM)),
        ("iso", '"20261123"', None),
        ("iso", '"2026-W48-1"', None),
        ("%Y%m%d%H%M%S", '"20261123170005"', datetime(2026, 11, 23, 17, 0, 5, tzinfo=VIETNAM)),
        ("%Y%m%d%H%M%S", '"202611230930"', None),
        ("%Y%m%d%H%M%S", "20261123170005", None),
        ("%d/%m/%Y %H:%M", '" 03/04/2026 08:05 "', datetime(2026, 4, 3, 8, 5, tzinfo=VIETNAM)),
        ("%d/%m/%Y %H:%M", '"3/4/2026 8:05"', datetime(2026, 4, 3, 8, 5, tzinfo=VIETNAM)),
        ("%d/%m/%Y %H:%M", '"31/04/2026 08:05"', None),
        ("%d/%m/%Y %H:%M", '"03/04/26 08:05"', None),
        ("%d/%m/%Y %H:%M", '"03/04/2026 08:05 sáng"', None),
        ("%d/%m/%Y %H:%M %z", '"03/04/2026 08:05 +0000"', datetime(2026, 4, 3, 8, 5, tzinfo=UTC)),
        ("epoch_s", "1795428000", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("epoch_ms", "1795428000000", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("epoch_ms", "1795428000", None),
        ("epoch_s", "true", None),
        ("epoch_s", "1e400", None),
        ("epoch_s", "9" * 400, None),
    ],
)
def test_times(form: str, written: str, meant: datetime | None) -> None:
    system = small(response={"dates": [form], "fields": {"code": "code", "state": "state", "appointment_at": "at"}})
    body = f'{{"code": "{CODE}", "state": "9", "at": {written}}}'
    if meant is None:
        with pytest.raises(TroubleError, match=r"field appointment_at|not JSON"):
            read(system, body)
        return
    found = read(system, body)
    assert isinstance(found, Dossier) and found.appointment_at == meant


@given(st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2099, 12, 31)))
def test_a_time_written_in_a_described_form_is_read_back(time: datetime) -> None:
    time = time.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    forms = ["%Y%m%d%H%M%S", "iso", "%d/%m/%Y %H:%M"]
    system = small(response={"dates": forms, "fields": {"code": "code", "state": "state", "received_at": "at"}})
    for written in (time.strftime("%Y%m%d%H%M%S"), time.isoformat(), time.strftime("%d/%m/%Y %H:%M")):
        found = read(system, f'{{"code": "{CODE}", "state": 9, "at": "{written}"}}')
        assert isinstance(found, Dossier) and found.received_at == time


@pytest.mark.parametrize(
    "written", ['"Đang xử lý"', '"ĐANG XỬ LÝ"', '"dang xu ly"', '"  Đang   xử lý\\n"', unicodedata.normalize("NFD", '"Đang xử lý"')]
)
def test_states_are_compared_without_marks_capitals_and_spaces(written: str) -> None:
    found = read(small(), f'{{"code": "{CODE}", "state": {written}}}')
    assert isinstance(found, Dossier) and found.state is DossierState.PROCESSING


def test_the_first_path_that_holds_something_counts() -> None:
    system = small(response={"fields": {"code": "code", "state": ["state", "task.state"], "task": "task.name"}})
    for state in ("null", '""', '" "'):
        found = read(system, f'{{"code": "{CODE}", "state": {state}, "task": {{"state": 9, "name": "Văn thư"}}}}')
        assert isinstance(found, Dossier) and (found.state, found.task) == (DossierState.DONE, "Văn thư")


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ('"0900 001 234"', "0900001234"),
        ('"+84 900.001.234"', "0900001234"),
        ('"84900001234"', "0900001234"),
        ('"0900***234"', None),
        ('"0900001234 / 0900005678"', None),
        ('"không có"', None),
        ('"1234"', None),
        ("null", None),
    ],
)
def test_phones_are_digits_or_nothing(written: str, phone: str | None) -> None:
    system = small(response={"fields": {"code": "code", "state": "state", "phone": "p"}})
    found = read(system, f'{{"code": "{CODE}", "state": 9, "p": {written}}}')
    assert isinstance(found, Dossier) and found.phone == phone


@pytest.mark.parametrize(
    ("described", "written", "papers"),
    [
        ({"path": "s"}, '["Giấy A", " ", "Giấy B"]', [("Giấy A", None), ("Giấy B", None)]),
        ({"path": "s", "name": "n", "note": "w"}, '[{"n": "Giấy A", "w": "mờ"}, {"n": "Giấy B"}]', [("Giấy A", "mờ"), ("Giấy B", None)]),
        ({"path": "s", "split": "semicolons"}, '"Giấy A; 2. Giấy B;"', [("Giấy A", None), ("Giấy B", None)]),
        ({"path": "s", "split": "lines"}, '"- Giấy A\\r\\n\\r\\n1) Giấy B, 2 bản"', [("Giấy A", None), ("Giấy B, 2 bản", None)]),
        ({"path": "s"}, '"Giấy A"', None),
        ({"path": "s"}, "[1]", None),
        ({"path": "s", "name": "n", "note": "w"}, '[{"w": "mờ"}]', None),
        ({"path": "s", "name": "n"}, '["Giấy A"]', None),
        ({"path": "s", "split": "lines"}, '["Giấy A"]', None),
    ],
)
def test_papers(described: dict[str, Any], written: str, papers: list[tuple[str, str | None]] | None) -> None:
    system = small(response={"supplements": described})
    body = f'{{"code": "{CODE}", "state": 9, "s": {written}}}'
    if papers is None:
        with pytest.raises(TroubleError, match="field supplements"):
            read(system, body)
        return
    found = read(system, body)
    assert isinstance(found, Dossier) and found.supplements == tuple(Paper(name=name, note=note) for name, note in papers)


@pytest.mark.parametrize(
    ("absence", "body", "status", "absent"),
    [
        ({"statuses": [404]}, "", 404, True),
        ({"statuses": [410]}, "", 404, False),
        ({"empty": True}, '{"data": []}', 200, True),
        ({"empty": True}, '{"data": null}', 200, True),
        ({"empty": True}, '{"error": "down"}', 200, False),
        ({"empty": True}, "null", 200, False),
        ({}, '{"data": []}', 200, False),
        ({"path": "status.code", "values": ["NOT_FOUND", 44]}, '{"status": {"code": "not_found"}}', 200, True),
        ({"path": "status.code", "values": ["NOT_FOUND", 44]}, '{"status": {"code": 44}}', 200, True),
        ({"path": "status.code", "values": ["NOT_FOUND", 44]}, '{"status": {"code": 45}}', 200, False),
        ({"path": "status.code", "values": ["NOT_FOUND", 44]}, '{"status": {}}', 200, False),
        ({"path": "data", "values": [None]}, '{"data": null}', 200, True),
        ({"path": "data", "values": [None]}, "{}", 200, False),
        ({"path": "found", "values": [False]}, '{"found": false}', 200, True),
        ({"path": "found", "values": [False]}, '{"found": 0}', 200, False),
        ({"path": "found", "values": [False]}, '{"found": false}', 500, False),
    ],
)
def test_only_what_is_described_means_that_there_is_none(absence: dict[str, Any], body: str, status: int, absent: bool) -> None:
    system = small(response={"record": "data", "not_found": absence})
    if absent:
        assert read(system, body, status) == NotFound()
    else:
        with pytest.raises(TroubleError):
            read(system, body, status)


# Paths.


def test_paths() -> None:
    body = {"a": {"b.c": [{"d": 1}, None]}, "n": None}
    assert read_path(body, parse_path('a."b.c"[0].d')) == 1
    assert read_path(body, parse_path("")) is body
    assert read_path(body, parse_path("n")) is None
    assert read_path(body, parse_path('a."b.c"[7]')) is None
    assert [read_path(body, parse_path(path)) for path in ("x", "x.y[0]", "n.x", 'a."b.c"[1].d', "a.x")] == [MISSING] * 5
    for path, place in (("a[0]", "a"), ('a."b.c".d', "a.b.c"), ('a."b.c"[0].d.e', "a.b.c[0].d"), ("[0]", ".")):
        with pytest.raises(WrongTypeError) as caught:
            read_path(body, parse_path(path))
        assert str(caught.value) == place


@pytest.mark.parametrize("path", [".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a b", 'a."b', "a[0]b"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        parse_path(path)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"'), min_size=1, max_size=8), min_size=1, max_size=4))
def test_any_name_can_stand_in_a_path(names: list[str]) -> None:
    value: Any = "here"
    for name in reversed(names):
        value = {name: value}
    assert read_path(value, parse_path(".".join(f'"{name}"' for name in names))) == "here"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(CODE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "state", "data", "s"]), inner, max_size=3),
)


@given(ANY_JSON)
def test_whatever_json_arrives_it_is_a_dossier_or_refused(body: Any) -> None:
    system = small(response={"record": "data", "not_found": {"empty": True}, "supplements": {"path": "s"}})
    with contextlib.suppress(TroubleError):
        assert isinstance(read(system, json.dumps(body)), Dossier | NotFound)


def test_compared() -> None:
    assert compared("Đã  Trả kết quả") == compared("DA TRA KET QUA") != compared("Đã trả")
    assert compared(4) == compared("4")
    assert len({compared(value) for value in (None, True, False, 0, 1, "", "không")}) == 7

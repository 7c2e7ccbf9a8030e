from datetime import date
from pathlib import Path

import pytest

from knowledge.merge import Period, faq_periods
from knowledge.schema import UNKNOWN
from knowledge.store import Knowledge, KnowledgeError, dump_content, load_content, load_knowledge, read_folder, through_time

ROOT = Path(__file__).resolve().parents[2] / "knowledge"

PROCEDURE = """\
code: '1.001193'
name: Đăng ký khai sinh
field: Hộ tịch
executing_agency: unknown
conditions: unknown
cases: unknown
steps: unknown
methods: unknown
results: unknown
legal_basis: unknown
official_url: https://dichvucong.gov.vn/thu-tuc-hanh-chinh/a
decision: unknown
source: {name: Cổng Dịch vụ công quốc gia}
checked: 2026-11-01
"""
FAQ = """\
- id: gio-lam-viec
  question: Mấy giờ mở cửa?
  variants: [may gio mo cua, lam den may gio, thu bay co lam khong]
  answer: Hỏi nơi nhận hồ sơ.
  topic: Giờ làm việc
  sources: [{name: Quy chế}]
  checked: 2026-11-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "procedures/ho-tich/khai-sinh.yaml", PROCEDURE)
    write(tmp_path, "faqs/gio.yaml", FAQ)
    return tmp_path


def write(root: Path, path: str, content: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def reason_of(root: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(root)
    return f"{caught.value.path}: {caught.value.reason}"


def test_the_shipped_knowledge_base_loads_and_every_entry_knows_its_file() -> None:
    knowledge = load_knowledge(ROOT)
    assert len(knowledge.procedures) >= 50
    assert len(knowledge.faqs) >= 50
    assert set(knowledge.files) == {*knowledge.procedures, *knowledge.faqs}
    assert all((ROOT / path).is_file() for path in knowledge.files.values())


def test_entries_are_found_by_code_and_id(folder: Path) -> None:
    knowledge = load_knowledge(folder)
    assert knowledge.procedures["1.001193"].name == "Đăng ký khai sinh"
    assert knowledge.faqs["gio-lam-viec"].topic == "Giờ làm việc"
    assert knowledge.files["1.001193"] == "procedures/ho-tich/khai-sinh.yaml"


def test_the_word_unknown_becomes_the_value_unknown_even_where_a_text_could_stand(folder: Path) -> None:
    procedure = load_knowledge(folder).procedures["1.001193"]
    assert procedure.executing_agency is UNKNOWN
    assert type(procedure).model_validate_json(procedure.model_dump_json()).executing_agency is UNKNOWN


def test_the_revision_follows_the_content_and_not_the_layout(folder: Path) -> None:
    before = load_knowledge(folder).revision
    (folder / "procedures/ho-tich/khai-sinh.yaml").rename(folder / "procedures/ks.yaml")
    write(folder, "procedures/ks.yaml", "# ghi chú\n" + PROCEDURE)
    assert load_knowledge(folder).revision == before
    write(folder, "procedures/ks.yaml", PROCEDURE.replace("2026-11-01", "2026-11-02"))
    assert load_knowledge(folder).revision != before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PROCEDURE.replace("'1.001193'", "1.001193"), "«code» phải là chữ"),
        (PROCEDURE.replace("'1.001193'", "'1.1193'"), "«code» không đúng dạng"),
        (PROCEDURE.replace("field: Hộ tịch\n", ""), "«field» thiếu"),
        (PROCEDURE + "phi: 0\n", "«phi» tên trường không có"),
        (PROCEDURE + "name: Tên khác\n", "khóa «name» viết hai lần"),
        (PROCEDURE + "aliases: [a\n", "không đọc được tệp YAML"),
        ("", "tệp trống"),
        ("- chỉ là chữ\n", "mục 1"),
    ],
)
def test_a_bad_file_is_named_with_a_vietnamese_reason(folder: Path, content: str, said: str) -> None:
    write(folder, "procedures/ho-tich/khai-sinh.yaml", content)
    reason = reason_of(folder)
    assert reason.startswith("procedures/ho-tich/khai-sinh.yaml: ")
    assert said in reason


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "faqs/gio.yaml").write_bytes(FAQ.encode("utf-16"))
    assert "faqs/gio.yaml" in reason_of(folder)


def test_a_code_in_two_files_is_refused_and_both_files_are_named(folder: Path) -> None:
    write(folder, "procedures/khac.yaml", PROCEDURE)
    assert "procedures/khac.yaml: mã 1.001193 đã có trong procedures/ho-tich/khai-sinh.yaml" in reason_of(folder)


def test_all_problems_are_collected_and_the_good_entries_kept(folder: Path) -> None:
    write(folder, "procedures/mot.yaml", "x: 1\n")
    write(folder, "procedures/hai.yaml", "y: 1\n")
    entries, problems = read_folder(folder)
    assert [path for path, _ in entries] == ["procedures/ho-tich/khai-sinh.yaml", "faqs/gio.yaml"]
    assert [problem.path for problem in problems] == ["procedures/hai.yaml", "procedures/mot.yaml"]


def test_a_missing_folder_is_an_error_and_not_an_empty_base(tmp_path: Path) -> None:
    assert "không có thư mục này" in reason_of(tmp_path / "khong-co")


def test_yaml_anchors_and_merges_still_work(folder: Path) -> None:
    methods = (
        "methods:\n  - &a {channel: direct, times: unknown, fees: [{kind: province}]}\n  - {<<: *a, channel: post}\nresults: unknown\n"
    )
    write(folder, "procedures/ho-tich/khai-sinh.yaml", PROCEDURE.replace("methods: unknown\nresults: unknown\n", methods))
    found = load_knowledge(folder).procedures["1.001193"].methods
    assert found is not UNKNOWN
    assert [method.channel for method in found] == ["direct", "post"]


# Content of a snapshot


def lazily(folder: Path, path: Path) -> Knowledge:
    dump_content(load_knowledge(folder), path)
    return load_content(path)


def test_dumped_content_comes_back_the_same_and_counts_its_entries(folder: Path, tmp_path: Path) -> None:
    read, loaded = load_knowledge(folder), lazily(folder, tmp_path / "content.jsonl")
    assert loaded.revision == read.revision
    assert dict(loaded.procedures) == dict(read.procedures)
    assert dict(loaded.faqs) == dict(read.faqs)
    assert (len(loaded.procedures), "1.001193" in loaded.procedures, loaded.procedures.get("9.999999")) == (1, True, None)
    assert loaded.procedures["1.001193"].model_fields_set == read.procedures["1.001193"].model_fields_set
    assert len(loaded.changed) == 0


def test_an_entry_is_validated_once_and_only_when_it_is_used(folder: Path, tmp_path: Path) -> None:
    loaded = lazily(folder, tmp_path / "content.jsonl")
    path = tmp_path / "content.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"topic": "Giờ làm việc"', '"topic": 7'), encoding="utf-8")
    damaged = load_content(path)
    assert damaged.procedures["1.001193"].name == "Đăng ký khai sinh"
    with pytest.raises(ValueError, match="topic"):
        damaged.faqs["gio-lam-viec"]
    assert loaded.procedures["1.001193"] is loaded.procedures["1.001193"]


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_content_that_lost_its_end_is_refused(folder: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "content.jsonl"
    dump_content(load_knowledge(folder), path)
    path.write_bytes(path.read_bytes()[:-cut] if cut > 1 else b"\n".join(path.read_bytes().splitlines()[:-1]) + b"\n")
    with pytest.raises(KnowledgeError, match="không đọc được nội dung"):
        load_content(path)


def test_the_version_in_force_today_answers_without_a_new_publication(folder: Path, tmp_path: Path) -> None:
    old = load_knowledge(folder).faqs["gio-lam-viec"]
    new = old.model_copy(update={"answer": "Từ năm mới", "effective_from": date(2027, 1, 1)})
    procedure = load_knowledge(folder).procedures["1.001193"]
    periods = [Period(procedure, ("fee",), None, date(2026, 12, 31)), Period(procedure, (), date(2027, 1, 1), None)]
    path = tmp_path / "content.jsonl"
    dump_content(through_time({procedure.code: periods}, {old.id: faq_periods([old, new])}, "r"), path)
    day = [date(2026, 12, 31)]
    loaded = load_content(path, today=lambda: day[0])
    assert loaded.faqs[old.id].answer == old.answer
    assert dict(loaded.changed) == {procedure.code: ("fee",)}
    day[0] = date(2027, 1, 1)
    assert loaded.faqs[old.id].answer == "Từ năm mới"
    assert dict(loaded.changed) == {}
    assert (loaded.changed.get(procedure.code), len(loaded.faqs)) == (None, 1)

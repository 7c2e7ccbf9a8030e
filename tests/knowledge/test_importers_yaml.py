"""YAML of our own schema: one item, a list, a folder; a bad item does not take the others with it."""

import json
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importers import limits
from knowledge.importers.files import FileContent, ImportFileError, read_file
from knowledge.schema import UNKNOWN, Faq, Procedure
from knowledge.store import load_knowledge

FAQ = """\
- id: gio-lam-viec
  question: Mấy giờ mở cửa?
  variants: [may gio mo cua]
  answer: Từ 7 giờ 30.
  topic: Giờ làm việc
  sources: [{name: Quy chế}]
  checked: 2026-11-22
"""
PROCEDURE = """\
code: "1.000001"
name: Cấp giấy thử
field: Thử
executing_agency: unknown
conditions: unknown
cases: unknown
steps: unknown
methods: unknown
results: unknown
legal_basis: unknown
official_url: https://dichvucong.gov.vn
decision: unknown
source: {name: Cổng}
checked: 2026-11-22
"""


def read(folder: Path, text: str, name: str = "muc.yaml") -> FileContent:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def keys(content: FileContent) -> list[str]:
    assert (content.format, content.layer, content.partial) == ("yaml", "plain", False)
    return [entry.id if isinstance(entry, Faq) else entry.code for entry in content.entries]


def test_one_item_or_a_list_of_both_kinds_is_read(tmp_path: Path) -> None:
    single = read(tmp_path, PROCEDURE)
    assert keys(single) == ["1.000001"]
    assert isinstance(single.entries[0], Procedure)
    assert single.entries[0].methods is UNKNOWN
    both = FAQ + "- " + PROCEDURE.replace("\n", "\n  ").rstrip() + "\n"
    assert keys(read(tmp_path, both)) == ["gio-lam-viec", "1.000001"]


@pytest.mark.parametrize("name", ["muc.yml", "muc.txt", "muc"])
def test_the_content_tells_that_it_is_yaml_whatever_the_name(name: str, tmp_path: Path) -> None:
    assert keys(read(tmp_path, "# ghi chú\n\n" + FAQ, name)) == ["gio-lam-viec"]


def test_a_bad_item_is_refused_with_its_line_and_the_others_kept(tmp_path: Path) -> None:
    bad = "- id: xau\n  question: Gì?\n"
    found = read(tmp_path, FAQ + bad + FAQ.replace("gio-lam-viec", "khac") + "- 5\n- {ten: x}\n")
    assert keys(found) == ["gio-lam-viec", "khac"]
    assert [(item.line, item.key) for item in found.rejected] == [(8, "xau"), (17, None), (18, None)]
    assert "«answer» thiếu trường này" in found.rejected[0].reason


def test_a_key_written_twice_and_an_impossible_date_are_refused(tmp_path: Path) -> None:
    twice = FAQ.replace("  topic:", "  answer: Khác\n  topic:").replace("gio-lam-viec", "hai")
    never = FAQ.replace("2026-11-22", "2026-02-30").replace("gio-lam-viec", "ngay")
    found = read(tmp_path, FAQ + twice + never)
    assert keys(found) == ["gio-lam-viec"]
    assert "viết hai lần" in found.rejected[0].reason
    assert len(found.rejected) == 2


def test_a_folder_is_read_whole_and_places_are_told(tmp_path: Path) -> None:
    (tmp_path / "con").mkdir()
    (tmp_path / "a.yaml").write_text(FAQ, encoding="utf-8")
    (tmp_path / "con" / "b.yml").write_text(FAQ + FAQ.replace("gio-lam-viec", "khac"), encoding="utf-8")
    (tmp_path / "con" / "c.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "ghi-chu.txt").write_text("x", encoding="utf-8")
    found = read_file(tmp_path)
    assert keys(found) == ["gio-lam-viec", "khac"]
    assert [(item.line, item.key) for item in found.rejected] == [(1, "gio-lam-viec"), (1, None)]
    assert found.rejected[0].reason.startswith("con/b.yml: ")
    assert "của a.yaml" in found.rejected[0].reason


def test_the_built_in_content_reads_as_the_store_reads_it(root: Path, tmp_path: Path) -> None:
    for name in ("procedures", "faqs"):
        shutil.copytree(root / "knowledge" / name, tmp_path / name)
    built_in = load_knowledge(root / "knowledge")
    found = read_file(tmp_path)
    assert found.rejected == []
    assert dict(zip(keys(found), found.entries, strict=True)) == {**built_in.procedures, **built_in.faqs}


@pytest.mark.parametrize("packed", [True, False])
def test_an_export_in_json_lines_of_our_schema_reads_back(packed: bool, root: Path, tmp_path: Path) -> None:
    built_in = load_knowledge(root / "knowledge")
    entries = [*list(built_in.procedures.values())[:9], *list(built_in.faqs.values())[:9]]
    dumped = [entry.model_dump(mode="json", exclude_unset=True) for entry in entries]
    lines = [json.dumps({"kind": "x", "entry": data} if packed else data, ensure_ascii=False) for data in dumped]
    found = read(tmp_path, "\n".join([*lines, '{"question": "Gì?"}']), "xuat.jsonl")
    assert found.entries == entries
    assert keys(found)
    assert [item.line for item in found.rejected] == [19]


def test_references_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]" for number in range(1, 9)]
    with pytest.raises(ImportFileError, match="nhắc lại quá nhiều"):
        read(tmp_path, "code: x\n" + "\n".join(lines))


@pytest.mark.parametrize(
    "text", ["code: &a [*a]\n", "code: " + "[" * 5000, "code: !!python/object/apply:os.system [id]\n", "- code\n- : :\n -"]
)
def test_tricks_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError):
        read(tmp_path, text)


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "YAML_BYTES", 10)
    with pytest.raises(ImportFileError, match="quá lớn"):
        read(tmp_path, FAQ)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.recursive(
        st.none() | st.text(max_size=8) | st.integers() | st.dates() | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "question", "id", "name", "cases", "methods", "checked"]) | st.text(max_size=4), inner, max_size=5
            )
        ),
        max_leaves=15,
    )
)
def test_any_yaml_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    path = tmp_path_factory.getbasetemp() / "bat-ky.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with suppress(ImportFileError):
        found = read_file(path, checked=date(2026, 11, 22))
        assert all(item.reason for item in found.rejected)

"""Content as files: export and its way back, and the basis written into our YAML."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.admin.basis import with_basis, write_basis
from bot.admin.errors import ContentError
from bot.admin.exporting import export
from knowledge.facts import fingerprint
from knowledge.merge import Period
from knowledge.schema import Basis
from knowledge.store import load_knowledge, read_folder, through_time
from tests.bot.admin.conftest import BIRTH, birth, fee, hours, marriage

BASE = through_time({BIRTH: [Period(birth(**fee(50_000)), ("fee",))]}, {"gio-lam-viec": [Period(hours())]}, "r")


def test_an_exported_folder_is_read_back_the_same(tmp_path: Path) -> None:
    assert export(BASE, tmp_path / "ra" / "kho") == 2
    back = load_knowledge(tmp_path / "ra" / "kho")
    assert dict(back.procedures) == dict(BASE.procedures)
    assert dict(back.faqs) == dict(BASE.faqs)
    assert back.files[BIRTH] == "procedures/ho-tich/1.001193.yaml"


def test_exported_lines_tell_kind_and_changed_facts(tmp_path: Path) -> None:
    export(BASE, tmp_path / "kho.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "kho.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["kind"], line["changed"]) for line in lines] == [("procedure", ["fee"]), ("faq", [])]
    assert lines[0]["code"] == BIRTH


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    with pytest.raises(ContentError, match="đã có"):
        export(BASE, tmp_path / "kho")
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ContentError, match="Không ghi được"):
        export(BASE, tmp_path / "tep" / "kho")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kho", "tep"]


@pytest.fixture
def shipped(root: Path, tmp_path: Path) -> Path:
    """A copy of some of the shipped procedures."""
    shutil.copytree(root / "knowledge" / "procedures" / "ho-tich", tmp_path / "knowledge" / "procedures" / "ho-tich")
    return tmp_path / "knowledge"


def test_the_basis_is_written_and_every_other_letter_of_the_file_stays(shipped: Path) -> None:
    before = load_knowledge(shipped)
    texts = {code: (shipped / path).read_text(encoding="utf-8") for code, path in before.files.items()}
    official = {BIRTH: birth(**fee(50_000))}
    report = write_basis(shipped, before.files, before.procedures, official)
    assert (report.written, len(report.missing)) == ([BIRTH], len(texts) - 1)
    after = load_knowledge(shipped)
    assert after.procedures[BIRTH].basis == fingerprint(official[BIRTH])
    lines = (shipped / before.files[BIRTH]).read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for line in texts[BIRTH].splitlines()
        if not line.startswith(("basis:", "  fee: '", "  time: '", "  documents: '", "  decision: '"))
    ]
    assert [line for line in lines if not line.startswith(("basis:", "  fee: '"))] == bare
    assert write_basis(shipped, after.files, after.procedures, official).right == [BIRTH]


def test_an_old_basis_is_replaced(shipped: Path) -> None:
    text = (shipped / load_knowledge(shipped).files[BIRTH]).read_text(encoding="utf-8")
    once = with_basis(text, BIRTH, Basis(fee="0a", time="0b"))
    assert once is not None
    assert with_basis(once, BIRTH, Basis(fee="0a", time="0b")) == once
    twice = with_basis(once, BIRTH, Basis())
    assert twice is not None
    assert "basis: {}" in twice and "'0a'" not in twice


@pytest.mark.parametrize(
    "text", ["- code: '1.001193'\n  checked: 2026-11-01\n", "code: '1.001193'\n", "checked: 2026-11-01\nchecked: 2026-11-01\n"]
)
def test_a_file_of_another_shape_is_left_alone(text: str) -> None:
    assert with_basis(text, BIRTH, Basis(fee="0a")) is None


def test_read_folder_accepts_what_was_exported_from_periods(tmp_path: Path) -> None:
    base = through_time({"1.000894": [Period(marriage())]}, {}, "r")
    export(base, tmp_path / "kho")
    assert [entry for _, entry in read_folder(tmp_path / "kho")[0]] == [marriage()]

"""The everyday wordings of the national catalogue: well-formed, and handed to every procedure of their name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from knowledge.schema import Procedure
from knowledge.store import assemble
from retriever import build, wordings
from retriever.build import documents_of
from retriever.wordings import everyday_wordings
from tests.bot.dialogue.guide_talk import FIELDS

CODE = re.compile(r"[1-9]\.\d{6}(?:\.[0-9A-Z]+)*")
ACRONYM = re.compile(r"[A-ZĐ]+\d*|[A-ZĐ]\w*[A-ZĐ]")


@pytest.fixture(scope="module")
def files(root: Path) -> list[Path]:
    return sorted((root / "retriever" / "wordings").glob("*.yaml"))


def everything() -> Iterator[tuple[str, str]]:
    return ((code, wording) for code, said in everyday_wordings().items() for wording in said)


def test_every_line_of_every_file_is_read_once(files: list[Path]) -> None:
    """A code that stands twice in one file would silently lose its first wordings."""
    keys = [line.split(":")[0].strip("'\"") for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(files) > 1 and len(keys) > 3000
    assert Counter(keys) == Counter(everyday_wordings().keys())


def test_codes_are_codes_of_the_catalogue() -> None:
    assert [code for code in everyday_wordings() if not CODE.fullmatch(code)] == []


def test_every_procedure_has_two_to_four_different_wordings() -> None:
    assert {code: said for code, said in everyday_wordings().items() if not 2 <= len(set(said)) == len(said) <= 4} == {}


def test_wordings_are_written_as_people_type() -> None:
    """Small letters, but for acronyms; 3 to 20 syllables; no sign at the end, no spaces to spare."""
    big = [w for _, w in everything() if any(word != word.lower() and not ACRONYM.fullmatch(word) for word in re.findall(r"\w+", w))]
    assert big == []
    assert [w for _, w in everything() if not 3 <= len(w.split()) <= 20] == []
    assert [w for _, w in everything() if w != " ".join(w.split()) or w[-1] in ".,;:!?"] == []


def test_a_code_in_two_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(yaml.safe_dump({"1.000001": ["làm lại thẻ", "mất thẻ rồi"]}, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(wordings, "_HERE", tmp_path)
    everyday_wordings.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"b\.yaml: 1\.000001"):
            everyday_wordings()
    finally:
        everyday_wordings.cache_clear()


# Who gets them


def _named(code: str, name: str, *aliases: str) -> Procedure:
    plain = {**FIELDS, "questions": [], "offices": [], "methods": "unknown", "cases": [{"name": "Hồ sơ", "documents": [{"name": "Đơn"}]}]}
    return Procedure.model_validate({**plain, "code": code, "name": name, "aliases": list(aliases)})


def _names(known: Mapping[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, *procedures: Procedure) -> dict[str, tuple[str, ...]]:
    monkeypatch.setattr(build, "everyday_wordings", lambda: known)
    return {document.id: document.names for document in documents_of(assemble(list(procedures)))}


def test_twins_of_one_name_get_the_wordings_too(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"1.000001": ("làm lại thẻ bị mất", "mất thẻ rồi")}
    twin = "Cấp lại thẻ thử nghiệm (thực hiện tại cấp tỉnh)"
    names = _names(
        known, monkeypatch, _named("1.000001", "Cấp lại thẻ thử nghiệm"), _named("1.000002", twin), _named("1.000003", "Cấp đổi thẻ")
    )  # fmt: skip
    assert names["1.000001"] == ("Cấp lại thẻ thử nghiệm", *known["1.000001"])
    assert names["1.000002"] == (twin, *known["1.000001"])
    assert names["1.000003"] == ("Cấp đổi thẻ",)


def test_the_official_name_and_the_aliases_stay_first_and_nothing_is_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    names = _names({"1.000001": ("mất thẻ rồi", "thẻ cũ")}, monkeypatch, _named("1.000001", "Cấp lại thẻ", "thẻ cũ"))
    assert names["1.000001"] == ("Cấp lại thẻ", "thẻ cũ", "mất thẻ rồi")


def test_wordings_of_procedures_that_are_not_in_the_base_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _names({"9.999999": ("mất thẻ rồi", "x y z")}, monkeypatch, _named("1.000001", "Cấp lại thẻ"))["1.000001"] == ("Cấp lại thẻ",)

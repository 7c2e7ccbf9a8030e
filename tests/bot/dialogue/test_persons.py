"""For whom, by whom, and which case: sentences of all regions, a third of them held aside while the rules were written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.persons import Case, Persons, Relation, case_words, relation
from retriever.text import fold

DATA = yaml.safe_load((Path(__file__).parent / "data" / "persons.yaml").read_text(encoding="utf-8"))
SETS = ("work", "held")


def relation_or_none(name: str) -> Relation | None:
    return None if name == "-" else Relation(name)


@pytest.mark.parametrize("part", SETS)
def test_nearly_everybody_is_told_right(part: str) -> None:
    told = [(text, Persons(relation_or_none(whom), relation_or_none(by))) for text, whom, by in DATA[part]["relations"]]
    wrong = [text for text, persons in told if relation(text) != persons]
    assert len(wrong) <= 0.1 * len(told), wrong


@pytest.mark.parametrize("part", SETS)
def test_nearly_every_case_is_told_right(part: str) -> None:
    told = [(text, frozenset(map(Case, cases))) for text, cases in DATA[part]["cases"]]
    wrong = [text for text, cases in told if case_words(text) != cases]
    assert len(wrong) <= 0.1 * len(told), wrong


@pytest.mark.parametrize(
    ("text", "whom", "by"),
    [
        ("làm căn cước cho mẹ tôi", Relation.MOTHER, Relation.SELF),
        ("mẹ tôi muốn đổi căn cước", Relation.MOTHER, None),
        ("tôi nộp thay chồng", Relation.HUSBAND, Relation.SELF),
        ("chồng nộp thay tôi", Relation.SELF, Relation.HUSBAND),
        ("nhờ em gái nộp giùm hồ sơ cho mẹ tôi", Relation.MOTHER, Relation.SIBLING),
        ("mẹ vợ em mất sổ đỏ", Relation.RELATIVE, None),
    ],
)
def test_whom_it_is_for_is_told_from_who_files(text: str, whom: Relation, by: Relation | None) -> None:
    assert relation(text) == Persons(whom, by)


@pytest.mark.parametrize("speaker", ["con", "cháu", "em", "mình", "tôi"])
def test_a_child_or_younger_one_who_speaks_is_the_speaker(speaker: str) -> None:
    assert relation(f"cho {speaker} hỏi lệ phí hộ chiếu") == Persons()
    assert relation(f"{speaker} muốn làm căn cước") == Persons(Relation.SELF)


@pytest.mark.parametrize(
    "text",
    ["ba ngày có xong không", "mã số thuế", "ma so thue", "con dấu bị mất", "đăng ký hộ kinh doanh", "sổ hộ khẩu", "vợ chồng tôi ly hôn"],
)
def test_words_that_only_sound_like_kin_name_nobody(text: str) -> None:
    assert relation(text).beneficiary in (None, Relation.SELF)
    assert relation(text).filer is None


@pytest.mark.parametrize(
    ("told", "denied", "case"),
    [
        ("căn cước bị mất", "căn cước không bị mất", Case.LOST),
        ("thẻ mất rồi", "thẻ không mất", Case.LOST),
        ("bằng lái hết hạn", "bằng lái chưa hết hạn", Case.EXPIRED),
        ("sổ bị rách", "sổ không hề bị rách", Case.DAMAGED),
        ("tôi ở nước ngoài", "tôi không ở nước ngoài", Case.ABROAD),
        ("làm lần đầu", "không phải lần đầu", Case.FIRST_TIME),
        ("có ủy quyền", "không ủy quyền", Case.AUTHORISED),
    ],
)
def test_what_is_denied_does_not_count(told: str, denied: str, case: Case) -> None:
    for typed in (str, fold):
        assert case in case_words(typed(told))
        assert case not in case_words(typed(denied))


def test_a_person_who_died_is_told_from_a_paper_that_is_lost() -> None:
    assert case_words("mẹ em mất năm ngoái") == {Case.DECEASED}
    assert case_words("mẹ em mất bằng lái") == {Case.LOST}
    assert case_words("mất bao lâu thì xong") == frozenset()


@given(st.integers(0, 120))
def test_minors_are_those_under_eighteen(years: int) -> None:
    assert (Case.MINOR in case_words(f"cháu {years} tuổi làm căn cước")) == (years < 18)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    assert isinstance(relation(text), Persons)
    assert case_words(text) <= set(Case)

"""What one sentence answers of a guide by persons and cases, and what is not guessed: sentences of all regions, a half written first."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.guide import answers_in, question_of, reply_in
from bot.dialogue.persons import Relation
from bot.dialogue.told import implied, whom
from knowledge.schema import Procedure
from knowledge.store import read_folder
from retriever.text import fold
from tests.bot.dialogue.guide_talk import FIELDS, GUIDED

DATA = yaml.safe_load((Path(__file__).parent / "data" / "guide_told.yaml").read_text(encoding="utf-8"))
BUILT_IN = {e.code: e for _, e in read_folder(Path(__file__).parents[3] / "knowledge")[0] if isinstance(e, Procedure) and e.questions}
PARTS = ("before", "after", "fresh")


@pytest.mark.parametrize("part", PARTS)
def test_nearly_every_sentence_answers_what_it_says(part: str) -> None:
    wrong = [text for code, text, wanted in DATA[part] if answers_in(BUILT_IN[code], text) != wanted]
    assert len(wrong) <= 0.1 * len(DATA[part]), wrong


@pytest.mark.parametrize("part", PARTS)
def test_without_marks_most_still_do(part: str) -> None:
    wrong = [text for code, text, wanted in DATA[part] if answers_in(BUILT_IN[code], fold(text)) != wanted]
    assert len(wrong) <= 0.25 * len(DATA[part]), wrong


@pytest.mark.parametrize(("code", "text", "wanted"), [row for part in PARTS for row in DATA[part]])
def test_nothing_is_guessed(code: str, text: str, wanted: dict[str, str]) -> None:
    assert answers_in(BUILT_IN[code], text).items() <= wanted.items()


@given(st.text(max_size=120))
def test_no_text_raises_and_every_answer_is_an_option(text: str) -> None:
    options = {question.id: {option.id for option in question.options} for question in GUIDED.questions}
    assert all(option in options[name] for name, option in answers_in(GUIDED, text).items())
    assert whom(text) in (None, *Relation)


def test_what_was_answered_before_is_not_put_aside_for_a_person_named_in_passing() -> None:
    card = BUILT_IN["1.014064"]
    assert answers_in(card, "thẻ của mẹ tôi") == {"tuoi": "tu_14"}
    assert answers_in(card, "thẻ của mẹ tôi", {"tuoi": "duoi_14"}) == {}
    assert answers_in(card, "à thẻ bị gãy chứ không mất", {"ly_do": "mat"}) == {"ly_do": "hong"}


@pytest.mark.parametrize(
    ("code", "question", "text", "meant"),
    [
        ("1.014064", "tuoi", "dạ mẹ em", "tu_14"), ("1.014064", "tuoi", "của ông nội cháu ạ", "tu_14"), ("1.014064", "tuoi", "dạ con gái em", None),
        ("1.004873", "nguoi_nop", "chị gái em", "nho"), ("1.004873", "nguoi_nop", "em tự đi ạ", "tu_nop"), ("1.004873", "nguoi_nop", "chưa biết ai", None),
        ("3.000333", "duoc_nho", "bố em", "nguoi_nha"), ("3.000333", "duoc_nho", "bạn thân ạ", "nguoi_khac"), ("3.000333", "duoc_nho", "cô em", None),
    ],
)  # fmt: skip
def test_a_reply_that_names_somebody_is_understood(code: str, question: str, text: str, meant: str | None) -> None:
    asked = question_of(BUILT_IN[code], question)
    assert asked is not None and reply_in(asked, text) == meant


def test_who_files_also_tells_what_they_are_to_the_citizen() -> None:
    asked = question_of(GUIDED, "nguoi_di")
    assert asked is not None
    assert implied(GUIDED, asked, "dạ chị gái em") == {"nho_ai": "ruot"}
    assert implied(GUIDED, asked, "một người bạn") == {"nho_ai": "la"}
    assert implied(GUIDED, asked, "chưa biết") == {}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("làm lại căn cước cho mẹ tôi", Relation.MOTHER), ("lam ho chieu cho chong em", Relation.HUSBAND), ("làm thẻ cho con trai", Relation.CHILD),
        ("làm giấy cho cháu bé", None), ("tặng đất cho con trai", None), ("xe của bố sang tên", None), ("khai tử cho mẹ tôi mới mất", None),
        ("mẹ tôi bảo làm căn cước", None), ("làm cho chính tôi", Relation.SELF), ("lệ phí bao nhiêu", None),
    ],
)  # fmt: skip
def test_for_whom_is_only_what_is_said(text: str, person: Relation | None) -> None:
    assert whom(text) == person


def test_an_option_of_a_paper_that_two_states_lead_to_is_left_open() -> None:
    options = [
        {"id": "mot", "label": "Thẻ mất", "words": ["bị mất"]}, {"id": "hai", "label": "Biển mất", "words": ["biển bị mất"]}, {"id": "ba", "label": "Khác"},
    ]  # fmt: skip
    both = Procedure.model_validate(FIELDS | {"questions": [{"id": "gi", "ask": "Gì?", "options": options}], "cases": "unknown", "offices": [], "methods": "unknown"})  # fmt: skip
    assert answers_in(both, "em đánh rơi thẻ") == {}

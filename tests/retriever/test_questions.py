"""Our own questions: enough of each kind, none twice, a third held out, codes as the state writes them; and reading a question."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.queries import ACTIONS, actions, matter, plain_of
from retriever.questions import OwnQuestion, own_questions
from retriever.text import fold, question_tokens

QUESTIONS = own_questions()
INSIDE = [item for item in QUESTIONS if item.codes]
OUTSIDE = [item for item in QUESTIONS if not item.codes]


def test_there_are_enough_of_both() -> None:
    assert len(INSIDE) >= 500
    assert len(OUTSIDE) >= 350
    assert {item.kind for item in INSIDE} == {"in_scope"}
    assert min(Counter(item.kind for item in OUTSIDE).values()) >= 15


@pytest.mark.parametrize("items", [INSIDE, OUTSIDE], ids=["inside", "outside"])
def test_a_third_is_held_out(items: list[OwnQuestion]) -> None:
    assert {item.split for item in items} == {"tune", "held"}
    held = sum(item.split == "held" for item in items) / len(items)
    assert 0.28 < held < 0.38


def test_every_kind_out_of_scope_is_on_both_sides() -> None:
    kinds = Counter((item.kind, item.split) for item in OUTSIDE)
    assert all(kinds[kind, split] >= 4 for kind, _ in kinds for split in ("tune", "held"))


def test_no_question_is_written_twice() -> None:
    asked = Counter(" ".join(item.question.lower().split()) for item in QUESTIONS)
    assert [question for question, count in asked.items() if count > 1] == []
    assert all(item.question.strip() for item in QUESTIONS)


def test_codes_are_codes_of_procedures() -> None:
    assert [code for item in INSIDE for code in item.codes if not re.fullmatch(r"[1-9]\.\d{6}", code)] == []


def test_people_type_with_marks_and_without() -> None:
    bare = sum(fold(item.question) == item.question for item in INSIDE) / len(INSIDE)
    assert 0.1 < bare < 0.6


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("cho em hỏi làm hộ chiếu cần giấy tờ gì ạ", "hộ chiếu"),
        ("cho em hoi lam khai sinh can giay to gi a", "khai sinh"),
        ("còn lệ phí thì sao?", ""),
        ("", ""),
    ],
)
def test_the_matter_is_what_a_question_is_about(question: str, about: str) -> None:
    assert matter(question) == about


@given(st.sampled_from([item.question for item in QUESTIONS]))
def test_reading_takes_words_away_and_adds_none(question: str) -> None:
    syllables = question_tokens(question)
    for kept in (plain_of(syllables), matter(question).split()):
        rest = iter(syllables)
        assert all(word in rest for word in kept)
    assert plain_of(syllables) or not syllables


@pytest.mark.parametrize("group", range(len(ACTIONS)), ids=lambda number: ACTIONS[number][0])
def test_every_act_is_seen_with_marks_and_without(group: int) -> None:
    for word in ACTIONS[group]:
        assert actions(f"xin {word} giấy này") & 1 << group
        assert actions(fold(f"xin {word} giay nay")) & 1 << group

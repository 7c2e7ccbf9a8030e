"""Things become their class, so that what is asked stands out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.masking import masked, trimmed
from bot.nlu.wordclasses import CLASSES
from retriever.text import fold, question_tokens


def _masked(text: str) -> str:
    return " ".join(masked(question_tokens(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("làm hộ chiếu hết bao nhiêu", "làm lý lịch tư pháp hết bao nhiêu"),
        ("cho em hỏi làm hộ chiếu ở đâu vậy ạ", "làm hộ chiếu ở đâu"),
        ("sang Nhật Bản làm việc", "sang Hàn Quốc làm việc"),
        ("tính phí ở Nghệ An", "tính phí ở Cà Mau"),
        ("con tôi 12 tuổi", "con tôi 7 tuổi"),
    ],
)
def test_the_same_question_about_other_things_looks_alike(one: str, other: str) -> None:
    assert _masked(one) == _masked(other)


def test_other_questions_about_the_same_thing_do_not() -> None:
    assert _masked("làm hộ chiếu hết bao nhiêu tiền") != _masked("làm hộ chiếu mất bao nhiêu ngày")


def test_the_longest_phrase_counts() -> None:
    assert _masked("giấy phép lái xe") == "<PROC>"


def test_a_phrase_is_found_without_marks_but_one_syllable_needs_them() -> None:
    assert _masked("lam ho chieu o dau") == "lam <PROC> o dau"
    assert "<COUNTRY>" in _masked("đi Úc")
    assert "<COUNTRY>" not in _masked("di uc")


def test_a_message_of_nothing_but_politeness_keeps_it() -> None:
    assert trimmed(["dạ", "vậy", "ạ"]) == ["dạ", "vậy", "ạ"]
    assert trimmed(["dạ", "lệ", "phí", "ạ"]) == ["lệ", "phí"]


def test_every_phrase_of_every_class_is_found() -> None:
    for name, phrases in CLASSES.items():
        for phrase in phrases.split(","):
            assert phrase.strip(), name
            assert len(masked(question_tokens(f"xyz {phrase} xyz"))) <= len(question_tokens(phrase)) + 2


@given(st.text(max_size=120))
def test_any_text_can_be_masked(text: str) -> None:
    syllables = question_tokens(text)

    assert len(masked(syllables)) <= len(syllables)
    assert all(part == fold(part) for part in masked(syllables))

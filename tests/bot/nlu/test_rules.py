"""The rules that answer while Rasa is down, on everyday messages written for the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.rules import RANKING_LENGTH, guess
from retriever.text import fold

_EVERYDAY: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "everyday.yaml").read_text(encoding="utf-8"))
_QUESTIONS = [(intent, text) for intent, texts in _EVERYDAY.items() for text in texts]
_ASPECTS = [(intent, text) for intent, text in _QUESTIONS if intent.startswith("ask_")]


def _share_right(questions: list[tuple[str, str]]) -> float:
    return sum(guess(text).intent == intent for intent, text in questions) / len(questions)


def test_most_everyday_messages_get_their_intent() -> None:
    assert _share_right(_QUESTIONS) >= 0.9


def test_nine_in_ten_questions_get_their_aspect() -> None:
    assert _share_right(_ASPECTS) >= 0.9


def test_most_questions_without_any_mark_get_their_aspect() -> None:
    assert _share_right([(intent, fold(text)) for intent, text in _ASPECTS]) >= 0.8


@pytest.mark.parametrize("text", ["cháy nhà rồi cứu với", "chay nha roi cuu voi", "bố tôi bị đột quỵ gọi cấp cứu giúp với"])
def test_danger_comes_first(text: str) -> None:
    assert guess(text).intent == "emergency"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("không", "no"),
        ("làm hộ chiếu có mất phí không", "ask_fee"),
        ("chào bạn", "greeting"),
        ("chào bạn, làm hộ chiếu ở đâu", "ask_place"),
        ("cảm ơn, còn lệ phí thì sao", "ask_fee"),
    ],
)
def test_talk_around_a_question_does_not_hide_it(text: str, intent: str) -> None:
    assert guess(text).intent == intent


def test_the_question_at_the_end_of_a_long_story_is_read() -> None:
    assert guess("Ngày ấy nhà tôi ở quê. " * 150 + "Vậy lệ phí hết bao nhiêu tiền?").intent == "ask_fee"


def test_a_bare_topic_is_the_name_of_a_procedure_with_little_confidence() -> None:
    result = guess("tổ chức giải đua thuyền buồm")

    assert result.intent == "name_procedure"
    assert result.confidence < 0.5


@pytest.mark.parametrize("text", ["", " ", "...", "\u200b", "🙂", "?" * 4000])
def test_a_message_without_words_is_small_talk_of_low_confidence(text: str) -> None:
    result = guess(text)

    assert result.intent == "oos_smalltalk"
    assert result.confidence < 0.5


@given(st.text(max_size=300))
def test_any_text_gets_a_well_formed_guess(text: str) -> None:
    result = guess(text)

    confidences = [confidence for _, confidence in result.ranking]
    assert result.source == "degraded"
    assert (result.intent, result.confidence) == result.ranking[0]
    assert confidences == sorted(confidences, reverse=True)
    assert len(result.ranking) <= RANKING_LENGTH
    assert 0 < sum(confidences) < 1

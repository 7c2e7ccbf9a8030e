"""Mistyped syllables come back to those that the examples use, and what is right stays as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.spelling import Speller

_EXAMPLES = [
    "làm hộ chiếu cần giấy tờ gì",
    "làm căn cước cần giấy tờ gì",
    "đăng ký khai sinh ở đâu",
    "nộp hồ sơ ở đâu",
    "thời hạn giải quyết bao lâu",
    "thời hạn là bao lâu",
    "lệ phí bao nhiêu tiền",
    "hết bao nhiêu tiền",
    "tờ khai ở đâu",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn([text.split() for text in _EXAMPLES] * 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("làm hộ chiếu cần gấy tờ gì", "làm hộ chiếu cần giấy tờ gì"),  # a letter missing
        ("hết bao nhhiêu tiền", "hết bao nhiêu tiền"),  # doubled
        ("lệ hpí bao nhiêu tiền", "lệ phí bao nhiêu tiền"),  # swapped
        ("nộp hồ sơ ở dsu", "nộp hồ sơ ở dau"),  # the key beside
        ("gấy tờ gì", "giấy tờ gì"),  # the marks that are left tell the others
        ("gay to gi", "giay to gi"),  # none were typed, none are added
        ("cần giấytờ gì", "cần giay to gì"),  # run together
        ("thờ hạn giải quyết", "thời hạn giải quyết"),  # a word of its own, but never said
    ],
)
def test_one_slip_is_undone_by_what_stands_beside_it(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed.split()) == meant.split()


@pytest.mark.parametrize("text", _EXAMPLES)
def test_what_the_examples_say_stays_as_it_is(speller: Speller, text: str) -> None:
    assert speller.repair(text.split()) == text.split()


def test_words_that_resemble_nothing_and_numbers_stay(speller: Speller) -> None:
    assert speller.repair(["facebook", "h29.12-2507", "2026", "x"]) == ["facebook", "h29.12-2507", "2026", "x"]


def test_a_speller_read_back_from_json_repairs_alike(speller: Speller) -> None:
    loaded = Speller.from_json(json.loads(json.dumps(speller.to_json())))

    for typed in ("cần gấy tờ gì", "thờ hạn", "bao nhhiêu"):
        assert loaded.repair(typed.split()) == speller.repair(typed.split())


def test_nothing_learnt_changes_nothing() -> None:
    assert Speller.learn([]).repair(["giấy", "tờ"]) == ["giấy", "tờ"]
    assert Speller.learn([]).repair([]) == []


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_repair_never_fails_and_never_loses_a_syllable(syllables: list[str]) -> None:
    speller = Speller.learn([text.split() for text in _EXAMPLES] * 3)

    assert len(speller.repair(syllables)) >= len(syllables)

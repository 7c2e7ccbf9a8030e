"""The measures, against figures worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.measures import Bin, Confusion, Guess, IntentScore, calibration_error, confusions, macro_f1, per_intent, reliability

_GUESSES = [
    Guess("1", "fee", "fee", 0.9),
    Guess("2", "fee", "fee", 0.8),
    Guess("3", "fee", "time", 0.7),
    Guess("4", "time", "time", 0.95),
    Guess("5", "time", "fee", 0.35),
    Guess("6", "place", "time", 0.4),
]


def test_precision_recall_and_f1_of_each_intent() -> None:
    assert per_intent(_GUESSES) == {
        "fee": IntentScore(pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3), 3),
        "place": IntentScore(0.0, 0.0, 0.0, 1),
        "time": IntentScore(pytest.approx(1 / 3), 0.5, pytest.approx(0.4), 2),
    }
    assert macro_f1(_GUESSES) == pytest.approx((2 / 3 + 0.4 + 0) / 3)


def test_confused_pairs_come_commonest_first_with_their_surest_examples() -> None:
    more = [*_GUESSES, Guess("7", "fee", "time", 0.9)]

    assert confusions(more, most=2) == [Confusion("fee", "time", 2, ["7", "3"]), Confusion("place", "time", 1, ["6"])]


def test_reliability_compares_confidence_with_what_was_right() -> None:
    bins = reliability(_GUESSES)

    assert bins[0] == Bin(pytest.approx(0.35), 0.0, 1)
    assert bins[-1] == Bin(pytest.approx(0.925), 1.0, 2)
    assert sum(found.count for found in bins) == 6


def test_the_calibration_error_weighs_bins_by_their_size() -> None:
    assert calibration_error([Bin(0.9, 0.8, 3), Bin(0.5, 0.9, 1)]) == pytest.approx((0.1 * 3 + 0.4) / 4)
    assert calibration_error([]) == 0.0


def test_no_guesses_score_nothing() -> None:
    assert macro_f1([]) == 0.0
    assert reliability([]) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd"), st.floats(0, 1)), max_size=40))
def test_all_shares_lie_between_nothing_and_all(raw: list[tuple[str, str, float]]) -> None:
    guesses = [Guess("x", intent, guessed, confidence) for intent, guessed, confidence in raw]

    assert 0 <= macro_f1(guesses) <= 1
    assert 0 <= calibration_error(reliability(guesses)) <= 1
    assert sum(found.count for found in reliability(guesses)) == len(guesses)

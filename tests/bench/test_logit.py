"""The fit of what a message is about, or asks: weights that tell the right candidate, judged on messages not seen."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bench.logit import FOLDS, Message, Table, fitted, judged, report

CANDIDATES, NUMBERS = 3, 2
PLAIN = np.ones(NUMBERS)
PENALTY = 3.0


def message(talk: str, table: list[list[float]] | Table, *right: int) -> Message:
    """A message of which these candidates are right."""
    rows = np.array(table, dtype=float)
    return Message(talk, rows, np.array([at in right for at in range(len(rows))]))


def told(count: int, seed: int, says: float = 2.0, talks: int = 12) -> list[Message]:
    """Messages whose right candidate is mostly higher in the first number, while the second says nothing."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        table = rng.normal(size=(CANDIDATES, NUMBERS))
        right = int(rng.integers(CANDIDATES))
        table[right, 0] += says
        found.append(message(f"talk {number % talks}", table, right))
    return found


def test_what_tells_weighs_and_what_does_not_weighs_nothing() -> None:
    telling, idle = fitted(told(600, 1), PLAIN, PENALTY)
    assert telling > 1 and abs(idle) < 0.2


def test_what_speaks_against_weighs_less_than_nothing() -> None:
    assert fitted(told(600, 2, says=-2.0), PLAIN, PENALTY)[0] < -1


def test_more_messages_are_believed_more() -> None:
    few, many = (fitted(told(count, 3), PLAIN, PENALTY)[0] for count in (10, 400))
    assert 0 < few < many


def test_a_message_whose_answer_was_not_found_teaches_nothing() -> None:
    known = told(100, 4)
    lost = [message("talk lost", [[9.0, -9.0], [0.0, 0.0]])] * 20
    assert fitted([*known, *lost], PLAIN, PENALTY) == pytest.approx(fitted(known, PLAIN, PENALTY))


def test_of_two_right_candidates_neither_is_pushed_down() -> None:
    pair = [message("pair", [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]], 0, 1)] * 50
    first, second = fitted(pair, PLAIN, PENALTY)
    assert first == pytest.approx(second, abs=1e-3) and first > 0.3


def test_every_message_is_judged_once() -> None:
    found = list(judged(told(60, 5), PLAIN, PENALTY))
    assert len(found) == 60
    assert all(1 / CANDIDATES <= share <= 1 for _, share, _ in found)


def test_what_is_told_plainly_is_judged_right_and_chance_is_not() -> None:
    plain, chance = (np.mean([right for *_, right in judged(told(300, 6, says), PLAIN, PENALTY)]) for says in (8.0, 0.0))
    assert plain > 0.98 and 0.2 < chance < 0.5


def test_a_talk_is_judged_by_what_other_talks_taught() -> None:
    """Each talk has a number of its own that tells all of it; nobody else's weights know it."""
    own = np.eye(FOLDS * 2)
    alone = [message(f"talk {at}", np.array([np.zeros(len(own)), own[at]]), 1) for at in range(len(own)) for _ in range(10)]
    assert [share for _, share, _ in judged(alone, np.ones(len(own)), PENALTY)] == pytest.approx([0.5] * len(alone))
    assert (fitted(alone, np.ones(len(own)), PENALTY) > 0.5).all()


def test_the_report_counts_what_was_judged() -> None:
    messages = told(120, 7)
    found = report(messages, PENALTY)
    shares = found["by_share"]
    assert isinstance(shares, dict) and isinstance(found["right"], float)
    assert found["messages"] == sum(count for _, count in shares.values()) == 120
    assert found["right"] == pytest.approx(sum(rights for rights, _ in shares.values()) / 120, abs=1e-4)
    assert list(shares) == sorted(shares) and all(0 <= rights <= count for rights, count in shares.values())


def test_the_surer_the_oftener_right() -> None:
    shares = report(told(900, 8, says=1.5), PENALTY)["by_share"]
    assert isinstance(shares, dict)
    low, high = ([shares[name] for name in shares if (float(name) >= 0.7) is sure] for sure in (False, True))
    assert sum(r for r, _ in low) / sum(n for _, n in low) < sum(r for r, _ in high) / sum(n for _, n in high) - 0.1


def test_weights_are_for_features_as_they_are() -> None:
    """A feature told in units ten times as small gets a tenth of the weight, and judges alike."""
    messages = told(200, 9)
    wider = [Message(one.group, one.table * np.array([10.0, 1.0]), one.right) for one in messages]
    plain, scaled = report(messages, PENALTY), report(wider, PENALTY)
    first, second = plain["weights"], scaled["weights"]
    assert isinstance(first, list) and isinstance(second, list)
    assert second == pytest.approx([first[0] / 10, first[1]], abs=2e-3)
    assert plain["right"] == scaled["right"]

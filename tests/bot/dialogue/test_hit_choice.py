"""Which of the things found a first message is about."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given

from bot.dialogue.hit_choice import MOST, WEIGHTS, candidates, features, shares
from bot.dialogue.state import State, Turn
from retriever.search import Hit
from tests.bot.dialogue.test_following import BIRTH, CHANGE, DEATH, HITS, KNOWN, REISSUE, turn


def first(text: str, hits: Sequence[Hit]) -> Turn:
    """A first message."""
    return turn(text, hits).__class__(**{**vars(turn(text, hits)), "state": State()})


def hit(code: str, score: float, probability: float = 0.4) -> Hit:
    return Hit("procedure", code, KNOWN.procedures[code].name, score, probability, probability, (), score)


@given(HITS)
def test_shares_are_shares_of_the_best_hits(hits: list[Hit]) -> None:
    asked = first("làm giấy khai sinh cho bé", hits)
    told = shares(asked)
    assert set(told) == {one.id for one in candidates(asked)} and len(told) <= MOST
    assert not told or abs(sum(told.values()) - 1) < 1e-9
    assert all(len(row) == len(WEIGHTS) for row in features(asked, candidates(asked)))


def test_the_words_of_the_message_part_equal_hits() -> None:
    told = shares(first("khai tử cho bà ngoại", [hit(BIRTH, 30.0), hit(DEATH, 30.0)]))
    assert told[DEATH] > told[BIRTH]
    told = shares(first("cấp lại thẻ căn cước", [hit(CHANGE, 30.0), hit(REISSUE, 30.0)]))
    assert told[REISSUE] > told[CHANGE]


def test_a_better_hit_is_likelier() -> None:
    ahead, behind = shares(first("cái giấy đó", [hit(BIRTH, 40.0, 0.9), hit(DEATH, 10.0, 0.05)])).values()
    assert ahead > 0.9 > behind


def test_of_one_thing_found_it_is_sure() -> None:
    assert shares(first("khai sinh", [hit(BIRTH, 5.0)])) == {BIRTH: 1.0}

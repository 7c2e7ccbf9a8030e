"""Which side is answered first: opinions are weighed where there are several, and where the side is settled the rules decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.asking import aspects_in
from bot.dialogue.aspects import Aspect, intent_of
from bot.dialogue.decide import decide, with_other_sides
from bot.dialogue.entities import extract
from bot.dialogue.message_classifier import classified
from bot.dialogue.side_choice import BIAS, FIT, by_rules, features, kept, settled, side_of
from bot.dialogue.state import State, Turn
from bot.nlu.client import NluResult
from retriever.queries import matter
from tests.bot.dialogue.test_following import START
from tests.bot.dialogue.test_passages import GUEST, base


def turn(text: str, heard: Aspect, sure: float = 0.6, before: Aspect | None = None) -> Turn:
    """A message as the language model takes it, which is not certain."""
    other = Aspect.RESULT if heard is not Aspect.RESULT else Aspect.HOW
    nlu = NluResult(intent_of(heard), sure, [(intent_of(heard), sure), (intent_of(other), 1 - sure)], "ok")
    state = State(procedure_code=GUEST, aspect=before, recent=[GUEST]) if before else State()
    return Turn(
        text, matter(text), extract(text), nlu, [], state, base(), START.date(), aspects=tuple(aspects_in(text)), heard=classified(text)
    )


def test_every_feature_has_a_weight() -> None:
    told = features(turn("nộp ở đâu, mất mấy ngày vậy em", Aspect.PLACE, before=Aspect.FEE), GUEST)
    assert set(told) == set(BIAS) == set(Aspect)
    assert {name for of in told.values() for name in of} <= set(FIT)


@pytest.mark.parametrize(
    ("text", "heard", "side"),
    [
        ("làm cái này tốn nhiêu tiền vậy em", Aspect.RESULT, Aspect.FEE),
        ("chung nao thi lay duoc", Aspect.HOW, Aspect.TIME),
        ("rồi em ôm hồ sơ chạy ra chỗ mô nộp", Aspect.HOW, Aspect.PLACE),
        ("bấm điện thoại ở nhà nộp có được không", Aspect.WHO, Aspect.ONLINE),
    ],
)
def test_words_outweigh_a_doubtful_model(text: str, heard: Aspect, side: Aspect) -> None:
    assert side_of(turn(text, heard, 0.4), GUEST) is side


def test_where_no_language_model_answered_the_rules_decide() -> None:
    asked = turn("còn xe máy thì sao", Aspect.CONDITIONS, before=Aspect.FEE)
    degraded = replace(asked, nlu=replace(asked.nlu, source="degraded"))
    assert side_of(degraded, GUEST) is by_rules(degraded)


@pytest.mark.parametrize("side", list(Aspect))
def test_a_settled_side_stays(side: Aspect) -> None:
    asked = replace(turn("cái đó đó", Aspect.HOW), nlu=settled(side))
    assert side_of(asked, GUEST) is by_rules(asked) is side


def test_of_two_sides_asked_the_order_of_the_phrases_holds() -> None:
    asked = turn("bao nhiêu tiền với mấy ngày vậy", Aspect.TIME, 0.9)
    assert side_of(asked, GUEST) is by_rules(asked)


def test_what_leaves_its_side_out_is_weighed_against_the_side_before() -> None:
    asked = turn("còn xe máy thì sao", Aspect.RESULT, 0.3, before=Aspect.FEE)
    assert kept(asked, Aspect.FEE) == asked.nlu
    talk = replace(asked, nlu=NluResult("thanks", 0.9, [("thanks", 0.9), ("ask_fee", 0.1)], "ok"))
    assert kept(talk, Aspect.FEE) == settled(Aspect.FEE)


def test_nothing_is_said_twice_for_two_sides() -> None:
    """The other side that phrases ask may be answered by the same statement."""
    asked = turn("khách ngủ lại phải báo trước mấy giờ, photo căn cước được không hay phải bản chính", Aspect.CONDITIONS, before=Aspect.FEE)
    for aspects in [(Aspect.CONDITIONS,), (Aspect.TIME,), (Aspect.CONDITIONS, Aspect.TIME), (Aspect.DOCUMENTS, Aspect.CONDITIONS)]:
        heard = replace(asked, aspects=aspects, follows=True)
        texts = [said.text for said in with_other_sides(heard, decide(heard)).replies]
        assert len(texts) == len(set(texts)) > 0

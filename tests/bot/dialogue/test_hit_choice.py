"""Which of the things found a first message is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given

from bot.dialogue.aspects import Aspect
from bot.dialogue.hit_choice import BELIEVED, MOST, NONE, UNTAUGHT, WEIGHTS, believed, candidates, features, led_to, shares
from bot.dialogue.side_choice import settled
from bot.dialogue.state import State, Turn
from bot.nlu.client import NluResult
from knowledge.schema import Faq
from knowledge.store import assemble
from retriever.search import Hit
from tests.bot.dialogue.test_following import ASKED, BIRTH, CHANGE, DEATH, HITS, KNOWN, MARRIAGE, REISSUE, turn


def first(text: str, hits: Sequence[Hit]) -> Turn:
    """A first message."""
    return turn(text, hits).__class__(**{**vars(turn(text, hits)), "state": State()})


def hit(code: str, score: float, probability: float = 0.4) -> Hit:
    return Hit("procedure", code, KNOWN.procedures[code].name, score, probability, probability, (), score)


@given(HITS)
def test_shares_are_shares_of_the_best_hits(hits: list[Hit]) -> None:
    asked = first("làm giấy khai sinh cho bé", hits)
    told = shares(asked)
    assert set(told) == ({one.id for one in candidates(asked)} | {NONE} if hits else set()) and len(told) <= MOST + 1
    assert not told or abs(sum(told.values()) - 1) < 1e-9
    assert all(len(row) == len(WEIGHTS) == len(UNTAUGHT) for row in features(asked, candidates(asked)))


def test_the_words_of_the_message_part_equal_hits() -> None:
    told = shares(first("khai tử cho bà ngoại", [hit(BIRTH, 30.0), hit(DEATH, 30.0)]))
    assert told[DEATH] > told[BIRTH]
    told = shares(first("cấp lại thẻ căn cước", [hit(CHANGE, 30.0), hit(REISSUE, 30.0)]))
    assert told[REISSUE] > told[CHANGE]


def test_a_better_hit_is_likelier() -> None:
    ahead, behind, nothing = shares(first("cái giấy đó", [hit(BIRTH, 40.0, 0.9), hit(DEATH, 10.0, 0.05)])).values()
    assert ahead > 0.9 > behind and ahead > nothing


def test_what_is_none_of_the_states_business_is_about_nothing() -> None:
    found = [hit(BIRTH, 12.0, 0.03), hit(DEATH, 11.0, 0.03)]
    asked = first("mai trời có mưa không em", found)
    outside = replace(asked, nlu=NluResult("oos_general_knowledge", 0.95, [("oos_general_knowledge", 0.95), ("ask_time", 0.05)], "ok"))
    assert (
        shares(outside)[NONE] > 0.5
        and shares(outside)[NONE] > shares(replace(asked, nlu=settled(Aspect.TIME), aspects=(Aspect.TIME,)))[NONE]
    )
    assert believed(outside) is None


def test_what_is_found_for_sure_is_about_something() -> None:
    assert shares(first("làm giấy khai sinh cho bé", [hit(BIRTH, 45.0, 0.95)]))[BIRTH] > 0.9


def test_what_the_likest_messages_ask_for_is_likelier() -> None:
    alike = [replace(hit(BIRTH, 20.0), behind=1.5, taught=True), replace(hit(DEATH, 20.0), asked=1.5, taught=True)]
    told = shares(first("giấy tờ của ông cụ", alike))
    assert told[DEATH] > told[BIRTH]


def test_it_is_a_candidate_however_far_behind() -> None:
    many = [hit(code, 30.0 - at) for at, code in enumerate([BIRTH, DEATH, CHANGE, REISSUE] * 2)]
    last = replace(hit(MARRIAGE, 1.0), asked=1.4)
    assert last in candidates(first("cưới", [*many, last]))
    assert replace(last, asked=0.0) not in candidates(first("cưới", [*many, replace(last, asked=0.0)]))


def test_nothing_is_believed_where_two_are_alike_or_nothing_is_found() -> None:
    assert believed(first("giấy tờ", [hit(BIRTH, 20.0), hit(DEATH, 20.0)])) is None
    assert believed(first("giấy tờ", [])) is None


def test_what_is_believed_must_be_among_what_is_asked_about() -> None:
    ahead, behind = replace(hit(BIRTH, 45.0, 0.95), asked=2.0), replace(hit(DEATH, 5.0, 0.01), behind=2.0)
    asked = first("làm giấy khai sinh cho bé", [ahead, behind])
    assert believed(asked) == ahead and believed(asked, [ahead]) == ahead
    assert believed(asked, [behind]) is None and believed(asked, []) is None


def test_a_general_answer_leads_to_what_it_names() -> None:
    after = first("nộp giấy gì", [])
    after = replace(after, state=State(faq_id=ASKED.id))
    assert led_to(after) == {ASKED.id, MARRIAGE}
    assert not led_to(first("nộp giấy gì", []))
    assert not led_to(replace(after, state=State(faq_id=ASKED.id, procedure_code=BIRTH)))
    assert not led_to(replace(after, state=State(faq_id=ASKED.id, unclear="giấy")))


def test_what_a_general_answer_leads_to_is_likelier_behind_it_than_elsewhere() -> None:
    hits = [hit(BIRTH, 8.0, 0.1), hit(MARRIAGE, 8.0, 0.1)]
    before, after = first("nộp giấy gì", hits), replace(first("nộp giấy gì", hits), state=State(faq_id=ASKED.id))
    assert shares(after)[MARRIAGE] > shares(before)[MARRIAGE] and shares(after)[MARRIAGE] > shares(after)[BIRTH]


def test_a_topic_beside_what_it_offers_makes_that_no_less_likely() -> None:
    menu = Faq.model_validate(
        {
            **ASKED.model_dump(exclude={"procedures"}),
            "id": "chu-de-ho-tich",
            "choices": [{"label": "Khai sinh", "procedure": BIRTH}, {"label": "Khai tử", "procedure": DEATH}],
        }
    )
    known = assemble([*KNOWN.procedures.values(), ASKED, menu])
    topic = Hit("faq", menu.id, menu.question, 37.0, 0.5, 0.6, (), 30.0, asked=1.0, behind=0.2, taught=True)
    meant = replace(hit(BIRTH, 40.0, 0.5), asked=1.2, taught=True)
    other = replace(hit(DEATH, 5.0, 0.01), behind=2.0, taught=True)
    without = replace(first("làm giấy khai sinh cho bé", [meant, other]), knowledge=known)
    beside = replace(without, hits=[meant, topic, other])
    told = shares(beside)
    assert told[menu.id] < told[BIRTH] < BELIEVED
    assert believed(without) == believed(beside) == meant

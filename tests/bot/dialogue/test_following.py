"""What the next message of a talk is about: the candidates, how they are judged, and what becomes of the talk."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.aspects import Aspect
from bot.dialogue.belonging import books
from bot.dialogue.entities import extract
from bot.dialogue.following import MOST, Found, after_faq, candidates, features, following, is_courtesy
from bot.dialogue.following_weights import WEIGHTS
from bot.dialogue.hit_choice import NONE
from bot.dialogue.listening import Listener
from bot.dialogue.sides import aspects_in
from bot.dialogue.state import State, Turn
from bot.messages import Outcome, Reply
from bot.nlu.client import guess
from knowledge.schema import Detail, Faq
from knowledge.store import Knowledge, assemble
from retriever.calibration import Thresholds
from retriever.queries import matter
from retriever.search import Hit
from tests.bot.dialogue.guide_talk import Rules
from tests.bot.dialogue.listening_talk import (
    BIRTH,
    CHANGE,
    DEATH,
    MARRIAGE,
    REISSUE,
    SHELF,
    START,
    Shelf,
    WordSearch,
    days,
    fee,
    knowledge,
    said,
)

ASKED = Faq.model_validate(
    {
        "id": "ket-hon-o-dau", "question": "Đăng ký kết hôn có cần giấy độc thân không?", "variants": [], "answer": "Có.", "topic": "Hộ tịch",
        "procedures": [MARRIAGE], "sources": [{"name": "Luật Thử nghiệm"}], "checked": "2026-11-01",
    }
)  # fmt: skip


def with_faq() -> Knowledge:
    """The shelf and an FAQ."""
    return assemble([*knowledge().procedures.values(), ASKED])


KNOWN = with_faq()
MESSAGES = [
    "mấy ngày",
    "còn khai tử thì sao",
    "giấy này có thời hạn không",
    "trời hôm nay đẹp quá",
    "làm lại",
    "",
    "12 tuổi",
    "đổi qua chuyện khác",
]
SHARE = st.floats(0, 1)
SCORE = st.floats(-100, 100)
HITS = st.lists(
    st.builds(Hit, st.just("procedure"), st.sampled_from(list(SHELF)), st.just("Tên"), SCORE, SHARE, SHARE, st.just(()), SCORE)
    | st.builds(Hit, st.just("faq"), st.just(ASKED.id), st.just(ASKED.question), SCORE, SHARE, SHARE, st.just((BIRTH,)), SCORE),
    max_size=6,
    unique_by=lambda hit: hit.id,
).map(lambda hits: sorted(hits, key=lambda hit: -hit.score))
FOUND = st.builds(Found, HITS, HITS, HITS)


def turn(text: str, hits: Sequence[Hit] = (), known: Knowledge = KNOWN, current: str = MARRIAGE) -> Turn:
    """A message while a procedure is talked about."""
    state = State(procedure_code=current, aspect=Aspect.FEE, recent=[current])
    return Turn(
        text, matter(text), extract(text), guess(text), list(hits), state, known, START.date(), at=START, aspects=tuple(aspects_in(text))
    )


# Candidates and how they are judged


@given(FOUND)
def test_what_is_talked_about_and_nothing_are_always_candidates(found: Found) -> None:
    ids = candidates(MARRIAGE, found)
    assert {MARRIAGE, NONE} <= set(ids) and len(ids) == len(set(ids))
    assert all(hit.id in ids for hits in (found.alone, found.topic, found.field) for hit in hits[:MOST])


@given(FOUND, st.sampled_from(MESSAGES) | st.text())
def test_there_is_a_weight_for_every_feature_of_every_candidate(found: Found, text: str) -> None:
    heard = turn(text, found.alone)
    for one in candidates(MARRIAGE, found):
        assert len(features(heard, KNOWN.procedures[MARRIAGE], found, one)) == len(WEIGHTS)


@given(FOUND, st.sampled_from(MESSAGES) | st.text())
def test_the_likeliest_is_a_candidate_with_at_least_an_even_share(found: Found, text: str) -> None:
    ids = candidates(MARRIAGE, found)
    best = following(turn(text, found.alone), KNOWN.procedures[MARRIAGE], found)
    assert best.id in ids
    assert 1 / len(ids) - 1e-9 <= best.share <= 1
    assert best.hit is None or best.hit.id == best.id


async def followed(text: str, current: str = MARRIAGE) -> tuple[str, float]:
    """What a message is about by the search of the shelf, and how sure that is."""
    listener = Listener(KNOWN, WordSearch(), Rules(), Thresholds())
    procedure = KNOWN.procedures[current]
    heard, found = await listener.found_in_talk(text, State(procedure_code=current, aspect=Aspect.FEE, recent=[current]), START, procedure)
    best = following(heard, procedure, found)
    return best.id, best.share


@pytest.mark.parametrize("text", ["mấy ngày", "nộp ở đâu", "bao nhieu tien", "rồi cần giấy tờ gì nữa"])
async def test_a_side_alone_is_about_what_is_talked_about(text: str) -> None:
    assert (await followed(text))[0] == MARRIAGE
    assert (await followed(text, DEATH))[0] == DEATH


@pytest.mark.parametrize("text", ["đăng ký khai tử", "còn khai tử thì sao", "dang ky khai tu bao nhieu tien"])
async def test_a_name_said_is_about_what_it_names(text: str) -> None:
    assert (await followed(text))[0] == DEATH


async def test_a_side_without_a_name_is_surer_to_stay_than_an_idle_remark() -> None:
    asked, idle = await followed("mấy ngày"), await followed("trời hôm nay đẹp quá")
    assert asked[0] == MARRIAGE and (idle[0] != MARRIAGE or idle[1] < asked[1])


@pytest.mark.parametrize("text", ["trời đẹp quá", "ăn phở ngon ghê", "thôi bác đi ngủ đây", "ok để em hỏi lại ông xã"])
async def test_idle_words_are_not_about_what_is_talked_about(text: str) -> None:
    assert (await followed(text))[0] != MARRIAGE


@pytest.mark.parametrize("text", ["thế còn vợ em", "giấy này dùng được mấy lần", "hai bên phải ra mặt hết hả"])
async def test_what_points_at_it_is(text: str) -> None:
    assert (await followed(text))[0] == MARRIAGE


@pytest.mark.parametrize(("text", "is_one"), [("cảm ơn nhé", True), ("cảm ơn, thế mấy ngày", False), ("mấy ngày", False)])
def test_thanks_alone_are_courtesy(text: str, is_one: bool) -> None:
    assert is_courtesy(turn(text)) is is_one


# The words of a procedure


def test_the_words_are_those_of_the_revision_asked_for() -> None:
    renamed = assemble([KNOWN.procedures[BIRTH].model_copy(update={"name": "Ghi tên em bé"})])
    assert {"khai", "sinh"} <= books(KNOWN).words_of(BIRTH) and "ghi" not in books(KNOWN).words_of(BIRTH)
    assert {"ghi", "ten", "be"} <= books(renamed).words_of(BIRTH) and "khai" not in books(renamed).words_of(BIRTH)
    assert "khai" in books(KNOWN).words_of(BIRTH) and "ghi" not in books(KNOWN).words_of(BIRTH)


def test_the_words_of_one_procedure_are_not_those_of_another() -> None:
    assert "hon" in books(KNOWN).words_of(MARRIAGE) and "hon" not in books(KNOWN).words_of(DEATH)


# In a talk


@pytest.fixture
def talk() -> Shelf:
    shelf = Shelf()
    shelf.knowledge = with_faq()
    return shelf


def about(reply: Reply) -> tuple[Outcome, str | None]:
    return reply.meta.outcome, reply.meta.procedure_code


@pytest.mark.parametrize("text", ["mất mấy ngày", "may ngay", "thế mấy ngày thì xong", "rứa mấy ngày có"])
async def test_a_side_alone_stays(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say(text)
    assert about(reply) == (Outcome.ANSWERED, MARRIAGE) and days(MARRIAGE) in said(reply)


@pytest.mark.parametrize("text", ["còn khai tử thì sao", "đăng ký khai tử", "khai tử", "dang ky khai tu"])
async def test_another_procedure_of_the_field_moves_and_keeps_the_side(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say(text)
    assert about(reply) == (Outcome.ANSWERED, DEATH) and fee(DEATH) in said(reply) and fee(MARRIAGE) not in said(reply)


async def test_another_procedure_of_another_field_moves(talk: Shelf) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say("cấp lại thẻ căn cước mất mấy ngày")
    assert about(reply) == (Outcome.ANSWERED, REISSUE) and days(REISSUE) in said(reply)
    assert about(await talk.say("bao nhiêu tiền")) == (Outcome.ANSWERED, REISSUE)


@pytest.mark.parametrize("text", ["trời hôm nay đẹp quá", "hôm nay ăn phở ngon ghê", "mai mưa không ta", "chúc em ngủ ngon"])
async def test_an_idle_remark_answers_nothing(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say(text)
    assert reply.meta.outcome is not Outcome.ANSWERED and reply.meta.procedure_code is None
    assert not any(fee(code) in said(reply) for code in SHELF)


async def test_after_an_idle_remark_the_talk_goes_on(talk: Shelf) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    await talk.say("trời hôm nay đẹp quá")
    assert about(await talk.say("mất mấy ngày")) == (Outcome.ANSWERED, MARRIAGE)


@pytest.mark.parametrize("text", ["làm lại", "cấp lại", "cấp lại mấy ngày", "đổi", "còn đổi thì sao", "cap lai"])
async def test_an_act_without_its_object_does_not_leave_the_field(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say(text)
    assert about(reply) not in [(Outcome.ANSWERED, REISSUE), (Outcome.ANSWERED, CHANGE)]


async def test_an_act_without_its_object_moves_within_the_field(talk: Shelf) -> None:
    await talk.say("cấp lại thẻ căn cước bao nhiêu tiền")
    reply = await talk.say("thế đổi thì sao")
    assert about(reply) == (Outcome.ANSWERED, CHANGE) and fee(CHANGE) in said(reply)


@pytest.mark.parametrize("text", ["quay lại cái kết hôn, mất mấy ngày", "quay lai ket hon mat may ngay"])
async def test_who_goes_back_gets_what_was_talked_about_before(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    await talk.say("đăng ký khai tử bao nhiêu tiền")
    reply = await talk.say(text)
    assert about(reply) == (Outcome.ANSWERED, MARRIAGE) and days(MARRIAGE) in said(reply)


async def test_what_was_said_before_is_repeated_of_what_is_talked_about(talk: Shelf) -> None:
    await talk.say("đăng ký kết hôn bao nhiêu tiền")
    reply = await talk.say("nãy bạn nói mấy ngày ấy nhỉ")
    assert about(reply) == (Outcome.ANSWERED, MARRIAGE) and days(MARRIAGE) in said(reply)


LATE = {"says": "chậm nhất 60 ngày", "asks": ["cưới lâu rồi mới làm giấy có bị phạt không", "trễ hẹn thì sao"]}


def after_the_faq(text: str, *hits: Hit, faq_id: str | None = ASKED.id, current: str | None = None) -> str | None:
    """The procedure that a message after the FAQ is taken to ask a detail of."""
    told = [
        one.model_copy(update={"conditions": ["Đăng ký chậm nhất 60 ngày."], "details": [Detail.model_validate(LATE)]})
        if one.code == MARRIAGE
        else one
        for one in KNOWN.procedures.values()
    ]
    state = State(faq_id=faq_id, procedure_code=current)
    asked = tuple(aspects_in(text))
    turn = Turn(text, matter(text), extract(text), guess(text), list(hits), state, assemble([*told, ASKED]), START.date(), aspects=asked)
    found = after_faq(turn)
    return found.hits[0].id if found else None


def test_a_detail_asked_after_an_faq_is_of_the_procedure_that_the_faq_names() -> None:
    assert after_the_faq("cưới lâu rồi giờ mới làm giấy có bị phạt không") == MARRIAGE
    assert after_the_faq("cuoi lau roi gio moi lam giay co bi phat khong") == MARRIAGE
    assert after_the_faq("xe tải chở đất ban đêm có được không") is None


def test_without_an_faq_or_within_a_talk_or_with_a_sure_find_it_is_not_looked_for() -> None:
    ask = "cưới lâu rồi giờ mới làm giấy có bị phạt không"
    assert after_the_faq(ask, faq_id=None) is None
    assert after_the_faq(ask, current=BIRTH) is None
    assert after_the_faq(ask, Hit("procedure", BIRTH, "Đăng ký khai sinh", 40.0, 0.97, 0.99)) is None
    assert after_the_faq(ask, Hit("procedure", BIRTH, "Đăng ký khai sinh", 4.0, 0.05, 0.05)) == MARRIAGE


@pytest.mark.parametrize("text", ["nộp giấy gì", "vay nop giay to gi", "hết bao nhiêu tiền"])
def test_a_side_alone_after_an_faq_is_of_the_procedure_that_it_names(text: str) -> None:
    found = Hit("procedure", MARRIAGE, KNOWN.procedures[MARRIAGE].name, 3.0, 0.05, 0.05)
    other = Hit("procedure", BIRTH, KNOWN.procedures[BIRTH].name, 4.0, 0.06, 0.06)
    assert after_the_faq(text, other, found) == MARRIAGE
    assert after_the_faq(text, other, found, faq_id=None) is None


@pytest.mark.parametrize("text", ["cảm ơn em nhé", "chào em", "1.000001"])
def test_small_talk_and_codes_after_an_faq_are_left_to_others(text: str) -> None:
    found = Hit("procedure", MARRIAGE, KNOWN.procedures[MARRIAGE].name, 3.0, 0.05, 0.05)
    assert after_the_faq(text, found) is None

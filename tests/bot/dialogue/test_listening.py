"""What a conversation adds to a message: two questions in one, corrections, what was left out, coming back, and forgetting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.decide import decide
from bot.dialogue.entities import Entities
from bot.dialogue.name_parts import for_ages, names_ages
from bot.dialogue.persons import only_persons
from bot.dialogue.state import MOST_TOLD, OUTSIDE, State, Turn
from bot.messages import Outcome
from bot.nlu.results import NluResult
from retriever.search import Hit
from tests.bot.dialogue.listening_talk import (
    BIRTH,
    CHANGE,
    COMBINED,
    DEATH,
    INSURANCE,
    MARRIAGE,
    REISSUE,
    SHELF,
    START,
    Shelf,
    days,
    fee,
    knowledge,
    offered,
    said,
)

REISSUED = "cấp lại thẻ căn cước bao nhiêu tiền"


@pytest.fixture
def talk() -> Shelf:
    return Shelf()


# Several questions in one message


@pytest.mark.parametrize(
    "text",
    ["đăng ký khai sinh bao nhiêu tiền với mấy ngày", "dang ky khai sinh mat may ngay va bao nhieu tien", "khai sinh mấy ngày, tiền?"],
)
async def test_two_sides_of_a_procedure_are_told_in_one_reply(talk: Shelf, text: str) -> None:
    reply = await talk.say(text)
    assert fee(BIRTH) in said(reply) and days(BIRTH) in said(reply)


async def test_one_side_is_told_alone(talk: Shelf) -> None:
    reply = await talk.say("đăng ký khai sinh bao nhiêu tiền")
    assert fee(BIRTH) in said(reply) and days(BIRTH) not in said(reply)


async def test_two_sides_of_what_is_talked_about(talk: Shelf) -> None:
    await talk.say("đăng ký kết hôn")
    reply = await talk.say("bao nhiêu tiền với mấy ngày")
    assert fee(MARRIAGE) in said(reply) and days(MARRIAGE) in said(reply)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("đăng ký khai sinh cho con rồi đăng ký kết hôn bao nhiêu tiền", (BIRTH, MARRIAGE)),
        ("lệ phí đăng ký kết hôn bao nhiêu tiền. Còn đăng ký khai tử bao nhiêu tiền", (MARRIAGE, DEATH)),
        ("cấp lại thẻ căn cước và đăng ký kết hôn hết bao nhiêu tiền", (REISSUE, MARRIAGE)),
        ("cap lai the can cuoc va dang ky ket hon het bao nhieu tien", (REISSUE, MARRIAGE)),
    ],
)
async def test_two_procedures_are_told_in_one_reply(talk: Shelf, text: str, codes: tuple[str, str]) -> None:
    reply = await talk.say(text)
    assert reply.meta.outcome is Outcome.ANSWERED
    assert all(fee(code) in said(reply) for code in codes)


async def test_only_the_last_of_two_answers_has_buttons(talk: Shelf) -> None:
    reply = await talk.say("đăng ký khai sinh cho con rồi đăng ký kết hôn bao nhiêu tiền")
    first, *_, last = reply.replies
    assert last.buttons and not first.buttons


async def test_both_of_two_procedures_can_be_come_back_to(talk: Shelf) -> None:
    await talk.say("đăng ký khai sinh cho con rồi đăng ký kết hôn bao nhiêu tiền")
    assert days(BIRTH) in said(await talk.say("quay lại cái khai sinh, mất mấy ngày"))
    assert days(MARRIAGE) in said(await talk.say("quay lại kết hôn, mất mấy ngày"))


async def test_a_procedure_that_covers_both_is_answered_alone(talk: Shelf) -> None:
    reply = await talk.say("làm khai sinh và thẻ bảo hiểm y tế cho con bao nhiêu tiền")
    assert reply.meta.procedure_code == COMBINED
    assert fee(COMBINED) in said(reply) and fee(BIRTH) not in said(reply) and fee(INSURANCE) not in said(reply)


# Corrections


@pytest.mark.parametrize(
    "text",
    [
        "không phải, ý mình là đổi chứ không phải cấp lại",
        "khong phai, y minh la doi chu khong phai cap lai",
        "hổng phải, tui hỏi đổi",
        "nhầm rồi, đổi thẻ căn cước",
        "không phải cấp lại, cấp đổi cơ",
        "ý tôi là cấp đổi",
    ],
)
async def test_a_corrected_act_keeps_the_thing_and_the_side_asked_about(talk: Shelf, text: str) -> None:
    await talk.say(REISSUED)
    reply = await talk.say(text)
    assert reply.meta.procedure_code == CHANGE and fee(CHANGE) in said(reply)
    assert days(CHANGE) in said(await talk.say("mất mấy ngày"))


@pytest.mark.parametrize("text", ["bạn hiểu nhầm rồi, tôi hỏi khai tử", "tôi đâu có hỏi căn cước, tôi hỏi khai tử", "à nhầm, khai tử"])
async def test_another_thing_altogether_may_be_meant(talk: Shelf, text: str) -> None:
    await talk.say(REISSUED)
    reply = await talk.say(text)
    assert reply.meta.procedure_code == DEATH and fee(DEATH) in said(reply)


async def test_a_correction_may_ask_another_side(talk: Shelf) -> None:
    await talk.say(REISSUED)
    reply = await talk.say("không phải, ý tôi là đổi thẻ căn cước mất mấy ngày")
    assert days(CHANGE) in said(reply) and fee(CHANGE) not in said(reply)


async def test_a_first_message_tells_what_it_does_not_mean(talk: Shelf) -> None:
    reply = await talk.say("em muốn đổi căn cước chứ không phải cấp lại, mất mấy ngày ạ")
    assert reply.meta.procedure_code == CHANGE and days(CHANGE) in said(reply)


async def test_the_thing_may_be_named_behind_what_is_not_meant(talk: Shelf) -> None:
    reply = await talk.say("em hỏi cấp đổi chứ không phải cấp lại thẻ căn cước, bao nhiêu tiền")
    assert reply.meta.procedure_code == CHANGE and fee(CHANGE) in said(reply)


@pytest.mark.parametrize(
    "text", ["nộp ở xã chứ không phải ở huyện đúng không", "không phải công dân Việt Nam thì nộp ở đâu", "tôi muốn hỏi thêm nộp ở đâu"]
)
async def test_questions_that_sound_like_corrections_stay_with_the_procedure(talk: Shelf, text: str) -> None:
    await talk.say(REISSUED)
    assert (await talk.say(text)).meta.procedure_code == REISSUE


async def test_a_denial_without_anything_else_offers_no_wrong_answer(talk: Shelf) -> None:
    await talk.say(REISSUED)
    assert (await talk.say("không phải")).meta.procedure_code is None


# What was left out


@pytest.mark.parametrize("text", ["mấy ngày", "may ngay", "còn mất mấy ngày thì xong ạ", "thế lâu không"])
async def test_a_side_alone_is_about_what_is_talked_about(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    assert days(BIRTH) in said(await talk.say(text))


async def test_an_act_alone_is_about_the_thing_talked_about(talk: Shelf) -> None:
    await talk.say(REISSUED)
    assert fee(CHANGE) in said(await talk.say("thế đổi thì sao"))


async def test_another_procedure_takes_the_place_of_the_first(talk: Shelf) -> None:
    await talk.say(REISSUED)
    await talk.say("đăng ký kết hôn")
    assert days(MARRIAGE) in said(await talk.say("mấy ngày"))


async def test_words_of_its_papers_belong_to_the_procedure_talked_about(talk: Shelf) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    reply = await talk.say("không có giấy chứng sinh thì thay bằng giấy gì")
    assert reply.meta.procedure_code == BIRTH and reply.meta.outcome is Outcome.ANSWERED


async def test_words_of_other_things_do_not_belong_to_it(talk: Shelf) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    assert (await talk.say("tàu ngầm hạt nhân đời cũ")).meta.procedure_code is None


async def test_what_was_asked_back_is_completed_by_the_next_message(talk: Shelf) -> None:
    asked = await talk.say("thẻ căn cước của tôi")
    assert asked.meta.outcome is Outcome.CLARIFY and {"Cấp lại thẻ căn cước", "Cấp đổi thẻ căn cước"} <= set(offered(asked))
    assert (await talk.say("cấp lại ấy")).meta.procedure_code == REISSUE


async def test_a_new_question_is_not_taken_for_a_completion(talk: Shelf) -> None:
    await talk.say("thẻ căn cước của tôi")
    assert (await talk.say("đăng ký kết hôn")).meta.procedure_code == MARRIAGE


async def test_only_the_very_next_message_completes(talk: Shelf) -> None:
    await talk.say("thẻ căn cước của tôi")
    await talk.say("đăng ký kết hôn")
    assert (await talk.say("cấp lại ấy")).meta.procedure_code != REISSUE


async def test_a_number_chooses_what_was_offered(talk: Shelf) -> None:
    choices = offered(await talk.say("thẻ căn cước của tôi"))
    reply = await talk.say("2")
    assert reply.meta.procedure_name == choices[1]


@pytest.mark.parametrize("text", ["123", "000123456", "12-34/56", "9"])
async def test_a_bare_number_that_chooses_nothing_is_asked_for_as_a_dossier(talk: Shelf, text: str) -> None:
    await talk.say("thẻ căn cước của tôi")
    assert (await talk.say(text)).meta.outcome is Outcome.STATUS


async def test_a_procedure_that_left_the_base_breaks_no_conversation(talk: Shelf) -> None:
    await talk.say("đăng ký khai tử bao nhiêu tiền")
    talk.knowledge = knowledge(DEATH)
    for text in ("không có giấy chứng sinh thì thay bằng giấy gì", "mấy ngày", "không phải, ý tôi là kết hôn"):
        assert (await talk.say(text)).replies[0].text
    assert (await talk.say("mấy ngày")).meta.procedure_code == MARRIAGE


# Coming back and forgetting


@pytest.mark.parametrize(
    "text", ["quay lại cái khai sinh, mất mấy ngày", "trở lại việc khai sinh lúc nãy, mấy ngày xong", "quay lai khai sinh, may ngay"]
)
async def test_a_procedure_of_before_is_come_back_to_by_name(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    await talk.say("đăng ký kết hôn")
    await talk.say("đăng ký khai tử")
    assert days(BIRTH) in said(await talk.say(text))


@pytest.mark.parametrize("text", ["quay lại cái lúc nãy, mấy ngày", "cái trước mấy ngày xong", "quay lại cái hồi nãy đi, mấy ngày"])
async def test_the_one_before_is_come_back_to_without_a_name(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    await talk.say("đăng ký kết hôn")
    assert days(BIRTH) in said(await talk.say(text))


@pytest.mark.parametrize(("minutes", "known"), [(29, True), (31, False)])
async def test_the_topic_is_forgotten_after_half_an_hour(talk: Shelf, minutes: int, known: bool) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    talk.later(minutes=minutes)
    assert (days(BIRTH) in said(await talk.say("mất mấy ngày"))) is known


async def test_every_message_puts_off_the_forgetting(talk: Shelf) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    for _ in range(3):
        talk.later(minutes=20)
        assert days(BIRTH) in said(await talk.say("mất mấy ngày"))


@pytest.mark.parametrize("text", ["quay lại cái lúc nãy, mấy ngày", "mất mấy ngày", "thế lâu không"])
async def test_nothing_is_remembered_after_starting_over(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký kết hôn")
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    await talk.say("làm lại từ đầu")
    reply = await talk.say(text)
    assert days(BIRTH) not in said(reply) and days(MARRIAGE) not in said(reply)


async def test_choices_of_before_mean_nothing_after_half_an_hour(talk: Shelf) -> None:
    await talk.say("thẻ căn cước của tôi")
    talk.later(minutes=31)
    assert (await talk.say("2")).meta.procedure_code is None


# How sure a turn is


def turn(ranking: list[tuple[str, float]], *hits: Hit, source: str = "ok") -> Turn:
    nlu = NluResult(ranking[0][0], ranking[0][1], ranking, "ok" if source == "ok" else "degraded")
    return Turn("x", "x", Entities(), nlu, list(hits), State(), knowledge(), START.date())


def hit(probability: float, inside: float) -> Hit:
    return Hit("procedure", BIRTH, "Đăng ký khai sinh", 10.0, probability, inside)


SHARES = st.floats(0, 1)
CHANCES = st.floats(0.001, 0.999)
INTENTS = st.sampled_from(["greeting", "oos_health", *sorted(OUTSIDE)])


@given(SHARES, SHARES, INTENTS)
def test_the_likelier_a_message_is_none_for_the_state_the_less_it_is_in_scope(one: float, other: float, intent: str) -> None:
    low, high = sorted((one, other))
    ratios = [turn([(intent, share), ("ask_fee", 1 - share)]).scope_ratio for share in (low, high)]
    assert 1 / MOST_TOLD <= ratios[1] <= ratios[0] <= MOST_TOLD


def test_rules_tell_nothing_of_the_scope() -> None:
    assert turn([("oos_health", 0.9)], source="degraded").scope_ratio == 1.0


@given(SHARES, CHANCES, CHANCES)
def test_worth_and_scope_are_probabilities(share: float, probability: float, inside: float) -> None:
    told = turn([("oos_health", share), ("ask_fee", 1 - share)], found := hit(probability, inside))
    assert 0 <= told.worth(found) <= max(probability, inside) + 1e-9
    assert 0 <= told.in_scope <= 1


@given(SHARES, SHARES, CHANCES, CHANCES)
def test_worth_falls_as_the_message_leaves_the_scope(one: float, other: float, probability: float, inside: float) -> None:
    low, high = sorted((one, other))
    worths = [turn([("oos_health", share), ("ask_fee", 1 - share)]).worth(hit(probability, inside)) for share in (low, high)]
    assert worths[1] <= worths[0] + 1e-9


@given(SHARES, CHANCES, CHANCES, CHANCES)
def test_a_better_hit_is_worth_more_and_surer(share: float, one: float, other: float, inside: float) -> None:
    low, high = (hit(p, inside) for p in sorted((one, other)))
    told = turn([("oos_health", share), ("ask_fee", 1 - share)])
    assert told.worth(low) <= told.worth(high) + 1e-9
    assert told.is_sure_of(high) or not told.is_sure_of(low)
    assert told.may_mean(high) or not told.may_mean(low)


@given(SHARES, CHANCES, CHANCES)
def test_what_is_sure_may_be_meant(share: float, probability: float, inside: float) -> None:
    told = turn([("oos_health", share), ("ask_fee", 1 - share)])
    assert told.may_mean(hit(probability, inside)) or not told.is_sure_of(hit(probability, inside))


# A question back that was not answered, and messages that only say what they are about


async def test_choices_that_were_not_taken_are_offered_again_for_the_side_asked_about(talk: Shelf) -> None:
    first = await talk.say("căn cước")
    assert first.meta.outcome is Outcome.CLARIFY
    again = await talk.say("thế bao nhiêu tiền")
    assert again.meta.outcome is Outcome.CLARIFY and again.meta.aspect == "fee"
    assert offered(again) == offered(first)
    assert fee(REISSUE) in said(await talk.say(offered(again)[0]))


@pytest.mark.parametrize("text", ["lấy cái đổi cho em", "không phải cấp lại, đổi cơ", "doi", "cái đổi ấy, thẻ của em mờ hết rồi"])
async def test_what_follows_a_question_back_chooses_among_what_was_offered(talk: Shelf, text: str) -> None:
    assert offered(await talk.say("căn cước"))[:2] == [SHELF[REISSUE][0], SHELF[CHANGE][0]]
    assert (await talk.say(text)).meta.procedure_code == CHANGE


async def test_another_matter_after_a_question_back_is_a_matter_of_its_own(talk: Shelf) -> None:
    await talk.say("căn cước")
    assert (await talk.say("thôi, đăng ký kết hôn thì sao")).meta.procedure_code == MARRIAGE


async def test_without_a_question_back_a_bare_side_asks_for_the_procedure(talk: Shelf) -> None:
    reply = await talk.say("thế bao nhiêu tiền")
    assert reply.meta.outcome is Outcome.CLARIFY and offered(reply) == []


@pytest.mark.parametrize("text", ["cho em hỏi về giấy khai sinh", "tui tinh hoi cai vu khai sinh", "giấy khai sinh của con đang có vấn đề"])
async def test_a_message_that_only_says_what_it_is_about_is_asked_what_to_do(talk: Shelf, text: str) -> None:
    reply = await talk.say(text)
    assert reply.meta.outcome is Outcome.CLARIFY
    assert len(offered(reply)) > 2


@pytest.mark.parametrize("text", ["cho em hỏi về đăng ký khai sinh bao nhiêu tiền", "hỏi về làm giấy khai sinh", "khai sinh"])
async def test_a_message_that_says_what_to_do_is_answered(talk: Shelf, text: str) -> None:
    assert (await talk.say(text)).meta.procedure_code in (BIRTH, COMBINED)


@pytest.mark.parametrize(("named", "outcome"), [([0.9], Outcome.ANSWERED), ([], Outcome.SMALLTALK)])
def test_a_new_beginning_that_names_its_matter_is_answered(named: list[float], outcome: Outcome) -> None:
    told = NluResult("start_over", 0.99, [("start_over", 0.99)], "ok")
    turn = Turn(
        "việc khác, đăng ký khai sinh", "x", Entities(), told, [hit(one, 0.95) for one in named], State(), knowledge(), START.date()
    )
    assert decide(turn).outcome is outcome


@pytest.mark.parametrize(
    ("text", "sure", "forgets"),
    [
        ("để chị hỏi lại ông xã đã", 0.5, False),
        ("thôi để em bàn với má", 0.4, False),
        ("để anh hỏi lại vợ", 0.95, False),
        ("de minh hoi lai cho ro", 0.9, True),
        ("cho tôi về lại lúc mới vào", 0.97, True),
        ("bắt đầu lại từ đầu", 0.4, True),
    ],
)
def test_only_who_means_it_starts_over(text: str, sure: float, forgets: bool) -> None:
    told = NluResult("start_over", sure, [("start_over", sure), ("goodbye", 1 - sure)], "ok")
    state = State(procedure_code=BIRTH, recent=[BIRTH])
    act = decide(Turn(text, "", Entities(), told, [], state, knowledge(), START.date(), follows=False))
    assert act.outcome is Outcome.SMALLTALK
    assert ("procedure_code" in act.remember) is forgets


# The same for somebody else


@pytest.mark.parametrize("text", ["còn mẹ em thì sao", "the con thang em 16 tuoi thi sao", "làm cho cả bé 5 tuổi nữa"])
async def test_somebody_else_keeps_the_matter_and_the_side(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký khai sinh bao nhiêu tiền")
    reply = await talk.say(text)
    assert reply.meta.procedure_code == BIRTH and fee(BIRTH) in said(reply)


@pytest.mark.parametrize(
    ("name", "ages", "other"),
    [
        ("Cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên", (10,), "Cấp thẻ căn cước trẻ em dưới 14 tuổi"),
        ("Cấp thẻ căn cước cho người dưới 14 tuổi", (50, 16), "Cấp thẻ căn cước từ đủ 14 tuổi"),
    ],
)
def test_a_name_that_tells_ages_is_looked_for_with_those_of_somebody_else(name: str, ages: tuple[int, ...], other: str) -> None:
    assert names_ages(name) and not names_ages("Cấp lại thẻ căn cước")
    assert " ".join(for_ages(name, ages).split()) == other


@pytest.mark.parametrize(
    ("matter", "is_only"),
    [("cả bé 5 tuổi thêm", True), ("thang 16 tuoi", True), ("mẹ", True), ("", False), ("mẹ mất thẻ", False), ("chồng nước ngoài", False)],
)
def test_a_matter_of_nobody_but_people(matter: str, is_only: bool) -> None:
    assert only_persons(matter) is is_only


@pytest.mark.parametrize(
    "text", ["không, ý em hỏi tiền tê, tốn bao nhiêu", "ý mình hỏi lệ phí cơ, hết bao nhiêu tiền", "khong, y em la hoi may ngay xong co"]
)
async def test_a_correction_of_the_side_alone_stays_with_the_procedure(talk: Shelf, text: str) -> None:
    await talk.say("đăng ký khai sinh nộp ở đâu")
    reply = await talk.say(text)
    assert reply.meta.procedure_code == BIRTH
    assert (days(BIRTH) if "ngay" in text else fee(BIRTH)) in said(reply)

"""How an answer is taken: doubted, too long, too slow, too dear, too much; what only sounds so; and thanks around a question."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.dialogue import replies
from bot.dialogue.reactions import Reaction, reaction_in, without_courtesy
from bot.dialogue.service import DialogueService
from bot.messages import Incoming, Outcome, Reply
from knowledge.schema import Faq, Procedure
from knowledge.store import assemble
from tests.bot.dialogue.guide_talk import FIELDS, Rules
from tests.bot.dialogue.listening_talk import DEATH, MARRIAGE, Shelf, WordSearch, days, fee, offered, said

PRICE = "đăng ký kết hôn bao nhiêu tiền"
PLACE = "đăng ký kết hôn nộp ở đâu"
PAPERS = "đăng ký kết hôn cần giấy tờ gì"
CHECKED = "01/11/2026"
"""The day on which every procedure of the shelf was checked."""

DOUBTS = [
    "có chắc không em",
    "chac ko vay",
    "thiệt hông đó",
    "đúng không ạ",
    "thật hả",
    "có nhầm không vậy",
    "ai nói vậy",
    "sao tui nghe nói khác",
]
BRIEFS = [
    "dài quá",
    "noi ngan gon thoi em",
    "nói ngắn gọn lại giúp em",
    "tóm tắt đi",
    "đọc không hiểu gì hết",
    "doc hoai hong hieu",
    "dài dòng quá",
]
SLOWS = [
    "lâu quá",
    "lâu dữ vậy",
    "lau qua troi",
    "gì mà lâu rứa",
    "chi mà lâu rứa",
    "trời ơi lâu ghê",
    "tận 33 ngày lận",
    "mất cả tháng lận hả",
]
DEARS = ["đắt thế", "mắc dữ vậy", "mac du vay troi", "đắt rứa", "mắc rứa", "gì mà đắt dữ vậy", "tốn kém quá"]
HARDS = ["nhiều giấy tờ quá", "chi mà nhiều giấy tờ rứa", "rườm rà quá", "ruom ra du vay", "phức tạp quá vậy", "cực quá"]
SIGHS = {
    Reaction.DOUBT: DOUBTS,
    Reaction.BRIEF: BRIEFS,
    Reaction.SLOW: SLOWS,
    Reaction.DEAR: DEARS,
    Reaction.HARD: HARDS,
}  # fmt: skip
EVERY = [(reaction, text) for reaction, texts in SIGHS.items() for text in texts]
QUESTIONS = [
    ("mấy ngày lận", days(MARRIAGE)),
    ("may ngay co", days(MARRIAGE)),
    ("mấy ngày vậy", days(MARRIAGE)),
    ("mất bao nhiêu ngày lận", days(MARRIAGE)),
    ("lâu không ạ", days(MARRIAGE)),
    ("lau khong", days(MARRIAGE)),
    ("lâu nhất là mấy ngày", days(MARRIAGE)),
    ("có mắc không", fee(MARRIAGE)),
    ("phí cao không", fee(MARRIAGE)),
    ("bao nhiêu tiền lận", fee(MARRIAGE)),
    ("bao nhieu tien vay em", fee(MARRIAGE)),
    ("có cần nhiều giấy tờ không", "Giấy chứng sinh số 14"),
    ("nhiều giấy tờ không", "Giấy chứng sinh số 14"),
]
"""Questions that have the words of a sigh, and what answers them."""
HOW_MUCH = [
    ("bao nhiêu tiền vậy", fee(MARRIAGE)),
    ("hết nhiêu tiền vậy", fee(MARRIAGE)),
    ("nhieu tien vay em", fee(MARRIAGE)),
    ("bao nhiêu tiền thế ạ", fee(MARRIAGE)),
    ("bao lâu vậy", days(MARRIAGE)),
    ("có lâu lắm không", days(MARRIAGE)),
    ("bao nhiêu giấy tờ vậy", "Giấy chứng sinh số 14"),
]


@pytest.fixture
def talk() -> Shelf:
    return Shelf()


async def tap(talk: Shelf, value: str) -> Reply:
    """The reply to a tapped button."""
    dialogue = DialogueService(knowledge=talk.knowledge, searcher=WordSearch(), nlu=Rules(), store=talk.memory, clock=lambda: talk.at)
    reply = await dialogue.reply(Incoming(conversation_id=talk.id or None, button=value))
    talk.id = reply.conversation_id
    return reply


def leads(reply: Reply) -> list[Reaction]:
    """The reactions that a reply shows to have heard."""
    heard = {reaction: lead for reaction, lead in replies.REACTED.items() if lead in said(reply)}
    return list(heard) or ([Reaction.DOUBT] if replies.IF_TOLD_OTHERWISE in said(reply) else [])


# What a reaction is answered with


@pytest.mark.parametrize("text", DOUBTS)
async def test_a_doubt_gets_the_same_fact_with_its_source_and_day(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert (reply.meta.outcome, reply.meta.procedure_code, reply.meta.aspect) == (Outcome.ANSWERED, MARRIAGE, "fee")
    assert fee(MARRIAGE) in said(reply) and days(MARRIAGE) not in said(reply)
    assert "Đăng ký kết hôn" in said(reply) and MARRIAGE in said(reply) and CHECKED in said(reply)
    assert replies.IF_TOLD_OTHERWISE in said(reply)


async def test_a_doubt_keeps_whichever_side_was_asked_about(talk: Shelf) -> None:
    await talk.say("đăng ký kết hôn mất mấy ngày")
    reply = await talk.say("có chắc không em")
    assert reply.meta.aspect == "time" and days(MARRIAGE) in said(reply) and fee(MARRIAGE) not in said(reply)


async def test_after_a_doubt_the_talk_goes_on_where_it_was(talk: Shelf) -> None:
    await talk.say(PRICE)
    await talk.say("thật hả")
    reply = await talk.say("mất mấy ngày")
    assert reply.meta.procedure_code == MARRIAGE and days(MARRIAGE) in said(reply)


def _long() -> Procedure:
    papers = [{"name": f"Giấy tờ số {number} {'do cơ quan có thẩm quyền cấp ' * 8}".strip(), "originals": 1} for number in range(1, 15)]
    case = {"name": "Hồ sơ", "documents": papers}
    plain = {"code": MARRIAGE, "name": "Đăng ký kết hôn", "questions": [], "offices": [], "methods": "unknown", "cases": [case]}
    return Procedure.model_validate({**FIELDS, **plain})


@pytest.mark.parametrize("text", BRIEFS)
async def test_too_long_gets_a_shorter_text_and_a_button_to_all_of_it(talk: Shelf, text: str) -> None:
    talk.knowledge = assemble([_long()])
    await talk.say(PLACE)
    full = await talk.say("cần giấy tờ gì")
    reply = await talk.say(text)
    assert reply.meta.aspect == "documents" and reply.meta.procedure_code == MARRIAGE
    assert len(said(reply)) < len(said(full)) and said(reply).count("\n- ") < said(full).count("\n- ")
    assert "14 loại giấy tờ" in said(reply) and "Giấy tờ số 1 " in said(reply)
    assert offered(reply)[0] == "Xem đầy đủ"
    whole = await tap(talk, reply.replies[-1].buttons[0].value)
    assert said(whole) == said(full)


@pytest.mark.parametrize("text", BRIEFS)
async def test_too_long_stays_on_a_side_that_is_short_already(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert reply.meta.aspect == "fee" and fee(MARRIAGE) in said(reply) and "Xem đầy đủ" in offered(reply)


@pytest.mark.parametrize("text", SLOWS)
async def test_too_slow_gets_the_time(talk: Shelf, text: str) -> None:
    await talk.say(PLACE)
    reply = await talk.say(text)
    assert (reply.meta.procedure_code, reply.meta.aspect, leads(reply)) == (MARRIAGE, "time", [Reaction.SLOW])
    assert days(MARRIAGE) in said(reply)


@pytest.mark.parametrize("text", DEARS)
async def test_too_dear_gets_the_fee(talk: Shelf, text: str) -> None:
    await talk.say(PLACE)
    reply = await talk.say(text)
    assert (reply.meta.procedure_code, reply.meta.aspect, leads(reply)) == (MARRIAGE, "fee", [Reaction.DEAR])
    assert fee(MARRIAGE) in said(reply)


@pytest.mark.parametrize("text", HARDS)
async def test_too_much_trouble_gets_the_papers(talk: Shelf, text: str) -> None:
    await talk.say(PLACE)
    reply = await talk.say(text)
    assert (reply.meta.procedure_code, reply.meta.aspect, leads(reply)) == (MARRIAGE, "documents", [Reaction.HARD])
    assert "Giấy chứng sinh số 14" in said(reply)


async def test_a_doubted_faq_is_said_again_with_its_own_source(talk: Shelf) -> None:
    source = {"name": "Luật Thử nghiệm 2024"}
    told = {
        "question": "Thẻ là gì?",
        "variants": [],
        "answer": "Thẻ là một tờ bìa. Nó nhỏ. Nó xanh.",
        "topic": "Thẻ",
        "checked": "2026-11-02",
    }
    talk.knowledge = assemble([Faq.model_validate({**told, "id": "the-la-gi", "sources": [source]})])
    await tap(talk, "faq:the-la-gi")
    reply = await talk.say("có chắc không em")
    assert reply.meta.faq_id == "the-la-gi" and "Thẻ là một tờ bìa." in said(reply) and "Nó xanh." not in said(reply)
    assert "Luật Thử nghiệm 2024" in said(reply) and "02/11/2026" in said(reply)
    assert said(await tap(talk, reply.replies[-1].buttons[0].value)).startswith("Thẻ là một tờ bìa. Nó nhỏ. Nó xanh.")


# What is no reaction


@pytest.mark.parametrize(("text", "fact"), [*QUESTIONS, *HOW_MUCH])
async def test_a_question_in_the_words_of_a_sigh_is_answered_as_a_question(talk: Shelf, text: str, fact: str) -> None:
    await talk.say(PLACE)
    reply = await talk.say(text)
    assert reply.meta.procedure_code == MARRIAGE and fact in said(reply)
    assert leads(reply) == [] and "Xem đầy đủ" not in offered(reply)


@pytest.mark.parametrize("text", [texts[0] for texts in SIGHS.values()])
async def test_before_any_talk_a_reaction_answers_nothing(talk: Shelf, text: str) -> None:
    reply = await talk.say(text)
    assert reply.meta.outcome is not Outcome.ANSWERED and reply.meta.procedure_code is None and leads(reply) == []


@pytest.mark.parametrize(
    "text", ["đăng ký khai tử có phức tạp không", "lâu quá, đăng ký khai tử bao nhiêu tiền", "đắt quá. đăng ký khai tử thì bao nhiêu tiền"]
)
async def test_another_procedure_named_beside_a_sigh_is_answered(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert reply.meta.procedure_code == DEATH and leads(reply) == []


async def test_another_side_asked_beside_a_sigh_is_answered(talk: Shelf) -> None:
    await talk.say(PRICE)
    reply = await talk.say("lâu quá, nộp ở đâu vậy")
    assert (reply.meta.procedure_code, reply.meta.aspect) == (MARRIAGE, "place") and days(MARRIAGE) not in said(reply)


@pytest.mark.parametrize("text", ["mắc quá đồ ngu", "lâu quá mày ngu quá", "lâu vcl", "mắc quá địt mẹ", "lâu quá, đồ ngu"])
async def test_an_insult_inside_a_grumble_is_heard(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert any(calm in said(reply) for calm in replies.ABUSE) and leads(reply) == []


# Thanks before a question


@pytest.mark.parametrize(
    "text",
    [
        "cảm ơn em, mấy ngày",
        "cảm ơn em nhiều, cho em hỏi thêm mấy ngày",
        "cam on em cho hoi them may ngay",
        "cảm ơn nha, mà mấy ngày vậy em",
        "thanks ad, vậy mấy ngày",
        "dạ em cảm ơn ạ, cho em hỏi thêm mấy ngày",
    ],
)
async def test_thanks_with_one_more_question_answer_the_question(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert (reply.meta.procedure_code, reply.meta.aspect) == (MARRIAGE, "time") and days(MARRIAGE) in said(reply)


async def test_thanks_with_a_question_about_something_else_move_on(talk: Shelf) -> None:
    await talk.say(PRICE)
    reply = await talk.say("dạ em cảm ơn ạ, cho em hỏi thêm đăng ký khai tử mấy ngày")
    assert reply.meta.procedure_code == DEATH and days(DEATH) in said(reply)


MANY_THANKS = ["cảm ơn nhiều", "cảm ơn em nhiều nhé", "cam on nhieu nha"]


@pytest.mark.parametrize("text", ["cảm ơn em", "em cảm ơn ạ", "ok cảm ơn em nhé", *MANY_THANKS])
async def test_thanks_alone_are_no_question(talk: Shelf, text: str) -> None:
    await talk.say(PRICE)
    reply = await talk.say(text)
    assert reply.meta.outcome is Outcome.SMALLTALK and fee(MARRIAGE) not in said(reply)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("cảm ơn em, cho em hỏi thêm là nộp ở đâu", "nộp ở đâu"),
        ("dạ em cảm ơn ạ, cho em hỏi thêm đăng ký khai tử mấy ngày", "đăng ký khai tử mấy ngày"),
        ("cảm ơn em nhiều", "cảm ơn em nhiều"),
        ("nộp ở đâu, cảm ơn em", "nộp ở đâu, cảm ơn em"),
        ("Nộp ở đâu?", "Nộp ở đâu?"),
    ],
)
def test_thanks_go_only_where_a_question_stays(text: str, left: str) -> None:
    assert without_courtesy(text) == left


# By themselves


UNHEARD = [
    (Reaction.DOUBT, "rứa có chắc không"),
    (Reaction.DOUBT, "thật hả ạ"),
    (Reaction.SLOW, "răng mà lâu rứa"),
    (Reaction.BRIEF, "không hiểu gì hết trơn"),
]


@pytest.mark.parametrize(("reaction", "text"), [*EVERY, *UNHEARD])
def test_a_reaction_alone_leaves_nothing_to_answer(reaction: Reaction, text: str) -> None:
    found = reaction_in(text)
    assert found is not None and (found.reaction, found.rest) == (reaction, "")


PIECES = st.sampled_from(
    [text for _, text in EVERY]
    + [text for text, _ in QUESTIONS]
    + ["cảm ơn em", "cho em hỏi thêm", "đăng ký khai tử", "|", ".", "?!", "\n", ""]
)
TEXTS = st.text() | st.lists(PIECES | st.text(max_size=5), max_size=6).map(" ".join)


@given(TEXTS)
def test_no_text_breaks_the_reading(text: str) -> None:
    found = reaction_in(text)
    assert found is None or isinstance(found.reaction, Reaction)
    assert isinstance(without_courtesy(text), str)


@given(TEXTS.filter(str.strip))
def test_taking_thanks_away_never_leaves_nothing(text: str) -> None:
    assert without_courtesy(text).strip()


@given(st.sampled_from(EVERY), st.sampled_from(["!", "?", "...", " ạ", ", trời ơi", "\n"]))
def test_marks_and_sighs_around_it_change_no_reaction(told: tuple[Reaction, str], after: str) -> None:
    assume((told[0], told[1] + after) not in UNHEARD)
    found = reaction_in(told[1] + after)
    assert found is not None and (found.reaction, found.rest) == (told[0], "")

"""Topics: what is only named ("giấy tờ cho bé") is asked back with what may be meant, and the reply chooses among that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.dialogue.aspects import Aspect, button_value, faq_button, parse_button, parse_faq
from bot.dialogue.service import DialogueService
from bot.messages import Incoming, Outcome, Reply
from bot.nlu.results import NluResult
from knowledge.schema import Faq
from knowledge.store import Knowledge, assemble
from retriever.search import Hit
from retriever.text import fold
from tests.bot.dialogue.guide_talk import Memory, Rules
from tests.bot.dialogue.listening_talk import BIRTH, INSURANCE, MARRIAGE, START, WordSearch, days, fee, knowledge, offered, said

NAME = "giay to cho be"
CHOICES = [
    {"label": "Làm giấy khai sinh", "procedure": BIRTH},
    {"label": "Làm thẻ bảo hiểm y tế", "procedure": INSURANCE},
    {"label": "Hỏi giờ làm việc", "faq": "gio-lam-viec"},
]


def faq(**changes: object) -> Faq:
    fields = {
        "id": "chu-de-be",
        "question": "Giấy tờ cho bé có những việc nào?",
        "variants": ["giấy tờ cho bé", "chuyện giấy tờ em bé", "lo giấy cho con nhỏ"],
        "answer": "Giấy tờ cho bé có mấy việc. Anh/chị cần việc nào?",
        "topic": "Chọn đúng thủ tục",
        "choices": CHOICES,
        "sources": [{"name": "Cổng Dịch vụ công quốc gia"}],
        "checked": "2026-11-01",
    }
    return Faq.model_validate(fields | changes)


HOURS = faq(id="gio-lam-viec", question="Mấy giờ mở cửa?", variants=["mấy giờ làm"], answer="Hỏi nơi nhận hồ sơ.", choices=[])


class TopicSearch(WordSearch):
    """Finds the topic by its name; what the words of a text name beside it may lead it by ``behind``."""

    def __init__(self, topic: float, behind: float = 0.0, bare: float = 20.0) -> None:
        self.topic, self.behind, self.bare = topic, behind, bare

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        found = super().search_merged(query, k, without)
        if NAME not in fold(query.lower()) or "chu-de-be" in without:
            return found
        best = max((hit.score for hit in found), default=50.0)
        topic = Hit("faq", "chu-de-be", "Giấy tờ cho bé có những việc nào?", best - self.behind, self.topic, self.topic, bare=self.bare)
        return sorted([topic, *found], key=lambda hit: -hit.score)[:k]


class Talk:
    """One conversation over a base with a topic."""

    def __init__(self, search: WordSearch, base: Knowledge | None = None) -> None:
        plain = knowledge()
        self.knowledge = base or assemble([*plain.procedures.values(), faq(), HOURS])
        self.search, self.nlu, self.memory, self.id = search, Rules(), Memory(), ""

    async def say(self, text: str, button: str | None = None) -> Reply:
        dialogue = DialogueService(
            knowledge=self.knowledge, searcher=self.search, nlu=self.nlu, store=self.memory, clock=lambda: START
        )  # fmt: skip
        reply = await dialogue.reply(Incoming(conversation_id=self.id or None, text=text, button=button))
        self.id = reply.conversation_id
        return reply


async def test_a_topic_is_asked_back_with_its_own_labels() -> None:
    reply = await Talk(TopicSearch(0.9)).say("em cần lo giấy tờ cho bé")
    assert reply.meta.outcome is Outcome.CLARIFY
    assert "Anh/chị cần việc nào?" in said(reply)
    assert offered(reply)[:3] == ["Làm giấy khai sinh", "Làm thẻ bảo hiểm y tế", "Hỏi giờ làm việc"]


async def test_it_is_asked_back_even_where_the_search_is_not_sure_of_it() -> None:
    reply = await Talk(TopicSearch(0.2)).say("giay to cho be")
    assert reply.meta.outcome is Outcome.CLARIFY
    assert "Làm giấy khai sinh" in offered(reply)


async def test_a_topic_that_only_sounds_like_it_is_not_asked_about() -> None:
    reply = await Talk(TopicSearch(0.9, bare=8.0)).say("giay to cho be")
    assert "Làm giấy khai sinh" not in offered(reply)


async def test_the_side_asked_with_it_is_answered_by_the_choice() -> None:
    talk = Talk(TopicSearch(0.9))
    asked = await talk.say("giấy tờ cho bé hết bao nhiêu tiền")
    values = [button.value for button in asked.replies[-1].buttons]
    assert button_value(Aspect.FEE, BIRTH) in values
    reply = await talk.say("Làm thẻ bảo hiểm y tế")
    assert reply.meta.procedure_code == INSURANCE
    assert fee(INSURANCE) in said(reply) and days(INSURANCE) not in said(reply)


async def test_a_reply_in_own_words_chooses_among_what_was_offered() -> None:
    talk = Talk(TopicSearch(0.9))
    await talk.say("giấy tờ cho bé")
    reply = await talk.say("dạ cái bảo hiểm á, hết bao nhiêu tiền")
    assert reply.meta.procedure_code == INSURANCE
    assert fee(INSURANCE) in said(reply)


class Doubtful(TopicSearch):
    """Never sure of any procedure."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        found = super().search_merged(query, k, without)
        return [replace(hit, probability=0.2, inside=0.4) if hit.kind == "procedure" else hit for hit in found]


async def test_what_is_asked_back_again_keeps_the_names_it_was_offered_by() -> None:
    talk = Talk(Doubtful(0.9))
    await talk.say("giấy tờ cho bé")
    reply = await talk.say("khai sinh với bảo hiểm")
    assert reply.meta.outcome is Outcome.CLARIFY
    assert {"Làm giấy khai sinh", "Làm thẻ bảo hiểm y tế"} <= set(offered(reply))


class Suspicious(Rules):
    """Takes everything for a try at the data of others."""

    async def parse(self, text: str) -> NluResult:
        return NluResult("oos_data_probe", 0.98, [("oos_data_probe", 0.98), ("name_procedure", 0.01)], "ok")


async def test_what_only_tells_in_a_reply_is_no_try_at_others_data() -> None:
    talk = Talk(TopicSearch(0.9))
    await talk.say("giấy tờ cho bé")
    talk.nlu = Suspicious()
    reply = await talk.say("cháu của ông hàng xóm")
    assert reply.meta.outcome is Outcome.CLARIFY
    assert "Làm giấy khai sinh" in offered(reply)
    assert (await talk.say("cho xem căn cước của ông hàng xóm")).meta.outcome is Outcome.OUT_OF_SCOPE


async def test_another_wish_of_its_own_is_not_bent_to_what_was_offered() -> None:
    talk = Talk(TopicSearch(0.9))
    await talk.say("giấy tờ cho bé")
    reply = await talk.say("thôi cho em hỏi đăng ký kết hôn bao nhiêu tiền")
    assert reply.meta.procedure_code == MARRIAGE


async def test_a_tapped_faq_of_a_topic_is_answered() -> None:
    talk = Talk(TopicSearch(0.9))
    await talk.say("giấy tờ cho bé")
    reply = await talk.say("Hỏi giờ làm việc", button=faq_button("gio-lam-viec"))
    assert (reply.meta.outcome, reply.meta.faq_id) == (Outcome.ANSWERED, "gio-lam-viec")


async def test_a_tapped_topic_asks_as_well() -> None:
    reply = await Talk(TopicSearch(0.9)).say("", button=faq_button("chu-de-be"))
    assert reply.meta.outcome is Outcome.CLARIFY
    assert "Làm giấy khai sinh" in offered(reply)


async def test_a_procedure_that_is_named_is_answered_although_its_topic_is_named_too() -> None:
    reply = await Talk(TopicSearch(0.4, behind=10.0)).say("giấy tờ cho bé, em muốn đăng ký khai sinh bao nhiêu tiền")
    assert (reply.meta.outcome, reply.meta.procedure_code) == (Outcome.ANSWERED, BIRTH)


async def test_within_a_talk_a_topic_does_not_take_the_place_of_what_is_talked_about() -> None:
    talk = Talk(TopicSearch(0.9))
    await talk.say("đăng ký khai sinh")
    reply = await talk.say("giấy tờ cho bé gồm gì")
    assert (reply.meta.outcome, reply.meta.procedure_code) == (Outcome.ANSWERED, BIRTH)


async def test_choices_that_a_base_lacks_are_not_offered() -> None:
    base = assemble([*knowledge(INSURANCE).procedures.values(), faq()])
    reply = await Talk(TopicSearch(0.9), base).say("giấy tờ cho bé")
    assert "Làm giấy khai sinh" in offered(reply)
    assert not {"Làm thẻ bảo hiểm y tế", "Hỏi giờ làm việc"} & set(offered(reply))


async def test_not_knowing_within_a_talk_leads_back_to_it() -> None:
    talk = Talk(WordSearch())
    await talk.say("đăng ký khai sinh")
    reply = await talk.say("hoa lan hồ điệp trồng kiểu nào")
    assert reply.meta.outcome is Outcome.UNKNOWN
    assert "khai sinh" in said(reply).lower()
    assert {choice[1] for button in reply.replies[-1].buttons if (choice := parse_button(button.value))} == {BIRTH}


@pytest.mark.parametrize(
    "choices",
    [
        [{"label": "Một"}],
        [{"label": "Cả hai", "procedure": BIRTH, "faq": "gio-lam-viec"}, CHOICES[0]],
        [CHOICES[0]],
        [{"label": "x" * 61, "procedure": BIRTH}, CHOICES[0]],
        [{"label": " ", "procedure": BIRTH}, CHOICES[0]],
        [*CHOICES, *CHOICES, CHOICES[0]],
    ],
)
def test_choices_must_lead_somewhere_and_fit_a_button(choices: list[dict[str, str]]) -> None:
    with pytest.raises(ValidationError):
        faq(choices=choices)


def test_a_topic_is_about_what_it_offers() -> None:
    assert faq().about == [BIRTH, INSURANCE]
    assert faq(procedures=[MARRIAGE, BIRTH]).about == [MARRIAGE, BIRTH, INSURANCE]


@given(st.text(max_size=60))
def test_any_text_is_an_faq_button_or_none(value: str) -> None:
    assert parse_faq(faq_button(value)) == value
    assert (parse_faq(value) is None) is not value.startswith("faq:")

"""Playing conversations: what is sent, what is told of the replies, and what of it may be seen afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import pytest

from bot.app import RulesOnly
from bot.evaluation.report import table
from bot.evaluation.results import ConversationEvaluation
from bot.evaluation.running import ANY_DAY, Played, Stack, play, play_all
from bot.messages import Button, Incoming, Meta, Outcome, Outgoing, Reply
from knowledge.store import Knowledge
from retriever.search import Hit
from tests.bot.evaluation.conversation_files import conversation

HELLO = {"say": "xin chào", "expect": {"outcome": "smalltalk"}}
TAPPED = {"tap": "có", "expect": {"outcome": "smalltalk"}}


class Scripted:
    """Answers every message alike, with one button, and keeps what it heard."""

    def __init__(self, nlu: str = "ok", fails: bool = False) -> None:
        self.heard: list[Incoming] = []
        self.meta = Meta.model_validate({"outcome": Outcome.SMALLTALK, "nlu": nlu})
        self.fails = fails

    async def reply(self, incoming: Incoming) -> Reply:
        if self.fails:
            raise LookupError("không thấy chỉ mục")
        self.heard.append(incoming)
        said = Outgoing(text="Chào anh/chị.", buttons=[Button(label="Có ạ", value="yes")])
        return Reply(conversation_id="conversation-1", replies=[said], meta=self.meta)


class NothingFound:
    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        return []


def stack(knowledge: Callable[[date], Knowledge]) -> Stack:
    return Stack(knowledge, NothingFound(), RulesOnly())


async def test_a_conversation_goes_on_in_its_channel_with_what_was_tapped() -> None:
    dialogue = Scripted()
    played = await play(conversation(channel="zalo", turns=[HELLO, TAPPED]), dialogue)
    assert played.right
    assert dialogue.heard == [
        Incoming(text="xin chào", channel="zalo"),
        Incoming(conversation_id="conversation-1", text="Có ạ", button="yes", channel="zalo"),
    ]


async def test_each_problem_names_the_message() -> None:
    wrong = {"say": "mất ví", "expect": {"outcome": "answered", "absent": ["chào"]}}
    played = await play(conversation(turns=[wrong, HELLO]), Scripted())
    assert played.problems == ("“mất ví”: kết quả smalltalk, cần answered", "“mất ví”: có nói «chào»")
    assert not played.right


async def test_a_button_that_is_not_there_ends_the_conversation() -> None:
    dialogue = Scripted()
    played = await play(conversation(turns=[HELLO, {**TAPPED, "tap": "không"}, HELLO]), dialogue)
    assert (played.problems, len(dialogue.heard)) == (("“[không]”: không có nút nào khớp",), 1)


async def test_a_message_that_breaks_the_service_is_a_conversation_gone_wrong() -> None:
    played = await play(conversation(turns=[HELLO, HELLO]), Scripted(fails=True))
    assert played.problems == ("“xin chào”: không trả lời được, lỗi LookupError: không thấy chỉ mục",)


async def test_messages_that_rules_understood_are_counted() -> None:
    assert [(await play(conversation(turns=[HELLO, HELLO]), Scripted(nlu))).by_rules for nlu in ("ok", "degraded")] == [0, 2]


async def test_the_real_dialogue_is_played_with_a_memory_of_its_own_each_time(knowledge: Knowledge) -> None:
    """The notice that an AI is talking comes once in every conversation: the second one knows nothing of the first."""
    first, again = (
        {"say": "xin chào", "expect": {"outcome": "smalltalk", **said}} for said in ({"contains": ["trợ lý AI"]}, {"absent": ["trợ lý AI"]})
    )
    dialogues = [conversation(name=name, turns=[first, {**again, "say": "cảm ơn"}]) for name in ("a", "b")]
    done: list[int] = []
    played = await play_all(dialogues, stack(lambda _: knowledge), lambda: done.append(1))
    assert [one.problems for one in played] == [(), ()]
    assert (len(done), [one.by_rules for one in played]) == (2, [2, 2])


async def test_knowledge_is_that_of_the_conversations_day(knowledge: Knowledge) -> None:
    days: list[date] = []

    def on(day: date) -> Knowledge:
        days.append(day)
        return knowledge

    await play_all([conversation(), conversation(name="b", today=date(2027, 1, 4))], stack(on))
    assert days == [ANY_DAY, date(2027, 1, 4)]


def played(name: str, *problems: str, by_rules: int = 0, **changes: Any) -> Played:
    return Played(conversation(name=name, **changes), problems, by_rules)


@pytest.fixture
def found() -> ConversationEvaluation:
    no_marks: list[dict[str, Any]] = [{**HELLO, "say": "xin chao"}]
    return ConversationEvaluation(
        [
            played("tot"),
            played("hong", "sai một", "sai hai", channel="telegram"),
            played("kin-tot", set="held", accent="none", turns=no_marks),
            played("kin-hong", "sai kín", set="held", kind="faq"),
        ]
    )


def test_shares_are_counted_over_all_and_by_every_property(found: ConversationEvaluation) -> None:
    half, all_right, none_right = (
        {"share_right": share, "right": right, "count": count} for share, right, count in ((0.5, 1, 2), (1.0, 1, 1), (0.0, 0, 1))
    )
    assert found.as_json() == {
        "share_right": 0.5,
        "right": 2,
        "count": 4,
        "by_set": {"held": half, "work": half},
        "by_kind": {"faq": none_right, "small_talk": {"share_right": 0.6667, "right": 2, "count": 3}},
        "by_accent": {"full": {"share_right": 0.3333, "right": 1, "count": 3}, "none": all_right},
        "by_channel": {"telegram": none_right, "web": {"share_right": 0.6667, "right": 2, "count": 3}},
        "nlu": "ok",
        "turns_by_rules": 0,
        "failed": ["hong"],
    }


def test_what_was_wrong_is_shown_when_asked_for(found: ConversationEvaluation) -> None:
    assert found.as_json(show=True)["problems"] == {"hong": ["sai một", "sai hai"]}
    assert "sai hai" in table(found, show=True)
    assert "sai hai" not in table(found)


@pytest.mark.parametrize("show", [False, True])
def test_nothing_of_a_held_out_conversation_is_ever_told(found: ConversationEvaluation, show: bool) -> None:
    for text in (table(found, show=show), json.dumps(found.as_json(show=show), ensure_ascii=False)):
        assert "hong" in text
        assert "kin-" not in text
        assert "sai kín" not in text


def test_the_table_reads_well(found: ConversationEvaluation) -> None:
    lines = table(found).splitlines()
    assert lines[:5] == [
        "Hội thoại đúng trọn vẹn: 2/4 (50.0 %)",
        "Phần hiểu ngôn ngữ: ok",
        "Theo bộ:",
        "  held           1/2 (50.0 %)",
        "  work           1/2 (50.0 %)",
    ]
    assert lines[-2:] == ["Chưa đúng (các bộ held để riêng nên không in tên):", "  hong"]


def test_one_message_understood_by_rules_marks_the_whole_run() -> None:
    found = ConversationEvaluation([played("a"), played("b", by_rules=1)])
    assert (found.as_json()["nlu"], found.as_json()["turns_by_rules"]) == ("degraded", 1)
    assert "degraded (1 lượt do luật đoán ý)" in table(found)


def test_a_run_without_failures_names_none() -> None:
    found = ConversationEvaluation([played("a")])
    assert found.as_json()["failed"] == []
    assert "Chưa đúng" not in table(found)

"""What is answered to people who open, ask for help, begin anew, or send something that is no text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, get_args

import pytest

from bot.clock import VIETNAM
from bot.dialogue import replies
from bot.dialogue.service import DialogueService
from bot.dialogue.skills.happenings import RECORDED
from bot.dialogue.store import Also, TurnRecord
from bot.messages import Incoming, Kind, Outcome, Reply
from knowledge.store import Knowledge, assemble
from tests.bot.dialogue.guide_talk import CARD, GUIDED, PLAIN, Memory, Rules, Search

KINDS: tuple[Kind, ...] = get_args(Kind)
NO_TEXT = [kind for kind in KINDS if kind != "text"]
QUESTION = "làm lại thẻ cần giấy tờ gì"


class Noting(Memory):
    """Conversations in a dictionary, and the record of their turns."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[TurnRecord] = []

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        self.turns.append(turn)
        return await super().save(conversation_id, channel, state, turn, also)


class Deaf:
    """Fails when it is asked: what is no text is not searched."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Any]:
        raise AssertionError(query)


class Talk:
    """One conversation over the real dialogue."""

    def __init__(self, searcher: Any = None, knowledge: Knowledge | None = None) -> None:
        self.memory, self.searcher = Noting(), searcher or Search()
        self.knowledge = knowledge or assemble([GUIDED, PLAIN])
        self.id: str | None = None
        self.last: Reply | None = None

    async def say(self, text: str = "", kind: Kind = "text") -> str:
        """All that is said to a message, or to what happened."""
        dialogue = DialogueService(
            knowledge=self.knowledge, searcher=self.searcher, nlu=Rules(), store=self.memory,
            clock=lambda: datetime(2026, 11, 22, 10, tzinfo=VIETNAM),
        )  # fmt: skip
        self.last = await dialogue.reply(Incoming(conversation_id=self.id, text=text, kind=kind, channel="telegram"))
        self.id = self.last.conversation_id
        return "\n".join(reply.text for reply in self.last.replies)

    @property
    def buttons(self) -> dict[str, str]:
        """Labels and values of the buttons of the last reply."""
        assert self.last is not None
        return {button.label: button.value for reply in self.last.replies for button in reply.buttons}

    @property
    def outcome(self) -> Outcome:
        """What became of the last message."""
        assert self.last is not None
        return self.last.meta.outcome


@pytest.mark.parametrize("kind", NO_TEXT)
async def test_each_kind_is_answered_without_searching_and_without_keeping_what_came_with_it(kind: Kind) -> None:
    talk = Talk(searcher=Deaf())
    said = await talk.say("0912345678 Nguyễn Văn A", kind)
    assert said and "0912345678" not in said and "Nguyễn" not in said
    assert [turn.text for turn in talk.memory.turns] == [RECORDED[kind]]
    assert RECORDED[kind].startswith("[") and "Nguyễn" not in str(talk.memory.states)


def test_every_kind_has_a_word_of_its_own_in_the_record() -> None:
    assert set(RECORDED) == set(NO_TEXT)
    assert len(set(RECORDED.values())) == len(NO_TEXT)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("start", "smalltalk"), ("help", "smalltalk"), ("reset", "smalltalk"), ("photo", "clarify"), ("voice", "clarify"), ("file", "clarify"),
     ("location", "clarify"), ("sticker", "smalltalk"), ("contact", "clarify"), ("old_button", "clarify"), ("too_many", "error")],
)  # fmt: skip
async def test_the_outcome_tells_what_became_of_it(kind: Kind, outcome: str) -> None:
    talk = Talk()
    await talk.say(kind=kind)
    assert talk.outcome == outcome


@pytest.mark.parametrize(
    ("kind", "part"),
    [("photo", "đừng gửi ảnh căn cước"), ("photo", "gõ giúp"), ("voice", "gõ giúp"), ("file", "đừng gửi giấy tờ"), ("location", "xã, phường"),
     ("contact", "không giữ"), ("too_many", "một phút"), ("help", "xóa dữ liệu của tôi"), ("help", "1800 1096"), ("old_button", "đã cũ")],
)  # fmt: skip
async def test_people_are_told_what_to_do_instead(kind: Kind, part: str) -> None:
    assert part in await Talk().say(kind=kind)


async def test_opening_greets_as_an_ai_with_examples_and_the_notice_once() -> None:
    talk = Talk()
    said = await talk.say(kind="start")
    assert said.count("trợ lý AI") == 1 and said.count("90 ngày") == 1
    assert 3 <= said.count("\n- ") <= 4
    assert "90 ngày" not in await talk.say(kind="start")


@pytest.mark.parametrize("kind", [kind for kind in NO_TEXT if kind not in ("reset", "too_many")])
async def test_a_question_left_open_can_be_gone_on_with(kind: Kind) -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.say(kind=kind)
    assert any(value.startswith(f"guide:{CARD}:start") for value in talk.buttons.values())
    assert "Ai sẽ đi nộp hồ sơ?" in await talk.say("bị mất")


@pytest.mark.parametrize("kind", ["start", "help", "photo", "sticker", "location"])
async def test_the_topic_is_not_forgotten(kind: Kind) -> None:
    talk = Talk(knowledge=assemble([GUIDED.model_copy(update={"questions": []}), PLAIN]))
    await talk.say("thẻ")
    await talk.say(kind=kind)
    await talk.say("bao lâu thì xong")
    assert talk.last is not None and talk.last.meta.procedure_code == CARD


async def test_cancelling_forgets_the_topic() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    assert await talk.say(kind="reset") == replies.RESET_GUIDE
    assert talk.buttons == {}
    await talk.say("bị mất")
    assert talk.last is not None and talk.last.meta.procedure_code is None
    assert await talk.say(kind="reset") == replies.START_OVER


async def test_cancelling_drops_the_question_whether_to_erase() -> None:
    talk = Talk()
    await talk.say("xóa dữ liệu của tôi")
    assert await talk.say(kind="reset") == replies.RESET_ERASING
    await talk.say("có")
    assert talk.outcome is not Outcome.ERASED and talk.memory.states


async def test_what_was_over_the_limit_leaves_the_choices_as_they_were() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.say("1", kind="too_many")
    assert talk.buttons == {}
    assert "Ai sẽ đi nộp hồ sơ?" in await talk.say("1")


async def test_an_old_button_offers_the_procedure_being_talked_about_and_its_buttons_work() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    assert GUIDED.name in await talk.say(kind="old_button")
    label = next(label for label, value in talk.buttons.items() if value == f"aspect:time:{CARD}")
    await talk.say(label)
    assert (talk.outcome, talk.last and talk.last.meta.aspect) == (Outcome.ANSWERED, "time")


async def test_an_old_button_of_a_procedure_that_is_gone_asks_to_write() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    talk.knowledge = assemble([PLAIN])
    assert await talk.say(kind="old_button") == replies.OLD_BUTTON
    assert talk.buttons == {}


@pytest.mark.parametrize("text", ["xóa hết", "có", "1"])
async def test_happenings_need_no_question_to_be_open(text: str) -> None:
    talk = Talk()
    await talk.say(kind="photo")
    await talk.say(text)
    assert talk.outcome is not Outcome.ERASED

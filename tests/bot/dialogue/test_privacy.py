"""Erasing on request: what asks for it and what does not, the question back, and that nothing is left in the database."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import VIETNAM
from bot.db import Database
from bot.dialogue import replies
from bot.dialogue.service import DialogueService, Memory
from bot.dialogue.skills.privacy import NO, YES, asks
from bot.dialogue.store import ConversationRow, ConversationStore, TurnRow
from bot.messages import ChannelName, Incoming, Kind, Outcome, Reply
from knowledge.store import assemble
from retriever.text import fold
from tests.bot.dialogue import guide_talk
from tests.bot.dialogue.guide_talk import GUIDED, PLAIN, Rules, Search

SAID: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "data" / "erasing.yaml").read_text("utf-8"))
REQUEST = "xóa dữ liệu của tôi"
START = datetime(2026, 11, 22, 10, tzinfo=VIETNAM)
ID = "conversation-1"


class Talk:
    """One conversation over the real dialogue, with a clock that can be put forward."""

    def __init__(self, memory: Memory | None = None, **settings: Any) -> None:
        self.memory: Memory = memory or guide_talk.Memory()
        self.at, self.settings = START, settings
        self.last: Reply | None = None

    async def say(self, text: str = "", *, button: str | None = None, kind: Kind = "text", channel: ChannelName = "web") -> str:
        """All that is said to a message."""
        dialogue = DialogueService(
            knowledge=assemble([GUIDED, PLAIN]), searcher=Search(), nlu=Rules(), store=self.memory, clock=lambda: self.at, **self.settings
        )  # fmt: skip
        self.last = await dialogue.answer(ID, Incoming(conversation_id=ID, text=text, button=button, kind=kind, channel=channel))
        return "\n".join(reply.text for reply in self.last.replies)

    @property
    def outcome(self) -> str:
        """What became of the last message."""
        assert self.last is not None
        return str(self.last.meta.outcome)

    @property
    def choices(self) -> list[str]:
        """The values of the buttons of the last reply."""
        assert self.last is not None
        return [button.value for reply in self.last.replies for button in reply.buttons]

    async def remembers(self) -> bool:
        """Whether anything of the conversation is stored."""
        return await self.memory.load(ID) is not None


# What asks for it


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert min(len(set(sentences)) for sentences in SAID.values()) >= 60


@pytest.mark.parametrize("text", SAID["asked"])
def test_who_wants_it_all_erased_is_understood(text: str) -> None:
    assert asks(text)
    assert asks(fold(text).upper())
    assert asks(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", SAID["not_asked"])
def test_procedures_other_people_and_beginning_anew_are_left_alone(text: str) -> None:
    assert not asks(text)
    assert not asks(fold(text))


COURTESIES = ["dạ", "ạ", "em chào anh chị", "giúp em với", "nhé", "ngay", "cho tôi", "bạn ơi", "làm ơn", "xin"]


@given(st.sampled_from(["xóa dữ liệu của tôi", "xóa hết tin nhắn", "xóa thông tin cá nhân"]), *[st.sampled_from(COURTESIES)] * 2)
def test_courtesy_changes_nothing(request_: str, before: str, after: str) -> None:
    assert asks(f"{before} {request_} {after}")


@given(st.sampled_from(["xóa đăng ký thường trú", "xóa án tích", "xóa thế chấp", "hủy hồ sơ"]), *[st.sampled_from(COURTESIES)] * 2)
def test_courtesy_makes_no_request_of_a_procedure(named: str, before: str, after: str) -> None:
    assert not asks(f"{before} {named} của tôi {after}")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert asks(text) in (True, False)


def test_the_names_of_procedures_ask_for_nothing(root: Path) -> None:
    files = sorted((root / "knowledge" / "procedures").rglob("*.yaml"))
    names = [yaml.safe_load(file.read_text("utf-8"))["name"] for file in files]
    assert len(names) > 50
    assert [name for name in names if asks(name) or asks(f"{name} của tôi") or asks(fold(name))] == []


def test_what_the_language_model_learns_of_procedures_asks_for_nothing(root: Path) -> None:
    texts = [
        line.strip().removeprefix("- ")
        for intent in ("name_procedure", "ask_how", "ask_documents", "account_help", "dossier_status", "correction")
        for line in (root / "nlu_data" / "intents" / f"{intent}.yml").read_text("utf-8").splitlines()
    ]
    assert len(texts) > 1000
    assert [text for text in texts if asks(text)] == []


# The question back


@pytest.mark.parametrize("text", ["xóa dữ liệu của tôi", "delete my data", "xoa het tin nhan cua toi di"])
async def test_it_is_asked_back_with_two_buttons_before_anything_is_erased(text: str) -> None:
    talk = Talk()
    await talk.say("làm lại thẻ cần giấy tờ gì")
    assert "không lấy lại được" in await talk.say(text)
    assert (talk.outcome, talk.choices) == (Outcome.CLARIFY, [YES, NO])
    assert await talk.remembers()


@pytest.mark.parametrize(
    "yes",
    ["có", "co", "đồng ý", "dong y", "Đồng ý!", "xóa đi", "xoa di", "xóa hết", "1", "ok", "ừ xóa đi", "vâng ạ", "có, xóa hết đi",
     "chắc chắn", "dạ đồng ý xóa ạ", "có, xóa dữ liệu của tôi đi", "yes", "👍", "xác nhận"],
)  # fmt: skip
async def test_a_typed_yes_erases(yes: str) -> None:
    talk = Talk()
    await talk.say(REQUEST)
    assert replies.ERASED in await talk.say(yes)
    assert talk.outcome == Outcome.ERASED
    assert not await talk.remembers()


@pytest.mark.parametrize(
    "no",
    ["không", "khong", "thôi", "Thôi khỏi", "không xóa nữa", "đừng xóa", "giữ lại", "2", "k", "hủy", "để sau nhé", "không, cảm ơn", "👎", "no",
     "nhầm, em bấm nhầm"],
)  # fmt: skip
async def test_a_typed_no_keeps_everything(no: str) -> None:
    talk = Talk()
    await talk.say("làm lại thẻ cần giấy tờ gì")
    await talk.say(REQUEST)
    assert await talk.say(no) == replies.NOT_ERASED
    assert talk.outcome == Outcome.SMALLTALK
    assert await talk.remembers()


@pytest.mark.parametrize("later", ["có", "đồng ý", "xóa đi", "1"])
@pytest.mark.parametrize("other", ["làm lại thẻ cần giấy tờ gì", "có cần giấy tờ gì không", "lệ phí", "xóa thế chấp", "cảm ơn", "xin chào"])
async def test_anything_else_drops_the_question_and_is_answered(other: str, later: str) -> None:
    talk = Talk()
    await talk.say(REQUEST)
    await talk.say(other)
    assert talk.outcome != Outcome.ERASED and YES not in talk.choices
    await talk.say(later)
    assert talk.outcome != Outcome.ERASED
    assert await talk.remembers()


@pytest.mark.parametrize(
    "doubtful",
    [
        "có mất hồ sơ không",
        "xóa thì sao",
        "xóa đi?",
        "không sao",
        "có thể hoàn tác không",
        "không biết nữa",
        "có ai đọc được không",
        "đồng ý kết hôn",
        "xóa tạm trú",
        "",
    ],
)
async def test_what_is_no_clear_yes_erases_nothing(doubtful: str) -> None:
    talk = Talk()
    await talk.say(REQUEST)
    await talk.say(doubtful)
    assert talk.outcome != Outcome.ERASED
    assert await talk.remembers()


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "start", "help", "old_button", "location"])
async def test_a_message_that_is_no_text_drops_the_question_too(kind: Kind) -> None:
    talk = Talk()
    await talk.say(REQUEST)
    await talk.say(kind=kind)
    await talk.say("có")
    assert talk.outcome != Outcome.ERASED and await talk.remembers()


async def test_a_message_over_the_limit_was_not_read_and_leaves_the_question_open() -> None:
    talk = Talk()
    await talk.say(REQUEST)
    await talk.say("có", kind="too_many")
    assert talk.outcome == Outcome.ERROR
    await talk.say("1")
    assert talk.outcome == Outcome.ERASED


@pytest.mark.parametrize(("minutes", "erased"), [(9.9, True), (10, True), (10.1, False), (29, False), (31, False), (-1, False)])
@pytest.mark.parametrize("button", [YES, None])
async def test_the_question_is_open_for_ten_minutes(minutes: float, erased: bool, button: str | None) -> None:
    talk = Talk()
    await talk.say("làm lại thẻ cần giấy tờ gì")
    await talk.say(REQUEST)
    talk.at += timedelta(minutes=minutes)
    await talk.say("Xóa hết" if button else "có", button=button)
    assert (talk.outcome == Outcome.ERASED, await talk.remembers()) == (erased, not erased)


async def test_a_button_of_yesterday_asks_anew_and_can_then_be_confirmed() -> None:
    talk = Talk()
    await talk.say(REQUEST)
    talk.at += timedelta(days=1)
    await talk.say("Xóa hết", button=YES)
    assert (talk.outcome, talk.choices) == (Outcome.CLARIFY, [YES, NO])
    await talk.say("Xóa hết", button=YES)
    assert talk.outcome == Outcome.ERASED


async def test_a_second_tap_on_yes_tells_that_nothing_is_left_and_stores_nothing() -> None:
    talk = Talk()
    await talk.say(REQUEST)
    await talk.say("Xóa hết", button=YES)
    assert replies.NOTHING_TO_ERASE in await talk.say("Xóa hết", button=YES)
    assert talk.outcome == Outcome.ERASED and not await talk.remembers()


async def test_a_request_repeated_is_asked_back_again_and_not_taken_for_a_yes() -> None:
    talk = Talk()
    for _ in range(3):
        await talk.say(REQUEST)
        assert (talk.outcome, talk.choices) == (Outcome.CLARIFY, [YES, NO])
    await talk.say("có")
    assert talk.outcome == Outcome.ERASED


async def test_danger_is_answered_before_data() -> None:
    talk = Talk()
    assert "114" in await talk.say("cháy nhà rồi cứu với, xóa dữ liệu của tôi")
    await talk.say("xóa dữ liệu của tôi")
    assert "114" in await talk.say("có cháy nhà")
    assert talk.outcome == Outcome.EMERGENCY and await talk.remembers()


@pytest.mark.parametrize(("channel", "where"), [("web", "trình duyệt"), ("telegram", "Telegram"), ("zalo", "Zalo"), ("cli", "màn hình")])
async def test_it_is_said_what_has_to_be_erased_elsewhere(channel: ChannelName, where: str) -> None:
    talk = Talk()
    await talk.say(REQUEST, channel=channel)
    assert where in await talk.say(button=YES, channel=channel)


# From every state


@pytest.mark.parametrize(
    "before",
    [[], ["làm lại thẻ cần giấy tờ gì"], ["làm lại thẻ cần giấy tờ gì", "bị mất"], ["gặp nhân viên"], ["hồ sơ của tôi đến đâu rồi"],
     ["đồ ngu", "đồ ngu"], ["cháy nhà rồi"], ["a" * 5000], ["làm lại thẻ cần giấy tờ gì", REQUEST, "không"], ["xin chào", REQUEST, "có"]],
)  # fmt: skip
async def test_it_works_from_every_state(before: list[str]) -> None:
    talk = Talk()
    for text in before:
        await talk.say(text)
    await talk.say(REQUEST)
    assert (talk.outcome, talk.choices) == (Outcome.CLARIFY, [YES, NO])
    await talk.say("có")
    assert talk.outcome == Outcome.ERASED and not await talk.remembers()


async def test_a_guide_under_way_waits_for_the_answer_and_goes_on_after_a_no() -> None:
    talk = Talk()
    await talk.say("làm lại thẻ cần giấy tờ gì")
    await talk.say("bị mất")
    await talk.say(REQUEST)
    await talk.say("không")
    assert [choice for choice in talk.choices if choice.startswith("guide:")] != []
    assert "Ai sẽ đi nộp hồ sơ?" in await talk.say("1")


async def test_after_erasing_the_conversation_starts_from_zero_with_the_notice_again() -> None:
    talk = Talk()
    first = await talk.say("xin chào")
    await talk.say("làm lại thẻ cần giấy tờ gì")
    await talk.say(REQUEST)
    erased = await talk.say("có")
    assert REQUEST in first and REQUEST not in erased
    assert await talk.say("xin chào") == first
    assert REQUEST not in await talk.say("lệ phí") and talk.outcome != Outcome.ANSWERED


# The notice


@pytest.mark.parametrize("text", ["xin chào", "làm lại thẻ cần giấy tờ gì", "asdkjh qwe", "", "a" * 5000, "gặp nhân viên", REQUEST])
async def test_the_first_reply_tells_once_who_answers_what_is_stored_and_how_to_erase_it(text: str) -> None:
    talk = Talk(retention_days=45, privacy_url="https://motcua.example.vn/quyen-rieng-tu")
    first = await talk.say(text)
    for part in ("trợ lý AI", "45 ngày", "“xóa dữ liệu của tôi”", "https://motcua.example.vn/quyen-rieng-tu"):
        assert first.count(part) == 1
    second = await talk.say("xin chào")
    assert "45 ngày" not in second and "https://motcua" not in second


async def test_the_notice_is_short_and_names_no_page_where_none_is_public() -> None:
    talk = Talk()
    notice = (await talk.say("gặp nhân viên")).split("\n\n")[-1]
    assert notice.startswith(replies.DISCLOSURE) and "http" not in notice
    assert len(notice) < 260 and notice.count(". ") <= 3


async def test_who_is_in_danger_reads_the_numbers_first_and_the_notice_with_the_next_reply() -> None:
    talk = Talk()
    danger = await talk.say("cháy nhà rồi")
    assert "trợ lý AI" in danger and "90 ngày" not in danger
    assert "90 ngày" in await talk.say("cảm ơn")
    assert "90 ngày" not in await talk.say("cảm ơn")


async def test_the_notice_is_not_repeated_after_a_silence() -> None:
    talk = Talk()
    await talk.say("xin chào")
    talk.at += timedelta(days=3)
    assert "90 ngày" not in await talk.say("làm lại thẻ cần giấy tờ gì")


# The database


async def rows(database: Database) -> tuple[int, int]:
    """How many conversations and turns there are."""
    async with database.read() as session:
        counts = [await session.scalar(select(func.count()).select_from(table)) for table in (ConversationRow, TurnRow)]
    return counts[0] or 0, counts[1] or 0


async def test_erasing_leaves_no_row_of_the_conversation_and_all_rows_of_others(database: Database) -> None:
    talk, other = Talk(ConversationStore(database)), DialogueService(
        knowledge=assemble([GUIDED]), searcher=Search(), nlu=Rules(), store=ConversationStore(database)
    )  # fmt: skip
    await other.reply(Incoming(text="xin chào"))
    for text in ("làm lại thẻ cần giấy tờ gì", "bị mất", REQUEST):
        await talk.say(text)
    assert await rows(database) == (2, 4)
    await talk.say("đồng ý")
    assert await rows(database) == (1, 1)
    assert talk.last is not None and talk.last.turn is None
    await talk.say("xin chào")
    assert await rows(database) == (2, 2)


async def test_what_belongs_to_the_erasure_is_done_with_it_or_nothing_is_erased(database: Database) -> None:
    talk = Talk(store := ConversationStore(database))
    await talk.say(REQUEST)
    dialogue = DialogueService(knowledge=assemble([GUIDED]), searcher=Search(), nlu=Rules(), store=store, clock=lambda: START)

    async def fails(_: AsyncSession, __: int) -> None:
        raise RuntimeError("the outbox is full")

    with pytest.raises(RuntimeError):
        await dialogue.answer(ID, Incoming(conversation_id=ID, button=YES), lambda _: fails)
    assert await rows(database) == (1, 1)
    done: list[int] = []

    async def notes(_: AsyncSession, number: int) -> None:
        done.append(number)

    reply = await dialogue.answer(ID, Incoming(conversation_id=ID, button=YES), lambda _: notes)
    assert (reply.meta.outcome, done, await rows(database)) == (Outcome.ERASED, [0], (0, 0))

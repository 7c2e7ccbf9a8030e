"""One suite over all channels: what a person does and gets is the same everywhere, within what each channel can show."""

from __future__ import annotations

import asyncio
import re
from datetime import date

import pytest

from bot.channels.contract import Limits
from bot.channels.splitting import size
from bot.channels.tables import InboxRow, OutboxRow
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.dialogue import replies
from bot.messages import Button, Card, Incoming, Outcome, Outgoing, Reply, SourceNote
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.opening import EVERYWHERE, MESSAGING, Opening, always, choices, echo, hurry, now, reply, texts

everywhere = pytest.mark.parametrize("name", EVERYWHERE)
messaging = pytest.mark.parametrize("name", MESSAGING)

PAGE = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet.html?ma=1.000001&x=1"


@pytest.fixture
def opening(settings: Settings, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Opening:
    hurry(monkeypatch)
    return Opening(settings, knowledge)


def words(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@everywhere
async def test_what_a_person_writes_is_answered(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        assert (await line.say("Làm khai sinh ở đâu?")).status_code == 200
        assert texts(await line.received(1)) == ["Làm khai sinh ở đâu?"]
        await line.service.settled()
        assert await line.service.turns() == [("Làm khai sinh ở đâu?", "answered")]


@everywhere
async def test_several_replies_stay_in_order(opening: Opening, name: str) -> None:
    async def script(incoming: Incoming) -> Reply:
        return reply(*(f"{incoming.text} {number}" for number in range(4))).model_copy(update={"conversation_id": incoming.conversation_id})

    async with opening(name, script) as line:
        for question in ("a", "b"):
            await line.say(question)
        assert texts(await line.received(8)) == [f"{question} {number}" for question in "ab" for number in range(4)]


LONG = "\n\n".join(f"Bước {n}. Anh/chị nộp hồ sơ ở bộ phận một cửa, " + "mang theo giấy tờ bản chính để đối chiếu. " * 9 for n in range(22))


@messaging
async def test_a_reply_beyond_the_limit_arrives_whole_in_several_messages(opening: Opening, name: str) -> None:
    async with opening(name, always(Outgoing(text=LONG, buttons=choices("Lệ phí")))) as line:
        limits: Limits = line.service.delivery.channels[name].limits
        await line.say("hỏi")
        await line.service.settled(OutboxRow, "sent")
        heard = line.heard()
        assert words("".join(texts(heard))) == words(LONG)
        assert len(heard) > 1
        assert all(size(one.text, utf16=limits.utf16) <= limits.text and one.text[-1] in ".," for one in heard)
        assert [one.labels for one in heard] == [()] * (len(heard) - 1) + [("Lệ phí",)]


@messaging
async def test_choices_beyond_the_limit_become_numbers(opening: Opening, name: str) -> None:
    labels = [f"Trường hợp {n}" for n in range(1, 14)]
    async with opening(name, always(Outgoing(text="Anh/chị thuộc trường hợp nào?", buttons=choices(*labels)))) as line:
        await line.say("hỏi")
        (heard,) = await line.received(1)
        assert heard.labels == ()
        assert [f"{n}. {label}" for n, label in enumerate(labels, 1)] == re.findall(r"(?m)^\d+\. .+$", heard.text)


@messaging
async def test_twelve_choices_come_as_each_channel_can(opening: Opening, name: str) -> None:
    labels = [f"Trường hợp {n}" for n in range(1, 13)]
    async with opening(name, always(Outgoing(text="Chọn nhé", buttons=choices(*labels)))) as line:
        await line.say("hỏi")
        (heard,) = await line.received(1)
        assert heard.labels == (tuple(labels) if name == "telegram" else ())
        assert all(label in heard.labels or f". {label}\n" in f"{heard.text}\n" for label in labels)


@messaging
async def test_a_typed_number_picks_the_choice(opening: Opening, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr({"telegram": Telegram, "zalo": Zalo}[name], "limits", Limits(text=2000, buttons=1, label=60, links=1))
    async with opening(name) as line:
        await line.say("xóa dữ liệu của tôi")
        (asked,) = await line.received(1)
        assert f"1. {replies.ERASE_YES}\n2. {replies.ERASE_NO}" in asked.text
        await line.say("2")
        assert texts(await line.received(2))[1] == replies.NOT_ERASED
        await line.say("xóa dữ liệu của tôi")
        await line.received(3)
        await line.say("1")
        assert texts(await line.received(4))[3].startswith(replies.ERASED)


@everywhere
async def test_a_tap_brings_back_the_whole_value(opening: Opening, name: str) -> None:
    value = "guide:1.004194:" + "đối-tượng=người-nước-ngoài;" * 6 + "x" * 23
    assert len(value) == 200
    async with opening(name, always(Outgoing(text="Chọn nhé", buttons=[Button(label="Người nước ngoài", value=value)]))) as line:
        await line.say("hỏi")
        await line.received(1)
        await line.tap("Người nước ngoài")
        assert texts(await line.received(2))[1] == value
        await line.service.settled()
        assert (await line.service.turns())[1][0] == "Người nước ngoài"


@messaging
async def test_card_and_sources_arrive_as_text_and_link(opening: Opening, name: str) -> None:
    said = Outgoing(
        text="Được miễn lệ phí.",
        card=Card(title="Đăng ký khai sinh", subtitle="Mã 1.001193", url=PAGE, url_label="Mở trang dịch vụ"),
        sources=[SourceNote(title="Đăng ký khai sinh", code="1.001193", decision="Quyết định 1/QĐ", url=PAGE, checked=date(2026, 11, 20))],
        buttons=choices("Lệ phí"),
    )
    async with opening(name, always(said)) as line:
        await line.say("hỏi")
        (heard,) = await line.received(1)
    assert (heard.labels, heard.links) == (("Lệ phí",), (PAGE,))
    lines = heard.text.split("\n")
    assert [one for one in lines if one][:3] == ["Được miễn lệ phí.", "Đăng ký khai sinh", "Mã 1.001193"]
    assert lines[-2:] == ["Nguồn: Đăng ký khai sinh (mã 1.001193), Quyết định 1/QĐ, kiểm tra ngày 20/11/2026", PAGE]


CHARACTERS = [
    "<b>đậm</b> &amp; <i>nghiêng</i>",
    '<b>đậm</b> & &amp; &lt;script&gt; "x" \'y\' <a href="https://a.vn">a</a> <!-- -->',
    "_*[]()~`>#+-=|{}.!\\ **đậm** __gạch__ [a](https://a.vn) ```mã``` {{x}} %s \\u0041 \\n",
    "👩‍👩‍👧 👍🏽 ❤️ 🇻🇳 e\u0302\u0301 ư\u0323 𝒳 \u200bẩn\u200b مرحبا 你好",
    ("Xã Tân Lập, 👍🏽 tỉnh. " * 200)[:4000].rstrip(),
]
"""Markup that a platform would read, and such as it would refuse, characters of several parts, and the longest message."""


@everywhere
async def test_every_character_arrives_as_it_is(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        for count, text in enumerate(CHARACTERS, 1):
            await line.say(text)
            await line.received(count)
        async with asyncio.timeout(10):
            while words("".join(texts(line.heard()))) != words("".join(CHARACTERS)):
                await asyncio.sleep(0.02)
        assert texts(line.heard())[:4] == CHARACTERS[:4]


@everywhere
async def test_the_same_event_twice_is_answered_once(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        first = await line.say("một")
        assert (await line.replay()).content == first.content
        again = await asyncio.gather(*(line.replay() for _ in range(8)))
        assert {one.status_code for one in again} == {200}
        await line.quiet()
        assert await line.service.turns() == [("một", "answered")]
        assert texts(line.heard()) == ["một"]


@everywhere
async def test_one_person_is_answered_in_order_and_people_beside_each_other(opening: Opening, name: str) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        if incoming.text == "chậm":
            await hold.wait()
        return await echo(incoming)

    async with opening(name, script) as line:
        slow = asyncio.create_task(line.say("chậm"))
        await asyncio.sleep(0.1)
        if name != "web":
            await slow
            for number in range(5):
                await line.say(str(number))
        await line.say("nhanh", 2)
        assert texts(await line.received(1, 2)) == ["nhanh"]
        assert line.heard() == []
        hold.set()
        await slow
        wanted = ["chậm", *("01234" if name != "web" else "")]
        assert texts(await line.received(len(wanted))) == wanted


SENTENCES = {
    "photo": replies.PHOTO,
    "voice": replies.VOICE,
    "file": replies.FILE,
    "location": replies.LOCATION,
    "sticker": replies.STICKER,
    "contact": replies.CONTACT,
}


@messaging
async def test_what_is_no_text_gets_a_sentence_and_is_not_kept(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.say("xin chào")
        for count, kind in enumerate(SENTENCES, 1):
            await line.received(count)
            await line.bring(line.attached(kind))
        assert texts(await line.received(7))[1:] == list(SENTENCES.values())
        sent = await line.service.settled(OutboxRow, "sent")
        kept = str([vars(row) for row in [*sent, *await line.service.rows(InboxRow)]]) + str(await line.service.turns())
        assert "[ảnh]" in kept
        assert not [secret for secret in ("zalo.example", "84900000000", "105.85", "photo-file") if secret in kept]


@messaging
async def test_who_begins_is_greeted_and_told_what_is_stored(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.follow()
        (first,) = await line.received(1)
        assert first.text.startswith(replies.START)
        assert replies.STORED.format(days=90) in first.text
        await line.say("xin chào")
        assert "được lưu 90 ngày" not in texts(await line.received(2))[1]


@messaging
async def test_who_leaves_gets_nothing_more_until_they_come_back(opening: Opening, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.outbox.pause", lambda attempts: 0.7)
    async with opening(name, echo) as line:
        line.fake.fail(times=1000, kind="5xx", on="essage")
        await line.say("một")
        async with asyncio.timeout(10):
            while not any(row.error for row in await line.service.rows(OutboxRow)):
                await asyncio.sleep(0.01)
        await line.leave()
        line.fake.faults.clear()
        line.fake.blocked, line.fake.last_heard = set(), {line.user(1): now()} if name == "zalo" else {}  # a platform that would take it
        (row,) = await line.service.settled(OutboxRow, "dead")
        assert row.error == "unfollowed"
        await line.quiet(1)
        assert line.heard() == []
        await line.follow()
        assert texts(await line.received(1)) == ["[start]"]


@messaging
async def test_who_leaves_while_being_answered_gets_nothing_more(opening: Opening, name: str) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        await hold.wait()
        return await echo(incoming)

    async with opening(name, script) as line:
        await line.say("một")
        await asyncio.sleep(0.2)
        await line.leave()
        hold.set()
        await line.quiet()
        assert line.heard() == []
        (row,) = await line.service.settled(OutboxRow, "dead")
        assert row.attempts <= 1


async def test_telegram_shows_that_an_answer_is_being_written(opening: Opening) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        await hold.wait()
        return reply(Outgoing(text=incoming.button or "đây", buttons=choices("Lệ phí")))

    async with opening("telegram", script) as line:
        await line.say("hỏi")
        async with asyncio.timeout(10):
            while not line.fake.actions:
                await asyncio.sleep(0.01)
        assert ([(one.chat_id, one.action) for one in line.fake.actions], line.heard()) == ([(line.chat(1), "typing")], [])
        hold.set()
        await line.received(1)
        await line.tap("Lệ phí")
        await line.received(2)
        async with asyncio.timeout(10):
            while not line.fake.answered_callbacks:
                await asyncio.sleep(0.01)


COMMANDS = {
    "/start": replies.START,
    "/help": replies.HELP,
    "/help@motcua_test_bot": replies.HELP,
    "/huy": replies.START_OVER,
    "/HUY": replies.START_OVER,
    "/khongco": replies.HELP,
    "/xoadulieu": replies.ERASE_ASK,
}


async def test_commands_of_telegram(opening: Opening) -> None:
    async with opening("telegram") as line:
        for who, command in enumerate(COMMANDS):
            await line.say(command, who)
        heard = [(await line.received(1, who))[0].text for who in range(len(COMMANDS))]
    assert [text.startswith(sentence) for text, sentence in zip(heard, COMMANDS.values(), strict=True)] == [True] * len(COMMANDS), heard


async def test_the_command_for_a_person_is_a_wish_to_be_handed_over(opening: Opening) -> None:
    async with opening("telegram") as line:
        await line.say("/nhanvien")
        await line.received(1)
        await line.service.settled()
        ((_, outcome),) = await line.service.turns()
        assert outcome == Outcome.HANDOFF


async def test_one_dialogue_comes_to_the_same_on_every_channel(opening: Opening) -> None:
    said = ["xin chào", "asdf qwer zxcv uiop", "cho mình gặp nhân viên", "xóa dữ liệu của tôi"]
    async with opening.all(EVERYWHERE) as lines:
        for line in lines.values():
            for count, text in enumerate(said, 1):
                await line.say(text)
                await line.received(count)
            await line.service.settled()
        turns = await line.service.turns()
        outcomes = {name: [outcome for _, outcome in turns[n * 4 : n * 4 + 4]] for n, name in enumerate(EVERYWHERE)}
        assert outcomes["telegram"] == outcomes["zalo"] == outcomes["web"]
        for line in lines.values():
            await line.tap(replies.ERASE_YES)
            assert texts(await line.received(5))[4].startswith(replies.ERASED)
            await line.service.settled()
        assert await line.service.turns() == []

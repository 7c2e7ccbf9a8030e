"""What comes wrong, twice, late, too large or at a bad moment: refused or answered as said, stored whole or not at all, never lost."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.tables import ButtonRow, InboxRow, OutboxRow, PersonRow
from bot.db import Database
from bot.dialogue import replies
from bot.dialogue.store import TurnRow
from bot.messages import Incoming, Outgoing, Reply
from bot.middleware import MAX_BODY
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.lines import Line
from tests.bot.channels.opening import MESSAGING, Opening, always, change, choices, echo, hurry, now, texts
from tests.fakes import telegram as tg
from tests.fakes import zalo as za

messaging = pytest.mark.parametrize("name", MESSAGING)
UNLIMITED_PAGES = 1_073_741_823


@pytest.fixture
def opening(settings: Settings, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Opening:
    hurry(monkeypatch)
    return Opening(settings, knowledge)


# Who asks


@messaging
async def test_forgeries_are_refused_and_at_last_their_address_too(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line, line.service.caller("203.0.113.9") as forger:
        body = json.dumps(line.text("giả")).encode()
        wrong = line.forged(body)
        sent = [await forger.post(line.door, content=body, headers=wrong[n % len(wrong)]) for n in range(30)]
        assert {one.status_code for one in sent} == {403}
        assert (await forger.post(line.door, content=body, headers=wrong[0])).status_code == 429
        assert await line.service.is_empty()
        await line.say("thật")
        assert texts(await line.received(1)) == ["thật"]


@messaging
async def test_a_changed_body_and_the_proof_of_another_channel_are_forgeries(opening: Opening, name: str) -> None:
    async with opening.all(MESSAGING, echo) as lines:
        line, other = lines[name], lines["zalo" if name == "telegram" else "telegram"]
        body = json.dumps(line.text("chào")).encode()
        assert (await line.post(body, other.signed(body))).status_code == 403
        if name == "zalo":
            assert (await line.post(body.replace(b"ch", b"tr"), line.signed(body))).status_code == 403
        assert await line.service.is_empty()


async def test_a_channel_that_is_not_in_use_is_not_found(opening: Opening) -> None:
    async with opening("telegram", echo) as line:
        for path in ("/webhooks/zalo", "/webhooks/web", "/webhooks/cli", "/webhooks/viber", "/webhooks/"):
            assert (await line.http.post(path, content=b"{}")).status_code in (404, 405)
        assert (await line.http.get(line.door)).status_code == 405


# When it comes


@messaging
async def test_an_old_body_is_not_answered_and_a_late_one_is(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        assert (await line.say("cũ", at=now() - timedelta(days=3, minutes=1))).status_code == 200
        assert await line.service.is_empty()
        assert (await line.say("muộn", at=now() - timedelta(days=2))).status_code == 200
        assert texts(await line.received(1)) == ["muộn"]


@messaging
async def test_an_id_that_was_answered_stays_answered_also_after_a_restart(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        await line.say("một", key=7)
        await line.received(1)
    async with opening(name, echo) as line:
        again = [await line.say(text, key=7) for text in ("một", "đổi chữ")]
        assert [one.status_code for one in again] == [200, 200]
        await line.quiet()
        assert line.heard() == []
        assert await line.service.turns() == [("một", "answered")]


@messaging
async def test_what_comes_in_another_order_is_answered_in_its_own(opening: Opening, name: str) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        await hold.wait()
        return await echo(incoming)

    async with opening(name, script) as line:
        start = now() - timedelta(minutes=1)
        for number in (0, 3, 1, 4, 2):
            await line.say(str(number), at=start + timedelta(seconds=number))
        hold.set()
        assert texts(await line.received(5)) == list("01234")


@messaging
async def test_a_clock_that_is_off_by_a_minute_changes_nothing(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        await line.say("trước", at=now() + timedelta(minutes=1))
        await line.received(1)
        await line.say("sau", at=now() - timedelta(minutes=1))
        assert texts(await line.received(2)) == ["trước", "sau"]
        (person,) = await line.service.rows(PersonRow)
        assert now() - timedelta(minutes=2) < person.heard_at <= now()


# What it says


def unknown(line: Line) -> list[dict[str, Any]]:
    if line.name == "zalo":
        user = za.USER_ID
        events = [za.oa_send_event(user, "e1", "tiếng vọng"), za.seen_event(user, ["e1"])]
        return [*events, *({**za.text_event(user, "e2", "x"), "event_name": name} for name in ("user_click_chatnow", "", "user_send_gift"))]
    said = tg.text_update(1, 1001, "x")["message"]
    service = {key: value for key, value in said.items() if key != "text"}
    updates = [{"poll": {"id": "1"}}, {"channel_post": said}, {"message": {**service, "new_chat_photo": []}}, {"message": service}, {}]
    return [tg.group_update(900, -100123, "trong nhóm"), *({"update_id": 901 + n, **one} for n, one in enumerate(updates))]


@messaging
async def test_echoes_and_unknown_kinds_are_taken_and_left(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        for event in unknown(line):
            assert (await line.bring(event)).json() == {"ok": True}
        assert await line.service.is_empty()


DEEP = 10_000
BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"-1",
    b'"x"',
    b"\xff\xfe\x00",
    b'{"app_id": "%s", "update_id": 1, "event_name": "user_send_text", "message": []}' % za.APP_ID.encode(),
    b'{"app_id": "%s", "update_id": "1", "event_name": ["user_send_text"]}' % za.APP_ID.encode(),
    b'{"app_id": "%s", "update_id": 1e400, "event_name": 1e400}' % za.APP_ID.encode(),
    b"[" * DEEP,
    b"[" * DEEP + b"]" * DEEP,
    b'{"message":' * 5000 + b"1" + b"}" * 5000,
    b'{"update_id": ' + b"9" * 30_000 + b"}",
]


@messaging
async def test_broken_bodies_with_a_right_proof_are_taken_and_left(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        whole = json.dumps(line.text("xin chào"), ensure_ascii=False).encode()
        for body in (*BROKEN, whole[:-1], whole.replace("à".encode(), b"\xc3\x28"), b"\xef\xbb\xbf\xef\xbb\xbf" + whole, whole + whole):
            response = await line.post(body)
            assert (response.status_code, response.json()) == (200, {"ok": True}), body[:60]
        assert await line.service.is_empty()
        await line.say("thật")
        assert texts(await line.received(1)) == ["thật"]


@messaging
async def test_a_body_beyond_the_limit_is_refused_with_a_sentence(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        for length in (MAX_BODY, 1024 * 1024):
            response = await line.say("a" * length)
            assert response.status_code == 413
            assert response.json()["error"]["message"]
        assert await line.service.is_empty()
        await line.say("a" * (MAX_BODY - 2000))
        await line.received(1)


@messaging
async def test_a_long_message_is_answered_with_the_limit(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.say("Làm khai sinh cho con cần gì? " * 167)
        (heard,) = await line.received(1)
        assert heard.text.startswith(replies.TOO_LONG.format(limit=4000))
        await line.say("xin chào")
        await line.received(2)


STRANGE = [
    "\0",
    "a\0b",
    "\x01\x1b[2J\x7f",
    "\u202e\u2066x",
    " \n\t ",
    "\ufeff",
    "e" + "\u0301" * 500,
    "\U0010ffff\ufffe",
    "%00",
    "'; DROP TABLE inbox; --",
]


@messaging
async def test_strange_characters_are_answered_on_every_database(opening: Opening, database: Database, name: str) -> None:
    async with opening(name, database_url=database.url.render_as_string(hide_password=False)) as line:
        for text in STRANGE:
            assert (await line.say(text)).status_code == 200
        assert (await line.bring(json.loads(json.dumps(line.text("?")).replace("?", "nửa \\ud83d chữ")))).status_code == 200
        await line.say("cho mình gặp nhân viên")
        await line.service.settled(InboxRow, "done")
        await line.service.settled(OutboxRow, "sent")
        turns = await line.service.turns()
        assert turns[-1] == ("cho mình gặp nhân viên", "handoff")
        assert len(turns) >= len(STRANGE) + 1 - (name == "telegram")  # a message of white space alone is none there


@messaging
async def test_ids_keep_every_digit(opening: Opening, name: str) -> None:
    first, second = 2**53, 2**53 + 1
    async with opening(name, echo) as line:
        await line.say("một", first)
        await line.say("hai", second)
        assert texts(await line.received(1, first)) == ["một"]
        assert texts(await line.received(1, second)) == ["hai"]


async def test_a_zalo_id_that_lost_its_digits_is_nobody(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        event = line.text("chào")
        assert (await line.post(json.dumps({**event, "sender": {"id": 9.007199254740993e18}}).encode())).status_code == 200
        assert await line.service.is_empty()


# Buttons


@messaging
async def test_two_taps_are_one(opening: Opening, name: str) -> None:
    async with opening(name, always(Outgoing(text="Chọn nhé", buttons=choices("Lệ phí", "Nơi nộp")))) as line:
        await line.say("hỏi")
        await line.received(1)
        await asyncio.gather(line.tap("Lệ phí"), line.tap("Lệ phí"))
        await line.received(2)
        await line.tap("Lệ phí")
        await line.quiet()
        assert texts(line.heard()) == ["Chọn nhé", "value:Lệ phí"]
        await line.tap("Nơi nộp")
        assert texts(await line.received(3))[2] == "value:Nơi nộp"


async def test_every_tap_on_telegram_stops_blinking(opening: Opening) -> None:
    async with opening("telegram", always(Outgoing(text="Chọn nhé", buttons=choices("Lệ phí")))) as line:
        await line.say("hỏi")
        await line.received(1)
        await line.tap("Lệ phí")
        await line.received(2)
        await line.tap("Lệ phí")
        async with asyncio.timeout(10):
            while len(line.fake.answered_callbacks) < 2:
                await asyncio.sleep(0.02)


@messaging
async def test_a_button_from_yesterday_works_and_one_from_last_week_says_that_it_is_old(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.say("xóa dữ liệu của tôi")
        await line.received(1)
        await change(line.service, ButtonRow, created_at=now() - timedelta(days=1))
        await line.tap(replies.ERASE_NO)
        assert texts(await line.received(2))[1] == replies.NOT_ERASED
        await change(line.service, ButtonRow, created_at=now() - timedelta(days=8), tapped_at=None)
        await line.service.delivery.outbox.clean(now() - timedelta(days=90))
        await line.tap(replies.ERASE_NO)
        assert texts(await line.received(3))[2] == replies.OLD_BUTTON


@messaging
async def test_a_button_of_somebody_else_means_nothing(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.say("xóa dữ liệu của tôi")
        await line.received(1)
        await line.say("xin chào", 2)
        await line.received(1, 2)
        await line.tap(replies.ERASE_YES, 2, of=1)
        assert texts(await line.received(2, 2))[1] == replies.OLD_BUTTON
        await line.service.settled()
        assert len(await line.service.turns()) == 3


@messaging
async def test_a_tap_after_everything_was_erased_finds_nothing(opening: Opening, name: str) -> None:
    async with opening(name) as line:
        await line.say("xóa dữ liệu của tôi")
        await line.received(1)
        await line.tap(replies.ERASE_YES)
        assert texts(await line.received(2))[1].startswith(replies.ERASED)
        await line.quiet()
        assert [await line.service.rows(table) for table in (TurnRow, OutboxRow, PersonRow)] == [[], [], []]
        await line.tap(replies.ERASE_YES)
        assert texts(await line.received(3))[2].startswith(replies.OLD_BUTTON)

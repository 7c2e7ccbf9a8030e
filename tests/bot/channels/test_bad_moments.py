"""Tokens that end in the middle, windows that close, platforms and databases in trouble: nothing is lost, nothing said twice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import event as sql_event

from bot.channels.tables import OutboxRow, PersonRow
from bot.channels.zalo_tokens import TokenStore
from bot.db import Database
from bot.messages import Incoming, Reply
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.opening import MESSAGING, Opening, change, echo, hurry, now, reply, texts
from tests.fakes.serving import FaultKind

messaging = pytest.mark.parametrize("name", MESSAGING)
UNLIMITED_PAGES = 1_073_741_823


@pytest.fixture
def opening(settings: Settings, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Opening:
    hurry(monkeypatch)
    return Opening(settings, knowledge)


# Zalo's tokens and windows


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Zalo channel that tries again soon."""
    monkeypatch.setattr("bot.channels.zalo_oauth.TokenError.after_s", 0.1)
    monkeypatch.setattr("bot.channels.zalo_oauth.AwayError.after_s", 0.1)
    monkeypatch.setattr("bot.channels.zalo.TOKEN_PAUSE_S", 0.1)
    monkeypatch.setattr("bot.channels.zalo.RATE_PAUSE_S", 0.3)
    monkeypatch.setitem(cast(dict[str, Any], TokenStore.__init__.__kwdefaults__), "pause_s", 0.1)


async def _sent_once(line: Any, people: int) -> None:
    for who in range(1, people + 1):
        await line.received(2, who)
    assert {row.state for row in await line.service.settled(OutboxRow, "sent")} == {"sent"}
    assert [texts(line.heard(who)) for who in range(1, people + 1)] == [["một", "hai"]] * people


async def test_zalo_tokens_that_expire_in_the_middle_are_renewed_once(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        for who in range(1, 9):
            await line.say("một", who)
        await line.received(1)
        line.fake.expire_access_token()
        for who in range(1, 9):
            await line.say("hai", who)
        await _sent_once(line, 8)
        assert [one.given for one in line.fake.refreshes] == [True]


@pytest.mark.usefixtures("impatient")
async def test_zalo_tokens_that_were_revoked_keep_messages_waiting_until_there_are_new_ones(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        for who in range(1, 5):
            await line.say("một", who)
        await line.received(1, 4)
        line.fake.revoke()
        for who in range(1, 5):
            await line.say("hai", who)
        await line.service.settled()
        await asyncio.sleep(0.5)
        waiting = [row for row in await line.service.rows(OutboxRow) if row.state == "waiting"]
        assert len(waiting) >= 4
        assert {row.attempts for row in waiting} <= {0, 1}  # what holds up everybody counts for nobody
        await line.put_tokens(*line.fake.authorize())
        await _sent_once(line, 4)


@pytest.mark.usefixtures("impatient")
async def test_a_refresh_that_fails_for_a_while_loses_nothing(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        await line.say("một")
        await line.received(1)
        line.fake.expire_access_token()
        line.fake.fail(1, "5xx", on="access_token")
        await line.say("hai")
        await _sent_once(line, 1)


async def test_beyond_48_hours_a_message_goes_out_and_is_billed(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        at = now() - timedelta(hours=49)
        line.fake.heard(line.user(1), at)
        body = json.dumps(line.text("muộn", at=at)).encode()
        await line.post(body, line.fake.signed(body))
        await line.service.settled(OutboxRow, "sent")
        assert len(line.fake.billed) == line.service.delivery.channels["zalo"].billed == 1


@pytest.mark.parametrize("who_says", ["we", "zalo"])
async def test_beyond_seven_days_a_message_is_a_dead_letter_that_says_so(opening: Opening, who_says: str) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        await hold.wait()
        return await echo(incoming)

    async with opening("zalo", script) as line:
        await line.say("hỏi")
        week_ago = now() - timedelta(days=8)
        if who_says == "we":
            await change(line.service, PersonRow, heard_at=week_ago)
        else:
            line.fake.heard(line.user(1), week_ago)
        hold.set()
        await line.service.settled(OutboxRow, "dead")
        (letter,) = await line.service.delivery.outbox.dead()
        assert (letter.error, letter.text, line.heard()) == ("window closed", "hỏi", [])


async def test_a_template_carries_the_message_where_the_window_is_closed(opening: Opening) -> None:
    async with opening("zalo", echo, zalo_notice_template="t1") as line:
        line.fake.templates.add("t1")
        line.fake.refuse(-230)
        await line.say("hỏi")
        await line.service.settled(OutboxRow, "sent")
        (sent,) = line.fake.sent
        assert (sent.method, sent.template_data["text"]) == ("template", "hỏi")


# A platform in trouble

SEND = {"telegram": "sendMessage", "zalo": "/message/cs"}


@messaging
@pytest.mark.usefixtures("impatient")
async def test_what_was_not_taken_arrives_once_and_in_order(opening: Opening, name: str) -> None:
    kinds: tuple[FaultKind, ...] = ("5xx", "drop", "garbage", "429")
    async with opening(name, echo) as line:
        for count, kind in enumerate(kinds, 1):
            line.fake.fail(1, kind, retry_after=1, on=SEND[name])
            await line.say(kind)
            await line.received(count)
        await line.service.settled(OutboxRow, "sent")
        assert texts(line.heard()) == list(kinds)
        *_, refused, taken = [call.at for call in line.fake.calls if SEND[name] in call.path]
        assert taken - refused >= timedelta(seconds=1)


@pytest.mark.usefixtures("impatient")
async def test_the_limit_of_zalo_holds_up_all_and_loses_nothing(opening: Opening) -> None:
    async with opening("zalo", echo) as line:
        line.fake.refuse(-32)
        await asyncio.gather(*(line.say("một", who) for who in (1, 2, 3)))
        for who in (1, 2, 3):
            assert texts(await line.received(1, who)) == ["một"]
        assert {row.attempts for row in await line.service.settled(OutboxRow, "sent")} == {1}


@messaging
async def test_a_connection_that_breaks_after_the_message_was_taken_doubles_nothing_in_the_record(opening: Opening, name: str) -> None:
    async with opening(name, echo) as line:
        line.fake.fail(1, "drop_after", on=SEND[name])
        await line.say("một")
        await line.say("hai")
        await line.service.settled(OutboxRow, "sent")
        assert texts(line.heard()) == ["một", "một", "hai"]  # nobody can know that it was taken
        assert await line.service.turns() == [("một", "answered"), ("hai", "answered")]
        assert len(await line.service.rows(OutboxRow)) == 2


@messaging
async def test_a_platform_that_hangs_delays_nobody_else(opening: Opening, name: str) -> None:
    async with opening.all(MESSAGING, echo) as lines:
        line, other = lines[name], lines["zalo" if name == "telegram" else "telegram"]
        line.fake.fail(1, "delay", seconds=3, on=SEND[name])
        await line.say("treo")
        async with asyncio.timeout(10):
            while not any(call.fault == "delay" for call in line.fake.calls):
                await asyncio.sleep(0.01)
        await other.say("kênh khác")
        await line.say("người khác", 2)
        assert (await line.say("đã nhận")).status_code == 200
        await other.received(1)
        await line.received(1, 2)
        assert line.heard() == []
        assert texts(await line.received(2)) == ["treo", "đã nhận"]


# A database in trouble


def _lock(path: str, held: threading.Event, seconds: float) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        threading.Event().wait(seconds)
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@messaging
@pytest.mark.parametrize(("busy_ms", "seconds", "first"), [(2000, 1.0, 200), (10, 2.0, 503)], ids=["waits", "refuses"])
async def test_a_webhook_while_the_database_is_locked(
    opening: Opening, name: str, busy_ms: int, seconds: float, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast(dict[str, Any], Database.__init__.__kwdefaults__), "busy_timeout_ms", busy_ms)
    async with opening(name, echo) as line:
        held = threading.Event()
        locking = asyncio.create_task(asyncio.to_thread(_lock, str(line.service.database.url.database), held, seconds))
        await asyncio.to_thread(held.wait, 10)
        assert (await line.say("một")).status_code == first
        await locking
        assert (await line.replay()).status_code == 200
        assert texts(await line.received(1)) == ["một"]
        await line.quiet()
        assert (await line.service.turns(), len(line.heard())) == ([("một", "answered")], 1)


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """The database cannot grow."""
    pages = [1]

    @sql_event.listens_for(database.engine.sync_engine, "checkout")
    def limited(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}").close()

    yield
    pages[0] = UNLIMITED_PAGES


@messaging
async def test_a_full_disk_refuses_the_webhook_and_nothing_is_half_stored(opening: Opening, name: str) -> None:
    text = "Làm khai sinh cho con. " * 400  # more than a page of the database
    async with opening(name, echo) as line:
        with full_disk(line.service.database):
            response = await line.say(text)
            assert (response.status_code, response.json().get("error", {}).get("code")) == (503, "storage_busy")
            assert await line.service.is_empty()
            assert await line.service.rows(PersonRow) == []
        assert (await line.replay()).status_code == 200
        await line.service.settled(OutboxRow, "sent")
        assert len(await line.service.turns()) == 1


@messaging
async def test_a_disk_that_fills_before_the_answer_only_delays_it(opening: Opening, name: str) -> None:
    hold = asyncio.Event()
    tries: list[str] = []

    async def script(incoming: Incoming) -> Reply:
        tries.append(incoming.text)
        await hold.wait()
        return reply("Đây là câu trả lời. " * 180)

    async with opening(name, script) as line:
        await line.say("hỏi")
        with full_disk(line.service.database):
            hold.set()
            async with asyncio.timeout(10):
                while len(tries) < 3:
                    await asyncio.sleep(0.02)
            assert (await line.service.turns(), line.heard()) == ([], [])
        await line.service.settled(OutboxRow, "sent")
        assert await line.service.turns() == [("hỏi", "answered")]

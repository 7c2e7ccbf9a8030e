"""Inbox, dialogue, outbox: each event is answered once and in order, whatever fails in between. On SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import queues
from bot.channels.contract import RefusedError, TryLaterError
from bot.channels.delivery import MOST_ATTEMPTS, NOT_ANSWERED, Delivery
from bot.channels.tables import InboxRow, OutboxRow, PersonRow
from bot.db import Database
from bot.dialogue.store import TurnRow
from bot.errors import StorageBusyError, TooManyRequestsError
from bot.messages import Button, Incoming, Meta, Outcome, Outgoing, Reply
from bot.metrics import Metrics
from bot.runtime import Runtime
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.paper import Paper, event
from tests.bot.conftest import Script, StubAssembly

Opened = AbstractAsyncContextManager[Delivery]
Opener = Callable[..., Opened]


def said(*texts: str, outcome: Outcome = Outcome.ANSWERED, buttons: list[Button] | None = None) -> Reply:
    replies = [Outgoing(text=text, buttons=buttons or []) for text in texts]
    return Reply(conversation_id="x" * 8, replies=replies, meta=Meta(outcome=outcome))


async def echo(incoming: Incoming) -> Reply:
    return said(f"{incoming.kind}: {incoming.text}{incoming.button or ''}")


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def opening(database: Database, settings: Settings, knowledge: Knowledge, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Starts a delivery over a scripted dialogue: ``async with opening(script) as delivery``."""
    monkeypatch.setattr("bot.channels.delivery.pause", lambda attempts: 0.05)
    monkeypatch.setattr("bot.channels.outbox.pause", lambda attempts: 0.05)
    monkeypatch.setattr("bot.channels.pump.POLL_S", 0.05)

    @asynccontextmanager
    async def opened(script: Script = echo, **changes: Any) -> AsyncIterator[Delivery]:
        url = database.url.render_as_string(hide_password=False)
        made = Settings.model_validate({**settings.model_dump(), "database_url": url, "person_limit": "off", **changes})
        runtime = Runtime(made, StubAssembly(knowledge, script))
        delivery = Delivery(runtime, Metrics(), {"telegram": paper})
        async with runtime.running(), delivery.running():
            yield delivery

    return opened


async def rows(database: Database, table: Any) -> list[Any]:
    async with database.read() as session:
        return list(await session.scalars(select(table).order_by(table.id if hasattr(table, "id") else table.person)))


async def settled(database: Database, table: Any, state: str, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while any(row.state != state for row in await rows(database, table)):
            await asyncio.sleep(0.02)


async def test_an_event_is_answered_and_sent_once_however_often_it_comes(opening: Opener, paper: Paper, database: Database) -> None:
    async with opening() as delivery:
        same = event("1", "một")
        assert await delivery.accept("telegram", [same, same]) == 1
        await paper.delivered(1)
        assert await delivery.accept("telegram", [same]) == 0
        await delivery.accept("telegram", [event("2", "hai")])
        assert await paper.delivered(2) == [("an", "text: một"), ("an", "text: hai")]
    assert [row.text for row in await rows(database, TurnRow)] == ["một", "hai"]
    assert [(row.state, row.event) for row in await rows(database, InboxRow)] == [("done", None)] * 2
    assert [row.state for row in await rows(database, OutboxRow)] == ["sent"] * 2


async def test_one_conversation_is_answered_in_the_order_in_which_it_was_written(opening: Opener, paper: Paper) -> None:
    start = datetime.now(UTC)

    async def slow_first(incoming: Incoming) -> Reply:
        await asyncio.sleep(0.2 if incoming.text == "0" else 0)
        return said(incoming.text)

    async with opening(slow_first) as delivery:
        await delivery.accept("telegram", [event("a0", "0", at=start)])
        late = [event(f"a{n}", str(n), at=start + timedelta(seconds=n)) for n in (3, 1, 2)]
        await delivery.accept("telegram", late)
        assert [text for _, text in await paper.delivered(4)] == ["0", "1", "2", "3"]


async def test_conversations_do_not_wait_for_each_other(opening: Opener, paper: Paper) -> None:
    hold = asyncio.Event()

    async def script(incoming: Incoming) -> Reply:
        if incoming.text == "chậm":
            await hold.wait()
        return said(incoming.text)

    async with opening(script) as delivery:
        await delivery.accept("telegram", [event("1", "chậm", "an"), event("2", "nhanh", "bình"), event("3", "sau", "an")])
        assert await paper.delivered(1) == [("bình", "nhanh")]
        hold.set()
        assert await paper.delivered(3) == [("bình", "nhanh"), ("an", "chậm"), ("an", "sau")]


async def test_who_floods_is_told_once_and_others_are_served(opening: Opener, paper: Paper) -> None:
    async with opening(person_limit="5/minute") as delivery:
        for number in range(40):
            await delivery.accept("telegram", [event(f"f{number}", str(number), "lũ")])
        await delivery.accept("telegram", [event("q", "hỏi", "an")])
        await paper.delivered(7)
        await asyncio.sleep(0.2)
    assert [text for person, text in paper.sent if person == "an"] == ["text: hỏi"]
    flood = [text for person, text in paper.sent if person == "lũ"]
    assert flood == [*(f"text: {n}" for n in range(5)), "too_many: "]


@pytest.mark.parametrize("trouble", [TryLaterError("429", after_s=0.1), TryLaterError("5xx"), RuntimeError("bug"), TimeoutError()])
async def test_what_was_not_taken_is_sent_again_before_what_follows(opening: Opener, paper: Paper, trouble: Exception) -> None:
    paper.troubles += [trouble, trouble]
    async with opening() as delivery:
        await delivery.accept("telegram", [event("1", "một"), event("2", "hai")])
        assert [text for _, text in await paper.delivered(2)] == ["text: một", "text: hai"]


async def test_a_limit_of_the_channel_holds_up_everybody_and_counts_for_nobody(opening: Opener, paper: Paper, database: Database) -> None:
    paper.troubles += [TryLaterError("-32", after_s=0.3, everyone=True)]
    async with opening() as delivery:
        await delivery.accept("telegram", [event("1", "một")])
        await asyncio.sleep(0.15)
        await delivery.accept("telegram", [event("2", "hai", "bình")])
        await asyncio.sleep(0.1)
        assert paper.sent == []
        await paper.delivered(2)
        await settled(database, OutboxRow, "sent")
    assert sorted(row.attempts for row in await rows(database, OutboxRow)) == [1, 1]


async def test_what_is_refused_is_a_dead_letter_that_can_be_sent_again(opening: Opener, paper: Paper, database: Database) -> None:
    paper.troubles += [RefusedError("-201")]
    async with opening() as delivery:
        await delivery.accept("telegram", [event("1", "một"), event("2", "hai")])
        assert [text for _, text in await paper.delivered(1)] == ["text: hai"]
        (letter,) = await delivery.outbox.dead()
        assert (letter.error, letter.text) == ("-201", "text: một")
        assert await delivery.outbox.resend([letter.id]) == 1
        assert [text for _, text in await paper.delivered(2)] == ["text: hai", "text: một"]
        await settled(database, OutboxRow, "sent")
        assert await delivery.outbox.resend() == 0


async def test_who_left_gets_nothing_more_until_they_come_back(opening: Opener, paper: Paper, database: Database) -> None:
    paper.troubles += [RefusedError("blocked", gone=True)]
    async with opening() as delivery:
        await delivery.accept("telegram", [event("1", "một")])
        await settled(database, OutboxRow, "dead")
        async with asyncio.timeout(5):
            while (await rows(database, PersonRow))[0].following:
                await asyncio.sleep(0.01)
        await delivery.accept("telegram", [event("2", "hai")])
        await paper.delivered(1)
        assert (await rows(database, PersonRow))[0].following
        await delivery.accept("telegram", [event("3", kind="unfollow")])
        assert not (await rows(database, PersonRow))[0].following


async def test_an_answer_that_fails_is_tried_again_and_at_last_apologised_for(opening: Opener, paper: Paper, database: Database) -> None:
    tries: list[str] = []

    async def script(incoming: Incoming) -> Reply:
        tries.append(incoming.text)
        if incoming.text == "độc" or (incoming.text == "một" and tries.count("một") < 3):
            raise RuntimeError("broken")
        if incoming.text == "bận" and tries.count("bận") < MOST_ATTEMPTS + 3:
            raise StorageBusyError
        return said(incoming.text)

    async with opening(script) as delivery:
        await delivery.accept("telegram", [event("1", "một"), event("2", "độc"), event("3", "bận")])
        assert [text for _, text in await paper.delivered(3)] == ["một", NOT_ANSWERED, "bận"]
        assert tries.count("độc") == MOST_ATTEMPTS
        assert [row.state for row in await rows(database, InboxRow)] == ["done", "dead", "done"]
        assert await delivery.inbox.resend() == 1


async def test_a_button_means_what_it_meant_and_two_taps_are_one(opening: Opener, paper: Paper, database: Database) -> None:
    value = "ask:1.001193:" + "phí" * 20

    async def script(incoming: Incoming) -> Reply:
        return said(f"{incoming.kind}|{incoming.text}|{incoming.button}", buttons=[Button(label="Lệ phí", value=value)])

    async with opening(script) as delivery:
        await delivery.accept("telegram", [event("1")])
        await paper.delivered(1)
        token = paper.buttons[0].value
        assert len(token.encode()) <= 40
        await delivery.accept("telegram", [event("2", "", kind="button", token=token), event("3", "", kind="button", token=token)])
        await settled(database, InboxRow, "done")
        assert [text for _, text in await paper.delivered(2)][1] == f"text|Lệ phí|{value}"
        await delivery.accept("telegram", [event("4", "", "kẻ lạ", kind="button", token=token), event("5", "", kind="button", token="cũ")])
        assert [text for _, text in await paper.delivered(4)][2:] == ["old_button||None"] * 2
    assert len(paper.sent) == 4


async def test_an_old_event_is_a_replay_and_a_wrong_clock_is_not(opening: Opener, paper: Paper) -> None:
    now = datetime.now(UTC)
    async with opening() as delivery:
        assert await delivery.accept("telegram", [event("1", at=now - timedelta(days=4))]) == 0
        ahead, behind = event("2", "trước", at=now + timedelta(minutes=1)), event("3", "sau", "bình", at=now - timedelta(minutes=1))
        assert await delivery.accept("telegram", [ahead, behind]) == 2
        await paper.delivered(2)


async def test_an_erasure_leaves_nothing_but_the_word_that_it_is_done(opening: Opener, paper: Paper, database: Database) -> None:
    hold = asyncio.Event()

    async def wait() -> None:
        await hold.wait()

    async def script(incoming: Incoming) -> Reply:
        outcome = Outcome.ERASED if incoming.text == "xóa" else Outcome.ANSWERED
        return said(f"đã {incoming.text}", outcome=outcome, buttons=[Button(label="a", value="b")])

    async with opening(script) as delivery:
        await delivery.accept("telegram", [event("1", "hỏi")])
        await paper.delivered(1)
        paper.troubles.append(wait)
        await delivery.accept("telegram", [event("2", "xóa")])
        await settled(database, InboxRow, "done")
        assert await rows(database, PersonRow) == []
        hold.set()
        await paper.delivered(2)
        async with asyncio.timeout(5):
            while await rows(database, OutboxRow):
                await asyncio.sleep(0.01)
        await delivery.accept("telegram", [event("3", "lại")])
        await paper.delivered(3)
        assert (await rows(database, InboxRow))[-1].conversation_id != (await rows(database, InboxRow))[0].conversation_id


async def test_what_was_written_after_an_erasure_is_answered_in_another_conversation(
    opening: Opener, paper: Paper, database: Database
) -> None:
    async def script(incoming: Incoming) -> Reply:
        await asyncio.sleep(0.2)
        return said(f"đã {incoming.text}", outcome=Outcome.ERASED if incoming.text == "xóa" else Outcome.ANSWERED)

    async with opening(script) as delivery:
        await delivery.accept("telegram", [event("1", "xóa"), event("2", "hỏi")])
        assert [text for _, text in await paper.delivered(2)] == ["đã xóa", "đã hỏi"]
        await settled(database, InboxRow, "done")
    (person,) = await rows(database, PersonRow)
    first, second = await rows(database, InboxRow)
    assert person.conversation_id == second.conversation_id != first.conversation_id


async def test_a_message_of_the_web_is_answered_once_however_often_it_is_asked(opening: Opener, database: Database) -> None:
    made: list[str] = []

    async def script(incoming: Incoming) -> Reply:
        made.append(incoming.text)
        await asyncio.sleep(0.2)
        return said(f"số {len(made)}").model_copy(update={"conversation_id": incoming.conversation_id})

    async with opening(script) as delivery:
        asked = Incoming(text="phí", key=uuid.uuid4().hex)
        first, second = await asyncio.gather(delivery.ask(asked), delivery.ask(asked))
        third = await delivery.ask(asked)
        assert first == second == third
        assert first.turn is not None and made == ["phí"]
        again = await delivery.ask(Incoming(text="nữa", key=uuid.uuid4().hex, conversation_id=first.conversation_id))
        assert again.conversation_id == first.conversation_id
    assert [row.text for row in await rows(database, TurnRow)] == ["phí", "nữa"]


async def test_a_message_of_the_web_that_failed_is_answered_by_itself(opening: Opener, database: Database) -> None:
    tries: list[str] = []

    async def script(incoming: Incoming) -> Reply:
        tries.append(incoming.text)
        if len(tries) == 1:
            raise TooManyRequestsError
        return said("đây").model_copy(update={"conversation_id": incoming.conversation_id})

    async with opening(script) as delivery:
        asked = Incoming(text="phí", key="khoa-1")
        with pytest.raises(TooManyRequestsError):
            await delivery.ask(asked)
        await settled(database, InboxRow, "done")
        assert (await delivery.ask(asked)).replies[0].text == "đây"
    assert len(tries) == 2


async def test_what_a_dead_process_held_is_taken_up_by_its_next_start_and_by_others_in_time(
    opening: Opener, paper: Paper, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(incoming: Incoming) -> Reply:
        await asyncio.sleep(60)
        return said("nie")

    monkeypatch.setattr("bot.channels.pump.LAST_WORK_S", 0)
    async with opening(never) as delivery:
        await delivery.accept("telegram", [event("1", "một")])
        async with asyncio.timeout(10):
            while (await rows(database, InboxRow))[0].claimed_by is None:
                await asyncio.sleep(0.01)
    monkeypatch.setattr(queues, "CLAIM", timedelta(seconds=0.5))
    async with opening(port=8001) as other:
        await asyncio.sleep(0.3)
        assert paper.sent == []  # another process: it has to wait until the claim is over
        assert (await other.inbox.count()) == {"waiting": 1}
    async with opening():
        assert await paper.delivered(1) == [("an", "text: một")]


async def test_two_processes_share_the_work_and_do_nothing_twice(opening: Opener, paper: Paper, database: Database) -> None:
    async with opening() as one, opening(port=8001) as two:
        batches = [[event(f"{n}", f"câu {n}", f"người {n % 7}", at=datetime.now(UTC) + timedelta(milliseconds=n))] for n in range(70)]
        await asyncio.gather(*((one, two)[n % 2].accept("telegram", batch) for n, batch in enumerate(batches)))
        await asyncio.gather(*(one.accept("telegram", batch) for batch in batches))
        await paper.delivered(70)
        await settled(database, OutboxRow, "sent")
    assert sorted(text for _, text in paper.sent) == sorted(f"text: câu {n}" for n in range(70))
    assert len(await rows(database, TurnRow)) == 70

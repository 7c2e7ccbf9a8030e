"""Notices in the channels: the record, the live stream, the buttons, and the messages at the platforms' fake servers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.app import create_app
from bot.channels.inbox import Inbox
from bot.channels.outbox import tapped
from bot.channels.tables import InboxRow, OutboxRow, PersonRow
from bot.channels.telling import windows_of
from bot.db import Database
from bot.dialogue.store import ConversationRow, TurnRecord
from bot.dossiers.lookup import Asker
from bot.dossiers.model import DossierState
from bot.dossiers.tables import NoticeRow
from bot.dossiers.watches import Watches
from bot.messages import Button, Checklist, Outgoing
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.lines import Line
from tests.bot.channels.opening import EVERYWHERE, MESSAGING, Opening, echo, hurry, texts
from tests.bot.channels.paper import event
from tests.bot.dossiers.world import CODE, IDLE, MONDAY, Clock, FakeSystem, World

S = DossierState
SAID = Outgoing(text="Hồ sơ có thay đổi.", buttons=[Button(label="Xem hồ sơ", value=f"dossier:code:{CODE}")])


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


async def tell(world: World, conversation: str, said: Outgoing = SAID) -> bool:
    (watch,) = await world.watches.of(conversation)
    async with world.database.write() as session:
        return await world.teller.tell(session, watch, said, world.clock())


# In the record


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_a_notice_is_a_turn_that_nobody_asked_for(world: World, channel: Any) -> None:
    world.system.has()
    conversation = await world.watcher(channel=channel)
    assert await tell(world, conversation)
    *_, turn = await world.store.last_turns(conversation, 5)
    assert (turn.text, turn.key, turn.replies, turn.outcome) == ("", None, [SAID], "status")


async def test_only_messaging_channels_are_sent_anything(world: World) -> None:
    world.system.has()
    page, chat = await world.watcher(channel="web"), await world.watcher()
    assert await tell(world, page)
    assert await tell(world, chat)
    (row,) = await world.rows(OutboxRow)
    assert (row.channel, row.conversation_id, row.piece["text"]) == ("telegram", chat, SAID.text)
    token = row.piece["buttons"][0]["value"]
    meant = await tapped(world.database, chat, token, world.clock())
    assert meant is not None and meant.value == f"dossier:code:{CODE}"


async def test_a_checklist_is_not_kept_in_the_record(world: World) -> None:
    world.system.has()
    conversation = await world.watcher(channel="web")
    listed = SAID.model_copy(update={"checklist": Checklist(code="1.000001", name="Thử", official_url="https://dichvucong.gov.vn")})
    assert await tell(world, conversation, listed)
    *_, turn = await world.store.last_turns(conversation, 5)
    assert turn.replies == [SAID]


# The state of the conversation


async def state_of(world: World, conversation: str) -> dict[str, Any]:
    found = await world.store.load(conversation)
    assert found is not None
    return found


async def put_state(world: World, conversation: str, **state: Any) -> None:
    turn = TurnRecord(text="…", outcome="answered", at=world.clock())
    await world.store.save(conversation, "telegram", json.loads(json.dumps(state, default=str)), turn)


async def test_in_a_conversation_under_way_only_the_choices_change(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    seen = world.clock() - timedelta(minutes=5)
    await put_state(world, conversation, procedure_code="1.000001", turns=3, seen_at=seen.isoformat(), offered=[])
    assert await tell(world, conversation)
    state = await state_of(world, conversation)
    assert (state["procedure_code"], state["turns"]) == ("1.000001", 3)
    assert [one["value"] for one in state["offered"]] == [f"dossier:code:{CODE}"]
    assert datetime.fromisoformat(state["seen_at"]) == seen


async def test_a_notice_without_choices_leaves_those_that_stand(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    offered = [{"label": "Lệ phí", "value": "v"}]
    await put_state(world, conversation, offered=offered, seen_at=world.clock().isoformat())
    assert await tell(world, conversation, Outgoing(text="Mình xin dừng báo."))
    assert (await state_of(world, conversation))["offered"] == offered


async def test_a_topic_that_was_forgotten_does_not_come_back_with_a_notice(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    old = world.clock() - IDLE - timedelta(minutes=1)
    await put_state(world, conversation, procedure_code="1.000001", turns=3, noticed=True, seen_at=old.isoformat())
    assert await tell(world, conversation)
    state = await state_of(world, conversation)
    assert (state["procedure_code"], state["turns"], state["noticed"]) == (None, 3, True)
    assert len(state["offered"]) == 1


async def test_a_notice_keeps_the_conversation_from_being_deleted_as_unused(world: World) -> None:
    world.system.has()
    conversation = await world.watcher(channel="web")
    begun = world.clock()
    world.clock.go(days=10)
    assert await tell(world, conversation)
    assert await world.store.delete_before(begun + timedelta(days=1)) == 0
    assert len(await world.rows(ConversationRow)) == 1


async def test_of_a_conversation_that_is_gone_nothing_is_written(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    (watch,) = await world.watches.of(conversation)
    await world.store.erase(conversation)
    async with world.database.write() as session:
        assert not await world.teller.tell(session, watch, SAID, world.clock())
    assert (await world.rows(OutboxRow), await world.rows(ConversationRow)) == ([], [])


async def test_to_a_person_who_is_no_longer_known_nothing_is_written(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    async with world.database.write() as session:
        for row in await world.rows(PersonRow):
            await session.delete(row)
    assert not await tell(world, conversation)
    assert await world.told(conversation) == []


def test_only_zalo_without_a_template_has_a_window(settings: Settings) -> None:
    assert list(windows_of(settings)) == ["zalo"]
    assert windows_of(settings.model_copy(update={"zalo_notice_template": "123"})) == {}


async def test_who_unfollows_while_a_notice_waits_in_the_outbox_gets_nothing(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    assert await tell(world, conversation)
    inbox = Inbox(world.database, owner="test", person_limit="off")
    (person,) = await world.rows(PersonRow)
    await inbox.accept("telegram", [event("1", person=person.person, kind="unfollow")])
    assert [row.state for row in await world.rows(OutboxRow)] == ["dead"]


# Through the whole app, to the platforms


@pytest.fixture
def opening(settings: Settings, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """The app as it is wired, on a Monday morning whenever the tests run."""
    hurry(monkeypatch)
    monkeypatch.setattr("bot.dossiers.watching.LOOK_S", 0.05)
    monkeypatch.setattr("tests.bot.channels.opening.create_app", partial(create_app, clock=Clock()))
    return Opening(settings, knowledge)


class Set:
    """A running app whose first person watches a dossier of a fake system."""

    def __init__(self, line: Line, name: str) -> None:
        self.line, self.name = line, name
        self.system = FakeSystem()
        dossiers = line.service.app.state.dossiers
        dossiers.systems.gateways = (self.system,)
        self.watches: Watches = dossiers.watches

    async def begin(self) -> str:
        """The person writes, sees the dossier, and wishes to be told."""
        await self.line.say("xin chào")
        await self.line.received(1)
        (row,) = await self.line.service.settled(InboxRow)
        conversation: str = row.conversation_id
        async with self.line.service.database.write() as session:
            assert await self.watches.add(session, Asker(self.name, conversation), self.system.has(), MONDAY)  # type: ignore[arg-type]
        return conversation


@asynccontextmanager
async def set_up(opening: Opening, name: str) -> AsyncIterator[tuple[Set, str]]:
    async with opening(name, echo) as line:
        made = Set(line, name)
        yield made, await made.begin()


@pytest.mark.parametrize("name", MESSAGING)
async def test_a_change_reaches_the_person_and_its_button_works(opening: Opening, name: str) -> None:
    async with set_up(opening, name) as (made, _):
        made.system.has(state=S.PROCESSING)
        await made.watches.hurry("hue", CODE)
        heard = (await made.line.received(2))[1]
        assert CODE in heard.text
        await made.line.tap(heard.labels[0])
        assert texts(await made.line.received(3))[2] == f"dossier:code:{CODE}"
        await made.line.quiet()
        assert len(made.line.heard()) == 3


@pytest.mark.parametrize("name", MESSAGING)
async def test_who_left_hears_nothing_more(opening: Opening, name: str) -> None:
    async with set_up(opening, name) as (made, conversation):
        await made.line.leave()
        made.system.has(state=S.PROCESSING)
        await made.watches.hurry("hue", CODE)
        async with asyncio.timeout(20):
            while await made.watches.of(conversation):
                await asyncio.sleep(0.02)
        await made.line.quiet()
        assert len(made.line.heard()) == 1


async def test_a_page_that_is_open_shows_the_change_at_once(opening: Opening) -> None:
    async with set_up(opening, "web") as (made, conversation):
        store = made.line.service.app.state.runtime.store
        noticed: list[str] = []
        store.changed.listen(noticed.append)
        before = await store.newest_turn(conversation, "web")
        made.system.has(state=S.PROCESSING)
        await made.watches.hurry("hue", CODE)
        async with asyncio.timeout(20):
            while not noticed:
                await asyncio.sleep(0.02)
        assert noticed == [conversation]
        (turn,) = await store.turns_after(conversation, before, 5)
        assert turn.text == "" and CODE in turn.replies[0].text


@pytest.mark.parametrize("name", EVERYWHERE)
async def test_messages_and_notices_at_the_same_time_all_arrive(opening: Opening, name: str) -> None:
    async with set_up(opening, name) as (made, conversation):
        store = made.line.service.app.state.runtime.store
        states = [S.PROCESSING, S.PAYMENT, S.PROCESSING, S.DONE]
        for number, state in enumerate(states):
            made.system.has(state=state)
            await made.watches.hurry("hue", CODE)
            await made.line.say(f"câu {number}")
            async with asyncio.timeout(20):
                while len([turn for turn in await store.last_turns(conversation, 50) if turn.text == ""]) <= number:
                    await asyncio.sleep(0.02)
        await made.line.service.settled()
        turns = await store.last_turns(conversation, 50)
        assert [turn.text for turn in turns if turn.text.startswith("câu")] == ["câu 0", "câu 1", "câu 2", "câu 3"]
        if name != "web":
            await made.line.received(1 + 2 * len(states))


async def test_a_stop_waits_for_no_system(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dossiers.asking.LOOK_LIMIT_S", 3600.0)
    async with asyncio.timeout(60), set_up(opening, "telegram") as (made, _):
        made.system.slowly = asyncio.Event()
        await made.watches.hurry("hue", CODE)
        while not made.system.at_once:
            await asyncio.sleep(0.02)
    assert made.system.at_once == 0


async def test_watching_survives_a_database_that_is_away_for_a_while(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    async with set_up(opening, "telegram") as (made, _):
        with monkeypatch.context() as broken:
            broken.setattr(made.watches, "any", _raises)
            await made.watches.hurry("hue", CODE)
            await asyncio.sleep(0.3)
        made.system.has(state=S.PROCESSING)
        await made.watches.hurry("hue", CODE)
        assert CODE in (await made.line.received(2))[1].text
        assert len(await made.line.service.rows(NoticeRow)) == 1


async def _raises() -> bool:
    raise RuntimeError("the database is away")

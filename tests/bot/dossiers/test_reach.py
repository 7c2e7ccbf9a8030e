"""Watchers who cannot be told now, or never again: what waits for them, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.tables import OutboxRow, PersonRow
from bot.channels.zalo import WINDOW
from bot.db import Database
from bot.dossiers.model import DossierState
from bot.dossiers.tables import NoticeRow
from tests.bot.dossiers.world import HERE, World

S = DossierState
PROMISED = datetime(2026, 11, 30, 16, tzinfo=HERE)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


async def test_who_left_is_watched_for_no_longer(world: World) -> None:
    world.system.has()
    gone, there = await world.watcher(), await world.watcher()
    await _change_person(world, gone, following=False)
    world.system.has(state=S.PROCESSING)
    await world.later()
    assert await world.told(gone) == [] and await world.watches.of(gone) == []
    assert len(await world.told(there)) == 1


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_a_conversation_that_is_no_longer_kept_is_forgotten_here_too(world: World, channel: Any) -> None:
    world.system.has()
    await world.watcher(channel=channel)
    await world.store.delete_before(world.clock() + timedelta(minutes=1))
    await world.later(hours=2)
    assert await world.is_over()


async def test_zalos_window_is_waited_for_and_what_is_told_then_is_true_then(world: World) -> None:
    world.system.has(appointment_at=PROMISED)
    conversation = await world.watcher(channel="zalo")
    world.clock.now += WINDOW + timedelta(hours=1)
    world.system.has(state=S.PROCESSING, appointment_at=PROMISED)
    await world.watching.once()
    assert (await world.told(conversation), await world.rows(OutboxRow)) == ([], [])
    await world.later(days=2, hours=2)
    assert await world.told(conversation) == []
    await _change_person(world, conversation, heard_at=world.clock())
    await world.later(minutes=11)
    (said,) = await world.told(conversation)
    assert await world.queued(conversation) == [said]
    assert "3 ngày làm việc" in said  # from Wednesday to Monday; four when it was noticed


async def test_after_a_week_of_a_closed_window_a_notice_is_dropped_and_the_next_change_told(world: World) -> None:
    world.system.has()
    conversation = await world.watcher(channel="zalo")
    world.clock.now += WINDOW
    world.system.has(state=S.PROCESSING)
    for _ in range(8):
        await world.later(days=1)
    assert await world.rows(NoticeRow) == []
    await _change_person(world, conversation, heard_at=world.clock())
    await world.later(hours=2)
    assert await world.told(conversation) == []
    world.system.has(state=S.DONE)
    await world.later(hours=2)
    assert len(await world.told(conversation)) == 1


async def test_a_last_word_that_could_not_be_said_for_a_week_ends_the_watch(world: World) -> None:
    world.system.has()
    await world.watcher(channel="zalo")
    world.clock.now += WINDOW
    world.system.has(state=S.RETURNED)
    for _ in range(8):
        await world.later(days=1)
    assert await world.is_over()


async def _change_person(world: World, conversation: str, **values: Any) -> None:
    async with world.database.write() as session:
        await session.execute(update(PersonRow).where(PersonRow.conversation_id == conversation).values(**values))

"""Telling: each thing once, not at night, in words that are true when they are said, to those who can be reached."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.accounts.tables import AuditRow
from bot.channels.tables import OutboxRow
from bot.db import Database
from bot.dossiers import replies
from bot.dossiers.deadlines import day_said
from bot.dossiers.model import FINAL, DossierState, Paper
from bot.dossiers.tables import NoticeRow, WatchRow
from bot.dossiers.watches import LASTS
from bot.numbers import dossier_key
from tests.bot.dossiers.world import CODE, DOWN, HERE, World

S = DossierState
PAPERS = (Paper(name="Bản sao giấy khai sinh"), Paper(name="Ảnh 4x6"))


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def here(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


# The quiet hours


@pytest.mark.parametrize("noticed", [here(16, 20, 59), here(17, 7), here(17, 12)])
async def test_a_change_noticed_by_day_is_told_at_once(world: World, noticed: datetime) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.now = noticed
    world.system.has(state=S.PROCESSING)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1


@pytest.mark.parametrize("noticed", [here(16, 21), here(17, 0), here(17, 6, 59)])
async def test_a_change_noticed_at_night_is_told_at_seven(world: World, noticed: datetime) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.now = noticed
    world.system.has(state=S.PROCESSING)
    await world.watching.once()
    world.clock.at(17, 6, 59)
    await world.watching.once()
    assert await world.told(conversation) == []
    world.clock.at(17, 7)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1


async def test_what_was_due_in_the_evening_but_missed_waits_for_the_morning_too(world: World) -> None:
    """The process was away from 20:50 to 22:00."""
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 20, 50)
    world.system.has(state=S.PROCESSING)
    world.teller.before = _dies
    await world.watching.once()
    world.teller.before = None
    world.clock.at(16, 22)
    await world.watching.once()
    assert await world.told(conversation) == []
    world.clock.at(17, 8)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1


async def test_several_changes_of_one_night_are_told_as_one(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 21)
    for state in (S.PROCESSING, S.PAYMENT, S.DONE):
        world.system.has(state=state)
        await world.later()
    world.clock.at(17, 7)
    await world.watching.once()
    (said,) = await world.told(conversation)
    assert replies.STATES[S.ACCEPTED] in said and replies.STATES[S.DONE] in said
    assert replies.STATES[S.PAYMENT] not in said


async def test_what_changed_and_changed_back_in_a_night_is_not_told(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 21)
    for state in (S.PROCESSING, S.ACCEPTED):
        world.system.has(state=state)
        await world.later()
    world.clock.at(17, 7)
    await world.watching.once()
    assert await world.told(conversation) == []
    world.system.has(state=S.PROCESSING)
    await world.later()
    assert len(await world.told(conversation)) == 1


# True when it is said


async def test_days_are_counted_from_the_day_on_which_it_is_told(world: World) -> None:
    """Noticed on Monday night for Thursday: three working days then, two when it is read."""
    world.system.has(appointment_at=here(25, 16))
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=S.PROCESSING, appointment_at=here(19, 16))
    await world.watching.once()
    world.clock.at(17, 7)
    await world.watching.once()
    (said,) = await world.told(conversation)
    assert "2 ngày làm việc" in said


async def test_a_notice_that_waited_for_days_is_worded_anew_and_only_when_the_system_answers(world: World) -> None:
    world.system.has(appointment_at=here(25, 16))
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING, appointment_at=here(20, 16))
    world.teller.before = _dies
    await world.later()
    world.teller.before = None
    world.clock.at(18, 9)
    world.system.trouble = DOWN
    await world.watching.once()
    assert await world.told(conversation) == []
    world.system.trouble = None
    world.clock.at(18, 10)
    await world.watching.once()
    (said,) = await world.told(conversation)
    assert "2 ngày làm việc" in said


# Reminders


async def test_a_supplement_is_reminded_of_before_and_on_the_day_once_each(world: World) -> None:
    world.system.has(state=S.SUPPLEMENT, supplements=PAPERS, supplement_due=here(20, 17))
    conversation = await world.watcher()
    days: list[int] = []
    for _ in range(24 * 3):
        await world.later(hours=2)
        days += [world.clock().day] * (len(await world.told(conversation)) - len(days))
    assert days == [18, 20]
    before, on_the_day = await world.told(conversation)
    assert PAPERS[0].name in before and PAPERS[1].name in before
    assert day_said(here(20, 17).date(), here(18, 9).date()) in before
    assert replies.TODAY in on_the_day


async def test_who_supplemented_in_time_is_not_reminded(world: World) -> None:
    world.system.has(state=S.SUPPLEMENT, supplements=PAPERS, supplement_due=here(19, 17))
    conversation = await world.watcher()
    world.clock.at(16, 16)
    world.system.has(state=S.PROCESSING)
    await world.watching.once()
    for _ in range(40):
        await world.later(hours=3)
    assert len(await world.told(conversation)) == 1


async def test_a_deadline_that_was_told_a_moment_ago_is_not_reminded_of_at_once(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(18, 9)
    world.system.has(state=S.SUPPLEMENT, supplements=PAPERS, supplement_due=here(19, 17))
    await world.watching.once()
    world.clock.at(18, 20)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1
    world.clock.at(19, 9)
    await world.watching.once()
    assert len(await world.told(conversation)) == 2


@pytest.mark.parametrize(("promised", "morning", "month"), [(here(18, 16), 19, 11), (here(20, 16), 23, 11), (here(13, 16, month=2), 23, 2)])
async def test_a_passed_appointment_is_told_once_on_the_next_working_morning(
    world: World, promised: datetime, morning: int, month: int
) -> None:
    world.clock.at(9, 9, month=month)
    world.system.has(state=S.PROCESSING, appointment_at=promised)
    conversation = await world.watcher()
    world.clock.at(morning, 7, 59, month=month)
    await world.watching.once()
    assert await world.told(conversation) == []
    world.clock.at(morning, 8, 40, month=month)
    await world.watching.once()
    (said,) = await world.told(conversation)
    assert CODE in said
    for _ in range(10):
        await world.later(hours=13)
    assert len(await world.told(conversation)) == 1
    world.system.has(state=S.PROCESSING, appointment_at=world.clock() + timedelta(hours=2))
    await world.watching.once()
    for _ in range(14):
        await world.later(hours=13)
    assert len(await world.told(conversation)) == 3


async def test_a_result_that_is_there_is_not_late(world: World) -> None:
    world.system.has(state=S.DONE, appointment_at=here(18, 16))
    conversation = await world.watcher()
    for _ in range(20):
        await world.later(hours=13)
    assert await world.told(conversation) == []


async def test_a_reminder_of_yesterday_is_not_given_today(world: World) -> None:
    world.system.has(state=S.SUPPLEMENT, supplements=PAPERS, supplement_due=here(26, 17))
    conversation = await world.watcher()
    world.clock.at(24, 12)
    world.teller.before = _dies
    await world.watching.once()
    world.teller.before = None
    world.clock.at(25, 12)
    await world.watching.once()
    assert await world.told(conversation) == []
    world.clock.at(26, 12)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1


# Once, whatever happens


def _dies() -> None:
    raise RuntimeError("killed")


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_process_killed_while_it_tells_tells_once_after_all(world: World, moment: str) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    setattr(world.teller, moment, _dies)
    await world.later()
    assert (await world.told(conversation), await world.rows(OutboxRow)) == ([], [])
    again = world.beside()
    await again.later(seconds=1)
    assert await world.told(conversation) == []
    for _ in range(3):
        await again.later(seconds=70)
    assert len(await world.told(conversation)) == 1
    assert len(await world.queued(conversation)) == 1
    await again.database.close()


async def test_who_was_held_up_until_another_process_told_it_says_nothing(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=S.PROCESSING)
    await world.watching.once()
    world.clock.at(17, 7)
    beside = world.beside()
    async with world.store.lock(conversation):
        telling = asyncio.create_task(world.watching.once())
        while not any(row.claimed_until for row in await world.rows(NoticeRow)):
            await asyncio.sleep(0.01)
        await beside.later(seconds=70)
        assert len(await world.told(conversation)) == 1
    await telling
    assert len(await world.told(conversation)) == 1
    assert len(await world.queued(conversation)) == 1
    await beside.database.close()


async def test_a_notice_that_fails_holds_up_no_other(world: World) -> None:
    world.system.has()
    people = [await world.watcher() for _ in range(3)]
    world.system.has(state=S.PROCESSING)
    await world.change(WatchRow, version=3)
    async with world.database.write() as session:
        bad = NoticeRow(watch_id=1, kind="change", mark="1", said={"broken": 1}, created_at=world.clock(), not_before=world.clock())
        session.add(bad)
    await world.watching.once()
    world.system.has(state=S.PAYMENT)
    for _ in range(2):
        await world.later()
    assert [len(await world.told(one)) for one in people] == [1, 1, 1]


async def test_what_was_told_is_no_longer_kept_beside_the_record(world: World) -> None:
    world.system.has()
    await world.watcher()
    world.system.has(state=S.PROCESSING)
    await world.later()
    (row,) = await world.rows(NoticeRow)
    assert row.said is None and row.told_at is not None


async def test_what_was_told_stands_in_the_audit_trail(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    await world.later()
    (row,) = await world.rows(AuditRow)
    assert (row.actor, row.action, row.object, row.outcome) == (f"telegram:{conversation}", "dossier.notice", CODE, "change")


async def test_a_conversation_in_the_middle_of_an_answer_is_told_after_it(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    world.clock.go(minutes=35)
    async with world.store.lock(conversation):
        telling = asyncio.create_task(world.watching.once())
        while not await world.rows(NoticeRow):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert await world.told(conversation) == []
    await telling
    assert len(await world.told(conversation)) == 1


# The end


@pytest.mark.parametrize("state", sorted(FINAL))
async def test_after_the_last_state_was_told_the_watch_is_over(world: World, state: DossierState) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=state)
    await world.watching.once()
    assert not await world.is_over()
    world.clock.at(17, 7)
    await world.watching.once()
    assert len(await world.told(conversation)) == 1
    assert await world.is_over()


async def test_a_watch_ends_after_half_a_year_with_a_word(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.now += LASTS - timedelta(hours=2)
    await world.watching.once()
    assert await world.told(conversation) == []
    for _ in range(5):
        await world.later(hours=2)
    (said,) = await world.told(conversation)
    assert CODE in said and "180 ngày" in said
    assert await world.is_over()


async def test_a_watch_that_was_ended_is_told_nothing_of_what_waited(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=S.PROCESSING)
    await world.watching.once()
    async with world.database.write() as session:
        await world.watches.remove(session, conversation, dossier_key(CODE))
    world.clock.at(17, 8)
    await world.watching.once()
    assert await world.told(conversation) == []


async def test_it_is_counted_what_was_told_and_what_failed(world: World) -> None:
    world.system.has()
    await world.watcher()
    world.system.has(state=S.PROCESSING)
    world.teller.before = _dies
    await world.later()
    world.teller.before = None
    await world.later(seconds=70)
    lines = world.metrics.render().decode()
    assert 'motcua_dossier_notices_total{channel="telegram",what="failed"} 1.0' in lines
    assert 'motcua_dossier_notices_total{channel="telegram",what="told"} 1.0' in lines

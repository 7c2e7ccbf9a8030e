"""Asking systems: one look-up a dossier, pauses for systems that fail, each change noticed once whoever else is at work."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from bot.db import Database
from bot.dossiers.asking import AT_ONCE, pause
from bot.dossiers.gateway import Answer, NotFound
from bot.dossiers.model import DossierState, Paper
from bot.dossiers.tables import NoticeRow, SystemRow, WatchRow
from bot.numbers import dossier_key
from tests.bot.dossiers.world import CODE, DOWN, OTHER, Clock, FakeSystem, World, dossier

S = DossierState


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


async def test_without_watches_no_system_is_asked_and_the_database_once(world: World) -> None:
    world.system.has()
    await world.watching.once()
    asked: list[str] = []
    event.listen(world.database.engine.sync_engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    await world.later()
    assert world.system.asked == []
    assert len(asked) == 1


async def test_a_dossier_is_asked_for_again_after_the_usual_pause_and_not_before(world: World) -> None:
    world.system.has()
    await world.watcher()
    await world.later()
    assert len(world.system.asked) == 1
    await world.later(minutes=26)
    assert len(world.system.asked) == 1
    await world.later(minutes=8)
    assert len(world.system.asked) == 2


async def test_one_look_up_serves_all_who_watch_a_dossier(world: World) -> None:
    world.system.has()
    people = [await world.watcher() for _ in range(3)]
    world.clock.go(minutes=20)
    people.append(await world.watcher())
    world.system.has(state=S.PROCESSING)
    await world.later(minutes=11)
    assert world.system.asked == [CODE]
    assert [len(await world.told(one)) for one in people] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"state": S.PROCESSING}),
        ({}, {"appointment_at": Clock().now + timedelta(days=3)}),
        ({"appointment_at": Clock().now + timedelta(days=3)}, {"appointment_at": Clock().now + timedelta(days=5)}),
        ({"state": S.SUPPLEMENT, "supplements": (Paper(name="Đơn"),)}, {"state": S.SUPPLEMENT, "supplements": (Paper(name="Ảnh"),)}),
        ({"state": S.PAYMENT, "fee": 50_000}, {"state": S.PAYMENT, "fee": 70_000}),
    ],
)
async def test_a_change_is_told_once(world: World, before: dict[str, object], after: dict[str, object]) -> None:
    world.system.has(**before)  # type: ignore[arg-type]
    conversation = await world.watcher()
    await world.later()
    assert await world.told(conversation) == []
    world.system.has(**after)  # type: ignore[arg-type]
    for _ in range(4):
        await world.later()
    assert len(await world.told(conversation)) == 1
    assert await world.queued(conversation) == await world.told(conversation)


async def test_what_concerns_nobody_or_is_left_out_for_once_is_no_change(world: World) -> None:
    promised = world.clock() + timedelta(days=3)
    world.system.has(appointment_at=promised, task="Trên bàn ông A")
    conversation = await world.watcher()
    world.system.has(appointment_at=promised, task="Trên bàn bà B", address="chỗ khác")
    await world.later()
    world.system.has()
    await world.later()
    world.system.has(appointment_at=promised)
    await world.later()
    assert await world.told(conversation) == []


async def test_two_processes_at_once_tell_each_change_once(world: World) -> None:
    world.system.has()
    world.system.has(OTHER)
    people = [await world.watcher(code) for code in (CODE, OTHER) for _ in range(3)]
    beside = world.beside()
    world.clock.go(minutes=35)
    for state in (S.PROCESSING, S.PAYMENT, S.DONE):
        for code in (CODE, OTHER):
            world.system.has(code, state)
        await asyncio.gather(world.watching.once(), beside.watching.once())
        await asyncio.gather(world.watching.once(), beside.watching.once())
        world.clock.go(minutes=35)
    assert [len(await world.told(one)) for one in people] == [3] * len(people)
    assert [len(await world.queued(one)) for one in people] == [3] * len(people)
    await beside.database.close()


async def _asking(world: World) -> asyncio.Task[None]:
    """A look-up that got its answer, and is long in bringing it."""
    world.system.slowly = asyncio.Event()
    world.clock.go(minutes=35)
    looking = asyncio.create_task(world.watching.once())
    while not world.system.at_once:
        await asyncio.sleep(0.01)
    return looking


async def test_what_one_process_asks_for_the_others_do_not(world: World) -> None:
    world.system.has()
    await world.watcher()
    looking, beside = await _asking(world), world.beside()
    await beside.watching.once()
    assert len(world.system.asked) == 1
    assert world.system.slowly is not None
    world.system.slowly.set()
    await looking
    await beside.database.close()


async def test_an_answer_that_was_overtaken_changes_nothing(world: World) -> None:
    """It was so long on its way that another process asked, heard the next state, and told it."""
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    looking, beside = await _asking(world), world.beside()
    late, world.system.slowly = world.system.slowly, None
    world.system.has(state=S.DONE)
    await beside.later(seconds=100)
    assert len(await world.told(conversation)) == 1
    assert late is not None
    late.set()
    await looking
    await world.later()
    await world.later()
    assert len(await world.told(conversation)) == 1
    await beside.database.close()


async def test_a_push_during_a_look_up_has_the_dossier_asked_for_again(world: World) -> None:
    """The answer under way may be from before the change."""
    world.system.has()
    conversation = await world.watcher()
    looking = await _asking(world)
    world.system.has(state=S.PROCESSING)
    await world.watches.hurry("hue", CODE)
    assert world.system.slowly is not None
    world.system.slowly.set()
    await looking
    await world.later(seconds=1)
    assert world.system.asked == [CODE, CODE]
    assert len(await world.told(conversation)) == 1


async def test_the_poller_hears_what_is_so_now_not_what_was_so_a_while_ago(world: World) -> None:
    world.system.stale[CODE] = world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    await world.later()
    assert len(await world.told(conversation)) == 1


async def test_after_a_restart_nothing_is_lost_and_nothing_told_again(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    await world.later()
    again = world.beside()
    await again.later()
    world.system.has(state=S.DONE)
    await again.later()
    assert len(await world.told(conversation)) == 2
    await again.database.close()


async def test_what_a_process_was_asking_when_it_died_is_asked_by_the_next(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    looking = await _asking(world)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    world.system.slowly = None
    await world.later(seconds=100)
    assert len(await world.told(conversation)) == 1


# Systems that fail


def test_pauses_double_from_a_minute_to_an_hour_with_jitter() -> None:
    wholes = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    for failures, whole in enumerate((timedelta(minutes=minutes) for minutes in wholes), 1):
        made = [pause(failures) for _ in range(50)]
        assert all(whole * 0.75 <= one <= whole for one in made)
        assert len(set(made)) > 1
    assert pause(10**6) <= timedelta(hours=1)


TROUBLES: list[Answer | Exception] = [DOWN, RuntimeError("lỗi của 0912345678"), dossier(OTHER)]


@pytest.mark.parametrize("trouble", TROUBLES, ids=["away", "raises", "another dossier"])
async def test_a_system_that_fails_is_left_alone_for_longer_and_longer(world: World, trouble: Answer | Exception) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.trouble = trouble
    gaps: list[float] = []
    last = None
    for _ in range(240):
        count = len(world.system.asked)
        await world.later(seconds=60)
        if len(world.system.asked) > count:
            gaps += [(world.clock() - last).total_seconds() / 60] if last else []
            last = world.clock()
    assert len(world.system.asked) < 14
    assert all(later >= 0.7 * earlier for earlier, later in pairwise(gaps))
    assert max(gaps) >= 40
    assert await world.told(conversation) == []
    (row,) = await world.rows(SystemRow)
    assert row.error and "0912" not in row.error
    world.system.trouble = None
    world.system.has(state=S.PROCESSING)
    await world.later(minutes=65)
    assert len(await world.told(conversation)) == 1
    assert await world.failures() == 0


async def test_what_fails_together_is_one_failure(world: World) -> None:
    for number in range(AT_ONCE):
        world.system.has(f"H56.14-261020-{number:04}")
        await world.watcher(f"H56.14-261020-{number:04}")
    world.system.trouble = DOWN
    await world.later()
    assert len(world.system.asked) == AT_ONCE
    assert await world.failures() == 1


async def test_one_dossier_that_always_fails_holds_up_no_other(world: World) -> None:
    class Picky(FakeSystem):
        async def lookup(self, code: str) -> Answer:
            found = await super().lookup(code)
            return DOWN if code == CODE else found

    world = World(world.database, clock=world.clock, systems=[Picky()])
    codes = [f"H56.14-261021-{number:04}" for number in range(6)]
    for code in (CODE, *codes):
        world.system.has(code)
    people = {code: await world.watcher(code) for code in (CODE, *codes)}
    for code in codes:
        world.system.has(code, S.PROCESSING)
    for _ in range(40):
        await world.later(minutes=1)
    assert [len(await world.told(people[code])) for code in codes] == [1] * len(codes)


async def test_a_system_that_hangs_holds_up_no_other(database: Database) -> None:
    slow, quick = FakeSystem(id="hue", slowly=asyncio.Event()), FakeSystem(id="danang")
    world = World(database, systems=[slow, quick])
    slow.has()
    quick.has(OTHER)
    await world.watcher()
    conversation = await world.person()
    await world.watch(conversation, OTHER, quick)
    quick.has(OTHER, S.PROCESSING)
    world.clock.go(minutes=35)
    async with world.watching.running(), asyncio.timeout(10):
        while not await world.told(conversation):
            world.watches.stirred.set()
            await asyncio.sleep(0.02)
        assert slow.at_once == 1


async def test_a_few_look_ups_at_a_time(world: World) -> None:
    for number in range(3 * AT_ONCE):
        world.system.has(f"H56.14-261020-{number:04}")
        await world.watcher(f"H56.14-261020-{number:04}")
    await world.later()
    assert len(world.system.asked) == 3 * AT_ONCE
    assert 1 < world.system.most_at_once <= AT_ONCE


async def test_a_system_that_is_no_longer_configured_is_like_one_that_is_away(world: World) -> None:
    world.system.has()
    await world.watcher()
    world.system.id = "renamed"
    await world.later()
    await world.later(seconds=30)
    (row,) = await world.rows(SystemRow)
    assert (row.system, row.failures) == ("hue", 1)
    assert len(await world.rows(WatchRow)) == 1


# A dossier that is no longer there


async def test_a_dossier_missing_three_times_in_a_row_is_told_once_and_let_go(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.trouble = NotFound()
    await world.later()
    await world.later()
    assert await world.told(conversation) == []
    await world.later()
    (said,) = await world.told(conversation)
    assert CODE in said
    assert await world.is_over()
    assert await world.failures() == 0


async def test_a_dossier_missing_twice_and_there_again_was_never_gone(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    for trouble in (NotFound(), NotFound(), None, NotFound(), NotFound(), None):
        world.system.trouble = trouble
        await world.later()
    assert await world.told(conversation) == []
    assert len(await world.rows(WatchRow)) == 1


async def test_a_watch_that_was_ended_during_the_look_up_is_not_told(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.system.has(state=S.PROCESSING)
    looking = await _asking(world)
    async with world.database.write() as session:
        await world.watches.remove(session, conversation, dossier_key(CODE))
    assert world.system.slowly is not None
    world.system.slowly.set()
    await looking
    assert await world.told(conversation) == []
    assert await world.rows(NoticeRow) == []


async def test_a_watch_that_cannot_be_read_holds_up_no_other(world: World) -> None:
    world.system.has()
    world.system.has(OTHER)
    await world.watcher()
    await world.change(WatchRow, seen={"of": "another release"})
    conversation = await world.watcher(OTHER)
    world.system.has(OTHER, S.PROCESSING)
    await world.later()
    assert len(await world.told(conversation)) == 1


async def test_work_ends_though_it_is_stirred_at_the_moment_of_the_stop(world: World) -> None:
    async with asyncio.timeout(10):
        async with world.watching.running():
            await asyncio.sleep(0.1)
            world.watches.stirred.set()

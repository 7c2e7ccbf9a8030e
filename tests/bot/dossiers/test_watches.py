"""Who watches what: beginning, ending, and what is kept of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import Database
from bot.dossiers.lookup import Asker
from bot.dossiers.model import FINAL, DossierState, Paper
from bot.dossiers.tables import NoticeRow, WatchRow
from bot.dossiers.watches import MOST_WATCHES, Memory, Seen
from bot.numbers import dossier_key
from tests.bot.dossiers.world import CODE, DOWN, EVERY, MONDAY, OTHER, World, dossier

moments = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(MONDAY.tzinfo))
seens = st.builds(
    Seen, state=st.sampled_from(DossierState), appointment_at=moments, supplement_due=moments, completed_at=moments,
    supplements=st.none() | st.text("0123456789abcdef", min_size=32, max_size=32), fee=st.none() | st.integers(0, 10**9),
)  # fmt: skip


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@given(seens, st.sets(st.sampled_from(sorted(set(Seen.model_fields) - {"state"}))))
def test_what_a_system_leaves_out_in_the_same_state_is_no_change(seen: Seen, left_out: set[str]) -> None:
    assert seen.model_copy(update=dict.fromkeys(left_out)).after(seen) == seen


@given(seens, seens)
def test_in_another_state_everything_counts_anew(now: Seen, before: Seen) -> None:
    after = now.after(before)
    if now.state is not before.state:
        assert after == now
    else:
        assert all(getattr(after, name) == value for name, value in now if value is not None)


@given(seens, seens)
def test_a_memory_is_the_same_after_it_was_stored(told: Seen, newest: Seen) -> None:
    memory = Memory(told=told, newest=newest, settled_at=MONDAY, missing=2)
    assert Memory.model_validate(json.loads(json.dumps(memory.model_dump(mode="json")))) == memory


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_a_time_without_sense_is_none(year: int) -> None:
    """What cannot be stored as it came would differ at every look."""
    assert Seen.of(dossier(appointment_at=datetime(year, 1, 1, tzinfo=UTC))) == Seen.of(dossier())


def test_papers_are_compared_by_their_names_in_any_order() -> None:
    one, two = Paper(name="Đơn", note="chưa ký"), Paper(name="Bản sao giấy khai sinh")
    assert Seen.of(dossier(supplements=(one, two))) == Seen.of(dossier(supplements=(two, Paper(name="Đơn"))))
    assert Seen.of(dossier(supplements=(one,))) != Seen.of(dossier(supplements=(two,)))


async def test_nothing_personal_is_kept_of_a_watched_dossier(world: World) -> None:
    world.system.has(supplements=(Paper(name="Giấy xác nhận của ông Trần Văn Bình"),), address="12 Lê Lợi", summary="Xin cấp lại")
    await world.watcher()
    (row,) = await world.rows(WatchRow)
    kept = json.dumps({column.name: str(getattr(row, column.name)) for column in WatchRow.__table__.columns}, ensure_ascii=False)
    for personal in ("Nguyễn", "0912345678", "Bình", "Lê Lợi", "cấp lại"):
        assert personal not in kept


async def test_a_conversation_sees_what_it_watches_and_nobody_elses(world: World) -> None:
    world.system.has()
    world.system.has(OTHER)
    mine, yours = await world.watcher(), await world.watcher(OTHER)
    await world.watch(mine, OTHER)
    assert [watch.code for watch in await world.watches.of(mine)] == [CODE, OTHER]
    assert [watch.code for watch in await world.watches.of(yours)] == [OTHER]
    assert await world.watches.of("conversation-nobody") == []


async def test_ten_are_the_most_and_one_of_them_may_be_asked_for_again(world: World) -> None:
    codes = [f"H56.14-261020-{number:04}" for number in range(MOST_WATCHES + 1)]
    for code in codes:
        world.system.has(code)
    conversation = await world.person()
    assert [await world.watch(conversation, code) for code in codes] == [True] * MOST_WATCHES + [False]
    assert await world.watch(conversation, codes[0])
    assert len(await world.watches.of(conversation)) == MOST_WATCHES


@pytest.mark.parametrize("state", sorted(FINAL))
async def test_a_final_dossier_is_not_watched(world: World, state: DossierState) -> None:
    world.system.has(state=state)
    assert not await world.watch(await world.person())
    assert await world.is_over()


async def test_one_watch_is_ended_or_all_and_only_ones_own(world: World) -> None:
    for code in (CODE, OTHER):
        world.system.has(code)
    mine, yours = await world.watcher(), await world.watcher()
    await world.watch(mine, OTHER)
    async with world.database.write() as session:
        assert await world.watches.remove(session, mine, dossier_key(CODE)) == [CODE]
    assert [watch.code for watch in await world.watches.of(mine)] == [OTHER]
    await world.watch(mine, CODE)
    async with world.database.write() as session:
        assert await world.watches.remove(session, mine) == [CODE, OTHER]
        assert await world.watches.remove(session, mine) == []
    assert len(await world.watches.of(yours)) == 1


async def test_a_watch_begins_and_ends_with_the_turn_or_not_at_all(world: World) -> None:
    found = world.system.has()
    conversation = await world.person()
    begin = world.watches.adding(Asker("telegram", conversation), found, world.clock())

    async def fails() -> None:
        async with world.database.write() as session:
            await begin(session, 1)
            raise RuntimeError("the turn could not be kept")

    with pytest.raises(RuntimeError):
        await fails()
    assert await world.is_over()
    async with world.database.write() as session:
        await begin(session, 1)
    async with world.database.write() as session:
        await world.watches.removing(conversation)(session, 2)
    assert await world.is_over()


async def test_an_erasure_leaves_neither_watch_nor_notice(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=DossierState.PROCESSING)
    await world.watching.once()
    assert len(await world.rows(NoticeRow)) == 1
    await world.store.erase(conversation, world.watches.removing(conversation))
    assert await world.is_over()


async def test_asking_again_for_what_was_just_seen_takes_back_what_waited_to_be_told(world: World) -> None:
    world.system.has()
    conversation = await world.watcher()
    world.clock.at(16, 22)
    world.system.has(state=DossierState.PROCESSING)
    await world.watching.once()
    await world.watch(conversation)
    world.clock.at(17, 9)
    await world.watching.once()
    assert await world.told(conversation) == []
    (watch,) = await world.watches.of(conversation)
    assert watch.memory.told.state is DossierState.PROCESSING


async def test_a_push_has_the_dossier_asked_for_at_once_also_during_a_pause(world: World) -> None:
    world.system.has()
    world.system.has(OTHER)
    conversation = await world.watcher()
    await world.watcher(OTHER)
    world.system.trouble = DOWN
    await world.later()
    world.system.asked.clear()
    world.system.trouble = None
    world.system.has(state=DossierState.PROCESSING)
    await world.later(seconds=5)
    assert world.system.asked == []
    await world.watches.hurry("hue", "h56 14 261020 0001")
    assert world.watches.stirred.is_set()
    await world.later(seconds=1)
    assert CODE in world.system.asked
    assert len(await world.told(conversation)) == 1


async def test_a_push_about_what_nobody_watches_wakes_nobody(world: World) -> None:
    world.system.has()
    await world.watcher()
    await world.watches.hurry("hue", OTHER)
    await world.watches.hurry("danang", CODE)
    assert not world.watches.stirred.is_set()
    await world.later(seconds=1)
    assert world.system.asked == []


async def test_the_first_look_is_soon(world: World) -> None:
    world.system.has()
    await world.watcher()
    (row,) = await world.rows(WatchRow)
    assert timedelta(0) < row.next_at - world.clock() <= EVERY

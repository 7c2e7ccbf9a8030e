"""Migrations and the conversation store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot import migrations
from bot.db import Base, Database, sync_engine
from bot.dialogue.store import ConversationRow, ConversationStore, TurnRecord, TurnRow
from bot.errors import StorageBusyError
from bot.messages import Outcome
from bot.migrations import migrate
from bot.settings import Settings

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def turn(text: str = "xin chào", at: datetime = NOON, **more: Any) -> TurnRecord:
    return TurnRecord(text=text, outcome=Outcome.ANSWERED, at=at, **more)


@pytest.fixture
def store(database: Database) -> ConversationStore:
    return ConversationStore(database)


async def turns(database: Database) -> list[TurnRow]:
    async with database.read() as session:
        return list((await session.execute(select(TurnRow).order_by(TurnRow.id))).scalars())


async def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    engine = sync_engine(database.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
    engine.dispose()
    assert differences == []


async def test_migrating_twice_keeps_the_data(store: ConversationStore, database: Database, settings: Settings) -> None:
    await store.save("abc12345", "web", {"turns": 1}, turn())
    same = Settings.model_validate({**settings.model_dump(), "database_url": database.url.render_as_string(hide_password=False)})
    await asyncio.to_thread(migrate, same)
    assert await store.load("abc12345") == {"turns": 1}


async def test_a_state_comes_back_as_it_was_saved_last(store: ConversationStore) -> None:
    state = {"procedure_code": "1.001193", "offered": [{"label": "Giấy tờ", "value": "x"}], "abuses": 0, "seen_at": None, "đủ": True}
    await store.save("abc12345", "web", {"old": 1}, turn())
    await store.save("abc12345", "web", state, turn())
    assert await store.load("abc12345") == state


async def test_an_unknown_conversation_has_no_state(store: ConversationStore) -> None:
    assert await store.load("never-seen") is None


async def test_a_turn_is_logged_with_all_it_knows(store: ConversationStore, database: Database) -> None:
    replies = [{"text": "Miễn lệ phí.", "buttons": []}]
    await store.save(
        "abc12345", "web", {}, turn("lệ phí khai sinh?", intent="ask_fee", procedure_code="1.001193", aspect="fee", replies=replies)
    )
    [row] = await turns(database)
    assert (row.conversation_id, row.text, row.intent, row.procedure_code, row.aspect, row.outcome, row.replies, row.at) == (
        "abc12345", "lệ phí khai sinh?", "ask_fee", "1.001193", "fee", "answered", replies, NOON,
    )  # fmt: skip


async def test_personal_numbers_never_reach_the_database(store: ConversationStore, database: Database) -> None:
    await store.save("abc12345", "web", {}, turn("Tôi tên Lan, sđt 0912345678, căn cước 001190012345, hỏi về hộ chiếu"))
    [row] = await turns(database)
    assert "0912345678" not in row.text
    assert "001190012345" not in row.text
    assert row.text.startswith("Tôi tên Lan, sđt ")
    assert row.text.endswith("hỏi về hộ chiếu")


async def test_a_time_of_another_zone_comes_back_as_the_same_moment(store: ConversationStore, database: Database) -> None:
    hanoi = datetime(2026, 11, 22, 19, 0, tzinfo=timezone(timedelta(hours=7)))
    await store.save("abc12345", "web", {}, turn(at=hanoi))
    [row] = await turns(database)
    assert row.at == NOON
    assert row.at.utcoffset() == timedelta(0)


async def test_characters_that_databases_refuse_do_not_lose_the_turn(store: ConversationStore, database: Database) -> None:
    await store.save("abc12345", "web", {"a": "\x00"}, turn("a\x00b'; DROP TABLE turns; --" + "x" * 10_000))
    [row] = await turns(database)
    assert row.text.startswith("a b'; DROP TABLE turns; --x")
    assert len(row.text) == 4000


async def test_state_and_turn_are_saved_together_or_not_at_all(store: ConversationStore) -> None:
    await store.save("abc12345", "web", {"turns": 1}, turn())
    with pytest.raises(Exception, match="JSON serializable"):
        await store.save("abc12345", "web", {"turns": 2}, turn(replies=[{"text": object()}]))
    assert await store.load("abc12345") == {"turns": 1}


async def test_a_hundred_messages_at_once_are_all_kept(store: ConversationStore, database: Database) -> None:
    await asyncio.gather(*(store.save(f"conversation-{n % 10}", "web", {"n": n}, turn(str(n))) for n in range(100)))
    assert sorted(int(row.text) for row in await turns(database)) == list(range(100))


async def test_messages_of_one_conversation_wait_for_each_other(store: ConversationStore) -> None:
    await store.save("abc12345", "web", {"n": 0}, turn())

    async def count() -> None:
        async with store.lock("abc12345"):
            state = await store.load("abc12345")
            assert state is not None
            await asyncio.sleep(0.001)
            await store.save("abc12345", "web", {"n": state["n"] + 1}, turn())

    await asyncio.gather(*(count() for _ in range(20)))
    assert await store.load("abc12345") == {"n": 20}


async def test_conversations_do_not_wait_for_others(store: ConversationStore) -> None:
    async with store.lock("abc12345"), asyncio.timeout(1), store.lock("xyz12345"):
        pass


async def test_locks_of_finished_conversations_are_forgotten(store: ConversationStore) -> None:
    for number in range(100):
        async with store.lock(f"conversation-{number}"):
            pass
    assert len(store._locks) <= 1


async def test_only_what_is_too_old_is_deleted(store: ConversationStore, database: Database) -> None:
    await store.save("old-old-old", "web", {}, turn("cũ", at=NOON - timedelta(days=91)))
    await store.save("still-used", "web", {}, turn("trước", at=NOON - timedelta(days=91)))
    await store.save("still-used", "web", {"n": 2}, turn("mới", at=NOON))
    assert await store.delete_before(NOON - timedelta(days=90)) == 1
    assert [row.text for row in await turns(database)] == ["mới"]
    assert await store.load("old-old-old") is None
    assert await store.load("still-used") == {"n": 2}


async def test_a_turn_needs_its_conversation(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with database.write() as session:
            session.add(TurnRow(conversation_id="nobody", at=NOON, text="", outcome="answered", replies=[]))


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(Exception, match="needs a time zone"):
        async with database.write() as session:
            session.add(ConversationRow(id="abc12345", channel="web", state={}, created_at=naive, updated_at=naive))


# SQLite alone


@pytest.fixture
def sqlite_file(settings: Settings) -> Path:
    migrate(settings)
    return settings.data_dir / "motcua.db"


async def test_sqlite_writes_ahead_and_waits(settings: Settings, sqlite_file: Path) -> None:
    database = Database(settings.database_url)
    async with database.read() as session:
        found = [(await session.execute(text(f"PRAGMA {name}"))).scalar_one() for name in ("journal_mode", "busy_timeout", "foreign_keys")]
    await database.close()
    assert found == ["wal", 2000, 1]


async def test_a_short_lock_of_another_program_is_waited_out(settings: Settings, sqlite_file: Path) -> None:
    database = Database(settings.database_url, busy_timeout_ms=20)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.25, other.rollback)
    await ConversationStore(database).save("abc12345", "web", {"n": 1}, turn())
    assert await ConversationStore(database).load("abc12345") == {"n": 1}
    await database.close()
    other.close()


async def test_a_database_that_stays_locked_gives_a_clear_503(settings: Settings, sqlite_file: Path) -> None:
    database = Database(settings.database_url, busy_timeout_ms=20)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageBusyError) as caught:
        await ConversationStore(database).save("abc12345", "web", {}, turn())
    assert (caught.value.status, caught.value.retry_after) == (503, 5)
    other.rollback()
    await ConversationStore(database).save("abc12345", "web", {}, turn())
    await database.close()
    other.close()


def test_processes_may_start_at_once(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=migrate, args=(settings,)) for _ in range(4)]
    for process in started:
        process.start()
    for process in started:
        process.join(300)
    assert [process.exitcode for process in started] == [0] * 4
    newest = max(path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("0*.py"))
    with sqlite3.connect(settings.data_dir / "motcua.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]
    connection.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_a_database_that_cannot_be_used_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="database"):
        Settings(database_url=url)


@pytest.mark.parametrize(
    ("given_url", "used"),
    [
        ("postgresql://u:p%40w@db/motcua", "postgresql+psycopg://u:p%40w@db/motcua"),
        ("postgres://db/motcua", "postgresql+psycopg://db/motcua"),
        ("sqlite:///here.db", "sqlite+aiosqlite:///here.db"),
        ("", "sqlite+aiosqlite:///data/motcua.db"),
    ],
)
def test_a_plain_url_gets_its_driver(given_url: str, used: str) -> None:
    assert Settings(database_url=given_url, data_dir=Path("data")).database_url == used


json_values: Callable[..., Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(state=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), json_values, max_size=4))
@how(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_state_survives(settings: Settings, state: dict[str, Any]) -> None:
    async def there_and_back() -> Any:
        migrate(settings)
        database = Database(settings.database_url)
        try:
            await ConversationStore(database).save("abc12345", "web", state, turn())
            return await ConversationStore(database).load("abc12345")
        finally:
            await database.close()

    assert asyncio.run(there_and_back()) == state


async def test_closing_waits_for_a_connection_whose_opening_was_cancelled(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def slowly(*arguments: Any, **options: Any) -> sqlite3.Connection:
        time.sleep(0.5)
        return connect(*arguments, **options)

    monkeypatch.setattr(sqlite3, "connect", slowly)
    before = set(threading.enumerate())
    database = Database(settings.database_url)

    async def ask() -> None:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))

    asking = asyncio.create_task(ask())
    await asyncio.sleep(0.1)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await database.close()
    assert [thread.name for thread in set(threading.enumerate()) - before if "connection_worker" in thread.name] == []

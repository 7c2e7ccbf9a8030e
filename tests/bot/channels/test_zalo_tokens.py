"""The tokens of the Zalo account: renewed once however many ask, never lost, never overwritten by a failure, never in the clear."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update

from bot.channels.tables import TokenRow
from bot.channels.zalo_oauth import AwayError, BrokenTokensError, NoTokensError, WrongKeyError, life
from bot.channels.zalo_tokens import CLAIM, TokenStore
from bot.db import Database
from tests.fakes.zalo import APP_ID, SECRET_KEY, FakeZalo

DAY_S = 90_000
Make = Callable[..., TokenStore]
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what does not depend on the kind of database."""


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as fake:
        yield fake


@pytest.fixture
async def make(database: Database, zalo: FakeZalo) -> AsyncIterator[Make]:
    """Makes stores on one database, as several processes have them; nothing rests after a failure unless asked for."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=5, trust_env=False))

        def one(secret: str = SECRET_KEY, skew_s: float = 0.0, on: Database = database, **options: Any) -> TokenStore:
            shifted = {"clock": lambda: datetime.now(UTC) + timedelta(seconds=skew_s), "pause_s": 0.0}
            store = TokenStore(on, APP_ID, secret, zalo.url, options.pop("client", client), **{**shifted, **options})
            stack.push_async_callback(store.close)
            return store

        yield one


@pytest.fixture
async def store(make: Make, zalo: FakeZalo) -> TokenStore:
    """A store with the fake's pair, which has just run out."""
    await make(skew_s=-DAY_S).put(zalo.access_token, zalo.refresh_token, DAY_S)
    return make()


async def row(database: Database) -> TokenRow:
    async with database.read() as session:
        return (await session.execute(select(TokenRow))).scalar_one()


def fresh_life(found: TokenRow) -> float:
    return (found.expires_at - found.refreshed_at).total_seconds()


# One refresh


@on_sqlite
async def test_a_living_token_is_given_without_asking_zalo(make: Make, zalo: FakeZalo) -> None:
    store = make()
    await store.put(zalo.access_token, zalo.refresh_token, DAY_S)
    assert await store.access() == await make().access() == zalo.access_token
    assert zalo.refreshes == []


async def test_twenty_callers_make_one_refresh(store: TokenStore, zalo: FakeZalo) -> None:
    got = await asyncio.gather(*(store.access() for _ in range(20)))
    assert set(got) == {zalo.access_token}
    assert [refresh.given for refresh in zalo.refreshes] == [True]


async def test_two_processes_on_one_database_make_one_refresh(store: TokenStore, make: Make, zalo: FakeZalo, database: Database) -> None:
    second = Database(database.url.render_as_string(hide_password=False))
    other = make(on=second)
    zalo.fail(kind="delay", seconds=0.5)
    got = await asyncio.gather(*(one.access() for one in [store, other] * 5))
    await second.close()
    assert set(got) == {zalo.access_token}
    assert [refresh.given for refresh in zalo.refreshes] == [True]


async def test_a_token_refused_by_zalo_is_renewed_once_by_all_who_sent_with_it(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    first = await store.access()
    zalo.expire_access_token()
    got = await asyncio.gather(*(one.refresh(first) for one in [store, make()] * 5))
    assert set(got) == {zalo.access_token} != {first}
    assert len(zalo.refreshes) == 2


async def test_the_pair_of_another_process_is_used(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    other = make()
    stale = await other.access()
    fresh = await store.refresh(stale)
    assert await other.refresh(stale) == fresh
    assert len(zalo.refreshes) == 2


@on_sqlite
async def test_a_token_is_renewed_five_minutes_before_its_end_also_by_a_clock_that_is_a_minute_off(make: Make, zalo: FakeZalo) -> None:
    await make().put(zalo.access_token, zalo.refresh_token, DAY_S)
    old = zalo.access_token
    assert await make(skew_s=DAY_S - 310).access() == await make(skew_s=-60).access() == old
    assert await make(skew_s=DAY_S - 299).access() == zalo.access_token != old
    assert len(zalo.refreshes) == 1


async def test_processes_whose_clocks_differ_by_a_minute_make_one_refresh(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    stale = zalo.access_token
    zalo.fail(kind="delay", seconds=0.3)
    got = await asyncio.gather(*(one.refresh(stale) for one in [store, make(skew_s=60), make(skew_s=-60), make(skew_s=60)]))
    assert set(got) == {zalo.access_token}
    assert len(zalo.refreshes) == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("90000", 90000), (90000, 90000), (" 60 ", 60), ("soon", 3600), ("-5", 3600), (0, 3600), (None, 3600), ("1e9", 3600)],
)
def test_the_life_of_a_token_is_read_from_a_string_or_a_number(said: object, seconds: int) -> None:
    assert life(said) == timedelta(seconds=seconds)


# What is stored


async def test_the_new_pair_is_stored_before_it_is_used(store: TokenStore, zalo: FakeZalo, database: Database) -> None:
    token = await store.access()
    found = await row(database)
    assert (found.version, found.refreshing_until, found.error, fresh_life(found)) == (2, None, None, DAY_S)
    assert await TokenStore(database, APP_ID, SECRET_KEY, "http://127.0.0.1:1", httpx.AsyncClient()).access() == token


@on_sqlite
async def test_nothing_in_the_table_is_readable(store: TokenStore, zalo: FakeZalo, database: Database) -> None:
    found = await row(database)
    assert zalo.access_token not in found.sealed and zalo.refresh_token not in found.sealed and "access" not in found.sealed


@on_sqlite
async def test_another_app_secret_opens_nothing_and_says_so(store: TokenStore, make: Make, zalo: FakeZalo, database: Database) -> None:
    other = make(secret="another-secret")
    with pytest.raises(WrongKeyError, match="MOTCUA_ZALO_APP_SECRET"):
        await other.access()
    status = await other.status()
    assert status is not None and not status.readable and not status.usable
    assert (await row(database)).version == 1 and zalo.refreshes == []


@on_sqlite
async def test_a_damaged_row_is_told_like_a_wrong_key(store: TokenStore, database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(TokenRow).values(sealed="gAAAA-not-ours-ệ"))
    with pytest.raises(WrongKeyError):
        await store.access()


@on_sqlite
async def test_without_a_pair_the_error_says_what_to_do(make: Make) -> None:
    with pytest.raises(NoTokensError, match="motcua zalo token set"):
        await make().access()
    assert await make().status() is None


@on_sqlite
@pytest.mark.parametrize(
    "pair", [("", "refresh-12345678"), ("access 12345678", "refresh-12345678"), ("same-12345", "same-12345"), ("ệ" * 9, "x" * 9)]
)
async def test_what_cannot_be_a_pair_is_not_stored(store: TokenStore, pair: tuple[str, str], database: Database) -> None:
    with pytest.raises(ValueError, match="token"):
        await store.put(*pair, DAY_S)
    assert (await row(database)).version == 1


@on_sqlite
async def test_the_status_tells_no_token(store: TokenStore, zalo: FakeZalo) -> None:
    await store.access()
    status = await store.status()
    assert status is not None and status.usable and not status.refreshing and status.error is None
    assert zalo.access_token not in repr(status) + repr(store._known) and zalo.refresh_token not in repr(status) + repr(store._known)


# Failures


@on_sqlite
@pytest.mark.parametrize("kind", ["5xx", "429", "garbage", "drop"])
async def test_a_failed_refresh_changes_nothing_and_is_tried_again(
    store: TokenStore, zalo: FakeZalo, database: Database, kind: Any
) -> None:
    before = (await row(database)).sealed
    zalo.fail(kind=kind, retry_after=7)
    with pytest.raises(AwayError) as caught:
        await store.refresh(zalo.access_token)
    found = await row(database)
    assert (found.sealed, found.version, found.refreshing_until, found.error) == (before, 1, None, caught.value.reason)
    assert caught.value.after_s == (7 if kind == "429" else 5)
    assert await store.access() == zalo.access_token
    assert (await row(database)).error is None


@on_sqlite
async def test_a_refusal_that_zalo_answers_with_200_never_overwrites_the_pair(make: Make, zalo: FakeZalo, database: Database) -> None:
    zalo.secret_key = "changed at Zalo"
    store = make()
    await store.put(zalo.access_token, zalo.refresh_token, DAY_S)
    before = (await row(database)).sealed
    with pytest.raises(AwayError, match="Invalid secret key"):
        await store.refresh(zalo.access_token)
    assert (await row(database)).sealed == before and not store.broken
    zalo.secret_key = SECRET_KEY
    assert await store.refresh(zalo.access_token) == zalo.access_token


@on_sqlite
async def test_while_a_refresh_fails_the_present_token_is_used_as_long_as_it_lives(make: Make, zalo: FakeZalo) -> None:
    await make(skew_s=200 - DAY_S).put(zalo.access_token, zalo.refresh_token, DAY_S)
    zalo.fail(times=10)
    assert await make().access() == zalo.access_token
    with pytest.raises(AwayError):
        await make(skew_s=200).access()


@on_sqlite
async def test_after_a_failure_zalo_is_left_alone_for_a_moment(make: Make, zalo: FakeZalo) -> None:
    store = make(pause_s=60.0)
    await store.put(zalo.access_token, zalo.refresh_token, DAY_S)
    zalo.fail(times=10)
    for _ in range(20):
        with pytest.raises(AwayError, match="HTTP 502"):
            await store.refresh(zalo.access_token)
    assert len(zalo.calls) == 1


@pytest.mark.parametrize("how", ["revoked", "answer lost"])
async def test_a_lost_refresh_token_is_known_by_all_and_zalo_is_not_asked_again(
    store: TokenStore, make: Make, zalo: FakeZalo, database: Database, how: str
) -> None:
    stale = zalo.access_token
    if how == "revoked":
        zalo.revoke()
    else:
        zalo.fail(kind="drop_after")
        with pytest.raises(AwayError):
            await store.refresh(stale)
    asked = len(zalo.calls)
    for one in [store, store, make()]:
        with pytest.raises(BrokenTokensError, match="Invalid refresh token"):
            await one.refresh(stale)
    assert len(zalo.calls) == asked + 1
    status = await make().status()
    assert store.broken and status is not None and status.broken and not status.usable


async def test_a_new_pair_from_an_administrator_heals_all_processes(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    other, stale = make(), zalo.access_token
    zalo.revoke()
    for one in (store, other):
        with pytest.raises(BrokenTokensError):
            await one.refresh(stale)
    zalo.authorize()
    await make().put(zalo.access_token, zalo.refresh_token, DAY_S)
    assert await store.refresh(stale) == await other.access() == zalo.access_token
    assert not store.broken and not other.broken


# Ends in the middle


@on_sqlite
async def test_a_caller_that_gives_up_does_not_lose_the_pair(store: TokenStore, zalo: FakeZalo, database: Database) -> None:
    zalo.fail(kind="delay", seconds=0.4)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(store.refresh(zalo.access_token), 0.2)
    await store.close()
    assert (await row(database)).version == 2
    assert await store.access() == zalo.access_token


@on_sqlite
async def test_a_pair_that_cannot_be_stored_at_once_is_kept_and_not_used_until_it_is(
    store: TokenStore, zalo: FakeZalo, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, stale = store._write, zalo.access_token

    async def away(work: Any) -> Any:
        if zalo.refreshes:
            raise AwayError("the database is out of reach")
        return await write(work)

    monkeypatch.setattr(store, "_write", away)
    for _ in range(3):
        with pytest.raises(AwayError):
            await store.refresh(stale)
    assert (await row(database)).version == 1 and len(zalo.refreshes) == 1
    monkeypatch.setattr(store, "_write", write)
    assert await store.refresh(stale) == zalo.access_token
    assert (await row(database)).version == 2 and len(zalo.refreshes) == 1


async def test_a_pair_stored_by_an_administrator_meanwhile_wins(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    zalo.fail(kind="delay", seconds=0.3)
    refreshing = asyncio.create_task(store.refresh(zalo.access_token))
    await asyncio.sleep(0.1)
    await make().put("access-by-hand", "refresh-by-hand", DAY_S)
    assert await refreshing == "access-by-hand"


async def test_a_claim_that_nobody_ends_is_waited_for_and_then_taken_over(store: TokenStore, make: Make, zalo: FakeZalo) -> None:
    assert await store._claim(await store._read()) is not None
    with pytest.raises(AwayError, match="another process"):
        await make(patience_s=0.3).access()
    assert zalo.refreshes == []
    assert await make(skew_s=CLAIM.total_seconds() + 1).access() == zalo.access_token


@on_sqlite
async def test_a_pair_erased_by_hand_is_missed(store: TokenStore, database: Database) -> None:
    async with database.write() as session:
        await session.execute(delete(TokenRow))
    with pytest.raises(NoTokensError):
        await store.access()


KILLED = """
import asyncio, sys
import httpx
from bot.channels.zalo_tokens import TokenStore
from bot.db import Database

class Held(httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request):
        if sys.argv[6] == "after":
            response = await super().handle_async_request(request)
            await response.aread()
        print("now", flush=True)
        await asyncio.sleep(60)

async def main():
    url, app_id, secret, oauth, stale = sys.argv[1:6]
    await TokenStore(Database(url), app_id, secret, oauth, httpx.AsyncClient(transport=Held())).refresh(stale)

asyncio.run(main())
"""


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_killed_in_the_middle_is_survived(
    store: TokenStore, make: Make, zalo: FakeZalo, database: Database, root: Path, when: str
) -> None:
    """Killed before Zalo heard of it, another process goes on when the claim ends; after, the loss is found out and told."""
    url, stale = database.url.render_as_string(hide_password=False), zalo.access_token
    arguments = [sys.executable, "-c", KILLED, url, APP_ID, SECRET_KEY, zalo.url, stale, when]
    process = await asyncio.create_subprocess_exec(*arguments, cwd=root, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"now\n"
    process.kill()
    await process.wait()
    later = make(skew_s=CLAIM.total_seconds() + 1)
    if when == "before":
        assert await later.refresh(stale) == zalo.access_token != stale
    else:
        with pytest.raises(BrokenTokensError):
            await later.refresh(stale)

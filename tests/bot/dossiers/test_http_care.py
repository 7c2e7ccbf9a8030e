"""How a one-stop system is asked: not too often, with a token that lives, once for all who want the same."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.responses import JSONResponse
from structlog.testing import capture_logs

from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.http import RESTING, HttpGateway
from bot.dossiers.model import Dossier
from tests.bot.dossiers.provinces import no_sleep
from tests.bot.dossiers.trouble import CODE, CODE_B, OTHER, Seconds, failing, filed, opened, record
from tests.fakes.one_stop import API_KEY, CLIENT_SECRET, FakeOneStop, described

# The circuit breaker.


async def test_a_system_that_fails_is_left_alone_and_asked_again_later() -> None:
    clock = Seconds()
    async with opened(attempts=1, breaker={"failures": 3, "pause_s": 20}, clock=clock) as world:
        await world.gateway.lookup(CODE)
        world.fake.fail(times=4, kind="5xx", on="hoso")
        with capture_logs() as logs:
            for _ in range(3):
                await world.gateway.lookup(CODE)
            assert [await world.gateway.lookup(CODE) for _ in range(5)] == [Unavailable(RESTING)] * 5
            assert world.fake.lookups == 1 + 3
            clock.now += 19.9
            assert await world.gateway.lookup(CODE) == Unavailable(RESTING)
            clock.now += 0.2
            assert await world.gateway.lookup(CODE) == Unavailable("HTTP 502")
            assert [await world.gateway.lookup(OTHER) for _ in range(3)] == [Unavailable(RESTING)] * 3
            assert world.fake.lookups == 1 + 4
            clock.now += 20.1
            assert isinstance(await world.gateway.lookup(CODE), Dossier)
        assert [entry["event"] for entry in logs if entry["event"] != "dossier_lookup_failed"] == [
            "dossier_system_left_alone",
            "dossier_system_answers_again",
        ]
        assert isinstance(await world.gateway.lookup(OTHER), Dossier)


async def test_while_it_is_left_alone_one_try_at_a_time_goes_through() -> None:
    clock = Seconds()
    async with opened(attempts=1, breaker={"failures": 1, "pause_s": 20}, clock=clock) as world:
        world.fake.fail(kind="5xx", on="hoso")
        await world.gateway.lookup(CODE)
        before = world.fake.lookups
        clock.now += 21
        world.fake.fail(times=9, kind="delay", seconds=0.2, on="hoso")
        found = await asyncio.gather(*(world.gateway.lookup(f"H97.14-261116-{number:04}") for number in range(1, 9)))
        assert world.fake.lookups == before + 1
        assert found.count(Unavailable(RESTING)) == 7


async def test_an_answer_that_is_wrong_about_one_dossier_ends_the_pause_too() -> None:
    clock = Seconds()
    async with opened(attempts=1, breaker={"failures": 1, "pause_s": 20}, clock=clock) as world:
        world.fake.fail(kind="5xx", on="hoso")
        await world.gateway.lookup(CODE)
        clock.now += 21
        world.fake.spoil = record(lambda found: found.update(TrangThai=99) if found["MaHoSo"] == CODE else None)
        assert "state" in await failing(world)
        assert isinstance(await world.gateway.lookup(OTHER), Dossier)


async def test_who_asks_for_a_pause_gets_it() -> None:
    clock, slept = Seconds(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with opened(clock=clock, sleep=sleep) as world:
        world.fake.fail(times=1, kind="429", retry_after=1, on="hoso")
        assert isinstance(await world.gateway.lookup(CODE), Dossier)
        assert slept == [1.0]
        world.fake.fail(times=1, kind="429", retry_after=60, on="hoso")
        assert await failing(world) == "HTTP 429: too many requests"
        assert await world.gateway.lookup(CODE) == Unavailable(RESTING)
        clock.now += 61
        assert isinstance(await world.gateway.lookup(CODE), Dossier)
        assert slept == [1.0] and world.fake.lookups == 4


async def test_retries_come_later_and_later_and_never_in_step() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with opened(attempts=3, sleep=sleep, breaker={"failures": 100, "pause_s": 1}) as world:
        world.fake.fail(times=99, kind="5xx", on="hoso")
        for _ in range(5):
            await world.gateway.lookup(CODE)
    first, second = slept[0::2], slept[1::2]
    assert all(0.1 <= pause <= 0.2 for pause in first) and all(0.2 <= pause <= 0.4 for pause in second)
    assert len(set(slept)) == 10


# Tokens and keys.


async def test_one_token_serves_many_and_is_renewed_before_its_end() -> None:
    clock = Seconds()
    with FakeOneStop(token_life_s=600) as fake:
        gateway = HttpGateway(described("tinh-a", fake.url, cache_s=0), SecretStr(CLIENT_SECRET), clock=clock, sleep=no_sleep)
        fake.put(filed())
        found = await asyncio.gather(*(gateway.lookup(f"H97.14-261116-{number:04}") for number in range(1, 9)))
        assert isinstance(found[0], Dossier) and found[1:] == [NotFound()] * 7
        assert fake.token_requests == 1
        clock.now += 560
        await gateway.lookup(CODE)
        assert fake.token_requests == 1
        clock.now += 11
        await gateway.lookup(CODE)
        assert fake.token_requests == 2
        assert fake.forms[0] == {"grant_type": "client_credentials", "scope": "hoso.doc"}
        await gateway.close()


async def test_a_token_that_is_no_longer_taken_is_renewed_once() -> None:
    async with opened(attempts=1) as world:
        await world.gateway.lookup(CODE)
        world.fake.expire_tokens()
        found = await asyncio.gather(*(world.gateway.lookup(code) for code in (CODE, OTHER)))
        assert all(isinstance(one, Dossier) for one in found)
        assert world.fake.token_requests == 2
        world.fake.instead = lambda: JSONResponse({}, 401)
        assert await failing(world) == "HTTP 401: our credentials are refused"
        assert world.fake.token_requests == 3


async def test_a_token_door_that_is_shut() -> None:
    async with opened(attempts=2) as world:
        world.fake.fail(times=1, kind="5xx", on="token")
        assert isinstance(await world.gateway.lookup(CODE), Dossier)
        world.fake.expire_tokens()
        world.fake.fail(times=9, kind="garbage", on="token")
        assert await failing(world) == "token: HTML instead of JSON"
        assert world.fake.lookups == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"access_token": None}, "token: an answer without a token"),
        ({"access_token": "a b\r\nX: 1"}, "token: an answer without a token"),
        ({"token_type": "mac"}, "token: a token that is not for bearers"),
    ],
)
async def test_answers_that_are_no_token(body: dict[str, Any], reason: str) -> None:
    async with opened(attempts=1) as world:
        world.fake.token_body = body
        assert await failing(world) == reason
        assert world.fake.lookups == 0


@pytest.mark.parametrize("expires_in", [None, "soon", 0, -5, "600", 1e12])
async def test_a_life_that_cannot_be_read_is_short(expires_in: object) -> None:
    async with opened() as world:
        world.fake.token_body = {"expires_in": expires_in}
        assert isinstance(await world.gateway.lookup(CODE), Dossier)


async def test_a_wrong_secret_is_told_to_operators_and_not_repeated() -> None:
    with FakeOneStop() as fake:
        gateway = HttpGateway(described("tinh-a", fake.url), SecretStr("another"), sleep=no_sleep)
        assert await gateway.lookup(CODE) == Unavailable("token: HTTP 401: our credentials are refused")
        assert fake.token_requests == 1
        await gateway.close()


async def test_id_and_secret_may_go_in_the_form() -> None:
    auth = {"kind": "client_credentials", "token_path": "/oauth2/token", "client_id": "motcua", "secret": "tinh-a", "send": "body"}
    async with opened(auth=auth) as world:
        assert isinstance(await world.gateway.lookup(CODE), Dossier)
        assert world.fake.forms[0]["client_secret"] == CLIENT_SECRET


async def test_a_key_in_the_query_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened("tinh-b", auth={"kind": "api_key", "query": "api_key", "secret": "tinh-b"}) as world:
        assert await failing(world, CODE_B) == "HTTP 403: our credentials are refused"  # the fake wants the header
        assert world.fake.lookups == 1
    assert API_KEY not in caplog.text


# What is kept, and who asks.


async def test_answers_are_kept_for_a_short_while_also_that_there_is_none() -> None:
    clock = Seconds()
    async with opened(cache_s=60, clock=clock) as world:
        for code in (CODE, CODE, "H97.14-261116-0009", "H97.14-261116-0009", "h9714-261116-0009"):
            await world.gateway.lookup(code)
        assert world.fake.lookups == 2
        clock.now += 59
        await world.gateway.lookup(CODE)
        assert world.fake.lookups == 2
        clock.now += 2
        await world.gateway.lookup(CODE)
        assert world.fake.lookups == 3


async def test_failures_are_not_kept() -> None:
    async with opened(cache_s=60, attempts=1) as world:
        world.fake.fail(kind="5xx", on="hoso")
        await failing(world)
        assert isinstance(await world.gateway.lookup(CODE), Dossier)


async def test_many_who_ask_for_one_code_share_one_request() -> None:
    async with opened() as world:
        world.fake.fail(kind="delay", seconds=0.2, on="hoso")
        found = await asyncio.gather(*(world.gateway.lookup(CODE) for _ in range(20)))
        assert len({one.code for one in found if isinstance(one, Dossier)}) == 1 and len(found) == 20
        assert world.fake.lookups == 1


async def test_one_who_goes_away_does_not_stop_the_others() -> None:
    async with opened() as world:
        world.fake.fail(kind="delay", seconds=0.3, on="hoso")
        first, second = (asyncio.create_task(world.gateway.lookup(CODE)) for _ in range(2))
        await asyncio.sleep(0.1)
        first.cancel()
        assert isinstance(await second, Dossier)
        assert first.cancelled() and world.fake.lookups == 1


async def test_an_answer_from_before_a_change_is_not_kept() -> None:
    async with opened(cache_s=60) as world:
        world.fake.fail(kind="delay", seconds=0.3, on="hoso")
        early = asyncio.create_task(world.gateway.lookup(CODE))
        await asyncio.sleep(0.1)
        await world.gateway.forget(CODE)
        assert isinstance(await early, Dossier)
        await world.gateway.lookup(CODE)
        assert world.fake.lookups == 2
        await world.gateway.lookup(CODE)
        assert world.fake.lookups == 2


async def test_closing_ends_what_is_under_way() -> None:
    async with opened(timeouts={"read_s": 5, "total_s": 8}) as world:
        world.fake.fail(kind="delay", seconds=0.5, on="hoso")
        asked = asyncio.create_task(world.gateway.lookup(CODE))
        await asyncio.sleep(0.2)
        await world.gateway.close()
        assert isinstance(await asked, Unavailable)
        assert isinstance(await world.gateway.lookup(OTHER), Unavailable)


async def test_requests_carry_no_cookies_from_one_look_up_to_the_next() -> None:
    async with opened() as world:
        world.fake.instead = lambda: JSONResponse({"data": []}, headers={"set-cookie": "session=of-the-first; Path=/"})
        assert await world.gateway.lookup(CODE) == NotFound()
        assert await world.gateway.lookup(OTHER) == NotFound()
        assert [headers.get("cookie") for headers in world.fake.headers] == [None, None]
        assert {headers["accept-encoding"] for headers in world.fake.headers} == {"identity"}

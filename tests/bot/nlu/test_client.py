"""The NLU client against a server on a real socket that answers, dawdles, breaks, dies and comes back."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.nlu.client import FAILURES_TO_OPEN, PROBE_SECONDS, NluClient

QUESTION = "làm căn cước ở đâu"  # the rules say ask_place, the server always says ask_fee


@pytest_asyncio.fixture
async def client(rasa: Any, clock: Any) -> AsyncIterator[NluClient]:
    client = NluClient(url=rasa.url, budget_ms=200, clock=clock)
    yield client
    await client.close()


async def test_the_servers_answer_comes_back_with_its_ranking(client: NluClient, rasa: Any) -> None:
    result = await client.parse(QUESTION)

    assert (result.intent, result.confidence, result.source) == ("ask_fee", 0.8, "ok")
    assert result.ranking == [("ask_fee", 0.8), ("ask_time", 0.1)]
    assert rasa.requests == [QUESTION]
    assert client.status == "ok"


async def test_a_long_message_is_sent_as_its_beginning_and_end(client: NluClient, rasa: Any) -> None:
    await client.parse("mở đầu " + "x" * 4000 + " kết thúc")

    assert rasa.requests[0].startswith("mở đầu x")
    assert rasa.requests[0].endswith("x kết thúc")
    assert len(rasa.requests[0]) <= 1001


async def test_a_slow_server_is_left_waiting_and_the_rules_answer_in_time(client: NluClient, rasa: Any) -> None:
    rasa.delay = 5.0
    started = time.perf_counter()

    result = await client.parse(QUESTION)

    assert time.perf_counter() - started < 1.0
    assert (result.intent, result.source) == ("ask_place", "degraded")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        json.dumps({"intent": {"name": None, "confidence": 0.0}, "intent_ranking": []}).encode(),
        json.dumps({"intent": {"name": "ask_fee", "confidence": None}, "intent_ranking": []}).encode(),
        json.dumps({"intent": "ask_fee"}).encode(),
    ],
    ids=["empty", "not json", "a list", "no fields", "no model loaded", "no confidence", "wrong type"],
)
async def test_an_answer_that_makes_no_sense_counts_as_a_failure(client: NluClient, rasa: Any, body: bytes) -> None:
    rasa.body = body

    assert (await client.parse(QUESTION)).source == "degraded"


@pytest.mark.parametrize("status", [401, 404, 409, 500, 503])
async def test_an_error_status_counts_as_a_failure(client: NluClient, rasa: Any, status: int) -> None:
    rasa.status = status

    assert (await client.parse(QUESTION)).source == "degraded"


async def test_two_failures_do_not_open_the_circuit_and_a_success_forgets_them(client: NluClient, rasa: Any) -> None:
    for _ in range(2):
        rasa.status = 500
        await client.parse(QUESTION)
        await client.parse(QUESTION)
        assert client.status == "ok"
        rasa.status = 200
        assert (await client.parse(QUESTION)).source == "ok"


async def test_a_dead_server_is_not_asked_again_until_the_probe_is_due(client: NluClient, rasa: Any, clock: Any) -> None:
    rasa.status = 500
    for _ in range(FAILURES_TO_OPEN):
        await client.parse(QUESTION)
    assert client.status == "degraded"

    await asyncio.gather(*(client.parse(QUESTION) for _ in range(20)))
    assert len(rasa.requests) == FAILURES_TO_OPEN

    clock.now += PROBE_SECONDS
    results = await asyncio.gather(*(client.parse(QUESTION) for _ in range(20)))
    assert len(rasa.requests) == FAILURES_TO_OPEN + 1
    assert {result.source for result in results} == {"degraded"}


async def test_it_recovers_by_itself_when_the_server_comes_back(client: NluClient, rasa: Any, clock: Any) -> None:
    await rasa.stop()
    for _ in range(FAILURES_TO_OPEN):
        assert (await client.parse(QUESTION)).source == "degraded"
    assert client.status == "degraded"

    await rasa.start()
    assert (await client.parse(QUESTION)).source == "degraded"
    clock.now += PROBE_SECONDS

    assert (await client.parse(QUESTION)).source == "ok"
    assert client.status == "ok"


async def test_a_budget_that_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="budget_ms must be positive, not 0"):
        NluClient(url="http://127.0.0.1:1", budget_ms=0)

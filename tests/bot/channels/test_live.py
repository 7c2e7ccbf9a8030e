"""Live updates of a web conversation, over real HTTP: what arrives, when a stream ends, and how many there may be."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from bot.app import create_app
from bot.channels import live
from bot.db import Database
from bot.dialogue.store import ConversationStore, KeptTurn, TurnRecord
from bot.messages import Outgoing
from bot.settings import Settings

Client = httpx.AsyncClient
CONVERSATION = "conversation-of-the-web"
NEVER = 3600.0


class Served:
    """A running service: its address, a client, its store, and the task of its server."""

    def __init__(self, url: str, client: Client, store: ConversationStore, running: asyncio.Task[None]) -> None:
        self.url = url
        self.client = client
        self.store = store
        self.running = running

    async def say(self, text: str = "xin chào", conversation_id: str = CONVERSATION, channel: str = "web", key: str | None = None) -> int:
        """Keep one turn in the record, as this process does."""
        said = [Outgoing(text=f"nghe: {text}").model_dump(mode="json")]
        return await self.store.save(conversation_id, channel, {}, TurnRecord(text=text, outcome="answered", replies=said, key=key))


Server = Callable[..., AbstractAsyncContextManager[Served]]


@pytest.fixture
def served(settings: Settings, assembly: Any) -> Server:
    """Opens the app on a real socket, in the loop of the test."""

    @asynccontextmanager
    async def opened(**changes: object) -> AsyncIterator[Served]:
        app = create_app(Settings.model_validate({**settings.model_dump(), **changes}), assembly=assembly())
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            async with httpx.AsyncClient(base_url=url, timeout=20, trust_env=False) as client:
                while (await client.get("/readyz")).status_code != 200:
                    await asyncio.sleep(0.01)
                yield Served(url, client, app.state.runtime.store, running)
        finally:
            server.should_exit = True
            await asyncio.wait_for(running, 20)

    return opened


class Stream:
    """Server-sent events as a browser reads them."""

    def __init__(self, response: httpx.Response) -> None:
        self.headers = response.headers
        self._lines = response.aiter_lines()

    async def part(self) -> dict[str, str]:
        """The fields of the next event or comment (under ``:``); none at the end."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(20):
            async for line in self._lines:
                if not line:
                    return fields
                name, _, value = line.partition(":")
                fields[name or ":"] = value.strip()
        return fields

    async def turn(self) -> dict[str, Any]:
        """The data of the next event, comments and ``retry`` passed over."""
        while "data" not in (fields := await self.part()):
            assert fields, "the stream ended"
        data: dict[str, Any] = json.loads(fields["data"])
        assert fields["id"] == str(data["turn"])
        return data


@asynccontextmanager
async def following(client: Client, query: str = "", last: str | None = None, conversation_id: str = CONVERSATION) -> AsyncIterator[Stream]:
    headers = {"Last-Event-ID": last} if last else {}
    async with client.stream("GET", f"/api/v1/conversations/{conversation_id}/events{query}", headers=headers) as response:
        assert response.status_code == 200, await response.aread()
        stream = Stream(response)
        assert await stream.part() == {"retry": "3000"}
        yield stream


async def refused(client: Client, conversation_id: str = CONVERSATION, query: str = "") -> httpx.Response:
    async with client.stream("GET", f"/api/v1/conversations/{conversation_id}/events{query}") as response:
        if response.status_code != 200:
            await response.aread()
        return response


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(1000):
        if await holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to be")


# What arrives


async def test_a_message_of_another_tab_arrives_at_once_as_the_record_has_it(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "POLL_S", NEVER)
    async with served() as service:
        first = (await service.client.post("/api/v1/messages", json={"text": "xin chào"})).json()
        async with following(service.client, conversation_id=first["conversation_id"]) as stream:
            sent = {"conversation_id": first["conversation_id"], "text": "cảm ơn, sđt 0912 345 678", "message_id": "m-00000001-of-a-page"}
            answer = (await service.client.post("/api/v1/messages", json=sent)).json()
            event = await stream.turn()
    assert event["turn"] == answer["turn"] > first["turn"]
    assert event["message_id"] == "m-00000001-of-a-page"
    assert event["text"].startswith("cảm ơn")
    assert "345 678" not in event["text"]
    assert [reply["text"] for reply in event["replies"]] == [reply["text"] for reply in answer["replies"]]
    assert event["outcome"] == answer["meta"]["outcome"]
    assert datetime.fromisoformat(event["at"]).tzinfo is not None


async def test_what_another_process_writes_is_noticed(served: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "POLL_S", 0.05)
    async with served() as service:
        await service.say()
        other = Database(settings.database_url)
        async with following(service.client) as stream:
            turn = TurnRecord(text="từ nơi khác", outcome="answered")
            number = await ConversationStore(other).save(CONVERSATION, "web", {}, turn)
            assert (await stream.turn())["turn"] == number
        await other.close()


async def test_one_query_asks_for_all_streams(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "POLL_S", 0.05)
    async with served() as service:
        asked: list[set[str]] = []
        newest = service.store.newest_turns

        async def counted(ids: list[str]) -> dict[str, int]:
            asked.append(set(ids))
            return await newest(ids)

        monkeypatch.setattr(service.store, "newest_turns", counted)
        for one in ("aaaaaaaa", "bbbbbbbb"):
            await service.say(conversation_id=one)
        async with following(service.client, conversation_id="aaaaaaaa"), following(service.client, conversation_id="bbbbbbbb"):
            asked.clear()
            await asyncio.sleep(0.3)
            polls = list(asked)
        assert polls
        assert polls == [{"aaaaaaaa", "bbbbbbbb"}] * len(polls)

        await asyncio.sleep(0.2)
        asked.clear()
        await asyncio.sleep(0.2)
        assert asked == []  # nobody reads, nobody asks


@pytest.mark.parametrize(("query", "last", "first"), [("?after=0", None, 0), ("", "0", 0), ("?after=0", "2", 2), ("", None, 3)])
async def test_a_stream_goes_on_where_the_reader_was(served: Server, query: str, last: str | None, first: int) -> None:
    async with served() as service:
        numbers = [await service.say(f"câu {n}", key=f"key-{n:05}") for n in range(3)]
        assert numbers == [1, 2, 3]  # of a fresh database, so that the parameters can name them
        async with following(service.client, query, last) as stream:
            new = await service.say("câu mới")
            for number in [*numbers[first:], new]:
                assert (await stream.turn())["turn"] == number


async def test_more_turns_than_fit_at_once_arrive_in_order(served: Server) -> None:
    async with served() as service:
        numbers = [await service.say(f"câu {n}") for n in range(3 * live.PAGE + 1)]
        async with following(service.client, "?after=0") as stream:
            assert [(await stream.turn())["turn"] for _ in numbers] == numbers


async def test_the_answer_is_not_kept_or_held_back_on_its_way(served: Server) -> None:
    async with served() as service:
        await service.say()
        async with following(service.client) as stream:
            assert stream.headers["content-type"].split(";")[0] == "text/event-stream"
            assert stream.headers["cache-control"] == "no-store"
            assert stream.headers["x-accel-buffering"] == "no"
            assert "content-length" not in stream.headers


async def test_an_allowed_page_of_another_site_may_follow(served: Server) -> None:
    site = "https://xa.example.gov.vn"
    async with served(widget_origins=site) as service:
        await service.say()
        service.client.headers["Origin"] = site
        async with following(service.client, "?after=0") as stream:
            assert stream.headers["access-control-allow-origin"] == site
            assert (await stream.turn())["text"] == "xin chào"


async def test_a_silent_stream_is_kept_alive(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "KEEP_ALIVE_S", 0.05)
    async with served() as service:
        await service.say()
        async with following(service.client) as stream:
            assert [await stream.part() for _ in range(3)] == [{":": "ping"}] * 3


SURE = st.text(st.characters(codec="utf-8"))


@given(text=SURE, reply=SURE, key=st.none() | SURE)
def test_any_text_survives_the_wire(text: str, reply: str, key: str | None) -> None:
    turn = KeptTurn(number=7, at=datetime(2026, 11, 22, tzinfo=UTC), text=text, outcome="answered", replies=[Outgoing(text=reply)], key=key)
    event = live.event_of(turn).decode()
    assert event.endswith("\n\n")
    data, number = event.removesuffix("\n\n").split("\n")  # a line of its own for each field, whatever the text holds
    said = json.loads(data.removeprefix("data: "))
    assert number == "id: 7"
    assert (said["text"], said["replies"][0]["text"], said["message_id"]) == (text, reply, key)


# What is refused


@pytest.mark.parametrize(
    ("conversation_id", "query", "status", "code"),
    [
        ("never-seen-before", "", 404, "unknown_conversation"), ("talk-on-telegram", "", 404, "unknown_conversation"), ("short", "", 422, "invalid"),
        (CONVERSATION, "?after=-1", 422, "invalid"), (CONVERSATION, "?after=abc", 422, "invalid"), (CONVERSATION, f"?after={2**63}", 422, "invalid"),
    ],
)  # fmt: skip
async def test_what_cannot_be_followed_is_refused(served: Server, conversation_id: str, query: str, status: int, code: str) -> None:
    async with served() as service:
        await service.say()
        await service.say(conversation_id="talk-on-telegram", channel="telegram")
        response = await refused(service.client, conversation_id, query)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("limit", "most", "status"), [("PER_CONVERSATION", 4, 503), ("PER_PROCESS", 2, 503), ("PER_ADDRESS", 1, 429)]
)  # fmt: skip
async def test_one_stream_too_many_is_refused_until_another_ends(
    served: Server, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, status: int
) -> None:
    monkeypatch.setattr(live, limit, most)
    async with served() as service:
        await service.say()
        async with AsyncExitStack() as streams:
            for _ in range(most):
                await streams.enter_async_context(following(service.client))
            response = await refused(service.client)
        assert response.status_code == status
        assert int(response.headers["retry-after"]) > 0
        assert "Anh/chị" in response.json()["error"]["message"]
        await eventually(lambda: _is_open(service.client))


async def _is_open(client: Client) -> bool:
    return (await refused(client)).status_code == 200


async def test_streams_count_apart_from_messages(served: Server) -> None:
    async with served(rate_limit="2/minute") as service:
        await service.say()
        answers = [await refused(service.client) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert (await service.client.post("/api/v1/messages", json={"text": "xin chào"})).status_code == 200
        assert 'motcua_rate_limited_total{channel="events"} 1.0' in (await service.client.get("/metrics")).text


# How a stream ends


async def test_a_stream_ends_itself_and_the_next_goes_on(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LIFE_S", 0.2)
    async with served() as service:
        last = await service.say()
        async with following(service.client) as stream:
            assert await stream.part() == {}
        new = await service.say("sau đó")
        async with following(service.client, last=str(last)) as stream:
            assert (await stream.turn())["turn"] == new


@pytest.mark.parametrize("poll_s", [NEVER, 0.05])
async def test_erasing_the_conversation_ends_its_streams(
    served: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch, poll_s: float
) -> None:
    monkeypatch.setattr(live, "POLL_S", poll_s)
    async with served() as service:
        await service.say()
        other = Database(settings.database_url)
        async with following(service.client) as stream:
            here = poll_s == NEVER
            await (service.store if here else ConversationStore(other)).erase(CONVERSATION)
            assert await stream.part() == {}
        assert (await refused(service.client)).status_code == 404
        await other.close()


async def test_a_reader_who_takes_nothing_is_cut_off(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SLOW_S", 0.2)
    monkeypatch.setattr(live, "PER_CONVERSATION", 1)
    async with served() as service:
        said = [Outgoing(text="dài " * 20_000).model_dump(mode="json")]
        for _ in range(100):
            await service.store.save(CONVERSATION, "web", {}, TurnRecord(text="?", outcome="answered", replies=said))
        with socket.socket() as lazy:
            lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            lazy.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(lazy, ("127.0.0.1", int(service.url.rsplit(":", 1)[1])))
            await loop.sock_sendall(lazy, f"GET /api/v1/conversations/{CONVERSATION}/events?after=0 HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert (await loop.sock_recv(lazy, 15)).startswith(b"HTTP/1.1 200")
            assert (await refused(service.client)).status_code == 503
            await eventually(lambda: _is_open(service.client))


async def test_the_server_exits_while_streams_are_open(served: Server) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        async with served() as service:
            await service.say()
            own = signal.getsignal(signal.SIGTERM)
            async with following(service.client):
                pass
            await eventually(lambda: _same(signal.getsignal(signal.SIGTERM), own))
            async with following(service.client) as one, following(service.client) as two:
                os.kill(os.getpid(), signal.SIGTERM)
                assert await one.part() == {}
                assert await two.part() == {}
            await asyncio.wait_for(service.running, 20)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


async def _same(one: object, other: object) -> bool:
    return one == other


# The store


async def test_turns_are_found_by_their_numbers(database: Database) -> None:
    store = ConversationStore(database)
    numbers = [await store.save("web-web-web", "web", {}, TurnRecord(text=f"{n}", outcome="answered", key=f"k{n}")) for n in range(5)]
    other = await store.save("elsewhere", "zalo", {}, TurnRecord(text="khác", outcome="answered"))
    assert [turn.text for turn in await store.turns_after("web-web-web", numbers[1], 2)] == ["2", "3"]
    assert [turn.text for turn in await store.last_turns("web-web-web", 2)] == ["3", "4"]
    assert [turn.key for turn in await store.turns_after("web-web-web", numbers[3], 9)] == ["k4"]
    assert await store.newest_turn("web-web-web", "web") == numbers[-1]
    assert await store.newest_turn("web-web-web", "zalo") is None
    assert await store.newest_turn("nobody-here", "web") is None
    assert await store.newest_turns(["web-web-web", "elsewhere", "nobody-here"]) == {"web-web-web": numbers[-1], "elsewhere": other}
    assert await store.load("elsewhere", "zalo") == {}
    assert await store.load("elsewhere", "web") is None


async def test_what_an_older_release_logged_can_be_read(database: Database) -> None:
    store = ConversationStore(database)
    said = [{"text": "Chào anh/chị", "buttons": [{"label": "A", "value": "a", "old": 1}], "mood": "kind"}]
    await store.save("web-web-web", "web", {}, TurnRecord(text="?", outcome="answered", replies=said))
    [turn] = await store.turns_after("web-web-web", 0, 5)
    assert turn.replies[0].text == "Chào anh/chị"
    assert turn.replies[0].buttons[0].value == "a"

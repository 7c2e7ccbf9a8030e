"""`motcua telegram …`: polling brings every update to the running service once it is taken; the webhook is set, told and removed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typer.testing import CliRunner, Result

from bot.channels import replies, telegram_poll
from bot.channels.contract import ForgedError
from bot.channels.telegram import Telegram
from bot.channels.telegram_api import bot_api
from bot.channels.telegram_commands import telegram_app
from bot.channels.telegram_poll import Poll, PollError
from bot.channels.telegram_updates import events
from bot.settings import load_settings
from tests.fakes import telegram_updates as made
from tests.fakes.serving import FakeServer
from tests.fakes.telegram import TOKEN, FakeTelegram

SECRET = "bi-mat-cua-webhook"
LAN = 1001


class Service(FakeServer):
    """The running service as far as polling sees it."""

    def __init__(self, secret: str = SECRET, name: str = "motcua", refusal: int = 0) -> None:
        super().__init__()
        self.channel = Telegram(TOKEN, secret)
        self.heard: list[str] = []
        self.name = name
        self.refusal = refusal

    async def answer(self, request: Request) -> Response:
        if request.url.path == "/healthz":
            return JSONResponse({"service": self.name})
        if request.url.path != "/webhooks/telegram" or self.refusal:
            return JSONResponse({}, self.refusal or 404)
        body = await request.body()
        try:
            self.channel.verify(request.headers, body)
        except ForgedError:
            return JSONResponse({}, 403)
        self.heard += [f"{event.key} {event.text}" for event in self.channel.parse(body)]
        return JSONResponse({"ok": True})


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        yield server


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_poll, "POLL_S", 1)


@asynccontextmanager
async def polling(
    fake: FakeTelegram, service: str, token: str = TOKEN, take_over: bool = False
) -> AsyncIterator[tuple[asyncio.Task[None], list[str]]]:
    said: list[str] = []
    bot, request = bot_api(token, fake.url)
    task = asyncio.create_task(Poll(bot, service, SECRET, said.append, first_pause_s=0.02).run(take_over=take_over))
    try:
        yield task, said
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await request.shutdown()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


async def ends_with(fake: FakeTelegram, service: str, **options: Any) -> str:
    """The sentence that polling ends with."""
    async with polling(fake, service, **options) as (task, _):
        with pytest.raises(PollError) as caught:
            await asyncio.wait_for(task, 10)
    return str(caught.value)


async def test_every_update_is_brought_in_order_and_confirmed(fake: FakeTelegram, service: Service) -> None:
    for number in range(1, 6):
        fake.push(made.text_update(number, LAN, f"câu {number}"))
    async with polling(fake, service.url) as (_, said):
        await until(lambda: len(service.heard) == 5 and not fake.updates.waiting)
    assert service.heard == [f"{number} câu {number}" for number in range(1, 6)]
    assert said[0] == replies.POLL_OPEN.format(name="motcua_test_bot")
    assert [line.split()[1] for line in said[1:]] == ["message"] * 5
    assert "câu" not in "".join(said)


async def test_what_the_library_does_not_know_is_brought_as_it_came(fake: FakeTelegram, service: Service) -> None:
    update = made.text_update(3, LAN, "xin chào")
    update["message"]["something_new"] = {"a": [1]}
    bodies: list[Any] = []
    service.channel.parse = lambda body: bodies.append(json.loads(body)) or []  # type: ignore[method-assign, func-returns-value]
    fake.push(update)
    async with polling(fake, service.url):
        await until(lambda: bool(bodies))
    assert bodies[0] | {"message": bodies[0]["message"] | update["message"]} == bodies[0]
    assert events(json.dumps(bodies[0]).encode()) == events(json.dumps(update).encode())


@pytest.mark.parametrize("kind", ["5xx", "drop", "429"])
async def test_a_service_in_trouble_gets_the_update_again(fake: FakeTelegram, service: Service, kind: Any) -> None:
    service.fail(2, kind=kind, on="webhooks", status=503)
    fake.push(made.text_update(1, LAN, "một"))
    fake.push(made.text_update(2, LAN, "hai"))
    async with polling(fake, service.url) as (_, said):
        await until(lambda: len(service.heard) == 2)
    assert service.heard == ["1 một", "2 hai"]
    assert sum("thử lại" in line for line in said) == 2


@pytest.mark.parametrize("kind", ["5xx", "drop", "garbage"])
async def test_a_telegram_in_trouble_is_asked_again(fake: FakeTelegram, service: Service, kind: Any) -> None:
    fake.fail(2, kind=kind, on="getUpdates")
    fake.push(made.text_update(1, LAN, "một"))
    async with polling(fake, service.url) as (_, said):
        await until(lambda: bool(service.heard))
    assert sum("Telegram" in line and "thử lại" in line for line in said) == 2


async def test_an_update_that_cannot_be_read_does_not_stop_the_next(fake: FakeTelegram) -> None:
    with Service(refusal=400) as service:
        fake.push(made.text_update(1, LAN, "một"))
        async with polling(fake, service.url) as (_, said):
            await until(lambda: not fake.updates.waiting)
    assert "không đọc được" in said[1]


async def test_without_a_service_it_ends_with_a_sentence(fake: FakeTelegram) -> None:
    assert await ends_with(fake, "http://127.0.0.1:9") == replies.POLL_NO_SERVICE.format(url="http://127.0.0.1:9")
    with Service(name="khác") as other:
        assert await ends_with(fake, other.url) == replies.POLL_NO_SERVICE.format(url=other.url)
    assert fake.calls == []


@pytest.mark.parametrize(("status", "sentence"), [(403, replies.POLL_WRONG_SECRET), (404, replies.POLL_NO_CHANNEL)])
async def test_a_service_that_does_not_take_updates_ends_it(fake: FakeTelegram, status: int, sentence: str) -> None:
    fake.push(made.text_update(1, LAN, "một"))
    with Service(refusal=status) as service:
        assert await ends_with(fake, service.url) == sentence.format(url=service.url)
    assert len(fake.updates.waiting) == 1


async def test_a_wrong_token_ends_it(fake: FakeTelegram, service: Service) -> None:
    assert await ends_with(fake, service.url, token="1:SAI") == replies.TELEGRAM_WRONG_TOKEN


async def test_a_webhook_is_only_taken_over_when_asked(fake: FakeTelegram, service: Service) -> None:
    fake.updates.webhook = "https://motcua.example.vn/webhooks/telegram"
    assert "https://motcua.example.vn" in await ends_with(fake, service.url)
    assert fake.updates.webhook
    async with polling(fake, service.url, take_over=True):
        await until(lambda: not fake.updates.webhook)


async def test_another_program_that_polls_ends_it(fake: FakeTelegram, service: Service) -> None:
    async with polling(fake, service.url) as (first, _):
        await until(lambda: any("getUpdates" in call.path for call in fake.calls))
        async with polling(fake, service.url):
            with pytest.raises(PollError, match="chương trình khác"):
                await asyncio.wait_for(first, 10)


# The commands


@pytest.fixture
def motcua(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    monkeypatch.setenv("MOTCUA_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("MOTCUA_TELEGRAM_SECRET", SECRET)
    monkeypatch.setenv("MOTCUA_TELEGRAM_API_URL", fake.url)
    monkeypatch.setenv("MOTCUA_PORT", "9")

    def run(*arguments: str) -> Result:
        load_settings.cache_clear()
        return CliRunner().invoke(telegram_app, arguments)

    yield run
    load_settings.cache_clear()


def test_the_webhook_from_set_to_delete(motcua: Callable[..., Result], fake: FakeTelegram) -> None:
    assert replies.WEBHOOK_NONE in motcua("webhook", "status").stdout
    done = motcua("webhook", "set", "https://motcua.example.vn/")
    assert (done.exit_code, done.stdout) == (0, "Telegram sẽ gửi tin nhắn đến https://motcua.example.vn/webhooks/telegram\n")
    assert (fake.updates.webhook, fake.updates.secret) == ("https://motcua.example.vn/webhooks/telegram", SECRET)
    assert set(fake.updates.allowed) == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert "https://motcua.example.vn/webhooks/telegram" in motcua("webhook", "status").stdout
    assert motcua("webhook", "delete").exit_code == 0
    assert fake.updates.webhook == ""


def test_the_public_address_is_the_webhook_s_unless_told(
    motcua: Callable[..., Result], fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = motcua("webhook", "set")
    assert (none.exit_code, none.stderr.strip()) == (1, replies.WEBHOOK_NEEDS_URL)
    monkeypatch.setenv("MOTCUA_PUBLIC_URL", "https://motcua.example.vn")
    assert motcua("webhook", "set").exit_code == 0
    assert fake.updates.webhook == "https://motcua.example.vn/webhooks/telegram"
    assert motcua("webhook", "set", "https://khac.example.vn/bot/tin").exit_code == 0
    assert fake.updates.webhook == "https://khac.example.vn/bot/tin"


@pytest.mark.parametrize("address", ["motcua.example.vn", "ftp://motcua.example.vn", "http://motcua.example.vn", "https://"])
def test_an_address_that_telegram_does_not_take(motcua: Callable[..., Result], fake: FakeTelegram, address: str) -> None:
    found = motcua("webhook", "set", address)
    assert found.exit_code == 1
    assert "https" in found.stderr.lower()
    assert fake.updates.webhook == ""


def test_without_a_token_or_with_a_wrong_one(motcua: Callable[..., Result], fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TELEGRAM_TOKEN", "1:SAI")
    assert replies.TELEGRAM_WRONG_TOKEN in motcua("webhook", "status").stderr
    monkeypatch.setenv("MOTCUA_TELEGRAM_TOKEN", "")
    for command in (["webhook", "status"], ["poll"]):
        assert motcua(*command).stderr.strip() == replies.TELEGRAM_NO_TOKEN


def test_a_telegram_that_is_away_is_named_without_the_token(motcua: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TELEGRAM_API_URL", "http://127.0.0.1:9")
    found = motcua("webhook", "status")
    assert found.exit_code == 1
    assert "http://127.0.0.1:9 (NetworkError)" in found.stderr
    assert TOKEN not in found.stderr


def test_polling_without_a_service_says_what_to_do(motcua: Callable[..., Result]) -> None:
    found = motcua("poll")
    assert (found.exit_code, found.stderr.strip()) == (1, replies.POLL_NO_SERVICE.format(url="http://127.0.0.1:9"))


def test_control_c_ends_polling_quietly(motcua: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Poll, "run", interrupted)
    found = motcua("poll")
    assert (found.exit_code, found.stdout) == (0, f"{replies.POLL_CLOSE}\n")

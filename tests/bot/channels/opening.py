"""Opens lines to the whole app, with pauses that tests can bear, and makes what a scripted dialogue answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from bot.app import create_app
from bot.messages import Button, Incoming, Meta, Outcome, Outgoing, Reply
from bot.settings import Settings
from knowledge.store import Knowledge
from tests.bot.channels.lines import Heard, Line, Service, TelegramLine, WebLine, ZaloLine
from tests.bot.conftest import Script, StubAssembly
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

MESSAGING = ("telegram", "zalo")
EVERYWHERE = (*MESSAGING, "web")
LINES: dict[str, type[Line]] = {line.name: line for line in (TelegramLine, ZaloLine, WebLine)}
FAKES: dict[str, Callable[[], Any]] = {"telegram": FakeTelegram, "zalo": FakeZalo}


@dataclass(frozen=True)
class Opening:
    """Opens lines: ``async with opening("zalo", script) as line``. Without a script the dialogue is the real one, over an empty search."""

    settings: Settings
    knowledge: Knowledge

    @asynccontextmanager
    async def __call__(self, name: str, script: Script | None = None, *, fake: Any = None, **changes: Any) -> AsyncIterator[Any]:
        """One channel, at a fake of its own unless one is given."""
        async with self.all([name], script, fakes={name: fake} if fake else {}, **changes) as lines:
            yield lines[name]

    @asynccontextmanager
    async def all(
        self, names: Sequence[str], script: Script | None = None, *, fakes: dict[str, Any] | None = None, **changes: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """Several channels of one app."""
        async with AsyncExitStack() as stack:
            servers = {name: (fakes or {}).get(name) or stack.enter_context(FAKES[name]()) for name in names if name in FAKES}
            opened = {key: value for name, fake in servers.items() for key, value in LINES[name].settings(fake.url).items()}
            made = Settings.model_validate({**self.settings.model_dump(), "person_limit": "off", **opened, **changes})
            service = await stack.enter_async_context(_running(made, StubAssembly(self.knowledge, script)))
            lines = {name: LINES[name](service) for name in names}
            for name, line in lines.items():
                line.fake = servers.get(name)
                await line.prepare()
            yield lines


@asynccontextmanager
async def _running(settings: Settings, assembly: StubAssembly) -> AsyncIterator[Service]:
    app = create_app(settings, assembly=assembly)
    async with app.router.lifespan_context(app):
        await app.state.runtime.settled()
        transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as http:
            yield Service(app, settings, http)


def hurry(monkeypatch: pytest.MonkeyPatch, seconds: float = 0.05) -> None:
    """Short pauses, and a Telegram that one person may be sent as much as all."""
    monkeypatch.setattr("bot.channels.delivery.pause", lambda attempts: seconds)
    monkeypatch.setattr("bot.channels.outbox.pause", lambda attempts: seconds)
    monkeypatch.setattr("bot.channels.pump.POLL_S", 0.05)
    monkeypatch.setattr("bot.channels.telegram.PER_SECOND_OF_ONE", 1000.0)
    monkeypatch.setattr("bot.channels.telegram.PER_SECOND", 1000.0)


def reply(*said: str | Outgoing, outcome: Outcome = Outcome.ANSWERED) -> Reply:
    """What a scripted dialogue answers; the store names the conversation."""
    replies = [Outgoing(text=one) if isinstance(one, str) else one for one in said]
    return Reply(conversation_id="x" * 8, replies=replies, meta=Meta(outcome=outcome))


def always(*said: str | Outgoing) -> Script:
    """A dialogue that always says the same; after a tap it says what the button meant."""

    async def script(incoming: Incoming) -> Reply:
        made = reply(incoming.button) if incoming.button is not None else reply(*said)
        return made.model_copy(update={"conversation_id": incoming.conversation_id})

    return script


async def echo(incoming: Incoming) -> Reply:
    """A dialogue that says what it heard."""
    heard = incoming.button or incoming.text or f"[{incoming.kind}]"
    return reply(heard).model_copy(update={"conversation_id": incoming.conversation_id})


def choices(*labels: str) -> list[Button]:
    return [Button(label=label, value=f"value:{label}") for label in labels]


def now() -> datetime:
    return datetime.now(UTC)


def texts(heard: list[Heard]) -> list[str]:
    return [one.text for one in heard]


async def change(service: Service, table: Any, **values: Any) -> None:
    """Change all rows of a table."""
    async with service.database.write() as session:
        await session.execute(update(table).values(**values))

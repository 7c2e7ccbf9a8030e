"""An agency whose citizens ask about their dossiers: the whole app with its channels, a clock to turn, and its one-stop export imported."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from typer.testing import CliRunner, Result

from bot.app import DossierParts, RulesOnly, create_app
from bot.channels.tables import OutboxRow
from bot.cli import app as motcua_app
from bot.dialogue.service import ConversationStore, DialogueService
from bot.dossiers.tables import RecordRow
from bot.offices.service import Offices
from bot.runtime import Parts
from bot.settings import Settings, load_settings
from knowledge.store import Knowledge
from tests.bot.channels.lines import Heard, Line, Service
from tests.bot.channels.opening import FAKES, LINES, change
from tests.bot.conftest import NothingFound, StubAssembly

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "dossiers" / "mau-ho-so.csv"
"""One dossier in each of the ten states; the code's last number is the state's, phones end in 1001 to 1010."""
MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A Monday without a holiday near."""
PERSONAL = ("Người Mẫu", "0900001", "00120000", "đường Thử Nghiệm")
"""What of the samples' people no citizen's screen and no log may show."""


@dataclass
class Clock:
    """Stands still until it is turned."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


class Answers(StubAssembly):
    """The real dialogue with the app's own dossiers; ``dossiers`` and ``offices`` are set as soon as the app is made."""

    dossiers: DossierParts
    offices: Offices

    def __init__(self, knowledge: Knowledge, clock: Clock) -> None:
        super().__init__(knowledge)
        self.clock = clock

    async def make(self, store: ConversationStore) -> Parts:
        dialogue = DialogueService(
            knowledge=self.knowledge,
            searcher=NothingFound(),
            nlu=RulesOnly(),
            store=store,
            clock=self.clock,
            directory=self.offices,
            dossiers=self.dossiers.service,
            watches=self.dossiers.watches,
        )
        return Parts(dialogue, self.revision, len(self.knowledge.procedures), len(self.knowledge.faqs), self.number)


@dataclass
class Agency:
    """One running app. ``lines`` are its channels; ``settings`` those it was opened with."""

    settings: Settings
    clock: Clock
    service: Service
    lines: dict[str, Line]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    async def says(self, channel: str, text: str, who: int = 1) -> Heard:
        """What the person hears last after writing something."""
        return (await self._answers(channel, who, lambda line: line.say(text, who)))[-1]

    async def hears(self, channel: str, text: str, who: int = 1) -> str:
        """All that the person hears after writing something."""
        return "\n".join(one.text for one in await self._answers(channel, who, lambda line: line.say(text, who)))

    async def taps(self, channel: str, label: str, who: int = 1) -> str:
        """All that the person hears after tapping a button."""
        return "\n".join(one.text for one in await self._answers(channel, who, lambda line: line.tap(label, who)))

    async def _answers(self, channel: str, who: int, do: Callable[[Line], Any]) -> list[Heard]:
        line = self.lines[channel]
        before = len(line.heard(who))
        response: httpx.Response = await do(line)
        assert response.status_code == 200, response.text
        if channel != "web":
            await line.received(before + 1, who)
            await self._sent()
        return line.heard(who)[before:]

    async def _sent(self) -> None:
        """All that was answered is sent."""
        await self.service.settled()
        await self.service.settled(OutboxRow)

    async def proves(self, channel: str, code: str, proof: str, who: int = 1) -> str:
        """What the person hears after the code and the proof."""
        await self.hears(channel, f"hồ sơ {code} tới đâu rồi", who)
        return await self.hears(channel, proof, who)

    async def told(self, channel: str, words: str, who: int = 1, seconds: float = 20) -> str:
        """What comes unasked and has these words: on the web it stands in the conversation's record."""
        async with asyncio.timeout(seconds):
            while True:
                found = next((text for text in await self._unasked(channel, who) if words in text), None)
                if found is not None:
                    return found
                await asyncio.sleep(0.02)

    async def _unasked(self, channel: str, who: int) -> list[str]:
        line: Any = self.lines[channel]
        if channel != "web":
            return [one.text for one in line.heard(who)]
        kept = await self.service.app.state.runtime.store.last_turns(line._conversations[who], 20)
        return [reply.text for turn in kept if not turn.text for reply in turn.replies]

    async def unasked(self, channel: str, words: str, who: int = 1) -> int:
        """How many messages with these words the person got, once all that is under way is done."""
        await asyncio.sleep(0.3)
        await self._sent()
        return sum(words in text for text in await self._unasked(channel, who))

    async def motcua(self, *arguments: str) -> Result:
        """Run a command of the operators, on the same database and systems."""
        return await asyncio.to_thread(motcua, self.settings, *arguments)


def motcua(settings: Settings, *arguments: str) -> Result:
    """``motcua dossiers ...`` with these settings."""
    environment = {
        "MOTCUA_DATA_DIR": str(settings.data_dir),
        "MOTCUA_DATABASE_URL": settings.database_url,
        "MOTCUA_KNOWLEDGE_DIR": str(settings.knowledge_dir),
        "MOTCUA_DOSSIER_SYSTEMS": str(settings.dossier_systems or ""),
        "MOTCUA_DOSSIER_SECRETS": "{" + ", ".join(f'"{n}": "{s.get_secret_value()}"' for n, s in settings.dossier_secrets.items()) + "}",
    }
    load_settings.cache_clear()
    try:
        return CliRunner().invoke(motcua_app, ["dossiers", *arguments], env=environment)
    finally:
        load_settings.cache_clear()


@asynccontextmanager
async def agency(
    settings: Settings, knowledge: Knowledge, *channels: str, imported: Path | None = SAMPLES, system: str = "local", **changes: Any
) -> AsyncIterator[Agency]:
    """An app with these channels, whose table was filled by the importer."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        servers = {name: stack.enter_context(FAKES[name]()) for name in channels if name in FAKES}
        opened = {key: value for name, fake in servers.items() for key, value in LINES[name].settings(fake.url).items()}
        made = Settings.model_validate({**settings.model_dump(), "person_limit": "off", **opened, **changes})
        if imported is not None:
            result = await asyncio.to_thread(motcua, made, "import", str(imported), "--system", system)
            assert result.exit_code == 0, result.output
        service = await stack.enter_async_context(_running(made, knowledge, clock))
        lines = {name: LINES[name](service) for name in channels}
        for name, line in lines.items():
            line.fake = servers.get(name)
            await line.prepare()
        await change(service, RecordRow, updated_at=clock())  # as if imported by this clock
        yield Agency(made, clock, service, lines)


@asynccontextmanager
async def _running(settings: Settings, knowledge: Knowledge, clock: Clock) -> AsyncIterator[Service]:
    answers = Answers(knowledge, clock)
    app = create_app(settings, assembly=answers, clock=clock)
    answers.dossiers = app.state.dossiers
    answers.offices = Offices(app.state.runtime.database, knowledge_dir=settings.knowledge_dir)
    async with app.router.lifespan_context(app):
        await app.state.runtime.settled()
        transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as http:
            yield Service(app, settings, http)

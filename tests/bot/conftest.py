"""The app with its real doors, store and database; the dialogue is the real one over a stub search, or scripted."""

from __future__ import annotations

import asyncio
import glob
import os
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import text

from bot.app import RulesOnly, create_app
from bot.db import Database, sync_engine
from bot.dialogue.service import DialogueService
from bot.dialogue.store import Also, ConversationStore, TurnRecord
from bot.messages import Incoming, Meta, Outcome, Outgoing, Reply
from bot.migrations import migrate
from bot.runtime import Dialogue, NluStatus, Parts
from bot.settings import Settings
from knowledge.store import Knowledge, load_knowledge
from retriever.search import Hit

Client = httpx.AsyncClient
Opener = Callable[..., AbstractAsyncContextManager[Client]]
Script = Callable[[Incoming], Awaitable[Reply]]


class NothingFound:
    """A search that knows nothing."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        return []


class Scripted:
    """A dialogue that does what the test says."""

    def __init__(self, script: Script, store: ConversationStore) -> None:
        self.reply = script
        self._store = store

    async def answer(self, conversation_id: str, incoming: Incoming, also: Callable[[Reply], Also] | None = None) -> Reply:
        async with self._store.lock(conversation_id):
            reply = await self.reply(incoming.model_copy(update={"conversation_id": conversation_id}))
            said = [one.model_dump(mode="json") for one in reply.replies]
            turn = TurnRecord(text=incoming.text, outcome=reply.meta.outcome, key=incoming.key, replies=said)
            number = await self._store.save(conversation_id, incoming.channel, {}, turn, also(reply) if also else None)
            return reply.model_copy(update={"turn": number})


class StubAssembly:
    """The real dialogue over a search that finds nothing, or the scripted one. ``failures`` tries fail first."""

    def __init__(self, knowledge: Knowledge, script: Script | None = None, failures: int = 0) -> None:
        self.knowledge = knowledge
        self.script = script
        self.failures = failures
        self.revision = "r1"
        self.made = 0

    async def make(self, store: ConversationStore) -> Parts:
        self.made += 1
        if self.made <= self.failures:
            raise RuntimeError("the index folder is missing")
        return Parts(self._dialogue(store), self.revision, len(self.knowledge.procedures), len(self.knowledge.faqs), self.number)

    async def renew(self, store: ConversationStore) -> Parts:
        return await self.make(store)

    async def last_known(self, store: ConversationStore) -> Parts | None:
        return None

    def _dialogue(self, store: ConversationStore) -> Dialogue:
        if self.script is not None:
            return Scripted(self.script, store)
        return DialogueService(knowledge=self.knowledge, searcher=NothingFound(), nlu=RulesOnly(), store=store)

    async def published(self) -> int | None:
        return self.number

    @property
    def number(self) -> int:
        """The revision r2 is the second one."""
        return int(self.revision[1:])

    async def nlu_status(self) -> NluStatus:
        return "off"

    async def close(self) -> None:
        return None


@pytest.fixture(scope="session")
def knowledge(root: Path) -> Knowledge:
    return load_knowledge(root / "knowledge")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a fresh folder, whatever this machine's environment says."""
    return Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'motcua.db'}", rate_limit="off", public_url=None, allowed_hosts=[],
        trusted_proxies=[], log_level="INFO", retention_days=90,
    )  # fmt: skip


@pytest.fixture
def serving(settings: Settings, knowledge: Knowledge) -> Opener:
    """Opens a client of a started app: ``async with serving(rate_limit="3/minute") as client``."""

    @asynccontextmanager
    async def opened(
        script: Script | None = None, assembly: StubAssembly | None = None, client: tuple[str, int] = ("192.0.2.1", 1), **changes: object
    ) -> AsyncIterator[Client]:
        changed = Settings.model_validate({**settings.model_dump(), **changes})
        app = create_app(changed, assembly=assembly or StubAssembly(knowledge, script))
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app, client=client)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as http:
                yield http

    return opened


@pytest.fixture
def assembly(knowledge: Knowledge) -> Callable[..., StubAssembly]:
    """Makes a StubAssembly to watch: ``assembly(failures=1)``."""
    return lambda **options: StubAssembly(knowledge, **options)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[str]:
    """The address of the app on a real socket: real HTTP, the real dialogue, a stub search."""
    folder = tmp_path_factory.mktemp("server")
    app = create_app(
        Settings(data_dir=folder, database_url=f"sqlite:///{folder}/motcua.db", rate_limit="off"), assembly=StubAssembly(knowledge)
    )
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(30)


@pytest.fixture
async def web(serving: Opener) -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


@pytest.fixture
def echo() -> Script:
    """Says back what it heard."""

    async def script(incoming: Incoming) -> Reply:
        await asyncio.sleep(0)
        said = [Outgoing(text=incoming.text or incoming.button or "?")]
        return Reply(conversation_id=incoming.conversation_id or uuid.uuid4().hex, replies=said, meta=Meta(outcome=Outcome.ANSWERED))

    return script


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; the test is skipped where PostgreSQL is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [str(Path(p).parent) for p in [shutil.which("initdb")] if p]
    if not found:
        pytest.skip("no PostgreSQL on this machine (Debian: apt-get install postgresql)")
    folder = Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    as_user: list[str] = []
    if os.getuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, f"{found[-1]}/{program}", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)

    run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    try:
        run("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", f"-h '' -k {folder} -F", "start")
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[Database]:
    """A fresh, migrated database of each kind."""
    if request.param == "postgresql":
        settings = Settings.model_validate({**settings.model_dump(), "database_url": request.getfixturevalue("postgres")})
        engine = sync_engine(settings.database_url)
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    await asyncio.to_thread(migrate, settings)
    opened = Database(settings.database_url)
    yield opened
    await opened.close()

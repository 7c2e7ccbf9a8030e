"""The running service between start and stop: prepares in the background, reloads a new index, deletes what is too old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

import structlog
from sqlalchemy import text

from bot.db import Database
from bot.dialogue.store import ConversationStore
from bot.errors import NotReadyError
from bot.logs import report
from bot.messages import Incoming, Reply
from bot.migrations import migrate
from bot.settings import Settings

RETRY_S, LONGEST_RETRY_S = 2.0, 30.0
RELOAD_CHECK_S = 2.0
CLEAN_EVERY_S = 6 * 3600.0

NluStatus = Literal["ok", "degraded", "off"]
log = structlog.get_logger("motcua.runtime")


class Dialogue(Protocol):
    """Answers messages."""

    async def reply(self, incoming: Incoming) -> Reply:
        """The replies to one message."""
        ...


@dataclass(frozen=True)
class Parts:
    """One revision at work: the dialogue with its index and its knowledge."""

    dialogue: Dialogue
    revision: str
    procedures: int
    faqs: int


class Assembly(Protocol):
    """Puts the parts together; ``bot.app`` has the real one."""

    async def make(self, store: ConversationStore) -> Parts:
        """Load or build everything; may take long, must not block the loop."""
        ...

    def published(self) -> str | None:
        """The revision that should be at work now; None where that cannot be told."""
        ...

    async def nlu_status(self) -> NluStatus:
        """How the language model is right now."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Runtime:
    """Owns the database and the parts. ``failure`` is the last reason why the parts could not be made."""

    def __init__(self, settings: Settings, assembly: Assembly) -> None:
        self.settings = settings
        self.assembly = assembly
        self.database = Database(settings.database_url)
        self.store = ConversationStore(self.database)
        self.parts: Parts | None = None
        self.failure: Exception | None = None
        self._settled = asyncio.Event()
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work in the background while the app serves."""
        tasks = [asyncio.create_task(job) for job in self._jobs()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.assembly.close()
            await self.database.close()

    def _jobs(self) -> list[Coroutine[Any, Any, None]]:
        return [self._prepare(), self._reload(), self._clean()]

    async def dialogue(self, *, patience_s: float) -> Dialogue:
        """The dialogue, as soon as it is there. Raises NotReadyError when it takes longer."""
        if self.parts is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), patience_s)
        if self.parts is None:
            raise NotReadyError
        return self.parts.dialogue

    async def settled(self) -> None:
        """Wait for the first try to end. Raises what it failed with."""
        await self._settled.wait()
        if self.parts is None and self.failure is not None:
            raise self.failure

    async def database_answers(self) -> bool:
        """Whether the database answers within a second."""
        try:
            async with asyncio.timeout(1), self.database.read() as session:
                await session.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    async def _prepare(self) -> None:
        """Until it works: a database that is still starting, or a file being repaired, must not need a restart."""
        pause = RETRY_S
        while self.parts is None:
            try:
                await asyncio.to_thread(migrate, self.settings)
                self.parts = await self.assembly.make(self.store)
            except Exception as error:
                self.failure = error
                report(log, "the service could not start, trying again", error, seconds=pause, said=str(error)[:500])
            self._settled.set()
            if self.parts is None:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_RETRY_S)
        self.failure = None
        self._ready.set()
        log.info("ready", revision=self.parts.revision, procedures=self.parts.procedures, faqs=self.parts.faqs)

    async def _reload(self) -> None:
        """Swap in a newly published index; messages under way finish with the old one."""
        await self._ready.wait()
        tried = None
        while True:
            await asyncio.sleep(RELOAD_CHECK_S)
            published = await asyncio.to_thread(self.assembly.published)
            if self.parts is None or published in (None, self.parts.revision, tried):
                continue
            tried = published
            try:
                self.parts = await self.assembly.make(self.store)
            except Exception as error:
                report(log, "the new index could not be loaded, the old one stays", error, revision=published)
            else:
                log.info("reloaded", revision=self.parts.revision)

    async def _clean(self) -> None:
        await self._ready.wait()
        while True:
            try:
                gone = await self.store.delete_before(datetime.now(UTC) - timedelta(days=self.settings.retention_days))
                log.info("old conversations deleted", conversations=gone)
            except Exception as error:
                report(log, "old conversations could not be deleted", error)
            await asyncio.sleep(CLEAN_EVERY_S)

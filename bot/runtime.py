"""The running service between start and stop: prepares in the background, follows what is published, deletes what is too old."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

import structlog
from sqlalchemy import text

from bot.db import Database
from bot.dialogue.store import Also, ConversationStore
from bot.errors import MotCuaError, NotReadyError
from bot.logs import report
from bot.messages import Checklist, Incoming, Reply
from bot.migrations import migrate
from bot.settings import Settings
from knowledge.store import KnowledgeError

RETRY_S, LONGEST_RETRY_S = 2.0, 30.0
LONGEST_RETRY_WHILE_SERVING_S = 300.0
RELOAD_CHECK_S = 2.0
RELOAD_RETRY_S = 60.0
"""Pause before a revision that could not be taken up is tried again."""
CLEAN_EVERY_S = 6 * 3600.0

NOT_TAKEN_UP = "Chưa lấy được nội dung mới nhất; chi tiết ở nhật ký của dịch vụ."
"""Told to anybody who asks, so without what a driver or the system said."""

NluStatus = Literal["ok", "degraded", "off"]
log = structlog.get_logger("motcua.runtime")


class Dialogue(Protocol):
    """Answers messages."""

    async def reply(self, incoming: Incoming) -> Reply:
        """The replies to one message."""
        ...

    async def answer(self, conversation_id: str, incoming: Incoming, also: Callable[[Reply], Also] | None = None) -> Reply:
        """The replies in a conversation that the channel named; what ``also`` makes of them is kept together with the turn."""
        ...

    def checklist(self, code: str, answers: Mapping[str, str], skipped: Collection[str]) -> Checklist:
        """The personal checklist that a link asks for. Raises UnknownProcedureError, UnknownChoiceError."""
        ...


@dataclass(frozen=True)
class Parts:
    """One revision at work: the dialogue with its index and its knowledge."""

    dialogue: Dialogue
    revision: str
    """Of the search index."""
    procedures: int
    faqs: int
    number: int = 0
    """Of the published content."""
    warning: str | None = None
    """Why this is not the newest content, in Vietnamese."""


class Assembly(Protocol):
    """Puts the parts together; ``bot.app`` has the real one."""

    async def make(self, store: ConversationStore) -> Parts:
        """Load or build everything; may take long, must not block the loop. The database is migrated."""
        ...

    async def renew(self, store: ConversationStore) -> Parts:
        """The parts of the revision that is published now; may take long, must not block the loop."""
        ...

    async def last_known(self, store: ConversationStore) -> Parts | None:
        """What was in use before, without asking the database; None where there is nothing."""
        ...

    async def published(self) -> int | None:
        """The number of the revision that should be at work now; None where that cannot be told."""
        ...

    async def nlu_status(self) -> NluStatus:
        """How the language model is right now."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Runtime:
    """Owns the database and the parts.

    ``failure`` is the last reason why the parts could not be made, ``wanted`` the number of the revision that should be at work.
    """

    def __init__(self, settings: Settings, assembly: Assembly, database: Database | None = None) -> None:
        self.settings = settings
        self.assembly = assembly
        self.database = database or Database(settings.database_url)
        self.store = ConversationStore(self.database)
        self.parts: Parts | None = None
        self.failure: Exception | None = None
        self.wanted: int | None = None
        self.migrated = asyncio.Event()
        self._settled = asyncio.Event()
        self._ready = asyncio.Event()
        self._prepared = asyncio.Event()

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
                async with asyncio.timeout(patience_s):
                    await self._ready.wait()
        if self.parts is None:
            raise NotReadyError
        return self.parts.dialogue

    async def settled(self) -> None:
        """Wait for the first try to end. Raises what it failed with."""
        await self._settled.wait()
        if self.parts is None and self.failure is not None:
            raise self.failure

    def warning(self) -> str | None:
        """Why the newest content is not at work, in Vietnamese; None where it is."""
        if self.failure is not None:
            return str(self.failure)[:500] if isinstance(self.failure, (MotCuaError, KnowledgeError)) else NOT_TAKEN_UP
        return self.parts.warning if self.parts else None

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
        while not self._prepared.is_set():
            try:
                await asyncio.to_thread(migrate, self.settings)
                self.migrated.set()
                self.parts = await self.assembly.make(self.store)
            except Exception as error:
                self.failure = error
                report(log, "the service could not start, trying again", error, seconds=pause, said=said(error))
                await self._serve_last_known()
            else:
                self._prepared.set()
            if self.parts is not None:
                self._ready.set()
            self._settled.set()
            if not self._prepared.is_set():
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_RETRY_S if self.parts is None else LONGEST_RETRY_WHILE_SERVING_S)
        self.failure = None
        self._tell_ready()

    async def _serve_last_known(self) -> None:
        if self.parts is None:
            try:
                self.parts = await self.assembly.last_known(self.store)
            except Exception as error:
                report(log, "the content used before could not be loaded either", error)

    def _tell_ready(self) -> None:
        if self.parts is not None:
            parts = self.parts
            log.info("ready", index=parts.revision, content=parts.number, procedures=parts.procedures, faqs=parts.faqs, said=parts.warning)

    async def _reload(self) -> None:
        """Take up what is newly published; messages under way finish with the old parts, and a broken revision leaves these in place."""
        await self._prepared.wait()
        tried, again = None, 0.0
        while True:
            await asyncio.sleep(RELOAD_CHECK_S)
            number = await self._published()
            if number is None or (number == tried and time.monotonic() < again):
                continue
            if self.parts is not None and self.parts.number == number:
                self.failure = None
                continue
            tried, again = number, time.monotonic() + RELOAD_RETRY_S
            await self._renew(number)

    async def _published(self) -> int | None:
        """What should be at work; None while the database is silent."""
        try:
            self.wanted = await self.assembly.published() or self.wanted
        except Exception as error:
            report(log, "the published revision could not be read", error)
            return None
        return self.wanted

    async def _renew(self, number: int) -> None:
        try:
            self.parts = await self.assembly.renew(self.store)
        except Exception as error:
            self.failure = error
            report(log, "the new content could not be taken up, the old one stays", error, revision=number, said=said(error))
        else:
            self.failure = None
            log.info("reloaded", index=self.parts.revision, content=self.parts.number)

    async def _clean(self) -> None:
        await self._ready.wait()
        while True:
            try:
                gone = await self.store.delete_before(datetime.now(UTC) - timedelta(days=self.settings.retention_days))
                log.info("old conversations deleted", conversations=gone)
            except Exception as error:
                report(log, "old conversations could not be deleted", error)
            await asyncio.sleep(CLEAN_EVERY_S)


def said(error: Exception) -> str:
    """What an error tells an operator, cut to a readable length."""
    return str(error)[:500] or type(error).__name__

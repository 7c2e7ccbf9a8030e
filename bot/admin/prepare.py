"""What must be there before an answer: a migrated database, the built-in content in it, and the snapshot of the current revision.

A server lets another process do the building, so that its own requests are not delayed: ``python -m bot.admin.prepare`` reads a Job
as JSON on standard input and tells its steps as JSON lines on standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.admin import replies, versions
from bot.admin.content import Content
from bot.admin.errors import ContentError, NotBuiltError, UnknownContentError
from bot.admin.locks import told
from bot.admin.releases import Progress, silent
from bot.admin.versions import Version
from bot.db import Database
from bot.migrations import migrate
from bot.settings import Settings
from knowledge.merge import Period, faq_periods, procedure_periods
from knowledge.schema import Faq, Procedure
from knowledge.store import PLAIN, Knowledge, KnowledgeError, through_time
from retriever.build import BuildError
from retriever.search import SYNONYMS
from retriever.snapshots import SnapshotInfo, ensure_snapshot, is_whole, snapshot_folder, use_snapshot

TAIL = 600
"""Characters of a dead process' last words that are told."""


@dataclass(frozen=True)
class Prepared:
    """What can be served. ``failure`` says in Vietnamese why it is not the newest content."""

    number: int
    folder: Path
    failure: str | None = None


@dataclass(frozen=True)
class Job:
    """What another process shall do: prepare everything, or build the snapshot of one revision."""

    settings: Settings
    number: int | None = None

    def dump(self) -> bytes:
        """As JSON; database passwords are in it, so it goes through a pipe and never into arguments."""
        return json.dumps({"settings": self.settings.model_dump(mode="json"), "number": self.number}).encode()

    @classmethod
    def read(cls, text: str | bytes) -> Job:
        """What ``dump`` wrote."""
        data = json.loads(text)
        return cls(Settings.model_validate(data["settings"]), data["number"])


def content_service(settings: Settings, database: Database, *, build_apart: bool = False) -> Content:
    """The content service; it builds in this process, or (in a server, whose requests must not wait) in another."""

    async def build(number: int, progress: Progress) -> None:
        if build_apart:
            await apart(Job(settings, number), progress)
        else:
            await build_revision(settings, database, number, progress)

    return Content(database, knowledge_dir=settings.knowledge_dir, build=build)


async def prepare(settings: Settings, progress: Progress = silent) -> Prepared:
    """Migrate, take over the built-in content, build what is missing; all in this process.

    Raises ContentError or KnowledgeError where nothing at all can be served; otherwise the failure is told in the result.
    """
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.database_url)
    try:
        failure = await _synchronise(content_service(settings, database), progress)
        wanted = await current(database)
        if wanted is None:
            raise failure or ContentError(replies.EMPTY)
        folder = await build_revision(settings, database, wanted.number, progress)
        await asyncio.to_thread(use_snapshot, folder, wanted)
        return Prepared(wanted.number, folder, str(failure) if failure else None)
    finally:
        await database.close()


async def ready(settings: Settings, database: Database) -> Prepared | None:
    """What can be served at once; None where something must be built or taken over first. The database must be migrated."""
    wanted = await current(database)
    if wanted is None or not is_whole(folder := folder_of(settings, wanted.revision)):
        return None
    try:
        synced = await content_service(settings, database).is_synced()
    except KnowledgeError:
        return None
    if not synced:
        return None
    await asyncio.to_thread(use_snapshot, folder, wanted)
    return Prepared(wanted.number, folder)


async def follow(settings: Settings, database: Database, progress: Progress = silent) -> Prepared:
    """The snapshot of the current revision, built by another process where it is missing. Raises ContentError."""
    wanted = await current(database)
    if wanted is None:
        raise ContentError(replies.EMPTY)
    folder = folder_of(settings, wanted.revision)
    if not is_whole(folder):
        folder = (await apart(Job(settings, wanted.number), progress)).folder
    await asyncio.to_thread(use_snapshot, folder, wanted)
    return Prepared(wanted.number, folder)


async def current(database: Database) -> SnapshotInfo | None:
    """The number and the content hash of the revision that should be served. Raises ContentBusyError."""

    async def work() -> SnapshotInfo | None:
        async with database.read() as session:
            number = await versions.current_number(session)
            found = await versions.current_hash(session)
        return None if number is None or found is None else SnapshotInfo(number, found)

    return await told(work)


def folder_of(settings: Settings, revision: str) -> Path:
    """Where the snapshot of a content hash lies."""
    synonyms, negatives = _beside(settings)
    return snapshot_folder(settings.data_dir, revision, synonyms=synonyms, negatives=negatives, embedding_model=settings.embedding_model)


async def build_revision(settings: Settings, database: Database, number: int, progress: Progress = silent) -> Path:
    """The snapshot of a revision, built in this process where it is missing. Raises NotBuiltError."""

    async def work() -> tuple[str | None, list[Version]]:
        async with database.read() as session:
            row = await versions.revision(session, number)
            standing = [] if row and is_whole(folder_of(settings, row.hash)) else await versions.members(session, number, content=True)
            return row.hash if row else None, standing

    revision, standing = await told(work)
    if revision is None:
        raise UnknownContentError(replies.NO_REVISION.format(number=number))
    if not standing:
        return folder_of(settings, revision)
    return await asyncio.to_thread(_build, settings, number, revision, standing, progress)


def knowledge_of(standing: Sequence[Version], revision: str) -> Knowledge:
    """The knowledge base that these versions make, both layers merged. Raises KnowledgeError where one cannot be read any more."""
    procedures: dict[str, tuple[list[Procedure], list[Procedure]]] = {}
    faqs: dict[str, list[Faq]] = {}
    for version in standing:
        entry = version.entry()
        if isinstance(entry, Faq):
            faqs.setdefault(version.key, []).append(entry)
        else:
            procedures.setdefault(version.key, ([], []))[version.layer != PLAIN].append(entry)
    merged: dict[str, list[Period[Procedure]]] = {code: procedure_periods(*layers) for code, layers in procedures.items()}
    return through_time(merged, {name: faq_periods(found) for name, found in faqs.items()}, revision)


async def apart(job: Job, progress: Progress = silent) -> Prepared:
    """Let another process do the job. Raises ContentError with what it failed with."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.admin.prepare", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        told_so_far, said = await asyncio.gather(_listen(process, job, progress), _words(process))
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if failure := told_so_far.get("failure"):
        raise NotBuiltError(failure)
    if code or "folder" not in told_so_far:
        raise NotBuiltError(replies.PREPARE_DIED.format(code=code, tail=said[-TAIL:].strip()))
    return Prepared(told_so_far["number"], Path(told_so_far["folder"]), told_so_far["warning"])


async def _listen(process: asyncio.subprocess.Process, job: Job, progress: Progress) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process was started without pipes")
    process.stdin.write(job.dump())
    process.stdin.close()
    last: dict[str, Any] = {}
    async for line in process.stdout:
        last = json.loads(line)
        if "step" in last:
            progress(last["step"])
    return last


async def _words(process: asyncio.subprocess.Process) -> str:
    return (await process.stderr.read()).decode(errors="replace") if process.stderr else ""


async def _synchronise(content: Content, progress: Progress) -> ContentError | KnowledgeError | None:
    """Take over the built-in content; what went wrong, so that older content can be served meanwhile."""
    try:
        await content.sync_builtin(progress=progress)
    except (ContentError, KnowledgeError) as error:
        return error
    return None


def _beside(settings: Settings) -> tuple[Path, Path]:
    return settings.knowledge_dir / SYNONYMS, settings.knowledge_dir.parent / "nlu_data" / "intents"


def _build(settings: Settings, number: int, revision: str, standing: Sequence[Version], progress: Progress) -> Path:
    synonyms, negatives = _beside(settings)
    try:
        return ensure_snapshot(
            knowledge_of(standing, revision), settings.data_dir, number=number, synonyms=synonyms, negatives=negatives,
            embedding_model=settings.embedding_model, progress=progress,
        )  # fmt: skip
    except (BuildError, KnowledgeError) as error:
        raise NotBuiltError(str(error)) from error
    except Exception as error:  # whatever a build breaks on, the old content stays and the reason is told
        raise NotBuiltError(f"{type(error).__name__}: {error}") from error


async def _work(job: Job, tell: Callable[..., None]) -> None:
    def step(said: str) -> None:
        tell(step=said)

    if job.number is None:
        done = await prepare(job.settings, step)
        tell(number=done.number, folder=str(done.folder), warning=done.failure)
        return
    database = Database(job.settings.database_url)
    try:
        folder = await build_revision(job.settings, database, job.number, step)
    finally:
        await database.close()
    tell(number=job.number, folder=str(folder), warning=None)


def main() -> Literal[0, 1]:
    """Do the job that is written on standard input. What libraries print goes to standard error."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1) as out:
        os.dup2(2, 1)

        def tell(**said: object) -> None:
            out.write(json.dumps(said, ensure_ascii=False) + "\n")

        try:
            asyncio.run(_work(Job.read(sys.stdin.buffer.read()), tell))
        except NotBuiltError as error:
            tell(failure=error.reason)
        except (ContentError, KnowledgeError) as error:
            tell(failure=str(error))
        else:
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())

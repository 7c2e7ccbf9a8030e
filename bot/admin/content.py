"""The content service: import, publish, roll back, compare, look back. SQL holds the truth; a snapshot is built from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin import replies, versions
from bot.admin.comparing import compare, notes
from bot.admin.errors import ContentBusyError, ContentError, UnknownContentError
from bot.admin.importing import Import, ImportPlan, by_place, plain_texts, plan_import
from bot.admin.locks import told, writing
from bot.admin.releases import Builder, Order, Progress, Releases, silent
from bot.admin.report import Difference, ImportReport, Publication, Revision, VersionNote
from bot.admin.staging import entering, next_membership
from bot.admin.tables import BUILTIN, PENDING, VersionState
from bot.admin.versions import Version
from bot.db import Database
from knowledge.importers.files import FileContent
from knowledge.lazy import vietnam_today
from knowledge.store import PLAIN, key

PLANS = 20
"""How often an import is planned anew because somebody wrote meanwhile."""
LOG_LENGTH = 50


class _OutdatedPlanError(Exception):
    """Somebody wrote between the planning of an import and its writing."""


class Content:
    """All that editors and operators do with the content. Every method raises a ContentError with a sentence for people."""

    def __init__(self, database: Database, *, knowledge_dir: Path, build: Builder, today: Callable[[], date] = vietnam_today) -> None:
        self._database = database
        self._today = today
        self._releases = Releases(database, knowledge_dir=knowledge_dir, build=build, today=today)

    # Importing

    async def import_content(self, content: FileContent, *, who: str, why: str, origin: str, dry_run: bool = False) -> ImportReport:
        """Make drafts of all that is new or changed in a file, in one transaction; the same file again changes nothing."""
        order = Import(content, who, why, origin)
        for _ in range(PLANS):
            turn, plan = await told(lambda: self._plan(order))
            if dry_run or not (plan.add or plan.replace or plan.drop):
                return plan.report
            with suppress(_OutdatedPlanError):
                await told(partial(self._write, turn, plan))
                return plan.report
        raise ContentBusyError(replies.MOVED)

    async def _plan(self, order: Import) -> tuple[int, ImportPlan]:
        keys = [key(entry) for entry in order.content.entries]
        layer = order.content.layer
        async with self._database.read() as session:
            turn = (await versions.desk(session)).turn
            number = await versions.current_number(session)
            standing = await versions.members(session, number, content=True, layer=layer, keys=keys)
            standing += [version for version in await versions.building(session) if version.layer == layer]
            drafts = await versions.pending(session, content=True)
            numbers = await versions.last_numbers(session, layer)
            plain = await versions.members(session, number, content=True, layer=PLAIN)
        ours = dict(plain_texts([*plain, *drafts]))
        known = by_place([draft for draft in drafts if draft.layer == layer], standing, numbers)
        others = [version.entry() for version in plain] if layer == PLAIN else []
        return turn, await asyncio.to_thread(plan_import, order, known, ours, others)

    async def _write(self, turn: int, plan: ImportPlan) -> None:
        """All of the plan, or nothing where somebody wrote since it was made."""
        rows = await asyncio.to_thread(lambda: [version.values() for version in plan.add])
        async with writing(self._database) as session:
            if (await versions.desk(session)).turn != turn + 1:
                raise _OutdatedPlanError
            await versions.drop(session, plan.drop)
            for identifier, version in plan.replace:
                await versions.replace(session, identifier, version)
            await versions.add_all(session, rows)

    # Publishing

    async def publish(self, *, who: str, why: str, only: Collection[str] | None = None, progress: Progress = silent) -> Publication:
        """Publish all drafts, or those of the keys in ``only``, together with news of the built-in content."""
        return await self._releases.publish(Order(who, why), only, progress)

    async def sync_builtin(self, *, progress: Progress = silent) -> Publication | None:
        """Take over the built-in folder where it changed; None where nothing was published. Raises KnowledgeError for a broken file."""
        return await self._releases.sync_builtin(progress)

    async def is_synced(self) -> bool:
        """Whether the built-in folder is as it was last taken over. Raises KnowledgeError where there is none."""
        return await self._releases.is_synced()

    async def rollback(self, number: int, *, who: str, why: str, progress: Progress = silent) -> Publication:
        """A new revision with the versions of an old one."""
        return await self._releases.rollback(Order(who, why, number), number, progress)

    # Reviewing

    async def submit(self, keys: Sequence[str]) -> list[str]:
        """Hand drafts in for review, all or none; the keys that had one."""

        async def work() -> list[str]:
            async with writing(self._database) as session:
                found = [draft for draft in await versions.pending(session) if draft.key in keys and draft.state == VersionState.DRAFT]
                if missing := sorted(set(keys) - {version.key for version in found}):
                    raise UnknownContentError(replies.NOT_PENDING.format(keys=", ".join(missing)))
                await versions.set_state(session, [version.id for version in found], VersionState.IN_REVIEW)
            return sorted({version.key for version in found})

        return await told(work)

    async def to_review(self) -> list[VersionNote]:
        """Versions that a person should look at, and why."""

        async def work() -> list[VersionNote]:
            async with self._database.read() as session:
                return notes(await versions.to_review(session), {})

        return await told(work)

    async def review_done(self, name: str) -> int:
        """Somebody looked: the marks of this key are taken away, and a built-in draft under an editor's text is put away; how many."""

        async def work() -> int:
            async with writing(self._database) as session:
                rows = [row for row in await versions.of_key(session, name) if row.needs_review and row.state != VersionState.ARCHIVED]
                if not rows:
                    raise UnknownContentError(replies.NO_REVIEW.format(key=name))
                for row in rows:
                    row.needs_review = False
                    if row.origin == BUILTIN and row.state in PENDING:
                        row.state = VersionState.ARCHIVED
            return len(rows)

        return await told(work)

    # Looking back

    async def diff(self, before: int | None = None, after: int | None = None) -> Difference:
        """From one revision to another; without ``after`` to the current one; without both from the current one to the drafts."""

        async def work() -> Difference:
            async with self._database.read() as session:
                old = await self._members(session, before)
                if before is None:
                    drafts = entering(await versions.pending(session, content=True), None)
                    return compare(old, next_membership(old, drafts, self._today()).standing)
                return compare(old, await self._members(session, after))

        return await told(work)

    async def members(self, number: int | None = None) -> tuple[int, list[Version]]:
        """The number of a revision (the current one unless given) and all its versions with content."""

        async def work() -> tuple[int, list[Version]]:
            async with self._database.read() as session:
                wanted = number if number is not None else await versions.current_number(session)
                if wanted is None:
                    raise ContentError(replies.EMPTY)
                return wanted, await self._members(session, wanted)

        return await told(work)

    async def _members(self, session: AsyncSession, number: int | None) -> list[Version]:
        if number is not None and await versions.revision(session, number) is None:
            raise UnknownContentError(replies.NO_REVISION.format(number=number))
        wanted = number if number is not None else await versions.current_number(session)
        return await versions.members(session, wanted, content=True)

    async def log(self, limit: int = LOG_LENGTH) -> list[Revision]:
        """The newest revisions, newest first."""

        async def work() -> list[Revision]:
            async with self._database.read() as session:
                found = await versions.log(session, limit)
            return [
                Revision(row.number, row.created_at, row.created_by, row.reason, row.state, row.failure, row.rolled_back_to, size)
                for row, size in found
            ]

        return await told(work)

    async def history(self, name: str) -> list[VersionNote]:
        """All versions of one code or id, oldest first in each layer."""

        async def work() -> list[VersionNote]:
            async with self._database.read() as session:
                rows = await versions.of_key(session, name)
                if not rows:
                    raise UnknownContentError(replies.NO_KEY.format(key=name))
                return notes(rows, await versions.stood_in(session, [row.id for row in rows]))

        return await told(work)

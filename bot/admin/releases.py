"""Publishing: a new revision is staged, built and only then served; what fails leaves the old one in place."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin import replies, versions
from bot.admin.errors import ContentError, NotBuiltError, NothingToPublishError, UnknownContentError
from bot.admin.locks import publishing, told, writing
from bot.admin.report import Publication
from bot.admin.staging import BuiltIn, Membership, builtin_news, entering, folder_hash, next_membership, read_builtin
from bot.admin.tables import SYSTEM, RevisionRow, RevisionState, VersionState
from bot.admin.versions import Version
from bot.db import Database, retrying
from knowledge.store import PLAIN, KnowledgeError, revision_of

Progress = Callable[[str], None]
Builder = Callable[[int, Progress], Awaitable[object]]
"""Builds the snapshot of a revision. Raises NotBuiltError."""
Stage = Callable[[AsyncSession], Awaitable[tuple[Membership, str | None]]]
"""Says what a revision shall hold, and the hash of the built-in folder where that was taken over."""
PATIENCE_S = 120.0
"""How long a start waits while another process publishes."""


def silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Order:
    """Who asks for a revision, and why."""

    who: str
    why: str
    rolled_back_to: int | None = None


@dataclass(frozen=True)
class Opened:
    """A revision that is to be built; without a number it would be the current one again."""

    number: int | None
    membership: Membership
    synced: str | None


class Releases:
    """Makes revisions, one at a time. Every method raises a ContentError with a sentence for people."""

    def __init__(self, database: Database, *, knowledge_dir: Path, build: Builder, today: Callable[[], date]) -> None:
        self._database = database
        self._knowledge_dir = knowledge_dir
        self._build = build
        self._today = today

    async def publish(self, order: Order, only: Collection[str] | None, progress: Progress) -> Publication:
        """Publish all drafts, or those of the keys in ``only``, together with news of the built-in content."""
        builtin = await self._builtin(progress)
        return await self._release(order, lambda session: self._stage_drafts(session, builtin, only), progress)

    async def sync_builtin(self, progress: Progress) -> Publication | None:
        """Take over the built-in folder where it changed since the last time; None where there was nothing to publish.

        Raises KnowledgeError where a file of the folder cannot be used.
        """
        if await self.is_synced():
            return None
        builtin = await asyncio.to_thread(read_builtin, self._knowledge_dir)
        try:
            return await self._release(
                Order(SYSTEM, replies.SYNC_REASON),
                lambda session: self._stage_drafts(session, builtin, None, system_only=True),
                progress,
                patience_s=PATIENCE_S,
            )
        except NothingToPublishError:
            return None

    async def rollback(self, order: Order, number: int, progress: Progress) -> Publication:
        """A new revision with the versions of an old one."""
        return await self._release(order, lambda session: self._stage_old(session, number), progress)

    async def is_synced(self) -> bool:
        """Whether the built-in folder is as it was last taken over. Raises KnowledgeError where there is none."""
        found = await asyncio.to_thread(folder_hash, self._knowledge_dir)

        async def work() -> bool:
            async with self._database.read() as session:
                return (await versions.desk(session)).builtin_hash == found and await versions.current_number(session) is not None

        return await told(work)

    async def _builtin(self, progress: Progress) -> BuiltIn | None:
        """A broken built-in file does not keep editors from publishing."""
        try:
            return await asyncio.to_thread(read_builtin, self._knowledge_dir)
        except KnowledgeError as error:
            progress(str(error))
            return None

    async def _release(self, order: Order, stage: Stage, progress: Progress, patience_s: float = 0.0) -> Publication:
        async with publishing(self._database, patience_s=patience_s):
            opened = await told(lambda: self._open(order, stage))
            if opened.number is None:
                raise NothingToPublishError
            try:
                await self._build(opened.number, progress)
            except BaseException as error:
                await self._give_up(opened.number, error)
                raise
            await told(lambda: self._finish(opened))
        membership = opened.membership
        return Publication(opened.number, len(membership.entered), len(membership.left), len(membership.standing))

    async def _open(self, order: Order, stage: Stage) -> Opened:
        """Write the revision that is to be built."""
        async with writing(self._database) as session:
            await versions.fail_revisions(session, replies.INTERRUPTED)
            membership, synced = await stage(session)
            if not membership.standing:
                raise ContentError(replies.EMPTY)
            found = revision_of((*version.place, version.hash) for version in membership.standing)
            if found == await versions.current_hash(session):
                await _settle(session, membership, synced)
                return Opened(None, membership, synced)
            number = await versions.next_number(session)
            row = RevisionRow(
                number=number, created_at=datetime.now(UTC), created_by=order.who, reason=order.why, state=RevisionState.BUILDING,
                failure=None, rolled_back_to=order.rolled_back_to, hash=found,
            )  # fmt: skip
            await versions.open_revision(session, row, [version.id for version in membership.standing])
        return Opened(number, membership, synced)

    async def _stage_drafts(
        self, session: AsyncSession, builtin: BuiltIn | None, only: Collection[str] | None, *, system_only: bool = False
    ) -> tuple[Membership, str | None]:
        number = await versions.current_number(session)
        current = await versions.members(session, number)
        if builtin is not None and (await versions.desk(session)).builtin_hash != builtin.hash:
            await _take_over(session, builtin, current)
        drafts = await versions.pending(session, content=True)
        if only is not None and (missing := sorted(set(only) - {draft.key for draft in drafts})):
            raise UnknownContentError(replies.NOT_PENDING.format(keys=", ".join(missing)))
        chosen = entering(drafts, only, system_only=system_only)
        detailed = await versions.members(session, number, content=True, keys=_keys_with_windows(current, chosen))
        contents = {version.id: version for version in detailed}
        current = [contents.get(version.id, version) for version in current]
        return next_membership(current, chosen, self._today()), builtin.hash if builtin else None

    async def _stage_old(self, session: AsyncSession, number: int) -> tuple[Membership, str | None]:
        row = await versions.revision(session, number)
        if row is None:
            raise UnknownContentError(replies.NO_REVISION.format(number=number))
        if row.state != RevisionState.PUBLISHED:
            raise ContentError(replies.UNPUBLISHED.format(number=number))
        if row.hash == await versions.current_hash(session):
            raise ContentError(replies.ALREADY_CURRENT.format(number=number))
        before = await versions.members(session, await versions.current_number(session))
        standing = await versions.members(session, number)
        return _exchanged(before, standing), None

    async def _finish(self, opened: Opened) -> None:
        async with writing(self._database) as session:
            if opened.number is None or not await versions.finish_revision(session, opened.number):
                raise NotBuiltError(replies.INTERRUPTED)
            await _settle(session, opened.membership, opened.synced)

    async def _give_up(self, number: int, error: BaseException) -> None:
        """Even where this task is being cancelled. Where the database is gone too, the next publication finds the remains."""
        reason = error.reason if isinstance(error, NotBuiltError) else replies.INTERRUPTED

        async def work() -> None:
            async with writing(self._database) as session:
                await versions.fail_revisions(session, reason, number)

        await asyncio.shield(asyncio.gather(retrying(work), return_exceptions=True))


async def _take_over(session: AsyncSession, builtin: BuiltIn, current: list[Version]) -> None:
    """Write news of the built-in content as drafts; one draft for one place."""
    numbers = await versions.last_numbers(session, PLAIN)
    news = builtin_news(builtin, await versions.last_builtin(session), current, numbers)
    places = {version.place for version in news}
    older = [draft.id for draft in await versions.pending(session) if draft.builtin and draft.place in places]
    await versions.add_all(session, [version.values() for version in news])
    await versions.set_state(session, older, VersionState.ARCHIVED)


async def _settle(session: AsyncSession, membership: Membership, synced: str | None) -> None:
    await versions.set_state(session, [version.id for version in membership.put_away], VersionState.ARCHIVED)
    if synced is not None:
        (await versions.desk(session)).builtin_hash = synced


def _keys_with_windows(current: list[Version], chosen: list[Version]) -> list[str]:
    """The keys whose days of effect matter: what drafts may replace, and where several versions stand side by side."""
    places = [version.place for version in current]
    several = {key for (_, key, _), count in Counter(places).items() if count > 1}
    return sorted(several | {version.key for version in chosen})


def _exchanged(before: list[Version], standing: list[Version]) -> Membership:
    inside, were = {version.id for version in standing}, {version.id for version in before}
    return Membership(
        standing,
        entered=[version for version in standing if version.id not in were],
        left=[version for version in before if version.id not in inside],
    )

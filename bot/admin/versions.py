"""The SQL of versions and revisions. Every function works inside the session it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin import replies
from bot.admin.tables import BUILTIN, PENDING, DeskRow, MemberRow, RevisionRow, RevisionState, VersionRow, VersionState
from knowledge.schema import Faq, Procedure
from knowledge.store import Entry, KnowledgeError, content_hash, explain, key, kind

Place = tuple[str, str, str]
"""Kind, key and layer."""
FEW = 500
"""Up to so many keys are named in a query; for more, all rows are read."""
_NOTE = (
    VersionRow.id,
    VersionRow.kind,
    VersionRow.key,
    VersionRow.layer,
    VersionRow.number,
    VersionRow.hash,
    VersionRow.state,
    VersionRow.origin,
    VersionRow.needs_review,
)


@dataclass(frozen=True)
class Version:
    """A stored version; ``content`` is None where it was not asked for, or where the entry was taken away."""

    id: int
    kind: str
    key: str
    layer: str
    number: int
    hash: str
    state: str
    origin: str
    needs_review: bool
    content: dict[str, Any] | None = None

    @property
    def place(self) -> Place:
        """Kind, key and layer."""
        return self.kind, self.key, self.layer

    @property
    def pending(self) -> bool:
        """Whether it waits to be published."""
        return self.state in PENDING

    @property
    def builtin(self) -> bool:
        """Whether it came with the program."""
        return self.origin == BUILTIN

    @property
    def effective_from(self) -> date | None:
        """First day of effect."""
        return self._day("effective_from")

    @property
    def effective_to(self) -> date | None:
        """Last day of effect."""
        return self._day("effective_to")

    def _day(self, name: str) -> date | None:
        written = (self.content or {}).get(name)
        return date.fromisoformat(written) if written else None

    def entry(self) -> Entry:
        """The entry itself. Raises KnowledgeError where the schema has moved on."""
        model: type[Procedure] | type[Faq] = Procedure if self.kind == "procedure" else Faq
        try:
            return model.model_validate(self.content)
        except ValidationError as error:
            reason = replies.BROKEN_VERSION.format(number=self.number, key=self.key, reason=explain(error))
            raise KnowledgeError(self.key, reason) from error


@dataclass(frozen=True)
class NewVersion:
    """A version to be written; ``entry`` is None for a built-in entry that was taken away."""

    place: Place
    entry: Entry | None
    number: int
    created_by: str
    reason: str
    origin: str
    needs_review: bool = False
    review_facts: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """The columns."""
        of_kind, name, layer = self.place
        return {
            "kind": of_kind,
            "key": name,
            "layer": layer,
            "number": self.number,
            "content": None if self.entry is None else self.entry.model_dump(mode="json", exclude_unset=True),
            "hash": "" if self.entry is None else content_hash(self.entry),
            "state": VersionState.DRAFT,
            "created_at": datetime.now(UTC),
            "created_by": self.created_by,
            "reason": self.reason,
            "origin": self.origin[:255],
            "needs_review": self.needs_review,
            "review_facts": list(self.review_facts),
        }


def place_of(entry: Entry, layer: str) -> Place:
    """Where an entry belongs."""
    return kind(entry), key(entry), layer


async def current_number(session: AsyncSession) -> int | None:
    """The revision that should be served."""
    query = select(func.max(RevisionRow.number)).where(RevisionRow.state == RevisionState.PUBLISHED)
    return (await session.execute(query)).scalar_one()


async def current_hash(session: AsyncSession) -> str | None:
    """The content hash of the revision that should be served."""
    number = await current_number(session)
    return None if number is None else (await session.get_one(RevisionRow, number)).hash


async def revision(session: AsyncSession, number: int) -> RevisionRow | None:
    """One revision."""
    return await session.get(RevisionRow, number)


async def members(
    session: AsyncSession, number: int | None, *, content: bool = False, layer: str | None = None, keys: Sequence[str] | None = None
) -> list[Version]:
    """The versions that stand in a revision, in the order of their keys and numbers; ``keys`` leaves out others where they are few."""
    query = select(*_columns(content)).join(MemberRow, MemberRow.version_id == VersionRow.id).where(MemberRow.revision == number)
    if layer is not None:
        query = query.where(VersionRow.layer == layer)
    if keys is not None and len(keys) <= FEW:
        query = query.where(VersionRow.key.in_(keys))
    return _versions(await session.execute(query.order_by(VersionRow.kind, VersionRow.key, VersionRow.layer, VersionRow.number)))


async def pending(session: AsyncSession, *, content: bool = False) -> list[Version]:
    """All drafts, the older ones first; not those of a revision that is being built."""
    building = select(MemberRow.version_id).join(RevisionRow).where(RevisionRow.state == RevisionState.BUILDING)
    query = select(*_columns(content)).where(VersionRow.state.in_(PENDING), VersionRow.id.not_in(building))
    return _versions(await session.execute(query.order_by(VersionRow.number, VersionRow.id)))


async def building(session: AsyncSession) -> list[Version]:
    """The drafts of a revision that is being built now, with content."""
    query = select(*_columns(True)).join(MemberRow).join(RevisionRow).where(RevisionRow.state == RevisionState.BUILDING)
    return _versions(await session.execute(query.where(VersionRow.state.in_(PENDING))))


async def last_builtin(session: AsyncSession) -> dict[Place, Version]:
    """For each place the version that was last taken over from the built-in folder."""
    query = select(*_NOTE).where(VersionRow.origin == BUILTIN).order_by(VersionRow.number)
    return {version.place: version for version in _versions(await session.execute(query))}


async def last_numbers(session: AsyncSession, layer: str) -> dict[Place, int]:
    """The highest number used in each place of a layer."""
    query = select(VersionRow.kind, VersionRow.key, func.max(VersionRow.number)).where(VersionRow.layer == layer)
    found = await session.execute(query.group_by(VersionRow.kind, VersionRow.key))
    return {(of_kind, name, layer): number for of_kind, name, number in found}


async def of_key(session: AsyncSession, name: str) -> list[VersionRow]:
    """All versions of one key, oldest first."""
    query = select(VersionRow).where(VersionRow.key == name).order_by(VersionRow.layer, VersionRow.number)
    return list((await session.execute(query)).scalars())


async def stood_in(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each version the first and the last published revision in which it stood."""
    query = select(MemberRow.version_id, func.min(MemberRow.revision), func.max(MemberRow.revision)).join(RevisionRow)
    query = query.where(MemberRow.version_id.in_(ids), RevisionRow.state == RevisionState.PUBLISHED).group_by(MemberRow.version_id)
    return {identifier: (first, last) for identifier, first, last in await session.execute(query)}


async def log(session: AsyncSession, limit: int) -> list[tuple[RevisionRow, int]]:
    """The newest revisions, each with the number of its members."""
    counted = select(MemberRow.revision, func.count().label("size")).group_by(MemberRow.revision).subquery()
    query = select(RevisionRow, func.coalesce(counted.c.size, 0)).outerjoin(counted, counted.c.revision == RevisionRow.number)
    return [(row, size) for row, size in await session.execute(query.order_by(RevisionRow.number.desc()).limit(limit))]


async def to_review(session: AsyncSession) -> list[VersionRow]:
    """Versions that a person should look at."""
    query = select(VersionRow).where(VersionRow.needs_review, VersionRow.state != VersionState.ARCHIVED).order_by(VersionRow.key)
    return list((await session.execute(query)).scalars())


async def desk(session: AsyncSession) -> DeskRow:
    """The writers' desk."""
    return (await session.execute(select(DeskRow))).scalar_one()


async def add_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write many versions, each as ``NewVersion.values`` gives it."""
    if rows:
        await session.execute(insert(VersionRow), rows)


async def replace(session: AsyncSession, identifier: int, new: NewVersion) -> None:
    """Put a new text in the place of a draft; its number stays."""
    values = {name: value for name, value in new.values().items() if name != "number"}
    await session.execute(update(VersionRow).where(VersionRow.id == identifier).values(values))


async def drop(session: AsyncSession, ids: Iterable[int]) -> None:
    """Delete drafts that nothing refers to."""
    for identifier in ids:
        await session.execute(delete(VersionRow).where(VersionRow.id == identifier, VersionRow.state.in_(PENDING)))


async def set_state(session: AsyncSession, ids: Iterable[int], state: VersionState) -> None:
    """Move versions on."""
    for identifier in ids:
        await session.execute(update(VersionRow).where(VersionRow.id == identifier).values(state=state))


async def open_revision(session: AsyncSession, row: RevisionRow, ids: Sequence[int]) -> None:
    """Write a revision with its members."""
    session.add(row)
    await session.flush()
    await session.execute(insert(MemberRow), [{"revision": row.number, "version_id": identifier} for identifier in ids])


async def next_number(session: AsyncSession) -> int:
    """The number of the next revision."""
    return ((await session.execute(select(func.max(RevisionRow.number)))).scalar_one() or 0) + 1


async def fail_revisions(session: AsyncSession, failure: str, number: int | None = None) -> None:
    """Give up a revision that is being built, or (without a number) all that a dead process left; their members are forgotten."""
    given_up = select(RevisionRow.number).where(RevisionRow.state == RevisionState.BUILDING)
    given_up = given_up if number is None else given_up.where(RevisionRow.number == number)
    numbers = list((await session.execute(given_up)).scalars())
    await session.execute(delete(MemberRow).where(MemberRow.revision.in_(numbers)))
    await session.execute(
        update(RevisionRow).where(RevisionRow.number.in_(numbers)).values(state=RevisionState.FAILED, failure=failure[:2000])
    )


async def finish_revision(session: AsyncSession, number: int) -> bool:
    """Make a built revision the published one, and let the states of all versions follow; False where it was given up meanwhile."""
    waiting = update(RevisionRow).where(RevisionRow.number == number, RevisionRow.state == RevisionState.BUILDING)
    if (await session.execute(waiting.values(state=RevisionState.PUBLISHED).returning(RevisionRow.number))).first() is None:
        return False
    inside = select(MemberRow.version_id).where(MemberRow.revision == number)
    published = VersionState.PUBLISHED
    follow = update(VersionRow).execution_options(synchronize_session=False)
    await session.execute(follow.where(VersionRow.state == published, VersionRow.id.not_in(inside)).values(state=VersionState.ARCHIVED))
    await session.execute(follow.where(VersionRow.state != published, VersionRow.id.in_(inside)).values(state=published))
    return True


def _columns(content: bool) -> tuple[Any, ...]:
    return (*_NOTE, VersionRow.content) if content else _NOTE


def _versions(rows: Iterable[Row[Any]]) -> list[Version]:
    return [Version(**row._mapping) for row in rows]

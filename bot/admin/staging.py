"""What the next revision holds: the drafts that enter it, the built-in content taken over, and what leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.admin import replies
from bot.admin.tables import BUILTIN, SYSTEM
from bot.admin.versions import NewVersion, Place, Version, place_of
from knowledge.merge import still_needed
from knowledge.store import PLAIN, Entry, KnowledgeError, content_hash, read_folder


@dataclass(frozen=True)
class BuiltIn:
    """The content that came with the program: a hash of its files, and its entries."""

    hash: str
    entries: Sequence[Entry]


@dataclass
class Membership:
    """The versions of a revision to be, and what becomes of the others."""

    standing: list[Version]
    entered: list[Version] = field(default_factory=list)
    left: list[Version] = field(default_factory=list)
    put_away: list[Version] = field(default_factory=list)
    """Drafts that will never stand: replaced by a later one, or the mark that a built-in entry is gone."""


def folder_hash(folder: Path) -> str:
    """A hash of the built-in files, quick enough for every start. Raises KnowledgeError where there is no such folder."""
    if not folder.is_dir():
        raise KnowledgeError(str(folder), "không có thư mục này")
    digest = hashlib.sha256()
    for path in sorted(path for name in ("procedures", "faqs") for path in (folder / name).rglob("*.yaml")):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_builtin(folder: Path) -> BuiltIn:
    """The built-in content. Raises KnowledgeError at the first file that cannot be used."""
    found = folder_hash(folder)
    entries, problems = read_folder(folder)
    if problems:
        raise problems[0]
    return BuiltIn(found, [entry for _, entry in entries])


def builtin_news(
    builtin: BuiltIn, last: Mapping[Place, Version], current: Sequence[Version], numbers: Mapping[Place, int]
) -> list[NewVersion]:
    """New versions for entries that differ from what was last taken over, and a mark for each that is gone.

    Where an editor's text is in use the new one waits for a look, and enters only when it is named.
    """
    edited = {version.place for version in current if not version.builtin}
    places = {place_of(entry, PLAIN): entry for entry in builtin.entries}
    news = []
    for place, entry in places.items():
        before = last.get(place)
        if before is None or before.hash != content_hash(entry):
            number = numbers.get(place, 0) + 1
            news.append(NewVersion(place, entry, number, SYSTEM, replies.SYNC_REASON, BUILTIN, needs_review=place in edited))
    gone = [place for place, before in last.items() if before.hash and place not in places]
    return news + [NewVersion(place, None, numbers.get(place, 0) + 1, SYSTEM, replies.GONE_REASON, BUILTIN) for place in gone]


def entering(pending: Iterable[Version], only: Collection[str] | None, *, system_only: bool = False) -> list[Version]:
    """The drafts that a publication takes: built-in ones always, unless they wait for a look; an editor's all, or those named."""
    chosen = []
    for version in pending:
        named = only is None or version.key in only
        waits = version.needs_review and (only is None or version.key not in only)
        if (not waits if version.builtin else named) and (version.builtin or not system_only):
            chosen.append(version)
    return chosen


def next_membership(current: Sequence[Version], entering: Sequence[Version], today: date) -> Membership:
    """Let the drafts in, oldest first; what they replace leaves, and so does what no day from ``today`` on needs."""
    places: dict[Place, list[Version]] = {}
    for version in current:
        places.setdefault(version.place, []).append(version)
    for version in entering:
        standing = places.get(version.place, [])
        if version.content is None:
            places[version.place] = [other for other in standing if not other.builtin]
        else:
            places[version.place] = [other for other in standing if _side_by_side(other, version, today)] + [version]
    kept = [version for versions in places.values() for version in _needed(versions, today)]
    inside, before = {version.id for version in kept}, {version.id for version in current}
    return Membership(
        standing=kept,
        entered=[version for version in kept if version.id not in before],
        left=[version for version in current if version.id not in inside],
        put_away=[version for version in entering if version.id not in inside],
    )


def _needed(versions: list[Version], today: date) -> list[Version]:
    return still_needed(versions, today) if len(versions) > 1 else versions


def _side_by_side(old: Version, new: Version, today: date) -> bool:
    """Two versions stand together where one ends before the other begins, or the later one is still to come."""
    if _start(old) != _start(new) and max(_start(old), _start(new)) > today:
        return True
    return _end(old) < _start(new) or _end(new) < _start(old)


def _start(version: Version) -> date:
    return version.effective_from or date.min


def _end(version: Version) -> date:
    return version.effective_to or date.max

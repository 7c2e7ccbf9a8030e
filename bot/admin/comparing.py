"""How two states of the base differ, and how one entry came to be what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.admin.importing import differing
from bot.admin.report import Change, Difference, VersionNote
from bot.admin.tables import VersionRow
from bot.admin.versions import Place, Version


def compare(before: Sequence[Version], after: Sequence[Version]) -> Difference:
    """Entries that came, went or changed, layer by layer, in the order of their keys."""
    old, new = _places(before), _places(after)
    changed = [place for place in sorted(old.keys() & new.keys()) if {v.hash for v in old[place]} != {v.hash for v in new[place]}]
    return Difference(
        added=[_change(place) for place in sorted(new.keys() - old.keys())],
        removed=[_change(place) for place in sorted(old.keys() - new.keys())],
        changed=[_change(place, differing(old[place][-1].content, new[place][-1].content)) for place in changed],
    )


def notes(rows: Sequence[VersionRow], stood_in: Mapping[int, tuple[int, int]]) -> list[VersionNote]:
    """One line for each version, with what differs from the one before it in the same place."""
    found = []
    before: dict[Place, VersionRow] = {}
    for row in rows:
        place = (row.kind, row.key, row.layer)
        fields = differing(before[place].content, row.content) if place in before else ()
        before[place] = row
        found.append(_note(row, fields, stood_in.get(row.id)))
    return found


def _places(versions: Sequence[Version]) -> dict[Place, list[Version]]:
    found: dict[Place, list[Version]] = {}
    for version in versions:
        found.setdefault(version.place, []).append(version)
    return found


def _change(place: Place, fields: tuple[str, ...] = ()) -> Change:
    return Change(place[1], place[2], fields)


def _note(row: VersionRow, fields: tuple[str, ...], stood_in: tuple[int, int] | None) -> VersionNote:
    return VersionNote(
        key=row.key, layer=row.layer, number=row.number, state=row.state, at=row.created_at, by=row.created_by, reason=row.reason,
        origin=row.origin, fields=fields, revisions=stood_in, needs_review=row.needs_review, review_facts=tuple(row.review_facts),
    )  # fmt: skip

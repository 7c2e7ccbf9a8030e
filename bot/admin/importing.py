"""From the entries of a file to what must be written. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.admin import replies
from bot.admin.report import Change, Flag, ImportReport, Remark
from bot.admin.versions import NewVersion, Place, Version, place_of
from knowledge.checks import Severity, check
from knowledge.facts import changed_facts
from knowledge.importers.files import FileContent, complete, dropped, restore
from knowledge.schema import Procedure
from knowledge.store import OFFICIAL, PLAIN, Entry, assemble, content_hash, explain, key

REFRESH_DAYS = 30
"""A record that says the same as before becomes a new version only when its last look is this much newer."""
LONGEST_KEY = 200


@dataclass(frozen=True)
class Known:
    """What is stored of one place: an editor's draft, and the versions that are published or being published, oldest first."""

    draft: Version | None = None
    standing: Sequence[Version] = ()
    last_number: int = 0

    @property
    def newest(self) -> Version | None:
        """What the next version is compared with."""
        return self.draft or (self.standing[-1] if self.standing else None)


@dataclass(frozen=True)
class Import:
    """Who imports what, and why."""

    content: FileContent
    who: str
    why: str
    origin: str


@dataclass
class ImportPlan:
    """What an import writes, and what it tells."""

    report: ImportReport
    add: list[NewVersion] = field(default_factory=list)
    replace: list[tuple[int, NewVersion]] = field(default_factory=list)
    drop: list[int] = field(default_factory=list)


def plan_import(order: Import, known: Mapping[Place, Known], plain: Mapping[str, Procedure], others: Sequence[Entry]) -> ImportPlan:
    """Compare each entry with what is stored. ``plain`` are our texts by code; ``others`` are the plain entries in use, to check names."""
    content = order.content
    report = ImportReport(layer=content.layer)
    report.rejected += [Remark(found.line, found.key, found.reason) for found in content.rejected]
    report.warnings += [Remark(found.line, found.key, found.reason) for found in content.warnings]
    plan = ImportPlan(report)
    refused = _refusals(content, others)
    for entry in content.entries:
        if reasons := refused.get(key(entry), []) + _unsound(entry):
            report.rejected.append(Remark(0, key(entry), "; ".join(reasons)))
        else:
            place = place_of(entry, content.layer)
            _plan_entry(plan, order, entry, known.get(place, Known()), plain.get(key(entry)))
    return plan


def differing(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The top-level fields that differ between two stored contents."""
    old, new = before or {}, after or {}
    return tuple(name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name) or (name in old) != (name in new))


def _refusals(content: FileContent, others: Sequence[Entry]) -> dict[str, list[str]]:
    """Our own words must pass the checks, names of other entries included; official records are taken as they are."""
    if content.layer != PLAIN:
        return {}
    ours = {key(entry) for entry in content.entries}
    together = assemble([*(entry for entry in others if key(entry) not in ours), *content.entries])
    found: dict[str, list[str]] = {}
    for finding in check(together):
        if finding.severity is Severity.ERROR and finding.path in ours:
            found.setdefault(finding.path, []).append(finding.message)
    return found


def _unsound(entry: Entry) -> list[str]:
    """What would not come back from the database as it went in."""
    if len(key(entry)) > LONGEST_KEY:
        return [replies.KEY_TOO_LONG.format(longest=LONGEST_KEY)]
    try:
        type(entry).model_validate(entry.model_dump(mode="json", exclude_unset=True))
    except ValidationError as error:
        return [replies.UNSOUND_ENTRY.format(reason=explain(error))]
    return []


def _plan_entry(plan: ImportPlan, order: Import, entry: Entry, known: Known, plain: Procedure | None) -> None:
    newest, report = known.newest, plan.report
    entry, lost = _completed(order.content, entry, newest)
    if _is_known(entry, known):
        report.unchanged.append(key(entry))
        if known.draft and any(version.hash == content_hash(entry) for version in known.standing):
            plan.drop.append(known.draft.id)
        return
    place = place_of(entry, order.content.layer)
    facts = changed_facts(plain, entry) if plain and isinstance(entry, Procedure) and order.content.layer == OFFICIAL else ()
    number = known.draft.number if known.draft else known.last_number + 1
    doubts = tuple(dict.fromkeys((*facts, *lost)))
    version = NewVersion(place, entry, number, order.who, order.why, order.origin, bool(doubts), doubts)
    if known.draft:
        plan.replace.append((known.draft.id, version))
    else:
        plan.add.append(version)
    if known.standing:
        fields = differing(known.standing[-1].content, version.values()["content"])
        report.changed.append(Change(key(entry), order.content.layer, fields))
    else:
        report.new.append(key(entry))
    report.flagged += [Flag(key(entry), facts, "changed")] * bool(facts) + [Flag(key(entry), tuple(lost), "dropped")] * bool(lost)


def _completed(content: FileContent, entry: Entry, newest: Version | None) -> tuple[Entry, list[str]]:
    """The entry with what it may not take away from the known record, and the facts for which that was needed."""
    if content.layer != OFFICIAL or not isinstance(entry, Procedure) or newest is None:
        return entry, []
    known = newest.entry()
    if not isinstance(known, Procedure):
        return entry, []
    if content.partial:
        return complete(known, entry), []
    lost = dropped(known, entry)
    return (restore(known, entry), lost) if lost else (entry, [])


def _is_known(entry: Entry, known: Known) -> bool:
    """Whether nothing needs to be written but perhaps the end of a draft: going back to what is published needs none."""
    found = content_hash(entry)
    if any(version.hash == found for version in (*known.standing, *([known.draft] if known.draft else []))):
        return True
    return known.newest is not None and _only_looked_at_again(entry, known.newest)


def _only_looked_at_again(entry: Entry, newest: Version) -> bool:
    content = entry.model_dump(mode="json", exclude_unset=True)
    if differing(newest.content, content) != ("checked",) or newest.content is None:
        return False
    return (entry.checked - date.fromisoformat(newest.content["checked"])).days < REFRESH_DAYS


def by_place(drafts: Sequence[Version], standing: Sequence[Version], numbers: Mapping[Place, int]) -> dict[Place, Known]:
    """What is stored, place by place. Drafts of built-in entries are not an editor's."""
    found: dict[Place, Known] = {place: Known(last_number=number) for place, number in numbers.items()}
    for version in standing:
        known = found[version.place]
        found[version.place] = replace(known, standing=(*known.standing, version))
    for draft in drafts:
        if not draft.builtin:
            found[draft.place] = replace(found[draft.place], draft=draft)
    return found


def plain_texts(versions: Sequence[Version]) -> Iterator[tuple[str, Procedure]]:
    """Our texts of procedures, by code; a later version replaces an earlier one."""
    for version in versions:
        entry = version.entry() if version.layer == PLAIN and version.kind == "procedure" and version.content else None
        if isinstance(entry, Procedure):
            yield entry.code, entry

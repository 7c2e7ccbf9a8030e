"""Our plain-language text and the official record of one procedure become what is answered; windows of validity are obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from knowledge.facts import Fact, changed_facts
from knowledge.guides import with_needed_questions, without_guide
from knowledge.schema import UNKNOWN, Faq, Procedure


class Dated(Protocol):
    """Something that is in force from one day to another, both included; None is without limit."""

    @property
    def effective_from(self) -> date | None:
        """The first day."""
        ...

    @property
    def effective_to(self) -> date | None:
        """The last day."""
        ...


E = TypeVar("E", Procedure, Faq)
D = TypeVar("D", bound=Dated)
_CARRIES: dict[Fact, str] = {"fee": "methods", "time": "methods", "documents": "cases", "decision": "decision"}
"""Where a fact stands."""
_OWN = {"aliases", "basis"}


@dataclass(frozen=True)
class Merged:
    """What is answered, and the facts that the official record changed under our text."""

    procedure: Procedure
    changed: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Period(Generic[E]):
    """What is answered from ``start`` to ``end``, both days included; None is without limit."""

    entry: E
    changed: tuple[Fact, ...] = ()
    start: date | None = None
    end: date | None = None


def merge(plain: Procedure | None, official: Procedure | None) -> Merged:
    """Our text wins field by field; what it leaves open comes from the record, and so do facts that the record changed since.

    Raises ValueError where both are missing or their codes differ. A changed fact brings its source and day of checking along.
    """
    if plain is None or official is None:
        only = plain or official
        if only is None:
            raise ValueError("nothing to merge: give at least one layer")
        return Merged(only)
    if plain.code != official.code:
        raise ValueError(f"cannot merge {plain.code} with {official.code}: the codes differ")
    changed = changed_facts(plain, official)
    taken = {_CARRIES[fact] for fact in changed} | ({"source", "checked"} if changed else set())
    taken |= {name for name in official.model_fields_set - _OWN if _open(plain, name)}
    update = {name: getattr(official, name) for name in taken}
    return Merged(_guided(plain.model_copy(update={**update, "aliases": _united(plain, official)}), taken), changed)


def _guided(merged: Procedure, taken: set[str]) -> Procedure:
    """A guide stays only while it leads to what we wrote: papers of the record carry no conditions on its answers."""
    if not merged.questions or not taken & {"cases", "methods"}:
        return merged
    return without_guide(merged) if "cases" in taken else with_needed_questions(merged)


def _open(plain: Procedure, name: str) -> bool:
    return name not in plain.model_fields_set or getattr(plain, name) is UNKNOWN


def _united(plain: Procedure, official: Procedure) -> list[str]:
    """Both lists, ours first, each wording once."""
    found: dict[str, str] = {}
    for alias in (*plain.aliases, *official.aliases):
        found.setdefault(" ".join(alias.casefold().split()), alias)
    return list(found.values())


def in_force(version: Dated, on: date) -> bool:
    """Whether it may be used on that day."""
    return _start(version) <= on <= (version.effective_to or date.max)


def pick(versions: Sequence[D], on: date) -> D | None:
    """The version for that day: of those in force the one that began last; else the one that ended last; else the first to come.

    Of two that are equal in this the later one in the list.
    """
    newest_first = versions[::-1]
    if current := [version for version in newest_first if in_force(version, on)]:
        return max(current, key=_start)
    if ended := [version for version in newest_first if version.effective_to is not None and version.effective_to < on]:
        return max(ended, key=lambda version: version.effective_to or date.max)
    return min(newest_first, key=_start, default=None)


def still_needed(versions: Sequence[D], today: date) -> list[D]:
    """The versions that answer on some day from ``today`` on."""
    chosen = [pick(versions, day) for day in (today, *_turning_points(versions)) if day >= today]
    return [version for version in versions if any(version is found for found in chosen)]


def procedure_periods(plain: Sequence[Procedure], official: Sequence[Procedure]) -> list[Period[Procedure]]:
    """What is answered about one procedure through time. Empty where there is no version at all."""
    found: list[Period[Procedure]] = []
    for start, end in _windows([*plain, *official]) if plain or official else ():
        merged = _merged_on(start or end or date.today(), plain, official)
        found.append(Period(merged.procedure, merged.changed, start, end))
    return _joined(found)


def _merged_on(day: date, plain: Sequence[Procedure], official: Sequence[Procedure]) -> Merged:
    """A layer that is not in force that day stays out while the other one is."""
    ours, theirs = pick(plain, day), pick(official, day)
    if ours and theirs and in_force(ours, day) != in_force(theirs, day):
        return Merged(ours if in_force(ours, day) else theirs)
    return merge(ours, theirs)


def faq_periods(versions: Sequence[Faq]) -> list[Period[Faq]]:
    """What is answered to one frequent question through time."""
    found: list[Period[Faq]] = []
    for start, end in _windows(versions):
        entry = pick(versions, start or end or date.today())
        if entry is not None:
            found.append(Period(entry, (), start, end))
    return _joined(found)


def _start(version: Dated) -> date:
    return version.effective_from or date.min


def _turning_points(versions: Sequence[Dated]) -> list[date]:
    """The days on which another version may begin to answer."""
    days = {version.effective_from for version in versions if version.effective_from}
    ends = {version.effective_to for version in versions if version.effective_to and version.effective_to < date.max}
    return sorted(days | {end + timedelta(days=1) for end in ends})


def _windows(versions: Sequence[Dated]) -> Iterator[tuple[date | None, date | None]]:
    points = _turning_points(versions)
    for start, following in zip([None, *points], [*points, None], strict=True):
        yield start, following - timedelta(days=1) if following else None


def _joined(periods: list[Period[E]]) -> list[Period[E]]:
    """Neighbours that answer the same become one."""
    joined: list[Period[E]] = []
    for period in periods:
        if joined and (joined[-1].entry, joined[-1].changed) == (period.entry, period.changed):
            joined[-1] = Period(period.entry, period.changed, joined[-1].start, period.end)
        else:
            joined.append(period)
    return joined

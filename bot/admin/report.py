"""What the content service tells back: typed results, without any wording."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Doubt = Literal["changed", "dropped"]
"""An official record changes a fact under our text; or it no longer states a fact, and the known one is kept."""


@dataclass(frozen=True)
class Remark:
    """Something refused or doubtful: its line in the file (0 where it is not known), its code or id, and a Vietnamese reason."""

    line: int
    key: str | None
    reason: str


@dataclass(frozen=True)
class Flag:
    """Facts of one entry that a person should look at."""

    key: str
    facts: tuple[str, ...]
    doubt: Doubt


@dataclass(frozen=True)
class Change:
    """An entry in one layer, and the fields in which it differs."""

    key: str
    layer: str
    fields: tuple[str, ...]


@dataclass
class ImportReport:
    """What an import did, or would do."""

    layer: str
    new: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    rejected: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    flagged: list[Flag] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """How one state of the base differs from another."""

    added: list[Change]
    removed: list[Change]
    changed: list[Change]


@dataclass(frozen=True)
class Publication:
    """A new revision: its number, how many versions came and went with it, how many stand in it."""

    number: int
    entered: int
    left: int
    members: int


@dataclass(frozen=True)
class Revision:
    """One line of the log."""

    number: int
    at: datetime
    by: str
    reason: str
    state: str
    failure: str | None
    rolled_back_to: int | None
    members: int


@dataclass(frozen=True)
class VersionNote:
    """One line of an entry's history."""

    key: str
    layer: str
    number: int
    state: str
    at: datetime
    by: str
    reason: str
    origin: str
    fields: tuple[str, ...]
    """What differs from the version before it in the same layer."""
    revisions: tuple[int, int] | None
    """First and last published revision in which it stood."""
    needs_review: bool
    review_facts: tuple[str, ...]

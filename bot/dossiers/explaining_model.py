"""What was understood of a pasted notice. Holds no name, number or address of a person: texts were cleared of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.dossiers.explaining_days import Deadline
from bot.dossiers.explaining_facts import Trick
from bot.dossiers.explaining_kinds import NoticeKind


@dataclass(frozen=True)
class Match:
    """A procedure of the knowledge base that a name or a code surely means."""

    code: str
    name: str


Find = Callable[[str], Match | None]
"""Looks a procedure up by its code or its name; None where it is not sure."""


@dataclass(frozen=True)
class Explained:
    """One notice. ``sure``: its words leave no doubt of its kind. What the paper does not say is None or empty."""

    kind: NoticeKind
    sure: bool
    today: date
    items: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    deadline: Deadline | None = None
    appointment: date | None = None
    """The day of the result; in an apology the new one."""
    codes: tuple[str, ...] = ()
    procedure: str | None = None
    """As the paper writes it."""
    procedure_code: str | None = None
    match: Match | None = None
    office: str | None = None
    signed: date | None = None
    number: str | None = None
    send: str | None = None
    amount: int | None = None
    """In đồng."""
    tricks: tuple[Trick, ...] = ()
    """Signs of a swindle."""

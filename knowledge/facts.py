"""The four facts of a procedure that citizens act on, as short hashes, to see whether an official record changed them.

The hashes leave out wording: a fee is its kind, amount and currency, a time its amount and unit, a paper its name and counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal, get_args

from knowledge.schema import UNKNOWN, Basis, FeeKind, Procedure, SubmissionMethod
from knowledge.words import fold

Fact = Literal["fee", "time", "documents", "decision"]
FACTS: tuple[Fact, ...] = get_args(Fact)
_LENGTH = 12


def fingerprint(procedure: Procedure) -> Basis:
    """A hash for each fact that the procedure states; None for what it does not state."""
    return Basis(**{fact: _hash(found) for fact, found in _tokens(procedure).items() if found})


def changed_facts(plain: Procedure, official: Procedure) -> tuple[Fact, ...]:
    """The facts that ``official`` states differently from the record that ``plain`` was written from, and from ``plain`` itself.

    Without a basis only what is new counts: a fee, a time or a decision number that the text does not have.
    """
    ours, theirs = _tokens(plain), _tokens(official)
    if plain.basis is None:
        return tuple(fact for fact in FACTS if fact != "documents" and theirs[fact] - ours[fact])
    known, now = plain.basis, fingerprint(official)
    return tuple(fact for fact in FACTS if _changed(getattr(known, fact), getattr(now, fact)) and ours[fact] != theirs[fact])


def _changed(before: str | None, now: str | None) -> bool:
    """A fact that is no longer stated takes nothing away."""
    return now is not None and now != before


def _tokens(procedure: Procedure) -> dict[Fact, frozenset[str]]:
    methods = [] if procedure.methods is UNKNOWN else procedure.methods
    return {
        "fee": frozenset(_fees(methods)),
        "time": frozenset(_times(methods)),
        "documents": frozenset(_documents(procedure)),
        "decision": frozenset([] if procedure.decision is UNKNOWN else ["".join(procedure.decision.number.casefold().split())]),
    }


def _fees(methods: Iterable[SubmissionMethod]) -> Iterable[str]:
    for method in methods:
        for fee in [] if method.fees is UNKNOWN else method.fees:
            yield f"{fee.amount} {fee.currency}" if fee.kind is FeeKind.AMOUNT else str(fee.kind)


def _times(methods: Iterable[SubmissionMethod]) -> Iterable[str]:
    for method in methods:
        for time in [] if method.times is UNKNOWN else method.times:
            yield "same_day" if time.same_day else f"{time.amount:g} {time.unit}"


def _documents(procedure: Procedure) -> Iterable[str]:
    for case in [] if procedure.cases is UNKNOWN else procedure.cases:
        for document in [] if case.documents is UNKNOWN else case.documents:
            yield f"{fold(document.name)} {document.originals} {document.copies}"


def _hash(found: frozenset[str]) -> str:
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()[:_LENGTH]

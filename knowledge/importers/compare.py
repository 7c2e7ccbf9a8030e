"""Compares a record with what is already known: what a list row may update, what a new record no longer says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from knowledge.importers.portal import NO_FIELD, PORTAL
from knowledge.schema import UNKNOWN, Procedure, SubmissionMethod
from knowledge.words import fold


def complete(known: Procedure, listed: Procedure) -> Procedure:
    """The known procedure with the name, field, agency and place that a list row states; ``known`` itself if nothing differs.

    The former name stays as an alias. Everything else, the day of the last check included, is left as it is.
    """
    stated: dict[str, Any] = {"name": listed.name}
    if listed.field != NO_FIELD:
        stated["field"] = listed.field
    if listed.executing_agency is not UNKNOWN:
        stated["executing_agency"] = listed.executing_agency
    if listed.receiving_place is not UNKNOWN:
        stated["receiving_place"] = listed.receiving_place
    if _is_bare(known) and not _is_bare(listed):
        stated["official_url"] = listed.official_url
    changes = {name: value for name, value in stated.items() if value != getattr(known, name)}
    if "name" in changes and fold(known.name) not in {fold(name) for name in (listed.name, *known.aliases)}:
        changes["aliases"] = [*known.aliases, known.name]
    return known.model_copy(update=changes) if changes else known


def dropped(known: Procedure, new: Procedure) -> list[str]:
    """Facts that ``known`` states and ``new`` no longer does: any of documents, methods, fee, time, steps, in this order."""
    return [fact for fact, states in _FACTS.items() if states(known) and not states(new)]


def restore(known: Procedure, new: Procedure) -> Procedure:
    """``new`` with every dropped fact taken from ``known``; ``dropped(known, restore(known, new))`` is empty."""
    lost = dropped(known, new)
    changes: dict[str, Any] = {}
    if "documents" in lost:
        changes["cases"] = known.cases
    if "steps" in lost:
        changes["steps"] = known.steps
    if "methods" in lost:
        changes["methods"] = known.methods
    elif "fee" in lost or "time" in lost:
        changes["methods"] = _restore_methods(known, new, lost)
    return new.model_copy(update=changes) if changes else new


def _restore_methods(known: Procedure, new: Procedure, lost: list[str]) -> list[SubmissionMethod]:
    """The new ways to file, each with the lost fees or times of the known way of the same channel; else the known ways."""
    former: dict[str, SubmissionMethod] = {}
    for method in _methods(known):
        former.setdefault(method.channel, method)
    fields = [name for fact, name in (("fee", "fees"), ("time", "times")) if fact in lost]
    filled = [
        method.model_copy(update={name: getattr(former[method.channel], name) for name in fields}) if method.channel in former else method
        for method in _methods(new)
    ]
    whole = new.model_copy(update={"methods": filled})
    return list(_methods(known)) if dropped(known, whole) else filled


def _methods(procedure: Procedure) -> list[SubmissionMethod]:
    return [] if procedure.methods is UNKNOWN else procedure.methods


def _has_documents(procedure: Procedure) -> bool:
    cases = [] if procedure.cases is UNKNOWN else procedure.cases
    return any(case.documents is not UNKNOWN and case.documents for case in cases)


def _has_steps(procedure: Procedure) -> bool:
    return procedure.steps is not UNKNOWN and bool(procedure.steps)


def _has_fee(procedure: Procedure) -> bool:
    return any(method.fees is not UNKNOWN for method in _methods(procedure))


def _has_time(procedure: Procedure) -> bool:
    return any(method.times is not UNKNOWN for method in _methods(procedure))


def _is_bare(procedure: Procedure) -> bool:
    """Whether it links to the portal itself instead of its own page."""
    return str(procedure.official_url).rstrip("/") == PORTAL


_FACTS: dict[str, Callable[[Procedure], bool]] = {
    "documents": _has_documents,
    "methods": lambda procedure: bool(_methods(procedure)),
    "fee": _has_fee,
    "time": _has_time,
    "steps": _has_steps,
}

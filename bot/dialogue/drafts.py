"""An answer before it is cut to length: first line, body in several degrees of detail, and the lines that must stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.dialogue import phrases
from bot.dialogue.formats import bare, fit, short_name, shorten, tidy
from knowledge.schema import Procedure, Unknown

LIMIT = 1400
"""Characters of one answer: what a phone shows in about two screens."""

HEAD_LIMIT = 600
"""Characters of the first line."""


@dataclass(frozen=True)
class Draft:
    """``head`` answers the question; ``bodies`` say the details, the fullest first; ``closing`` is never cut."""

    head: str
    bodies: list[list[str]] = field(default_factory=lambda: [[]])
    closing: list[str] = field(default_factory=list)


def compose(draft: Draft) -> str:
    """The text of an answer: the fullest body that fits, else the shortest one cut at a line or a sentence."""
    head, closing = shorten(draft.head, HEAD_LIMIT), draft.closing
    room = LIMIT - sum(len(line) + 1 for line in [head, *closing])
    for body in draft.bodies:
        if sum(len(line) + 1 for line in body) <= room:
            return "\n".join([head, *body, *closing])
    kept, _ = fit(draft.bodies[-1], room - len(phrases.MORE) - 1)
    return "\n".join([head, *kept, phrases.MORE, *closing])


def headed(procedure: Procedure, answer: str) -> str:
    """The first line: the procedure's name and the answer."""
    return phrases.headed(short_name(procedure.name), answer)


def agency_of(procedure: Procedure) -> str | None:
    """The executing agency, as it stands inside a sentence."""
    agency = procedure.executing_agency
    return None if isinstance(agency, Unknown) else bare(tidy(agency))


def ask_first(procedure: Procedure) -> str:
    """Whom to ask before going, when the source is silent; a list of agencies is too long for that sentence."""
    agency = agency_of(procedure)
    return phrases.ask_first(agency if agency and len(agency) <= 90 else None)


def silent(procedure: Procedure, what: str, body: list[str] | None = None) -> Draft:
    """The source does not say: tell so, with what it does say about it, and where to ask."""
    return Draft(headed(procedure, phrases.silent(what)), [body or []], [ask_first(procedure)])

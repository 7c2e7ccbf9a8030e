"""Answers about the legal basis (căn cứ pháp lý)."""

from __future__ import annotations

import re

from bot.dialogue import phrases
from bot.dialogue.drafts import Draft, headed, silent
from bot.dialogue.formats import bare, shorten, tidy, unnumbered, upper_first
from knowledge.schema import LegalBasis, Procedure, Unknown

MAX_LAWS = 8
LONGEST_TITLE = 170
SHORT_TITLE = 90
_PORTAL_TRAIL = re.compile(r"^Trang chủ (?=\S)")


def laws_of(procedure: Procedure) -> list[LegalBasis]:
    """The legal documents; none where the source does not say."""
    return [] if isinstance(procedure.legal_basis, Unknown) else procedure.legal_basis


def laws(procedure: Procedure) -> Draft:
    """The documents that a procedure rests on, and the decision that announced it."""
    found = laws_of(procedure)
    announced = [] if isinstance(procedure.decision, Unknown) else [phrases.announced_by(_decision(procedure))]
    if not found:
        return silent(procedure, phrases.LAWS, announced)
    bodies = [[_line(law, limit) for law in found[:MAX_LAWS]] for limit in (LONGEST_TITLE, SHORT_TITLE)]
    rest = max(0, len(found) - MAX_LAWS)
    return Draft(headed(procedure, phrases.laws_are(len(found))), bodies, announced, phrases.DECREES, rest)


def _decision(procedure: Procedure) -> str:
    decision = procedure.decision
    if isinstance(decision, Unknown):
        return ""
    details = [tidy(decision.agency)] if decision.agency else []
    details += [phrases.issued_on(decision.issued)] if decision.issued else []
    return bare(tidy(decision.number)) + (f" ({', '.join(details)})" if details else "")


def _line(law: LegalBasis, limit: int) -> str:
    """``123/2015/NĐ-CP (ngày 15/11/2015): Quy định chi tiết...``; a title that names the number stands alone."""
    number = bare(tidy(law.number))
    title = _PORTAL_TRAIL.sub("", bare(unnumbered(law.title))) if law.title else ""
    if title.casefold().startswith(number.casefold()):
        title = title[len(number) :].lstrip(" :-–.,")
    issued = f" ({phrases.issued_on(law.issued)})" if law.issued else ""
    if number in title[:70]:
        return f"- {upper_first(shorten(title, limit + 30))}"
    said = shorten(title, limit)
    return f"- {number}{issued}: {upper_first(said)}" if said else f"- {upper_first(number)}{issued}"

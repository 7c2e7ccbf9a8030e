"""Answers about the steps (trình tự thực hiện)."""

from __future__ import annotations

import re

from bot.dialogue import phrases
from bot.dialogue.drafts import Draft, headed, silent
from bot.dialogue.formats import bare, trim, unnumbered, upper_first
from bot.dialogue.outline import led, lines
from knowledge.schema import Procedure, Step, Unknown

MAX_UNNAMED = 6
"""Steps without names that are still counted; longer lists are the lines of a text, not steps."""

LIMITS = (340, 220, 150)
"""Characters of a line, from the fullest answer to the shortest."""

DETAILS = ((99, 340), (4, 340), (3, 220), (2, 340), (2, 220), (2, 150), (1, 340), (1, 220), (1, 150))
"""Points of each step and characters of a line, likewise."""

_COUNTS_ITSELF = re.compile(r"\W*Bước (\d+)", re.IGNORECASE)


def steps_of(procedure: Procedure) -> list[Step]:
    """The steps; none where the source does not say. A lone number is no step."""
    found = [] if isinstance(procedure.steps, Unknown) else procedure.steps
    return [step for step in found if any(map(str.isalpha, step.text))]


def steps(procedure: Procedure) -> Draft:
    """The steps in order, each with as many of its points as there is room for."""
    found = steps_of(procedure)
    if not found:
        return silent(procedure, phrases.STEPS)
    if _is_text(found):
        text = "\n".join(_whole(step) for step in found)
        return Draft(headed(procedure, phrases.STEPS_BELOW), [[trim(line, limit) for line in lines(text)] for limit in LIMITS])
    own = [number for step in found if (number := _own_number(step))]
    bodies = [_body(found, detail, limit, numbered=not own) for detail, limit in DETAILS]
    head = phrases.steps_are(len(own or found)) if own in ([], list(range(1, len(own) + 1))) else phrases.STEPS_BELOW
    return Draft(headed(procedure, head), bodies)


def _is_text(found: list[Step]) -> bool:
    named = sum(step.name is not None for step in found)
    return len(found) > MAX_UNNAMED and named < len(found) / 2


def _whole(step: Step) -> str:
    return f"{step.name}: {step.text}" if step.name else step.text


def _own_number(step: Step) -> int | None:
    """The number that the source gave it: "Bước 2"."""
    counted = _COUNTS_ITSELF.match(step.name or step.text)
    return int(counted[1]) if counted else None


def _body(found: list[Step], detail: int, limit: int, *, numbered: bool) -> list[str]:
    told = (line for place, step in enumerate(found, 1) for line in _step(step, place if numbered else None, detail))
    return [trim(line, limit) for line in told]


def _step(step: Step, place: int | None, detail: int) -> list[str]:
    """``1. Nộp hồ sơ: nộp tại...`` or, where the source counts, ``Bước 1: nộp tại...``."""
    name = bare(unnumbered(step.name)) if step.name else ""
    count = "" if place is None else f"{place}. "
    return led(f"{count}{upper_first(name)}: " if name else count, step.text.lstrip(":;.,) "), most=detail)

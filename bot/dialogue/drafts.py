"""An answer before it is cut to length: first line, body in several degrees of detail, and the lines that must stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.dialogue import phrases
from bot.dialogue.formats import bare, short_name, tidy, trim, unnumbered
from knowledge.schema import Procedure, Unknown

LIMIT = 1500
"""Characters of one answer: what a phone shows in about two screens."""

HEAD_LIMIT = 340
"""Characters of the first line."""

LINE_LIMIT = 340
"""Characters of any other line; longer ones read as a wall."""

MAX_LINES = 20
MAX_ITEMS = 12
"""Lines of an answer, and list items among them."""

_ITEM = re.compile(r"[-+] |\d+\. |Bước \d", re.IGNORECASE)
_OUTER_ITEM = re.compile(r"- |\d+\. |Bước \d", re.IGNORECASE)
_CUT = re.compile(r"…(?![:,])")


@dataclass(frozen=True)
class Draft:
    """``head`` answers the question; ``bodies`` say the details, the fullest first; ``closing`` is never cut.

    ``items`` names the entries of the list, ``omitted`` of them already left out. A ``summary`` leaves out on purpose.
    """

    head: str
    bodies: list[list[str]] = field(default_factory=lambda: [[]])
    closing: list[str] = field(default_factory=list)
    items: str = phrases.ENTRIES
    omitted: int = 0
    summary: bool = False


def compose(draft: Draft, url: str) -> str:
    """The text of an answer: the fullest body that fits, else the last one cut at a line; what is left out is said with ``url``."""
    head = trim(draft.head, HEAD_LIMIT)
    closing = draft.closing
    room = LIMIT - sum(len(line) + 1 for line in [head, *closing])
    places = MAX_LINES - 1 - len(closing)
    whole = [piece for line in _distinct(draft.bodies[0]) for piece in _folded(line)]
    if _fits(whole, room, places) and _is_whole(draft, [head, *whole], head):
        return "\n".join([head, *whole, *closing])
    for body in draft.bodies:
        short = _distinct([trim(line, LINE_LIMIT) for line in _distinct(body)])
        more = [] if draft.summary and not draft.omitted else [_more(draft, draft.omitted, url)]
        if _fits([*short, *more], room, places):
            return "\n".join([head, *short, *more, *closing])
    kept, left = _longest_part(draft.bodies, room - len(phrases.more_items(99, draft.items, url)) - 1, places - 1)
    return "\n".join([head, *kept, _more(draft, draft.omitted + left, url), *closing])


def _longest_part(bodies: Sequence[Sequence[str]], room: int, places: int) -> tuple[list[str], int]:
    """The fullest of the bodies that leave out the fewest list items, cut to the bounds, and how many it leaves out."""
    shorts = [_distinct([trim(line, LINE_LIMIT) for line in _distinct(body)]) for body in bodies]
    parts = [_fitting(short, room, places) for short in shorts]
    left = [_outer_items(short) - _outer_items(part) for short, part in zip(shorts, parts, strict=True)]
    best = left.index(min(left))
    return parts[best], left[best]


def _outer_items(lines: Sequence[str]) -> int:
    return sum(bool(_OUTER_ITEM.match(line)) for line in lines)


def _is_whole(draft: Draft, said: list[str], head: str) -> bool:
    """Whether nothing was left out, on the way here or by cutting the first line to length."""
    return not draft.omitted and (draft.summary or (head == draft.head and not any(map(_CUT.search, said))))


def _folded(line: str) -> list[str]:
    """A long line as several, divided between sentences; a single long sentence is cut."""
    short = trim(line, LINE_LIMIT)
    if short == line or not line.startswith(short):
        return [short]
    mark = "+ " if line.startswith(("- ", "+ ")) else ""
    rest = line[len(short) :].strip()
    return [short, *_folded(mark + unnumbered(rest) if mark else rest)]


def _more(draft: Draft, left: int, url: str) -> str:
    where = phrases.OFFICIAL_PAGE if any(url in line for line in draft.closing) else url
    return phrases.more_items(left, draft.items, where) if left else phrases.more(where)


def _fits(body: Sequence[str], room: int, places: int) -> bool:
    items = sum(bool(_ITEM.match(line)) for line in body)
    return sum(len(line) + 1 for line in body) <= room and len(body) <= places and items <= MAX_ITEMS


def _fitting(body: Sequence[str], room: int, places: int) -> list[str]:
    """The first lines within the bounds; a first line too long is cut, and no heading stays without what it heads."""
    kept: list[str] = []
    while len(kept) < len(body) and _fits([*kept, body[len(kept)]], room, places):
        kept.append(body[len(kept)])
    kept = _without_headings_at_the_end(kept)
    return kept or ([trim(body[0], room - 1)] if body and room > 60 else [])


def _distinct(body: Sequence[str]) -> list[str]:
    """The lines without those that repeat an earlier one under the same heading."""
    kept: list[str] = []
    seen: set[str] = set()
    for line in filter(None, body):
        if line.endswith(":"):
            seen.clear()
        if line.casefold() not in seen:
            kept.append(line)
        seen.add(line.casefold())
    return _without_headings_at_the_end(kept)


def _without_headings_at_the_end(body: list[str]) -> list[str]:
    last = next((at for at in range(len(body), 0, -1) if not body[at - 1].endswith(":")), 0)
    return body[:last]


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
    return phrases.ask_first(agency if agency and len(agency) <= 90 and ";" not in agency else None)


def silent(procedure: Procedure, what: str, body: list[str] | None = None) -> Draft:
    """The source does not say: tell so, with what it does say about it, and where to ask."""
    return Draft(headed(procedure, phrases.silent(what)), [body or []], [ask_first(procedure)])

"""Mentions of places in one message: each may fit several units until its neighbours decide; an address becomes one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.dialogue.gazetteer import Kind, Unit
from bot.dialogue.place_text import Token, same_marks
from bot.dialogue.place_words import LINKS

MAX_CANDIDATES = 12
"""More places of one name than this are not listed: one Place without province stands for them."""
STOPS = frozenset(".;:!?()\n")
_NEAR = 4
"""Words that may stand between a small place and the larger one that holds it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One province, district or commune that a message names."""

    name: str
    """With its level: ``Phường Giáp Bát``."""
    kind: Kind
    province: str
    """The province it belongs to today, ``Thành phố Hà Nội``; empty where too many places bear the name."""
    new_names: tuple[str, ...] = ()
    """For an abolished unit: the units of today that hold its ground. Several: ask which. Empty: unchanged or unknown."""
    old: bool = False
    """Whether it was abolished or reshaped on 1 July 2025."""
    ambiguous: bool = False
    """Whether the same words fit other places too; these follow as Places of their own. Ask which."""
    formerly_in: tuple[str, ...] = ()
    """What held it before 1 July 2025, smallest first: ``("Quận Hoàng Mai", "Thành phố Hà Nội")``. Only where it is old."""


@dataclass(slots=True)
class Mention:
    """A span of tokens read as a place."""

    start: int
    end: int
    units: list[Unit]
    needs_company: bool = False
    """Believed only beside a larger or smaller place."""
    name_at: int = -1
    """Where the name begins after a level word; -1 for a bare name."""
    others: list[Unit] = field(default_factory=list)
    """Smaller places of the same bare name."""
    absorbed: bool = False
    in_district: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of its first reading."""
        return self.units[0].kind


def narrow(tokens: list[Token], mentions: list[Mention]) -> list[Mention]:
    """The mentions to believe, each with the readings that fit the others; an address counts once, as its smallest unit."""
    for left, right in reversed(list(pairwise(mentions))):
        if adjacent(tokens, left, right):
            found = _absorb(left, right) or _absorb(right, left)
            left.needs_company = left.needs_company or (not found and _is_lost(left, right))
    for left, right in pairwise(mentions):
        if adjacent(tokens, left, right) and left.absorbed:
            _absorb(right, left)
    kept = [m for m in mentions if m.absorbed or not m.needs_company]
    for left, right in pairwise(kept):
        if near(tokens, left, right) and not right.absorbed:
            _absorb(left, right)
    _narrow_by_province(kept)
    return [mention for mention in kept if not mention.absorbed]


def fits(small: Mention, large: Mention) -> bool:
    """Whether a reading of the one lies within a reading of the other."""
    return any(s.is_within(b) for s in small.units for b in large.units)


def adjacent(tokens: list[Token], left: Mention, right: Mention) -> bool:
    """Whether nothing but commas and "thuộc", "ở" stands between them."""
    between = tokens[left.end : right.start + 1]
    return all(t.word in LINKS for t in between[:-1]) and all(STOPS.isdisjoint(t.gap) for t in between)


def near(tokens: list[Token], left: Mention, right: Mention, *, most: int = _NEAR) -> bool:
    """Whether only a few words and no full stop stand between them."""
    between = tokens[left.end : right.start + 1]
    return len(between) <= most + 1 and all(STOPS.isdisjoint(t.gap) for t in between)


def largest(units: list[Unit]) -> list[Unit]:
    """The provinces among units of one name, else the districts, else all."""
    for kind in ("province", "district"):
        if same := [u for u in units if u.kind == kind]:
            return same
    return units


def places_of(tokens: list[Token], mention: Mention) -> Iterator[Place]:
    """The readings of a mention as places."""
    units = _distinct(_as_written(tokens, mention), in_district=mention.in_district)
    if len(units) > MAX_CANDIDATES:
        yield Place(units[0].name, units[0].kind, "", old=all(u.old for u in units), ambiguous=True)
        return
    for unit in sorted(units, key=lambda u: (u.province, u.formerly_in, u.name)):
        yield Place(unit.name, unit.kind, unit.province, tuple(unit.new_names), unit.old, len(units) > 1, unit.formerly_in)


def _is_lost(small: Mention, large: Mention) -> bool:
    """Whether a commune, or a district with its level word, stands before a larger place that holds none of its name."""
    if large.needs_company or large.kind == "commune":
        return False
    return small.kind == "commune" or (small.kind == "district" and large.kind == "province" and small.name_at >= 0)


def _absorb(small: Mention, large: Mention) -> bool:
    """Keep the readings of both that fit each other; False when none do."""
    inside = [s for s in small.units if any(s.is_within(b) for b in large.units)]
    if not inside:
        return False
    large.units = [b for b in large.units if any(s.is_within(b) for s in inside)]
    small.units, large.absorbed = inside, True
    small.needs_company = False
    small.in_district = small.in_district or large.kind == "district"
    return True


def _narrow_by_province(mentions: list[Mention]) -> None:
    provinces = [u for m in mentions for u in m.units if u.kind == "province"]
    for mention in mentions:
        if len(mention.units) > 1 and mention.kind != "province":
            mention.units = [u for u in mention.units if any(u.is_within(p) for p in provinces)] or mention.units


def _as_written(tokens: list[Token], mention: Mention) -> list[Unit]:
    """Where a name was typed with marks: the units that bear exactly these, if any does (Tân Thanh is not Tân Thạnh)."""
    span = tokens[max(mention.start, mention.name_at) : mention.end]
    if len(mention.units) < 2 or all(t.word == t.folded for t in tokens[mention.start : mention.end]):
        return mention.units
    exact = [u for u in mention.units if tuple(t.word for t in span) == u.syllables and same_marks(span, u)]
    return exact or mention.units


def _distinct(units: list[Unit], *, in_district: bool = False) -> list[Unit]:
    """Without the old unit that lives on under its name, or, in an address with a district, without the new one."""
    old = [u for u in units if u.old]
    if in_district and old:
        return old
    new = {(u.province, u.name) for u in units if not u.old}
    return [u for u in units if not (u.old and any((u.province, name) in new for name in u.new_names))]

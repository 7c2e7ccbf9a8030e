"""Finds places in what people type: old and new provinces, districts and communes, unaccented, shortened or misspelt.

Many names are ordinary words, so a name alone is not believed. A mention needs a level word (phường, Q., tp), a larger
place beside it that holds it, or, for a long name that only one place bears, the word "ở" or "tại" before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.dialogue.gazetteer import LONGEST_NAME, Gazetteer, Kind, Unit, gazetteer
from bot.dialogue.place_text import Token, has_marks, is_broken, is_misspelt, key_of, name_ends, read_tokens, same_marks, units_named
from bot.dialogue.place_words import (
    ALIASES,
    ALIASES_NEEDING_CUE,
    CUES,
    LEVELS,
    LINKS,
    ORDINARY,
    ORDINARY_AFTER_LEVEL,
    PROVINCE_CUES,
    RISKY_PROVINCES,
    RISKY_WELL_KNOWN,
    WELL_KNOWN,
    Level,
)

MAX_CANDIDATES = 12
"""More places of one name than this are not listed: one Place without province stands for them."""

_STOPS = frozenset(".;:!?()\n")
_SHORTEST_TYPO = 7
_SHORTEST_AFTER_CUE = 6
_SHORTEST_PLAIN_COMMUNE = 9


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


def find_places(text: str) -> tuple[Place, ...]:
    """The places of a message in the order of the text; an address counts once, as its smallest unit."""
    table = gazetteer()
    tokens = read_tokens(text, table.syllables)
    mentions = _with_children(tokens, _sure_mentions(tokens, table), table)
    _narrow_neighbours(tokens, mentions)
    _narrow_by_province(mentions)
    found = (place for mention in mentions if not mention.absorbed for place in _places(mention))
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class _Mention:
    start: int
    end: int
    units: list[Unit]
    needs_company: bool = False
    """Believed only beside a larger or smaller place."""
    absorbed: bool = field(default=False)
    in_district: bool = field(default=False)


def _sure_mentions(tokens: list[Token], table: Gazetteer) -> list[_Mention]:
    mentions: list[_Mention] = []
    at = 0
    while at < len(tokens):
        mention = _after_level(tokens, at, table) or _by_alias(tokens, at, table) or _bare(tokens, at, table)
        if mention:
            mentions.append(mention)
        at = mention.end if mention else at + 1
    return mentions


# Names after a level word


def _after_level(tokens: list[Token], at: int, table: Gazetteer) -> _Mention | None:
    level, name_at = _level_at(tokens, at)
    if level is None:
        return None
    alias = _by_alias(tokens, name_at, table, cued=True) if level.name in ("thanh pho", "tinh") else None
    if alias:
        return _Mention(at, alias.end, alias.units)
    for end in name_ends(tokens, name_at):
        mention = _named(tokens, at, name_at, end, level, table)
        if mention:
            return mention
    return _misspelt_after_level(tokens, at, name_at, level, table) if level.sure else None


def _named(tokens: list[Token], at: int, name_at: int, end: int, level: Level, table: Gazetteer) -> _Mention | None:
    span = tokens[name_at:end]
    units = _of_level(units_named(span, table), level)
    if not units or _is_other_word(tokens, at, end, level):
        return None
    fitting = [u for u in units if same_marks(span, u)]
    if fitting:
        return _Mention(at, end, fitting, needs_company=len(span) == 1 and not _is_firm(span[0], fitting, level))
    doubtful = level.kind == "commune" and not all(t.capital for t in span)
    return _Mention(at, end, units, needs_company=doubtful) if len(span) > 1 and level.sure else None


def _level_at(tokens: list[Token], at: int) -> tuple[Level | None, int]:
    if at > 0 and not tokens[at].gap.strip() and _is_tail_of_phrase(tokens[at - 1], tokens[at]):
        return None, at
    for length in (2, 1):
        level = LEVELS.get(" ".join(t.word for t in tokens[at : at + length])) if at + length < len(tokens) else None
        if level and _is_level(tokens, at + length, level):
            return level, at + length
    return None, at


def _is_tail_of_phrase(before: Token, word: Token) -> bool:
    """Whether the level word ends another phrase: cấp xã, hai quan."""
    unmarked = word.word == word.folded
    return before.word in ("cấp", "cap") or (unmarked and f"{before.folded} {word.folded}" in ORDINARY)


def _is_level(tokens: list[Token], name_at: int, level: Level) -> bool:
    following = tokens[name_at]
    dotted, joined = following.gap.strip(" ") == ".", not following.gap.strip(" ")
    if not level.short:
        return joined or (dotted and level.name in ("thanh pho", "thi xa"))
    return dotted or (joined and level.kind != "province" and (following.word.isdecimal() or following.capital))


def _is_other_word(tokens: list[Token], at: int, end: int, level: Level) -> bool:
    """Whether the level word and the name read as something else: xã hội, phương án, q1 năm 2025."""
    if level.short and end < len(tokens) and (tokens[end].gap == "/" or re.fullmatch(r"nam|năm|(19|20)\d\d", tokens[end].word)):
        return True
    return _is_ordinary_after_level(tokens, at, end)


def _is_firm(name: Token, units: list[Unit], level: Level) -> bool:
    """Whether a name of one syllable needs nothing beside it."""
    if name.word.isdecimal():
        return not (level.short and level.kind == "commune")
    return name.capital or (level.name in ("huyen", "thanh pho", "thi xa") and all(u.level == level.name for u in units))


def _is_ordinary_after_level(tokens: list[Token], at: int, end: int) -> bool:
    words = " ".join(t.word for t in tokens[at:end]) + " "
    return any(words.startswith(f"{ordinary} ") for ordinary in ORDINARY_AFTER_LEVEL) and not tokens[at + 1].capital


def _of_level(units: list[Unit], level: Level) -> list[Unit]:
    exact = [u for u in units if u.level == level.name]
    return exact or [u for u in units if u.kind == level.kind or (level.name == "thanh pho" and u.kind != "commune")]


def _misspelt_after_level(tokens: list[Token], at: int, name_at: int, level: Level, table: Gazetteer) -> _Mention | None:
    if _is_ordinary_after_level(tokens, at, min(len(tokens), name_at + 1)):
        return None
    kinds: tuple[Kind, ...] = ("province", "district") if level.name == "thanh pho" else (level.kind,)
    for end in name_ends(tokens, name_at):
        span = tokens[name_at:end]
        key = key_of(span)
        if len(span) < 2 or len(key) < _SHORTEST_TYPO or _is_ordinary(span):
            continue
        if level.kind == "commune" and not all(t.capital for t in span):
            continue
        units = _of_level([u for u in table.similar(key, kinds) if is_misspelt(span, u)], level)
        if units:
            return _Mention(at, end, units, needs_company=not _in_one_province(units))
    return None


def _in_one_province(units: list[Unit]) -> bool:
    return len({unit.province for unit in units}) == 1


# Names without one


def _by_alias(tokens: list[Token], at: int, table: Gazetteer, *, cued: bool = False) -> _Mention | None:
    for end in sorted(name_ends(tokens, at), reverse=True):
        target = ALIASES.get(key_of(tokens[at:end]))
        if target is None:
            continue
        plain = key_of(tokens[at:end]) in ALIASES_NEEDING_CUE and not has_marks(tokens[at:end])
        needs = plain and not (cued or _has_cue(tokens, at) or _is_alone(tokens, at, end))
        largest = _largest(table.find(target))
        return _Mention(at, end, largest, needs_company=needs)
    return None


def _bare(tokens: list[Token], at: int, table: Gazetteer) -> _Mention | None:
    if tokens[at].folded not in table.first_syllables:
        return None
    if at > 0 and key_of(tokens[at - 1 : at + 1]) in ORDINARY:
        return None
    cued = _has_cue(tokens, at)
    for end in name_ends(tokens, at):
        span = tokens[at:end]
        units = _largest([u for u in units_named(span, table) if same_marks(span, u)])
        if at > 0 and key_of(tokens[at - 1 : end]) in ORDINARY:
            continue
        if units and (mention := _believable_bare(tokens, at, end, units, cued)):
            return mention
    return None


def _believable_bare(tokens: list[Token], at: int, end: int, units: list[Unit], cued: bool) -> _Mention | None:
    if units[0].kind == "province":
        if end < len(tokens) and key_of(tokens[at : end + 1]) in ORDINARY:
            return None
        return _Mention(at, end, units, needs_company=not (cued or _is_safe_province(tokens, at, end)))
    key, marked = key_of(tokens[at:end]), has_marks(tokens[at:end])
    if units[0].kind == "district" and key in WELL_KNOWN and (marked or key not in RISKY_WELL_KNOWN):
        return _Mention(at, end, units)
    plain_commune = units[0].kind == "commune" and not marked
    shortest = _SHORTEST_PLAIN_COMMUNE if plain_commune or end - at == 1 else _SHORTEST_AFTER_CUE
    if not cued or len(key) < shortest or _is_ordinary(tokens[at:end]):
        return None
    return _Mention(at, end, units, needs_company=units[0].kind == "commune" and not _in_one_province(units))


def _is_safe_province(tokens: list[Token], at: int, end: int) -> bool:
    """Whether the name cannot be read as ordinary words where it stands."""
    risky = RISKY_PROVINCES.get(key_of(tokens[at:end]))
    if risky is None or (risky == "unaccented" and has_marks(tokens[at:end])):
        return True
    return _has_cue(tokens, at, PROVINCE_CUES) or _is_alone(tokens, at, end)


def _has_cue(tokens: list[Token], at: int, cues: frozenset[str] = CUES) -> bool:
    return at > 0 and tokens[at - 1].word in cues and not tokens[at].gap.strip()


def _is_alone(tokens: list[Token], at: int, end: int) -> bool:
    starts = at == 0 or not _STOPS.union(",").isdisjoint(tokens[at].gap)
    ends = end == len(tokens) or not _STOPS.union(",").isdisjoint(tokens[end].gap)
    return starts and ends


def _is_ordinary(span: Sequence[Token]) -> bool:
    return key_of(span) in ORDINARY or any(t.folded in CUES or t.word in LEVELS for t in span)


# Smaller places written right before a larger one


def _with_children(tokens: list[Token], mentions: list[_Mention], table: Gazetteer) -> list[_Mention]:
    """Walk from right to left: each mention may reveal the name before it, and that one the next."""
    complete: list[_Mention] = []
    waiting = list(mentions)
    while waiting:
        mention = waiting.pop()
        complete.append(mention)
        floor = waiting[-1].end if waiting else 0
        child = _child_before(tokens, mention, floor, table)
        if child:
            waiting.append(child)
    complete.reverse()
    return complete


def _child_before(tokens: list[Token], parent: _Mention, floor: int, table: Gazetteer) -> _Mention | None:
    end = _before_links(tokens, parent.start, floor)
    if end is None or parent.units[0].kind == "commune":
        return None
    for matches in (same_marks, is_misspelt):
        if matches is is_misspelt and parent.needs_company:
            return None
        for start in range(max(floor, end - LONGEST_NAME), end - 1):
            span = tokens[start:end]
            units = _children(span, parent, table, matches)
            if units:
                return _Mention(start, end, units)
    return None


def _before_links(tokens: list[Token], at: int, floor: int) -> int | None:
    """Where a name before ``at`` would end, stepping over "thuộc", "ở" and commas; None behind a full stop."""
    while at > floor:
        if not _STOPS.isdisjoint(tokens[at].gap):
            return None
        if tokens[at - 1].word not in LINKS:
            return at
        at -= 1
    return None


def _children(span: list[Token], parent: _Mention, table: Gazetteer, matches: Callable[[Sequence[Token], Unit], bool]) -> list[Unit]:
    if is_broken(span) or _is_ordinary(span):
        return []
    if matches is same_marks:
        near = units_named(span, table)
    else:
        key = key_of(span)
        near = table.similar(key, ("district", "commune")) if len(key) >= _SHORTEST_TYPO and len(span) <= 4 else []
    inside = [u for u in near if matches(span, u) and any(u.is_within(p) for p in parent.units)]
    return _largest(inside)


# One address, one place


def _narrow_neighbours(tokens: list[Token], mentions: list[_Mention]) -> None:
    for left, right in reversed(list(pairwise(mentions))):
        if _adjacent(tokens, left, right):
            fits = _narrow(left, right) or _narrow(right, left)
            left.needs_company = left.needs_company or (not fits and _is_lost(left, right))
    for left, right in pairwise(mentions):
        if _adjacent(tokens, left, right) and left.absorbed:
            _narrow(right, left)
    mentions[:] = [m for m in mentions if m.absorbed or not m.needs_company]


def _is_lost(small: _Mention, large: _Mention) -> bool:
    """Whether a name that many places bear stands before a larger place that holds none of them."""
    return len(small.units) > 1 and small.units[0].kind == "commune" and large.units[0].kind != "commune" and not large.needs_company


def _adjacent(tokens: list[Token], left: _Mention, right: _Mention) -> bool:
    between = tokens[left.end : right.start + 1]
    return all(t.word in LINKS for t in between[:-1]) and all(_STOPS.isdisjoint(t.gap) for t in between)


def _narrow(small: _Mention, large: _Mention) -> bool:
    """Keep the readings of both that fit each other; False when none do."""
    inside = [s for s in small.units if any(s.is_within(b) for b in large.units)]
    if not inside:
        return False
    large.units = [b for b in large.units if any(s.is_within(b) for s in inside)]
    small.units, large.absorbed = inside, True
    small.needs_company = False
    small.in_district = small.in_district or large.units[0].kind == "district"
    return True


def _narrow_by_province(mentions: list[_Mention]) -> None:
    provinces = [u for m in mentions for u in m.units if u.kind == "province"]
    for mention in mentions:
        if len(mention.units) > 1 and mention.units[0].kind != "province":
            mention.units = [u for u in mention.units if any(u.is_within(p) for p in provinces)] or mention.units


def _places(mention: _Mention) -> Iterator[Place]:
    units = _distinct(mention.units, in_district=mention.in_district)
    if len(units) > MAX_CANDIDATES:
        yield Place(units[0].name, units[0].kind, "", old=all(u.old for u in units), ambiguous=True)
        return
    for unit in sorted(units, key=lambda u: (u.province, u.formerly_in, u.name)):
        yield Place(unit.name, unit.kind, unit.province, tuple(unit.new_names), unit.old, len(units) > 1, unit.formerly_in)


def _distinct(units: list[Unit], *, in_district: bool = False) -> list[Unit]:
    """Without the old unit that lives on under its name, or, in an address with a district, without the new one."""
    old = [u for u in units if u.old]
    if in_district and old:
        return old
    new = {(u.province, u.name) for u in units if not u.old}
    return [u for u in units if not (u.old and any((u.province, name) in new for name in u.new_names))]


def _largest(units: list[Unit]) -> list[Unit]:
    for kind in ("province", "district"):
        if same := [u for u in units if u.kind == kind]:
            return same
    return units

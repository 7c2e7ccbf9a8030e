"""Finds places in what people type: old and new provinces, districts and communes, unaccented, shortened or misspelt.

Many names are ordinary words, so a name alone is not believed. A mention needs a level word (phường, Q., tp), a larger
place beside it that holds it, or, for a long name that only one place bears, the word "ở" or "tại" before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.dialogue.gazetteer import LONGEST_NAME, Gazetteer, Kind, Unit, gazetteer
from bot.dialogue.place_mentions import MAX_CANDIDATES, STOPS, Mention, Place, adjacent, fits, largest, narrow, near, places_of
from bot.dialogue.place_text import Token, has_marks, is_broken, is_misspelt, key_of, name_ends, read_tokens, same_marks, units_named
from bot.dialogue.place_words import (
    ALIASES,
    ALIASES_NEEDING_CUE,
    COMPOUNDS,
    COUNTED,
    CUES,
    LEVELS,
    LINKS,
    NOT,
    ORDINARY,
    ORDINARY_AFTER_LEVEL,
    PERSONS,
    PROVINCE_CUES,
    RISKY_PROVINCES,
    RISKY_WELL_KNOWN,
    WELL_KNOWN,
    Level,
)

__all__ = ["MAX_CANDIDATES", "Place", "find_places", "without_places"]

Matches = Callable[[Sequence[Token], Unit], bool]
"""Whether tokens are the name of a unit: exactly, or with one slip."""

_SHORTEST_TYPO = 7
_SHORTEST_LEVELLED_TYPO = 4
_SHORTEST_AFTER_CUE = 6
_SHORTEST_PLAIN_COMMUNE = 9


def find_places(text: str) -> tuple[Place, ...]:
    """The places of a message in the order of the text; an address counts once, as its smallest unit."""
    tokens, mentions = _read(text)
    meant = [mention for mention in mentions if not _is_denied(tokens, mention)]
    return tuple(dict.fromkeys(place for mention in meant for place in places_of(tokens, mention)))


def without_places(text: str) -> str:
    """The words of a message that name no place: what is asked, wherever that is."""
    tokens, mentions = _read(text, absorbed=True)
    named = {at for mention in mentions for at in range(mention.start, mention.end)}
    left = [at for at in range(len(tokens)) if at not in named and not (tokens[at].word in CUES and at + 1 in named)]
    return "".join(tokens[at].gap + tokens[at].word for at in left).strip(" ,;.-")


def _read(text: str, *, absorbed: bool = False) -> tuple[list[Token], list[Mention]]:
    """The words and the mentions among them; with ``absorbed`` also the larger places that only tell where a smaller one lies."""
    table = gazetteer()
    tokens = read_tokens(text, table.syllables)
    found = _with_children(tokens, _sure_mentions(tokens, table), table)
    kept = narrow(tokens, list(found))
    return tokens, [*kept, *(mention for mention in found if absorbed and mention.absorbed and mention not in kept)]


def _is_denied(tokens: list[Token], mention: Mention) -> bool:
    """Whether the message says that it is not there: "Củ Chi chứ không phải (ở) Hóc Môn"."""
    at = mention.start - 1 if mention.start and tokens[mention.start - 1].word in CUES else mention.start
    return at > 1 and tokens[at - 1].folded == "phai" and tokens[at - 2].folded in NOT


def _sure_mentions(tokens: list[Token], table: Gazetteer) -> list[Mention]:
    mentions: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _after_level(tokens, at, table) or _by_alias(tokens, at, table) or _bare(tokens, at, table)
        if mention:
            mentions.append(mention)
        at = mention.end if mention else at + 1
    return mentions


# Names after a level word


def _after_level(tokens: list[Token], at: int, table: Gazetteer) -> Mention | None:
    level, name_at = _level_at(tokens, at)
    if level is None:
        return None
    alias = _by_alias(tokens, name_at, table, cued=True) if level.name in ("thanh pho", "tinh") else None
    if alias:
        return Mention(at, alias.end, alias.units, name_at=name_at)
    for end in name_ends(tokens, name_at):
        mention = _named(tokens, at, name_at, end, level, table)
        if mention and not _takes_from_province(tokens, name_at, end, table):
            return mention
    return _misspelt_after_level(tokens, at, name_at, level, table) if level.sure else None


def _named(tokens: list[Token], at: int, name_at: int, end: int, level: Level, table: Gazetteer) -> Mention | None:
    span = tokens[name_at:end]
    units = _of_level(units_named(span, table), level)
    if not units or _is_other_word(tokens, at, end, level):
        return None
    fitting = [u for u in units if same_marks(span, u)]
    cut_short = _goes_on(tokens, end, table)
    if fitting:
        weak = len(span) == 1 and not _is_firm(span[0], fitting, level)
        return Mention(at, end, fitting, needs_company=weak or cut_short, name_at=name_at)
    doubtful = cut_short or (level.kind == "commune" and not all(t.capital for t in span))
    return Mention(at, end, units, needs_company=doubtful, name_at=name_at) if len(span) > 1 and level.sure else None


def _takes_from_province(tokens: list[Token], name_at: int, end: int, table: Gazetteer) -> bool:
    """Whether a name typed without marks ends with the first syllable of a province that holds its shorter twin: tan an | tay ninh."""
    if end - name_at < 2 or end >= len(tokens) or has_marks(tokens[name_at : end + 1]) or tokens[end].gap.strip():
        return False
    provinces = [u for u in table.find(key_of(tokens[end - 1 : end + 1])) if u.kind == "province"]
    return any(unit.is_within(p) for unit in table.find(key_of(tokens[name_at : end - 1])) for p in provinces)


def _goes_on(tokens: list[Token], end: int, table: Gazetteer) -> bool:
    """Whether a capital that begins no other place follows: the name is a part of a longer one, misspelt (Tân Phước Kánh)."""
    if end >= len(tokens) or tokens[end].gap.strip(" ") or not (tokens[end].capital and tokens[end - 1].capital):
        return False
    if _level_at(tokens, end)[0] or _by_alias(tokens, end, table):
        return False
    return not any(units_named(tokens[end:last], table) for last in name_ends(tokens, end))


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
    if level.short and end < len(tokens) and (tokens[end].gap == "/" or _is_year(tokens, end)):
        return True
    counts = tokens[end - 1].word.isdecimal() and end < len(tokens) and tokens[end].folded in COUNTED and not tokens[end].gap.strip()
    return counts or _is_ordinary_after_level(tokens, at, end)


def _is_year(tokens: list[Token], at: int) -> bool:
    words = [t.word for t in tokens[at : at + 2]]
    return words[0] == "năm" or any(re.fullmatch(r"(19|20)\d\d", word) for word in (words if words[0] == "nam" else words[:1]))


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


def _misspelt_after_level(tokens: list[Token], at: int, name_at: int, level: Level, table: Gazetteer) -> Mention | None:
    if _is_ordinary_after_level(tokens, at, min(len(tokens), name_at + 1)):
        return None
    kinds: tuple[Kind, ...] = ("province", "district") if level.name == "thanh pho" else (level.kind,)
    for end in name_ends(tokens, name_at):
        span = tokens[name_at:end]
        key = key_of(span)
        numbered = end < len(tokens) and tokens[end].word.isdecimal() and not tokens[end].gap.strip()
        if len(span) < 2 or len(key) < _SHORTEST_TYPO or _is_ordinary(span) or numbered:
            continue
        if level.kind == "commune" and not all(t.capital for t in span):
            continue
        units = _of_level([u for u in table.similar(key, kinds) if is_misspelt(span, u)], level)
        if units:
            return Mention(at, end, units, needs_company=not _in_one_province(units), name_at=name_at)
    return None


def _in_one_province(units: list[Unit]) -> bool:
    return len({unit.province for unit in units}) == 1


# Names without one


def _by_alias(tokens: list[Token], at: int, table: Gazetteer, *, cued: bool = False) -> Mention | None:
    for end in sorted(name_ends(tokens, at), reverse=True):
        target = ALIASES.get(key_of(tokens[at:end]))
        if target is None:
            continue
        plain = key_of(tokens[at:end]) in ALIASES_NEEDING_CUE and not has_marks(tokens[at:end])
        needs = plain and not (cued or _has_cue(tokens, at) or _is_alone(tokens, at, end))
        units = largest(table.find(target))
        return Mention(at, end, units, needs_company=needs, others=_smaller(table.find(target), units))
    return None


def _bare(tokens: list[Token], at: int, table: Gazetteer) -> Mention | None:
    if tokens[at].folded not in table.first_syllables:
        return None
    if at > 0 and key_of(tokens[at - 1 : at + 1]) in ORDINARY:
        return None
    cued = _has_cue(tokens, at)
    for end in name_ends(tokens, at):
        span = tokens[at:end]
        named = [u for u in units_named(span, table) if same_marks(span, u)]
        units = largest(named)
        if at > 0 and key_of(tokens[at - 1 : end]) in ORDINARY:
            continue
        if units and (mention := _believable_bare(tokens, at, end, units, cued)):
            mention.others = _smaller(named, units)
            return mention
        if units and units[0].kind != "province" and end - at > 2 and (end == len(tokens) or tokens[end].gap.strip()):
            return None  # Điện Biên Đông, not Điện Biên: the larger place after it will find it
    return None


def _smaller(named: list[Unit], units: list[Unit]) -> list[Unit]:
    return [u for u in named if u.kind != units[0].kind]


def _believable_bare(tokens: list[Token], at: int, end: int, units: list[Unit], cued: bool) -> Mention | None:
    if units[0].kind == "province":
        if end < len(tokens) and key_of(tokens[at : end + 1]) in ORDINARY:
            return None
        doubtful = not _is_safe_province(tokens, at, end) or _reads_otherwise(tokens, at, end, units)
        return Mention(at, end, units, needs_company=doubtful and not cued)
    key, marked = key_of(tokens[at:end]), has_marks(tokens[at:end])
    if units[0].kind == "district" and key in WELL_KNOWN and (marked or key not in RISKY_WELL_KNOWN):
        return Mention(at, end, units, needs_company=not cued and _reads_otherwise(tokens, at, end, units))
    plain_commune = units[0].kind == "commune" and not marked
    shortest = _SHORTEST_PLAIN_COMMUNE if plain_commune or end - at == 1 else _SHORTEST_AFTER_CUE
    if not cued or len(key) < shortest or _is_ordinary(tokens[at:end]):
        return None
    return Mention(at, end, units, needs_company=units[0].kind == "commune" and not _in_one_province(units))


def _is_safe_province(tokens: list[Token], at: int, end: int) -> bool:
    """Whether the name cannot be read as ordinary words where it stands."""
    risky = RISKY_PROVINCES.get(key_of(tokens[at:end]))
    if risky is None or (risky == "unaccented" and has_marks(tokens[at:end])):
        return True
    return _has_cue(tokens, at, PROVINCE_CUES) or _is_alone(tokens, at, end)


def _reads_otherwise(tokens: list[Token], at: int, end: int, units: list[Unit]) -> bool:
    """Whether a bare name is a person's, runs into an ordinary word, or is typed with other marks than the rest of the message."""
    if _is_alone(tokens, at, end):
        return False
    follows = end < len(tokens) and not tokens[end].gap.strip()
    if follows and key_of(tokens[end - 1 : end + 1]) in COMPOUNDS:
        return True
    if at > 0 and tokens[at - 1].word in PERSONS and not tokens[at].gap.strip():
        return True
    exact = any(tuple(t.word for t in tokens[at:end]) == unit.syllables for unit in units)
    accented = any(t.word != t.folded for t in tokens)
    return accented and not exact and not all(t.capital for t in tokens[at:end]) and "".join(t.word for t in tokens[at:end]) not in ALIASES


def _has_cue(tokens: list[Token], at: int, cues: frozenset[str] = CUES) -> bool:
    return at > 0 and tokens[at - 1].word in cues and not tokens[at].gap.strip()


def _is_alone(tokens: list[Token], at: int, end: int) -> bool:
    starts = at == 0 or not STOPS.union(",").isdisjoint(tokens[at].gap)
    ends = end == len(tokens) or not STOPS.union(",").isdisjoint(tokens[end].gap)
    return starts and ends


def _is_ordinary(span: Sequence[Token]) -> bool:
    return key_of(span) in ORDINARY or any(t.folded in CUES or t.word in LEVELS for t in span)


# Smaller places written right before a larger one


def _with_children(tokens: list[Token], mentions: list[Mention], table: Gazetteer) -> list[Mention]:
    """Walk from right to left: each mention may reveal the name before it, and that one the next."""
    complete: list[Mention] = []
    waiting = list(mentions)
    while waiting:
        mention = waiting.pop()
        if waiting:
            _reread(tokens, waiting[-1], mention, table)
        complete.append(mention)
        floor = waiting[-1].end if waiting else 0
        child = _child_before(tokens, mention, floor, table)
        if child:
            waiting.append(child)
    complete.reverse()
    return complete


def _reread(tokens: list[Token], left: Mention, right: Mention, table: Gazetteer) -> None:
    """A name that the larger place after it does not hold: a smaller place of that name there (Bắc Giang, Bắc Giang), or misspelt."""
    stray = left.name_at >= 0 and not adjacent(tokens, left, right)
    if right.kind == "commune" or (fits(left, right) and not stray):
        return
    inside = [u for u in left.others if any(u.is_within(p) for p in right.units)]
    if inside and adjacent(tokens, left, right):
        left.units, left.others, left.needs_company = largest(inside), [], False
    elif left.name_at >= 0 and left.kind == "commune" and near(tokens, left, right, most=2):
        end = _before_links(tokens, right.start, left.end)
        span = tokens[left.name_at : end] if end else []
        units = [] if not span or units_named(span, table) else _children(span, right, table, is_misspelt, level=LEVELS["xa"])
        if end and units:
            left.units, left.end, left.needs_company = units, end, False


def _child_before(tokens: list[Token], parent: Mention, floor: int, table: Gazetteer) -> Mention | None:
    end = _before_links(tokens, parent.start, floor)
    if end is None or parent.kind == "commune":
        return None
    for start, level, matches in _readings_before(tokens, floor, end):
        if matches is is_misspelt and parent.needs_company:
            continue
        units = _children(tokens[start:end], parent, table, matches, level=level)
        if units:
            return Mention(start, end, units)
    return None


def _readings_before(tokens: list[Token], floor: int, end: int) -> Iterator[tuple[int, Level | None, Matches]]:
    """Where a name that ends there may begin, and how closely to look: right after a level word first, then the longest."""
    starts = range(max(floor, end - LONGEST_NAME), end - 1)
    levels = {start: level for start in starts if (level := _level_before(tokens, floor, start))}
    yield from ((start, level, matches) for start, level in levels.items() for matches in (same_marks, is_misspelt))
    yield from ((start, None, matches) for matches in (same_marks, is_misspelt) for start in starts if start not in levels)


def _level_before(tokens: list[Token], floor: int, start: int) -> Level | None:
    if tokens[start].gap.strip(" ."):
        return None
    words = [t.word for t in tokens[max(floor, start - 2) : start]]
    return LEVELS.get(" ".join(words)) or (LEVELS.get(words[-1]) if words else None)


def _before_links(tokens: list[Token], at: int, floor: int) -> int | None:
    """Where a name before ``at`` would end, stepping over "thuộc", "ở" and commas; None behind a full stop."""
    while at > floor:
        if not STOPS.isdisjoint(tokens[at].gap):
            return None
        if tokens[at - 1].word not in LINKS:
            return at
        at -= 1
    return None


def _children(span: list[Token], parent: Mention, table: Gazetteer, matches: Matches, *, level: Level | None = None) -> list[Unit]:
    if is_broken(span) or key_of(span) in ORDINARY or span[0].word in LEVELS or any(t.folded in CUES for t in span):
        return []
    shortest = _SHORTEST_LEVELLED_TYPO if level else _SHORTEST_TYPO
    if matches is same_marks:
        named = units_named(span, table)
    else:
        key = key_of(span)
        named = table.similar(key, ("district", "commune")) if len(key) >= shortest and len(span) <= LONGEST_NAME else []
    inside = [u for u in named if matches(span, u) and any(u.is_within(p) for p in parent.units)]
    return _of_level(inside, level) if level else largest(inside)

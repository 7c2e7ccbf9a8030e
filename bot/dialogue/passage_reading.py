"""Statements and questions as they are compared: the words that carry matter, those that stand side by side, what is asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from sys import intern
from types import MappingProxyType

from bot.dialogue.aspects import Aspect
from bot.dialogue.formats import lower_first, sentence, shorten
from bot.dialogue.passage_alike import ALIKE
from bot.dialogue.passage_asks import Key, Likeness, Way, Ways, way
from bot.dialogue.passage_matters import MATTERS
from bot.dialogue.passage_numbers import Bounds, Size, bounds_in, sizes_in
from bot.dialogue.passage_words import (
    ASKING,
    ASKS,
    BARE_STEP,
    DAYS_ASKED,
    FILES_IN_TERM,
    MEASURES,
    NOISE,
    NUMBER_ASKED,
    OFFICE_TERMS,
    PAPERS_ASKED,
    PERSONS,
    SIDE_ASKED,
    TERM_ASKED,
    TERM_TOLD,
)
from knowledge.schema import Procedure
from retriever.text import fold, is_unaccented, question_tokens, tokens

LONGEST_CONTEXT = 150
"""Characters of what a statement is about: cut sooner, a paper may lose the words by which it was asked for."""
SHORT_NAME = 6
"""Syllables of a name of a procedure whose words are all about the procedure, not about a detail of it."""
LONG_NAME = 14
"""Syllables of a name that say what it is; what follows lists what it is for."""
OFTEN = 0.15
"""Share of the names that a word of the procedure itself stands in."""
CORE = 0.25
"""Weight of the procedure's own words."""
PERSON = 1.5
"""Most that a relative weighs."""
STRANGE = 2.5
"""Most that a word weighs that the procedure never says: it may only tell a story."""
_COUNTED = re.compile(r"\b\d+ (\w+)(?= (\w+)|)")
_TERM = re.compile(r"\d+ \w+")
_PARTS = re.compile(r"[,.?!;\n]+(?:\s|$)|\bvoi lai\b", re.IGNORECASE)
_ENDS = re.compile(r"[.?!;\n]+(?:\s|$)")


@dataclass(frozen=True)
class Bag:
    """The words of a text that carry matter, and those that stand side by side."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Passage:
    """One statement of a procedure. ``about`` is the paper or the situation that it is about; empty where it is about all."""

    text: str
    about: str = ""
    in_case: bool = False
    """Whether it holds in the situation of ``about`` only."""
    is_paper: bool = False
    """Whether it names papers and states nothing about them."""
    side: Aspect = field(default=Aspect.CONDITIONS, compare=False)
    """The side of the procedure that it belongs to."""

    @property
    def said(self) -> str:
        """The statement as a sentence, behind what it is about."""
        return sentence(f"{shorten(self.about, LONGEST_CONTEXT)}: {lower_first(self.text)}" if self.about else self.text)


@dataclass(frozen=True)
class Reading:
    """A passage as questions are compared with it; of the bags the first is marked text, the second the same without marks."""

    passage: Passage
    plain: str
    told: str
    own: tuple[Bag, Bag]
    context: tuple[Bag, Bag]
    matters: frozenset[str]
    bounds: tuple[Bounds, ...]
    term: bool
    """Whether it binds the citizen to a term."""
    files: bool
    """Whether that is the term to file in."""
    numbers: frozenset[str]
    counted: frozenset[str]
    """The units that it gives numbers of."""
    traits: Mapping[str, float]
    """What it is like, whatever is asked."""


@dataclass(frozen=True)
class Weights:
    """How much each word tells, for marked and for unmarked text; ``rare`` for words never seen."""

    of: tuple[Mapping[str, float], Mapping[str, float]]
    rare: float


@dataclass(frozen=True)
class Question:
    """A question as passages are compared with it. ``worth`` is the weight of each of its words."""

    bag: Bag
    asked: frozenset[str]
    """The words of the sentence that asks; a story may stand before it."""
    bare: bool
    worth: Mapping[str, float]
    core: frozenset[str]
    strange: frozenset[str]
    """Words that the procedure never says."""
    matters: frozenset[str]
    sizes: tuple[Size, ...]
    fits: bool
    """Whether a number told lies within the bounds of a statement of the procedure."""
    term: bool
    """Whether it asks by when something must be done."""
    sole_term: bool
    """Whether all statements of the procedure that tell a term tell the same one."""
    unit: str
    """What it asks the number of; empty where it does not."""
    asks_days: bool
    asks_side: bool
    """Whether it ends with one of the sides that every answer tells."""
    asks_papers: bool
    alone: bool
    """Whether no part of it asks for one of those sides."""
    plain: bool
    """Whether it asks for one of them and says nothing else."""
    alike: Mapping[Passage, Likeness]
    """How alike it is to what a statement is asked with."""
    sides: Mapping[Aspect, Likeness]
    """How alike it is to the messages that ask a side of the procedure and no statement."""


def reading_of(passage: Passage) -> Reading:
    """A passage, read."""
    own, context = tokens(passage.text), tokens(passage.about)
    plain, told = fold(passage.said.lower()), fold(passage.text.lower())
    return Reading(
        passage,
        plain,
        told,
        (_bag(own), _bag(_folded(own))),
        (_bag(context), _bag(_folded(context))),
        frozenset(name for name, matter in MATTERS.items() if matter.told.search(plain)),
        bounds_in(plain),
        _tells_term(passage, told),
        bool(FILES_IN_TERM.search(told)),
        frozenset(re.findall(r"\d+", told)),
        frozenset(unit for pair in _COUNTED.findall(plain) for unit in pair if unit),
        _traits(passage, told),
    )


def _traits(passage: Passage, told: str) -> dict[str, float]:
    return {
        "long": math.log1p(len(told)) / 5,
        "bare_step": float(BARE_STEP.match(told) is not None),
        "paper": float(passage.is_paper),
    }


def weigh(readings: Sequence[Reading]) -> Weights:
    """The weights of the words of some readings: rare words tell more."""
    rare = math.log(len(readings) + 1.0) if readings else 1.0
    counts = [Counter(word for reading in readings for word in reading.own[way].words) for way in (0, 1)]
    marked, bare = ({word: math.log((len(readings) + 1) / (n + 0.5)) for word, n in found.items()} for found in counts)
    return Weights((marked, bare), rare)


class Written:
    """The ways of asking for the statements of a procedure and for its sides, read when they are first compared."""

    def __init__(
        self, procedure: Procedure, asks: Sequence[Sequence[str]], sides: Mapping[Aspect, Sequence[str]] = MappingProxyType({})
    ) -> None:
        """``asks`` are those of each statement, ``sides`` messages that ask a side and no statement."""
        self._procedure, self._asks, self._sides = procedure, dict(enumerate(asks)), sides
        self._ways: dict[bool, tuple[Ways[int], Ways[Aspect]]] = {}

    def ways(self, unmarked: bool) -> tuple[Ways[int], Ways[Aspect]]:
        """Those with marks, or without: most talks are typed in one manner."""
        if unmarked not in self._ways:
            core = _core(self._procedure.name, tuple(self._procedure.aliases), unmarked)
            self._ways[unmarked] = Ways(_read_ways(self._asks, unmarked), core), Ways(_read_ways(self._sides, unmarked), core)
        return self._ways[unmarked]

    def like(self, text: str) -> float:
        """How alike a text is to what the procedure is asked for, 0..1."""
        unmarked = is_unaccented(text)
        asked = _way(question_tokens(text), unmarked)
        found = [one for ways in self.ways(unmarked) for one in ways.alike(asked).values()]
        return max((sum(one) / len(one) for one in found), default=0.0)


def _read_ways(asks: Mapping[Key, Sequence[str]], unmarked: bool) -> dict[Key, list[Way]]:
    return {key: [_way(question_tokens(ask), unmarked) for ask in ones] for key, ones in asks.items() if ones}


def question_of(text: str, procedure: Procedure, readings: Sequence[Reading], weights: Weights, written: Written) -> Question:
    """A question about a procedure, read."""
    unmarked = is_unaccented(text)
    syllables = question_tokens(text)
    plain = fold(" ".join(syllables))
    bag = _read(syllables, unmarked)
    core = _core(procedure.name, tuple(procedure.aliases), unmarked)
    shares = _shares(bag, readings, unmarked)
    term = TERM_ASKED.search(plain) is not None
    counted = NUMBER_ASKED.search(plain)
    told, (statements, sides) = _way(syllables, unmarked), written.ways(unmarked)
    return Question(
        bag=bag,
        asked=_asked(text, unmarked) & bag.words or bag.words,
        bare=unmarked,
        worth={word: _worth(word, weights, unmarked, share) * (CORE if word in core else 1.0) for word, share in shares.items()},
        core=core,
        strange=frozenset(word for word, share in shares.items() if not share and word not in core),
        matters=frozenset(name for name, matter in MATTERS.items() if matter.asked.search(plain)),
        sizes=(sizes := sizes_in(plain)),
        fits=any(bounds.holds(size) for reading in readings for bounds in reading.bounds for size in sizes),
        term=term,
        sole_term=term
        and len({_TERM.findall(reading.told)[0] for reading in readings if reading.term and not reading.passage.in_case}) == 1,
        unit=counted[1] if counted else "",
        asks_days=DAYS_ASKED.search(plain) is not None,
        asks_side=SIDE_ASKED.search(plain) is not None and not term,
        asks_papers=PAPERS_ASKED.search(plain) is not None,
        plain=not term and _asks_plainly(text) and not bag.words - core - MEASURES,
        alone=not any(_asks_plainly(part) for part in _PARTS.split(fold(text))),
        alike={readings[at].passage: alike for at, alike in statements.alike(told).items()},
        sides=sides.alike(told),
    )


def _asks_plainly(part: str) -> bool:
    """Whether a part of a question asks for one of the sides that every answer tells."""
    plain = fold(" ".join(question_tokens(part)))
    asked = PAPERS_ASKED.search(plain) or DAYS_ASKED.search(plain) or SIDE_ASKED.search(plain)
    return asked is not None and TERM_ASKED.search(plain) is None


def _shares(bag: Bag, readings: Sequence[Reading], unmarked: bool) -> dict[str, float]:
    """In what share of the statements each word stands; what only a paper's or a situation's name says counts too."""
    spread = Counter(word for reading in readings for word in reading.own[unmarked].words)
    for reading in readings:
        spread.update(word for word in reading.context[unmarked].words if word not in spread)
    return {word: spread[word] / max(len(readings), 1) for word in bag.words}


def _asked(text: str, unmarked: bool) -> frozenset[str]:
    """The words of the last sentence that asks, where there are several; else none."""
    parts = [part for part in _ENDS.split(text) if part.strip()]
    asking = [part for part in parts if ASKS[unmarked].search(part)]
    if len(parts) < 2 or not asking:
        return frozenset()
    syllables = question_tokens(asking[-1])
    return _read(syllables, unmarked).words


def _tells_term(passage: Passage, told: str) -> bool:
    """Whether a statement binds the citizen to a term; a remark on a paper does not."""
    is_of_paper = bool(passage.about) and not passage.in_case
    return not is_of_paper and bool(TERM_TOLD.search(told)) and bool(_TERM.search(told)) and not OFFICE_TERMS.search(told)


def _worth(word: str, weights: Weights, unmarked: bool, share: float) -> float:
    """A word that the procedure never says tells nothing for certain, and one that it says everywhere tells little."""
    told = min(weights.of[unmarked].get(word, weights.rare), PERSON if word in PERSONS else weights.rare)
    return told * (1 - share) ** 2 if share else min(told, STRANGE)


@lru_cache(maxsize=1024)
def _core(name: str, aliases: tuple[str, ...], unmarked: bool) -> frozenset[str]:
    """The words that name the procedure: those that its name starts with, and those that many of its short names have."""
    full = tokens(name)
    named = [full[:LONG_NAME], *(syllables for alias in aliases if len(syllables := tokens(alias)) <= SHORT_NAME)]
    counts = Counter(word for syllables in named for word in _read(syllables, unmarked).words)
    first = full[:SHORT_NAME]
    often = frozenset(word for word, count in counts.items() if count > 1 and count >= len(named) * OFTEN)
    return often | _read(first, unmarked).words


def _way(syllables: Sequence[str], unmarked: bool) -> Way:
    return way(_read(syllables, unmarked).words, _folded(syllables) if unmarked else syllables)


def _read(syllables: Sequence[str], unmarked: bool) -> Bag:
    """The words of matter of some syllables, without their marks where wanted."""
    return _bag(_folded(syllables) if unmarked else syllables)


def _folded(syllables: Sequence[str]) -> list[str]:
    return [fold(syllable) for syllable in syllables]


def _canon(groups: Iterable[Sequence[str]], *, least: int) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {phrase: f"«{group[0].replace(' ', '_')}»" for group in groups for phrase in group if " " in phrase or len(phrase) >= least}
    longest = sorted(names, key=lambda phrase: -len(phrase))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest))})(?!\S)"), names


_MARKED = _canon(ALIKE, least=1)
_BARE = _canon(([fold(phrase) for phrase in group] for group in ALIKE), least=5)
"""Without marks a short word reads as too many others."""
_NO_MATTER = (ASKING, frozenset(map(fold, ASKING)))


def _bag(syllables: Sequence[str]) -> Bag:
    """The words of a text, those that stand for each other written alike."""
    text = " ".join(syllables)
    unmarked = text.isascii()
    pattern, names = _BARE if unmarked else _MARKED
    alike = pattern.sub(lambda match: names[match[0]], NOISE.sub(" ", text)).split()
    kept = [intern(word) for word in alike if word not in _NO_MATTER[unmarked]]
    return Bag(frozenset(kept), frozenset(pairwise(kept)))

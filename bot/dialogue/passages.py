"""The sentence of a procedure that answers the detail asked, where the answer about a side of it does not say it yet.

Precision first: an irrelevant sentence is worse than none, so most questions get nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from bot.dialogue.formats import bare, lower_first, sentence, shorten, unique
from bot.dialogue.offers import methods_of, remarks
from bot.dialogue.outline import statements
from bot.dialogue.papers import case_name, cases_of, is_general, paper_name, papers_of
from bot.dialogue.passage_words import ALIKE, ASKING, NUMBER_ASKED, OFFICE_ACTS, PROXY, SAYS, TERM_ASKED, TERM_TOLD
from bot.dialogue.steps import steps_of
from knowledge.schema import Case, Document, Procedure, Unknown
from knowledge.store import Knowledge
from retriever.text import fold, is_unaccented, question_tokens, tokens

MOST = 2
"""Statements behind one answer."""
LONGEST = 350
"""Characters of a statement; a longer one is not taken."""
LONGEST_CONTEXT = 90
SAMPLE = 160
"""Procedures from which the weights of words are counted: enough to tell common words, few enough for a first message."""
SHORT_NAME = 6
"""Syllables of a name of a procedure whose words are all about the procedure, not about a detail of it."""
CORE, CONTEXT, PAIR = 0.25, 0.6, 0.5
"""Weight of the procedure's own words, of the paper that a statement is about, and of two words side by side."""
ENOUGH, COVERED, CLOSE = 9.0, 0.45, 0.85
"""Least score, least share of the question's own words, and how near to the best a second statement must be."""
TERM, NUMBER = 8.0, 5.0
"""What a term or a number of the kind asked for adds to a score."""
TERM_ENOUGH = 9.5
REPEATED = 0.8
"""Share of the words of a statement that one line of the reply may have without having said it."""


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

    @property
    def said(self) -> str:
        """The statement as a sentence, behind what it is about."""
        return sentence(f"{shorten(self.about, LONGEST_CONTEXT)}: {lower_first(self.text)}" if self.about else self.text)


@dataclass(frozen=True)
class Reading:
    """A passage as questions are compared with it; marked text first, then the same without marks."""

    passage: Passage
    plain: str
    own: tuple[Bag, Bag]
    context: tuple[Bag, Bag]


@dataclass(frozen=True)
class Weights:
    """How much each word tells, for marked and for unmarked text; ``rare`` for words never seen."""

    of: tuple[Mapping[str, float], Mapping[str, float]]
    rare: float


@dataclass(frozen=True)
class Question:
    """A question as passages are compared with it. ``worth`` is the weight of each of its words."""

    plain: str
    bag: Bag
    bare: bool
    worth: Mapping[str, float]


@dataclass
class Library:
    """The statements of the procedures of one knowledge base, read when first asked for, and the weights of their words."""

    knowledge: Knowledge
    _readings: dict[tuple[object, ...], tuple[Reading, ...]] = field(default_factory=dict)
    _weights: Weights | None = None

    def readings(self, procedure: Procedure) -> tuple[Reading, ...]:
        """The statements of a procedure."""
        key = (procedure.code, procedure.checked, procedure.effective_from)
        if key not in self._readings:
            self._readings[key] = tuple(map(_reading, passages_of(procedure)))
        return self._readings[key]

    def weights(self) -> Weights:
        """The weights of words, counted over a sample of procedures spread evenly over the codes."""
        if self._weights is None:
            codes = sorted(self.knowledge.procedures)
            spread = islice(codes, 0, None, max(1, len(codes) // SAMPLE))
            self._weights = _weigh([reading for code in spread for reading in self.readings(self.knowledge.procedures[code])])
        return self._weights


_LIBRARIES: dict[str, Library] = {}


def library(knowledge: Knowledge) -> Library:
    """The library of a knowledge base; that of one revision is made once."""
    found = _LIBRARIES.get(knowledge.revision)
    if found is None or found.knowledge is not knowledge:
        _LIBRARIES.clear()
        found = _LIBRARIES[knowledge.revision] = Library(knowledge)
    return found


def find(books: Library, procedure: Procedure, text: str, said: str) -> list[str]:
    """At most :data:`MOST` statements of a procedure that answer the detail that ``text`` asks and that ``said`` does not say."""
    readings = books.readings(procedure)
    question = _question(text, procedure, readings, books.weights())
    scored = sorted(((_score(question, reading), at) for at, reading in enumerate(readings)), key=lambda pair: (-pair[0], pair[1]))
    best = scored[0][0] if scored else 0.0
    if best <= 0:
        return []
    near = [readings[at].passage for score, at in scored if score > 0 and score >= CLOSE * best]
    told = unique(passage.said for passage in near)[:MOST]
    return [one for one in told if not _repeats(said, one)]


def passages_of(procedure: Procedure) -> list[Passage]:
    """Every statement of a procedure that may answer a detail: its conditions, papers, situations, steps and remarks on filing."""
    conditions = [] if isinstance(procedure.conditions, Unknown) else procedure.conditions
    found = [Passage(part) for text in conditions for part in statements(text)]
    found += [passage for case in cases_of(procedure) for passage in _of_case(case)]
    found += [Passage(part) for step in steps_of(procedure) for part in statements(step.text)]
    found += [Passage(bare(part)) for part in remarks(methods_of(procedure), lambda _: True)]
    return [passage for passage in dict.fromkeys(found) if len(passage.said) <= LONGEST]


def _of_case(case: Case) -> Iterator[Passage]:
    """What the notes of a situation and of its papers state, and the papers that it takes beyond those for everybody."""
    name = "" if is_general(case) else bare(case_name(case))
    papers = papers_of(case)
    if name and papers:
        yield Passage("; ".join(lower_first(paper_name(paper)) for paper in papers), name)
    for part in statements(case.note) if case.note else []:
        yield Passage(part, name)
    for paper in papers:
        yield from _of_paper(paper)


def _of_paper(paper: Document) -> Iterator[Passage]:
    for part in statements(paper.note) if paper.note else []:
        yield Passage(part, bare(paper_name(paper).partition(":")[0]))


def _reading(passage: Passage) -> Reading:
    own, context = tokens(passage.text), tokens(passage.about)
    return Reading(passage, fold(" ".join([*context, *own])), (_bag(own), _bag(_folded(own))), (_bag(context), _bag(_folded(context))))


def _folded(syllables: Sequence[str]) -> list[str]:
    return [fold(syllable) for syllable in syllables]


def _canon(groups: Iterable[Sequence[str]], *, least: int) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {phrase: f"«{group[0].replace(' ', '_')}»" for group in groups for phrase in group if " " in phrase or len(phrase) >= least}
    longest = sorted(names, key=lambda phrase: -len(phrase))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest))})(?!\S)"), names


_MARKED = _canon(ALIKE, least=1)
_BARE = _canon(([fold(phrase) for phrase in group] for group in ALIKE), least=4)
"""Without marks a short word reads as too many others."""
_NO_MATTER = (ASKING, frozenset(map(fold, ASKING)))


def _bag(syllables: Sequence[str]) -> Bag:
    """The words of a text, those that stand for each other written alike."""
    text = " ".join(syllables)
    unmarked = text.isascii()
    pattern, names = _BARE if unmarked else _MARKED
    alike = pattern.sub(lambda match: names[match[0]], text).split()
    kept = [word for word in alike if word not in _NO_MATTER[unmarked]]
    return Bag(frozenset(kept), frozenset(pairwise(kept)))


def _weigh(readings: Sequence[Reading]) -> Weights:
    rare = math.log(len(readings) + 1.0) if readings else 1.0
    counts = [Counter(word for reading in readings for word in reading.own[way].words) for way in (0, 1)]
    marked, bare_ = ({word: math.log((len(readings) + 1) / (n + 0.5)) for word, n in found.items()} for found in counts)
    return Weights((marked, bare_), rare)


def _question(text: str, procedure: Procedure, readings: Sequence[Reading], weights: Weights) -> Question:
    syllables = question_tokens(text)
    unmarked = is_unaccented(" ".join(syllables))
    bag = _bag(syllables)
    core = _core(procedure, unmarked)
    spread = Counter(word for reading in readings for word in reading.own[unmarked].words)
    worth = {word: _worth(word, weights, unmarked, spread[word] / max(len(readings), 1)) * (CORE if word in core else 1.0) for word in bag.words}
    return Question(fold(" ".join(syllables)), bag, unmarked, worth)


def _worth(word: str, weights: Weights, unmarked: bool, share: float) -> float:
    """A word that the procedure never says tells nothing for certain, and one that it says everywhere tells little."""
    seen = weights.of[unmarked].get(word)
    return weights.rare / 2 if seen is None else seen * (1 - share) ** 2


def _core(procedure: Procedure, unmarked: bool) -> set[str]:
    """The words of the procedure's name and of what people call it for short."""
    short = [syllables for name in procedure.aliases if len(syllables := tokens(name)) <= SHORT_NAME]
    named = [tokens(procedure.name), *short]
    return {word for syllables in named for word in _bag(_folded(syllables) if unmarked else syllables).words}


def _score(question: Question, reading: Reading) -> float:
    """How well a statement answers a question; 0 where it does not clearly."""
    own, context = reading.own[question.bare], reading.context[question.bare]
    if not SAYS.search(reading.plain):
        return 0.0
    hit = question.bag.words & own.words
    beside = (question.bag.words & context.words) - hit
    words = sum(question.worth[word] for word in hit) + CONTEXT * sum(question.worth[word] for word in beside)
    pairs = sum(PAIR * (question.worth[a] + question.worth[b]) for a, b in question.bag.pairs & (own.pairs | context.pairs))
    total = sum(question.worth.values()) or 1.0
    asks_term = bool(TERM_ASKED.search(question.plain)) and _tells_term(reading.plain)
    number = _number(question, reading)
    score = words + pairs + (TERM if asks_term else 0.0) + (NUMBER if number else 0.0)
    if asks_term and score >= TERM_ENOUGH:
        return score
    covered = words / total
    return score if score >= ENOUGH and covered >= COVERED and (len(hit) >= 2 or number) else 0.0


def _tells_term(plain: str) -> bool:
    return bool(TERM_TOLD.search(plain)) and not OFFICE_ACTS.search(plain)


def _number(question: Question, reading: Reading) -> bool:
    asked = NUMBER_ASKED.search(question.plain)
    return bool(asked and re.search(rf"\b\d+ (?:\w+ )?{asked[1]}\b", reading.plain))


def _repeats(said: str, passage: str) -> bool:
    """Whether a reply says a passage already, whole or in a line of nearly its words."""
    words = set(tokens(passage))
    if bare(passage).casefold() in said.casefold():
        return True
    return any(len(words & set(tokens(line))) >= REPEATED * len(words) for line in said.split("\n"))

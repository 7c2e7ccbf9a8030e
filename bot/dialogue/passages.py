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
from sys import intern

from bot.dialogue import phrases
from bot.dialogue.formats import bare, lower_first, sentence, shorten, unique
from bot.dialogue.offers import methods_of, remarks
from bot.dialogue.outline import statements
from bot.dialogue.papers import case_name, cases_of, is_general, paper_name, papers_of
from bot.dialogue.passage_words import (
    ALIKE,
    ASKING,
    ASKS,
    BARE_STEP,
    NOISE,
    NUMBER_ASKED,
    OFFICE_STARTS,
    OFFICE_TERMS,
    PERSONS,
    SAYS,
    TERM_ASKED,
    TERM_TOLD,
    TOPICS,
)
from bot.dialogue.steps import steps_of
from knowledge.schema import Case, Document, Procedure, Unknown
from knowledge.store import Knowledge
from retriever.text import fold, is_unaccented, question_tokens, tokens

MOST = 2
"""Statements behind one answer."""
LONGEST = 350
"""Characters of a statement; a longer one is not taken."""
LONGEST_CONTEXT = 90
REVISIONS = 2
"""Revisions whose libraries are kept: while a new one is loaded, the old one answers."""
SAMPLE = 100
"""Procedures about from which the weights of words are counted: enough to tell common words, few enough for a first message."""
KEPT = 200
"""Procedures whose statements are kept in memory."""
FULL = 1700
"""Characters of a whole reply; Zalo takes 2,000, with what is said at first of what is stored."""
SHORT_NAME = 6
"""Syllables of a name of a procedure whose words are all about the procedure, not about a detail of it."""
CORE, CONTEXT, PAIR = 0.25, 0.6, 0.5
"""Weight of the procedure's own words, of the paper that a statement is about, and of two words side by side."""
ENOUGH, COVERED, CLOSE = 4.5, 0.5, 0.9
"""Least score, least share of the question's own words, and how near to the best a second statement must be."""
TERM, NUMBER = 8.0, 4.0
"""What a term or a number of the kind asked for adds to a score."""
TERM_ENOUGH = 8.0
TOPIC = 6.0
"""What a matter that many ask about adds."""
BARE_ACT = 0.8
"""What is left of the score of a step that only tells to do something."""
OFFICE_ACT = 0.6
"""The same for what the office does."""
OTHER_CASE = 0.75
"""The same where it holds in a situation that the question does not name."""
WITH_RELATIVE = 7.0
"""Least score where a relative and one matter are shared."""
ALONE, RARE, SURE = 7.5, 4.5, 0.75
"""Least score where one matter alone is shared, and least weight of it, or least share of the question."""
PERSON = 1.5
"""Most that a relative weighs."""
STRANGE = 2.5
"""Most that a word weighs that the procedure never says: it may only tell a story."""
MOST_PAPERS = 3
"""Papers of a situation that are named in one statement."""
MOST_ALIKE = 3
"""Statements that fit alike, beyond which the question does not tell which one is asked for."""
SAME = 0.5
"""Share of their words that two statements with the same numbers may have in common."""
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
    in_case: bool = False
    """Whether it holds in the situation of ``about`` only."""

    @property
    def said(self) -> str:
        """The statement as a sentence, behind what it is about."""
        return sentence(f"{shorten(self.about, LONGEST_CONTEXT)}: {lower_first(self.text)}" if self.about else self.text)


@dataclass(frozen=True)
class Reading:
    """A passage as questions are compared with it; marked text first, then the same without marks."""

    passage: Passage
    plain: str
    told: str
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
    core: frozenset[str]


@dataclass(frozen=True)
class Shared:
    """What a question and a statement share: words of its own and of what it is about, those side by side, and their weights."""

    own: frozenset[str]
    beside: frozenset[str]
    side_by_side: frozenset[tuple[str, str]]
    words: float
    pairs: float
    covered: float
    """Share of the weight of the question, 0..1."""


@dataclass
class Library:
    """The statements of the procedures of one knowledge base, read when first asked for, and the weights of their words."""

    knowledge: Knowledge
    _readings: dict[tuple[object, ...], tuple[Reading, ...]] = field(default_factory=dict)
    _weights: Weights | None = None

    def readings(self, procedure: Procedure) -> tuple[Reading, ...]:
        """The statements of a procedure."""
        key = (procedure.code, procedure.checked, procedure.effective_from)
        found = self._readings.get(key)
        if found is None:
            found = self._readings[key] = tuple(map(_reading, passages_of(procedure)))
            if len(self._readings) > KEPT:
                self._readings.pop(next(iter(self._readings)), None)
        return found

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
        if len(_LIBRARIES) >= REVISIONS:
            _LIBRARIES.pop(next(iter(_LIBRARIES)), None)
        found = _LIBRARIES[knowledge.revision] = Library(knowledge)
    return found


def detail(knowledge: Knowledge, procedure: Procedure, text: str, said: str) -> list[str]:
    """The lines that answer the detail that ``text`` asks, as far as they fit behind ``said``; mostly none."""
    found = find(library(knowledge), procedure, text, said) if text else []
    room = FULL - len(said) - len(phrases.ABOUT_DETAIL) - 2
    fitting = [one for at, one in enumerate(found) if sum(len(before) + 3 for before in found[: at + 1]) <= room]
    if len(fitting) > 1:
        return [phrases.ABOUT_DETAIL, *(f"- {one}" for one in fitting)]
    return [f"{phrases.ABOUT_DETAIL} {lower_first(one)}" for one in fitting]


def find(books: Library, procedure: Procedure, text: str, said: str) -> list[str]:
    """At most :data:`MOST` statements of a procedure that answer the detail that ``text`` asks and that ``said`` does not say."""
    if not ASKS[is_unaccented(text)].search(text):
        return []
    readings = books.readings(procedure)
    question = _question(text, procedure, readings, books.weights())
    scored = sorted(((_score(question, reading), at) for at, reading in enumerate(readings)), key=lambda pair: (-pair[0], pair[1]))
    best = scored[0][0] if scored else 0.0
    if best <= 0:
        return []
    near = [readings[at].passage for score, at in scored if score > 0 and score >= CLOSE * best]
    told = unique(passage.said for passage in near)
    answered = len(told) > MOST_ALIKE or any(_repeats(said, one) for one in told)
    return [] if answered else [one for at, one in enumerate(told) if not any(_same_term(one, before) for before in told[:at])][:MOST]


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
    if name and 0 < len(papers) <= MOST_PAPERS:
        yield Passage("; ".join(lower_first(paper_name(paper)) for paper in papers), name, in_case=True)
    for part in statements(case.note) if case.note else []:
        yield Passage(part, name, in_case=bool(name))
    for paper in papers:
        yield from _of_paper(paper)


def _of_paper(paper: Document) -> Iterator[Passage]:
    for part in statements(paper.note) if paper.note else []:
        yield Passage(part, bare(paper_name(paper).partition(":")[0]))


def _reading(passage: Passage) -> Reading:
    own, context = tokens(passage.text), tokens(passage.about)
    return Reading(
        passage,
        fold(passage.said.lower()),
        fold(passage.text.lower()),
        (_bag(own), _bag(_folded(own))),
        (_bag(context), _bag(_folded(context))),
    )


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


def _weigh(readings: Sequence[Reading]) -> Weights:
    rare = math.log(len(readings) + 1.0) if readings else 1.0
    counts = [Counter(word for reading in readings for word in reading.own[way].words) for way in (0, 1)]
    marked, bare_ = ({word: math.log((len(readings) + 1) / (n + 0.5)) for word, n in found.items()} for found in counts)
    return Weights((marked, bare_), rare)


def _question(text: str, procedure: Procedure, readings: Sequence[Reading], weights: Weights) -> Question:
    unmarked = is_unaccented(text)
    syllables = question_tokens(text)
    bag = _bag(_folded(syllables) if unmarked else syllables)
    core = _core(procedure, unmarked)
    spread = Counter(word for reading in readings for word in reading.own[unmarked].words)
    for reading in readings:
        spread.update(word for word in reading.context[unmarked].words if word not in spread)
    worth = {
        word: _worth(word, weights, unmarked, spread[word] / max(len(readings), 1)) * (CORE if word in core else 1.0) for word in bag.words
    }
    return Question(fold(" ".join(syllables)), bag, unmarked, worth, core)


def _worth(word: str, weights: Weights, unmarked: bool, share: float) -> float:
    """A word that the procedure never says tells nothing for certain, and one that it says everywhere tells little."""
    told = min(weights.of[unmarked].get(word, weights.rare), PERSON if word in PERSONS else weights.rare)
    return told * (1 - share) ** 2 if share else min(told, STRANGE)


def _core(procedure: Procedure, unmarked: bool) -> frozenset[str]:
    """The words of the procedure's name and of what people call it for short."""
    short = [syllables for name in procedure.aliases if len(syllables := tokens(name)) <= SHORT_NAME]
    named = [tokens(procedure.name), *short]
    return frozenset(word for syllables in named for word in _bag(_folded(syllables) if unmarked else syllables).words)


def _score(question: Question, reading: Reading) -> float:
    """How well a statement answers a question; 0 where it does not clearly."""
    if not SAYS.search(reading.plain):
        return 0.0
    shared = _shared(question, reading)
    number = _number(question, reading)
    score = shared.words + shared.pairs + (NUMBER if number else 0.0)
    if TERM_ASKED.search(question.plain):
        return score + TERM if _tells_term(reading) and score + TERM >= TERM_ENOUGH else 0.0
    if _on_topic(question, reading, shared):
        return score + TOPIC
    score *= _weakness(question, reading, shared)
    fits = bool(shared.own - question.core) and (number or _tells_apart(question, shared, score))
    return score if fits and score >= ENOUGH and shared.covered >= COVERED else 0.0


def _shared(question: Question, reading: Reading) -> Shared:
    own, context = reading.own[question.bare], reading.context[question.bare]
    hit = question.bag.words & own.words
    beside = (question.bag.words & context.words) - hit
    pairs = question.bag.pairs & (own.pairs | context.pairs)
    words = sum(question.worth[word] for word in hit) + CONTEXT * sum(question.worth[word] for word in beside)
    side_by_side = sum(PAIR * (question.worth[a] + question.worth[b]) for a, b in pairs)
    return Shared(hit, beside, pairs, words, side_by_side, words / (sum(question.worth.values()) or 1.0))


def _on_topic(question: Question, reading: Reading, shared: Shared) -> bool:
    """Whether the question asks one of the matters that many ask about, and the statement tells it."""
    return any(topic.asked.search(question.plain) and topic.told.search(reading.plain) for topic in TOPICS if shared.words >= topic.least)


def _weakness(question: Question, reading: Reading, shared: Shared) -> float:
    """What is left of the score of a statement that only tells to act, what the office does, or what holds in another situation."""
    is_elsewhere = reading.passage.in_case and not shared.beside - question.core and shared.covered < SURE
    left = OTHER_CASE if is_elsewhere else 1.0
    left *= BARE_ACT if BARE_STEP.match(reading.told) else 1.0
    return left * (OFFICE_ACT if OFFICE_STARTS.match(reading.told) else 1.0)


def _tells_apart(question: Question, shared: Shared, score: float) -> bool:
    """Whether what is shared goes beyond the procedure's own words: two matters, or one that few statements speak of.

    Syllables side by side are one matter; a relative is half of one, for stories are full of them.
    """
    beyond = (shared.own | shared.beside) - question.core
    others = beyond - PERSONS
    matters = len(others) - sum(set(pair) <= others for pair in shared.side_by_side)
    if matters >= 2 or any(word.startswith("«") for word in others):
        return True
    rare = max((question.worth[word] for word in others), default=0.0) >= RARE or shared.covered >= SURE
    enough = WITH_RELATIVE if beyond & PERSONS else ALONE if rare else math.inf
    return matters == 1 and score >= enough


def _tells_term(reading: Reading) -> bool:
    """Whether a statement binds the citizen to a term; a remark on a paper does not."""
    is_of_paper = bool(reading.passage.about) and not reading.passage.in_case
    return not is_of_paper and bool(TERM_TOLD.search(reading.told)) and not OFFICE_TERMS.search(reading.told)


def _number(question: Question, reading: Reading) -> bool:
    asked = NUMBER_ASKED.search(question.plain)
    return bool(asked and re.search(rf"\b\d+ (?:\w+ )?{asked[1]}\b", reading.plain))


def _same_term(one: str, other: str) -> bool:
    """Whether two statements tell the same numbers in much the same words: a condition and the step that follows it."""
    words, others = set(tokens(one)), set(tokens(other))
    numbers = set(filter(str.isdecimal, words))
    alike = len(words & others) >= SAME * min(len(words), len(others))
    return alike and bool(numbers) and numbers == set(filter(str.isdecimal, others))


def _repeats(said: str, passage: str) -> bool:
    """Whether a reply says a passage already, whole or in a line of nearly its words."""
    words = set(tokens(passage))
    if bare(passage).casefold() in said.casefold():
        return True
    return any(len(words & set(tokens(line))) >= REPEATED * len(words) for line in said.split("\n"))

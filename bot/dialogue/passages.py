"""The sentence of a procedure that answers the detail asked, where the answer about a side of it does not say it yet.

Precision first: an irrelevant sentence is worse than none, so most questions get nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Event, Lock
from typing import NamedTuple

from bot.dialogue import phrases
from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import Labelled, about
from bot.dialogue.formats import bare, lower_first, unique
from bot.dialogue.offers import methods_of, remarks
from bot.dialogue.outline import statements
from bot.dialogue.papers import case_name, cases_of, is_general, paper_name, papers_of
from bot.dialogue.passage_fit import Asked, Chosen, chosen, likeliest, probabilities
from bot.dialogue.passage_gate import open_to
from bot.dialogue.passage_reading import Passage, Reading, Weights, Written, question_of, reading_of, weigh
from bot.dialogue.passage_words import ASKS, SAYS
from bot.dialogue.steps import steps_of
from knowledge.schema import PAPERS_FOR_ALL, Case, Document, Procedure, Unknown
from knowledge.schema import Detail as WayOfAsking
from knowledge.store import Knowledge
from retriever.text import fold, is_unaccented, tokens

LONGEST = 350
"""Characters of a statement; a longer one is not taken."""
REVISIONS = 2
"""Revisions whose libraries are kept: while a new one is loaded, the old one answers."""
SAMPLE = 100
"""Procedures about from which the weights of words are counted: enough to tell common words, few enough for a first message."""
LATEST = 64
"""Questions that are kept."""
PAUSE = 0.1
"""Seconds between two bits of what is read ahead: messages are answered meanwhile."""
KEPT = 200
"""Procedures whose statements are kept in memory."""
FULL = 1700
"""Characters of a whole reply; Zalo takes 2,000, with what is said at first of what is stored."""
MOST_PAPERS = 3
PAPERS = Aspect.DOCUMENTS
"""Papers of a situation that are named in one statement; of more, each is one."""
SURELY, PERHAPS = 0.52, 0.28
"""Least probabilities from which one of the two likeliest statements is told as the answer, and as what may be meant: so few of the
questions for a mere side reach them (.05, .12 of those measured) that most that do ask for it."""
CERTAIN = 0.85
"""Probability of a statement from which it is told, whatever else the words of the message ask."""
BESIDE, PERHAPS_BESIDE = 0.5, 0.1
"""Least probability of the second, as a share of that of the first."""
REPEATED = 0.8
"""Share of the words of a statement that one line of the reply may have without having said it."""
_GUIDES = re.compile(r"^Ví dụ\b|^Mục (?:đầu|thứ|cuối)\b|\b(?:chọn|danh sách|bấm|bỏ qua)\b", re.IGNORECASE)
"""Help on how to answer a question of a guide: it tells nothing about the procedure."""


@dataclass
class Library:
    """The statements of the procedures of one knowledge base, read when first asked for, and the weights of their words."""

    knowledge: Knowledge
    without: Callable[[str], bool] = lambda _: False
    """The writers whose messages are as if they had not been written."""
    _read: dict[tuple[object, ...], tuple[tuple[Reading, ...], Written]] = field(default_factory=dict)
    _asked: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    _weights: Weights | None = None
    _alone: Lock = field(default_factory=Lock)

    def read(self, procedure: Procedure) -> tuple[tuple[Reading, ...], Written]:
        """The statements of a procedure, and how they are asked for."""
        key = _key(procedure)
        with self._alone:
            found = self._read.get(key)
            if found is None:
                found = self._read[key] = self._newly_read(procedure)
                if len(self._read) > KEPT:
                    self._read.pop(next(iter(self._read)))
        return found

    def _newly_read(self, procedure: Procedure) -> tuple[tuple[Reading, ...], Written]:
        passages = passages_of(procedure)
        messages = [one for one in about().get(procedure.code, ()) if not self.without(one.writer)]
        asks = [asks_of(procedure, one, messages) for one in passages]
        sides = {side: [one.message for one in messages if not one.says and one.asked[0] is side] for side in Aspect}
        return tuple(map(reading_of, passages)), Written(procedure, asks, sides)

    def prepare(self, until: Event, pause: float = PAUSE) -> None:
        """Read, bit by bit in a thread of its own, what is asked of the procedures that messages are about: seconds of work in all."""
        for code in sorted(about().keys() & self.knowledge.procedures.keys())[:KEPT]:
            for unmarked in (True, False):
                if until.wait(pause):
                    return
                self.read(self.knowledge.procedures[code])[1].ways(unmarked)

    def ask(self, procedure: Procedure, text: str) -> Asked:
        """A text as a question to a procedure; the latest are kept, for each is looked at several times."""
        key = (*_key(procedure), text)
        found = self._asked.get(key)
        if found is None:
            (readings, ways), weights = self.read(procedure), self.weights()
            question = question_of(text, procedure, readings, weights, ways)
            found = self._asked[key] = Asked(question, readings, tuple(probabilities(question, readings, weights)))
            if len(self._asked) > LATEST:
                self._asked.pop(next(iter(self._asked)), None)
        return found

    def like(self, procedure: Procedure, text: str) -> float:
        """How alike a text is to what a procedure is asked for, 0..1."""
        return self.read(procedure)[1].like(text)

    def weights(self) -> Weights:
        """The weights of words, counted over a sample of procedures spread evenly over the codes."""
        if self._weights is None:
            codes = sorted(self.knowledge.procedures)
            spread = islice(codes, 0, None, max(1, len(codes) // SAMPLE))
            self._weights = weigh([reading_of(passage) for code in spread for passage in passages_of(self.knowledge.procedures[code])])
        return self._weights


def _key(procedure: Procedure) -> tuple[object, ...]:
    return (procedure.code, procedure.checked, procedure.effective_from)


_LIBRARIES: dict[str, Library] = {}


def shelve(one: Library) -> None:
    """Let a library be that of its knowledge base."""
    _LIBRARIES[one.knowledge.revision] = one


def library(knowledge: Knowledge) -> Library:
    """The library of a knowledge base; that of one revision is made once."""
    found = _LIBRARIES.get(knowledge.revision)
    if found is None or found.knowledge is not knowledge:
        if len(_LIBRARIES) >= REVISIONS:
            _LIBRARIES.pop(next(iter(_LIBRARIES)), None)
        shelve(found := Library(knowledge))
    return found


class Detail(NamedTuple):
    """What answers a detail: one or two statements, the side of the procedure that they belong to, how sure that is, 0..1."""

    said: tuple[str, ...]
    side: Aspect
    sure: float
    is_alone: bool
    """Whether the question does not end with a side that every answer tells."""
    is_term: bool
    """Whether it is asked by when something must be done."""


def detail(knowledge: Knowledge, procedure: Procedure, text: str, said: str, heard: float) -> list[str]:
    """The lines that answer the detail that ``text`` asks, as far as they fit behind ``said``; mostly none.

    ``heard`` is how likely its words alone make it that it asks one, 0..1. Where a detail is perhaps asked, the two likeliest are told.
    """
    found = find(library(knowledge), procedure, text, said, heard) if text else None
    if found is None:
        return []
    lead = phrases.ABOUT_DETAIL if found.sure >= SURELY else phrases.PERHAPS_DETAIL
    room = FULL - len(said) - len(lead) - 2
    fitting = [one for at, one in enumerate(found.said) if sum(len(before) + 3 for before in found.said[: at + 1]) <= room]
    if len(fitting) > 1:
        return [lead, *(f"- {one}" for one in fitting)]
    return [f"{lead} {lower_first(one)}" for one in fitting]


def find(books: Library, procedure: Procedure, text: str, said: str = "", heard: float | None = None) -> Detail | None:
    """The statements, two at most, of a procedure that answer the detail that ``text`` asks and that ``said`` does not say.

    Where nothing was ``heard``, the statements themselves must be likely; else the gate opens to them.
    """
    if not _asks(text):
        return None
    asked = books.ask(procedure, text)
    found = chosen(asked) if heard is None else _opened(asked, open_to(asked, heard))
    passages = [reading.passage for reading in found.readings]
    new = [passage for passage in passages if not repeats(said, passage)]
    if not new or new[0] is not passages[0]:
        return None
    alone = asked.question.alone and not asked.question.asks_days
    return Detail(tuple(unique(passage.said for passage in new)), new[0].side, found.sure, alone, asked.question.term)


def _opened(asked: Asked, sure: float) -> Chosen:
    """The statements that are told where it is so sure that one of the two likeliest answers."""
    found = chosen(asked)
    if found.readings:
        sure = max(sure, found.sure if found.sure >= CERTAIN else PERHAPS)
    if sure < PERHAPS or asked.question.plain:
        return Chosen()
    return Chosen(found.readings or likeliest(asked, BESIDE if sure >= SURELY else PERHAPS_BESIDE), sure)


def _asks(text: str) -> bool:
    """Whether a message asks something; its last word may be "không" or "hông" with letters in another order."""
    last = fold(text.lower()).rstrip(" .!").rpartition(" ")[2]
    return ASKS[is_unaccented(text)].search(text) is not None or sorted(last) in (sorted("khong"), sorted("hong"))


def passages_of(procedure: Procedure) -> list[Passage]:
    """Every statement of a procedure that may answer a detail: its conditions, papers, situations, steps, remarks on filing, help."""
    conditions = [] if isinstance(procedure.conditions, Unknown) else procedure.conditions
    found = [Passage(part) for text in conditions for part in statements(text)]
    found += [passage for case in cases_of(procedure) for passage in _of_case(case)]
    found += [Passage(part, side=Aspect.HOW) for step in steps_of(procedure) for part in statements(step.text)]
    found += [Passage(bare(part), side=Aspect.HOW) for part in remarks(methods_of(procedure), lambda _: True)]
    found += [Passage(part) for one in procedure.questions if one.help for part in statements(one.help) if not _GUIDES.search(part)]
    return [one for one in dict.fromkeys(found) if len(one.said) <= LONGEST and (one.is_paper or SAYS.search(fold(one.said.lower())))]


def asks_of(procedure: Procedure, passage: Passage, messages: Sequence[Labelled] = ()) -> list[str]:
    """How people ask for a statement: the ways that are written down with it, and those of the messages about the procedure that do."""
    said = _plain(passage.said)
    written = [ask for one in procedure.details if _is_of(one, passage) for ask in one.asks]
    return list(dict.fromkeys([*written, *(one.message for one in messages if one.says and _plain(one.says) in said)]))


def _is_of(detail: WayOfAsking, passage: Passage) -> bool:
    about = detail.about is None or _plain(detail.about) == _plain(passage.about)
    return about and _plain(detail.says) in _plain(passage.text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _of_case(case: Case) -> Iterator[Passage]:
    """What the notes of a situation and of its papers state, and the papers that it takes beyond those for everybody."""
    name = "" if is_general(case) else bare(case_name(case))
    papers = papers_of(case)
    is_short = bool(name) and 0 < len(papers) <= MOST_PAPERS
    if is_short:
        yield Passage("; ".join(lower_first(paper_name(paper)) for paper in papers), name, in_case=True, is_paper=True, side=PAPERS)
    for part in statements(case.note) if case.note else []:
        yield Passage(part, name, in_case=bool(name), side=PAPERS)
    for paper in papers:
        yield from _of_paper(paper)
        if not is_short and not paper.when and not paper.note:
            yield Passage(lower_first(paper_name(paper)), name or PAPERS_FOR_ALL, in_case=bool(name), is_paper=True, side=PAPERS)


def _of_paper(paper: Document) -> Iterator[Passage]:
    for part in statements(paper.note) if paper.note else []:
        yield Passage(part, bare(paper_name(paper).partition(":")[0]), side=PAPERS)


def repeats(said: str, passage: Passage) -> bool:
    """Whether a reply says a passage already, whole or in a line of nearly its words."""
    words = set(tokens(passage.said))
    if bare(passage.text).casefold() in said.casefold():
        return True
    return any(len(words & set(tokens(line))) >= REPEATED * len(words) for line in said.split("\n"))

"""Which parts of a procedure hold for a citizen: the meaning of ``when``, and what its questions can still change.

A question is answered, open (skipped, or not asked yet), or void: its own ``when`` is not met, so nothing that needs it holds.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product
from typing import Literal

from knowledge.schema import UNKNOWN, Case, Document, Fee, Procedure, ProcessingTime, SubmissionMethod, When
from knowledge.words import fold

Answers = Mapping[str, str]
"""Ids of the options chosen, by the ids of their questions."""

Kind = Literal["paper", "unknown", "note", "fee", "time", "office"]
"""What an item of a checklist is; ``unknown``: the source does not say which papers the case takes."""

Conditions = tuple[tuple[str, frozenset[str]], ...]
Shown = tuple[Kind, str, str]
Given = frozenset[tuple[str, str]]
"""Answers in comparable form."""

MOST_PLANNED = 400
"""Combinations of answers up to which the best order of questions is looked for; beyond, the order of the file is kept."""

Route = tuple[dict[str, str], frozenset[Shown]]
"""A combination of answers with the items that hold then."""


class Holds(IntEnum):
    """Whether something holds for a citizen; MAYBE while a question that decides it is open."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True)
class Item:
    """One thing on a checklist and for whom it holds: ``said`` names it, ``detail`` is the rest of it as comparable text."""

    kind: Kind
    said: str
    detail: str
    when: Conditions

    @property
    def shown(self) -> Shown:
        """The item as people see it, whatever it depends on."""
        return self.kind, self.said, self.detail


@dataclass(frozen=True)
class Guide:
    """The questions of a procedure and all that depends on them, hashable so that what follows from it is computed once."""

    asked: tuple[tuple[str, tuple[str, ...], Conditions], ...]
    items: tuple[Item, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions in the order of the file."""
        return tuple(name for name, _, _ in self.asked)


def conditions(*whens: When) -> Conditions:
    """Conditions that must all be met, in comparable form; of two about one question only the common answers count."""
    found: dict[str, frozenset[str]] = {}
    for when in whens:
        for name, options in when.items():
            found[name] = found.get(name, frozenset(options)) & frozenset(options)
    return tuple(sorted(found.items()))


_MOST_KNOWN = 512
_known: dict[int, tuple[weakref.ref[Procedure], Guide]] = {}
"""Guides by the identity of their procedure, which cannot be hashed by value; the reference tells a reused identity apart."""


def guide_of(procedure: Procedure) -> Guide:
    """The questions of a procedure with the items they may change."""
    kept = _known.get(id(procedure))
    if kept is not None and kept[0]() is procedure:
        return kept[1]
    asked = tuple((one.id, tuple(option.id for option in one.options), conditions(one.when)) for one in procedure.questions)
    guide = Guide(asked, tuple(_items(procedure)))
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[id(procedure)] = (weakref.ref(procedure), guide)
    return guide


def holds(when: Conditions, answers: Answers, questions: Mapping[str, Conditions]) -> Holds:
    """Whether conditions are met; ``questions`` gives what each question itself depends on."""
    return min((_one(name, options, answers, questions) for name, options in when), default=Holds.YES)


def asked_when(procedure: Procedure) -> dict[str, Conditions]:
    """What each question depends on; a condition on itself or on a later question could never be met and is left out."""
    return _asked_when(guide_of(procedure))


def _asked_when(guide: Guide) -> dict[str, Conditions]:
    found: dict[str, Conditions] = {}
    for name, _, when in guide.asked:
        found[name] = tuple(one for one in when if one[0] in found)
    return found


def valid(procedure: Procedure, answers: Answers) -> dict[str, str]:
    """The answers that name an existing question and option, without those to questions that the others make void."""
    options = {question.id: {option.id for option in question.options} for question in procedure.questions}
    known = {name: option for name, option in answers.items() if option in options.get(name, ())}
    questions = asked_when(procedure)
    return {name: known[name] for name in questions if name in known and holds(questions[name], known, questions) is not Holds.NO}


def _one(name: str, options: frozenset[str], answers: Answers, questions: Mapping[str, Conditions]) -> Holds:
    if name not in questions or holds(questions[name], answers, questions) is Holds.NO:
        return Holds.NO
    if name not in answers:
        return Holds.MAYBE
    return Holds.YES if answers[name] in options else Holds.NO


def next_of(procedure: Procedure, answers: Answers, skipped: Iterable[str] = ()) -> str | None:
    """The open question to ask so that the fewest are asked in all, taking every answer as equally likely; of equals the first.

    None where no answer can change anything any more.
    """
    return _plan(guide_of(procedure), frozenset(valid(procedure, answers).items()), frozenset(skipped))[0]


@lru_cache(maxsize=8192)
def _plan(guide: Guide, answers: Given, skipped: frozenset[str]) -> tuple[str | None, float]:
    """The question to ask and how many are asked from here on, on average."""
    questions, given = _asked_when(guide), dict(answers)
    open_ones = [name for name in _changing(guide, answers, None) if name not in skipped]
    due = [name for name in open_ones if holds(questions[name], given, questions) is Holds.YES]
    if len(_paths(guide, None)) > MOST_PLANNED or len(due) < 2:
        return (due[0], 1 + _after(guide, answers, skipped, due[0])) if due else (None, 0.0)
    return min(((name, 1 + _after(guide, answers, skipped, name)) for name in due), key=lambda plan: round(plan[1], 6))


def _after(guide: Guide, answers: Given, skipped: frozenset[str], name: str) -> float:
    if len(_paths(guide, None)) > MOST_PLANNED:
        return 0.0
    options = next(options for asked, options, _ in guide.asked if asked == name)
    return sum(_plan(guide, answers | {(name, option)}, skipped)[1] for option in options) / len(options)


def changing(procedure: Procedure, answers: Answers, kinds: frozenset[Kind] | None = None) -> list[str]:
    """The open questions whose answer can still change the checklist, or only its items of some kinds."""
    return list(_changing(guide_of(procedure), frozenset(valid(procedure, answers).items()), kinds))


@lru_cache(maxsize=4096)
def _changing(guide: Guide, answers: Given, kinds: frozenset[Kind] | None) -> tuple[str, ...]:
    given = dict(answers)
    possible = [(path, items) for path, items in _paths(guide, kinds) if answers <= path.items()]
    return tuple(name for name in guide.ids if name not in given and _matters(name, possible))


def _matters(name: str, possible: Sequence[Route]) -> bool:
    """Whether two paths that differ in this answer alone lead to different items."""
    found: dict[tuple[tuple[str, str], ...], frozenset[Shown]] = {}
    for path, items in possible:
        others = tuple(entry for entry in path.items() if entry[0] != name)
        if found.setdefault(others, items) != items:
            return True
    return False


@lru_cache(maxsize=512)
def _paths(guide: Guide, kinds: frozenset[Kind] | None) -> tuple[Route, ...]:
    questions = _asked_when(guide)
    items = [item for item in guide.items if kinds is None or item.kind in kinds]
    choices = product(*(options for _, options, _ in guide.asked))
    found = [dict(zip(guide.ids, chosen, strict=True)) for chosen in choices]
    return tuple((path, frozenset(one.shown for one in items if holds(one.when, path, questions) is Holds.YES)) for path in found)


def paths(procedure: Procedure) -> Iterator[Route]:
    """Every combination of answers that people can give, each once; answers to void questions are left out."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for path, items in _paths(guide_of(procedure), None):
        given = valid(procedure, path)
        if (found := tuple(given.items())) not in seen:
            seen.add(found)
            yield given, items


def is_certain(procedure: Procedure, answers: Answers, kind: Kind, said: str) -> bool:
    """Whether an item holds, in one form or another, however the open questions are answered."""
    return (kind, said) in _certain(guide_of(procedure), frozenset(valid(procedure, answers).items()))


@lru_cache(maxsize=1024)
def _certain(guide: Guide, answers: Given) -> frozenset[tuple[Kind, str]]:
    possible = (items for path, items in _paths(guide, None) if answers <= path.items())
    return frozenset.intersection(*(frozenset(one[:2] for one in items) for items in possible))


def _items(procedure: Procedure) -> Iterator[Item]:
    for case in [] if procedure.cases is UNKNOWN else procedure.cases:
        yield from _of_case(case)
    for number, method in enumerate([] if procedure.methods is UNKNOWN else procedure.methods):
        for fee in [] if method.fees is UNKNOWN else method.fees:
            yield Item("fee", f"{number}", _detail(fee), conditions(fee.when))
        for time in [] if method.times is UNKNOWN else method.times:
            yield Item("time", f"{number}", _detail(time), conditions(time.when))
    for office in procedure.offices:
        yield Item("office", fold(office.place), "", conditions(office.when))


def _of_case(case: Case) -> Iterator[Item]:
    if case.documents is UNKNOWN:
        yield Item("unknown", fold(case.name), "", conditions(case.when))
    for paper in [] if case.documents is UNKNOWN else case.documents:
        yield Item("paper", fold(paper.name), _detail(paper), conditions(case.when, paper.when))
    if case.note:
        yield Item("note", fold(case.note), "", conditions(case.when))


def _detail(record: Document | Fee | ProcessingTime) -> str:
    return record.model_dump_json(exclude={"when"}, exclude_defaults=True)


def with_needed_questions(procedure: Procedure) -> Procedure:
    """The procedure without the questions that nothing depends on any more."""
    needed = set(changing(procedure, {}))
    for question in reversed(procedure.questions):
        needed |= set(question.when) if question.id in needed else set()
    return (
        procedure.model_copy(update={"questions": [one for one in procedure.questions if one.id in needed]})
        if needed
        else without_guide(procedure)
    )


def without_guide(procedure: Procedure) -> Procedure:
    """The procedure as it is told to everybody: no questions, no offices by case, no conditions on answers."""
    kept = {name: _unconditional(getattr(procedure, name)) for name in ("cases", "methods")}
    return procedure.model_copy(update={**kept, "questions": [], "offices": []})


def _unconditional(value: object) -> object:
    if isinstance(value, list):
        return [_unconditional(one) for one in value]
    if not isinstance(value, Case | Document | SubmissionMethod | Fee | ProcessingTime):
        return value
    update = {name: {} if name == "when" else _unconditional(getattr(value, name)) for name in value.model_fields_set}
    return value.model_copy(update=update)

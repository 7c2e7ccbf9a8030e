"""What one citizen needs for one procedure, from its fields and the answers to its questions. Pure: no input, no output.

Unknown stays unknown: what the source leaves open is told with where to ask, never as free or as nothing needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.dialogue import guide_phrases, phrases
from bot.dialogue.answers import source
from bot.dialogue.charges import charge_list, charge_offers, fee_headline
from bot.dialogue.citizens import Citizen
from bot.dialogue.drafts import agency_of, ask_first
from bot.dialogue.durations import time_headline, time_lines, time_offers
from bot.dialogue.formats import bare, sentence, short_name, tidy, unique, upper_first
from bot.dialogue.offers import Offer, methods_of, ways_of
from bot.dialogue.outline import in_a_row, statements
from bot.dialogue.papers import case_name, cases_of, is_general, paper_name, papers_of
from bot.dialogue.steps import steps_of
from bot.messages import Checklist, ChecklistAnswer, ChecklistGroup, ChecklistPaper
from knowledge.guides import Answers, Conditions, Holds, is_certain, valid
from knowledge.schema import Document, Procedure, ProcessingTime, SubmissionMethod, Unknown
from knowledge.words import fold

_KEY_LENGTH = 10


def checklist(procedure: Procedure, answers: Answers, skipped: Iterable[str] = (), *, today: date) -> Checklist:
    """The personal checklist. Answers that name nothing are left out; what an open question decides stands under its condition."""
    given = valid(procedure, answers)
    citizen = Citizen(procedure, given)
    personal = citizen.personal()
    told = Checklist(
        code=procedure.code,
        name=short_name(procedure.name),
        answers=told_answers(procedure, given),
        skipped=[question.id for question in procedure.questions if question.id in set(skipped) - given.keys()],
        papers=list(_guided_papers(citizen) if procedure.questions else _papers_by_case(procedure)),
        fees=_fees(personal, today),
        times=_times(personal),
        offices=_offices(citizen, personal),
        how_to_file=_how(personal),
        notes=[*_force(procedure, today), *_notes(citizen)],
        steps=_steps(procedure),
        online_url=str(procedure.online_url) if procedure.online_url and procedure.in_force(today) else None,
        official_url=str(procedure.official_url),
        sources=[source(procedure)],
    )
    return told.model_copy(update={"unknown": _unknown(citizen, told)})


def told_answers(procedure: Procedure, given: Answers) -> list[ChecklistAnswer]:
    """The answers in words, in the order of the questions."""
    return [
        ChecklistAnswer(question_id=question.id, option_id=option.id, question=tidy(question.ask), answer=tidy(option.label))
        for question in procedure.questions
        for option in question.options
        if given.get(question.id) == option.id
    ]


def _guided_papers(citizen: Citizen) -> Iterator[ChecklistPaper]:
    """The papers of all situations that hold, those of one name once; a paper that every answer asks for has no condition."""
    groups: dict[str, list[tuple[Document, Holds, Conditions]]] = {}
    for document, status, when in citizen.documents():
        groups.setdefault(fold(document.name), []).append((document, status, when))
    for name, group in groups.items():
        sure = [document for document, status, _ in group if status is Holds.YES]
        open_ones = [document for document, status, _ in group if status is Holds.MAYBE]
        whens = [when for _, status, when in group if status is Holds.MAYBE]
        if sure:
            yield _paper(_united(sure))
        if open_ones and not sure and is_certain(citizen.procedure, citizen.answers, "paper", name):
            yield _paper(_united(open_ones))
        elif open_ones and (not sure or _takes_more(_united(open_ones), _united(sure))):
            yield _paper(_united(open_ones), citizen.either(whens), again=bool(sure))


def _papers_by_case(procedure: Procedure) -> Iterator[ChecklistPaper]:
    """The papers of a procedure without a guide: the general ones, then those of each situation under its name."""
    cases = cases_of(procedure)
    for case in cases:
        alone = len(cases) == 1 or is_general(case)
        for document in papers_of(case):
            yield _paper(document, None if alone else guide_phrases.for_case(case_name(case)))


def _united(documents: list[Document]) -> Document:
    """One paper out of several of one name: the larger counts, handed in if any asks for that, every remark."""
    first = documents[0]
    notes = unique(document.note for document in documents if document.note)
    return first.model_copy(
        update={
            "originals": max((one.originals for one in documents if one.originals is not None), default=None),
            "copies": max((one.copies for one in documents if one.copies is not None), default=None),
            "show_only": all(one.show_only for one in documents),
            "form": next((one.form for one in documents if one.form), None),
            "note": "\n".join(notes) or None,
        }
    )


def _takes_more(document: Document, than: Document) -> bool:
    return (document.originals or 0, document.copies or 0) > (than.originals or 0, than.copies or 0)


def _paper(document: Document, condition: str | None = None, *, again: bool = False) -> ChecklistPaper:
    form = document.form
    return ChecklistPaper(
        key=_key(document.name, again=again),
        name=paper_name(document),
        originals=document.originals,
        copies=document.copies,
        show_only=document.show_only,
        note=" ".join(map(sentence, statements(document.note))) if document.note else None,
        form=bare(tidy(form.name)) if form else None,
        form_url=str(form.link) if form and form.link else None,
        condition=condition,
    )


def _key(name: str, *, again: bool) -> str:
    """The same for a paper with and without a condition, unless both stand in one list."""
    return hashlib.sha256(f"{fold(name)}{'+' if again else ''}".encode()).hexdigest()[:_KEY_LENGTH]


def _fees(personal: Procedure, today: date) -> list[ChecklistGroup]:
    found = charge_offers(personal, today)
    return [_group(found, offer, charge_list(offer), phrases.FEE) for offer in found] if fee_headline(found) else []


def _times(personal: Procedure) -> list[ChecklistGroup]:
    found = time_offers(personal)
    return [_group(found, offer, _time_lines(offer), phrases.TIME) for offer in found] if time_headline(found) else []


def _time_lines(offer: Offer[ProcessingTime]) -> list[str]:
    alone = [replace(offer, ways=offer.ways[:1])]
    headline = time_headline(alone)
    return [headline, *time_lines(alone)] if headline else []


def _group(found: Sequence[Offer[Any]], offer: Offer[Any], said: list[str], what: str) -> ChecklistGroup:
    heading = phrases.filing(offer.ways, offer.remark) if len(found) > 1 else None
    return ChecklistGroup(heading=heading, lines=list(map(_plain, said)) or [sentence(phrases.silent(what))])


def _plain(line: str) -> str:
    """A list line without its mark, as a sentence or as the heading it is."""
    said = upper_first(line.removeprefix("- ").removeprefix("+ "))
    return said if said.endswith(":") else sentence(said)


def _offices(citizen: Citizen, personal: Procedure) -> list[str]:
    place, agency = personal.receiving_place, agency_of(personal)
    told = citizen.offices() or ([] if isinstance(place, Unknown) else statements(place))
    by = [phrases.handled_by(agency)] if agency and not any(agency.casefold() in one.casefold() for one in told) else []
    anywhere = [phrases.ANYWHERE] if personal.anywhere is True else []
    return unique([*map(sentence, told), *by, *anywhere])


def _how(personal: Procedure) -> list[ChecklistGroup]:
    """The ways to file with what the source says about each; ways of which it says the same are one."""
    groups: dict[tuple[str, ...], list[SubmissionMethod]] = {}
    for method in methods_of(personal):
        groups.setdefault(tuple(_how_lines(method)), []).append(method)
    return [ChecklistGroup(heading=phrases.filing(ways_of(members)), lines=list(said)) for said, members in groups.items()]


def _how_lines(method: SubmissionMethod) -> list[str]:
    said = list(map(sentence, statements(method.note))) if method.note else []
    return said or [guide_phrases.WAYS[method.channel]]


def _force(procedure: Procedure, today: date) -> list[str]:
    starts, ends = procedure.effective_from, procedure.effective_to
    if procedure.in_force(today):
        return []
    return [sentence(phrases.not_yet(starts) if starts and today < starts else phrases.ended(ends) if ends else "")]


def _notes(citizen: Citizen) -> list[str]:
    """The remarks on the situations, with the condition where it is open whether they hold."""
    found = []
    for case, status in citizen.cases() if citizen.procedure.questions else ():
        condition = citizen.condition(case.when) if status is Holds.MAYBE else None
        for text in statements(case.note) if case.note else ():
            found.append(sentence(f"{upper_first(condition)}: {text}" if condition else text))
    return unique(found)


def _steps(procedure: Procedure) -> list[str]:
    return [sentence(in_a_row(f"{bare(step.name)}: {step.text}" if step.name else step.text)) for step in steps_of(procedure)]


def _unknown(citizen: Citizen, told: Checklist) -> list[str]:
    """What the source does not say: the papers of some situation, and whole parts of the list, with where to ask."""
    guided = citizen.procedure.questions
    cases = [case for case, status in citizen.cases() if status is Holds.YES and isinstance(case.documents, Unknown)] if guided else []
    parts: list[tuple[Sequence[object], str]] = [
        (told.papers or cases, phrases.DOCUMENTS),
        (told.fees, phrases.FEE),
        (told.times, phrases.TIME),
    ]
    parts += [(told.offices, phrases.PLACE), (told.how_to_file, phrases.ONLINE)]
    missing = [what for said, what in parts if not said]
    found = [guide_phrases.unknown_case(case_name(case)) for case in cases]
    found += [guide_phrases.unknown(missing)] if missing else []
    return [*found[:-1], f"{found[-1]} {ask_first(citizen.procedure)}"] if found else []

"""A procedure as it concerns one citizen: which of its papers, fees, times and offices hold after the answers given so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bot.dialogue import guide_phrases
from bot.dialogue.formats import upper_first
from knowledge.guides import Answers, Conditions, Holds, asked_when, conditions, holds
from knowledge.schema import UNKNOWN, Case, Document, Fee, KnownText, Procedure, ProcessingTime, SubmissionMethod, Unknown, When

Charged = TypeVar("Charged", Fee, ProcessingTime)


@dataclass(frozen=True)
class Citizen:
    """A citizen's answers about a procedure; what they leave open may hold."""

    procedure: Procedure
    answers: Answers

    @cached_property
    def _questions(self) -> dict[str, Conditions]:
        return asked_when(self.procedure)

    def holds(self, *whens: When) -> Holds:
        """Whether all the conditions are met."""
        return holds(conditions(*whens), self.answers, self._questions)

    def condition(self, *whens: When) -> str | None:
        """What is still open in conditions, in words; None where nothing is."""
        said = [self._said(name, options) for name, options in self._open(conditions(*whens))]
        return guide_phrases.both(said) if said else None

    def either(self, several: Sequence[Conditions]) -> str | None:
        """What is open in conditions of which one is enough; answers to one question are told together."""
        found = [self._open(when) for when in several]
        asked = {when[0][0] for when in found if len(when) == 1}
        if len(asked) == 1 and all(len(when) == 1 for when in found):
            return self._said(asked.pop(), frozenset[str]().union(*(when[0][1] for when in found)))
        said = dict.fromkeys(guide_phrases.both([self._said(*one) for one in when]) for when in found if when)
        return guide_phrases.either(list(said)) if said else None

    def _open(self, when: Conditions) -> Conditions:
        """The conditions on questions that have no answer."""
        return tuple((name, options) for name, options in when if name in self._questions and name not in self.answers)

    def _said(self, name: str, options: frozenset[str]) -> str:
        question = next(question for question in self.procedure.questions if question.id == name)
        return guide_phrases.condition(question.ask, [option.label for option in question.options if option.id in options])

    def cases(self) -> list[tuple[Case, Holds]]:
        """The situations that hold or may hold."""
        listed = [] if isinstance(self.procedure.cases, Unknown) else self.procedure.cases
        found = ((case, self.holds(case.when)) for case in listed)
        return [(case, status) for case, status in found if status is not Holds.NO]

    def documents(self) -> Iterator[tuple[Document, Holds, Conditions]]:
        """The papers that hold or may hold, with their conditions."""
        for case, _ in self.cases():
            for document in [] if isinstance(case.documents, Unknown) else case.documents:
                when = conditions(case.when, document.when)
                status = holds(when, self.answers, self._questions)
                if status is not Holds.NO:
                    yield document, status, when

    def personal(self) -> Procedure:
        """The procedure for this citizen, without a guide: what may hold stands under its condition, what does not is left out."""
        if not self.procedure.questions:
            return self.procedure
        cases, methods = self.procedure.cases, self.procedure.methods
        update = {
            "questions": [],
            "offices": [],
            "cases": cases if isinstance(cases, Unknown) else [part for case, _ in self.cases() for part in self._parts(case)] or UNKNOWN,
            "methods": methods if isinstance(methods, Unknown) else [self._method(method) for method in methods],
            "receiving_place": self._place(),
        }
        return self.procedure.model_copy(update=update)

    def _parts(self, case: Case) -> list[Case]:
        """A situation, and one of its own for each condition that single papers of it stand under."""
        whole = case.model_copy(update={"when": {}})
        if isinstance(case.documents, Unknown) or not any(paper.when for paper in case.documents):
            return [whole]
        groups: dict[str | None, list[Document]] = {}
        for paper in case.documents:
            if self.holds(paper.when) is not Holds.NO:
                groups.setdefault(self.condition(paper.when), []).append(paper.model_copy(update={"when": {}}))
        rest = [Case(name=upper_first(name), documents=papers) for name, papers in groups.items() if name]
        return [*([whole.model_copy(update={"documents": groups[None]})] if None in groups else []), *rest]

    def _method(self, method: SubmissionMethod) -> SubmissionMethod:
        return method.model_copy(update={"fees": self._charges(method.fees), "times": self._charges(method.times)})

    def _charges(self, listed: list[Charged] | Unknown) -> list[Charged] | Unknown:
        """The fees or times that hold or may hold. Where none is left the source says nothing about this citizen: unknown."""
        if isinstance(listed, Unknown):
            return listed
        kept = [self._charge(one) for one in listed if self.holds(one.when) is not Holds.NO]
        return kept or UNKNOWN

    def _charge(self, one: Charged) -> Charged:
        """A fee or time that only may hold says under which condition, unless it does so already."""
        condition = one.condition or (self.condition(one.when) if self.holds(one.when) is Holds.MAYBE else None)
        return one.model_copy(update={"when": {}, "condition": condition}) if one.when else one

    def offices(self) -> list[str]:
        """Where to file, with the condition where that is open; none where it is the same for everybody."""
        found = [(office, self.holds(office.when)) for office in self.procedure.offices]
        kept = [(office.place, self.condition(office.when) if status is Holds.MAYBE else None) for office, status in found if status]
        return [f"{place} ({condition})" if condition else place for place, condition in kept]

    def _place(self) -> KnownText:
        return "\n".join(self.offices()) or self.procedure.receiving_place

"""How far a citizen is in the guide of one procedure: what was answered and skipped, in which order, and what is asked now. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from bot.dialogue.guide import next_question
from bot.dialogue.persons import Relation
from knowledge.guides import valid
from knowledge.schema import Procedure, Question


class Progress(BaseModel):
    """The guide of the procedure ``code``. ``history`` names each question answered or skipped, in order: what "Quay lại" undoes.

    ``whom`` is for whom it is said to be, while nobody is said None.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    answers: dict[str, str] = {}
    skipped: list[str] = []
    history: list[str] = []
    asking: str | None = None
    whom: Relation | None = None

    def concerning(self, whom: Relation | None) -> Progress:
        """With for whom it is; for another one than before all begins anew."""
        if whom in (None, self.whom):
            return self
        return Progress(code=self.code, whom=whom) if self.whom else self.model_copy(update={"whom": whom})

    def answered(self, question: str, option: str) -> Progress:
        """With one answer given or changed."""
        return self._with({**self.answers, question: option}, _without(self.skipped, question), question)

    def passed(self, question: str) -> Progress:
        """With one question skipped, even if it had an answer."""
        answers = {name: option for name, option in self.answers.items() if name != question}
        return self._with(answers, [*_without(self.skipped, question), question], question)

    def learned(self, found: Mapping[str, str]) -> Progress:
        """With what a message said, as far as it is new."""
        progress = self
        for question, option in found.items():
            progress = progress if progress.answers.get(question) == option else progress.answered(question, option)
        return progress

    def back(self, procedure: Procedure) -> Progress:
        """One step back: the last answer or skip is undone and asked again; a change that was begun is given up."""
        if self.asking in {*self.answers, *self.skipped}:
            return self.asked(procedure)
        steps = self.steps(procedure)
        if not steps:
            return self.asked(procedure)
        answers = {name: option for name, option in self.answers.items() if name != steps[-1]}
        update = {"answers": answers, "skipped": _without(self.skipped, steps[-1]), "history": _without(self.history, steps[-1])}
        return self.model_copy(update={**update, "asking": steps[-1]})

    def steps(self, procedure: Procedure) -> list[str]:
        """The questions that were answered or skipped and still count, in order."""
        counted = {*self.given(procedure), *self.skipped}
        return [name for name in self.history if name in counted and any(one.id == name for one in procedure.questions)]

    def given(self, procedure: Procedure) -> dict[str, str]:
        """The answers that count."""
        return valid(procedure, self.answers)

    def asked(self, procedure: Procedure) -> Progress:
        """With the next question as the one being asked, none where the list is ready."""
        following = self.next(procedure)
        return self.model_copy(update={"asking": following.id if following else None})

    def next(self, procedure: Procedure) -> Question | None:
        """The next question; None where the list is ready."""
        return next_question(procedure, self.answers, self.skipped)

    def _with(self, answers: dict[str, str], skipped: list[str], question: str) -> Progress:
        history = self.history if question in self.history else [*self.history, question]
        return self.model_copy(update={"answers": answers, "skipped": skipped, "history": history})


def _without(names: list[str], name: str) -> list[str]:
    return [one for one in names if one != name]

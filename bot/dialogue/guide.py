"""Guided cases (tình huống của người dân): the fewest questions, then a personal checklist. Pure: no input, no output.

``answers_in`` reads what a message says already, ``next_question`` asks what still matters, ``checklist`` is the result.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.dialogue.checklists import checklist
from bot.dialogue.hearing import Wish, answers_in, reply_in, wish_in
from knowledge.guides import Answers, Kind, changing, next_of
from knowledge.schema import Procedure, Question

__all__ = ["Wish", "answers_in", "checklist", "depends", "next_question", "option_label", "question_of", "reply_in", "wish_in"]


def next_question(procedure: Procedure, answers: Answers, skipped: Collection[str] = ()) -> Question | None:
    """The question to ask so that the fewest are asked in all; None when no answer can change the checklist any more."""
    return question_of(procedure, next_of(procedure, answers, skipped))


def depends(procedure: Procedure, answers: Answers, kinds: Collection[Kind]) -> bool:
    """Whether an open question can still change items of these kinds."""
    return bool(procedure.questions) and bool(changing(procedure, answers, frozenset(kinds)))


def question_of(procedure: Procedure, name: str | None) -> Question | None:
    """A question by its id."""
    return next((question for question in procedure.questions if question.id == name), None)


def option_label(question: Question, name: str) -> str | None:
    """What an option says; None where the question has no such option."""
    return next((option.label for option in question.options if option.id == name), None)

"""Guided cases (tình huống của người dân): the fewest questions, then a personal checklist. Pure: no input, no output.

``answers_in`` reads what a message says already, ``next_question`` asks what still matters, ``checklist`` is the result.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.dialogue import hearing, told
from bot.dialogue.checklists import checklist
from bot.dialogue.hearing import Wish, wish_in
from bot.dialogue.told import implied, whom
from knowledge.guides import Answers, Kind, changing, next_of
from knowledge.schema import Procedure, Question

__all__ = [
    "Wish",
    "answers_in",
    "checklist",
    "depends",
    "implied",
    "next_question",
    "option_label",
    "question_of",
    "reply_in",
    "whom",
    "wish_in",
]


def answers_in(procedure: Procedure, text: str, known: Answers | None = None) -> dict[str, str]:
    """What a message already answers, by phrases of the options, persons and cases: option ids by question id.

    Of the answers ``known`` only those that phrases change are among them.
    """
    said = told.about(procedure, text)
    abroad = told.any_country(said)
    found = {**(hearing.answers_in(procedure, abroad) if abroad else {}), **hearing.answers_in(procedure, said)}
    return told.inferred(procedure, hearing.without_name(procedure, said), found, known or {})


def reply_in(question: Question, text: str, *, loose: bool = True, parts: bool = True) -> str | Wish | None:
    """The option, or the wish, that a reply to a question means; None where it says something else. See ``hearing.reply_in``."""
    reply = hearing.reply_in(question, text, loose=loose, parts=parts)
    return reply or (told.replied(question, text) if loose else None)


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

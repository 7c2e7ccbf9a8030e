"""Where the official record has just changed a fact under our text, the answer about it says so, and only that answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.dialogue import phrases
from bot.dialogue.aspects import Aspect
from bot.dialogue.entities import Entities
from bot.dialogue.skills.knowledge import procedure
from bot.dialogue.state import State, Turn
from bot.nlu.client import NluResult
from knowledge.store import Knowledge

BIRTH = "1.001193"


def said(knowledge: Knowledge, aspect: Aspect, *changed: str) -> str:
    turn = Turn(
        "", "", Entities(), NluResult(intent="", confidence=0.0, ranking=[], source="ok"), [], State(),
        replace(knowledge, changed={BIRTH: changed}), date(2026, 11, 22),
    )  # fmt: skip
    return procedure(turn, BIRTH, aspect).replies[0].text


@pytest.mark.parametrize(
    ("aspect", "fact"), [(Aspect.FEE, "fee"), (Aspect.TIME, "time"), (Aspect.DOCUMENTS, "documents"), (Aspect.LEGAL_BASIS, "decision")]
)
def test_the_answer_about_a_changed_fact_says_so(knowledge: Knowledge, aspect: Aspect, fact: str) -> None:
    sentence = phrases.JUST_CHANGED.format(facts=phrases.CHANGED_FACTS[fact])
    assert said(knowledge, aspect, fact) == f"{said(knowledge, aspect)}\n\n{sentence}"
    others = [name for name in phrases.CHANGED_FACTS if name != fact]
    assert said(knowledge, aspect, *others) == said(knowledge, aspect)


def test_an_overview_names_all_changed_facts_in_one_sentence(knowledge: Knowledge) -> None:
    assert said(knowledge, Aspect.OVERVIEW, "fee", "time").endswith(phrases.JUST_CHANGED.format(facts="phí, lệ phí, thời hạn giải quyết"))

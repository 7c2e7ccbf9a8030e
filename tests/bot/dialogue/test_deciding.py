"""What wins where a message may be several things: one's own file, a general question, a procedure, or nothing that the state does."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.decide import decide
from bot.dialogue.entities import extract
from bot.dialogue.state import Act, State, Turn
from bot.messages import Outcome
from bot.nlu.results import NluResult
from knowledge.store import Knowledge
from retriever.queries import matter
from retriever.search import Hit

LATE, FOLLOWED, CARD = "ho-so-tre-hen", "tra-cuu-ho-so", "1.014064"
FILE = NluResult("dossier_status", 0.97, [("dossier_status", 0.97), ("complaint", 0.03)], "ok")


def found(knowledge: Knowledge, one: str, score: float = 60.0, probability: float = 0.75) -> Hit:
    name = knowledge.faqs[one].question if one in knowledge.faqs else knowledge.procedures[one].name
    return Hit("faq" if one in knowledge.faqs else "procedure", one, name, score, probability, 0.95, (), score, 1.5, 0.0, taught=True)


def asked(knowledge: Knowledge, text: str, told: NluResult, *hits: Hit, follows: bool | None = None, corrected: bool = False) -> Act:
    return decide(
        Turn(
            text,
            matter(text),
            extract(text),
            told,
            list(hits),
            State(),
            knowledge,
            date(2026, 11, 22),
            follows=follows,
            corrected=corrected,
        )
    )


def test_a_general_question_about_files_is_answered_before_a_number_is_asked(knowledge: Knowledge) -> None:
    act = asked(knowledge, "giấy hẹn ghi hôm mùng mười mà tới giờ họ cứ bảo chờ", FILE, found(knowledge, LATE))
    assert (act.outcome, act.faq_id) == (Outcome.ANSWERED, LATE)


@pytest.mark.parametrize("one", [FOLLOWED, CARD])
def test_who_asks_for_their_own_file_is_asked_for_its_number(knowledge: Knowledge, one: str) -> None:
    assert asked(knowledge, "hồ sơ thẻ của em tới đâu rồi", FILE, found(knowledge, one)).outcome is Outcome.STATUS


def test_what_follows_a_general_answer_for_sure_is_no_file(knowledge: Knowledge) -> None:
    hit = found(knowledge, "vneid-thay-giay-to-nao")
    act = asked(knowledge, "mà bằng của tôi chưa thấy hiện trong app", FILE, hit, follows=False, corrected=True)
    assert act.faq_id == hit.id


def test_what_is_about_nothing_gets_no_guess(knowledge: Knowledge) -> None:
    outside = NluResult("ask_time", 0.4, [("ask_time", 0.4), ("oos_general_knowledge", 0.35), ("oos_smalltalk", 0.25)], "ok")
    weak = Hit("procedure", CARD, knowledge.procedures[CARD].name, 14.0, 0.05, 0.3, (), 14.0, 0.0, 0.0, taught=True)
    act = asked(knowledge, "cuối tuần này trên núi có mưa không em", outside, weak)
    assert act.outcome in (Outcome.UNKNOWN, Outcome.OUT_OF_SCOPE) and act.procedure_code is None

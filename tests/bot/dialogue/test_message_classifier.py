"""What the words of a message alone tell: sides, where a talk goes, whether a detail is asked; told of sentences nobody trained on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import Labelled, labelled
from bot.dialogue.message_classifier import Going, MessageClassifier, classified
from knowledge.store import load_knowledge

ROOT = Path(__file__).parents[3]
FEE = ["hết nhiêu tiền vậy em", "tốn kém cỡ nào hả cô", "đóng mấy đồng", "phí bao nhiêu", "mất bao nhiêu tiền"]
TIME = ["chừng nào lấy được", "mấy bữa thì xong", "đợi lâu không em", "bao lâu có kết quả", "mấy ngày thì có giấy"]


def one(message: str, side: Aspect, target: str = "1.000001", current: str | None = "1.000001", says: str | None = None) -> Labelled:
    return Labelled("writer", message, current, Aspect.HOW, (target,) if target else (), (side,) if target else (), says)


def small() -> list[Labelled]:
    """Messages about two sides, some of which move, ask nothing or ask a detail."""
    known = [one(text, Aspect.FEE) for text in FEE] + [one(text, Aspect.TIME) for text in TIME]
    known += [one(f"còn {text}", Aspect.FEE, target="1.000002") for text in FEE]
    known += [one(text, Aspect.FEE, target="") for text in ("cảm ơn em nhé", "trời nóng quá em", "cảm ơn nhiều nhé")]
    return known + [one(f"photo có được không, {text}", Aspect.DOCUMENTS, says="bản sao") for text in TIME]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_shares_are_shares_whatever_is_said(text: str) -> None:
    heard = classified(text)
    assert sum(heard.sides.values()) == pytest.approx(1) and sum(heard.going.values()) == pytest.approx(1)
    assert set(heard.going) == set(Going) and set(heard.sides) <= set(Aspect)
    assert sum(heard.ending.values()) == pytest.approx(1) and 0 <= heard.detail <= 1


def test_it_learns_from_what_it_is_shown() -> None:
    model = MessageClassifier(small())
    assert max(model.classify("bao nhiêu tiền").sides.items(), key=lambda told: told[1])[0] is Aspect.FEE
    assert max(model.classify("bao lâu thì xong").sides.items(), key=lambda told: told[1])[0] is Aspect.TIME
    assert model.classify("cảm ơn").going[Going.NOWHERE] > model.classify("mấy ngày").going[Going.NOWHERE]
    assert model.classify("còn phí").going[Going.AWAY] > model.classify("phí").going[Going.AWAY]
    assert model.classify("photo được không").detail > model.classify("phí bao nhiêu").detail


def test_marks_and_case_tell_nothing() -> None:
    assert classified("Hết Bao Nhiêu TIỀN vậy").sides == classified("het bao nhieu tien vay").sides


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("thằng cu nhà chị làm cái đó thì phải đóng mấy trăm ngàn hả em", Aspect.FEE),
        ("lam xong roi doi toi khi nao moi duoc cam ve", Aspect.TIME),
        ("em ở Hóc Môn thì chạy ra chỗ mô để nộp rứa", Aspect.PLACE),
        ("can mang theo nhung giay gi vay chu", Aspect.DOCUMENTS),
        ("ngồi nhà bấm điện thoại nộp có được không", Aspect.ONLINE),
    ],
)
def test_sides_are_heard_in_words_of_all_regions(text: str, side: Aspect) -> None:
    heard = classified(text).sides
    assert max(heard, key=lambda told: heard[told]) is side


def test_a_story_before_the_question_does_not_hide_its_end() -> None:
    heard = classified(
        "hôm bữa bão vô nhà tốc mái giấy tờ ướt hết trơn, gom mãi mới được mấy tấm, giờ em hỏi cái này mất bao nhiêu tiền vậy"
    )
    assert max(heard.ending, key=lambda told: heard.ending[told]) is Aspect.FEE


def test_every_example_is_about_what_the_built_in_content_knows() -> None:
    known = load_knowledge(ROOT / "knowledge")
    ids = known.procedures.keys() | known.faqs.keys()
    lost = {target for told in labelled() for target in (*told.target, *filter(None, [told.current]))} - ids
    assert not lost
    assert all(told.message.strip() for told in labelled())


def test_what_is_said_to_answer_a_detail_stands_in_what_it_is_about() -> None:
    known = load_knowledge(ROOT / "knowledge")
    texts = {one: _plain(found.model_dump_json()) for one, found in (known.procedures | known.faqs).items()}
    lost = [told for told in labelled() if told.says and not any(_plain(told.says) in texts[one] for one in told.target)]
    assert len(lost) <= 0.01 * sum(told.says is not None for told in labelled()), lost[:3]


def _plain(text: str) -> str:
    return " ".join(text.replace("\\n", " ").replace('\\"', '"').lower().split())

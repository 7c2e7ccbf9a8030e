"""How alike a question is to the ways of asking that are written down."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import Labelled
from bot.dialogue.passage_asks import CORE, Likeness, Way, Ways, way
from bot.dialogue.passage_reading import Passage
from bot.dialogue.passages import Library, find, passages_of
from knowledge.schema import Procedure
from knowledge.store import assemble

WORDS = st.lists(
    st.sampled_from(["khai", "sinh", "tre", "han", "phat", "xa", "cong", "chung", "giay", "goc", "con", "me"]), min_size=1, max_size=6
)
ASKED = st.dictionaries(st.integers(0, 4), st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4)


def read(words: list[str]) -> Way:
    return way(frozenset(words), words)


def plainly(asked: dict[int, list[list[str]]], question: list[str], core: frozenset[str]) -> dict[int, tuple[float, float]]:
    """The same by the definition: the cosines of words and of syllables, the greatest of each statement."""

    def worth(word: str, own: frozenset[str]) -> float:
        count = Counter(word for ways in asked.values() for word in {one for words in ways for one in words})[word]
        return math.log((len(asked) + 1) / (count + 0.5)) * (CORE if word in own else 1.0)

    def cosine(one: set[str], other: set[str], own: frozenset[str]) -> float:
        top = sum(worth(word, own) ** 2 for word in one & other)
        return top and top / math.sqrt(sum(worth(w, own) ** 2 for w in one) * sum(worth(w, own) ** 2 for w in other))

    said = set(question)
    return {
        at: (max(cosine(said, set(words), core) for words in ways), max(cosine(said, set(words), frozenset()) for words in ways))
        for at, ways in asked.items()
    }


@given(ASKED, WORDS, st.frozensets(st.sampled_from(["khai", "sinh", "con"])))
def test_the_index_finds_what_the_definition_says(asked: dict[int, list[list[str]]], question: list[str], core: frozenset[str]) -> None:
    found = Ways({at: [read(words) for words in ways] for at, ways in asked.items()}, core).alike(read(question))
    wanted = plainly(asked, question, core)
    assert found.keys() == wanted.keys()
    for at, likeness in found.items():
        assert likeness[:2] == pytest.approx(wanted[at])
        assert all(-1e-9 <= one <= 1 + 1e-9 for one in likeness)


@given(ASKED)
def test_what_is_asked_in_the_same_words_is_wholly_alike(asked: dict[int, list[list[str]]]) -> None:
    ways = Ways({at: [read(words) for words in ones] for at, ones in asked.items()}, frozenset())
    for at, ones in asked.items():
        assert ways.alike(read(ones[0]))[at] == pytest.approx(Likeness(1, 1, 1))


def test_what_shares_no_letter_is_not_alike_and_nothing_asked_finds_nothing() -> None:
    assert Ways({3: [read(["khai", "sinh"])]}, frozenset()).alike(read(["xe", "tai"])) == {3: Likeness()}
    assert Ways({}, frozenset()).alike(read(["khai"])) == {}


def test_a_word_that_few_statements_are_asked_with_tells_more() -> None:
    ways = Ways({0: [read(["giay", "tre"])], 1: [read(["giay", "chung"])], 2: [read(["giay", "goc"])]}, frozenset())
    found = ways.alike(read(["giay", "tre", "nua"]))
    assert found[0].words > 2 * found[1].words > 0


def birth(**changes: Any) -> Procedure:
    fields: dict[str, Any] = {
        "code": "1.000001", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "executing_agency": "Ủy ban nhân dân cấp xã",
        "conditions": ["Cha hoặc mẹ phải khai sinh trong 60 ngày.", "Người nước ngoài phải có bản dịch được chứng thực.",
                       "Trẻ bị bỏ rơi thì công an lập biên bản."],
        "cases": "unknown", "steps": "unknown", "methods": "unknown", "results": "unknown", "legal_basis": "unknown",
        "official_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/a", "decision": "unknown", "source": {"name": "Cổng"},
        "checked": date(2026, 11, 1),
    }  # fmt: skip
    return Procedure.model_validate(fields | changes)


def told(procedure: Procedure, ask: str) -> str:
    found = find(Library(assemble([procedure])), procedure, ask)
    return found.said[0] if found else ""


OTHER_WORDS = [{"says": "có bản dịch", "asks": ["chồng tây thì tờ tiếng anh tính sao", "giấy bên mỹ gửi về để nguyên có chịu không"]}]


@pytest.mark.parametrize("ask", ["giấy bên mỹ gửi về để nguyên có chịu không ạ", "giay ben my gui ve de nguyen co chiu khong"])
def test_a_statement_is_found_by_words_that_it_does_not_use(ask: str) -> None:
    assert told(birth(), ask) == ""
    assert "bản dịch" in told(birth(details=OTHER_WORDS), ask)


def test_a_way_of_asking_whose_statement_is_gone_finds_nothing() -> None:
    gone = birth(conditions=["Cha hoặc mẹ phải khai sinh trong 60 ngày."], details=OTHER_WORDS)
    assert told(gone, "giấy bên mỹ gửi về để nguyên có chịu không ạ") == ""


ABROAD = Labelled("An", "ông xã em người Hàn tờ của ảnh toàn chữ lạ", "1.000001", None, ("1.000001",), (Aspect.DOCUMENTS,), "có bản dịch")
WHEN = Labelled("An", "bữa nào có kết quả vậy", "1.000001", None, ("1.000001",), (Aspect.TIME,), None)


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue.passages.about", lambda: {"1.000001": [ABROAD, WHEN]})


@pytest.mark.usefixtures("messages")
def test_a_statement_is_found_by_the_words_of_a_message_that_it_answers() -> None:
    """Those of a writer who is left out tell nothing."""
    ask, base = "ông xã em người Hàn, tờ của ảnh toàn chữ lạ thì sao", assemble([birth()])
    whole, less = Library(base), Library(base, without=lambda writer: writer == "An")
    abroad = next(one for one in passages_of(birth()) if "bản dịch" in one.said)
    assert whole.ask(birth(), ask).question.alike[abroad].letters > 0.8
    assert abroad not in less.ask(birth(), ask).question.alike
    assert whole.like(birth(), ask) > less.like(birth(), ask) == 0


@pytest.mark.usefixtures("messages")
def test_a_message_that_asks_a_side_is_a_way_of_asking_for_it_and_for_no_statement() -> None:
    asked = Library(assemble([birth()])).ask(birth(), "bữa nào có kết quả vậy ạ")
    assert set(asked.question.sides) == {Aspect.TIME} and asked.like_sides > asked.like == 0


@pytest.mark.usefixtures("messages")
def test_what_messages_ask_of_one_procedure_tells_nothing_of_another() -> None:
    other = birth(code="1.000002", name="Đăng ký khai tử")
    assert Library(assemble([other])).like(other, WHEN.message) == 0


@pytest.mark.usefixtures("messages")
def test_what_is_read_ahead_is_what_messages_are_about_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    base, stopped = assemble([birth(), birth(code="1.000002")]), Event()
    read: list[str] = []

    def seen(procedure: Procedure) -> list[Passage]:
        read.append(procedure.code)
        return []

    monkeypatch.setattr("bot.dialogue.passages.passages_of", seen)
    Library(base).prepare(stopped, pause=0)
    assert read == ["1.000001"]
    stopped.set()
    Library(base).prepare(stopped, pause=0)
    assert read == ["1.000001"]

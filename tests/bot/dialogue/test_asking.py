"""How much one message asks: the sides it names, and the ways to cut it in two."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.asking import MOST_ASPECTS, aspects_in, halves, has_object
from bot.dialogue.aspects import Aspect
from retriever.text import fold

DOCUMENTS, FEE, TIME, PLACE, ONLINE = Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE
SIDES: list[tuple[str, list[Aspect]]] = [
    ("bao nhiêu tiền với mấy ngày", [FEE, TIME]),
    ("mấy ngày xong và bao nhiêu tiền", [TIME, FEE]),
    ("hết bao nhiêu tiền và cần giấy tờ gì", [FEE, DOCUMENTS]),
    ("le phi bao nhieu va nop o dau", [FEE, PLACE]),
    ("mất bao lâu, hết nhiêu tiền vậy", [TIME, FEE]),
    ("nộp trên mạng với ra tận nơi thì tiền khác nhau à?", [FEE, ONLINE]),
    ("lệ phí bao nhiêu, lệ phí bao nhiêu vậy ạ", [FEE]),
    ("làm sao để nộp online", [ONLINE]),
    ("phải làm sao, điều kiện thế nào", [Aspect.HOW]),
    ("đăng ký kết hôn", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "sides"), SIDES)
def test_the_sides_are_found_in_the_order_they_are_asked(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(text) == sides


@pytest.mark.parametrize(("text", "sides"), [pair for pair in SIDES if len(pair[1]) > 1 and "tiền khác" not in pair[0]])
def test_sides_are_found_without_marks(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(fold(text)) == sides


def test_no_reply_is_asked_to_tell_more_than_it_can() -> None:
    assert aspects_in("cần giấy tờ gì, mất mấy ngày, bao nhiêu tiền, nộp ở đâu") == [DOCUMENTS, TIME, FEE]


WORDS = ["và", "với", "con", "còn", "rồi", "cấp lại", "căn cước", "khai sinh", ".", "?", "bao nhiêu tiền", "luôn", "va", "ca", "kết hôn"]
TALK = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


@given(TALK)
def test_any_text_asks_a_few_different_sides(text: str) -> None:
    found = aspects_in(text)
    assert len(found) <= MOST_ASPECTS and len(set(found)) == len(found)


def letters(text: str) -> str:
    """A text without spaces and ends of sentences."""
    return re.sub(r"[\s.?!;\x1c-\x1f]+", "", text.lower())


@given(TALK)
def test_halves_are_the_two_ends_of_the_text(text: str) -> None:
    """Only an act of the first half, of at most three words, may be put before the second."""
    whole = letters(text)
    for first, second in halves(text):
        words = second.split()
        own = next(count for count in range(4) if whole.endswith(letters(" ".join(words[count:]))))
        assert letters(first) and letters(" ".join(words[own:]))
        assert whole.startswith(letters(first)) and " ".join(words[:own]) in first


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("cấp lại căn cước và bằng lái", "cấp lại căn cước", "cấp lại bằng lái"),
        ("cap lai can cuoc va bang lai", "cap lai can cuoc", "cap lai bang lai"),
        ("đăng ký khai sinh cho con rồi đăng ký kết hôn", "đăng ký khai sinh cho con", "đăng ký kết hôn"),
        ("làm lại căn cước và đăng ký kết hôn", "làm lại căn cước", "đăng ký kết hôn"),
        ("làm lại căn cước với gia hạn tạm trú", "làm lại căn cước", "gia hạn tạm trú"),
        ("Làm lại căn cước ở đâu? Đăng ký kết hôn thế nào?", "làm lại căn cước ở đâu", "đăng ký kết hôn thế nào ?"),
    ],
)
def test_two_matters_are_cut_apart_and_the_second_gets_the_act_it_lacks(text: str, first: str, second: str) -> None:
    assert (first, second) in halves(text)


@pytest.mark.parametrize(
    "text",
    [
        "khai sinh và kết hôn",
        "đăng ký khai sinh cho con ngoài giá thú",
        "làm căn cước mất mấy ngày và bao nhiêu tiền",
        "bao nhiêu tiền với mấy ngày vậy ạ",
        "công ty tôi thuê người làm ca đêm",
        "",
    ],
)
def test_one_matter_is_not_cut(text: str) -> None:
    assert halves(text) == []


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Rơi ví, mất cả căn cước lẫn bằng lái. Làm lại mỗi cái bao nhiêu tiền?", ("mất căn cước", "mất bằng lái")),
        ("em vừa làm khai sinh vừa xin thẻ bảo hiểm cho bé thì mỗi việc nộp ở đâu", ("làm khai sinh", "xin thẻ bảo hiểm cho bé")),
        ("toi vua dang ky ket hon vua nhap ho khau cho vo", ("dang ky ket hon", "nhap ho khau cho vo")),
    ],
)
def test_two_things_named_as_a_pair_are_both_asked_about(text: str, both: tuple[str, str]) -> None:
    assert tuple(part.strip(" .") for part in halves(text)[0]) == both


@pytest.mark.parametrize(("said", "names"), [("sang tên", False), ("lại khác", False), ("sang tên xe", True), ("cấp lại căn cước", True)])
def test_an_act_alone_names_no_object(said: str, names: bool) -> None:
    assert has_object(said) is names

"""Replies as messages: split where a reader pauses, nothing lost, choices as buttons or numbers."""

from __future__ import annotations

import re
import string
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels import replies
from bot.channels.contract import Limits, Link, Piece
from bot.channels.rendering import pages_of, render
from bot.channels.splitting import size, split
from bot.dialogue.service import _typed_choice
from bot.messages import Button, Card, Checklist, ChecklistAnswer, Outgoing, SourceNote

ROOMY = Limits(text=4096, buttons=12, label=60, links=8, utf16=True)
WRITTEN = Limits(text=2000, buttons=0, label=100, links=0)
URL = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.000001"


def choices(*labels: str) -> list[Button]:
    return [Button(label=label, value=f"value:{label}") for label in labels]


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


# Splitting

WORDS = st.one_of(
    st.sampled_from(
        ["TP.", "Huế", "v.v.", "135.000", "đồng.", "Lệ", "phí:", "- ", "1. ", URL, "Quảng", "giấy", "hết;", "Sao?", "👩‍👩‍👧", "ư\u0323"]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", ""])), max_size=60).map(
    lambda parts: "".join(w + s for w, s in parts)
)


@given(text=TEXTS, limit=st.integers(20, 300), utf16=st.booleans())
@example(text="𝒳" * 50, limit=21, utf16=True)
@example(text="e" + "\u0301" * 5 + "a" * 30, limit=20, utf16=False)
def test_nothing_is_lost_and_every_piece_fits(text: str, limit: int, utf16: bool) -> None:
    pieces = split(text, limit, utf16=utf16)
    assert bare("".join(pieces)) == bare(text)
    assert all(piece and piece == piece.strip() and size(piece, utf16=utf16) <= limit for piece in pieces)


@given(
    words=st.lists(st.text(string.ascii_letters + "đươ.;,", min_size=1, max_size=40), min_size=1, max_size=40), limit=st.integers(40, 120)
)
def test_a_word_that_fits_is_never_cut(words: list[str], limit: int) -> None:
    assert [word for piece in split(" ".join(words), limit) for word in piece.split()] == words


@given(
    st.lists(st.sampled_from(["ư\u0323", "e\u0302\u0301", "👍🏽", "👩‍👩‍👧", "❤\ufe0f", "a"]), min_size=5, max_size=80), st.integers(12, 40)
)
def test_a_letter_keeps_its_marks(letters: list[str], limit: int) -> None:
    for piece in split("".join(letters), limit, utf16=True):
        assert unicodedata.category(piece[0])[0] != "M"
        assert piece[0] not in "\u200d🏽"
        assert piece[-1] != "\u200d"


@pytest.mark.parametrize(
    "sentence",
    [
        "Anh/chị đến UBND P. Bến Nghé ở Q. Nhất, TP. Hồ Chí Minh để nộp",
        "Mang theo căn cước, sổ hộ khẩu cũ, v.v. Và bản sao, xem tr. 5 của mẫu",
        "Lệ phí 135.000 đồng theo Khoản 2. Điều 5 của ThS. Lan ở Đ. Lê Lợi",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    first = "Câu mở đầu ở đây cho đủ dài."
    for limit in range(len(first) + len(sentence) // 3, len(first) + len(sentence)):
        assert split(f"{first} {sentence}.", limit)[0] == first


def test_blank_lines_are_better_than_lines_and_lines_than_sentences() -> None:
    assert split("Câu một. Câu hai.\n\nCâu ba. Câu bốn.\nCâu năm.", 40) == ["Câu một. Câu hai.", "Câu ba. Câu bốn.\nCâu năm."]
    assert split("Câu một. Câu hai.\nCâu ba. Câu bốn.", 30) == ["Câu một. Câu hai.", "Câu ba. Câu bốn."]
    assert split("Câu một. Câu hai. Câu ba dài hơn", 30) == ["Câu một. Câu hai.", "Câu ba dài hơn"]


def test_a_heading_stays_with_its_list() -> None:
    assert split("Anh/chị cần một số giấy tờ.\nGiấy tờ gồm:\n- Tờ khai\n- Ảnh", 44)[1].startswith("Giấy tờ gồm:")


def test_an_address_stays_whole() -> None:
    text = f"Xem ở {URL} nhé. " * 40
    assert sum(piece.count(URL) for piece in split(text, 300)) == 40


def test_telegram_counts_utf_16() -> None:
    assert size("a👍", utf16=True) == 3
    assert [len(piece) for piece in split("👍" * 10, 8, utf16=True)] == [4, 4, 2]
    assert split("👍" * 10, 10) == ["👍" * 10]


# Rendering

LABELS = st.text(string.ascii_letters + " đươ", min_size=1, max_size=80).filter(str.strip)
BUTTONS = st.builds(Button, label=LABELS, value=st.text(string.ascii_lowercase, min_size=1, max_size=20))
CARDS = st.builds(Card, title=LABELS, subtitle=st.none() | LABELS, url=st.none() | st.just(URL), url_label=st.none() | LABELS)
SOURCES = st.builds(SourceNote, title=LABELS, code=st.none() | st.just("1.000001"), url=st.none() | st.just(URL))
REPLIES = st.builds(
    Outgoing, text=TEXTS, buttons=st.lists(BUTTONS, max_size=14), card=st.none() | CARDS, sources=st.lists(SOURCES, max_size=3)
)
LIMITS = st.builds(
    Limits,
    text=st.integers(200, 4096),
    buttons=st.integers(0, 12),
    label=st.integers(10, 100),
    links=st.integers(0, 5),
    utf16=st.booleans(),
)


@given(said=st.lists(REPLIES, max_size=3), limits=LIMITS, together=st.none() | st.integers(0, 6))
def test_every_piece_is_within_limits(said: list[Outgoing], limits: Limits, together: int | None) -> None:
    for piece in render(said, limits, together=together):
        assert piece.text.strip()
        assert size(piece.text, utf16=limits.utf16) <= limits.text
        assert len(piece.buttons) <= limits.buttons
        assert len(piece.links) <= limits.links
        assert all(len(shown) <= limits.label for shown in [*(b.label for b in piece.buttons), *(link.title for link in piece.links)])
        if together is not None and piece.links:
            assert len(piece.buttons) + len(piece.links) <= together


@given(said=st.lists(REPLIES, min_size=1, max_size=3), limits=LIMITS)
def test_every_choice_is_a_button_or_the_number_the_dialogue_reads(said: list[Outgoing], limits: Limits) -> None:
    pieces = render(said, limits)
    tapped = [button for piece in pieces for button in piece.buttons]
    offered = [button for reply in said for button in reply.buttons]
    shown = bare("".join(piece.text for piece in pieces))
    for number, button in enumerate(offered, 1):
        if button in tapped:
            continue
        assert f"{number}.{bare(button.label)}" in shown
        assert _typed_choice(str(number), offered) == button.value
    assert all(len(reply.buttons) == 0 for reply in said) or tapped or bare(replies.ANSWER_WITH_NUMBER) in shown


@given(said=st.lists(REPLIES, max_size=3), limits=LIMITS)
def test_every_word_and_every_page_is_there(said: list[Outgoing], limits: Limits) -> None:
    pieces = render(said, limits)
    shown = bare("".join(piece.text for piece in pieces))
    linked = [link.url for piece in pieces for link in piece.links]
    for reply in said:
        assert bare(reply.text) in shown
        assert all(bare(source.title) in shown for source in reply.sources)
        if reply.card is not None:
            assert bare(reply.card.title) in shown
            assert reply.card.url is None or reply.card.url in shown or reply.card.url in linked


def test_an_answer_as_telegram_shows_it() -> None:
    source = SourceNote(title="Cấp lại thẻ", code="1.000001", decision="Quyết định 1/QĐ-BCA", url=URL, checked=date(2026, 11, 2))
    card = Card(title="Cấp lại thẻ căn cước", subtitle="Bộ Công an", url=URL, url_label="Nộp trực tuyến")
    said = Outgoing(text="Lệ phí 70.000 đồng.", buttons=choices("Giấy tờ", "Nơi nộp"), card=card, sources=[source])
    text = (
        "Lệ phí 70.000 đồng.\n\nCấp lại thẻ căn cước\nBộ Công an\n\n"
        f"Nguồn: Cấp lại thẻ (mã 1.000001), Quyết định 1/QĐ-BCA, kiểm tra ngày 02/11/2026\n{URL}"
    )
    assert render([said], ROOMY) == [Piece(text=text, buttons=said.buttons, links=[Link(title="Nộp trực tuyến", url=URL)])]


def test_buttons_and_links_hang_on_the_last_piece() -> None:
    said = Outgoing(text="Một câu ngắn.\n\n" * 40, buttons=choices("Có", "Không"), card=Card(title="Thẻ", url=URL))
    first, *middle, last = render([said], Limits(text=200, buttons=5, label=20, links=1))
    assert not any(piece.buttons or piece.links for piece in [first, *middle])
    assert last.buttons == said.buttons
    assert last.links == [Link(title="Thẻ", url=URL)]


@pytest.mark.parametrize("labels", [("Một", "Hai", "Ba", "Bốn"), ("Một", "Một cái tên quá dài")], ids=["too many", "too long"])
def test_buttons_that_do_not_all_fit_are_all_numbered(labels: tuple[str, ...]) -> None:
    (piece,) = render([Outgoing(text="Chọn:", buttons=choices(*labels))], Limits(text=500, buttons=3, label=10, links=1))
    listed = "\n".join(f"{number}. {label}" for number, label in enumerate(labels, 1))
    assert piece == Piece(text=f"Chọn:\n\n{replies.ANSWER_WITH_NUMBER}\n{listed}")


def test_numbers_go_on_over_all_replies_of_a_message() -> None:
    said = [Outgoing(text="A", buttons=choices("Một", "Hai")), Outgoing(text="B", buttons=choices("Ba", "Bốn", "Năm"))]
    tapped, numbered = render(said, Limits(text=500, buttons=2, label=10, links=0))
    assert tapped.buttons == said[0].buttons
    assert re.findall(r"\d\. \w+", numbered.text) == ["3. Ba", "4. Bốn", "5. Năm"]


def test_a_card_without_link_buttons_is_title_and_address() -> None:
    named = Outgoing(text="Đây ạ.", card=Card(title="Khai sinh", subtitle="UBND xã", url=URL))
    labelled = Outgoing(text="Đây ạ.", card=Card(title="Khai sinh", url=URL, url_label="Nộp trực tuyến"))
    assert render([named], WRITTEN)[0].text == f"Đây ạ.\n\nKhai sinh: {URL}\nUBND xã"
    assert render([labelled], WRITTEN)[0].text == f"Đây ạ.\n\nKhai sinh\nNộp trực tuyến: {URL}"


def test_a_page_that_is_no_safe_address_is_written_and_no_button() -> None:
    (piece,) = render([Outgoing(text="Đây ạ.", card=Card(title="Thẻ", url="https://dichvucong.gov.vn@evil.example"))], ROOMY)
    assert piece.links == []
    assert "Thẻ: https://dichvucong.gov.vn@evil.example" in piece.text


def test_a_checklist_is_linked_where_its_page_is_known() -> None:
    checklist = Checklist(code="1.000001", name="Thẻ", skipped=["nơi"], official_url=URL)
    said = [Outgoing(text="Đây ạ.", checklist=checklist)]
    assert render(said, ROOMY)[0].links == []
    assert render(said, ROOMY, checklist_url=lambda _: None)[0].links == []
    page = "https://motcua.example.vn/checklists/1.000001"
    assert render(said, ROOMY, checklist_url=lambda _: page)[0].links == [Link(title=replies.CHECKLIST_LINK, url=page)]


def test_the_page_of_a_checklist_carries_its_answers() -> None:
    answers = [ChecklistAnswer(question_id="noi", option_id="xa", question="Nơi nộp?", answer="Xã")]
    checklist = Checklist(code="1.000001", name="Thẻ", answers=answers, skipped=["mat"], official_url=URL)
    assert pages_of("https://motcua.example.vn/")(checklist) == "https://motcua.example.vn/checklists/1.000001?q=noi:xa&skip=mat"


def test_links_make_room_for_buttons_where_both_are_counted_together() -> None:
    said = Outgoing(text="Đây ạ.", buttons=choices("Một", "Hai"), card=Card(title="Thẻ", url=URL))
    (room,) = render([said], ROOMY, together=3)
    (none,) = render([said], ROOMY, together=2)
    assert (len(room.buttons), len(room.links)) == (2, 1)
    assert (len(none.buttons), len(none.links)) == (2, 0)
    assert f"Thẻ: {URL}" in none.text


def test_a_reply_of_buttons_alone_still_says_something() -> None:
    assert render([Outgoing(text=" \n", buttons=choices("Có"))], ROOMY) == [Piece(text=replies.CHOOSE, buttons=choices("Có"))]
    assert render([Outgoing(text="")], ROOMY) == []
    assert render([], ROOMY) == []

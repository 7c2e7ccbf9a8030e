"""Official texts with lists inside, read as outlines and set anew for a phone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.formats import calm, sentences, shorten, trim
from bot.dialogue.outline import in_a_row, led, lines, outline, statements


def levels(text: str) -> list[tuple[int, str]]:
    return [(point.level, point.text) for point in outline(text)]


def test_list_marks_give_the_levels_and_are_left_out() -> None:
    text = "1. Tổ chức:\n- Có trụ sở;\n+ Tại Việt Nam;\n- Có vốn.\n2. Cá nhân:\na) Đủ 18 tuổi;\nb) Có hộ chiếu."
    assert levels(text) == [
        (0, "Tổ chức:"),
        (1, "Có trụ sở;"),
        (2, "Tại Việt Nam;"),
        (1, "Có vốn."),
        (0, "Cá nhân:"),
        (1, "Đủ 18 tuổi;"),
        (1, "Có hộ chiếu."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kiểm tra hồ sơ: - Đầy đủ thì nhận; - Thiếu thì trả.",
        "Kiểm tra hồ sơ: + Đầy đủ thì nhận; + Thiếu thì trả.",
        "Kiểm tra hồ sơ: a) Đầy đủ thì nhận; b) Thiếu thì trả.",
        "Kiểm tra hồ sơ: (1) Đầy đủ thì nhận; (2) Thiếu thì trả.",
        "Kiểm tra hồ sơ:\n• Đầy đủ thì nhận;\n• Thiếu thì trả.",
    ],
)
def test_a_list_inside_a_line_is_a_list(text: str) -> None:
    assert lines(text) == ["Kiểm tra hồ sơ:", "- Đầy đủ thì nhận.", "- Thiếu thì trả."]


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Văn hóa - Xã hội xem xét",
        "Nộp 1.600.000 đồng theo Nghị định số 12/2020/NĐ-CP",
        "Giấy tờ (gồm: - Bản chính; - Bản sao) theo quy định",
        "Theo điểm a) khoản 2) Điều 5",
        "Mức thu = Diện tích + Đơn giá",
    ],
)
def test_what_is_no_list_stays_whole(text: str) -> None:
    assert levels(text) == [(0, text)]


def test_a_line_that_broke_off_is_joined_again() -> None:
    assert levels("- Nhà ở phải phá dỡ theo quy định\ncủa pháp luật;\n- Nhà ở khác.") == [
        (0, "Nhà ở phải phá dỡ theo quy định của pháp luật;"),
        (0, "Nhà ở khác."),
    ]


def test_an_introduction_keeps_what_it_leads_to() -> None:
    assert statements("Nộp một lần. Không thu phí đối với: - Trẻ em; - Người già.") == [
        "Nộp một lần.",
        "Không thu phí đối với: trẻ em; người già",
    ]
    assert in_a_row("Đơn ghi rõ:\n- Họ tên;\n- Nơi ở") == "Đơn ghi rõ: họ tên; nơi ở"


def test_a_step_with_points_is_a_heading_with_a_list() -> None:
    assert led("Bước 1: ", "Cơ quan kiểm tra:\n- Tên;\n- Tuổi.") == ["Bước 1: cơ quan kiểm tra:", "- Tên.", "- Tuổi."]
    assert led("Bước 1: ", "Cơ quan kiểm tra:\n- Tên;\n- Tuổi.", most=1) == ["Bước 1: cơ quan kiểm tra: tên."]


def test_brackets_and_abbreviations_are_never_torn_apart() -> None:
    assert sentences("Nộp tại TP. Hà Nội. Nhận sau.") == ["Nộp tại TP. Hà Nội.", "Nhận sau."]
    assert sentences("Nộp tại xã (xem Điều 5. Khoản 2). Nhận sau.") == ["Nộp tại xã (xem Điều 5. Khoản 2).", "Nhận sau."]


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Nộp lệ phí 1.000.000 đồng cho mỗi lần cấp giấy", 20, "Nộp lệ phí…"),
        ("Theo quy định tại Nghị định số 12/2020/NĐ-CP của Chính phủ", 40, "Theo quy định tại Nghị định…"),
        ("Giấy khai sinh của trẻ em (bản chính hoặc bản sao)", 40, "Giấy khai sinh của trẻ em…"),
        ("Có vốn điều lệ, có trụ sở tại Việt Nam và có người đại diện", 40, "Có vốn điều lệ, có trụ sở tại Việt Nam…"),
    ],
)
def test_a_cut_leaves_no_half_number_and_no_open_bracket(text: str, limit: int, cut: str) -> None:
    assert shorten(text, limit) == cut


def test_capital_letters_are_calmed_but_abbreviations_stay() -> None:
    assert calm("QUYẾT ĐỊNH PHÂN CẤP THẨM QUYỀN CỦA UBND TỈNH LÀO CAI") == "Quyết định phân cấp thẩm quyền của UBND tỉnh Lào Cai"
    assert calm("Mẫu 02/KK-TNCN theo TT BTC") == "Mẫu 02/KK-TNCN theo TT BTC"


MARKS = ["- ", "+ ", "a) ", "b) ", "1. ", "2. ", "(i) ", "• ", "", "", ""]
WORDS = "hồ sơ, Người nộp; giấy tờ: Cơ quan. 1.600.000 đồng (bản chính) 12/2020/NĐ-CP trong 05 ngày làm việc Trường hợp".split()  # noqa: SIM905
# A number that stands alone as a point says nothing, and is dropped on purpose.
PIECES = st.tuples(
    st.sampled_from(MARKS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).filter(lambda words: words != ["05"])
).map(lambda drawn: drawn[0] + " ".join(drawn[1]))
TEXTS = st.lists(PIECES, min_size=1, max_size=8).flatmap(
    lambda pieces: st.sampled_from(["\n", " ", "; "]).map(lambda glue: glue.join(pieces))
)


@given(text=TEXTS)
def test_no_number_and_no_long_word_is_lost(text: str) -> None:
    said = " ".join(point.text for point in outline(text)).casefold()
    for word in re.findall(r"\d{2}[\d./]*[\w-]*|[^\W\d_]{5,}", text):
        assert word.casefold() in said


@given(text=TEXTS, limit=st.integers(40, 400))
def test_a_trimmed_text_is_within_its_limit_and_has_only_whole_numbers(text: str, limit: int) -> None:
    said = trim(text, limit)
    assert len(said) <= limit
    whole = set(re.findall(r"\d[\d./]*", text))
    assert all(found.rstrip("./") in {number.rstrip("./") for number in whole} for found in re.findall(r"\d[\d./]*", said))

"""Nothing personal is kept: numbers in digits, groups or words, e-mail addresses and accounts go; codes and sums of money stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.numbers import ACCOUNT_MASK, EMAIL_MASK, PERSONAL_ID_MASK, PHONE_MASK, masked
from retriever.text import fold

SAID = {
    "0": ("không", "hông", "ko"),
    "1": ("một", "mốt"),
    "2": ("hai",),
    "3": ("ba",),
    "4": ("bốn", "tư"),
    "5": ("năm", "lăm"),
    "6": ("sáu",),
    "7": ("bảy", "bẩy"),
    "8": ("tám",),
    "9": ("chín",),
}
NUMBERS = st.one_of(st.from_regex(r"0[35789]\d{8}", fullmatch=True), st.from_regex(r"0[0-9]{11}", fullmatch=True)).filter(str.isascii)
AROUND = st.sampled_from(["", "số em là ", "gọi ", "sđt: ", "cccd ", " nhé", " ạ", ", cảm ơn", " của em"])


@st.composite
def said(draw: st.DrawFn) -> str:
    """A number said digit by digit, in words or partly in digits, with or without marks."""
    words = [draw(st.sampled_from([*SAID[digit], digit])) for digit in draw(NUMBERS)]
    typed = draw(st.sampled_from([" ", ", ", "-"])).join(words)
    return fold(typed) if draw(st.booleans()) else typed


@given(said(), AROUND, AROUND)
@settings(max_examples=300)
def test_a_number_said_in_words_is_masked(number: str, before: str, after: str) -> None:
    shown = masked(f"{before} {number} {after}")
    assert number not in shown
    assert re.sub(r"\[[^\]]*\]", "", shown) == f"{before}  {after}"


@pytest.mark.parametrize("number", ["hông-0-7-2-2-9-8-5-6-8-6-một", "không 0 7 1 8 6 5 8 3 3 6 1", "hai, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, ba"])
def test_nothing_is_left_of_a_number_in_which_a_phone_stands(number: str) -> None:
    assert re.sub(r"\[[^\]]*\]", "", masked(f"cccd {number} ạ")) == "cccd  ạ"


EMAILS = st.from_regex(r"[a-z][a-z0-9._]{1,12}[a-z0-9]@[a-z]{2,8}\.(?:com|vn|gov\.vn)", fullmatch=True)


@given(EMAILS, AROUND)
def test_an_address_of_e_mail_is_masked(address: str, before: str) -> None:
    assert masked(f"{before} {address}, cảm ơn") == f"{before} {EMAIL_MASK}, cảm ơn"


@pytest.mark.parametrize("typed", ["lan.tran (at) gmail.com", "lan.tran a còng gmail chấm com", "lan.tran@GMAIL.COM", "lan.tran@gmail"])
def test_an_address_disguised_or_cut_short_is_masked(typed: str) -> None:
    assert "lan" not in masked(f"mail em {typed}")


@given(
    st.sampled_from(["stk", "STK:", "số tài khoản", "so tai khoan", "tài khoản Vietcombank", "tk"]),
    st.from_regex(r"[1-9][0-9]{5,15}", fullmatch=True).filter(str.isascii),
    st.sampled_from(["", " ", "."]),
)
def test_the_number_of_an_account_is_masked(cue: str, number: str, separator: str) -> None:
    grouped = separator.join(number[at : at + 4] for at in range(0, len(number), 4)) if separator else number
    shown = masked(f"{cue} {grouped} của em")
    assert shown.startswith(cue)
    assert shown.endswith("của em")
    assert not re.search(r"\d", shown)


@given(st.integers(1, 999_999), st.sampled_from(["đồng", " đồng", "đ", " vnđ", " VND"]))
def test_money_stays(thousands: int, unit: str) -> None:
    for amount in (f"{thousands * 1000:,}".replace(",", "."), f"{thousands * 1000}"):
        text = f"nộp {amount}{unit} vào tài khoản kho bạc"
        assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "thủ tục 1.011442 và 2.000815.000.00.00.H55",
        "hồ sơ H56.14-240823-0001",
        "nghị định 118/2025/NĐ-CP, thông tư 03/2025/TT-VPCP",
        "ngày 22/11/2026 lúc 15h30, gọi 1800 1096, 113, 114, 115 hoặc 111",
        "một hai ba bước là xong, từ hai đến ba ngày",
        "tài khoản định danh mức 2, tờ khai CT01, mẫu TK1-TS",
        "hai năm ba tháng, năm hai nghìn không trăm hai mươi lăm",
    ],
)
def test_codes_laws_dates_and_emergency_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_a_passport_and_a_health_card_are_masked() -> None:
    assert masked("hộ chiếu B1234567 mất rồi") == f"hộ chiếu {PERSONAL_ID_MASK} mất rồi"
    assert "0123456789" not in masked("thẻ BHYT GD4010123456789")


@given(
    st.lists(st.one_of(said(), EMAILS, st.sampled_from(["stk 123456", "Đổi sổ đỏ", "1.011442", "0912345678", "500.000 đồng"])), max_size=5)
)
def test_masking_twice_changes_nothing_more(parts: list[str]) -> None:
    once = masked("; ".join(parts))
    assert masked(once) == once


def test_each_kind_has_its_own_mask() -> None:
    text = "sđt 0912345678, cccd 079203004567, stk 190345678, mail a.b@c.vn"
    assert masked(text) == f"sđt {PHONE_MASK}, cccd {PERSONAL_ID_MASK}, stk {ACCOUNT_MASK}, mail {EMAIL_MASK}"

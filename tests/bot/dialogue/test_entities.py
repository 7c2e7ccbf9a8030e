"""Codes, phones, personal numbers and ages, found in everything people type."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.dialogue.entities import PERSONAL_ID_MASK, PHONE_MASK, dossier_key, extract, masked
from retriever.text import fold

WORDS = st.sampled_from(["hồ sơ", "ho so cua em", "mã số", "xong chưa ạ", "kiểm tra giúp", "so", "", "tới đâu rồi?", "anh/chị ơi,"])
PROVINCES_OF_BIRTH = ["001", "036", "048", "079", "096"]


def digits(low: int, high: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=low, max_size=high or low)


@st.composite
def dossier_codes(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from("HGK")) + draw(digits(2))
    before = draw(st.sampled_from([[], ["000", "00", draw(digits(2))]]))
    after = draw(st.lists(digits(2), max_size=3 if not before else 1))
    day = draw(st.dates(date(2019, 1, 1), date(2032, 12, 31))).strftime("%y%m%d")
    return "-".join([".".join([*before, head, *after]), day, draw(digits(4, 7))])


def loosened(draw: st.DrawFn, code: str) -> str:
    dot = draw(st.sampled_from([".", " ", "", ". "]))
    dash = draw(st.sampled_from(["-", "–", "—", " - ", " – ", " ", "_"]))
    loose = code.replace("-", dash).replace(".", dot)
    return loose.lower() if draw(st.booleans()) else loose


@st.composite
def spread(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    """A number and the same number with dots, hyphens or spaces between some of its digits."""
    number = draw(numbers)
    width = draw(st.sampled_from([0, 3, 4]))
    separator = draw(st.sampled_from([" ", ".", "-", " . "]))
    parts = [number[i : i + width] for i in range(0, len(number), width)] if width else [number]
    return number, separator.join(parts)


MOBILES = st.builds(lambda a, b: f"0{a}{b}", st.sampled_from("35789"), digits(8))
LANDLINES = st.builds(lambda a, b: f"{a}{b}", st.sampled_from(["024", "028"]), digits(8))
PERSONAL_IDS = st.builds(lambda a, b, c: a + b + c, st.sampled_from(PROVINCES_OF_BIRTH), st.sampled_from("0123"), digits(8))


@given(st.data(), dossier_codes(), WORDS, WORDS)
def test_a_dossier_code_typed_loosely_is_found_in_its_official_writing(data: st.DataObject, code: str, before: str, after: str) -> None:
    typed = data.draw(st.composite(lambda draw: loosened(draw, code))())
    assert extract(f"{before} {typed} {after}").dossier_codes == (code,)


@given(st.sampled_from("12356"), digits(4), st.sampled_from(["", ".000.00.00.H55", ".000.00.00.G12"]), st.booleans(), WORDS, WORDS)
def test_a_procedure_code_typed_loosely_is_found(family: str, number: str, suffix: str, spaced: bool, before: str, after: str) -> None:
    code = f"{family}.00{number}{suffix}"
    typed = code.replace(".", ". ", 1).lower() if spaced else code.lower()
    found = extract(f"{before} {typed} {after}")
    assert found.procedure_codes == (code,)
    assert found.dossier_codes == found.phones == found.personal_ids == ()


@given(spread(st.one_of(MOBILES, LANDLINES)), WORDS, WORDS)
def test_a_phone_number_in_any_grouping_is_found_and_masked(phone: tuple[str, str], before: str, after: str) -> None:
    number, typed = phone
    text = f"{before} {typed} {after}"
    assert extract(text).phones == (number,)
    assert masked(text) == f"{before} {PHONE_MASK} {after}"


@given(MOBILES, st.sampled_from(["+84", "84", "0084", "(+84) ", "+84 ", "+84-"]))
def test_a_country_prefix_means_the_same_phone(number: str, prefix: str) -> None:
    assume(not extract(prefix + number[1:]).personal_ids)
    assert extract(f"gọi em {prefix}{number[1:]} nhé").phones == (number,)


@given(spread(PERSONAL_IDS), WORDS, WORDS)
def test_a_personal_number_in_any_grouping_is_found_and_masked(personal: tuple[str, str], before: str, after: str) -> None:
    number, typed = personal
    text = f"{before} {typed} {after}"
    assert extract(text).personal_ids == (number,)
    assert masked(text) == f"{before} {PERSONAL_ID_MASK} {after}"


@given(st.text())
@example("\x00" * 20)
@example("H56.14-240823-00010912345678")
@example("٠٩١٢٣٤٥٦٧٨ ０９１２３４５６７８")
@settings(max_examples=400)
def test_no_text_raises(text: str) -> None:
    extract(text)
    masked(text)


NOISE = st.text("0123456789 .-+()đaH/\u200b０９", max_size=30)


@given(NOISE, st.one_of(MOBILES, LANDLINES, PERSONAL_IDS), NOISE)
@settings(max_examples=600)
def test_masking_leaves_no_personal_number_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    shown = masked(f"{before} {number} {after}")
    left = extract(shown)
    assert left.phones == left.personal_ids == ()
    assert number not in shown
    assert not re.search(r"(?<!\d)(?:0[35789]\d{8}|\d{12})(?!\d)", re.sub(r"H\d\d\S*", "", shown))


@given(st.lists(st.one_of(MOBILES, PERSONAL_IDS, st.sampled_from(["Đổi sổ đỏ", "1.011442", "ở Hà Nội"])), max_size=6))
def test_masking_twice_changes_nothing_more(parts: list[str]) -> None:
    once = masked(", ".join(parts))
    assert masked(once) == once


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tra cứu hồ sơ H56.14-240823-0001", "H56.14-240823-0001"),
        ("ho so h56 14 240823 0001 xong chua", "H56.14-240823-0001"),
        ("000.00.04.h51–200221–0001 sao rồi", "000.00.04.H51-200221-0001"),
        ("0000004H51-200221-0001", "000.00.04.H51-200221-0001"),
        ("mã:H15.50.05.13-261008-0975.", "H15.50.05.13-261008-0975"),
        ("H15500513-261008-0975", "H15.50.05.13-261008-0975"),
        ("G22.99.08-260921-896048", "G22.99.08-260921-896048"),
        ("ma ho so G01.899.107.000-240911-00452 dang o dau", "G01.899.107.000-240911-00452"),
        ("H15-250214-0098 2 ngày rồi", "H15-250214-0098"),
        ("h26.45-2506180009", "H26.45-250618-0009"),
    ],
)
def test_dossier_codes(text: str, code: str) -> None:
    found = extract(text)
    assert found.dossier_codes == (code,)
    assert found.procedure_codes == found.phones == found.personal_ids == ()
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("thủ tục 1.011442 cần gì", ("1.011442",)),
        ("2.000815.000.00.00.h55 nộp ở đâu", ("2.000815.000.00.00.H55",)),
        ("thu tuc 1 011442", ("1.011442",)),
        ("mã thủ tục 1011442", ("1.011442",)),
        ("1.001193 hay 1.004884", ("1.001193", "1.004884")),
        ("1.001193.H56", ("1.001193.000.00.00.H56",)),
    ],
)
def test_procedure_codes(text: str, codes: tuple[str, ...]) -> None:
    assert extract(text).procedure_codes == codes


@pytest.mark.parametrize(
    "text",
    [
        "phí 1.500.000 đồng",
        "nộp 200000000đ",
        "giá 1.500000đ",
        "nghị định 23/2015/NĐ-CP ngày 16/02/2015",
        "thông tư 03/2025/TT-VPCP",
        "luật 72/2025/QH15 điều 12 khoản 3",
        "ngày 01.07.2025 lúc 15h30",
        "gọi 1800 1096 hay 113",
        "biên nhận số 0457",
        "tạm trú mã 010125-7788",
        "mẫu CT01, TK01, 14-HSB",
        "từ 2019-2025, 12 tháng",
    ],
)
def test_dates_money_and_law_numbers_are_no_codes_and_stay_unmasked(text: str) -> None:
    found = extract(text)
    assert found.dossier_codes == found.procedure_codes == found.phones == found.personal_ids == ()
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("cccd 001203004567", ("001203004567",)),
        ("001 203 004 567", ("001203004567",)),
        ("cmnd 123 456 789", ("123456789",)),
        ("CMND: 212345678", ("212345678",)),
        ("chung minh cu 024.123.456", ("024123456",)),
        ("số 003203004567 không có tỉnh 003", ()),
        ("001903004567 là thế kỷ chưa tới", ()),
    ],
)
def test_personal_numbers_have_a_real_province_and_century(text: str, ids: tuple[str, ...]) -> None:
    assert extract(text).personal_ids == ids


def test_a_mistyped_personal_number_is_masked_all_the_same() -> None:
    assert masked("cccd em 003203004567 ạ") == f"cccd em {PERSONAL_ID_MASK} ạ"


def test_phone_id_and_dossier_in_one_message_are_told_apart() -> None:
    text = "sđt0912345678 số cc 079203004567, hồ sơ H56.14-240823-0001"
    found = extract(text)
    assert (found.phones, found.personal_ids, found.dossier_codes) == (("0912345678",), ("079203004567",), ("H56.14-240823-0001",))
    assert masked(text) == f"sđt{PHONE_MASK} số cc {PERSONAL_ID_MASK}, hồ sơ H56.14-240823-0001"


def test_a_dossier_key_ignores_case_and_dots() -> None:
    assert dossier_key("H56.14-240823-0001") == dossier_key("h5614-2408230001") != dossier_key("H56.14-240823-0002")


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("bé 10 tuổi làm căn cước", (10,)),
        ("be 10 tuoi lam can cuoc", (10,)),
        ("14t lam cccd dc chua", (14,)),
        ("con em 14 tuoỉ", (14,)),
        ("từ 14 đến 25 tuổi", (14, 25)),
        ("cháu mười bốn tuổi", (14,)),
        ("cu bay muoi lam tuoi", (75,)),
        ("bé 6 tháng làm hộ chiếu", (0,)),
        ("con 8 thang tuoi", (0,)),
        ("cháu 20 ngày tuổi", (0,)),
        ("con em 18 tháng tuổi", (1,)),
        ("trẻ sơ sinh", (0,)),
        ("xe tải 14t", ()),
        ("nghỉ thai sản 6 tháng", ()),
        ("đủ tuổi chưa", ()),
        ("hồ sơ trễ 3 tháng", ()),
        ("t7 có làm việc không", ()),
        ("200 tuổi", ()),
    ],
)
def test_ages(text: str, ages: tuple[int, ...]) -> None:
    assert extract(text).ages == ages


@given(st.integers(1, 110), st.sampled_from(["bé {} tuổi", "tôi {} tuổi rồi", "me em {} tuoi", "dưới {} tuổi"]), st.booleans())
def test_an_age_in_digits_is_found(age: int, sentence: str, plain: bool) -> None:
    text = sentence.format(age)
    assert extract(fold(text) if plain else text).ages == (age,)


def test_places_come_along() -> None:
    assert [place.name for place in extract("bé 10 tuổi ở quận 7, sđt 0912345678").places] == ["Quận 7"]

"""Dossier codes: found in any sentence however they are typed, told from all other numbers, and what is wrong with them is known."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.dossiers.codes import Reading, next_working_day, readings
from bot.numbers import find_dossiers, masked, plain_twin

TODAY = date(2026, 11, 22)
"""A Sunday."""
SENTENCES = (
    "{}",
    "hồ sơ {} của tôi đến đâu rồi?",
    "ho so {} xong chua a",
    "Cho em hỏi mã {}, em nộp 3 tuần rồi mà chưa thấy gì",
    "nhờ anh/chị tra giúp:\n{}\nEm cảm ơn ạ!",
    "({}) sđt em 0912345678",
    "cccd 079203004567, biên nhận {}.",
    "nộp 1.500.000 đồng cho hồ sơ {} hôm 20/10/2026",
    "thủ tục 1.011442 mã hồ sơ {} 2 ngày nữa có kết quả không?",
    "1.{}",
)
DASHES = ("-", "–", "—", " - ", " – ", " ", "_", "/", ".", ". ", "\n", " / ", "--")
DOTS = (".", "", " ", ". ", " . ", "·", ",", "..", "-")


def digits(low: int, high: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=low, max_size=high or low)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A code of a province or a ministry, with or without the three groups of older codes."""
    letter = draw(st.sampled_from("HG"))
    before = draw(st.sampled_from([[], ["000", "00", draw(digits(2))]]))
    levels = draw(st.lists(digits(2), max_size=1 if before else 3))
    day = draw(st.dates(date(2017, 1, 1), TODAY)).strftime("%y%m%d")
    sequence = draw(digits(4) if letter == "H" else digits(6, 7))
    return "-".join([".".join([*before, letter + draw(digits(2)), *levels]), day, sequence])


def swapped(draw: st.DrawFn, text: str) -> str:
    """Letters for some of the digits: at most one of each group, so that a group of letters alone never arises."""
    groups = [[*group] for group in text.split(".")]
    for group in groups:
        places = [at for at, c in enumerate(group) if c in "01" and any(d.isdigit() for d in group[:at] + group[at + 1 :])]
        if places and draw(st.booleans()):
            at = draw(st.sampled_from(places))
            group[at] = draw(st.sampled_from("Oo" if group[at] == "0" else "Il"))
    return ".".join("".join(group) for group in groups)


@st.composite
def loosely(draw: st.DrawFn, code: str) -> str:
    """The code as somebody may type it."""
    if draw(st.booleans()):
        code = "-".join(swapped(draw, part) for part in code.split("-"))
    dot = draw(st.sampled_from(DOTS))
    typed = draw(st.sampled_from(DASHES)).join(code.replace(".", dot).split("-")) if dot != "-" else code.replace(".", "-")
    if draw(st.booleans()):
        typed = typed.lower()
    if draw(st.booleans()):
        typed = typed.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-./"})
    return typed


def only(text: str, today: date = TODAY) -> Reading:
    """The one reading of a text."""
    [reading] = readings(text, today)
    return reading


# What is a code


@given(st.data(), codes(), st.sampled_from(SENTENCES))
@settings(max_examples=400, deadline=None)
def test_a_code_survives_any_loose_writing_and_any_sentence(data: st.DataObject, code: str, sentence: str) -> None:
    typed = data.draw(loosely(code))
    text = sentence.format(typed)
    reading = only(text)
    assert reading.codes == (code,)
    assert reading.problem is None
    assert text[reading.start : reading.end].strip() == typed.strip()
    assert [found.value for found in find_dossiers(plain_twin(text))] == [code]


@given(codes(), st.sampled_from(SENTENCES))
@settings(deadline=None)
def test_a_code_without_any_separator_is_read_where_its_digits_allow_it(code: str, sentence: str) -> None:
    run_on = "".join(c for c in code if c.isalnum())
    [reading] = readings(sentence.format(run_on), TODAY)
    assert code in reading.codes
    assert len({c.replace(".", "").replace("-", "") for c in reading.codes}) == 1
    assert len(reading.codes) <= 4


@given(codes(), codes(), st.sampled_from([" ", ", ", " và ", "\n", "; ", " hoặc là hồ sơ "]))
@settings(deadline=None)
def test_two_codes_are_two(first: str, second: str, between: str) -> None:
    assert [reading.codes for reading in readings(first + between + second, TODAY)] == [(first,), (second,)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mã số H56.14 ngày 240823 số 0001", "H56.14-240823-0001"),
        ("H56.14 ngày 24/08/2023 số 0001", "H56.14-230824-0001"),
        ("H56.14 nhận ngày 4/8/2023 số 0001", "H56.14-230804-0001"),
        ("H56.14 ngày 310824 số 0001", "H56.14-240831-0001"),
        ("H56.14-20240823-0001", "H56.14-240823-0001"),
        ("H56.14-31082024-0001", "H56.14-240831-0001"),
        ("H56.14 - 24 08 23 - 0001", "H56.14-240823-0001"),
        ("h56 chấm 14 gạch 240823 gạch ngang 0001", "H56.14-240823-0001"),
        ("OOO.OO.O4.H51-2OO22l-OOOl", "000.00.04.H51-200221-0001"),
        ("00.00.04.H51-200221-0001", "000.00.04.H51-200221-0001"),
        ("H.56.14-240823-0001", "H56.14-240823-0001"),
        ("H15-250214-00 98 của em", "H15-250214-0098"),
        ("H15-250214-0098 12 ngày rồi", "H15-250214-0098"),
        ("H15-250214-0098lâu quá", "H15-250214-0098"),
        ("H56.14\n-240823\n-0001", "H56.14-240823-0001"),
        ("G22.99.08-260921-896.048", "G22.99.08-260921-896048"),
        ("hồ sơ\u00a0H56.14\u2011240823\u20110001", "H56.14-240823-0001"),
        ("https://dichvucong.gov.vn/tra-cuu?ma=H56.14-240823-0001&x=1", "H56.14-240823-0001"),
    ],
)
def test_natural_ways_of_writing(text: str, code: str) -> None:
    assert only(text).codes == (code,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H56.14-24/08/23-0001", {"H56.14-240823-0001", "H56.14-230824-0001"}),
        ("G22.99-251225-0201 75", {"G22.99-251225-020175", "G22.99-251225-0201"}),
    ],
)
def test_two_readings_that_are_both_possible_are_both_given(text: str, expected: set[str]) -> None:
    assert set(only(text).codes) == expected


def test_a_reading_that_time_rules_out_is_not_offered() -> None:
    assert only("H56.14-24/08/29-0001").codes == ("H56.14-240829-0001",)
    assert only("H56.14-29/08/24-0001").codes == ("H56.14-240829-0001",)


# What is no code


AROUND = st.sampled_from(["", "hồ sơ ", "ho so ", "mã ", "mã số: ", "em gửi ", "h ", "số ", "G ", "sđt "])
AFTER = st.sampled_from(["", " ạ", " ngày 22/11/2026", ", cảm ơn", " 2026", " xong chưa", " 0001"])


def no_code(text: str) -> bool:
    return not readings(text, TODAY) and not find_dossiers(plain_twin(text))


@given(
    AROUND,
    st.sampled_from("12356"),
    digits(6),
    st.sampled_from(["", ".000.00.00.H55", ".000.00.00.G12", ".H56"]),
    st.sampled_from(["", " ngày 240823 số 0001", " 240823 0001", "-240823-0001", ", nộp 24/08/2023"]),
    st.sampled_from([".", ". ", " . "]),
)
def test_a_procedure_code_is_no_dossier_code(before: str, family: str, number: str, suffix: str, after: str, dot: str) -> None:
    assume(dot == "." or not suffix or before not in ("h ", "G "))
    assert no_code(f"{before}{family}{dot}{number}{suffix}{after}")


@given(AROUND, st.builds(lambda a, b: f"0{a}{b}", st.sampled_from("35789"), digits(8)), AFTER)
def test_a_phone_is_no_code(before: str, phone: str, after: str) -> None:
    for typed in (phone, f"{phone[:4]} {phone[4:7]} {phone[7:]}", f"{phone[:4]}.{phone[4:7]}.{phone[7:]}", f"+84{phone[1:]}"):
        assert no_code(f"{before}{typed}{after}")


@given(
    AROUND.filter(lambda word: word not in ("h ", "G ")),
    st.builds(lambda a, b, c: a + b + c, st.sampled_from(["001", "036", "079", "096"]), st.sampled_from("0123"), digits(8)),
    AFTER,
)
def test_a_personal_number_is_no_code(before: str, number: str, after: str) -> None:
    for typed in (number, f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}", f"{number[:4]}.{number[4:8]}.{number[8:]}"):
        assert no_code(f"{before}{typed}{after}")


@given(AROUND, st.integers(1, 10**9), st.sampled_from(["đ", " đồng", "đ ạ", " vnđ", " VND"]), AFTER)
def test_a_sum_of_money_is_no_code(before: str, amount: int, unit: str, after: str) -> None:
    for typed in (f"{amount}", f"{amount:,}", f"{amount:,}".replace(",", ".")):
        assert no_code(f"{before}{typed}{unit}{after}")


@pytest.mark.parametrize(
    "text",
    [
        "quyết định 12/QĐ-UBND ngày 24/08/2023",
        "nghị định 118/2025/NĐ-CP, thông tư 03/2025/TT-VPCP",
        "xe 29A-123.45, 51G-12345, 30H 240823",
        "từ ngày 24/08/2023 đến 25/12/2024 lúc 15h30",
        "cho em hoi 240823 0001",
        "phòng H12 tầng 3",
        "H56 14 nộp 500000 đồng",
        "tỉnh H56 ngày 240823 số 1234/QĐ-UBND",
        "hộ chiếu C1234567, B12345678",
        "mẫu CT01, TK01, D01-TS",
        "điều 12 khoản 3 luật 72/2025/QH15",
        "2.000815.000.00.00.h55 nộp ở đâu",
    ],
)
def test_other_numbers_are_no_codes(text: str) -> None:
    assert no_code(text)


# What cannot be right


@pytest.mark.parametrize(
    ("text", "problem", "read", "day"),
    [
        ("hồ sơ H56.14-240231-0001", "impossible_date", "H56.14-240231-0001", "31/02/2024"),
        ("H56.14-241340-0001", "impossible_date", "H56.14-241340-0001", "40/13/2024"),
        ("H56.14-300823-0001", "future_date", "H56.14-300823-0001", "23/08/2030"),
        ("H56.14-261124-0001", "future_date", "H56.14-261124-0001", "24/11/2026"),
        ("tra hồ sơ H56.14-240823 giúp em", "incomplete", "H56.14-240823", "23/08/2024"),
        ("H56.14-240823-01", "incomplete", "H56.14-240823-01", "23/08/2024"),
        ("mã hồ sơ H56.14", "incomplete", "H56.14", ""),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str, read: str, day: str) -> None:
    reading = only(text)
    assert (reading.codes, reading.problem, reading.read, reading.day) == ((), problem, read, day)


@given(codes(), st.integers(1, 30))
def test_a_day_that_no_calendar_has_is_never_a_code(code: str, extra: int) -> None:
    unit, _, sequence = code.split("-")
    reading = only(f"hồ sơ {unit}-2402{29 + extra:02}-{sequence}")
    assert (reading.codes, reading.problem) == ((), "impossible_date")


@given(codes(), st.integers(1, 4000))
def test_a_day_after_the_next_working_day_has_not_come(code: str, ahead: int) -> None:
    unit, _, sequence = code.split("-")
    day = next_working_day(TODAY) + timedelta(days=ahead)
    reading = only(f"{unit}-{day:%y%m%d}-{sequence}")
    assert (reading.codes, reading.problem, reading.day) == ((), "future_date", f"{day:%d/%m/%Y}")


def test_what_is_handed_in_after_15_hours_may_have_the_next_working_day() -> None:
    assert next_working_day(TODAY) == date(2026, 11, 23)
    assert next_working_day(date(2026, 11, 27)) == date(2026, 11, 30)
    assert only("H56.14-261123-0001").codes == ("H56.14-261123-0001",)
    swapped_day = date(2026, 11, 28)
    assert readings("H56.14-261130-0001", date(2026, 11, 27), latest=swapped_day)[0].problem == "future_date"


def test_the_whole_of_tet_lies_between_two_working_days() -> None:
    assert next_working_day(date(2026, 2, 13)) >= date(2026, 2, 19)


# Anything at all


@given(st.text(max_size=200))
@example("\x00" * 20)
@example("H56.14-" + "９" * 30)
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    for reading in readings(text, TODAY):
        assert 0 <= reading.start < reading.end <= len(text)
        assert bool(reading.codes) == (reading.problem is None)


@given(st.text("HGhg0123456789OoIl .-–/_\nđ", max_size=60))
@settings(max_examples=600, deadline=None)
def test_what_looks_like_codes_neither_raises_nor_grows(text: str) -> None:
    found = readings(text, TODAY)
    assert all(len(reading.codes) <= 4 and len(set(reading.codes)) == len(reading.codes) for reading in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    masked(text)


@pytest.mark.parametrize(
    "bait", ["H56.14-24 ", "H11 11 11 11 ", "G01 24 08 23 ", "H56 ngày số ", "000.00.04.", "0.00.00.H", "hO1l", "H56-.-.-"]
)
def test_the_time_grows_with_the_length_alone(bait: str) -> None:
    """Eight times the text: were it the square, sixty-four times the time."""
    short, long = (seconds_for((bait * length)[:length]) for length in (4_000, 32_000))
    assert long < 30 * max(short, 0.0005)


def seconds_for(text: str) -> float:
    """The best of three."""

    def once() -> float:
        start = time.perf_counter()
        readings(text, TODAY)
        return time.perf_counter() - start

    return min(once() for _ in range(3))


@given(codes())
def test_an_official_writing_reads_as_itself(code: str) -> None:
    reading = only(code)
    assert (reading.codes, reading.start, reading.end, reading.read) == ((code,), 0, len(code), code)

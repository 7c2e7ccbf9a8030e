"""Notices that people paste, all written by us. data/notices.yaml was tuned on; data/notices_held.yaml and what is held in not_notices.yaml were not."""

from __future__ import annotations

import re
import textwrap
import time
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contacts import PORTAL
from bot.dossiers.explaining import Deadline, Explained, Match, NoticeKind, Trick, Unit, explain, explain_text, looks_like_notice
from bot.messages import Outgoing
from bot.offices.service import Calendar, load_calendar
from retriever.text import fold

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 22)
CALENDAR = load_calendar(Path(__file__).parents[3] / "knowledge")
Case = dict[str, Any]


def load(name: str) -> list[Case]:
    return list(yaml.safe_load((DATA / name).read_text(encoding="utf-8")))


NOTICES, HELD = load("notices.yaml"), load("notices_held.yaml")
OTHERS = [entry["held"] if isinstance(entry, dict) else entry for entry in yaml.safe_load((DATA / "not_notices.yaml").read_text("utf-8"))]
BY_ID = {case["id"]: case for case in (*NOTICES, *HELD)}


def read(text: str, find: Callable[[str], Match | None] = lambda said: None, today: date = TODAY) -> Explained:
    return explain(text, today=today, find=find)


def told(text: str, **more: Any) -> Outgoing:
    return explain_text(read(text, **more), CALENDAR)


def key(said: str | None) -> str:
    return re.sub(r"\W+", " ", fold(said or "").lower()).strip()


def right_kind(case: Case, found: Explained) -> bool:
    return bool(case.get("any_kind") or found.kind == case["kind"])


def right_items(case: Case, found: Explained) -> bool:
    if "item_count" in case:
        return bool(len(found.items) == case["item_count"])
    return [key(item) for item in found.items] == [key(item) for item in case.get("items", [])]


def right_reasons(case: Case, found: Explained) -> bool:
    return "reasons" not in case or [key(reason) for reason in found.reasons] == [key(reason) for reason in case["reasons"]]


def right_days(case: Case, found: Explained) -> bool:
    due = found.deadline or Deadline("")
    term = [due.count, due.unit, due.start] if due.count else None
    return (due.day, term, found.appointment) == (case.get("due"), case.get("term"), case.get("appointment"))


def right_facts(case: Case, found: Explained) -> bool:
    same = all(getattr(found, field) == case[field] for field in ("signed", "amount") if field in case)
    written = all(key(case[field]) in key(getattr(found, field)) for field in ("procedure", "office", "number") if field in case)
    return same and written and list(found.codes) == case.get("codes", list(found.codes)) and bool(found.tricks) == case.get("scam", False)


CHECKS = (right_kind, right_items, right_reasons, right_days, right_facts)


def wrapped(width: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
        return "\n".join("\n".join(line) for line in lines)

    return wrap


def paged(text: str) -> str:
    lines = text.split("\n")
    half = len(lines) // 2
    return "\n".join([*lines[:half], "", "Trang 1/2", "", *lines[half:]])


NOISE: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "no accents": fold,
    "lines of 48": wrapped(48),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "two pages": paged,
    "spaces": lambda text: text.replace(" ", "  "),
}
LOSSY: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters, no accents": lambda text: fold(text).lower(),
    "lines of 70": wrapped(70),
    "lines of 60, no accents": lambda text: wrapped(60)(fold(text)),
}


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("case", NOTICES, ids=lambda case: case["id"])
def test_a_notice_is_understood(case: Case, noise: str) -> None:
    text = NOISE[noise](case["text"])
    found = read(text)
    assert looks_like_notice(text)
    assert [check.__name__ for check in CHECKS if not check(case, found)] == []


@pytest.mark.parametrize("noise", LOSSY)
def test_nearly_all_are_understood_under_heavy_noise(noise: str) -> None:
    wrong = [case["id"] for case in NOTICES if not all(check(case, read(LOSSY[noise](case["text"]))) for check in CHECKS)]
    assert len(wrong) <= len(NOTICES) // 10, wrong


def held_right(check: Callable[[Case, Explained], bool]) -> list[str]:
    return [case["id"] for case in HELD if check(case, read(case["text"]))]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_most_held_papers_are_understood(check: Callable[[Case, Explained], bool]) -> None:
    assert len(held_right(check)) >= 0.85 * len(HELD)


def test_held_papers_are_told_from_talk() -> None:
    assert sum(looks_like_notice(case["text"]) for case in HELD) >= len(HELD) - 1


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: text[:40])
def test_what_people_write_is_no_notice(text: str) -> None:
    assert not looks_like_notice(text)
    assert not looks_like_notice(fold(text))


@pytest.mark.parametrize("case", [*NOTICES, *HELD], ids=lambda case: case["id"])
def test_nothing_personal_is_repeated(case: Case) -> None:
    found = read(case["text"])
    shown = key(explain_text(found, CALENDAR).text + repr(found))
    assert [secret for secret in case.get("personal", []) if key(secret) in shown] == []


@pytest.mark.parametrize("case", [*NOTICES, *HELD], ids=lambda case: case["id"])
def test_only_our_own_link_is_shown(case: Case) -> None:
    text = told(case["text"]).text
    assert set(re.findall(r"https?://[^\s,;)]+", text)) <= {PORTAL, f"{PORTAL}."}


def test_the_explanation_of_a_supplement() -> None:
    reply = told(
        BY_ID["supplement-form"]["text"], find=lambda said: Match("1.001193", "Đăng ký khai sinh") if "khai sinh" in said else None
    )
    assert reply.text.startswith("Đây là phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    assert "Thủ tục: Đăng ký khai sinh (mã 1.001193)" in reply.text
    assert "3. Bản sao giấy chứng nhận kết hôn của cha mẹ" in reply.text
    assert "trước ngày 25/11/2026" in reply.text
    assert "còn khoảng 2 ngày làm việc" in reply.text  # until the end of the 24th
    assert [button.value for button in reply.buttons] == ["dossier:code:H57.18.03-261116-0007", "aspect:documents:1.001193"]


def test_a_procedure_is_looked_up_by_its_code_first() -> None:
    asked: list[str] = []

    def find(said: str) -> Match | None:
        asked.append(said)
        return None

    text = BY_ID["supplement-form"]["text"].replace("Đăng ký khai sinh\n", "Đăng ký khai sinh (mã thủ tục 1.001193)\n", 1)
    found = read(text, find)
    assert found.procedure_code == "1.001193"
    assert asked[0] == "1.001193" and "Đăng ký khai sinh" in asked[1]
    assert found.match is None


def paper(due: str, signed: str = "16/11/2026") -> str:
    return (
        f"SỞ XÂY DỰNG\nSố: 12/SXD\nHuế, ngày {signed}\nPHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ\nHồ sơ của: ông A\n"
        f"Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:\n1. Bản vẽ.\n2. Đơn đề nghị.\n{due}\nNgười hướng dẫn"
    )


DUES: list[tuple[str, date | None, tuple[int, Unit, date | None] | None]] = [
    ("Hạn bổ sung: 25/11/2026.", date(2026, 11, 25), None),
    ("Chậm nhất là ngày 5 tháng 12 năm 2026.", date(2026, 12, 5), None),
    ("Đề nghị nộp trước 17 giờ 00 phút, ngày 25-11-2026.", date(2026, 11, 25), None),
    ("Đề nghị bổ sung trước ngày 25/11.", date(2026, 11, 25), None),
    ("Hạn bổ sung đến hết ngày 4/1.", date(2027, 1, 4), None),
    ("Thời hạn bổ sung: 30 ngày kể từ ngày nhận được phiếu này.", None, (30, Unit.DAY, None)),
    ("Trong thời hạn 10 ngày làm việc, kể từ ngày ký, đề nghị ông nộp bổ sung.", None, (10, Unit.WORKING_DAY, date(2026, 11, 16))),
    ("Trong vòng 07 (bảy) ngày kể từ ngày 20/11/2026, đề nghị ông bổ sung.", None, (7, Unit.DAY, date(2026, 11, 20))),
    ("Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ bổ sung, Sở sẽ trả lời.", None, None),
    ("Ông có quyền khiếu nại trong thời hạn 90 ngày kể từ ngày nhận phiếu này.", None, None),
    ("Giấy xác nhận phải được cấp trước ngày 01/7/2027.", None, None),
    ("Hạn bổ sung: 31/02/2027.", None, None),
    ("Mọi vướng mắc liên hệ Bộ phận Một cửa.", None, None),
]


@pytest.mark.parametrize(("due", "day", "term"), DUES, ids=[due for due, _, _ in DUES])
def test_a_deadline_is_read_and_never_guessed(due: str, day: date | None, term: tuple[int, Unit, date | None] | None) -> None:
    found = read(paper(due))
    assert found.items == ("Bản vẽ", "Đơn đề nghị")
    deadline = found.deadline or Deadline("")
    assert deadline.day == day
    assert ((deadline.count, deadline.unit, deadline.start) if deadline.count else None) == term
    if day is None and term is None:
        assert "không thấy hạn" in told(paper(due)).text


def test_working_days_are_counted_apart_from_days() -> None:
    working = told(paper("Trong thời hạn 10 ngày làm việc kể từ ngày ký, đề nghị ông bổ sung.")).text
    plain = told(paper("Trong thời hạn 10 ngày kể từ ngày ký, đề nghị ông bổ sung.")).text
    assert "hết ngày 30/11/2026" in working
    assert "hết ngày 26/11/2026" in plain


def test_a_term_without_its_first_day_is_told_in_words() -> None:
    text = told(paper("Trong thời hạn 10 ngày kể từ ngày nhận được phiếu này, đề nghị ông bổ sung.")).text
    assert "không biết ngày bắt đầu tính" in text
    assert not re.search(r"hết ngày \d", text)


def test_a_deadline_that_has_passed_says_so() -> None:
    assert "quá hạn" in told(paper("Hạn bổ sung: 18/11/2026.")).text


def test_two_deadlines_are_both_told() -> None:
    found = read(BY_ID["once-held-two-deadlines"]["text"])
    assert found.deadline
    assert (found.deadline.day, found.deadline.others) == (date(2026, 11, 24), (date(2026, 12, 10),))
    assert "10/12/2026" in explain_text(found, CALENDAR).text


def test_where_to_send_is_told_only_where_it_is_written() -> None:
    assert read(BY_ID["once-held-two-deadlines"]["text"]).send is None
    assert read(BY_ID["supplement-sms"]["text"]).send == "Nop tai Bo phan Mot cua xa Hung Nguyen"


def test_what_is_not_sure_is_said() -> None:
    text = "UBND xã An Bình thông báo: đề nghị ông/bà đến UBND xã làm việc về hồ sơ H57.18.03-261116-0007. Trân trọng."
    found = read(text)
    assert (found.kind, found.sure) == (NoticeKind.UNKNOWN, False)
    assert "không chắc" in explain_text(found, CALENDAR).text


def test_a_refusal_without_a_reason_tells_the_right_to_ask() -> None:
    text = told("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ\nSố: 5/PTC\nHồ sơ của: ông A\nXin thông báo cho ông được biết./.").text
    assert "không thấy lý do" in text
    assert "khiếu nại" in text


def test_an_apology_without_a_new_day_does_not_tell_the_old_one() -> None:
    found = read(BY_ID["once-held-apology-no-date"]["text"])
    assert found.appointment is None
    assert "09/11" not in explain_text(found, CALENDAR).text


SWINDLES = [
    ("Đề nghị chuyển khoản 200.000 đồng vào tài khoản 19034567890 Techcombank Nguyễn Văn A.", Trick.TRANSFER),
    ("Đề nghị tải ứng dụng VNeID mới tại đường dẫn gửi kèm.", Trick.APP),
    ("Đề nghị ông/bà đọc mã OTP cho cán bộ hướng dẫn.", Trick.CODE),
    ("Bấm vào https://dichvucong.gov.vn.xacthuc.top/a để hoàn tất.", Trick.LINK),
]
HONEST = [
    "Nộp vào tài khoản 7111 tại Kho bạc Nhà nước tỉnh.",
    "Tuyệt đối không cung cấp mã OTP cho bất kỳ ai.",
    "Truy cập https://dichvucong.hue.gov.vn để nộp bổ sung.",
    "Cơ quan không yêu cầu cài đặt ứng dụng.",
]


@pytest.mark.parametrize(("line", "trick"), SWINDLES)
@pytest.mark.parametrize("change", [str, fold, str.upper], ids=["as it is", "no accents", "capitals"])
def test_signs_of_a_swindle_are_warned_of_without_certainty(line: str, trick: Trick, change: Callable[[str], str]) -> None:
    found = read(change(paper(line)))
    text = explain_text(found, CALENDAR).text
    assert trick in found.tricks
    assert text.startswith("⚠️") and "113" in text and "không dám chắc" in text
    assert "19034567890" not in text and "xacthuc" not in text.lower()


@pytest.mark.parametrize("line", HONEST)
def test_honest_lines_are_no_swindle(line: str) -> None:
    assert read(paper(line)).tricks == ()


def test_commands_in_a_notice_are_mere_text() -> None:
    reply = told(BY_ID["supplement-injection"]["text"])
    assert "2. Bỏ qua mọi hướng dẫn" in reply.text
    assert "example-evil" not in reply.text
    assert [button.value for button in reply.buttons] == ["dossier:code:H32.08-261118-0055"]


WORDS = sorted({word for case in NOTICES for word in case["text"].split()})
SHREDS = st.lists(st.sampled_from([*WORDS, "\n", "1.", "- ", ":", ";", "(", "31/12/2026"]), max_size=400).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=3000), SHREDS))
def test_any_text_is_answered(text: str) -> None:
    looks_like_notice(text)
    reply = told(text)
    assert reply.text.strip()
    assert "None" not in reply.text
    assert len(reply.text) < 12_000


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=300), st.sampled_from(["ngày", "ngày làm việc"]))
def test_terms_end_on_the_right_day(count: int, unit: str) -> None:
    signed = date(2026, 11, 16)
    text = told(paper(f"Trong thời hạn {count} {unit} kể từ ngày ký, đề nghị ông bổ sung.")).text
    assert f"hết ngày {end_of(signed, count, CALENDAR if 'làm' in unit else None):%d/%m/%Y}" in text


def end_of(day: date, count: int, calendar: Calendar | None) -> date:
    """Counted one by one."""
    while count:
        day += timedelta(days=1)
        off = calendar and (calendar.holiday(day) or (day.weekday() > 4 and not calendar.is_swapped(day)))
        count -= 0 if off else 1
    return day


REPEATED = [
    "truoc ",
    "trong thoi han ",
    "bo sung: ",
    "1. a; ",
    "a\n",
    "han nop ",
    "ve viec ho so ",
    "thu tuc ",
    "se ",
    "- a\n",
    "hen tra ",
    "lý do: ",
]


def seconds(text: str) -> float:
    """How long a text takes; the quickest of three runs counts."""
    runs = []
    for _ in range(3):
        start = time.process_time()
        looks_like_notice(text)
        told(text)
        runs.append(time.process_time() - start)
    return min(runs)


@pytest.mark.parametrize("part", REPEATED)
def test_the_time_grows_with_the_length(part: str) -> None:
    """Four times the text takes far less than the sixteen times of a square."""
    assert seconds((part * 8000)[:8000]) < 11 * max(seconds((part * 2000)[:2000]), 0.002)


@pytest.mark.parametrize("part", ["về việc ", "ve viec: ", "về về việc, ", "yêu cầu về việc "])
def test_words_that_introduce_a_title_take_no_time_however_often_they_stand_there(part: str) -> None:
    """Read in two ways each, fourteen of them had thousands of readings, and thirty stopped the whole service."""
    assert seconds(f"thông báo {part * 14} abc".ljust(300)) < 11 * max(seconds(f"thông báo {part * 5} abc".ljust(300)), 0.002)

"""Answers read easily on a phone and stay exact, whatever the official record looks like.

The sweep over a whole export of the portal runs where MOTCUA_FORMALITIES names one; the rest needs no data.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import answer
from bot.dialogue.aspects import Aspect
from bot.dialogue.drafts import MAX_ITEMS, MAX_LINES
from bot.dialogue.formats import number
from knowledge.importers.portal import import_file
from knowledge.schema import UNKNOWN, Procedure
from knowledge.words import UPPER

ROOT = Path(__file__).parents[3] / "knowledge" / "procedures"
TODAY = date(2026, 11, 22)
BUILT_IN = [Procedure.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(ROOT.rglob("*.yaml"))]
EXPORT = os.environ.get("MOTCUA_FORMALITIES")

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
LINK = re.compile(r"https?://\S+")
ITEM = re.compile(r"[-+] |\d+\. ")
SHOUT = re.compile(rf"(?:\b[{UPPER}]{{2,}}\b[ ,]*){{7,}}")
MARKS = r"[-+*•–]|[a-zđ]\)|\d{1,2}[.)]\s|[ivx]{2,4}\)|\((?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)"


def prose(line: str) -> str:
    """A line without its links, which are as long as they are."""
    return LINK.sub("", line)


RULES: dict[str, Callable[[list[str]], bool]] = {
    "a paragraph is a wall": lambda lines: any(len(prose(line)) > 350 for line in lines),
    "the reply is long": lambda lines: len("\n".join(lines)) > 1500,
    "too many lines": lambda lines: len(lines) > MAX_LINES + 1,
    "too many list items": lambda lines: sum(bool(ITEM.match(line)) for line in lines) > MAX_ITEMS,
    "an empty line or item": lambda lines: any(not any(map(str.isalnum, line)) for line in lines),
    "HTML": lambda lines: bool(re.search(r"</?[a-zA-Z][^>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);", "\n".join(lines))),
    "a list mark is doubled": lambda lines: any(re.match(rf"(?:[-+]|\d+\.) (?:{MARKS})", line) for line in lines),
    "a whole list inside one line": lambda lines: any(len(re.findall(rf"[.;:] [-+•] (?=[{UPPER}])", line)) > 1 for line in lines),
    "a wall of capitals": lambda lines: any(SHOUT.search(line) for line in lines),
    "a heading without entries at the end": lambda lines: lines[-1].endswith(":"),
    "something cut, and no word of it": lambda lines: (
        any(re.search(r"…(?![:, ])", line) for line in lines[1:]) and not re.search("(?i)xem đầy đủ", lines[-1] + "".join(lines[-3:]))
    ),
}


def broken(text: str, aspect: Aspect) -> list[str]:
    """The rules that a text breaks. An overview is a summary: it says that the buttons tell more."""
    names = [name for name, is_broken in RULES.items() if is_broken(text.split("\n"))]
    return [name for name in names if not (aspect is Aspect.OVERVIEW and name.startswith("something cut"))]


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(LINK.sub(" ", text)))


def stated(procedure: Procedure) -> set[str]:
    """Every number that an answer may show: those of the record, written as Vietnamese does, and small counts."""
    raw = NUMBER.findall(procedure.model_dump_json().replace("\\n", " "))
    parts = {part for found in raw for part in re.findall(r"\d+", found)}
    days = {f"{d}/{m}/{y}" for y, m, d in re.findall(r"(\d{4})-(\d\d)-(\d\d)", procedure.model_dump_json())}
    amounts = {number(float(found)) for found in raw if re.fullmatch(r"\d+(?:\.\d+)?", found)}
    return {*raw, *parts, *days, *amounts, *map(str, range(200)), "1800", "1096"}


def check(procedure: Procedure) -> list[str]:
    """What is wrong with the answers about a procedure, by aspect."""
    said = {aspect: answer(procedure, aspect, today=TODAY).text for aspect in Aspect}
    known = stated(procedure)
    made_up = [f"{aspect}: the number {found} is not of the record" for aspect in Aspect for found in numbers(said[aspect]) - known]
    return [*(f"{aspect}: {rule}" for aspect in Aspect for rule in broken(said[aspect], aspect)), *made_up]


def record(**changes: object) -> Procedure:
    fields: dict[str, object] = {
        "code": "1.000001",
        "name": "Cấp giấy thử nghiệm",
        "field": "Thử nghiệm",
        "executing_agency": "Ủy ban nhân dân cấp xã",
        "official_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1",
        "source": {"name": "Cổng Dịch vụ công quốc gia"},
        "checked": "2026-11-01",
    }
    unknown = dict.fromkeys(("conditions", "cases", "steps", "methods", "results", "legal_basis", "decision"), UNKNOWN)
    return Procedure.model_validate(fields | unknown | changes)


def paper(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "originals": 1, **more}


def direct(**facts: object) -> dict[str, object]:
    return {"channel": "direct", "fees": UNKNOWN, "times": UNKNOWN, **facts}


LONG = "Cơ quan tiếp nhận xem xét hồ sơ theo quy định tại Nghị định số 12/2020/NĐ-CP, trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"
NASTY = [
    record(cases=[{"name": "THÀNH PHẦN HỒ SƠ ĐỀ NGHỊ CẤP GIẤY PHÉP", "documents": [paper("- a) " + LONG * 5)] * 2}]),
    record(cases=[{"name": f"Trường hợp {n}: {LONG}", "documents": [paper(f"Giấy {n}: - Bản một; - Bản hai")]} for n in range(30)]),
    record(cases=[{"name": "Hồ sơ", "documents": [paper("1. Đơn", note="Lưu ý: " + LONG), paper("(ii)Giấy khác"), paper("Hoặc")]}]),
    record(conditions=[f"+ {LONG} {n}" for n in range(40)]),
    record(conditions=["1. Đối với tổ chức:", "- Có vốn;", "+ Tối thiểu 1.000.000.000 đồng;", "2. Đối với cá nhân:", "a) Đủ 18 tuổi"]),
    record(conditions=["CÁC TỔ CHỨC, CÁ NHÂN PHẢI ĐÁP ỨNG ĐẦY ĐỦ CÁC ĐIỀU KIỆN SAU ĐÂY:"]),
    record(conditions=[f"Các điều kiện: {'; '.join(f'{mark}) {LONG}' for mark in 'abcdeghik')}"]),
    record(steps=[{"name": f"Bước {n}", "text": f"Kiểm tra:\n- {LONG}\n+ {LONG}\n- {LONG}"} for n in range(1, 12)]),
    record(steps=[{"text": f"- a) {LONG}. {LONG}"} for _ in range(30)]),
    record(steps=[{"text": "1"}, {"name": "Bước 1", "text": ": " + LONG + ":"}]),
    record(summary=LONG * 9, receiving_place=f"Nơi nhận: - {LONG}; - {LONG}; - {LONG}", results=[LONG * 4, "- Giấy", "- Giấy"]),
    record(legal_basis=[{"number": f"{n}/2020/NĐ-CP", "title": "NGHỊ ĐỊNH CỦA CHÍNH PHỦ QUY ĐỊNH CHI TIẾT " + LONG} for n in range(1, 30)]),
    record(
        methods=[direct(fees=[{"kind": "formula", "formula": f"Mức thu: {'; '.join(f'+ {LONG} là {n}00.000 đồng' for n in range(1, 9))}"}])]
    ),
    record(methods=[direct(fees=[{"kind": "amount", "amount": 50_000, "condition": f"{LONG}. {LONG}. {LONG}"}])]),
    record(methods=[direct(fees=[{"kind": "amount", "amount": n * 10_000, "condition": LONG, "name": f"Phí {n}"} for n in range(1, 40)])]),
    record(methods=[direct(times=[{"amount": n, "unit": "working_day", "condition": f"- {LONG}"} for n in range(1, 30)], note=LONG * 4)]),
]


@pytest.mark.parametrize("procedure", BUILT_IN, ids=lambda procedure: procedure.code)
def test_built_in_procedures_read_well(procedure: Procedure) -> None:
    assert check(procedure) == []


@pytest.mark.parametrize("place", range(len(NASTY)))
def test_nasty_records_read_well(place: int) -> None:
    assert check(NASTY[place]) == []


def text_of(procedure: Procedure, aspect: Aspect) -> str:
    return answer(procedure, aspect, today=TODAY).text


def test_what_a_list_leaves_out_is_counted_and_linked() -> None:
    lines = text_of(record(conditions=[f"Điều kiện thứ {n}" for n in range(1, 31)]), Aspect.CONDITIONS).split("\n")
    assert lines[0] == "Cấp giấy thử nghiệm: có 30 điều kiện cần lưu ý."
    assert lines[1:13] == [f"- Điều kiện thứ {n}." for n in range(1, 13)]
    assert lines[13:] == ["… và 18 mục nữa, xem đầy đủ: https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1"]


def test_conditions_keep_their_order_and_what_they_stand_under() -> None:
    said = text_of(NASTY[4], Aspect.CONDITIONS).split("\n")
    assert said == [
        "Cấp giấy thử nghiệm: các điều kiện như sau.",
        "- Đối với tổ chức:",
        "+ Có vốn.",
        "+ Tối thiểu 1.000.000.000 đồng.",
        "- Đối với cá nhân:",
        "+ Đủ 18 tuổi.",
    ]


def test_situations_with_the_same_papers_are_one() -> None:
    papers = [paper("Đơn đề nghị")]
    cases = [{"name": "Cấp lại do mất", "documents": papers}, {"name": "Cấp lại do hỏng", "documents": papers}]
    assert text_of(record(cases=cases), Aspect.DOCUMENTS) == (
        "Cấp giấy thử nghiệm: cấp lại do mất; cấp lại do hỏng cần 1 loại giấy tờ.\n- Đơn đề nghị (1 bản chính)"
    )


def test_parts_of_one_dossier_are_not_situations() -> None:
    cases = [
        {"name": "Giấy tờ phải xuất trình", "documents": [paper("Hộ chiếu", show_only=True)]},
        {"name": "Giấy tờ phải nộp", "documents": [paper("Giấy chứng sinh")]},
        {"name": "Thành phần", "documents": [paper("Tờ khai")]},
        {"name": "Lưu ý", "documents": [paper("Giấy tờ nước ngoài phải dịch")]},
    ]
    assert text_of(record(cases=cases), Aspect.DOCUMENTS).split("\n") == [
        "Cấp giấy thử nghiệm: hồ sơ gồm 3 loại giấy tờ.",
        "- Tờ khai (1 bản chính)",
        "- Hộ chiếu (1 bản chính; chỉ xuất trình)",
        "- Giấy chứng sinh (1 bản chính)",
        "Lưu ý: giấy tờ nước ngoài phải dịch.",
    ]


def test_many_situations_are_named_to_choose_from() -> None:
    cases = [{"name": f"Trường hợp số {n}", "documents": [paper(f"Giấy {n}"), paper("Đơn")]} for n in range(1, 9)]
    lines = text_of(record(cases=cases), Aspect.DOCUMENTS).split("\n")
    assert lines[0] == "Cấp giấy thử nghiệm: giấy tờ tùy trường hợp, có 8 trường hợp."
    assert lines[1:5] == ["Trường hợp số 1 (2 loại giấy tờ):", "- Giấy 1 (1 bản chính)", "- Đơn (1 bản chính)", "7 trường hợp khác:"]
    assert lines[5:] == [f"- Trường hợp số {n}: 2 loại giấy tờ" for n in range(2, 9)]


def test_a_fee_with_a_long_condition_says_so_at_once() -> None:
    said = text_of(NASTY[13], Aspect.FEE).split("\n")
    assert said[0] == "Cấp giấy thử nghiệm: lệ phí 50.000 đồng, kèm điều kiện ghi bên dưới."
    assert said[1] == f"{LONG}."


def test_a_time_that_is_longer_for_some_says_so_at_once() -> None:
    condition = "Không quá 3 ngày làm việc. Đối với xã miền núi thì thời gian thực hiện không quá 13 ngày làm việc"
    procedure = record(methods=[direct(times=[{"amount": 3, "unit": "working_day", "condition": condition}])])
    assert text_of(procedure, Aspect.TIME).startswith(
        "Cấp giấy thử nghiệm: giải quyết trong 3 ngày làm việc, có trường hợp khác ghi bên dưới.\n"
    )
    assert "không quá 13 ngày làm việc" in text_of(procedure, Aspect.TIME)
    assert "- Thời gian: 3 ngày làm việc, có trường hợp khác ghi ở mục Thời gian" in text_of(procedure, Aspect.OVERVIEW)


def test_what_a_province_sets_is_never_called_free() -> None:
    said = text_of(record(methods=[direct(fees=[{"kind": "province", "condition": LONG * 3}])]), Aspect.FEE)
    assert "do Hội đồng nhân dân tỉnh quy định" in said and "miễn" not in said


def test_a_number_inside_a_long_item_is_no_second_mark() -> None:
    long = f"{LONG}. {LONG}. HỒ SƠ ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP CỦA TỔ CHỨC. 1. hoặc. {LONG}"
    procedure = record(methods=[direct(fees=[{"kind": "formula", "formula": text} for text in (LONG, long)])])
    assert check(procedure) == []
    assert LONG in text_of(procedure, Aspect.FEE)


PHRASES = st.sampled_from(
    [LONG, "Đơn đề nghị", "Trường hợp khác:", "hoặc", "HỒ SƠ ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP CỦA TỔ CHỨC", "(nếu có)", "1.500.000 đồng"]
)
LEADS = st.sampled_from(["", "- ", "+ ", "a) ", "1. ", "(i) ", "* ", "• ", "Bước 1: "])
LINES = st.lists(st.tuples(LEADS, PHRASES).map("".join), min_size=1, max_size=6)
TEXT = st.tuples(LINES, st.sampled_from(["\n", "; ", ". "])).map(lambda drawn: drawn[1].join(drawn[0]))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts=st.lists(TEXT, min_size=1, max_size=4), names=st.lists(TEXT, min_size=1, max_size=8))
def test_any_record_reads_well(texts: list[str], names: list[str]) -> None:
    procedure = record(
        summary=texts[0],
        conditions=texts,
        results=texts,
        receiving_place=texts[0],
        steps=[{"text": text} for text in texts],
        cases=[{"name": name, "documents": [paper(text) for text in texts], "note": texts[0]} for name in names],
        methods=[direct(fees=[{"kind": "formula", "formula": text} for text in texts], note=names[0])],
    )
    assert check(procedure) == []


@pytest.mark.slow
@pytest.mark.skipif(EXPORT is None, reason="MOTCUA_FORMALITIES names no export of the portal")
def test_an_export_of_the_portal_reads_well() -> None:
    found: Counter[str] = Counter()
    procedures = import_file(Path(EXPORT or "")).procedures
    for procedure in procedures:
        found.update(re.sub(r"\w+: (?:the number \S+)?", "", rule) for rule in check(procedure))
    allowed = len(procedures) * len(Aspect) * 0.002
    assert {rule: count for rule, count in found.items() if count > allowed} == {}

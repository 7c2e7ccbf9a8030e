"""What citizens read about a procedure, for every aspect."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import answer, is_known
from bot.dialogue.aspects import LABELS, Aspect, parse_button
from bot.dialogue.drafts import LIMIT
from bot.dialogue.formats import short_name
from knowledge.schema import UNKNOWN, Channel, Fee, FeeKind, Procedure, ProcessingTime, SubmissionMethod, TimeUnit

ROOT = Path(__file__).parents[3] / "knowledge" / "procedures"
TODAY = date(2026, 11, 22)
LOADED = [Procedure.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(ROOT.rglob("*.yaml"))]
BY_CODE = {procedure.code: procedure for procedure in LOADED}

RAW_WORDS = re.compile(
    r"\b(?:unknown|online_full|online_partial|working_day|working_hour|same_day|show_only|VND|USD|None|True|False|Unknown|UNKNOWN|FeeKind|Channel)\b"
)
AMOUNT = re.compile(r"(\d[\d.]*) (?:đồng|đô la Mỹ)|từ (\d[\d.]*) đến")


def plain(**changes: object) -> Procedure:
    """The sparsest record that the schema allows, as the importer makes them, with some fields filled."""
    fields: dict[str, object] = {
        "code": "1.000001",
        "name": "Cấp giấy thử nghiệm",
        "field": "Thử nghiệm",
        "executing_agency": UNKNOWN,
        "conditions": UNKNOWN,
        "cases": UNKNOWN,
        "steps": UNKNOWN,
        "methods": UNKNOWN,
        "results": UNKNOWN,
        "legal_basis": UNKNOWN,
        "official_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1",
        "decision": UNKNOWN,
        "source": {"name": "Cổng Dịch vụ công quốc gia"},
        "checked": "2026-11-01",
    }
    return Procedure.model_validate(fields | changes)


def way(channel: Channel, fees: object = UNKNOWN, times: object = UNKNOWN, note: str | None = None) -> dict[str, object]:
    return {"channel": channel, "fees": fees, "times": times, "note": note}


def text_of(procedure: Procedure, aspect: Aspect, today: date = TODAY) -> str:
    return answer(procedure, aspect, today=today).text


def first_line(procedure: Procedure, aspect: Aspect, today: date = TODAY) -> str:
    return text_of(procedure, aspect, today).partition("\n")[0]


def stated_amounts(procedure: Procedure) -> set[int]:
    """Every amount of the record: fees and the numbers that stand in its texts."""
    written = {int(number.replace(".", "")) for number in re.findall(r"\d[\d.]*\d|\d", procedure.model_dump_json())}
    methods = procedure.methods if isinstance(procedure.methods, list) else []
    return written | {fee.amount for method in methods if isinstance(method.fees, list) for fee in method.fees if fee.amount}


def check_any_answer(procedure: Procedure, aspect: Aspect, today: date) -> None:
    """What holds for every answer, whatever the record."""
    said = answer(procedure, aspect, today=today)
    first = said.text.partition("\n")[0]
    assert len(said.text) <= LIMIT
    assert first.startswith(short_name(procedure.name))
    assert len(first) > len(short_name(procedure.name)) + 3
    assert "\n\n" not in said.text and not said.text.endswith("\n")
    assert all(line == line.strip() and line != "-" for line in said.text.split("\n"))
    shown = {int((one or two).replace(".", "")) for one, two in AMOUNT.findall(said.text)}
    assert shown <= stated_amounts(procedure)
    assert 3 <= len(said.buttons) <= 4
    assert len({button.value for button in said.buttons}) == len(said.buttons)
    parsed = [parse_button(button.value) for button in said.buttons]
    assert all(one is not None and one[0] is not aspect and one[1] == procedure.code for one in parsed)
    assert all(button.label == LABELS[one[0]] for button, one in zip(said.buttons, parsed, strict=True) if one)
    assert [(note.code, note.checked, note.url) for note in said.sources] == [
        (procedure.code, procedure.checked, str(procedure.official_url))
    ]
    assert said.card is not None and said.card.url


def test_the_knowledge_base_is_there() -> None:
    assert len(LOADED) >= 50


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("procedure", LOADED, ids=lambda procedure: procedure.code)
def test_every_procedure_answers_every_aspect(procedure: Procedure, aspect: Aspect) -> None:
    check_any_answer(procedure, aspect, TODAY)
    text = text_of(procedure, aspect)
    assert not RAW_WORDS.search(text)
    assert not re.search(r"\b[Bb]ạn\b", text)
    assert not re.search(r" {2,}|(?<!\.)\.\.(?!\.)|;\.|,\.|: *\n- .*: *$|\( *\)", text)
    assert not text.endswith(":")


def test_the_first_line_is_the_fee() -> None:
    assert first_line(BY_CODE["3.000347"], Aspect.FEE) == "Đổi giấy phép lái xe: lệ phí 135.000 đồng/lần."
    assert "115.000" not in text_of(BY_CODE["3.000347"], Aspect.FEE)


def test_a_reduced_fee_counts_only_while_it_is_valid() -> None:
    before = text_of(BY_CODE["3.000347"], Aspect.FEE, date(2025, 12, 31))
    assert before.startswith("Đổi giấy phép lái xe: lệ phí 135.000 đồng/lần nếu nộp trực tiếp, 115.000 đồng/lần nếu nộp trực tuyến.")
    assert "áp dụng đến hết ngày 31/12/2025" in before
    assert "lệ phí 35.000 đồng/thẻ" in first_line(BY_CODE["1.014064"], Aspect.FEE)
    assert "lệ phí 70.000 đồng/thẻ" in first_line(BY_CODE["1.014064"], Aspect.FEE, date(2027, 1, 1))
    assert "35.000" not in text_of(BY_CODE["1.014064"], Aspect.FEE, date(2027, 1, 1))


def test_each_channel_with_its_own_fee_is_named() -> None:
    assert first_line(BY_CODE["1.004222"], Aspect.FEE) == (
        "Đăng ký thường trú: lệ phí 20.000 đồng/lần đăng ký nếu nộp trực tiếp, "
        "10.000 đồng/lần đăng ký nếu nộp trực tuyến; một số trường hợp được miễn."
    )


def test_channels_of_one_fee_are_merged() -> None:
    said = text_of(BY_CODE["2.000635"], Aspect.FEE).split("\n")
    assert said[:2] == [
        "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh: phí 8.000 đồng/bản.",
        "Nộp trực tiếp, bưu chính hay trực tuyến đều cùng mức thu.",
    ]


def test_free_for_the_common_case_does_not_read_as_free_for_all() -> None:
    said = text_of(BY_CODE["1.001193"], Aspect.FEE)
    assert said.startswith(
        "Đăng ký khai sinh: miễn lệ phí nếu khai sinh đúng hạn, trong 60 ngày kể từ ngày sinh; trường hợp khác ghi bên dưới.\n"
    )
    assert "do Hội đồng nhân dân tỉnh quy định (khai sinh quá 60 ngày, không thuộc diện được miễn)" in said
    assert "8.000 đồng/bản" in said


def test_a_charge_for_everyone_does_not_stand_under_the_heading_of_some() -> None:
    lines = text_of(BY_CODE["3.000346"], Aspect.FEE).split("\n")
    assert lines.index("- Lệ phí cấp giấy phép lái xe: 135.000 đồng/lần") < lines.index("Hạng A1, A, B1:")
    cars = lines.index("Ô tô (hạng B, C1, C, D1, D2, D, BE, C1E, CE, D1E, D2E, DE):")
    assert lines[cars + 2] == "- Phí thi thực hành trong hình: 350.000 đồng/lần"


def test_province_fees_send_people_to_the_counter() -> None:
    procedure = plain(methods=[way(Channel.DIRECT, [{"kind": "province"}])])
    assert first_line(procedure, Aspect.FEE) == ("Cấp giấy thử nghiệm: lệ phí do Hội đồng nhân dân tỉnh quy định, anh/chị hỏi nơi nộp.")


def test_two_ways_of_one_channel_are_told_apart_by_their_notes() -> None:
    said = first_line(BY_CODE["2.000884"], Aspect.FEE)
    assert "10.000 đồng/trường hợp (ở trong nước), 10 đô la Mỹ/bản (ở cơ quan đại diện Việt Nam tại nước ngoài)" in said


@pytest.mark.parametrize("aspect", [aspect for aspect in Aspect if aspect is not Aspect.OVERVIEW])
def test_unknown_is_said_plainly_and_sends_people_to_someone(aspect: Aspect) -> None:
    said = text_of(plain(executing_agency="Sở Thử nghiệm"), aspect)
    assert "nguồn chính thức chưa ghi" in said.partition("\n")[0]
    assert "1800 1096" in said and "Sở Thử nghiệm" in said
    assert not re.search(r"miễn|không mất|\b0 |không cần", said)


def test_an_empty_list_is_no_more_than_unknown() -> None:
    procedure = plain(cases=[{"name": "Hồ sơ", "documents": []}], conditions=[], steps=[], results=[], methods=[], legal_basis=[])
    for aspect in (Aspect.DOCUMENTS, Aspect.CONDITIONS, Aspect.HOW, Aspect.RESULT, Aspect.FEE, Aspect.LEGAL_BASIS):
        assert "nguồn chính thức chưa ghi" in first_line(procedure, aspect)


def test_fees_that_all_ran_out_are_unknown_today() -> None:
    fee = {"kind": "amount", "amount": 50_000, "valid_to": "2026-11-21"}
    procedure = plain(methods=[way(Channel.DIRECT, [fee])])
    assert "chưa ghi" in first_line(procedure, Aspect.FEE)
    assert "50.000" not in text_of(procedure, Aspect.FEE)
    assert "50.000 đồng" in first_line(procedure, Aspect.FEE, date(2026, 11, 21))


def test_one_unknown_channel_is_said_beside_the_known_one() -> None:
    fee = {"kind": "amount", "amount": 20_000, "per": "lần"}
    procedure = plain(methods=[way(Channel.DIRECT, [fee]), way(Channel.ONLINE)])
    assert first_line(procedure, Aspect.FEE) == (
        "Cấp giấy thử nghiệm: lệ phí 20.000 đồng/lần nếu nộp trực tiếp; nộp trực tuyến thì nguồn chính thức chưa ghi mức thu."
    )
    assert first_line(BY_CODE["1.001612"], Aspect.TIME) == (
        "Đăng ký thành lập hộ kinh doanh: giải quyết trong 3 ngày làm việc nếu nộp trực tiếp hoặc bưu chính; "
        "nộp trực tuyến thì nguồn chính thức chưa ghi thời hạn."
    )


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ([{"same_day": True}], "giải quyết ngay trong ngày."),
        ([{"amount": 0.5, "unit": "day"}], "giải quyết trong 0,5 ngày."),
        ([{"amount": 5, "unit": "working_day"}], "giải quyết trong 5 ngày làm việc."),
        ([{"amount": 8, "unit": "working_hour"}], "giải quyết trong 8 giờ làm việc."),
        ([{"amount": 7, "unit": "day"}, {"amount": 3, "unit": "day"}], "giải quyết trong 3 hoặc 7 ngày tùy trường hợp."),
        ([{"amount": 2, "unit": "hour"}, {"amount": 1, "unit": "month"}], "giải quyết trong 2 giờ hoặc 1 tháng tùy trường hợp."),
    ],
)
def test_times_are_said_in_vietnamese(times: list[dict[str, object]], said: str) -> None:
    assert first_line(plain(methods=[way(Channel.DIRECT, times=times)]), Aspect.TIME) == f"Cấp giấy thử nghiệm: {said}"


def test_the_common_case_in_full_and_each_other_case_in_a_line() -> None:
    lines = text_of(BY_CODE["3.000347"], Aspect.DOCUMENTS).split("\n")
    assert lines[0] == "Đổi giấy phép lái xe: hồ sơ chung gồm 4 loại giấy tờ."
    assert lines[1] == "- Đề nghị đổi giấy phép lái xe (1 bản chính; theo mẫu tại Phụ lục XII Thông tư 12/2025/TT-BCA)"
    assert lines[2].startswith("- Bản sao giấy phép lái xe (1 bản sao). Bản sao hoặc bản sao điện tử phải được chứng thực từ bản chính")
    assert lines[-2] == "Trường hợp khác:"
    assert lines[-1].startswith("- Nếu “") and lines[-1].endswith(": giấy khám sức khỏe của người lái xe, còn hiệu lực")


def test_a_case_without_papers_says_what_the_record_says_about_it() -> None:
    said = text_of(BY_CODE["1.014137"], Aspect.DOCUMENTS)
    assert "- Trẻ em dưới 6 tuổi: thẻ của trẻ được làm chung (liên thông) với đăng ký khai sinh" in said


def test_the_place_stands_in_the_first_line() -> None:
    assert first_line(BY_CODE["1.014173"], Aspect.PLACE) == "Hưởng bảo hiểm xã hội một lần, nơi nộp hồ sơ: Cơ quan bảo hiểm xã hội."
    assert first_line(BY_CODE["1.004222"], Aspect.PLACE) == (
        "Đăng ký thường trú: nộp tại Công an cấp xã hoặc nộp trên cổng dịch vụ công trực tuyến."
    )
    assert "không phụ thuộc nơi cư trú" in text_of(plain(anywhere=True), Aspect.PLACE).lower()
    assert "đúng nơi có thẩm quyền" in text_of(plain(anywhere=False), Aspect.PLACE)


def test_papers_to_show_are_not_papers_to_hand_in() -> None:
    case = {"name": "Hồ sơ", "documents": [{"name": "Hộ chiếu", "originals": 1, "copies": 2, "show_only": True}]}
    assert "- Hộ chiếu (1 bản chính; 2 bản sao; chỉ xuất trình)" in text_of(plain(cases=[case]), Aspect.DOCUMENTS)


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ([Channel.ONLINE_FULL, Channel.DIRECT], "nộp trực tuyến được từ đầu đến cuối (toàn trình)."),
        ([Channel.ONLINE_PARTIAL], "nộp trực tuyến được một phần, có bước vẫn phải đến nơi."),
        ([Channel.ONLINE], "có nhận hồ sơ trực tuyến."),
        ([Channel.DIRECT, Channel.POST], "nguồn chính thức không ghi cách nộp trực tuyến, anh/chị nộp trực tiếp hoặc bưu chính."),
    ],
)
def test_how_far_a_procedure_is_online(channels: list[Channel], said: str) -> None:
    procedure = plain(methods=[way(channel) for channel in channels], online_url="https://dichvucong.gov.vn/nop/1")
    answered = answer(procedure, Aspect.ONLINE, today=TODAY)
    assert answered.text.partition("\n")[0] == f"Cấp giấy thử nghiệm: {said}"
    assert answered.text.endswith("Trang nộp hồ sơ: https://dichvucong.gov.vn/nop/1")
    assert answered.card is not None and answered.card.url == "https://dichvucong.gov.vn/nop/1"


def test_an_online_channel_that_only_books_a_visit_says_so_at_once() -> None:
    assert "Trực tuyến chỉ để đặt lịch và địa điểm; vẫn phải đến nơi" in first_line(BY_CODE["1.014061"], Aspect.ONLINE)


def test_forms_come_with_their_links() -> None:
    form = {"name": "Mẫu số 01", "link": "https://dichvucong.gov.vn/mau/01.docx"}
    procedure = plain(cases=[{"name": "Hồ sơ", "documents": [{"name": "Tờ khai", "form": form}]}])
    said = text_of(procedure, Aspect.FORM)
    assert said == ("Cấp giấy thử nghiệm: có 1 mẫu cần điền.\n- Tờ khai (theo mẫu số 01): https://dichvucong.gov.vn/mau/01.docx")


def test_acting_for_somebody_else_is_told_only_where_the_record_speaks_of_it() -> None:
    said = text_of(BY_CODE["1.001612"], Aspect.WHO)
    assert "- Nhờ một người khác đi làm thay (nộp thêm): văn bản ủy quyền cho người đó làm thủ tục" in said
    silent = text_of(BY_CODE["3.000347"], Aspect.WHO)
    assert "chưa ghi có được nhờ người khác làm thay hay không" in silent
    assert "Tờ khai thay đổi" not in text_of(BY_CODE["1.004222"], Aspect.WHO)


def test_at_most_eight_laws() -> None:
    lines = text_of(BY_CODE["1.000894"], Aspect.LEGAL_BASIS).split("\n")
    assert lines[0] == "Đăng ký kết hôn: căn cứ theo 10 văn bản."
    assert lines[3] == "- 123/2015/NĐ-CP (ngày 15/11/2015): Quy định chi tiết và biện pháp thi hành Luật Hộ tịch"
    assert lines[9:] == [
        f"… và 2 văn bản nữa, xem đầy đủ: {BY_CODE['1.000894'].official_url}",
        "Quyết định công bố: 163/QĐ-BTP (Bộ Tư pháp).",
    ]


def test_steps_are_numbered() -> None:
    steps = [{"name": "Nộp", "text": "Nộp hồ sơ tại xã"}, {"text": "Nhận kết quả"}]
    assert text_of(plain(steps=steps), Aspect.HOW) == ("Cấp giấy thử nghiệm: làm theo 2 bước.\n1. Nộp: nộp hồ sơ tại xã.\n2. Nhận kết quả.")


def test_steps_that_count_themselves_are_not_counted_twice() -> None:
    steps = [{"name": f"Bước {place}", "text": "Làm việc này"} for place in (1, 2)]
    assert text_of(plain(steps=steps), Aspect.HOW).split("\n")[1:] == ["Bước 1: làm việc này.", "Bước 2: làm việc này."]


def test_the_lines_of_a_long_text_are_not_called_steps() -> None:
    said = text_of(plain(steps=[{"text": f"a) Dòng {place}"} for place in range(9)]), Aspect.HOW)
    assert said.startswith("Cấp giấy thử nghiệm: trình tự thực hiện như sau.\n- Dòng 0.\n- Dòng 1.")


def test_a_procedure_out_of_force_says_so_first() -> None:
    procedure = plain(effective_from="2025-07-01", effective_to="2026-06-30", online_url="https://dichvucong.gov.vn/nop/1")
    for aspect in Aspect:
        assert first_line(procedure, aspect) == (
            "Cấp giấy thử nghiệm: thủ tục này chỉ áp dụng đến hết ngày 30/06/2026, nay không còn hiệu lực."
        )
        assert "không còn hiệu lực" not in text_of(procedure, aspect, date(2026, 6, 30))
        assert first_line(procedure, aspect, date(2025, 6, 30)) == (
            "Cấp giấy thử nghiệm: thủ tục này đến ngày 01/07/2025 mới bắt đầu áp dụng, hôm nay chưa dùng được."
        )
    ended = answer(procedure, Aspect.FEE, today=TODAY).card
    assert ended is not None and ended.url == str(procedure.official_url)


def test_a_long_answer_is_cut_at_an_item_and_points_to_the_page() -> None:
    papers = [{"name": f"Giấy tờ số {place} " + "rất dài " * 12, "note": "Ghi chú. " * 5} for place in range(60)]
    said = text_of(plain(cases=[{"name": "Hồ sơ", "documents": papers}]), Aspect.DOCUMENTS)
    lines = said.split("\n")
    assert lines[0] == "Cấp giấy thử nghiệm: hồ sơ gồm 60 loại giấy tờ."
    shown = len(lines) - 2
    assert lines[-1] == f"… và {60 - shown} mục nữa, xem đầy đủ: https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1"
    assert all(line.endswith("rất dài") for line in lines[1:-1]) and 5 < shown <= 12


def test_the_source_names_the_decision() -> None:
    (note,) = answer(BY_CODE["1.000894"], Aspect.FEE, today=TODAY).sources
    assert (note.title, note.code, note.decision, note.checked) == ("Đăng ký kết hôn", "1.000894", "163/QĐ-BTP", date(2026, 11, 22))


def test_aspects_that_the_record_knows_are_offered_first() -> None:
    procedure = plain(steps=[{"text": "Nộp"}], results=["Giấy"])
    said = answer(procedure, Aspect.FEE, today=TODAY)
    assert [button.value for button in said.buttons][:3] == ["aspect:how:1.000001", "aspect:overview:1.000001", "aspect:result:1.000001"]
    assert is_known(procedure, Aspect.HOW, today=TODAY) and not is_known(procedure, Aspect.FEE, today=TODAY)


VOCABULARY = "Ủy ban nhân dân xã nộp hồ sơ. Giấy, tờ; khai: (bản) 3 ngày bạn - phí".split()  # noqa: SIM905
WORDS = st.lists(st.sampled_from([*VOCABULARY, "\n"]), min_size=1, max_size=60)
TEXT = (
    st.tuples(WORDS, st.sampled_from([1, 1, 1, 30]))
    .map(lambda drawn: " ".join(drawn[0] * drawn[1]))
    .filter(lambda text: any(map(str.isalnum, text)))
)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1))
MAYBE = st.none() | TEXT


def fee_of(kind: FeeKind, amount: int, text: str, condition: str | None, name: str | None, ends: date | None) -> Fee:
    return Fee(
        kind=kind,
        amount=amount if kind is FeeKind.AMOUNT else None,
        formula=text if kind is FeeKind.FORMULA else None,
        condition=condition,
        name=name,
        valid_to=ends,
        valid_from=ends - timedelta(days=300) if ends else None,
    )


FEES = st.builds(fee_of, st.sampled_from(FeeKind), st.integers(1, 10**9), TEXT, MAYBE, MAYBE, DAYS)
TIMES = st.builds(ProcessingTime, amount=st.floats(0.5, 400), unit=st.sampled_from(TimeUnit), condition=MAYBE) | st.builds(
    ProcessingTime, same_day=st.just(True), condition=MAYBE
)
METHODS = st.builds(
    SubmissionMethod,
    channel=st.sampled_from(Channel),
    times=st.just(UNKNOWN) | st.lists(TIMES, min_size=1, max_size=4),
    fees=st.just(UNKNOWN) | st.lists(FEES, min_size=1, max_size=6),
    note=MAYBE,
)
PAPERS = st.fixed_dictionaries({"name": TEXT, "originals": st.none() | st.integers(0, 3), "show_only": st.booleans(), "note": MAYBE})
CASES = st.fixed_dictionaries({"name": TEXT, "documents": st.just(UNKNOWN) | st.lists(PAPERS, max_size=9), "note": MAYBE})
SOME = st.just(UNKNOWN) | st.lists(TEXT, max_size=6)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Records of every shape that the schema allows."""
    return plain(
        name=draw(st.just("Cấp giấy thử nghiệm") | st.integers(20, 200).map(lambda times: "Cấp giấy " + "rất, dài (của) " * times)),
        audience=draw(st.lists(TEXT, max_size=4)),
        executing_agency=draw(st.just(UNKNOWN) | TEXT),
        receiving_place=draw(st.just(UNKNOWN) | TEXT),
        anywhere=draw(st.sampled_from([UNKNOWN, True, False])),
        summary=draw(MAYBE),
        conditions=draw(SOME),
        results=draw(SOME),
        steps=draw(st.just(UNKNOWN) | st.lists(TEXT.map(lambda text: {"text": text}), max_size=8)),
        cases=draw(st.just(UNKNOWN) | st.lists(CASES, max_size=4)),
        methods=draw(st.just(UNKNOWN) | st.lists(METHODS, max_size=4)),
        effective_to=draw(DAYS),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(procedure=procedures(), today=st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_any_record_gives_answers_of_bounded_length(procedure: Procedure, today: date) -> None:
    for aspect in Aspect:
        check_any_answer(procedure, aspect, today)

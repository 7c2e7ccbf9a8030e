import gzip
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers.documents import INSTEAD
from knowledge.importers.fees import OPEN_FEE
from knowledge.importers.portal import NO_FIELD, RejectedRecordError, import_file, read_records, to_procedure
from knowledge.schema import UNKNOWN, Case, Channel, Document, Fee, FeeKind, Level, Procedure, ProcessingTime, SubmissionMethod, TimeUnit

Write = Callable[..., Path]


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "0a1b2c3d-0000-4000-8000-000000000001", "code": "1.009999", "name": "Cấp giấy thử nghiệm"} | changes


def imported(**changes: Any) -> Procedure:
    return to_procedure(record(**changes), checked=date(2026, 11, 22))


def methods(*items: dict[str, Any], **changes: Any) -> list[SubmissionMethod]:
    found = imported(executionMethods=list(items), **changes).methods
    assert not isinstance(found, str)
    return found


def fees(value: object, description: str = "", currency: str = "VND") -> list[Fee] | str:
    fee = {"type": "FEE", "value": value, "currencyId": currency, "description": description}
    return methods({"submissionMethod": "DIRECT", "fees": [fee]})[0].fees


def only_fee(value: object, description: str = "", currency: str = "VND") -> Fee:
    found = fees(value, description, currency)
    assert not isinstance(found, str)
    assert len(found) == 1
    return found[0]


def times(value: object, unit: object = "DAY", description: str = "") -> list[ProcessingTime] | str:
    return methods({"submissionMethod": "DIRECT", "processingTime": value, "processingTimeUnit": unit, "description": description})[0].times


def one_case(*rows: tuple[str, int, int], name: str = "") -> Case:
    papers = [{"name": text, "originalQty": originals, "copyQty": copies} for text, originals, copies in rows]
    found = imported(executionCases=[{"name": name, "profileComponents": papers}]).cases
    assert not isinstance(found, str)
    assert len(found) == 1
    return found[0]


def papers(*rows: tuple[str, int, int], name: str = "") -> list[Document]:
    found = one_case(*rows, name=name).documents
    assert not isinstance(found, str)
    return found


# A whole record


def test_a_bare_record_is_unknown_in_everything_it_does_not_say() -> None:
    procedure = imported()
    for field in (
        "executing_agency",
        "receiving_place",
        "anywhere",
        "conditions",
        "cases",
        "steps",
        "methods",
        "results",
        "legal_basis",
        "decision",
    ):
        assert getattr(procedure, field) is UNKNOWN, field
    assert procedure.field == NO_FIELD
    assert procedure.levels == []


def test_null_lists_and_broken_items_are_tolerated() -> None:
    procedure = imported(executionMethods=None, executionCases={}, executionSteps="", resultsDetails=[None, 3, {"name": None}], isWard=None)
    assert procedure.methods is UNKNOWN
    assert procedure.cases is UNKNOWN
    assert procedure.results == ["3"]


def test_the_facts_of_a_record_land_in_their_fields() -> None:
    procedure = imported(
        name="Thủ tục  cấp giấy\u00a0thử nghiệm",
        isWard=True,
        isProvince="true",
        isMinistry="false",
        isNonTerritorial=True,
        categoriesDetails=[{"name": "Cấp"}, {"name": "quản lý căn cước"}],
        subjectTypesDetails=[{"name": "Công dân Việt Nam"}, {"name": "Công dân Việt Nam"}],
        departmentsExecuting=[{"name": "Công an Xã"}, {"name": "Công an cấp tỉnh"}],
        departmentPromulgateName="Bộ Công an",
        resultsDetails=[{"name": "Giấy thử nghiệm", "code": ""}],
        requirementsAndConditions=[{"content": "Đủ 14 tuổi"}],
        procedureProposal={"proposalNumber": "Quyết định số 12/QĐ-BCA", "decisionDate": 1751302800000},
        procedureRelatedGroup=[{"code": "1.000001"}, {"code": "1.009999"}, {"code": "abc"}],
    )
    assert procedure.name == "Cấp giấy thử nghiệm"
    assert procedure.levels == [Level.COMMUNE, Level.PROVINCE]
    assert procedure.anywhere is True
    assert procedure.field == "Cấp, quản lý căn cước"
    assert procedure.audience == ["Công dân Việt Nam"]
    assert procedure.executing_agency == "Công an Xã; Công an cấp tỉnh"
    assert procedure.conditions == ["Đủ 14 tuổi"]
    assert procedure.related == ["1.000001"]
    assert procedure.decision != UNKNOWN
    assert procedure.decision.number == "12/QĐ-BCA"
    assert procedure.decision.agency == "Bộ Công an"
    assert procedure.decision.issued == date(2025, 7, 1)
    assert str(procedure.official_url) == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/0a1b2c3d-0000-4000-8000-000000000001"


def test_the_day_of_a_decision_is_the_day_in_vietnam() -> None:
    late_evening_utc = 1751302800000 - 3 * 3600 * 1000
    decision = imported(procedureProposal={"proposalNumber": "1/QĐ", "decisionDate": str(late_evening_utc)}).decision
    assert decision != UNKNOWN
    assert decision.issued == date(2025, 6, 30)


def test_a_record_without_an_id_links_to_the_portal_itself() -> None:
    assert str(imported(id="").official_url).rstrip("/") == "https://dichvucong.gov.vn"
    assert str(imported(id="../../x").official_url).rstrip("/") == "https://dichvucong.gov.vn"


def test_a_provincial_code_is_accepted() -> None:
    assert imported(code=" 2.000815.000.00.00.h55 ").code == "2.000815.000.00.00.H55"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": None}, "thiếu mã thủ tục"),
        ({"code": "H15-123"}, "không đúng dạng"),
        ({"name": " "}, "thiếu tên thủ tục"),
    ],
)
def test_a_record_without_code_or_name_is_rejected_with_a_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedRecordError) as caught:
        imported(**changes)
    assert reason in caught.value.reason


def test_html_and_odd_white_space_are_cleaned() -> None:
    procedure = imported(
        description="<p>Dành cho&nbsp;ng\u01b0\u01a1\u0300i <b>dân</b></p><script>x()</script>",
        requirementsAndConditions="<ul><li>Một</li><li>Hai &lt; ba</li></ul>",
        resultsDetails=[{"name": "\ufeffGiấy\t\u200e chứng\r\nnhận"}],
    )
    assert procedure.summary == "Dành cho người dân"
    assert procedure.conditions == ["- Một", "- Hai < ba"]
    assert procedure.results == ["Giấy chứng nhận"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Không", []), ("Không có.", []), ("Không quy định", UNKNOWN), ("", UNKNOWN), ("Không có thông tin", UNKNOWN)],
)
def test_no_condition_is_told_apart_from_nothing_said(written: str, expected: object) -> None:
    assert imported(requirementsAndConditions=written).conditions == expected


def test_steps_are_divided_at_their_numbers_or_else_at_line_breaks() -> None:
    numbered = imported(executionSteps=[{"name": "", "description": "- Bước 1: Nộp hồ sơ.\nMang theo thẻ.\n- Bước 2. Nhận kết quả."}]).steps
    plain = imported(executionSteps=[{"name": "", "description": "Nộp hồ sơ\n\nNhận kết quả"}]).steps
    assert numbered != UNKNOWN
    assert plain != UNKNOWN
    assert [(step.name, step.text) for step in numbered] == [("Bước 1", "Nộp hồ sơ.\nMang theo thẻ."), ("Bước 2", "Nhận kết quả.")]
    assert [step.text for step in plain] == ["Nộp hồ sơ", "Nhận kết quả"]


def test_law_numbers_lose_what_was_glued_to_them() -> None:
    laws = imported(
        legalBasisesDetails=[
            {"code": "202437/2024/QH15", "name": ""},
            {"code": "37/2024/QH15L", "name": "Luật"},
            {"code": "28/2015/NĐ-CPQ", "name": ""},
            {"code": "", "name": "Thông tư 05/2020/TT-BTP ngày 1/1/2020"},
            {"code": "105/2016/TTLT-BQP-BCA", "name": ""},
        ]
    ).legal_basis
    assert laws != UNKNOWN
    assert [law.number for law in laws] == ["37/2024/QH15", "28/2015/NĐ-CP", "05/2020/TT-BTP", "105/2016/TTLT-BQP-BCA"]


# Fees


@pytest.mark.parametrize("value", [0, "0", None, "", -5, "nhiều", 0.0])
def test_no_amount_and_no_words_is_unknown_and_never_free(value: object) -> None:
    assert fees(value) is UNKNOWN


def test_an_empty_or_absent_list_of_fees_is_unknown() -> None:
    for row in ({"fees": []}, {"fees": None}, {}):
        assert methods({"submissionMethod": "DIRECT"} | row)[0].fees is UNKNOWN


@pytest.mark.parametrize(
    "words", ["Không quy định", "Chưa quy định.", "a", "1", "Không có thông tin", "Phí thẩm định", "Không được quy định tại Biểu phí."]
)
def test_words_that_say_no_amount_stay_unknown(words: str) -> None:
    assert fees(0, words) is UNKNOWN


@pytest.mark.parametrize("words", ["Không", "- Không có.", "Miễn lệ phí", "Không thu phí", "Lệ phí: Không", "0 đồng"])
def test_free_is_free_only_in_so_many_words(words: str) -> None:
    assert only_fee(0, words) == Fee(kind=FeeKind.FREE)


@pytest.mark.parametrize(
    "words",
    [
        "Theo quy định của Hội đồng nhân dân cấp tỉnh.",
        "Mức lệ phí (nếu có) theo quyết định của HĐND tỉnh",
        "do Ủy ban nhân dân cấp tỉnh quy định.",
    ],
)
def test_a_fee_that_the_province_sets_is_of_kind_province(words: str) -> None:
    assert only_fee(0, words).kind is FeeKind.PROVINCE


def test_words_with_several_fees_give_several_fees() -> None:
    words = (
        "Mức lệ phí do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật. "
        "Phí cấp bản sao thực hiện theo Thông tư số 281/2016/TT-BTC."
    )
    found = fees(0, words)
    assert not isinstance(found, str)
    assert [fee.kind for fee in found] == [FeeKind.PROVINCE, FeeKind.FREE, FeeKind.FORMULA]
    assert found[1].condition == "Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật"
    assert found[2].legal_basis == "281/2016/TT-BTC"


def test_a_fee_that_is_free_for_some_leaves_a_note_that_others_must_ask() -> None:
    method = methods({"submissionMethod": "DIRECT", "fees": [{"value": 0, "description": "Miễn lệ phí cho người khuyết tật"}]})[0]
    assert method.note == OPEN_FEE


def test_one_free_part_beside_a_charged_part_is_not_free() -> None:
    fee = only_fee(0, "không thu phí cấp giấy; phí in tem được quy định tại Thông tư số 02/2021/TT-BTC")
    assert fee.kind is FeeKind.FORMULA


def test_amounts_inside_the_words_of_a_zero_become_a_formula_with_these_words() -> None:
    words = "Dưới 5 tấn: 50.000 đồng/giấy; trên 5 tấn: 100.000 đồng/giấy"
    assert only_fee(0, words) == Fee(kind=FeeKind.FORMULA, formula=words)
    assert only_fee(0, "01 loại: 8.000.000/lần").kind is FeeKind.FORMULA


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        (50000, "", Fee(kind=FeeKind.AMOUNT, amount=50000)),
        ("150.000", "150.000 đồng/giấy.", Fee(kind=FeeKind.AMOUNT, amount=150000, per="giấy")),
        ("1000000", "Một triệu đồng", Fee(kind=FeeKind.AMOUNT, amount=1000000)),
        (60000, "/lần", Fee(kind=FeeKind.AMOUNT, amount=60000, per="lần")),
        (60000, "Sát hạch lý thuyết", Fee(kind=FeeKind.AMOUNT, amount=60000, condition="Sát hạch lý thuyết")),
    ],
)
def test_a_plain_amount_keeps_its_number_and_unit(value: object, words: str, expected: Fee) -> None:
    assert only_fee(value, words) == expected


def test_dollars_stay_dollars_even_where_the_portal_says_vnd() -> None:
    assert only_fee(10, "", "USD").currency == "USD"
    assert only_fee(145, "Thẻ dưới 02 năm: 145 USD/thẻ.").currency == "USD"
    assert only_fee(7, "", "EUR").formula == "7 EUR."


def test_a_number_that_lost_its_zeros_yields_to_the_words() -> None:
    assert only_fee(135, "Lệ phí: 135.000 đồng/lần") == Fee(kind=FeeKind.FORMULA, formula="Lệ phí: 135.000 đồng/lần")
    assert fees(850) is UNKNOWN


def test_a_number_and_words_that_disagree_are_both_told() -> None:
    fee = only_fee(800000, "áp dụng mức phí 400.000 đồng/hồ sơ đến hết ngày 31/12/2026 theo Thông tư số 64/2025/TT-BTC")
    assert fee.kind is FeeKind.FORMULA
    assert "800.000 đồng" in str(fee.formula)
    assert "400.000 đồng" in str(fee.formula)
    assert fee.legal_basis == "64/2025/TT-BTC"


def test_a_fee_that_ended_carries_its_last_day() -> None:
    fee = only_fee(40000, "40.000đ/giấy (áp dụng đến hết ngày 31/12/2024 theo Thông tư số 43/2024/TT-BTC).")
    assert fee.valid_to == date(2024, 12, 31)
    assert not fee.in_force(date(2026, 11, 22))


def test_a_time_of_exemption_is_kept_with_both_days() -> None:
    fee = only_fee(0, "Miễn phí từ ngày 07/4/2026 đến hết ngày 30/6/2026 theo Thông tư 40/2026/TT-BTC")
    assert (fee.kind, fee.valid_from, fee.valid_to) == (FeeKind.FREE, date(2026, 4, 7), date(2026, 6, 30))


def test_an_open_fee_beside_a_known_one_is_noted() -> None:
    rows = [{"value": 0, "description": ""}, {"value": 50000, "description": ""}]
    method = methods({"submissionMethod": "DIRECT", "fees": rows})[0]
    assert method.fees == [Fee(kind=FeeKind.AMOUNT, amount=50000)]
    assert method.note == OPEN_FEE


# Times and ways to file


@pytest.mark.parametrize(
    ("value", "unit", "amount", "expected"),
    [
        (5, "DAY", 5, TimeUnit.DAY),
        ("7,5", "WORKING_DAY", 7.5, TimeUnit.WORKING_DAY),
        (2, "month", 2, TimeUnit.MONTH),
        (8.0, "WORKING_HOUR", 8, TimeUnit.WORKING_HOUR),
    ],
)
def test_a_time_keeps_its_number_and_unit(value: object, unit: str, amount: float, expected: TimeUnit) -> None:
    assert times(value, unit) == [ProcessingTime(amount=amount, unit=expected)]


@pytest.mark.parametrize(("value", "unit"), [(None, "DAY"), (0, "DAY"), (-1, "DAY"), ("vài", "DAY"), (5, None), (5, "MOON"), (True, "DAY")])
def test_a_time_that_is_no_time_is_unknown(value: object, unit: object) -> None:
    assert times(value, unit) is UNKNOWN


def test_a_price_that_slipped_into_the_days_is_unknown() -> None:
    assert times(1200, "DAY", "VNĐ") is UNKNOWN
    assert times(220, "DAY", "/ tờ khai hải quan.)") is UNKNOWN
    assert times(1100, "DAY") is UNKNOWN
    assert times(540, "DAY", "Không quá 540 ngày") == [ProcessingTime(amount=540, unit=TimeUnit.DAY)]


def test_words_fill_in_a_missing_number_only_if_they_name_one_time() -> None:
    assert times(None, None, "05 ngày làm việc kể từ ngày nhận đủ hồ sơ") == [ProcessingTime(amount=5, unit=TimeUnit.WORKING_DAY)]
    assert times(None, None, "05 ngày làm việc; trường hợp phải kiểm tra 10 ngày") is UNKNOWN
    assert times(None, None, "Giải quyết ngay trong ngày") == [ProcessingTime(same_day=True)]


def test_working_days_in_the_words_win_over_the_default_unit() -> None:
    assert times(15, "DAY", "Trong 15 ngày làm việc") == [ProcessingTime(amount=15, unit=TimeUnit.WORKING_DAY)]
    assert times(15, "DAY", "Trong 15 ngày") == [ProcessingTime(amount=15, unit=TimeUnit.DAY)]


def test_online_is_full_only_where_the_record_says_so() -> None:
    row = {"submissionMethod": "ONLINE"}
    assert methods(row)[0].channel is Channel.ONLINE
    assert methods(row, isFullProcess=True)[0].channel is Channel.ONLINE_FULL
    assert methods({"submissionMethod": "POSTAL"})[0].channel is Channel.POST


def test_a_way_that_stands_several_times_tells_its_case_with_each_time_and_fee() -> None:
    found = methods(
        {
            "submissionMethod": "DIRECT",
            "processingTime": 3,
            "processingTimeUnit": "DAY",
            "description": "Cấp mới",
            "fees": [{"value": 9000}],
        },
        {"submissionMethod": "DIRECT", "processingTime": 1, "processingTimeUnit": "DAY", "description": "Cấp lại", "fees": []},
        {"submissionMethod": "ONLINE", "processingTime": 3, "processingTimeUnit": "DAY", "description": "Qua Cổng", "fees": []},
    )
    assert found[0].times == [ProcessingTime(amount=3, unit=TimeUnit.DAY, condition="Cấp mới")]
    assert found[0].fees == [Fee(kind=FeeKind.AMOUNT, amount=9000, condition="Cấp mới")]
    assert found[1].times == [ProcessingTime(amount=1, unit=TimeUnit.DAY, condition="Cấp lại")]
    assert found[2].note == "Qua Cổng"


def test_unknown_ways_are_left_out_and_identical_ones_told_once() -> None:
    assert len(methods({"submissionMethod": "DIRECT"}, {"submissionMethod": "DIRECT"}, {"submissionMethod": "PIGEON"})) == 1


# Papers


def test_papers_keep_their_counts_and_no_counts_mean_not_said() -> None:
    assert papers(("Tờ khai", 1, 0), ("Bản sao thẻ căn cước", 0, 0)) == [
        Document(name="Tờ khai", originals=1, copies=0),
        Document(name="Bản sao thẻ căn cước"),
    ]


def test_a_row_of_punctuation_completes_the_counts_of_the_row_before() -> None:
    assert papers(("Hóa đơn;", 0, 0), (",", 0, 1), ("Đơn", 1, 0), (";", 0, 2)) == [
        Document(name="Hóa đơn", originals=0, copies=1),
        Document(name="Đơn", originals=1, copies=2),
    ]


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (("* Lưu ý: mang theo bản chính để đối chiếu", 1, 0), "Lưu ý: mang theo bản chính để đối chiếu"),
        (("Trường hợp ủy quyền thì phải có văn bản ủy quyền.", 0, 0), "Trường hợp ủy quyền thì phải có văn bản ủy quyền"),
        (("- Người tiếp nhận có trách nhiệm kiểm tra giấy tờ", 0, 0), "Người tiếp nhận có trách nhiệm kiểm tra giấy tờ"),
        (("2. Số lượng hồ sơ: 01 (bộ)", 0, 0), "2. Số lượng hồ sơ: 01 (bộ)"),
    ],
)
def test_notes_are_not_papers(row: tuple[str, int, int], note: str) -> None:
    case = one_case(("Tờ khai", 1, 0), row)
    assert case.documents == [Document(name="Tờ khai", originals=1, copies=0)]
    assert case.note == note


def test_a_heading_goes_with_the_papers_below_it() -> None:
    found = papers(("* Giấy tờ phải xuất trình:", 0, 0), ("Thẻ căn cước", 1, 0), ("* Giấy tờ phải nộp:", 0, 0), ("Tờ khai", 1, 0))
    assert [(paper.name, paper.show_only, paper.note) for paper in found] == [
        ("Thẻ căn cước", True, "Giấy tờ phải xuất trình:"),
        ("Tờ khai", False, "Giấy tờ phải nộp:"),
    ]


def test_a_paper_after_a_bare_or_replaces_the_one_before() -> None:
    assert papers(("Giấy chứng sinh", 1, 0), ("hoặc", 0, 0), ("Văn bản người làm chứng", 1, 0))[1].note == INSTEAD


def test_a_case_of_notes_alone_joins_the_case_before_it() -> None:
    cases = imported(
        executionCases=[
            {"name": "--", "profileComponents": [{"name": "Tờ khai", "originalQty": "1", "copyQty": None}]},
            {"name": "* Lưu ý:", "profileComponents": [{"name": "Trường hợp ở xa thì gửi bưu điện", "originalQty": 0, "copyQty": 0}]},
        ]
    ).cases
    assert cases == [
        Case(name="Thành phần hồ sơ", documents=[Document(name="Tờ khai", originals=1, copies=0)], note="Trường hợp ở xa thì gửi bưu điện")
    ]


def test_forms_come_from_attachments_or_from_a_file_name_glued_to_the_paper() -> None:
    row = {"name": "Đơn đề nghị", "originalQty": 1, "attachments": [{"fileName": "[Mẫu 01.docx](file:///C:/x/M%201.docx)"}]}
    cases = imported(
        executionCases=[{"name": "", "profileComponents": [row, {"name": "Đơn xin cấp lạiMau 07.doc", "originalQty": 1}]}]
    ).cases
    assert not isinstance(cases, str)
    assert not isinstance(cases[0].documents, str)
    assert [(paper.name, paper.form and paper.form.name) for paper in cases[0].documents] == [
        ("Đơn đề nghị", "Mẫu 01.docx"),
        ("Đơn xin cấp lại", "Mau 07.doc"),
    ]


# Files


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: bytes | str, name: str = "xuat.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


A, B = record(code="1.000001"), record(code="1.000002")
LINES = "\n".join(json.dumps(item, ensure_ascii=False) for item in (A, B))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([A, B]),
        json.dumps([A, B], indent=2),
        json.dumps({"code": "OK", "data": {"items": [A, B], "lastId": "x", "total": 2}}),
        LINES,
        "\ufeff" + LINES + "\n\n",
        json.dumps({"code": "OK", "data": {"items": [A]}}) + "\n" + json.dumps({"code": "OK", "data": {"items": [B]}}),
    ],
)
def test_every_shape_of_file_gives_the_same_records_plain_or_compressed(write: Write, content: str) -> None:
    for path in (write(content), write(gzip.compress(content.encode()), "xuat.gz")):
        assert [procedure.code for procedure in import_file(path).procedures] == ["1.000001", "1.000002"]


def test_a_single_object_is_one_record_bare_or_in_a_response(write: Write) -> None:
    for content in (A, {"code": "OK", "data": A}):
        assert [procedure.code for procedure in import_file(write(json.dumps(content, indent=1))).procedures] == ["1.000001"]


def test_broken_lines_are_reported_with_their_number_and_the_rest_is_imported(write: Write) -> None:
    lines = [
        json.dumps(A).encode(),
        b"{broken",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"42",
        json.dumps(record(code="x")).encode(),
        json.dumps(A).encode(),
        b"",
        json.dumps(B).encode(),
    ]
    result = import_file(write(b"\n".join(lines)))
    assert [procedure.code for procedure in result.procedures] == ["1.000001", "1.000002"]
    assert [(item.line, item.code) for item in result.rejected] == [(2, None), (3, None), (4, None), (5, None), (6, "X"), (7, "1.000001")]
    assert [item.reason for item in result.rejected][0] == "dòng không phải JSON đúng dạng"
    assert "đã có ở bản ghi trước" in result.rejected[-1].reason


def test_a_truncated_archive_gives_what_can_be_read_and_says_so(write: Write) -> None:
    whole = gzip.compress("\n".join(json.dumps(record(code=f"1.{number:06}", name=os.urandom(40).hex())) for number in range(500)).encode())
    result = import_file(write(whole[: len(whole) // 2]))
    assert 100 < len(result.procedures) < 400
    assert "bị cắt cụt" in result.rejected[-1].reason


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x1f\x8bgarbage", b"PK\x03\x04\x00\xff", b"null", b"\x00\x01"])
def test_a_file_without_records_is_reported_and_not_a_crash(write: Write, content: bytes) -> None:
    result = import_file(write(content))
    assert result.procedures == []
    assert result.rejected
    assert all(item.reason for item in result.rejected)


def test_records_can_be_read_one_by_one(write: Write) -> None:
    assert [(item.line, item.data["code"]) for item in read_records(write(LINES))] == [(1, "1.000001"), (2, "1.000002")]


# The real export

EXPORT = os.environ.get("MOTCUA_FORMALITIES")


@pytest.mark.skipif(not EXPORT, reason="set MOTCUA_FORMALITIES to an export of the portal (formalities.jsonl.gz) to run this")
def test_every_record_of_a_real_export_is_converted_or_rejected_with_a_reason() -> None:
    path = Path(str(EXPORT))
    result = import_file(path, checked=date(2026, 7, 31))
    raw = {str(item.data.get("code")): item.data for item in read_records(path)}
    assert len(result.procedures) + len(result.rejected) >= len(raw)
    assert len(result.procedures) > 0.99 * len(raw)
    assert all(item.reason for item in result.rejected)
    for procedure in result.procedures:
        assert all(_said_free(raw[procedure.code]) for _ in _free_fees(procedure)), procedure.code


def _free_fees(procedure: Procedure) -> list[Fee]:
    rows = procedure.methods if not isinstance(procedure.methods, str) else []
    return [fee for row in rows if not isinstance(row.fees, str) for fee in row.fees if fee.kind is FeeKind.FREE]


def _said_free(data: Any) -> bool:
    words = [str(fee.get("description")).lower() for row in data["executionMethods"] for fee in row["fees"]]
    return any("miễn" in word or "không" in word for word in words)

import gzip
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers.documents import INSTEAD
from knowledge.importers.portal import NO_FIELD, RejectedRecordError, import_file, read_records, to_procedure
from knowledge.schema import UNKNOWN, Case, Document, Fee, FeeKind, Level, Procedure

Write = Callable[..., Path]


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "0a1b2c3d-0000-4000-8000-000000000001", "code": "1.009999", "name": "Cấp giấy thử nghiệm"} | changes


def imported(**changes: Any) -> Procedure:
    return to_procedure(record(**changes), checked=date(2026, 11, 22))


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
        (
            ("Việc xác định họ, đặt tên cho trẻ em phải phù hợp với pháp luật", 0, 0),
            "Việc xác định họ, đặt tên cho trẻ em phải phù hợp với pháp luật",
        ),
        (
            ("Trong trường hợp nộp trực tuyến thì gửi bản chính qua bưu điện", 0, 0),
            "Trong trường hợp nộp trực tuyến thì gửi bản chính qua bưu điện",
        ),
        (("Phiếu này là biểu mẫu điện tử", 0, 0), "Phiếu này là biểu mẫu điện tử"),
        (("Do Ủy ban nhân dân cấp tỉnh quy định", 0, 0), "Do Ủy ban nhân dân cấp tỉnh quy định"),
        (
            ("Người ủy quyền và người được ủy quyền chịu trách nhiệm trước pháp luật", 1, 0),
            "Người ủy quyền và người được ủy quyền chịu trách nhiệm trước pháp luật",
        ),
        (
            ("Trường hợp đã có trong cơ sở dữ liệu quốc gia thì không phải nộp giấy tờ này", 1, 0),
            "Trường hợp đã có trong cơ sở dữ liệu quốc gia thì không phải nộp giấy tờ này",
        ),
    ],
)
def test_notes_are_not_papers(row: tuple[str, int, int], note: str) -> None:
    case = one_case(("Tờ khai", 1, 0), row)
    assert case.documents == [Document(name="Tờ khai", originals=1, copies=0)]
    assert case.note == note


@pytest.mark.parametrize(
    "row",
    [
        ("Trường hợp ủy quyền thì phải nộp văn bản ủy quyền; người thân thích không phải nộp", 1, 0),
        ("Văn bản ủy quyền trong trường hợp ủy quyền", 0, 0),
        ("Bản sao giấy phép (trường hợp tra cứu được thì không phải nộp)", 0, 1),
    ],
)
def test_a_row_that_asks_for_something_is_a_paper(row: tuple[str, int, int]) -> None:
    assert [paper.name for paper in papers(("Tờ khai", 1, 0), row)] == ["Tờ khai", row[0]]


@pytest.mark.parametrize("heading", ["Giấy tờ phải nộp", "II. Hồ sơ chất lượng", "Hồ sơ thứ hai"])
def test_a_heading_may_lack_its_colon(heading: str) -> None:
    assert [(paper.name, paper.note) for paper in papers((heading, 0, 0), ("Đơn", 1, 0))] == [("Đơn", heading)]


@pytest.mark.parametrize("words", ["Chưa quy định cụ thể", "Chưa có quy định cụ thể", "Không quy định"])
def test_a_row_that_says_nothing_is_prescribed_leaves_the_papers_unknown(words: str) -> None:
    case = imported(executionCases=[{"name": "", "profileComponents": [{"name": words, "originalQty": 0, "copyQty": 0}]}])
    assert case.cases is UNKNOWN


def test_a_heading_goes_with_the_papers_below_it() -> None:
    found = papers(("* Giấy tờ phải xuất trình:", 0, 0), ("Thẻ căn cước", 1, 0), ("* Giấy tờ phải nộp:", 0, 0), ("Tờ khai", 1, 0))
    assert [(paper.name, paper.show_only, paper.note) for paper in found] == [
        ("Thẻ căn cước", True, "Giấy tờ phải xuất trình"),
        ("Tờ khai", False, "Giấy tờ phải nộp"),
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
    assert result.rejected[0].reason == "dòng không phải JSON đúng dạng"
    assert "đã có ở dòng (bản ghi) 1" in result.rejected[-1].reason


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

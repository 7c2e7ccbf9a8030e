"""Spreadsheets of questions and lists of procedures: Excel and CSV, as people really make them."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.importers import excel, limits
from knowledge.importers.files import FileContent, ImportFileError, read_file
from knowledge.importers.listing import REQUIRED, TITLES
from knowledge.importers.portal import NO_FIELD
from knowledge.schema import UNKNOWN, Faq, Procedure

CHECKED = date(2026, 11, 22)
HEAD: list[Any] = [
    "STT",
    "Câu hỏi",
    "Trả lời",
    "Cách hỏi khác",
    "Chủ đề",
    "Mã thủ tục",
    "Nguồn",
    "Đường dẫn",
    "Ngày kiểm tra",
    "Hiệu lực từ",
    "Hết hiệu lực",
]
ROW: list[Any] = [
    1,
    "Quầy một cửa mở cửa mấy giờ?",
    "Thường từ 7 giờ 30.\n- Chiều đến 17 giờ.",
    "mấy giờ làm việc; lam den may gio\nthứ bảy có làm không",
    "Giờ làm việc",
    "1.001193, 2.000815",
    "Nghị định 118/2025/NĐ-CP",
    "https://dichvucong.gov.vn",
    "22/11/2026",
    "01/07/2025",
    "",
]
anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def excel_file(path: Path, *sheets: Sequence[Any], change: Callable[[Any], None] = lambda _: None) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Trang {number}")
        for row in rows:
            sheet.append(row)
    change(book)
    book.save(path)
    return path


def csv_text(*rows: Sequence[Any], delimiter: str = ",") -> str:
    quoted = (delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted) + "\r\n"


def from_csv(folder: Path, content: str | bytes, encoding: str = "utf-8") -> FileContent:
    path = folder / "bang.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_file(path, checked=CHECKED)


def faqs(content: FileContent) -> list[Faq]:
    assert (content.format, content.layer, content.partial) == ("faq_sheet", "plain", False)
    return [entry for entry in content.entries if isinstance(entry, Faq)]


def row(**changes: Any) -> list[Any]:
    names = ["stt", "question", "answer", "variants", "topic", "procedures", "source", "link", "checked", "starts", "ends"]
    return [changes.get(name, value) for name, value in zip(names, ROW, strict=True)]


# Questions


def test_a_row_becomes_a_question_with_everything_it_says(tmp_path: Path) -> None:
    found = read_file(excel_file(tmp_path / "cau-hoi.xlsx", [HEAD, ROW]), checked=CHECKED)
    [faq] = faqs(found)
    assert found.rejected == found.warnings == []
    assert faq.id == "quay-mot-cua-mo-cua-may-gio"
    assert faq.question == "Quầy một cửa mở cửa mấy giờ?"
    assert faq.answer == "Thường từ 7 giờ 30.\n- Chiều đến 17 giờ."
    assert faq.variants == ["mấy giờ làm việc", "lam den may gio", "thứ bảy có làm không"]
    assert (faq.topic, faq.procedures, str(faq.link)) == ("Giờ làm việc", ["1.001193", "2.000815"], "https://dichvucong.gov.vn/")
    assert [source.name for source in faq.sources] == ["Nghị định 118/2025/NĐ-CP"]
    assert (faq.checked, faq.effective_from, faq.effective_to) == (CHECKED, date(2025, 7, 1), None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_in_any_usual_form_gives_what_excel_gives(delimiter: str, encoding: str, tmp_path: Path) -> None:
    same = faqs(read_file(excel_file(tmp_path / "bang.xlsx", [HEAD, ROW]), checked=CHECKED))
    assert faqs(from_csv(tmp_path, csv_text(HEAD, ROW, delimiter=delimiter), encoding)) == same


def test_the_old_vietnamese_encoding_of_windows_is_read(tmp_path: Path) -> None:
    written = "Câu hỏi;Trả lời;Nguồn\nGiờ mở cửa?;7 giờ;Luật\n"
    [faq] = faqs(from_csv(tmp_path, _cp1258(written)))
    assert (faq.question, faq.answer, faq.sources[0].name) == ("Giờ mở cửa?", "7 giờ", "Luật")


def _cp1258(text: str) -> bytes:
    """The text with its tone marks after the letters, as this encoding keeps them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        written.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tone)
    return "".join(written).encode("cp1258")


def test_only_the_rows_with_broken_letters_are_refused(tmp_path: Path) -> None:
    good = [row(question=f"Câu hỏi số {number}?") for number in range(8)]
    content = csv_text(HEAD, *good, row(question="Câu hỏng?")).encode().replace("hỏng".encode(), b"h\xff\xfeng")
    found = from_csv(tmp_path, content)
    assert len(faqs(found)) == 8
    assert [(item.line > 9, "bảng mã" in item.reason) for item in found.rejected] == [(True, True)]


@pytest.mark.parametrize(
    "titles",
    [
        ["CÂU HỎI *", "CÂU TRẢ LỜI", "Nguồn tham khảo"],
        ["  câu   hỏi ", "Nội dung trả lời", "NGUỒN"],
        ["Nội dung câu hỏi", "Giải đáp", "Căn cứ pháp lý"],
        ["cau hoi", "tra loi", "nguon"],
        ["question", "answer", "sources"],
    ],
)
def test_titles_are_known_in_their_usual_variants(titles: list[str], tmp_path: Path) -> None:
    [faq] = faqs(from_csv(tmp_path, csv_text(titles, ["Mất thẻ?", "Làm lại.", "Luật Căn cước"])))
    assert (faq.question, faq.answer, faq.sources[0].name) == ("Mất thẻ?", "Làm lại.", "Luật Căn cước")


def test_title_lines_empty_rows_and_other_orders_of_columns_do_not_matter(tmp_path: Path) -> None:
    order = [6, 2, 1, 0, 3]
    rows = [["ỦY BAN NHÂN DÂN XÃ"], [], ["BỘ CÂU HỎI THƯỜNG GẶP"], [], [HEAD[at] for at in order], [], [ROW[at] for at in order], []]
    [faq] = faqs(read_file(excel_file(tmp_path / "b.xlsx", rows), checked=CHECKED))
    assert faq.question == ROW[1]


def test_a_title_over_two_columns_is_read_with_the_row_below_it(tmp_path: Path) -> None:
    rows = [
        ["Câu hỏi", "Trả lời", "Nguồn", "Hiệu lực", None],
        [None, None, None, "từ ngày", "đến ngày"],
        ["A?", "B", "C", "1/7/2025", "31/12/2026"],
    ]

    def merge(book: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
            book.active.merge_cells(area)

    [faq] = faqs(read_file(excel_file(tmp_path / "b.xlsx", rows, change=merge), checked=CHECKED))
    assert (faq.effective_from, faq.effective_to) == (date(2025, 7, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "cell", [date(2026, 1, 31), datetime(2026, 1, 31), 46053, "31.01.2026", "ngày 31 tháng 01 năm 2026", 1769792400000]
)
def test_dates_are_read_from_cells_of_every_kind(cell: object, tmp_path: Path) -> None:
    [faq] = faqs(read_file(excel_file(tmp_path / "b.xlsx", [HEAD, row(checked=cell)]), checked=CHECKED))
    assert faq.checked == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"question": ""}, "thiếu câu hỏi"),
        ({"answer": " \n"}, "thiếu câu trả lời"),
        ({"answer": "<script>x()</script>"}, "thiếu câu trả lời"),
        ({"source": "", "link": ""}, "thiếu nguồn"),
        ({"checked": "31/13/2026"}, "cột «Ngày kiểm tra»"),
        ({"ends": "31/12/26"}, "cột «Hết hiệu lực»"),
        ({"ends": "30/06/2025"}, "đứng trước"),
        ({"question": "hỏi " * 300}, "câu hỏi dài quá"),
        ({"answer": "dài " * 5000}, "câu trả lời dài quá"),
    ],
)
def test_a_row_that_lacks_what_an_answer_needs_is_refused_and_the_others_kept(changes: dict[str, Any], reason: str, tmp_path: Path) -> None:
    found = from_csv(tmp_path, csv_text(HEAD, row(**changes), row(question="Câu khác?")))
    assert [faq.question for faq in faqs(found)] == ["Câu khác?"]
    assert [(item.line, reason in item.reason) for item in found.rejected] == [(2, True)]


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"checked": ""}, "ngày kiểm tra"),
        ({"topic": ""}, "chủ đề"),
        ({"link": "javascript:alert(1)"}, "đường dẫn"),
        ({"procedures": "1.001193; mã cũ"}, "mã thủ tục liên quan"),
    ],
)
def test_what_is_doubtful_is_told_and_the_row_kept(changes: dict[str, Any], doubt: str, tmp_path: Path) -> None:
    found = from_csv(tmp_path, csv_text(HEAD, row(**changes)))
    [faq] = faqs(found)
    assert (faq.checked, faq.link is None) == (CHECKED, "link" in changes)
    assert {item.key for item in found.warnings} == {faq.id}
    assert any(doubt in item.reason for item in found.warnings)


def test_a_question_without_other_ways_to_ask_is_taken(tmp_path: Path) -> None:
    [faq] = faqs(from_csv(tmp_path, csv_text(HEAD, row(variants=""))))
    assert faq.variants == []


def test_other_ways_to_ask_stand_once_and_without_bullets(tmp_path: Path) -> None:
    variants = "- mấy giờ mở\n2) May gio MO\n;; quầy một cửa mở cửa mấy giờ\n• giờ làm"
    [faq] = faqs(from_csv(tmp_path, csv_text(HEAD, row(variants=variants))))
    assert faq.variants == ["mấy giờ mở", "giờ làm"]


def test_other_ways_to_ask_may_stand_in_several_columns(tmp_path: Path) -> None:
    head = ["Câu hỏi", "Trả lời", "Nguồn", "Cách hỏi 1", "Cách hỏi 2", "Câu hỏi tương tự"]
    [faq] = faqs(from_csv(tmp_path, csv_text(head, ["A?", "B", "C", "d", "", "e; f"])))
    assert faq.variants == ["d", "e", "f"]


def test_an_id_column_names_the_question(tmp_path: Path) -> None:
    [faq] = faqs(from_csv(tmp_path, csv_text(["ID", *HEAD], ["Giờ Mở_Cửa 01", *ROW])))
    assert faq.id == "gio-mo-cua-01"


def test_the_same_question_twice_keeps_the_first_and_tells_both_rows(tmp_path: Path) -> None:
    found = from_csv(tmp_path, csv_text(HEAD, ROW, row(question="Khác?"), row(answer="Câu trả lời sau.")))
    assert [faq.answer for faq in faqs(found)] == [ROW[2], ROW[2]]
    [rejected] = found.rejected
    assert (rejected.key, rejected.line > 4) == (faqs(found)[0].id, True)
    assert f"dòng (bản ghi) 2; giữ bản đó, bỏ bản ở dòng {rejected.line}" in rejected.reason


def test_markup_and_control_characters_are_cleaned(tmp_path: Path) -> None:
    answer = "<p>Mang&nbsp;thẻ.</p>\u200b&lt;script&gt;alert(1)&lt;/script&gt;<ul><li>Một</li></ul>"
    [faq] = faqs(from_csv(tmp_path, csv_text(HEAD, row(answer=answer))))
    assert faq.answer == "Mang thẻ.\n- Một"


def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path: Path) -> None:
    lines = ["Câu hỏi,Trả lời,Nguồn", "Một?,Có,Luật", 'Hai?,"mở mà không đóng,Luật', "Ba?,Có,Luật", 'Bốn?,"đủ, cả",Luật']
    found = from_csv(tmp_path, "\n".join(lines))
    assert [faq.question for faq in faqs(found)] == ["Một?", "Ba?", "Bốn?"]
    assert [(item.line, "dấu nháy" in item.reason) for item in found.rejected] == [(3, True)]


def test_a_sloppy_quote_inside_a_line_is_read_as_it_stands(tmp_path: Path) -> None:
    found = from_csv(tmp_path, 'Câu hỏi,Trả lời,Nguồn\nMột?,"Gọi là" thẻ,Luật\n')
    assert [faq.answer for faq in faqs(found)] == ["Gọi là thẻ"]


# Formulas


def test_a_formula_is_never_a_value(tmp_path: Path) -> None:
    rows = [HEAD, row(answer='=HYPERLINK("http://x","bấm")'), row(question="Khác?", topic="=1+1")]
    found = read_file(excel_file(tmp_path / "b.xlsx", rows), checked=CHECKED)
    assert [faq.topic for faq in faqs(found)] == ["Câu hỏi chung"]
    assert [(item.line, item.reason) for item in found.rejected] == [(2, "thiếu câu trả lời")]
    assert {item.reason.split(",")[0] for item in found.warnings} >= {"ô C2 là công thức", "ô E3 là công thức"}


def test_a_formula_in_csv_is_refused_too(tmp_path: Path) -> None:
    found = from_csv(tmp_path, csv_text(HEAD, row(answer="=cmd|' /C calc'!A0")))
    assert found.entries == []
    assert "công thức" in found.warnings[0].reason


def test_the_stored_result_of_a_formula_is_used_and_told(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, row(topic="=1+1")])
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r"<f>1\+1</f><v *(?:/>|></v>)", "<f>1+1</f><v>2</v>", xml))
    found = read_file(path, checked=CHECKED)
    assert [faq.topic for faq in faqs(found)] == ["2"]
    assert [item.reason for item in found.warnings] == ["ô E2 là công thức, chỉ dùng kết quả đã lưu"]


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


# Lists of procedures


LIST_HEAD = [
    ["Mã TTHC", "Tên thủ tục hành chính", "Cơ quan", None, "Lĩnh vực", "Địa chỉ"],
    [None, None, "ban hành", "thực hiện", None, None],
]
LIST_ROW = ["1.001193", "Thủ tục đăng ký khai sinh", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã", "Hộ tịch", "Trung tâm Phục vụ hành chính công"]


def listed(content: FileContent) -> list[Procedure]:
    assert (content.format, content.layer, content.partial) == ("agency_list", "official", True)
    return [entry for entry in content.entries if isinstance(entry, Procedure)]


def test_a_list_tells_names_fields_and_agencies_and_nothing_else(tmp_path: Path) -> None:
    rows = [
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH"],
        ["(Kèm theo Quyết định số 1)"],
        [],
        *LIST_HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        LIST_ROW,
    ]
    found = read_file(excel_file(tmp_path / "ds.xlsx", rows), checked=CHECKED)
    [procedure] = listed(found)
    assert found.rejected == []
    assert (procedure.code, procedure.name, procedure.field) == ("1.001193", "Đăng ký khai sinh", "Hộ tịch")
    assert (procedure.executing_agency, procedure.receiving_place) == ("Ủy ban nhân dân cấp xã", "Trung tâm Phục vụ hành chính công")
    assert procedure.source.name == "Danh mục thủ tục hành chính, Bộ Tư pháp"
    for name in ("conditions", "cases", "steps", "methods", "results", "legal_basis", "decision", "anywhere"):
        assert getattr(procedure, name) is UNKNOWN, name


@pytest.mark.parametrize(
    "head",
    [
        [["code", "name", "promulgating_agency", "executing_agency", "field", "address"]],
        [["Mã số", "Tên TTHC", "Đơn vị công bố", "Đơn vị thực hiện", "Lĩnh vực", "Nơi tiếp nhận hồ sơ"]],
        [["Mã", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực", "Địa chỉ"], ["code", "name", "org", "dept", "field", "addr"]],
        [
            ["Thông tin chung", None, "Cơ quan", None, None, None],
            ["Mã thủ tục", "Tên thủ tục", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực", "Địa chỉ"],
        ],
    ],
)
def test_headers_of_one_or_two_rows_are_understood(head: list[list[Any]], tmp_path: Path) -> None:
    [procedure] = listed(read_file(excel_file(tmp_path / "ds.xlsx", [*head, LIST_ROW]), checked=CHECKED))
    assert (procedure.code, procedure.field, procedure.executing_agency) == ("1.001193", "Hộ tịch", "Ủy ban nhân dân cấp xã")


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    head, data = ["Ghi chú", "Lĩnh vực", "Tên thủ tục", "Mức độ", "Mã thủ tục"], ["x", "Đất đai", "Cấp sổ", 4, "1.000001"]
    [procedure] = listed(read_file(excel_file(tmp_path / "ds.xlsx", [head, data]), checked=CHECKED))
    assert (procedure.code, procedure.name, procedure.field) == ("1.000001", "Cấp sổ", "Đất đai")


def test_lines_over_groups_and_bad_rows_are_told_apart(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Mã thủ tục", "Tên thủ tục", "Lĩnh vực"],
        ["I", None, None],
        [None, "Lĩnh vực hộ tịch", None],
        ["1.000001", "Một", "A"],
    ]
    rows += [
        ["II", "Lĩnh vực đất đai", None],
        ["1.000001", "Một nữa", "A"],
        [None, "Thiếu mã", "A"],
        ["1.9", None, "A"],
        ["abc", "Hai", "A"],
        ["1.000003", None, "A"],
    ]
    found = read_file(excel_file(tmp_path / "ds.xlsx", rows), checked=CHECKED)
    assert [procedure.code for procedure in listed(found)] == ["1.000001"]
    assert [(item.line, item.key) for item in found.rejected] == [
        *[(6, "1.000001"), (7, None), (8, "1.900000"), (9, "ABC"), (10, "1.000003")],
    ]
    assert [(item.line, "tên nhóm" in item.reason) for item in found.warnings] == [(2, True), (3, True), (5, True), (8, False)]


def test_a_code_that_excel_made_a_number_gets_its_zeros_back(tmp_path: Path) -> None:
    rows = [["Mã thủ tục", "Tên thủ tục"], [1.00119, "Một"], [2.000815, "Hai"]]
    found = read_file(excel_file(tmp_path / "ds.xlsx", rows), checked=CHECKED)
    assert [procedure.code for procedure in listed(found)] == ["1.001190", "2.000815"]
    assert [item.key for item in found.warnings] == ["1.001190"]


def test_a_link_in_the_list_is_the_official_page(tmp_path: Path) -> None:
    page = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/abc"
    [procedure] = listed(from_csv(tmp_path, csv_text(["code", "name", "url"], ["1.000001", "Một", page])))
    assert str(procedure.official_url) == page
    assert procedure.field == NO_FIELD


def test_titles_required_of_a_list_are_among_its_titles() -> None:
    assert set(REQUIRED) <= set(TITLES)


# Whole files


def test_several_sheets_of_one_kind_are_read_and_others_named(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW], [["Ghi chú"], ["abc"]], [HEAD, row(question="Khác?"), ROW])
    found = read_file(path, checked=CHECKED)
    assert len(faqs(found)) == 2
    assert [(item.line, item.reason.split(":")[0]) for item in found.rejected] == [(3, "Trang 3")]
    assert "của Trang 1" in found.rejected[0].reason
    assert any("«Trang 2»" in item.reason for item in found.warnings)


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.worksheets[1].sheet_state = "hidden"

    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW], [HEAD, row(question="Ẩn?")], change=hide)
    assert [faq.question for faq in faqs(read_file(path, checked=CHECKED))] == [ROW[1]]


def test_twice_the_same_file_gives_twice_the_same(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW, row(question="Khác?", checked="x"), row(question="Nữa?", link="??")])
    assert read_file(path, checked=CHECKED) == read_file(path, checked=CHECKED)


def test_a_table_without_known_titles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="«Câu hỏi»"):
        read_file(excel_file(tmp_path / "b.xlsx", [["Họ tên", "Điện thoại"], ["A", "1"]]))


@pytest.mark.parametrize("names", [["xl/workbook.bin"], ["word/document.xml"], ["mimetype", "content.xml"], []])
def test_another_archive_is_refused(names: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(ImportFileError, match=r"không phải bảng tính|trống"):
        read_file(path)


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_read", lambda _: pytest.fail("the file was opened"))
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40 * limits.MIB)
    with pytest.raises(ImportFileError, match="bung ra quá lớn"):
        read_file(path)


def test_too_many_parts_and_too_much_in_all_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW])
    monkeypatch.setattr(limits, "SHEET_PARTS", 3)
    with pytest.raises(ImportFileError, match="bung ra quá lớn"):
        read_file(path)
    monkeypatch.setattr(limits, "SHEET_PARTS", 100)
    monkeypatch.setattr(limits, "SHEET_BYTES", path.stat().st_size + 10)
    with pytest.raises(ImportFileError, match="bung ra quá lớn"):
        read_file(path)


def test_a_directory_of_a_million_parts_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW])
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (200_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the directory was read"))
    with pytest.raises(ImportFileError, match="bung ra quá lớn"):
        read_file(path)


def test_entities_in_the_xml_are_refused(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.replace("<sheetData>", "<sheetData>&b;"))
    with pytest.raises(ImportFileError, match="bị hỏng"):
        read_file(path)


def test_a_sheet_that_claims_to_be_endless_is_read_by_its_cells(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "b.xlsx", [HEAD, ROW])
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('<dimension ref="A1:K2"', '<dimension ref="A1:XFD1048576"'))
    assert len(faqs(read_file(path, checked=CHECKED))) == 1


def test_rows_beyond_the_limit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 3)
    rows = [HEAD, *(row(question=f"Số {number}?") for number in range(5))]
    for found in (read_file(excel_file(tmp_path / "b.xlsx", rows), checked=CHECKED), from_csv(tmp_path, csv_text(*rows))):
        assert len(faqs(found)) == 2
        assert "hơn 3 dòng" in found.rejected[0].reason


@anything
@given(cut=st.integers(min_value=4, max_value=4000), flips=st.lists(st.tuples(st.integers(0, 8000), st.integers(0, 255)), max_size=6))
def test_a_damaged_excel_file_raises_nothing_but_a_refusal(
    cut: int, flips: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(_excel_bytes())
    for at, value in flips:
        content[at % len(content)] = value
    path = tmp_path_factory.getbasetemp() / "hong.xlsx"
    for damaged in (bytes(content), bytes(content[:-cut])):
        path.write_bytes(damaged)
        with suppress(ImportFileError):
            read_file(path, checked=CHECKED)


def _excel_bytes() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in (HEAD, ROW):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


CELLS = st.text(alphabet=st.sampled_from('ab"\n\r;,\t =Câuhỏi0.1\x00\ufffd'), max_size=12)


@anything
@given(rows=st.lists(st.lists(CELLS, max_size=5), max_size=8), raw=st.booleans())
def test_any_table_is_read_or_refused_row_by_row(rows: list[list[str]], raw: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    head = ["Câu hỏi", "Trả lời", "Nguồn", "Ngày kiểm tra", "Cách hỏi khác"]
    path = tmp_path_factory.getbasetemp() / "bat-ky.csv"
    body = "\n".join(",".join(cells) for cells in rows) if raw else csv_text(*rows)
    path.write_text(csv_text(head) + body, encoding="utf-8", newline="")
    found = read_file(path, checked=CHECKED)
    assert found == read_file(path, checked=CHECKED)
    assert all(item.reason for item in found.rejected)
    assert len({entry.id for entry in faqs(found)}) == len(found.entries)

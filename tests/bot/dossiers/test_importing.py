"""One-stop exports as agencies really write them, into the table of both databases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select, text

from bot.accounts.service import read_audit
from bot.clock import VIETNAM
from bot.db import Database
from bot.dossiers.importing import Report, import_records
from bot.dossiers.model import Dossier, DossierState
from bot.dossiers.reading import RecordFile, read_records
from bot.dossiers.sql import SqlGateway
from bot.dossiers.tables import RecordRow
from knowledge.importers.outcome import ImportFileError

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
HEADER = ["Mã hồ sơ", "Chủ hồ sơ", "Số điện thoại", "Trạng thái", "Ngày hẹn trả", "Giấy tờ cần bổ sung"]
ONE = ["H99.14-261112-0001", "Người Mẫu Một", "0900001001", "Đang xử lý", "26/11/2026 15:00", ""]
TWO = ["H99.14-261112-0002", "Người Mẫu Hai", "0900001002", "Yêu cầu bổ sung giấy tờ", "27/11/2026 15:00", "Giấy chứng sinh; Tờ khai"]

Import = Callable[..., Awaitable[Report]]


def csv(
    tmp_path: Path, *rows: list[str], header: list[str] = HEADER, name: str = "hs.csv", delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    path = tmp_path / name
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in [header, *rows]]
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def excel(tmp_path: Path, *rows: list[Any], header: list[str] = HEADER, name: str = "hs.xlsx") -> Path:
    book = Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def read(path: Path) -> RecordFile:
    return read_records(path, "mau", now=NOW)


def only(path: Path) -> Dossier:
    found = read(path)
    assert [item.reason for item in found.rejected] == []
    (record,) = found.records
    return record.dossier


@pytest.fixture
def importing(database: Database) -> Import:
    async def run(path: Path, **options: Any) -> Report:
        return await import_records(database, "mau", read(path), actor="operator:test", **{"now": NOW, **options})

    return run


async def table(database: Database) -> dict[str, RecordRow]:
    async with database.read() as session:
        return {row.code: row for row in await session.scalars(select(RecordRow))}


# Files


def test_the_sample_has_every_state_and_only_people_who_do_not_exist(root: Path) -> None:
    found = read(root / "docs" / "dossiers" / "mau-ho-so.csv")
    assert (found.rejected, found.warnings) == ([], [])
    dossiers = [record.dossier for record in found.records]
    assert [dossier.state for dossier in dossiers] == list(DossierState)
    assert all((dossier.applicant_name or "").startswith("Người Mẫu") for dossier in dossiers)
    assert [paper.name for paper in dossiers[4].supplements] == ["Bản sao giấy chứng sinh (bản đã nộp bị mờ)", "Tờ khai có chữ ký"]
    assert dossiers[3].appointment_at == datetime(2026, 11, 26, 15, tzinfo=VIETNAM)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    found = read(csv(tmp_path, ONE, TWO, delimiter=delimiter, encoding=encoding))
    assert [record.dossier.applicant_name for record in found.records] == ["Người Mẫu Một", "Người Mẫu Hai"]


@pytest.mark.parametrize(
    "header",
    [
        ["SỐ HỒ SƠ", "NGƯỜI NỘP", "SĐT", "TÌNH TRẠNG", "NGÀY HẸN TRẢ KẾT QUẢ", "GIẤY TỜ BỔ SUNG"],
        ["ma ho so", "ten chu ho so", "dien thoai", "trang thai xu ly", "hen tra", "noi dung can bo sung"],
        [
            "Mã số hồ sơ",
            "Họ và tên người nộp hồ sơ",
            "Số điện thoại liên hệ",
            "Trạng thái hồ sơ",
            "Thời gian hẹn trả",
            "Các giấy tờ cần bổ sung",
        ],
        ["code", "applicant_name", "phone", "state", "appointment_at", "supplements"],
    ],
)
def test_headings_in_their_many_spellings(tmp_path: Path, header: list[str]) -> None:
    found = only(csv(tmp_path, TWO, header=header))
    assert (found.applicant_name, found.phone, found.state) == ("Người Mẫu Hai", "0900001002", DossierState.SUPPLEMENT)
    assert found.appointment_at == datetime(2026, 11, 27, 15, tzinfo=VIETNAM)
    assert [paper.name for paper in found.supplements] == ["Giấy chứng sinh", "Tờ khai"]


def test_a_letterhead_above_numbers_below_and_a_signature_at_the_end_are_no_dossiers(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["UBND XÃ THỬ NGHIỆM"],
        ["DANH SÁCH HỒ SƠ"],
        [],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ONE,
        [None, "Người lập bảng"],
    ):
        book.active.append(row)
    book.save(tmp_path / "hs.xlsx")
    found = read(tmp_path / "hs.xlsx")
    assert [record.dossier.code for record in found.records] == [ONE[0]]
    assert found.rejected == [] and found.whole


def test_excel_eats_zeros_and_keeps_dates_as_numbers(tmp_path: Path) -> None:
    header = ["Mã hồ sơ", "Trạng thái", "Điện thoại", "CCCD", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày xong", "Phí phải nộp"]
    row = [ONE[0], 6, 900001001, 1200002001, datetime(2026, 11, 12, 8, 30), 46352.625, 20261127090000, 150000.0]
    found = only(excel(tmp_path, row, header=header))
    assert (found.state, found.phone, found.fee) == (DossierState.PAYMENT, "0900001001", 150_000)
    assert (found.personal_id or "")[-4:] == "2001"
    assert found.received_at == datetime(2026, 11, 12, 8, 30, tzinfo=VIETNAM)
    assert found.appointment_at == datetime(2026, 11, 26, 15, tzinfo=VIETNAM)
    assert found.completed_at == datetime(2026, 11, 27, 9, tzinfo=VIETNAM)


def test_a_formula_is_never_run(tmp_path: Path) -> None:
    found = read(excel(tmp_path, [ONE[0], '=HYPERLINK("http://x","Mẫu")', "0900001001", 4, "26/11/2026", ""]))
    assert [record.dossier.applicant_name for record in found.records] == [None]
    assert any("công thức" in item.reason for item in found.warnings)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"PK\x03\x04 not really", "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0 old", ".xlsx"),
        ("a.csv", b"", "trống"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.csv", "họ tên,tuổi\nA,3\n".encode(), "dòng tiêu đề"),
        ("a.json", b'[{"code": "H99.14-261112-0001"}]', ".xlsx hoặc .csv"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportFileError, match=said):
        read(tmp_path / name)


def test_no_such_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="Không tìm thấy tệp"):
        read(tmp_path / "nothing.csv")


# Rows


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({0: ""}, "thiếu mã hồ sơ"),
        ({0: "Người Bí Mật"}, "không đúng dạng"),
        ({0: "H99.14-261112-0001 H99.14-261112-0002"}, "nhiều mã"),
        ({3: ""}, "thiếu trạng thái"),
        ({3: "Người Bí Mật"}, "«Trạng thái»: trạng thái lạ"),
        ({3: "5. Đang xử lý"}, "không khớp"),
        ({4: "Người Bí Mật"}, "«Ngày hẹn trả»: không đọc được"),
        ({4: "31/02/2026"}, "không có trong lịch"),
        ({4: "11/26/2026"}, "không có trong lịch"),
        ({4: "26/11/26"}, "hai chữ số"),
        ({4: "26/11/9999"}, "quá xa"),
        ({5: "Bí Mật " * 400}, "«Giấy tờ cần bổ sung»"),
        ({5: ";".join(f"giấy {n}" for n in range(60))}, "dài quá"),
        ({1: "Bí Mật " * 40}, "«Chủ hồ sơ»: dài quá"),
    ],
)
def test_a_bad_row_is_refused_with_line_and_reason_and_without_its_content(tmp_path: Path, changes: dict[int, str], said: str) -> None:
    bad = [changes.get(at, cell) for at, cell in enumerate(ONE)]
    found = read(csv(tmp_path, TWO, bad))
    assert [record.dossier.code for record in found.records] == [TWO[0]]
    (refused,) = found.rejected
    assert refused.line == 3 and said in refused.reason
    assert "Bí Mật" not in refused.reason and "261112" not in refused.reason
    assert refused.key == (None if 0 in changes else ONE[0])


def test_a_code_whose_day_is_in_no_calendar_is_refused_for_nobody_could_ask_for_it(tmp_path: Path) -> None:
    found = read(csv(tmp_path, TWO, ["H99.14-263112-0001", *ONE[1:]]))
    assert [record.dossier.code for record in found.records] == [TWO[0]]
    assert "ngày trong mã hồ sơ không có trong lịch" in found.rejected[0].reason


@pytest.mark.parametrize("phone", ["9.00001E+08", "Người Bí Mật", "12345", "090000100109000010010"])
def test_a_phone_that_is_none_is_left_out_with_a_doubt(tmp_path: Path, phone: str) -> None:
    found = read(csv(tmp_path, [*ONE[:2], phone, *ONE[3:]]))
    assert [record.dossier.phone for record in found.records] == [None]
    assert all("Bí Mật" not in item.reason and phone not in item.reason for item in found.warnings)
    assert any("«Số điện thoại»" in item.reason for item in found.warnings)


def test_a_dossier_without_any_number_to_prove_by_is_doubtful(tmp_path: Path) -> None:
    found = read(csv(tmp_path, [*ONE[:2], "không có", *ONE[3:]], TWO))
    assert [(item.line, item.key) for item in found.warnings if "không ai tra được" in item.reason] == [(2, ONE[0])]


def test_a_dossier_twice_counts_once_and_where_its_rows_differ_not_at_all(tmp_path: Path) -> None:
    same = read(csv(tmp_path, ONE, TWO, ONE))
    assert [record.line for record in same.records] == [2, 3]
    assert "dòng 2" in same.warnings[0].reason
    disputed = read(csv(tmp_path, ONE, TWO, [*ONE[:3], "Đã trả kết quả", *ONE[4:]]))
    assert [record.dossier.code for record in disputed.records] == [TWO[0]]
    assert [(item.line, item.key) for item in disputed.rejected] == [(4, ONE[0])]


# The table


async def test_importing_twice_changes_nothing_and_a_dry_run_writes_nothing(importing: Import, database: Database, tmp_path: Path) -> None:
    path = csv(tmp_path, ONE, TWO)
    assert (await importing(path, dry_run=True)).new == [ONE[0], TWO[0]]
    assert await table(database) == {} and await read_audit(database) == []
    assert (await importing(path)).new == [ONE[0], TWO[0]]
    before = {code: row.updated_at for code, row in (await table(database)).items()}
    again = await importing(path, now=NOW + timedelta(days=1))
    assert (again.new, again.changed, again.unchanged) == ([], [], [ONE[0], TWO[0]])
    assert {code: row.updated_at for code, row in (await table(database)).items()} == before
    assert {(entry.actor, entry.action, entry.object) for entry in await read_audit(database)} == {
        ("operator:test", "dossier.import", "mau")
    }


async def test_what_was_imported_is_what_the_gateway_tells(importing: Import, database: Database, tmp_path: Path) -> None:
    path = excel(tmp_path, ONE, TWO)
    await importing(path)
    gateway = SqlGateway(database, id="mau", name="Mẫu")
    assert [await gateway.lookup(record.dossier.code) for record in read(path).records] == [record.dossier for record in read(path).records]


async def test_what_a_file_says_nothing_of_stays_but_not_into_another_state(importing: Import, database: Database, tmp_path: Path) -> None:
    await importing(csv(tmp_path, TWO))
    short = ["Mã hồ sơ", "Trạng thái"]
    assert (await importing(csv(tmp_path, [TWO[0], "5"], header=short))).unchanged == [TWO[0]]
    assert (await importing(csv(tmp_path, [TWO[0], "4"], header=short))).changed == [TWO[0]]
    row = (await table(database))[TWO[0]]
    assert (row.applicant_name, row.phone, row.supplements) == ("Người Mẫu Hai", "0900001002", None)


async def test_an_empty_cell_empties_and_a_broken_number_does_not(importing: Import, database: Database, tmp_path: Path) -> None:
    await importing(csv(tmp_path, ONE))
    await importing(csv(tmp_path, [ONE[0], "", "9.00001E+08", *ONE[3:]]))
    row = (await table(database))[ONE[0]]
    assert (row.applicant_name, row.phone) == (None, "0900001001")


async def test_an_older_row_never_covers_a_later_one(importing: Import, database: Database, tmp_path: Path) -> None:
    header = ["Mã hồ sơ", "Trạng thái", "Thời gian cập nhật"]
    await importing(csv(tmp_path, [ONE[0], "9", "21/11/2026 10:00"], header=header))
    report = await importing(csv(tmp_path, [ONE[0], "4", "20/11/2026 10:00"], header=header))
    assert (report.older, report.changed) == ([ONE[0]], [])
    assert (await table(database))[ONE[0]].state == "done"
    assert "tương lai" in read(csv(tmp_path, [ONE[0], "4", "20/11/2030 10:00"], header=header)).rejected[0].reason


async def test_replace_removes_what_is_no_longer_listed_in_this_system_alone(importing: Import, database: Database, tmp_path: Path) -> None:
    await importing(csv(tmp_path, ONE, TWO))
    await import_records(database, "khac", read_records(csv(tmp_path, TWO), "khac", now=NOW), actor="operator:test", now=NOW)
    refused = [TWO[0], "", "", "trạng thái lạ", "", ""]
    assert (await importing(csv(tmp_path, ONE, refused), replace=True)).removed == []
    assert (await importing(csv(tmp_path, ONE, ["mã hỏng", *TWO[1:]]), replace=True)).removed == []
    assert (await importing(csv(tmp_path, ONE), replace=True, dry_run=True)).removed == ["H9914261112" + "0002"]
    assert len(await table(database)) == 2
    await importing(csv(tmp_path, ONE), replace=True)
    async with database.read() as session:
        kept = {(row.system, row.code) for row in await session.scalars(select(RecordRow))}
    assert kept == {("mau", ONE[0]), ("khac", TWO[0])}


async def test_more_rows_than_one_statement_holds(importing: Import, database: Database, tmp_path: Path) -> None:
    rows = [[f"H99.14-261112-{number:04d}", "", "", "4", "", ""] for number in range(1, 1203)]
    path = csv(tmp_path, *rows)
    heard: list[int] = []
    assert len((await importing(path, progress=heard.append)).new) == len(await table(database)) == sum(heard) == 1202
    assert len((await importing(csv(tmp_path, rows[0]), replace=True)).removed) == 1201


async def test_a_failure_half_way_writes_nothing(
    importing: Import, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await importing(csv(tmp_path, ONE))

    def broken(*_: object) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("bot.dossiers.importing.write_audit", broken)
    with pytest.raises(RuntimeError):
        await importing(csv(tmp_path, TWO), replace=True)
    assert list(await table(database)) == [ONE[0]]


async def test_a_row_that_another_program_broke_is_replaced(importing: Import, database: Database, tmp_path: Path) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL keeps only what fits its columns")
    await importing(csv(tmp_path, ONE, TWO))
    async with database.write() as session:
        await session.execute(text("UPDATE dossier_records SET appointment_at = 'mai' WHERE code = :code"), {"code": ONE[0]})
    report = await importing(csv(tmp_path, ONE, TWO))
    assert (report.changed, report.unchanged) == ([ONE[0]], [TWO[0]])
    assert (await table(database))[ONE[0]].appointment_at == datetime(2026, 11, 26, 8, tzinfo=UTC)

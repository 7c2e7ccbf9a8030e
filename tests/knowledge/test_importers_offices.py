"""Tables of offices: what is read, what is refused with its line and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.importers.offices import OfficeFile, read_offices
from knowledge.importers.outcome import ImportFileError
from knowledge.offices import OfficeKind
from knowledge.schema import Level

HEADER = "Tên cơ quan;Địa chỉ;Xã, phường;Tỉnh;Giờ làm việc;Điện thoại;Nguồn;Ngày kiểm tra"
GOOD = "Trung tâm Phục vụ hành chính công phường Tuy Hòa;12 đường Thử;Phường Tuy Hòa;Đắk Lắk;T2-T6 7h-11h;0257 000 111;Sở Nội vụ;01/11/2026"
TODAY = date(2026, 11, 22)


def read(tmp_path: Path, *rows: str, header: str = HEADER) -> OfficeFile:
    path = tmp_path / "noi.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return read_offices(path, checked=TODAY)


def test_a_good_row_is_an_office(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.rejected, found.warnings, found.lines) == ([], [], [2])
    (office,) = found.offices
    assert (office.kind, office.level, office.commune, office.sample) == (OfficeKind.ONE_STOP, Level.COMMUNE, "Phường Tuy Hòa", False)
    assert (office.hours, office.phones, office.checked) == ("T2-T6 07:00-11:00", ["0257 000 111"], date(2026, 11, 1))
    assert office.id == "trung-tam-phuc-vu-hanh-chinh-cong-phuong-tuy-hoa-phuong-tuy-hoa-dak-lak"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("12 đường Thử", "", "thiếu địa chỉ"),
        ("Đắk Lắk", " ", "thiếu tỉnh"),
        ("Sở Nội vụ", "", "thiếu nguồn"),
        ("T2-T6 7h-11h", "T2-T6 11h-7h", "giờ đóng cửa không sau giờ mở cửa"),
        ("T2-T6 7h-11h", "giờ hành chính", "không đọc được giờ|thiếu ngày"),
        ("0257 000 111", "gọi cô Lan", "số điện thoại «gọi cô Lan» không phải số"),
        ("01/11/2026", "32/11/2026", "Ngày kiểm tra"),
    ],
)
def test_a_bad_row_is_refused_with_line_and_reason_and_the_others_stay(tmp_path: Path, old: str, new: str, reason: str) -> None:
    found = read(tmp_path, GOOD.replace(old, new), GOOD)
    assert [item.line for item in found.rejected] == [2]
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(found.rejected[0].reason)
    assert found.lines == [3]


def test_the_same_office_twice_keeps_the_first(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD, GOOD.replace("12 đường", "13 đường"))
    assert [office.address for office in found.offices] == ["12 đường Thử"]
    assert "trùng với dòng 2" in found.rejected[0].reason


def test_kind_level_sample_and_dates_have_columns(tmp_path: Path) -> None:
    header = "Tên;Địa chỉ;Tỉnh;Loại;Cấp;Nguồn;Hiệu lực từ ngày;Hết hiệu lực ngày;Dữ liệu mẫu"
    found = read(tmp_path, "A;1 X;Huế;thuế;tỉnh;trang tỉnh;01/07/2025;31/12/2026;có", header=header)
    (office,) = found.offices
    assert (office.kind, office.level, office.sample) == (OfficeKind.TAX, Level.PROVINCE, True)
    assert [office.in_force(day) for day in (date(2025, 6, 30), TODAY, date(2027, 1, 1))] == [False, True, False]
    refused = read(tmp_path, "A;1 X;Huế;chợ;tỉnh;n;;;", "B;1 X;Huế;thuế;thôn;n;;;", "C;1 X;Huế;;xã;n;;;", "D;1 X;Huế;;;n;02/01/2026;01/01/2026;",
                   "E;1 X;Huế;;;n;;;chắc vậy", header=header)  # fmt: skip
    assert [item.line for item in refused.rejected] == [2, 3, 4, 5, 6]
    assert refused.offices == []


SERVICES = "Tên;Địa chỉ;Tỉnh;Nguồn;Ngày kiểm tra;Lĩnh vực tiếp nhận"


@pytest.mark.parametrize(
    ("written", "services"),
    [
        ("hộ tịch; chứng thực", ["hộ tịch", "chứng thực"]),
        (" hộ  tịch ;; Hộ tịch;1.001193 ", ["hộ tịch", "1.001193"]),
        (
            "Cấp, quản lý căn cước; 1.004222.000.00.00.H15 - Đăng ký thường trú",
            ["Cấp, quản lý căn cước", "1.004222.000.00.00.H15 - Đăng ký thường trú"],
        ),
        ("cư trú; trợ giúp xã hội", ["cư trú", "trợ giúp xã hội"]),
        ("", []),
        ("Tất cả các lĩnh vực", []),
        ("tat ca; hộ tịch", []),
    ],
)
def test_services_are_listed_each_once_and_all_is_written_as_none(tmp_path: Path, written: str, services: list[str]) -> None:
    quoted = written.replace('"', '""')
    found = read(tmp_path, f'A;1 X;Huế;n;01/11/2026;"{quoted}"', header=SERVICES)
    assert found.rejected == []
    assert [office.services for office in found.offices] == [services]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.00193", "mã thủ tục «1.00193» chưa đúng"),
        ("1,001193", "mã thủ tục"),
        ("1001193", "mã thủ tục"),
        ("hộ tịch (trừ kết hôn)", "đừng ghi việc không nhận"),
        ("hộ tịch; không tiếp nhận đất đai", "đừng ghi việc không nhận"),
        ("ho tich; khong nhan dat dai", "đừng ghi việc không nhận"),
    ],
)
def test_services_that_would_send_people_wrong_are_refused(tmp_path: Path, written: str, reason: str) -> None:
    found = read(tmp_path, f'A;1 X;Huế;n;01/11/2026;"{written}"', header=SERVICES)
    assert found.offices == []
    assert reason in found.rejected[0].reason


def test_excel_is_read_like_csv(tmp_path: Path) -> None:
    book = Workbook()
    for row in ("DANH SÁCH NƠI TIẾP NHẬN", HEADER, GOOD):
        book.active.append(row.split(";"))
    book.save(tmp_path / "noi.xlsx")
    assert read_offices(tmp_path / "noi.xlsx", checked=TODAY).offices == read(tmp_path, GOOD).offices


@pytest.mark.parametrize(("name", "content"), [("a.csv", "x;y\n1;2"), ("a.json", '{"a": 1}'), ("a.csv", ""), ("a.csv", "%PDF-1.4")])
def test_another_file_is_refused_as_a_whole(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError):
        read_offices(tmp_path / name)
    with pytest.raises(ImportFileError):
        read_offices(tmp_path / "none.csv")


def test_the_shipped_samples_are_sound_and_all_marked(root: Path) -> None:
    found = read_offices(root / "knowledge" / "places" / "offices-mau.csv")
    assert (found.rejected, found.warnings) == ([], [])
    assert len(found.offices) >= 4
    assert all(office.sample and office.hours for office in found.offices)

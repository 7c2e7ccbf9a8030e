"""Every Vietnamese sentence that reading a file can say, in one place, so that a writer can improve them."""

from __future__ import annotations

from collections.abc import Sequence

# Why a whole file is refused

NO_FILE = "Không tìm thấy tệp này. Anh/chị kiểm tra lại đường dẫn giúp em."
UNREADABLE = "Không mở được tệp này. Anh/chị kiểm tra quyền đọc tệp giúp em."
EMPTY = "Tệp trống, không có gì để nhập."
UNKNOWN_FORMAT = (
    "Chưa nhận ra loại tệp này. Có thể nhập: tệp JSON của Cổng Dịch vụ công, danh mục thủ tục dạng Excel, "
    "bảng câu hỏi thường gặp dạng Excel hoặc CSV, và tệp YAML của kho tri thức."
)
OLD_EXCEL = (
    "Đây là tệp Excel kiểu cũ (.xls) hoặc có đặt mật khẩu. Anh/chị mở bằng Excel, bỏ mật khẩu nếu có, rồi lưu lại dạng .xlsx giúp em."
)
PDF = "Đây là tệp PDF. Anh/chị nhập tệp gốc dạng Excel, CSV, JSON hoặc YAML giúp em."
WEB_PAGE = "Đây là trang web (HTML), kể cả khi tên tệp là .xls. Anh/chị mở bằng Excel rồi lưu lại dạng .xlsx giúp em."
OTHER_ZIP = "Đây là tệp nén hoặc tài liệu khác, không phải bảng tính .xlsx. Anh/chị giải nén rồi nhập từng tệp giúp em."
BROKEN_EXCEL = "Tệp Excel bị hỏng, không mở được. Anh/chị mở bằng Excel rồi lưu lại giúp em."
BROKEN_GZIP = "Tệp nén gzip bị hỏng ngay từ đầu, không đọc được gì."
EXCEL_BOMB = "Tệp Excel này bung ra quá lớn so với một bảng bình thường nên không được mở, để giữ an toàn cho hệ thống."
WRONG_LETTERS = "Không đọc được chữ trong tệp (bảng mã lạ hoặc tệp hỏng). Anh/chị lưu lại tệp dạng Unicode (UTF-8) giúp em."
NO_HEADER = (
    "Không tìm thấy dòng tiêu đề. Bảng câu hỏi cần các cột «Câu hỏi» và «Trả lời»; "
    "danh mục thủ tục cần các cột «Mã thủ tục» và «Tên thủ tục»."
)
NO_YAML_ENTRY = "Tệp YAML không có thủ tục (cần «code») hay câu hỏi (cần «question») nào."
NO_YAML_FILE = "Thư mục này không có tệp YAML nào (.yaml, .yml)."
TOO_MANY_FILES = "Thư mục có quá nhiều tệp YAML."
NO_RECORD = "Tệp JSON không có bản ghi thủ tục nào."


def because(refusal: str, reasons: Sequence[str]) -> str:
    """A refusal with what was found instead, if anything."""
    return f"{refusal} Lý do: {'; '.join(reasons)}." if reasons else refusal


def too_large(limit: int) -> str:
    """Beyond the limit, in bytes, of what is read."""
    return f"Tệp quá lớn: sau khi bung ra vượt {_size(limit)}. Anh/chị chia thành nhiều tệp nhỏ hơn giúp em."


def too_many_records(limit: int) -> str:
    """More records than a file may hold."""
    return f"Tệp có hơn {_thousands(limit)} bản ghi. Anh/chị chia thành nhiều tệp nhỏ hơn giúp em."


def broken_yaml(detail: str) -> str:
    """A YAML file that does not parse; ``detail`` is the parser's own complaint."""
    return f"không đọc được tệp YAML: {detail}"


# Why a part of a JSON file cannot be read

GZIP_BROKEN = "tệp nén gzip bị hỏng"
GZIP_CUT = "tệp nén gzip bị cắt cụt, phần sau không đọc được"
JSON_EMPTY = "tệp trống"
JSON_CUT = "tệp bị cắt cụt: danh sách hoặc bản ghi cuối không có phần kết, có thể thiếu bản ghi"
NOT_UTF8 = "dòng không phải chữ UTF-8"
NOT_JSON = "dòng không phải JSON đúng dạng"
RECORD_NOT_UTF8 = "bản ghi không phải chữ UTF-8"
RECORD_NOT_JSON = "bản ghi không phải JSON đúng dạng"
NOT_AN_OBJECT = "bản ghi không phải là một đối tượng JSON"
RECORD_TOO_LARGE = "bản ghi quá lớn, không đọc được"
LINE_TOO_LARGE = "dòng quá dài, bỏ qua dòng này"
TOO_DEEP = "bản ghi lồng nhau quá sâu"


# Why a record, a row or an item is refused

NO_CODE = "thiếu mã thủ tục"
GROUP = "dòng không có mã thủ tục, xem như tên nhóm hoặc ghi chú"
NO_NAME = "thiếu tên thủ tục"
NO_ENTRY = "không rõ là thủ tục (cần «code») hay câu hỏi (cần «question»)"
NO_QUESTION = "thiếu câu hỏi"
NO_ANSWER = "thiếu câu trả lời"
NO_SOURCE = "thiếu nguồn; câu trả lời nào cũng phải nói lấy từ đâu"
DAMAGED_LETTERS = "có chữ bị hỏng do sai bảng mã, lưu lại tệp dạng UTF-8 rồi nhập lại dòng này"
OPEN_QUOTE = "dấu nháy kép mở ra mà không đóng lại, bỏ qua dòng này"
NO_LETTERS_FOR_ID = "câu hỏi không có chữ cái hay chữ số nào để đặt mã"
ENDS_BEFORE_START = "ngày hết hiệu lực đứng trước ngày có hiệu lực"
YAML_TOO_LARGE = "tệp YAML quá lớn"
YAML_BOMB = "tệp YAML lồng hoặc nhắc lại quá nhiều (&, *), không được đọc để giữ an toàn"


def bad_code(code: str) -> str:
    """A code that is not of the national form."""
    return f"mã thủ tục «{_short(code)}» không đúng dạng, ví dụ đúng: 1.001193"


def bad_field(place: str) -> str:
    """A part of a record that the schema refuses."""
    return f"trường «{place}» không hợp lệ"


def twice(key: str, first: int, line: int, *, other: str = "") -> str:
    """The same code or id again; ``first`` and ``line`` are both places, ``other`` the file of the first where it is another."""
    return f"mã {key} đã có ở dòng (bản ghi) {first}{f' của {other}' if other else ''}; giữ bản đó, bỏ bản ở dòng {line}"


def too_long(what: str, limit: int) -> str:
    """A text beyond its limit, in characters."""
    return f"{what} dài quá {_thousands(limit)} ký tự"


def in_file(name: str, reason: str) -> str:
    """A reason with the file of a folder, or the sheet, that it is about."""
    return f"{name}: {reason}"


# Dates


def no_date(written: str) -> str:
    """Not a day in any known style."""
    return f"không đọc được ngày «{_short(written)}»; hãy ghi ngày/tháng/năm, ví dụ 31/01/2026"


def short_year(written: str) -> str:
    """A year of two digits, which could be first or last, of this or the last century."""
    return f"ngày «{_short(written)}» ghi năm hai chữ số nên có thể hiểu nhiều cách; hãy ghi đủ, ví dụ 31/01/2026"


def impossible_date(written: str, *, swapped: bool) -> str:
    """A day that the calendar does not have; ``swapped`` where it looks like the American order."""
    hint = " (có vẻ tháng đứng trước ngày)" if swapped else ""
    return f"ngày «{_short(written)}» không có trong lịch{hint}; hãy ghi ngày/tháng/năm, ví dụ 31/01/2026"


def date_out_of_range(written: str, first: int, last: int) -> str:
    """A year that cannot be meant."""
    return f"ngày «{_short(written)}» nằm ngoài khoảng năm {first} đến {last}"


def in_column(title: str, reason: str) -> str:
    """A reason with the column that it is about."""
    return f"cột «{title}»: {reason}"


# Doubts: the rest is imported


def unknown_value(what: str, value: object) -> str:
    """A value outside the portal's list."""
    return f"{what} «{_short(str(value))}» không có trong danh mục đã biết, để là chưa rõ"


def unusable_number(what: str, value: object) -> str:
    """A negative number, NaN, or no number at all."""
    return f"{what} «{_short(str(value))}» không phải số dùng được, để là chưa rõ"


def wrong_type(what: str) -> str:
    """A field that should be a list."""
    return f"«{what}» không phải là danh sách như bình thường, phần không đọc được để là chưa rõ"


def left_out_long(what: str, limit: int) -> str:
    """A text so long that it is left out."""
    return f"«{what}» dài quá {_thousands(limit)} ký tự, để là chưa rõ"


def formula(cell: str, *, kept: bool) -> str:
    """A formula instead of a value: its stored result is used, or there is none."""
    return f"ô {cell} là công thức, " + ("chỉ dùng kết quả đã lưu" if kept else "không chạy công thức nên để trống ô này")


def error_cell(cell: str, value: str) -> str:
    """An error of Excel instead of a value."""
    return f"ô {cell} báo lỗi {_short(value)}, để trống ô này"


def padded_code(written: str, code: str) -> str:
    """A code that a spreadsheet turned into a number, which cuts its last zeros."""
    return f"mã thủ tục ghi dạng số «{_short(written)}», đọc là {code}"


def bad_link(written: str) -> str:
    """A link that cannot be opened."""
    return f"đường dẫn «{_short(written)}» không dùng được, bỏ qua"


def skipped_code(written: str) -> str:
    """A code in an FAQ that is none."""
    return f"mã thủ tục liên quan «{_short(written)}» không đúng dạng, bỏ qua"


def skipped_sheet(name: str) -> str:
    """A sheet without a header that we know, or of another kind than the first."""
    return f"trang tính «{_short(name)}» không cùng loại bảng hoặc không có dòng tiêu đề, bỏ qua"


def too_many_rows(name: str, limit: int) -> str:
    """Rows beyond the limit."""
    return f"trang tính «{_short(name)}» có hơn {_thousands(limit)} dòng, phần sau không đọc"


NO_CHECKED_DAY = "không ghi ngày kiểm tra, lấy ngày nhập"
NO_TOPIC = "không ghi chủ đề, xếp vào «Câu hỏi chung»"


def _short(written: str) -> str:
    """At most 60 characters, on one line and printable."""
    flat = "".join(char if char.isprintable() else " " for char in written)
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _size(limit: int) -> str:
    return f"{limit / 2**30:g} GiB" if limit >= 2**30 else f"{limit / 2**20:g} MiB"

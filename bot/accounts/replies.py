"""What the feature says to operators."""

from __future__ import annotations

HELP = "Tài khoản của cán bộ."
TOKEN_HELP = "Mã truy cập cho chương trình của cán bộ."  # noqa: S105
NAME_HELP = "Mã này của ai, chương trình nào"
ROLE_HELP = "agent: cán bộ, số điện thoại và số định danh bị che; supervisor, admin: thấy đủ"
UNITS_HELP = "Các đơn vị được xem, cách nhau dấu phẩy, ví dụ H57,H56.14; riêng admin có thể để trống (mọi đơn vị)"
DAYS_HELP = "Mã dùng được bao nhiêu ngày"

CREATED = "Mã truy cập số {id}, vai trò {role}, {units}, dùng đến {until:%d/%m/%Y}. Mã chỉ hiện một lần, anh/chị lưu lại nơi an toàn:"
LINE = "{id}  {state}  {role}  {units}  đến {until:%d/%m/%Y}  {used}  {name}"
VALID, EXPIRED, REVOKED = "còn dùng", "hết hạn", "đã thu hồi"
USED, NEVER_USED = "dùng lần cuối {at:%H:%M %d/%m/%Y}", "chưa dùng"
EVERY_UNIT = "mọi đơn vị"
NONE = "Chưa có mã truy cập nào. Tạo bằng: motcua accounts token create --name TÊN --role agent --units H57"
ENDED = "Đã thu hồi mã số {id}; mã không còn dùng được nữa."
NOT_THERE = "Không có mã số {id} nào còn dùng được."

WRONG_NAME = "Tên cần từ 1 đến {most} ký tự, không xuống dòng."
WRONG_UNIT = "Đơn vị viết như H57, H56.14 hoặc 000.00.04.H51, không phải “{unit}”."
UNITS_MISSING = "Mã của vai trò này cần nêu đơn vị: --units H57,H56.14. Chỉ admin mới được xem mọi đơn vị."
WRONG_DAYS = "Mã dùng được ít nhất 1 ngày, nhiều nhất {most} ngày."
CANNOT_REACH = "Chưa mở được cơ sở dữ liệu: {reason}."

"""What people hear about a picture of a receipt that cannot be read."""

from __future__ import annotations

TOO_LARGE = "Ảnh lớn quá nên mình không nhận được (tối đa 5 MB). Anh/chị chụp gần mã QR rồi gửi lại giúp mình nhé."
TOO_MANY_PIXELS = (
    "Ảnh có nhiều điểm ảnh quá (tối đa {most} triệu). Anh/chị chụp lại ở cỡ nhỏ hơn, hoặc cắt lấy phần có mã QR giúp mình nhé."
)
TOO_LONG = "Ảnh dài quá nên mình không đọc được. Anh/chị cắt lấy phần có mã QR, hoặc chụp riêng giấy hẹn giúp mình nhé."
NOT_A_PICTURE = "Mình chỉ đọc được ảnh PNG, JPEG hoặc WebP. Anh/chị chụp lại giấy hẹn, hoặc gõ mã hồ sơ giúp mình nhé."
BROKEN = "Ảnh này bị hỏng hoặc chưa tải lên hết nên mình không mở được. Anh/chị gửi lại, hoặc gõ mã hồ sơ giúp mình nhé."
BUSY = "Đang có nhiều ảnh cần đọc quá. Anh/chị gửi lại sau ít giây, hoặc gõ mã hồ sơ giúp mình nhé."

"""The sentences that explain a pasted paper. Nothing here says more than the paper does, or than the citizen may always do: ask, and complain."""

# ruff: noqa: E501 (whole sentences)
from __future__ import annotations

from bot.contacts import HOTLINE, PORTAL
from bot.dossiers.explaining_days import Unit
from bot.dossiers.explaining_facts import Trick
from bot.dossiers.explaining_kinds import NoticeKind as K

KINDS: dict[K, str] = {
    K.SUPPLEMENT: "phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: hồ sơ còn thiếu hoặc chưa đúng, nơi nhận cần anh/chị nộp thêm",
    K.REFUSAL: "giấy từ chối: nơi nhận không tiếp nhận hoặc không giải quyết hồ sơ này",
    K.APOLOGY: "giấy xin lỗi vì chậm và hẹn lại: hồ sơ chưa xong đúng hẹn",
    K.STOP: "thông báo dừng giải quyết hồ sơ: nơi nhận không xử lý tiếp hồ sơ này",
    K.PAYMENT: "thông báo nộp tiền (thuế, phí, lệ phí hoặc nghĩa vụ tài chính khác)",
    K.RECEIPT: "giấy tiếp nhận hồ sơ và hẹn trả kết quả: hồ sơ đã được nhận",
}
SURE, UNSURE = "Đây là {kind}.", "Mình đọc thấy giống {kind}, nhưng chưa chắc. Anh/chị hỏi lại nơi gửi giấy cho chắc nhé."
UNKNOWN = "Mình đọc được giấy này nhưng không chắc đây là loại giấy gì. Anh/chị nên hỏi nơi gửi: giấy yêu cầu mình làm gì, trước ngày nào, làm ở đâu."

PROCEDURE, PROCEDURE_WRITTEN, NO_PROCEDURE = (
    "Thủ tục: {name} (mã {code})",
    "Thủ tục (theo giấy): {name}",
    "Mình không thấy giấy ghi thủ tục nào.",
)
CODE, OFFICE, NUMBER, SIGNED, NUMBER_SIGNED = (
    "Mã hồ sơ: {codes}",
    "Nơi gửi (theo giấy): {office}",
    "Số giấy: {number}",
    "Ngày ghi trên giấy: {day}",
    "Số giấy: {number}, ngày {day}",
)

ASKED, ASKED_MAYBE = "Giấy yêu cầu anh/chị:", "Theo mình đọc, giấy nhắc tới:"
MORE_ITEMS = "... và {count} mục nữa, anh/chị xem trong giấy."
NOT_ASKED = "Mình không tách được cần bổ sung những gì; anh/chị xem lại giấy hoặc hỏi nơi gửi từng giấy tờ còn thiếu."
REASON, REASONS = "Lý do ghi trong giấy: {reason}.", "Lý do ghi trong giấy:"
NO_REASON = "Mình không thấy lý do trong giấy; anh/chị có quyền đề nghị nơi gửi nói rõ lý do."
AMOUNT = "Số tiền ghi trong giấy: {amount} đồng."
NO_AMOUNT = "Mình không đọc chắc được số tiền; anh/chị xem lại trong giấy."

DUE = "Hạn: {day}, {left}."
DUE_HOUR = "Hạn: {hour} ngày {day}, {left}."
DUE_BEFORE = "Hạn: trước ngày {day}; tính đến hết ngày hôm trước thì {left}."
DUE_OTHERS = "Giấy còn nhắc tới mốc {days}. Anh/chị theo mốc sớm hơn cho chắc và hỏi lại mốc nào cho việc nào."
DUE_PAST = "Hạn ghi trong giấy là {day}, {left}. Anh/chị liên hệ ngay nơi gửi xem còn nộp được không."
TERM_COUNTED = (
    "Hạn: {count} {unit}, tính từ {start}. Mình đếm thì hết ngày {due}: {left}. Đây là mình tự tính, anh/chị nộp sớm hơn cho chắc."
)
TERM_COUNTED_PAST = "Hạn: {count} {unit}, tính từ {start}. Mình đếm thì hết ngày {due}: {left}. Anh/chị liên hệ ngay nơi gửi nhé."
TERM = "Hạn: {count} {unit} ({words}). Mình không biết ngày bắt đầu tính nên không tính ra ngày cụ thể; anh/chị nhớ ngày nhận giấy, hoặc hỏi nơi gửi hạn là ngày nào."
NO_DUE = "Mình không thấy hạn trong giấy; anh/chị hỏi nơi gửi hạn là ngày nào."
UNITS: dict[Unit, str] = {Unit.WORKING_DAY: "ngày làm việc", Unit.DAY: "ngày", Unit.MONTH: "tháng", Unit.HOUR: "giờ"}

SEND = "Nộp ở đâu (theo giấy): {where}."
NO_SEND = "Giấy không ghi rõ nộp ở đâu, nên anh/chị hỏi nơi gửi giấy."

NEW_DAY = "Ngày trả kết quả mới: {left}."
NO_NEW_DAY = "Mình không thấy ngày trả kết quả mới trong giấy; anh/chị có quyền hỏi nơi gửi ngày hẹn mới bằng văn bản."
RESULT_DAY = "Ngày hẹn trả kết quả: {left}."
NO_RESULT_DAY = "Mình không thấy ngày hẹn trả kết quả; anh/chị xem lại giấy hoặc hỏi nơi nhận."
RECEIPT_NEXT = "Anh/chị giữ giấy này để nhận kết quả."
APOLOGY_NEXT = "Nếu lại trễ, hoặc thấy chưa thỏa đáng, anh/chị có thể hỏi nơi gửi hoặc gửi phản ánh, kiến nghị tại " + PORTAL + "."
REFUSAL_NEXT = (
    "Anh/chị có thể hỏi lại nơi gửi cho rõ căn cứ từ chối và cách làm lại. Sửa được lý do trên thì chuẩn bị lại rồi nộp hồ sơ mới; "
    f"không đồng ý thì anh/chị có quyền khiếu nại tới chính nơi đã từ chối, hoặc gửi phản ánh tại {PORTAL}."
)
STOP_NEXT = (
    "Anh/chị hỏi nơi gửi có nộp lại được không và cần gì. Không đồng ý thì anh/chị có quyền khiếu nại hoặc gửi phản ánh tại " + PORTAL + "."
)
PAYMENT_NEXT = "Trước khi chuyển tiền, anh/chị đối chiếu số tiền và nơi nhận với nơi gửi giấy hoặc trên Cổng Dịch vụ công; đừng chuyển vào tài khoản đứng tên một cá nhân."
ENDING = "Mình chỉ đọc phần chữ anh/chị gửi; nếu khác bản giấy thì theo bản giấy. Cần hỏi thêm, anh/chị gọi nơi gửi hoặc " + HOTLINE + "."

SCAM = (
    "⚠️ Cẩn thận: tin này có dấu hiệu giống lừa đảo ({signs}). Mình không dám chắc, nhưng anh/chị khoan làm theo: đừng chuyển tiền, đừng bấm vào đường dẫn, "
    "đừng cài ứng dụng, đừng đọc mã OTP hay mật khẩu cho ai. Hãy tự gọi cơ quan theo số trên trang chính thức, hoặc {hotline}. "
    "Đã lỡ chuyển tiền hay cho mã, anh/chị gọi ngay ngân hàng và Công an (113)."
).replace("{hotline}", HOTLINE)
TRICKS: dict[Trick, str] = {
    Trick.TRANSFER: "bảo chuyển tiền vào một tài khoản",
    Trick.APP: "bảo cài ứng dụng",
    Trick.CODE: "hỏi mã OTP hoặc mật khẩu",
    Trick.LINK: "bảo mở đường dẫn không thuộc gov.vn",
}

SEE_DOSSIER, SEE_DOSSIERS, SEE_PROCEDURE = "Xem hồ sơ này", "Xem hồ sơ {code}", "Giấy tờ của thủ tục này"

"""The wordings in which people speak about a dossier of theirs, and the dialogue's own sentences about it.

Wordings are data only, in the notation of ``wording.py``; the sentences about states, proofs and look-ups are those of ``bot.dossiers``.
"""

# ruff: noqa: E501 (one wording a line)
from __future__ import annotations

_ME = "(cho|giúp|giùm|dùm|hộ|với)? (tôi|mình|em|con|cháu|tui|anh|chị|bác|cô|chú|tớ|chúng tôi|nhà tôi)?"
_WHEN = "(khi nào|bao giờ|lúc nào|hôm nào|ngày nào|chừng nào|mấy giờ|bao lâu nữa|bao lâu|mấy ngày nữa|mấy hôm nữa|khi đâu|lúc đâu|bữa nào|hồi nào)"
_DONE = "(có|xong|lấy|nhận|trả|ra|được|hoàn thành|giải quyết|tới|đến)"
_TELL = "(báo|nhắn|thông báo|gửi tin|nhắc|alo|hú|ới)"
_CHANGE = "(thay đổi|đổi|chuyển|cập nhật|gì mới|tin mới|tin gì|tin|kết quả|xong|tiến triển|biến động|động tĩnh)"

WATCH = f"""
    {_TELL} (lại|ngay|tin)? {_ME} (biết)? (khi|nếu|lúc|lúc nào|khi nào|mỗi khi|hễ) … … {_CHANGE}
    (khi nào|khi|có|nếu|lúc nào|hễ|mỗi khi) … {_CHANGE} … (thì)? (nhớ)? {_TELL} (lại|ngay|cho|giúp|giùm|hộ|tin|tôi|mình|em|tui|con|biết)
    (có|được) (gì|chi|tin gì|tin|tiến triển|biến) (mới)? (thì|là)? (nhớ)? {_TELL}
    (theo dõi|canh|để ý|trông) {_ME} (hồ sơ|mã|cái)?
    (đăng ký|bật|mở|cho) (nhận)? (thông báo|tin báo|báo tin|theo dõi)
    (tự)? {_TELL} (lại)? (cho|giúp|giùm|hộ)? (tôi|mình|em|con|cháu|tui|anh|chị) (nhé|nha|với|biết)
    (báo!|thông báo|nhắc) … {_CHANGE}
"""
"""Wants to be told of changes."""

HOW_TOLD = """
    cách nào
    (thế nào|ra sao|kiểu gì|ở đâu)
    ^ (liệu)? (có|ai) … … (không|vậy|thế) $
    thì … … sao $
    (với|của) (bạn|bot|tôi|mình)
"""
"""Asks whether, or how, people are told; it is no wish."""

STOP = f"""
    ^ (thôi)? (dừng|ngừng|ngưng|stop) (lại|báo|nhắn|theo dõi|thông báo)? (tin|nữa|lại)? (đi|nhé|nha|ạ)? $
    ^ (thôi|tắt|hủy|bỏ|đừng|khỏi|ngừng|dừng|không cần|không muốn|hết) (bật|nhận|gửi)? (báo|nhắn|nhắc|thông báo|theo dõi|tin báo|nhận tin) (tin|lại|cho)? {_ME} (nữa)? (đi|nhé|nha|ạ|với|rồi)? $
    ^ (xin|vui lòng|làm ơn|tôi muốn|mình muốn|em muốn|cho tôi)? (dừng|ngừng|tắt|hủy|bỏ) (nhận)? (báo|thông báo|theo dõi|tin báo|báo tin)
"""
"""Does not want to be told any more."""

TOLD = """
    (báo|nhắn|nhắc|thông báo|theo dõi|tin báo|báo tin)
"""
"""A stop that says what is to stop: it means our notices, even where there are none."""

BARE_STOP = frozenset({"dung", "ngung"})
"""Stops typed without marks that are also "đúng": where a question waits for an answer they are that answer."""

CANCEL = "thôi không ko hông hổng khỏi hủy bỏ dừng ngừng ngưng stop để"
PUT_OFF = "sau khác mai lát tí"
"""Words without one of which "để" takes nothing back."""
CANCEL_BESIDE = """
    dạ ạ à qua đi cần nữa nhé nha em tôi mình anh chị con cháu cảm ơn cám xem tra hỏi muốn sau khi khác lúc mai tí lát vậy đâu luôn có nhớ số
    thì giờ bây được rồi với bạn ad ơi hồ sơ cái này đó
"""
"""Words that take back what was asked for, and those beside which they still do."""

COMPLAIN = """
    (khiếu nại|phản ánh|kiến nghị|phàn nàn|tố cáo|khiếu kiện)
"""

PAPERS = """
    (cần|phải|còn|đang)? (bổ sung|nộp thêm|nộp bổ sung|bổ xung|nộp lại|sửa) (thêm)? (những|các|cái|giấy|giấy tờ)? (giấy tờ|giấy|hồ sơ|cái)? (gì|nào|chi|những gì|thế nào|ra sao|ở đâu|bằng cách nào)
    (thiếu|còn thiếu|sai) (những|các|cái|giấy|giấy tờ)? (giấy tờ|giấy)? (gì|nào|chi|chỗ nào|ở đâu)
    (giấy|giấy tờ|cái) (gì|nào) … (thiếu|bổ sung)
    bổ sung (là)? bổ sung (cái)? gì
    (hạn|thời hạn|hết hạn) (nộp)? bổ sung
"""

WHEN = f"""
    {_WHEN} (thì|mới|được|là)? (tôi|mình|em|con)? (được|mới|thì|sẽ)? {_DONE} (được)? (kết quả|xong|hồ sơ|giấy|về)?
    (sao|mà|gì mà)? (lâu|chậm|trễ|muộn|trể) (thế|vậy|quá|ghê|dữ|rứa|zậy|nhỉ|vầy)
    (còn|phải chờ|chờ|đợi) (mấy|bao nhiêu|bao lâu) (ngày|hôm|nữa|lâu nữa)
    (hẹn|ngày hẹn|hạn|lịch hẹn) (trả|lấy)? (kết quả)? (là)? (ngày nào|hôm nào|khi nào|bao giờ|ngày mấy)
    (trễ|quá|lỡ|qua) (hẹn|hạn|ngày hẹn|ngày trả) (rồi)?
"""
"""Asks only for the day."""

STATUS = """
    ^ (tới|đến) đâu $
    (tới|đến) (đâu|chỗ nào|mô) (rồi|thế rồi|vậy rồi)
    (đang)? (tới|đến|ở) (bước nào|khâu nào|giai đoạn nào|phòng nào|bàn ai|đoạn nào)
    (đang|còn|vẫn) (ở|nằm|kẹt) (ở)? (đâu|chỗ nào|chỗ ai|mô)
    hồ sơ … (tới|đến) (đâu|chỗ nào|mô)
    (có|ra) (được)? (kết quả|giấy|quyết định) (chưa|không)
    (đã)? (xong|duyệt|giải quyết|xử lý|tiếp nhận|được|ra|có|ký|trả|nhận) (xong|được|hồ sơ|rồi)? (hay)? chưa
    (vẫn chưa|mãi chưa|mãi không|chưa thấy|sao chưa|mà chưa) (xong|có|ra|trả|thấy|được|duyệt|giải quyết|gì) (gì|kết quả)?
    (sao|tại sao|vì sao) … (lâu|chậm|trễ|muộn|chưa|từ chối|trả lại|dừng|rút)
    (tình trạng|tình hình|tiến độ|trạng thái) (hồ sơ)? (thế nào|sao rồi|ra sao|tới đâu|đến đâu|là gì|sao|hiện tại|bây giờ)?
    (xem|kiểm tra|coi|check|cập nhật|tra cứu) (lại)? (giúp|giùm|hộ|cho) (tôi|mình|em|con|cháu|tui)
    (xem|kiểm tra|tra|coi|check|cập nhật|tra cứu) (lại)? (hồ sơ|tiến độ|tình trạng|mã)
    ^ (cho)? (tôi|mình|em)? (xem|kiểm tra|coi|cập nhật) lại (đi|nhé|nha|với|giúp)? $
    có (gì|tin gì|tin) (mới|thêm|thay đổi) (chưa|không)?
    bị (từ chối|trả lại|dừng|trả về) … (vì|do|tại)? (sao|lý do gì|cái gì|gì|đâu)
    (bước|việc) (tiếp theo|tiếp) … (gì|sao|thế nào)
    (giờ|bây giờ|tiếp theo) (tôi|mình|em)? (phải)? làm (gì|sao|thế nào)
    (lấy|nhận) (kết quả|giấy) … (ở đâu|chỗ nào|đâu)
    (đóng|nộp) tiền (ở đâu|chỗ nào|đâu|vào đâu)
    hồ sơ … (sao|thế nào|ra sao) rồi
    ^ (sao|thế nào|ra sao) rồi $
"""

OTHER_DOSSIER = """
    (hồ sơ|mã|cái|mã hồ sơ) (khác|thứ hai|thứ 2|còn lại|kia)
    (thêm|còn) … (một|1|cái)? (hồ sơ|mã) (nữa|khác)
    (hồ sơ|mã) nữa
"""
"""Another dossier than the one being talked about."""

BESIDE = """
    hồ sơ (của)? (tôi|mình|em|con|cháu|tui|anh|chị|nhà tôi|này|đó|ấy|kia|nớ|trên)?
    (cho|giúp|giùm|với|nhờ|xin) (tôi|mình|em|con|cháu|anh|chị)? (hỏi|biết|xem|tra|kiểm tra|coi)?
    hộ (tôi|mình|em|với|cái)
    (bạn|ad|admin|bot|shop|cán bộ|anh chị|anh|chị|em|mình|tôi|con|cháu|tui|bác|cô|chú) (ơi)?
    (dạ|vâng|ạ|à|nhé|nha|nhỉ|hả|hở|hè|hỉ|hen|hén|nghen|nghe|hầy|rứa|ta|vậy|thế|thì|là|đi|với|luôn|nữa|rồi|chưa|không|ok|alo|ơi|ấy|này|đó|kia|lại|giờ|bây giờ|hiện tại|hiện|nay|đã|đang|sẽ|cái|của|có|được|muốn|cần|phải|thôi|mã|số|chưa|gì|mới|quá|mà|tới|đến|nộp|tuần trước|hôm qua|hôm nay|tháng trước|lâu)
"""
"""What may stand beside such a question without being another one."""

LAST_FOUR = """
    (4|bốn|04) (số|chữ số|con số) (cuối|cuối cùng|sau|đuôi)
    (số|chữ số) (cuối|cuối cùng|đuôi)
    (số|đuôi) (cuối|đuôi|sau) (của)? (số)? (điện thoại|cccd|căn cước|định danh|sđt|sdt)
    (điện thoại|cccd|căn cước|định danh|sđt|sdt) (đuôi|cuối)
"""
"""Tells that digits are a proof."""

JOINS = r"\b(?:với lại|voi lai|tiện thể|tien the|nhân tiện|nhan tien|ngoài ra|ngoai ra|sẵn tiện|san tien|à mà|a ma|rồi còn|còn|và|va|sẵn|đồng thời|thêm nữa|nữa là)\b|[.,;:!?\n]+"
"""Where one question of a message ends and another may begin."""

RECORDED_PROOF = "[4 số cuối]"
RECORDED_NUMBER = "[số]"
RECORDED_NOTICE = "[nội dung một giấy thông báo]"
"""What stands in the record for a proof, for digits that may have been meant as one, and for a notice, which names people."""

# What is said; only what belongs to the conversation, the rest stands in ``bot.dossiers``.

WATCH_AGAIN_LABEL = "Báo lại cho tôi"
FUTURE_DATE = "Mã {code} có ngày nộp {day}, là ngày chưa tới, nên chắc có chỗ chép nhầm. Anh/chị xem lại mã trên giấy tiếp nhận và hẹn trả kết quả nhé."
ONE_AT_A_TIME = "Anh/chị hỏi mấy hồ sơ một lúc. Mình xem lần lượt nhé, anh/chị chọn giúp mình hồ sơ xem trước:"
LEFT_OVER = "Còn câu “{text}”, anh/chị hỏi lại mình ngay sau việc này nhé."
PROOF_WITHOUT_CODE = "Mình chưa biết anh/chị hỏi hồ sơ nào nên chưa dùng tới mấy số vừa rồi."
WATCH_ASK_CODE = "Anh/chị muốn mình báo về hồ sơ nào ạ?"

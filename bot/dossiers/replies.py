"""The sentences about dossiers: the ten states, deadlines, notices, and what the conversation says while it asks for a code and its proof.

Warm, short, respectful; the assistant is "mình", the citizen "anh/chị". What a citizen has a right to is told only as
``knowledge/faqs/theo-doi-ho-so.yaml`` tells it with its sources (Decree 118/2025/ND-CP, Circular 03/2025/TT-VPCP).
"""

from __future__ import annotations

from bot.contacts import HOTLINE, PORTAL
from bot.dossiers.model import DossierState as S

RECEIPT = "giấy tiếp nhận và hẹn trả kết quả"

# Days and deadlines
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
TODAY, TOMORROW = "hôm nay", "ngày mai"
HOUR, HOUR_AND_MINUTES = "{hour} giờ", "{hour} giờ {minute:02}"
LEFT = "còn {days} ngày làm việc ({day})"
LEFT_NONE = "vào {day}"
"""A day off, with no working day before it."""
LEFT_LONG = "vào {day}, còn hơn một năm"
ON_TODAY, ON_TODAY_BEFORE = "hôm nay ({day})", "hôm nay, trước {clock} ({day})"
ON_TODAY_PAST = "hôm nay, đã qua {clock} ({day})"
PAST = "đã quá {what} {days} ngày làm việc ({day})"
PAST_NONE = "đã quá {what} ({day})"
"""No working day has passed since."""
PAST_LONG = "đã quá {what} hơn một năm ({day})"
PAST_DAY_OFF = "vào {day}, nên có thể tính sang {next}"
DAY_OFF = ", là ngày nghỉ"
ABOUT = "khoảng {days}"
UNSURE = "; {day} là {name}, có thể được nghỉ"
APPOINTMENT, DEADLINE = "hẹn", "hạn"

# The dossier
STATES: dict[S, str] = {
    S.REGISTERED: "Mới đăng ký",
    S.ACCEPTED: "Được tiếp nhận",
    S.REJECTED: "Không được tiếp nhận",
    S.PROCESSING: "Đang xử lý",
    S.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    S.PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    S.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    S.STOPPED: "Dừng xử lý",
    S.DONE: "Đã xử lý xong",
    S.RETURNED: "Đã trả kết quả",
}
"""The names that the one-stop systems and the portal use."""
MEANINGS: dict[S, str] = {
    S.REGISTERED: (
        "Hồ sơ đã gửi tới cơ quan và đang chờ cán bộ kiểm tra, chưa được tiếp nhận chính thức. Nếu đủ giấy tờ, "
        "cơ quan tiếp nhận và hẹn ngày trả kết quả; nếu thiếu, họ yêu cầu bổ sung."
    ),
    S.ACCEPTED: "Cơ quan đã nhận hồ sơ và chuyển cho người giải quyết.",
    S.PROCESSING: "Hồ sơ đang được giải quyết; có kết quả hoặc cần thêm giấy tờ thì tình trạng sẽ đổi.",
    S.SUPPLEMENT: "Hồ sơ chưa đủ nên cơ quan cần anh/chị nộp bổ sung; nộp xong thì hồ sơ mới được giải quyết tiếp.",
    S.PAYMENT: "Hồ sơ đang chờ anh/chị nộp tiền (nghĩa vụ tài chính); nộp xong thì hồ sơ mới được giải quyết tiếp.",
    S.REJECTED: (
        "Rất tiếc, cơ quan không tiếp nhận hồ sơ này. Cơ quan phải trả lời bằng văn bản hoặc thông báo trên mạng, nêu rõ lý do. "
        "Lý do sửa được thì anh/chị chuẩn bị lại cho đúng rồi nộp hồ sơ mới."
    ),
    S.STOPPED: (
        "Rất tiếc, cơ quan đã dừng giải quyết hồ sơ này. Anh/chị hỏi {office} lý do và cách làm tiếp; sửa được thì "
        "chuẩn bị lại rồi nộp hồ sơ mới."
    ),
    S.WITHDRAWN: (
        "Hồ sơ được rút theo đề nghị của người nộp, nên cơ quan không giải quyết nữa. Anh/chị nhớ nhận lại đủ bản "
        "chính đã nộp tại {office}; "
        "nếu không phải anh/chị đề nghị rút, hãy hỏi ngay nơi đó."
    ),
    S.DONE: (
        "Hồ sơ đã có kết quả. Anh/chị đến {office} để nhận, mang theo giấy tiếp nhận và hẹn trả kết quả cùng thẻ căn "
        "cước. Nếu lúc nộp đã chọn nhận "
        "qua bưu chính hay bản điện tử thì anh/chị chờ bưu tá hoặc mở hồ sơ trên Cổng Dịch vụ công."
    ),
    S.RETURNED: (
        "Kết quả đã được trả, hồ sơ này đã xong. Anh/chị kiểm tra lại tên, ngày, số trên kết quả; có chỗ sai, hoặc chưa nhận được kết quả, "
        "thì báo ngay {office}."
    ),
}
"""What the state means, what happens next, what to do. ``{office}``: the office that took the dossier."""
ADVICE: dict[S, str] = {
    S.REGISTERED: " Lúc này anh/chị chỉ cần chờ và để ý tin nhắn của cơ quan.",
    S.ACCEPTED: " Anh/chị chưa phải làm gì thêm, chỉ cần giữ kỹ giấy tiếp nhận và hẹn trả kết quả.",
    S.PROCESSING: " Anh/chị chưa phải làm gì thêm, chỉ cần chờ tới ngày hẹn.",
}
"""Said after the meaning while the office is in time."""
HEAD = "Hồ sơ {code}"
HEAD_NAME = " của {name}"
HEAD_PROCEDURE = ", thủ tục {procedure}"
STATE_LINE = "Tình trạng: {state}."
OFFICE = "Nơi nhận hồ sơ: {office}."
OFFICE_UNKNOWN = f"Nơi nhận hồ sơ: nơi ghi trên {RECEIPT}."
THE_OFFICE = "nơi nhận hồ sơ ghi trên giấy hẹn"
"""The office inside a sentence, where the system does not name it."""
TASK = "Hệ thống ghi việc đang làm: “{task}”."
APPOINTMENT_LINE = "Hẹn trả kết quả: {remaining}."
APPOINTMENT_UNKNOWN = "Hệ thống không cho biết ngày hẹn trả; anh/chị xem trên giấy hẹn hoặc hỏi nơi nhận hồ sơ."
APPOINTMENT_LATER = "Chưa có ngày hẹn trả: ngày này có khi hồ sơ được tiếp nhận."
APPOINTMENT_MAY_MOVE = "Hẹn trả kết quả cũ là {day}; ngày này có thể thay đổi."
COMPLETED = "Cơ quan ghi ngày xong: {day}."
COUNTED_LATE = "Hồ sơ nộp sau 15 giờ {day}, nên thời hạn có thể tính từ {next}."
COUNTED_DAY_OFF = "Hồ sơ nộp vào ngày nghỉ, {day}, nên thời hạn có thể tính từ {next}."
LATE = (
    "Mình rất tiếc, hồ sơ {remaining}. Theo Nghị định 118/2025/NĐ-CP, cơ quan trễ hẹn phải xin lỗi bằng văn bản, "
    "nói rõ lý do và hẹn ngày trả mới "
    "(phiếu theo mẫu của Thông tư 03/2025/TT-VPCP). Chưa có phiếu đó, anh/chị có quyền yêu cầu {office} cấp phiếu; "
    "cần phản ánh hay gặp người thật thì chọn bên dưới nhé."
)

PAPERS = "Giấy tờ cần bổ sung:"
PAPER, PAPER_NOTED = "{number}. {name}", "{number}. {name}: {note}"
PAPERS_MORE = "Và {count} giấy tờ nữa; anh/chị chọn “{label}” để xem nhé."
PAPERS_UNKNOWN = "Hệ thống không cho biết thiếu giấy nào; anh/chị xem phiếu yêu cầu bổ sung hoặc hỏi {office}."
PAPERS_NONE = "Hồ sơ {code} hiện không ghi giấy tờ nào phải bổ sung."
PAPERS_HEAD = "Hồ sơ {code}, giấy tờ cần bổ sung ({part}/{parts}):"
SUPPLEMENT_DUE = "Hạn nộp bổ sung: {remaining}."
SUPPLEMENT_LATE = "Hạn nộp bổ sung: {remaining}; anh/chị hỏi ngay {office} xem còn nộp được không."
SUPPLEMENT_DUE_UNKNOWN = "Hệ thống không cho biết hạn nộp; phiếu yêu cầu bổ sung có thể ghi, nên anh/chị làm sớm nhé."
SEND_ONLINE = "Cách nộp: mở hồ sơ trên Cổng Dịch vụ công nơi anh/chị đã nộp, tải thêm giấy tờ rồi gửi lại."
SEND_AT_OFFICE = "Cách nộp: mang giấy tờ và phiếu yêu cầu bổ sung đến {office}."
SEND_EITHER = (
    "Cách nộp: hồ sơ nộp trực tuyến thì mở hồ sơ trên Cổng, tải thêm giấy tờ rồi gửi lại; "
    "nộp tại quầy thì mang giấy tờ và phiếu đến {office}."
)

SUM = "Số tiền: {sum} đồng."
SUM_UNKNOWN = "Hệ thống không cho biết số tiền; anh/chị xem thông báo của cơ quan hoặc hỏi {office}."
PAY_ONLINE = "Anh/chị nộp tại trang {host}, kiểm tra đúng tên thủ tục và số tiền trước khi trả."
PAY_ELSEWHERE = (
    "Hệ thống đưa trang nộp tiền {host}. Trang này không có đuôi gov.vn, nên anh/chị gọi nơi nhận hồ sơ hỏi cho chắc trước khi trả."
)
PAY_UNKNOWN = "Mình không có trang nộp tiền; anh/chị mở hồ sơ trên Cổng Dịch vụ công hoặc hỏi {office} cách nộp."
PAY_SAFELY = "Đừng chuyển tiền vào tài khoản cá nhân ai đó nhắn cho nhé."
PAY_TITLE, PAY_LABEL = "Nộp tiền cho hồ sơ {code}", "Mở trang {host}"

REASON = "Lý do, theo lời của hệ thống: “{reason}”."
REASON_UNKNOWN = "Hệ thống không cho biết lý do; anh/chị xem văn bản, thông báo của cơ quan hoặc hỏi {office}."
IF_WRONG = "Thấy chưa đúng, anh/chị có quyền phản ánh hoặc khiếu nại; mình chỉ cách ở nút bên dưới."

# Notices
CHANGED_STATE = "Hồ sơ {code} có thay đổi: từ “{old}” sang “{new}”."
CHANGED_TO = "Hồ sơ {code} có thay đổi: nay là “{new}”."
CHANGED_APPOINTMENT = "Hồ sơ {code}: ngày hẹn trả đổi từ {old} sang {new}."
FIRST_APPOINTMENT = "Hồ sơ {code} đã có ngày hẹn trả: {new}."
CHANGED_OTHERWISE = "Hồ sơ {code} vừa được cập nhật, tình trạng vẫn là “{state}”."
REMINDER = "Mình nhắc anh/chị: hồ sơ {code} đang chờ nộp bổ sung giấy tờ. Hạn nộp: {remaining}."
REMINDER_WITHOUT_DAY = "Mình nhắc anh/chị: hồ sơ {code} đang chờ nộp bổ sung giấy tờ."
OVERDUE = "Về hồ sơ {code}: đã tới ngày hẹn mà hệ thống chưa báo có kết quả."
WATCH_ENDED = "Mình đã theo dõi hồ sơ {code} được {days} ngày nên xin dừng báo. Còn cần, anh/chị nhắn lại mã này, mình theo dõi tiếp."
WATCH_LOST = (
    "Hệ thống một cửa không còn thấy hồ sơ {code}, nên mình xin dừng báo. Anh/chị hỏi nơi nhận hồ sơ ghi trên giấy hẹn, "
    f"hoặc gọi tổng đài {HOTLINE} nhé."
)
WATCH_FINAL = "Hồ sơ đã tới bước cuối nên mình thôi theo dõi."

# Complaints
COMPLAINT = (
    "Mình rất tiếc vì việc này. Anh/chị có thể phản ánh, không mất tiền, theo một trong các cách:\n"
    f"- Mục Phản ánh kiến nghị của Cổng Dịch vụ công quốc gia ({PORTAL})\n"
    f"- Tổng đài {HOTLINE}\n"
    "- Nói với lãnh đạo của {office}\n"
    "Không đồng ý với một quyết định (như từ chối hồ sơ) thì khiếu nại lần đầu gửi chính cơ quan đã ra quyết định "
    "đó, nên làm sớm vì có thời hạn.\n"
    "Mình không gửi thay được; anh/chị chép lời dưới đây rồi sửa cho đúng việc của mình nhé:\n"
    "“{text}”"
)
COMPLAINT_OFFICE = "cơ quan nhận hồ sơ"
COMPLAINT_LATE = (
    "Tôi phản ánh về hồ sơ mã {code}: đã quá ngày hẹn trả kết quả ({day}) mà tôi chưa nhận được kết quả. "
    "Đề nghị cơ quan cho biết lý do, xin lỗi bằng văn bản và hẹn ngày trả mới."
)
COMPLAINT_REFUSED = (
    "Tôi phản ánh về hồ sơ mã {code}, tình trạng “{state}”. Tôi chưa rõ hoặc chưa đồng ý với lý do. "
    "Đề nghị cơ quan trả lời bằng văn bản, nêu rõ lý do và cách khắc phục."
)
COMPLAINT_ANY = "Tôi phản ánh về hồ sơ mã {code}. Việc đã xảy ra: … (ghi ngày, nơi, sự việc). Đề nghị cơ quan xem xét và trả lời tôi."
CODE_BLANK = "…"
COMPLAINT_ASK = "Anh/chị muốn phản ánh về hồ sơ nào ạ? Anh/chị nhắn giúp mình mã hồ sơ, mình soạn sẵn lời để anh/chị chép."

# The conversation: codes
WHICH_READING = "Mã này có thể đọc theo mấy cách. Anh/chị xem trên giấy hẹn rồi chọn giúp mình mã đúng nhé:"
IMPOSSIBLE_DATE = (
    "Mã {code} có phần ngày nộp không đúng: sáu số ở giữa là năm, tháng, ngày, ví dụ 240823 là ngày 23/8/2024. "
    f"Anh/chị xem lại mã trên {RECEIPT} rồi nhắn mình nhé."
)
INCOMPLETE_CODE = (
    f"Mã này hình như còn thiếu. Mã hồ sơ in trên {RECEIPT}, gồm mã nơi nhận, ngày nộp và số thứ tự, ví dụ H56.14-240823-0001. "
    "Anh/chị chép lại cả mã giúp mình nhé."
)
NOT_CONNECTED = (
    "Mình đọc được mã hồ sơ {code}, nhưng mình chưa được nối với hệ thống một cửa của nơi đó nên chưa xem được tình trạng. "
    f"Anh/chị tra mã này tại {PORTAL} (mục Tra cứu hồ sơ) hoặc gọi {HOTLINE}."
)

# The conversation: the proof
_WHY = "Tình trạng hồ sơ là thông tin riêng, nên để chắc anh/chị là người nộp hồ sơ {code}, "
ASK_PROOF: dict[str, str] = {
    "phone": _WHY + "anh/chị cho mình 4 số cuối của số điện thoại đã ghi trong hồ sơ nhé.",
    "personal_id": _WHY + "anh/chị cho mình 4 số cuối của số định danh (căn cước) đã ghi trong hồ sơ nhé.",
    "either": _WHY + "anh/chị cho mình 4 số cuối của số điện thoại, hoặc của số định danh (căn cước), đã ghi trong hồ sơ nhé.",
}
"""By the setting ``dossier_proof``."""
PROOF_ONLY_FOUR = "Anh/chị chỉ gửi 4 số, mình không lưu lại 4 số này."
PROOF_AGAIN: dict[str, str] = {
    "phone": "Mình cần đúng 4 chữ số cuối của số điện thoại đã ghi trong hồ sơ, ví dụ 0123. Anh/chị gõ lại giúp mình nhé.",
    "personal_id": "Mình cần đúng 4 chữ số cuối của số định danh đã ghi trong hồ sơ, ví dụ 0123. Anh/chị gõ lại giúp mình nhé.",
    "either": (
        "Mình cần đúng 4 chữ số cuối của số điện thoại hoặc số định danh đã ghi trong hồ sơ, ví dụ 0123. Anh/chị gõ lại giúp mình nhé."
    ),
}
"""What was typed is no proof, or two."""
PROOF_WAITING = "Còn hồ sơ {code}: muốn xem tình trạng, anh/chị nhắn mình 4 số cuối đã ghi trong hồ sơ nhé."
PROOF_CANCELLED = "Dạ, mình thôi không tra hồ sơ nữa. Anh/chị cần gì cứ nhắn mình nhé."
PROVE_ANEW = "Đã một lúc không trò chuyện nên mình xin hỏi lại để giữ kín hồ sơ của anh/chị."
REFUSED = (
    "Mình chưa tìm thấy hồ sơ nào khớp cả mã và 4 số cuối này. Anh/chị xem lại giúp mình mã trên giấy hẹn, và 4 số "
    "cuối đúng là số đã khai lúc nộp "
    "(có thể là số của người nộp thay). Số lần thử có hạn; mã vừa nộp có thể chưa lên hệ thống, "
    f"cần gấp anh/chị gọi nơi nhận hồ sơ hoặc tổng đài {HOTLINE}."
)
"""One answer to an unknown code and to a wrong proof: what differs would tell a stranger that a code exists."""
LOCKED = (
    "Để giữ kín thông tin, mã này tạm không tra được ở đây tới {until}, vì đã có nhiều lần thử không khớp. "
    f"Cần ngay, anh/chị hỏi nơi nhận hồ sơ ghi trên giấy hẹn hoặc gọi tổng đài {HOTLINE}."
)
LOCKED_OWN = (
    "Từ nơi anh/chị đang dùng mạng đã có quá nhiều lần gửi số không khớp, nên mình tạm không tra hồ sơ ở đây tới {until}. "
    f"Cần ngay, anh/chị hỏi nơi nhận hồ sơ ghi trên giấy hẹn hoặc gọi tổng đài {HOTLINE}."
)
UNAVAILABLE = (
    "Hệ thống một cửa đang không trả lời nên mình chưa xem được hồ sơ {code}. Hồ sơ của anh/chị không bị ảnh hưởng "
    "gì; lát nữa anh/chị thử lại, "
    f"cần ngay thì gọi nơi nhận hồ sơ ghi trên giấy hẹn hoặc tổng đài {HOTLINE}."
)

# The conversation: being told of changes
WATCHING = "Dạ, khi hồ sơ {code} có thay đổi, mình nhắn anh/chị ngay tại đây (từ 7 giờ đến 21 giờ). Muốn thôi, anh/chị nhắn “dừng” nhé."
WATCHING_ALREADY = "Mình vẫn đang theo dõi hồ sơ {code} cho anh/chị rồi ạ. Muốn thôi, anh/chị nhắn “dừng” nhé."
WATCH_FULL = (
    "Mình đang theo dõi {count} hồ sơ ở cuộc trò chuyện này, chưa nhận thêm được. Anh/chị nhắn “dừng” để bỏ những hồ sơ cũ trước nhé."
)
WATCH_NOT_HERE = "Ở kênh này mình không nhắn trước cho anh/chị được; anh/chị nhờ mình báo trên trang web, Telegram hoặc Zalo nhé."
WATCH_NEEDLESS = "Hồ sơ {code} đã tới bước cuối, sẽ không có thay đổi nữa nên mình không theo dõi."
UNWATCHED = "Dạ, mình thôi báo về {codes}. Khi cần, anh/chị nhờ lại lúc nào cũng được."
NOTHING_WATCHED = "Ở đây mình không theo dõi hồ sơ nào cả. Anh/chị nhắn mã hồ sơ, xem xong có thể nhờ mình báo khi có thay đổi."
ONE_WATCHED, MANY_WATCHED = "hồ sơ {code}", "{count} hồ sơ: {codes}"

# Buttons
WATCH_LABEL, UNWATCH_LABEL = "Báo tôi khi có thay đổi", "Thôi báo"
AGAIN_LABEL, LOOK_LABEL = "Xem lại", "Xem hồ sơ này"
PAPERS_LABEL = "Xem đủ giấy tờ"
COMPLAIN_LABEL, PERSON_LABEL, OTHER_LABEL = "Phản ánh, khiếu nại", "Gặp người thật", "Hồ sơ khác"

# Texts of systems
HIDDEN_LINK = "(đường dẫn đã ẩn)"
HIDDEN_ADDRESS = "[địa chỉ]"

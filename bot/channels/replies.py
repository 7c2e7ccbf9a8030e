"""What channels of messages say themselves: the words around an answer, menus, and what operators read in a terminal."""

from __future__ import annotations

# Around an answer

ANSWER_WITH_NUMBER = "Anh/chị trả lời bằng số:"
CHOOSE = "Anh/chị chọn nhé:"
OPEN_LINK = "Anh/chị mở trang này nhé:"
CHECKLIST_LINK = "Danh sách để in"
SOURCE = "Nguồn: {title}"
SOURCE_CODE = " (mã {code})"
SOURCE_DECISION = ", {decision}"
SOURCE_CHECKED = ", kiểm tra ngày {day:%d/%m/%Y}"

# What a command of Telegram's menu says for the person

WANTS_A_PERSON = "cho mình gặp nhân viên"
WANTS_TO_BE_FORGOTTEN = "xóa dữ liệu của tôi"

TELEGRAM_MENU = {
    "start": "Bắt đầu",
    "help": "Mình giúp được gì",
    "huy": "Bỏ việc đang hỏi, hỏi lại từ đầu",
    "nhanvien": "Gặp nhân viên",
    "xoadulieu": "Xóa dữ liệu của tôi",
}
"""The menu of commands, at most 256 characters each."""

# `motcua telegram`, for operators

TELEGRAM_NO_TOKEN = "Chưa có bot Telegram: đặt MOTCUA_TELEGRAM_TOKEN (mã do @BotFather cấp) và MOTCUA_TELEGRAM_SECRET."  # noqa: S105
TELEGRAM_WRONG_TOKEN = "Telegram không nhận mã của bot. Anh/chị xem lại MOTCUA_TELEGRAM_TOKEN (lấy từ @BotFather)."  # noqa: S105
TELEGRAM_AWAY = "Chưa liên lạc được với Telegram ở {url} ({reason}). Anh/chị kiểm tra mạng và MOTCUA_TELEGRAM_API_URL."
TELEGRAM_REFUSED = "Telegram từ chối: {reason}"
WEBHOOK_NEEDS_HTTPS = "Telegram chỉ gửi đến địa chỉ https://, không gửi đến {url}."
WEBHOOK_NEEDS_URL = "Anh/chị cho biết địa chỉ công khai: motcua telegram webhook set https://tên-miền, hoặc đặt MOTCUA_PUBLIC_URL."
WEBHOOK_SET = "Telegram sẽ gửi tin nhắn đến {url}"
WEBHOOK_DELETED = "Đã thôi nhận webhook; tin nhắn chờ ở Telegram đến khi đặt lại webhook hoặc chạy motcua telegram poll."
WEBHOOK_NONE = "Chưa đặt webhook."
WEBHOOK_STATUS = "Webhook: {url}"
WEBHOOK_PENDING = "Tin nhắn đang chờ: {count}"
WEBHOOK_ERROR = "Lỗi gần nhất, lúc {at:%H:%M ngày %d/%m/%Y}: {reason}"
POLL_WEBHOOK_SET = (
    "Bot đang nhận webhook ở {url}, nên không hỏi tin nhắn bằng cách này được. "
    "Nếu đó là bot để thử, chạy lại với --take-over để gỡ webhook; bot đang phục vụ người dân thì đừng gỡ."
)
POLL_NO_SERVICE = "Trợ lý chưa chạy ở {url}. Anh/chị chạy motcua serve ở cửa sổ khác rồi thử lại."
POLL_NO_CHANNEL = "Trợ lý ở {url} chưa mở kênh Telegram. Anh/chị chạy lại trợ lý với MOTCUA_TELEGRAM_TOKEN và MOTCUA_TELEGRAM_SECRET."
POLL_WRONG_SECRET = "Trợ lý ở {url} dùng MOTCUA_TELEGRAM_SECRET khác. Anh/chị đặt cho giống nhau rồi chạy lại."  # noqa: S105
POLL_TWICE = "Có chương trình khác cũng đang nhận tin của bot này (một lần poll khác, hoặc webhook vừa đặt). Anh/chị dừng bên đó trước."
POLL_OPEN = "Đang nhận tin nhắn của @{name}; Ctrl-C để dừng."
POLL_LINE = "{at:%H:%M:%S} {kind}"
POLL_UNREADABLE = "{at:%H:%M:%S} {kind}: trợ lý không đọc được, bỏ qua"
POLL_WAITING = "{at:%H:%M:%S} {reason}; thử lại sau {seconds:.0f} giây"
POLL_SERVICE_BUSY = "trợ lý chưa nhận được ({reason})"
POLL_TELEGRAM_AWAY = "chưa liên lạc được với Telegram ({reason})"
POLL_CLOSE = "Đã dừng."

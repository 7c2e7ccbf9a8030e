"""Every sentence that the evaluation of conversations says: what is wrong with a file, what was wrong with a reply, and the report."""

from __future__ import annotations

# Files

NO_DEFAULT_FOLDER = "Bản cài đặt này không có kèm hội thoại mẫu. Anh/chị chỉ thư mục chứa các tệp .yaml bằng --folder nhé."
NO_FOLDER = "Không có thư mục {folder}. Anh/chị kiểm tra lại đường dẫn ở --folder nhé."
NO_FILES = "Thư mục {folder} không có hội thoại nào (tệp .yaml)."
NONE_OF_SET = "Thư mục {folder} không có hội thoại nào thuộc bộ {chosen}."
UNKNOWN_SET = (
    "Bộ «{chosen}» không có. Anh/chị chọn work, indirect, held, fresh, fresh_held, talks, talks_held, daily, daily_held hoặc all nhé."
)
UNREADABLE = "{file}: không đọc được tệp YAML: {reason}"
NO_LIST = "{file}: tệp cần là một danh sách hội thoại, mỗi hội thoại bắt đầu bằng «- name:»."
WRONG_ENTRY = "{file}, hội thoại {number}{name}: {reason}"
TWICE = "{file}: tên hội thoại «{name}» đã được dùng rồi, anh/chị đặt tên khác nhé."
FIELD = "«{where}» {reason}"
ONE_OF = "phải là một trong: {allowed}"
REASONS = {
    "missing": "còn thiếu",
    "extra_forbidden": "là trường lạ, có thể viết nhầm tên",
    "string_type": "phải là chữ; nếu là mã số thì đặt trong dấu nháy",
    "string_pattern_mismatch": "không đúng dạng",
    "list_type": "phải là một danh sách",
    "too_short": "không được để trống",
    "model_type": "phải gồm các trường có tên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
    "int_parsing": "phải là số",
    "date_from_datetime_parsing": "phải là ngày dạng năm-tháng-ngày",
    "date_type": "phải là ngày dạng năm-tháng-ngày",
}
"""By kind of schema error; others are told in pydantic's own words."""
OFFERS_NEED_CLARIFY = "«offers» là các lựa chọn khi hỏi lại: cần cho phép outcome «clarify»"
SUBJECT_NEEDS_ANSWER = "«procedure» và «faq» chỉ dùng khi outcome có «answered» hoặc «clarify»"
SAY_OR_TAP = "mỗi lượt có đúng một trong hai: «say» hoặc «tap»"
NOT_UNACCENTED = "accent «none» nhưng có câu gõ dấu"
NOT_ACCENTED = "accent «{accent}» nhưng không có câu nào gõ dấu"

# Replies

OR = " hoặc "
IN_TURN = "“{said}”: {problem}"
SAYS_NOTHING = "câu trả lời trống"
NO_SOURCE = "trả lời về {code} mà không nêu nguồn đó"
NO_FAQ_SOURCE = "trả lời {faq} mà không nêu nguồn nào"
OUTCOME = "kết quả {got}, cần {wanted}"
SUBJECT = "trả lời từ {got}, cần {wanted}"
NOT_OFFERED = "thiếu lựa chọn {code}"
NONE_OFFERED = "không lựa chọn nào là {wanted}"
ASPECT = "khía cạnh {got}, cần {wanted}"
NOT_SAID = "không nói {wanted}"
SAID = "có nói «{unwanted}»"
NO_BUTTON = "không có nút nào khớp"
CRASHED = "không trả lời được, lỗi {error}"

# The run

READING = "Đang nạp kho thủ tục và chỉ mục"
TRAINING = "Đang huấn luyện mô hình hiểu ngôn ngữ"
STARTING = "Đang khởi động phần hiểu ngôn ngữ"
PLAYING = "Đang thử các hội thoại"
BY_RULES = "Đo bằng luật và tìm kiếm, nên kết quả được ghi là degraded."
SWITCHED_OFF = f"Phần hiểu ngôn ngữ đang tắt (MOTCUA_NLU_ENABLED). {BY_RULES}"
NO_ENVIRONMENT = f"Chưa có môi trường của phần hiểu ngôn ngữ (.venv-nlu; make setup). {BY_RULES}"
NOT_TRAINED = f"Không huấn luyện được mô hình hiểu ngôn ngữ, chi tiết ở {{log}}. {BY_RULES}"
NOT_STARTED = f"Phần hiểu ngôn ngữ không khởi động được, chi tiết ở {{log}}. {BY_RULES}"
OTHER_MODEL = "Máy chủ hiểu ngôn ngữ ở {url} đang dùng mô hình {model}, không phải của dữ liệu huấn luyện hiện nay."
NOT_PREPARED = "Chưa đo được: {reason}"

# The report

RIGHT = "Hội thoại đúng trọn vẹn: {share}"
SHARE = "{right}/{count} ({percent:.1f} %)"
UNDERSTOOD = "Phần hiểu ngôn ngữ: {nlu}"
UNDERSTOOD_BY_RULES = "Phần hiểu ngôn ngữ: {nlu} ({turns} lượt do luật đoán ý)"
GROUPS = {"set": "Theo bộ", "kind": "Theo loại", "accent": "Theo cách gõ dấu", "channel": "Theo kênh"}
FAILED = "Chưa đúng (các bộ held để riêng nên không in tên):"

"""Every Vietnamese sentence that importing, listing and showing dossiers says to operators."""

from __future__ import annotations

from bot.dossiers.model import DossierState

STATES = {
    DossierState.REGISTERED: "Mới đăng ký",
    DossierState.ACCEPTED: "Được tiếp nhận",
    DossierState.REJECTED: "Không được tiếp nhận",
    DossierState.PROCESSING: "Đang xử lý",
    DossierState.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    DossierState.PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    DossierState.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    DossierState.STOPPED: "Dừng xử lý",
    DossierState.DONE: "Đã xử lý xong",
    DossierState.RETURNED: "Đã trả kết quả",
}
"""The ten states as the one-stop systems name them."""

# Why a file is refused

NOT_A_TABLE = "Bảng hồ sơ phải là tệp .xlsx hoặc .csv."
NO_HEADER = "Không tìm thấy dòng tiêu đề. Bảng hồ sơ cần ít nhất các cột «Mã hồ sơ» và «Trạng thái»."
NO_ROWS = "Bảng có dòng tiêu đề nhưng không có hồ sơ nào bên dưới. Chưa ghi gì."

# Why a row is refused, or doubtful; never with what stands in its cells

NO_CODE = "thiếu mã hồ sơ"
BAD_CODE = "mã hồ sơ không đúng dạng, ví dụ đúng: H56.14-240823-0001"
CODE_WITHOUT_DAY = "ngày trong mã hồ sơ không có trong lịch (sáu số ở giữa là năm, tháng, ngày); không ai tra được mã này"
SEVERAL_CODES = "ô mã hồ sơ có nhiều mã; mỗi dòng chỉ ghi một hồ sơ"
NO_STATE = "thiếu trạng thái"
TWICE = "hồ sơ này đã có ở dòng {line} với nội dung khác; chưa nhập dòng nào của hồ sơ này"
SAME_AGAIN = "hồ sơ này đã có ở dòng {line}, nội dung như nhau; chỉ tính một lần"
NOTE_ROW = "dòng không có mã hồ sơ và trạng thái, xem như tên nhóm hoặc ghi chú"
DAMAGED = "có chữ bị hỏng do sai bảng mã, lưu lại tệp dạng UTF-8 rồi nhập lại dòng này"
IN_COLUMN = "cột «{title}»: {reason}"
UNKNOWN_STATE = "trạng thái lạ; ghi số 1 đến 10 hoặc tên trạng thái như «Đang xử lý»"
NUMBER_AND_NAME = "số và tên trạng thái không khớp nhau"
NO_MOMENT = "không đọc được ngày giờ; ghi như 26/11/2026 15:00"
SHORT_YEAR = "năm chỉ có hai chữ số; ghi đủ, như 26/11/2026"
NO_SUCH_DAY = "ngày không có trong lịch; ghi ngày/tháng/năm, như 26/11/2026"
FAR_YEAR = "năm quá xa, có lẽ gõ nhầm"
IN_FUTURE = "thời điểm cập nhật ở tương lai"
NO_SUM = "không đọc được số tiền; ghi số đồng, như 150000"
ROUNDED = "số đã bị Excel làm tròn nên mất chữ số; bỏ qua số này"
NO_PHONE = "không phải số điện thoại; bỏ qua số này"
NO_PERSONAL_ID = "không phải số định danh; bỏ qua số này"
SEVERAL_PHONES = "có nhiều số điện thoại; dùng số đầu"
NO_PROOF = "không có số điện thoại lẫn số định danh, nên không ai tra được hồ sơ này"
UNFIT = "nội dung không hợp lệ"
TOO_LONG = "dài quá mức cho phép"
NO_LINK = "liên kết phải bắt đầu bằng https://"

# What the commands say

READING = "Đang đọc tệp…"
WRITING = "Đang nhập"
DRY = "Nhập thử (chưa ghi gì): "
DONE = "Đã nhập: "
REPORT = "{new} hồ sơ mới, {changed} thay đổi, {unchanged} không đổi, {older} cũ hơn bản đang có, {removed} bỏ, {rejected} dòng bị từ chối."
REFUSED = "Bị từ chối:"
TO_SEE = "Cần xem lại:"
LINE = "  dòng {line}{key}: {reason}"
MORE = "  … và {count} mục nữa (--full để xem hết)"
NOT_WHOLE = "Có dòng không đọc được mã hồ sơ nên chưa bỏ hồ sơ cũ nào. Anh/chị sửa các dòng ấy rồi nhập lại với --replace."
SURE = "Tệp không còn ghi {count} hồ sơ đang có; bỏ các hồ sơ ấy?"
NEEDS_YES = "Việc này bỏ {count} hồ sơ đang có mà tệp không còn ghi. Thêm --yes nếu đúng ý anh/chị. Chưa ghi gì."
NOTHING_DONE = "Chưa ghi gì."
CANNOT_REACH = "Chưa dùng được cơ sở dữ liệu: {reason}"
UNKNOWN_SYSTEM = "Không có hệ thống «{id}» đọc từ bảng hồ sơ. Có: {known}."
OUTSIDE = "{count} hồ sơ thuộc đơn vị mà hệ thống «{id}» không phụ trách, nên sẽ không được tra ở đây; ví dụ: {code}"
EMPTY_ALL = "mọi đơn vị chưa có hệ thống riêng"
SYSTEM = "{id}  {name}\n    loại: {kind}; đơn vị: {prefixes}\n    {state}"
NEVER_ASKED = "chưa có lần hỏi nào được ghi lại"
ANSWERED = "trả lời được, lúc {at}"
FAILED = "không trả lời {count} lần liền, lần gần nhất lúc {at}: {error}; hỏi lại từ {next}"
FAILED_WITHOUT_REASON = "không rõ lý do"
SYSTEMS_SOUND = "{count} hệ thống, tệp mô tả nào cũng đúng."
ONLY_TABLE = "Chưa đặt MOTCUA_DOSSIER_SYSTEMS: chỉ dùng bảng hồ sơ đã nhập."
NOT_A_CODE = "«{shown}» không phải mã hồ sơ, ví dụ đúng: H56.14-240823-0001"
NO_SYSTEM = "Chưa có hệ thống nào phụ trách đơn vị của hồ sơ này."
NO_DOSSIER = "Hệ thống không có hồ sơ này."
SILENT = "Hệ thống không trả lời được: {reason}"
FIELD = "{name}: {value}"
LABELS = {
    "code": "Mã hồ sơ",
    "system": "Hệ thống",
    "state": "Trạng thái",
    "applicant_name": "Chủ hồ sơ",
    "phone": "Điện thoại",
    "personal_id": "Số định danh",
    "procedure_name": "Thủ tục",
    "procedure_code": "Mã thủ tục",
    "task": "Bước xử lý",
    "office": "Cơ quan",
    "received_at": "Ngày tiếp nhận",
    "appointment_at": "Ngày hẹn trả",
    "completed_at": "Ngày xong",
    "supplement_due": "Hạn bổ sung",
    "supplements": "Giấy tờ cần bổ sung",
    "fee": "Phí phải nộp",
    "filed_by": "Cách nộp",
}
"""What ``show`` prints, in this order; address, summary and reason stay out."""
NO_TRAIL = "Chưa có lần tra cứu nào được ghi."
ENTRY = "{at}  {actor}  {action}  {object}  {outcome}{why}"

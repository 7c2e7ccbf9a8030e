"""Vietnamese sentences about the files that describe one-stop systems, for operators."""

from __future__ import annotations

NO_FOLDER = "{folder}: không có thư mục này (MOTCUA_DOSSIER_SYSTEMS)"
NO_FILES = "{folder}: thư mục không có tệp .yaml nào mô tả hệ thống một cửa"
PROBLEM = "{file}: {reason}"
UNREADABLE = "không đọc được tệp YAML: {reason}"
TOO_MUCH = "tệp lớn quá (một hệ thống chỉ cần vài nghìn chữ); xem lại những chỗ nhắc lại bằng & và *"
NOT_A_MAPPING = "tệp phải gồm các dòng «trường: giá trị»"
FIELD = "«{field}» {reason}"
MORE = "và {number} lỗi nữa"

TWO_IDS = "id «{id}» đã có trong {other}"
TWO_PREFIXES = "mã đơn vị «{prefix}» đã do {other} nhận"
NO_SECRET = "«{field}» ghi tên khóa «{name}» nhưng MOTCUA_DOSSIER_SECRETS không có khóa tên ấy"  # noqa: S105 (a sentence)
ODD_SECRET = "khóa «{name}» trong MOTCUA_DOSSIER_SECRETS để trống hoặc có dấu cách, ký tự lạ"  # noqa: S105 (a sentence)

MISSING = "còn thiếu"
UNKNOWN = "không phải tên trường được dùng ở đây"
NOT_TEXT = "phải là chữ; nếu là số thì đặt trong dấu nháy"
WRONG_TYPE = "sai kiểu giá trị"
WRONG_VALUE = "không nằm trong các giá trị cho phép: {allowed}"
WRONG_FORM = "không đúng dạng"
OUT_OF_RANGE = "nằm ngoài khoảng cho phép (giới hạn: {limit})"
TOO_FEW = "không được để trống"
TOO_LONG = "dài quá mức cho phép"

HTTPS = "phải là địa chỉ https:// chỉ gồm tên máy, cổng và đường dẫn (http:// chỉ dùng cho máy này, như http://127.0.0.1:8083)"
ONE_TOKEN_ADDRESS = "cần đúng một trong hai: token_path hoặc token_url"  # noqa: S105 (a sentence)
ONE_KEY_PLACE = "cần đúng một trong hai: header hoặc query"
NO_CODE = "không có chỗ nào ghi {code}, nên không hỏi được hồ sơ nào"
NO_BODY = "json chỉ dùng với method: POST"
SECRET_HEADER = "không đặt đầu mục {name} ở đây; khóa bí mật ghi ở phần auth"  # noqa: S105 (a sentence)
NOT_A_PATH = "không phải đường dẫn như data.danhSach[0].maHoSo"
BAD_DATE_FORM = "dạng ngày «{form}» không dùng được: cần iso, epoch_s, epoch_ms hoặc mẫu có %Y, %m và %d"
TWO_STATES = "«{word}» ghi hai lần với hai trạng thái khác nhau"
NAME_OR_SPLIT = "chỉ dùng một trong hai: name (danh sách mục) hoặc split (một đoạn chữ)"
PATH_AND_VALUES = "path và values phải đi cùng nhau"
PREFIX_FORM = "mã đơn vị «{prefix}» không đúng dạng như H57, H56.14 hoặc 000.00.04.H51"
NO_PREFIX = "cần ít nhất một mã đơn vị (chỉ hệ thống sql tên local được để trống)"
LOCAL_IS_SQL = "tên local dành cho bảng hồ sơ của chính dịch vụ này, kind phải là sql"
TIMES = "total_s phải dài ít nhất bằng connect_s và read_s"

"""The words behind passages: what only asks, everyday words beside the official ones, and how a term or a number is asked for."""

from __future__ import annotations

import re

ASKING = frozenset(
    """
    không có phải cần được thì mà là gì sao mấy bao nhiêu lâu nào đâu ai khi nếu rồi nữa hay hoặc và với để cho của ở tại đi làm bị ra vào lên
    em anh chị tôi mình tui tụi tớ con bé cháu cô chú bác dạ ạ vậy hả nhé nha nhỉ á ơi ad đó này kia ấy thế cái chỗ các những một hai thôi luôn
    đã đang sẽ sắp vừa mới lỡ muốn hỏi xin giúp giùm dùm biết nói bảo lại còn cũng đều chỉ rất quá lắm hết giờ nay mai qua lúc về theo trong
    ngoài trên dưới từ đến tới kể như nên vì do bởi tại nhưng cả mỗi từng việc chuyện người ta họ nó đây giấy tờ hồ sơ nộp đem mang lấy thêm nhà
    """.split()
)
"""Words that carry no matter of their own; a statement is not found by them."""

ALIKE: tuple[tuple[str, ...], ...] = (
    ("công chứng", "chứng thực"),
    ("ly dị", "ly hôn", "thôi nhau", "bỏ nhau"),
    ("rách", "nát", "hư", "gãy", "bể", "hỏng", "rách nát", "hư hỏng", "cũ nát"),
    ("viết tay", "tự viết", "tự viết tay"),
    ("gian", "nói dối", "khai man", "khai gian", "cam đoan gian", "cam đoan sai", "sai sự thật", "cam đoan sai sự thật"),
    ("camera", "ghi hình", "thiết bị ghi hình"),
    ("định vị", "hộp đen", "giám sát hành trình"),
    ("photo", "phô tô", "photocopy", "sao chụp", "bản sao", "chụp giúp", "photo giúp"),
    ("adn", "xét nghiệm adn", "giám định", "xác nhận quan hệ cha con"),
    ("sim", "sim điện thoại", "số điện thoại"),
    ("đứng tên", "chính chủ"),
    ("lăn tay", "điểm chỉ", "vân tay"),
    ("trễ", "muộn", "quá hạn", "trễ hạn"),
    ("mù chữ", "không biết chữ", "không đọc được", "không đọc"),
    ("không tới", "không đến", "vắng mặt", "vắng"),
    ("gần", "cạnh", "sát", "cách"),
    ("cà vẹt", "cavet", "ca vẹt", "ca vet", "chứng nhận đăng ký xe"),
    ("màu khác", "đổi màu", "màu sơn", "đổi màu sơn"),
    ("thuốc trừ sâu", "thuốc sâu", "thuốc bảo vệ thực vật"),
    ("rớt", "không đạt"),
    ("cưới", "kết hôn", "lấy chồng", "lấy vợ"),
    ("nghỉ bán", "tạm nghỉ", "tạm ngừng"),
    ("nghỉ làm", "thôi việc", "nghỉ việc"),
    ("bà con", "họ hàng", "thân thích", "người thân", "thân nhân"),
    ("ba má", "bố mẹ", "ba mẹ", "cha mẹ", "tía má"),
    ("bố", "ba", "cha", "tía"),
    ("má", "mẹ"),
    ("ký sẵn", "ký trước"),
    ("chuyển tuyến", "chuyển viện", "phiếu chuyển cơ sở"),
)
"""Everyday words and official ones that stand for each other in details."""

TERM_ASKED = re.compile(
    r"\b(?:trong vong (?:bao lau|may|bao nhieu)|trong (?:may|bao nhieu) (?:ngay|thang|gio|bua|hom)|han chot|tre nhat|cham nhat|muon nhat|qua han"
    r"|(?:truoc|som) (?:may|bao nhieu) (?:ngay|gio|thang|bua|hom|tieng)|truoc [a-z ]{0,20}bao lau|(?:bao gio|khi nao|luc nao|chung nao|hoi nao) (?:thi )?phai"
    r"|bao lau (?:thi |la |moi |sau )?(?:phai|het han|bi phat)|(?:may|bao nhieu) (?:ngay|thang|bua|hom) (?:thi |la |moi )?phai|(?:may|bao nhieu) (?:ngay|thang) ke tu"
    r"|phai [a-z ]{2,30} truoc (?:may|bao)|(?:nop|bao|khai|lam|dang ky) (?:tre|muon)|tre han|tre (?:thi )?co sao|con may ngay)\b"
)
"""By when must I: the citizen's own term, in folded text."""

TERM_TOLD = re.compile(
    r"\b(?:trong (?:vong |thoi han )?\d+ (?:gio|ngay|thang|nam)|truoc (?:it nhat )?\d+ (?:gio|ngay)|cham nhat|muon nhat|it nhat \d+ ngay|\d+ ngay (?:lam viec )?(?:ke )?tu|truoc ngay"
    r"|qua han|muon hon)"
)
"""A statement that tells a term, in folded text."""

OFFICE_ACTS = re.compile(
    r"^(?:[^:;]{0,60}\bthi )?(?:trong [^;,]{3,60}, )?(?:xa|so|co quan|can bo|cong an|toa|truong|co so|noi nhan|van phong|chu tich|bo phan|ubnd|uy ban|cong ty|giam doc|hieu truong"
    r"|thu truong|to tham dinh|doan)\b|(?:giai quyet|xem xet|tra loi|duoc bao|cap giay|duoc cap|duoc tra|chi tra|tham dinh|niem yet|dan cong khai|cong ghi|cong dich vu cong chi)"
)
"""A statement whose term binds the office, in folded text."""

NUMBER_ASKED = re.compile(r"\b(?:may|bao nhieu) (tuoi|gio|ban|nguoi|thang|nam|lan|met|cho|to|cm|ngay|phan tram)\b")
"""A number of something, in folded text; what is counted is the group."""

PROXY = re.compile(r"\b(?:uy quyen|(?:nop|lam|khai|nhan) (?:thay|ho|gium|giup))\b")
"""Acting for somebody else, in folded text."""

SAYS = re.compile(
    r"\b(?:thi|phai|khong|chi|can|duoc|neu|tru|rieng|co the|khi|cham nhat|it nhat|toi da|toi thieu|tu du|duoi|khong qua|chua|van|thay|moi|tinh tu|da)\b|\d"
)
"""What a statement that answers anything has: a rule, an exception or a number, in folded text."""

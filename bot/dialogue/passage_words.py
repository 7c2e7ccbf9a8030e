"""The words behind passages: what only asks, everyday words beside the official ones, and how a term or a number is asked for.

All patterns but :data:`ASKS` are matched with text in small letters without marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASKING = _words("""
    không có phải cần được thì mà là gì sao mấy bao nhiêu lâu nào đâu ai khi nếu rồi nữa hay hoặc và với để cho của ở tại đi
    làm bị ra vào lên em anh chị tôi mình tui tụi tớ con bé cháu cô chú bác dạ ạ vậy hả nhé nha nhỉ á ơi ad đó này kia ấy
    thế cái chỗ các những một hai thôi luôn đã đang sẽ sắp vừa mới lỡ muốn hỏi xin giúp giùm dùm biết nói bảo lại còn cũng
    đều chỉ rất quá lắm hết giờ nay mai qua lúc về theo trong ngoài trên dưới từ đến tới kể như nên vì do bởi tại nhưng cả
    mỗi từng việc chuyện người ta họ nó đây giấy tờ hồ sơ nộp đem mang lấy thêm nhà tiền tốn online mạng cổng vô đưa bữa
    hoài bước cách mẫu xong
""")
"""Words that carry no matter of their own; a statement is not found by them."""

NOISE = re.compile(
    r"(?<!\S)(?:công an|cán bộ|thủ tục|lệ phí|trực tuyến|trực tiếp|giấy tờ|hồ sơ|chuẩn bị|quy trình|kết quả|có sao"
    r"|làm sao|làm ơn|cụ thể|hướng dẫn"
    r"|cong an|can bo|thu tuc|le phi|truc tuyen|truc tiep|giay to|ho so|chuan bi|quy trinh|ket qua|co sao"
    r"|lam sao|lam on|cu the|huong dan)(?!\S)"
)
"""Pairs of syllables that stand in every question and statement, with marks and without."""

PERSONS = _words("""
    vợ chồng cha mẹ con ông bà cháu em anh chị cô dì chú bác cậu thân «bố» «má» «ba_má» «bà_con» vo chong me ba ong «ba_ma» «bo»
""")
"""Relatives: stories are full of them."""

ASKS = (
    re.compile(
        r"\?|\b(?:không|ko|k|hông|hong|hok|hem|chưa|gì|j|sao|mấy|bao (?:nhiêu|lâu|giờ)|bn|nào|ai|đâu|hả|nhỉ|nhiêu|chi|mô|răng|thì|ntn)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\?|\b(?:khong|ko|k|hong|hok|hem|chua|gi|j|sao|may|bao (?:nhieu|lau|gio|xa)|bn|nao|ai|dau|ha|nhi|nhieu|chi|mo|rang|thi|ntn)\b",
        re.IGNORECASE,
    ),
)
"""A message that asks something and does not only name a procedure: with marks, and without."""

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
    r"^(?!.*\b(?:xong|ket qua|lay duoc|nhan duoc|duoc cap|co the|co giay|co)(?: (?:a|ha|vay|nhi|e|ad|em))?\W*$)"
    r"(?!.*\b(?:may|bao nhieu|bao) (?:ngay|lau|thang|bua) (?:thi |la |moi )+(?:co|xong|duoc|lay|nhan|tra|ra)\b)"
    r".*\b(?:bao lau [a-z ]{0,12}het han|trong vong (?:bao lau|may|bao nhieu)|trong (?:may|bao nhieu) (?:ngay|thang|gio|bua|hom)"
    r"|(?:bao|khai|nop|thong bao|dong|gui) (?:la |vao )?(?:luc nao|khi nao|bao gio|chung nao|hoi nao)"
    r"|han chot|tre nhat|cham nhat|muon nhat|qua han (?:thi|co|bi|la)|(?:truoc|som) (?:may|bao nhieu) (?:ngay|gio|thang|bua|hom|tieng)"
    r"|truoc [a-z ]{0,20}bao lau|(?:bao gio|khi nao|luc nao|chung nao|hoi nao) (?:thi )?phai"
    r"|bao lau (?:thi |la |moi |sau )?(?:phai|het han|bi phat)|(?:may|bao nhieu) (?:ngay|thang|bua|hom) (?:thi |la |moi )?phai"
    r"|(?:may|bao nhieu) (?:ngay|thang) ke tu|phai [a-z ]{2,30} truoc (?:may|bao)|(?:nop|bao|khai|lam|dang ky) (?:tre|muon)"
    r"|tre han|tre (?:thi )?co sao|con may ngay)\b"
)
"""By when must I: the citizen's own term. What ends in "mấy ngày thì xong" asks for the office's."""

TERM_TOLD = re.compile(
    r"^(?!.*\bdong [a-z ]{0,40}tu du\b)"
    r".*\b(?:trong (?:vong |thoi han |khoang )?\d+ (?:gio|ngay|thang|nam)|truoc (?:it nhat )?\d+ (?:gio|ngay)|cham nhat|muon nhat"
    r"|it nhat \d+ ngay|\d+ ngay (?:lam viec )?(?:ke )?tu|truoc ngay|qua han|muon hon)"
)
"""A statement that tells a term."""

_OFFICE = r"(?:xa|so|co quan|can bo|cong an|noi (?:nhan|cu|moi)|van phong|chu tich|cong chuc|giam doc|hieu truong"

OFFICE_TERMS = re.compile(
    rf"(?:^|, |; |: |\bthi |\blam viec ){_OFFICE}|co so|toa|truong|noi do|bo phan|ubnd|uy ban|cong ty"
    r"|thu truong|to tham dinh|doan|to chuc|he thong)"
    r" (?!o |la |phai |khong con|cap (?:xa|tinh|huyen|trung)|nao |tinh |giao duc)"
    r"|\b(?:giai quyet trong|duoc bao|cap giay|duoc cap|duoc tra|chi tra|niem yet|dan cong khai|cong ghi|cong chi|co 2 ngay)\b|gui ban mau"
)
"""A statement whose term binds the office."""

OFFICE_STARTS = re.compile(
    rf"(?:neu (?:can|thieu|khong|may)[^,]{{0,60}}, )?(?:trong [^,]{{3,60}}, )?{_OFFICE}|cong dich vu)\b"
    r"|cong (?:ghi|khong ghi|chi ghi)|.*gui ban mau"
)
"""A statement about what the office does."""

BARE_STEP = re.compile(
    r"(?:dien|nhan|chuan bi|nop (?:tai|o|tren|le phi|\d+ bo|truc tiep, )|gom|viet|khai|theo (?:ngay|phieu) hen|den hen|gui kem"
    r"|can bo (?:kiem tra|tra))\b"
)
"""A step that only tells to do something."""

NUMBER_ASKED = re.compile(r"\b(?:may|bao nhieu) (tuoi|gio|ban|nguoi|thang|nam|lan|met|cho|to|cm|phan tram)\b")
"""A number of something; what is counted is the group."""

SAYS = re.compile(
    r"\b(?:thi|phai|khong|chi|can|duoc|neu|tru|rieng|co the|khi|cham nhat|it nhat|toi da|toi thieu|tu du|duoi|khong qua|chua|van|thay"
    r"|moi|tinh tu|da)\b|\d"
)
"""What a statement that answers anything has: a rule, an exception or a number."""


class Topic(NamedTuple):
    """A matter that many ask about of any procedure: what is asked, and what a statement about it says.

    ``least`` is the score that the other words shared must have: 0 where a procedure says it of one thing only.
    """

    asked: re.Pattern[str]
    told: re.Pattern[str]
    least: float


TOPICS = (
    Topic(
        re.compile(r"\b(?:phai|can|co|khong|chua|bat buoc) (?:\w+ )?(?:cong chung|chung thuc)\b"),
        re.compile(r"\b(?:khong bat buoc|khong phai|khong can|phai|bat buoc|co|duoc) (?:duoc |co |dung )?(?:cong chung|chung thuc)\b"),
        least=0.9,
    ),
    Topic(
        re.compile(r"\b(?:thu|nop|giu|tra) (?:lai |luon )?[a-z ]{0,20}\bcu\b"),
        re.compile(r"\b(?:nop lai|thu lai|thu hoi|mang theo)[a-z ]{0,20}\bcu\b|\bcu (?:phai nop lai|bi thu|se thu)"),
        least=0.0,
    ),
    Topic(
        re.compile(
            r"\b(?:ca hai|hai (?:nguoi|vo chong|dua|ben) (?:cung|deu|phai)|(?:mot|1) (?:nguoi|minh|dua) (?:di|den|len|toi)"
            r"|(?:phai|cung|deu|can) co mat|dich than)\b"
        ),
        re.compile(r"\b(?:co mat|cung den|ca hai ben|dich than)\b"),
        least=0.0,
    ),
    Topic(
        re.compile(
            r"\b(?:lay gi|giay gi|bang gi|cai gi) (?:de )?thay|\bthay (?:bang |the |cho )?(?:gi|giay gi|giay nao|cai gi|cai nao)\b"
            r"|\bkhong (?:co|con|lam|xet)\b[a-z ,]{0,30}\b(?:lay gi|nop gi|thay)\b"
        ),
        re.compile(
            r"^(?!.*\b(?:du lieu|tren may)\b)(?:[^:]{0,40}\bkhong (?:co|con)\b[^:]{0,40}:"
            r"|.*\b(?:thay (?:cho|bang)|nop thay|khong co thi)\b)"
        ),
        least=0.1,
    ),
)

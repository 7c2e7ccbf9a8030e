"""The words behind passages: what only asks, how a term, a number or a mere side is asked for, and how a term is told.

All patterns but :data:`ASKS` are matched with text in small letters without marks.
"""

from __future__ import annotations

import re


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

MEASURES = _words(
    "ngày ngay bữa bua hôm hom lâu lau tháng thang tuần tuan giờ gio tiền tien phí phi lệ đồng dong khoảng khoang chừng chung tầm"
)
"""What a side is counted in: "mấy ngày có" asks for nothing else."""

NOISE = re.compile(
    r"(?<!\S)(?:công an|cán bộ|đăng ký|thủ tục|lệ phí|trực tuyến|trực tiếp|giấy tờ|hồ sơ|chuẩn bị|quy trình|kết quả|có sao"
    r"|làm sao|làm ơn|cụ thể|hướng dẫn"
    r"|cong an|can bo|dang ky|thu tuc|le phi|truc tuyen|truc tiep|giay to|ho so|chuan bi|quy trinh|ket qua|co sao"
    r"|lam sao|lam on|cu the|huong dan)(?!\S)"
)
"""Pairs of syllables that stand in every question and statement, with marks and without."""

PERSONS = _words("""
    vợ chồng cha mẹ con ông bà cháu em anh chị cô dì chú bác cậu thân «bố» «má» «ba_má» «bà_con» vo chong me ba ong «ba_ma» «bo»
""")
"""Relatives: stories are full of them."""

ASKS = (
    re.compile(
        r"\?|\b(?:không|ko|k|hông|hong|hok|hem|chưa|gì|j|sao|mấy|bao (?:nhiêu|lâu|giờ)|bn|nào|ai|đâu|hả|nhỉ"
        r"|nhiêu|chi|mô|răng|thì|ntn|hay)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\?|\b(?:khong|ko|k|hong|hok|hem|chua|gi|j|sao|may|bao (?:nhieu|lau|gio|xa)|bn|nao|ai|dau|ha|nhi|nhieu|chi|mo|rang|thi|ntn|hay)\b",
        re.IGNORECASE,
    ),
)
"""A message that asks something and does not only name a procedure: with marks, and without."""

ENDS_ASKING = re.compile(r"\?|\b(?:không|khong|ko|hông|hong|chưa|chua)\W*(?:ạ|a|vậy|vay|nhỉ|ta)?\W*$", re.IGNORECASE)
"""How a question ends; without it "em nhờ chồng đi nộp" tells who goes and does not ask who may."""

TERM_ASKED = re.compile(
    r"^(?!.*\b(?:xong|ket qua|lay duoc|nhan duoc|duoc cap|co the|co giay|co)(?: (?:a|ha|vay|nhi|e|ad|em))?\W*$)"
    r"(?!.*\b(?:may|bao nhieu|bao) (?:ngay|lau|thang|bua) (?:thi |la |moi )+(?:co|xong|duoc|lay|nhan|tra|ra)\b)"
    r".*\b(?:bao lau [a-z ]{0,12}het han|trong vong (?:bao lau|may|bao nhieu)|trong (?:may|bao nhieu) (?:ngay|thang|gio|bua|hom)"
    r"|(?:bao|khai|nop|thong bao|dong|gui) (?:la |vao )?(?:luc nao|khi nao|bao gio|chung nao|hoi nao)"
    r"|han chot|tre nhat|cham nhat|muon nhat|qua han (?:thi|co|bi|la)|(?:truoc|som) (?:may|bao nhieu) (?:ngay|gio|thang|bua|hom|tieng)"
    r"|truoc [a-z ]{0,20}bao lau|(?:bao gio|khi nao|luc nao|chung nao|hoi nao) (?:thi )?phai"
    r"|bao lau (?:thi |la |moi |sau )?(?:phai|het han|bi phat)|(?:may|bao nhieu) (?:ngay|thang|bua|hom) (?:thi |la |moi )?phai"
    r"|(?:may|bao nhieu) (?:ngay|thang) ke tu|phai [a-z ]{2,30} truoc (?:may|bao)|(?:nop|bao|khai|lam|dang ky) (?:tre|muon)"
    r"|(?:han|nop|khai|lam) (?:\w+ ){0,3}(?:toi|den) (?:bao gio|khi nao|luc nao|chung nao|hoi nao|ngay nao)"
    r"|(?:co|bi|thi) (?:tre|muon) (?:qua )?khong"
    r"|(?<!thoi )han (?:la |trong )?(?:bao lau|may|bao nhieu)|con kip|lau nhat|tre han|tre (?:qua )?(?:thi )?co sao|con may ngay)\b"
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

BARE_STEP = re.compile(
    r"(?:dien|nhan|chuan bi|nop (?:tai|o|tren|le phi|\d+ bo|truc tiep, )|gom|viet|khai|lo (?:du )?|duoc giai quyet"
    r"|theo (?:ngay|phieu) hen|den hen|gui kem"
    r"|can bo (?:kiem tra|tra))\b"
)
"""A step that only tells to do something."""

NUMBER_ASKED = re.compile(r"\b(?:may|bao nhieu) (tuoi|gio|ban|nguoi|thang|nam|lan|met|cho|to|cm|phan tram)\b")
"""A number of something; what is counted is the group."""

DAYS_ASKED = re.compile(r"\b(?:may|bao nhieu) (?:ngay|bua|hom)\b")
"""A number of days, the citizen's or the office's."""

SIDE_ASKED = re.compile(
    r"(?:(?:\b(?:o|ra|den|toi|len|cho|di|tai|tu) (?:cho |noi )?(?:dau|nao|mo)|\bcho (?:nao|mo)|\bnoi nao|\bnao nhan)"
    r"(?: trong \w+(?: \w+)?)?"
    r"|\b(?:may|bao nhieu|het nhieu|nhieu) (?:tien|dong)"
    r"|\b(?:ton|het|mat|them|phi|gia) (?:la |khoang |them )?(?:bao nhieu|nhieu|may)(?: tien| khong)?"
    r"|\b(?:ton|het|mat) (?:khoang |tam |chung )?(?:may|bao nhieu|bao) (?:ngay|lau|thang|bua|hom)"
    r"|\b(?:ton|mat|dong|tra|nop|thu) (?:tien|phi|le phi|dong|xu)(?: gi| nao| chi)? (?:khong|ko|k|hong|hok)"
    r"|\b(?:gui|nop|lam)(?: \w+){0,3} (?:buu dien|mang|online|onl|truc tuyen)(?: (?:co|thi))? (?:duoc|dc) (?:khong|ko|k|hong|hok|chua)"
    r"|\b(?:bao lau|may ngay|bao nhieu ngay) (?:thi |la )?(?:(?:nguoi ta|ho|ben do|ben minh|xa|cong an) )?(?:giai quyet|xu ly|duyet|tra)"
    r"|(?<!\bthi )\b(?:lam|nhu)(?: (?:giay to|thu tuc|ho so))? (?:sao|the nao|rang|kieu gi|nhu the nao|gi)"
    r"|(?<!\bthi )\bthe nao|\bphai lam gi"
    r"|\b(?:may|bao nhieu|bao) (?:ngay|lau|thang|bua|hom|gio) (?:thi |la |moi )*(?:co|xong|duoc|lay|nhan|tra|ra)\b(?: \w+){0,4}"
    r"|\b(?:chung nao|khi nao|bao gio|luc nao|hoi nao|bua nao) (?:thi |la |moi )*(?:co|xong|duoc|lay|nhan|tra|ra)\b(?: \w+){0,4}"
    r")"
    r"(?: (?:a|vay|the|ha|nhi|day|ta|em|anh|chi|ad|ban|co|chu|bac|day|nha|nhe|rua|he|hen|i|ah|da|do|roi|luon|duoc))*\W*$"
)
"""A question that ends with one of the sides that every answer tells: where, how much, how, when it is ready."""

PAPERS_ASKED = re.compile(
    r"\b(?:can|gom|nop|mang|dem|cam|dua|trinh|chuan bi)(?: (?:co|theo|them|phai|nhung|cac|mot|ra)){0,3}(?: cho \w+(?: ty)?)?"
    r" (?:giay|giay to|ho so|to|cai|thu)? ?(?:gi|nao|chi)"
    r"(?: (?:a|vay|the|ha|nhi|day|ta|em|anh|chi|ad|ban|chu|bac|nha|nhe|rua|he|hen|ah|da|do|roi|luon))*\W*$"
)
"""A question that ends with which papers: the usual ones, or those of a situation that it tells."""

FILES_IN_TERM = re.compile(
    r"\b(?:nop|khai|dang ky|bao|lam)(?: \w+){0,5} (?:trong|cham nhat|muon nhat|truoc)\b"
    r"|\b(?:trong|cham nhat|truoc) [^,;:]{0,60}, (?:\w+ ){0,3}(?:nop|khai|dang ky|bao)\b"
)
"""The term to file in, not that of a later step."""

SAYS = re.compile(
    r"\b(?:thi|phai|khong|chi|can|duoc|neu|tru|rieng|co the|khi|cham nhat|it nhat|toi da|toi thieu|tu du|duoi|khong qua|chua|van|thay"
    r"|moi|tinh tu|da)\b|\d"
)
"""What a statement that answers anything has: a rule, an exception or a number."""

"""The words by which sides are asked or only told: data for ``sides.py``. Patterns read folded text, where accents do not help."""

from __future__ import annotations

import re

from bot.dialogue.aspects import Aspect
from retriever.text import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WIDE = frozenset({Aspect.OVERVIEW, Aspect.HOW, Aspect.CONDITIONS, Aspect.RESULT, Aspect.LEGAL_BASIS, Aspect.WHO})
"""Sides whose cues stand in questions about another side too ("làm sao để nộp online"): they are asked only alone."""
VAGUE = frozenset({Aspect.OVERVIEW, Aspect.HOW})
FINER = frozenset({Aspect.RESULT, Aspect.FORM, Aspect.LEGAL_BASIS})
"""Sides asked in the words of others ("kết quả nhận ở đâu"), which the language model tells apart better than phrases do."""
SOUNDS_LIKE: dict[Aspect | None, frozenset[Aspect]] = {
    Aspect.WHO: frozenset({Aspect.PLACE, Aspect.DOCUMENTS}),
    Aspect.CONDITIONS: frozenset({Aspect.TIME, Aspect.FEE}),
}
"""The same where only some words are shared: "ở bao lâu thì được nhập hộ khẩu"."""

NAMED = (Aspect.FORM, Aspect.FEE, Aspect.TIME, Aspect.WHO)
"""Sides whose words stand in names of things too."""

CLAUSE = re.compile(r"[.,:](?=\s|$)|[;!?\n]")
NEEDS = re.compile(r"\bcan gi(?: a| vay| the| ha| nhi| em| ad)*$")
"""At the end of a message "cần gì" asks for papers; within it, it may be part of anything."""
MONEY = _words("tiền phí")
"""Words that ask about money beside another question: "nộp trên mạng với ra tận nơi thì tiền khác nhau à?"."""
NO_MONEY = _words("mặt án sử sự đề học tố")
"""After "tiền": "tiền mặt", "tiền án"."""

PLAIN = _words("cho con to xa ban may mau")
"""Words of their own without marks."""
QUESTIONS = _words("gì nào đâu mấy sao ai hay nhiêu")
BARE_QUESTIONS = frozenset(map(fold, QUESTIONS)) - {"nhieu"}
NOT_ASKING = {"sao": _words("ban vi ngoi"), "may": _words("xe di"), "dau": _words("lan ban bat thang dung"), "ai": _words("co")}
"""Words before which a question word is none: "bản sao", "xe máy", "lần đầu"."""
LEAD = _words("hỏi biết xin")
"""They ask without a question word: "cho hỏi lệ phí"."""
TAGS = _words("à hả hử ư chứ")
NO = _words("khong chua ko k hong hok hem")
DENIED = re.compile(
    r"\b(?:khong|chua|chang|cha|ko)\b(?! (?:biet|ro|hieu|hay|nho|ranh|chac|thay|can|phai))(?: \w+){0,3}? (?:gi|nao|dau|ai|bao gio)\b"
)
"""A question word after a "no" means none: "chưa xin giấy nào", "chưa làm bao giờ"; not after "không biết", which asks."""
PARTICLES = _words("ha a nhi ta vay the em anh chi ban ad co chu bac di luon z oi nua he hi ho nhe nha do day rua")
"""Words after the "không" that ends a question."""
OPENERS = _words("can phai bi ton mat dong nop mien giam thu lay")
"""What follows the "có" of "có cần ... không"."""
GENERIC = frozenset({"co duoc khong", "thi duoc khong", "co duoc"})
ALLOWED = re.compile(
    r"\b(?:duoc|co phai)(?: \w+){0,8}? (?:khong|chua|ko|k|hong|hok)(?: (?:a|vay|ha|em|anh|chi|ta|nhi|the|co|ban|ad))*(?: hay\b.*)?$"
)

PAST = _words("nay truoc qua lien nghi dau")
"""After "mấy hôm", "mấy tháng": a time that is told."""
TENS = _words("muoi chuc tram vai hon")
"""Before "mấy": so many and some, which asks nothing."""
COUNTS = _words("nhieu may chuc tram")
UNITS = _words("ngay thang tuan nam hom bua lau tuoi ban giay to tam nguoi")
SPENT = _words("het mat ton thi gia phi co")
"""Before a bare "mấy" that asks for money."""
NUMBERED = _words("so mau dieu lop cap tuoi")
EACH = _words("mot moi")
HAND_IN = _words("nop gui dem dua")

_COSTS = r"(?:mat|ton|het|dong|phi|thue|phat|thu|gia)"
_PAY = rf"(?:{_COSTS}|giam|bot|mien|lam|doi|xin|cap|nop|phai)"
_GETS = (
    r"(?<!bao )(?:huong|lanh(?! su)|linh(?! vuc)|tro cap|ho tro|che do|bao hiem (?:chi )?tra(?! loi)|nha nuoc (?:co )?cho"
    r"|hoan(?: lai)?(?! cong)|duoc(?: (?:tra|nhan|cho|cap))?|nhan duoc)"
)
_BENEFIT = r"(?:tuat|gia|nguoi gia|thai san|that nghiep|tro cap|ho tro|bao hiem|mai tang|tu tuat|che do|luong|huu|vien|hang thang|om)"
RECEIVED = re.compile(
    rf"\b{_GETS}\b(?: (?!{_PAY}\b)\w+){{0,5}}? (?:bao nhieu|bn|may|dong nao|tien|khoan|phan tram)\b"
    r"(?! (?:ngay|thang|nam|tuan|tuoi|lau|ban|giay|buoi|lan))"
    rf"|\btien {_BENEFIT}\b(?! (?:\w+ ){{0,4}}{_COSTS}\b)"
)
"""Money that the citizen gets is no fee: "được hưởng bao nhiêu tiền", "tiền tuất"."""
_PAID_IN = re.compile(
    r"(?<!hoi )(?<!hop )(?<!cong )\bdong\b(?! (?:tien|phi|le phi|thue|dau)\b)(?: \w+){0,5}? (?:may|bao nhieu|bao|du) (?:nam|thang|lau)\b"
    r"|\b(?:may|bao nhieu|bao) (?:nam|thang|lau|tuoi) (?:thi |moi )+(?:co )?(?:duoc )?(?:huong|lanh|linh|rut)\b"
)
"""How long one must have paid or worked is a condition, no time of the office."""
_OUTCOME = re.compile(r"\bxong(?: \w+){0,12}? (?:nhan|cam|co|duoc|dua|tra)\b(?: (?!can\b)\w+){0,4}? (?:gi|nao)\b")
_GIVEN_BACK = re.compile(r"\bphai tra lai\b(?! (?:tien|phi|bao nhieu))")
_TOO_LATE = re.compile(r"\b(?:qua|tre|cham|muon)\b(?: \w+){1,6} tinh (?:sao|the nao)\b")
MEANT = (
    (Aspect.TIME, _PAID_IN, Aspect.CONDITIONS),
    (Aspect.DOCUMENTS, _OUTCOME, Aspect.RESULT),
    (Aspect.FEE, _GIVEN_BACK, Aspect.DOCUMENTS),
    (Aspect.FEE, _TOO_LATE, Aspect.TIME),
)
"""A phrase for the first side that the pattern covers asks for the second."""

OPENS = _words("còn thế vậy nếu")
BARE_OPENS = ("con ", "neu ", "the ", "vay ")
WHAT_ABOUT = re.compile(r"\bthi (?:lam )?(?:sao|rang|the nao|nhu nao|ntn)$|^neu\b.*\b(?:sao|the nao)$")
HOW_MUCH = re.compile(r"\b(?:may|bao nhieu|nhieu|may dong)$")
NOWHERE = re.compile(
    r"\b(?:ở |o )?(?:đâu|dau) (?:hết|het|cả|ca)\b(?! (?:bao|nhiêu|nhieu|mấy|may))"
    r"|\b(?:không|khong|ko|hông|hong|chẳng|chưa|chua) (?:(?:có|co|còn|con) )?(?:giấy tờ|giay to|giấy|giay|tờ|to) "
    r"(?:gì|gi|chi|nào|nao) (?:hết|het|cả|ca)\b",
    re.IGNORECASE,
)
"""Denies instead of asking: "chưa làm ở đâu hết", "không giấy tờ gì hết"."""
COSTS = re.compile(r"\b(?:phi|tien|het|ton|mat|gia|gia ca|dong|phat)\b")
STILL_MONEY = re.compile(r"\b(?:tien|phi|le phi|gia|thue|ngan|nghin|trieu|dong|re|mien|giam|bot)\b(?! (?:dinh|sinh|mat bang))")
"""Beside a word for money a short question is still about it, once it was: "trẻ con thì miễn đúng không"."""
ALIKE = re.compile(r"\bduoc (?:khong|ko|k|hong|chua)$")
TAIL = re.compile(r"(?: (?:a|ha|nhi|vay|the|em|anh|chi|ban|ad|co|chu|he|z|nha|nhe|luon|di|ho|hi|rua|ta))+$")

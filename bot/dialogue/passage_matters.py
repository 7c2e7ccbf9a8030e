"""Matters that people ask about in any procedure: how each is asked for, and how a statement tells it.

All patterns are matched with text in small letters without marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Matter(NamedTuple):
    """What is asked, and what a statement about it says."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


_NOT = r"(?:khong|ko|k|hong|hok|chang|hem|chua)"
_OFFICE_SAYS_NO = r"(?:chiu|cho|cap|dat|duyet|dong y|dong tinh|chap nhan|cong nhan|nhan|dau|du|giai quyet|phuc|sua)"
_GOES = r"(?:di|den|toi|len|ra|be|dua|cho|dat|dan|chay xe|mang xe|dem xe|co mat|dich than)"

MATTERS: dict[str, Matter] = {
    "refused": Matter(
        re.compile(
            rf"\b{_NOT} (?:duoc )?{_OFFICE_SAYS_NO}\b|\b(?:tu choi|bi (?:tra|bac|loai|danh rot|huy)|rot|truot|(?:van|bi|ho) che|khieu nai"
            r"|ly do|li do)\b"
        ),
        re.compile(
            r"\b(?:khong|chua) (?:duoc|cap|dat|du|sua|giai quyet|cong nhan|chap nhan|dong y|hop le|dung)\b"
            r"|\b(?:tu choi|ly do|khieu nai|bi huy|nop lai tu dau|bi tra)\b"
        ),
    ),
    "reason": Matter(
        re.compile(r"\b(?:ly do|li do|tai sao|vi sao|giai thich|tra loi)\b"), re.compile(r"\b(?:ly do|bang van ban|tra loi)\b")
    ),
    "consent": Matter(
        re.compile(
            rf"\b{_NOT} (?:chiu )?(?:ky|dong y|ung|thuan|cho)\b|\b(?:xin|can|phai) (?:\w+ ){{0,4}}(?:ky|dong y|y kien)\b"
            r"|\b(?:chu ky|phan doi|ngan can|ai ky|dang gian)\b"
        ),
        re.compile(r"\b(?:dong y|chu ky|ky ten|y kien|thoa thuan|ky truoc mat|chap thuan)\b"),
    ),
    "poor": Matter(re.compile(r"\b(?:ho ngheo|can ngheo|so ngheo|nha ngheo|kho khan)\b"), re.compile(r"\b(?:ho ngheo|can ngheo)\b")),
    "free": Matter(
        re.compile(r"\b(?:mien|giam(?! dinh| ho| sat| doc)|khoi (?:dong|nop tien|mat tien)|phai dong)\b"),
        re.compile(r"\b(?:mien|giam(?! dinh| ho| sat| doc)|khong thu|khong phai (?:dong|nop phi))\b"),
    ),
    "whether": Matter(
        re.compile(
            r"\b(?:co|phai|can|bat buoc)\b(?: \w+){0,2} (?:nop|kem|dem|mang|dua|lam|xin|trinh|co|can|khai|ghi|viet)\b"
            r".*\b(?:khong|ko|k|hong|hok|hem|ha|a)\b"
            r"|\bkhoi (?:phai )?(?:nop|kem|dem|mang|lam|ky|can|khai|di)"
            r"|\bcan (?:\w+ ){1,6}(?:khong|ko|k|hong|hok|hem)\b|\bkhong co .* (?:duoc|nhan) "
        ),
        re.compile(
            r"\b(?:khong phai|khong can|khong bat buoc|chi khi|chi can|phai nop|phai co|neu|: khi|: voi|thi moi|thay"
            r"|moi phai|thi phai|van nop|van phai|: chi)\b"
        ),
    ),
    "which": Matter(
        re.compile(
            r"\b(?:giay to|giay|to|ho so|bang|can|nop|kem|dem|lay|them|mang)(?: \w+)? (?:gi|chi|nao|j|nhung gi)\b|\bcan nhung\b|\bthem gi\b"
        ),
        re.compile(r"\b(?:giay|ban sao|van ban|bien ban|so|don|to khai|chung nhan|hop dong|quyet dinh|chung minh|xac nhan|bang)\b"),
    ),
    "instead": Matter(
        re.compile(
            r"\b(?:lay gi|giay gi|bang gi|cai gi) (?:de )?thay|\bthay (?:bang |the |cho )?(?:gi|giay gi|giay nao|cai gi|cai nao)\b"
            r"|\bkhong (?:co|con|lam|xet)\b[a-z ,]{0,40}\b(?:lay gi|nop gi|giay gi|to gi|thay)\b"
            r"|\b(?:mat|het) .*(?:lay gi|kiem (?:giay )?gi)"
        ),
        re.compile(
            r"^(?!.*\b(?:du lieu|tren may|may (?:khong|chua))\b)(?:[^:]{0,40}\bkhong (?:co|con)\b[^:]{0,40}:"
            r"|.*\b(?:thay (?:cho|bang)|nop thay|khong co (?:\w+ ){0,4}thi)\b)"
        ),
    ),
    "both": Matter(
        re.compile(
            r"\b(?:ca hai|hai (?:nguoi|vo chong|dua|ben) (?:cung|deu|phai)|(?:mot|1) (?:nguoi|minh|dua) (?:di|den|len|toi)"
            r"|(?:phai|cung|deu|can) co mat|dich than)\b"
        ),
        re.compile(r"\b(?:co mat|cung den|ca hai ben|dich than|mot nguoi)\b"),
    ),
    "old": Matter(
        re.compile(r"\b(?:thu|nop|giu|tra) (?:lai |luon )?[a-z ]{0,20}\bcu\b|\bcu [a-z ]{0,12}(?:bi thu|giu lai|nop lai)\b"),
        re.compile(r"\b(?:nop lai|thu lai|thu hoi|mang theo)[a-z ]{0,20}\bcu\b|\bcu (?:phai nop lai|bi thu|se thu)|\bcu thi .*thu lai"),
    ),
    "notary": Matter(
        re.compile(r"\b(?:cong chung|chung thuc)\b"),
        re.compile(r"\b(?:khong bat buoc|khong phai|khong can|phai|bat buoc|co|duoc) (?:duoc |co |dung )?(?:cong chung|chung thuc)\b"),
    ),
    "proxy": Matter(
        re.compile(r"\b(?:nho|uy quyen|(?:lam|di|nop|khai|nhan|lay|dung ra) (?:\w+ )?(?:thay|gium|giup|ho|dum|the))\b"),
        re.compile(r"\b(?:uy quyen|(?:lam|nop|khai|nhan) thay|nguoi dai dien|nguoi duoc nho|nguoi nho|nho nguoi|duoc nho)\b"),
    ),
    "after": Matter(
        re.compile(r"\b(?:bi gi|bi sao|co sao|phat|ai chiu|bi cat|bi huy|co bi|tre (?:qua )?(?:thi|co)|qua han)\b"),
        re.compile(r"\b(?:phat|huy|coi nhu|qua han|khong duoc|chiu trach nhiem|tre|muon|nop lai tu dau)\b"),
    ),
    "late": Matter(re.compile(r"\b(?:tre|muon|cham|qua han)\b"), re.compile(r"\b(?:qua han|muon|tre|phat)\b")),
    "often": Matter(
        re.compile(r"\b(?:(?:mot|1|may) lan|lan nao|hang nam|hang thang|moi (?:nam|ky|thang|lan)|nam nao|ky nao|hoai)\b"),
        re.compile(r"\b(?:mot lan|lan dau|moi (?:nam|hoc ky|ky|thang|lan)|hang (?:nam|thang)|dau moi|ca thoi gian|lan thu)\b"),
    ),
    "copy": Matter(
        re.compile(r"\b(?:ban (?:goc|chinh)|photo|pho to|ban sao|sao y|giay goc)\b"), re.compile(r"\bban (?:chinh|goc|sao|chup)\b")
    ),
    "going": Matter(
        re.compile(rf"\b(?:co|phai|can|nhat thiet)(?: \w+)? {_GOES}\b.*\b(?:khong|ko|k|hong|hok|hem|ha)\b|\bo nha .*duoc khong"),
        re.compile(rf"\b(?:(?:phai|co the|van phai|moi phai|can) (?:{_GOES})|duoc truc tuyen|nop duoc truc tuyen|tan noi|tai cho)\b"),
    ),
    "many": Matter(
        re.compile(r"\b(?:may|bao nhieu) (?:ban|to|cai|giay|nguoi|lan)\b"),
        re.compile(r"\b(?:\d+ (?:ban|to|nguoi|lan)|may ban|mot trong|chi can)\b"),
    ),
    "whatif": Matter(
        re.compile(r"\b(?:thi|co) (?:sao|lam sao|the nao|rang|bi gi)\b|\b(?:lo|nho|neu|gia su|chang may|nhung ma)\b"),
        re.compile(r"\b(?:thi|neu|qua|tru|truong hop|khong (?:co|con|du|dat|duoc)|chua)\b"),
    ),
    "may": Matter(
        re.compile(r"\b(?:duoc|dc) (?:\w+ ){0,3}(?:khong|ko|k|hong|hok|hem|chua)\b"),
        re.compile(r"\b(?:duoc|co the|khong duoc|phai|tru|chi)\b"),
    ),
}
"""By name; a name stands in the weights of ``passage_fit`` too."""
PLAIN = frozenset({"instead", "both", "old", "notary", "consent"})
"""Those that leave no doubt when they are asked for."""

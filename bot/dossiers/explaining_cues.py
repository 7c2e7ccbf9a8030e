"""The words by which the parts of a notice are found. Data only: patterns over the twin of a page (small letters, no diacritics)."""

# ruff: noqa: E501 (one group of wordings a line)
from __future__ import annotations

import re

from bot.dossiers.explaining_page import OFFICE

HARD_ENDS = (
    r"tran trong|cam on|xin cam|noi nhan|kt\. ?[a-z]|tl\. ?[a-z]|tm\. ?[a-z]|tuq\. ?[a-z]|nguoi (?:huong dan|tiep nhan|nop|ky|lap|nhan|phu trach)[a-z ]{0,20}(?=$|[\n(:,])|"
    r"(?:pho )?(?:giam doc|chu tich|truong phong|truong cong an)|thu truong|can bo |xin (?:thong bao|gia han|loi)|kinh gui|day la tin nhan|tin nhan|\(ky"
)
ENDS = re.compile(
    rf"{HARD_ENDS}|(?:voi |vi )?ly do\b[^.\n]{{0,40}}:|nguyen nhan ?:|(?:thoi )?han\b|thoi gian |trong (?:thoi han|vong|thoi gian|qua trinh)|cham nhat|truoc (?:\d+ gio )?ngay|"
    r"qua (?:thoi )?han|sau (?:thoi han|khi|ngay)|het (?:thoi )?han|neu (?!co )|neu co (?:vuong|thac|gi|nhu)|de nghi|yeu cau (?!bo sung|giai)|moi (?:vuong|thac|chi|ong|quy|ba |anh)|"
    r"kinh (?:de|mong|moi)|vui long|rat mong|mong |(?:ong|ba|anh|chi|quy|cong dan|doanh nghiep|nguoi nop|cong ty|don vi|to chuc|ca nhan|nha dau tu|chu dau tu)\b[^.\n]{0,50}\b(?:vui long|gui|nop|lien he|co the|co quyen|co trach|phai)\b|"
    r"nop (?:tai|ve|truc|online|qua|ho so)|noi nop|hinh thuc|cach (?:thuc|nop)|gui (?:ve|lai|qua|tai)|ho so (?:bo sung|cua|sau|se|duoc|gui|nop)|"
    r"dia (?:diem|chi)|lien he|lh\b|ghi chu|luu\b|vay,|chi tiet|tra cuu|xem |can cu |ma (?:so )?ho so|noi dung yeu cau|thu tuc ?:|so ?:|so dien thoai|dien thoai|dt ?:|"
    rf"sdt|hotline|tong dai|email|website|trang thai|co quan|don vi|ngay (?:hen|tra|nhan|nop)|ket qua |su cham tre|{OFFICE}[^.\n]{{0,60}}\b(?:se|xin|thanh that|de nghi|thong bao)\b"
)
"""What no list of papers and no reason goes on with."""
REASON_ENDS = re.compile(rf"(?!qua (?:thoi )?han|truoc |trong |thoi |han |ho so |co quan|don vi|sau |neu |nop )(?:{ENDS.pattern})")
BO_SUNG = r"(?:bo sung|hoan thien|sua doi|chinh sua|nop (?:them|lai|bo sung)|con thieu|cung cap)"
_WITHIN = r"(?:[^.:;\n]|\.(?=\d|[a-z]\d))"
ASKED = re.compile(
    rf"\b{BO_SUNG}\b{_WITHIN}{{0,160}}(?::|(?:nhu sau|sau day|sau)\.?(?=\n)|\n{_WITHIN}{{0,60}}\b(?:sau|gom)\b{_WITHIN}{{0,60}}:)\s*"
)
"""Ends with a colon, in the next line where that goes on with "sau" or "gồm"."""
NOT_ASKED = re.compile(r"\b(?:han|thoi gian|hinh thuc|dia diem|noi nop|cach|so lan|lien he|ly do|ve viec|v/v)\b")
ASKED_IN_PROSE = re.compile(
    rf"\b(?:can|phai|de nghi|yeu cau|vui long|moi|kinh mong)\b[^.:;\n]{{0,80}}?\b(?:{BO_SUNG} ?)+(?:,? ?(?:them|vao|ho so|giay to|hoac|va) ?)*"
    r"(?:(?:bao )?gom(?: co)? )?(?P<papers>(?!truoc|trong|cham|theo|day du|de |cho |ve |sau |nay |tai |va |$)\w[^.\n]{3,600})"
)
PROSE_ENDS = re.compile(
    r",? (?:va )?(?:truoc (?:\d|ngay|het)|trong (?:thoi han|vong)|cham nhat|han (?:chot|cuoi|nop)|de (?:duoc|tiep tuc|co quan|hoan tat|ho so|giai quyet)|(?:gui |nop )?(?:ve|tai|qua) "
    r"(?:bo phan|trung tam|cong|ubnd|so |dia chi|http|co quan))"
)
REASON = re.compile(r"\b(?:(?:voi|vi|do) )?(?:cac |nhung )?(?:ly do|nguyen nhan)\b[^.:\n]{0,50}:\s*")
REASON_IN_PROSE = re.compile(
    r"\b(?:tu choi|khong (?:duoc |the )?(?:tiep nhan|giai quyet)|tra lai|dung (?:xu ly|giai quyet)|bi cham|cham)\b[^.;\n]{0,90}?,? (?:vi|do|boi) (?P<why>\w[^.\n]{5,400})"
)
SEND = re.compile(
    r"(?:^|(?<=[.;\n]))\s*(?P<said>(?:noi nop|dia diem nop|hinh thuc (?:nop|bo sung)|hinh thuc|cach (?:nop|bo sung))[^:\n]{0,30}:[^.\n]{3,200}|"
    r"nop (?:tai|ve|truc tuyen|truc tiep|vao tai khoan)[^.\n]{3,200}|"
    r"(?:de nghi |ho so bo sung |giay to |(?:ong|ba|anh|chi|quy)\b)[^.\n]{0,60}\b(?:gui|nop)\b[^.\n]{0,60}?\b(?:(?<!ban )ve|tai|qua|tren|truc tuyen)\b[^.\n]{3,160})"
)
AMOUNT = re.compile(r"(?<![\d.,])(?P<sum>\d{1,3}(?:[.,]\d{3}){1,4}|\d{4,12}) ?(?:dong\b|vnd\b|vn?d\b|d\b|₫)")
NUMBER = re.compile(r"^so ?:? ?(?P<number>[\w.-]{1,24}/[^\s,;]{2,24})", re.MULTILINE)

STOP_NAME = r"(?=\s*(?:[.;:\"”\n(]|$|,? (?:cua|ma (?:so|ho so)?|so [a-z]?\d|chua|con thieu|can (?!cuoc)|khong|da|dang (?!ky)|bi|duoc (?:tiep|xu|giai|hoan|nop)|nop ngay|hen|voi ly do|vi ly do|den nay|theo)\b))"
NAMES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\b(?:ten )?thu tuc(?: hanh chinh)? ?: ?\n?(?P<name>[^\n;]{4,300}?)(?=\n|;|\. |\.?$)",
        r"\bnoi dung (?:yeu cau|de nghi)(?: giai quyet)? ?: ?\n?(?P<name>[^\n;]{4,300}?)(?=\n|;|\. |\.?$)",
        rf"\b(?:thu tuc hanh chinh|thu tuc|tthc) ?[\"“:]? ?(?P<name>(?!nay|tren|hanh chinh)[a-z][^\n;]{{4,240}}?){STOP_NAME}",
        rf"(?:v/v|ve viec)[^\n]{{0,60}}?\bho so (?P<name>(?:de nghi |xin )?[a-z][^\n;]{{4,240}}?){STOP_NAME}",
        rf"\bho so (?P<name>(?:de nghi |xin |dang ky |cap |huong |chuyen |dieu chinh )(?!(?:bo sung|giai quyet|ong|ba)\b)[^\n;]{{4,240}}?){STOP_NAME}",
        rf"(?:giai quyet|dang ky) (?P<name>dang ky [^\n;]{{4,200}}?){STOP_NAME}",
    )
)
SENDER = re.compile(rf"^\[?(?P<office>{OFFICE}[^\n.:\]?]{{2,120}}?)(?=\]|:| (?:thong bao|xin loi|kinh|da nhan|da tiep|tra lai|de nghi)\b)")
OFFICE_FIELD = re.compile(r"^(?:co quan|don vi)(?: tiep nhan| giai quyet| ban hanh)? ?: ?(?P<office>[^\n;]{4,160})", re.MULTILINE)

TRICKS: dict[str, re.Pattern[str]] = {
    "transfer": re.compile(
        r"\b(?:chuyen khoan|chuyen tien|ck|nop|thanh toan|dong)\b[^\n]{0,80}?\b(?:tai khoan|stk|so tk|vi (?:momo|dien tu)|momo|zalopay)\b[^\n]{0,120}"
    ),
    "app": re.compile(r"\b(?:cai dat|cai|tai(?: ve| xuong)?|download)\b[^.\n]{0,40}?\b(?:ung dung|app|apk|phan mem)\b|\.apk\b"),
    "code": re.compile(
        r"\b(?:cung cap|gui|doc|nhap|cho biet|bao|chup|dien)\b[^.\n]{0,50}?\b(?:ma )?(?:otp|ma xac (?:thuc|nhan)|mat khau|ma pin)\b"
    ),
    "link": re.compile(
        r"(?:bam|nhan|click|truy cap|dang nhap|kich)\b[^\n]{0,60}?(?:https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?![a-z])"
    ),
}
DENIED = re.compile(r"\b(?:khong|dung|tuyet doi khong|khong bao gio|chua tung)\b[^.\n]{0,40}\Z")
PUBLIC_ACCOUNT = re.compile(r"kho bac|kbnn|ngan sach|cong (?:dich vu|dvc)|so thu phi")
STATE_HOST = re.compile(r"(?:^|\.)gov\.vn$")

"""Which paper it is, and whether it is one at all. Source of the names: the forms of Circular 03/2025/TT-VPCP, and older ones still met."""

# ruff: noqa: E501 (one group of wordings a line)
from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.dossiers.explaining_page import OFFICE, Page, twin_of
from bot.numbers import find_dossiers, plain_twin

SHORTEST = 70
"""Characters of the shortest message that an office sends."""
ENOUGH = 4
_HEAD = 1500


class NoticeKind(StrEnum):
    """The papers that a citizen gets about a dossier."""

    SUPPLEMENT = "supplement"  # phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    REFUSAL = "refusal"  # phiếu từ chối tiếp nhận giải quyết hồ sơ
    APOLOGY = "apology"  # văn bản xin lỗi và hẹn lại, gia hạn
    STOP = "stop"  # thông báo dừng giải quyết hồ sơ
    PAYMENT = "payment"  # thông báo nộp thuế, phí, lệ phí
    RECEIPT = "receipt"  # giấy tiếp nhận hồ sơ và hẹn trả kết quả
    UNKNOWN = "unknown"


_PAPER = r"(?:phieu|thong bao|giay|cong van|van ban|thu|v/v|ve viec|quyet dinh)"
_ON = r"(?:[ :,]*(?:ve viec|v/v|ve|viec|yeu cau|de nghi|huong dan|thong bao))*+[ :,]*"
_SUPPLEMENT = r"(?:sua doi,? ?(?:va )?)?(?:bo sung|hoan thien|chinh sua)"
_REFUSAL = r"(?:tu choi|khong tiep nhan|khong giai quyet|khong du dieu kien|tra lai ho so|tra ho so)"
_APOLOGY = r"(?:xin loi|hen lai|gia han thoi gian giai quyet|cham tra ket qua|keo dai thoi gian)"
_STOP = r"(?:tam )?(?:dung|dinh chi|cham dut|ngung) (?:viec )?(?:giai quyet|xu ly|thuc hien)"
_PAYMENT = r"(?:nop (?:tien|thue|le phi|phi|lptb)|thue\b|le phi|phi\b|nghia vu tai chinh|thuc hien nghia vu tai chinh|thanh toan)"
_TITLES: dict[NoticeKind, re.Pattern[str]] = {
    kind: re.compile(pattern, re.MULTILINE)
    for kind, pattern in {
        NoticeKind.REFUSAL: rf"^{_PAPER}{_ON}{_REFUSAL}",
        NoticeKind.STOP: rf"^{_PAPER}{_ON}{_STOP}",
        NoticeKind.APOLOGY: rf"^{_PAPER}{_ON}{_APOLOGY}",
        NoticeKind.PAYMENT: rf"^{_PAPER}{_ON}{_PAYMENT}|^giay nop tien",
        NoticeKind.SUPPLEMENT: rf"^{_PAPER}{_ON}{_SUPPLEMENT}",
        NoticeKind.RECEIPT: r"^(?:giay|phieu|bien nhan)[^\n]{0,12}(?:tiep nhan|bien nhan|hen|nhan) ?(?:va|ho so|tra|ngay|ket qua)|^bien nhan",
    }.items()
}
_BODIES: dict[NoticeKind, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        NoticeKind.STOP: rf"{_STOP}|\bda (?:bi )?dung\b",
        NoticeKind.REFUSAL: (
            r"tu choi (?:tiep nhan|giai quyet|ho so)|khong (?:duoc |the )?(?:tiep nhan|giai quyet|chap nhan|chap thuan)|bi tu choi|"
            r"khong du dieu kien (?:giai quyet|tiep nhan)|(?:xin |da |duoc |bi )?tra lai ho so|ho so [^.\n]{0,60}(?:bi|duoc) tra lai"
        ),
        NoticeKind.APOLOGY: r"xin loi|hen lai|gia han thoi gian giai quyet",
        NoticeKind.PAYMENT: (
            r"(?:nop|thanh toan|(?<!hop )(?<!lao )dong|chuyen khoan) (?:bo sung )?(?:so tien|le phi|phi|thue|tien|\d)|nghia vu tai chinh|so tien (?:phai|can) nop|"
            r"chuyen (?:khoan|tien)"
        ),
        NoticeKind.SUPPLEMENT: (
            r"(?:can|phai|de nghi[^.\n]{0,80}?|yeu cau[^.\n]{0,60}?|moi[^.\n]{0,30}?|vui long) (?:duoc |nop )?"
            rf"{_SUPPLEMENT}|con thieu|noi dung (?:can )?(?:bo sung|hoan thien)|yeu cau bo sung"
        ),
        NoticeKind.RECEIPT: r"da (?:duoc )?(?:tiep nhan|nhan)|hen tra|thanh phan ho so nop|ngay hen",
    }.items()
}
_PAYS = re.compile(r"nghia vu tai chinh|so tien (?:phai|can) nop|\b\d{1,3}(?:[.,]\d{3})+ ?(?:d\b|dong\b|vnd\b)|chuyen (?:khoan|tien)")
"""A paper that is asked may be a receipt of taxes; a sum is to be paid."""
_BLURRED = {NoticeKind.RECEIPT, NoticeKind.SUPPLEMENT, NoticeKind.PAYMENT}
"""Kinds that a stronger word beside them makes a mere story: what was handed in, asked or due before."""
_WHAT_IF = re.compile(r"(?:^|(?<=[.;\n]))\s*(?:neu|qua (?:thoi )?han|sau (?:thoi han|ngay)|het (?:thoi )?han|truong hop)[^.\n]*")
_WILL = re.compile(r"\bse (?:bi |duoc |khong |phai )?[^.;\n]{0,60}")


@dataclass(frozen=True)
class Reading:
    """What the paper is, and whether its words leave no doubt."""

    kind: NoticeKind
    sure: bool


def kind_of(page: Page) -> Reading:
    """Titles tell; without one, what the sentences say happened, not what they threaten with."""
    titles = _found(_TITLES, "\n".join(map(twin_of, page.raw))[:_HEAD])
    if not titles:
        titles = _found(_TITLES, _subject(page))
    if titles:
        first = min(titles.items(), key=lambda pair: pair[1])[0]
        return Reading(first, len(titles) == 1)
    said = _WILL.sub(" ", _WHAT_IF.sub(" ", page.twin)) if "xin loi" not in page.twin else page.twin
    bodies = list(_found(_BODIES, said))
    if not bodies:
        return Reading(NoticeKind.UNKNOWN, False)
    strong = [kind for kind in bodies if kind not in _BLURRED] or bodies
    if {NoticeKind.SUPPLEMENT, NoticeKind.PAYMENT} <= set(strong) and not _PAYS.search(said):
        strong.remove(NoticeKind.PAYMENT)
    sure = len(strong) == 1 or (not set(strong) - _BLURRED and set(strong[1:]) <= {NoticeKind.RECEIPT})
    return Reading(strong[0], sure)


def _found(patterns: dict[NoticeKind, re.Pattern[str]], text: str) -> dict[NoticeKind, int]:
    matches = ((kind, pattern.search(text)) for kind, pattern in patterns.items())
    return {kind: match.start() for kind, match in matches if match}


_NUMBERED = re.compile(r"^(so ?: ?\S+/\S+[^\n]{0,60}?) (?=v/v |ve viec )", re.MULTILINE)
_SHOUTED_TITLE = re.compile(r"(?<=[^\n]) (?=(?:PHIẾU|PHIEU|THÔNG BÁO|THONG BAO|GIẤY TIẾP NHẬN|GIAY TIEP NHAN) [A-ZĐÀ-Ỹ])")


def _subject(page: Page) -> str:
    """Titles that do not begin a line of their own: THÔNG BÁO / Về việc ..., one after the number, one in capitals inside a line."""
    head = twin_of(_SHOUTED_TITLE.sub("\n", page.text[:_HEAD]))
    return _NUMBERED.sub(r"\1\n", re.sub(r"\b(thong bao)\n", r"\1 ", head))


_OWN_PAPER = re.compile(
    r"^(?:don (?!vi)|to khai|giay uy quyen|giay cam|ban cam ket|hop dong|dieu \d+\b|chuong |bien ban|so yeu ly lich|nghi dinh|thong tu|luat |nghi quyet)",
    re.MULTILINE,
)
_I = re.compile(r"\b(?:tôi|em|mình|cháu|tui|tớ)\b")
_I_PLAIN = re.compile(r"\b(?:toi|em|minh|tui)\b(?<!chung minh)(?<!cua em)(?! da\b)")
_ASKED = re.compile(
    r"\?|\b(?:lam sao|the nao|nhu the nao|o dau|bao nhieu|bao lau|la gi|la sao|duoc khong|phai khong|dung khong|co duoc|cho (?:em |toi |minh )?hoi|"
    r"tra giup|giup (?:em|toi|minh)|thi sao|khong (?:vay|a|nhi))\b"
)
_SIGNS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), worth)
    for pattern, worth in (
        (r"^so ?:? ?[\w.-]{1,24}/[\w-]{2,}", 2),
        (r"^(?:tp\. ?)?[^\n.:;]{2,60}, ?ngay \d{1,2}(?: thang |[/.-])\d", 1),
        (r"^kinh gui", 1),
        (r"^thong bao\b(?: *$|:)|^giay moi *$", 2),
        (r"^noi nhan ?:|^(?:kt|tl|tm|tuq)\. ?[a-z]|^nguoi (?:huong dan|tiep nhan|lap phieu)|\./\.", 2),
        (r"^(?:ho so cua|nguoi nop|noi dung yeu cau giai quyet|nguoi nop thue|ten thu tuc|thu tuc) ?:", 2),
        (
            r"^(?:ma ho so|trang thai|ngay (?:nhan|hen tra)|han (?:bo sung|nop)|thoi han[^:\n]{0,20}|so tien phai nop|don vi tiep nhan|co quan) ?:",
            1,
        ),
        (rf"^(?:\[[^\]\n]{{3,60}}\]|{OFFICE}[^.\n?]{{0,90}}?(?:thong bao|xin loi|tra lai|: ?ho so|de nghi ong))", 2),
        (rf"^{OFFICE}", 1),
        (
            r"\b(?:de nghi|kinh gui|kinh chao|moi|cua|xin loi|yeu cau|thua) (?:quy )?(?:ong ?/ ?ba|ong ?\(ba\)|quy (?:khach|cong|ong)|cong dan|to chuc)",
            1,
        ),
        (
            r"\bho so\b[^.\n]{0,100}\b(?:da|dang|khong|can|chua|bi) (?:duoc )?(?:tiep nhan|xu ly|dung|hop le|bo sung|tra lai|tu choi|hoan thien|cham)",
            1,
        ),
        (r"tran trong|tin nhan tu dong|xin cam on\b|mong [^.\n]{0,30}thong cam", 1),
        (r"bo cong an|vneid|dinh danh dien tu", 1),
    )
)


def is_notice(page: Page) -> bool:
    """Whether the text has the shape of what an office sends, not of what a person writes to us."""
    head = "\n".join(page.twin.split("\n")[:12])
    if len(page.text) < SHORTEST or (_OWN_PAPER.search(head) and not _found(_TITLES, head)):
        return False
    return _shape(page) - _talk(page) >= ENOUGH


def _shape(page: Page) -> int:
    lines = "\n".join(map(twin_of, page.raw))
    titles = bool(_found(_TITLES, lines) or _found(_TITLES, _subject(page)))
    body = bool(_found(_BODIES, page.twin))
    codes = bool(find_dossiers(plain_twin(page.text)))
    return (
        2 * page.motto
        + 3 * titles
        + body
        + codes
        + sum(worth for pattern, worth in _SIGNS if pattern.search(lines) or pattern.search(page.twin))
    )


def _talk(page: Page) -> int:
    """How much of a person's own words there is."""
    marked = page.text.lower() != page.twin
    own = len(_I.findall(page.text.lower()) if marked else _I_PLAIN.findall(page.twin))
    return min(own, 3) + (2 if _ASKED.search(page.twin) else 0)

"""The words around place names: level words, short names, and names that are ordinary words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.gazetteer import Kind


@dataclass(frozen=True, slots=True)
class Level:
    """A level word as typed. ``sure``: it means nothing else, so the name after it may be misspelt."""

    name: str
    kind: Kind
    sure: bool = True
    short: bool = False
    """One letter or two: needs a full stop, a number or a capital after it."""


def _levels(words: str, name: str, kind: Kind, *, sure: bool = True, short: bool = False) -> dict[str, Level]:
    return {word.replace("_", " "): Level(name, kind, sure, short) for word in words.split()}


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


LEVELS: dict[str, Level] = {
    **_levels("phường", "phuong", "commune"),
    **_levels("phuong", "phuong", "commune", sure=False),
    **_levels("p f ph", "phuong", "commune", sure=False, short=True),
    **_levels("xã", "xa", "commune"),
    **_levels("xa", "xa", "commune", sure=False),
    **_levels("x", "xa", "commune", sure=False, short=True),
    **_levels("thị_trấn thi_tran", "thi tran", "commune"),
    **_levels("tt", "thi tran", "commune", sure=False, short=True),
    **_levels("đặc_khu dac_khu", "dac khu", "commune"),
    **_levels("quận", "quan", "district"),
    **_levels("quan", "quan", "district", sure=False),
    **_levels("q", "quan", "district", sure=False, short=True),
    **_levels("huyện huyen", "huyen", "district"),
    **_levels("h", "huyen", "district", sure=False, short=True),
    **_levels("thị_xã thi_xa tx", "thi xa", "district"),
    **_levels("thành_phố thanh_pho tp tphố", "thanh pho", "district"),
    **_levels("tỉnh", "tinh", "province"),
    **_levels("tinh", "tinh", "province", sure=False),
    **_levels("t", "tinh", "province", sure=False, short=True),
}

CUES = _phrases("ở, tại, o, tai")
"""Words before a place where someone is."""

PROVINCE_CUES = _phrases("quê, que, từ, tu, về, ve, ra, vào, vao, vô, vo, tận, tan, người, nguoi")
"""Words before a province where someone comes from or goes to."""

NOT = _phrases("khong, ko, k, hong, hok, chang")
"""Folded words that deny."""

LINKS = _phrases("thuộc, thuoc, của, cua, ở, o")
"""Words between a smaller place and the larger one that holds it."""

ALIASES: dict[str, str] = {
    "hcm": "ho chi minh", "tphcm": "ho chi minh", "hcmc": "ho chi minh", "tp hcm": "ho chi minh", "sg": "ho chi minh",
    "sai gon": "ho chi minh", "saigon": "ho chi minh", "sgon": "ho chi minh", "hn": "ha noi", "hnoi": "ha noi", "hp": "hai phong",
    "thua thien hue": "hue", "tt hue": "hue", "tth": "hue", "brvt": "ba ria vung tau",
    "bmt": "buon ma thuot", "ban me thuot": "buon ma thuot",
    "buon me thuot": "buon ma thuot", "dac lac": "dak lak", "dac lak": "dak lak", "dak lac": "dak lak", "daclac": "dak lak",
    "dac nong": "dak nong", "con tum": "kon tum", "bac can": "bac kan", "qui nhon": "quy nhon", "qnhon": "quy nhon",
    "plei ku": "pleiku", "play cu": "pleiku",
}  # fmt: skip
"""Short and everyday names, each with the folded name in the table."""

ALIASES_NEEDING_CUE = frozenset({"hn", "hp", "tth", "bac can", "dac lac", "con tum"})
"""Short names that are chat words too: ``hn`` is also hôm nay."""

RISKY_PROVINCES: dict[str, Literal["always", "unaccented"]] = {
    "hoa binh": "always",
    **dict.fromkeys(
        _phrases(
            "an giang, ben tre, binh dinh, ca mau, cao bang, da nang, dien bien, dong nai, gia lai, ha nam, ha tinh, hai phong,"
            " hau giang, hue, lai chau, lam dong, long an, nam dinh, nghe an, phu tho, son la, thai binh, thanh hoa, tien giang,"
            " bac can, hai duong"
        ),
        "unaccented",
    ),
}
"""Provinces that read as ordinary words, always (hòa bình: peace) or without marks (dien bien, gia lai, ca mau)."""

COMPOUNDS = _phrases(
    "yen tam, yen long, yen on, yen nghi, yen vi, yen tinh, binh thuong, binh tinh, binh dang, binh an, binh luan, binh quan, binh chon,"
    " binh yen, binh duong khi, hoa don, hoa chat, hoa hoc, phong ban, phong kham, phong chay, phong chong, phong tro, phong benh,"
    " phong ve, phong ngu, phong khi, thuan tien, thuan loi, thuan tinh, tho ho, tho may, tho xay, tho dien, tho moc, tho han, tho sua,"
    " tho lan, tho san, gio giac, gio hanh, gio lam, duong lich, duong tinh, duong khi, duong tho, nam nu, nam nhi, nam gioi, nam sinh,"
    " bang van, bang lai, bang cap, bang chung, bang tot, bang khen, bang gia, bang cach, bang tien, bang may, long trong, giang ho,"
    " giang sinh, giang day, vinh quy, vinh du, vinh danh, cai nghien, dinh cu, dinh ket, dinh ky, dinh danh, dinh gia, dinh muc,"
    " dinh nghia, lai xe, lai ho, lai suat, lai lich, trang phuc, trang tri, trang trai, trang thiet, trang web, thap nhang, thap huong,"
    " ho so, xuan nay, xuan qua, xuan toi, quang cao, minh bach, minh chung, hue hong, bien ban, da roi, nai nuoi, chau nha, chau bac,"
    " chau hoc, an ninh, an toan, an com, an tam, an chua, an uong"
)
"""Ordinary words that begin with the last syllable of a bare name and the word after it: Hưng yên tâm, thanh hóa đơn."""

PERSONS = _phrases("chị, anh, cô, chú, bác, ông, bé, thầy, tên, ten, cậu, thím, dì, tịch, dịch, tưởng, lăng, đường")
"""Words before the name of a person or of what is called after one: chị Huế, chủ tịch, chiến dịch, đường Hồ Chí Minh."""

COUNTED = _phrases("lan, nguoi, ngay, thang, nam, bo, ban, cai, tuan, gio, to, con, dua, buoi, cho, noi, diem, can, thua, xe")
"""Words after a number that counts: lên phường 4 lần. A number before them is no name."""


WELL_KNOWN = _phrases(
    "thu duc, go vap, bien hoa, da lat, dalat, nha trang, nhatrang, vung tau, vungtau, buon ma thuot, quy nhon, phan thiet,"
    " pleiku, ha long, rach gia, my tho, long xuyen, phu quoc, thu dau mot, di an, hoang mai, cau giay, dong da, ha dong,"
    " hai chau, binh thanh, phu nhuan, hoc mon, cu chi, nha be, bao loc, sam son, viet tri, hoi an, tam ky, tuy hoa,"
    " cam ranh, chau doc, sa dec, cam pha, mong cai, uong bi, gia lam, soc son, me linh, nam tu liem, bac tu liem,"
    " thanh xuan, hoan kiem, tay ho, phan rang, phan rang thap cham, bienhoa, thuduc, govap, can gio"
)
"""Districts known by their bare name all over the country."""

RISKY_WELL_KNOWN = _phrases(
    "di an, cau giay, dong da, ha dong, hai chau, cu chi, nha be, hoi an, gia lam, tay ho, can gio, binh thanh, bao loc, my tho, thanh xuan"
)
"""Those that read as ordinary words without marks (nha be: a small house, hai chau: two children)."""

ORDINARY = _phrases(
    "trung tam, hoa binh, tan tien, an ninh, an toan, thanh cong, cong an, dong y, hop tac, thong nhat, doc lap, tu do,"
    " hanh phuc, quyet thang, tien bo, doan ket, dai hoc, hiep hoi, hoi dong, dong tam, dong bo, gia dinh, an sinh, hoa hop,"
    " phu ho, viet nam, lien minh, tien phong, cong hoa, dan chu, phuc vu, bien gioi, van phong, van ban, dinh cu,"
    " yeu cau, nhu cau, song thai binh, canh thai binh, thoi thai binh,"
    " lien quan, la gi, xa hoi, nha bang, hai quan, co quan, su quan, thai binh duong, chi dao, khai thac"
)
"""Ordinary phrases: a name that reads like one is believed only after a level word; a name that begins inside one, never."""

ORDINARY_AFTER_LEVEL = _phrases(
    "xã hội, xa hoi, phuong an, phuong tien, phuong thuc, tinh trang, tinh hinh, quan ly, quan he, xa cach, tinh toan,"
    " xa la, xã là, xã chỉ đạo, xã giao, xã biên giới, xa bien gioi"
)
"""Ordinary words that begin with a level word."""

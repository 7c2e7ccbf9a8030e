"""Names of provinces in the titles of agencies: a procedure of one province is rarely meant by people elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from retriever.text import fold, normalize

_NAMES = (
    "An Giang|Bà Rịa Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|"
    "Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|"
    "Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|"
    "Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|"
    "Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Huế|"
    "Tiền Giang|Hồ Chí Minh|HCM|TPHCM|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
)
NAMES = tuple(_NAMES.split("|"))
"""The provinces of 2025 and those before; today's names are all among them."""
_SAME = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "thua thien hue": "hue"}
_JOINTS = str.maketrans(".-/", "   ")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted((fold(normalize(name)) for name in NAMES), key=len, reverse=True)
    return re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, names)) + r")(?!\S)")


def province_of(text: str) -> str | None:
    """The province that a text names, folded; None where it names none, or several."""
    found = set(provinces_in(text))
    return found.pop() if len(found) == 1 else None


def provinces_in(text: str) -> list[str]:
    """All provinces that a text names, folded, in their order."""
    written = normalize(text).translate(_JOINTS)
    plain = fold(written)
    found = [match for match in _pattern().finditer(plain) if _fits(match[0], written[match.start() : match.end()])]
    return [_SAME.get(match[0], match[0]) for match in found]


def _fits(name: str, written: str) -> bool:
    """Whether a name was typed with its own marks or with none: "hoa huệ" is a flower, and no Huế."""
    return written == name or written in _written()


@lru_cache(maxsize=1)
def _written() -> frozenset[str]:
    return frozenset(normalize(name) for name in NAMES)

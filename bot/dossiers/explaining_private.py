"""What a paper says, without what is personal in it: names, addresses, numbers and links are left out of everything that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.dossiers.explaining_page import Page, bare, twin_of
from bot.dossiers.tidy import tidy
from bot.numbers import masked
from knowledge.words import UPPER
from retriever.text import is_syllable

NAME_MASK, ADDRESS_MASK, BIRTHDAY_MASK = "[họ tên]", "[địa chỉ]", "[ngày sinh]"
SHORTEST_ADDRESS = 8

_SURNAMES = (
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|ngô|dương|lý|đoàn|đinh|trịnh|trương|phùng|quách|lương|đào|cao|mai|tô|tạ|hồ"
)
_TITLES = "ông|bà|anh|chị|cháu|em|cụ|cô|chú|chồng|vợ|con|bé"
_PLAIN_TITLES = "ong|ba|anh|chi|chau"
_PLAIN_SURNAMES = "|".join(twin_of(name) for name in _SURNAMES.split("|") if name not in ("cao", "lý", "tạ"))
_CLEAR = "nguyễn|trần|phạm|hoàng|huỳnh|bùi|ngô|trịnh|phùng|quách|nguyen|tran|pham|hoang|huynh|bui|ngo|trinh|phung|quach"
"""Without diacritics more of the words mean something else too."""
_TITLE = r"(?:ong|ba|anh|chi|chau|em|cu|be|co|chu|chong|vo)"
_FIELDS = re.compile(
    r"\b(?:ho so cua|nguoi nop(?: thue| ho so)?|ten nguoi nop(?: thue)?|"
    r"ho(?:,| va)?(?: chu dem,?| chu dem va)? ?ten[^:\n]{0,30}|"
    r"kinh gui|nguoi yeu cau|chu ho so|chu tai khoan|to chuc, ca nhan|ca nhan|ong ?/ ?ba|cong dan|"
    r"nguoi duoc cap|chu dau tu|ben [ab]) ?:? ?:(?P<value>[^\n;(:]{3,80})"
    r"|\bchu tai khoan (?P<holder>[^\n,;.(]{3,40}?)(?= truoc| va |[\n,;.(]|$)"
)
_ADDRESS_FIELD = re.compile(r"\b(?:dia chi|thuong tru|tam tru|noi (?:o|cu tru)|cho o)[^:\n]{0,24}: ?(?P<value>[^\n;]{6,160})")
_STREET = re.compile(
    r"(?<![\w/])(?:so(?: nha)? )?\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)* (?:duong|pho|ngo|hem|kiet|ngach|to|thon|ap|khu pho) "
    r"[^,;.\n]{2,40}(?:, [^,;.\n]{2,40}){0,3}"
)
_BIRTH = re.compile(r"\bsinh (?:ngay |nam )?\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{2,4}| thang \d{1,2}(?: nam \d{4})?)|\bsinh nam \d{4}")
_NOT_PEOPLE = re.compile(
    r"^(?:quy |cong ty|ubnd|uy ban|so |bo |cac |truong (?:mam|tieu|trung|thpt|dai)|hop tac xa|ong ?/ ?ba|ngan hang|phong |trung tam)"
)
_CAP = rf"[{UPPER}][^\W\d_]*"
_PLACE_BEFORE = re.compile(r"(?:tp\.?|pho|tinh|phuong|xa|quan|huyen|duong|truong|thpt|thcs|benh vien|kcn|ubnd) $")


def names_in(page: Page) -> tuple[str, ...]:
    """The names of people in the fields of the paper, longest first, as twins."""
    found = {_person(page.twin[slice(*_span(match))]) for match in _FIELDS.finditer(page.twin)}
    return tuple(sorted((name for name in found if 1 < len(name.split()) < 7), key=len, reverse=True))


def addresses_in(page: Page) -> tuple[str, ...]:
    """The addresses in the fields of the paper, as twins."""
    found = (bare(match["value"]) for match in _ADDRESS_FIELD.finditer(page.twin))
    return tuple(address for address in found if len(address) >= SHORTEST_ADDRESS)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("value") if match["value"] else match.span("holder")


def _person(value: str) -> str:
    value = bare(value)
    if _NOT_PEOPLE.match(value):
        return ""
    return re.sub(rf"^(?:(?:{_TITLE}|ho kinh doanh|hkd|ho gia dinh|ho ong|ho ba|chu ho)\b[ :]*)+", "", value).split(",")[0].strip()


def shown(said: str, names: tuple[str, ...], addresses: tuple[str, ...], limit: int) -> str:
    """A text of the paper as it may be repeated: one line, without links and without anything personal."""
    text = masked(tidy(said, 2 * limit) or "")
    for secret in addresses:
        text = _replaced(text, re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)"), ADDRESS_MASK)
    for secret in names:
        text = _replaced(text, re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)"), NAME_MASK)
    text = _replaced(_replaced(text, _STREET, ADDRESS_MASK), _BIRTH, f"sinh {BIRTHDAY_MASK}")
    return tidy(_calm(_without_people(text)), limit) or ""


def _replaced(text: str, pattern: re.Pattern[str], mask: str) -> str:
    for match in reversed(list(pattern.finditer(twin_of(text)))):
        text = text[: match.start()] + mask + text[match.end() :]
    return text


def _without_people(text: str) -> str:
    """Names that follow a form of address, and capitalised ones that begin with a surname."""
    for match in reversed(list(_names_of(text))):
        if any(_PLACE_BEFORE.search(twin_of(text[max(0, at - 12) : at])) for at in (match.start(), match.start("name"))):
            continue
        text = text[: match.start("name")] + NAME_MASK + text[match.end("name") :]
    return text


def _names_of(text: str) -> Iterator[re.Match[str]]:
    """In a text of one case nothing tells where a name ends: it is taken to have three syllables."""
    if not text.isupper() and not text.islower():
        return _capital_names().finditer(text)
    small = text.lower()
    if len(small) != len(text):
        return iter(())
    titles, surnames = (_PLAIN_TITLES, _PLAIN_SURNAMES) if small == twin_of(text) else (_TITLES, _SURNAMES)
    return re.finditer(rf"\b(?:{titles}) (?P<name>(?:{surnames}) (?!gia (?:đình|dinh)|sơ |so )[^\W\d_]+(?: [^\W\d_]+)?)\b", small)


@lru_cache(maxsize=1)
def _capital_names() -> re.Pattern[str]:
    """After a form of address any capitalised words, elsewhere those that begin with a common surname."""
    titles = "|".join(f"{words}|{words.title()}|{words.upper()}" for words in (_TITLES, _PLAIN_TITLES))
    surnames = "|".join((_SURNAMES.title(), _CLEAR.title(), _CLEAR.upper()))
    return re.compile(rf"(?:(?<!\w)(?:{titles}) (?={_CAP})|(?<!\w)(?=(?:{surnames}) {_CAP}))(?P<name>{_CAP}(?: {_CAP}){{0,4}})(?!\w)")


_OF_PLACE = re.compile(r"\b(tỉnh|thành phố|phường|xã|thị trấn|đặc khu|tinh|phuong|xa) ((?:[^\W\d]+ ){0,3}[^\W\d]+)$")


def _calm(text: str) -> str:
    """A text in capitals only, in small letters; abbreviations and the name of a place at its end stay large."""
    if not text.isupper() or len(text.split()) < 3:
        return text
    return " - ".join(_calmed(part) for part in text.split(" - "))


def _calmed(part: str) -> str:
    words = [word.lower() if is_syllable(word.strip("(),.;:").lower()) else word for word in part.split(" ")]
    said = _OF_PLACE.sub(lambda match: f"{match[1]} {match[2].title()}", " ".join(words))
    return said[:1].upper() + said[1:].replace("việt nam", "Việt Nam")

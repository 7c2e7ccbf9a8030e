"""What a message names, found by rule before any language model: codes, phones, personal numbers, ages and places.

A word segmenter tears codes apart, so everything here reads the raw text. All spans are offsets into a twin of the text
with one character for each of its characters, so that masking never shifts anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.places import Place, find_places
from retriever.text import fold

PHONE_MASK = "[số điện thoại]"
PERSONAL_ID_MASK = "[số định danh]"

Span = tuple[int, int]

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"
_BLANK = "\x00"

_GAP = r"[ .,·]{0,3}"
_BREAK = r" {0,2}[-_./, ]{1,3} {0,2}"
_AGENCY = rf"(?P<ministry>\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP})?(?P<head>[A-Z] ?\d{{2}})(?P<tail>(?:{_GAP}\d{{2,3}}){{0,3}}?)"
_DAY = r"(?P<day>[1-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
_TIGHT_AGENCY = _AGENCY.replace(_GAP, r"\.?").replace(" ?", "")
_EDGE = r"(?<![^\W_])(?<!\d[.\-])"
_DOSSIERS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_EDGE}{_AGENCY}{_BREAK}{_DAY}{_BREAK}(?P<sequence>\d{{4,7}})(?![\d])",
        rf"{_EDGE}{_TIGHT_AGENCY}[-_./]?{_DAY}[-_./]?(?P<sequence>\d{{4,7}})(?![\d])",
    )
)

_SUFFIX = r"(?:\.(?P<province>H\d{2})(?![^\W_]))?"
_NOT_MONEY = r"(?! ?(?:đ|₫|vn[dđ]|k\b|tr\b|usd|%|triệu|trieu|tỷ|đồng|dong\b|m2|m²|ha\b))"
_PROCEDURE = re.compile(rf"(?<![\w.,/-])(?P<family>[1-9]) ?[.,] ?(?P<number>\d{{6}})(?!\d|[.,/-]\d){_SUFFIX}{_NOT_MONEY}", re.IGNORECASE)
_PROCEDURE_SUFFIXED = re.compile(
    r"(?<![\w.,/-])(?P<family>[1-9]) ?[. ] ?(?P<number>\d{6})"
    r"[. ]{1,2}000[. ]{0,2}00[. ]{0,2}00[. ]{0,2}(?P<province>[A-Z]\d{2})(?![^\W_])",
    re.IGNORECASE,
)
_PROCEDURE_CUED = re.compile(
    r"(?:thủ tục|thu tuc|tthc|mã số|ma so|mã|\bma) ?(?:thủ tục|thu tuc|tthc|số|so|là|la)?[ :#]{0,3}"
    r"(?P<family>[1-9])[ -]?(?P<number>0[01]\d{4}|1\d{5})(?!\d|[.,/-]\d)(?P<province>$^)?",
    re.IGNORECASE,
)

_SEP = r"[ .\-()]{0,3}"
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?{_SEP}84{_SEP}0?|0){_SEP}"
    rf"(?:(?P<mobile>[35789](?:{_SEP}\d){{8}})|(?P<landline>2(?:{_SEP}\d){{9}}))(?!\d)",
    re.ASCII,
)
_PROVINCES_OF_BIRTH = frozenset(
    re.findall(
        r"\d+",
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 "
        "049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096",
    )
)
_PERSONAL_NUMBER = re.compile(rf"(?<!\d)\d(?:{_SEP}\d){{11}}(?!\d)", re.ASCII)
_CARD_CUE = r"(?:cmnd|cmt|cmtnd|chứng minh(?: nhân dân| thư)?|chung minh(?: nhan dan| thu)?|căn cước|can cuoc|cccd)"
_OLD_CARD = re.compile(r"(?<![\d.,/])\d{9}(?!\d|[.,/]\d)", re.ASCII)
_OLD_CARD_CUED = re.compile(rf"{_CARD_CUE}[^\d\n]{{0,20}}(?P<card>\d(?:{_SEP}\d){{8}})(?!\d|[.,]\d)", re.IGNORECASE | re.ASCII)
_MONEY_AFTER = re.compile(r" ?(?:đ|₫|vn[dđ]|d\b|đồng|dong\b|tr\b|usd)", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{9,}|(?<![\d.,])\d{3,5}(?:[ -]\d{3,5}){1,3}(?!\d)", re.ASCII)

_UNITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_NUMBER = rf"(?:\d{{1,3}}|(?:(?:{'|'.join(_UNITS)}) )?muoi(?: (?:{'|'.join(_UNITS)}))?|(?:{'|'.join(_UNITS)}))"
_YEARS_WORD = r"(?:tuo+[0-9]?i+[rjsfx0-9]?|tuoir|tuooir?)"
_YEARS_OLD = re.compile(
    rf"(?<![\w.,/])(?:(?P<low>{_NUMBER}) ?(?:-|den|toi|hoac|va|hay|~) ?)?"
    rf"(?P<age>{_NUMBER}) ?{_YEARS_WORD}(?!\w)(?! (?:dang|nghe))"
)
_SHORT_AGE = re.compile(r"(?<![\w.,/-])(?P<age>\d{1,2}) ?t(?![\w/])")
_NOT_AN_AGE = re.compile(r"(?:\b(?:xe|tai|trong|nang|cau|nha|toa|cao|tang|tan|hang|container|cont|iphone)) ?(?:\w+ )?$")
_MONTHS_OLD = re.compile(
    rf"(?<![\w.,/])(?P<months>{_NUMBER}) ?(?:(?P<unit>thang|tuan|ngay) tuoi|t(?:hang)? tuoi)(?!\w)"
    rf"|\b(?:be|con|chau|em be)(?: (?:moi|duoc|nay|em|cua em|gai|trai|nha em))? (?P<months2>\d{{1,2}}) thang"
    r"(?! (?:luong|truoc|nay|sau|toi|qua|nua|\d))"
    r"|\b(?:so sinh|be moi sinh|con moi sinh|chau moi sinh|be moi de)\b"
)
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Entities:
    """Everything a message names, each kind in the order of the text and without repeats, in its official writing."""

    dossier_codes: tuple[str, ...] = ()
    """``H56.14-240823-0001``: capitals, dots inside the agency, hyphens between agency, day and sequence."""
    procedure_codes: tuple[str, ...] = ()
    """``1.011442``, or with its provincial suffix ``2.000815.000.00.00.H55``."""
    phones: tuple[str, ...] = ()
    """Ten digits (mobile) or eleven (landline), starting with 0."""
    personal_ids: tuple[str, ...] = ()
    """Twelve digits (số định danh cá nhân) or nine (chứng minh nhân dân)."""
    places: tuple[Place, ...] = ()
    ages: tuple[int, ...] = ()
    """Whole years; babies counted in months under one year are 0."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: str


def extract(text: str) -> Entities:
    """All entities of a message. Never raises, whatever the text."""
    plain = _plain(text)
    dossiers = _dossiers(plain)
    rest = _blanked(plain, dossiers)
    procedures = _procedures(rest)
    rest = _blanked(rest, procedures)
    phones, ids = _personal(rest)
    rest = _blanked(rest, [*phones, *ids])
    return Entities(
        dossier_codes=_values(dossiers),
        procedure_codes=_values(procedures),
        phones=_values(phones),
        personal_ids=_values(ids),
        places=find_places(rest.replace(_BLANK, ";")),
        ages=_ages(rest.replace(_BLANK, ";")),
    )


def masked(text: str) -> str:
    """The text with phones and personal numbers replaced; other digit runs of nine or more go too. Codes stay.

    For logs and for the lists staff read: it would rather hide too much, for a mistyped personal number is one still.
    """
    plain = _plain(text)
    codes = _dossiers(plain)
    rest = _blanked(plain, codes)
    codes += _procedures(rest)
    rest = _blanked(plain, codes)
    phones, ids = _personal(rest)
    rest = _blanked(rest, [*phones, *ids])
    others = [_Found(m.start(), m.end(), "") for m in _LONG_NUMBER.finditer(rest) if _is_long(m, rest)]
    return _replaced(text, [(f, PHONE_MASK) for f in phones] + [(f, PERSONAL_ID_MASK) for f in [*ids, *others]])


def dossier_key(code: str) -> str:
    """The letters and digits of a dossier code: equal for two writings of one code, wherever their dots stand."""
    return "".join(c for c in code.upper() if c.isalnum())


def _is_long(match: re.Match[str], text: str) -> bool:
    digits = _digits(match.group())
    round_sum = digits.endswith("0000") and _MONEY_AFTER.match(text, match.end()) is not None
    return len(digits) >= 9 and not round_sum


def _replaced(text: str, masks: list[tuple[_Found, str]]) -> str:
    parts, at = [], 0
    for found, mask in sorted(masks, key=lambda pair: pair[0].start):
        parts += [text[at : found.start], mask]
        at = found.end
    return "".join([*parts, text[at:]])


def _plain(text: str) -> str:
    return "".join(_plain_character(c) for c in text)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """One character for one: any digit as 0-9, any dash as a hyphen, any white space or invisible sign as a space."""
    if character in _DASHES:
        return "-"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("Zs", "Zl", "Zp", "Cf", "Cc"):
        return "\n" if character == "\n" else " "
    narrow = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character
    return narrow if len(narrow) == 1 else character


def _blanked(text: str, found: Iterable[_Found]) -> str:
    characters = list(text)
    for item in found:
        characters[item.start : item.end] = _BLANK * (item.end - item.start)
    return "".join(characters)


def _values(found: Iterable[_Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.value for item in sorted(found, key=lambda item: item.start)))


def _dossiers(plain: str) -> list[_Found]:
    found: list[_Found] = []
    for pattern in _DOSSIERS:
        fresh = [_Found(m.start(), m.end(), _dossier_code(m)) for m in pattern.finditer(plain)]
        plain = _blanked(plain, fresh)
        found += fresh
    return found


def _dossier_code(match: re.Match[str]) -> str:
    ministry = re.sub(r"\D", "", match["ministry"] or "")
    head = match["head"].replace(" ", "").upper()
    groups = [ministry[:3], ministry[3:5], ministry[5:]] if ministry else []
    tail = [part for chunk in re.findall(r"\d+", match["tail"]) for part in _pairs(chunk)]
    return "-".join([".".join([*groups, head, *tail]), match["day"], match["sequence"]])


def _pairs(digits: str) -> list[str]:
    """Agency levels below the head are two digits each, three at some ministries: ``5005`` is ``50 05``."""
    if len(digits) <= 3:
        return [digits]
    width = 2 if len(digits) % 2 == 0 else 3
    return [digits[at : at + width] for at in range(0, len(digits), width)]


def _procedures(plain: str) -> list[_Found]:
    found: list[_Found] = []
    for pattern in (_PROCEDURE_SUFFIXED, _PROCEDURE, _PROCEDURE_CUED):
        fresh = [_Found(m.start("family"), m.end(), _procedure_code(m)) for m in pattern.finditer(plain)]
        plain = _blanked(plain, fresh)
        found += fresh
    return found


def _procedure_code(match: re.Match[str]) -> str:
    suffix = f".000.00.00.{match['province'].upper()}" if match["province"] else ""
    return f"{match['family']}.{match['number']}{suffix}"


def _personal(plain: str) -> tuple[list[_Found], list[_Found]]:
    """Phones and personal numbers. Looks again until nothing is left, for masking one may uncover another."""
    phones: list[_Found] = []
    ids: list[_Found] = []
    while True:
        new_ids = list(_personal_numbers(plain))
        plain = _blanked(plain, new_ids)
        new_phones = [_Found(m.start(), m.end(), _phone(m)) for m in _PHONE.finditer(plain)]
        plain = _blanked(plain, new_phones)
        cards = list(_old_cards(plain))
        plain = _blanked(plain, cards)
        if not (new_ids or new_phones or cards):
            return phones, ids
        phones += new_phones
        ids += [*new_ids, *cards]


def _phone(match: re.Match[str]) -> str:
    return "0" + _digits(match["mobile"] or match["landline"])


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _personal_numbers(plain: str) -> Iterator[_Found]:
    at = 0
    while match := _PERSONAL_NUMBER.search(plain, at):
        digits = _digits(match.group())
        valid = digits[:3] in _PROVINCES_OF_BIRTH and digits[3] in "0123"
        if valid:
            yield _Found(match.start(), match.end(), digits)
        at = match.end() if valid else match.start() + 1


def _old_cards(plain: str) -> Iterator[_Found]:
    taken: list[int] = []
    for match in _OLD_CARD_CUED.finditer(plain):
        taken.append(match.start("card"))
        yield _Found(match.start("card"), match.end("card"), _digits(match["card"]))
    for match in _OLD_CARD.finditer(plain):
        if match.start() not in taken and _looks_like_card(match, plain):
            yield _Found(match.start(), match.end(), match.group())


def _looks_like_card(match: re.Match[str], plain: str) -> bool:
    digits = match.group()
    return digits[0] in "0123" and not digits.endswith("0000") and _MONEY_AFTER.match(plain, match.end()) is None


def _ages(plain: str) -> tuple[int, ...]:
    text = fold(unicodedata.normalize("NFC", plain)).lower()
    found = [*_months_old(text)]
    text = _blanked(text, found)
    found += [*_years_old(text)]
    text = _blanked(text, found)
    found += [*_short_ages(text)]
    return tuple(dict.fromkeys(int(item.value) for item in sorted(found, key=lambda item: item.start) if int(item.value) <= _OLDEST))


def _months_old(text: str) -> Iterator[_Found]:
    for match in _MONTHS_OLD.finditer(text):
        amount = _number(match["months"] or match["months2"] or "0")
        in_months = match["months2"] or match["unit"] in ("thang", None)
        yield _Found(match.start(), match.end(), str(amount // 12 if in_months else 0))


def _years_old(text: str) -> Iterator[_Found]:
    for match in _YEARS_OLD.finditer(text):
        if match["low"]:
            yield _Found(match.start(), match.start("age"), str(_number(match["low"])))
        yield _Found(match.start("age"), match.end(), str(_number(match["age"])))


def _short_ages(text: str) -> Iterator[_Found]:
    for match in _SHORT_AGE.finditer(text):
        if not _NOT_AN_AGE.search(text, max(0, match.start() - 24), match.start()):
            yield _Found(match.start(), match.end(), match["age"])


def _number(words: str) -> int:
    """A number up to 999 in digits, or up to 99 in folded words: ``muoi bon``, ``bay muoi lam``."""
    if words.isdigit():
        return int(words)
    tens, ten, units = words.partition("muoi")
    if not ten:
        return _UNITS[words]
    return _UNITS.get(tens.strip(), 1) * 10 + _UNITS.get(units.strip(), 0)

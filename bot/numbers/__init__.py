"""Codes and personal numbers in what people type, and the same text without the numbers that nobody else should read.

A word segmenter tears codes apart, so everything here reads the raw text. All spans are offsets into a twin of the text
with one character for each of its characters, so that masking never shifts anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.numbers.dossier_codes import writings

PHONE_MASK = "[số điện thoại]"
PERSONAL_ID_MASK = "[số định danh]"
EMAIL_MASK = "[thư điện tử]"
ACCOUNT_MASK = "[số tài khoản]"

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"
BLANK = "\x00"

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
_MONEY_WORD = re.compile(r" ?(?:đồng|dong\b|vn[dđ]\b|đ\b|₫)", re.IGNORECASE)
_AT = r"(?:@|\(at\)|\[at\]|(?<=\w) a c(?:ò|o)ng )"
_DOT = r"(?:\.|\(dot\)|(?<=\w) ch(?:ấ|a)m )"
_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}} ?{_AT} ?(?:[\w-]{{1,63}} ?{_DOT} ?){{1,4}}[a-z]{{2,24}}\b"
    r"|[\w.+%-]{1,64}@(?:gmail|yahoo|hotmail|outlook|icloud)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<!\[)(?<!\w)(?:stk|tk|s[ốo] t[àa]i kho[ảa]n|tài khoản|tai khoan|account|s[ốo] th[ẻe])(?!\w)[^\d\n\[\]]{0,30}?"
    rf"(?P<account>\d(?:{_SEP}\d){{5,18}})(?!\d|[.,]\d)",
    re.IGNORECASE | re.ASCII,
)
_PASSPORT = re.compile(r"(?<![\w.,/-])[A-Z][0-9]{7,8}(?![\w/]|[.,-]\d)", re.IGNORECASE)
_MARK = "[\u0300-\u036f]*"
_DIGIT_WORDS = (
    "không khong ko hông hong hổng một mot mốt hai ba bốn bon tư tu năm nam lăm lam sáu sau bảy bay bẩy tám tam chín chin linh lẻ"
)
_SAID = "|".join("".join(letter + _MARK for letter in word) for word in _DIGIT_WORDS.split())
_DIGIT = rf"(?:(?:{_SAID})(?!\w)|\d{{1,4}}(?!\w))"
_SPOKEN = re.compile(rf"(?<!\w){_DIGIT}(?:[ ,.-]{{1,3}}{_DIGIT}){{7,}}", re.IGNORECASE)
_LONGEST_SUM = 11
"""Digits of a sum of money; twelve are a personal number."""
_LONG_NUMBER = re.compile(r"\d{9,}|(?<![\d.,])\d{3,5}(?:[ -]\d{3,5}){1,3}(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """One number: where it stands, and its official writing."""

    start: int
    end: int
    value: str


def masked(text: str) -> str:
    """The text with phones, personal numbers, accounts and addresses of e-mail replaced; other digit runs of nine or more go too.

    Codes and sums of money stay.

    For logs and for the lists staff read: it would rather hide too much, for a mistyped personal number is one still.
    """
    plain = plain_twin(text)
    codes = find_dossiers(plain)
    rest = blanked(plain, codes)
    codes += find_procedures(rest)
    rest = blanked(plain, codes)
    emails = [Found(m.start(), m.end(), "") for m in _EMAIL.finditer(rest)]
    rest = blanked(rest, emails)
    accounts = [Found(m.start("account"), m.end("account"), "") for m in _ACCOUNT.finditer(rest) if not _MONEY_WORD.match(rest, m.end())]
    rest = blanked(rest, accounts)
    spoken = [Found(m.start(), m.end(), "") for m in _SPOKEN.finditer(rest) if any(map(str.isalpha, m.group()))]
    rest = blanked(rest, spoken)  # before the phones: one may stand in the middle of a longer number said in words
    phones, ids = find_personal(rest)
    rest = blanked(rest, [*phones, *ids])
    others = [Found(m.start(), m.end(), "") for m in _LONG_NUMBER.finditer(rest) if _is_long(m, rest)]
    rest = blanked(rest, others)
    others += [Found(m.start(), m.end(), "") for pattern in (_SPOKEN, _PASSPORT) for m in pattern.finditer(rest)]
    masks = [(phones, PHONE_MASK), ([*ids, *spoken, *others], PERSONAL_ID_MASK), (emails, EMAIL_MASK), (accounts, ACCOUNT_MASK)]
    return _replaced(text, [(found, mask) for group, mask in masks for found in group])


def dossier_key(code: str) -> str:
    """The letters and digits of a dossier code: equal for two writings of one code, wherever their dots stand."""
    return "".join(c for c in code.upper() if c.isalnum())


def _is_long(match: re.Match[str], text: str) -> bool:
    digits = _digits(match.group())
    unit = _MONEY_AFTER if digits.endswith("0000") else _MONEY_WORD
    money = digits[0] != "0" and len(digits) <= _LONGEST_SUM and unit.match(text, match.end()) is not None
    return len(digits) >= 9 and not money


def _replaced(text: str, masks: list[tuple[Found, str]]) -> str:
    parts, at = [], 0
    for found, mask in sorted(masks, key=lambda pair: pair[0].start):
        parts += [text[at : found.start], mask]
        at = found.end
    return "".join([*parts, text[at:]])


def plain_twin(text: str) -> str:
    """The twin: any digit as 0-9, any dash as a hyphen, any white space or invisible sign as a space."""
    return "".join(_plain_character(c) for c in text)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """One character for one."""
    if character in _DASHES:
        return "-"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("Zs", "Zl", "Zp", "Cf", "Cc"):
        return "\n" if character == "\n" else " "
    narrow = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character
    return narrow if len(narrow) == 1 else character


def blanked(text: str, found: Iterable[Found]) -> str:
    """The twin with what was found taken out, character by character."""
    characters = list(text)
    for item in found:
        characters[item.start : item.end] = BLANK * (item.end - item.start)
    return "".join(characters)


def values(found: Iterable[Found]) -> tuple[str, ...]:
    """What was found, in the order of the text and without repeats."""
    return tuple(dict.fromkeys(item.value for item in sorted(found, key=lambda item: item.start)))


def find_dossiers(plain: str) -> list[Found]:
    """Dossier codes of a twin, each as it is most likely meant; those that lack a part are left out."""
    return [Found(found.start, found.end, found.readings[0].text) for found in writings(plain) if found.complete]


def find_procedures(plain: str) -> list[Found]:
    """Procedure codes of a twin."""
    found: list[Found] = []
    for pattern in (_PROCEDURE_SUFFIXED, _PROCEDURE, _PROCEDURE_CUED):
        fresh = [Found(m.start("family"), m.end(), _procedure_code(m)) for m in pattern.finditer(plain)]
        plain = blanked(plain, fresh)
        found += fresh
    return found


def _procedure_code(match: re.Match[str]) -> str:
    suffix = f".000.00.00.{match['province'].upper()}" if match["province"] else ""
    return f"{match['family']}.{match['number']}{suffix}"


def find_personal(plain: str) -> tuple[list[Found], list[Found]]:
    """Phones and personal numbers. Looks again until nothing is left, for masking one may uncover another."""
    phones: list[Found] = []
    ids: list[Found] = []
    while True:
        new_ids = list(_personal_numbers(plain))
        plain = blanked(plain, new_ids)
        new_phones = [Found(m.start(), m.end(), _phone(m)) for m in _PHONE.finditer(plain)]
        plain = blanked(plain, new_phones)
        cards = list(_old_cards(plain))
        plain = blanked(plain, cards)
        if not (new_ids or new_phones or cards):
            return phones, ids
        phones += new_phones
        ids += [*new_ids, *cards]


def _phone(match: re.Match[str]) -> str:
    return "0" + _digits(match["mobile"] or match["landline"])


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _personal_numbers(plain: str) -> Iterator[Found]:
    at = 0
    while match := _PERSONAL_NUMBER.search(plain, at):
        digits = _digits(match.group())
        valid = digits[:3] in _PROVINCES_OF_BIRTH and digits[3] in "0123"
        if valid:
            yield Found(match.start(), match.end(), digits)
        at = match.end() if valid else match.start() + 1


def _old_cards(plain: str) -> Iterator[Found]:
    taken: list[int] = []
    for match in _OLD_CARD_CUED.finditer(plain):
        taken.append(match.start("card"))
        yield Found(match.start("card"), match.end("card"), _digits(match["card"]))
    for match in _OLD_CARD.finditer(plain):
        if match.start() not in taken and _looks_like_card(match, plain):
            yield Found(match.start(), match.end(), match.group())


def _looks_like_card(match: re.Match[str], plain: str) -> bool:
    digits = match.group()
    return digits[0] in "0123" and not digits.endswith("0000") and _MONEY_AFTER.match(plain, match.end()) is None

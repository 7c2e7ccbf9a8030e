"""What a message names, found by rule before any language model: codes, phones, personal numbers, ages and places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.places import Place, find_places
from bot.numbers import (
    ACCOUNT_MASK,
    BLANK,
    EMAIL_MASK,
    PERSONAL_ID_MASK,
    PHONE_MASK,
    Found,
    blanked,
    dossier_key,
    find_dossiers,
    find_personal,
    find_procedures,
    masked,
    plain_twin,
    values,
)
from retriever.text import fold

__all__ = ["ACCOUNT_MASK", "EMAIL_MASK", "PERSONAL_ID_MASK", "PHONE_MASK", "Entities", "dossier_key", "extract", "masked"]

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


def extract(text: str) -> Entities:
    """All entities of a message. Never raises, whatever the text."""
    plain = plain_twin(text)
    dossiers = find_dossiers(plain)
    rest = blanked(plain, dossiers)
    procedures = find_procedures(rest)
    rest = blanked(rest, procedures)
    phones, ids = find_personal(rest)
    rest = blanked(rest, [*phones, *ids])
    return Entities(
        dossier_codes=values(dossiers),
        procedure_codes=values(procedures),
        phones=values(phones),
        personal_ids=values(ids),
        places=find_places(rest.replace(BLANK, ";")),
        ages=_ages(rest.replace(BLANK, ";")),
    )


def _ages(plain: str) -> tuple[int, ...]:
    text = fold(unicodedata.normalize("NFC", plain)).lower()
    found = [*_months_old(text)]
    text = blanked(text, found)
    found += [*_years_old(text)]
    text = blanked(text, found)
    found += [*_short_ages(text)]
    return tuple(dict.fromkeys(int(item.value) for item in sorted(found, key=lambda item: item.start) if int(item.value) <= _OLDEST))


def _months_old(text: str) -> Iterator[Found]:
    for match in _MONTHS_OLD.finditer(text):
        amount = _number(match["months"] or match["months2"] or "0")
        in_months = match["months2"] or match["unit"] in ("thang", None)
        yield Found(match.start(), match.end(), str(amount // 12 if in_months else 0))


def _years_old(text: str) -> Iterator[Found]:
    for match in _YEARS_OLD.finditer(text):
        if match["low"]:
            yield Found(match.start(), match.start("age"), str(_number(match["low"])))
        yield Found(match.start("age"), match.end(), str(_number(match["age"])))


def _short_ages(text: str) -> Iterator[Found]:
    for match in _SHORT_AGE.finditer(text):
        if not _NOT_AN_AGE.search(text, max(0, match.start() - 24), match.start()):
            yield Found(match.start(), match.end(), match["age"])


def _number(words: str) -> int:
    """A number up to 999 in digits, or up to 99 in folded words: ``muoi bon``, ``bay muoi lam``."""
    if words.isdigit():
        return int(words)
    tens, ten, units = words.partition("muoi")
    if not ten:
        return _UNITS[words]
    return _UNITS.get(tens.strip(), 1) * 10 + _UNITS.get(units.strip(), 0)

"""The second proof: the last four digits of the phone or of the personal number that the dossier holds."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.dossiers.lookup import ProofKind
from bot.dossiers.model import Dossier
from bot.numbers import blanked, find_dossiers, find_procedures, plain_twin
from retriever.text import fold

LENGTH = 4
_FEWEST_DIGITS, _FEWEST_DIFFERENT = 9, 3
"""A number with fewer was made up to fill the field (0000000000, 0900000000): whoever guesses that would see the dossier."""
_NOTHING = "-" * LENGTH
"""Compared where a dossier has no number: no proof is equal to it."""

_SAID = {
    "khong": "0", "linh": "0", "le": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6",
    "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_LENGTHS = frozenset({LENGTH, *range(9, 13)})
"""Digits of a proof: the four, or a whole phone or personal number, also without its first 0 or with +84."""
_FOUR = r"(?:4|bon) (?:(?:chu|con) )?so"
_LAST = r"(?:cuoi(?: cung)?|sau cung|duoi)"
_CUE = re.compile(
    rf"(?<!\w)(?:{_FOUR}(?: {_LAST}| sau)?|(?:4|bon) cuoi|(?:(?:chu|con) )?so {_LAST}|duoi so|so dien thoai|dien thoai|sdt|dt|so may"
    r"|so dinh danh|dinh danh(?: ca nhan)?|can cuoc(?: cong dan)?|cccd|cmnd|cmt|chung minh(?: nhan dan| thu)?)(?!\w)"
)
_FILLER_WORDS = (
    "a ah ak anh ba bac ban ca chau chi cho chu co con cua cuu da day do dung em giup gui ho hs khong la len ma me minh mk na nay nha nhap "
    "nhe nhi o oi ok ong roi so thi thoi thua toi tra tui va vang vay vo voi xem xin"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_PART = re.compile(r"(?P<cue>#)|(?P<digits>\d(?:[ .\-]{0,2}\d)*+)|(?P<word>[^\W\d_]+)")
_NOT_BEFORE, _NOT_AFTER = re.compile(r"[\w/]"), re.compile(r"[\w/:%]|,\d")
"""What stands beside digits that are part of something else: a date, a time, a sum, a word."""

Part = Literal["cue", "number", "filler", "other"]


@dataclass(frozen=True)
class _Piece:
    """One piece of what was typed; ``digits`` of a number."""

    part: Part
    digits: str = ""


def read_proof(text: str) -> str | None:
    """The four digits that somebody gives as proof; None where there are none, or two different ones, so that it is asked again.

    "1234", "bốn số cuối là 1 2 3 4", "một hai ba bốn", a whole phone or personal number. Among other words only digits after such a cue
    count; dossier and procedure codes never do.
    """
    pieces = list(_pieces(_readable(text)))
    alone = all(piece.part != "other" for piece in pieces)
    told = [piece.digits for piece in pieces if piece.part == "number"] if alone else list(_after_cues(pieces))
    proofs = {digits[-LENGTH:] for digits in told}
    return proofs.pop() if len(proofs) == 1 else None


def matches(dossier: Dossier | None, proof: str, kind: ProofKind) -> bool:
    """Whether ``proof`` is right for the dossier. Takes the same whether it is, and whether there is a dossier at all."""
    expected = _secrets(dossier, kind)
    given = proof.encode() if len(proof) == LENGTH and proof.isascii() and proof.isdigit() else b""
    equal = [hmac.compare_digest(secret.encode(), given) for secret in expected]
    return any(equal)


def provable(dossier: Dossier, kind: ProofKind) -> bool:
    """Whether the dossier holds a number that somebody could prove."""
    return any(secret != _NOTHING for secret in _secrets(dossier, kind))


def _secrets(dossier: Dossier | None, kind: ProofKind) -> tuple[str, str]:
    phone = dossier.phone if dossier and kind != "personal_id" else None
    personal_id = dossier.personal_id if dossier and kind != "phone" else None
    return _last_four(phone), _last_four(personal_id)


def _last_four(number: str | None) -> str:
    digits = "".join(c for c in number or "" if c in "0123456789")
    real = len(digits) >= _FEWEST_DIGITS and len(set(digits)) >= _FEWEST_DIFFERENT
    return digits[-LENGTH:] if real else _NOTHING


# Reading


def _readable(text: str) -> str:
    """Lower case without marks; codes taken out, cues as "#"."""
    plain = plain_twin(unicodedata.normalize("NFC", text))
    plain = blanked(plain, find_dossiers(plain))
    plain = blanked(plain, find_procedures(plain))
    plain = re.sub(r"[\s()\x00]+", " ", fold(plain).lower().replace("#", " "))
    return _CUE.sub("#", plain)


def _pieces(text: str) -> Iterator[_Piece]:
    said: list[str] = []
    for match in _PART.finditer(text):
        word = match["word"]
        if word in _SAID:
            said.append(word)
            continue
        yield from _said(said)
        said = []
        yield _piece(match, text)
    yield from _said(said)


def _piece(match: re.Match[str], text: str) -> _Piece:
    if match["cue"]:
        return _Piece("cue")
    if match["word"]:
        return _Piece("filler" if match["word"] in _FILLER else "other")
    digits = re.sub(r"\D", "", match["digits"])
    apart = not _NOT_BEFORE.fullmatch(text[: match.start()][-1:]) and not _NOT_AFTER.match(text, match.end())
    return _Piece("number", digits) if apart and len(digits) in _LENGTHS else _Piece("other")


def _said(words: list[str]) -> Iterator[_Piece]:
    """Digits that were written as words: "một hai ba bốn"."""
    digits = "".join(_SAID[word] for word in words)
    if len(digits) in _LENGTHS:
        yield _Piece("number", digits)
    elif words:
        yield _Piece("filler" if all(word in _FILLER for word in words) else "other")


def _after_cues(pieces: list[_Piece]) -> Iterator[str]:
    cued = False
    for piece in pieces:
        if piece.part == "number" and cued:
            yield piece.digits
        elif piece.part != "filler":
            cued = piece.part == "cue"

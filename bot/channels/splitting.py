"""A long text in pieces that each fit into one message: cut where a reader pauses, never inside a word that fits."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from knowledge.words import UPPER

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"(?<![:\n])\n\s*")
"""The end of a line; not after "Gồm:", which leads to the next."""
_ABBREVIATIONS = (
    *("[A-ZĐ]", "(?i:tp)", "(?i:tx)", "(?i:tt)", "(?i:đt)", "(?i:tr)", "(?i:vd)", "(?i:no)", "đ", "v\\.v", "vv", "QĐ", "CV", "KP", "St"),
    *("ThS", "TS", "GS", "BS", "KS", "(?i:tel)", "(?i:sđt)", "\\d", "\\d\\d"),
)
"""What a dot follows without ending a sentence: "TP. Huế", "P. 5", "tr. 3", "v.v.", initials, the number of a list item."""
_SENTENCE = re.compile(
    "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATIONS) + rf"(?:(?<=[.!?…])|(?<=[.!?…][”\"’)\]]))\s+(?=[{UPPER}\d]|[^\w\s])"
)
_SPACE = re.compile(r"\s+")
_PAUSES = (_BLANK_LINE, _LINE, _SENTENCE, _SPACE)
_FULL_ENOUGH = 0.25
"""A pause before this share of a piece is passed over for a lesser one further on: no message of one line before a long one."""
_JOINER = "\u200d"


def split(text: str, limit: int, *, utf16: bool = False) -> list[str]:
    """The text in pieces of at most ``limit`` characters (or UTF-16 units), none empty; only white space between them is lost."""
    pieces: list[str] = []
    rest = text.strip()
    while rest:
        end = _end(rest, _reach(rest, limit, utf16))
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return pieces


def size(text: str, *, utf16: bool = False) -> int:
    """The length of a text in characters, or in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)


def _reach(text: str, limit: int, utf16: bool) -> int:
    """How many characters of the text fit, at least one."""
    if not utf16:
        return max(1, limit)
    sizes = accumulate(2 if letter > "\uffff" else 1 for letter in text[:limit])
    return max(1, sum(used <= limit for used in sizes))


def _end(text: str, reach: int) -> int:
    """Where the first piece ends: at the last of the best pauses within reach; inside a word only where it alone is too long."""
    if len(text) <= reach:
        return len(text)
    for pause in _PAUSES:
        ends = [end for end in _ends(text, pause, reach) if end >= reach * _FULL_ENOUGH]
        if ends:
            return max(ends)
    return max(_ends(text, _SPACE, reach), default=0) or _inside_word(text, reach)


def _ends(text: str, pause: re.Pattern[str], reach: int) -> list[int]:
    """Where the pause lets a piece end."""
    return [found.start() for found in pause.finditer(text, 0, reach + 2) if found.start() <= reach]


def _inside_word(text: str, reach: int) -> int:
    """The last place within reach that does not part a letter from its marks."""
    return next((end for end in range(reach, 0, -1) if not _clings(text, end)), reach)


def _clings(text: str, index: int) -> bool:
    """What stands at ``index`` belongs to the character before it: an accent, a variation selector, a part of an emoji."""
    letter = text[index]
    return unicodedata.category(letter).startswith("M") or letter == _JOINER or text[index - 1] == _JOINER or "🏻" <= letter <= "🏿"

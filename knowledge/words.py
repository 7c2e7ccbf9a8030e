"""Plain text of the knowledge base: cleaning what other systems exported, and comparing words without diacritics."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

UPPER = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))) if c.isupper())
"""Capital letters for a character class; a range such as À-Ỹ would take in small letters too."""

_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<\s*(script|style)\b[^>]*>.*?<\s*/\s*\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_BULLET = re.compile("[\ue000-\uf8ff]")
_ODD = re.compile(f"{_INVISIBLE.pattern}|{_BULLET.pattern}")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_BREAK_RUN = re.compile(r" ?\n[ \n]*")
_WORD = re.compile(r"[^\W_]+")
_BARE = {
    **{code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA))},
    **dict.fromkeys(range(0x300, 0x370)),
    ord("đ"): "d",
}


@lru_cache(maxsize=4096)  # exports repeat themselves: each way of filing carries the same sentences
def clean_text(text: str) -> str:
    """NFC text without HTML, invisible characters and odd white space; one line break where the source had some."""
    if "<" in text:
        text = _TAG.sub(" ", _ITEM.sub("\n- ", _BREAKS.sub("\n", _HIDDEN.sub(" ", text))))
    if "&" in text:
        text = html.unescape(text)
    text = unicodedata.normalize("NFC", text.replace("\r", "\n"))
    if _ODD.search(text):
        text = _BULLET.sub("-", _INVISIBLE.sub("", text))
    return _BREAK_RUN.sub("\n", _SPACES.sub(" ", text)).strip()


def clean_line(text: str) -> str:
    """Like ``clean_text``, on one line."""
    return " ".join(clean_text(text).split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, no diacritics, words separated by one space: ``Đổi sổ đỏ!`` becomes ``doi so do``."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).lower().translate(_BARE)))

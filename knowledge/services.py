"""What an office says that it takes (lĩnh vực, thủ tục tiếp nhận), held against a procedure. The format: knowledge/places/README.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from knowledge.schema import Procedure
from knowledge.words import fold

CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")
"""The national part of a procedure's code; what a province appends to it makes no other procedure."""
SHORTEST_BEGINNING = 3
"""Syllables: "đăng ký" begins too many names."""
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[,/&+–-]|\bvà\b|\bva\b", re.IGNORECASE)
_FRAME = re.compile(r"(?:(?:cac|nhom|linh vuc|thu tuc(?: hanh chinh)?|dich vu(?: cong)?) )*")
"""What may stand before the name of a field or procedure and adds nothing to it."""
_Y = re.compile(r"^[hklmst]y$")
"""Lý and lí, ký and kí are one syllable in two writings."""

Syllables = tuple[str, ...]
"""Each with its marks sorted behind it: hoà and hòa are the same, thuế and thuê are not."""


def covering(services: Iterable[str], procedure: Procedure) -> tuple[str, ...]:
    """Those of an office's services that the procedure belongs to: by its code, its field or its name."""
    return tuple(service for service in services if _covers(unicodedata.normalize("NFC", service), procedure))


def codes_in(service: str) -> list[str]:
    """The codes that a service names; it then means these procedures and nothing else."""
    return CODE.findall(service)


def _covers(service: str, procedure: Procedure) -> bool:
    codes = codes_in(service)
    if codes:
        return procedure.code[:8] in codes
    plain = service.isascii()
    field, name, *others = (_syllables(text, plain) for text in (procedure.field, procedure.name, *procedure.aliases))
    said, *parts = (_syllables(text, plain) for text in (service, *_PARTS.split(service)))
    return _within(said, field) or any(part in (field, *others) or _begins(part, name) for part in filter(None, (said, *parts)))


def _within(said: Syllables, field: Syllables) -> bool:
    """Whether it stands word for word in the field; one syllable alone is in too many fields to mean them."""
    return len(said) > 1 and any(field[start : start + len(said)] == said for start in range(len(field)))


def _begins(said: Syllables, name: Syllables) -> bool:
    """Whether it is the name or its beginning. Words inside a name mean nothing: "… do thay đổi hộ tịch" is about land."""
    return said == name or (len(said) >= SHORTEST_BEGINNING and name[: len(said)] == said)


@lru_cache(maxsize=8192)
def _syllables(text: str, plain: bool) -> Syllables:
    """``plain``: without marks, for what was written without any."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    frame = _FRAME.match(" ".join(map(fold, words)))
    kept = words[len(frame[0].split()) if frame else 0 :]
    return tuple(_bare(word) + ("" if plain else _marks(word)) for word in kept)


def _bare(word: str) -> str:
    bare = fold(word)
    return f"{bare[:-1]}i" if _Y.match(bare) else bare


def _marks(word: str) -> str:
    return "".join(sorted(letter for letter in unicodedata.normalize("NFD", word) if letter == "đ" or unicodedata.combining(letter)))

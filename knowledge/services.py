"""What an office says that it takes (lĩnh vực, thủ tục tiếp nhận), held against a procedure. The format: knowledge/places/README.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from knowledge.schema import Procedure
from knowledge.words import fold

CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")
"""The national part of a procedure's code; what a province appends to it makes no other procedure."""
_WORD = re.compile(r"[^\W_]+")
_FRAME = re.compile(r"^(?:(?:các|nhóm|lĩnh vực|thủ tục(?: hành chính)?|dịch vụ(?: công)?|về|thuộc)\s+)+", re.IGNORECASE)
"""What may stand before the name of a field or procedure and adds nothing to it."""
_Y = re.compile(r"^[hklmst]y$")
"""Lý and lí, ký and kí are one syllable in two writings."""


class _Syllable(NamedTuple):
    """A syllable without its marks, and its marks wherever they stand: hoà and hòa are the same, thuế and thuê are not."""

    bare: str
    marks: str


def covering(services: Iterable[str], procedure: Procedure) -> tuple[str, ...]:
    """Those of an office's services that the procedure belongs to: by its code, its field, or words of its name."""
    return tuple(service for service in services if _covers(service, procedure))


def codes_in(service: str) -> list[str]:
    """The codes that a service names; it then means these procedures and nothing else."""
    return CODE.findall(service)


def _covers(service: str, procedure: Procedure) -> bool:
    codes = codes_in(service)
    if codes:
        return procedure.code[:8] in codes
    said, field = _syllables(service), _syllables(procedure.field)
    if said == field or _alike(said, field, service):
        return True
    return any(_alike(said, _syllables(name), service) for name in (procedure.name, *procedure.aliases))


def _alike(said: Sequence[_Syllable], name: Sequence[_Syllable], service: str) -> bool:
    """Whether one stands word for word within the other; one syllable alone (thuế, đất) is in too many names to mean them."""
    short, long = sorted((said, name), key=len)
    if len(short) < 2 and len(short) != len(long):
        return False
    unmarked = not any(syllable.marks for syllable in said) and service.isascii()
    windows = (long[start : start + len(short)] for start in range(len(long) - len(short) + 1))
    return bool(short) and any(_same(window, short, unmarked) for window in windows)


def _same(some: Sequence[_Syllable], others: Sequence[_Syllable], unmarked: bool) -> bool:
    return all(one.bare == other.bare and (unmarked or one.marks == other.marks) for one, other in zip(some, others, strict=True))


@lru_cache(maxsize=4096)
def _syllables(text: str) -> tuple[_Syllable, ...]:
    return tuple(map(_syllable, _WORD.findall(_FRAME.sub("", unicodedata.normalize("NFC", text).lower()))))


def _syllable(word: str) -> _Syllable:
    bare = fold(word)
    marks = sorted(letter for letter in unicodedata.normalize("NFD", word) if letter == "đ" or unicodedata.combining(letter))
    return _Syllable(f"{bare[:-1]}i" if _Y.match(bare) else bare, "".join(marks))

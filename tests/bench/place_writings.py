"""How people write places: every unit of the table in many writings, for the benchmark of the matcher."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.dialogue.gazetteer import Unit
from retriever.text import fold

_SHORT = (
    ("Thành phố Hồ Chí Minh", "TPHCM"), ("Thành phố Hà Nội", "HN"), ("Thành phố ", "TP. "), ("Thị xã ", "TX. "), ("Thị trấn ", "TT. "),
    ("Phường ", "P. "), ("Quận ", "Q. "), ("Huyện ", "H. "), ("Xã ", "X. "), ("Tỉnh ", ""), ("Đặc khu ", "đặc khu "),
)  # fmt: skip
_CHAT = (
    ("Thành phố Hồ Chí Minh", "sg"), ("Thành phố Hà Nội", "hà nội"), ("Thành phố ", "tp "), ("Thị xã ", "tx "), ("Thị trấn ", "tt "),
    ("Phường ", "p."), ("Quận ", "q."), ("Huyện ", "h."), ("Xã ", "xã "), ("Tỉnh ", "tỉnh "), ("Đặc khu ", "đặc khu "),
)  # fmt: skip
_LEVEL = re.compile(r"^(?:Thành phố|Thị xã|Thị trấn|Phường|Quận|Huyện|Xã|Tỉnh|Đặc khu) ")
_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}

Writing = Callable[[Unit, random.Random], str | None]
"""One way to write a unit; None where nobody would write it so."""


def address(unit: Unit) -> list[str]:
    """The unit and what held it, smallest first; a commune of today stands in its province."""
    if unit.kind == "province":
        return [unit.name]
    return [unit.name, *unit.formerly_in] if unit.old else [unit.name, unit.province]


def _joined(parts: Sequence[str], separator: str = ", ") -> str:
    return separator.join(parts)


def shortened(part: str, table: Sequence[tuple[str, str]] = _SHORT) -> str:
    """``P. Giáp Bát`` of ``Phường Giáp Bát``."""
    return next((short + part[len(long) :] for long, short in table if part.startswith(long)), part)


def bare(part: str) -> str:
    """The name without its level word."""
    return _LEVEL.sub("", part)


def plain(text: str) -> str:
    """As typed without marks, in small letters."""
    return fold(text).lower()


def typed(text: str, letters: dict[str, str], tones: dict[str, str]) -> str:
    """The keys of Telex or VNI, the tone at the end of each syllable."""
    return " ".join(_keys(word, letters, tones) for word in text.lower().split(" "))


def _keys(word: str, letters: dict[str, str], tones: dict[str, str]) -> str:
    found, tone = "", ""
    for character in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", character)
        tone += "".join(tones.get(mark, "") for mark in parts[1:])
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        found += letters.get(base, base)
    core = found.rstrip(",.")
    return core + tone + found[len(core) :]


def with_typo(part: str, rng: random.Random) -> str:
    """One slip inside the bare name: a letter doubled, dropped, swapped with the next or replaced; the first letter stands."""
    name = bare(part)
    places = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at - 1].isalpha() and name[at + 1].isalpha()]
    if len(name) < 5 or not places:
        return part
    at = rng.choice(places)
    slips = (name[: at + 1] + name[at:], name[:at] + name[at + 1 :], name[:at] + name[at + 1] + name[at] + name[at + 2 :],
             name[:at] + rng.choice("aeioungthc") + name[at + 1 :])  # fmt: skip
    return part[: len(part) - len(name)] + rng.choice(slips)


def _typo(unit: Unit, rng: random.Random) -> str:
    first, *others = address(unit)
    return _joined([with_typo(first, rng), *others])


def _typo_plain(unit: Unit, rng: random.Random) -> str:
    return plain(_typo(unit, rng)).replace(",", "")


def _bare_levels(unit: Unit, _: random.Random) -> str | None:
    parts = [bare(part) for part in address(unit)]
    return None if any(part.isdecimal() for part in parts) or len(parts) < 2 else _joined(parts)


def _short_plain(unit: Unit, _: random.Random) -> str:
    return plain(_joined([shortened(part) for part in address(unit)], " "))


def _two(unit: Unit, last: int) -> str | None:
    parts = address(unit)
    return _joined([parts[0], parts[last]]) if len(parts) > 2 else None


def _sentence(unit: Unit, _: random.Random) -> str:
    return f"em ở {_joined([shortened(part, _CHAT) for part in address(unit)], ' ')} thì nộp hồ sơ ở đâu ạ"


WRITINGS: dict[str, Writing] = {
    "full": lambda unit, _: _joined(address(unit)),
    "full, no commas": lambda unit, _: _joined(address(unit), " "),
    "unaccented": lambda unit, _: plain(_joined(address(unit))),
    "unaccented, no commas": lambda unit, _: plain(_joined(address(unit), " ")),
    "P. Q. TP.": lambda unit, _: _joined([shortened(part) for part in address(unit)]),
    "p q tp unaccented": _short_plain,
    "chat sentence": _sentence,
    "levels missing": _bare_levels,
    "levels missing, unaccented": lambda unit, rng: plain(found) if (found := _bare_levels(unit, rng)) else None,
    "with its district only": lambda unit, _: _two(unit, 1),
    "with its province only": lambda unit, _: _two(unit, -1),
    "alone": lambda unit, _: unit.name,
    "one typo": _typo,
    "one typo, unaccented": _typo_plain,
    "Telex keys": lambda unit, _: typed(_joined(address(unit)), _TELEX, _TELEX_TONES),
    "VNI keys": lambda unit, _: typed(_joined(address(unit)), _VNI, _VNI_TONES),
}

"""The table of places: provinces, districts and communes before and after 1 July 2025, indexed by folded name.

The table itself belongs to underthesea and is read from the installed package, without importing it (that takes seconds).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Literal, TypedDict, cast

from rapidfuzz.distance import OSA

from retriever.text import fold, place_tones

Kind = Literal["province", "district", "commune"]

_TABLE = "underthesea/address/data/mapping.json"
_LEVEL = re.compile(r"(Tỉnh|Thành phố|Quận|Huyện|Thị xã|Thị trấn|Phường|Xã|Đặc khu) ", re.IGNORECASE)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}
"""Numbers of wards as some write them."""
_TWO_TOWNS = re.compile(r" - ")
LONGEST_NAME = 6
"""Syllables of the longest name, Phường Văn Miếu - Quốc Tử Giám."""


class _Row(TypedDict):
    old_province: str
    old_province_key: str
    old_district: str
    old_ward: str
    new_province: str
    new_province_key: str
    new_ward: str


class _ProvinceName(TypedDict):
    name: str
    short: str


class _Table(TypedDict):
    province_mapping: dict[str, str]
    province_names: dict[str, _ProvinceName]
    old_province_names: dict[str, _ProvinceName]
    ward_mapping: list[_Row]


@dataclass(eq=False, slots=True)
class Unit:
    """One administrative unit, of today or abolished."""

    name: str
    kind: Kind
    level: str
    """Folded level word: ``phuong``, ``xa``, ``thi tran``, ``dac khu``, ``quan``, ``huyen``, ``thi xa``, ``thanh pho``, ``tinh``."""
    syllables: tuple[str, ...]
    """Bare name in small letters, one tone convention."""
    old: bool
    province: str
    """The province of today."""
    provinces: set[str] = field(default_factory=set)
    """Keys of the provinces, of today and abolished, that hold it or held it."""
    districts: set[str] = field(default_factory=set)
    """Full names of the abolished districts that held it or parts of it; a district holds itself."""
    formerly_in: tuple[str, ...] = ()
    new_names: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def is_within(self, parent: Unit) -> bool:
        """Whether the other unit holds this one, now or before 2025."""
        if parent is self or self.kind == "province" or parent.kind == "commune" or self.kind == parent.kind:
            return False
        if parent.kind == "province":
            return not parent.provinces.isdisjoint(self.provinces)
        return not parent.districts.isdisjoint(self.districts)


@lru_cache(maxsize=20_000)
def fold_syllable(syllable: str) -> str:
    """``fold`` with a memory: names repeat few syllables."""
    return fold(syllable)


class Gazetteer:
    """All units by folded name. Built once, read only afterwards."""

    def __init__(self, table: _Table) -> None:
        self.by_key: dict[str, list[Unit]] = defaultdict(list)
        self.first_syllables: set[str] = set()
        self.syllables: set[str] = set()
        self._by_initial: dict[tuple[Kind, str], list[str]] = defaultdict(list)
        for unit in _units(table):
            self._add(unit)
        self._index_initials()

    def find(self, key: str) -> list[Unit]:
        """The units of that folded name, syllables joined by single spaces."""
        return self.by_key.get(key, [])

    def similar(self, key: str, kinds: Iterable[Kind]) -> list[Unit]:
        """Units whose name is one typing slip away from the key: a letter more, less, other or swapped."""
        found: list[Unit] = []
        for kind in kinds:
            names = self._by_initial.get((kind, key[:1]), [])
            near = [name for name in names if abs(len(name) - len(key)) <= 1 and OSA.distance(name, key, score_cutoff=1) <= 1]
            found += [unit for name in near for unit in self.by_key[name] if unit.kind == kind]
        return found

    def _add(self, unit: Unit) -> None:
        unit.keys = list(dict.fromkeys(_keys(unit)))
        for key in unit.keys:
            self.by_key[key].append(unit)
            self.first_syllables.add(key.split(" ", 1)[0])
            self.syllables.update(key.split(" "))

    def _index_initials(self) -> None:
        for key, units in self.by_key.items():
            for kind in {unit.kind for unit in units}:
                self._by_initial[kind, key[0]].append(key)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The one table of the process, built on first use."""
    path = Path(str(distribution("underthesea").locate_file(_TABLE)))
    return Gazetteer(cast(_Table, json.loads(path.read_text(encoding="utf-8"))))


@lru_cache(maxsize=20_000)
def split_level(name: str) -> tuple[str, str]:
    """``Phường Giáp Bát`` as its folded level and its bare name; the level is empty where there is none."""
    match = _LEVEL.match(name)
    return (fold(match.group(1)).lower(), name[match.end() :]) if match else ("", name)


@lru_cache(maxsize=20_000)
def _syllables(bare: str) -> tuple[str, ...]:
    plain = place_tones(unicodedata.normalize("NFC", bare).lower()).replace("'", "").replace("’", "")
    parts = tuple(re.findall(r"[^\W_]+", plain))
    return tuple(ROMAN.get(part, part) for part in parts) if len(parts) == 1 else parts


def _keys(unit: Unit) -> Iterator[str]:
    folded = [fold_syllable(s) for s in unit.syllables]
    yield " ".join(folded)
    if unit.kind != "commune" and len(folded) > 1:
        yield "".join(folded)
    if len(folded) > 2 and folded[-1].isdecimal():
        yield " ".join(folded[:-1])
    if _TWO_TOWNS.search(unit.name):
        _, bare = split_level(_TWO_TOWNS.split(unit.name)[0])
        yield " ".join(fold_syllable(s) for s in _syllables(bare))


def _unit(name: str, kind: Kind, province: str, *, old: bool) -> Unit:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    level, bare = split_level(name)
    return Unit(name[:1].upper() + name[1:], kind, level, _syllables(bare), old, province)


def _units(table: _Table) -> Iterator[Unit]:
    yield from _provinces(table)
    new: dict[tuple[str, str], Unit] = {}
    wards: dict[tuple[str, str, str], Unit] = {}
    districts: dict[tuple[str, str], Unit] = {}
    for row in table["ward_mapping"]:
        for unit in (_new_commune(row, new), _old_commune(row, wards), _district(row, districts)):
            if unit is not None:
                _note_row(unit, row)
    yield from districts.values()
    yield from new.values()
    yield from wards.values()


def _provinces(table: _Table) -> Iterator[Unit]:
    today = table["province_names"]
    for key, names in today.items():
        unit = _unit(names["name"], "province", names["name"], old=False)
        unit.provinces = {key}
        yield unit
    for key, names in table["old_province_names"].items():
        successor = today[table["province_mapping"][key]]["name"]
        if key not in today:
            unit = _unit(names["name"], "province", successor, old=True)
            unit.provinces, unit.new_names = {key}, [successor]
            yield unit


def _new_commune(row: _Row, known: dict[tuple[str, str], Unit]) -> Unit | None:
    if not row["new_ward"]:
        return None
    key = (row["new_province"], row["new_ward"])
    if key not in known:
        known[key] = _unit(row["new_ward"], "commune", row["new_province"], old=False)
    return known[key]


def _old_commune(row: _Row, known: dict[tuple[str, str, str], Unit]) -> Unit | None:
    if not row["old_ward"]:
        return None
    key = (row["old_province"], row["old_district"], row["old_ward"])
    if key not in known:
        known[key] = _unit(row["old_ward"], "commune", row["new_province"], old=True)
        known[key].formerly_in = (row["old_district"], row["old_province"])
    return known[key]


def _district(row: _Row, known: dict[tuple[str, str], Unit]) -> Unit | None:
    key = (row["old_province"], row["old_district"])
    if key not in known:
        known[key] = _unit(row["old_district"], "district", row["new_province"], old=True)
        known[key].formerly_in = (row["old_province"],)
    return known[key]


def _note_row(unit: Unit, row: _Row) -> None:
    unit.provinces |= {row["old_province_key"], row["new_province_key"]}
    unit.districts.add(f"{row['old_province']}/{row['old_district']}")
    if unit.old and row["new_ward"] and row["new_ward"] not in unit.new_names:
        unit.new_names.append(row["new_ward"])

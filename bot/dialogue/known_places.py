"""From what a message names to one place of today: what the conversation remembers, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.gazetteer import ROMAN, Gazetteer, Kind, Unit, gazetteer
from bot.dialogue.places import Place, find_places
from retriever.text import fold, normalize

MAX_CHOICES = 8
"""Places offered as buttons; of more, the district or the province is asked."""
_RANK: dict[Kind, int] = {"province": 0, "district": 1, "commune": 2}
_LEVEL = re.compile(r"^(?:tinh|thanh pho|tp|quan|huyen|thi xa|thi tran|phuong|xa|dac khu) ")

Purpose = Literal["place", "hours", "office", "name"]
"""What a place is asked for: where to file a procedure, opening hours, an address, its name of today."""


class KnownPlace(BaseModel):
    """Where somebody lives or files, as far as it is known, in names of today."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    said: str
    """As named, with its level: ``Phường 9``."""
    kind: Kind
    province: str
    commune: str | None = None
    formerly: tuple[str, ...] = ()
    """What held it before 1 July 2025, smallest first; empty for a place of today."""
    old: bool = False
    options: tuple[str, ...] = ()
    """The communes of today among which the commune is: of a divided ward, of an abolished district."""


class PlaceQuestion(BaseModel):
    """A place that was asked for: the choices offered (ids), the name that fits many, and what the answer is for."""

    model_config = ConfigDict(extra="ignore")

    purpose: Purpose = "place"
    code: str | None = None
    said: str = ""
    asked: str = ""
    """The question that waits for the place, without personal numbers."""
    choices: list[str] = []


class Doubt(BaseModel):
    """One name that several places bear; no candidates where there are too many to list."""

    model_config = ConfigDict(frozen=True)

    said: str
    ids: tuple[str, ...] = ()


def place_id(name: str, holders: Sequence[str]) -> str:
    """A place as a button carries it: ``phuong 9/thanh pho tuy hoa/tinh phu yen``."""
    return "/".join(map(_plain, (name, *holders)))


def id_of(place: Place) -> str:
    """The id of a place found in a text."""
    return place_id(place.name, place.formerly_in if place.old else () if place.kind == "province" else (place.province,))


def unit_of(identifier: str) -> Unit | None:
    """The unit that an id names; None for an unknown one."""
    bare = _LEVEL.sub("", identifier.split("/")[0])
    return next((u for u in gazetteer().find(ROMAN.get(bare, bare)) if _id(u) == identifier), None)


def label_of(identifier: str) -> str:
    """An id as a choice to read: ``Phường 9, Thành phố Tuy Hòa, Tỉnh Phú Yên (cũ)``."""
    unit = unit_of(identifier)
    if unit is None:
        return ""
    holders = unit.formerly_in if unit.old else () if unit.kind == "province" else (unit.province,)
    return ", ".join((unit.name, *holders)) + (" (cũ)" if unit.old else "")


def known(identifier: str) -> KnownPlace | None:
    """What is known of a place by its id."""
    unit = unit_of(identifier)
    return None if unit is None else _known(unit)


def read_place(places: Sequence[Place], before: KnownPlace | None = None) -> KnownPlace | Doubt | None:
    """The place that a message is about: the most precise it names, the last of these; ``before`` decides between namesakes."""
    if not places:
        return None
    rank = max(_RANK[place.kind] for place in places)
    last = [place for place in places if _RANK[place.kind] == rank][-1]
    if not last.ambiguous:
        return known(id_of(last))
    namesakes = [place for place in places if place.name == last.name and place.ambiguous and place.province]
    fitting = [place for place in namesakes if before and _fits(place, before)]
    if len(fitting) == 1:
        return known(id_of(fitting[0]))
    return Doubt(said=last.name, ids=tuple(id_of(place) for place in fitting or namesakes))


def read_all(places: Sequence[Place]) -> list[KnownPlace]:
    """All places of the most precise kind that a message names, where none is in doubt: "em ở Cần Thơ, ảnh ở Huế"."""
    rank = max((_RANK[place.kind] for place in places), default=0)
    last = [place for place in places if _RANK[place.kind] == rank]
    found = [known(id_of(place)) for place in last if not place.ambiguous]
    return [place for place in found if place is not None] if len(found) == len(last) else []


def narrowed(question: PlaceQuestion, text: str, places: Sequence[Place]) -> KnownPlace | Doubt | None:
    """The answer to a question about a place, typed: "ở quận 7 á", "bình kiến"; None where the message answers nothing."""
    if question.choices:
        left = _matching(question.choices, text, places)
        if len(left) == 1:
            return known(left[0])
        if left and len(left) < len(question.choices):
            return Doubt(said=question.said, ids=tuple(left))
        return None if left else read_place(places)
    if question.said and places:
        found = read_place(find_places(f"{question.said}, {text}"))
        if isinstance(found, KnownPlace):
            return found
    return read_place(places)


def communes_of(district: Unit) -> tuple[str, ...]:
    """The communes of today on the ground of an abolished district."""
    return _communes_by_district().get(f"{district.formerly_in[0]}/{district.name}", ())


def commune_of_today(commune: str, province: str) -> tuple[str, ...]:
    """The official name of a commune of today in a province, as written by hand; for an abolished one all its successors; else nothing."""
    found = [p for p in find_places(f"{commune}, {province}") if p.kind == "commune"]
    today = {p.name for p in found if not p.old}
    return (today.pop(),) if len(today) == 1 else tuple(dict.fromkeys(name for p in found for name in p.new_names))


def province_of_today(province: str) -> str | None:
    """The official name of a province of today; None where there is none such."""
    bare = _LEVEL.sub("", _plain(province))
    return next((u.name for u in gazetteer().find(bare) if u.kind == "province" and not u.old), None)


def _known(unit: Unit) -> KnownPlace:
    options: tuple[str, ...] = ()
    commune = None
    if unit.kind == "district":
        options = communes_of(unit)
    elif unit.kind == "commune":
        names = tuple(unit.new_names) if unit.old else (unit.name,)
        commune = names[0] if len(names) == 1 else None
        options = names if len(names) > 1 else ()
    return KnownPlace(
        said=unit.name, kind=unit.kind, province=unit.province, commune=commune, formerly=unit.formerly_in, old=unit.old, options=options
    )


def _fits(place: Place, before: KnownPlace) -> bool:
    """Whether a namesake lies in the place known from before, by district where one is known."""
    if place.province != before.province:
        return False
    if before.kind == "district":
        return before.said in place.formerly_in or place.name in before.options
    return True


def _matching(choices: Iterable[str], text: str, places: Sequence[Place]) -> list[str]:
    """The choices that the places named, or else the bare words, fit."""
    choices = list(choices)
    by_place = [choice for choice in choices if any(_is_in(choice, id_of(place)) for place in places if place.province)]
    if by_place:
        return by_place
    typed = f" {fold(normalize(text))} "
    named = {choice: [part for part in choice.split("/") if f" {_LEVEL.sub('', part)} " in typed] for choice in choices}
    most = max((len(parts) for parts in named.values()), default=0)
    return [choice for choice, parts in named.items() if most and len(parts) == most]


def _is_in(choice: str, place: str) -> bool:
    """Whether a choice is the place or lies in it, by their ids; a province of today also holds by the unit's own province."""
    if choice == place or choice.endswith(f"/{place}"):
        return True
    unit, holder = unit_of(choice), unit_of(place)
    return unit is not None and holder is not None and unit.is_within(holder)


def _id(unit: Unit) -> str:
    return place_id(unit.name, unit.formerly_in if unit.old else () if unit.kind == "province" else (unit.province,))


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    """A name as the keys of the table are written: folded, without apostrophes and dashes."""
    return " ".join(re.findall(r"[^\W_]+", fold(name).lower().replace("'", "").replace("’", "")))


@lru_cache(maxsize=1)
def _communes_by_district() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for unit in _all_units(gazetteer()):
        if unit.kind == "commune" and not unit.old:
            for district in unit.districts:
                found.setdefault(district, []).append(unit.name)
    return {district: tuple(sorted(names)) for district, names in found.items()}


def _all_units(table: Gazetteer) -> Iterable[Unit]:
    return dict.fromkeys(unit for units in table.by_key.values() for unit in units)

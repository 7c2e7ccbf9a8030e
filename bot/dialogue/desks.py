"""Which counters a procedure is filed at, read from the agency of its record, and what they are called in a place of today."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.formats import lower_first
from bot.dialogue.known_places import KnownPlace
from knowledge.offices import OfficeKind
from knowledge.schema import Level, Procedure, Unknown
from retriever.text import fold, normalize

CENTRE = "Trung tâm Phục vụ hành chính công"
ANY_COMMUNE = "xã, phường nơi anh/chị ở"
LAND_OFFICE = "Văn phòng đăng ký đất đai (chi nhánh phụ trách {place})"


@dataclass(frozen=True)
class Desk:
    """One kind of counter at one level. ``title`` stands before the name of the place."""

    kind: OfficeKind
    level: Level
    title: str

    def name(self, place: KnownPlace) -> str:
        """The counter there: ``Trung tâm Phục vụ hành chính công phường Tuy Hòa, tỉnh Đắk Lắk``."""
        where = lower_first(place.province)
        if self.level is Level.COMMUNE:
            where = f"{lower_first(place.commune) if place.commune else ANY_COMMUNE}, {where}"
        return self.title.format(place=where) if "{place}" in self.title else f"{self.title} {where}"


_RULES: tuple[tuple[re.Pattern[str], Desk], ...] = (
    (re.compile(r"cong an (?:cap )?xa\b"), Desk(OfficeKind.POLICE, Level.COMMUNE, "Công an")),
    (
        re.compile(r"(?:uy ban nhan dan|ubnd|chu tich uy ban nhan dan) (?:cap )?xa\b|co quan dang ky kinh doanh cap xa"),
        Desk(OfficeKind.ONE_STOP, Level.COMMUNE, CENTRE),
    ),
    (re.compile(r"cong an (?:cap )?tinh\b"), Desk(OfficeKind.POLICE, Level.PROVINCE, "Công an")),
    (re.compile(r"bao hiem xa hoi (?:cap )?tinh\b"), Desk(OfficeKind.INSURANCE, Level.PROVINCE, "Bảo hiểm xã hội")),
    (re.compile(r"\bthue tinh\b"), Desk(OfficeKind.TAX, Level.PROVINCE, "Thuế")),
    (re.compile(r"van phong dang ky dat dai"), Desk(OfficeKind.LAND, Level.PROVINCE, LAND_OFFICE)),
    (re.compile(r"uy ban nhan dan (?:cap )?tinh\b"), Desk(OfficeKind.ONE_STOP, Level.PROVINCE, CENTRE)),
)
_DEPARTMENT = re.compile(r"(?:^|[,;(] ?|hoặc )(Sở [^,;(]+?)(?= tỉnh\b| hoặc |[,;()]|$)")
_CENTRE = re.compile(r"hành chính công|một cửa", re.IGNORECASE)


def desks_of(procedure: Procedure) -> tuple[Desk, ...]:
    """The counters that the record names at commune and province level; none where it names no such agency."""
    if isinstance(procedure.executing_agency, Unknown):
        return ()
    agency = fold(_normal(procedure.executing_agency))
    found = [desk for pattern, desk in _RULES if pattern.search(agency)]
    found += _department(procedure, procedure.executing_agency)
    return tuple(desk for desk in dict.fromkeys(found) if desk.level in procedure.levels or not procedure.levels)


def _department(procedure: Procedure, agency: str) -> list[Desk]:
    """A department of the province (Sở): its dossiers go to the province's centre unless the record names another place."""
    match = _DEPARTMENT.search(agency)
    place = procedure.receiving_place
    if match is None:
        return []
    at_centre = isinstance(place, Unknown) or _CENTRE.search(place) is not None
    kind = OfficeKind.ONE_STOP if at_centre else OfficeKind.OTHER
    return [Desk(kind, Level.PROVINCE, CENTRE if at_centre else match[1].strip())]


def _normal(text: str) -> str:
    """``normalize`` of each part between commas and semicolons."""
    return ", ".join(normalize(part) for part in re.split(r"[,;]", text))

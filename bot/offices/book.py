"""The offices in memory, by the commune they serve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level
from knowledge.words import fold

MAX_NEARBY = 3
_PREFIX = re.compile(r"^(?:tinh|thanh pho) ")


@dataclass(frozen=True)
class Found:
    """Offices for a place. ``here``: they serve the commune asked about; else others of its province, without any distance."""

    offices: tuple[Office, ...] = ()
    here: bool = False


class OfficeBook:
    """All offices; read only."""

    def __init__(self, offices: Iterable[Office] = ()) -> None:
        self._by_province: dict[str, list[Office]] = {}
        for office in sorted(offices, key=lambda office: (office.sample, office.id)):
            self._by_province.setdefault(_province_key(office.province), []).append(office)

    def __len__(self) -> int:
        return sum(map(len, self._by_province.values()))

    def find(self, *, province: str, commune: str | None, kind: OfficeKind, level: Level, on: date, name: str = "") -> Found:
        """The offices of a kind and level for a place of today: those of its commune, else up to three of its province.

        ``name`` tells other agencies apart (Sở Xây dựng). Sample offices only where there is no real one.
        """
        fitting = [office for office in self._by_province.get(_province_key(province), []) if office.in_force(on)]
        fitting = [office for office in fitting if office.kind is kind and office.level is level]
        if kind is OfficeKind.OTHER:
            fitting = [office for office in fitting if name and fold(name) in fold(office.name)]
        if level is not Level.COMMUNE:
            return Found(_real(fitting)[:MAX_NEARBY], here=True) if fitting else Found()
        own = [office for office in fitting if commune and office.commune and fold(office.commune) == fold(commune)]
        return Found(_real(own), here=True) if own else Found(_real(fitting)[:MAX_NEARBY])


def _real(offices: Sequence[Office]) -> tuple[Office, ...]:
    return tuple(office for office in offices if not office.sample) or tuple(offices)


def _province_key(name: str) -> str:
    return _PREFIX.sub("", fold(name))

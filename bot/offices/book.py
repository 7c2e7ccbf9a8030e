"""The offices in memory, by the commune they serve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level, Procedure
from knowledge.services import covering
from knowledge.words import fold

MAX_NEARBY = 3
_PREFIX = re.compile(r"^(?:tinh|thanh pho) ")


@dataclass(frozen=True)
class Found:
    """Offices for a place. ``here``: they serve the commune asked about; else others of its province, without any distance."""

    offices: tuple[Office, ...] = ()
    here: bool = False
    passed_over: bool = False
    """The commune has an office, but the services it lists leave the procedure out, and these take it."""
    doubtful: bool = False
    """The services that these list leave the procedure out, and no other office is known that takes it."""


class OfficeBook:
    """All offices; read only."""

    def __init__(self, offices: Iterable[Office] = ()) -> None:
        self._by_province: dict[str, list[Office]] = {}
        for office in sorted(offices, key=lambda office: (office.sample, office.id)):
            self._by_province.setdefault(_province_key(office.province), []).append(office)

    def __len__(self) -> int:
        return sum(map(len, self._by_province.values()))

    def find(
        self,
        *,
        province: str,
        commune: str | None,
        kind: OfficeKind,
        level: Level,
        on: date,
        name: str = "",
        procedure: Procedure | None = None,
    ) -> Found:
        """The offices of a kind and level for a place of today: those of its commune, else up to three of its province.

        ``name`` tells other agencies apart (Sở Xây dựng). Sample offices only where there is no real one. With a ``procedure`` those that
        list it, else those that list no services and so take all; one that leaves it out only where no other is known.
        """
        fitting = [office for office in self._by_province.get(_province_key(province), []) if office.in_force(on)]
        fitting = [office for office in fitting if office.kind is kind and office.level is level]
        if kind is OfficeKind.OTHER:
            fitting = [office for office in fitting if name and fold(name) in fold(office.name)]
        if level is not Level.COMMUNE:
            return _chosen(_real(fitting), (), procedure, most=MAX_NEARBY)
        own = [office for office in fitting if _serves(office, commune)]
        others = [office for office in fitting if not _serves(office, commune)]
        return _chosen(_real(own), others, procedure)


def _chosen(own: Sequence[Office], others: Sequence[Office], procedure: Procedure | None, most: int | None = None) -> Found:
    if here := _taking(own, procedure):
        return Found(here[:most], here=True)
    passing = [office for office in others if not own or office.sample <= own[0].sample]  # no real office gives way to a sample
    instead = own and own[0].sample  # a sample may give way to a sample
    if elsewhere := _taking(_real(passing), procedure) or (_taking(passing, procedure) if instead else ()):
        return Found(elsewhere[:MAX_NEARBY], passed_over=bool(own))
    return Found(tuple(own[:most]), here=True, doubtful=True) if own else Found()


def _serves(office: Office, commune: str | None) -> bool:
    return bool(commune and office.commune and fold(office.commune) == fold(commune))


def _taking(offices: Sequence[Office], procedure: Procedure | None) -> tuple[Office, ...]:
    """Those that list the procedure; where none does, those that list nothing."""
    if procedure is None:
        return tuple(offices)
    listing = tuple(office for office in offices if covering(office.services, procedure))
    return listing or tuple(office for office in offices if not office.services)


def _real(offices: Sequence[Office]) -> tuple[Office, ...]:
    return tuple(office for office in offices if not office.sample) or tuple(offices)


def _province_key(name: str) -> str:
    return _PREFIX.sub("", fold(name))

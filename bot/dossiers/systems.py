"""The one-stop systems side by side: which of them has the dossiers of a code."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr

from bot.db import Database
from bot.dossiers.descriptions import SystemsError, load_systems
from bot.dossiers.gateway import Gateway
from bot.dossiers.http import HttpGateway
from bot.dossiers.mapping import LOCAL, HttpSystem, NoAuth, SqlSystem, System
from bot.dossiers.sql import SqlGateway
from bot.settings import Settings

__all__ = ["LOCAL", "LOCAL_NAME", "HttpSystem", "SqlSystem", "System", "Systems", "SystemsError", "open_systems"]

LOCAL_NAME = "Bảng hồ sơ đã nhập"
_ABOVE = 3
"""Groups of digits that may stand before a unit: ``000.00.04.`` before ``H57``."""


class Systems:
    """Finds the system of a code by its unit: of all prefixes that fit, the one of most groups counts; one without prefixes fits all."""

    def __init__(self, gateways: Sequence[Gateway], descriptions: Sequence[System] = ()) -> None:
        self.gateways = tuple(gateways)
        self._named = {gateway.id: gateway for gateway in self.gateways}
        self._described = {described.id: described for described in descriptions}
        self._by_prefix = {_groups(prefix): gateway for gateway in self.gateways for prefix in gateway.prefixes}
        self._of_all = next((gateway for gateway in self.gateways if not gateway.prefixes), None)

    def of(self, code: str) -> Gateway | None:
        """The system that has the dossiers of the code's unit; None where none claims it."""
        fitting = [prefix for prefix in _prefixes(_unit(code)) if prefix in self._by_prefix]
        return self._by_prefix[max(fitting, key=len)] if fitting else self._of_all

    def named(self, system: str) -> Gateway | None:
        """The system of an id."""
        return self._named.get(system)

    def settings_of(self, system: str) -> System | None:
        """How its file describes the system of an id; None for the table that no file describes, and for unknown ids."""
        return self._described.get(system)

    async def close(self) -> None:
        """Let go of all connections."""
        for gateway in self.gateways:
            await gateway.close()


def open_systems(settings: Settings, database: Database) -> Systems:
    """The described systems, and the table of imported dossiers for all units that none of them claims.

    Raises SystemsError, whose sentences name the file and the field that cannot be used.
    """
    folder = settings.dossier_systems
    described = list(load_systems(folder, settings.dossier_secrets).values()) if folder is not None else []
    gateways = [_open(system, settings, database) for system in described]
    if not any(system.id == LOCAL for system in described):
        gateways.append(SqlGateway(database, id=LOCAL, name=LOCAL_NAME))
    return Systems(gateways, described)


def _open(system: System, settings: Settings, database: Database) -> Gateway:
    if isinstance(system, SqlSystem):
        return SqlGateway(database, id=system.id, name=system.name, prefixes=system.prefixes)
    return HttpGateway(system, _secret(system, settings))


def _secret(system: HttpSystem, settings: Settings) -> SecretStr | None:
    return None if isinstance(system.auth, NoAuth) else settings.dossier_secrets[system.auth.secret]


def _unit(code: str) -> str:
    """``000.00.04.H51`` of ``000.00.04.H51-200221-0001``."""
    return code.strip().upper().partition("-")[0]


def _groups(unit: str) -> tuple[str, ...]:
    return tuple(unit.split("."))


def _prefixes(unit: str) -> list[tuple[str, ...]]:
    """All groups of prefixes that fit a unit, with the groups of the ministry before it and without."""
    whole = _groups(unit)
    tail = whole[_ABOVE:] if len(whole) > _ABOVE and all(group.isdigit() for group in whole[:_ABOVE]) else ()
    return [groups[:length] for groups in (whole, tail) for length in range(1, len(groups) + 1)]

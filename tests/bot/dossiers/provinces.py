"""One-stop systems for the contract of gateways: our table, and the two provinces over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from pydantic import SecretStr
from sqlalchemy import delete, text, update

from bot.db import Database
from bot.dossiers.gateway import Gateway
from bot.dossiers.http import HttpGateway
from bot.dossiers.model import Dossier
from bot.dossiers.rows import put_rows, row_of
from bot.dossiers.sql import SqlGateway
from bot.dossiers.tables import RecordRow
from bot.numbers import dossier_key
from tests.fakes.one_stop import SECRETS, FakeOneStop, described


class World(Protocol):
    """A system that a test fills. ``unit`` is one of its units."""

    unit: str

    @property
    def gateway(self) -> Gateway: ...

    async def put(self, dossier: Dossier) -> None: ...

    async def remove(self, code: str) -> None: ...

    async def garble(self, code: str) -> None:
        """Its next answers for the code hold a state that nobody knows."""

    async def silence(self) -> None:
        """It does not answer any more."""


@dataclass
class TableWorld:
    database: Database
    gateway: SqlGateway
    unit: str = "H56.14"

    async def put(self, dossier: Dossier) -> None:
        named = dossier.model_copy(update={"system": self.gateway.id})
        async with self.database.write() as session:
            await put_rows(session, [row_of(named, datetime.now(UTC))])

    async def remove(self, code: str) -> None:
        async with self.database.write() as session:
            await session.execute(delete(RecordRow).where(RecordRow.key == dossier_key(code)))

    async def garble(self, code: str) -> None:
        async with self.database.write() as session:
            await session.execute(update(RecordRow).where(RecordRow.key == dossier_key(code)).values(state="lost"))

    async def silence(self) -> None:
        async with self.database.write() as session:
            await session.execute(text("DROP TABLE dossier_records"))


@dataclass
class ProvinceWorld:
    fake: FakeOneStop
    gateway: HttpGateway
    unit: str

    async def put(self, dossier: Dossier) -> None:
        self.fake.put(dossier)

    async def remove(self, code: str) -> None:
        self.fake.remove(code)

    async def garble(self, code: str) -> None:
        self.fake.spoil = _with_unknown_state

    async def silence(self) -> None:
        self.fake.__exit__(None, None, None)


def _with_unknown_state(body: Any) -> Any:
    record = body["data"][0] if "data" in body else body["dossier"]
    record |= {"TrangThai": 77, "status": {"name": "Thất lạc"}}
    return body


async def no_sleep(_seconds: float) -> None:
    """Retries at once."""


@asynccontextmanager
async def province(system: str, *, fake: FakeOneStop | None = None, **changes: Any) -> AsyncIterator[ProvinceWorld]:
    """A province of the docs behind a gateway; ``changes`` as they would stand in its file, ``clock`` and ``sleep`` for the gateway."""
    options = {"sleep": no_sleep} | {name: changes.pop(name) for name in ("clock", "sleep") if name in changes}
    with fake or FakeOneStop() as running:
        gateway = HttpGateway(described(system, running.url, **changes), SecretStr(SECRETS[system]), **options)
        try:
            yield ProvinceWorld(running, gateway, "H97.14" if system == "tinh-a" else "H98.20")
        finally:
            await gateway.close()

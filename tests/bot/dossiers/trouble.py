"""A province whose answers a test spoils, and what may be said of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.responses import Response
from structlog.testing import capture_logs

from bot.dossiers.gateway import Unavailable
from bot.dossiers.model import Dossier, DossierState
from tests.bot.dossiers.provinces import ProvinceWorld, province
from tests.fakes.one_stop import API_KEY, CLIENT_SECRET

CODE, OTHER = "H97.14-261116-0001", "H97.14-261116-0002"
CODE_B = "H98.20-261116-0001"
NAME, PHONE, NUMBER = "Nguyễn Thị Người Mẫu", "0900001234", "001099005678"


class Seconds:
    """A clock that only tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def filed(code: str = CODE, **changes: Any) -> Dossier:
    plain = Dossier(
        code=code, system="", state=DossierState.PROCESSING, applicant_name=NAME, phone=PHONE, personal_id=NUMBER, summary="Khai sinh"
    )
    return plain.model_copy(update=changes)


@asynccontextmanager
async def opened(system: str = "tinh-a", **changes: Any) -> AsyncIterator[ProvinceWorld]:
    """A province with two dossiers, whose answers are not kept unless a test says so."""
    async with province(system, **({"cache_s": 0} | changes)) as world:
        for code in (CODE, OTHER, CODE_B):
            world.fake.put(filed(code))
        yield world


def record(change: Callable[[dict[str, Any]], object]) -> Callable[[Any], Any]:
    """Changes the record inside an answer of either province."""

    def spoil(body: Any) -> Any:
        for found in body.get("data") or [body.get("dossier")]:
            change(found)
        return body

    return spoil


def raw(
    body: bytes, status: int = 200, media_type: str = "application/json", headers: dict[str, str] | None = None
) -> Callable[[], Response]:
    return lambda: Response(body, status, headers, media_type)


def personal(text: object) -> list[str]:
    """What of the person, or of our secrets, stands in a text."""
    return [word for word in (NAME, PHONE, NUMBER, "1234", "5678", "Khai sinh", CLIENT_SECRET, API_KEY) if word in str(text)]


async def failing(world: ProvinceWorld, code: str = CODE) -> str:
    """The reason why the look-up failed; what was logged holds it once, and nothing personal."""
    with capture_logs() as logs:
        found = await world.gateway.lookup(code)
    assert isinstance(found, Unavailable), found
    assert [entry["reason"] for entry in logs if entry["event"] == "dossier_lookup_failed"] == [found.reason]
    assert personal(logs) == [] and personal(found.reason) == []
    return found.reason

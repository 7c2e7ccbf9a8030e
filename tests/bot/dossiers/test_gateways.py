"""What every gateway promises, over our table and over HTTP alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.db import Database
from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.dossiers.sql import SqlGateway
from bot.migrations import migrate
from bot.settings import Settings
from tests.bot.dossiers.provinces import TableWorld, World, province

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(params=["sql", "tinh-a", "tinh-b"])
async def world(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[World]:
    if request.param != "sql":
        async with province(request.param, attempts=1) as opened:
            yield opened
        return
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.database_url)
    yield TableWorld(database, SqlGateway(database, id="bang", name="Bảng", prefixes=("H56",)))
    await database.close()


def full(code: str, state: DossierState = DossierState.SUPPLEMENT) -> Dossier:
    """A dossier of which a system tells all that it can."""
    return Dossier(
        code=code,
        system="",
        state=state,
        applicant_name="Nguyễn Người Mẫu",
        phone="0900001234",
        personal_id="001099005678",
        address="Thôn Mẫu, xã Mẫu",
        procedure_name="Đăng ký khai sinh",
        procedure_code="1.001193",
        summary="Khai sinh cho con",
        task="Công chức thụ lý",
        office="Trung tâm Phục vụ hành chính công xã Mẫu",
        received_at=datetime(2026, 11, 16, 9, 15, tzinfo=ZONE),
        appointment_at=datetime(2026, 11, 23, 17, 0, tzinfo=ZONE),
        completed_at=datetime(2026, 11, 20, 0, 30, tzinfo=ZONE),
        supplement_due=datetime(2026, 12, 1, 17, 0, tzinfo=ZONE),
        supplements=(Paper(name="Giấy chứng sinh"), Paper(name="Tờ khai có chữ ký")),
        fee=8000,
        payment_url="https://thanhtoan.example.vn/p/1",
        reason="Thiếu chữ ký",
        filed_by="Nộp trực tuyến",
    )


async def test_all_that_a_system_tells_arrives(world: World) -> None:
    dossier = full(f"{world.unit}-261116-0001")
    await world.put(dossier)
    assert await world.gateway.lookup(dossier.code) == dossier.model_copy(update={"system": world.gateway.id})


async def test_each_of_the_ten_states_is_understood(world: World) -> None:
    wanted = {f"{world.unit}-261116-{number:04}": state for number, state in enumerate(DossierState, start=1)}
    for code, state in wanted.items():
        await world.put(full(code, state))
    found = [await world.gateway.lookup(code) for code in wanted]
    assert [dossier.state for dossier in found if isinstance(dossier, Dossier)] == list(DossierState)


async def test_what_a_system_does_not_tell_is_none(world: World) -> None:
    await world.put(Dossier(code=f"{world.unit}-261116-0002", system="", state=DossierState.REGISTERED))
    found = await world.gateway.lookup(f"{world.unit}-261116-0002")
    assert isinstance(found, Dossier)
    told = found.model_dump(exclude={"code", "system", "state"}, exclude_none=True)
    assert told == {"supplements": ()}


async def test_an_unknown_code_is_not_found(world: World) -> None:
    await world.put(full(f"{world.unit}-261116-0001"))
    assert await world.gateway.lookup(f"{world.unit}-261116-0003") == NotFound()


async def test_the_dossier_bears_the_code_that_was_asked_for_and_its_times_have_zones(world: World) -> None:
    await world.put(full(f"{world.unit}-261116-0001").model_copy(update={"code": f"{world.unit.replace('.', '')}-261116-0001"}))
    for code in (f"{world.unit}-261116-0001", f"{world.unit}-2611160001"):
        found = await world.gateway.lookup(code)
        assert isinstance(found, Dossier) and found.code == code
        assert found.appointment_at is not None and found.appointment_at.utcoffset() is not None


async def test_a_change_is_seen_once_it_was_told_of(world: World) -> None:
    dossier = full(f"{world.unit}-261116-0001", DossierState.PROCESSING)
    await world.put(dossier)
    await world.gateway.lookup(dossier.code)
    await world.put(dossier.model_copy(update={"state": DossierState.DONE}))
    await world.gateway.forget(dossier.code)
    found = await world.gateway.lookup(dossier.code)
    assert isinstance(found, Dossier) and found.state is DossierState.DONE
    await world.remove(dossier.code)
    await world.gateway.forget(dossier.code)
    assert await world.gateway.lookup(dossier.code) == NotFound()


async def test_an_answer_that_nobody_understands_is_no_answer_and_its_reason_tells_nothing(world: World) -> None:
    dossier = full(f"{world.unit}-261116-0001")
    await world.put(dossier)
    await world.garble(dossier.code)
    found = await world.gateway.lookup(dossier.code)
    assert isinstance(found, Unavailable)
    assert "state" in found.reason
    assert not [word for word in ("lost", "77", "Thất lạc", "Nguyễn", "1234", "5678", "Mẫu") if word in found.reason]


async def test_a_system_that_is_silent_is_unavailable_and_nothing_is_raised(world: World) -> None:
    await world.put(full(f"{world.unit}-261116-0001"))
    await world.silence()
    assert isinstance(await world.gateway.lookup(f"{world.unit}-261116-0001"), Unavailable)


ODD_CODES = (
    "",
    "-",
    "H97",
    "../../admin",
    "H97-261116-0001?x=1#y",
    "đ/%2e%2e/🙂",
    "x" * 5000,
    "\x00\n",
    "\ud800",
    "{code}",
    "%s' OR 1=1 --",
)


async def test_a_code_that_is_none_does_no_harm(world: World) -> None:
    await world.put(full(f"{world.unit}-261116-0001"))
    found = {code: await world.gateway.lookup(code) for code in ODD_CODES}
    assert {code: answer for code, answer in found.items() if isinstance(answer, Dossier)} == {}
    assert isinstance(await world.gateway.lookup(f"{world.unit}-261116-0001"), Dossier)


async def test_many_ask_at_once_and_each_gets_its_own(world: World) -> None:
    codes = [f"{world.unit}-261116-{number:04}" for number in range(1, 9)]
    for code in codes:
        await world.put(full(code))
    found = await asyncio.gather(*(world.gateway.lookup(code) for code in codes * 4))
    assert [dossier.code for dossier in found if isinstance(dossier, Dossier)] == codes * 4

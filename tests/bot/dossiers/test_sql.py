"""The gateway over the table: rows are whatever another program wrote, and only whole ones are told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.clock import VIETNAM
from bot.db import Database
from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.dossiers.sql import SqlGateway
from bot.dossiers.tables import RecordRow
from bot.numbers import dossier_key

CODE = "H99.14-261112-0001"
FULL: dict[str, Any] = {
    "applicant_name": "Người Mẫu Một", "phone": "0900001001", "personal_id": "001200002001", "address": "Số 1 đường Thử",
    "procedure_name": "Đăng ký khai sinh", "procedure_code": "1.001193", "summary": "Trích yếu mẫu", "task": "Thẩm tra", "office": "Một cửa",
    "received_at": datetime(2026, 11, 12, 1, 30, tzinfo=UTC), "appointment_at": datetime(2026, 11, 26, 8, tzinfo=UTC),
    "completed_at": None, "supplement_due": datetime(2026, 11, 30, 10, tzinfo=UTC),
    "supplements": [{"name": "Giấy chứng sinh", "note": "bản nộp bị mờ"}, {"name": "Tờ khai"}], "fee": 50_000,
    "payment_url": "https://example.vn/nop", "reason": "thiếu giấy", "filed_by": "trực tuyến",
}  # fmt: skip


async def keep(database: Database, code: str = CODE, system: str = "mau", **fields: Any) -> None:
    row = {"state": "supplement", "updated_at": datetime(2026, 11, 12, tzinfo=UTC), "key": dossier_key(code), **fields}
    async with database.write() as session:
        await session.merge(RecordRow(system=system, code=code, **row))


async def spoil(database: Database, column: str, value: object) -> None:
    """What only another program on SQLite can do: a value of another type than the column's."""
    async with database.write() as session:
        await session.execute(text(f"UPDATE dossier_records SET {column} = :value"), {"value": value})


@pytest.fixture
def gateway(database: Database) -> SqlGateway:
    return SqlGateway(database, id="mau", name="Hệ thống mẫu", prefixes=("H99",))


async def test_a_whole_row_is_told_with_every_field_and_in_vietnams_time(database: Database, gateway: SqlGateway) -> None:
    await keep(database, **FULL)
    found = await gateway.lookup(CODE)
    assert isinstance(found, Dossier)
    told = found.model_dump()
    papers = (Paper(name="Giấy chứng sinh", note="bản nộp bị mờ"), Paper(name="Tờ khai"))
    assert found.supplements == papers
    assert {name: told[name] for name in FULL if name != "supplements"} == {name: FULL[name] for name in FULL if name != "supplements"}
    assert (found.code, found.system, found.state) == (CODE, "mau", DossierState.SUPPLEMENT)
    assert found.received_at is not None and found.received_at.tzinfo == VIETNAM and found.received_at.hour == 8


async def test_a_row_of_only_code_and_state_is_enough(database: Database, gateway: SqlGateway) -> None:
    await keep(database, state="returned")
    assert await gateway.lookup(CODE) == Dossier(code=CODE, system="mau", state=DossierState.RETURNED)


async def test_a_code_is_found_whatever_its_dots_and_told_as_it_was_asked(database: Database, gateway: SqlGateway) -> None:
    await keep(database, code="H9914-261112-0001")
    found = await gateway.lookup(CODE)
    assert isinstance(found, Dossier) and found.code == CODE


async def test_other_codes_and_other_systems_are_not_found(database: Database, gateway: SqlGateway) -> None:
    await keep(database, system="khac")
    assert await gateway.lookup(CODE) == NotFound()
    assert await gateway.lookup("H99.14-261112-0002") == NotFound()


async def test_whether_there_is_anything_counts_only_its_own(database: Database, gateway: SqlGateway) -> None:
    await keep(database, system="khac")
    assert not await gateway.has_any()
    await keep(database)
    assert await gateway.has_any()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+84 900 001 001", "0900001001"),
        ("900001001", "0900001001"),
        ("0900.001.001", "0900001001"),
        (" ", None),
        ("không có", None),
        ("0" * 30, None),
        ("0900001001; 0900001002", None),
        ("12", None),
    ],
)
async def test_phones_are_told_as_digits(database: Database, gateway: SqlGateway, written: str, read: str | None) -> None:
    await keep(database, phone=written)
    found = await gateway.lookup(CODE)
    assert isinstance(found, Dossier) and found.phone == read


@pytest.mark.parametrize("number", range(1, 11))
async def test_a_state_may_stand_as_its_number(database: Database, gateway: SqlGateway, number: int) -> None:
    await keep(database, state=str(number))
    found = await gateway.lookup(CODE)
    assert isinstance(found, Dossier) and found.state is list(DossierState)[number - 1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "Bí mật"),
        ("state", "11"),
        ("applicant_name", "Bí mật " * 100),
        ("procedure_code", "x" * 40 + "y"),
        ("fee", -1),
        ("fee", 10**16),
        ("payment_url", "http://bi-mat.example.vn"),
        ("payment_url", "javascript:bimat"),
        ("supplements", [{"name": ""}]),
        ("supplements", [{"name": "a", "Bí mật": 1}]),
        ("supplements", {"name": "Bí mật"}),
        ("supplements", "Bí mật"),
        ("supplements", [{"name": "Tờ"}] * 51),
        ("received_at", datetime(1, 1, 2, tzinfo=UTC)),
    ],
)
async def test_a_row_that_does_not_fit_is_named_by_its_field_and_without_its_content(
    database: Database, gateway: SqlGateway, field: str, value: object
) -> None:
    if not database.is_sqlite and field == "procedure_code":
        pytest.skip("PostgreSQL refuses it by itself")
    await keep(database, **cast("dict[str, Any]", {field: value}))
    with capture_logs() as logged:
        found = await gateway.lookup(CODE)
    assert isinstance(found, Unavailable)
    assert field in found.reason
    assert [(line["event"], line["system"], line["reason"]) for line in logged] == [("dossier_lookup_failed", "mau", found.reason)]
    assert "mật" not in str(logged)
    assert "mật" not in found.reason and "bi-mat" not in found.reason and "bimat" not in found.reason


async def test_another_dossiers_row_under_this_key_is_never_told(database: Database, gateway: SqlGateway) -> None:
    await keep(database, code="H99.14-261112-0009", key=dossier_key(CODE))
    found = await gateway.lookup(CODE)
    assert isinstance(found, Unavailable) and "code" in found.reason and "0009" not in found.reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_at", "12/11/2026 bí mật"),
        ("supplements", "bí mật {"),
        ("fee", "bí mật"),
        ("appointment_at", 20261126150000),
    ],
)
async def test_sqlite_keeps_anything_and_the_field_is_still_named(database: Database, field: str, value: object) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL keeps only what fits its columns")
    await keep(database, **FULL)
    await spoil(database, field, value)
    found = await SqlGateway(database, id="mau", name="Mẫu").lookup(CODE)
    assert isinstance(found, Unavailable) and field in found.reason and "mật" not in found.reason


async def test_a_silent_database_is_said_and_nothing_raised(database: Database, gateway: SqlGateway) -> None:
    async with database.write() as session:
        await session.execute(text("DROP TABLE dossier_records"))
    found = await gateway.lookup(CODE)
    assert isinstance(found, Unavailable) and "database" in found.reason
    assert await gateway.has_any()


async def test_a_database_that_hangs_is_given_up(database: Database, gateway: SqlGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dossiers.sql.LIMIT_S", 0.05)

    async def hanging(key: str) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(gateway, "_row", hanging)
    found = await gateway.lookup(CODE)
    assert isinstance(found, Unavailable) and "TimeoutError" in found.reason

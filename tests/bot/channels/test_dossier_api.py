"""The door of staff to dossiers, over HTTP: who is let in, what they see, and what is written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse
from structlog.testing import capture_logs

from bot.accounts.service import Accounts, Role, read_audit
from bot.channels.dossier_api import dossier_router
from bot.db import Database
from bot.dossiers.gateway import Unavailable
from bot.dossiers.service import Dossier, DossierService
from bot.dossiers.tables import RecordRow
from bot.errors import MotCuaError
from bot.metrics import Metrics
from bot.middleware import error_response
from bot.migrations import migrate
from bot.numbers import dossier_key
from bot.settings import Settings
from tests.bot.conftest import Opener
from tests.bot.dossiers.counter import CODE, PERSONAL_ID, PHONE, UNKNOWN, OneStop, Side

Client = httpx.AsyncClient
QUARTER = timedelta(days=90)
OUTSIDE, OUTSIDE_UNKNOWN = "H57.01-240823-0001", "H57.01-240823-0404"


@pytest.fixture
def system() -> OneStop:
    found = OneStop(prefixes=("H56", "H57", "G22"))
    found.known[OUTSIDE] = found.known[CODE].model_copy(update={"code": OUTSIDE})
    return found


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


@pytest.fixture
async def http(database: Database, system: OneStop, accounts: Accounts) -> AsyncIterator[Client]:
    app = FastAPI(openapi_url="/api/v1/openapi.json")
    app.include_router(dossier_router(DossierService(Side(system), database), accounts, Metrics()))

    @app.exception_handler(MotCuaError)
    async def known(_: Request, error: MotCuaError) -> JSONResponse:
        return error_response(error)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
async def agent(accounts: Accounts) -> dict[str, str]:
    return await bearer(accounts, Role.AGENT, "H56.14")


async def bearer(accounts: Accounts, role: Role, *units: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {(await accounts.create('a', role, units, QUARTER)).token}"}


async def get(http: Client, code: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and error code."""
    answer = await http.get(f"/api/v1/dossiers/{code}", headers=headers or {})
    return answer.status_code, answer.json()["error"]["code"] if answer.is_error else ""


async def test_an_agent_sees_the_dossier_with_masked_numbers(http: Client, agent: dict[str, str]) -> None:
    answer = await http.get(f"/api/v1/dossiers/{CODE}", headers=agent)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["code"], found["state"], found["phone"], found["personal_id"]) == (CODE, "processing", "•••••••678", "•••••••••321")
    assert answer.headers["Cache-Control"] == "no-store"
    assert PHONE not in answer.text and PERSONAL_ID not in answer.text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
async def test_supervisors_and_admins_see_whole_numbers(http: Client, accounts: Accounts, role: Role) -> None:
    answer = await http.get(f"/api/v1/dossiers/{CODE}", headers=await bearer(accounts, role, "H56"))
    assert (answer.json()["phone"], answer.json()["personal_id"]) == (PHONE, PERSONAL_ID)


async def test_a_short_number_is_masked_altogether(http: Client, system: OneStop, agent: dict[str, str]) -> None:
    system.known[CODE] = system.known[CODE].model_copy(update={"phone": "12345", "personal_id": None})
    found = (await http.get(f"/api/v1/dossiers/{CODE}", headers=agent)).json()
    assert (found["phone"], found["personal_id"]) == ("•••••", None)


async def test_without_a_valid_token_nobody_is_let_in(http: Client, accounts: Accounts, system: OneStop) -> None:
    revoked = await bearer(accounts, Role.ADMIN)
    await accounts.revoke(1)
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic bWM6bWM="}, {"Authorization": "Bearer"}, revoked):
        answer = await http.get(f"/api/v1/dossiers/{CODE}", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert system.asked == []


async def test_beyond_the_scope_known_and_unknown_are_alike_and_no_system_is_asked(
    http: Client, agent: dict[str, str], system: OneStop, database: Database
) -> None:
    answers = [await http.get(f"/api/v1/dossiers/{code}", headers=agent) for code in (OUTSIDE, OUTSIDE_UNKNOWN)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content
    assert await get(http, "H56-240823-0001", agent) == (403, "beyond_scope")
    assert system.asked == []
    assert {(entry.actor, entry.outcome) for entry in await read_audit(database)} >= {("staff:1", "forbidden")}


async def test_an_admin_without_units_sees_every_unit(http: Client, accounts: Accounts) -> None:
    assert await get(http, OUTSIDE, await bearer(accounts, Role.ADMIN)) == (200, "")


@pytest.mark.parametrize(
    "written", ["h56.14-240823-0001", "H5614-240823-0001", "H56.14%20240823%200001", "H56.14/240823/0001", "h56.14–240823–0001"]
)
async def test_a_loosely_written_code_is_understood(http: Client, agent: dict[str, str], written: str) -> None:
    answer = await http.get(f"/api/v1/dossiers/{written}", headers=agent)
    assert (answer.status_code, answer.json()["code"]) == (200, CODE)


@pytest.mark.parametrize(
    "written",
    ["H56.14-240231-0001", "H56.14-990823-0001", "H56.14-240823", "1.011442", "0912345678", "x", "%00", f"{CODE},{UNKNOWN}", "a" * 121],
)
async def test_what_can_be_no_code_is_told_so(http: Client, agent: dict[str, str], written: str) -> None:
    answer = await http.get(f"/api/v1/dossiers/{written}", headers=agent)
    assert answer.status_code == 422


async def test_a_code_of_two_readings_is_asked_about(http: Client, agent: dict[str, str], system: OneStop) -> None:
    answer = await http.get("/api/v1/dossiers/H87211221120514171", headers=agent)
    assert answer.status_code == 409
    assert "H87.21.12-211205-14171, H87.211-221120-514171" in answer.json()["error"]["message"]
    assert system.asked == []


async def test_not_there_not_connected_and_not_answering_are_told_apart(
    http: Client, agent: dict[str, str], accounts: Accounts, system: OneStop
) -> None:
    admin = await bearer(accounts, Role.ADMIN)
    assert await get(http, UNKNOWN, agent) == (404, "unknown_dossier")
    assert await get(http, "K99-240823-0001", admin) == (404, "not_connected")
    system.says = Unavailable(f"html from {PHONE}")
    answer = await http.get(f"/api/v1/dossiers/{CODE}", headers=agent)
    assert (answer.status_code, answer.json()["error"]["code"], answer.headers["Retry-After"]) == (503, "system_away", "30")
    assert PHONE not in answer.text


async def test_every_call_is_in_the_trail_and_nothing_personal_in_the_log(http: Client, agent: dict[str, str], database: Database) -> None:
    with capture_logs() as logs:
        for code in (CODE, UNKNOWN, OUTSIDE):
            await get(http, code, agent)
    entries = list(reversed(await read_audit(database)))[1:]
    assert [(entry.actor, entry.object, entry.outcome) for entry in entries] == [
        ("staff:1", CODE, "found"), ("staff:1", UNKNOWN, "not_found"), ("staff:1", OUTSIDE, "forbidden"),
    ]  # fmt: skip
    assert PHONE not in str(logs) and PERSONAL_ID not in str(logs) and "Mẫu" not in str(logs)


async def test_wrong_tokens_and_eager_programs_are_slowed_down(
    http: Client, agent: dict[str, str], system: OneStop, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = [(await get(http, CODE, {"Authorization": "Bearer x"}))[0] for _ in range(32)]
    assert statuses == [401] * 30 + [429] * 2
    assert await get(http, CODE, agent) == (200, "")
    statuses = [status for status, _ in await asyncio.gather(*(get(http, UNKNOWN, agent) for _ in range(125)))]
    assert (statuses.count(404), statuses.count(429)) == (119, 6)
    assert len(system.asked) == 120


async def test_the_description_has_the_door_its_lock_and_examples(http: Client) -> None:
    described = (await http.get("/api/v1/openapi.json")).json()
    door = described["paths"]["/api/v1/dossiers/{code}"]["get"]
    assert set(door["responses"]) == {"200", "401", "403", "404", "409", "422", "429", "503"}
    example = door["responses"]["200"]["content"]["application/json"]["example"]
    assert example["code"] == CODE and example["phone"].startswith("•")
    assert Dossier.model_validate(example).phone == example["phone"]
    assert described["components"]["securitySchemes"]["StaffToken"]["scheme"] == "bearer"


async def test_the_whole_app_has_the_door_over_the_imported_table(serving: Opener, settings: Settings) -> None:
    await asyncio.to_thread(migrate, settings)
    async with serving() as web:
        database = Database(settings.database_url)
        headers = await bearer(Accounts(database), Role.AGENT, "H56")
        assert await get(web, CODE, headers) == (404, "not_connected")
        async with database.write() as session:
            session.add(
                RecordRow(system="local", key=dossier_key(CODE), code=CODE, state="supplement", phone=PHONE, updated_at=datetime.now(UTC))
            )
        answer = await web.get(f"/api/v1/dossiers/{CODE}", headers=headers)
        assert (answer.status_code, answer.json()["state"], answer.json()["phone"]) == (200, "supplement", "•••••••678")
        assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert (await web.get(f"/api/v1/dossiers/{CODE}")).headers["WWW-Authenticate"] == "Bearer"
        assert await get(web, "x" * 121, headers) == (422, "invalid")
        assert "/api/v1/dossiers/{code}" in (await web.get("/api/v1/openapi.json")).json()["paths"]
        await database.close()

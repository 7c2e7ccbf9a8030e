"""Signed pushes of one-stop systems, over HTTP into both databases."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import SecretStr
from sqlalchemy import func, select
from starlette.responses import Response

from bot.accounts.service import read_audit
from bot.channels.dossier_pushes import dossier_pushes_router
from bot.db import Database
from bot.dossiers.gateway import Answer, NotFound
from bot.dossiers.model import Dossier, DossierState
from bot.dossiers.push import Pushes, signature
from bot.dossiers.reading import TITLES
from bot.dossiers.sql import SqlGateway
from bot.dossiers.tables import PushRow, RecordRow
from bot.errors import MotCuaError
from bot.metrics import Metrics
from bot.middleware import BodyLimit, Door, error_response
from bot.migrations import migrate
from bot.settings import Settings

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
SECRET = "bí mật của tỉnh mẫu"
CODE = "H99.14-261112-0001"
RECORD: dict[str, Any] = {
    "state": "supplement", "applicant_name": "Người Mẫu Một", "phone": "0900 001 001", "appointment_at": "2026-11-26T15:00:00+07:00",
    "supplements": [{"name": "Giấy chứng sinh", "note": "bị mờ"}], "fee": 50_000, "updated_at": "2026-11-22T10:00:00+07:00",
}  # fmt: skip


class Described:
    def __init__(self, kind: str, push_secret: str | None) -> None:
        self.kind = kind
        self.push_secret = push_secret


class FarGateway:
    """A system over HTTP that only remembers what it was told to forget."""

    id, name, prefixes = "xa", "Tỉnh Xa", ("H98",)

    def __init__(self) -> None:
        self.forgotten: list[str] = []

    async def lookup(self, code: str) -> Answer:
        return NotFound()

    async def forget(self, code: str) -> None:
        self.forgotten.append(code)

    async def close(self) -> None:
        return None


class Systems:
    def __init__(self, database: Database) -> None:
        self.far = FarGateway()
        self.near = SqlGateway(database, id="mau", name="Tỉnh Mẫu", prefixes=("H99",))

    def of(self, code: str) -> Any:
        return {"H98": self.far, "H99": self.near}.get(code[:3])

    def settings_of(self, system: str) -> Described | None:
        kinds = {
            "mau": Described("sql", "mau"),
            "xa": Described("http", "xa"),
            "cam": Described("sql", None),
            "quen": Described("sql", "quen"),
        }
        return kinds.get(system)


class Desk:
    """The route at work, and everything around it that a test looks at."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.systems = Systems(database)
        self.now = NOW
        self.hurried: list[tuple[str, str]] = []
        self.metrics = Metrics()
        secrets = {"mau": SecretStr(SECRET), "xa": SecretStr("xa")}
        self.pushes = Pushes(database, self.systems, secrets, hurry=self.hurry, clock=lambda: self.now)
        app = FastAPI()
        app.include_router(dossier_pushes_router(self.pushes, self.metrics))
        app.add_exception_handler(MotCuaError, _told)
        app.add_middleware(BodyLimit)
        app.add_middleware(Door, metrics=self.metrics)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://motcua.example.vn")

    async def hurry(self, system: str, code: str) -> None:
        self.hurried.append((system, code))

    async def push(self, content: Mapping[str, Any] | bytes, system: str = "mau", **signing: Any) -> httpx.Response:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return await self.http.post(f"/webhooks/dossiers/{system}", content=body, headers=self.sign(body, **signing))

    def sign(self, body: bytes, secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
        """As docs/dossiers/bang-ho-so.md tells other programs to."""
        stamp = str(int((at or self.now).timestamp()))
        mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return {"X-MotCua-Timestamp": stamp, "X-MotCua-Signature": f"sha256={mac}"}

    async def row(self, code: str = CODE) -> RecordRow | None:
        async with self.database.read() as session:
            found: RecordRow | None = await session.scalar(select(RecordRow).where(RecordRow.code == code))
            return found

    async def count(self) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(PushRow)) or 0


async def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, MotCuaError)
    return error_response(error)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    opened = Desk(database)
    yield opened
    await opened.http.aclose()


@pytest.fixture
async def quick(settings: Settings) -> AsyncIterator[Desk]:
    """The same on SQLite alone, for what never reaches the database."""
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.database_url)
    opened = Desk(database)
    yield opened
    await opened.http.aclose()
    await database.close()


async def test_a_record_is_stored_told_by_the_gateway_and_its_watches_are_hurried(desk: Desk) -> None:
    answer = await desk.push({"id": "e1", "code": "h99.14 261112 0001", "record": RECORD})
    assert (answer.status_code, answer.json()) == (200, {"result": "stored"})
    found = await desk.systems.near.lookup(CODE)
    assert isinstance(found, Dossier)
    assert (found.state, found.phone, found.fee) == (DossierState.SUPPLEMENT, "0900001001", 50_000)
    assert found.appointment_at == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert desk.hurried == [("mau", CODE)]
    assert [(entry.actor, entry.action, entry.object, entry.outcome) for entry in await read_audit(desk.database)] == [
        ("system:mau", "dossier.push", CODE, "stored")
    ]


async def test_a_hint_makes_the_system_be_asked_anew(desk: Desk) -> None:
    answer = await desk.push({"id": "e1", "code": "H98-261112-0001"}, "xa", secret="xa")
    assert (answer.status_code, answer.json()) == (200, {"result": "noted"})
    assert (desk.systems.far.forgotten, desk.hurried) == (["H98-261112-0001"], [("xa", "H98-261112-0001")])


async def test_the_same_event_again_is_taken_and_does_nothing(desk: Desk) -> None:
    await desk.push({"id": "e1", "code": CODE, "record": RECORD})
    desk.now += timedelta(days=1)
    again = await desk.push(
        {"id": "e1", "code": CODE, "record": {**RECORD, "state": "returned", "updated_at": "2026-11-23T10:00:00+07:00"}}
    )
    assert (again.status_code, again.json()) == (200, {"result": "known"})
    row = await desk.row()
    assert row is not None and row.state == "supplement"
    assert len(desk.hurried) == 1


async def test_one_event_sent_many_times_at_once_works_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.push({"id": "e1", "code": CODE, "record": RECORD}) for _ in range(12)))
    assert sorted(answer.json()["result"] for answer in answers) == ["known"] * 11 + ["stored"]
    assert len(desk.hurried) == 1


async def test_events_out_of_order_leave_the_latest_record(desk: Desk) -> None:
    times = [("e3", "returned", "12"), ("e1", "accepted", "10"), ("e2", "done", "11")]
    results = [
        (
            await desk.push(
                {"id": event, "code": CODE, "record": {**RECORD, "state": state, "updated_at": f"2026-11-22T{hour}:00:00+07:00"}}
            )
        ).json()
        for event, state, hour in times
    ]
    assert results == [{"result": "stored"}, {"result": "older"}, {"result": "older"}]
    row = await desk.row()
    assert row is not None and row.state == "returned"
    assert desk.hurried == [("mau", CODE)]


async def test_a_record_is_whole_so_what_it_leaves_out_goes(desk: Desk) -> None:
    await desk.push({"id": "e1", "code": CODE, "record": RECORD})
    await desk.push({"id": "e2", "code": CODE, "record": {"state": 4, "phone": "0900001001", "updated_at": RECORD["updated_at"]}})
    row = await desk.row()
    assert row is not None and (row.state, row.phone, row.supplements, row.fee) == ("processing", "0900001001", None, None)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-MotCua-Signature": "sha256=" + "0" * 64},
        {"X-MotCua-Timestamp": "abc"},
        {"X-MotCua-Timestamp": "9" * 40},
        {"X-MotCua-Signature": "md5=abc"},
        {"X-MotCua-Signature": "sha256=" + "é" * 64},
    ],
)
async def test_a_forged_push_is_refused_and_leaves_nothing(quick: Desk, headers: dict[str, str]) -> None:
    body = json.dumps({"id": "e1", "code": CODE, "record": RECORD}).encode()
    signed = {**quick.sign(body), **headers} if headers else {}
    sent = [(name.encode(), value.encode()) for name, value in signed.items()]
    answer = await quick.http.post("/webhooks/dossiers/mau", content=body, headers=sent)
    assert answer.status_code == 403
    assert (await quick.row(), await quick.count(), quick.hurried) == (None, 0, [])


async def test_a_signature_fits_only_its_body_its_time_and_its_system(quick: Desk) -> None:
    body = json.dumps({"id": "e1", "code": CODE}).encode()
    signed = quick.sign(body)
    changed = await quick.http.post("/webhooks/dossiers/mau", content=body.replace(b"e1", b"e2"), headers=signed)
    later = await quick.http.post(
        "/webhooks/dossiers/mau", content=body, headers={**signed, "X-MotCua-Timestamp": str(int(NOW.timestamp()) + 1)}
    )
    other = await quick.http.post("/webhooks/dossiers/xa", content=body, headers=signed)
    assert [answer.status_code for answer in (changed, later, other)] == [403, 403, 403]


@pytest.mark.parametrize(("minutes", "status"), [(-5.1, 403), (-4.9, 200), (4.9, 200), (5.1, 403)])
async def test_a_push_is_good_for_five_minutes_either_way(quick: Desk, minutes: float, status: int) -> None:
    answer = await quick.push({"id": "e1", "code": CODE}, at=NOW + timedelta(minutes=minutes))
    assert answer.status_code == status


async def test_forgers_are_told_to_wait_and_rightly_signed_pushes_still_pass(quick: Desk) -> None:
    statuses = [(await quick.push({"id": "e1", "code": CODE}, secret="wrong")).status_code for _ in range(40)]
    assert statuses[0] == 403 and statuses[-1] == 429
    assert (await quick.push({"id": "e1", "code": CODE})).status_code == 200


@pytest.mark.parametrize("system", ["khong-co", "cam", "quen", "mau/them", "%00"])
async def test_a_system_that_pushes_nothing_is_not_found(quick: Desk, system: str) -> None:
    assert (await quick.push({"id": "e1", "code": CODE}, system)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "bí mật"}, "record.state"),
        ({"state": None}, "record.state"),
        ({"phone": 900001001}, "record.phone"),
        ({"fee": "50000"}, "record.fee"),
        ({"fee": 10**30}, "record.fee"),
        ({"fee": 1.5}, "record.fee"),
        ({"appointment_at": "26/11/2026 15:00 bí mật"}, "record.appointment_at"),
        ({"appointment_at": "20261126150000"}, "record.appointment_at"),
        ({"appointment_at": "2026-11-26T15:00:00"}, "record.appointment_at"),
        ({"appointment_at": 1795680000}, "record.appointment_at"),
        ({"appointment_at": "0001-01-01T00:00:00+07:00"}, "record.appointment_at"),
        ({"supplements": "bí mật"}, "record.supplements"),
        ({"supplements": [{"name": "a\u0000bí mật"}]}, "record.supplements"),
        ({"reason": "bí mật\u0000"}, "record.reason"),
        ({"payment_url": "javascript:bí mật"}, "record.payment_url"),
        ({"applicant_name": "bí mật " * 50}, "record.applicant_name"),
        ({"updated_at": "hôm qua, bí mật"}, "record.updated_at"),
        ({"updated_at": "2026-12-22T10:00:00+07:00"}, "record.updated_at"),
        ({"supplements": ["bí mật"]}, "record.supplements"),
        ({"reason": "bí mật" * 500}, "record.reason"),
        ({"mau_sac": "bí mật"}, "record.mau_sac"),
        ({"system": "khac"}, "record.system"),
        ({"code": "H99.14-261112-0009"}, "record.code"),
    ],
)
async def test_a_record_that_does_not_fit_is_refused_by_its_fields_name_alone(quick: Desk, changes: dict[str, Any], field: str) -> None:
    answer = await quick.push({"id": "e1", "code": CODE, "record": {**RECORD, **changes}})
    assert answer.status_code == 422
    assert field in answer.json()["error"]["message"] and "mật" not in answer.text
    assert (await quick.row(), await quick.count(), quick.hurried) == (None, 0, [])


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"bi mat", 400, "JSON"),
        (b'{"id": "e1", "code": "\xff"}', 400, "JSON"),
        (b"[]", 422, "JSON"),
        ({"code": CODE}, 422, "id"),
        ({"id": "e 1", "code": CODE}, 422, "id"),
        ({"id": "e1", "code": "1.001193"}, 422, "code"),
        ({"id": "e1", "code": "H98-261112-0001"}, 422, "code"),
        ({"id": "e1", "code": CODE.replace("2611", "2613")}, 422, "code"),
        ({"id": "e1", "code": "H55-261112-0001"}, 422, "code"),
        ({"id": "e1", "code": CODE, "record": {"state": "done"}}, 422, "record.updated_at"),
        ({"id": "e1", "code": CODE, "them": 1}, 422, "them"),
    ],
)
async def test_what_is_no_push_is_refused_in_words(quick: Desk, content: Any, status: int, said: str) -> None:
    answer = await quick.push(content)
    assert answer.status_code == status and said in answer.json()["error"]["message"]


async def test_a_record_for_a_system_that_is_asked_over_http_is_refused(quick: Desk) -> None:
    answer = await quick.push({"id": "e1", "code": "H98-261112-0001", "record": RECORD}, "xa", secret="xa")
    assert answer.status_code == 422 and "record" in answer.json()["error"]["message"]


async def test_a_body_beyond_the_limit_is_refused(quick: Desk) -> None:
    assert (await quick.push({"id": "e1", "code": CODE, "record": {**RECORD, "summary": "x" * 70_000}})).status_code == 413


async def test_a_watcher_that_cannot_be_hurried_costs_no_record(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: Desk, system: str, code: str) -> None:
        raise RuntimeError("no hurry today")

    monkeypatch.setattr(Desk, "hurry", broken)
    desk = Desk(database)
    assert (await desk.push({"id": "e1", "code": CODE, "record": RECORD})).json() == {"result": "stored"}
    await desk.http.aclose()


async def test_ids_are_forgotten_after_a_month(desk: Desk) -> None:
    await desk.push({"id": "e1", "code": CODE})
    desk.now += timedelta(days=29)
    await desk.push({"id": "e2", "code": CODE})
    await desk.pushes.clean()
    assert await desk.count() == 2
    desk.now += timedelta(days=2)
    await desk.pushes.clean()
    assert await desk.count() == 1


async def test_what_came_of_pushes_is_counted(quick: Desk) -> None:
    await quick.push({"id": "e1", "code": CODE, "record": RECORD})
    await quick.push({"id": "e1", "code": CODE, "record": RECORD}, secret="wrong")
    text = quick.metrics.render().decode()
    assert 'motcua_events_total{channel="dossiers",what="stored"} 1.0' in text
    assert 'motcua_events_total{channel="dossiers",what="forged"} 1.0' in text


def test_the_documents_sign_as_we_check_and_name_every_column(root: Path) -> None:
    told = (root / "docs" / "dossiers" / "bang-ho-so.md").read_text(encoding="utf-8")
    example: dict[str, Any] = {}
    exec(told.split("```python\n")[1].split("```")[0], example)
    assert example["sign"](SECRET, "1795323600", b"{}") == signature(SECRET, "1795323600", b"{}")
    by_column = told.split("## Ghi thẳng vào bảng\n")[1].split("## Báo")[0]
    assert [column.name for column in RecordRow.__table__.columns if f"`{column.name}`" not in by_column] == []
    by_heading = told.split("## Nhập tệp\n")[1].split("## Ghi")[0]
    assert [name for name in TITLES if f"`{name}`" not in by_heading] == []
    assert [state for state in DossierState if f"`{state}`" not in by_heading] == []


async def test_the_documents_push_is_taken(quick: Desk, root: Path) -> None:
    told = (root / "docs" / "dossiers" / "bang-ho-so.md").read_text(encoding="utf-8")
    event = json.loads(told.split("```json\n")[1].split("```")[0])
    assert (await quick.push({**event, "code": CODE})).json() == {"result": "stored"}

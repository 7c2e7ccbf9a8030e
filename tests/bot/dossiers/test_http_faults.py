"""A one-stop system over real HTTP that is slow, broken, wrong or half: nobody hears anything untrue."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.responses import JSONResponse
from structlog.testing import capture_logs

from bot.dossiers.gateway import NotFound, Unavailable
from bot.dossiers.http import HttpGateway
from bot.dossiers.model import Dossier
from tests.bot.dossiers.provinces import no_sleep
from tests.bot.dossiers.trouble import CODE, CODE_B, NAME, OTHER, PHONE, failing, opened, raw, record
from tests.fakes.one_stop import API_KEY, Cut, Endless, FakeOneStop, described, elsewhere, login_page

SHORT = {"connect_s": 0.3, "read_s": 0.3, "total_s": 0.5}


# Slow, silent, broken.


async def test_a_system_that_hangs_is_given_up_at_the_deadline() -> None:
    async with opened(timeouts=SHORT, attempts=5) as world:
        world.fake.fail(times=10, kind="delay", seconds=0.8, on="hoso")
        assert await failing(world) == "no whole answer within the time allowed"
        assert world.fake.lookups <= 2


async def test_a_system_that_drips_is_given_up_at_the_deadline() -> None:
    async with opened(timeouts=SHORT, attempts=1) as world:
        world.fake.instead = lambda: Endless(b" ", pause_s=0.05, times=40)
        assert await failing(world) == "no whole answer within the time allowed"


async def test_nobody_listens() -> None:
    with FakeOneStop() as fake:
        url = fake.url
    gateway = HttpGateway(described("tinh-b", url), SecretStr(API_KEY), sleep=no_sleep)
    with capture_logs() as logs:
        assert await gateway.lookup(CODE_B) == Unavailable("no connection (ConnectError)")
    assert [entry["event"] for entry in logs] == ["dossier_lookup_failed"]
    await gateway.close()


async def test_a_connection_that_breaks_is_tried_again() -> None:
    async with opened() as world:
        await world.gateway.lookup(OTHER)
        world.fake.fail(times=2, kind="drop", on="hoso")
        found = await world.gateway.lookup(CODE)
        assert isinstance(found, Dossier) and found.phone == PHONE
        assert world.fake.lookups == 1 + 3


async def test_a_request_that_may_do_harm_twice_is_sent_once() -> None:
    content = {"method": "POST", "path": "/v2/dossiers/search", "json": {"filter": {"code": "{code}"}}}
    async with opened("tinh-b", lookup=content) as world:
        world.fake.fail(times=5, kind="drop_after", on="search")
        assert "connection lost" in await failing(world, CODE_B)
        assert world.fake.lookups == 1
        world.fake.faults.clear()
        world.fake.fail(times=2, kind="429", retry_after=1, on="search")
        assert isinstance(await world.gateway.lookup(CODE_B), Dossier)
        assert world.fake.lookups == 1 + 3


@pytest.mark.parametrize(("status", "requests"), [(500, 3), (502, 3), (503, 3), (400, 1), (403, 1), (418, 1)])
async def test_statuses(status: int, requests: int) -> None:
    async with opened() as world:
        world.fake.instead = lambda: JSONResponse({"message": NAME}, status)
        assert (await failing(world)).startswith(f"HTTP {status}")
        assert world.fake.lookups == requests


async def test_half_a_body_is_no_answer() -> None:
    async with opened() as world:
        world.fake.instead = lambda: Cut(json.dumps({"data": [{"MaHoSo": CODE, "ChuHoSo": NAME}]}), media_type="application/json")
        assert "connection lost" in await failing(world)


BODIES = {
    "HTML instead of JSON": login_page,
    "HTTP 302": elsewhere,
    "not JSON": raw(b'{"data": [{"MaHoSo": "H97.14-261116-0001", "ChuHoSo": "' + NAME.encode() + b'"'),
    "not in UTF-8": raw('{"data": [{"ChuHoSo": "Nguyễn"}]}'.encode("utf-16")),
    "an answer of more than a megabyte": lambda: Endless(b" " * 65536),
    "a compressed answer, which was not asked for": raw(b"\x1f\x8b\x08", headers={"content-encoding": "gzip"}),
}


@pytest.mark.parametrize("reason", BODIES)
async def test_bodies_that_are_no_answer(reason: str) -> None:
    async with opened(attempts=1) as world:
        world.fake.instead = BODIES[reason]
        assert await failing(world) == reason


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"7", b'"x"', b"{}", b"[" * 100_000, b'{"data": NaN}', b'{"data": [[]]}', b"{'data': []}"]
)
async def test_json_of_another_shape_is_no_answer(body: bytes) -> None:
    async with opened(attempts=1) as world:
        world.fake.instead = raw(body)
        await failing(world)


async def test_a_page_with_the_status_of_not_found_is_no_not_found() -> None:
    async with opened("tinh-b") as world:
        world.fake.instead = raw(b"<html>404</html>", 404, "text/html")
        assert await failing(world, CODE_B) == "HTTP 404"
        world.fake.instead = raw(b"", 404, "application/json")
        assert await world.gateway.lookup(CODE_B) == NotFound()


# Wrong.


async def test_the_dossier_of_another_person_is_never_told() -> None:
    async with opened() as world:
        world.fake.spoil = record(lambda found: found.update(MaHoSo=OTHER))
        assert await failing(world) == "the dossier of another code, or of none"
        world.fake.spoil = record(lambda found: found.pop("MaHoSo"))
        assert await failing(world) == "the dossier of another code, or of none"


async def test_of_a_list_only_the_dossier_of_the_code_is_told() -> None:
    async with opened() as world:
        world.fake.spoil = lambda body: body | {"data": [body["data"][0] | {"MaHoSo": OTHER, "ChuHoSo": "Người Khác"}, *body["data"]]}
        found = await world.gateway.lookup(CODE)
        assert isinstance(found, Dossier) and found.applicant_name == NAME
        world.fake.spoil = lambda body: body | {"data": body["data"] * 2}
        assert await failing(world) == "several dossiers of this code"


CHANGED: list[tuple[str, object]] = [
    ("ChuHoSo", 7),
    ("ChuHoSo", ["Nguyễn"]),
    ("ChuHoSo", "x" * 300),
    ("ChuHoSo", "\ud800"),
    ("SoDienThoai", 900001234),
    ("TenThuTuc", {"ten": "Khai sinh"}),
    ("NgayHenTra", 20261123170000),
    ("NgayHenTra", "23/11/2026 17:00"),
    ("NgayHenTra", "20261323170000"),
    ("NgayHenTra", "20260230170000"),
    ("NgayHenTra", "202611231700"),
    ("NgayHenTra", "00010101000000"),
    ("NgayHenTra", "99991231000000"),
    ("NgayHenTra", ["20261123170000"]),
    ("TrangThai", 11),
    ("TrangThai", "Đang bay"),
    ("TrangThai", None),
    ("TrangThai", True),
    ("TrangThai", 4.0),
    ("SoTienPhaiNop", "8.000"),
    ("SoTienPhaiNop", -1),
    ("SoTienPhaiNop", True),
    ("LienKetThanhToan", "http://thanhtoan.example.vn"),
    ("LienKetThanhToan", "javascript:alert(1)"),
    ("GiayToBoSung", ["Giấy khai sinh"]),
    ("GiayToBoSung", "\n".join(f"Giấy {number}" for number in range(51))),
]


async def test_a_field_that_changed_makes_the_answer_unusable() -> None:
    async with opened() as world:
        for name, value in CHANGED:
            world.fake.spoil = record(lambda found, name=name, value=value: found.update({name: value}))  # type: ignore[misc]
            assert (await failing(world)).startswith("field "), (name, value)
        world.fake.spoil = None
        assert isinstance(await world.gateway.lookup(CODE), Dossier)


OTHER_TYPES: list[dict[str, Any]] = [
    {"dates": []},
    {"dates": "23/11/2026"},
    {"applicant": [{}]},
    {"applicant": {"phones": "0900001234"}},
    {"supplement": {"items": {}}},
    {"supplement": {"items": ["x", 1]}},
]
ABSENT: list[dict[str, Any]] = [
    {"dates": None},
    {"applicant": {}},
    {"applicant": {"phones": []}},
    {"supplement": {}},
    {"supplement": {"items": None}},
]


async def test_a_place_that_changed_its_type_is_no_absent_field() -> None:
    async with opened("tinh-b") as world:
        for change in OTHER_TYPES:
            world.fake.spoil = record(lambda found, change=change: found.update(change))  # type: ignore[misc]
            assert (await failing(world, CODE_B)).startswith("field "), change
        for change in ABSENT:
            world.fake.spoil = record(lambda found, change=change: found.update(change))  # type: ignore[misc]
            assert isinstance(await world.gateway.lookup(CODE_B), Dossier), change


async def test_answers_that_are_wrong_about_one_dossier_do_not_stop_the_others() -> None:
    async with opened(breaker={"failures": 2, "pause_s": 60}) as world:
        world.fake.spoil = record(lambda found: found.update(TrangThai=99) if found["MaHoSo"] == CODE else None)
        for _ in range(5):
            await failing(world)
        assert isinstance(await world.gateway.lookup(OTHER), Dossier)

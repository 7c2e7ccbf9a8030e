"""The door for pictures of receipts: what it takes, how much, how often, from whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from PIL import Image
from schemathesis import GenerationMode

from bot.dossiers import pictures
from bot.settings import Settings
from tests.bot.dossiers.receipts import CODE, qr, receipt, saved
from tests.bot.test_web_door import error_of

Client = httpx.AsyncClient
Opener = Any
URL = "/api/v1/dossiers/picture"
XA = "https://xa.example.gov.vn"
JPEG = {"Content-Type": "image/jpeg"}
MB = 1024 * 1024


@pytest.fixture
async def web(serving: Opener) -> AsyncIterator[Client]:
    async with serving(widget_origins=XA) as client:
        yield client


async def test_a_picture_of_a_receipt_gives_its_code(web: Client) -> None:
    for content, kind in ((saved(receipt(qr()), "JPEG"), "image/jpeg"), (saved(qr()), "application/octet-stream"), (saved(qr()), "")):
        response = await web.post(URL, content=content, headers={"Content-Type": kind} if kind else {})
        assert (response.status_code, response.json()) == (200, {"codes": [CODE]})


async def test_a_picture_without_a_code_is_no_error(web: Client) -> None:
    response = await web.post(URL, content=saved(Image.new("L", (300, 300), 255)), headers=JPEG)
    assert (response.status_code, response.json()) == (200, {"codes": []})


async def test_no_picture_and_half_a_picture_hear_why_not(web: Client) -> None:
    content = saved(receipt(qr()), "JPEG")
    error_of(await web.post(URL, content=b"{}", headers=JPEG), 415, "not_a_picture")
    error_of(await web.post(URL, content=b"", headers=JPEG), 415, "not_a_picture")
    error_of(await web.post(URL, content=content[: len(content) // 2], headers=JPEG), 422, "broken_picture")


async def test_five_megabytes_are_taken_here_and_nowhere_else(web: Client) -> None:
    picture = saved(qr())
    large = picture + b"\0" * (5 * MB - len(picture))
    assert (await web.post(URL, content=large, headers=JPEG)).json() == {"codes": [CODE]}
    assert "5 MB" in error_of(await web.post(URL, content=large + b"\0", headers=JPEG), 413, "picture_too_large")
    for path in ("/api/v1/messages", "/api/v1/dossiers/pictures", f"{URL}/", "/webhooks/telegram"):
        assert "4.000" in error_of(await web.post(path, content=large, headers=JPEG), 413, "too_large")
    error_of(await web.put(URL, content=large, headers=JPEG), 413, "too_large")


def test_too_large_a_picture_hears_why_not_over_real_http(server: str) -> None:
    with httpx.Client(base_url=server, trust_env=False, timeout=20) as http:
        error_of(http.post(URL, content=b"x" * (5 * MB + MB // 2), headers=JPEG), 413, "picture_too_large")
        pieces = (b"x" * 100_000 for _ in range(58))
        error_of(http.post(URL, content=pieces, headers=JPEG), 413, "picture_too_large")
        assert http.post(URL, content=saved(qr()), headers=JPEG).json() == {"codes": [CODE]}


async def test_ten_pictures_a_minute_from_one_address(serving: Opener) -> None:
    async with serving(rate_limit="1000/minute") as client:
        answers = [await client.post(URL, content=b"no", headers=JPEG) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [415] * 10 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert 'motcua_rate_limited_total{channel="pictures"} 1.0' in (await client.get("/metrics")).text
        assert (await client.post("/api/v1/messages", json={"text": "xin chào"})).status_code == 200


async def test_pages_of_other_sites_are_told_apart(web: Client) -> None:
    content = saved(qr())
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = await web.options(URL, headers={"Origin": XA, **asked})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, XA)
    answer = await web.post(URL, content=content, headers={"Origin": XA, **JPEG})
    assert (answer.json(), answer.headers["access-control-allow-origin"]) == ({"codes": [CODE]}, XA)
    error_of(await web.post(URL, content=content, headers={"Origin": "https://evil.example", **JPEG}), 403, "foreign_origin")
    error_of(await web.options(URL, headers={"Origin": "https://evil.example", **asked}), 403, "foreign_origin")


async def test_too_many_at_once_are_asked_to_come_again(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_WAITING", -pictures.AT_ONCE)
    response = await web.post(URL, content=saved(qr()), headers=JPEG)
    error_of(response, 503, "pictures_busy")
    assert int(response.headers["retry-after"]) > 0


async def test_messages_are_answered_while_pictures_are_read(web: Client) -> None:
    page = saved(receipt(Image.new("L", (10, 10), 0)), "JPEG")
    reading = [asyncio.create_task(web.post(URL, content=page, headers=JPEG)) for _ in range(3)]
    assert (await web.post("/api/v1/messages", json={"text": "xin chào"})).status_code == 200
    assert not all(task.done() for task in reading)
    assert [(await task).json() for task in reading] == [{"codes": []}] * 3


def contents(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_nothing_of_a_picture_is_stored_or_logged(
    web: Client, settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = "Trần Thị Bé 0912345678 H56.14-240823-0001"
    assert (await web.post(URL, content=saved(qr(said)), headers=JPEG)).json() == {"codes": [CODE]}
    shown = "".join(capsys.readouterr())
    stored = contents(tmp_path)
    for secret in ("0912345678", "Thị Bé", CODE):
        assert secret not in shown
        assert secret.encode() not in stored


def test_the_door_keeps_its_openapi_contract(server: str) -> None:
    operation = schemathesis.openapi.from_url(f"{server}/api/v1/openapi.json")[URL]["POST"]

    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @how(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def keeps_it(case: schemathesis.Case) -> None:
        response = case.call()
        case.validate_response(response, excluded_checks=[schemathesis.checks.positive_data_acceptance])
        assert response.status_code in (200, 415, 422)

    keeps_it()

"""What a log may hold: never a personal number, whichever way it came in; ids and times stay whole."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.logs import configure_logs, describe, mask_libraries, report, without_numbers
from bot.messages import Incoming, Reply

PHONE = "0912345678"
ID = "079203004567"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    lines, before = io.StringIO(), structlog.get_config()
    configure_logs("DEBUG", lines)
    yield lines
    structlog.configure(**before)


def fail(error: Exception) -> None:
    raise error


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_values_are_masked_however_deep_they_lie(stream: io.StringIO) -> None:
    structlog.get_logger("test").info(
        f"gọi {PHONE}", person={"id": [ID, ("mail a.b@c.vn",)]}, number=int(ID.lstrip("0") + "0"), raw=PHONE.encode()
    )
    assert PHONE not in stream.getvalue()
    assert ID not in stream.getvalue()
    assert "a.b@c.vn" not in stream.getvalue()
    assert events(stream)[0]["raw"] == logs.masked(PHONE)


def test_an_objects_text_is_masked_too(stream: io.StringIO) -> None:
    structlog.get_logger("test").warning("odd", value=ValueError(f"bad text {PHONE}"))
    assert PHONE not in stream.getvalue()


def test_the_trace_of_an_error_is_masked(stream: io.StringIO) -> None:
    try:
        fail(ValueError(f"cannot read {PHONE}"))
    except ValueError:
        structlog.get_logger("test").exception("failed")
    assert PHONE not in stream.getvalue()
    assert "ValueError" in stream.getvalue()


def test_a_reported_error_is_told_by_kind_and_place_only(stream: io.StringIO) -> None:
    error = ValueError(f"cannot read {PHONE}")
    report(structlog.get_logger("test"), "failed", error, code="x")
    assert events(stream)[0]["error"] == "ValueError"
    assert describe(error)["error"] == "ValueError"
    assert PHONE not in stream.getvalue()


def test_ids_times_and_small_numbers_stay_whole(stream: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="1234567890123456"):
        structlog.get_logger("test").info("request", status=200, ms=1234.5, route="/api/v1/messages", code="1.011442", ok=True, none=None)
    (event,) = events(stream)
    assert event["request_id"] == "1234567890123456"
    assert event["timestamp"].endswith("Z")
    assert (event["status"], event["ms"], event["code"], event["ok"], event["none"]) == (200, 1234.5, "1.011442", True, None)


def test_what_libraries_log_is_masked(stream: io.StringIO) -> None:
    library = logging.getLogger("motcua.test.library")
    handler = logging.StreamHandler(stream)
    library.addHandler(handler)
    try:
        mask_libraries()
        library.error("GET /?phone=%s", PHONE)
        try:
            fail(RuntimeError(f"statement with {ID}"))
        except RuntimeError:
            library.exception("broken")
        mask_libraries()
        assert isinstance(handler.formatter, logging.Formatter)
    finally:
        library.removeHandler(handler)
    assert PHONE not in stream.getvalue()
    assert ID not in stream.getvalue()
    assert "RuntimeError" in stream.getvalue()


@given(st.sampled_from(["0912 345 678", "079 203 004 567", "0912.345.678", "a.b@c.vn"]), st.booleans())
def test_the_query_of_an_address_is_masked_behind_its_escapes(number: str, spaces_as_plus: bool) -> None:
    escaped = quote(number, safe="")
    shown = without_numbers(f"/tra-cuu?so={escaped.replace('%20', '+') if spaces_as_plus else escaped}&trang=2")
    assert escaped not in shown
    assert number not in shown
    assert "trang=2" in shown


def test_an_address_without_numbers_stays_as_it_is() -> None:
    assert without_numbers("/?q=h%E1%BB%99%20chi%E1%BA%BFu") == "/?q=h%E1%BB%99%20chi%E1%BA%BFu"


async def test_neither_log_nor_metrics_keep_what_a_caller_sent(serving: Any, capsys: pytest.CaptureFixture[str]) -> None:
    async def failing(incoming: Incoming) -> Reply:
        await asyncio.sleep(0)
        raise RuntimeError(f"cannot understand {incoming.text}")

    async with serving(failing, log_level="DEBUG") as client:
        for _ in range(500):
            if (await client.get("/readyz")).json()["status"] != "starting":
                break
            await asyncio.sleep(0.01)
        await client.post("/api/v1/messages", json={"conversation_id": None, "text": f"số em {PHONE}", "button": None})
        await client.get(f"/{PHONE}?cccd={ID}")
        await client.request(f"X{PHONE}", "/")
        metrics = (await client.get("/metrics")).text
    captured = capsys.readouterr()
    for number in (PHONE, ID):
        assert number not in metrics
        assert number not in captured.err + captured.out
    assert "motcua_requests_total" in metrics

"""The web door: what people, browsers, scanners and scripts send, and what they get."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis import GenerationMode
from sqlalchemy import select

from bot import app as app_module
from bot import runtime as runtime_module
from bot.channels import web as web_module
from bot.channels.limits import network
from bot.channels.tables import InboxRow
from bot.db import Database
from bot.dialogue.store import ConversationStore, TurnRecord
from bot.messages import Incoming, Reply
from bot.settings import Settings

URL = "/api/v1/messages"
JSON = {"Content-Type": "application/json"}
VIETNAMESE = re.compile(r"[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]")

Client = httpx.AsyncClient
Opener = Any
Script = Any


def body(text: object = "xin chào", conversation_id: object = None, button: object = None) -> dict[str, object]:
    return {"conversation_id": conversation_id, "text": text, "button": button}


def error_of(response: httpx.Response, status: int, code: str) -> str:
    """The sentence of an error, after checking its status, code, shape and language."""
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert response.json()["error"]["code"] == code
    message: str = response.json()["error"]["message"]
    assert VIETNAMESE.search(message), message
    return message


async def ready(client: Client) -> dict[str, Any]:
    """The answer of /readyz once the service has settled."""
    for _ in range(500):
        state: dict[str, Any] = (await client.get("/readyz")).json()
        if state["status"] != "starting":
            return state
        await asyncio.sleep(0.01)
    raise AssertionError("the service never became ready")


# Conversations


async def test_a_first_message_starts_a_conversation_and_the_second_goes_on_with_it(web: Client) -> None:
    first = await web.post(URL, json=body("xin chào"))
    assert first.status_code == 200
    started = Reply.model_validate(first.json())
    second = Reply.model_validate((await web.post(URL, json=body("cảm ơn", started.conversation_id))).json())
    assert second.conversation_id == started.conversation_id
    assert "trợ lý AI" in started.replies[0].text
    assert "trợ lý AI" not in second.replies[0].text


@pytest.mark.parametrize("unknown", ["conv_12345678", "a" * 64, "00000000", "0f8fad5bd9cb469fa16570867728950e"])
async def test_an_unknown_conversation_id_starts_a_new_conversation(web: Client, unknown: str) -> None:
    reply = Reply.model_validate((await web.post(URL, json=body("xin chào", unknown))).json())
    assert reply.conversation_id != unknown
    assert reply.replies[0].text


async def test_a_conversation_of_another_channel_is_unknown_here(web: Client, settings: Settings) -> None:
    await ready(web)
    database = Database(settings.database_url)
    store = ConversationStore(database)
    await store.save("talk-on-telegram", "telegram", {"turns": 5}, TurnRecord(text="riêng tư", outcome="answered"))
    reply = Reply.model_validate((await web.post(URL, json=body("xin chào", "talk-on-telegram"))).json())
    assert reply.conversation_id != "talk-on-telegram"
    assert await store.load("talk-on-telegram") == {"turns": 5}
    assert len(await store.last_turns("talk-on-telegram", 9)) == 1
    await database.close()


async def test_the_record_knows_a_message_by_the_id_its_page_gave(web: Client, settings: Settings) -> None:
    reply = Reply.model_validate((await web.post(URL, json={**body(), "message_id": "m_0000-1_of_a_page"})).json())
    database = Database(settings.database_url)
    [turn] = await ConversationStore(database).last_turns(reply.conversation_id, 9)
    await database.close()
    assert (turn.key, turn.number) == ("m_0000-1_of_a_page", reply.turn)


async def test_an_erasure_reaches_replies_kept_for_repeated_messages_whoever_asks_for_it(web: Client, settings: Settings) -> None:
    first = (await web.post(URL, json={**body(text="xin chào"), "message_id": "first-message-of-mine"})).json()
    for text in ("xóa dữ liệu của tôi", "có"):  # from a program that names no messages
        last = (await web.post(URL, json=body(text=text, conversation_id=first["conversation_id"]))).json()
    assert last["meta"]["outcome"] == "erased"
    database = Database(settings.database_url)
    async with database.read() as session:
        kept = {row.key: row.reply for row in await session.scalars(select(InboxRow))}
    await database.close()
    assert kept["first-message-of-mine"] is None


@pytest.mark.parametrize("malformed", ["", "short-of-16", "a" * 65, "có dấu cách", "abcdefgh\n", 12345678, [], {}])
async def test_a_malformed_message_id_is_refused_in_vietnamese(web: Client, malformed: object) -> None:
    assert "message_id" in error_of(await web.post(URL, json={**body(), "message_id": malformed}), 422, "invalid")


@pytest.mark.parametrize(
    "malformed", ["", "short", "a" * 65, "có dấu cách", "../../etc/passwd", "abcdefgh\n", "' OR 1=1 --", 12345678, [], {}, True]
)
async def test_a_malformed_conversation_id_is_refused_in_vietnamese(web: Client, malformed: object) -> None:
    assert "conversation_id" in error_of(await web.post(URL, json=body("xin chào", malformed)), 422, "invalid")


async def test_twenty_messages_at_once_are_answered_one_by_one(web: Client, settings: Settings) -> None:
    conversation = (await web.post(URL, json=body())).json()["conversation_id"]
    answers = await asyncio.gather(*(web.post(URL, json=body(f"câu {n}", conversation)) for n in range(20)))
    assert [a.status_code for a in answers] == [200] * 20
    with sqlite3.connect(settings.data_dir / "motcua.db") as connection:
        [(state,)] = connection.execute("SELECT state FROM conversations").fetchall()
        logged = connection.execute("SELECT count(*) FROM turns").fetchone()
    connection.close()
    assert json.loads(state)["turns"] == 21
    assert logged == (21,)


async def test_the_log_of_a_conversation_holds_no_personal_numbers(web: Client, settings: Settings) -> None:
    said = "sđt tôi 0912 345 678, cccd 001190012345, làm hộ chiếu"
    assert (await web.post(URL, json=body(said))).status_code == 200
    for file in settings.data_dir.glob("motcua.db*"):
        content = file.read_bytes()
        assert b"345 678" not in content
        assert b"001190012345" not in content


# Texts


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "\n\t", "😀😀😀", "\u200b\u200e", "…?!", "\x00", "a\x00b", "🇻🇳👨‍👩‍👧", "Ｘｉｎ", "Hello", "你好", "مرحبا",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE conversations; --", "{{7*7}} ${jndi:ldap://x}",
        "á" * 4000, "á" * 4001, "a " * 15_000, "0" * 20_000, "9" * 50_000, "Z͑ͫ̓ͪ̂ͫ̽" * 200, "_" * 30_000, "1.2.3." * 5_000,
    ],
)  # fmt: skip
async def test_any_text_gets_a_polite_answer(web: Client, text: str) -> None:
    response = await web.post(URL, json=body(text))
    assert response.status_code == 200
    reply = Reply.model_validate(response.json())
    assert all(VIETNAMESE.search(said.text) for said in reply.replies)
    assert response.headers["content-type"] == "application/json"
    assert "<script" not in response.text


@given(text=st.text(max_size=300))
@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_breaks_the_service(server: str, text: str) -> None:
    response = httpx.post(server + URL, content=json.dumps(body(text)), headers=JSON, trust_env=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        error_of(response, 422, "invalid")
    else:
        assert response.status_code == 200
        assert Reply.model_validate(response.json()).replies


async def test_a_hundred_thousand_characters_are_refused_with_a_reason(web: Client, settings: Settings) -> None:
    assert "4.000 ký tự" in error_of(await web.post(URL, json=body("ạ" * 100_000)), 413, "too_large")
    assert error_of(await web.post(URL, json=body("a" * 100_000)), 413, "too_large")


def test_a_huge_body_over_real_http_hears_why_not(server: str) -> None:
    with httpx.Client(base_url=server, trust_env=False) as http:
        for characters in (70_000, 100_000, 300_000):
            error_of(http.post(URL, json=body("ạ" * characters)), 413, "too_large")
        pieces = (b"x" * 1000 for _ in range(200))
        error_of(http.post(URL, content=pieces, headers=JSON), 413, "too_large")
        assert http.post(URL, json=body()).status_code == 200


async def test_a_body_of_exactly_the_limit_is_read(web: Client) -> None:
    empty = len(json.dumps(body("")))
    fits, over = (json.dumps(body("a" * (64 * 1024 - empty + more))) for more in (0, 1))
    assert (await web.post(URL, content=fits, headers=JSON)).status_code == 200
    assert (await web.post(URL, content=over, headers=JSON)).status_code == 413


# Wrong bodies


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{'text': 'a'}", b"\xff\xfe{\x00", b'{"text": "\xc3"}', b"[" * 60_000, b'{"text":' * 6000, b"1" * 10_000, b'{"a": NaN,}'],
)
async def test_a_body_that_is_no_json_is_refused_in_vietnamese(web: Client, content: bytes) -> None:
    response = await web.post(URL, content=content, headers=JSON)
    assert response.status_code in (400, 422)
    error_of(response, response.status_code, response.json()["error"]["code"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Thiếu trường “text”."),
        (body(text=None), "Trường “text” cần là chuỗi ký tự."),
        (body(text=5), "Trường “text” cần là chuỗi ký tự."),
        (body(text=["a"]), "Trường “text” cần là chuỗi ký tự."),
        (body(button=7), "Trường “button” cần là chuỗi ký tự."),
        (body(button="b" * 201), "Trường “button” dài quá 200 ký tự."),
        ({**body(), "admin": True}, "Trường “admin” không được dùng ở đây."),
        ([], "Nội dung gửi lên cần là một đối tượng JSON (Content-Type: application/json)."),
        ("text", "Nội dung gửi lên cần là một đối tượng JSON (Content-Type: application/json)."),
        (None, "Nội dung gửi lên cần là một đối tượng JSON (Content-Type: application/json)."),
    ],
)
async def test_a_wrong_field_is_named_in_vietnamese(web: Client, sent: object, said: str) -> None:
    assert error_of(await web.post(URL, content=json.dumps(sent), headers=JSON), 422, "invalid") == said


async def test_an_error_never_repeats_what_was_sent(web: Client) -> None:
    response = await web.post(URL, json={"text": 5, "conversation_id": "bí mật 0912345678"})
    assert "0912345678" not in response.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_other_sites_cannot_post_with_a_plain_form(web: Client, kind: str) -> None:
    error_of(await web.post(URL, content=json.dumps(body()), headers={"Content-Type": kind}), 422, "invalid")


@pytest.mark.parametrize(
    "path", ["/nope", "/api/v1/nope", "/static/nope.js", "/static/../app.py", "/static/%2e%2e/index.html", "/static/%00", "/docs"]
)
async def test_an_unknown_path_is_a_vietnamese_404(web: Client, path: str) -> None:
    error_of(await web.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", URL), ("DELETE", URL), ("POST", "/healthz"), ("PUT", "/"), ("POST", "/static/base.css")]
)
async def test_a_wrong_method_is_a_vietnamese_405_that_names_the_right_one(web: Client, method: str, path: str) -> None:
    response = await web.request(method, path)
    error_of(response, 405, "method_not_allowed")
    assert response.headers["allow"]


# Headers and files


@pytest.mark.parametrize("path", ["/", "/static/js/checklist.js", "/healthz", "/nope", "/api/v1/openapi.json", "/metrics"])
async def test_every_answer_carries_the_security_headers(web: Client, path: str) -> None:
    headers = (await web.get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "strict-transport-security" not in headers


async def test_a_public_https_address_asks_browsers_to_stay_on_https(serving: Opener) -> None:
    async with serving(public_url="https://motcua.example.vn/") as client:
        assert "max-age=31536000" in (await client.get("/")).headers["strict-transport-security"]


async def test_the_page_and_its_files_are_served_and_checked_again_each_time(web: Client, root: Path) -> None:
    page = await web.get("/")
    assert page.content == (root / "bot/web/index.html").read_bytes()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path in ["/", *re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)]:
        first = await web.get(path)
        assert first.status_code == 200
        kept = "public, max-age=3600" if path.startswith("/static/widget.") else "no-cache"
        assert first.headers["cache-control"] == kept
        again = await web.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", kept)
    assert (await web.head("/")).status_code == 200


async def test_modules_have_the_type_that_browsers_demand(web: Client) -> None:
    assert (await web.get("/static/js/checklist.js")).headers["content-type"].startswith("text/javascript")


async def test_answers_are_not_kept_by_caches(web: Client) -> None:
    assert (await web.post(URL, json=body())).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "status"),
    [("motcua.example.vn", 200), ("MOTCUA.example.vn:443", 200), ("a.dvc.vn", 200), ("dvc.vn", 400), ("evil.vn", 400), ("", 400),
     ("motcua.example.vn.evil.vn", 400), ("127.0.0.1:8000", 200)],
)  # fmt: skip
async def test_only_the_allowed_hosts_are_answered(serving: Opener, host: str, status: int) -> None:
    async with serving(allowed_hosts="motcua.example.vn, *.dvc.vn") as client:
        response = await client.get("/healthz", headers={"Host": host})
        assert response.status_code == status
        if status == 400:
            error_of(response, 400, "unknown_host")
            assert "content-security-policy" in response.headers


# Rate limit


async def test_the_fourth_message_of_three_is_refused_and_says_when_to_come_back(serving: Opener, echo: Script) -> None:
    async with serving(echo, rate_limit="3/minute") as client:
        assert [(await client.post(URL, json=body())).status_code for _ in range(3)] == [200] * 3
        refused = await client.post(URL, json=body())
        error_of(refused, 429, "too_many_requests")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert (await client.get("/")).status_code == 200
        assert "motcua_rate_limited_total" in (await client.get("/metrics")).text


async def test_the_limit_ends_when_it_says(serving: Opener, echo: Script) -> None:
    async with serving(echo, rate_limit="1/second") as client:
        await client.post(URL, json=body())
        refused = await client.post(URL, json=body())
        assert refused.status_code == 429
        await asyncio.sleep(int(refused.headers["retry-after"]) + 0.05)
        assert (await client.post(URL, json=body())).status_code == 200


async def test_a_forged_address_does_not_help(serving: Opener, echo: Script) -> None:
    async with serving(echo, rate_limit="1/minute") as client:
        answers = [await client.post(URL, json=body(), headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(3)]
        assert [a.status_code for a in answers] == [200, 429, 429]


async def test_behind_a_trusted_proxy_each_person_has_a_limit_of_their_own(serving: Opener, echo: Script) -> None:
    async with serving(echo, rate_limit="1/minute", trusted_proxies="10.0.0.0/8", client=("10.1.2.3", 1)) as client:
        people = ["198.51.100.1", "198.51.100.2", "198.51.100.1"]
        answers = [await client.post(URL, json=body(), headers={"X-Forwarded-For": person}) for person in people]
        assert [a.status_code for a in answers] == [200, 200, 429]


@pytest.mark.parametrize(
    ("address", "whom"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"), (None, "unknown")],
)
def test_one_household_counts_as_one(address: str | None, whom: str) -> None:
    assert network(address) == whom


# Trouble


async def test_an_unexpected_error_is_a_vietnamese_500_and_is_logged_without_personal_data(
    serving: Opener, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(incoming: Incoming) -> Reply:
        raise ValueError(f"cannot understand {incoming.text}")

    async with serving(broken) as client:
        response = await client.post(URL, json=body("số của tôi là 0912345678"))
        error_of(response, 500, "internal")
        assert "content-security-policy" in response.headers
        assert "ValueError" not in response.text
        assert (await client.get("/healthz")).status_code == 200
    logged = capfd.readouterr().err
    [failure] = [json.loads(line) for line in logged.splitlines() if "request failed" in line]
    assert failure["error"].startswith("ValueError")
    assert any("broken" in place for place in failure["where"])
    assert failure["request_id"] == response.headers["x-request-id"]
    assert "0912345678" not in logged


def _locks(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


async def test_a_locked_database_is_a_503_that_says_when_to_come_back(
    serving: Opener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "Database", partial(Database, busy_timeout_ms=20))
    async with serving() as client:
        await ready(client)
        other = sqlite3.connect(settings.data_dir / "motcua.db", isolation_level=None, timeout=0)
        while not _locks(other):  # the service itself may be writing, and needs this loop to end it
            await asyncio.sleep(0.01)
        response = await client.post(URL, json=body())
        error_of(response, 503, "storage_busy")
        assert response.headers["retry-after"] == "5"
        other.rollback()
        other.close()
        assert (await client.post(URL, json=body())).status_code == 200


async def test_an_answer_that_takes_too_long_is_given_up_politely(serving: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "REPLY_LIMIT_S", 0.05)

    async def endless(incoming: Incoming) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(endless) as client:
        error_of(await client.post(URL, json=body()), 503, "too_slow")


# Starting, readiness, metrics


async def test_readiness_tells_what_is_at_work(web: Client, root: Path) -> None:
    state = await ready(web)
    assert state == {
        "status": "ready",
        "nlu": "off",
        "database": "ok",
        "index": {"revision": "r1"},
        "content": {"revision": 1, "wanted": 1, "failure": None},
        "knowledge": {
            "procedures": len(list((root / "knowledge/procedures").rglob("*.yaml"))),
            "faqs": state["knowledge"]["faqs"],
        },
    }
    assert state["knowledge"]["faqs"] > 0
    assert (await web.get("/readyz")).status_code == 200


async def test_a_start_that_fails_is_tried_again_and_messages_wait_for_it(
    serving: Opener, assembly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_module, "RETRY_S", 0.3)
    async with serving(assembly=assembly(failures=1)) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok", "service": "motcua"}
        assert (await ready(client))["status"] == "failing"
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.post(URL, json=body())).status_code == 200
        assert (await client.get("/readyz")).status_code == 200


async def test_a_message_does_not_wait_for_ever_for_the_start(serving: Opener, assembly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "PATIENCE_S", 0.05)
    async with serving(assembly=assembly(failures=99)) as client:
        response = await client.post(URL, json=body())
        error_of(response, 503, "starting")
        assert int(response.headers["retry-after"]) > 0


async def test_a_new_index_is_taken_up_without_a_failed_message(serving: Opener, assembly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_module, "RELOAD_CHECK_S", 0.05)
    parts = assembly()
    async with serving(assembly=parts) as client:
        await ready(client)
        parts.revision = "r2"
        for _ in range(200):
            assert (await client.post(URL, json=body())).status_code == 200
            if (await client.get("/readyz")).json()["index"]["revision"] == "r2":
                break
        assert (await client.get("/readyz")).json()["index"]["revision"] == "r2"
        parts.failures, parts.revision = 99, "r3"
        await asyncio.sleep(0.2)
        state = (await client.get("/readyz")).json()
        assert state["index"]["revision"] == "r2"
        assert state["content"] == {"revision": 2, "wanted": 3, "failure": runtime_module.NOT_TAKEN_UP}
        assert (await client.post(URL, json=body())).status_code == 200


async def test_metrics_count_by_route_and_never_by_what_strangers_invent(web: Client) -> None:
    await web.post(URL, json=body())
    await web.get("/static/base.css")
    await web.get("/wp-admin.php?x=1")
    await web.request("BREW", "/coffee")
    shown = (await web.get("/metrics")).text
    assert 'motcua_requests_total{method="POST",route="/api/v1/messages",status="200"} 1.0' in shown
    assert 'motcua_requests_total{method="GET",route="/static",status="200"} 1.0' in shown
    assert 'motcua_requests_total{method="GET",route="other",status="404"} 1.0' in shown
    assert 'motcua_messages_total{channel="web"' in shown
    assert "motcua_ready 1.0" in shown
    assert "wp-admin" not in shown
    assert "BREW" not in shown


# The contract


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        ("POST", URL, GenerationMode.POSITIVE),
        ("POST", URL, GenerationMode.NEGATIVE),
        ("GET", "/api/v1/conversations/{conversation_id}/events", GenerationMode.POSITIVE),
        ("GET", "/api/v1/conversations/{conversation_id}/events", GenerationMode.NEGATIVE),
        ("GET", "/api/v1/conversations/{conversation_id}/transcript.txt", GenerationMode.POSITIVE),
        ("GET", "/healthz", GenerationMode.POSITIVE),
        ("GET", "/readyz", GenerationMode.POSITIVE),
    ],
)
def test_the_service_keeps_its_openapi_contract(server: str, method: str, path: str, mode: GenerationMode) -> None:
    operation = schemathesis.openapi.from_url(f"{server}/api/v1/openapi.json")[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @how(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def keeps_it(case: schemathesis.Case) -> None:
        case.call_and_validate()

    keeps_it()


def test_the_contract_names_every_public_operation_and_its_errors(server: str) -> None:
    document = httpx.get(f"{server}/api/v1/openapi.json", trust_env=False).json()
    assert {f"{m.upper()} {p}" for p, methods in document["paths"].items() for m in methods} == {
        f"POST {URL}",
        "GET /api/v1/conversations/{conversation_id}/events",
        "GET /api/v1/conversations/{conversation_id}/transcript.pdf",
        "GET /api/v1/conversations/{conversation_id}/transcript.txt",
        "POST /api/v1/dossiers/picture",
        "GET /api/v1/dossiers/{code}",
        "GET /healthz",
        "GET /readyz",
    }
    operation = document["paths"][URL]["post"]
    assert set(operation["responses"]) == {"200", "400", "403", "413", "422", "429", "500", "503"}
    Reply.model_validate(operation["responses"]["200"]["content"]["application/json"]["example"])
    for example in document["components"]["schemas"]["MessageIn"]["examples"]:
        assert httpx.post(server + URL, json=example, trust_env=False).status_code == 200


async def test_the_reply_to_a_message_is_not_given_to_another_conversation(web: Client) -> None:
    first = {"conversation_id": None, "text": "xin chào", "message_id": "a-message-of-somebody"}
    mine = (await web.post("/api/v1/messages", json=first)).json()
    other = (
        await web.post("/api/v1/messages", json={"conversation_id": None, "text": "chào", "message_id": "a-message-of-another"})
    ).json()
    again = await web.post("/api/v1/messages", json={**first, "conversation_id": other["conversation_id"]})
    assert again.status_code == 404 and mine["conversation_id"] not in again.text
    assert (await web.post("/api/v1/messages", json=first)).json() == mine

"""Pages of other sites: which may call, what their browsers are told, and how the others are refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.origins import Origins, plain

Client = httpx.AsyncClient
XA = "https://xa.example.gov.vn"
URL = "/api/v1/messages"
EVENTS = "/api/v1/conversations/never-seen-before/events"
TEXT = "/api/v1/conversations/never-seen-before/transcript.txt"
ASK = {"text": "xin chào"}


@pytest.fixture
async def web(serving: Any) -> AsyncIterator[Client]:
    async with serving(widget_origins=f"{XA}, http://localhost:8081", public_url="https://motcua.example.vn/") as client:
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.01)
        yield client


def preflight(client: Client, path: str, origin: str, method: str = "POST") -> Any:
    asked = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return client.options(path, headers=asked)


async def test_an_allowed_page_hears_what_it_may_do(web: Client) -> None:
    for path in (URL, EVENTS, TEXT, "/static/base.css"):
        response = await preflight(web, path, XA)
        assert (response.status_code, response.content) == (204, b"")
        headers = response.headers
        assert headers["access-control-allow-origin"] == XA
        assert set(headers["access-control-allow-methods"].split(", ")) == {"GET", "POST", "OPTIONS"}
        assert {name.lower() for name in headers["access-control-allow-headers"].split(", ")} == {"content-type", "last-event-id"}
        assert headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in headers


async def test_a_page_that_is_not_allowed_is_refused_in_the_preflight(web: Client) -> None:
    for path in (URL, EVENTS, "/static/base.css"):
        response = await preflight(web, path, "https://evil.example")
        assert (response.status_code, response.json()["error"]["code"]) == (403, "foreign_origin")
        assert "access-control-allow-origin" not in response.headers


async def test_an_allowed_page_may_read_the_answer(web: Client) -> None:
    response = await web.post(URL, json=ASK, headers={"Origin": XA})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == XA
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in response.headers


async def test_an_allowed_page_may_read_errors_too(web: Client) -> None:
    for method, path, content, status in [
        ("POST", URL, b"{", 422), ("POST", URL, b'"' + b"a" * 70_000 + b'"', 413), ("GET", EVENTS, b"", 404), ("GET", TEXT, b"", 404),
    ]:  # fmt: skip
        response = await web.request(method, path, content=content, headers={"Origin": XA})
        assert response.status_code == status
        assert response.headers["access-control-allow-origin"] == XA


async def test_an_allowed_page_hears_when_to_come_back(serving: Any) -> None:
    async with serving(widget_origins=XA, rate_limit="1/minute") as client:
        answers = [await client.post(URL, json=ASK, headers={"Origin": XA}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Retry-After" in answers[1].headers["access-control-expose-headers"]


FOREIGN = [
    "https://evil.example", "http://xa.example.gov.vn", "https://xa.example.gov.vn:8443", "https://sub.xa.example.gov.vn", f"{XA}.evil.example",
    "null", "", "https://", f"{XA}/", "file://", "https://evil.example@xa.example.gov.vn", "chrome-extension://abcdef",
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), [("POST", URL), ("GET", EVENTS), ("GET", TEXT)])
async def test_calls_from_other_pages_are_refused_in_vietnamese(web: Client, method: str, path: str) -> None:
    for origin in FOREIGN:
        response = await web.request(method, path, json=ASK, headers={"Origin": origin})
        assert (origin, response.status_code, response.json()["error"]["code"]) == (origin, 403, "foreign_origin")
        assert "chưa được phép" in response.json()["error"]["message"]
        assert "access-control-allow-origin" not in response.headers
        assert response.headers["cross-origin-resource-policy"] == "same-origin"


async def test_two_origins_at_once_are_nobody(web: Client) -> None:
    response = await web.post(URL, json=ASK, headers=[("Origin", XA), ("Origin", "https://evil.example")])
    assert response.status_code == 403


OWN = [
    ("127.0.0.1", "http://127.0.0.1"), ("127.0.0.1:8000", "http://127.0.0.1:8000"), ("[::1]:8000", "http://[::1]:8000"),
    ("Mot-Cua.vn", "https://mot-cua.vn"), ("mot-cua.vn:443", "https://mot-cua.vn"), ("127.0.0.1:8000", "https://motcua.example.vn"),
]  # fmt: skip


async def test_our_own_page_may_call_under_each_of_its_names(web: Client) -> None:
    for host, origin in OWN:
        response = await web.post(URL, json=ASK, headers={"Host": host, "Origin": origin})
        assert (origin, response.status_code) == (origin, 200)


async def test_a_proxy_that_hides_the_host_does_not_shut_our_page_out(web: Client) -> None:
    for site, status in [("same-origin", 200), ("same-site", 403), ("cross-site", 403), ("none", 403)]:
        headers = {"Host": "app:8000", "Origin": "https://name.of.the.proxy", "Sec-Fetch-Site": site}
        assert (site, (await web.post(URL, json=ASK, headers=headers)).status_code) == (site, status)


async def test_programs_without_an_origin_are_answered(web: Client) -> None:
    response = await web.post(URL, json=ASK)
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers
    assert response.headers["cross-origin-resource-policy"] == "same-origin"


async def test_files_can_be_loaded_by_allowed_pages_only(web: Client, serving: Any) -> None:
    plain_tag, allowed, foreign = [await web.get("/static/base.css", headers=sent) for sent in ({}, {"Origin": XA}, {"Origin": FOREIGN[0]})]
    assert [one.status_code for one in (plain_tag, allowed, foreign)] == [200] * 3
    assert [one.headers["vary"] for one in (plain_tag, allowed, foreign)] == ["Origin"] * 3
    assert plain_tag.headers["cross-origin-resource-policy"] == "cross-origin"  # <script src> and <link> name no origin
    assert allowed.headers["access-control-allow-origin"] == XA
    assert "access-control-allow-origin" not in foreign.headers
    async with serving() as without:
        assert (await without.get("/static/base.css")).headers["cross-origin-resource-policy"] == "same-origin"


async def test_nothing_else_is_shared(web: Client) -> None:
    for path in ("/", "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/v1/messagesandmore", "/nope"):
        response = await web.get(path, headers={"Origin": XA})
        assert "access-control-allow-origin" not in response.headers
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert (await preflight(web, path, XA)).status_code in (404, 405)


async def test_our_own_page_may_use_the_microphone_and_no_other(web: Client) -> None:
    policy = (await web.get("/")).headers["permissions-policy"]
    assert "microphone=(self)" in policy
    assert "camera=()" in policy


@pytest.mark.parametrize(
    ("origin", "known"),
    [("HTTPS://Xa.Example:443", "https://xa.example"), ("http://a:80", "http://a"), ("http://a:443", "http://a:443"), ("null", ""), ("a.vn", "")],
)  # fmt: skip
def test_an_origin_is_compared_as_browsers_write_it(origin: str, known: str) -> None:
    assert plain(origin) == known


MORE = st.text(min_size=1).filter(lambda more: more != ":443")


@given(st.text() | MORE.map(lambda more: XA + more) | MORE.map(lambda more: more + XA))
def test_no_text_but_the_allowed_one_is_allowed(origin: str) -> None:
    scope = {"type": "http", "path": URL, "headers": [(b"origin", origin.encode("utf-8", "replace"))]}
    assert Origins([XA]).allowed(scope) is None
    assert not Origins([XA]).is_own(scope)

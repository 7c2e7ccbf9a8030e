"""What both fake servers share: faults over real HTTP, the clock, and every way a form can be written; the console by hand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import telegram, zalo
from tests.fakes.console import TelegramPerson, ZaloPerson, converse
from tests.fakes.serving import FaultKind
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

TOKEN = "/bot123456:TEST"
CS = "/v3.0/oa/message/cs"


@pytest.fixture(scope="module")
def running_telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture(scope="module")
def running_zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as fake:
        yield fake


def both(first: FakeTelegram, second: FakeZalo) -> list[tuple[FakeTelegram | FakeZalo, Callable[[], httpx.Response]]]:
    return [(first, lambda: send_telegram(first)), (second, lambda: send_zalo(second))]


def send_telegram(fake: FakeTelegram, text: str = "chào", timeout: float = 5) -> httpx.Response:
    return fake.http.post(f"{fake.url}{TOKEN}/sendMessage", json={"chat_id": 7, "text": text}, timeout=timeout)


def send_zalo(fake: FakeZalo, text: str = "chào", timeout: float = 5) -> httpx.Response:
    fake.heard("u1")
    body = {"recipient": {"user_id": "u1"}, "message": {"text": text}}
    return fake.http.post(f"{fake.url}{CS}", json=body, headers={"access_token": fake.access_token}, timeout=timeout)


def test_a_dropped_request_was_not_acted_on_and_one_dropped_after_was(running_telegram: FakeTelegram, running_zalo: FakeZalo) -> None:
    outcomes: list[tuple[FaultKind, int]] = [("drop", 0), ("drop_after", 1)]
    for kind, done in outcomes:
        for fake, send in both(running_telegram, running_zalo):
            before = len(fake.sent)
            fake.fail(kind=kind)
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                send()
            assert len(fake.sent) - before == done
            assert fake.calls[-1].fault == kind


@pytest.mark.parametrize(("kind", "status"), [("429", 429), ("5xx", 502), ("garbage", 200)])
def test_an_answered_fault_does_nothing_else_and_passes(
    running_telegram: FakeTelegram, running_zalo: FakeZalo, kind: FaultKind, status: int
) -> None:
    for fake, send in both(running_telegram, running_zalo):
        before = len(fake.sent)
        fake.fail(times=2, kind=kind, retry_after=7)
        answers = [send(), send(), send()]
        assert [answer.status_code for answer in answers] == [status, status, 200]
        assert len(fake.sent) - before == 1
        if kind == "garbage":
            with pytest.raises(json.JSONDecodeError):
                answers[0].json()


def test_the_wait_of_a_429_is_told_as_each_service_tells_it(running_telegram: FakeTelegram, running_zalo: FakeZalo) -> None:
    running_telegram.fail(kind="429", retry_after=7)
    running_zalo.fail(kind="429", retry_after=7)
    assert send_telegram(running_telegram).json()["parameters"] == {"retry_after": 7}
    assert send_zalo(running_zalo).headers["Retry-After"] == "7"


def test_a_delay_is_longer_than_an_impatient_client_waits_and_then_acts(running_telegram: FakeTelegram) -> None:
    before = len(running_telegram.sent)
    running_telegram.fail(kind="delay", seconds=0.4)
    with pytest.raises(httpx.ReadTimeout):
        send_telegram(running_telegram, timeout=0.1)
    deadline = time.monotonic() + 5
    while len(running_telegram.sent) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(running_telegram.sent) - before == 1


def test_a_fault_hits_only_the_method_it_names(running_telegram: FakeTelegram) -> None:
    running_telegram.fail(kind="5xx", on="sendMessage", status=500)
    assert running_telegram.http.get(f"{running_telegram.url}{TOKEN}/getMe").status_code == 200
    assert send_telegram(running_telegram).status_code == 500


def test_an_unknown_fault_is_refused_with_the_allowed_ones() -> None:
    with pytest.raises(ValueError, match="allowed: delay, 429, 5xx, drop, drop_after, garbage"):
        FakeZalo().fail(kind="flood")  # type: ignore[arg-type]


def test_a_taken_port_is_an_error_at_once(running_telegram: FakeTelegram) -> None:
    port = int(running_telegram.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"), FakeTelegram(port=port):
        pass


@given(text=st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != "" and "\0" not in text), content=st.binary(min_size=1))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_form_and_multipart_bodies_say_the_same(running_telegram: FakeTelegram, text: str, content: bytes) -> None:
    url = f"{running_telegram.url}{TOKEN}"
    fields = {"chat_id": "7", "text": text}
    for options in ({"json": fields}, {"data": fields}):
        assert running_telegram.http.post(f"{url}/sendMessage", **options).json()["result"]["text"] == text.strip()  # type: ignore[arg-type]
    httpx.post(
        f"{url}/sendDocument", data={"chat_id": "7", "caption": text}, files={"document": ("bản kê.pdf", content, "application/pdf")}
    )
    document = running_telegram.sent[-1].document
    assert document is not None
    assert (document.content, document.content_type) == (content, "application/pdf")
    assert running_telegram.sent[-1].text == text.strip()


def test_the_telegram_console_says_taps_and_prints(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeTelegram() as fake:
        person = TelegramPerson(fake)
        rows = [[{"text": "Có", "callback_data": "yes"}, {"text": "Trang", "url": "https://example.vn"}]]
        fields = {"chat_id": 1001, "text": "Chọn\nđi", "reply_markup": {"inline_keyboard": rows}}
        fake.http.post(f"{fake.url}{TOKEN}/sendMessage", json=fields)
        converse(person, ["/start", "", "/tap 1", "/tap 2", "/tap 3", "/tap x", "/photo", "/quit", "không tới"])
        updates = fake.updates.waiting
    said = [update.get("message", {}).get("text") or update.get("callback_query", {}).get("data") for update in updates]
    assert said == ["/start", "yes", None]
    assert "photo" in updates[2]["message"]
    shown = capsys.readouterr().out
    assert "bot> Chọn\n     đi\n     [1] Có\n     [2] Trang\n" in shown
    assert "opens https://example.vn" in shown
    assert shown.count("no button") == 2


def test_the_zalo_console_posts_signed_events_and_says_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeZalo() as fake, FakeZalo() as hook:
        person = ZaloPerson(fake, f"{hook.url}/webhooks/zalo")
        converse(person, ["/follow", "chào", "/photo"])
        assert [call.path for call in hook.calls] == ["/webhooks/zalo"] * 3
        assert fake.last_heard[zalo.USER_ID] is not None
        button = {"title": "Có", "type": "oa.query.show", "payload": "#co"}
        message = {"text": "Chọn", "attachment": {"type": "template", "payload": {"buttons": [button]}}}
        body = {"recipient": {"user_id": zalo.USER_ID}, "message": message}
        fake.http.post(f"{fake.url}{CS}", json=body, headers={"access_token": fake.access_token})
        converse(person, ["/tap 1"])
        assert len(hook.calls) == 4
    shown = capsys.readouterr().out
    assert "the webhook answered 404" in shown
    assert "bot> Chọn\n     [1] Có\n" in shown


def test_ids_of_events_are_strings_no_float_can_hold() -> None:
    event = zalo.text_event(zalo.USER_ID, "m1", "chào")
    ids = [event["app_id"], event["sender"]["id"], event["recipient"]["id"]]
    assert all(isinstance(value, str) and int(float(value)) != int(value) for value in ids)


def test_updates_of_a_group_and_of_a_person_are_told_apart() -> None:
    assert telegram.group_update(1, -1001, "chào")["message"]["chat"]["type"] == "supergroup"
    assert telegram.text_update(1, 7, "chào")["message"]["chat"]["type"] == "private"

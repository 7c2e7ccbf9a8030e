"""The fake OpenAPI: what Zalo takes and refuses, the windows, and tokens that are used once."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.fakes import zalo
from tests.fakes.serving import Clock
from tests.fakes.zalo import APP_ID, OA_SECRET, SECRET_KEY, Button, FakeZalo

USER = zalo.USER_ID
Json = dict[str, Any]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake(clock: Clock) -> Iterator[FakeZalo]:
    with FakeZalo(clock=clock) as running:
        running.heard(USER)
        yield running


@pytest.fixture(scope="module")
def refusing() -> Iterator[FakeZalo]:
    """One server for all that is refused: nothing is ever sent on it."""
    with FakeZalo() as running:
        running.heard(USER)
        yield running


def post(fake: FakeZalo, body: Json, door: str = "cs", token: str | None = None) -> Json:
    headers = {"access_token": fake.access_token if token is None else token}
    response = fake.http.post(f"{fake.url}/v3.0/oa/message/{door}", json=body, headers=headers)
    assert response.status_code == 200
    answer: Json = response.json()
    return answer


def text(words: str = "chào", user: Any = USER, **message: Any) -> Json:
    return {"recipient": {"user_id": user}, "message": {"text": words, **message}}


def buttons(*of: Json) -> Json:
    return text(attachment={"type": "template", "payload": {"buttons": list(of)}})


def query(title: str = "Có", payload: Any = "#co") -> Json:
    return {"title": title, "type": "oa.query.show", "payload": payload}


def renew(fake: FakeZalo, refresh: str, secret: str = SECRET_KEY, app: str = APP_ID, grant: str = "refresh_token") -> Json:
    form = {"refresh_token": refresh, "app_id": app, "grant_type": grant}
    response = fake.http.post(f"{fake.url}/v4/oa/access_token", data=form, headers={"secret_key": secret})
    assert response.status_code == 200
    answer: Json = response.json()
    return answer


def test_a_message_reaches_the_person_with_its_buttons(fake: FakeZalo) -> None:
    url = {"title": "Trang", "type": "oa.open.url", "payload": {"url": "https://example.vn"}}
    call = {"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "842412345678"}}
    answer = post(fake, buttons(query(), url, call))
    [sent] = fake.sent
    assert answer == {"error": 0, "message": "Success", "data": {"message_id": sent.message_id, "user_id": USER}}
    assert [button.value for button in sent.buttons] == ["#co", "https://example.vn", "842412345678"]
    assert (sent.text, sent.buttons[0], sent.billed) == ("chào", Button("Có", "oa.query.show", "#co"), False)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (text("a" * 2001), -210),
        (text(" "), -201),
        (text(user=int(USER)), -201),
        ({"message": {"text": "x"}}, -201),
        ({"recipient": {"user_id": USER}}, -201),
        (text(user="1"), -213),
        (buttons(*[query()] * 6), -210),
        (buttons(query("a" * 101)), -210),
        (buttons(query(payload="#" * 1001)), -210),
        (buttons(query(payload={"x": 1})), -201),
        (buttons(query("")), -201),
        (buttons(), -201),
        (buttons({"title": "a", "type": "oa.open.sms", "payload": "x"}), -201),
        (buttons({"title": "a", "type": "oa.open.url", "payload": {"url": "example"}}), -201),
        (buttons({"title": "a", "type": "oa.open.phone", "payload": {"phone_code": "gọi"}}), -201),
        (text(attachment={"type": "file", "payload": {"token": "x"}}), -201),
    ],
)
def test_a_message_out_of_bounds_is_refused_and_not_sent(refusing: FakeZalo, body: Json, error: int) -> None:
    assert post(refusing, body)["error"] == error
    assert refusing.sent == []


def test_a_message_at_its_bounds_is_taken(fake: FakeZalo) -> None:
    body = buttons(*[query("a" * 100, "#" * 1000)] * 5)
    body["message"]["text"] = "ặ" * 2000
    assert post(fake, body)["error"] == 0


def test_a_bearer_token_counts_for_nothing(fake: FakeZalo) -> None:
    headers = {"Authorization": f"Bearer {fake.access_token}"}
    response = fake.http.post(f"{fake.url}/v3.0/oa/message/cs", json=text(), headers=headers)
    assert response.json()["error"] == -216


@pytest.mark.parametrize(
    ("age", "error", "billed"),
    [(0, 0, 0), (47.9, 0, 0), (48.1, 0, 1), (167.9, 0, 1), (168.1, -230, 0)],
)
def test_the_window_is_free_then_billed_then_closed(fake: FakeZalo, clock: Clock, age: float, error: int, billed: int) -> None:
    fake.heard(USER, clock.now() - timedelta(hours=age))
    assert post(fake, text())["error"] == error
    assert len(fake.billed) == billed
    fake.heard(USER)
    assert post(fake, text())["error"] == 0
    assert len(fake.billed) == billed


@pytest.mark.parametrize(("opens", "error"), [(True, 0), (False, -232)])
def test_following_opens_the_window_or_not_as_the_test_says(opens: bool, error: int) -> None:
    with FakeZalo(follow_opens_window=opens) as fake:
        fake.followed(USER)
        assert post(fake, text())["error"] == error
        fake.unfollowed(USER)
        assert post(fake, text())["error"] == -213


def test_a_notice_needs_an_approved_template_and_no_window(fake: FakeZalo, clock: Clock) -> None:
    clock.advance(10 * 86_400)
    fake.authorize()
    fake.templates.add("t1")
    notice = {"user_id": USER, "template_id": "t1", "template_data": {"code": "HS-1"}}
    assert post(fake, text())["error"] == -230
    assert post(fake, notice, "template")["error"] == 0
    assert post(fake, notice | {"template_id": "t2"}, "template")["error"] == -201
    assert post(fake, notice | {"template_data": "x"}, "template")["error"] == -201
    assert [(sent.method, sent.template_id, sent.template_data) for sent in fake.sent] == [("template", "t1", {"code": "HS-1"})]


def test_restricted_people_and_forced_refusals(fake: FakeZalo) -> None:
    fake.refuse(-211, times=2)
    assert [post(fake, text())["error"] for _ in range(3)] == [-211, -211, 0]
    fake.restricted.add(USER)
    assert post(fake, text())["error"] == -244
    assert len(fake.sent) == 1


def test_beyond_the_minute_limit_everything_is_minus_32(clock: Clock) -> None:
    with FakeZalo(rate_limits=True, per_minute=3, clock=clock) as fake:
        fake.heard(USER)
        assert [post(fake, text())["error"] for _ in range(5)] == [0, 0, 0, -32, -32]
        clock.advance(61)
        assert post(fake, text())["error"] == 0


def test_an_access_token_lives_25_hours_and_is_renewed(fake: FakeZalo, clock: Clock) -> None:
    clock.advance(24.9 * 3600)
    assert post(fake, text())["error"] == 0
    clock.advance(0.2 * 3600)
    assert post(fake, text())["error"] == -220
    answer = renew(fake, fake.refresh_token)
    assert answer == {"access_token": fake.access_token, "refresh_token": fake.refresh_token, "expires_in": "90000"}
    assert post(fake, text(), token=answer["access_token"])["error"] == 0


def test_a_refresh_token_works_once_and_a_refusal_carries_no_token(fake: FakeZalo) -> None:
    first = fake.refresh_token
    second = renew(fake, first)["refresh_token"]
    again = renew(fake, first)
    assert second != first
    assert {"error_name", "error_reason"} <= set(again) and not {"access_token", "refresh_token"} & set(again)
    assert "access_token" in renew(fake, second)
    assert [(refresh.refresh_token, refresh.given) for refresh in fake.refreshes][:2] == [(first, True), (first, False)]


@pytest.mark.parametrize(
    ("options", "name"),
    [({"secret": "x"}, "Invalid secret key"), ({"app": "1"}, "Invalid appId"), ({"grant": "password"}, "Invalid grant type")],
)
def test_a_wrong_renewal_does_not_use_up_the_refresh_token(fake: FakeZalo, options: dict[str, str], name: str) -> None:
    assert renew(fake, fake.refresh_token, **options)["error_name"] == name
    assert "access_token" in renew(fake, fake.refresh_token)


def test_a_refresh_token_dies_after_three_months_and_json_is_no_form(fake: FakeZalo, clock: Clock) -> None:
    form = {"refresh_token": fake.refresh_token, "app_id": APP_ID, "grant_type": "refresh_token"}
    response = fake.http.post(f"{fake.url}/v4/oa/access_token", json=form, headers={"secret_key": SECRET_KEY})
    assert response.json()["error_name"] == "Invalid appId"
    clock.advance(91 * 86_400)
    assert renew(fake, fake.refresh_token)["error_name"] == "Invalid refresh token"


def test_the_expired_and_the_revoked_differ(fake: FakeZalo) -> None:
    fake.expire_access_token()
    assert post(fake, text())["error"] == -220
    renew(fake, fake.refresh_token)
    fake.revoke()
    assert post(fake, text())["error"] == -216
    assert renew(fake, fake.refresh_token)["error_name"] == "Invalid refresh token"
    fake.authorize()
    assert post(fake, text())["error"] == 0


def test_of_many_renewals_at_once_one_is_given(fake: FakeZalo) -> None:
    token = fake.refresh_token
    threads = [threading.Thread(target=renew, args=(fake, token)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(refresh.given for refresh in fake.refreshes) == [False] * 7 + [True]


def test_a_lost_answer_of_the_token_door_loses_the_pair(fake: FakeZalo) -> None:
    token = fake.refresh_token
    fake.fail(kind="drop_after", on="access_token")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        renew(fake, token)
    assert renew(fake, token)["error_name"] == "Invalid refresh token"
    assert fake.refresh_token != token


def test_the_signature_is_the_plain_sha256_of_the_facts_page() -> None:
    body = zalo.encode(zalo.text_event(USER, "m1", "xin chào", timestamp=1_795_000_000_000))
    mac = hashlib.sha256(f"{APP_ID}{body.decode()}1795000000000{OA_SECRET}".encode()).hexdigest()
    assert zalo.signed(body)["X-ZEvent-Signature"] == f"mac={mac}"
    assert zalo.signed(body, retry=2)["num_retry"] == "2"
    assert "xin chào".encode() in body
    assert FakeZalo(oa_secret="another").signed(body)["X-ZEvent-Signature"] != f"mac={mac}"


MAKERS: list[tuple[Callable[[], Json], str]] = [
    (lambda: zalo.image_event(USER, "m"), "user_send_image"),
    (lambda: zalo.file_event(USER, "m"), "user_send_file"),
    (lambda: zalo.audio_event(USER, "m"), "user_send_audio"),
    (lambda: zalo.location_event(USER, "m"), "user_send_location"),
    (lambda: zalo.sticker_event(USER, "m"), "user_send_sticker"),
]


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_attachments_name_their_kind(make: Callable[[], Json], name: str) -> None:
    event = make()
    [attachment] = event["message"]["attachments"]
    assert (event["event_name"], attachment["type"]) == (name, name.removeprefix("user_send_"))
    assert event["sender"]["id"] == USER and event["message"]["msg_id"] == "m"
    assert json.loads(zalo.encode(event)) == event


def test_follows_have_no_sender_and_echoes_come_from_the_account() -> None:
    follow, unfollow = zalo.follow_event(USER), zalo.unfollow_event(USER)
    assert [(event["event_name"], event["follower"]["id"], "sender" in event) for event in (follow, unfollow)] == [
        ("follow", USER, False),
        ("unfollow", USER, False),
    ]
    echo = zalo.oa_send_event(USER, "m", "chào")
    assert (echo["sender"]["id"], echo["recipient"]["id"]) == (zalo.OA_ID, USER)
    assert zalo.seen_event(USER, ["m"])["message"] == {"msg_ids": ["m"]}
    assert zalo.submit_info_event(USER)["info"]["phone"] == "84900000000"

"""Zalo's webhooks: what is signed, what is forged, and what each event says the person did."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.contract import EventKind, ForgedError, UnreadableEventError
from bot.channels.zalo import Zalo
from bot.channels.zalo_events import Signer
from tests.fakes import zalo as made
from tests.fakes.zalo import APP_ID, OA_SECRET, USER_ID, encode, signed

TOKEN = "k3y_Of-a_button1"
STAMP = 1795312800123
AT = datetime(2026, 11, 22, 2, 0, 0, 123000, tzinfo=UTC)


class NoTokens:
    """For a channel that sends nothing."""

    async def access(self) -> str:
        raise NotImplementedError

    async def refresh(self, stale: str) -> str:
        raise NotImplementedError

    async def close(self) -> None:
        return None


@cache
def offline() -> Zalo:
    """A channel for what needs no Zalo."""
    return Zalo(app_id=APP_ID, oa_secret=OA_SECRET, tokens=NoTokens(), client=httpx.AsyncClient())


# Verify


@pytest.mark.parametrize("name", ["X-ZEvent-Signature", "x-zevent-signature", "X-ZEVENT-SIGNATURE"])
def test_a_signed_webhook_is_taken_whatever_the_case_of_its_header(name: str) -> None:
    body = encode(made.text_event(USER_ID, "m1", "làm căn cước 🙂"))
    offline().verify({name: signed(body)["X-ZEvent-Signature"]}, body)
    offline().verify({name: signed(body)["X-ZEvent-Signature"].replace("mac=", " mac=").upper().replace("MAC", "mac")}, body)


def test_the_raw_bytes_are_signed_not_what_they_mean() -> None:
    body = encode(made.text_event(USER_ID, "m1", "xin chào"))
    spaced = json.dumps(json.loads(body), indent=1).encode()
    offline().verify(signed(spaced), spaced)
    with pytest.raises(ForgedError):
        offline().verify(signed(body), spaced)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_breaks_the_signature(where: int, change: int) -> None:
    body = encode(made.text_event(USER_ID, "m1", "xin chào", STAMP))
    changed = bytearray(body)
    changed[where % len(body)] ^= change
    with pytest.raises(ForgedError):
        offline().verify(signed(body), bytes(changed))


@pytest.mark.parametrize(
    "header", ["", "mac=", "mac=zz", "mac=" + "0" * 63, "mac=" + "0" * 65, "0" * 64, "sha=" + "0" * 64, "mac=ệ" + "0" * 63]
)
def test_a_malformed_signature_is_a_forgery(header: str) -> None:
    body = encode(made.text_event(USER_ID, "m1", "xin chào"))
    for headers in ({"X-ZEvent-Signature": header}, {}):
        with pytest.raises(ForgedError):
            offline().verify(headers, body)


def test_another_secret_and_another_app_are_forgeries() -> None:
    body = encode(made.text_event(USER_ID, "m1", "xin chào"))
    with pytest.raises(ForgedError):
        offline().verify(signed(body, oa_secret="guessed"), body)
    for app_id in ("1", 1, 4318657068771012646.0, None):
        other = encode(made.text_event(USER_ID, "m1", "xin chào") | {"app_id": app_id})
        with pytest.raises(ForgedError):
            offline().verify(signed(other), other)


def test_the_timestamp_may_stand_in_the_header() -> None:
    event = made.text_event(USER_ID, "m1", "xin chào", STAMP)
    del event["timestamp"]
    for body in (encode(event), b"{broken", b"\xff\xfe", b"[" * 5000):
        mac = Signer(APP_ID, OA_SECRET).mac(body, str(STAMP))
        offline().verify({"x-zevent-signature": f"mac={mac}", "X-ZEvent-Timestamp": str(STAMP)}, body)
        with pytest.raises(ForgedError):
            offline().verify({"x-zevent-signature": f"mac={mac}"}, body)
        with pytest.raises(UnreadableEventError):
            offline().parse(body)


# Parse


@pytest.mark.parametrize(
    ("event", "kind", "key", "text"),
    [
        (made.text_event(USER_ID, "m1", "làm hộ chiếu", STAMP), "text", "m1", "làm hộ chiếu"),
        (made.text_event(USER_ID, "m1", "x" * 5000, STAMP), "text", "m1", "x" * 5000),
        (made.text_event(USER_ID, "m1", "#khaisinh", STAMP), "text", "m1", "#khaisinh"),
        (made.text_event(USER_ID, "m1", "", STAMP), "text", "m1", ""),
        (made.image_event(USER_ID, "m2", timestamp=STAMP), "photo", "m2", ""),
        (made.image_event(USER_ID, "m2", "giấy này là gì", timestamp=STAMP), "text", "m2", "giấy này là gì"),
        (made.file_event(USER_ID, "m3", timestamp=STAMP), "file", "m3", ""),
        (made.audio_event(USER_ID, "m4", timestamp=STAMP), "voice", "m4", ""),
        (made.location_event(USER_ID, "m5", timestamp=STAMP), "location", "m5", ""),
        (made.sticker_event(USER_ID, "m6", timestamp=STAMP), "sticker", "m6", ""),
        (made.submit_info_event(USER_ID, timestamp=STAMP), "contact", f"contact:{USER_ID}:{STAMP}", ""),
        (made.follow_event(USER_ID, timestamp=STAMP), "follow", f"follow:{USER_ID}:{STAMP}", ""),
        (made.unfollow_event(USER_ID, timestamp=STAMP), "unfollow", f"unfollow:{USER_ID}:{STAMP}", ""),
    ],
    ids=lambda value: value.get("event_name") if isinstance(value, dict) else None,
)
def test_events_become_what_the_person_did(event: dict[str, Any], kind: EventKind, key: str, text: str) -> None:
    [found] = offline().parse(encode(event | {"a_field_of_2027": {"x": [1]}}))
    assert (found.kind, found.key, found.person, found.text, found.at, found.token) == (kind, key, USER_ID, text, AT, None)


def test_a_tapped_button_brings_its_token_back() -> None:
    [found] = offline().parse(encode(made.text_event(USER_ID, "m1", f"#{TOKEN}", STAMP)))
    assert (found.kind, found.token, found.key) == ("button", TOKEN, "m1")


def test_echoes_receipts_and_unknown_events_need_no_answer() -> None:
    unknown = made.text_event(USER_ID, "m1", "x") | {"event_name": "user_dances"}
    for event in (made.oa_send_event(USER_ID, "m1", "chào"), made.seen_event(USER_ID, ["m1"]), unknown, {"event_name": "oa_send_image"}):
        assert list(offline().parse(encode(event))) == []


def test_ids_keep_every_digit() -> None:
    [found] = offline().parse(encode(made.text_event("9007199254740993", "9007199254740995", "x")))
    assert (found.person, found.key) == ("9007199254740993", "9007199254740995")
    [found] = offline().parse(encode(made.text_event(USER_ID, "m", "x") | {"sender": {"id": 9007199254740993}}))
    assert found.person == "9007199254740993"


@pytest.mark.parametrize(
    "change",
    [
        {"sender": {"id": 9007199254740993.0}}, {"sender": {"id": True}}, {"sender": {"id": ""}}, {"sender": {"id": "a b"}}, {"sender": None},
        {"sender": {"id": "9" * 65}}, {"message": {"msg_id": "m1"}}, {"message": {"text": "x"}}, {"message": {"msg_id": 1.5, "text": "x"}},
        {"message": {"msg_id": "m1", "text": ["x"]}}, {"message": "x"}, {"timestamp": "soon"}, {"timestamp": 1.5}, {"timestamp": None},
        {"timestamp": "-1"}, {"timestamp": "9" * 16}, {"event_name": 7}, {"event_name": None},
    ],
    ids=str,
)  # fmt: skip
def test_an_event_that_lacks_something_is_unreadable(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableEventError):
        offline().parse(encode(made.text_event(USER_ID, "m1", "x") | change))


def test_half_a_character_does_not_reach_the_database() -> None:
    body = encode(made.text_event(USER_ID, "m1", "HALF")).replace(b"HALF", rb"a\ud83db \ud83d\ude42 \u0000")
    [found] = offline().parse(body)
    assert found.text == "a\ufffdb 🙂  "


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "msg_id", "text", "x"]), inner, max_size=4),
    max_leaves=8,
)


NAMES = st.sampled_from(["user_send_text", "user_send_image", "follow", "user_submit_info", "other"])
FIELDS = st.dictionaries(st.sampled_from(["sender", "follower", "message", "timestamp", "app_id"]), JSON)


@given(NAMES, FIELDS)
def test_whatever_a_signed_body_holds_it_is_an_event_nothing_or_unreadable(name: str, fields: dict[str, Any]) -> None:
    body = json.dumps(fields | {"event_name": name}).encode()
    try:
        found = offline().parse(body)
    except UnreadableEventError:
        return
    assert len(found) <= 1

"""Telegram against a Bot API over real HTTP: updates as events, answers as messages, errors as actions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import replies, telegram
from bot.channels.contract import Event, EventKind, ForgedError, Link, Piece, Recipient, RefusedError, TryLaterError, UnreadableEventError
from bot.channels.pace import Pace, Paces
from bot.channels.telegram import Telegram
from bot.messages import Button, Card, Outgoing
from tests.fakes import telegram_updates as made
from tests.fakes.telegram import TOKEN, FakeTelegram

SECRET = "bi-mat-cua-webhook"
LAN = 1001
TO = Recipient(str(LAN))
LINK = Link(title="Nộp trực tuyến", url="https://dichvucong.gov.vn/p?a=1&b=2")


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[Telegram]:
    opened = at_once(fake.url)
    await opened.open()
    yield opened
    await opened.close()


def at_once(url: str, token: str = TOKEN) -> Telegram:
    """A channel that never waits for its turn."""
    return Telegram(token, SECRET, url, paces=Paces(lambda: Pace(1e6, 1000), lambda: Pace(1e6, 1000)))


@cache
def offline() -> Telegram:
    """A channel for what needs no Telegram."""
    return Telegram(TOKEN, SECRET, "http://127.0.0.1:9")


def parsed(update: dict[str, Any]) -> list[Event]:
    return list(offline().parse(json.dumps(update).encode()))


def one(update: dict[str, Any]) -> Event:
    (event,) = parsed(update)
    return event


async def until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.01)


# Verify


@pytest.mark.parametrize("header", ["X-Telegram-Bot-Api-Secret-Token", "x-telegram-bot-api-secret-token"])
def test_the_secret_opens_the_door_whatever_its_header_looks_like(header: str) -> None:
    offline().verify({"Host": "x", header: SECRET}, b"{}")


@pytest.mark.parametrize(
    "given", [{}, {"X-Telegram-Bot-Api-Secret-Token": "sai"}, {"X-Telegram-Bot-Api-Secret-Token": "é\udc80"}, {"X": SECRET}]
)
def test_a_missing_or_wrong_secret_is_a_forgery(given: dict[str, str]) -> None:
    with pytest.raises(ForgedError):
        offline().verify(given, b"{}")


# Parse


def test_what_a_person_writes_is_an_event() -> None:
    assert one(made.text_update(7, LAN, "Mất căn cước", date=1_790_000_000)) == Event(
        key="7", person="1001", at=datetime.fromtimestamp(1_790_000_000, UTC), kind="text", text="Mất căn cước"
    )


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("/start", "start", ""),
        ("/start qr_ubnd", "start", ""),
        ("/START@motcua_bot", "start", ""),
        ("/help", "help", ""),
        ("/huy", "reset", ""),
        ("/nhanvien", "text", "cho mình gặp nhân viên"),
        ("/xoadulieu@motcua_bot", "text", "xóa dữ liệu của tôi"),
        ("/khac", "help", ""),
        ("/ 2 ngày", "text", "/ 2 ngày"),
        ("/nha/lan", "text", "/nha/lan"),
        ("1/2 đất", "text", "1/2 đất"),
    ],
)
def test_commands(text: str, kind: EventKind, said: str) -> None:
    event = one(made.text_update(1, LAN, text))
    assert (event.kind, event.text) == (kind, said)


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        (made.photo_update(1, LAN), "photo"),
        (made.voice_update(1, LAN), "voice"),
        (made.message(LAN, 1, 1, None, audio={"file_id": "a"}), "voice"),
        (made.message(LAN, 1, 1, None, video_note={"file_id": "a"}), "voice"),
        (made.message(LAN, 1, 1, None, video={"file_id": "a"}), "file"),
        (made.document_update(1, LAN), "file"),
        (made.location_update(1, LAN), "location"),
        (made.sticker_update(1, LAN), "sticker"),
        (made.contact_update(1, LAN), "contact"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_told_by_its_kind(update: dict[str, Any], kind: EventKind) -> None:
    event = one(update if "update_id" in update else {"update_id": 1, "message": update})
    assert (event.kind, event.text, event.person) == (kind, "", "1001")


def test_words_under_a_photo_are_what_was_said() -> None:
    event = one(made.photo_update(1, LAN, "giấy này nộp ở đâu"))
    assert (event.kind, event.text) == ("text", "giấy này nộp ở đâu")


def test_the_photos_of_an_album_are_one_event() -> None:
    updates = [made.photo_update(number, LAN) for number in (1, 2, 3)]
    for update in updates:
        update["message"]["media_group_id"] = "13456"
    assert len({one(update).key for update in updates}) == 1


def test_changed_words_are_an_event_of_their_own() -> None:
    update = made.edited_update(9, LAN, "mất hộ chiếu", message_id=3)
    update["edited_message"] |= {"date": 1_790_000_000, "edit_date": 1_790_000_300}
    event = one(update)
    assert (event.key, event.kind, event.text) == ("9", "text", "mất hộ chiếu")
    assert event.at == datetime.fromtimestamp(1_790_000_300, UTC)


def test_a_tap_brings_its_token_and_what_to_answer() -> None:
    event = one(made.callback_update(5, LAN, "t" * 64, "cb-5", message_id=3))
    assert (event.key, event.person, event.kind, event.token, event.callback) == ("5", "1001", "button", "t" * 64, "cb-5")
    assert abs(event.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_tap_under_a_message_that_telegram_forgot_still_counts() -> None:
    update = made.callback_update(5, LAN, "abc", "cb-5", message_id=3)
    del update["callback_query"]["message"]
    assert one(update).person == "1001"


def test_who_blocks_the_bot_leaves_and_who_lets_it_back_presses_start() -> None:
    assert one(made.my_chat_member_update(4, LAN, "kicked")).kind == "unfollow"
    assert not parsed(made.my_chat_member_update(5, LAN, "member"))


def in_group(update: dict[str, Any]) -> dict[str, Any]:
    """The same update in a group."""
    text = json.dumps(update).replace('"type": "private"', '"type": "supergroup"')
    return dict(json.loads(text))


@pytest.mark.parametrize(
    "update",
    [
        made.group_update(1, -100200, "xin chào"),
        in_group(made.callback_update(1, LAN, "abc", "cb", 1)),
        in_group(made.my_chat_member_update(1, LAN, "member")),
        made.my_chat_member_update(1, LAN, "administrator"),
        {"update_id": 1},
        {"update_id": 1, "poll": {"id": "5"}},
        {"update_id": 1, "message": made.message(LAN, 1, 1, None, pinned_message={"message_id": 1})},
        {"update_id": 1, "message": made.message(LAN, 1, 1, None, something_new={"a": 1})},
        {"update_id": 1, "channel_post": {"text": 5}},
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "game_short_name": "x"}},
    ],
)
def test_what_needs_no_answer_is_no_event(update: dict[str, Any]) -> None:
    assert parsed(update) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "text": "x"}}',
        b'{"update_id": 1, "message": {"chat": {"id": "1", "type": "private"}, "date": 1, "text": "x"}}',
        b'{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": 1e30, "text": "x"}}',
        b'{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": 1, "text": {"a": 1}}}',
        b'{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "date": 1, "text": "\\ud800"}}',
    ],
)
def test_a_body_that_is_no_update_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableEventError) as caught:
        offline().parse(body)
    assert str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    update=st.sampled_from(
        [
            made.text_update(1, LAN, "a"),
            made.photo_update(1, LAN, "b"),
            made.callback_update(1, LAN, "c", "d", 1),
            made.my_chat_member_update(1, LAN, "member"),
        ]
    ),
    path=st.lists(st.integers(0, 9), min_size=1, max_size=4),
    value=JSON,
)
def test_whatever_stands_in_a_field_it_is_read_or_refused(update: dict[str, Any], path: list[int], value: Any) -> None:
    changed = json.loads(json.dumps(update))
    holder = changed
    for step in path:
        key = list(holder)[step % len(holder)]
        if not isinstance(holder[key], dict) or not holder[key]:
            break
        holder = holder[key]
    holder[list(holder)[path[-1] % len(holder)]] = value
    try:
        events = offline().parse(json.dumps(changed).encode())
    except UnreadableEventError:
        return
    assert len(events) <= 1


def test_a_text_beyond_all_limits_is_passed_on() -> None:
    assert len(one(made.text_update(1, LAN, "a" * 5000)).text) == 5000


# Render and send


async def test_an_answer_arrives_as_it_was_meant(channel: Telegram, fake: FakeTelegram) -> None:
    said = Outgoing(
        text="Lệ phí < 70.000 & <b>không</b> hơn.",
        buttons=[Button(label="Giấy tờ", value="tok1")],
        card=Card(title="Thẻ", url=LINK.url, url_label=LINK.title),
    )
    (piece,) = channel.render([said])
    message_id = await channel.send(TO, piece)
    (sent,) = fake.sent
    assert (sent.chat_id, sent.text, str(sent.message_id)) == (LAN, "Lệ phí < 70.000 & <b>không</b> hơn.\n\nThẻ", message_id)
    assert [(button.text, button.data, button.url) for button in sent.buttons] == [
        ("Nộp trực tuyến", None, LINK.url),
        ("Giấy tờ", "tok1", None),
    ]
    assert [len(row) for row in sent.rows] == [1, 1]


@pytest.mark.parametrize("text", ["<" * 9000, "👍" * 5000, "a & b\n" * 2000], ids=["marks", "emoji", "lines"])
async def test_long_answers_arrive_whole(channel: Telegram, fake: FakeTelegram, text: str) -> None:
    for piece in channel.render([Outgoing(text=text)]):
        await channel.send(TO, piece)
    assert "".join("".join(sent.text.split()) for sent in fake.sent) == "".join(text.split())


async def test_an_address_that_telegram_takes_for_no_button_is_written_out(channel: Telegram, fake: FakeTelegram) -> None:
    piece = Piece(text="Đây ạ: a < b", buttons=[Button(label="Có", value="tok")], links=[Link(title="Trang", url="https:///p")])
    await channel.send(TO, piece)
    (sent,) = fake.sent
    assert sent.text == "Đây ạ: a < b\nTrang: https:///p"
    assert [button.data for button in sent.buttons] == ["tok"]


async def test_marks_that_telegram_cannot_read_are_sent_plainly(
    channel: Telegram, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram.html, "escape", lambda text, quote: text)
    await channel.send(TO, Piece(text="a <b", links=[LINK]))
    assert fake.sent[0].text == f"a <b\n{LINK.title}: {LINK.url}"
    assert fake.sent[0].parse_mode is None


async def failed(channel: Telegram, to: Recipient = TO, piece: Piece | None = None) -> TryLaterError | RefusedError:
    with pytest.raises((TryLaterError, RefusedError)) as caught:
        await channel.send(to, piece or Piece(text="xin chào"))
    assert TOKEN not in caught.value.reason
    error = caught.value
    assert isinstance(error, TryLaterError | RefusedError)
    return error


async def test_who_blocked_the_bot_is_gone(channel: Telegram, fake: FakeTelegram) -> None:
    fake.blocked.add(LAN)
    error = await failed(channel)
    assert isinstance(error, RefusedError) and error.gone


async def test_a_chat_that_is_not_there_is_gone(channel: Telegram) -> None:
    error = await failed(channel, Recipient("0"))
    assert isinstance(error, RefusedError) and error.gone


async def test_a_message_out_of_form_is_refused_once(channel: Telegram, fake: FakeTelegram) -> None:
    error = await failed(channel, piece=Piece(text="a", buttons=[Button(label="Có", value="t" * 65)]))
    assert isinstance(error, RefusedError) and not error.gone
    assert [call.path for call in fake.calls if "sendMessage" in call.path] == [f"/bot{TOKEN}/sendMessage"]


async def test_a_token_that_was_revoked_stops_the_channel_and_names_the_setting(channel: Telegram, fake: FakeTelegram) -> None:
    fake.revoke()
    error = await failed(channel)
    assert isinstance(error, TryLaterError) and error.everyone
    assert "MOTCUA_TELEGRAM_TOKEN" in error.reason


@pytest.mark.parametrize("kind", ["5xx", "drop", "garbage"])
async def test_a_telegram_in_trouble_is_tried_again_later(channel: Telegram, fake: FakeTelegram, kind: Any) -> None:
    fake.fail(kind=kind, on="sendMessage")
    error = await failed(channel)
    assert isinstance(error, TryLaterError) and not error.everyone
    assert fake.sent == []


async def test_a_telegram_that_is_away_is_tried_again_later() -> None:
    channel = at_once("http://127.0.0.1:9")
    await channel.open()
    assert isinstance(await failed(channel), TryLaterError)
    await channel.close()


async def test_flood_control_stops_everyone_as_long_as_it_says(channel: Telegram, fake: FakeTelegram) -> None:
    fake.fail(kind="429", retry_after=17, on="sendMessage")
    error = await failed(channel)
    assert isinstance(error, TryLaterError) and error.everyone
    assert error.after_s == 17


async def test_too_much_for_one_person_stops_that_person_only(fake: FakeTelegram) -> None:
    fake.rate_limits = True
    channel = Telegram(TOKEN, SECRET, fake.url)
    await channel.open()
    await channel.send(TO, Piece(text="một"))
    error = await failed(channel)
    assert isinstance(error, TryLaterError) and not error.everyone
    await channel.send(Recipient("2002"), Piece(text="người khác"))
    await channel.close()


# Noticed


async def test_a_message_shows_typing_and_a_tap_stops_blinking(channel: Telegram, fake: FakeTelegram) -> None:
    await channel.noticed(one(made.callback_update(5, LAN, "abc", "cb-5", 3)))
    assert [(action.chat_id, action.action) for action in fake.actions] == [(LAN, "typing")]
    assert [answered.callback_id for answered in fake.answered_callbacks] == ["cb-5"]


async def test_who_left_is_shown_nothing(channel: Telegram, fake: FakeTelegram) -> None:
    await channel.noticed(one(made.my_chat_member_update(5, LAN, "kicked")))
    assert fake.actions == []


async def test_noticing_never_fails(channel: Telegram, fake: FakeTelegram) -> None:
    fake.blocked.add(LAN)
    tap = one(made.callback_update(5, LAN, "abc", "cb-5", 3))
    await channel.noticed(tap)
    await channel.noticed(tap)
    fake.fail(2, kind="drop")
    await channel.noticed(tap)
    assert len(fake.answered_callbacks) == 1


async def test_noticing_gives_up_on_a_slow_telegram(channel: Telegram, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "NOTICE_LIMIT_S", 0.05)
    fake.fail(kind="delay", seconds=3, on="sendChatAction")
    async with asyncio.timeout(2):
        await channel.noticed(one(made.text_update(1, LAN, "a")))


# Open and close


async def test_the_menu_is_in_vietnamese(channel: Telegram, fake: FakeTelegram) -> None:
    await until(lambda: bool(fake.commands))
    menu = fake.commands["", ""]
    assert [command["command"] for command in menu] == ["start", "help", "huy", "nhanvien", "xoadulieu"]
    assert menu[3]["description"] == replies.TELEGRAM_MENU["nhanvien"]


async def test_the_menu_is_told_again_after_a_failure(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "MENU_PAUSES_S", (0.01, 0.01))
    fake.fail(2, kind="5xx", on="setMyCommands")
    channel = at_once(fake.url)
    await channel.open()
    await until(lambda: bool(fake.commands))
    await channel.close()


async def test_a_channel_closed_before_telegram_answers_ends_at_once(fake: FakeTelegram) -> None:
    fake.fail(kind="delay", seconds=3, on="setMyCommands")
    channel = at_once(fake.url)
    await channel.open()
    await until(lambda: bool(fake.calls))
    async with asyncio.timeout(2):
        await channel.close()


# Pace


def test_a_person_gets_a_few_messages_at_once_and_then_one_a_second() -> None:
    pace = Pace(1.0, 3)
    assert [pace.take(100.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert pace.take(110.0) == 0


@given(st.lists(st.floats(0, 0.2), min_size=40, max_size=120))
def test_never_more_than_thirty_in_a_second(gaps: list[float]) -> None:
    pace = Pace(telegram.PER_SECOND, telegram.BURST)
    now, times = 0.0, []
    for gap in gaps:
        now += gap
        times.append(now + pace.take(now))
    assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[30:], strict=False))


async def test_one_person_s_flood_does_not_hold_up_another() -> None:
    paces = Paces(lambda: Pace(1000.0, 5), lambda: Pace(20.0, 1))
    order: list[str] = []

    async def message(person: str) -> None:
        await paces.wait(person)
        order.append(person)

    await asyncio.gather(*(message("1") for _ in range(4)), message("2"))
    assert order == ["1", "2", "1", "1", "1"]
    assert not paces.crowded("3")


def test_a_burst_is_remembered_until_it_is_over() -> None:
    now = [50.0]
    paces = Paces(lambda: Pace(1000.0, 9), lambda: Pace(1.0, 3), clock=lambda: now[0])
    asyncio.run(paces.wait("1"))
    assert not paces.crowded("1")
    asyncio.run(paces.wait("1"))
    assert paces.crowded("1")
    now[0] += 5
    assert not paces.crowded("1")

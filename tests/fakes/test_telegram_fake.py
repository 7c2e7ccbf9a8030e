"""The fake Bot API against the real python-telegram-bot: what Telegram takes, what it refuses, and how.

The library writes refusals in small letters after the first one, whatever the server wrote.
"""

from __future__ import annotations

import asyncio
import html
import threading
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.fakes import telegram
from tests.fakes.serving import Clock
from tests.fakes.telegram import TOKEN, Button, FakeTelegram
from tests.fakes.telegram_checks import ApiError, check_text, read_html, utf16

CHAT = 7


@pytest.fixture(autouse=True)
def _no_deprecated_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else making a RetryAfter warns, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.fixture(scope="module")
def refusing() -> Iterator[FakeTelegram]:
    """One server for all that is refused: nothing is ever sent on it."""
    with FakeTelegram() as running:
        yield running


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with a_bot(fake) as ready:
        yield ready


def a_bot(fake: FakeTelegram, token: str = TOKEN) -> Bot:
    """The library's own bot; it would read the system's certificates twice."""
    quick = [HTTPXRequest(connection_pool_size=4, httpx_kwargs={"verify": False, "trust_env": False}) for _ in range(2)]
    return Bot(token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot", request=quick[0], get_updates_request=quick[1])


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text=f"Nút {n}", callback_data=each)] for n, each in enumerate(data, 1)])


async def test_a_message_is_read_as_the_person_reads_it(fake: FakeTelegram, bot: Bot) -> None:
    text = f"<b>Phí</b>: {html.escape('dưới <18> & không')}"
    sent = await bot.send_message(CHAT, text, parse_mode="HTML", reply_markup=keyboard("a", "b"))
    [seen] = fake.sent
    assert (seen.chat_id, seen.text, seen.method) == (CHAT, "Phí: dưới <18> & không", "sendMessage")
    assert seen.buttons == (Button("Nút 1", "a"), Button("Nút 2", "b"))
    assert (sent.text, sent.message_id) == (seen.text, seen.message_id)


async def test_a_wrong_and_a_revoked_token_are_401(fake: FakeTelegram, bot: Bot) -> None:
    other = a_bot(fake, "123456:OTHER")
    with pytest.raises(InvalidToken):
        await other.initialize()
    await other.shutdown()
    fake.revoke()
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await bot.send_message(CHAT, "chào")


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("", None, "message text is empty"),
        ("  \n", None, "message text is empty"),
        ("<b></b>", "HTML", "message text is empty"),
        ("a" * 4097, None, "message is too long"),
        ("😀" * 2049, None, "message is too long"),
        ("<b>đậm", "HTML", "can't parse entities: Can't find end tag corresponding to start tag b"),
        ("<b><i>x</b></i>", "HTML", "can't parse entities: Unexpected end tag"),
        ("x</b>", "HTML", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("tuổi < 18", "HTML", "can't parse entities: Unclosed start tag at byte offset 7"),
        ("<br>", "HTML", 'can\'t parse entities: Unsupported start tag "br"'),
        ("<span>x</span>", "HTML", 'can\'t parse entities: Tag "span"'),
        ("*x*", "MarkdownV2", "unsupported parse_mode"),
    ],
)
async def test_a_text_out_of_bounds_is_refused(refusing: FakeTelegram, text: str, mode: str | None, why: str) -> None:
    async with a_bot(refusing) as bot:
        with pytest.raises(BadRequest) as caught:
            await bot.send_message(CHAT, text, parse_mode=mode)
    assert caught.value.message.lower().startswith(why.lower())
    assert refusing.sent == []


async def test_the_limit_counts_utf16_units_after_the_markup(fake: FakeTelegram, bot: Bot) -> None:
    await bot.send_message(CHAT, "<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(CHAT, "😀" * 2048)
    assert [utf16(sent.text) for sent in fake.sent] == [4096, 4096]


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_escaped_text_always_parses_back(text: str) -> None:
    assert read_html(f"<i>{html.escape(text)}</i>") == text


@given(st.text(alphabet="<>/&;abi \"='#x"))
def test_any_markup_is_read_or_refused(text: str) -> None:
    answer: str | int
    try:
        answer = check_text(text, "HTML")
    except ApiError as error:
        answer = error.status
    assert isinstance(answer, str) or answer == 400


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ({"inline_keyboard": [[{"text": "a", "callback_data": "đ" * 33}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "a"}]]}, "Text buttons are unallowed"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x", "url": "https://a.vn"}]]}, "Text buttons are unallowed"),
        ({"inline_keyboard": [[{"text": "a", "url": "javascript:alert(1)"}]]}, "Wrong HTTP URL"),
        ({"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}, 'Field "text"'),
        ({"inline_keyboard": [{"text": "a"}]}, "Array of Arrays"),
        ("not json", "JSON"),
    ],
)
def test_a_keyboard_out_of_bounds_is_refused(refusing: FakeTelegram, markup: Any, why: str) -> None:
    response = refusing.http.post(f"{refusing.url}/bot{TOKEN}/sendMessage", json={"chat_id": CHAT, "text": "x", "reply_markup": markup})
    assert (response.status_code, response.json()["ok"]) == (400, False)
    assert why in response.json()["description"]
    assert refusing.sent == []


async def test_a_keyboard_at_its_bounds_is_taken(fake: FakeTelegram, bot: Bot) -> None:
    await bot.send_message(CHAT, "x", reply_markup=keyboard(*["đ" * 32] * 100))
    assert len(fake.sent[0].buttons) == 100


async def test_a_person_who_blocked_the_bot_gets_nothing(fake: FakeTelegram, bot: Bot) -> None:
    fake.blocked.add(CHAT)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(CHAT, "chào")
    await bot.send_message(8, "chào")
    assert [sent.chat_id for sent in fake.sent] == [8]


async def test_a_chat_takes_one_message_a_second_and_all_chats_thirty() -> None:
    clock = Clock(stands_at=datetime(2026, 11, 22, tzinfo=UTC))
    with FakeTelegram(rate_limits=True, clock=clock) as fake:
        async with a_bot(fake) as bot:
            await bot.send_message(CHAT, "một")
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(CHAT, "hai")
            assert isinstance(caught.value.retry_after, timedelta)
            clock.advance(caught.value.retry_after.total_seconds())
            await bot.send_message(CHAT, "hai")
            clock.advance(2)
        answers = [send_now(fake, chat) for chat in range(100, 131)]
    assert [answer for answer in answers if answer != 200] == [429]


def test_a_burst_is_borne_and_then_paid_for() -> None:
    clock = Clock(stands_at=datetime(2026, 11, 22, tzinfo=UTC))
    fake = FakeTelegram(rate_limits=True, burst=3, clock=clock)
    assert [send_now(fake, CHAT) for _ in range(4)] == [200, 200, 200, 429]
    clock.advance(3)
    assert send_now(fake, CHAT) == 200


def send_now(fake: FakeTelegram, chat: int) -> int:
    """Sends without the network."""
    try:
        fake._limit(chat)
        fake.sent.append(telegram.Sent(chat, "x", (), fake.clock.now(), "sendMessage", 0, (), "x", None))
    except ApiError as error:
        return error.status
    return 200


async def test_a_tap_is_answered_once_and_in_time(fake: FakeTelegram, bot: Bot) -> None:
    await bot.answer_callback_query("cb1", text="Đã nhận")
    with pytest.raises(BadRequest, match="query id is invalid"):
        await bot.answer_callback_query("cb1")
    fake.push(telegram.callback_update(1, CHAT, "a", "cb2", 1))
    fake.clock.advance(120)
    with pytest.raises(BadRequest, match="query id is invalid"):
        await bot.answer_callback_query("cb2")
    fake.expire_callback("cb3")
    with pytest.raises(BadRequest):
        await bot.answer_callback_query("cb3")
    assert [(answered.callback_id, answered.text) for answered in fake.answered_callbacks] == [("cb1", "Đã nhận")]


async def test_buttons_are_taken_away_once(fake: FakeTelegram, bot: Bot) -> None:
    sent = await bot.send_message(CHAT, "Chọn", reply_markup=keyboard("a"))
    await bot.edit_message_reply_markup(chat_id=CHAT, message_id=sent.message_id)
    assert fake.buttons(CHAT, sent.message_id) == ()
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(chat_id=CHAT, message_id=sent.message_id)
    with pytest.raises(BadRequest, match="not found"):
        await bot.edit_message_reply_markup(chat_id=CHAT, message_id=999)
    assert len(fake.sent) == 1 and len(fake.edits) == 1


async def test_updates_come_until_the_offset_confirms_them(fake: FakeTelegram, bot: Bot) -> None:
    fake.say(CHAT, "một")
    fake.say(CHAT, "hai")
    first, second = await bot.get_updates()
    assert [first.message and first.message.text, second.message and second.message.text] == ["một", "hai"]
    assert len(await bot.get_updates(offset=second.update_id)) == 1
    assert len(await bot.get_updates(offset=second.update_id + 1)) == 0


async def test_a_long_poll_ends_with_the_update_it_waited_for(fake: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    fake.say(CHAT, "chào")
    assert len(await poll) == 1


def until_polled(fake: FakeTelegram) -> None:
    while not any(call.path.endswith("getUpdates") for call in fake.calls):
        time.sleep(0.01)


async def test_a_poll_conflicts_with_another_and_with_a_webhook(fake: FakeTelegram, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.to_thread(until_polled, fake)
    await bot.get_updates(timeout=0)
    with pytest.raises(Conflict, match="other getUpdates"):
        await first
    await bot.set_webhook("https://motcua.example/webhooks/telegram")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_a_webhook_needs_tls_and_a_decent_secret(fake: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://motcua.example/hook")
    with pytest.raises(BadRequest, match="ecret token"):
        await bot.set_webhook("https://motcua.example/hook", secret_token="có dấu")
    await bot.set_webhook("https://motcua.example/hook", secret_token="s3cret", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates, fake.updates.secret) == ("https://motcua.example/hook", ("message",), "s3cret")
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""


def test_a_webhook_gets_the_update_with_the_secret() -> None:
    with FakeTelegram(http_webhooks=True) as fake, FakeTelegram() as hook:
        fields = {"url": f"{hook.url}/hook", "secret_token": "s3cret", "allowed_updates": '["message"]'}
        assert fake.http.post(f"{fake.url}/bot{TOKEN}/setWebhook", data=fields).json() == {"ok": True, "result": True}
        answer = fake.say(CHAT, "chào")
        assert answer is not None
        assert answer.request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
        assert fake.push(telegram.callback_update(1, CHAT, "a", "cb", 1)) is None
        assert [call.path for call in hook.calls] == ["/hook"]
        assert "404" in fake.http.get(f"{fake.url}/bot{TOKEN}/getWebhookInfo").json()["result"]["last_error_message"]


async def test_commands_are_kept_for_each_language_and_checked(fake: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("huy", "Hủy câu hỏi đang dở")], language_code="vi")
    assert [command.command for command in await bot.get_my_commands(language_code="vi")] == ["huy"]
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="ommand_invalid"):
        await bot.set_my_commands([("Hủy", "x")])
    with pytest.raises(BadRequest, match="description_invalid"):
        await bot.set_my_commands([("huy", "x" * 257)])


async def test_files_go_both_ways(fake: FakeTelegram, bot: Bot) -> None:
    await bot.send_document(CHAT, b"%PDF-1.7", filename="to.pdf", caption="<i>Tờ</i>", parse_mode="HTML")
    [sent] = fake.sent
    assert (sent.method, sent.text, sent.document and sent.document.name) == ("sendDocument", "Tờ", "to.pdf")
    fake.files["voice-file"] = b"OggS"
    file = await bot.get_file("voice-file")
    assert bytes(await file.download_as_bytearray()) == b"OggS"
    with pytest.raises(BadRequest, match="rong file_id"):
        await bot.get_file("another")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(CHAT, b"x", filename="to.pdf", caption="x" * 1025)


async def test_what_the_chat_shows_is_recorded(fake: FakeTelegram, bot: Bot) -> None:
    await bot.send_chat_action(CHAT, "typing")
    with pytest.raises(BadRequest, match="rong parameter action"):
        await bot.send_chat_action(CHAT, "dancing")
    assert [(action.chat_id, action.action) for action in fake.actions] == [(CHAT, "typing")]


async def test_the_library_tells_the_faults_apart(fake: FakeTelegram, bot: Bot) -> None:
    fake.fail(kind="429", retry_after=5)
    with pytest.raises(RetryAfter):
        await bot.send_message(CHAT, "x")
    for kind in ("5xx", "drop", "drop_after"):
        fake.fail(kind=kind)
        with pytest.raises(NetworkError):
            await bot.send_message(CHAT, "x")
    assert len(fake.sent) == 1


async def test_every_maker_is_an_update_the_library_reads(bot: Bot) -> None:
    raw = [
        telegram.text_update(1, CHAT, "/start", date=1, message_id=5), telegram.photo_update(2, CHAT, "ảnh"), telegram.voice_update(3, CHAT),
        telegram.document_update(4, CHAT), telegram.sticker_update(5, CHAT), telegram.location_update(6, CHAT),
        telegram.contact_update(7, CHAT), telegram.edited_update(8, CHAT, "sửa", 5), telegram.group_update(9, -100200, "nhóm"),
        telegram.callback_update(10, CHAT, "a", "cb", 5), telegram.my_chat_member_update(11, CHAT, "kicked"),
    ]  # fmt: skip
    read = [Update.de_json(each, bot) for each in raw]
    assert [update.update_id for update in read] == list(range(1, 12))
    messages = [update.message for update in read[:7] if update.message]
    assert [bool(m.text) for m in messages] == [True] + [False] * 6
    assert [m.effective_attachment is not None for m in messages] == [False] + [True] * 6
    assert read[7].edited_message and read[7].edited_message.text == "sửa"
    assert read[8].effective_chat and read[8].effective_chat.type == "supergroup"
    assert read[9].callback_query and read[9].callback_query.data == "a"
    assert read[10].my_chat_member and read[10].my_chat_member.new_chat_member.status == "kicked"


def test_a_poll_does_not_hold_the_server_open() -> None:
    with FakeTelegram() as fake:
        poll = threading.Thread(target=httpx.get, args=(f"{fake.url}/bot{TOKEN}/getUpdates?timeout=50",), kwargs={"timeout": 60})
        poll.start()
        until_polled(fake)
    poll.join(10)
    assert not poll.is_alive()

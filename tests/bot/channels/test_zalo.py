"""Zalo against an OpenAPI over real HTTP: messages within the limits, windows, error codes as actions, tokens that die."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.channels import zalo as channel_module
from bot.channels.contract import Link, Piece, Recipient, RefusedError, TryLaterError
from bot.channels.zalo import QUOTA_PAUSE_S, RATE_PAUSE_S, TOKEN_PAUSE_S, Zalo, zalo_channel
from bot.channels.zalo_oauth import BrokenTokensError
from bot.channels.zalo_tokens import TokenStore
from bot.db import Database
from bot.messages import Button, Card, Outgoing
from bot.settings import Settings
from tests.fakes import zalo as made
from tests.fakes.serving import FakeServer
from tests.fakes.zalo import APP_ID, OA_SECRET, SECRET_KEY, USER_ID, FakeZalo, encode

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TOKEN = "k3y_Of-a_button1"
PAGE = Link(title="Nộp trực tuyến", url="https://dichvucong.gov.vn/p?a=1&b=2")


class Held:
    """Tokens without a database: a refresh asks the fake's administrator."""

    def __init__(self, fake: FakeZalo) -> None:
        self.fake, self.token, self.refreshed, self.broken = fake, fake.access_token, 0, False

    async def access(self) -> str:
        return self.token

    async def refresh(self, stale: str) -> str:
        self.refreshed += 1
        if self.broken:
            raise BrokenTokensError("Invalid refresh token")
        self.token = self.fake.authorize()[0]
        return self.token

    async def close(self) -> None:
        return None


@pytest.fixture
def fake() -> Iterator[FakeZalo]:
    with FakeZalo() as server:
        server.heard(USER_ID)
        yield server


@pytest.fixture
def tokens(fake: FakeZalo) -> Held:
    return Held(fake)


@pytest.fixture
async def channel(fake: FakeZalo, tokens: Held) -> AsyncIterator[Zalo]:
    opened = make(fake.url, tokens)
    await opened.open()
    yield opened
    await opened.close()


def make(url: str, tokens: Any, **options: Any) -> Zalo:
    client = httpx.AsyncClient(timeout=2, trust_env=False)
    return Zalo(app_id=APP_ID, oa_secret=OA_SECRET, tokens=tokens, client=client, api_url=url, **options)


@cache
def offline() -> Zalo:
    """A channel for what needs no Zalo."""
    return make("http://127.0.0.1:9", None)


def ago(**span: float) -> Recipient:
    """The person, last heard so long ago."""
    return Recipient(USER_ID, datetime.now(UTC) - timedelta(**span))


HERE = Recipient(USER_ID, datetime.now(UTC))


# Render


def test_buttons_and_links_share_five_places() -> None:
    choices = [Button(label=f"Lựa chọn {n}", value=f"v{n}") for n in range(4)]
    card = Card(title="Cấp hộ chiếu", url="https://dichvucong.gov.vn/a", url_label="Xem thủ tục")
    [piece] = offline().render([Outgoing(text="Anh/chị chọn nhé.", buttons=choices, card=card)])
    assert len(piece.buttons) == 4 and [link.url for link in piece.links] == [card.url]
    [piece] = offline().render([Outgoing(text="Anh/chị chọn nhé.", buttons=[*choices, Button(label="Khác", value="o")], card=card)])
    assert len(piece.buttons) == 5 and piece.links == [] and "https://dichvucong.gov.vn/a" in piece.text


def test_six_choices_become_numbers() -> None:
    [piece] = offline().render([Outgoing(text="Chọn:", buttons=[Button(label=f"Việc {n}", value=str(n)) for n in range(1, 7)])])
    assert piece.buttons == [] and "6. Việc 6" in piece.text


async def test_long_answers_arrive_whole_and_within_the_limit(channel: Zalo, fake: FakeZalo) -> None:
    text = "\n".join(f"- Giấy tờ số {n}: bản sao có chứng thực 📄 và bản chính để đối chiếu." for n in range(120))
    for piece in channel.render([Outgoing(text=text)]):
        await channel.send(HERE, piece)
    assert len(fake.sent) > 2 and max(len(sent.text) for sent in fake.sent) <= 2000
    assert "\n".join(sent.text for sent in fake.sent) == text


# Send


async def test_a_message_arrives_with_its_buttons_and_links(channel: Zalo, fake: FakeZalo) -> None:
    number = await channel.send(HERE, Piece(text="Chào anh/chị 🙂", buttons=[Button(label="Lệ phí", value=TOKEN)], links=[PAGE]))
    [sent] = fake.sent
    assert (sent.message_id, sent.user_id, sent.text, sent.method) == (number, USER_ID, "Chào anh/chị 🙂", "cs")
    assert [(button.title, button.type, button.value) for button in sent.buttons] == [
        ("Lệ phí", "oa.query.show", f"#{TOKEN}"), (PAGE.title, "oa.open.url", PAGE.url),
    ]  # fmt: skip
    [back] = channel.parse(encode(made.text_event(USER_ID, "m1", sent.buttons[0].value)))
    assert back.token == TOKEN


async def test_a_plain_text_carries_no_attachment(channel: Zalo, fake: FakeZalo) -> None:
    assert await channel.send(HERE, Piece(text="Vâng ạ."))
    assert fake.sent[0].buttons == ()


@pytest.mark.parametrize(
    ("age", "billed"),
    [({"hours": -1}, 0), ({"hours": 47}, 0), ({"hours": 49}, 1), ({"days": 6.9}, 1)],
    ids=["clock off", "free", "billed", "last day"],
)
async def test_messages_are_free_for_48_hours_and_counted_up_to_seven_days(
    channel: Zalo, fake: FakeZalo, age: dict[str, float], billed: int
) -> None:
    to = ago(**age)
    fake.heard(USER_ID, to.heard_at)
    assert await channel.send(to, Piece(text="x"))
    assert (channel.billed, len(fake.billed)) == (billed, billed)


@pytest.mark.parametrize("to", [ago(days=7.01), Recipient(USER_ID)], ids=["too old", "never heard"])
async def test_outside_the_window_nothing_is_sent_without_a_template(channel: Zalo, fake: FakeZalo, to: Recipient) -> None:
    with pytest.raises(RefusedError, match="window closed") as caught:
        await channel.send(to, Piece(text="x"))
    assert not caught.value.gone and fake.calls == []


@pytest.mark.parametrize("to", [ago(days=8), Recipient(USER_ID), HERE], ids=["too old", "never heard", "Zalo says so"])
async def test_outside_the_window_an_approved_template_carries_the_beginning(fake: FakeZalo, tokens: Held, to: Recipient) -> None:
    fake.templates.add("7001")
    fake.heard(USER_ID, datetime.now(UTC) - timedelta(days=8))
    channel = make(fake.url, tokens, notice_template="7001")
    assert await channel.send(to, Piece(text="Hồ sơ đã có kết quả. " + "x" * 600))
    [sent] = fake.sent
    assert (sent.method, sent.template_id, len(sent.template_data["text"])) == ("template", "7001", 500)
    assert channel.billed == 0
    await channel.close()


async def test_a_template_that_is_refused_ends_there(fake: FakeZalo, tokens: Held) -> None:
    channel = make(fake.url, tokens, notice_template="not approved")
    with pytest.raises(RefusedError, match="-201"):
        await channel.send(Recipient(USER_ID), Piece(text="x"))
    fake.refuse(-232)
    with pytest.raises(RefusedError, match="-232"):
        await channel.send(Recipient(USER_ID), Piece(text="x"))
    await channel.close()


@pytest.mark.parametrize(("code", "gone"), [(-201, False), (-210, False), (-230, False), (-232, False), (-244, False), (-213, True)])
async def test_what_will_never_be_taken_is_refused(channel: Zalo, fake: FakeZalo, code: int, gone: bool) -> None:
    fake.refuse(code, message=f"secret words about {USER_ID}")
    with pytest.raises(RefusedError) as caught:
        await channel.send(HERE, Piece(text="x"))
    assert caught.value.gone is gone
    assert USER_ID not in caught.value.reason and "secret" not in caught.value.reason


@pytest.mark.parametrize(
    ("code", "after_s", "everyone"),
    [(-32, RATE_PAUSE_S, True), (-211, QUOTA_PAUSE_S, True), (-218, QUOTA_PAUSE_S, True), (-999, None, False), (1, None, False)],
)
async def test_what_may_be_taken_later_waits(channel: Zalo, fake: FakeZalo, code: int, after_s: float | None, everyone: bool) -> None:
    fake.refuse(code)
    with pytest.raises(TryLaterError, match=str(code)) as caught:
        await channel.send(HERE, Piece(text="x"))
    assert (caught.value.after_s, caught.value.everyone) == (after_s, everyone)
    assert await channel.send(HERE, Piece(text="x"))


async def test_the_rate_limit_of_the_app_stops_everyone_for_a_while(fake: FakeZalo, channel: Zalo) -> None:
    fake.rate_limits, fake.per_minute = True, 3
    for _ in range(3):
        await channel.send(HERE, Piece(text="x"))
    with pytest.raises(TryLaterError) as caught:
        await channel.send(HERE, Piece(text="x"))
    assert caught.value.everyone


async def test_retry_after_is_honoured(channel: Zalo, fake: FakeZalo) -> None:
    fake.fail(kind="429", retry_after=7)
    with pytest.raises(TryLaterError) as caught:
        await channel.send(HERE, Piece(text="x"))
    assert (caught.value.after_s, caught.value.everyone) == (7, True)


@pytest.mark.parametrize("kind", ["5xx", "garbage", "drop", "drop_after"])
async def test_silence_and_garbage_are_tried_again(channel: Zalo, fake: FakeZalo, kind: Any) -> None:
    fake.fail(kind=kind)
    with pytest.raises(TryLaterError) as caught:
        await channel.send(HERE, Piece(text="x"))
    assert (caught.value.after_s, caught.value.everyone) == (None, False)
    assert await channel.send(HERE, Piece(text="x"))


async def test_a_slow_answer_is_given_up_in_time(channel: Zalo, fake: FakeZalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "SEND_LIMIT_S", 0.2)
    fake.fail(kind="delay", seconds=1)
    with pytest.raises(TryLaterError):
        await channel.send(HERE, Piece(text="x"))


async def test_nobody_at_the_address_is_tried_again(port: int, tokens: Held) -> None:
    channel = make(f"http://127.0.0.1:{port}", tokens)
    with pytest.raises(TryLaterError, match="ConnectError"):
        await channel.send(HERE, Piece(text="x"))
    await channel.close()


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "{}", '{"error": "0"}', '{"error": null}', '{"error": true}', '{"error": 0.0}', "[" * 2000],
    ids=lambda text: text[:20],
)
async def test_an_answer_that_says_nothing_is_no_success(answer: str, tokens: Held) -> None:
    with Saying(answer) as server:
        channel = make(server.url, tokens)
        with pytest.raises(TryLaterError):
            await channel.send(HERE, Piece(text="x"))
        await channel.close()


async def test_a_message_that_was_taken_without_an_id_is_not_sent_again(tokens: Held) -> None:
    with Saying('{"error": 0, "data": null}') as server:
        channel = make(server.url, tokens)
        assert await channel.send(HERE, Piece(text="x")) == ""
        await channel.close()


class Saying(FakeServer):
    """Answers every request with one body."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    async def answer(self, request: Request) -> Response:
        return Response(self.text, media_type="application/json")


# Tokens


@pytest.mark.parametrize("how", ["expired", "invalid"])
async def test_a_token_that_no_longer_works_is_renewed_once_and_the_message_sent(
    channel: Zalo, fake: FakeZalo, tokens: Held, how: str
) -> None:
    if how == "expired":
        fake.expire_access_token()
    else:
        tokens.token = "from-another-account"
    assert await channel.send(HERE, Piece(text="x"))
    assert (tokens.refreshed, len(fake.sent)) == (1, 1)


async def test_a_second_refusal_of_the_token_stops_everyone(channel: Zalo, fake: FakeZalo, tokens: Held) -> None:
    fake.refuse(-216, times=2)
    with pytest.raises(TryLaterError, match="-216") as caught:
        await channel.send(HERE, Piece(text="x"))
    assert (caught.value.everyone, caught.value.after_s, tokens.refreshed) == (True, TOKEN_PAUSE_S, 1)


async def test_tokens_that_cannot_be_renewed_stop_everyone(channel: Zalo, fake: FakeZalo, tokens: Held) -> None:
    tokens.broken = True
    fake.revoke()
    with pytest.raises(TryLaterError, match="Invalid refresh token") as caught:
        await channel.send(HERE, Piece(text="x"))
    assert caught.value.everyone and caught.value.after_s == TOKEN_PAUSE_S


async def test_tokens_are_looked_after_while_nothing_is_sent(tokens: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "KEEP_FRESH_S", 0.01)
    asked = asyncio.Event()

    async def access() -> str:
        if not asked.is_set():
            asked.set()
            raise BrokenTokensError("Invalid refresh token")
        again.set()
        return ""

    again = asyncio.Event()
    monkeypatch.setattr(tokens, "access", access)
    channel = make("http://127.0.0.1:9", tokens)
    await channel.open()
    await asyncio.wait_for(again.wait(), 30)
    await channel.close()


@on_sqlite
async def test_twenty_sends_survive_a_token_that_dies_in_the_middle(fake: FakeZalo, settings: Settings, database: Database) -> None:
    channel, store = own(fake, settings, database)
    await store.put(fake.access_token, fake.refresh_token, 90_000)
    first = await asyncio.gather(*(channel.send(HERE, Piece(text=f"a{n}")) for n in range(5)))
    fake.expire_access_token()
    rest = await asyncio.gather(*(channel.send(HERE, Piece(text=f"b{n}")) for n in range(15)))
    await channel.close()
    assert len({*first, *rest}) == len(fake.sent) == 20
    assert [refresh.given for refresh in fake.refreshes] == [True]


@on_sqlite
async def test_an_account_that_takes_its_consent_back_stops_everyone_and_a_new_pair_goes_on(
    fake: FakeZalo, settings: Settings, database: Database
) -> None:
    channel, store = own(fake, settings, database)
    with pytest.raises(TryLaterError, match="motcua zalo token set"):
        await channel.send(HERE, Piece(text="x"))
    await store.put(fake.access_token, fake.refresh_token, 90_000)
    assert await channel.send(HERE, Piece(text="x"))
    fake.revoke()
    for _ in range(3):
        with pytest.raises(TryLaterError) as caught:
            await channel.send(HERE, Piece(text="x"))
        assert caught.value.everyone
    assert len(fake.refreshes) == 1
    fake.authorize()
    await store.put(fake.access_token, fake.refresh_token, 90_000)
    assert await channel.send(HERE, Piece(text="x"))
    await channel.close()


def own(fake: FakeZalo, settings: Settings, database: Database) -> tuple[Zalo, TokenStore]:
    """The channel that settings make, and its tokens."""
    values = {"zalo_app_id": APP_ID, "zalo_app_secret": SECRET_KEY, "zalo_oa_secret": OA_SECRET}
    addresses = {"zalo_api_url": fake.url, "zalo_oauth_url": f"{fake.url}/"}
    channel = zalo_channel(Settings.model_validate({**settings.model_dump(), **values, **addresses}), database)
    assert channel is not None and isinstance(channel._tokens, TokenStore)
    return channel, channel._tokens


@on_sqlite
async def test_without_an_app_there_is_no_channel(settings: Settings, database: Database) -> None:
    assert zalo_channel(settings, database) is None

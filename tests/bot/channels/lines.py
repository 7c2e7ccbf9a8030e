"""A line for each channel: a person at one end, the whole app at the other, and the platform's fake server over real HTTP between them."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from bot.channels.delivery import Delivery
from bot.channels.tables import InboxRow, OutboxRow
from bot.channels.zalo_tokens import token_store
from bot.db import Database
from bot.dialogue.store import TurnRow
from bot.settings import Settings
from tests.fakes import telegram as tg
from tests.fakes import zalo as za
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

SECRET = "a-secret-of-telegram"
PATIENCE_S = 20.0
Json = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """One message as the person sees it."""

    text: str
    labels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    taps: dict[str, Any] = field(default_factory=dict, compare=False)
    """What each label does when it is tapped, as the platform has it."""


@dataclass(frozen=True)
class Service:
    """The app while it runs."""

    app: FastAPI
    settings: Settings
    http: httpx.AsyncClient

    @property
    def delivery(self) -> Delivery:
        found: Delivery = self.app.state.delivery
        return found

    @property
    def database(self) -> Database:
        found: Database = self.app.state.runtime.database
        return found

    @asynccontextmanager
    async def caller(self, address: str) -> AsyncIterator[httpx.AsyncClient]:
        """A client that calls from another address."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as http:
            yield http

    async def rows(self, table: Any) -> list[Any]:
        async with self.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id if hasattr(table, "id") else table.person)))

    async def settled(self, table: Any = InboxRow, *states: str) -> list[Any]:
        """The rows, once none waits; where ``states`` are named, once there are rows and all are in these."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                rows = await self.rows(table)
                if all(row.state in states if states else row.state != "waiting" for row in rows) and (rows or not states):
                    return rows
                await asyncio.sleep(0.02)

    async def turns(self) -> list[tuple[str, str]]:
        """The record: what was written, and what became of it."""
        return [(turn.text, turn.outcome) for turn in await self.rows(TurnRow)]

    async def is_empty(self) -> bool:
        """Nothing came in, and nothing goes out."""
        return not await self.rows(InboxRow) and not await self.rows(OutboxRow)


class Line(ABC):
    """What a person does on a channel, and what they get; people are numbers from 1."""

    name: ClassVar[str]
    fake: Any = None

    def __init__(self, service: Service) -> None:
        self.service = service
        self.numbers = itertools.count(1)
        self.last: tuple[bytes, dict[str, str]] = (b"", {})
        self.http = service.http

    @property
    def door(self) -> str:
        return f"/webhooks/{self.name}"

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Any body, as the platform would sign it unless headers are given."""
        headers = {"Content-Type": "application/json", **(self.signed(body) if headers is None else headers)}
        self.last = body, headers
        return await self.http.post(self.door, content=body, headers=headers)

    async def bring(self, event: Json) -> httpx.Response:
        """Any event, as the platform brings it."""
        return await self.post(json.dumps(event).encode())

    async def replay(self) -> httpx.Response:
        """The last request once more, byte by byte."""
        return await self.http.post(self.door, content=self.last[0], headers=self.last[1])

    async def say(self, text: str, who: int = 1, *, at: datetime | None = None, key: int | None = None) -> httpx.Response:
        return await self.bring(self.text(text, who, at=at, key=key))

    async def tap(self, label: str, who: int = 1, *, of: int | None = None) -> httpx.Response:
        """Tap a button of the latest message that has it; of a message to the person ``of``, where one is named."""
        heard = next(one for one in reversed(self.heard(of or who)) if label in one.taps)
        return await self.bring(self.tapped(heard.taps[label], who))

    async def received(self, count: int, who: int = 1, seconds: float = PATIENCE_S) -> list[Heard]:
        """What the person got, once there are ``count`` messages."""
        async with asyncio.timeout(seconds):
            while len(self.heard(who)) < count:
                await asyncio.sleep(0.01)
        return self.heard(who)

    async def quiet(self, seconds: float = 0.3) -> None:
        """A while in which whatever should not come could come."""
        await self.service.settled(InboxRow)
        await asyncio.sleep(seconds)

    @abstractmethod
    def signed(self, body: bytes) -> dict[str, str]:
        """The headers that prove where a body comes from."""

    @abstractmethod
    def forged(self, body: bytes) -> list[dict[str, str]]:
        """Headers that do not."""

    @abstractmethod
    def text(self, text: str, who: int = 1, *, at: datetime | None = None, key: int | None = None) -> Json:
        """The event of a person who writes; ``key`` is the platform's number of it."""

    @abstractmethod
    def tapped(self, button: Any, who: int) -> Json:
        """The event of a tap."""

    @abstractmethod
    def attached(self, kind: str, who: int = 1) -> Json:
        """The event of something that is no text."""

    @abstractmethod
    async def follow(self, who: int = 1) -> httpx.Response:
        """Begin to talk with us."""

    @abstractmethod
    async def leave(self, who: int = 1) -> httpx.Response:
        """No longer want to hear from us."""

    @abstractmethod
    def heard(self, who: int = 1) -> list[Heard]:
        """What the person got until now."""

    @classmethod
    @abstractmethod
    def settings(cls, url: str) -> Json:
        """The settings that open the channel at a fake server."""

    async def prepare(self) -> None:
        """What an administrator has done before; nothing on most channels."""
        return


class TelegramLine(Line):
    """``fake`` is a FakeTelegram."""

    name = "telegram"
    fake: FakeTelegram

    @staticmethod
    def chat(who: int) -> int:
        return 1000 + who

    def signed(self, body: bytes) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": SECRET}

    def forged(self, body: bytes) -> list[dict[str, str]]:
        wrong = ("", "x", SECRET[:-1], f"{SECRET}x", SECRET.upper())
        return [{}, *({"X-Telegram-Bot-Api-Secret-Token": one} for one in wrong)]

    def text(self, text: str, who: int = 1, *, at: datetime | None = None, key: int | None = None) -> Json:
        date = None if at is None else int(at.timestamp())
        return tg.text_update(next(self.numbers) if key is None else key, self.chat(who), text, date=date)

    def tapped(self, button: Any, who: int) -> Json:
        number = next(self.numbers)
        return tg.callback_update(number, self.chat(who), button, f"cb{number}", 1)

    def attached(self, kind: str, who: int = 1) -> Json:
        makers: dict[str, Callable[[int, int], Json]] = {
            "photo": tg.photo_update, "voice": tg.voice_update, "file": tg.document_update, "location": tg.location_update,
            "sticker": tg.sticker_update, "contact": tg.contact_update,
        }  # fmt: skip
        return makers[kind](next(self.numbers), self.chat(who))

    async def follow(self, who: int = 1) -> httpx.Response:
        self.fake.blocked.discard(self.chat(who))
        return await self.say("/start", who)

    async def leave(self, who: int = 1) -> httpx.Response:
        self.fake.blocked.add(self.chat(who))
        return await self.bring(tg.my_chat_member_update(next(self.numbers), self.chat(who), "kicked"))

    def heard(self, who: int = 1) -> list[Heard]:
        return [_from_telegram(sent) for sent in list(self.fake.sent) if sent.chat_id == self.chat(who)]

    @classmethod
    def settings(cls, url: str) -> Json:
        return {"telegram_token": tg.TOKEN, "telegram_secret": SECRET, "telegram_api_url": url}


def _from_telegram(sent: tg.Sent) -> Heard:
    taps = {button.text: button.data for button in sent.buttons if button.data is not None}
    return Heard(sent.text, tuple(taps), tuple(button.url for button in sent.buttons if button.url), taps)


class ZaloLine(Line):
    """``fake`` is a FakeZalo."""

    name = "zalo"
    fake: FakeZalo

    @staticmethod
    def user(who: int) -> str:
        return str(9007199254740993000 + who)

    def signed(self, body: bytes) -> dict[str, str]:
        """Signed over a timestamp in the header, so that bodies without one can be signed too."""
        stamp = str(round(time.time() * 1000))
        return {"X-ZEvent-Signature": f"mac={_mac(body, stamp)}", "X-ZEvent-Timestamp": stamp}

    def forged(self, body: bytes) -> list[dict[str, str]]:
        right = self.signed(body)
        mac = right["X-ZEvent-Signature"]
        flipped = mac[:-1] + ("0" if mac[-1] != "0" else "1")
        wrong = [{**right, "X-ZEvent-Signature": one} for one in ("", "mac=", mac[4:], flipped, "mac=" + "g" * 64)]
        return [{}, *wrong, {"X-ZEvent-Signature": f"mac={_mac(body, '1')}", "X-ZEvent-Timestamp": "2"}]

    async def bring(self, event: Json) -> httpx.Response:
        who = (event.get("sender") or event.get("follower") or {}).get("id", "")
        if event["event_name"].startswith("user_send_"):
            self.fake.heard(who)
        body = json.dumps(event).encode()
        return await self.post(body, self.fake.signed(body))

    def text(self, text: str, who: int = 1, *, at: datetime | None = None, key: int | None = None) -> Json:
        stamp = None if at is None else round(at.timestamp() * 1000)
        return za.text_event(self.user(who), f"m{next(self.numbers) if key is None else key}", text, stamp)

    def tapped(self, button: Any, who: int) -> Json:
        return self.text(button, who)

    def attached(self, kind: str, who: int = 1) -> Json:
        if kind == "contact":
            return za.submit_info_event(self.user(who))
        makers: dict[str, Callable[[str, str], Json]] = {
            "photo": za.image_event, "voice": za.audio_event, "file": za.file_event, "location": za.location_event,
            "sticker": za.sticker_event,
        }  # fmt: skip
        return makers[kind](self.user(who), f"m{next(self.numbers)}")

    async def follow(self, who: int = 1) -> httpx.Response:
        self.fake.followed(self.user(who))
        return await self.bring(za.follow_event(self.user(who)))

    async def leave(self, who: int = 1) -> httpx.Response:
        self.fake.unfollowed(self.user(who))
        return await self.bring(za.unfollow_event(self.user(who)))

    def heard(self, who: int = 1) -> list[Heard]:
        return [_from_zalo(sent) for sent in list(self.fake.sent) if sent.user_id == self.user(who)]

    @classmethod
    def settings(cls, url: str) -> Json:
        keys = {"zalo_app_id": za.APP_ID, "zalo_app_secret": za.SECRET_KEY, "zalo_oa_secret": za.OA_SECRET}
        return {**keys, "zalo_api_url": url, "zalo_oauth_url": url}

    async def prepare(self) -> None:
        await self.put_tokens(self.fake.access_token, self.fake.refresh_token)

    async def put_tokens(self, access: str, refresh: str) -> None:
        """What ``motcua zalo token set`` does."""
        async with httpx.AsyncClient() as client:
            await token_store(self.service.settings, self.service.database, client).put(access, refresh, "90000")


def _mac(body: bytes, stamp: str) -> str:
    return hashlib.sha256(za.APP_ID.encode() + body + stamp.encode() + za.OA_SECRET.encode()).hexdigest()


def _from_zalo(sent: za.Sent) -> Heard:
    taps = {button.title: button.value for button in sent.buttons if button.type == "oa.query.show"}
    return Heard(sent.text, tuple(taps), tuple(button.value for button in sent.buttons if button.type == "oa.open.url"), taps)


class WebLine(Line):
    """The page: the reply comes back in the same request. It has no platform between, hence nothing to sign, follow or leave."""

    name = "web"
    door = "/api/v1/messages"

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._conversations: dict[int, str] = {}
        self._heard: dict[int, list[Heard]] = {}

    async def bring(self, event: Json) -> httpx.Response:
        who = event.pop("who")
        response = await self.post(json.dumps({**event, "conversation_id": self._conversations.get(who)}).encode())
        if response.status_code == 200:
            self._conversations[who] = response.json()["conversation_id"]
            self._heard.setdefault(who, []).extend(map(_from_web, response.json()["replies"]))
        return response

    def signed(self, body: bytes) -> dict[str, str]:
        return {}

    def text(self, text: str, who: int = 1, *, at: datetime | None = None, key: int | None = None) -> Json:
        return {"who": who, "text": text, "message_id": uuid.uuid4().hex if key is None else f"message-{key}"}

    def tapped(self, button: Any, who: int) -> Json:
        return {"who": who, "text": button["label"], "button": button["value"], "message_id": uuid.uuid4().hex}

    def heard(self, who: int = 1) -> list[Heard]:
        return self._heard.get(who, [])

    def forged(self, body: bytes) -> list[dict[str, str]]:
        raise NotImplementedError

    def attached(self, kind: str, who: int = 1) -> Json:
        raise NotImplementedError

    async def follow(self, who: int = 1) -> httpx.Response:
        raise NotImplementedError

    async def leave(self, who: int = 1) -> httpx.Response:
        raise NotImplementedError

    @classmethod
    def settings(cls, url: str) -> Json:
        return {}


def _from_web(reply: Json) -> Heard:
    taps = {button["label"]: button for button in reply["buttons"]}
    card = reply["card"] or {}
    return Heard(reply["text"], tuple(taps), (card["url"],) if card.get("url") else (), taps)

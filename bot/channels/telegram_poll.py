"""Telegram without a public address, for development: ask for updates, and bring each to the running service's own webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import httpx
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels import replies
from bot.channels.telegram_api import FloodError
from bot.channels.telegram_updates import ALLOWED, SECRET_HEADER, WEBHOOK
from bot.clock import VIETNAM

POLL_S = 25
DELIVER_LIMIT_S = 15.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0

Say = Callable[[str], None]


class PollError(Exception):
    """Polling cannot go on; the message is a sentence for the operator."""


class Poll:
    """``bot`` is asked, ``service`` is the base address of the running service, ``say`` gets a line for each update."""

    def __init__(self, bot: telegram.Bot, service: str, secret: str, say: Say, *, first_pause_s: float = FIRST_PAUSE_S) -> None:
        self._bot = bot
        self._service = service
        self._secret = secret
        self._say = say
        self._first_pause_s = self._pause_s = first_pause_s
        self._offset: int | None = None

    async def run(self, *, take_over: bool = False) -> None:
        """Bring updates until cancelled. Raises PollError."""
        async with httpx.AsyncClient(base_url=self._service, timeout=DELIVER_LIMIT_S, trust_env=False) as client:
            await self._check_service(client)
            await self._check_bot(take_over)
            while True:
                for update in await self._updates():
                    await self._deliver(client, update)

    async def _check_service(self, client: httpx.AsyncClient) -> None:
        try:
            health = (await client.get("/healthz")).json()
        except (httpx.HTTPError, ValueError):
            health = None
        if not isinstance(health, dict) or health.get("service") != "motcua":
            raise PollError(replies.POLL_NO_SERVICE.format(url=self._service))

    async def _check_bot(self, take_over: bool) -> None:
        try:
            me = await self._bot.get_me()
            webhook = (await self._bot.get_webhook_info()).url
            if webhook and not take_over:
                raise PollError(replies.POLL_WEBHOOK_SET.format(url=webhook))
            if webhook:
                await self._bot.delete_webhook()
        except TelegramError as error:
            raise PollError(told(error, self._bot.base_url)) from error
        self._say(replies.POLL_OPEN.format(name=me.username))

    async def _updates(self) -> tuple[telegram.Update, ...]:
        """The next updates; what was brought before is confirmed by asking for them."""
        try:
            found = await self._bot.get_updates(self._offset, timeout=POLL_S, allowed_updates=ALLOWED)
        except (InvalidToken, Forbidden, Conflict, BadRequest) as error:
            raise PollError(told(error, self._bot.base_url)) from error
        except TelegramError as error:
            wait = error.after_s if isinstance(error, FloodError) else None
            await self._rest(replies.POLL_TELEGRAM_AWAY.format(reason=type(error).__name__), wait)
            return ()
        self._pause_s = self._first_pause_s
        return found

    async def _deliver(self, client: httpx.AsyncClient, update: telegram.Update) -> None:
        """Bring one update, again and again until it is taken."""
        while not await self._taken(client, update):
            pass
        self._pause_s = self._first_pause_s
        self._offset = update.update_id + 1

    async def _taken(self, client: httpx.AsyncClient, update: telegram.Update) -> bool:
        headers = {SECRET_HEADER: self._secret, "Content-Type": "application/json"}
        try:
            answer = await client.post(WEBHOOK, content=update.to_json(), headers=headers)
        except httpx.HTTPError as error:
            await self._rest(replies.POLL_SERVICE_BUSY.format(reason=type(error).__name__))
            return False
        match answer.status_code:
            case 200:
                self._say(replies.POLL_LINE.format(at=_now(), kind=kind_of(update)))
                return True
            case 400 | 422:
                self._say(replies.POLL_UNREADABLE.format(at=_now(), kind=kind_of(update)))
                return True
            case 403:
                raise PollError(replies.POLL_WRONG_SECRET.format(url=self._service))
            case 404:
                raise PollError(replies.POLL_NO_CHANNEL.format(url=self._service))
        await self._rest(replies.POLL_SERVICE_BUSY.format(reason=answer.status_code))
        return False

    async def _rest(self, reason: str, wait_s: float | None = None) -> None:
        """Wait, twice as long as the last time."""
        seconds = self._pause_s if wait_s is None else wait_s
        self._say(replies.POLL_WAITING.format(at=_now(), reason=reason, seconds=seconds))
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        await asyncio.sleep(seconds)


def kind_of(update: telegram.Update) -> str:
    """What kind of update it is, without what a person said: ``message``, ``callback_query``."""
    return next((name for name in telegram.Update.ALL_TYPES if getattr(update, name, None) is not None), "?")


def told(error: TelegramError, base_url: str) -> str:
    """An error of the Bot API as a sentence. The token inside ``base_url`` is not shown."""
    match error:
        case InvalidToken() | Forbidden():
            return replies.TELEGRAM_WRONG_TOKEN
        case Conflict():
            return replies.POLL_TWICE
        case BadRequest():
            return replies.TELEGRAM_REFUSED.format(reason=error.message)
    return replies.TELEGRAM_AWAY.format(url=base_url.rpartition("/bot")[0], reason=type(error).__name__)


def _now() -> datetime:
    return datetime.now(VIETNAM)

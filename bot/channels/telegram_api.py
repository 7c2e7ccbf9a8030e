"""A client of Telegram's Bot API, and what its errors mean for a message."""

from __future__ import annotations

import json
from typing import Any

import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.contract import RefusedError, SendError, TryLaterError

CONNECTIONS = 64
POOL_TIMEOUT_S = 10.0
TOO_MANY = 429
FLOOD_PAUSE_S = 5.0
"""How long to wait after a 429 that does not say."""
TOKEN_PAUSE_S = 60.0
"""How long nothing is sent after Telegram did not know the bot: somebody has to set another token."""
_REASON_LENGTH = 120


class FloodError(TelegramError):
    """Too many messages. The library's own error warns of its coming change whenever it is made, so it is never made."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"Too Many Requests: retry after {after_s:g}")
        self.after_s = after_s


class Requests(HTTPXRequest):
    """The library's HTTP client, with a 429 read here."""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """One request; its status and body. Raises FloodError, NetworkError, TimedOut."""
        code, payload = await super().do_request(*args, **options)
        if code == TOO_MANY:
            raise FloodError(_after(payload))
        return code, payload


def _after(payload: bytes) -> float:
    try:
        return max(0.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, LookupError, TypeError):
        return FLOOD_PAUSE_S


def bot_api(token: str, api_url: str) -> tuple[telegram.Bot, Requests]:
    """A bot that asks Telegram nothing until it is used, and its connections, to be closed by ``shutdown``."""
    url = api_url.rstrip("/")
    # A plain http:// address is a server of one's own, which no proxy stands before.
    request = Requests(CONNECTIONS, pool_timeout=POOL_TIMEOUT_S, httpx_kwargs={"trust_env": url.startswith("https://")})
    bot = telegram.Bot(token, f"{url}/bot", f"{url}/file/bot", request=request, get_updates_request=request)
    return bot, request


def meaning(error: TelegramError, *, crowded: bool) -> SendError:
    """What an error means for the message. ``crowded``: the same person was sent several messages just now."""
    reason = f"{type(error).__name__}: {error.message}"[:_REASON_LENGTH]
    match error:
        case FloodError():
            return TryLaterError(reason, after_s=error.after_s, everyone=not crowded)
        case InvalidToken():
            return TryLaterError("Telegram does not know the bot: check MOTCUA_TELEGRAM_TOKEN", after_s=TOKEN_PAUSE_S, everyone=True)
        case Forbidden():
            return RefusedError(reason, gone=True)
        case BadRequest():
            return RefusedError(reason, gone="chat not found" in error.message.lower())
        case ChatMigrated():
            return RefusedError("the chat became a group of another id", gone=True)
    return TryLaterError(reason)

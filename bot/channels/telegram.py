"""Telegram: a webhook with a secret, inline buttons, HTML text; python-telegram-bot does the talking."""

from __future__ import annotations

import asyncio
import hmac
import html
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels import replies, telegram_updates
from bot.channels.contract import Event, ForgedError, Limits, Piece, Recipient
from bot.channels.pace import Pace, Paces
from bot.channels.rendering import ChecklistUrl, render
from bot.channels.splitting import size
from bot.channels.telegram_api import bot_api, meaning
from bot.logs import report
from bot.messages import ChannelName, Outgoing

PER_SECOND, PER_SECOND_OF_ONE, BURST, BURST_OF_ONE = 25.0, 1.0, 5, 3
"""30 messages in any second overall, one a second to each person with a few at once."""
NOTICE_LIMIT_S = 2.0
MENU_PAUSES_S = (1.0, 10.0, 60.0, 600.0)
"""How long to wait before the menu of commands is told again to a Telegram that is away."""

log = structlog.get_logger("motcua.telegram")


class Telegram:
    """The channel of one bot."""

    name: ChannelName = "telegram"
    limits = Limits(text=4096, buttons=12, label=60, links=8, utf16=True)

    def __init__(
        self,
        token: str,
        secret: str,
        api_url: str = "https://api.telegram.org",
        *,
        checklist_url: ChecklistUrl | None = None,
        paces: Paces | None = None,
    ) -> None:
        self._secret = secret.encode()
        self._checklist_url = checklist_url
        self._paces = paces or Paces(partial(Pace, PER_SECOND, BURST), partial(Pace, PER_SECOND_OF_ONE, BURST_OF_ONE))
        self._bot, self._request = bot_api(token, api_url)
        self._menu: asyncio.Task[None] | None = None

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Check the secret that Telegram was given with the webhook. Raises ForgedError."""
        given = next((value for name, value in headers.items() if name.lower() == telegram_updates.SECRET_HEADER.lower()), "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret):
            raise ForgedError("the secret token is missing or wrong")

    def parse(self, body: bytes) -> Sequence[Event]:
        """The event of an update. Raises UnreadableEventError."""
        return telegram_updates.events(body)

    def render(self, said: Sequence[Outgoing]) -> list[Piece]:
        """Replies within Telegram's limits."""
        return render(said, self.limits, checklist_url=self._checklist_url)

    async def noticed(self, event: Event) -> None:
        """ "Đang nhập…", and a tap that stops blinking; within two seconds, or not at all."""
        calls = [self._bot.send_chat_action(event.person, ChatAction.TYPING)] if event.kind != "unfollow" else []
        if event.callback is not None:
            calls.append(self._bot.answer_callback_query(event.callback))
        with suppress(TimeoutError):
            async with asyncio.timeout(NOTICE_LIMIT_S):
                await asyncio.gather(*calls, return_exceptions=True)

    async def send(self, to: Recipient, piece: Piece) -> str:
        """Send one message; its id. Raises TryLaterError, RefusedError."""
        await self._paces.wait(to.person)
        try:
            try:
                return await self._send(to, html.escape(piece.text, quote=False), _keyboard(piece), ParseMode.HTML)
            except BadRequest as error:
                if not _is_about_form(error):
                    raise
                return await self._send(to, _with_links(piece, self.limits), _keyboard(piece.model_copy(update={"links": []})), None)
        except TelegramError as error:
            raise meaning(error, crowded=self._paces.crowded(to.person)) from error

    async def _send(self, to: Recipient, text: str, keyboard: InlineKeyboardMarkup | None, mode: ParseMode | None) -> str:
        preview = LinkPreviewOptions(is_disabled=True)
        sent = await self._bot.send_message(to.person, text, parse_mode=mode, reply_markup=keyboard, link_preview_options=preview)
        return str(sent.message_id)

    async def open(self) -> None:
        """Open connections; the menu of commands is told to Telegram in the background."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and those of Telegram hold the token
        await self._request.initialize()
        self._menu = asyncio.create_task(self._tell_menu())

    async def close(self) -> None:
        """Close connections."""
        if self._menu is not None:
            self._menu.cancel()
            await asyncio.gather(self._menu, return_exceptions=True)
        await self._request.shutdown()

    async def _tell_menu(self) -> None:
        for pause in (*MENU_PAUSES_S, None):
            try:
                await self._bot.set_my_commands(list(replies.TELEGRAM_MENU.items()))
            except (Forbidden, InvalidToken) as error:
                return report(log, "Telegram does not know the bot: check MOTCUA_TELEGRAM_TOKEN", error)
            except TelegramError as error:
                report(log, "the menu of commands could not be set", error, again_in=pause)
            else:
                return None
            if pause is not None:
                await asyncio.sleep(pause)
        return None


def _keyboard(piece: Piece) -> InlineKeyboardMarkup | None:
    """Links first, then choices, one in each row."""
    links = [InlineKeyboardButton(link.title, url=link.url) for link in piece.links]
    choices = [InlineKeyboardButton(button.label, callback_data=button.value) for button in piece.buttons]
    return InlineKeyboardMarkup([[one] for one in (*links, *choices)]) if links or choices else None


def _is_about_form(error: BadRequest) -> bool:
    """Telegram cannot read the text's marks or an address on a button: the same words may go through plainly."""
    said = error.message.lower()
    return "can't parse entities" in said or ("url" in said and "button" in said) or "wrong http url" in said


def _with_links(piece: Piece, limits: Limits) -> str:
    """The text with as many of its links written out as fit."""
    text = piece.text
    for link in piece.links:
        longer = f"{text}\n{link.title}: {link.url}"
        text = longer if size(longer, utf16=limits.utf16) <= limits.text else text
    return text

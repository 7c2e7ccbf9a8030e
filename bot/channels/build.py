"""Which channels of messages are in use: those whose settings are there."""

from __future__ import annotations

from bot.channels.contract import Channel
from bot.channels.rendering import pages_of
from bot.channels.zalo import zalo_channel
from bot.db import Database
from bot.messages import ChannelName
from bot.settings import Settings


def open_channels(settings: Settings, database: Database) -> dict[ChannelName, Channel]:
    """Telegram with a bot's token, Zalo with an application's id."""
    found: dict[ChannelName, Channel] = {}
    pages = pages_of(str(settings.public_url)) if settings.public_url else None
    if settings.telegram_token is not None and settings.telegram_secret is not None:
        from bot.channels.telegram import Telegram  # its library takes half a second to load

        token, secret = settings.telegram_token.get_secret_value(), settings.telegram_secret.get_secret_value()
        found["telegram"] = Telegram(token, secret, settings.telegram_api_url, checklist_url=pages)
    if (zalo := zalo_channel(settings, database, checklist_url=pages)) is not None:
        found["zalo"] = zalo
    return found

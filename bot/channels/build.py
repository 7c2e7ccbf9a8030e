"""Which channels of messages are in use: those whose settings are there."""

from __future__ import annotations

from bot.channels.contract import Channel
from bot.db import Database
from bot.messages import ChannelName
from bot.settings import Settings


def open_channels(settings: Settings, database: Database) -> dict[ChannelName, Channel]:
    """Telegram with a bot's token, Zalo with an application's id."""
    found: dict[ChannelName, Channel] = {}
    return found

"""What more than one file of these tests opens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.db import Database
from bot.migrations import migrate
from bot.settings import Settings
from tests.bot.dialogue.dossier_talk import Talk


@pytest.fixture
async def talk(settings: Settings) -> AsyncIterator[Talk]:
    """A conversation about dossiers on a fresh SQLite file."""
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.database_url)
    yield Talk(database)
    await database.close()

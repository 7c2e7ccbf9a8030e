"""Alembic migrations, run by the service itself at its start. New ones go into ``versions/``; ``script.py.mako`` is their shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.db import sync_engine
from bot.settings import Settings

_LOCK_KEY = 0x6D6F7463
"""Any fixed number: all replicas ask PostgreSQL for the same lock."""


def migrate(settings: Settings) -> None:
    """Bring the database to the newest version, in one transaction; processes that start together wait for each other."""
    engine = sync_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            _take_turn(connection)
            command.upgrade(_config(connection), "head")
            connection.commit()
    finally:
        engine.dispose()


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

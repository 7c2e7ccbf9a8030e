"""The app that ``tests.bench.delivery`` kills: the real doors, queues, channel and dialogue, with rules instead of Rasa and no search.

Imported once by the fork server, so that a new process is there in a moment.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import uvicorn
from alembic import command as _alembic_command  # noqa: F401

from bot.app import create_app
from bot.settings import Settings
from knowledge.store import load_knowledge
from tests.bot.conftest import StubAssembly

KNOWLEDGE = load_knowledge(Path(__file__).resolve().parents[2] / "knowledge")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_app(settings: dict[str, Any]) -> None:
    """Serve until killed."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    made = Settings.model_validate(settings)
    uvicorn.run(create_app(made, assembly=StubAssembly(KNOWLEDGE)), host="127.0.0.1", port=made.port, log_level="error", access_log=False)

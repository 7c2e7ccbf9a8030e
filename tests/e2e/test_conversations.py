"""Whole dialogues, run against the real knowledge, index and Rasa. A third was held out while the rules were written."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.commands import DEFAULT_FOLDER, evaluate_conversations
from bot.evaluation.conversations import load_conversations
from bot.evaluation.report import table
from bot.settings import Settings
from tests.e2e.conftest import Service

LEAST_RIGHT = {
    "work": 0.93,
    "indirect": 0.92,
    "held": 0.82,
    "fresh": 0.77,
    "fresh_held": 0.69,
    "talks": 0.66,
    "talks_held": 0.45,
    "daily": 0.64,
    "daily_held": 0.43,
}
"""Shares of wholly right dialogues below which something has broken; the README has the measured ones."""


def test_most_dialogues_are_wholly_right(service: Service, nlu_python: Path) -> None:
    root = service.root
    settings = Settings(knowledge_dir=root / "knowledge", data_dir=root / "var", nlu_url=service.nlu_url, nlu_enabled=True)
    found = evaluate_conversations(settings, load_conversations(DEFAULT_FOLDER))
    print(table(found, show=True))
    assert found.nlu == "ok"
    assert {name: share.share_right for name, share in found.by("set").items() if share.share_right < LEAST_RIGHT[name]} == {}

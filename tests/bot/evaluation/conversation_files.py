"""Conversations for tests, as data and as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.conversations import Conversation


def data(**changes: Any) -> dict[str, Any]:
    """A sound conversation of one turn, but for the changes; None takes a field away."""
    turns = [{"say": "xin chào", "expect": {"outcome": "smalltalk"}}]
    whole = {"name": "chao", "kind": "small_talk", "accent": "full", "set": "work", "turns": turns, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def conversation(**changes: Any) -> Conversation:
    return Conversation.model_validate(data(**changes))


def write(folder: Path, *entries: dict[str, Any], name: str = "a.yaml") -> Path:
    """The folder with a file of these conversations in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return folder

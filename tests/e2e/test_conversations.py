"""Whole dialogues, run against the real knowledge, index and Rasa. A third was held out while the rules were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.dialogue.service import DialogueService
from bot.dialogue.state import HO_CHI_MINH
from bot.messages import Incoming, Reply
from bot.nlu.client import NluClient
from knowledge.store import load_knowledge
from retriever.search import Searcher
from retriever.snapshots import ensure_index
from tests.e2e.conftest import Service
from tests.e2e.conversation_format import Conversation, Turn, check_turn, find_button, load_conversations

LEAST_RIGHT = {"work": 0.66, "held": 0.62}
"""Shares of wholly right dialogues below which something has broken; the README has the measured ones."""


class Memory:
    """Conversations in a dictionary."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Any]] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str) -> AsyncIterator[None]:
        yield

    async def load(self, conversation_id: str) -> dict[str, Any] | None:
        return self.states.get(conversation_id)

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: object) -> None:
        self.states[conversation_id] = state


async def failures(conversation: Conversation, dialogue: DialogueService) -> list[str]:
    """What was wrong with the replies, turn by turn."""
    found: list[str] = []
    reply: Reply | None = None
    for turn in conversation.turns:
        incoming = _incoming(turn, reply)
        if incoming is None:
            return [*found, f"no button {turn.tap!r}"]
        reply = await dialogue.reply(incoming)
        found += [f"{turn.text[:60]!r}: {problem}" for problem in check_turn(turn.expect, reply)]
    return found


def _incoming(turn: Turn, previous: Reply | None) -> Incoming | None:
    known = previous.conversation_id if previous else None
    if turn.tap is None:
        return Incoming(conversation_id=known, text=turn.text)
    button = find_button(turn.tap, previous) if previous else None
    return Incoming(conversation_id=known, text=button.label, button=button.value) if button else None


async def test_most_dialogues_are_wholly_right(service: Service, nlu_python: Path) -> None:
    root = service.root
    knowledge = load_knowledge(root / "knowledge")
    searcher = Searcher.load(ensure_index(root / "knowledge", root / "var"))
    nlu = NluClient(url=service.nlu_url, budget_ms=5000)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for conversation in load_conversations():
        day = conversation.today or date(2026, 11, 22)
        at = datetime(day.year, day.month, day.day, 10, tzinfo=HO_CHI_MINH)
        dialogue = DialogueService(
            knowledge=knowledge,
            searcher=searcher,
            nlu=nlu,
            store=Memory(),
            clock=lambda at=at: at,
            thresholds=searcher.calibration.thresholds,
        )
        problems = await failures(conversation, dialogue)
        total[conversation.set] += 1
        right[conversation.set] += not problems
        if problems and conversation.set == "work":
            print(conversation.name, *problems, sep="\n    ")
    await nlu.close()
    shares = {name: right[name] / total[name] for name in total}
    print("share of dialogues wholly right:", shares)
    assert all(shares[name] >= least for name, least in LEAST_RIGHT.items())

"""A conversation with the real dialogue over a scripted understanding, a scripted search and an office table in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.clock import VIETNAM
from bot.dialogue.service import DialogueService
from bot.dialogue.store import Also, TurnRecord
from bot.messages import Button, Incoming, Reply
from bot.nlu.client import NluResult
from bot.offices.service import Calendar, OfficeBook
from knowledge.offices import Office
from knowledge.store import Knowledge
from retriever.search import Hit


class Understanding:
    """Says the intent that the test set last."""

    intent = "oos_smalltalk"

    async def parse(self, text: str) -> NluResult:
        return NluResult(self.intent, 0.9, [(self.intent, 0.9)], "ok")


class Search:
    """Finds the procedure that the test set, surely; nothing where there is none."""

    code: str | None = None

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        if self.code is None:
            return []
        return [Hit(id=self.code, kind="procedure", name=self._knowledge.procedures[self.code].name, score=9.0, probability=0.97)]


class Memory:
    """Conversations in a dictionary."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Any]] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str) -> AsyncIterator[None]:
        yield

    async def load(self, conversation_id: str, channel: str | None = None) -> dict[str, Any] | None:
        return self.states.get(conversation_id)

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        self.states[conversation_id] = state
        return 0

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        self.states.pop(conversation_id, None)


class Directory:
    """Offices in memory."""

    def __init__(self, offices: Sequence[Office], calendar: Calendar) -> None:
        self.calendar = calendar
        self._book = OfficeBook(offices)

    async def book(self) -> OfficeBook:
        return self._book


class Talk:
    """One conversation. ``say`` types, ``tap`` taps a button by its label."""

    def __init__(self, knowledge: Knowledge, *offices: Office, calendar: Calendar | None = None) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
        self.nlu, self.search = Understanding(), Search(knowledge)
        directory = Directory(offices, calendar or Calendar())
        self.service = DialogueService(
            knowledge=knowledge, searcher=self.search, nlu=self.nlu, store=Memory(), clock=lambda: self.at, directory=directory
        )
        self.last: Reply | None = None

    async def say(self, text: str, *, intent: str = "oos_smalltalk", code: str | None = None) -> str:
        """The text of the replies; ``intent`` and ``code`` are what understanding and search make of the message."""
        self.nlu.intent, self.search.code = intent, code
        return await self._send(Incoming(conversation_id=self._id(), text=text))

    async def tap(self, label: str) -> str:
        value = next(button.value for button in self.buttons() if button.label == label)
        return await self._send(Incoming(conversation_id=self._id(), button=value))

    def buttons(self) -> list[Button]:
        return [button for reply in self.last.replies for button in reply.buttons] if self.last else []

    def labels(self) -> list[str]:
        return [button.label for button in self.buttons()]

    async def _send(self, incoming: Incoming) -> str:
        self.last = await self.service.reply(incoming)
        return "\n".join(reply.text for reply in self.last.replies)

    def _id(self) -> str | None:
        return self.last.conversation_id if self.last else None

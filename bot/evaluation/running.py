"""Conversations, played from their first message on to the dialogue service, and what came of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.clock import VIETNAM
from bot.dialogue.listening import Finder, Understander
from bot.dialogue.service import DialogueService
from bot.dialogue.store import Also, TurnRecord
from bot.evaluation import replies
from bot.evaluation.checking import check_turn, find_button
from bot.evaluation.conversations import Channel, Conversation, Turn
from bot.messages import Incoming, Reply
from bot.offices.service import Calendar, OfficeBook
from knowledge.store import Knowledge
from retriever.calibration import Thresholds

ANY_DAY = date(2026, 11, 22)
"""Of the conversations that name no day: always the same one, so that two runs tell the same."""
HOUR = 10


@dataclass(frozen=True)
class NoOffices:
    """What a fresh installation knows of offices: the working days, and no office."""

    calendar: Calendar = field(default_factory=Calendar)

    async def book(self) -> OfficeBook:
        """No office."""
        return OfficeBook()


class Answering(Protocol):
    """A dialogue service."""

    async def reply(self, incoming: Incoming) -> Reply:
        """The replies to one message."""
        ...


@dataclass(frozen=True)
class Stack:
    """What answers, but for memory and clock. ``knowledge`` is the content as it stands on a day."""

    knowledge: Callable[[date], Knowledge]
    searcher: Finder
    nlu: Understander
    thresholds: Thresholds = field(default_factory=Thresholds)
    offices: NoOffices = field(default_factory=NoOffices)

    def dialogue(self, conversation: Conversation) -> DialogueService:
        """A service that remembers nothing yet, at ten o'clock of the conversation's day."""
        day = conversation.today or ANY_DAY
        at = datetime(day.year, day.month, day.day, HOUR, tzinfo=VIETNAM)
        return DialogueService(
            knowledge=self.knowledge(day),
            searcher=self.searcher,
            nlu=self.nlu,
            store=_Memory(),
            clock=lambda: at,
            thresholds=self.thresholds,
            directory=self.offices,
        )


@dataclass(frozen=True)
class Played:
    """One conversation after its run: everything that was wrong, and the messages that the rules understood instead of Rasa."""

    conversation: Conversation
    problems: tuple[str, ...]
    by_rules: int = 0

    @property
    def right(self) -> bool:
        """Whether every reply was what it should be."""
        return not self.problems


async def play_all(conversations: Iterable[Conversation], stack: Stack, done: Callable[[], None] = lambda: None) -> list[Played]:
    """Play one after the other; ``done`` is called after each."""
    played = []
    for conversation in conversations:
        played.append(await play(conversation, stack.dialogue(conversation)))
        done()
    return played


async def play(conversation: Conversation, dialogue: Answering) -> Played:
    """Play one conversation. It ends early where a button is missing or a message gets no reply."""
    problems: list[str] = []
    by_rules = 0
    reply: Reply | None = None
    for turn in conversation.turns:
        reply, wrong = await _play_turn(turn, dialogue, reply, conversation.channel)
        problems += [_of(turn, problem) for problem in wrong]
        if reply is None:
            break
        by_rules += reply.meta.nlu != "ok"
    return Played(conversation, tuple(problems), by_rules)


async def _play_turn(turn: Turn, dialogue: Answering, previous: Reply | None, channel: Channel) -> tuple[Reply | None, list[str]]:
    """The reply, None where there is none, and what is wrong with it."""
    incoming = _incoming(turn, previous, channel)
    if incoming is None:
        return None, [replies.NO_BUTTON]
    try:
        reply = await dialogue.reply(incoming)
    except Exception as error:  # a service that fails at one message has not answered it, and goes on with the next citizen
        return None, [replies.CRASHED.format(error=f"{type(error).__name__}: {error}"[:200])]
    return reply, check_turn(turn.expect, reply)


def _of(turn: Turn, problem: str) -> str:
    said = turn.text if turn.tap is None else f"[{turn.tap}]"
    return replies.IN_TURN.format(said=said[:60], problem=problem)


def _incoming(turn: Turn, previous: Reply | None, channel: Channel) -> Incoming | None:
    """The message of a turn; None where it taps a button that is not there."""
    known = previous.conversation_id if previous else None
    if turn.tap is None:
        return Incoming(conversation_id=known, text=turn.text, channel=channel)
    button = find_button(turn.tap, previous) if previous else None
    return Incoming(conversation_id=known, text=button.label, button=button.value, channel=channel) if button else None


class _Memory:
    """Conversations in a dictionary."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, Any]] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str) -> AsyncIterator[None]:
        """One message after the other is how they come anyway."""
        yield

    async def load(self, conversation_id: str, channel: str | None = None) -> dict[str, Any] | None:
        """The state as last saved."""
        return self._states.get(conversation_id)

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        """Keep the state; the log of turns is not needed."""
        self._states[conversation_id] = state
        return 0

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        """Forget the state."""
        self._states.pop(conversation_id, None)

"""Says something unasked: in the record of a conversation, where the web sees it at once, and through the outbox on other channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Channel
from bot.channels.outbox import Outbox
from bot.channels.tables import PersonRow
from bot.channels.zalo import WINDOW
from bot.clock import utc_now
from bot.dialogue.service import ConversationStore, TurnRecord, offering
from bot.dossiers.service import Reach, Watch
from bot.messages import ChannelName, Outcome, Outgoing
from bot.settings import Settings

MARGIN = timedelta(hours=1)
"""A window counts as closed so long before its end: sending may take a while."""


def windows_of(settings: Settings) -> dict[ChannelName, timedelta]:
    """How long after a person's last message a channel lets us write to them; without an entry, always."""
    return {} if settings.zalo_notice_template else {"zalo": WINDOW - MARGIN}


class ConversationTeller:
    """Tells a watcher in their conversation. ``sending`` is called when there is something to send, ``idle`` is the dialogue's."""

    def __init__(
        self,
        store: ConversationStore,
        outbox: Outbox,
        channels: Mapping[ChannelName, Channel],
        *,
        idle: timedelta,
        windows: Mapping[ChannelName, timedelta],
        sending: Callable[[], None],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._channels = channels
        self._idle = idle
        self._windows = windows
        self._sending = sending
        self._clock = clock

    def holding(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """No message of the conversation is answered meanwhile."""
        return self._store.lock(conversation_id)

    async def reach(self, session: AsyncSession, watch: Watch) -> Reach:
        """Whether the watcher can be told now."""
        if not await self._store.has(session, watch.conversation_id):
            return Reach.GONE
        return Reach.OPEN if watch.channel == "web" else self._reach(watch.channel, await _person(session, watch))

    def _reach(self, channel: ChannelName, person: PersonRow | None) -> Reach:
        if person is None or not person.following:
            return Reach.GONE
        window = self._windows.get(channel)
        is_open = window is None or self._clock() - person.heard_at < window
        return Reach.OPEN if is_open and channel in self._channels else Reach.CLOSED

    async def tell(self, session: AsyncSession, watch: Watch, said: Outgoing, at: datetime) -> bool:
        """The turn, the choices that it offers, and the messages to send, in the caller's transaction."""

        def renewed(state: dict[str, Any]) -> dict[str, Any]:
            return offering(state, said.buttons, self._idle, at)

        person = None if watch.channel == "web" else await _person(session, watch)
        if person is None and watch.channel != "web":
            return False
        turn = TurnRecord(text="", outcome=Outcome.STATUS, replies=[said.model_dump(mode="json", exclude={"checklist"})], at=at)
        if not await self._store.append(session, watch.conversation_id, turn, renewed):
            return False
        if person is not None:
            pieces = self._channels[watch.channel].render([said])
            self._outbox.add(session, watch.channel, person.person, watch.conversation_id, pieces)
        return True

    def told(self, watch: Watch) -> None:
        """Let open pages show it, and have it sent."""
        self._store.changed.notify(watch.conversation_id)
        self._sending()


async def _person(session: AsyncSession, watch: Watch) -> PersonRow | None:
    """Who talks in the conversation."""
    whose = PersonRow.conversation_id == watch.conversation_id, PersonRow.channel == watch.channel
    found: PersonRow | None = await session.scalar(select(PersonRow).where(*whose))
    return found

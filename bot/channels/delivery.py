"""From the inbox through the dialogue into the outbox and out: what was accepted is answered once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.contract import Channel, Event, RefusedError, TryLaterError
from bot.channels.inbox import AlreadyAnsweredError, Claimed, Inbox, answered
from bot.channels.outbox import Outbox, SecondTapError, Waiting, erase, pause, remember_tap, tapped
from bot.channels.pump import Pump
from bot.clock import utc_now
from bot.db import Database
from bot.dialogue.service import Also
from bot.errors import UnavailableError, UnknownConversationError
from bot.logs import report
from bot.messages import ChannelName, Incoming, Kind, Outcome, Outgoing, Reply
from bot.metrics import Metrics
from bot.runtime import Runtime

ANSWERING, SENDING = 6, 8
"""Conversations answered, and messages sent, at a time: enough to keep both cores busy, few enough that webhooks are soon acknowledged."""
MOST_NOTICES = 4
"""Signs of work ("đang gõ") on their way; in a rush people see the answers instead."""
PATIENCE_S = 20.0
"""How long an event waits for a service that is starting before it goes back to the queue."""
ANSWER_LIMIT_S = 20.0
SEND_LIMIT_S = 30.0
MOST_ATTEMPTS = 5
"""Attempts at an answer that fails; then the event is laid aside for an operator, and the next ones go on."""
CLEAN_EVERY_S = 3600.0
UNFOLLOWED = "unfollowed"
NOT_ANSWERED = "Mình xin lỗi, hệ thống đang trục trặc nên câu vừa rồi chưa có trả lời. Anh/chị nhắn lại sau ít phút giúp mình nhé."

log = structlog.get_logger("motcua.delivery")


class Delivery:
    """Owns inbox, outbox and the channels in use."""

    def __init__(self, runtime: Runtime, metrics: Metrics, channels: Mapping[ChannelName, Channel]) -> None:
        settings, database = runtime.settings, runtime.database
        owner = f"{socket.gethostname()} {settings.host}:{settings.port}"[:120]
        self.channels = channels
        self.inbox = Inbox(database, owner=owner, person_limit=settings.person_limit)
        self.outbox = Outbox(database, owner=owner)
        self._database: Database = database
        self._runtime = runtime
        self._metrics = metrics
        self._paused: dict[str, float] = {}
        self._answers: Pump[Claimed] = Pump("inbox", self._claim_ours, self._answer, width=ANSWERING)
        self._sends: Pump[Waiting] = Pump("outbox", self._claim_unpaused, self._send, width=SENDING)
        self._notices: set[asyncio.Task[None]] = set()
        self._taken_over = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer and send in the background, from the moment the database is migrated."""
        starting = asyncio.create_task(self._work())
        try:
            yield
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)

    async def _work(self) -> None:
        await self._runtime.migrated.wait()
        async with AsyncExitStack() as stack:
            await self._take_over()
            for channel in self.channels.values():
                await channel.open()
                stack.push_async_callback(channel.close)
            await stack.enter_async_context(self._sends.running())
            await stack.enter_async_context(self._answers.running())
            await self._clean()

    async def _take_over(self) -> None:
        try:
            await self.inbox.free()
            await self.outbox.free()
        except Exception as error:
            report(log, "what was under way at the last end waits for its time", error)
        self._taken_over.set()

    async def accept(self, channel: ChannelName, events: Sequence[Event]) -> int:
        """Store events; how many were new. They are answered in the background. Raises StorageBusyError."""
        new = await self.inbox.accept(channel, events)
        self._metrics.events.labels(channel, "new").inc(new)
        self._metrics.events.labels(channel, "known").inc(len(events) - new)
        if new:
            self._answers.wake()
        return new

    def send_soon(self) -> None:
        """There is something in the outbox."""
        self._sends.wake()

    async def ask(self, incoming: Incoming) -> Reply:
        """Answer a message of the web at once. The same key again gets the same reply, also while the first is still at work."""
        await self._taken_over.wait()
        if incoming.conversation_id and await self._runtime.store.load(incoming.conversation_id, "web") is None:
            incoming = incoming.model_copy(update={"conversation_id": None})
        asked = await self.inbox.open(incoming)
        if asked.mine is None:
            return _own(incoming, await self.inbox.reply(asked.id))
        try:
            dialogue = await self._runtime.dialogue(patience_s=PATIENCE_S)
            message = incoming.model_copy(update={"conversation_id": asked.mine.conversation_id})
            return await dialogue.answer(asked.mine.conversation_id, message, partial(self._kept, asked.mine))
        except AlreadyAnsweredError:
            return _own(incoming, await self.inbox.reply(asked.id))
        except BaseException:
            await self.inbox.later(asked.mine, pause(asked.mine.attempts), "unanswered", counted=False)
            raise

    async def _answer(self, row: Claimed) -> None:
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S + PATIENCE_S):
                await self._answer_now(row)
        except (AlreadyAnsweredError, SecondTapError) as error:
            log.info("not answered again", why=type(error).__name__)
        except UnavailableError as error:
            report(log, "an event waits", error, id=row.id)
            await self.inbox.later(row, pause(row.attempts), type(error).__name__, counted=False)
        except Exception as error:
            report(log, "an event could not be answered", error, id=row.id, attempt=row.attempts)
            await self._failed(row, type(error).__name__)

    async def _failed(self, row: Claimed, error: str) -> None:
        if row.attempts < MOST_ATTEMPTS:
            await self.inbox.later(row, pause(row.attempts), error)
        else:
            self._metrics.dead.labels(row.channel, "inbox").inc()
            await self.inbox.bury(row, error, partial(self._queue, row, [Outgoing(text=NOT_ANSWERED)]))

    async def _answer_now(self, row: Claimed) -> None:
        self._notice(row)
        try:
            incoming = await self._incoming(row)
        except SecondTapError:
            await self.inbox.finish(row)
            raise
        dialogue = await self._runtime.dialogue(patience_s=PATIENCE_S)
        reply = await dialogue.answer(row.conversation_id, incoming, partial(self._kept, row))
        self._metrics.messages.labels(row.channel, str(reply.meta.outcome), reply.meta.nlu).inc()
        self._sends.wake()

    def _notice(self, row: Claimed) -> None:
        if row.channel not in self.channels or (row.event.callback is None and len(self._notices) >= MOST_NOTICES):
            return
        task = asyncio.create_task(self.channels[row.channel].noticed(row.event))
        self._notices.add(task)
        task.add_done_callback(self._notices.discard)

    async def _incoming(self, row: Claimed) -> Incoming:
        event = row.event
        message = Incoming(conversation_id=row.conversation_id, text=event.text, kind=_kind(event), channel=row.channel, key=event.key)
        message = message.model_copy(update={"origin": None if row.channel == "web" else f"{row.channel}:{event.person}"})
        if event.kind != "button":
            return message.model_copy(update={"button": event.button})
        button = await tapped(self._database, row.conversation_id, event.token or "", event.at)
        if button is None:
            return message.model_copy(update={"kind": "old_button"})
        return message.model_copy(update={"text": button.label, "button": button.value})

    def _kept(self, row: Claimed, reply: Reply) -> Also:
        """What is kept together with the turn: that the event is done, and the messages to send."""

        async def also(session: AsyncSession, turn: int) -> None:
            if reply.meta.outcome is Outcome.ERASED:
                await erase(session, row.conversation_id, row.id)
            await answered(session, row.id, reply.model_copy(update={"turn": turn or None}) if row.channel == "web" else None)
            if row.event.token is not None:
                await remember_tap(session, row.event.token, row.event.at)
            self._queue(row, reply.replies, session)

        return also

    def _queue(self, row: Claimed, said: Sequence[Outgoing], session: AsyncSession) -> None:
        """Replies to send; on the web whoever asks again, or listens to what comes, gets them from the record."""
        if row.channel in self.channels:
            pieces = self.channels[row.channel].render(said)
            self.outbox.add(session, row.channel, row.event.person, row.conversation_id, pieces)

    async def _claim_ours(self, limit: int) -> list[Claimed]:
        return await self.inbox.claim(limit, ["web", *self.channels])

    async def _claim_unpaused(self, limit: int) -> list[Waiting]:
        now = time.monotonic()
        return await self.outbox.claim(limit, [name for name, until in self._paused.items() if until > now])

    async def _send(self, row: Waiting) -> None:
        try:
            message_id = await self._take_there(row)
        except TryLaterError as error:
            await self._again(row, error)
        except RefusedError as error:
            self._lost(row, error.reason)
            await self.outbox.bury(row, error.reason, gone=error.gone)
        except Exception as error:
            report(log, "a message could not be sent", error, id=row.id, channel=row.channel)
            await self._again(row, TryLaterError(type(error).__name__))
        else:
            await self.outbox.sent(row, message_id)
            self._metrics.sent.labels(row.channel).inc()

    async def _take_there(self, row: Waiting) -> str:
        if not row.to.following:
            raise RefusedError(UNFOLLOWED, gone=True)
        async with asyncio.timeout(SEND_LIMIT_S):
            return await self.channels[row.channel].send(row.to, row.piece)

    async def _again(self, row: Waiting, error: TryLaterError) -> None:
        if error.everyone:
            self._paused[row.channel] = time.monotonic() + (error.after_s or pause(row.attempts))
        if not await self.outbox.later(row, error.reason, error.after_s, counted=not error.everyone):
            self._lost(row, error.reason)

    def _lost(self, row: Waiting, reason: str) -> None:
        self._metrics.dead.labels(row.channel, "outbox").inc()
        log.error("a message became a dead letter", id=row.id, channel=row.channel, reason=reason)

    async def _clean(self) -> None:
        while True:
            try:
                before = utc_now() - timedelta(days=self._runtime.settings.retention_days)
                await self.inbox.clean(before)
                await self.outbox.clean(before)
            except Exception as error:
                report(log, "the queues could not be cleaned", error)
            await asyncio.sleep(CLEAN_EVERY_S)


def _own(incoming: Incoming, reply: Reply) -> Reply:
    """The reply kept for a message. Raises UnknownConversationError where it belongs to another conversation than the one named."""
    if incoming.conversation_id not in (None, reply.conversation_id):
        raise UnknownConversationError
    return reply


def _kind(event: Event) -> Kind:
    if event.kind == "follow":
        return "start"
    if event.kind == "button" or event.kind == "unfollow":
        return "text"
    return event.kind

"""Live updates of a web conversation as server-sent events: what another tab, or the queue behind the door, adds to it.

Inside this process the store tells at once; what other processes write is noticed by one query every two seconds for all streams.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import AwareDatetime, BaseModel, Field
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.channels.limits import PerAddress, network
from bot.dialogue.service import ConversationStore, KeptTurn
from bot.errors import MotCuaError, TooManyRequestsError, UnavailableError, UnknownConversationError
from bot.logs import report
from bot.messages import ConversationId, Outgoing
from bot.metrics import Metrics
from bot.runtime import Runtime

PER_CONVERSATION, PER_ADDRESS, PER_PROCESS = 4, 20, 200
"""Streams open at the same time."""
POLL_S, KEEP_ALIVE_S, LIFE_S = 2.0, 15.0, 600.0
RETRY_MS = 3000
"""When the browser comes back after a stream ended."""
SLOW_S = 20.0
"""A reader who takes nothing for so long is cut off."""
PAGE = 20
"""Turns in memory at once, for each stream."""
MOST = 2**63 - 1
FULL = "Đang có nhiều người dùng quá nên mình chưa báo tin mới ngay được. Anh/chị vẫn hỏi đáp như thường nhé."
TOO_MANY = "Anh/chị đang mở nhiều cửa sổ trò chuyện quá. Anh/chị đóng bớt rồi thử lại nhé."
_BACK_S = 30

log = structlog.get_logger("motcua.live")


class TurnEvent(BaseModel):
    """One turn of a conversation: what was said (masked, as the record has it) and all replies to it."""

    turn: int
    message_id: str | None
    text: str
    replies: list[Outgoing]
    outcome: str
    at: AwareDatetime


class Reader:
    """One open stream. ``seen`` is the number of the last turn that was sent."""

    def __init__(self, conversation_id: str, address: str, seen: int) -> None:
        self.conversation_id = conversation_id
        self.address = address
        self.seen = seen
        self.over = False
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something new."""
        self._wake.set()

    def end(self) -> None:
        """Nothing more is wanted."""
        self.over = True
        self._wake.set()

    async def waited(self, seconds: float) -> bool:
        """Whether something woke the reader within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True


class Live:
    """All streams of this process. While there is one, the database is polled and the signal to exit is listened for."""

    def __init__(self, store: ConversationStore) -> None:
        self.store = store
        self._readers: dict[str, set[Reader]] = defaultdict(set)
        self._addresses: Counter[str] = Counter()
        self._polling: asyncio.Task[None] | None = None
        self._nobody = asyncio.Event()
        self._unhook: Callable[[], None] | None = None
        store.changed.listen(self.notice)

    @property
    def streams(self) -> int:
        """How many are open."""
        return self._addresses.total()

    @contextmanager
    def reading(self, conversation_id: str, address: str, seen: int) -> Iterator[Reader]:
        """A place for one stream. Raises UnavailableError or TooManyRequestsError where there is none left."""
        self._check(conversation_id, address)
        reader = Reader(conversation_id, address, seen)
        self._enter(reader)
        try:
            yield reader
        finally:
            self._leave(reader)

    def _check(self, conversation_id: str, address: str) -> None:
        if self.streams >= PER_PROCESS or len(self._readers.get(conversation_id, ())) >= PER_CONVERSATION:
            raise UnavailableError(FULL, retry_after=_BACK_S)
        if self._addresses[address] >= PER_ADDRESS:
            raise TooManyRequestsError(TOO_MANY, retry_after=_BACK_S)

    def _enter(self, reader: Reader) -> None:
        self._readers[reader.conversation_id].add(reader)
        self._addresses[reader.address] += 1
        self._nobody.clear()
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._poll())
        if self._unhook is None:
            self._unhook = on_exit(self.end)

    def _leave(self, reader: Reader) -> None:
        readers = self._readers[reader.conversation_id]
        readers.discard(reader)
        if not readers:
            del self._readers[reader.conversation_id]
        self._addresses -= Counter([reader.address])
        if not self._readers:
            self._nobody.set()
            if self._unhook is not None:
                self._unhook()
                self._unhook = None

    def notice(self, conversation_id: str) -> None:
        """Something was saved in a conversation, or it was erased."""
        for reader in self._readers.get(conversation_id, ()):
            reader.wake()

    def end(self) -> None:
        """End all streams: the process is about to exit."""
        for readers in self._readers.values():
            for reader in readers:
                reader.end()

    async def _poll(self) -> None:
        while self._readers:
            if await _happened(self._nobody, POLL_S):
                continue
            try:
                newest = await self.store.newest_turns(list(self._readers))
            except Exception as error:
                report(log, "live updates could not be read", error)
                continue
            self._wake_late(newest)

    def _wake_late(self, newest: dict[str, int]) -> None:
        """Wake those who have not seen the newest turn, or whose conversation is gone."""
        for conversation_id, readers in self._readers.items():
            for reader in readers:
                if newest.get(conversation_id, MOST) > reader.seen:
                    reader.wake()


async def _happened(event: asyncio.Event, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False


def on_exit(tell: Callable[[], None]) -> Callable[[], None] | None:
    """Call ``tell`` in this event loop when the server is asked to exit; the answer undoes it. None outside the main thread.

    A server that shuts down waits for its answers to end, and tells the app only afterwards: a stream would keep it waiting.
    """
    if threading.current_thread() is not threading.main_thread():
        return None
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hooked = [number for number, was in before.items() if callable(was)]

    def exiting(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        before[number](number, frame)

    for number in hooked:
        signal.signal(number, exiting)

    def undo() -> None:
        for number in hooked:
            if signal.getsignal(number) is exiting:
                signal.signal(number, before[number])

    return undo


class LiveResponse(Response):
    """The stream. It ends by itself, when the conversation is gone, when the client leaves and when the process exits."""

    media_type = "text/event-stream"

    def __init__(self, live: Live, *, conversation_id: str, address: str, after: int) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["Content-Length"]
        self._live = live
        self._conversation_id = conversation_id
        self._address = address
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a place and tell what comes. Nothing is cancelled while it waits for the database."""
        with self._live.reading(self._conversation_id, self._address, self._after) as reader:
            leaving = asyncio.create_task(_end_with_client(reader, receive))
            ending = asyncio.get_running_loop().call_later(LIFE_S, reader.end)
            try:
                await self._tell(reader, send)
            finally:
                ending.cancel()
                leaving.cancel()
                await asyncio.gather(leaving, return_exceptions=True)

    async def _tell(self, reader: Reader, send: Send) -> None:
        """A reader who takes nothing is left without an end: the server then closes the connection."""
        try:
            await _send(send, {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await _send(send, _body(format_sse_event(retry=RETRY_MS)))
            await self._turns(reader, send)
            await _send(send, {"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            log.info("slow reader cut off")

    async def _turns(self, reader: Reader, send: Send) -> None:
        while not reader.over:
            found = await self._found(reader)
            for turn in found or ():
                await _send(send, _body(event_of(turn)))
                reader.seen = turn.number
            if found is None:
                return
            while not found and not await reader.waited(KEEP_ALIVE_S):
                await _send(send, _body(KEEPALIVE_COMMENT))

    async def _found(self, reader: Reader) -> list[KeptTurn] | None:
        """The next turns; None where there will be no more: the browser then asks anew."""
        try:
            found = await self._live.store.turns_after(reader.conversation_id, reader.seen, PAGE)
            if not found and await self._live.store.newest_turn(reader.conversation_id, "web") is None:
                return None
        except MotCuaError as error:
            report(log, "live updates broke off", error)
            return None
        return found


def event_of(turn: KeptTurn) -> bytes:
    """One turn as it goes over the wire; its number is the event's id."""
    said = TurnEvent(turn=turn.number, message_id=turn.key, text=turn.text, replies=turn.replies, outcome=turn.outcome, at=turn.at)
    return format_sse_event(data_str=said.model_dump_json(), id=str(turn.number))


def _body(content: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": True}


async def _send(send: Send, message: dict[str, Any]) -> None:
    async with asyncio.timeout(SLOW_S):
        await send(message)


async def _end_with_client(reader: Reader, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()


_STREAM: dict[str, Any] = {
    "description": "Server-sent events: `id` is the number of the turn, `data` a TurnEvent as JSON.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}
TurnNumber = Annotated[int, Field(ge=0, le=MOST)] | SkipJsonSchema[None]
After = Annotated[TurnNumber, Query(description="The number of the last turn known; without it only new turns come.")]
LastEventId = Annotated[TurnNumber, Header(description="The same, sent by a browser that reconnects.")]


def live_router(runtime: Runtime, metrics: Metrics, responses: dict[int | str, dict[str, Any]]) -> APIRouter:
    """``/api/v1/conversations/ID/events``. ``responses`` are the errors it shares with the other calls."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"], responses=responses)
    live = Live(runtime.store)
    limit = PerAddress(runtime.settings.rate_limit, metrics, "events")
    described: dict[str, Any] = {"summary": "Follow a conversation", "responses": {200: _STREAM}, "response_class": Response}

    @router.get("/{conversation_id}/events", dependencies=[Depends(limit.count)], **described)
    async def events(
        conversation_id: ConversationId, request: Request, after: After = None, last_event_id: LastEventId = None
    ) -> LiveResponse:
        """Turns of a conversation on the web, in order, as they come. ``Last-Event-ID`` comes before ``after``."""
        newest = await runtime.store.newest_turn(conversation_id, "web")
        if newest is None:
            raise UnknownConversationError
        known = after if last_event_id is None else last_event_id
        address = network(request.client.host if request.client else None)
        return LiveResponse(live, conversation_id=conversation_id, address=address, after=newest if known is None else known)

    return router

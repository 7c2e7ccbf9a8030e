"""The only path of a message: understand, decide, say. Channels call reply() and nothing else."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.dialogue import replies
from bot.dialogue.aspects import parse_button
from bot.dialogue.decide import SHORT, decide
from bot.dialogue.entities import Entities, extract, masked
from bot.dialogue.skills import knowledge as from_knowledge
from bot.dialogue.skills import talk
from bot.dialogue.state import Act, State, Turn, now
from bot.dialogue.store import TurnRecord
from bot.messages import MAX_TEXT, Button, Incoming, Meta, Outcome, Outgoing, Reply
from bot.nlu.client import NluResult
from knowledge.store import Knowledge
from retriever.calibration import Thresholds
from retriever.queries import actions, matter
from retriever.search import Hit
from retriever.text import clean, fold, is_syllable, normalize, question_tokens

HITS = 5
FOREIGN_WORDS = 4
"""Words from which a text can be judged to be in another language."""
_NOTHING = NluResult(intent="", confidence=0.0, ranking=[], source="ok")
_LATIN_WORD = re.compile(r"[a-z]+")
_IDENTITY = re.compile(r"\b(can cuoc|cccd|cmnd|chung minh|dinh danh|ho chieu|passport)\b")
_ENGLISH = frozenset({"how", "the", "my", "what", "where", "when", "is", "are", "please", "need", "want", "you", "your", "for", "with"})


class Understander(Protocol):
    """The NLU client."""

    async def parse(self, text: str) -> NluResult:
        """Intent of a text; never raises."""
        ...


class Finder(Protocol):
    """The searcher."""

    def search_merged(self, query: str, k: int = ...) -> list[Hit]:
        """The k best documents, procedures of one name merged."""
        ...


class Memory(Protocol):
    """The conversation store."""

    def lock(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Messages of one conversation are answered one after the other."""
        ...

    async def load(self, conversation_id: str) -> dict[str, Any] | None:
        """The stored state, None for an unknown conversation."""
        ...

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord) -> None:
        """Store state and turn in one transaction."""
        ...


class DialogueService:
    """Answers messages. Holds no conversation in memory: state lives in the store."""

    def __init__(
        self,
        *,
        knowledge: Knowledge,
        searcher: Finder,
        nlu: Understander,
        store: Memory,
        idle: timedelta = timedelta(minutes=30),
        clock: Callable[[], datetime] = now,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._searcher = searcher
        self._nlu = nlu
        self._store = store
        self._idle = idle
        self._clock = clock
        self._thresholds = thresholds or Thresholds()

    async def reply(self, incoming: Incoming) -> Reply:
        """Answer one message; an unknown conversation id starts a new conversation."""
        stored = await self._store.load(incoming.conversation_id) if incoming.conversation_id else None
        if stored is None or incoming.conversation_id is None:
            return await self._answer(uuid.uuid4().hex, incoming)
        async with self._store.lock(incoming.conversation_id):
            return await self._answer(incoming.conversation_id, incoming)

    async def _answer(self, conversation_id: str, incoming: Incoming) -> Reply:
        at = self._clock()
        state = State.read(await self._store.load(conversation_id), self._idle, at)
        text = clean(incoming.text)
        act, nlu = await self._act(text, incoming.button, state, at)
        first, state = state.turns == 0, _remembered(state, act, at)
        said = _disclosed(act.replies) if first else act.replies
        reply = Reply(conversation_id=conversation_id, replies=said, meta=self._meta(act, nlu))
        await self._store.save(conversation_id, incoming.channel, state.model_dump(mode="json"), _record(text, reply, at))
        return reply

    async def _act(self, text: str, button: str | None, state: State, at: datetime) -> tuple[Act, NluResult]:
        value = button or _typed_choice(text, state.offered)
        if value is not None and (tapped := self._tapped(value, state, at)) is not None:
            return tapped, _NOTHING
        if (refused := _unreadable(text)) is not None:
            return refused, _NOTHING
        entities = extract(text)
        query = f"{text} {_age_group(text, entities.ages)}"
        nlu, hits = await asyncio.gather(self._nlu.parse(text), asyncio.to_thread(self._searcher.search_merged, query, HITS))
        turn = Turn(text, matter(text), entities, nlu, hits, state, self._knowledge, at.date(), self._thresholds)
        return decide(await self._with_context(turn)), nlu

    async def _with_context(self, turn: Turn) -> Turn:
        """Ellipsis: "thế đổi thì sao?" is searched again together with the name of the procedure being talked about."""
        current = self._knowledge.procedures.get(turn.state.procedure_code or "")
        if current is None or not actions(turn.matter) or len(turn.matter.split()) > SHORT or turn.best >= turn.thresholds.answer:
            return turn
        hits = await asyncio.to_thread(self._searcher.search_merged, f"{turn.matter} {_topic(current.name)}", HITS)
        if not hits or hits[0].probability <= turn.best or hits[0].kind != "procedure":
            return turn
        return replace(turn, hits=hits)

    def _tapped(self, value: str, state: State, at: datetime) -> Act | None:
        """The act of a button, None when the value means nothing (any more)."""
        turn = Turn("", "", Entities(), _NOTHING, [], state, self._knowledge, at.date())
        if (choice := parse_button(value)) is not None and choice[1] in self._knowledge.procedures:
            return from_knowledge.procedure(turn, choice[1], choice[0])
        if value.startswith("faq:") and value[4:] in self._knowledge.faqs:
            return from_knowledge.faq(turn, value[4:])
        if value == "none":
            return talk.say(replies.SAY_AGAIN, Outcome.CLARIFY)
        return None

    def _meta(self, act: Act, nlu: NluResult) -> Meta:
        found = self._knowledge.procedures.get(act.procedure_code or "")
        return Meta(
            intent=nlu.intent or None,
            procedure_code=act.procedure_code,
            procedure_name=found.name if found else None,
            faq_id=act.faq_id,
            aspect=act.aspect,
            confidence=None if act.confidence is None else round(act.confidence, 3),
            outcome=act.outcome,
            nlu=nlu.source,
        )


def _unreadable(text: str) -> Act | None:
    if not text:
        return talk.say(replies.EMPTY, Outcome.CLARIFY)
    if len(text) > MAX_TEXT:
        return talk.say(replies.TOO_LONG.format(limit=MAX_TEXT), Outcome.ERROR)
    if not normalize(text):
        return talk.say(replies.ONLY_SYMBOLS, Outcome.CLARIFY)
    if _is_foreign(text):
        return talk.say(replies.OTHER_LANGUAGE, Outcome.UNKNOWN)
    return None


def _is_foreign(text: str) -> bool:
    """Another script, or a sentence of which most words cannot be Vietnamese syllables."""
    words = [word for word in normalize(text).split() if word.isalpha()]
    if not words:
        return False
    if not any(_LATIN_WORD.search(fold(word)) for word in words):
        return True
    if len(_ENGLISH.intersection(words)) > 1:
        return True
    written = [word for word in question_tokens(" ".join(words)) if word.isalpha()]
    return len(words) >= FOREIGN_WORDS and sum(map(is_syllable, written)) < len(written) / 2


def _typed_choice(text: str, offered: list[Button]) -> str | None:
    """The value of an offered button whose label, or number, was typed."""
    typed = fold(normalize(text))
    if typed.isdecimal() and len(typed) < 3 and 1 <= int(typed) <= len(offered):
        return offered[int(typed) - 1].value
    return next((b.value for b in offered if fold(normalize(b.label)) == typed), None)


def _age_group(text: str, ages: tuple[int, ...]) -> str:
    """The words by which identity papers name an age group; other procedures do not part people at 14."""
    if not ages or _IDENTITY.search(fold(normalize(text))) is None:
        return ""
    return "trẻ em dưới 14 tuổi" if min(ages) < 14 else "từ đủ 14 tuổi" if min(ages) < 18 else ""


def _topic(name: str) -> str:
    """A procedure's name without its action, so that another action can take its place."""
    bare = name.lower()
    for verb in ("cấp lại", "cấp đổi", "cấp", "đổi", "gia hạn", "đăng ký", "thủ tục", "xóa", "tạm ngừng", "chấm dứt"):
        bare = bare.replace(verb, " ")
    return " ".join(bare.split())


def _remembered(state: State, act: Act, at: datetime) -> State:
    offered = [button for reply in act.replies for button in reply.buttons]
    return state.model_copy(update={"asking_code": False, **act.remember, "offered": offered, "turns": state.turns + 1, "seen_at": at})


def _disclosed(said: list[Outgoing]) -> list[Outgoing]:
    """The first replies of a conversation say that an AI is talking (Law 134/2025, Art. 11)."""
    if any("trợ lý AI" in reply.text for reply in said):
        return said
    notice = f"{replies.DISCLOSURE} {replies.CHECK_SOURCE}" if said[0].sources else replies.DISCLOSURE
    first = said[0].model_copy(update={"text": f"{said[0].text}\n\n{notice}"})
    return [first, *said[1:]]


def _record(text: str, reply: Reply, at: datetime) -> TurnRecord:
    meta = reply.meta
    return TurnRecord(
        at=at,
        text=masked(text),
        intent=meta.intent,
        procedure_code=meta.procedure_code,
        aspect=meta.aspect,
        outcome=meta.outcome,
        replies=[r.model_dump(mode="json") for r in reply.replies],
    )

"""The only path of a message: understand, decide, say. Channels call reply() and nothing else."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.dialogue import replies
from bot.dialogue.aspects import parse_button, parse_case, parse_faq, parse_guide
from bot.dialogue.checklists import checklist
from bot.dialogue.decide import decide, joined, with_other_sides
from bot.dialogue.dossier_acts import Heard, recordable, with_beside
from bot.dialogue.entities import Entities, masked
from bot.dialogue.known_places import commune_of_today as commune_of_today
from bot.dialogue.known_places import province_of_today as province_of_today
from bot.dialogue.listening import Finder, Listener, Understander
from bot.dialogue.safety import assess
from bot.dialogue.skills import guiding, happenings, offices, privacy, talk
from bot.dialogue.skills import knowledge as from_knowledge
from bot.dialogue.skills.dossiers import Dossiers
from bot.dialogue.state import Act, State, Turn, now
from bot.dialogue.state import offering as offering
from bot.dialogue.store import Also as Also
from bot.dialogue.store import ConversationStore as ConversationStore
from bot.dialogue.store import KeptTurn as KeptTurn
from bot.dialogue.store import TurnRecord as TurnRecord
from bot.dialogue.store import together
from bot.dossiers.service import Asker, DossierService, Match, Watches
from bot.errors import UnknownChoiceError, UnknownProcedureError
from bot.messages import MAX_TEXT, Button, Checklist, Incoming, Meta, Outcome, Outgoing, Reply
from bot.nlu.client import NluResult
from bot.offices.service import Calendar, OfficeBook
from knowledge.guides import valid
from knowledge.store import Knowledge
from retriever.calibration import Thresholds
from retriever.text import clean, fold, is_syllable, normalize, question_tokens

FOREIGN_WORDS = 4
"""Words from which a text can be judged to be in another language."""
RECENT = 4
"""Procedures of a conversation that can be come back to."""
_NOTHING = NluResult(intent="", confidence=0.0, ranking=[], source="ok")
_LATIN_WORD = re.compile(r"[a-z]+")
_ENGLISH = frozenset({"how", "the", "my", "what", "where", "when", "is", "are", "please", "need", "want", "you", "your", "for", "with"})


class Directory(Protocol):
    """The offices."""

    @property
    def calendar(self) -> Calendar:
        """The working days."""
        ...

    async def book(self) -> OfficeBook:
        """The offices of the table; never raises."""
        ...


class NoOffices:
    """A directory without offices."""

    calendar = Calendar()

    async def book(self) -> OfficeBook:
        """No office."""
        return OfficeBook()


class Memory(Protocol):
    """The conversation store."""

    def lock(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Messages of one conversation are answered one after the other."""
        ...

    async def load(self, conversation_id: str, channel: str | None = None) -> dict[str, Any] | None:
        """The stored state, None for a conversation that is unknown (to the channel, where one is named)."""
        ...

    async def save(self, conversation_id: str, channel: str, state: dict[str, Any], turn: TurnRecord, also: Also | None = None) -> int:
        """Store state and turn, and do ``also``, in one transaction; the turn's number."""
        ...

    async def erase(self, conversation_id: str, also: Also | None = None) -> None:
        """Delete the conversation and do ``also``, in one transaction."""
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
        directory: Directory | None = None,
        dossiers: DossierService | None = None,
        watches: Watches | None = None,
        retention_days: int = 90,
        privacy_url: str | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._store = store
        self._idle = idle
        self._clock = clock
        self._searcher = searcher
        self._thresholds = thresholds or Thresholds()
        self._listener = Listener(knowledge, searcher, nlu, self._thresholds)
        self._directory = directory or NoOffices()
        self._dossiers = Dossiers(dossiers, watches, self._match) if dossiers and watches else None
        more = replies.STORED_MORE.format(url=privacy_url) if privacy_url else ""
        self._stored = f"{replies.STORED.format(days=retention_days)} {more}".rstrip()

    async def reply(self, incoming: Incoming) -> Reply:
        """Answer one message; a conversation id that this channel does not know starts a new conversation."""
        stored = await self._store.load(incoming.conversation_id, incoming.channel) if incoming.conversation_id else None
        if stored is None or incoming.conversation_id is None:
            return await self._answer(uuid.uuid4().hex, incoming)
        return await self.answer(incoming.conversation_id, incoming)

    async def answer(self, conversation_id: str, incoming: Incoming, also: Callable[[Reply], Also] | None = None) -> Reply:
        """Answer one message of a conversation that the channel named itself, new or not.

        What ``also`` makes of the reply is done in the transaction that keeps the turn: both, or neither.
        """
        async with self._store.lock(conversation_id):
            return await self._answer(conversation_id, incoming, also)

    def checklist(self, code: str, answers: Mapping[str, str], skipped: Collection[str] = ()) -> Checklist:
        """The personal checklist that a link asks for. Raises UnknownProcedureError, UnknownChoiceError."""
        procedure = self._knowledge.procedures.get(code)
        if procedure is None:
            raise UnknownProcedureError
        if valid(procedure, answers) != dict(answers) or set(skipped) - {question.id for question in procedure.questions}:
            raise UnknownChoiceError
        return checklist(procedure, answers, skipped, today=self._clock().date())

    async def _answer(self, conversation_id: str, incoming: Incoming, also: Callable[[Reply], Also] | None = None) -> Reply:
        at = self._clock()
        state = State.read(await self._store.load(conversation_id), self._idle, at)
        text = clean(incoming.text)
        asker = Asker(incoming.channel, conversation_id, incoming.origin)
        act, nlu = await self._act(incoming, text, state, at, asker)
        act = self._kept(act, text, state, at, asker)
        said = _noticed(act, state, self._stored)
        state = _remembered(state, act, at)
        reply = Reply(conversation_id=conversation_id, replies=said, meta=self._meta(act, nlu))
        kept = together(also(reply) if also else None, act.also)
        if act.outcome is Outcome.ERASED:
            await self._store.erase(conversation_id, kept)
            return reply
        record = _record(act.recorded or happenings.RECORDED.get(incoming.kind, text), incoming.key, reply, at)
        turn = await self._store.save(conversation_id, incoming.channel, state.model_dump(mode="json"), record, kept)
        return reply.model_copy(update={"turn": turn})

    def _kept(self, act: Act, text: str, state: State, at: datetime, asker: Asker) -> Act:
        """The act as it is kept: a proof leaves no trace, and an erasure ends the watches too."""
        if act.outcome is Outcome.ERASED:
            return self._dossiers.erasing(act, asker.conversation_id) if self._dossiers else act
        recorded = recordable(text, state.dossier, at.date())
        if act.recorded is not None or recorded == text:
            return act
        return replace(act, recorded=recorded, remember={**act.remember, "unclear": None})

    async def _act(self, incoming: Incoming, text: str, state: State, at: datetime, asker: Asker) -> tuple[Act, NluResult]:
        bare = self._bare(text, state, at)
        if incoming.kind != "text":
            return happenings.happened(bare, incoming.kind), _NOTHING
        value = incoming.button or _typed_choice(text, state.offered)
        if value is not None and (tapped := await self._tapped(bare, value, asker)) is not None:
            return tapped, _NOTHING
        if (asked := privacy.heard(bare, incoming.channel)) is not None:
            return asked, _NOTHING
        if self._dossiers is not None and (heard := await self._dossiers.heard(bare, asker, incoming.text)) is not None:
            return await self._with_beside(heard, bare)
        if (refused := _unreadable(text)) is not None and not assess(text).alarms:
            return refused, _NOTHING
        turn = await self._listener.turn(text, state, at)
        act = joined([await self._answered(one, at) for one in await self._listener.questions(turn)])
        return await self._dossiers.instead(turn, asker, act) if self._dossiers else act, turn.nlu

    async def _with_beside(self, heard: Heard, bare: Turn) -> tuple[Act, NluResult]:
        """What was heard about a dossier, and the answer to what else the message asks."""
        if heard.beside is None:
            return heard.act, _NOTHING
        turn = await self._listener.turn(heard.beside, bare.state, bare.at)
        return with_beside(bare, heard, await self._answered(turn, bare.at)), turn.nlu

    async def _answered(self, turn: Turn, at: datetime) -> Act:
        turn = await self._with_offices(turn, at)
        return offices.placed(turn, with_other_sides(turn, decide(turn)))

    async def _with_offices(self, turn: Turn, at: datetime) -> Turn:
        book = await self._directory.book()
        return offices.with_place(replace(turn, at=at, book=book, calendar=self._directory.calendar))

    def _match(self, said: str) -> Match | None:
        """The procedure of a code, or the one that the search is sure of."""
        found = self._knowledge.procedures.get(said)
        hits = [] if found else self._searcher.search_merged(said, 1)
        if hits and hits[0].kind == "procedure" and not hits[0].twins and hits[0].probability >= self._thresholds.answer:
            found = self._knowledge.procedures.get(hits[0].id)
        return Match(found.code, found.name) if found else None

    def _bare(self, text: str, state: State, at: datetime) -> Turn:
        """A turn of which nothing was understood yet."""
        calendar = self._directory.calendar
        return Turn(text, "", Entities(), _NOTHING, [], state, self._knowledge, at.date(), at=at, calendar=calendar)

    async def _tapped(self, bare: Turn, value: str, asker: Asker) -> Act | None:
        """The act of a button, None when the value means nothing (any more)."""
        if (erasing := privacy.tapped(bare, asker.channel, value)) is not None:
            return erasing
        if self._dossiers is not None and (about := await self._dossiers.tapped(bare, asker, value)) is not None:
            return about
        turn = await self._with_offices(replace(bare, text=""), bare.at)
        act = self._act_of(turn, value)
        return offices.placed(turn, act) if act else None

    def _act_of(self, turn: Turn, value: str) -> Act | None:
        if (choice := parse_button(value)) is not None and choice[1] in self._knowledge.procedures:
            return from_knowledge.procedure(turn, choice[1], choice[0])
        if (chosen := parse_case(value)) is not None:
            return from_knowledge.case(turn, *chosen)
        if (guided := parse_guide(value)) is not None:
            return guiding.tapped(turn, guided)
        if value.startswith(offices.PREFIX):
            return offices.tapped(turn, value)
        if (faq := parse_faq(value)) is not None and faq in self._knowledge.faqs:
            return from_knowledge.faq(turn, faq)
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


def _remembered(state: State, act: Act, at: datetime) -> State:
    offered = [button for reply in act.replies for button in reply.buttons]
    dossier = state.dossier.after_another(topic=bool(act.procedure_code or act.faq_id))
    gone: dict[str, Any] = dict.fromkeys(("place_question", "unclear", "erasing_at"))
    fresh = {**gone, "dossier": dossier, "unwatched": [], "recent": _recent(state, act), "faq_id": act.faq_id}
    noticed = state.noticed or act.outcome is not Outcome.EMERGENCY
    now_on = {**fresh, "offered": offered, **act.remember, "noticed": noticed, "turns": state.turns + 1, "seen_at": at}
    return _alive(state.model_copy(update=now_on), at)


def _alive(state: State, at: datetime) -> State:
    return state.model_copy(update={"dossier": state.dossier.alive(at)})


def _recent(state: State, act: Act) -> list[str]:
    """The procedures talked about, the latest first."""
    code = act.remember.get("procedure_code")
    return [code, *(one for one in state.recent if one != code)][:RECENT] if code else state.recent


def _noticed(act: Act, state: State, stored: str) -> list[Outgoing]:
    """The first replies of a conversation say that an AI is talking (Law 134/2025, Art. 11), and once what is stored.

    Where somebody is in danger the latter waits for the next reply; where all was just erased nothing is stored.
    """
    said = act.replies
    if act.outcome is Outcome.ERASED or not said:
        return said
    is_told = state.turns > 0 or any("trợ lý AI" in reply.text for reply in said)
    about_ai = [] if is_told else [replies.DISCLOSURE, *([replies.CHECK_SOURCE] if said[0].sources else [])]
    about_data = [] if state.noticed or act.outcome is Outcome.EMERGENCY else [stored]
    notice = " ".join([*about_ai, *about_data])
    return [said[0].model_copy(update={"text": f"{said[0].text}\n\n{notice}"}), *said[1:]] if notice else said


def _record(text: str, key: str | None, reply: Reply, at: datetime) -> TurnRecord:
    meta = reply.meta
    return TurnRecord(
        at=at,
        key=key,
        text=masked(text),
        intent=meta.intent,
        procedure_code=meta.procedure_code,
        aspect=meta.aspect,
        outcome=meta.outcome,
        replies=[r.model_dump(mode="json", exclude={"checklist"}) for r in reply.replies],
    )

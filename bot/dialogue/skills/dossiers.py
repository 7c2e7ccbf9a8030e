"""The conversation about a dossier (hồ sơ): its code, the proof, where it stands, being told of changes, explaining a notice.

Nothing of a dossier is said before the proof; what was typed as one never reaches the record.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.dialogue import dossier_words as words
from bot.dialogue import replies
from bot.dialogue.aspects import Aspect
from bot.dialogue.dossier_acts import (
    CODE,
    OTHER,
    PERSON,
    UNWATCH,
    WATCH,
    Heard,
    about,
    ask_code,
    guide_asks,
    is_proven,
    not_connected,
    other_button,
    proof_recorded,
    reminded,
    which_code,
    with_again,
    wrong_code,
)
from bot.dialogue.dossier_hearing import (
    PREFIX,
    Named,
    cancels,
    follow_up,
    is_number,
    means_another,
    meant_as_proof,
    named,
    says_last_four,
    wish_in,
)
from bot.dialogue.dossier_memory import DossierMemory, Wish
from bot.dialogue.safety import assess
from bot.dialogue.skills.watching import WatchTalk
from bot.dialogue.state import Act, Turn
from bot.dossiers.service import (
    Asker,
    Dossier,
    DossierService,
    Find,
    Locked,
    NotConnected,
    Refused,
    Unavailable,
    Watches,
    complaint,
    explain,
    explain_text,
    looks_like_notice,
    moment_said,
    read_proof,
    tell,
    tell_papers,
    tell_when,
)
from bot.dossiers.service import replies as said
from bot.messages import MAX_TEXT, Button, Outcome, Outgoing
from bot.numbers import dossier_key

SHORTEST_NOTICE = 80
"""Characters of the shortest notice that is looked for."""
MOST_MATTER = 3
"""Syllables of matter beside a side asked about ("lên lấy") that name no procedure yet."""
_SIDES = {Aspect.TIME: Wish.WHEN, Aspect.DOCUMENTS: Wish.PAPERS}
Answer = Dossier | Refused | Locked | Unavailable | NotConnected


class Dossiers:
    """Holds nothing of a conversation: what is remembered stands in its state."""

    def __init__(self, service: DossierService, watches: Watches, find: Find) -> None:
        self._service = service
        self._watching = WatchTalk(service, watches)
        self._find = find

    async def heard(self, turn: Turn, asker: Asker, raw: str) -> Heard | None:
        """The act for a message that is about a dossier by rule; None for any other, and where danger is told.

        ``raw`` is the message with its lines as they were pasted.
        """
        if not turn.text or len(turn.text) > MAX_TEXT or assess(turn.text).alarms:
            return None
        if len(turn.text) >= SHORTEST_NOTICE and await asyncio.to_thread(looks_like_notice, raw):
            return Heard(await self._explained(turn, raw))
        if (found := named(turn.text, turn.today)) is not None:
            return Heard(await self._named(turn, asker, found), found.beside)
        for way in (self._proof, self._watching.stopped, self._cancelled, self._followed):
            if (act := await way(turn, asker)) is not None:
                return Heard(act)
        return None

    async def tapped(self, turn: Turn, asker: Asker, value: str) -> Act | None:
        """The act of a button; None for those of others."""
        if value.startswith(CODE):
            found = named(value.removeprefix(CODE), turn.today)
            return await self._named(turn, asker, found) if found else None
        if value == WATCH and turn.state.unwatched:
            return await self._watching.resumed(turn, asker)
        if value == UNWATCH or value.startswith(f"{UNWATCH}:"):
            ours = dossier_key(value.removeprefix(UNWATCH)) or dossier_key(turn.state.dossier.code or "")
            return await self._watching.ended(turn, asker, ours)
        if value == PERSON:
            return about(turn, [Outgoing(text=replies.HANDOFF)], Outcome.HANDOFF, turn.state.dossier)
        if value == OTHER:
            return ask_code(turn)
        wish = next((wish for wish in Wish if value == f"{PREFIX}{wish}"), None)
        return await self._wished(turn, asker, wish) if wish else None

    async def instead(self, turn: Turn, asker: Asker, act: Act) -> Act:
        """The act itself; where the message continues the dossier being talked about, the act about that one."""
        memory = turn.state.dossier
        asks_code = getattr(act.remember.get("dossier"), "awaiting", None) == "code"
        if memory.code and not means_another(turn.text) and (memory.topic or (asks_code and memory.awaiting == "proof")):
            wish = wish_in(turn.text)
            if asks_code or (wish and act.outcome is Outcome.UNKNOWN):
                return await self._wished(turn, asker, wish or Wish.AGAIN)
            if memory.topic and act.outcome in (Outcome.UNKNOWN, Outcome.CLARIFY) and (side := _side(turn)) is not None:
                return await self._wished(turn, asker, side)
            if turn.intent == "complaint" and act.outcome is Outcome.HANDOFF:
                return await self._wished(turn, asker, Wish.COMPLAIN)
        return act if "dossier" in act.remember else reminded(turn, act)

    def erasing(self, act: Act, conversation_id: str) -> Act:
        """The act of an erasure, which ends the watches of the conversation too."""
        return self._watching.erasing(act, conversation_id)

    # The code

    async def _named(self, turn: Turn, asker: Asker, found: Named) -> Act:
        memory = turn.state.dossier
        wish = wish_in(found.rest) or (memory.wish if memory.awaiting in ("code", "reading") else Wish.AGAIN)
        if len(found.codes) == 1:
            proof = read_proof(found.rest)
            act = await self._about(turn, asker, found.codes[0], wish, proof)
            return act if proof is None else proof_recorded(act)
        if found.codes:
            return which_code(turn, found, wish)
        return ask_code(turn, wrong_code(found.wrong), wish)

    async def _about(self, turn: Turn, asker: Asker, code: str, wish: Wish, proof: str | None = None) -> Act:
        """A code: the dossier to whoever proved it in this conversation or proves it now; else the question for the proof."""
        if wish is Wish.COMPLAIN and proof is None and not is_proven(turn, code):
            return about(turn, [complaint(code)], Outcome.HANDOFF, DossierMemory(code=code))
        if not await self._service.connected(code):
            return not_connected(turn, code)
        if is_proven(turn, code):
            return await self._answered(turn, asker, code, wish, await self._service.see(code, asker))
        if proof is not None:
            return await self._looked_up(turn, asker, code, wish, proof)
        return self._ask_proof(turn, code, wish)

    def _ask_proof(self, turn: Turn, code: str, wish: Wish) -> Act:
        asked = f"{said.ASK_PROOF[self._service.proof_kind].format(code=code)} {said.PROOF_ONLY_FOUR}"
        lead = f"{said.PROVE_ANEW}\n" if turn.state.dossier.lapsed and turn.state.dossier.code == code else ""
        memory = DossierMemory(code=code, awaiting="proof", wish=wish)
        return about(turn, [Outgoing(text=lead + asked, buttons=[other_button()])], Outcome.CLARIFY, memory)

    # The proof

    async def _proof(self, turn: Turn, asker: Asker) -> Act | None:
        """The act for a message that is a proof, or was meant as one; None for any other."""
        memory = turn.state.dossier
        asked = memory.code is not None and memory.awaiting == "proof"
        meant = meant_as_proof(turn.text)
        proof = read_proof(turn.text) if asked or meant else None
        if memory.code is not None and proof is not None and (asked or memory.topic or says_last_four(turn.text)):
            return proof_recorded(await self._about(turn, asker, memory.code, memory.wish, proof))
        if asked and meant:
            return proof_recorded(about(turn, [Outgoing(text=self._proof_again(), buttons=[other_button()])], Outcome.CLARIFY, memory))
        if says_last_four(turn.text):
            return proof_recorded(ask_code(turn, f"{words.PROOF_WITHOUT_CODE} {replies.STATUS_ASK_CODE}"))
        if memory.awaiting in ("code", "reading") and is_number(turn.text):
            return ask_code(turn, said.INCOMPLETE_CODE, memory.wish)
        return None

    def _proof_again(self) -> str:
        return said.PROOF_AGAIN[self._service.proof_kind]

    async def _looked_up(self, turn: Turn, asker: Asker, code: str, wish: Wish, proof: str) -> Act:
        return await self._answered(turn, asker, code, wish, await self._service.look_up(code, proof, asker))

    async def _answered(self, turn: Turn, asker: Asker, code: str, wish: Wish, answer: Answer) -> Act:
        waiting = DossierMemory(code=code, awaiting="proof", wish=wish, reminded=True)
        match answer:
            case Dossier():
                return await self._told(turn, asker, answer, wish)
            case Refused():
                return about(turn, [Outgoing(text=said.REFUSED, buttons=[other_button()])], Outcome.CLARIFY, waiting)
            case Locked():
                text = (said.LOCKED_OWN if answer.own else said.LOCKED).format(until=moment_said(answer.until, turn.at))
                return about(turn, [Outgoing(text=text, buttons=[other_button()])], Outcome.CLARIFY, waiting)
            case Unavailable():
                again = Button(label=said.AGAIN_LABEL, value=f"{CODE}{code}")
                reply = Outgoing(text=said.UNAVAILABLE.format(code=code), buttons=[again, other_button()])
                return about(turn, [reply], Outcome.ERROR, turn.state.dossier if is_proven(turn, code) else waiting)
            case NotConnected():
                return not_connected(turn, code)

    # What is told

    async def _told(self, turn: Turn, asker: Asker, dossier: Dossier, wish: Wish) -> Act:
        memory = DossierMemory(code=dossier.code, proven_at=turn.at, topic=True)
        match wish:
            case Wish.COMPLAIN:
                return about(turn, [complaint(dossier, turn.at, turn.calendar)], Outcome.HANDOFF, memory)
            case Wish.PAPERS:
                return about(turn, with_again(tell_papers(dossier)), Outcome.STATUS, memory)
            case Wish.WHEN if is_proven(turn, dossier.code):
                return about(turn, [tell_when(dossier, turn.at, turn.calendar)], Outcome.STATUS, memory)
            case Wish.WATCH:
                return await self._watching.begun(turn, asker, dossier, memory)
        watched = await self._watching.is_watched(asker, dossier.code)
        told = tell(dossier, turn.at, turn.calendar, watch="no" if asker.channel == "cli" else "on" if watched else "offer")
        return about(turn, told, Outcome.STATUS, memory)

    async def _followed(self, turn: Turn, asker: Asker) -> Act | None:
        """A question that continues the dossier being talked about, or asks to be told of changes in one."""
        if guide_asks(turn):
            return None
        wish = follow_up(turn.text)
        return await self._wished(turn, asker, wish) if wish is Wish.WATCH or (wish and turn.state.dossier.topic) else None

    async def _wished(self, turn: Turn, asker: Asker, wish: Wish) -> Act:
        code = turn.state.dossier.code or await self._watching.only_watched(asker)
        if code is not None:
            return await self._about(turn, asker, code, wish)
        lead = {Wish.WATCH: f"{words.WATCH_ASK_CODE} {replies.STATUS_ASK_CODE}", Wish.COMPLAIN: said.COMPLAINT_ASK}
        return ask_code(turn, lead.get(wish, replies.STATUS_ASK_CODE), wish)

    # No longer

    async def _cancelled(self, turn: Turn, asker: Asker) -> Act | None:
        """A proof that was asked for is not given; a guide's question that was asked since has the first right to a "không"."""
        asked_last = any(button.value == OTHER for button in turn.state.offered)
        if turn.state.dossier.awaiting is None or (guide_asks(turn) and not asked_last) or not cancels(turn.text):
            return None
        return about(turn, [Outgoing(text=said.PROOF_CANCELLED)], Outcome.SMALLTALK, DossierMemory())

    # A notice

    async def _explained(self, turn: Turn, raw: str) -> Act:
        """A notice in plain words; the record does not keep it, for it names people."""
        found = await asyncio.to_thread(explain, raw, today=turn.today, find=self._find)
        act = about(turn, [explain_text(found, turn.calendar)], Outcome.ANSWERED, turn.state.dossier)
        return replace(act, recorded=words.RECORDED_NOTICE)


def _side(turn: Turn) -> Wish | None:
    """What a question of hardly any matter asks of a dossier ("vậy chừng nào tui lên lấy được"); None where it names something else."""
    if not turn.aspects or turn.names_procedure or len(turn.matter.split()) > MOST_MATTER:
        return None
    return _SIDES.get(turn.aspects[0], Wish.AGAIN)

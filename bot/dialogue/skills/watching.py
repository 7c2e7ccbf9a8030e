"""Being told of changes in a dossier: asking for it, and stopping it by one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import dossier_words as words
from bot.dialogue.dossier_acts import UNWATCH, WATCH, about, again_button, guide_asks, is_proven
from bot.dialogue.dossier_hearing import names_telling, stops
from bot.dialogue.dossier_memory import DossierMemory
from bot.dialogue.state import Act, Turn
from bot.dialogue.store import together
from bot.dossiers.service import FINAL, MOST_WATCHES, Asker, Dossier, DossierService, Watches, tell
from bot.dossiers.service import replies as said
from bot.messages import Button, Outcome, Outgoing
from bot.numbers import dossier_key


class WatchTalk:
    """Begins and ends watches, in the transactions of the turns that ask for it."""

    def __init__(self, service: DossierService, watches: Watches) -> None:
        self._service = service
        self._watches = watches

    async def begun(self, turn: Turn, asker: Asker, dossier: Dossier, memory: DossierMemory) -> Act:
        """A watch that begins, behind the dossier itself where that was not told yet."""
        refused = await self._unwatchable(asker, dossier)
        shown = [] if is_proven(turn, dossier.code) else tell(dossier, turn.at, turn.calendar, watch="no")
        stop = Button(label=said.UNWATCH_LABEL, value=f"{UNWATCH}:{dossier.code}")
        again = again_button()
        reply = Outgoing(text=refused or said.WATCHING.format(code=dossier.code), buttons=[again] if refused else [stop, again])
        act = about(turn, [*(one.model_copy(update={"buttons": []}) for one in shown), reply], Outcome.STATUS, memory)
        return act if refused else replace(act, also=self._watches.adding(asker, dossier, turn.at))

    async def _unwatchable(self, asker: Asker, dossier: Dossier) -> str | None:
        """Why nothing can be told of changes; None where it can."""
        if asker.channel == "cli":
            return said.WATCH_NOT_HERE
        if dossier.state in FINAL:
            return said.WATCH_NEEDLESS.format(code=dossier.code)
        keys = {watch.key for watch in await self._watches.of(asker.conversation_id)}
        if dossier_key(dossier.code) in keys:
            return said.WATCHING_ALREADY.format(code=dossier.code)
        return said.WATCH_FULL.format(count=len(keys)) if len(keys) >= MOST_WATCHES else None

    async def is_watched(self, asker: Asker, code: str) -> bool:
        """Whether the conversation watches a dossier."""
        return dossier_key(code) in {watch.key for watch in await self._watches.of(asker.conversation_id)}

    async def only_watched(self, asker: Asker) -> str | None:
        """The code of what the conversation watches, where that is one dossier."""
        watched = await self._watches.of(asker.conversation_id)
        return watched[0].code if len(watched) == 1 else None

    async def stopped(self, turn: Turn, asker: Asker) -> Act | None:
        """Stop by one word, where something is watched; by more words where nothing is, which is then said."""
        open_question = turn.state.erasing_at is not None or guide_asks(turn)
        if not stops(turn.text, open_question=open_question):
            return None
        if not names_telling(turn.text) and not await self._watches.of(asker.conversation_id):
            return None
        return await self.ended(turn, asker, "")

    async def ended(self, turn: Turn, asker: Asker, key: str) -> Act:
        """The end of one watch, or of all where ``key`` is empty, with a button to take that back."""
        watched = await self._watches.of(asker.conversation_id)
        gone = [watch.code for watch in watched if not key or watch.key == key]
        memory = turn.state.dossier
        if not gone:
            return about(turn, [Outgoing(text=said.NOTHING_WATCHED)], Outcome.STATUS, memory)
        reply = Outgoing(text=said.UNWATCHED.format(codes=_listed(gone)), buttons=[Button(label=words.WATCH_AGAIN_LABEL, value=WATCH)])
        act = about(turn, [reply], Outcome.STATUS, memory)
        also = self._watches.removing(asker.conversation_id, key or None)
        return replace(act, also=also, remember={**act.remember, "unwatched": gone})

    async def resumed(self, turn: Turn, asker: Asker) -> Act:
        """The watches that were just ended begin again: they were proven when they began the first time."""
        found = [await self._service.see(code, asker) for code in turn.state.unwatched]
        dossiers = [one for one in found if isinstance(one, Dossier)]
        lines = [said.WATCHING.format(code=one.code) for one in dossiers]
        missed = [code for code, one in zip(turn.state.unwatched, found, strict=True) if not isinstance(one, Dossier)]
        lines += [said.UNAVAILABLE.format(code=code) for code in missed]
        also = together(*(self._watches.adding(asker, one, turn.at) for one in dossiers))
        return replace(about(turn, [Outgoing(text="\n".join(lines))], Outcome.STATUS, turn.state.dossier), also=also)

    def erasing(self, act: Act, conversation_id: str) -> Act:
        """The act of an erasure, which ends the watches of the conversation too."""
        return replace(act, also=together(act.also, self._watches.removing(conversation_id)))


def _listed(codes: Sequence[str]) -> str:
    if len(codes) == 1:
        return said.ONE_WATCHED.format(code=codes[0])
    return said.MANY_WATCHED.format(count=len(codes), codes=", ".join(codes))

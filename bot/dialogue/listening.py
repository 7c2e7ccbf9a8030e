"""From a text to a turn: what it names, its intent, and what the search finds, with what the conversation adds to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.dialogue.asking import aspects_in, halves, has_object, paired
from bot.dialogue.aspects import Aspect, aspect_of, parse_button, parse_faq
from bot.dialogue.belonging import books
from bot.dialogue.corrections import Correction, correction_in
from bot.dialogue.entities import Entities, extract
from bot.dialogue.following import FOUND, Found, after_faq, following, is_named, is_open, is_parting
from bot.dialogue.hit_choice import NONE, led_to
from bot.dialogue.message_classifier import Classify, classified
from bot.dialogue.name_parts import age_group, for_ages, for_group, names_ages, without_act
from bot.dialogue.persons import only_persons
from bot.dialogue.places import without_places
from bot.dialogue.reactions import Reaction, reaction_in, without_courtesy
from bot.dialogue.safety import assess
from bot.dialogue.side_choice import kept, settled
from bot.dialogue.state import State, Turn
from bot.nlu.client import NluResult
from knowledge.schema import Procedure
from knowledge.store import Knowledge
from retriever.calibration import Thresholds
from retriever.queries import actions, matter
from retriever.search import Hit
from retriever.text import fold, normalize

HITS = 8
SHORT = 3
"""Syllables of matter up to which a question about an aspect continues the procedure being talked about."""
WHOLE = 0.7
"""Probability, were it in scope, from which an FAQ that answers a whole story is not given up for what one clause of it names."""
LONGEST_REPLY = 14
"""Words up to which a message may choose one of the procedures that were offered."""
SHORT_TEXT = 6
"""Words of a message that may only complete the one before."""
PLAINLY, AHEAD = 25.0, 10.0
"""Scores: what one of the things offered must have in a reply and in what it replies to, and by how much it must lead the others."""
MOST_CUTS = 4
"""Places at which a message is tried to be cut in two."""
LONGEST_TURN = 12
"""Syllables of matter up to which a message may be about what is talked about, although it does not name it."""
NOWHERE = 0.9
"""Share of nothing that the state does from which a message of a talk is about no procedure."""
CLEAR = 0.3
"""Probability by the search alone that each of two questions needs: half a story is soon taken for a question of its own."""
HEARD = 0.5
"""Share of the best score of the whole that each of two questions has in it, too."""
LEAST_CLAUSE = 2
"""Syllables of matter of a clause that may stand for the message."""
NEAR_TOPIC = 0.5
"""Share of the best probability that a procedure on the present topic needs, where both do the act that is named."""
_WISH = re.compile(
    r"\b(?:muon|can|xin|tinh|dinh|lam|dang ky|cap|doi|nop|khai|mo|sang ten|gia han|sua|rut|tach|chuyen|ket hon|ly hon|hoi|lay)\b"
)
_ASKS = re.compile(r"\b(?:hoi|muon|can|xin|dinh|tinh|chuyen khac|thoi)\b")
"""Words of a wish of one's own: without them a reply tells what was asked back."""
_GIVEN_UP = re.compile(r"\b(?:khong|ko|hong|hok|chang|thoi)\b(?: \w+){1,3} nua\b(?! (?:khong|ko|hong|hok|a|ha))")
"""What is no longer wanted: "em không tách nữa"."""
_REFERS = re.compile(r"\b(?:ay|do|kia|nay)(?: (?:a|nhe|nha|em|ban|ad))*$")
"""Ends in a word for what was meant before: "đăng ký hộ kinh doanh ấy"."""
_CLAUSE = re.compile(r"[.,;:!?\n]+")
_TAG = re.compile(r"<[^<>]{0,200}>")


class Understander(Protocol):
    """The NLU client."""

    async def parse(self, text: str) -> NluResult:
        """Intent of a text; never raises."""
        ...


class Finder(Protocol):
    """The searcher."""

    def search_merged(self, query: str, k: int = ..., without: Collection[str] = ...) -> list[Hit]:
        """The k best documents, procedures of one name merged, as if those ``without`` did not exist."""
        ...


class Listener:
    """Makes turns of texts. Holds nothing of a conversation."""

    def __init__(
        self, knowledge: Knowledge, searcher: Finder, nlu: Understander, thresholds: Thresholds, classify: Classify = classified
    ) -> None:
        self._knowledge = knowledge
        self._searcher = searcher
        self._nlu = nlu
        self._thresholds = thresholds
        self._classify = classify

    async def turn(self, text: str, state: State, at: datetime) -> Turn:
        """The turn of a text; what was corrected, and what was left out, is put right."""
        text = without_courtesy(text)
        talked = state.procedure_code or state.faq_id
        if talked and (reacted := reaction_in(text)) is not None and not assess(text).abuse:
            if not reacted.rest:
                return await self._reaction(text, reacted.reaction, state, at)
            text = reacted.rest
        turn = await self.plain(text, state, at)
        whole = await self._whole(turn)
        if whole is not None and (chosen := await self._chosen(turn, whole)) is not None:
            return chosen
        talking = state.procedure_code is not None or bool(state.offered)
        if (correction := correction_in(text, talking=talking)) is not None:
            aspects = aspects_in(correction.wanted)
            if len(matter(correction.wanted).split()) >= (LEAST_CLAUSE if aspects else 1):
                corrected = await self._corrected(turn, correction)
                if any(corrected.may_mean(hit) for hit in corrected.hits):
                    return corrected
            elif aspects:
                return replace(turn, matter="", aspects=tuple(aspects), nlu=settled(aspects[0]))
        if (followed := await self._followed(turn) or after_faq(await self.led(turn))) is not None:
            return followed
        return await self._with_context(await self._focused(await self._without_purpose(self._completed(turn, whole))))

    async def _reaction(self, text: str, reaction: Reaction, state: State, at: datetime) -> Turn:
        """The turn of a text that only takes the last answer some way."""
        nlu = await self._nlu.parse(text)
        return Turn(text, "", extract(text), nlu, [], state, self._knowledge, at.date(), self._thresholds, at, reaction=reaction)

    async def questions(self, turn: Turn) -> list[Turn]:
        """The turn itself, or two where it asks about two procedures and the search is sure of both."""
        if turn.hits and turn.hits[0].kind == "faq" and turn.is_sure_of(turn.hits[0]):
            return [turn]
        pairs = paired(turn.text)
        for first, second in halves(turn.text)[:MOST_CUTS]:
            as_pair = (first, second) in pairs
            both = [await self._half(turn, part) for part in (first, second)] if as_pair or (_wants(first) and _wants(second)) else []
            if both and _are_two(turn, *both, as_pair=as_pair):
                return both
        return [turn]

    async def plain(self, text: str, state: State, at: datetime) -> Turn:
        """A text by itself: what it names, its intent and sides, and what is found for it."""
        text = _TAG.sub(" ", text).strip() or text
        entities = extract(text)
        asked = _asked(text, entities)
        nlu, hits = await asyncio.gather(self._nlu.parse(asked), self._found(text, asked, age_group(text, entities.ages)))
        turn = Turn(text, matter(asked), entities, nlu, hits, state, self._knowledge, at.date(), self._thresholds, at)
        known = [hit for hit in hits if state.procedure_code is None or not turn.is_topic(hit)]
        return replace(turn, hits=known, aspects=tuple(aspects_in(asked)), heard=self._classify(text))

    async def _found(self, text: str, asked: str, group: str) -> list[Hit]:
        """What is found without the names of places, or with them where that is surer: some questions are about places."""
        hits = await self._search(f"{asked} {group}")
        if asked == text:
            return hits
        more = await self._search(f"{text} {group}")
        return more if more and (not hits or more[0].probability > hits[0].probability) else hits

    async def _search(self, query: str, without: Collection[str] = ()) -> list[Hit]:
        return await asyncio.to_thread(self._searcher.search_merged, query, HITS, without)

    async def _half(self, turn: Turn, text: str) -> Turn:
        """One of two questions; what it does not say itself, such as the side asked about, it has from the whole."""
        half = await self._focused(await self.plain(text, turn.state, turn.at))
        return half if half.aspects else replace(half, aspects=turn.aspects, nlu=turn.nlu, heard=turn.heard)

    async def _without_purpose(self, turn: Turn) -> Turn:
        """What a paper is wanted for tells nothing of how it is got: "cấp hộ chiếu để sang thăm con bên Úc"."""
        main, purpose, _ = turn.text.partition(" để ")
        if not purpose or turn.names_procedure or len(matter(main).split()) < LEAST_CLAUSE:
            return turn
        alone = await self.plain(main, turn.state, turn.at)
        if not alone.names_procedure:
            return turn
        told = turn if turn.aspects else alone
        return replace(turn, hits=alone.hits, nlu=told.nlu, heard=told.heard)

    async def _focused(self, turn: Turn) -> Turn:
        """A story is searched again by its clause that asks, and by that one where both agree and it is the surer."""
        clauses = [clause for part in _CLAUSE.split(turn.text) if len(matter(clause := part.strip()).split()) >= LEAST_CLAUSE]
        if len(clauses) < 2 or turn.names_procedure or (turn.hits and turn.hits[0].kind == "faq" and turn.hits[0].inside >= WHOLE):
            return turn
        asking = next((clause for clause in reversed(clauses) if aspects_in(clause) or actions(clause)), clauses[-1])
        if not has_object(matter(asking)):
            return turn
        hits = await self._search(_asked(asking, turn.entities))
        agreed = hits and hits[0].id in {hit.id for hit in turn.hits}
        return replace(turn, hits=hits) if agreed and hits[0].probability > turn.best else turn

    async def _whole(self, turn: Turn) -> Turn | None:
        """A short message after a question that was asked back, read together with it: "sang tên" ... "cái xe máy ấy"."""
        before = turn.state.unclear
        if before is None or not turn.matter or len(turn.text.split()) > LONGEST_REPLY or is_parting(turn):
            return None
        return await self.plain(f"{before} {turn.text}", turn.state, turn.at)

    def _completed(self, turn: Turn, whole: Turn | None) -> Turn:
        """The message itself, or the whole that it is a part of."""
        if whole is None:
            return turn
        surer = bool(turn.hits) and turn.is_sure_of(turn.hits[0]) and len(turn.matter.split()) > SHORT
        chosen = bool(turn.hits) and bool({turn.hits[0].id, *self._about(turn.hits[0])} & offered(turn.state))
        told = only_tells(turn)
        better = (
            surer
            and (chosen or (turn.hits[0].score > whole.hits[0].score and not told))
            and _REFERS.search(fold(normalize(turn.text))) is None
        )
        if turn.aspects:
            whole = replace(whole, text=turn.text, aspects=turn.aspects, nlu=turn.nlu, heard=turn.heard)
        if whole.names_procedure and whole.hits[0].id in offered(turn.state) and not better:
            return whole
        if len(turn.text.split()) > SHORT_TEXT or (turn.hits and turn.is_sure_of(turn.hits[0])):
            return turn
        says_more = any(map(str.isalpha, turn.text)) and whole.best > max(turn.best, whole.likely)
        return whole if whole.names_procedure or says_more else turn

    async def _chosen(self, turn: Turn, whole: Turn) -> Turn | None:
        """What was said before and now, about the one of the things offered that both tell most plainly; None where none stands out.

        Where the message only names another topic of what was offered, it stays with that.
        """
        choices = offered(turn.state)
        others = (self._knowledge.procedures.keys() | self._knowledge.faqs.keys()) - choices
        best = turn.hits[0] if turn.hits else None
        leads_back = best is not None and turn.is_topic(best) and bool(choices.intersection(self._knowledge.faqs[best.id].about))
        elsewhere = best is not None and best.id not in choices and not leads_back and turn.is_sure_of(best)
        if len(choices) < 2 or (elsewhere and not only_tells(turn)):
            return None
        alone, together = await asyncio.gather(self._search(turn.text, others), self._search(whole.text, others))
        scores = {hit.id: hit.score for hit in alone}
        found = sorted((replace(hit, score=(hit.score + scores.get(hit.id, 0.0)) / 2) for hit in together), key=lambda hit: -hit.score)
        if not found or found[0].score < PLAINLY:
            return None
        said = replace(whole, text=turn.text, aspects=turn.aspects, nlu=turn.nlu, heard=turn.heard) if turn.aspects else whole
        if len(found) > 1 and found[0].score - found[1].score < AHEAD:
            return replace(said, hits=found) if leads_back else None
        sure = replace(found[0], probability=max(found[0].probability, FOUND), inside=1.0)
        return replace(said, hits=[sure, *found[1:]], corrected=True)

    def _about(self, hit: Hit) -> list[str]:
        """The procedures that a hit is about, where it is an FAQ."""
        return self._knowledge.faqs[hit.id].procedures if hit.kind == "faq" else []

    async def _with_context(self, turn: Turn) -> Turn:
        """Ellipsis: "thế đổi thì sao?" is searched again together with the name of the procedure being talked about."""
        current = self._knowledge.procedures.get(turn.state.procedure_code or "")
        if current is not None and only_persons(turn.matter):
            return await self._for_another(turn, current)
        if current is not None and (other := await self._moved(turn, current)) is not None:
            return other
        if current is None or not actions(turn.matter) or len(turn.matter.split()) > SHORT or turn.best >= turn.thresholds.answer:
            return turn
        found = await self._search(f"{turn.matter} {without_act(current.name)}")
        acts = actions(turn.matter)
        hits = [hit for hit in found if hit.id != current.code or acts & actions(current.name)]
        told = NEAR_TOPIC * max((hit.probability for hit in turn.hits if acts & actions(hit.name)), default=0.0)
        if hits and turn.hits and hits[0].id == turn.hits[0].id:
            hits = max(hits, turn.hits, key=lambda one: one[0].probability)
        if not hits or hits[0].kind != "procedure" or hits[0].probability <= (told if acts & actions(hits[0].name) else turn.best):
            return turn
        side = turn.state.aspect
        moved = hits[0].id != current.code
        return replace(turn, hits=hits, nlu=kept(turn, side), corrected=moved)

    async def found_in_talk(self, text: str, state: State, at: datetime, current: Procedure) -> tuple[Turn, Found]:
        """A message of a talk by itself, and what is found for it alone, with the topic, and within the field talked about."""
        turn = await self.plain(text, state, at)
        return turn, await self._candidates(turn, current)

    async def _candidates(self, turn: Turn, current: Procedure) -> Found:
        others = (self._knowledge.procedures.keys() | self._knowledge.faqs.keys()) - books(self._knowledge).in_field(current.field)
        searches = (self._search(f"{turn.matter} {without_act(current.name)}"), self._search(turn.text, others))
        return Found(turn.hits, *await asyncio.gather(*searches))

    async def led(self, turn: Turn) -> Turn:
        """The turn of a message after a general answer, what that leads to among its hits."""
        led = led_to(turn)
        if not led:
            return turn
        near = await self._search(turn.text, (self._knowledge.procedures.keys() | self._knowledge.faqs.keys()) - led)
        found = {hit.id for hit in turn.hits}
        return replace(turn, hits=[*turn.hits, *(hit for hit in near if hit.id not in found)])

    async def _followed(self, turn: Turn) -> Turn | None:
        """The turn with what it is surely about, the procedure talked about or another one; None where that is open."""
        current = self._knowledge.procedures.get(turn.state.procedure_code or "")
        if current is None or turn.state.unclear is not None or turn.entities.procedure_codes:
            return None
        best = following(turn, current, await self._candidates(turn, current))
        stays = best.id == current.code
        if is_open(turn, current, best):
            return None
        if best.id == NONE and best.share >= NOWHERE:
            turn = replace(turn, hits=[hit for hit in turn.hits if hit.kind == "faq" and turn.is_sure_of(hit)])
        if best.hit is None or stays:
            return replace(turn, follows=stays)
        if not is_named(turn, current, best):
            return None
        meant = replace(best.hit, probability=max(best.hit.probability, best.share), inside=max(best.hit.inside, best.share))
        known = self._knowledge.procedures.get(best.id)
        side = turn.state.aspect if known and known.field == current.field and not turn.aspects else None
        others = [hit for hit in turn.hits if hit.id != meant.id]
        return replace(turn, hits=[meant, *others], nlu=kept(turn, side), follows=False, corrected=True)

    async def _moved(self, turn: Turn, current: Procedure) -> Turn | None:
        """Another act on the same thing, told by what happens to it: "rồi mai mốt dẹp tiệm luôn thì sao"."""
        length = len(turn.matter.split())
        if not LEAST_CLAUSE <= length <= LONGEST_TURN or set(turn.aspects) - {Aspect.HOW} or turn.best >= turn.thresholds.answer:
            return None
        hits = await self._search(f"{turn.matter} {without_act(current.name)}")
        known = self._knowledge.procedures.get(hits[0].id) if hits else None
        if known is None or known.code == current.code or known.field != current.field or hits[0].probability < max(CLEAR, turn.best):
            return None
        side = turn.state.aspect
        return replace(turn, hits=hits, nlu=kept(turn, side), corrected=True)

    async def _for_another(self, turn: Turn, current: Procedure) -> Turn:
        """The same for somebody else: of identity papers it may be the procedure for another age."""
        ages = turn.entities.ages if names_ages(current.name) else ()
        side = aspect_of(turn.intent) if turn.aspects or turn.state.aspect is None else turn.state.aspect
        turn = replace(turn, matter="", nlu=settled(side or Aspect.OVERVIEW))
        hits = await self._search(for_ages(current.name, ages)) if ages else []
        if not hits or hits[0].kind != "procedure" or hits[0].id == current.code:
            return turn
        best = replace(hits[0], probability=max(hits[0].probability, FOUND), inside=max(hits[0].inside, FOUND))
        return replace(turn, hits=[best, *hits[1:]], follows=False, corrected=True)

    async def _corrected(self, turn: Turn, correction: Correction) -> Turn:
        """What was meant, searched anew without what was not; the side asked about stays, or is that of the whole message."""
        current = self._knowledge.procedures.get(turn.state.procedure_code or "")
        said = await self.plain(correction.wanted, turn.state, turn.at)
        group = age_group(f"{correction.wanted} {current.name if current else ''}", said.entities.ages)
        found = await self._accepted(correction.wanted, correction, turn.state)
        unclear = turn.state.unclear or ""
        if (
            topic := without_act(current.name)
            if current
            else unclear or (without_act(correction.unwanted) if actions(correction.wanted) else "")
        ):
            topic = for_group(topic, group) if group else topic
            same = await self._accepted(f"{correction.wanted} {topic}", correction, turn.state)
            found = max(found, same, key=lambda hits: hits[0].probability if hits else 0.0)
        aspect = next(iter(turn.aspects), turn.state.aspect or Aspect.OVERVIEW)
        told = said.nlu if said.aspects or aspect_of(said.nlu.intent) not in (None, Aspect.OVERVIEW) else settled(aspect)
        return replace(said, hits=found, nlu=told, aspects=said.aspects or turn.aspects, corrected=True)

    async def _accepted(self, query: str, correction: Correction, state: State) -> list[Hit]:
        """What is found of what was not refused."""
        hits = await self._search(query)
        refused = {hit.id for hit in hits if self._is_refused(hit, correction, state)}
        return await self._search(query, refused) if refused else hits

    def _is_refused(self, hit: Hit, correction: Correction, state: State) -> bool:
        """Whether a hit is what the citizen did not mean: the act said to be wrong, or what was talked about before."""
        refused, wanted = actions(correction.unwanted), actions(correction.wanted)
        if refused & actions(hit.name) and not wanted & actions(hit.name):
            return True
        denied = set(fold(matter(correction.unwanted)).split())
        named = any(word.isdigit() for word in denied) or not denied or bool(denied & set(fold(normalize(hit.name)).split()))
        return hit.id == state.procedure_code and named and not wanted & actions(hit.name)


def offered(state: State) -> set[str]:
    """The procedures and FAQs that were offered last."""
    procedures = {choice[1] for button in state.offered if (choice := parse_button(button.value))}
    return procedures | {faq for button in state.offered if (faq := parse_faq(button.value))}


def only_tells(turn: Turn) -> bool:
    """Whether a reply asks and wishes nothing of its own."""
    return not turn.aspects and _ASKS.search(fold(normalize(turn.text))) is None and "?" not in turn.text


def _asked(text: str, entities: Entities) -> str:
    """What is asked, wherever that is: the names of places tell the search nothing, unless the message is little else."""
    rest = without_places(text) if entities.places else text
    return rest if matter(rest) or aspects_in(rest) else text


def _wants(text: str) -> bool:
    """Whether a half of a message asks or wishes something: what only tells a story, or is given up, is no question of its own."""
    said = fold(normalize(text))
    return _GIVEN_UP.search(said) is None and (bool(aspects_in(text)) or _WISH.search(said) is not None)


def _are_two(whole: Turn, first: Turn, second: Turn, *, as_pair: bool) -> bool:
    """Whether both halves name a procedure of their own, and the whole is none that covers both; those said as a pair are believed."""
    if not (first.names_procedure and second.names_procedure) or first.hits[0].id == second.hits[0].id:
        return False
    if any(half.is_topic(half.hits[0]) for half in (first, second)):
        return False
    if min(first.best, second.best) < CLEAR and not as_pair:
        return False
    named = {first.hits[0].id, second.hits[0].id}
    heard = {hit.id for hit in whole.hits if hit.score >= HEARD * whole.hits[0].score}
    return not whole.names_procedure or (whole.hits[0].id in named and (as_pair or named <= heard))

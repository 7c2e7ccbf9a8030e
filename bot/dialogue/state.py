"""What a conversation remembers between two messages, and the turn that is being decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.clock import VIETNAM
from bot.dialogue.aspects import Aspect
from bot.dialogue.dossier_memory import DossierMemory
from bot.dialogue.entities import Entities
from bot.dialogue.known_places import KnownPlace, PlaceQuestion
from bot.dialogue.message_classifier import Heard
from bot.dialogue.progress import Progress
from bot.dialogue.reactions import Reaction
from bot.dialogue.store import Also
from bot.messages import Button, Outcome, Outgoing
from bot.nlu.client import OUTSIDE as OUTSIDE
from bot.nlu.client import NluResult
from bot.offices.service import Calendar, OfficeBook
from knowledge.store import Knowledge
from retriever.calibration import Thresholds
from retriever.search import Hit

LIKELY = 0.33
"""Share of the threshold of answering from which a hit weighs against other readings of a message."""
LEAST_MATTER = 2
"""Syllables of matter from which greetings and thanks around a question do not speak against it."""
PRIOR_ODDS = 1.5
"""Intents that ask the state something, to the others, in what the language model was trained on."""
LEAST_WORTH = 0.15
"""Probability from which a hit is offered that the search alone would not offer."""
LEAST_FOUND = 0.02
"""Probability by the search alone below which nothing is answered from, whatever the language model holds."""
LEAST_TOLD, LEAST_TOLD_IN_TALK, LEAST_TOLD_IN_REPLY, MOST_TOLD = 0.1, 0.3, 3.0, 40.0
"""The language model errs too, and is surer of itself than it should be: it counts no more than this beside what the search found, less
against a message of a talk about something, and not against one that was asked for."""


def now() -> datetime:
    """The time in Vietnam."""
    return datetime.now(VIETNAM)


class State(BaseModel):
    """The memory of one conversation, stored as JSON."""

    model_config = ConfigDict(extra="ignore")

    procedure_code: str | None = None
    aspect: Aspect | None = None
    recent: list[str] = []
    """Codes of the procedures talked about, the latest first."""
    faq_id: str | None = None
    """The FAQ that was answered last, where nothing else has been since."""
    offered: list[Button] = []
    unclear: str | None = None
    """The last message where it had to be asked back, masked: what comes next may only complete it."""
    guide: Progress | None = None
    place: KnownPlace | None = None
    place_question: PlaceQuestion | None = None
    dossier: DossierMemory = DossierMemory()
    unwatched: list[str] = []
    """Codes of the watches that the last message ended: the next one can take that back."""
    erasing_at: datetime | None = None
    """When it was asked whether to erase what was said; the next message answers."""
    noticed: bool = False
    """Whether it was told what is stored."""
    abuses: int = 0
    unknowns: int = 0
    turns: int = 0
    seen_at: datetime | None = None

    @classmethod
    def read(cls, data: dict[str, Any] | None, idle: timedelta, at: datetime) -> State:
        """The stored state; the topic is forgotten after ``idle``, and a state of an older version starts anew."""
        try:
            state = cls.model_validate(data or {})
        except ValidationError:
            return cls()
        dossier = state.dossier.read(at)
        if state.seen_at is None or at - state.seen_at <= idle:
            return state.model_copy(update={"dossier": dossier})
        return cls(turns=state.turns, abuses=state.abuses, noticed=state.noticed, dossier=dossier.rested())


def offering(data: dict[str, Any], buttons: list[Button], idle: timedelta, at: datetime) -> dict[str, Any]:
    """The stored state after something said unasked: a typed number means one of its buttons.

    The person said nothing, so what is forgotten, or must be proven anew, after ``idle`` is so no later for it.
    """
    state = State.read(data, idle, at)
    offer = {"offered": buttons} if buttons else {}
    return state.model_copy(update={**offer, "seen_at": state.seen_at or at}).model_dump(mode="json")


@dataclass(frozen=True)
class Turn:
    """Everything known about the message that is being answered."""

    text: str
    matter: str
    entities: Entities
    nlu: NluResult
    hits: list[Hit]
    state: State
    knowledge: Knowledge
    today: date
    thresholds: Thresholds = field(default_factory=Thresholds)
    at: datetime = field(default_factory=now)
    place: KnownPlace | None = None
    """Named now, or remembered."""
    book: OfficeBook = field(default_factory=OfficeBook)
    calendar: Calendar = field(default_factory=Calendar)
    aspects: tuple[Aspect, ...] = ()
    """The sides of a procedure that phrases of the text ask about, in its order."""
    corrected: bool = False
    """Whether it puts right what was understood before."""
    follows: bool | None = None
    """Whether it is surely about the procedure talked about, or surely about the first hit or nothing; None where that is open."""
    reaction: Reaction | None = None
    """How it takes the last answer, where it says nothing else."""
    heard: Heard = field(default_factory=Heard)
    """What the words of the text alone tell."""

    @property
    def names_procedure(self) -> bool:
        """Whether the search is sure of a procedure, or of a topic that leads to some."""
        best = self.hits[0] if self.hits else None
        return best is not None and (best.kind == "procedure" or self.is_topic(best)) and self.is_sure_of(best)

    def is_topic(self, hit: Hit) -> bool:
        """Whether a hit is a topic, of which it must be asked what is wanted."""
        return hit.kind == "faq" and bool(self.knowledge.faqs[hit.id].choices)

    @property
    def scope_ratio(self) -> float:
        """How much likelier the language model makes it that the message asks the state something; 1 where it tells nothing."""
        if self.nlu.source != "ok" or not self.nlu.ranking:
            return 1.0
        talk = OUTSIDE if len(self.matter.split()) < LEAST_MATTER else frozenset[str]()
        outside = sum(share for intent, share in self.nlu.ranking if intent.startswith("oos_") or intent in talk)
        odds = (1 - outside) / max(outside, 0.01) / PRIOR_ODDS
        talking = self.state.recent or self.state.offered or self.state.faq_id
        least = LEAST_TOLD_IN_REPLY if self.state.unclear else LEAST_TOLD_IN_TALK if talking else LEAST_TOLD
        return min(max(odds, least), MOST_TOLD)

    def worth(self, hit: Hit) -> float:
        """Probability that a hit is right, given what the search and the language model tell of the message."""
        return hit.inside * self._inside(hit) if 0 < hit.probability < hit.inside else hit.probability

    @property
    def in_scope(self) -> float:
        """Probability that the message asks the state something, by the best hit and the language model."""
        if not self.hits:
            return 0.5
        best = self.hits[0]
        return self._inside(best) if 0 < best.probability < best.inside else 1.0

    def _inside(self, hit: Hit) -> float:
        odds = hit.probability / hit.inside / (1 - hit.probability / hit.inside) * self.scope_ratio
        return odds / (1 + odds)

    def is_sure_of(self, hit: Hit) -> bool:
        """Whether a hit may be answered from."""
        if hit.probability < LEAST_FOUND:
            return False
        return hit.probability >= self.thresholds.answer or self.worth(hit) >= self.thresholds.answer_inside

    def may_mean(self, hit: Hit) -> bool:
        """Whether a hit may be offered as a choice."""
        return hit.probability >= self.thresholds.ask or self.worth(hit) >= LEAST_WORTH

    @property
    def intent(self) -> str:
        """The most likely intent."""
        return self.nlu.intent

    @property
    def sure(self) -> float:
        """Confidence in the intent, 0..1."""
        return self.nlu.confidence

    @property
    def best(self) -> float:
        """Probability of the best hit, 0 where nothing was found."""
        return self.hits[0].probability if self.hits else 0.0

    @property
    def likely(self) -> float:
        """Probability from which a hit counts as named, though not yet as sure."""
        return max(self.thresholds.ask, LIKELY * self.thresholds.answer)


@dataclass(frozen=True)
class Act:
    """What a skill decided: the replies, what became of the message, and what to remember."""

    replies: list[Outgoing]
    outcome: Outcome
    procedure_code: str | None = None
    aspect: Aspect | None = None
    faq_id: str | None = None
    confidence: float | None = None
    remember: dict[str, Any] = field(default_factory=dict)
    recorded: str | None = None
    """What the record keeps instead of the text, where that is a secret."""
    also: Also | None = None
    """What else belongs into the transaction that keeps the turn."""

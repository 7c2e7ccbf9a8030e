"""What a conversation remembers between two messages, and the turn that is being decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.dialogue.aspects import Aspect
from bot.dialogue.entities import Entities
from bot.messages import Button, Outcome, Outgoing
from bot.nlu.client import NluResult
from knowledge.store import Knowledge
from retriever.calibration import Thresholds
from retriever.search import Hit

LIKELY = 0.33
"""Share of the threshold of answering from which a hit weighs against other readings of a message."""
HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The time in Vietnam."""
    return datetime.now(HO_CHI_MINH)


class State(BaseModel):
    """The memory of one conversation, stored as JSON."""

    model_config = ConfigDict(extra="ignore")

    procedure_code: str | None = None
    aspect: Aspect | None = None
    offered: list[Button] = []
    asking_code: bool = False
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
        if state.seen_at is None or at - state.seen_at <= idle:
            return state
        return cls(turns=state.turns, abuses=state.abuses)


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

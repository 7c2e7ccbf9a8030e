"""What a conversation remembers of a dossier: its code and how far its citizen came. Nothing of what stands in the dossier."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

PROVEN_IDLE = timedelta(minutes=30)
"""Silence of the citizen after which a dossier must be proven again, however long topics are remembered."""


class Wish(StrEnum):
    """What somebody wants of a dossier; the values stand in buttons after ``dossier:``. ``WHEN`` asks only for the day."""

    AGAIN = "again"
    WHEN = "when"
    PAPERS = "papers"
    WATCH = "watch"
    COMPLAIN = "complain"


class DossierMemory(BaseModel):
    """``code`` in its official writing; ``topic`` while nothing else was asked since it was told.

    ``proven_at`` is the citizen's last message since the proof was right, ``lapsed`` tells that it was right before a silence. ``wish`` is
    what is to be done once code and proof are there, ``reminded`` whether the open question was repeated.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str | None = None
    awaiting: Literal["proof", "code", "reading"] | None = None
    proven_at: AwareDatetime | None = None
    wish: Wish = Wish.AGAIN
    topic: bool = False
    lapsed: bool = False
    reminded: bool = False

    def after_another(self, *, topic: bool) -> DossierMemory:
        """After a message about something else, a ``topic`` of its own or not: a code is no longer waited for, a proof is."""
        changed = {"awaiting": self.awaiting if self.awaiting == "proof" else None, "topic": self.topic and not topic}
        return self.model_copy(update=changed)

    def alive(self, at: datetime) -> DossierMemory:
        """The citizen wrote."""
        return self.model_copy(update={"proven_at": at}) if self.proven_at is not None else self

    def read(self, at: datetime) -> DossierMemory:
        """As it is when the citizen writes again: after a silence the proof is forgotten."""
        is_fresh = self.proven_at is not None and abs(at - self.proven_at) <= PROVEN_IDLE
        return self if self.proven_at is None or is_fresh else self.rested()

    def rested(self) -> DossierMemory:
        """After a silence: the code may be taken up again, and a proof that was asked for may still come."""
        lapsed = self.lapsed or self.proven_at is not None
        return DossierMemory(code=self.code, awaiting="proof" if self.awaiting == "proof" else None, wish=self.wish, lapsed=lapsed)

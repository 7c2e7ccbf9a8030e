"""What enters and leaves a conversation, the same for every channel."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_TEXT = 4000
"""Characters of one message; longer ones are refused with a sentence that says so."""

ConversationId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
ChannelName = Literal["web", "telegram", "zalo", "cli"]


class Message(BaseModel):
    """Base of the message models: immutable and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Incoming(Message):
    """One message of a person. ``conversation_id`` None starts a conversation; ``button`` is the value of a tapped button."""

    conversation_id: ConversationId | None = None
    text: str = ""
    button: str | None = Field(default=None, max_length=200)
    channel: ChannelName = "web"


class Button(Message):
    """A choice to tap. ``value`` comes back as ``Incoming.button``; typing the label has the same effect."""

    label: str
    value: str


class Card(Message):
    """A boxed hint under an answer: one procedure with the link to its service."""

    title: str
    subtitle: str | None = None
    url: str | None = None
    url_label: str | None = None


class SourceNote(Message):
    """Where an answer comes from: procedure code, announcing decision, page, and the day it was last checked."""

    title: str
    code: str | None = None
    decision: str | None = None
    url: str | None = None
    checked: date | None = None


class Outgoing(Message):
    """One reply. ``text`` is plain text: lines break at newlines, list items start with "- "."""

    text: str
    buttons: list[Button] = []
    card: Card | None = None
    sources: list[SourceNote] = []


class Outcome(StrEnum):
    """What became of a message."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"
    HANDOFF = "handoff"
    STATUS = "status"
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"
    ERROR = "error"


class Meta(Message):
    """How the reply came about, for tests, staff and analytics."""

    intent: str | None = None
    procedure_code: str | None = None
    procedure_name: str | None = None
    faq_id: str | None = None
    aspect: str | None = None
    confidence: float | None = None
    outcome: Outcome = Outcome.UNKNOWN
    nlu: Literal["ok", "degraded", "rules"] = "ok"


class Reply(Message):
    """All replies to one message."""

    conversation_id: str
    replies: list[Outgoing]
    meta: Meta

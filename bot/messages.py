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
Kind = Literal["text", "start", "help", "reset", "photo", "voice", "file", "location", "sticker", "contact", "old_button", "too_many"]
"""What a person did: wrote or tapped, opened the conversation, asked for help, began anew, sent something that is no text,
tapped a button that is no longer known, or wrote more than the limit allows."""


class Message(BaseModel):
    """Base of the message models: immutable and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Incoming(Message):
    """One message of a person. ``conversation_id`` None starts a conversation; ``button`` is the value of a tapped button.

    ``key`` is the channel's id of the message, by which the record tells it from every other. ``origin`` is where it came from, for limits
    on what one person may try: a network on the web, the person elsewhere; it is never stored with what was said.
    """

    conversation_id: ConversationId | None = None
    kind: Kind = "text"
    key: str | None = Field(default=None, max_length=120)
    text: str = ""
    button: str | None = Field(default=None, max_length=200)
    channel: ChannelName = "web"
    origin: str | None = Field(default=None, max_length=120)


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


class ChecklistAnswer(Message):
    """One answer of the citizen: the ids of question and option, and what they say."""

    question_id: str
    option_id: str
    question: str
    answer: str


class ChecklistPaper(Message):
    """One paper to bring. Counts are None where the source does not say; ``condition`` is "nếu ..." where a question was skipped.

    ``key`` stays the same for the same paper in every checklist of a procedure: what a tick is remembered under.
    """

    key: str
    name: str
    originals: int | None = None
    copies: int | None = None
    show_only: bool = False
    note: str | None = None
    form: str | None = None
    form_url: str | None = None
    condition: str | None = None


class ChecklistGroup(Message):
    """Lines under one heading, most often a way to file ("Nộp trực tiếp"); without a heading they hold for every way."""

    heading: str | None = None
    lines: list[str]


class Checklist(Message):
    """What one citizen needs for one procedure: plain text everywhere, nothing in it is personal.

    ``skipped`` are the ids of the questions passed over, ``unknown`` what the source does not say, as whole sentences.
    """

    code: str
    name: str
    answers: list[ChecklistAnswer] = []
    skipped: list[str] = []
    papers: list[ChecklistPaper] = []
    fees: list[ChecklistGroup] = []
    times: list[ChecklistGroup] = []
    offices: list[str] = []
    how_to_file: list[ChecklistGroup] = []
    notes: list[str] = []
    steps: list[str] = []
    online_url: str | None = None
    official_url: str
    sources: list[SourceNote] = []
    unknown: list[str] = []


class Outgoing(Message):
    """One reply. ``text`` is plain text: lines break at newlines, list items start with "- ".

    ``checklist`` is the same as data, for channels that draw it.
    """

    text: str
    buttons: list[Button] = []
    card: Card | None = None
    sources: list[SourceNote] = []
    checklist: Checklist | None = None


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
    ERASED = "erased"
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
    """All replies to one message. ``turn`` is its number in the record, the ``id`` of its event."""

    conversation_id: str
    replies: list[Outgoing]
    meta: Meta
    turn: int | None = None

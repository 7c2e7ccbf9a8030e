"""Whole conversations with the replies that they deserve: the format of their YAML files, and the loader.

How an expectation is read:

- ``outcome`` lists what is allowed, the best first. The details (``procedure``, ``faq``, ``aspect``, ``contains``) describe the best one;
  when another allowed outcome came, only ``absent`` and, for a question back, the choices are checked.
- A question back (clarify) where ``procedure`` is expected must put one of those codes among its choices.
- ``procedure`` and ``faq`` given together mean that either is right.
- An item of ``contains`` that is itself a list holds wordings of which one is enough.
- ``contains`` looks at the sentences and the card; ``absent`` looks at everything a person can see.
- Numbers match whole: "15.000" is not found in "115.000".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from bot.evaluation import replies
from bot.messages import Outcome
from knowledge.schema import FaqId, ProcedureCode
from knowledge.store import Loader, first_line
from retriever.text import is_unaccented

Kind = Literal["procedure", "followup", "clarify", "faq", "small_talk", "out_of_scope", "safety", "noise", "status", "handoff"]
Accent = Literal["full", "none", "mixed"]
Channel = Literal["web", "telegram", "zalo"]
SetName = Literal["work", "indirect", "held", "fresh", "fresh_held", "talks", "talks_held", "daily", "daily_held"]
"""``held`` ones are never looked at. ``indirect`` ones are told the long way round, ``fresh`` ones are strict about facts, ``talks``
go on for several turns, ``daily`` ones are what a clerk hears all day, all by writers who had not seen the code."""
AspectName = Literal["overview", "how", "documents", "fee", "time", "place", "online", "conditions", "form", "result", "legal_basis", "who"]


class ConversationError(Exception):
    """The conversations cannot be read; a Vietnamese sentence that names the file, the conversation and the field."""


def _listed(value: Any) -> Any:
    """A single value is a list of one."""
    return value if isinstance(value, list) else [value]


OneOrMore = BeforeValidator(_listed)


class Strict(BaseModel):
    """Base of the models: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expect(Strict):
    """What a reply must be and say; see the head of this file."""

    outcome: Annotated[list[Outcome], OneOrMore, Field(min_length=1)]
    procedure: Annotated[list[ProcedureCode], OneOrMore] = []
    aspect: Annotated[list[AspectName], OneOrMore] = []
    faq: Annotated[list[FaqId], OneOrMore] = []
    offers: list[ProcedureCode] = []
    contains: list[str | list[str]] = []
    absent: list[str] = []

    @model_validator(mode="after")
    def _details_belong_to_an_outcome(self) -> Self:
        if self.offers and Outcome.CLARIFY not in self.outcome:
            raise _wrong(replies.OFFERS_NEED_CLARIFY)
        if (self.procedure or self.faq) and not {Outcome.ANSWERED, Outcome.CLARIFY} & set(self.outcome):
            raise _wrong(replies.SUBJECT_NEEDS_ANSWER)
        return self


class Turn(Strict):
    """One message of the citizen, typed (``say``, ``repeat`` times over) or tapped (``tap``), and the reply it deserves."""

    say: str | None = None
    tap: str | None = None
    """Part of a button's label, or the procedure code in its value; see ``checking.find_button``."""
    repeat: int = Field(default=1, ge=1, le=10_000)
    expect: Expect

    @model_validator(mode="after")
    def _said_or_tapped(self) -> Self:
        if (self.say is None) == (self.tap is None):
            raise _wrong(replies.SAY_OR_TAP)
        return self

    @property
    def text(self) -> str:
        """The typed message, empty for a tap."""
        return (self.say or "") * self.repeat


class Conversation(Strict):
    """A dialogue from its first message on. ``held`` ones are kept aside and never looked at while the assistant is improved."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    kind: Kind
    accent: Accent
    set: SetName
    channel: Channel = "web"
    today: date | None = None
    """The day it takes place, where a fact depends on it (fees with an end); None means any day."""
    turns: Annotated[list[Turn], Field(min_length=1)]

    @model_validator(mode="after")
    def _accent_is_true(self) -> Self:
        accented = any(not is_unaccented(turn.text) for turn in self.turns)
        if accented and self.accent == "none":
            raise _wrong(replies.NOT_UNACCENTED)
        if not accented and self.accent != "none":
            raise _wrong(replies.NOT_ACCENTED.format(accent=self.accent))
        return self


def load_conversations(folder: Path) -> list[Conversation]:
    """All conversations of the folder's ``*.yaml`` in file order. Raises ConversationError, which names what is wrong and where."""
    if not folder.is_dir():
        raise ConversationError(replies.NO_FOLDER.format(folder=folder))
    found: dict[str, Conversation] = {}
    for path in sorted(folder.glob("*.yaml")):
        for conversation in _read(path):
            if conversation.name in found:
                raise ConversationError(replies.TWICE.format(file=path.name, name=conversation.name))
            found[conversation.name] = conversation
    if not found:
        raise ConversationError(replies.NO_FILES.format(folder=folder))
    return list(found.values())


def _read(path: Path) -> Iterator[Conversation]:
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 (a SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ConversationError(replies.UNREADABLE.format(file=path.name, reason=first_line(error))) from error
    if not isinstance(entries, list):
        raise ConversationError(replies.NO_LIST.format(file=path.name))
    for number, entry in enumerate(entries, start=1):
        yield _parse(path, number, entry)


def _parse(path: Path, number: int, entry: Any) -> Conversation:
    try:
        return Conversation.model_validate(entry)
    except ValidationError as error:
        named = f" ({entry['name']})" if isinstance(entry, dict) and "name" in entry else ""
        reason = "; ".join(_reason(dict(item)) for item in error.errors()[:3])
        raise ConversationError(replies.WRONG_ENTRY.format(file=path.name, number=number, name=named, reason=reason)) from error


def _reason(item: dict[str, Any]) -> str:
    """One schema error in Vietnamese, with the field and, where there are few, the allowed values."""
    context = item.get("ctx", {})
    if item["type"] in ("literal_error", "enum"):
        reason = replies.ONE_OF.format(allowed=context["expected"].replace(" or ", ", "))
    else:
        known = replies.REASONS.get(item["type"])
        reason = known.format(**context) if known else item["msg"]
    where = ".".join(str(part) for part in item["loc"])
    return replies.FIELD.format(where=where, reason=reason) if where else reason


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("conversation", "{sentence}", {"sentence": sentence})

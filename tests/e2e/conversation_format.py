"""The format of the whole-conversation tests: models, loader, and the check of one reply against what was expected.

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

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.messages import Button, Outcome, Outgoing, Reply
from knowledge.schema import FaqId, ProcedureCode

FOLDER = Path(__file__).parent / "conversations"

Kind = Literal["procedure", "followup", "clarify", "faq", "small_talk", "out_of_scope", "safety", "noise", "status", "handoff"]
Accent = Literal["full", "none", "mixed"]
AspectName = Literal["overview", "how", "documents", "fee", "time", "place", "online", "conditions", "form", "result", "legal_basis", "who"]


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
            raise ValueError("offers are the choices of a question back: allow the outcome 'clarify'")
        if (self.procedure or self.faq) and not {Outcome.ANSWERED, Outcome.CLARIFY} & set(self.outcome):
            raise ValueError("a procedure or faq is expected only of an answer or a question back")
        return self


class Turn(Strict):
    """One message of the citizen, typed (``say``, ``repeat`` times over) or tapped (``tap``), and the reply it deserves."""

    say: str | None = None
    tap: str | None = None
    """Part of a button's label, or the procedure code in its value; see ``find_button``."""
    repeat: int = Field(default=1, ge=1, le=10_000)
    expect: Expect

    @model_validator(mode="after")
    def _said_or_tapped(self) -> Self:
        if (self.say is None) == (self.tap is None):
            raise ValueError("a turn has either 'say' or 'tap'")
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
    set: Literal["work", "held"]
    today: date | None = None
    """The day it takes place, where a fact depends on it (fees with an end); None means any day."""
    turns: Annotated[list[Turn], Field(min_length=1)]

    @model_validator(mode="after")
    def _accent_is_true(self) -> Self:
        accented = any(fold(turn.text) != turn.text.casefold() for turn in self.turns)
        if accented and self.accent == "none":
            raise ValueError(f"{self.name}: accent 'none', but a message has diacritics")
        if not accented and self.accent != "none":
            raise ValueError(f"{self.name}: accent {self.accent!r}, but no message has diacritics")
        return self


def load_conversations(folder: Path = FOLDER) -> list[Conversation]:
    """All conversations of the folder in file order; ValueError names a broken file or a name used twice."""
    found: dict[str, Conversation] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            conversation = _parse(path, entry)
            if conversation.name in found:
                raise ValueError(f"{path.name}: the name {conversation.name!r} is used twice")
            found[conversation.name] = conversation
    return list(found.values())


def _parse(path: Path, entry: Any) -> Conversation:
    try:
        return Conversation.model_validate(entry)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def fold(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def find_button(tap: str, reply: Reply) -> Button | None:
    """The button that a citizen means by ``tap``: equal label, else part of a label, else the procedure code in its value."""
    buttons = [button for outgoing in reply.replies for button in outgoing.buttons]
    wanted = _plain(tap)
    same = [button for button in buttons if _plain(button.label) == wanted]
    part = [button for button in buttons if wanted in _plain(button.label)]
    code = [button for button in buttons if _says(button.value, tap)]
    return next(iter(same + part + code), None)


def check_turn(expect: Expect, reply: Reply) -> list[str]:
    """What is wrong with a reply, one sentence for each failure; empty when all is well."""
    failures = _check_shape(reply) + _check_outcome(expect, reply) + _check_absent(expect, reply)
    if reply.meta.outcome is Outcome.CLARIFY:
        failures += _check_choices(expect, reply)
    elif reply.meta.outcome is expect.outcome[0]:
        failures += _check_subject(expect, reply)
    if reply.meta.outcome is expect.outcome[0]:
        failures += _check_aspect(expect, reply) + _check_contains(expect, reply)
    return failures


def _check_shape(reply: Reply) -> list[str]:
    """Every reply says something, and every answer names its source."""
    failures = [] if any(outgoing.text.strip() for outgoing in reply.replies) else ["the reply says nothing"]
    sources = [source for outgoing in reply.replies for source in outgoing.sources]
    meta = reply.meta
    if meta.outcome is not Outcome.ANSWERED:
        return failures
    if meta.procedure_code and meta.procedure_code not in {source.code for source in sources}:
        failures.append(f"the answer about {meta.procedure_code} does not name it as a source")
    if meta.faq_id and not sources:
        failures.append(f"the answer {meta.faq_id} names no source")
    return failures


def _check_outcome(expect: Expect, reply: Reply) -> list[str]:
    if reply.meta.outcome in expect.outcome:
        return []
    return [f"outcome {reply.meta.outcome} instead of {' or '.join(expect.outcome)}"]


def _check_subject(expect: Expect, reply: Reply) -> list[str]:
    """The procedure or the FAQ of an answer."""
    meta = reply.meta
    if not (expect.procedure or expect.faq):
        return []
    if meta.procedure_code in expect.procedure or meta.faq_id in expect.faq:
        return []
    wanted = " or ".join([*expect.procedure, *expect.faq])
    return [f"answered from {meta.procedure_code or meta.faq_id} instead of {wanted}"]


def _check_choices(expect: Expect, reply: Reply) -> list[str]:
    """The choices of a question back."""
    missing = [code for code in expect.offers if not _offered(code, reply)]
    failures = [f"{code} is not among the choices" for code in missing]
    about = reply.meta.procedure_code in expect.procedure
    if expect.procedure and not about and not any(_offered(code, reply) for code in expect.procedure):
        failures.append(f"none of {', '.join(expect.procedure)} is among the choices")
    return failures


def _offered(code: str, reply: Reply) -> bool:
    buttons = [button for outgoing in reply.replies for button in outgoing.buttons]
    return any(_says(button.value, code) or _says(button.label, code) for button in buttons)


def _check_aspect(expect: Expect, reply: Reply) -> list[str]:
    if not expect.aspect or reply.meta.aspect in expect.aspect or (expect.faq and reply.meta.faq_id in expect.faq):
        return []
    return [f"aspect {reply.meta.aspect} instead of {' or '.join(expect.aspect)}"]


def _check_contains(expect: Expect, reply: Reply) -> list[str]:
    said = "\n".join(_sentences(outgoing) for outgoing in reply.replies)
    wordings = [item if isinstance(item, list) else [item] for item in expect.contains]
    return [f"does not say {' or '.join(item)!r}" for item in wordings if not any(_says(said, wording) for wording in item)]


def _check_absent(expect: Expect, reply: Reply) -> list[str]:
    seen = "\n".join(_visible(outgoing) for outgoing in reply.replies)
    return [f"says {unwanted!r}" for unwanted in expect.absent if _says(seen, unwanted)]


def _sentences(outgoing: Outgoing) -> str:
    card = [outgoing.card.title, outgoing.card.subtitle or ""] if outgoing.card else []
    return "\n".join([outgoing.text, *card])


def _visible(outgoing: Outgoing) -> str:
    labels = [button.label for button in outgoing.buttons]
    titles = [source.title for source in outgoing.sources]
    return "\n".join([_sentences(outgoing), *labels, *titles])


def _says(text: str, wanted: str) -> bool:
    """Whether the text has the wording: any case, any spaces, numbers and codes whole."""
    plain = _plain(wanted)
    before = r"(?<!\d)(?<!\d[.,])" if plain[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if plain[-1:].isdigit() else ""
    return re.search(before + re.escape(plain) + after, _plain(text)) is not None


def _plain(text: str) -> str:
    """NFC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())

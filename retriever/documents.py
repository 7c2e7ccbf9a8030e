"""What the indexes hold: one document for each procedure or FAQ, with its names, its body and its agency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from knowledge.schema import Faq, Procedure, Unknown
from retriever.provinces import province_of
from retriever.text import fold, normalize

Kind = Literal["procedure", "faq"]
CHUNK_SYLLABLES = 150
_LEVEL_TOLD = re.compile(r"\((?:thực hiện )?(?:tại |ở )?(?:cấp (?!lại|đổi|mới|lần)|trung ương)[^()]*\)", re.IGNORECASE)
T = TypeVar("T")


@dataclass(frozen=True)
class SearchDocument:
    """One searchable item. ``names`` are equal ways to call it; ``body`` is split into chunks of about 150 syllables."""

    kind: Kind
    id: str
    names: tuple[str, ...]
    body: tuple[str, ...]
    agency: str = ""
    field: str = ""
    about: tuple[str, ...] = ()
    """Codes of the procedures that an FAQ is about."""
    is_topic: bool = False
    """Whether it only leads to others: to be near to one says nothing against them."""

    @property
    def key(self) -> str:
        """Kind and id in one string, unique in an index."""
        return f"{self.kind}:{self.id}"

    @property
    def province(self) -> str | None:
        """The one province whose own procedure this is, folded; None where it is national or another thing."""
        return province_of(f"{self.agency} ; {self.names[0]}") if self.kind == "procedure" else None

    @property
    def is_internal(self) -> bool:
        """Whether agencies have it among themselves: such codes begin with 5 or 6."""
        return self.kind == "procedure" and self.id[0] in "56"

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> SearchDocument:
        """A document from what dataclasses.asdict() and JSON made of one."""
        told = (data["kind"], data["id"], tuple(data["names"]), tuple(data["body"]), data["agency"], data["field"], tuple(data["about"]))
        return cls(*told, is_topic=data["is_topic"])


def from_procedure(procedure: Procedure) -> SearchDocument:
    """A document from a procedure: official name first, then everyday names."""
    agency = "" if isinstance(procedure.executing_agency, Unknown) else procedure.executing_agency
    parts = [procedure.field, procedure.summary or "", *procedure.audience, *_listed(procedure.conditions)]
    if not isinstance(procedure.cases, Unknown):
        for case in procedure.cases:
            parts.append(case.name)
            parts.extend(document.name for document in ([] if isinstance(case.documents, Unknown) else case.documents))
    if not isinstance(procedure.steps, Unknown):
        parts.extend(step.text for step in procedure.steps)
    parts.extend(_listed(procedure.results))
    parts.extend(method.note or "" for method in _listed(procedure.methods))
    return SearchDocument("procedure", procedure.code, (procedure.name, *procedure.aliases), _chunks(parts), agency, procedure.field)


def from_faq(faq: Faq) -> SearchDocument:
    """A document from an FAQ: its question and the other ways to ask it."""
    names, body = (faq.question, *faq.variants), _chunks([faq.topic, faq.answer])
    return SearchDocument("faq", faq.id, names, body, "", "faq", tuple(faq.about), is_topic=bool(faq.choices))


def family(kind: Kind, name: str) -> str:
    """The same for procedures that only differ in the level told behind their name: "... (thực hiện tại cấp tỉnh)"."""
    return f"{kind}:{fold(normalize(_LEVEL_TOLD.sub(' ', name)))}"


def _listed(value: Iterable[T] | Unknown) -> list[T]:
    return [] if isinstance(value, Unknown) else list(value)


def _chunks(parts: Iterable[str]) -> tuple[str, ...]:
    chunks: list[str] = []
    current: list[str] = []
    for part in parts:
        current.extend(part.split())
        while len(current) >= CHUNK_SYLLABLES:
            chunks.append(" ".join(current[:CHUNK_SYLLABLES]))
            current = current[CHUNK_SYLLABLES:]
    if current:
        chunks.append(" ".join(current))
    return tuple(chunks) or ("",)

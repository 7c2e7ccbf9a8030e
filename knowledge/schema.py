"""The shape of the knowledge base: procedures (thủ tục hành chính) and frequently asked questions.

Unknown is a value of its own, written ``unknown`` in YAML. It never means free, zero days or "no documents needed".
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator


class Unknown(StrEnum):
    """The source does not say, or sources disagree; the answer must send people to the office."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ProcedureCode = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2})?(\.[A-Z]\d{2})?$")]
"""National code such as 1.001193; provinces append a suffix such as .000.00.00.H55, or .H55 alone."""

KnownText = Annotated[Unknown | Text, Field(union_mode="left_to_right")]
"""A text or UNKNOWN; the word ``unknown`` read from YAML or JSON becomes UNKNOWN itself, never a text that looks like it."""


class Level(StrEnum):
    """Where the state handles it: cấp xã, cấp tỉnh, cấp bộ, cơ quan khác. Districts ended on 1 July 2025."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class Channel(StrEnum):
    """How a dossier is submitted: toàn trình, một phần, trực tiếp, bưu chính; ``online`` where the share is not stated."""

    ONLINE = "online"
    ONLINE_FULL = "online_full"
    ONLINE_PARTIAL = "online_partial"
    DIRECT = "direct"
    POST = "post"


class TimeUnit(StrEnum):
    """Unit of a processing time; a working day skips weekends and public holidays."""

    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class FeeKind(StrEnum):
    """How a fee is known: a number, a rule in words, free by law, or set by each province's council."""

    AMOUNT = "amount"
    FORMULA = "formula"
    FREE = "free"
    PROVINCE = "province"


class Record(BaseModel):
    """Base of all knowledge records: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""Name of a question of a guide, or of one of its options."""

When = dict[AnswerId, Annotated[list[AnswerId], Field(min_length=1)]]
"""For whom something holds: each question named must be answered by one of the options listed for it. Empty: for everybody."""


class Option(Record):
    """One answer to a question of a guide; ``words`` are phrases that give this answer inside any message."""

    id: AnswerId
    label: Annotated[Text, Field(max_length=40)]
    words: list[Text] = Field(default=[], max_length=12)


class Question(Record):
    """What a clerk would ask to know which papers, fee, time or office a citizen's case takes."""

    id: AnswerId
    ask: Annotated[Text, Field(max_length=120)]
    help: Text | None = None
    when: When = {}
    """Asked only after these answers to earlier questions."""
    options: list[Option] = Field(min_length=2, max_length=6)


class CaseOffice(Record):
    """Where to file, where that depends on the citizen's case."""

    place: Text
    when: When = {}


class Fee(Record):
    """One charge. Amounts are whole units of ``currency`` (VND unless said otherwise)."""

    kind: FeeKind
    amount: int | None = Field(default=None, gt=0)
    currency: Literal["VND", "USD"] = "VND"
    per: Text | None = None
    name: Text | None = None
    formula: Text | None = None
    condition: Text | None = None
    legal_basis: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    when: When = {}

    @model_validator(mode="after")
    def _number_matches_kind(self) -> Fee:
        if (self.kind is FeeKind.AMOUNT) != (self.amount is not None):
            raise ValueError("a fee of kind 'amount' needs an amount above zero, and no other kind may have one")
        if (self.kind is FeeKind.FORMULA) != (self.formula is not None):
            raise ValueError("a fee of kind 'formula' needs a formula, and no other kind may have one")
        return self

    def in_force(self, on: date) -> bool:
        """Whether the fee applies on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class ProcessingTime(Record):
    """How long the agency may take, counted from a complete dossier. ``same_day`` is the law's "ngay trong ngày"."""

    amount: float | None = Field(default=None, gt=0)
    unit: TimeUnit | None = None
    same_day: bool = False
    condition: Text | None = None
    when: When = {}

    def __hash__(self) -> int:
        """A hash without ``when``, which is a dict; equal times still have equal hashes."""
        return hash((self.amount, self.unit, self.same_day, self.condition))

    @model_validator(mode="after")
    def _amount_with_unit(self) -> ProcessingTime:
        if self.same_day and self.amount is not None:
            raise ValueError("same_day stands alone, without an amount")
        if not self.same_day and (self.amount is None or self.unit is None):
            raise ValueError("a processing time needs an amount above zero and a unit")
        return self


class SubmissionMethod(Record):
    """One way to file, with its own times and fees."""

    channel: Channel
    times: list[ProcessingTime] | Unknown
    fees: list[Fee] | Unknown
    note: Text | None = None

    @model_validator(mode="after")
    def _empty_is_not_unknown(self) -> SubmissionMethod:
        if self.times == [] or self.fees == []:
            raise ValueError("write 'unknown' instead of an empty list of times or fees")
        return self


class Form(Record):
    """A form to fill in (mẫu đơn, tờ khai)."""

    name: Text
    link: HttpUrl | None = None


class Document(Record):
    """One paper of a dossier. ``originals`` and ``copies`` are counts; None where the source does not say."""

    name: Text
    originals: int | None = Field(default=None, ge=0)
    copies: int | None = Field(default=None, ge=0)
    show_only: bool = False
    """Shown at the counter (xuất trình) and given back, not handed in."""
    form: Form | None = None
    note: Text | None = None
    when: When = {}


class Case(Record):
    """A situation of the citizen that decides which papers are needed (trường hợp)."""

    name: Text
    when: When = {}
    documents: list[Document] | Unknown
    note: Text | None = None


class Step(Record):
    """One step of the procedure, in the order it is done."""

    text: Text
    name: Text | None = None


class LegalBasis(Record):
    """A legal document the procedure rests on."""

    number: Text
    title: Text | None = None
    issued: date | None = None


class Decision(Record):
    """The decision by which an agency announced the procedure (quyết định công bố)."""

    number: Text
    agency: Text | None = None
    issued: date | None = None


class Source(Record):
    """Where the facts were read."""

    name: Text
    url: HttpUrl | None = None


class Basis(Record):
    """Fingerprint of the official record that a text was written from (``knowledge.facts``); None where it did not state the fact."""

    fee: str | None = None
    time: str | None = None
    documents: str | None = None
    decision: str | None = None


PAPERS_FOR_ALL = "Giấy tờ cần nộp"
"""What the papers stand under that everybody needs."""


class Detail(Record):
    """How people ask for what one statement of a procedure tells."""

    says: Text
    """Words of the statement, as they stand in the procedure."""
    about: Text | None = None
    """The paper or the situation that the statement stands under, or :data:`PAPERS_FOR_ALL`, where the same words stand under several."""
    asks: list[Text] = Field(min_length=1)


class Procedure(Record):
    """An administrative procedure (thủ tục hành chính)."""

    code: ProcedureCode
    name: Text
    aliases: list[Text] = []
    field: Text
    audience: list[Text] = []
    levels: list[Level] = []
    executing_agency: KnownText
    receiving_place: KnownText = UNKNOWN
    anywhere: bool | Unknown = UNKNOWN
    """Phi địa giới: may be filed at any office, regardless of residence."""
    summary: Text | None = None
    conditions: list[Text] | Unknown
    questions: list[Question] = Field(default=[], max_length=4)
    """The guide to a personal checklist, in the order a clerk would ask; without one, no ``when`` stands anywhere."""
    cases: list[Case] | Unknown
    offices: list[CaseOffice] = []
    """Where to file by case; ``receiving_place`` alone where it is the same for all."""
    steps: list[Step] | Unknown
    methods: list[SubmissionMethod] | Unknown
    results: list[Text] | Unknown
    legal_basis: list[LegalBasis] | Unknown
    official_url: HttpUrl
    online_url: HttpUrl | None = None
    related: list[ProcedureCode] = []
    details: list[Detail] = []
    """Statements of it that are asked for in words that they do not use."""
    decision: Decision | Unknown
    source: Source
    checked: date
    basis: Basis | None = None
    effective_from: date | None = None
    effective_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the procedure may be used on that day."""
        starts, ends = self.effective_from, self.effective_to
        return (starts is None or starts <= on) and (ends is None or on <= ends)


FaqId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


LONGEST_LABEL = 60
"""Letters of a choice: what a button on a phone shows."""


class Choice(Record):
    """What a topic offers: a procedure, or an FAQ."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL)]
    procedure: ProcedureCode | None = None
    faq: FaqId | None = None

    @model_validator(mode="after")
    def _leads_to_one(self) -> Choice:
        if (self.procedure is None) == (self.faq is None):
            raise ValueError("một lựa chọn phải có đúng một trong hai: procedure hoặc faq")
        return self


class Faq(Record):
    """A question that no single procedure answers, with a short checked answer; or a topic, of which it must first be asked what is
    wanted."""

    id: FaqId
    question: Text
    variants: list[Text]
    """Other ways to ask. An imported FAQ may have none; the checks warn below three."""
    answer: Text
    topic: Text
    procedures: list[ProcedureCode] = []
    choices: list[Choice] = Field(default=[], max_length=6)
    """Those of a topic ("giấy tờ đất"), the commonest first: its answer asks which."""
    link: HttpUrl | None = None
    sources: list[Source] = Field(min_length=1)
    checked: date
    effective_from: date | None = None
    effective_to: date | None = None

    @model_validator(mode="after")
    def _offers_several(self) -> Faq:
        if len(self.choices) == 1:
            raise ValueError("một chủ đề cần ít nhất hai lựa chọn")
        return self

    @property
    def about(self) -> list[str]:
        """Codes of the procedures that it names or offers."""
        return list(dict.fromkeys([*self.procedures, *(choice.procedure for choice in self.choices if choice.procedure)]))

    def in_force(self, on: date) -> bool:
        """Whether the answer is valid on that day."""
        starts, ends = self.effective_from, self.effective_to
        return (starts is None or starts <= on) and (ends is None or on <= ends)

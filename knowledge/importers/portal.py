"""Records of the National Public Service Portal (``get-formality-by-citizen``) become procedures.

What a record does not say stays UNKNOWN. A record that cannot be used is rejected with its line and a Vietnamese reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import HttpUrl, ValidationError

from knowledge.importers import limits, replies
from knowledge.importers.documents import to_cases
from knowledge.importers.doubts import doubts
from knowledge.importers.fees import OPEN_FEE, to_fees
from knowledge.importers.outcome import ImportFileError
from knowledge.importers.reading import RawRecord, read_records
from knowledge.importers.times import to_times
from knowledge.importers.values import VIETNAM, day, flag, names, objects, paragraphs, text
from knowledge.schema import (
    UNKNOWN,
    Channel,
    Decision,
    LegalBasis,
    Level,
    Procedure,
    Source,
    Step,
    SubmissionMethod,
    Unknown,
)
from knowledge.words import clean_line, fold

__all__ = ["Imported", "RawRecord", "RejectedRecordError", "import_file", "read_records", "to_procedure"]

PORTAL = "https://dichvucong.gov.vn"
NO_FIELD = "Chưa rõ lĩnh vực"
"""Field of a procedure whose record names none."""

CODE = re.compile(r"\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[A-Z]\d{2})?")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{2,63}")
_LAW = re.compile(r"\d+(?:\.\d+)?/\d{4}/[A-ZĐ][\w-]*|\d+/[A-ZĐ]{1,5}-[A-ZĐ][\w-]*|\d+/VBHN-\w+")
_ISSUER = re.compile(
    r"[\d./]+/(?:QH\d\d|UBTVQH\d\d|PL-UBTVQH\d\d|(?:NĐ|NQ)-CP|QĐ-TTg|NQ-HĐND|QĐ-UBND|(?:TT|QĐ|NQ)-(?:BLĐTBXH|BVHTTDL|BNNPTNT|BNNMT|BTNMT|BKHCN|BKHĐT|"
    r"BGDĐT|BGTVT|BTTTT|BDTTG|TANDTC|NHNN|BHXH|VPCP|TTCP|BCA|BCT|BNG|BNV|BQP|BTC|BTP|BXD|BYT))"
)
"""A law number up to its issuer: the portal often glues the first letter of the title to it."""
_STEP = re.compile(r"(?:(?<=^)|(?<=\n))[\s\-+*•]*(?=(?:[a-zđ]\)\s*)?Bước\s*\d)|(?<=[.;:])\s+[-+*•]?\s*(?=Bước\s*\d+\s*[.:])", re.IGNORECASE)
_STEP_NAME = re.compile(r"^(?:[a-zđ]\)\s*)?(Bước\s*\d+(?:\.\d+)*)\s*[.:\-–]?\s*", re.IGNORECASE)
_NO_CONDITION = re.compile(r"(?:khong|khong co|khong co yeu cau(?: dieu kien)?|khong yeu cau)")
_NOT_SAID = re.compile(r"(?:khong|chua) (?:co )?(?:quy dinh|thong tin)(?: tu khoa khong co thong tin)?.{0,20}")
_CHANNELS = {"DIRECT": Channel.DIRECT, "POSTAL": Channel.POST, "POST": Channel.POST, "ONLINE": Channel.ONLINE}
_DETAILS = {"executionMethods", "executionCases", "executionSteps", "requirementsAndConditions", "legalBasisesDetails"}
_LEVELS = (("isWard", Level.COMMUNE), ("isProvince", Level.PROVINCE), ("isMinistry", Level.MINISTRY), ("isOtherAgency", Level.OTHER))


class RejectedRecordError(Exception):
    """A record that cannot become a procedure. ``reason`` is a Vietnamese sentence for the person who imports."""

    def __init__(self, line: int, code: str | None, reason: str) -> None:
        super().__init__(f"dòng {line}: {reason}")
        self.line = line
        self.code = code
        self.reason = reason


@dataclass
class Imported:
    """What a file gave: procedures in the file's order, every record that was left out, and doubts about those that were not."""

    procedures: list[Procedure] = field(default_factory=list)
    rejected: list[RejectedRecordError] = field(default_factory=list)
    doubts: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, code and a Vietnamese sentence for each value of the file that could not be used."""
    listed: bool = True
    """No record carries more than a list row does: name, field and agencies."""


def import_file(path: Path, *, checked: date | None = None, progress: Callable[[int, int], None] | None = None) -> Imported:
    """All records of a file. ``checked`` is the day the export was made or looked at; today unless given.

    Raises OSError if the file cannot be opened and ImportFileError beyond the limits of size.
    """
    found = Imported()
    lines: dict[str, int] = {}
    for record in read_records(path, progress=progress):
        if len(found.procedures) >= limits.RECORDS or len(found.rejected) >= limits.REFUSALS:
            raise ImportFileError(replies.too_many_records(limits.RECORDS))
        try:
            procedure = to_procedure(record, checked=checked)
        except RejectedRecordError as error:
            found.rejected.append(
                RejectedRecordError(error.line, error.code, error.reason)
            )  # without its traceback, which holds the record
            continue
        code = procedure.code
        if code in lines:
            found.rejected.append(RejectedRecordError(record.line, code, replies.twice(code, lines[code], record.line)))
            continue
        lines[code] = record.line
        found.procedures.append(procedure)
        found.doubts += [(record.line, code, doubt) for doubt in doubts(record.data)]
        found.listed = found.listed and record.data.keys().isdisjoint(_DETAILS)
    return found


def to_procedure(record: RawRecord | Mapping[str, Any], *, checked: date | None = None) -> Procedure:
    """The procedure that a record tells. Raises RejectedRecordError if it is broken or lacks a code or a name."""
    raw = record if isinstance(record, RawRecord) else RawRecord(1, record)
    if raw.problem:
        raise RejectedRecordError(raw.line, None, raw.problem)
    code, name = text(raw.data.get("code")).upper(), text(raw.data.get("name"))
    if problem := _unusable(code, name):
        raise RejectedRecordError(raw.line, code[:40] or None, problem)
    try:
        return _convert(code, raw.data, checked or datetime.now(VIETNAM).date())
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise RejectedRecordError(raw.line, code, replies.bad_field(where)) from error


def _unusable(code: str, name: str) -> str | None:
    if not code:
        return replies.NO_CODE
    if not CODE.fullmatch(code):
        return replies.bad_code(code)
    if not re.search(r"[^\W_]", name):
        return replies.NO_NAME
    return replies.too_long("tên thủ tục", limits.NAME_LENGTH) if len(name) > limits.NAME_LENGTH else None


def _convert(code: str, data: Mapping[str, Any], checked: date) -> Procedure:
    name = re.sub(r"^(?:Thủ tục:?\s+)(?=\w)", "", text(data.get("name")))
    url = _page(data.get("id"))
    return Procedure(
        code=code,
        name=name[:1].upper() + name[1:],
        aliases=_aliases(data.get("keywords"), name),
        field=", ".join(names(data.get("categoriesDetails"))) or NO_FIELD,
        audience=names(data.get("subjectTypesDetails")),
        levels=[level for key, level in _LEVELS if flag(data.get(key))],
        executing_agency=_agencies(data),
        receiving_place=text(data.get("dossierReceivingAddresses")) or UNKNOWN,
        anywhere=True if flag(data.get("isNonTerritorial")) else UNKNOWN,
        summary=text(data.get("description")) or None,
        conditions=_conditions(data.get("requirementsAndConditions")),
        cases=to_cases(data.get("executionCases")),
        steps=_steps(data.get("executionSteps")),
        methods=_methods(data),
        results=names(data.get("resultsDetails")) or UNKNOWN,
        legal_basis=_laws(data.get("legalBasisesDetails")),
        official_url=url,
        related=_related(data.get("procedureRelatedGroup"), code),
        decision=_decision(data),
        source=Source(name=f"Cổng Dịch vụ công quốc gia, bản ghi {code}", url=url),
        checked=checked,
    )


def _page(identifier: object) -> HttpUrl:
    """The record's public page; without a usable id, the portal itself."""
    found = text(identifier)
    return HttpUrl(f"{PORTAL}/thu-tuc-hanh-chinh/{found}" if _ID.fullmatch(found) else PORTAL)


def _aliases(keywords: object, name: str) -> list[str]:
    """Variants of the name that the record carries as keywords; traces of navigation ("A»B") are left out."""
    return [word for word in names(keywords) if "»" not in word and fold(word) != fold(name) and len(word) <= 300]


def _agencies(data: Mapping[str, Any]) -> str | Unknown:
    found = names(data.get("departmentsExecuting")) or names(data.get("executingAgencies")) or names(data.get("unitGroupsExecuting"))
    return "; ".join(found) or UNKNOWN


def _conditions(value: object) -> list[str] | Unknown:
    """One entry a line. "Không" is the source saying that there are none; nothing, or "Không quy định", is UNKNOWN."""
    lines = [line for line in paragraphs(value).split("\n") if re.search(r"\w", line)]
    folded = fold(" ".join(lines))
    if not lines or _NOT_SAID.fullmatch(folded):
        return UNKNOWN
    return [] if _NO_CONDITION.fullmatch(folded) else lines


def _steps(value: object) -> list[Step] | Unknown:
    """Steps in order: as the record lists them, each divided at "Bước 1", "Bước 2"... or else at its line breaks."""
    steps: list[Step] = []
    for item in objects(value):
        name, body = text(item.get("name")), paragraphs(item.get("description"))
        parts = [part.strip() for part in _STEP.split(body)]
        if len(parts) < 2:
            parts = body.split("\n") if not name else [body]
        steps.extend(step for part in parts if (step := _step(name, part)))
    return steps or UNKNOWN


def _step(name: str, part: str) -> Step | None:
    match = _STEP_NAME.match(part)
    title, words = (clean_line(match[1]), part[match.end() :]) if match else (name, part)
    words = words.strip(" -+*•")
    if not re.search(r"\w", words):
        return Step(text=title) if title else None
    return Step(name=title or None, text=words)


def _methods(data: Mapping[str, Any]) -> list[SubmissionMethod] | Unknown:
    rows = objects(data.get("executionMethods"))
    channels = [_channel(row, full=flag(data.get("isFullProcess"))) for row in rows]
    methods: dict[str, SubmissionMethod] = {}
    for row, channel in zip(rows, channels, strict=True):
        if channel:
            method = _method(row, channel, repeated=channels.count(channel) > 1)
            methods.setdefault(method.model_dump_json(), method)
    return list(methods.values()) or UNKNOWN


def _channel(row: Mapping[str, Any], *, full: bool) -> Channel | None:
    channel = _CHANNELS.get(text(row.get("submissionMethod")).upper())
    return Channel.ONLINE_FULL if channel is Channel.ONLINE and full else channel


def _method(row: Mapping[str, Any], channel: Channel, *, repeated: bool) -> SubmissionMethod:
    """Where a channel stands several times, its description is the case, and goes with each time and fee."""
    description = text(row.get("description"))
    condition = description if repeated and description else None
    times = to_times(row.get("processingTime"), row.get("processingTimeUnit"), description, condition=condition)
    fees, more = to_fees(row.get("fees"), condition=condition)
    told = condition is not None and (times is not UNKNOWN or fees is not UNKNOWN)
    notes = ["" if told else description, OPEN_FEE if more else ""]
    return SubmissionMethod(channel=channel, times=times, fees=fees, note="\n".join(note for note in notes if note) or None)


def _laws(value: object) -> list[LegalBasis] | Unknown:
    found: dict[str, LegalBasis] = {}
    for item in objects(value):
        number, title = text(item.get("code")), text(item.get("name"))
        match = _LAW.search(title)
        number = _law_number(number) or (match[0] if match else title)
        if number:
            found.setdefault(number, LegalBasis(number=number, title=title if title and title != number else None))
    return list(found.values()) or UNKNOWN


def _law_number(written: str) -> str:
    """The number without what the portal glued to it: 202437/2024/QH15, 37/2024/QH1519 and 37/2024/QH15L are 37/2024/QH15."""
    found = _LAW.search(re.sub(r"^(?:19|20)\d{2}\.?(?=\d{2,3}/(?:19|20)\d{2}/)", "", written))
    if found is None:
        return written
    known = _ISSUER.match(found[0])
    return known[0] if known and "-" not in found[0][known.end() :] else found[0]


def _related(value: object, own: str) -> list[str]:
    codes = dict.fromkeys(text(item.get("code")).upper() for item in objects(value))
    return [code for code in codes if CODE.fullmatch(code) and code != own]


def _decision(data: Mapping[str, Any]) -> Decision | Unknown:
    proposal = data.get("procedureProposal")
    proposal = proposal if isinstance(proposal, Mapping) else {}
    number = re.sub(r"^(?:Quyết định|QĐ)\s+(?:số\s+)?", "", text(proposal.get("proposalNumber")), flags=re.IGNORECASE)
    if not number:
        return UNKNOWN
    agency = text(proposal.get("issuingAgency")) or text(data.get("departmentPromulgateName"))
    return Decision(number=number, agency=agency or None, issued=day(proposal.get("decisionDate")))

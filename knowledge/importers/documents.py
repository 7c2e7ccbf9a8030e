"""Papers of portal records: the rows of a case told apart into papers, headings and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.importers.values import count, objects, text
from knowledge.schema import UNKNOWN, Case, Document, Form, Unknown
from knowledge.words import UPPER, fold

CASE = "Thành phần hồ sơ"
"""Name of a case that the source leaves unnamed."""

INSTEAD = "Hoặc: thay cho giấy tờ ngay trước"
"""Note on a paper that the source sets after the bare word "hoặc"."""

_LEAD = " -+*•–.,;:\t"
_NOTE = re.compile(
    r"^(?:luu y|ghi chu|chu y|so luong (?:ho so|moi)|so bo ho so|(?:trong )?truong hop|doi voi|neu|viec|khi|cham nhat|thoi han nop|chi phi|"
    r"nguoi (?:tiep nhan|yeu cau|uy quyen|nop thue|hoc|chua du)|ca nhan co quyen|co quan|don vi (?:tiep )?nhan|thu tuong|"
    r"do (?:uy ban|ubnd)|phieu (?:nay|duoc)|mien tai lieu|co the|cac thanh phan|thanh phan ho so trong|(?:cac )?tai lieu quy dinh|"
    r"(?:cac )?(?:tai lieu|giay to|ho so) (?:neu tren|tren))\b"
)
_ALWAYS_NOTE = re.compile(r"^(?:luu y|ghi chu|chu y|vi du|so luong (?:ho so|moi)|so bo ho so|khong|nguoi (?:uy quyen va|tiep nhan))\b")
_EMPTY = re.compile(r"^(?:va|nop|khong|khong co|(?:khong|chua) (?:co )?quy dinh(?: cu the)?|luu y|ghi chu|chu y|\d*)$")
_RULE = re.compile(
    r"\b(?:phai bao dam|phai duoc|to khai phai do|khong phai nop|chi phai nop|"
    r"(?:co|chiu) trach nhiem|phai nop (?:trong|truoc)|la co quan)\b"
)
_EXEMPTION = re.compile(
    r"^(?:truong hop|doi voi|neu|thong tin|cong trinh|doanh nghiep|co quan)\b.*\b(?:khong (?:can |phai )+(?:nop|gui|cung cap))\b"
)
"""Says who need not hand something in. Such a row is no paper even where the portal counted one, unless it goes on to ask for one."""
_DEMAND = re.compile(
    r"(?<!khong )(?<!khong can )\bphai (?:nop|co|gui|kem)\b|\bnop (?:them|bo sung|kem)\b|\bgom\b|"
    r"\b(?:thi nop|ho so(?: \w+ \w+)? con)\b|\bxuat trinh\b"
)
_BARE_HEADING = re.compile(r"^(?:(?:cac )?giay to (?:phai|can) (?:nop|xuat trinh)|ho so thu (?:nhat|hai|ba))$")
_ROMAN = re.compile(r"^[IVX]{1,4}[.)]\s")
_NUMBERED = re.compile(r"^\s*(?:\(?(?:\d+|[ivx]+|[a-zđ])(?:\.\d+)*[.)/]+)\s*", re.IGNORECASE)
_SHOW = re.compile(r"\b(?:phai )?xuat trinh\b")
_HAND_IN = re.compile(r"\b(?:phai nop|nop|gui kem|phai gui)\b")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|rtf|rar|zip)$", re.IGNORECASE)
_GLUED = re.compile(
    rf"(?<=Phụ lục số \d\d)(?=Phụ lục)|(?<=[^\W\d_])(?=(?:Mẫu|Mau|mẫu|mau)(?:\s|\d|so|_|-))|(?<=[^\W\d_{UPPER}])(?=[{UPPER}])|"
    rf"(?<=[).;])(?=[{UPPER}])"
)
_LINKED = re.compile(r"\[([^\]]+)\]\([^)]*\)?")
_HEADED = re.compile(r"[:：]\s*$")


@dataclass
class _Sorted:
    """What the rows of one case turn out to be."""

    papers: list[Document] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heading: str | None = None
    heading_used: bool = False
    show_only: bool = False
    instead: bool = False

    def close_heading(self) -> None:
        if self.heading and not self.heading_used:
            self.notes.append(self.heading)
        self.heading, self.heading_used = None, False


def to_cases(value: object) -> list[Case] | Unknown:
    """The cases of a record. A case that only holds notes joins the case before it; none at all is UNKNOWN."""
    cases: list[Case] = []
    for item in objects(value):
        case = _to_case(item)
        if case is None:
            continue
        if case.documents == UNKNOWN and cases and (case.note or _is_note_name(case.name)):
            extra = "\n".join(part for part in (_own_name(case.name), case.note) if part)
            cases[-1] = cases[-1].model_copy(update={"note": "\n".join(part for part in (cases[-1].note, extra) if part) or None})
        else:
            cases.append(case)
    return cases or UNKNOWN


def _to_case(item: Mapping[str, Any]) -> Case | None:
    name = text(item.get("name")).strip(_LEAD)
    found = _sort(objects(item.get("profileComponents")), show_only=_shows(name))
    if not name and not found.papers and not found.notes:
        return None
    return Case(name=name or CASE, documents=found.papers or UNKNOWN, note="\n".join(dict.fromkeys(found.notes)) or None)


def _is_note_name(name: str) -> bool:
    return _NOTE.match(fold(name)) is not None


def _own_name(name: str) -> str:
    return "" if name == CASE or _ALWAYS_NOTE.match(fold(name)) else name


def _shows(words: str) -> bool:
    folded = fold(words)
    return _SHOW.search(folded) is not None and _HAND_IN.search(folded) is None


def _sort(rows: list[Mapping[str, Any]], *, show_only: bool) -> _Sorted:
    found = _Sorted(show_only=show_only)
    for row in _join_counts(rows):
        _place(row, found)
    found.close_heading()
    return found


@dataclass
class _Row:
    name: str
    originals: int
    copies: int
    form: str

    @property
    def uncounted(self) -> bool:
        return self.originals == 0 and self.copies == 0


def _join_counts(rows: list[Mapping[str, Any]]) -> list[_Row]:
    """Rows with words. A row of bare punctuation carries the rest of the counts of the row before it."""
    joined: list[_Row] = []
    for item in rows:
        row = _Row(text(item.get("name")), count(item.get("originalQty")), count(item.get("copyQty")), _form(item))
        if re.search(r"[^\W\d_]", row.name):
            joined.append(_detach_form(row))
        elif joined:
            joined[-1].originals = joined[-1].originals or row.originals
            joined[-1].copies = joined[-1].copies or row.copies
    return joined


def _detach_form(row: _Row) -> _Row:
    """Some exports glue the file name of the form to the paper: "Đơn đề nghịMau 07.doc"."""
    if not _FILE.search(row.name) or not (cut := _GLUED.search(row.name)):
        return row
    return replace(row, name=row.name[: cut.start()], form=row.form or row.name[cut.start() :])


def _form(item: Mapping[str, Any]) -> str:
    files = [_LINKED.sub(r"\1", text(entry.get("fileName"))) for entry in objects(item.get("attachments"))]
    return "; ".join(dict.fromkeys(name for name in files if name))


def _place(row: _Row, found: _Sorted) -> None:
    name = row.name.strip(_LEAD)
    folded = fold(_NUMBERED.sub("", name))
    if folded == "hoac":
        found.instead = bool(found.papers)
    elif _EMPTY.fullmatch(folded):
        return
    elif _ALWAYS_NOTE.match(folded) or (not row.form and _is_exemption(folded)):
        found.notes.append(name)
    elif row.uncounted and _is_heading(row.name, folded):
        found.close_heading()
        found.heading, found.show_only = name, _shows(name)
    elif row.uncounted and not row.form and _is_note(row.name, folded):
        found.notes.append(name)
    else:
        found.papers.append(_paper(row, name, found))
        found.heading_used, found.instead = True, False


def _is_heading(name: str, folded: str) -> bool:
    return _HEADED.search(name) is not None or _BARE_HEADING.fullmatch(folded) is not None or _ROMAN.match(name) is not None


def _is_exemption(folded: str) -> bool:
    return _EXEMPTION.match(folded) is not None and _DEMAND.search(folded) is None


def _is_note(name: str, folded: str) -> bool:
    bracketed = name.startswith("(") and name.rstrip(" .;").endswith(")") and not _NUMBERED.match(name)
    return bracketed or _NOTE.match(folded) is not None or _RULE.search(folded) is not None


def _paper(row: _Row, name: str, found: _Sorted) -> Document:
    return Document(
        name=name,
        originals=None if row.uncounted else row.originals,
        copies=None if row.uncounted else row.copies,
        show_only=found.show_only or _shows(name),
        form=Form(name=row.form) if row.form else None,
        note="\n".join(part for part in (INSTEAD if found.instead else "", found.heading) if part) or None,
    )

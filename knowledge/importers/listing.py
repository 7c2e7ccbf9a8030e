"""The Excel list of procedures (danh mục thủ tục) that agencies publish. It knows names, fields and agencies, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import HttpUrl, ValidationError

from knowledge.importers import limits, replies
from knowledge.importers.letters import DAMAGED
from knowledge.importers.links import to_code, to_link
from knowledge.importers.outcome import Rejected
from knowledge.importers.portal import CODE, NO_FIELD, PORTAL
from knowledge.importers.tables import Header, Row, written
from knowledge.schema import UNKNOWN, Procedure, Source

TITLES = {
    "code": re.compile(r"(?:ma(?: so| hieu)?(?: (?:cua )?(?:tthc|thu tuc(?: hanh chinh)?|dich vu cong|quoc gia|dvc))*|code)"),
    "name": re.compile(r"(?:ten(?: (?:tthc|thu tuc(?: hanh chinh)?|dich vu cong))?|thu tuc(?: hanh chinh)?|tthc|name)"),
    "promulgating": re.compile(r"(?:co quan|don vi|bo nganh|bo)(?: \w+)? (?:ban hanh|cong bo)(?: \w+)*|promulgating agency"),
    "executing": re.compile(r"(?:co quan|don vi|cap)(?: \w+){0,2} (?:thuc hien|giai quyet)(?: \w+)*|executing agency"),
    "field": re.compile(r"(?:ten )?linh vuc(?: \w+){0,3}|field"),
    "link": re.compile(
        r"(?:dia chi )?(?:duong dan|lien ket|link|url|website|trang web|dia chi web)(?: \w+){0,4}|dia chi (?:trang|truy cap)(?: \w+)*"
    ),
    "address": re.compile(r"(?:dia chi|noi)(?: (?:nop|tiep nhan|thuc hien)(?: \w+){0,3})?|address"),
}
REQUIRED = ("code", "name")

_PREFIX = re.compile(r"^(?:Thủ tục:?\s+)(?=\w)")
_ORDINAL = re.compile(r"(?:[IVXLC]{1,6}|\d{1,4}|[a-zđA-ZĐ])[.)]?")
_NAME = "Danh mục thủ tục hành chính"


def read_listing(header: Header, *, checked: date) -> Iterator[tuple[Row, Procedure | Rejected | None, list[str]]]:
    """Each row with its procedure or the reason why it is none, and doubts about it; None for a line over a group of rows."""
    for row in header.rows:
        code, padded = to_code(row.at(header.columns["code"]))
        name = _line(row, header, "name")
        doubts = [replies.padded_code(row.text(header.columns["code"]), code)] if padded else []
        problem = _problem(row, code, name)
        if problem and _is_group(row, code):
            yield row, None, [replies.GROUP]
            continue
        yield (
            row,
            Rejected(row.line, code[:40] or None, problem) if problem else _procedure(row, header, code, checked),
            [*row.doubts, *doubts],
        )


def _problem(row: Row, code: str, name: str) -> str | None:
    if not code:
        return replies.NO_CODE
    if not CODE.fullmatch(code):
        return replies.bad_code(code)
    if not re.search(r"[^\W_]", name):
        return replies.NO_NAME
    if any(isinstance(cell, str) and DAMAGED in cell for cell in row.cells):
        return replies.DAMAGED_LETTERS
    return replies.too_long("tên thủ tục", limits.NAME_LENGTH) if len(name) > limits.NAME_LENGTH else None


def _is_group(row: Row, code: str) -> bool:
    """A line over a group of rows, "I. Lĩnh vực hộ tịch", or a closing remark: one text, perhaps numbered, and no code."""
    texts = [shown for cell in row.cells if (shown := written(cell).strip())]
    numbered = bool(texts) and _ORDINAL.fullmatch(texts[0]) is not None
    return len(texts) <= 1 + numbered and not re.match(r"\d\.\d", code)


def _procedure(row: Row, header: Header, code: str, checked: date) -> Procedure | Rejected:
    name = _PREFIX.sub("", _line(row, header, "name"))
    place, link = _line(row, header, "address"), to_link(_line(row, header, "link"))
    link = link or to_link(place)
    agency = _line(row, header, "promulgating")
    try:
        return Procedure(
            code=code,
            name=name[:1].upper() + name[1:],
            field=_line(row, header, "field") or NO_FIELD,
            executing_agency=_line(row, header, "executing") or UNKNOWN,
            receiving_place=UNKNOWN if not place or to_link(place) else place,
            conditions=UNKNOWN,
            cases=UNKNOWN,
            steps=UNKNOWN,
            methods=UNKNOWN,
            results=UNKNOWN,
            legal_basis=UNKNOWN,
            official_url=link or HttpUrl(PORTAL),
            decision=UNKNOWN,
            source=Source(name=f"{_NAME}, {agency}" if agency else _NAME, url=link),
            checked=checked,
        )
    except ValidationError as error:
        return Rejected(row.line, code, replies.bad_field(str(error.errors()[0]["loc"][0])))


def _line(row: Row, header: Header, name: str) -> str:
    return " ".join(row.text(header.columns.get(name)).split())

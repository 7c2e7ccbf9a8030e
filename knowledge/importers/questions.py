"""Spreadsheets of frequently asked questions (câu hỏi thường gặp), as editors keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pydantic import HttpUrl, ValidationError

from knowledge.importers import limits, replies
from knowledge.importers.dates import DateError, to_day
from knowledge.importers.letters import DAMAGED
from knowledge.importers.links import to_code, to_link
from knowledge.importers.outcome import Rejected
from knowledge.importers.portal import CODE
from knowledge.importers.tables import Header, Row
from knowledge.schema import Faq, Source
from knowledge.store import explain
from knowledge.words import fold

TITLES = {
    "question": re.compile(r"(?:noi dung )?(?:cau )?hoi(?: thuong gap| chinh)?|question"),
    "answer": re.compile(r"(?:noi dung |cau |phan )?(?:tra loi|giai dap|dap an)(?: ngan)?|answer"),
    "variants": re.compile(
        r"(?:(?:cac )?(?:cach (?:hoi|noi|dien dat)(?: (?:khac|tuong tu|tuong duong))*|cau hoi(?: (?:khac|tuong tu|tuong duong))+)|"
        r"bien the|variants?)(?: \d{1,2})?"
    ),
    "topic": re.compile(r"chu de|nhom(?: cau hoi)?|linh vuc|danh muc|topic"),
    "procedures": re.compile(r"(?:cac )?(?:ma )?(?:so )?(?:tthc|thu tuc(?: hanh chinh)?)(?: lien quan)?|procedures?"),
    "source": re.compile(r"nguon(?: (?:tham khao|trich dan|thong tin|goc))?|can cu(?: phap ly)?|sources?"),
    "link": re.compile(r"duong dan(?: \w+){0,3}|lien ket|link|url|dia chi (?:web|trang web)|website"),
    "checked": re.compile(r"(?:ngay )?(?:kiem tra|ra soat|cap nhat)(?: (?:gan nhat|lan cuoi|cuoi))?|checked"),
    "effective_from": re.compile(r"(?:ngay )?(?:co )?hieu luc(?: tu(?: ngay)?)?|(?:ap dung )?tu ngay|ngay ap dung|effective from"),
    "effective_to": re.compile(
        r"(?:ngay )?het hieu luc(?: ngay)?|hieu luc (?:den|toi)(?: (?:het )?ngay)?|(?:ap dung )?den (?:het )?ngay|effective to"
    ),
    "id": re.compile(r"id|ma(?: so)?(?: cau hoi)?"),
}
REQUIRED = ("question", "answer")
TOPIC = "Câu hỏi chung"

_ID_LENGTH = 80
_PARTS = re.compile(r"\s*(?:\n|;)\s*")
_BULLET = re.compile(r"^(?:[-+*•]|\d{1,2}[.)])\s+")


class _RefusedError(Exception):
    """The row is no FAQ; the text says why."""


@dataclass
class _Read:
    """One row on its way to an FAQ."""

    row: Row
    header: Header
    checked: date
    doubts: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.row.text(self.header.columns.get(name))

    def line(self, name: str) -> str:
        return " ".join(self.text(name).split())

    def day(self, name: str) -> date | None:
        try:
            return to_day(self.row.at(self.header.columns.get(name)))
        except DateError as error:
            raise _RefusedError(replies.in_column(self.header.titles[name], str(error))) from error


def read_questions(header: Header, *, checked: date) -> Iterator[tuple[Row, Faq | Rejected, list[str]]]:
    """Each row with its FAQ or the reason why it is none, and doubts about it. ``checked`` stands in where a row names no day."""
    for row in header.rows:
        read = _Read(row, header, checked, list(row.doubts))
        identifier = _id(read)
        try:
            entry: Faq | Rejected = _faq(read, identifier)
        except _RefusedError as error:
            entry = Rejected(row.line, identifier or None, str(error))
        except ValidationError as error:
            entry = Rejected(row.line, identifier or None, explain(error))
        yield row, entry, read.doubts


def _id(read: _Read) -> str:
    """The id of its column, else the words of the question; letters without diacritics, digits and hyphens."""
    words = fold(read.line("id") or read.line("question")).replace(" ", "-")
    words = "".join(char for char in words if char.isascii())
    return re.sub(r"-+", "-", words)[:_ID_LENGTH].strip("-")


def _faq(read: _Read, identifier: str) -> Faq:
    question, answer = read.line("question"), read.text("answer")
    if problem := _problem(read.row, question, answer):
        raise _RefusedError(problem)
    if not identifier:
        raise _RefusedError(replies.NO_LETTERS_FOR_ID)
    starts, ends = read.day("effective_from"), read.day("effective_to")
    if starts and ends and ends < starts:
        raise _RefusedError(replies.ENDS_BEFORE_START)
    return Faq(
        id=identifier,
        question=question,
        variants=_variants(read, question),
        answer=answer,
        topic=_topic(read),
        procedures=_procedures(read),
        link=_link(read),
        sources=_sources(read),
        checked=_checked(read),
        effective_from=starts,
        effective_to=ends,
    )


def _problem(row: Row, question: str, answer: str) -> str | None:
    if any(isinstance(cell, str) and DAMAGED in cell for cell in row.cells):
        return replies.DAMAGED_LETTERS
    if not re.search(r"[^\W_]", question):
        return replies.NO_QUESTION
    if not re.search(r"[^\W_]", answer):
        return replies.NO_ANSWER
    if len(question) > limits.QUESTION_LENGTH:
        return replies.too_long("câu hỏi", limits.QUESTION_LENGTH)
    return replies.too_long("câu trả lời", limits.ANSWER_LENGTH) if len(answer) > limits.ANSWER_LENGTH else None


def _variants(read: _Read, question: str) -> list[str]:
    """Other ways to ask, each once; one a line or divided by semicolons."""
    told = {fold(question)}
    variants = []
    columns = read.header.every.get("variants", ())
    for part in _parts("\n".join(read.row.text(column) for column in columns)):
        if fold(part) and fold(part) not in told and len(part) <= limits.QUESTION_LENGTH:
            told.add(fold(part))
            variants.append(part)
    return variants


def _parts(text: str) -> list[str]:
    return [part for item in _PARTS.split(text) if (part := _BULLET.sub("", item).strip(" -•"))]


def _topic(read: _Read) -> str:
    topic = read.line("topic")
    if not topic:
        read.doubts.append(replies.NO_TOPIC)
    return topic or TOPIC


def _checked(read: _Read) -> date:
    day = read.day("checked")
    if day is None:
        read.doubts.append(replies.NO_CHECKED_DAY)
    return day or read.checked


def _procedures(read: _Read) -> list[str]:
    cell = read.row.at(read.header.columns.get("procedures"))
    parts = [cell] if isinstance(cell, float) else re.split(r"[\s;,]+", read.text("procedures"))
    codes: list[str] = []
    for part in parts:
        code, padded = to_code(part)
        if CODE.fullmatch(code):
            codes.append(code)
            read.doubts += [replies.padded_code(str(part), code)] if padded else []
        elif code:
            read.doubts.append(replies.skipped_code(code))
    return list(dict.fromkeys(codes))


def _link(read: _Read) -> HttpUrl | None:
    shown = read.line("link")
    link = to_link(shown)
    if shown and link is None:
        read.doubts.append(replies.bad_link(shown))
    return link


def _sources(read: _Read) -> list[Source]:
    """Each source named; a link alone is named after its site. Refused if there is none: an answer must say where it is from."""
    named = _parts(read.text("source"))
    found = [_source(part) for part in named]
    if not found and (link := to_link(read.line("link"))):
        found = [Source(name=link.host or str(link), url=link)]
    if not found:
        raise _RefusedError(replies.NO_SOURCE)
    return found


def _source(part: str) -> Source:
    link = to_link(part)
    return Source(name=link.host or part, url=link) if link else Source(name=part)

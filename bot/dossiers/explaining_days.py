"""The days that stand in a paper: when it was signed, by when something is asked, when the result is promised. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.dossiers.explaining_page import Page, bare, twin_of

YEARS = range(2000, 2101)
_DATE = (
    r"(?:(?P<d{0}>\d{{1,2}}) ?[/.-] ?(?P<m{0}>\d{{1,2}})(?:(?: ?[/.-] ?)(?P<y{0}>\d{{4}}|\d{{2}}))?(?![\d/])"
    r"|(?P<dd{0}>\d{{1,2}}) thang (?P<mm{0}>\d{{1,2}})(?:,? nam (?P<yy{0}>\d{{4}}))?(?!\d))"
)
_DAY = _DATE.format("")
_HOUR = r"(?:(?:luc |truoc )?(?P<hour>\d{1,2}) ?(?:gio|h|g|:) ?(?P<minute>\d{2})?(?: ?phut)?,? ?)?"
_ANY_DATE = re.compile(rf"(?<![\d/.-]){_DAY}")
_TO = r"(?: ?(?:la|vao|den|het|ngay|truoc|luc|cham nhat|muon nhat|cuoi ngay|cua|:|-|,)){0,6}+"
_TERM_NAME = r"(?<!qua )(?<!gia )(?<!con )(?<!het )(?<!dung )(?<!thoi )(?<!dung thoi )(?<!co )(?:thoi )?han\b"
_DUE_DAY = re.compile(
    rf"\b(?P<cue>cham nhat|muon nhat|truoc|den het|khong (?:qua|muon hon)|{_TERM_NAME}[^.;\n\d]{{0,60}}?|"
    rf"thoi gian (?:bo sung|nop|hoan thien)[^.;\n\d]{{0,30}}?)(?P<to>{_TO}) ?{_HOUR}{_TO} ?{_DAY}"
)
_TERM = re.compile(
    rf"\b(?P<cue>trong (?:thoi han|vong|thoi gian|han)|{_TERM_NAME}[^.;\n\d]{{0,40}}?|cham nhat|muon nhat|khong qua|toi da|"
    r"thoi gian (?:bo sung|nop|hoan thien)[^.;\n\d]{0,30}?)"
    r"(?:[ :,]{0,3}(?:la|toi da|khong qua|trong vong|trong thoi han|trong|sau)){0,4}+[ :,]{0,3}"
    r"(?<!ngay )(?P<count>\d{1,3}) ?(?:\([^)\n]{1,40}\) ?)?"
    r"(?P<unit>ngay lam viec|ngay|thang|gio lam viec|gio)\b(?! ?\d)(?P<rest>[^.;\n]{0,120})"
)
_FROM = re.compile(r"[ ,]{0,3}(?:tinh |ke ){0,3}tu(?: (?:sau )?)(?P<start>[^.,;\n]{0,80})")
_OTHER_MATTER = re.compile(r"tra ket qua|giai quyet|hieu luc|gia tri|su dung|hop dong|ho chieu|khieu nai|khoi kien|tam tru|con han|het han")
_OF_A_PAPER = re.compile(r"\b(?:cap|ban hanh|ky|chup|lap|sinh|xac nhan|cong chung|chung thuc|nghi viec|ket hon|mua|xay dung|co)[ ,]*\Z")
_PROMISE = re.compile(r"\bse\b")
_SIGNED = (
    re.compile(rf"^(?!ngay)(?:tp\. ?)?[^\n.:;]{{2,80}}?, ?ngay {_DATE.format('')} *(?:$|v/v)"),
    re.compile(rf"^so ?:? ?[^\n]{{2,90}}?\bngay {_DATE.format('')} *$"),
)
_NEW_DAY = re.compile(
    r"\b(?:se tra|hen lai|hen tra lai|ngay (?:hen )?tra (?:ket qua )?moi|thoi gian (?:hen )?tra (?:ket qua )?moi|tra ket qua moi|"
    rf"(?:xin |de nghi )?gia han|doi (?:ngay|lich|sang))\b(?P<between>[^.;\n]{{0,120}}?)(?<![\d/.-]){_DAY}"
)
_RESULT_DAY = re.compile(
    rf"\b(?:hen tra|thoi gian tra|ngay tra|ngay hen|hen ngay|tra ket qua|nhan ket qua|hen)\b[^.;\n]{{0,70}}?(?<![\d/.-]){_DAY}"
)
_TO_DAY = re.compile(rf"[^.;\n]{{0,20}}?\b(?:den|sang) (?:het )?(?:ngay )?{_DAY}")


class Unit(StrEnum):
    """In what a term is counted."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    HOUR = "hour"


@dataclass(frozen=True)
class Deadline:
    """By when something is asked. ``words`` stand in the paper; ``day`` is written there, ``before`` which it must be done.

    A term has ``count`` and ``unit``; ``start`` is the day it runs from, where the paper tells that. ``others``: more days that are named.
    """

    words: str
    day: date | None = None
    before: bool = False
    hour: int | None = None
    minute: int = 0
    count: int | None = None
    unit: Unit | None = None
    start: date | None = None
    others: tuple[date, ...] = ()


def signed_day(page: Page, today: date) -> date | None:
    """The day in the head of a letter: ``Huế, ngày 18 tháng 11 năm 2026``."""
    for line in (*page.raw[:20], *page.text.split("\n")[:20]):
        twin = twin_of(line)
        for pattern in _SIGNED:
            if match := pattern.search(twin):
                return _day(match, today)
    return None


def deadline(page: Page, lists: list[tuple[int, int]], *, signed: date | None, today: date) -> Deadline | None:
    """The deadline outside of ``lists``, the places of listed papers; the earliest where several days are named."""
    days = [found for found in _days(page, signed, today) if not _inside(found[0], lists)]
    dated = sorted({(item.day, not item.before, at): item for at, item in days if item.day}.items(), key=lambda pair: pair[0])
    if dated:
        first = dated[0][1]
        others = sorted({item.day for _, item in dated if item.day and item.day != first.day})
        return Deadline(first.words, first.day, first.before, first.hour, first.minute, others=tuple(others))
    return next((item for at, item in _terms(page, signed, today) if not _inside(at, lists)), None)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _days(page: Page, signed: date | None, today: date) -> Iterator[tuple[int, Deadline]]:
    for match in _DUE_DAY.finditer(page.twin):
        day = _day(match, signed or today)
        cue = match["cue"]
        clause = page.twin[max(0, match.start() - 40) : match.start()]
        if day is None or _OTHER_MATTER.search(cue) or _OF_A_PAPER.search(clause):
            continue
        if day < (signed or today - timedelta(days=150)):
            continue
        hour = int(match["hour"]) if match["hour"] and int(match["hour"]) < 24 else None
        before = (
            hour is None and re.search(r"\btruoc\D*$", match[0][: match.start("d" if match["d"] else "dd") - match.start()]) is not None
        )
        minute = int(match["minute"] or 0) % 60
        yield match.start(), Deadline(bare(page.text[match.start() : match.end()]), day, before, hour, minute)


def _terms(page: Page, signed: date | None, today: date) -> Iterator[tuple[int, Deadline]]:
    for match in _TERM.finditer(page.twin):
        start = _FROM.match(match["rest"])
        since = start["start"] if start else ""
        if _OTHER_MATTER.search(match["cue"]) or _is_of_the_office(since, match["rest"]) or _is_of_complaints(page.twin, match):
            continue
        if not start and re.match(r"cham nhat|khong qua|toi da|trong vong", match["cue"]) and match["unit"] == "thang":
            continue
        end = match.start("rest") + (start.end() if start else 0)
        words = bare(page.text[match.start() : min(end, match.start() + 160)])
        unit = {"ngay lam viec": Unit.WORKING_DAY, "ngay": Unit.DAY, "thang": Unit.MONTH}.get(match["unit"], Unit.HOUR)
        yield match.start(), Deadline(words, count=int(match["count"]), unit=unit, start=_starts(since, signed, today))


def _is_of_the_office(since: str, rest: str) -> bool:
    """What the office itself promises, not what it asks."""
    return re.search(r"nhan (?:duoc )?(?:du )?(?:ho so|giay to)|tiep nhan|bo sung", since) is not None or (
        _PROMISE.search(rest) is not None and not re.search(r"\b(?:neu|ma|qua)\b", rest)
    )


def _is_of_complaints(twin: str, match: re.Match[str]) -> bool:
    return re.search(r"khieu nai|khoi kien|gia tri|hieu luc|to cao", twin[max(0, match.start() - 80) : match.end()]) is not None


def _starts(since: str, signed: date | None, today: date) -> date | None:
    """The day a term runs from, where it is written. "From the day of receipt" is known to the citizen alone."""
    written = _ANY_DATE.search(since[:40])
    if written:
        return _day(written, signed or today)
    if re.search(r"\bnhan\b", since):
        return None
    return signed if re.match(r"(?:ngay )?(?:ky|ban hanh|ra |phat hanh|lap |co |thong bao|cua )", since) else None


def appointment(page: Page, *, moved: bool, signed: date | None, today: date) -> date | None:
    """The day of the result; where an old one is ``moved``, only the new."""
    for match in (_NEW_DAY if moved else _RESULT_DAY).finditer(page.twin):
        later = _TO_DAY.match(page.twin, match.end())
        day = _day(later or match, signed or today)
        if day and not (moved and signed and day < signed):
            return day
    return None


def _day(match: re.Match[str], near: date) -> date | None:
    """The day written; without a year, the one that lies next to or after ``near``."""
    day, month = int(match["d"] or match["dd"]), int(match["m"] or match["mm"])
    year = match["y"] or match["yy"]
    if year:
        return _real(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    found = _real(near.year, month, day)
    return _real(near.year + 1, month, day) if found and found < near - timedelta(days=60) else found


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None

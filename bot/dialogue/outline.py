"""Long official texts as an outline: their list marks (-, +, a), 1., (i)) are read, wherever they stand, and set anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.formats import bare, bracketed, lower_first, sentence, sentences, tidy, unnumbered, upper_first
from knowledge.words import UPPER
from retriever.text import clean

_NUMBER = (
    rf"\(?\d{{1,2}}(?:\.\d{{1,2}})*[.)](?=\s|[{UPPER}])|\d{{1,2}}/(?=\s|[{UPPER}][^\W{UPPER}])|\d{{1,2}}(?:\.\d{{1,2}})+(?=\s+[{UPPER}])"
)
_MARK = re.compile(
    rf"[\s“\"]*(?:(?P<sign>[-–—−+*•●○▪◦·]+)|(?P<number>{_NUMBER})|(?P<letter>\(?[a-zđA-D](?:\.\d)?[).](?=\s|[{UPPER}]))|"
    rf"(?P<roman>\(?(?:[ivx]{{1,5}}|[IVX]{{1,5}})[).](?=\s|[{UPPER}])))\s*[-–:.]*\s*"
)
_ROMAN = re.compile(r"\(?[ivx]+[).]")
_INSIDE = re.compile(
    rf"(?<=[.;:,])\s*[-–+*•●]{{1,3}}\s+(?=\S)|(?<=[.;:,])\s+[-–+*•●]{{1,3}}(?=[{UPPER}])|"
    rf"(?<=[^\W\d])\s+(?:\+{{2,3}}|[•●])\s*(?=[{UPPER}])|(?<=[^\W\d{UPPER}])\s+\+\s+(?=[{UPPER}][^\W\d{UPPER}])|"
    rf"(?<=[^\W\d]{{2}}[.;:])(?=[a-zđ]\)\s+[{UPPER}])|"
    rf"(?<=[.;:])\s+(?=\(?(?:[a-zđ]|\d{{1,2}}|[ivx]{{1,4}})\)\s+\S|(?:\d{{1,2}}\.){{1,3}}\s+[{UPPER}]|[a-zđ]\.\s+[{UPPER}])"
)
"""Where a list goes on inside a line. A mark of its own is kept for :data:`_MARK`."""

_LONE = re.compile(r"\W*(?:hoặc|và|gồm|nộp|\d{1,2})?\W*", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:trình tự|cách thức|thủ tục|yêu cầu, điều kiện)(?: thực hiện)?(?: thủ tục)?(?: hành chính)?\s*[.:]?|từ khóa\b.{0,30}", re.IGNORECASE
)
"""Headings of the portal's own form: they tell nothing."""


@dataclass(frozen=True)
class Point:
    """One entry of an outline. ``level`` 0 is the outermost."""

    text: str
    level: int

    @property
    def leads_on(self) -> bool:
        """Whether it only introduces what follows."""
        return self.text.rstrip().endswith(":")


def outline(text: str) -> list[Point]:
    """The points of a text in order, without their marks; a line that only goes on where the last one broke off joins it."""
    return list(_outline(text))


@lru_cache(maxsize=4096)
def _outline(text: str) -> tuple[Point, ...]:
    """Records are told again and again."""
    found: list[Point] = []
    open_marks: list[str] = []
    for piece in _pieces(text):
        mark = _MARK.match(piece)
        words = unnumbered(piece[mark.end() :]) if mark else tidy(piece)
        if not any(letter.isalnum() for letter in words):
            continue
        if mark is None and found and words[0].islower() and not found[-1].text.endswith((".", ";", ":")):
            found[-1] = Point(f"{found[-1].text} {words}", found[-1].level)
            continue
        found.append(Point(words, _level(mark, open_marks)))
    return tuple(_without_lone_words(found))


def _pieces(text: str) -> list[str]:
    """The lines of a text, divided again where a list goes on inside of them, though never inside brackets."""
    pieces: list[str] = []
    for line in re.split(r"[\r\n\u2028]+", text):
        flat, start = _unwrapped(clean(line)), 0
        closed = bracketed(flat)
        for match in _INSIDE.finditer(flat):
            is_sum = match[0].strip() == "+" and "=" in flat
            if not is_sum and not any(begin < match.start() < end for begin, end in closed):
                pieces.append(flat[start : match.start()])
                start = match.start()
        pieces.append(flat[start:])
    return pieces


def _unwrapped(line: str) -> str:
    """A line that stands in brackets as a whole, without them."""
    return line.rstrip(" .;")[1:-1] if (0, len(line.rstrip(" .;")) - 1) in bracketed(line) else line


def _level(mark: re.Match[str] | None, open_marks: list[str]) -> int:
    """How deep a mark stands under those before it; what has none goes on at the level of its kind."""
    kind = _kind(mark, open_marks)
    if kind in open_marks:
        del open_marks[open_marks.index(kind) + 1 :]
    elif kind or not open_marks:
        open_marks.append(kind)
    return len(open_marks) - 1


def _kind(mark: re.Match[str] | None, open_marks: list[str]) -> str:
    if mark is None:
        return ""
    if mark["sign"]:
        return mark["sign"][0].replace("–", "-")
    written = mark["number"] or mark["letter"] or mark["roman"]
    if mark["number"]:
        return f"{written[0] == '('}{written.count('.') - written.endswith('.')}{written[-1] == ')'}"
    is_roman = _ROMAN.fullmatch(written) and (open_marks[-1:] == ["roman"] or "a" not in open_marks)
    return "roman" if is_roman or not mark["letter"] else "A" if written.strip("(")[0].isupper() else "a"


def _without_lone_words(points: list[Point]) -> list[Point]:
    """A single "hoặc", "và" or number that stands as a point of its own says nothing."""
    return [point for point in points if not _LONE.fullmatch(point.text)] or points


def lines(text: str, *, most: int = 99) -> list[str]:
    """A text of several points as list lines: "- " for the outer ones, "+ " under them; an introduction stands unmarked."""
    points = outline(text)[:most]
    points = [point for point in points if not _TITLE.fullmatch(point.text)]
    points = points[:-1] if points and points[-1].leads_on else points
    start = 1 if len(points) > 1 and points[0].leads_on and all(point.level > points[0].level for point in points[1:]) else 0
    return [*map(_heading, points[:start]), *below(points[start:])]


def _heading(point: Point) -> str:
    return f"{bare(point.text)}:"


def line_of(point: Point, depth: int) -> str:
    """A point as a list line at a depth of 0 or more."""
    said = _heading(point) if point.leads_on else sentence(point.text)
    return f"{'+' if depth else '-'} {upper_first(said)}"


def led(lead: str, text: str, *, most: int = 99) -> list[str]:
    """A text behind a lead ("Bước 1: "), its further points as list lines below."""
    points = outline(text)
    if not points:
        return []
    first, *others = points
    continues = lead.endswith(": ")
    text = lower_first(first.text) if continues else upper_first(first.text)
    kept = others[: max(most - 1, int(first.leads_on))]
    while kept and kept[-1].leads_on and len(kept) < len(others):
        kept.append(others[len(kept)])
    if first.leads_on and len(kept) == 1:
        return [f"{lead}{bare(text)}: {sentence(lower_first(kept[0].text), keep_case=True)}"]
    if kept and kept[-1].leads_on:
        kept = kept[:-1]
    said = f"{bare(text)}:" if first.leads_on and kept else sentence(text, keep_case=True)
    return [f"{lead}{said}", *below(kept)]


def below(points: Sequence[Point]) -> list[str]:
    """Points as list lines, the outermost of them as "- "."""
    outer = min((point.level for point in points), default=0)
    first = next((at for at, point in enumerate(points) if point.level == outer), 0)
    inner = min((point.level for point in points[:first]), default=0)
    return [line_of(point, point.level - (inner if at < first else outer)) for at, point in enumerate(points)]


def in_a_row(text: str) -> str:
    """A text with lists inside as one line: ``Đơn gồm: tên; nơi ở``."""
    said, *others = [point.text for point in outline(text)] or [""]
    for part in others:
        if said.endswith((".", ":")):
            said = f"{said} {upper_first(part) if said.endswith('.') else lower_first(part)}"
        else:
            said = f"{bare(said)}; {lower_first(part)}"
    return said


def statements(text: str) -> list[str]:
    """What a text states, sentence by sentence; what an introduction leads to stays with it."""
    found: list[str] = []
    points = outline(text)
    while points:
        first, *points = points
        under = 0
        while first.leads_on and under < len(points) and (points[under].level > first.level or under == 0):
            under += 1
        found += map(unnumbered, sentences(first.text))
        if under and found:
            found[-1] = f"{bare(found[-1])}: {'; '.join(lower_first(bare(point.text)) for point in points[:under])}"
        points = points[under:]
    return found

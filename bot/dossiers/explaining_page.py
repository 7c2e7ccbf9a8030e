"""A pasted paper made readable: whole lines again, a twin without diacritics, and the lists that stand in it.

Text comes out of PDFs, scans and messages: lines broken anywhere, page numbers between them, capitals only, no diacritics, O for 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retriever.text import fold, is_syllable

LONGEST = 8000
"""Characters that are read; a message has at most half as many."""
MOST_ITEMS = 60

MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap ?[-–] ?tu do ?[-–] ?hanh phuc")
OFFICE = (
    r"(?:ubnd|uy ban nhan dan|"
    r"so (?!luong|ho so|tien|dien thoai|:|\d)(?=[a-z])|chi nhanh|trung tam|ttpvhcc|tt ?pvhcc|"
    r"tthcc|cuc|chi cuc|phong|"
    r"bo (?!sung)(?=[a-z])|b0 phan|van phong|cong an|bao hiem|bhxh|thue (?:co so|tinh|thanh pho|tp)|"
    r"ban quan ly|kho bac|toa an|cong (?:dvc|dich vu cong)|hoi dong)"
)
"""How the line that names an office begins, in the twin."""
_TITLE_START = rf"(?:phieu|thong bao|giay (?:moi|tiep nhan|bien nhan|hen)|van ban xin|bien nhan|v/v|ve viec|kinh gui|so ?:|{OFFICE})"
_FIELD = re.compile(r"[^\s.:;?!][^.:;?!\n]{1,44}:(?!/)")
_PAGE_NUMBER = re.compile(r"[-– ]*\d{1,3}(?: ?/ ?\d{1,3})?[-– ]*|(?:trang|page) \d{1,3}(?: ?[/|] ?\d{1,3}| (?:cua|of) \d{1,3})?")
_RULE = re.compile(r"[\W_]+")
_DATE_SLIP = re.compile(r"(?<!\w)[\dOoIl]{1,2} ?[/.-] ?[\dOoIl]{1,2} ?[/.-] ?[\dOoIl]{4}(?!\w)")
_WORDY_SLIP = re.compile(
    r"(?<!\w)(ngày|ngay|Ngày|NGÀY|năm|nam|NĂM|tháng|thang|THÁNG) (?=[\dOoIl]{1,4}(?!\w))(?=\w*\d)([\dOoIl]{1,4})(?!\w)"
)
_SLIPS = str.maketrans("OoIl", "0011")
_BULLET = re.compile(r"^[•●▪◦○■□·*–—+-] ?(?=\S)")
_SPACED_MARK = re.compile(r" +(?=[,;:.!?](?:\s|$))")
_ENUMERATOR = re.compile(
    r"\(?(?P<number>\d{1,2})(?:[.)](?=\s|[^\W\d_])|/(?= ))\s*|\(?(?P<letter>[a-hđA-H])\)\s*|"
    r"(?P<row>\d{1,2}) (?=[^\W\d])(?!(?:ngày|ngay|tháng|thang|năm|nam|giờ|gio|phút|phut|bản|ban|bộ|bo|đồng|dong)\b)|(?P<dash>-) ",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"(?:^|[\s:;,])\(?\d{1,2}[.)]$")
_BARE_UNIT = re.compile(r"\d{1,2} [^\W\d]")
_GLYPH = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Page:
    """The text in whole lines; ``twin`` is the same in small letters without diacritics, character by character.

    ``raw`` are the lines as they were pasted, cleaned only: a head of a letter is read from them.
    """

    text: str
    twin: str
    raw: tuple[str, ...]
    cased: bool
    """Large and small letters are both used, so that a small one tells that a sentence goes on."""
    motto: bool
    """It bears the national name and motto (quốc hiệu)."""


def read(pasted: str) -> Page:
    """The page of any text. Linear in its length."""
    cleaned = [_clean(line) for line in _plain(pasted).split("\n")]
    motto = any(MOTTO.search(twin_of(line)) for line in cleaned)
    kept = [_without_motto(line) for line in cleaned]
    cased = _is_cased(" ".join(kept))
    raw = tuple(line for line in kept if not _is_clutter(line))
    text = "\n".join(_whole_lines(raw, cased))
    return Page(text, twin_of(text), raw, cased, motto)


def twin_of(text: str) -> str:
    """The text in small letters without diacritics; as long as the text."""
    return "".join(map(_plain_letter, text))


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    plain = fold(letter).lower()
    return plain if len(plain) == 1 else letter


def _plain(pasted: str) -> str:
    """NFC, lines ended alike, no invisible characters."""
    text = unicodedata.normalize("NFC", pasted[:LONGEST])
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    return "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def _clean(line: str) -> str:
    line = _SPACED_MARK.sub("", " ".join(line.split()))
    line = re.sub(r"^[lI](?=[.)] ?[^\W\d_])", "1", line)
    line = re.sub(r"[\u2010-\u2015\u2212]", "-", line)
    line = _DATE_SLIP.sub(lambda m: m[0].translate(_SLIPS) if sum(c.isdigit() for c in m[0]) >= 3 else m[0], line)
    line = _WORDY_SLIP.sub(lambda m: f"{m[1]} {m[2].translate(_SLIPS)}", line)
    return _BULLET.sub("- ", line)


def _without_motto(line: str) -> str:
    twin = twin_of(line)
    while match := MOTTO.search(twin):
        line, twin = line[: match.start()] + line[match.end() :], twin[: match.start()] + twin[match.end() :]
    return line.strip()


def _is_clutter(line: str) -> bool:
    return _RULE.fullmatch(line) is not None or not line or _PAGE_NUMBER.fullmatch(twin_of(line)) is not None


def _is_cased(text: str) -> bool:
    letters = _GLYPH.findall(text)
    large = sum(c.isupper() for c in letters)
    return bool(large >= 2 and len(letters) - large > 0.3 * len(letters))


def _whole_lines(raw: tuple[str, ...], cased: bool) -> Iterator[str]:
    """Lines that were broken for want of width are joined."""
    parts: list[str] = []
    width = _width(raw)
    for at, line in enumerate(raw):
        if parts and not _goes_on(raw[at - 1], line, cased=cased, width=width):
            yield "".join(parts)
            parts = []
        if parts:
            parts[-1], joint = _joint(parts[-1], line)
            parts.append(joint)
        parts.append(line)
    yield "".join(parts)


def _width(raw: tuple[str, ...]) -> int | None:
    """At how many characters the lines were broken; None where they do not look broken."""
    longest = max(map(len, raw), default=0)
    near = sum(len(line) > 0.82 * longest for line in raw)
    enough = 3 if longest < 60 else min(3, len(raw) - 1)
    return longest if 30 <= longest <= 130 and near >= enough > 0 else None


def _goes_on(before: str, line: str, *, cased: bool, width: int | None) -> bool:
    if before.endswith((":", "./.")):
        return False
    if _LONE_NUMBER.search(before[-6:]):
        return True
    full = width is not None and len(before) + 1 + len(line.split(maxsplit=1)[0]) > width
    if _ENUMERATOR.match(line) and not (full and _BARE_UNIT.match(line)):
        return False
    if cased and line[0].islower() and not _is_shouted(before):
        return True
    if before.endswith((".", ";", "!", "?")):
        return False
    if full:
        return not _is_title(line) and not _surely_starts(line, cased=cased)
    return _seems_to_go_on(before, line, cased=cased)


def _surely_starts(line: str, *, cased: bool) -> bool:
    start = _STARTS.match(twin_of(line))
    if start is None:
        return False
    return (cased and line[0].isupper()) or ":" in line[start.end() : start.end() + 20] or start[0] in ("tran trong", "noi nhan")


def _is_title(line: str) -> bool:
    return re.match(rf"(?:{_TITLE_START}|{MOTTO.pattern})", twin_of(line)) is not None


def _seems_to_go_on(before: str, line: str, *, cased: bool) -> bool:
    """Where only words can tell: in a text with large letters a new line that begins with one is a new line."""
    if cased or len(before) < 25 or before[-4:].isdigit():
        return False
    twin = twin_of(line)
    rest_of_one = line.endswith(":") and len(line) < 20
    begins = _is_title(line) or (_FIELD.match(twin) and not rest_of_one)
    return not begins and _STARTS.match(twin) is None


_STARTS = re.compile(
    r"(?:trong (?:thoi han|vong|qua trinh)|qua thoi han|het thoi han|sau thoi han|qua han|cham nhat|de nghi|moi |neu |xin |"
    r"tran trong|noi nhan|[kt]\. ?[tl]\.|nguoi (?:huong|tiep|nop|lap|ky)|rat mong|lien he|ly do|thoi han|han |"
    r"ma (?:so )?ho so|ho so cua|noi dung|thu tuc|ten thu tuc|dia chi|(?:so )?dien thoai|email|"
    r"nguoi nop|hinh thuc|noi nop|qua xem xet|qua kiem tra)"
)


def _is_shouted(line: str) -> bool:
    letters = _GLYPH.findall(line)
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.9 * len(letters)


def _joint(before: str, line: str) -> tuple[str, str]:
    """What comes between. A word divided by a hyphen at the end of a line is one word again, two syllables stay two."""
    if not re.search(r"[^\W\d_]-$", before[-2:]) or not line[0].isalpha():
        return before, " "
    first, second = re.split(r"\W", before[-20:-1])[-1], re.split(r"\W", line[:20], maxsplit=1)[0]
    return before[:-1], " " if is_syllable(first.lower()) and is_syllable(second.lower()) else ""


@dataclass
class _Point:
    style: str
    parts: list[str]


def listed(content: str, ends: re.Pattern[str], *, may_be_empty: bool = True) -> tuple[str, ...]:
    """The points of a list, or of a sentence that lists; what begins with ``ends`` (a pattern over the twin) is no part of it.

    Unless it ``may_be_empty``, the first words are a part, whatever they are.
    """
    points: list[_Point] = []
    lines = list(_divided(content))
    for at, line in enumerate(lines):
        mark = _ENUMERATOR.match(line)
        if mark is not None and (not mark["row"] or _is_row(mark, points)):
            _take(points, _style(mark), line[mark.end() :])
        elif not points:
            return _prose(content, ends, may_be_empty=may_be_empty)
        elif (_stops(line, ends) or _is_apart(points[-1].parts[-1], line)) and not _counts_on(lines[at + 1 : at + 2], points):
            break
        else:
            points[-1].parts.append(line)
    told = [_told(point) for point in points[:MOST_ITEMS]]
    return tuple(filter(None, [*map(bare, told[:-1]), *(bare(cut(last, ends)) for last in told[-1:])]))


def _is_apart(before: str, line: str) -> bool:
    """A new sentence after the end of a point."""
    return before.endswith(".") and line[:1].isupper()


def _counts_on(following: list[str], points: list[_Point]) -> bool:
    """The next line is the next number of the list, so that the line between belongs to it (a reason for each paper)."""
    mark = _ENUMERATOR.match(following[0]) if following else None
    return mark is not None and mark["number"] == str(len(points) + 1) and points[0].style == "number"


def _style(mark: re.Match[str]) -> str:
    return mark.lastgroup or ""


def _is_row(mark: re.Match[str], points: list[_Point]) -> bool:
    """A bare number begins a line of a table only where it counts on."""
    return int(mark["row"]) == 1 + sum(point.style == "row" for point in points) and (not points or points[0].style == "row")


def _take(points: list[_Point], style: str, said: str) -> None:
    if points and style != points[0].style:
        points[-1].parts.append(f"; {said}")
    else:
        points.append(_Point(style, [said]))


def _told(point: _Point) -> str:
    said = point.parts[0]
    for part in point.parts[1:]:
        sub = part.startswith("; ")
        said = bare(said) if sub and not said.endswith(":") else said
        said = said + (f" {part[2:]}" if sub and said.endswith(":") else part if sub else f" {part}")
    return said


def _stops(line: str, ends: re.Pattern[str]) -> bool:
    return ends.match(twin_of(line)) is not None


def cut(said: str, ends: re.Pattern[str]) -> str:
    """The text before the first sentence that begins with ``ends``."""
    twin = twin_of(said)
    for match in re.finditer(r"(?<=[.!?;])\s+|\./\.\s*", twin):
        if ends.match(twin, match.end()) or match[0].startswith("./."):
            return said[: match.start()]
    return said


def _prose(content: str, ends: re.Pattern[str], *, may_be_empty: bool) -> tuple[str, ...]:
    """What one sentence lists between semicolons, or between commas where each part names a paper."""
    said = cut(content.split("\n", maxsplit=1)[0], ends)
    if may_be_empty and _stops(said, ends):
        return ()
    parts = re.split(r";\s+", said)
    if len(parts) == 1:
        parts = _papers(said)
    return tuple(part for part in map(bare, parts) if part)[:MOST_ITEMS]


_PAPER = (
    r"(?:giay|ban (?:sao|chinh|goc|ve|cam|dich|an|ke|photo)|don|to khai|so (?:ho|bao|yeu)|cccd|cmnd|can cuoc|anh |"
    r"hop dong|chung (?:chi|minh|tu)|phieu|bien ban|hoa don|van ban|trich luc)"
)


def _papers(said: str) -> list[str]:
    twin = twin_of(said)
    if not re.match(_PAPER, twin):
        return [said]
    parts, at = [], 0
    for match in re.finditer(rf"(?:, | va (?=(?:{_PAPER})))(?={_PAPER})", twin):
        parts.append(said[at : match.start()])
        at = match.end()
    return [*parts, said[at:]]


def _divided(content: str) -> Iterator[str]:
    """The lines; where a line counts on inside (1. ... 2. ...), each point is a line."""
    for line in content.split("\n"):
        yield from _points_apart(line)


def _points_apart(line: str) -> Iterator[str]:
    first = _ENUMERATOR.match(line)
    at = 0
    if first is not None and (first["number"] or first["letter"]):
        number = int(first["number"]) if first["number"] else "abcdefgh".find(first["letter"]) + 1
        for match in re.finditer(r"(?<=[;.,:])\s*\(?(\d{1,2}|[a-h])[.)/]\s|\s\((\d{1,2}|[a-h])\)\s|\s(\d{1,2})[.)]\s", line):
            label = match[1] or match[2] or match[3]
            if (int(label) if label.isdigit() else "abcdefgh".find(label) + 1) == number + 1:
                yield line[at : match.start()].strip()
                at, number = match.start(), number + 1
    elif first is not None and first["dash"]:
        for match in re.finditer(r"[;,.]\s+(?=-\s)", line):
            yield line[at : match.start()].strip()
            at = match.end()
    yield line[at:].strip()


def bare(text: str) -> str:
    """One line without the marks at its ends."""
    return " ".join(text.split()).strip(" ,;:/-+*").removesuffix("./").rstrip(" .,;:/")

"""Dossier codes as people write them: one grammar, for finding, masking and reading.

A code is ``{unit}-{yymmdd}-{sequence}``; a unit is a letter and two digits, then levels of two or three digits, and in older codes
three groups come before it. The head (letter and two digits) is found by a pattern; the digits behind it are then read in every
way that their number allows, and each way costs what it takes for granted. Spans are offsets into a twin of ``bot.numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_DIGIT = "[0-9OoIil]"
"""Letters too that people and fonts put for 0 and 1."""
_LETTERS = "OoIil"
_REPAIRED = str.maketrans(_LETTERS, "00111")
_GROUPS = (
    rf"{_DIGIT}{{3}}[.,·]?{_DIGIT}{{2}}[.,·]?{_DIGIT}{{2}}[.,·]?"
    rf"|{_DIGIT}{{1,3}}\.{_DIGIT}{{1,2}}\.{_DIGIT}{{1,2}}\."
    rf"|[0Oo]{{2}}{_DIGIT}(?:[ \n.,·-]{{0,3}}{_DIGIT}{{2}}){{2}}[ \n.,·-]{{0,3}}"
)
_HEAD = re.compile(
    rf"(?<![A-Za-z0-9])(?P<groups>{_GROUPS})?(?:(?P<known>[GHgh])[ .\-]{{0,2}}|(?P<other>[A-HJ-NP-Za-hj-km-np-z]))(?P<level>{_DIGIT}{{2}})"
)


def _any_of(words: str) -> str:
    """A pattern of whole words, however their marks are encoded."""
    return "(?:" + "|".join("".join(letter + "[\u0300-\u036f]*" for letter in word) for word in words.split()) + r")(?!\w)"


_SPOKEN_SIGN = _any_of("chấm cham gạch gach ngang trừ tru xuyệt xuyet suyệt suyet sẹc xẹc")
_NAME = _any_of("tiếp tiep nhận nhan nộp nop ngày ngay số so thứ thu tự tu stt")
_NAMED = re.compile(_NAME, re.IGNORECASE)
_SIGNS = r"[ \n.,·:;/_|\\()#-]"
_PIECE = re.compile(
    rf"(?P<gap>{_SIGNS}{{0,6}}(?:(?i:{_SPOKEN_SIGN}|{_NAME}){_SIGNS}{{1,4}}){{0,4}})"
    rf"(?=[{_LETTERS}]{{0,21}}[0-9]|(?<=[.\-_])[OIl]{{2,7}}(?!\w))(?P<digits>{_DIGIT}{{1,22}})(?!{_DIGIT})"
)
_SOFT = " \n.,·"
_MONEY = re.compile(r" ?(?:đ|₫|vn[dđ]|đồng|dong)(?!\w)", re.IGNORECASE)
_LAW_NUMBER = re.compile(r"[/-][A-Za-zĐđ]")
_COUNTED = re.compile(
    r" ?(?:ngày|ngay|tuần|tuan|tháng|thang|năm|nam|tuổi|tuoi|hôm|hom|giờ|gio|phút|phut|lần|lan|triệu|trieu|k|tr|bộ|bo|bản|ban)(?!\w)",
    re.IGNORECASE,
)
_PROCEDURE_BEFORE = re.compile(r"[1-9] ?[., ] ?\d{6}[. ]{1,2}(?:000[. ]{0,2}00[. ]{0,2}00[. ]{0,2})?$")
_DIGIT_BEFORE = re.compile(r"\d[.\-]$")
_NUMBERED = re.compile(r"(?:^|[\s(])\d{1,2}[.\-]$")
_CUE = re.compile(r"(?:hồ sơ|ho so|\bhs|mã|\bma|biên nhận|bien nhan|giấy hẹn|giay hen)\b[^\d\n]{0,20}$", re.IGNORECASE)

_MOST_PIECES, _LOOK_BACK, _MOST_READINGS = 10, 40, 8
_LONGEST_TAIL, _DAY = 9, 6
_SEQUENCE = range(4, 8)
_RUN_ON_YEARS = range(15, 40)
"""Where a date does not stand by itself, it is of a year in which such codes exist."""
_ODD, _UNLIKELY, _TORN = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Code:
    """One way to read a writing. ``cost`` is what it takes for granted: 0 where every part stands by itself."""

    unit: str
    day: str
    """Six digits, ``yymmdd``, of which not every one is a day; empty where it is missing."""
    sequence: str
    """Four to seven digits; fewer or none where the writing is incomplete."""
    cost: int = 0

    @property
    def text(self) -> str:
        """The official writing."""
        return "-".join(part for part in (self.unit, self.day, self.sequence) if part)

    @property
    def received(self) -> date | None:
        """The day in the code; None where no calendar has it."""
        return _calendar_day(self.day)


@dataclass(frozen=True, slots=True)
class Writing:
    """One code in a text, and the ways to read it: the likeliest first, never none."""

    start: int
    end: int
    readings: tuple[Code, ...]
    complete: bool = True
    """Whether it has all its parts; an impossible day is one."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of digits, what stands before it, and its place in the text."""

    gap: str
    digits: str
    end: int

    @property
    def soft(self) -> bool:
        """Whether spaces, dots and commas alone part it from what is before."""
        return bool(self.gap) and not self.gap.strip(_SOFT)

    @property
    def hard(self) -> bool:
        """Whether a dash, a slash or a word does."""
        return bool(self.gap.strip(_SOFT))

    @property
    def named(self) -> bool:
        """Whether it is called a day or a number."""
        return _NAMED.search(self.gap) is not None


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a code, and the digits that follow: all of them, and the pieces by the number of digits before each."""

    text: str
    start: int
    end: int
    unit: str
    known: bool
    """A letter that units really begin with, or an older code's three groups."""
    doubtful: bool
    """Whether more stands between the letter and its digits than behind these: ``h 0912``."""
    letter: str
    digits: str
    cuts: dict[int, _Piece]

    @property
    def cued(self) -> bool:
        """Whether the words before speak of a dossier."""
        return _CUE.search(self.text, max(0, self.start - _LOOK_BACK), self.start) is not None

    def inside(self, start: int, end: int) -> list[int]:
        """The cuts between two numbers of digits."""
        return [cut for cut in self.cuts if start < cut < end]

    def parted(self, at: int) -> bool:
        """Whether something stands before the digit of this number, or there is none."""
        return at == len(self.digits) or (at in self.cuts and bool(self.cuts[at].gap))


_Day = tuple[str, int, int]
"""Six digits, how many digits of the text they are, and the cost."""


def writings(plain: str) -> list[Writing]:
    """The codes of a twin, in order. The time grows with its length alone."""
    found: list[Writing] = []
    at = 0
    while match := _HEAD.search(plain, at):
        writing = _written(_head(match, plain)) if _may_begin(match, plain) else None
        if writing:
            found.append(writing)
        at = writing.end if writing else match.start("level")
    return found


def _may_begin(match: re.Match[str], plain: str) -> bool:
    """No letters alone for digits (``hoi``), no procedure code before it, and not the rest of another number."""
    before = plain[max(0, match.start() - _LOOK_BACK) : match.start()]
    if not (any(c.isdigit() for c in match["level"]) or plain[match.end() : match.end() + 1] in (".", "-")):
        return False
    if _PROCEDURE_BEFORE.search(before):
        return False
    return _DIGIT_BEFORE.search(before) is None or _NUMBERED.search(before) is not None


def _head(match: re.Match[str], plain: str) -> _Head:
    letter = (match["known"] or match["other"]).upper()
    groups = _groups(match["groups"] or "")
    unit = ".".join([*groups, letter + match["level"].translate(_REPAIRED)])
    cuts, digits = {}, ""
    for piece in _pieces(plain, match.end()):
        cuts[len(digits)] = piece
        digits += piece.digits
    doubtful = plain[match.start("level") - 1].upper() != letter and 0 in cuts and cuts[0].gap == ""
    return _Head(plain, match.start(), match.end(), unit, bool(groups or match["known"]), doubtful, letter, digits, cuts)


def _groups(typed: str) -> list[str]:
    """``000.00.04`` of what stands before the letter; zeros left out are put back."""
    parts = re.findall(_DIGIT + "+", typed)
    if len(parts) != 3:
        joined = "".join(parts)
        parts = [joined[:3], joined[3:5], joined[5:]] if joined else []
    return [part.translate(_REPAIRED).zfill(width) for part, width in zip(parts, (3, 2, 2), strict=False)]


def _pieces(plain: str, at: int) -> Iterator[_Piece]:
    for _ in range(_MOST_PIECES):
        match = _PIECE.match(plain, at)
        if not match:
            return
        whole = match["digits"]
        digits = whole.rstrip(_LETTERS) if plain[match.end() : match.end() + 1].isalpha() else whole
        at = match.start("digits") + len(digits)
        if digits:
            yield _Piece(match["gap"], digits.translate(_REPAIRED), at)
        if digits != whole:
            return


def _written(head: _Head) -> Writing | None:
    found = [(code, end) for code, end in _whole(head) if code.received or _stands_out(head)]
    if not found:
        return _incomplete(head)
    least = min(code.cost for code, _ in found)
    near = sorted((pair for pair in found if pair[0].cost < least + _TORN), key=lambda pair: pair[0].cost)
    near = [pair for pair in near if pair[0].received] or near[:1]
    ways = {code.text: code for code, _ in reversed(near)}  # of two that say the same, the cheaper
    end = max(end for code, end in near if code.cost == near[0][0].cost)
    return Writing(head.start, end, tuple(sorted(ways.values(), key=lambda code: code.cost))[:_MOST_READINGS])


def _stands_out(head: _Head) -> bool:
    """Whether what is no whole code with a real day may still be meant as one."""
    return head.known and (head.cued or "." in head.unit or any(piece.hard for piece in list(head.cuts.values())[:4]))


def _whole(head: _Head) -> Iterator[tuple[Code, int]]:
    """Every reading that has all the parts, and where it ends in the text."""
    for tail in range(min(_LONGEST_TAIL, len(head.digits)) + 1):
        levels = _levels(head, tail)
        if levels is not None:
            for day, width, cost in _days(head, tail):
                for sequence, end, more in _sequences(head, tail + width):
                    yield Code(".".join([head.unit, *levels]), day, sequence, cost + more), end


def _levels(head: _Head, tail: int) -> list[str] | None:
    """The first digits as levels of the unit; None where they are none."""
    cuts = [0, *head.inside(0, tail), tail] if tail else []
    levels = [level for start, end in pairwise(cuts) for level in _split(head.digits[start:end])]
    named = any(head.cuts[cut].named for cut in cuts[:-1])
    return None if named or any(len(level) < 2 for level in levels) else levels


def _split(digits: str) -> list[str]:
    """Levels have two digits, at some ministries three: ``5005`` is ``50 05``, ``899107000`` three times three."""
    if len(digits) in (3, 9):
        return [digits[at : at + 3] for at in range(0, len(digits), 3)]
    levels = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return [*levels[:-2], levels[-2] + levels[-1]] if len(levels) > 1 and len(digits) % 2 else levels


def _days(head: _Head, at: int) -> Iterator[_Day]:
    """Every way to read a date from a place on. One that costs something is a real day of a year in which codes exist."""
    yield from _six(head, at)
    if at in head.cuts and head.known and not head.doubtful:
        costly = [*_other_order(head, at), *_eight(head, at), *_three(head, at), *_torn(head, at)]
        yield from (found for found in costly if _exists(found[0]))


def _six(head: _Head, at: int) -> Iterator[_Day]:
    day, end = head.digits[at : at + _DAY], at + _DAY
    if len(day) < _DAY or head.inside(at, end):
        return
    cost = _ODD * (not head.parted(at)) + _ODD * (not head.parted(end))
    glued = head.cuts[0].gap == "" and end < len(head.cuts[0].digits)
    if cost == 0 or (_exists(day) and (cost < _UNLIKELY or glued) and not head.doubtful):
        yield day, _DAY, cost


def _other_order(head: _Head, at: int) -> Iterator[_Day]:
    """``ngày 310824``."""
    piece = head.cuts[at]
    if piece.named and len(piece.digits) == _DAY:
        yield _turned(piece.digits), _DAY, _UNLIKELY


def _eight(head: _Head, at: int) -> Iterator[_Day]:
    """``31082024`` and ``20240831``."""
    digits = head.cuts[at].digits
    if len(digits) == 8 and head.cuts[at].gap:
        if digits[4:6] == "20":
            yield _turned(digits[:4] + digits[6:]), 8, 0
        if digits[:2] == "20":
            yield digits[2:], 8, 0


def _three(head: _Head, at: int) -> Iterator[_Day]:
    """``31/8/2024``, ``2024-08-31``, ``24 08 31``; of ``24/08/23`` nobody can say which end is the year."""
    pieces = [piece for cut, piece in head.cuts.items() if cut >= at][:3]
    if len(pieces) < 3:
        return
    first, second, third = (piece.digits for piece in pieces)
    lengths, width = (len(first), len(second), len(third)), len(first) + len(second) + len(third)
    if lengths == (2, 2, 2):
        slashed = "/" in pieces[1].gap and "/" in pieces[2].gap
        yield third + second + first, width, _ODD if pieces[0].named else _UNLIKELY if slashed else _TORN
        yield first + second + third, width, _UNLIKELY
    elif lengths[2] == 4 and max(lengths[:2]) <= 2 and third.startswith("20"):
        yield third[2:] + second.zfill(2) + first.zfill(2), width, _ODD
    elif lengths[0] == 4 and max(lengths[1:]) <= 2 and first.startswith("20"):
        yield first[2:] + second.zfill(2) + third.zfill(2), width, _ODD


def _torn(head: _Head, at: int) -> Iterator[_Day]:
    """``2408 23``."""
    inside = head.inside(at, at + _DAY)
    apart = head.parted(at) and head.parted(at + _DAY) and len(head.digits) >= at + _DAY
    if inside and apart and all(head.cuts[cut].soft for cut in inside):
        yield head.digits[at : at + _DAY], _DAY, _TORN


def _turned(digits: str) -> str:
    return digits[4:] + digits[2:4] + digits[:2]


def _sequences(head: _Head, at: int) -> Iterator[tuple[str, int, int]]:
    """Every way to read a sequence from a place on to the end of a piece: its digits, where it ends in the text, the cost."""
    for cut, piece in head.cuts.items():
        end = cut + len(piece.digits)
        if end - at not in _SEQUENCE:
            continue
        inside = head.inside(at, end)
        if inside and not (head.known and at in head.cuts and _joined(head, at, end, inside)):
            continue
        if not _is_other_number(head, at, piece):
            following = head.cuts.get(end)
            left_out = _TORN if following and following.hard and not following.named else 0
            yield head.digits[at:end], piece.end, _length_cost(head, end - at) + _UNLIKELY * len(inside) + left_out


def _joined(head: _Head, at: int, end: int, inside: list[int]) -> bool:
    """Whether pieces may be one sequence: ``896 048``, but not ``0098 12 ngày``."""
    together = all(b - a >= 2 for a, b in pairwise([at, *inside, end])) and all(head.cuts[cut].soft for cut in inside)
    return together and _COUNTED.match(head.text, head.cuts[inside[-1]].end) is None


def _is_other_number(head: _Head, at: int, last: _Piece) -> bool:
    """A sum of money; the number of a letter, where words alone made it look like a code."""
    law = at in head.cuts and head.cuts[at].named and _LAW_NUMBER.match(head.text, last.end)
    return bool(law or _MONEY.match(head.text, last.end))


def _length_cost(head: _Head, length: int) -> int:
    """Provinces count with four digits, ministries with six or seven."""
    if head.letter == "G":
        return 0 if length > 5 else _UNLIKELY
    return _ODD if head.letter == "H" and length > 4 else 0


def _incomplete(head: _Head) -> Writing | None:
    """A unit with a day but no sequence, or, where the words before speak of a dossier, a unit alone."""
    if not _stands_out(head):
        return None
    for cut, piece in head.cuts.items():
        levels = _levels(head, cut)
        if levels is not None and piece.gap and len(piece.digits) == _DAY and _exists(piece.digits):
            return _begun(head, levels, cut)
    levels = _levels(head, len(head.digits))
    if head.cued and levels is not None and ("." in head.unit or levels) and not any(piece.hard for piece in head.cuts.values()):
        end = max([head.end, *(piece.end for piece in head.cuts.values())])
        return Writing(head.start, end, (Code(".".join([head.unit, *levels]), "", ""),), complete=False)
    return None


def _begun(head: _Head, levels: list[str], cut: int) -> Writing | None:
    """A code up to its day, or to the first digits of its sequence."""
    day, following = head.cuts[cut], head.cuts.get(cut + _DAY)
    rest = following if following and following.hard else None
    if rest and len(rest.digits) in _SEQUENCE:
        return None
    rest = rest if rest and len(rest.digits) < _SEQUENCE.start else None
    code = Code(".".join([head.unit, *levels]), day.digits, rest.digits if rest else "")
    return Writing(head.start, rest.end if rest else day.end, (code,), complete=False)


def _exists(day: str) -> bool:
    found = _calendar_day(day)
    return found is not None and found.year % 100 in _RUN_ON_YEARS


def _calendar_day(day: str) -> date | None:
    if len(day) != _DAY:
        return None
    try:
        return date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return None

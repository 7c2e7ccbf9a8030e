"""How facts are written in Vietnamese: numbers, money, dates, durations, names, and how a long text is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from knowledge.schema import ProcessingTime, TimeUnit
from retriever.text import clean

NAME_LIMIT = 100
"""Characters of a procedure's name inside a sentence; official names reach a thousand."""

_UNITS = {
    TimeUnit.HOUR: "giờ",
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}
_CURRENCIES = {"VND": "đồng", "USD": "đô la Mỹ"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?:[-+*•–]\s*)?(?=[A-ZÀ-ỸĐ0-9“\"(])|(?<=;)\s+[-+*•–]\s*(?=[A-ZÀ-ỸĐ0-9“\"(])")
_ENUMERATOR = re.compile(r"^(?:\(?(?:[a-zđ]|\d{1,2})\)|(?:\d{1,2}\.)*\d{1,2}[.)]|[IVX]{1,4}[.)])\s+")
_LEADS_ON = re.compile(r"(?: bao)? gồm(?: có)?(?: các (?:tài liệu|giấy tờ))?(?: sau)?(?: đây)?$")
_SLIPS = ((re.compile(r"(?<!\.)\.\.(?!\.)"), "."), (re.compile(r"[;,]+\s*\."), "."))
_CLAUSE = re.compile(r"\s*[,;(:]| (?=(?:đối với|trong|do|bằng|thực hiện|theo|thuộc|của|tại) )")
_FILING_TAIL = re.compile(r" (?:thực hiện )?(?:bằng dịch vụ công|tại cấp|thực hiện tại)\b")
# "nước bạn", "bạn bè", "bạn đọc" are nouns, the rest is the pronoun.
_YOU = re.compile(r"(?<!nước )(?<!phía )(?<!bên )\b([Bb])ạn\b(?! (?:bè|đọc|đời|hàng|học))")
_KEEPS_CAPITAL = re.compile(
    r"(?:Ủy ban|Hội đồng|Trung tâm|Văn phòng|Phòng|Sở|Bộ|Cục|Chi cục|Công an|Bảo hiểm|Tòa|Chính phủ|Luật|Nghị định|Thông tư|"
    r"Việt|Nhà nước|Cổng|Chủ tịch|Thủ tướng|Ban|Quốc|Cơ sở dữ liệu|Giấy chứng nhận|Điều|Internet)\b"
)


def number(value: float) -> str:
    """A number with Vietnamese marks: 1.500 and 0,5."""
    whole, _, fraction = f"{value:,.3f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def money(amount: int, currency: str, per: str | None = None) -> str:
    """An amount with its currency and what it is charged for: ``135.000 đồng/lần``."""
    return f"{number(amount)} {_CURRENCIES[currency]}" + (f"/{lower_first(tidy(per))}" if per else "")


def day(value: date) -> str:
    """A date as dd/MM/yyyy."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def unit_name(unit: TimeUnit) -> str:
    """The Vietnamese name of a time unit."""
    return _UNITS[unit]


def duration(time: ProcessingTime) -> str:
    """A processing time: ``5 ngày làm việc``, ``ngay trong ngày``."""
    if time.amount is None or time.unit is None:
        return "ngay trong ngày"
    return f"{number(time.amount)} {unit_name(time.unit)}"


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """One line of running text, spoken to anh/chị, without bullets of its own at the start."""
    spoken = _YOU.sub(lambda match: "Anh/chị" if match.group(1) == "B" else "anh/chị", clean(text))
    for slip, repaired in _SLIPS:
        spoken = slip.sub(repaired, spoken)
    return spoken.lstrip("-+*•–.,;: ")


def label(text: str) -> str:
    """A name out of a list: without its number (a), 1.) and the words that led to the list."""
    return bare(_LEADS_ON.sub("", bare(unnumbered(text))))


def unnumbered(text: str) -> str:
    """A text without the number that it had in its list."""
    return _ENUMERATOR.sub("", tidy(text))


def lower_first(text: str) -> str:
    """The text as it continues a sentence; names of offices and abbreviations keep their capital."""
    if len(text) < 2 or text[1].isupper() or _KEEPS_CAPITAL.match(text):
        return text
    return text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text as it starts a sentence."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """The text without the punctuation at its end, ready to stand inside a sentence."""
    return text.rstrip(" .;,:/")


def sentence(text: str) -> str:
    """The text as a sentence: capital first, a full stop at the end."""
    stripped = text.rstrip(" ;,:/")
    return upper_first(stripped if stripped.endswith((".", "!", "?", "…")) else f"{stripped}.")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE_END.split(tidy(text)) if any(letter.isalnum() for letter in part)]


def listing(words: Sequence[str], last: str = "và") -> str:
    """Words in a row: ``a, b và c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def unique(words: Iterable[str]) -> list[str]:
    """The words without repeats, in order; case does not count."""
    return list({word.casefold(): word for word in reversed(list(words))}.values())[::-1]


def shorten(text: str, limit: int) -> str:
    """The text within the limit, cut between words and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return bare(head[: head.rfind(" ")] if " " in head else head) + "…"


def short_name(name: str) -> str:
    """A procedure's name within :data:`NAME_LIMIT`, cut where a clause ends."""
    name = bare(tidy(name))
    if len(name) <= NAME_LIMIT:
        return name
    tail = _FILING_TAIL.search(name)
    if tail and 20 <= tail.start() < NAME_LIMIT:
        return f"{name[: tail.start()]}…"
    ends = [match.start() for match in _CLAUSE.finditer(name) if 40 <= match.start() < NAME_LIMIT]
    whole = [end for end in ends if name[:end].count("(") == name[:end].count(")")]
    return f"{name[: whole[-1]]}…" if whole else shorten(name, NAME_LIMIT)


def fit(lines: Sequence[str], limit: int) -> tuple[list[str], bool]:
    """The lines within so many characters, cut at a line or a sentence, and whether something was left out."""
    kept: list[str] = []
    room = limit
    for line in lines:
        if len(line) + 1 > room:
            kept += _part_of(line, room, needed=not kept)
            break
        kept.append(line)
        room -= len(line) + 1
    is_cut = len(kept) < len(lines) or (bool(kept) and kept[-1] != lines[len(kept) - 1])
    while kept and is_cut and kept[-1].endswith(":"):
        kept.pop()
    return kept, is_cut


def _part_of(line: str, room: int, *, needed: bool) -> list[str]:
    """As many sentences of the line as fit; some words of it where it must not be missing."""
    part = ""
    for piece in _SENTENCE_END.split(line):
        longer = f"{part} {piece}".strip()
        if len(longer) + 1 > room:
            break
        part = longer
    if part and not re.fullmatch(r"(?:- |\d+\. )?.{0,24}", part):
        return [part]
    return [shorten(line, room - 1)] if needed and room > 40 else []

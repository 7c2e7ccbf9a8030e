"""How facts are written in Vietnamese: numbers, money, dates, durations, names, and how a long text is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from knowledge.schema import ProcessingTime, TimeUnit
from knowledge.words import UPPER
from retriever.text import clean, is_syllable

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
_BRACKET = re.compile(r"[()]")
_LIST_MARK = re.compile(r"(?<![\w(])(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)")
_ENDS_IN_LINK = re.compile(r": https?://\S+$")
_CLAUSE_END = re.compile(r"[;,:] | (?=\()")
_DANGLING = re.compile(
    r"(?:\s+(?:số|theo|của|và|hoặc|tại|các|cho|với|gồm|những|từ|đến|trong|về|là|được|có|do|bằng|để|khi|vào|như|sau|ra|cụ thể|điểm|khoản|"
    r"Điều|ngày|tháng|năm|trên|dưới|không|bị|đã|sẽ|mà|nếu|trừ|tối đa|tối thiểu|quá|một|\d[\d.,]*))+$"
)
"""Words that lead to something and numbers without their unit: no text ends with them."""
_ABBREVIATED = "".join(
    rf"(?<!{word}\.)" for word in (r"\bTP", r"\bTp", r"\btp", r"\bTS", "ThS", r"\bGS", "PGS", r"\bBS", r"\bP", r"\bQ", r"\bNo")
)
_SENTENCE_END = re.compile(
    rf"(?<=[.!?]){_ABBREVIATED}\s+(?:[-+*•–]\s*)?(?=[{UPPER}“\"(]|(?<!\d[.]\s)\d)|(?<=;)\s+[-+*•–]\s*(?=[{UPPER}0-9“\"(])"
)
_ENUMERATOR = re.compile(r"^(?:\(?(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)\s*|(?:(?:\d{1,2}\.)*\d{1,2}[.)]|[IVX]{1,4}[.)])\s+)")
_LEADS_ON = re.compile(r"(?: bao)? gồm(?: có)?(?: các (?:tài liệu|giấy tờ))?(?: sau)?(?: đây)?$")
_SLIPS = ((re.compile(r"\*{2,}"), ""), (re.compile(r"(?<!\.)\.\.(?!\.)"), "."), (re.compile(r"[;,]+\s*\."), "."))
_EDGES = ',.;:()“”"'
_SHOUTED = re.compile(rf"[{UPPER}]{{2,}}[,;:]?(?: [(“\"]?[{UPPER}]+[)”\",;:.]*){{4,}}(?![\w/-])")
_OF_PLACE = re.compile(r"\b((?:tỉnh|thành phố) )(?!trực|và |hoặc|theo|về |trên|thuộc|trong|có |nơi|do |được|để )(\w+ \w+)|\bviệt nam\b")
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


def calm(text: str) -> str:
    """Words that shout (QUYẾT ĐỊNH PHÂN CẤP) in small letters; abbreviations and numbers of laws stay as they are."""
    return _SHOUTED.sub(lambda match: _calmed(match[0]), text)


def _calmed(shouted: str) -> str:
    words = [word.lower() if is_syllable(word.strip(_EDGES).lower()) else word for word in shouted.split(" ")]
    return upper_first(_OF_PLACE.sub(lambda match: match[1] + match[2].title() if match[1] else match[0].title(), " ".join(words)))


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """One line of running text, spoken to anh/chị, without bullets of its own at the start."""
    spoken = _YOU.sub(lambda match: "Anh/chị" if match.group(1) == "B" else "anh/chị", calm(clean(text)))
    for slip, repaired in _SLIPS:
        spoken = slip.sub(repaired, spoken)
    return spoken.lstrip("-+*•–.,;:/\u20f0 ")


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


def sentence(text: str, *, keep_case: bool = False) -> str:
    """The text as a sentence: capital first unless told otherwise, a full stop at the end."""
    stripped = text.rstrip(" ;,:/")
    whole = stripped if stripped.endswith((".", "!", "?", "…", " hoặc", " và")) else f"{stripped}."
    return whole if keep_case else upper_first(whole)


def sentences(text: str) -> list[str]:
    """The sentences of a text; brackets are never torn apart."""
    flat = tidy(text)
    closed = bracketed(flat)
    parts, start = [], 0
    for match in _SENTENCE_END.finditer(flat):
        if not any(begin < match.start() < end for begin, end in closed):
            parts.append(flat[start : match.start()])
            start = match.end()
    return [part for part in [*parts, flat[start:]] if any(letter.isalnum() for letter in part)]


def bracketed(text: str) -> list[tuple[int, int]]:
    """Where brackets open and close again; list marks such as a) and 1) are none."""
    found, opened = [], []
    for match in _BRACKET.finditer(_LIST_MARK.sub(lambda mark: " " * len(mark[0]), text)):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            found.append((opened.pop(), match.start()))
    closed = {end for _, end in found}
    late = ((start, text.find(")", start)) for start in opened)
    return [*found, *((start, end) for start, end in late if end > 0 and end not in closed)]


def listing(words: Sequence[str], last: str = "và") -> str:
    """Words in a row: ``a, b và c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def unique(words: Iterable[str]) -> list[str]:
    """The words without repeats, in order; case does not count."""
    return list({word.casefold(): word for word in reversed(list(words))}.values())[::-1]


def shorten(text: str, limit: int) -> str:
    """The text within the limit and marked with an ellipsis: cut where a clause ends, never inside a number or brackets."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    ends = [match.start() for match in _CLAUSE_END.finditer(text[:limit]) if match.start() >= limit * 0.6]
    cut = head[: ends[-1]] if ends else head[: head.rfind(" ")] if " " in head else head
    return bare(_DANGLING.sub("", _closed(cut, limit))) + "…"


def _closed(text: str, limit: int) -> str:
    """The text before a bracket that the cut left open; the bracket goes on where little else would be left."""
    opened = text.rfind("(")
    if text.count("(") <= text.count(")") or opened < limit * 0.3:
        return text
    return text[:opened].rstrip()


def trim(text: str, limit: int) -> str:
    """The text within the limit: as many whole sentences as fit, else cut as :func:`shorten` does. Links stay whole."""
    if len(text) <= limit or _ENDS_IN_LINK.search(text):
        return text
    kept = ""
    for part in sentences_raw(text):
        if len(kept) + len(part) + 1 > limit:
            break
        kept = f"{kept} {part}".strip()
    return kept if len(kept) >= min(60, limit // 3) else shorten(text, limit)


def sentences_raw(text: str) -> list[str]:
    """The sentences of a line that is written already: nothing is tidied away at its start."""
    lead = re.match(r"[-+] ", text)
    first, *others = sentences(text) or [text]
    return [(lead[0] if lead else "") + first, *others]


def short_name(name: str) -> str:
    """A procedure's name within :data:`NAME_LIMIT`, cut where a clause ends."""
    name = bare(tidy(name))
    if len(name) <= NAME_LIMIT:
        return name
    tail = _FILING_TAIL.search(name)
    if tail and 20 <= tail.start() < NAME_LIMIT:
        return f"{bare(name[: tail.start()])}…"
    ends = [match.start() for match in _CLAUSE.finditer(name) if 40 <= match.start() < NAME_LIMIT]
    whole = [end for end in ends if name[:end].count("(") == name[:end].count(")")]
    return f"{name[: whole[-1]]}…" if whole else shorten(name, NAME_LIMIT)

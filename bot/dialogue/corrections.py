"""A citizen who corrects the assistant, or says what is not meant: "không phải, ý mình là đổi chứ không phải cấp lại"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retriever.queries import actions
from retriever.text import fold, normalize


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO = "khong|ko|hong|hok|hem|hom|k|no|chang"
_NOT = f"(?:{_NO}|dau)(?: phai| co hoi| hoi(?! nua))|mo co phai"
_CONTRAST = rf"(?:chu|cho) (?:{_NOT})|chu (?:{_NO}|dau)|cho co phai"
_PEOPLE = "toi|minh|em|con|chau|tui|anh|chi|bac|co|chu"
_MEAN = rf"y (?:cua )?(?:{_PEOPLE}) (?:la|muon hoi la|muon hoi|muon noi la|muon noi|noi la|noi|hoi)|y la"
_ASK = rf"(?:{_PEOPLE}) (?:(?:muon|dang|can|chi) )?(?:hoi|noi)(?! nham| lon| sai| nua)(?: ve| la)?|ma la|phai la"
_END = r"(?= \||$| roi\b)"
_WRONG = (
    r"(?:noi|hoi|go|hieu|nghe|tra loi) (?:nham|lon|sai|lam)(?: y)?(?: roi)?|(?:nham|lon|sai)(?: y)? roi"
    rf"|(?:{_NO}) dung(?: y)?{_END}|nham{_END}|(?P<slip>nham)"
)
_MARK = re.compile(rf"(?<!\S)(?:(?P<mean>{_MEAN})|(?P<contrast>{_CONTRAST})|(?P<not>{_NOT})|(?P<wrong>{_WRONG})|(?P<ask>{_ASK}))(?!\S)")
_MEANT = re.compile(rf"(?<!\S)(?:{_MEAN})(?!\S)")
_EDGES = _words("là la thì mà ma có co cơ rồi roi ạ à á a nhé nhe nha ấy ay ý y cái cai việc chứ chu")
_SIGHS = _words("a u ua o oi e da vang uh um xin loi thua thoi ad hinh nhu khong ko hong hok k chet |")
"""Words that say nothing themselves: "à không phải", "ủa hổng phải"."""
_BLAMED = _SIGHS | frozenset(_PEOPLE.split("|")) | _words("ban bot cai cau nay do vay y ma")
"""The same before a word for an error: "bạn hiểu nhầm rồi"; "giấy khai sinh ghi nhầm" tells of a paper, not of the talk."""
_CONFIRMING = frozenset({"hả", "à", "nhỉ", "hở", "hử", "không", "khong", "ko", "hông", "hong", "chưa", "chua"})
_ASKS = re.compile(rf"(?<!\S)(?:{_NO}|chua|ha|sao|gi|nao|dau|may|bao nhieu|bao lau)(?!\S)")
_CHANGED = re.compile(
    rf"(?<!\S)(?:{_NO}|thoi|het)(?: muon| lam| can| dinh)? (?P<unwanted>\S+(?: \S+){{0,5}}?) nua(?: \|)?(?: ma| gio| bay gio| chac)?"
    r"(?: muon| lam| xin| chuyen sang| cho)* (?P<wanted>\S.*)"
)
"""A change of mind: "không nghỉ tạm nữa mà chấm dứt luôn"."""
MOST_AFTER = 4
"""Words that may follow the clause of a correction in a first message."""
Span = tuple[str, str]
"""The kind of a mark, and the words behind it as they were typed."""


@dataclass(frozen=True)
class Correction:
    """What is meant and what is not, each as it was typed; either may be empty."""

    wanted: str
    unwanted: str


def correction_in(text: str, *, talking: bool) -> Correction | None:
    """The correction that a message makes, None for any other message.

    While something is being talked about (``talking``) a message that opens with "không phải" or "nhầm rồi" is one too; as a first
    message only "X chứ không phải Y" is, for "tôi không phải người Việt Nam" corrects nobody.
    """
    words = _clauses(text)
    plain = fold(" ".join(words))
    if talking and len(plain.split()) == len(words) and (changed := _changed_mind(plain, words)) is not None:
        return changed
    marks = [mark for mark in _MARK.finditer(plain) if _tells(plain, mark)]
    if not marks or len(plain.split()) != len(words):
        return None
    if not talking and _goes_on(plain, marks[-1]):
        return None
    spans = _spans(plain, words, marks)
    kinds, start = {kind for kind, _ in spans}, _first(spans, "start")
    meant = _first(spans, "mean") or _first(spans, "ask")
    unwanted = _first(spans, "contrast") or _first(spans, "not")
    if talking and (kinds & {"wrong", "mean"} or (kinds & {"not", "contrast"} and not start)):
        return Correction(meant or _first(spans, "wrong") or _first(spans, "rest") or start, unwanted)
    wanted = meant or start
    told = bool(kinds & {"mean", "contrast", "not"}) and words[-1] not in _CONFIRMING
    return Correction(wanted, unwanted) if told and wanted and unwanted else None


def _goes_on(plain: str, last: re.Match[str]) -> bool:
    """Whether more than a few words follow the clause of the last mark: a story tells what is not so, and then asks."""
    _, _, after = plain[last.end() :].partition("|")
    return len(after.replace("|", " ").split()) > MOST_AFTER


def _changed_mind(plain: str, words: list[str]) -> Correction | None:
    """What is wanted now, where that is an act on what is talked about."""
    found = _CHANGED.search(plain)
    if found is None or not actions(found["wanted"]):
        return None
    wanted, unwanted = (_bare(_typed(plain, words, *found.span(name))) for name in ("wanted", "unwanted"))
    return Correction(wanted, unwanted)


def _typed(plain: str, words: list[str], start: int, end: int) -> list[str]:
    """The words as they were typed, of a part of the folded text."""
    first = len(plain[:start].split())
    return words[first : first + len(plain[start:end].split())]


def _clauses(text: str) -> list[str]:
    """The words of a text; a "|" stands where a sign parts them."""
    return " | ".join(part for piece in re.split(r"[,.;:!?\n]+", text) if (part := normalize(piece))).split()


def _tells(plain: str, mark: re.Match[str]) -> bool:
    """Whether a mark speaks of the talk: errors and denials do only where nothing else stands before them."""
    before = frozenset(plain[: mark.start()].split())
    if mark.lastgroup == "not":
        return before <= (_BLAMED if "hoi" in mark[0] else _SIGHS) or _MEANT.search(plain) is not None
    return mark.lastgroup != "wrong" or before <= (_SIGHS if mark["slip"] else _BLAMED)


def _first(spans: list[Span], kind: str) -> str:
    """What was said behind the first mark of a kind that has something behind it."""
    return next((said for found, said in spans if found == kind and said), "")


def _spans(plain: str, words: list[str], marks: list[re.Match[str]]) -> list[Span]:
    """The text before the first mark, and behind each mark up to the next, with the kind of the mark."""
    starts = [("start", 0)] + [(mark.lastgroup or "", mark.end()) for mark in marks]
    ends = [mark.start() for mark in marks] + [len(plain)]
    found: list[Span] = []
    for (kind, start), end in zip(starts, ends, strict=True):
        found += _parted(kind, _typed(plain, words, start, end))
    return found


def _parted(kind: str, said: list[str]) -> list[Span]:
    """One span; behind a denial only its own clause is denied, and a short one after it is what is meant: "không phải A, B cơ"."""
    if kind == "start" and frozenset(map(fold, said)) <= _SIGHS:
        return []
    if kind not in ("not", "contrast") or "|" not in said:
        return [(kind, _bare(said))]
    cut = said.index("|")
    rest = _bare(said[cut:])
    return [(kind, _bare(said[:cut])), *([] if _ASKS.search(fold(rest)) else [("rest", rest)])]


def _bare(said: list[str]) -> str:
    """The words without those that only join."""
    said = [word for word in said if word != "|"]
    while said and said[0] in _EDGES:
        said = said[1:]
    while said and said[-1] in _EDGES:
        said = said[:-1]
    return " ".join(said)

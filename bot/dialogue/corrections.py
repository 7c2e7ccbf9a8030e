"""A citizen who corrects the assistant, or says what is not meant: "không phải, ý mình là đổi chứ không phải cấp lại"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retriever.text import fold, normalize

_NOT = "(?:khong|ko|hong|hok|hem|dau|chang)(?: phai| co hoi| hoi| muon)"
_CONTRAST = rf"(?:chu|cho|ma) (?:{_NOT}|khong|ko|hong|dau)"
_MEAN = (
    "y (?:cua )?(?:toi|minh|em|con|chau|tui|anh|chi|bac|co|chu) (?:la|muon hoi|muon noi|noi|hoi)|y la|ma la|phai la"
    "|(?:toi|minh|em|con|chau|tui) (?:muon hoi|dang hoi|hoi la|hoi ve|muon noi|noi la|can hoi)"
)
_WRONG = "nham roi|nham|lon roi|sai roi|khong dung|khong dung y|hieu sai|hieu lam|ko dung|hong dung"
_MARK = re.compile(rf"(?<!\S)(?:(?P<mean>{_MEAN})|(?P<wrong>{_WRONG})|(?P<contrast>{_CONTRAST})|(?P<not>{_NOT}))(?!\S)")
_EDGE = re.compile(r"^(?:la|thi|ma|co|roi|a|dau|nhe|nha|ay|y|cai|viec)\s+|\s+(?:dau|nhe|nha|a|ạ|roi|chu|ma)$")


@dataclass(frozen=True)
class Correction:
    """What is meant and what is not, each as it was typed; either may be empty."""

    wanted: str
    unwanted: str


def correction_in(text: str, *, talking: bool) -> Correction | None:
    """The correction that a message makes, None for any other message.

    While something is being talked about (``talking``) a bare "không phải" or "nhầm rồi" is one too; as a first message only "X chứ
    không phải Y" is, for "tôi không phải người Việt Nam" corrects nobody.
    """
    words = normalize(text).split()
    plain = fold(" ".join(words))
    marks = list(_MARK.finditer(plain))
    if not marks or len(plain.split()) != len(words):
        return None
    spans = _spans(plain, words, marks)
    kinds = {kind for kind, _ in spans}
    unwanted = _first(spans, "contrast") or _first(spans, "not")
    if talking and ({"wrong", "mean"} & kinds or marks[0].start() == 0):
        return Correction(_first(spans, "mean") or _first(spans, "start") or _first(spans, "wrong"), unwanted)
    wanted = _first(spans, "mean") or ("contrast" in kinds and _first(spans, "start")) or ""
    return Correction(wanted, unwanted) if wanted and unwanted else None


def _first(spans: list[tuple[str, str]], kind: str) -> str:
    """What was said behind the first mark of a kind that has something behind it."""
    return next((said for found, said in spans if found == kind and said), "")


def _spans(plain: str, words: list[str], marks: list[re.Match[str]]) -> list[tuple[str, str]]:
    """The text before the first mark, and behind each mark up to the next, with the kind of the mark."""
    starts = [("start", 0)] + [(mark.lastgroup or "", mark.end()) for mark in marks]
    ends = [mark.start() for mark in marks] + [len(plain)]
    return [(kind, _typed(plain, words, start, end)) for (kind, start), end in zip(starts, ends, strict=True)]


def _typed(plain: str, words: list[str], start: int, end: int) -> str:
    """The words as they were typed, without those that only join."""
    first, count = len(plain[:start].split()), len(plain[start:end].split())
    said = words[first : first + count]
    while said and _EDGE.match(f"{fold(said[0])} x"):
        said = said[1:]
    while said and _EDGE.search(f"x {fold(said[-1])}"):
        said = said[:-1]
    return " ".join(said)

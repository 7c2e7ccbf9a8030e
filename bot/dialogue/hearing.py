"""Answers to the questions of a guide as people type them: phrases inside any message, and short replies to the question asked.

A syllable typed without its marks matches the marked one; a phrase behind "không" does not count; the longest phrase wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.dialogue.ages import option_of_age
from knowledge.guides import valid
from knowledge.schema import Option, Procedure, Question
from knowledge.words import fold as plain
from retriever.text import fold, question_tokens, tokens


class Wish(StrEnum):
    """What people want of a guide besides answering it."""

    BACK = "back"
    SKIP = "skip"
    RESTART = "restart"


LONGEST_REPLY = 6
"""Syllables up to which a message may be a reply by part of a label alone."""

_BACK = ("quay lai", "tro lai", "lui lai", "cau truoc", "quay ve cau truoc", "quay lai cau truoc", "back")
_SKIP = (
    *("bo qua", "bo qua cau nay", "qua cau khac", "cau khac", "cau tiep", "tiep di", "skip", "sao cung duoc", "cai nao cung duoc"),
    *(
        f"{doubt}{end}"
        for doubt in ("khong biet", "chua biet", "khong ro", "chua ro", "khong chac", "khong nho")
        for end in ("", " nua", " lam")
    ),
)
_RESTART = ("lam lai", "lam lai tu dau", "hoi lai tu dau", "tra loi lai")
_WISHES: dict[str, Wish] = {
    **dict.fromkeys(_BACK, Wish.BACK),
    **dict.fromkeys(_SKIP, Wish.SKIP),
    **dict.fromkeys(_RESTART, Wish.RESTART),
}
_POLITE = frozenset({"a", "ah", "nhe", "nha", "nhen", "ne", "em", "anh", "chi", "minh", "oi", "do"})
_OPENERS = frozenset({"da", "thi", "la", "a", "em", "anh", "chi", "minh", "toi", "tui", "chon", "chac", "hinh", "nhu"})
_NEGATIONS = frozenset({"không", "khong", "chưa", "chua", "chẳng", "chang", "chả"})
_BETWEEN = frozenset({"phai", "la", "co", "bi", "duoc", "he", "do", "tai", "y", "minh", "muon", "noi"})
_SELF = frozenset({"tôi", "toi", "tui", "em", "mình", "minh", "anh", "chị", "chi"})
_KIN = frozenset(
    {"con", "cháu", "chau", "bé", "trai", "gái", "gai", "mẹ", "má", "ba", "bố", "cha", "vợ", "vo", "chồng", "chong", "ông", "bà", "nhà"}
    | {"dâu", "dau", "rể", "họ", "cậu", "cau", "dì", "chú", "bác", "cô", "nội", "ngoại", "xã", "bạn", "ban", "út"}
)
_SIBLINGS = frozenset({"em", "anh", "chị", "chi"})
_I = frozenset({"tôi", "toi", "tui"})
_YES = frozenset({"co", "vang", "phai", "dung", "u", "uh", "um", "ok", "oke", "roi", "yes"})
_NO = frozenset({"khong", "chua", "no"})
_CLAUSE = re.compile(r"[.,;:!?\n()]+")
_NUMBER = re.compile(r"(?:so |chon |lua chon |chon so |cau |muc |phuong an |y |cai |cai so |cai thu |thu )?([1-9])")
_ORDINALS = {"dau": 1, "dau tien": 1, "thu nhat": 1, "mot": 1, "hai": 2, "thu hai": 2, "ba": 3, "thu ba": 3, "cuoi": -1, "cuoi cung": -1}


@dataclass(frozen=True)
class _Match:
    option: str
    clause: int
    start: int
    end: int
    exact: bool
    """Every syllable was typed with the marks of the phrase: "ba tôi" is not "bà tôi"."""

    def gives_way_to(self, other: _Match) -> bool:
        """Whether a longer match covers this one, or an equally long one that fits better."""
        within = self.clause == other.clause and other.start <= self.start and self.end <= other.end
        return within and (self.end - self.start, self.exact) < (other.end - other.start, other.exact)


def answers_in(procedure: Procedure, text: str) -> dict[str, str]:
    """What a message already answers: option ids by question id; what an answer takes for granted is answered with it."""
    text = without_name(procedure, text)
    clauses = _clauses(text)
    said = {question.id: _chosen(question, clauses) or option_of_age(question, text) for question in procedure.questions}
    found = {name: option for name, option in said.items() if option}
    for question in reversed(procedure.questions):
        for name, options in question.when.items() if question.id in found else ():
            if len(options) == 1:
                found.setdefault(name, options[0])
    return valid(procedure, found)


def without_name(procedure: Procedure, text: str) -> str:
    """The text without the procedure's official name: "Cấp, cấp lại giấy phép" says nothing of the citizen."""
    name, said = plain(procedure.name), plain(text)
    return said.replace(name, ". ") if name in said else text


def reply_in(question: Question, text: str, *, loose: bool = True, parts: bool = True) -> str | Wish | None:
    """The option, or the wish, that a reply to a question means; None where it says something else.

    Without ``loose`` only what can hardly mean anything else: a wish, a number, a whole label, yes or no. ``parts`` of a label
    count too.
    """
    said, clauses = _reply(text), _clauses(text)
    whole = _phrased(question, said) or _labelled(question, said, _equals)
    if whole or (wish := _WISHES.get(said)) is None:
        firm = whole or _numbered(question, said)
        if firm or not loose:
            return firm or _labelled(question, said, _holds) or _yes_or_no(question, said)
        told = _chosen(question, clauses) or option_of_age(question, text) or _labelled(question, said, _holds)
        return told or _yes_or_no(question, said) or (_labelled(question, said, _is_part) if parts else None)
    return wish


def wish_in(text: str) -> Wish | None:
    """The wish that a message is."""
    return _WISHES.get(_reply(text))


def _clauses(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(question_tokens(part)) for part in _CLAUSE.split(text) if part.strip())


def _chosen(question: Question, clauses: Sequence[Sequence[str]]) -> str | None:
    """The option whose phrase the clauses say, where they say only one; of a correction the later one."""
    matches = list(dict.fromkeys(_matches(question, clauses)))
    outer = [one for one in matches if not any(one.gives_way_to(other) for other in matches)]
    affirmed = {one.option for one in outer if not _is_meant_otherwise(clauses[one.clause], one.start)}
    return affirmed.pop() if len(affirmed) == 1 else None


def _matches(question: Question, clauses: Sequence[Sequence[str]]) -> Iterator[_Match]:
    for option in question.options:
        for phrase in _phrases(tuple(option.words)):
            for number, clause in enumerate(clauses):
                for start in _places(phrase, clause):
                    end = start + len(phrase)
                    yield _Match(option.id, number, start, end, tuple(clause[start:end]) == phrase)


@lru_cache(maxsize=2048)
def _phrases(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The phrases as written and as the reading of a question rewrites them."""
    spelled = (tuple(spelling(word)) for word in words for spelling in (tokens, question_tokens))
    return tuple(dict.fromkeys(phrase for phrase in spelled if phrase))


def _places(phrase: Sequence[str], clause: Sequence[str]) -> Iterator[int]:
    for start in range(len(clause) - len(phrase) + 1):
        if all(typed in (word, fold(word)) for typed, word in zip(clause[start:], phrase, strict=False)):
            yield start


def _is_meant_otherwise(clause: Sequence[str], start: int) -> bool:
    """Whether what stands before a phrase turns it: "không", "chưa" and the like, or a relative whose "tôi" it begins with."""
    before = clause[start - 1] if start else ""
    if (clause[start] in _SELF and before in _KIN) or (clause[start] in _I and before in _SIBLINGS):
        return True  # "con tôi bị mất" is not "tôi bị mất"
    at = start - 1
    while at >= 0 and fold(clause[at]) in _BETWEEN:
        at -= 1
    return at >= 0 and clause[at] in _NEGATIONS


def _reply(text: str) -> str:
    """The folded syllables of a reply without the words of politeness around it."""
    syllables = [fold(token) for token in question_tokens(text)]
    while len(syllables) > 1 and syllables[-1] in _POLITE:
        syllables.pop()
    while len(syllables) > 1 and syllables[0] in _OPENERS:
        syllables.pop(0)
    return " ".join(syllables)


def _numbered(question: Question, said: str) -> str | None:
    """The option of a number: "2", "số 2", "cái thứ hai"."""
    match = _NUMBER.fullmatch(said)
    place = int(match[1]) if match else _ORDINALS.get(said.removeprefix("cai "))
    if place is None or place > len(question.options):
        return None
    return question.options[place - 1 if place > 0 else place].id


def _phrased(question: Question, said: str) -> str | None:
    """The only option of which the whole reply is a phrase."""
    return _only([option for option in question.options if said in map(fold, option.words)])


def _labelled(question: Question, said: str, fits: Callable[[str, str], bool]) -> str | None:
    """The only option whose label fits what is said."""
    return _only([option for option in question.options if fits(_reply(option.label), said)])


def _equals(label: str, said: str) -> bool:
    return label == said


def _holds(label: str, said: str) -> bool:
    """The whole label inside a message that says little else; a denied one does not count."""
    return len(label.split()) > 1 and f" {label} " in f" {said} " and not (_NO & set(said.partition(label)[0].split()))


def _is_part(label: str, said: str) -> bool:
    words = said.split()
    telling = len(words) > 1 or (len(said) > 1 and said not in _YES | _NO)
    return telling and len(words) <= LONGEST_REPLY and f" {said} " in f" {label} "


def _yes_or_no(question: Question, said: str) -> str | None:
    """The only option that begins with "có" or with "không", for a reply that says no more than that."""
    words = said.split()
    if not words or not set(words) <= _YES | _NO:
        return None
    denied = [option for option in question.options if _begins(option, _NO)]
    affirmed = [option for option in question.options if _begins(option, _YES | {"da"})]
    if words[0] in _NO:
        return _only(denied)
    return _only(affirmed or ([one for one in question.options if one not in denied] if len(denied) == 1 else []))


def _begins(option: Option, words: Iterable[str]) -> bool:
    return fold(tokens(option.label)[0]) in words if tokens(option.label) else False


def _only(options: Sequence[Option]) -> str | None:
    return options[0].id if len(options) == 1 else None

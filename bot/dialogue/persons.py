"""Whom a request is for, who files it, and the words that tell a case apart (lost, damaged, abroad ...). By rule, negation aware.

"Con", "em", "cháu" and their like are both kin and the speaker: alone they are the speaker, with "của tôi", "gái", an age and so on kin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.dialogue import person_words as words
from bot.dialogue.wording import Wording, plain
from retriever.text import fold

ADULT = 18
"""Years from which a person is no minor (Civil Code 91/2015, Article 20)."""


class Relation(StrEnum):
    """Who somebody is to the person who writes."""

    SELF = "self"
    PARENTS = "parents"
    MOTHER = "mother"
    FATHER = "father"
    WIFE = "wife"
    HUSBAND = "husband"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    RELATIVE = "relative"
    PARTNER = "partner"
    FRIEND = "friend"
    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    TENANT = "tenant"
    LANDLORD = "landlord"
    NEIGHBOUR = "neighbour"


class Case(StrEnum):
    """What makes one citizen's case differ from the plain one."""

    LOST = "lost"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    FIRST_TIME = "first_time"
    ABROAD = "abroad"
    MINOR = "minor"
    AUTHORISED = "authorised"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True)
class Persons:
    """Whom a request is for and who files it; None where the message does not say."""

    beneficiary: Relation | None = None
    filer: Relation | None = None


def _by_relation(*templates: str) -> dict[Relation, Wording]:
    """One pattern for each relation: the templates with its words in place of KIN."""
    return {
        relation: Wording(*(template.replace("KIN", words.KIN[relation]) for template in templates))
        for relation in Relation
        if relation is not Relation.SELF
    }


_FRAMES = Wording(words.FRAMES)
_FILES_FOR_ME = _by_relation(*words.FILES_FOR_ME)
_FILES = _by_relation(*words.FILES)
_FOR = _by_relation(*words.FOR)
for _relation_of, _more in ((Relation.CHILD, words.FOR_CHILD), (Relation.FATHER, words.FOR_FATHER)):
    _FOR[_relation_of] = Wording(*(template.replace("KIN", words.KIN[_relation_of]) for template in words.FOR), _more)
_NAMED = _by_relation("KIN")
_ABOUT = {**_NAMED, Relation.EMPLOYER: Wording(words.ABOUT_EMPLOYER)}
_ME = Wording(words.ME)
_BY_ME = Wording(words.BY_ME)
_KIN = Wording(*words.KIN.values())
_CASES = {Case(name): Wording(block) for name, block in words.CASES.items()}
_NO_CASE = Wording(words.NO_CASE)
_NEGATED = re.compile(words.NEGATION)
_NEGATED_INSIDE = re.compile(words.NEGATED_INSIDE)
_AGE = re.compile(r"(?<!\S)(?P<years>\d{1,3}) (?:tuổi|tuoi|t) |(?<!\S)(?P<months>\d{1,2}) (?:tháng|thang) (?:tuổi|tuoi) ")


def relation(text: str) -> Persons:
    """For whom and by whom, as far as the message says. Never raises."""
    return _relation(_FRAMES.sub("¦ ", plain(text)))


@lru_cache(maxsize=64)
def _relation(said: str) -> Persons:
    filer = _first(_FILES_FOR_ME, said)
    beneficiary = _first(_FOR, said)
    if filer is not None:
        return Persons(Relation.SELF if beneficiary in (None, filer) else beneficiary, filer)
    if beneficiary is not None:
        other = _first(_FILES, said)
        return Persons(beneficiary, Relation.SELF if other in (None, beneficiary) else other)
    about = _first(_ABOUT, said)
    if about is None:
        return Persons(Relation.SELF if _ME.search(said) else None)
    return Persons(about, Relation.SELF if _BY_ME.search(said) else None)


def named(text: str) -> frozenset[Relation]:
    """Everybody but the writer whom a message names, and the writer too where the message is also about their own doing."""
    return _named(_FRAMES.sub("¦ ", plain(text)))


@lru_cache(maxsize=64)
def _named(said: str) -> frozenset[Relation]:
    others = {one for one in _NAMED if _NAMED[one].search(said) or _FOR[one].search(said)}
    return frozenset(others | ({Relation.SELF} if _ME.search(_KIN.sub("¦ ", said)) else set()))


def deceased(text: str) -> Relation | None:
    """Who died, where a message tells of a death and names nobody else beside the writer."""
    others = named(text) - {Relation.SELF}
    return next(iter(others)) if len(others) == 1 and Case.DECEASED in case_words(text) else None


def _first(patterns: Mapping[Relation, Wording], said: str) -> Relation | None:
    """The relation named first; of two at one place the one in more words."""
    found = [(match.start(), -match.end(), one) for one, pattern in patterns.items() if (match := pattern.search(said))]
    return min(found)[2] if found else None


def case_words(text: str) -> frozenset[Case]:
    """The cases that a message tells, without those it denies ("không bị mất"). Never raises."""
    return _case_words(plain(text))


@lru_cache(maxsize=64)
def _case_words(said: str) -> frozenset[Case]:
    told = _NO_CASE.sub("¦ ", said)
    found = {case for case, pattern in _CASES.items() if any(not _denied(match) for match in pattern.finditer(told))}
    return frozenset(found | ({Case.MINOR} if any(age < ADULT for age in _ages(told)) else set()))


def _denied(match: re.Match[str]) -> bool:
    return _NEGATED.search(match.string, 0, match.start()) is not None or _NEGATED_INSIDE.search(match.group()) is not None


def _ages(said: str) -> Iterator[int]:
    for match in _AGE.finditer(said):
        yield int(match["years"]) if match["years"] else int(match["months"]) // 12


def only_persons(matter: str) -> bool:
    """Whether the matter of a message is nothing but people and their ages: "cả bé 5 tuổi", "mẹ em"."""
    said = fold(matter).split()
    return bool(said) and all(word in words.ONLY or (word.isdigit() and len(word) < 3) for word in said)

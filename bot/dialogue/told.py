"""What a message tells of a person and a case, as answers to the questions of a guide; where it could mean two answers, none.

An option stands for a case that its own phrases tell ("bị gãy" is damaged), so procedures need no further words for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.dialogue import person_words as words
from bot.dialogue.ages import ages_of
from bot.dialogue.persons import ADULT, Case, Persons, Relation, case_words, deceased, named, relation
from bot.dialogue.wording import END, Wording, plain
from knowledge.guides import Answers, Holds, asked_when, conditions, holds
from knowledge.schema import Option, Procedure, Question

OLD = 100
"""Years of an age group for grown-ups: it holds this age and that of majority."""
STATES = frozenset({Case.LOST, Case.DAMAGED, Case.EXPIRED, Case.FIRST_TIME})
"""Cases that a paper is in, so that they answer by themselves; of the others it must be clear whom they concern."""
GROWN_UP = frozenset(
    {Relation.MOTHER, Relation.FATHER, Relation.PARENTS, Relation.WIFE, Relation.HUSBAND, Relation.GRANDPARENT},
)
_YOUNGER = frozenset({Relation.CHILD, Relation.GRANDCHILD})
_NO_FILER = frozenset({Relation.SELF, Relation.EMPLOYER, Relation.EMPLOYEE})
"""Who files for a company may be the company itself."""
_INVERSE = {
    **dict.fromkeys((Relation.MOTHER, Relation.FATHER, Relation.PARENTS), Relation.CHILD),
    Relation.CHILD: Relation.MOTHER,
    Relation.WIFE: Relation.HUSBAND,
    Relation.HUSBAND: Relation.WIFE,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
    Relation.SIBLING: Relation.SIBLING,
    Relation.FRIEND: Relation.FRIEND,
}
"""What the writer is to somebody for whom the writer files."""
_CLOSE = frozenset({*_INVERSE, Relation.RELATIVE})
_SELF_FILES = Wording(words.SELF_FILES)
_OWN = Wording(words.OWN)
_NEWBORN = Wording(words.NEWBORN)
_EITHER = Wording(words.EITHER)
_AT_HOME = Wording(words.AT_HOME)
_IN_A_COUNTRY = Wording(words.IN_A_COUNTRY)
_TO_A_COUNTRY = Wording(words.TO_A_COUNTRY)
_STILL_GOOD = Wording(words.STILL_GOOD)
_NEARLY_EXPIRED = Wording(words.NEARLY_EXPIRED)
_CHILD_OF_MINE = Wording(words.FOR_CHILD_OF_MINE)
LONGEST_NAME = 6
"""Syllables up to which an alias is a name; a longer one tells a story, in which other papers stand."""
_OTHER_CLAUSE = re.compile(words.OTHER_CLAUSE, re.IGNORECASE)
_GIVES = Wording(words.GIVES)
_OPTION_SELF = Wording(words.OPTION_SELF)
_OPTION_OWN = Wording(words.OPTION_OWN)
_OPTION_OTHER = Wording(words.OPTION_OTHER)
_OPTION_KIN = {Relation(name): Wording(block) for name, block in words.OPTION_KIN.items()}
_OPTION_RELATIVES = Wording(words.OPTION_RELATIVES)
_PAPERS = [Wording(block) for block in words.PAPERS.splitlines() if block.strip()]


@dataclass(frozen=True, slots=True)
class Told:
    """One message: for whom and by whom, the cases, and who is dead; ``papers`` are the kinds of papers it names."""

    persons: Persons
    cases: frozenset[Case]
    named: frozenset[Relation]
    dead: Relation | None
    files_alone: bool
    own: bool
    newborn: bool
    papers: frozenset[int]

    @property
    def is_grown_up(self) -> bool:
        """Whether the request surely is for somebody of age."""
        others = self.named - {Relation.SELF} if self.persons.filer else self.named
        return self.persons.beneficiary in GROWN_UP and others <= GROWN_UP and Case.MINOR not in self.cases

    @property
    def for_oneself(self) -> bool:
        """Whether nobody else is said to be the one it is for."""
        return self.persons.beneficiary in (None, Relation.SELF, self.dead)


def told_in(text: str) -> Told:
    """What a message tells of persons and cases. Never raises."""
    said, persons = plain(text), relation(text)
    return Told(
        persons=persons,
        cases=case_words(text) - _unsure(said),
        named=named(text),
        dead=deceased(text),
        files_alone=_SELF_FILES.search(said) is not None,
        own=_OWN.search(said) is not None and persons.beneficiary in (None, Relation.SELF),
        newborn=_NEWBORN.search(said) is not None,
        papers=_papers(text),
    )


def about(procedure: Procedure, text: str) -> str:
    """The text without the clauses that tell the state of another paper: "làm hộ chiếu mà căn cước hết hạn"."""
    known = _papers_of(_everything(procedure))
    parts = [text[start:end] for start, end in pairwise([0, *(cut.start() for cut in _OTHER_CLAUSE.finditer(text)), len(text)])]
    return "".join(part for part in parts if not _is_of_another(part, known))


def _is_of_another(part: str, known: frozenset[int]) -> bool:
    """Whether a clause tells the state of papers of which none is known."""
    papers = _papers(part)
    return bool(papers) and not papers & known and bool(case_words(part) & STATES or _STILL_GOOD.search(plain(part)))


def any_country(text: str) -> str | None:
    """A text that tells of a stay abroad as phrases say it: "sinh bên Đức" becomes "sinh ở nước ngoài"; None for any other."""
    said = plain(text)
    if Case.ABROAD not in case_words(text) or _AT_HOME.search(said):
        return None
    return _TO_A_COUNTRY.sub(words.TO_ABROAD, _IN_A_COUNTRY.sub(words.ABROAD, said)).replace(END, ".")


def _everything(procedure: Procedure) -> str:
    """All that names the papers of a procedure and its guide."""
    asked = [said for one in procedure.questions for said in (one.ask, *(f"{o.label}; {'; '.join(o.words)}" for o in one.options))]
    names = [alias for alias in procedure.aliases if len(alias.split()) <= LONGEST_NAME]
    return "; ".join([procedure.name, *names, *asked])


@lru_cache(maxsize=512)
def _papers_of(everything: str) -> frozenset[int]:
    """Kept for procedures alone; what people write is not."""
    return _papers(everything)


def _unsure(said: str) -> frozenset[Case]:
    """The cases that wordings tell and that are not so yet, or of which the message leaves open which it is."""
    if _EITHER.search(said):
        return STATES
    return frozenset({Case.EXPIRED}) if _NEARLY_EXPIRED.search(said) else frozenset()


def inferred(procedure: Procedure, text: str, found: Answers, known: Answers) -> dict[str, str]:
    """What else a message answers, beside what its phrases ``found``; a question that is void, or ``known``, is let be."""
    told, answers = told_in(text), {**known, **found}
    about_this = told.papers <= _papers_of(_everything(procedure))
    for question in procedure.questions:
        due = holds(conditions(question.when), answers, asked_when(procedure))
        if question.id in answers:
            option = _of_state(question, told, least=2) if question.id in found else None
        elif due is Holds.YES:
            option = _option(question, told, about_this)
        else:
            option = _of_age(question, told) if due is Holds.MAYBE else None
        if option:
            answers[question.id] = option
    return {name: option for name, option in answers.items() if name not in known or name in found}


def whom(text: str) -> Relation | None:
    """For whom a request is said to be ("làm cho mẹ tôi"): the writer too; None where it is not said, or is only a gift or a death."""
    told = told_in(text)
    if told.own:
        return Relation.SELF
    given = told.persons.filer is None or Case.DECEASED in told.cases or _GIVES.search(plain(text)) is not None
    someones = told.persons.beneficiary is Relation.CHILD and not _CHILD_OF_MINE.search(plain(text))
    return None if given or someones or told.persons.beneficiary not in _CLOSE else told.persons.beneficiary


def replied(question: Question, text: str) -> str | None:
    """The option that a reply to a question means by whom it names: "dạ chồng em" says who files, or who it is for."""
    told = told_in(text)
    if (filing := _filing(question)) is not None and len(told.named - _NO_FILER) == 1 and not told.persons.filer:
        return filing[1]
    return _of_kin(question, next(iter(told.named))) if len(told.named) == 1 and _kinds(question) else _option(question, told, True)


def implied(procedure: Procedure, question: Question, text: str) -> dict[str, str]:
    """What a reply to a question also answers of those that follow from it: "chồng em" says who files, and what he is to me."""
    others = [one for one in procedure.questions if question.id in one.when and _kinds(one)]
    return {one.id: option for one in others if (option := replied(one, text))}


def _option(question: Question, told: Told, about_this: bool) -> str | None:
    if any(ages_of(option.label) for option in question.options):
        return _of_age(question, told)
    if (filing := _filing(question)) is not None:
        return _of_dead(question, told) or _of_filer(question, told, *filing)
    if question.when and (helper := _helper(told)) is not None and (option := _of_kin(question, helper)):
        return option
    return _of_dead(question, told) or (_of_state(question, told) if about_this else None)


def _of_age(question: Question, told: Told) -> str | None:
    """The age group of somebody surely of age, or just born."""
    newborn = told.newborn and told.persons.beneficiary in _YOUNGER
    ages = (ADULT, OLD) if told.is_grown_up else (0,) if newborn else ()
    spans = [(option.id, span) for option in question.options if (span := ages_of(option.label))]
    return _only(name for name, span in spans if ages and all(age in span for age in ages))


def _filing(question: Question) -> tuple[str, str] | None:
    """The options "I file myself" and "somebody else does" of a question that asks who files."""
    alone = _only(option.id for option in question.options if _says(option, _OPTION_SELF))
    other = _only(option.id for option in question.options if _says(option, _OPTION_OTHER))
    return (alone, other) if alone and other and alone != other else None


def _of_filer(question: Question, told: Told, alone: str, other: str) -> str | None:
    filer, whom = told.persons.filer, told.persons.beneficiary
    if filer is not None and filer not in _NO_FILER:
        return other
    if told.for_oneself:
        return alone if told.files_alone else other if Case.AUTHORISED in told.cases else _own(question, told, alone)
    if filer is not Relation.SELF or Case.DECEASED in told.cases or not _is_own(question, alone):
        return None
    if whom not in _YOUNGER:
        return other
    return _only(option.id for option in question.options if whom is Relation.CHILD and Case.MINOR in told.cases & _cases(option))


def _own(question: Question, told: Told, alone: str) -> str | None:
    return alone if told.own and _is_own(question, alone) else None


def _is_own(question: Question, alone: str) -> bool:
    """Whether the option "I file myself" is only for one's own paper: "Tôi tự làm cho mình"."""
    return any(option.id == alone and _says(option, _OPTION_OWN) for option in question.options)


def _helper(told: Told) -> Relation | None:
    """What the one who files is to the one it is for."""
    filer, whom = told.persons.filer, told.persons.beneficiary
    return _INVERSE.get(whom) if filer is Relation.SELF and whom else filer


def _of_kin(question: Question, helper: Relation) -> str | None:
    """The option that names a relation among others ("Cha, mẹ, vợ, chồng hoặc con"), or the only other one."""
    kin = _kinds(question)
    if kin is None or helper is Relation.RELATIVE:
        return None
    listed, relations, other = kin
    return listed if helper in relations else other


def _kinds(question: Question) -> tuple[str, frozenset[Relation], str] | None:
    """The option that names relations, which they are, and the other option; None for another kind of question."""
    kin = {option.id: _kin(option) for option in question.options}
    listed = _only(name for name, relations in kin.items() if len(relations) > 1)
    other = _only(name for name, relations in kin.items() if not relations)
    return (listed, kin[listed], other) if listed and other and len(kin) == 2 else None


def _of_dead(question: Question, told: Told) -> str | None:
    """The only option for somebody's death, where its phrases name the one who died."""
    dead = [(option.id, kin) for option in question.options if (kin := _dead(tuple(option.words)))]
    return dead[0][0] if len(dead) == 1 and told.dead in dead[0][1] else None


def _of_state(question: Question, told: Told, least: int = 1) -> str | None:
    """The only option that stands for all the states told, ``least`` or more: "lost and expired" is told from "expired"."""
    near = {option.id: _cases(option) & STATES for option in question.options}
    about = {name: cases for name, cases in near.items() if cases - {Case.FIRST_TIME}}
    told_here = told.cases & STATES & frozenset[Case]().union(*near.values())
    if Case.FIRST_TIME in told_here and not any(Case.FIRST_TIME not in cases for cases in about.values()):
        return None
    fitting = _only(name for name, cases in near.items() if len(told_here) >= least and told_here <= cases)
    return _only(option.id for option in question.options if option.id == fitting and _is_state(option))


def _is_state(option: Option) -> bool:
    """Whether an option is about the state of a paper, and not only beside other things."""
    telling = [word for word in option.words if case_words(word) & STATES]
    return bool(telling) and 2 * len(telling) >= len(option.words)


def _cases(option: Option) -> frozenset[Case]:
    return _cases_of((option.label, *option.words))


@lru_cache(maxsize=2048)
def _cases_of(said: tuple[str, ...]) -> frozenset[Case]:
    return frozenset[Case]().union(*map(case_words, said))


@lru_cache(maxsize=2048)
def _dead(said: tuple[str, ...]) -> frozenset[Relation]:
    """Whose death the phrases of an option tell."""
    return frozenset[Relation]().union(*(named(word) for word in said if Case.DECEASED in case_words(word))) - {Relation.SELF}


def _kin(option: Option) -> frozenset[Relation]:
    """The relations that a label names."""
    said = plain(option.label)
    blood = frozenset(_INVERSE) - {Relation.FRIEND} if _OPTION_RELATIVES.search(said) else frozenset[Relation]()
    return blood | {one for one, pattern in _OPTION_KIN.items() if pattern.search(said)}


def _papers(text: str) -> frozenset[int]:
    """The kinds of papers that a text names, by their place in the list."""
    said = plain(text)
    return frozenset(number for number, pattern in enumerate(_PAPERS) if pattern.search(said))


def _says(option: Option, pattern: Wording) -> bool:
    return pattern.search(plain(option.label)) is not None


def _only(names: Iterable[str]) -> str | None:
    found = list(names)
    return found[0] if len(found) == 1 else None

"""What a message says about a dossier, read by rule: codes, a proof, a wish, a stop, and what it asks beside that. Never raises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue import dossier_words as words
from bot.dialogue.asking import aspects_in
from bot.dialogue.dossier_memory import Wish
from bot.dialogue.wording import END, Wording, plain
from bot.dossiers.service import Reading, readings
from retriever.queries import matter
from retriever.text import fold, normalize

PREFIX = "dossier:"
MOST_CODES = 5
"""Codes of one message that are offered."""
MARK = "§"
"""Stands for a code in the text that is cut into clauses."""
MOST_BESIDE_DIGITS = 2
"""Words beside digits that may have been meant as a proof."""
MOST_BESIDE_NO = 2
"""Words before a last "không" up to which it is no question: "dạ không", but "bạn có nhớ tôi không"."""
LEAST_ASKED = 2
"""Syllables of matter from which what stands beside a code is a question of its own."""
_DIGITS = re.compile(r"\d(?:[ .\-]{0,2}\d){2,}")
_HOW_TOLD = Wording(words.HOW_TOLD)
_OTHER = Wording(words.OTHER_DOSSIER)
_STOP, _TOLD = Wording(words.STOP), Wording(words.TOLD)
_CANCEL = frozenset(words.CANCEL.split())
_PUTTING, _PUT_OFF = frozenset(("để", "de")), frozenset(f"{words.PUT_OFF} {fold(words.PUT_OFF)}".split())
_MAY_CANCEL = _CANCEL | frozenset(words.CANCEL_BESIDE.split())
_BESIDE, _LAST_FOUR = Wording(words.BESIDE), Wording(words.LAST_FOUR)
_DOSSIER = re.compile(r"\b(?:ho so|ma so|ma hs)\b")
_JOINS = re.compile(words.JOINS, re.IGNORECASE)


_WISHES = tuple(
    (wish, Wording(wording))
    for wish, wording in (
        (Wish.WATCH, words.WATCH),
        (Wish.COMPLAIN, words.COMPLAIN),
        (Wish.PAPERS, words.PAPERS),
        (Wish.WHEN, words.WHEN),
        (Wish.AGAIN, words.STATUS),
    )
)


@dataclass(frozen=True)
class Named:
    """The codes that a message names, most likely first, and its text without them.

    ``several`` tells that they are different dossiers; otherwise they are readings of one writing. Where none is right ``wrong`` is what
    was read instead.
    """

    codes: tuple[str, ...]
    rest: str
    beside: str | None = None
    """What the message asks beside its dossier: "…, với lại làm hộ chiếu hết bao nhiêu"."""
    several: bool = False
    wrong: Reading | None = None


def named(text: str, today: date) -> Named | None:
    """What codes stand in a message; None where there is none, not even part of one."""
    found = readings(text, today=today)
    if not found:
        return None
    rest, beside = _without(text, found, " "), _other_question(_without(text, found, MARK))
    good = [one for one in found if one.codes]
    if not good:
        return Named((), rest, beside, wrong=found[0])
    return Named(_distinct(good), rest, beside, several=len({one.codes for one in good}) > 1)


def _distinct(found: Sequence[Reading]) -> tuple[str, ...]:
    """By their writing: two readings of one writing have the same letters and digits."""
    return tuple(dict.fromkeys(code for one in found for code in one.codes))[:MOST_CODES]


def _without(text: str, found: Sequence[Reading], instead: str) -> str:
    for one in sorted(found, key=lambda one: -one.start):
        text = f"{text[: one.start]} {instead} {text[one.end :]}"
    return " ".join(text.split())


def says_last_four(text: str) -> bool:
    """Whether a message speaks of the last digits of a number, and has digits."""
    return any(map(str.isdigit, text)) and _LAST_FOUR.search(plain(text)) is not None


def is_number(text: str) -> bool:
    """Whether a message is digits and signs alone."""
    said = normalize(text)
    return any(map(str.isdigit, said)) and not any(map(str.isalpha, said))


def meant_as_proof(text: str) -> bool:
    """Whether a message is little else than digits: a slip in what was asked for, or two of it."""
    words_beside = [word for word in normalize(text).split() if word.isalpha()]
    return is_number(text) or says_last_four(text) or (_DIGITS.search(text) is not None and len(words_beside) <= MOST_BESIDE_DIGITS)


def without_digits(text: str, today: date) -> str:
    """The message as the record keeps it where its digits may be a proof; codes stay."""
    kept, at = [], 0
    for one in readings(text, today=today):
        kept += [_DIGITS.sub(words.RECORDED_NUMBER, text[at : one.start]), text[one.start : one.end]]
        at = one.end
    return "".join([*kept, _DIGITS.sub(words.RECORDED_NUMBER, text[at:])])


def stops(text: str, *, open_question: bool) -> bool:
    """Whether a message says no more than that we should stop telling."""
    said = plain(text)
    if open_question and said.replace(END, "").strip() in words.BARE_STOP:
        return False
    return _STOP.search(said) is not None


def names_telling(text: str) -> bool:
    """Whether a message speaks of telling, and not only of stopping."""
    return _TOLD.search(plain(text)) is not None


def cancels(text: str) -> bool:
    """Whether a message takes back what it was asked for, and says nothing else."""
    spoken = [word for word in plain(text).split() if word != END]
    bare = "".join(spoken).isascii()
    core, allowed = ({*map(fold, words_)} for words_ in (_CANCEL, _MAY_CANCEL)) if bare else (_CANCEL, _MAY_CANCEL)
    if bare and len(spoken) > 1:
        core = core - words.BARE_STOP  # "dung roi" agrees
    if not _PUT_OFF.intersection(spoken):
        core = core - _PUTTING
    taken_back = [place for place, word in enumerate(spoken) if word in core]
    asks = taken_back == [len(spoken) - 1] and len(spoken) > MOST_BESIDE_NO
    return bool(taken_back) and not asks and all(word in allowed for word in spoken)


def wish_in(text: str) -> Wish | None:
    """What a message wants of a dossier, whatever else it says."""
    said = plain(text)
    found = (wish for wish, wording in _WISHES if wording.search(said))
    return next((wish for wish in found if wish is not Wish.WATCH or not _HOW_TOLD.search(said)), None)


def follow_up(text: str) -> Wish | None:
    """The same for a message that speaks of nothing else."""
    wish = wish_in(text)
    return wish if wish is not None and not _beside(text) and not means_another(text) else None


def means_another(text: str) -> bool:
    """Whether a message speaks of another dossier than the one being talked about."""
    return _OTHER.search(plain(text)) is not None


def _other_question(text: str) -> str | None:
    """The clauses that ask about something else than the dossier."""
    clauses = (clause.strip() for clause in _JOINS.split(text) if clause.strip())
    return ", ".join(clause for clause in clauses if _asks_other(clause)) or None


def _asks_other(clause: str) -> bool:
    if MARK in clause or _DOSSIER.search(fold(normalize(clause))) or says_last_four(clause):
        return False
    return len(_beside(clause).split()) >= LEAST_ASKED and bool(aspects_in(clause))


def _beside(text: str) -> str:
    """The matter of a text that is not about a dossier and no courtesy."""
    said = plain(text)
    for _, wording in _WISHES:
        said = wording.sub(f"{END} ", said)
    return matter(_BESIDE.sub("", said).replace(END, " "))

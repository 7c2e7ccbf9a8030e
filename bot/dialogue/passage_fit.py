"""Which statement answers a question, if any: a log-linear model over what the two share.

``python -m tests.bench.passages`` fits the weights to questions whose answers are known; a statement competes with the others and with
saying nothing, whose score is 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.dialogue.passage_asks import Likeness
from bot.dialogue.passage_matters import PLAIN
from bot.dialogue.passage_reading import Question, Reading, Weights
from bot.dialogue.passage_words import PERSONS

Features = dict[str, float]
FIT: Mapping[str, float] = {
    "alike": 0.48,
    "asked_letters": 9.6,
    "asked_syllables": 5.92,
    "asked_words": 2.31,
    "beyond": 0.73,
    "bias": -5.93,
    "core": -0.24,
    "cov": -0.83,
    "cov_asked": -0.62,
    "ctx": 0.89,
    "ctx_share": 0.22,
    "elsewhere": 0.21,
    "inside": 0.25,
    "inside_short": 0.71,
    "inside_tight": 1.09,
    "lacking": 0.14,
    "lacking_share": -0.73,
    "long": -2.29,
    "m_after": 0.88,
    "m_both": 2.84,
    "m_consent": 1.6,
    "m_copy": 1.28,
    "m_free": 0.97,
    "m_going": 1.46,
    "m_instead": 3.42,
    "m_late": 0.5,
    "m_many": 0.67,
    "m_may": 0.44,
    "m_notary": 1.09,
    "m_often": 0.34,
    "m_old": 2.13,
    "m_poor": -0.42,
    "m_proxy": 0.85,
    "m_reason": 1.49,
    "m_refused": 1.49,
    "m_whatif": 0.43,
    "m_whether": 0.76,
    "m_which": 0.38,
    "matters": 1.27,
    "missed": 0.35,
    "no_both": 0.54,
    "no_consent": 0.61,
    "no_days": -2.7,
    "no_instead": 0.61,
    "no_notary": -0.5,
    "no_number": -0.36,
    "no_old": -0.11,
    "no_term": 0.72,
    "none": -0.51,
    "number": 0.67,
    "own": 1.06,
    "pair": -0.34,
    "said_share": 0.86,
    "side": -2.77,
    "side_which": -1.43,
    "side_which_none": 0.27,
    "strange": 1.65,
    "term": 1.64,
    "term_elsewhere": -1.1,
    "term_files": 1.48,
    "term_sole": 0.45,
    "whether_note": 0.57,
    "which_case": 0.43,
    "which_share": 0.23,
}
"""By feature; what is not listed counts nothing."""
ENOUGH, SECOND = 0.45, 0.3
"""Least probability of the statement told, with those that say the same, and of a second one beside it."""
SURE = 0.75
"""Least probability where the question ends with a mere side: where, how much, how, which papers."""
EITHER, EITHER_EACH = 0.6, 0.22
"""Least probability of two statements together where neither is enough, and of each of them."""
MOST_TWINS = 3
ALONE = 0.35
"""Least probability of a statement by itself that others about the same situation make likelier."""
SAME, SAME_WITH_NUMBERS = 0.75, 0.5
"""Share of the words of the shorter one that two statements have in common that say the same; less where the numbers are the same."""
SPANS = frozenset({"thang", "nam"})
"""Spans of time stand in every story: that one lies within bounds says little."""
FEW = 4
"""Words of matter of a short question: "còn ông ngoại mới 72 thì sao"."""


def probabilities(question: Question, readings: Sequence[Reading], weights: Weights) -> list[float]:
    """How likely each statement is the answer, 0..1; what is left is that none is.

    Where a number told lies within the bounds of one statement, those whose bounds it misses are none.
    """
    found = [features(question, reading, weights) for reading in readings]
    scores = [-math.inf if one["outside"] else sum(FIT.get(name, 0.0) * value for name, value in one.items()) for one in found]
    most = max([0.0, *scores])
    shares = [math.exp(score - most) for score in scores]
    total = sum(shares) + math.exp(-most)
    return [share / total for share in shares]


class Chosen(NamedTuple):
    """The statements that answer a question, the likeliest first, and how likely it is that they do, 0..1."""

    readings: tuple[Reading, ...] = ()
    sure: float = 0.0


class Asked(NamedTuple):
    """A question to a procedure: its statements, and how likely each of them answers it, 0..1."""

    question: Question
    readings: Sequence[Reading]
    likely: Sequence[float]

    @property
    def like(self) -> float:
        """How alike the question is to what the statements of the procedure are asked for, 0..1."""
        return max((sum(one) / len(one) for one in self.question.alike.values()), default=0.0)

    @property
    def like_sides(self) -> float:
        """How alike it is to the messages that ask a side of it, 0..1."""
        return max((sum(one) / len(one) for one in self.question.sides.values()), default=0.0)

    @property
    def answered(self) -> float:
        """How likely the likeliest statement answers it, 0..1."""
        return max(self.likely, default=0.0)


def likeliest(asked: Asked, beside: float) -> tuple[Reading, ...]:
    """The likeliest statement, and the next that says something else, if it is at least ``beside`` as likely."""
    _, readings, likely = asked
    top, *others = sorted(range(len(readings)), key=lambda at: (-likely[at], at))
    second = next((at for at in others if not _says_the_same(readings[top], readings[at], likely[top] >= ALONE)), top)
    return (readings[top], readings[second]) if second != top and likely[second] >= beside * likely[top] else (readings[top],)


def chosen(asked: Asked) -> Chosen:
    """The statement that answers a question, and a second one where it does too; mostly none."""
    question, readings, likely = asked
    order = sorted(range(len(readings)), key=lambda at: (-likely[at], at))
    if question.plain or not order or likely[order[0]] < EITHER_EACH:
        return Chosen()
    top, *others = order
    together = likely[top] >= ALONE
    twins = [at for at in others[:MOST_TWINS] if _says_the_same(readings[top], readings[at], together)]
    sure = likely[top] + sum(likely[at] for at in twins)
    second = next((at for at in others if at not in twins), top)
    beside = likely[second] if second != top else 0.0
    if question.asks_side or question.asks_papers:
        return Chosen((readings[top],), sure) if sure >= SURE else Chosen()
    both = Chosen((readings[top], readings[second]), sure + beside)
    if sure >= ENOUGH:
        return both if beside >= SECOND else Chosen((readings[top],), sure)
    return both if beside >= EITHER_EACH and sure + beside >= EITHER else Chosen()


def _says_the_same(one: Reading, other: Reading, together: bool) -> bool:
    """Whether two statements say nearly the same, like a condition and the step after it; ``together``, or are about one situation."""
    if together and one.passage.in_case and one.passage.about == other.passage.about:
        return True
    words, others = one.own[0].words, other.own[0].words
    alike = len(words & others) / max(1, min(len(words), len(others)))
    same_numbers = bool(one.numbers) and one.numbers == other.numbers
    return alike >= SAME or (same_numbers and (alike >= SAME_WITH_NUMBERS or (one.term and other.term)))


def features(question: Question, reading: Reading, weights: Weights) -> Features:
    """What a question and a statement share, and what each of them is like, as numbers of about 0..1."""
    own, context = reading.own[question.bare], reading.context[question.bare]
    hit = question.bag.words & own.words
    beside = (question.bag.words & context.words) - hit
    others = (hit | beside) - question.core - PERSONS
    found = {"bias": 1.0, **reading.traits, **_worths(question, reading, hit, beside)}
    found |= {"matters": min(len(others), 4) / 4, "alike": float(any(word.startswith("«") for word in others))}
    found |= _asked(question, reading) | _shares(question, reading, weights, hit, beside)
    found |= _sides(question, reading, beside)
    found |= _numbers(question, reading, bool(others), in_case=bool(beside & others))
    answered = found.get("term") or found["inside"] or question.matters & reading.matters & PLAIN
    found["none"] = float(not others and not answered)
    found["which_share"] = found["ctx_share"] * found["which_case"]
    found["side_which_none"] = found["side_which"] * float(not others)
    return found | _matters(question, reading)


def _asked(question: Question, reading: Reading) -> Features:
    """How alike the question is to what the statement is asked with."""
    like = question.alike.get(reading.passage, Likeness())
    return {"asked_words": like.words, "asked_syllables": like.syllables, "asked_letters": like.letters}


def _matters(question: Question, reading: Reading) -> Features:
    """The matters that are asked and told; those that leave no doubt count against a statement that does not tell them."""
    shared, missed = question.matters & reading.matters, question.matters - reading.matters
    return {f"m_{name}": 1.0 for name in shared} | {f"no_{name}": 1.0 for name in missed & PLAIN} | {"missed": len(missed) / 3}


def _worths(question: Question, reading: Reading, hit: frozenset[str], beside: frozenset[str]) -> Features:
    """How much of the question's own weight is shared."""
    worth, core, both = question.worth, question.core, hit | beside
    pairs = question.bag.pairs & (reading.own[question.bare].pairs | reading.context[question.bare].pairs)
    asked = sum(worth[word] for word in question.asked) or 1.0
    known = sum(value for word, value in worth.items() if word not in question.strange and word not in core) or 1.0
    return {
        "own": sum(worth[word] for word in hit - core) / 5,
        "ctx": sum(worth[word] for word in beside - core) / 5,
        "core": sum(worth[word] for word in both & core) / 5,
        "pair": sum(worth[first] + worth[then] for first, then in pairs) / 10,
        "cov": sum(worth[word] for word in both) / (sum(worth.values()) or 1.0),
        "cov_asked": sum(worth[word] for word in both & question.asked) / asked,
        "cov_known": sum(worth[word] for word in both - core) / known,
        "strange": sum(worth[word] for word in question.strange & question.asked) / asked,
    }


def _shares(question: Question, reading: Reading, weights: Weights, hit: frozenset[str], beside: frozenset[str]) -> Features:
    """How much of the statement is shared, and of what it is about; what a situation has that the question does not tell."""
    of, rare = weights.of[question.bare], weights.rare

    def heavy(words: frozenset[str]) -> float:
        return sum(of.get(word, rare) for word in words)

    own, context = reading.own[question.bare].words, reading.context[question.bare].words
    about = heavy(context - question.core) or 1.0
    lacking = context - question.bag.words - question.core - PERSONS if reading.passage.in_case else frozenset()
    return {
        "said_share": heavy(hit - question.core) / (heavy(own) or 1.0),
        "ctx_share": heavy(context & question.bag.words - question.core) / about,
        "lacking": max((of.get(word, rare) for word in lacking), default=0.0) / 5,
        "lacking_share": heavy(lacking) / about,
        "elsewhere": float(reading.passage.in_case and not beside - question.core),
    }


def _sides(question: Question, reading: Reading, beside: frozenset[str]) -> Features:
    """Which kind of question meets which kind of statement."""
    is_case = reading.passage.is_paper and reading.passage.in_case and bool(beside - PERSONS)
    whether = "whether" in question.matters
    return {
        "side": float(question.asks_side),
        "side_which": float(question.asks_papers and not (reading.passage.in_case and beside - question.core - PERSONS)),
        "which_case": float("which" in question.matters and is_case),
        "whether_note": float(whether and bool(reading.passage.about) and bool(beside - PERSONS)),
    }


def _numbers(question: Question, reading: Reading, shares: bool, in_case: bool) -> Features:
    """Terms, numbers of a kind, and numbers told against the bounds that a statement sets."""
    found: Features = {}
    if question.term:
        found |= {"term": float(reading.term), "no_term": float(not reading.term)}
        found["term_elsewhere"] = float(reading.term and reading.passage.in_case and not in_case)
        found |= {"term_files": float(reading.term and reading.files), "term_sole": float(reading.term and question.sole_term)}
    if question.unit:
        told = question.unit in reading.counted
        found |= {"number": float(told), "no_number": float(not told)}
    if question.asks_days:
        told = "ngay" in reading.counted
        found |= {"days": float(told and shares), "no_days": float(not told)}
    inside = [bounds for bounds in reading.bounds for size in question.sizes if bounds.holds(size)]
    missed = any(bounds.unit == size.unit and not bounds.holds(size) for bounds in reading.bounds for size in question.sizes)
    tight = any(bounds.high < math.inf and bounds.unit not in SPANS for bounds in inside)
    found |= {"inside": float(bool(inside)), "outside": float(missed and question.fits and not inside)}
    found["beyond"] = float(missed and not question.fits)
    return found | {"inside_tight": float(tight), "inside_short": float(tight and len(question.asked) <= FEW)}

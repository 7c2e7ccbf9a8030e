"""What the words of a message alone tell: the side it asks, whether it goes on about what is talked about, whether it asks for a detail.

Softmax regressions over runs of folded syllables and of those at the end, learnt from ``bot.dialogue.examples`` when first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import Labelled, labelled
from retriever.text import fold, question_tokens
from retriever.threads import one_thread

LEAST_USES = 2
"""Messages in which a run must stand to be a feature."""
RUN, LAST_RUN = 3, 2
"""Syllables of the longest runs, anywhere and at the end."""
WORTH_OF_END = 0.7
"""What the runs at the end weigh against those anywhere."""
ALSO = 0.3
"""What a side teaches that would answer a message second best, where the best one teaches 1; the next one its square."""
LOOSENESS = 10.0
"""Inverse strength of the penalty on weights."""
SYLLABLE = r"\S+"
ENDING, LAST = 7, 6
"""Syllables of the end of a message: those that are also judged alone, and those whose runs are features of their own."""
MOST_SIDES = 3
"""Sides of a message that teach."""
SOLVER, TOLERANCE, MOST_STEPS = "newton-cg", 1e-2, 50


class Going(StrEnum):
    """Where a message of a talk goes."""

    ON = "on"
    AWAY = "away"
    """To another procedure or a general question."""
    NOWHERE = "nowhere"
    """Small talk, or none of the state's business."""


@dataclass(frozen=True)
class Heard:
    """Shares, 0..1, of the sides that a message may ask and of where it goes, and how likely it asks for a detail; empty where unknown."""

    sides: Mapping[Aspect, float] = field(default_factory=dict)
    ending: Mapping[Aspect, float] = field(default_factory=dict)
    """The same by its last syllables alone: people tell their story first and ask last."""
    going: Mapping[Going, float] = field(default_factory=dict)
    detail: float = 0.5


Classify = Callable[[str], Heard]


class MessageClassifier:
    """The three regressions, over one vocabulary."""

    def __init__(self, examples: Sequence[Labelled]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        one_thread()
        kinds = {"sublinear_tf": True, "token_pattern": SYLLABLE, "min_df": LEAST_USES, "lowercase": False}
        self._words = TfidfVectorizer(ngram_range=(1, RUN), **kinds)
        self._last = TfidfVectorizer(ngram_range=(1, LAST_RUN), **kinds)
        texts = [_plain(one.message) for one in examples]
        self._words.fit(texts)
        self._last.fit(map(_end, texts))
        table = self._table(texts)
        self._side = _learnt(table, [[(side, ALSO**at) for at, side in enumerate(one.asked[:MOST_SIDES])] for one in examples])
        self._going = _learnt(table, [[(way, 1.0)] if (way := _going(one)) else [] for one in examples])
        self._detail = _learnt(table, [[(one.says is not None, 1.0)] if one.asked else [] for one in examples])

    def classify(self, text: str) -> Heard:
        """What the words of a text tell."""
        words = _plain(text)
        whole, ending = self._table([words, " ".join(words.split()[-ENDING:])])
        sides, end = ({Aspect(side): share for side, share in _shares(self._side, row).items()} for row in (whole, ending))
        going = {Going(way): share for way, share in _shares(self._going, whole).items()}
        return Heard(sides, end, going, _shares(self._detail, whole).get(True, 0.0))

    def _table(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        return hstack([self._words.transform(texts), WORTH_OF_END * self._last.transform(map(_end, texts))]).tocsr()


@lru_cache(maxsize=1)
def classifier() -> MessageClassifier:
    """The one that knows all examples; learning takes seconds, once in a process."""
    return MessageClassifier(labelled())


def classified(text: str) -> Heard:
    """What all examples tell of a text."""
    return classifier().classify(text)


def _plain(text: str) -> str:
    return fold(" ".join(question_tokens(text)))


def _going(one: Labelled) -> Going | None:
    if one.current is None:
        return None
    if not one.target:
        return Going.NOWHERE
    return Going.ON if one.current in one.target else Going.AWAY


def _end(text: str) -> str:
    return " ".join(text.split()[-LAST:])


def _learnt(table: Any, labels: Sequence[Sequence[tuple[object, float]]]) -> Any:
    """A regression; each message has no label, one, or several that are not worth the same."""
    from sklearn.linear_model import LogisticRegression

    told = [(row, label, worth) for row, known in enumerate(labels) for label, worth in known]
    rows, known, worth = zip(*told, strict=True)
    return LogisticRegression(C=LOOSENESS, solver=SOLVER, tol=TOLERANCE, max_iter=MOST_STEPS).fit(table[list(rows)], known, worth)


def _shares(model: Any, row: Any) -> dict[Any, float]:
    return dict(zip(model.classes_.tolist(), model.predict_proba(row)[0].tolist(), strict=True))

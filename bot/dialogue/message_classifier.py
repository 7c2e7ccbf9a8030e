"""What the words of a message alone tell: the side it asks, whether it goes on about what is talked about, whether it asks for a detail.

Softmax regressions over folded syllables and pairs of them, learnt from ``bot.dialogue.examples`` when first needed.
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
"""Messages in which a syllable or a pair must stand to be a feature."""
LOOSENESS = 10.0
"""Inverse strength of the penalty on weights."""
SYLLABLE = r"\S+"
ENDING = 7
"""Syllables of the end of a message."""
TOLERANCE, MOST_STEPS = 1e-3, 300


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
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=SYLLABLE, min_df=LEAST_USES, lowercase=False)
        table = self._words.fit_transform([_plain(one.message) for one in examples])
        self._side = _learnt(table, examples, lambda one: one.asked[0] if one.asked else None)
        self._going = _learnt(table, examples, _going)
        self._detail = _learnt(table, examples, lambda one: one.says is not None if one.asked else None)

    def classify(self, text: str) -> Heard:
        """What the words of a text tell."""
        words = _plain(text)
        whole, ending = self._words.transform([words, " ".join(words.split()[-ENDING:])])
        sides, end = ({Aspect(side): share for side, share in _shares(self._side, row).items()} for row in (whole, ending))
        going = {Going(way): share for way, share in _shares(self._going, whole).items()}
        return Heard(sides, end, going, _shares(self._detail, whole).get(True, 0.0))


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


def _learnt(table: Any, examples: Sequence[Labelled], label: Callable[[Labelled], object]) -> Any:
    from sklearn.linear_model import LogisticRegression

    labels = [label(one) for one in examples]
    rows = [row for row, told in enumerate(labels) if told is not None]
    return LogisticRegression(C=LOOSENESS, tol=TOLERANCE, max_iter=MOST_STEPS).fit(table[rows], [labels[row] for row in rows])


def _shares(model: Any, row: Any) -> dict[Any, float]:
    return dict(zip(model.classes_.tolist(), model.predict_proba(row)[0].tolist(), strict=True))

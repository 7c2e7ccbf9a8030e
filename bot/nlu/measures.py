"""What guesses are worth: precision, recall, F1, confusions and calibration. Standard library only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
EXAMPLES = 3
"""Examples shown of each confused pair."""


@dataclass(frozen=True)
class Guess:
    """One message: what it asks, what was understood, and how surely (0 to 1)."""

    text: str
    intent: str
    guessed: str
    confidence: float


@dataclass(frozen=True)
class IntentScore:
    """Shares between 0 and 1, and how many examples the intent has."""

    precision: float
    recall: float
    f1: float
    examples: int


@dataclass(frozen=True)
class Confusion:
    """An intent taken for another: how often, and a few of the messages."""

    intent: str
    guessed: str
    count: int
    examples: list[str]


@dataclass(frozen=True)
class Bin:
    """Guesses of about the same confidence: its mean, the share right, how many."""

    confidence: float
    right: float
    count: int


def per_intent(guesses: Sequence[Guess]) -> dict[str, IntentScore]:
    """The scores of every intent that stands among the examples."""
    asked = Counter(guess.intent for guess in guesses)
    said = Counter(guess.guessed for guess in guesses)
    right = Counter(guess.intent for guess in guesses if guess.intent == guess.guessed)
    return {intent: _score(right[intent], said[intent], asked[intent]) for intent in sorted(asked)}


def _score(right: int, said: int, asked: int) -> IntentScore:
    return IntentScore(right / said if said else 0.0, right / asked, 2 * right / (said + asked), asked)


def macro_f1(guesses: Sequence[Guess]) -> float:
    """The mean of the intents' F1; 0 without guesses."""
    scores = per_intent(guesses)
    return sum(score.f1 for score in scores.values()) / len(scores) if scores else 0.0


def confusions(guesses: Sequence[Guess], *, most: int) -> list[Confusion]:
    """The commonest wrong guesses, surest examples first."""
    pairs: dict[tuple[str, str], list[Guess]] = {}
    for guess in sorted(guesses, key=lambda guess: -guess.confidence):
        if guess.intent != guess.guessed:
            pairs.setdefault((guess.intent, guess.guessed), []).append(guess)
    commonest = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    return [Confusion(*pair, len(found), [guess.text for guess in found[:EXAMPLES]]) for pair, found in commonest]


def reliability(guesses: Sequence[Guess]) -> list[Bin]:
    """Ten bins of equal width by confidence; empty ones are left out."""
    bins: dict[int, list[Guess]] = {}
    for guess in guesses:
        bins.setdefault(min(BINS - 1, int(guess.confidence * BINS)), []).append(guess)
    return [_bin(bins[number]) for number in sorted(bins)]


def _bin(guesses: list[Guess]) -> Bin:
    count = len(guesses)
    return Bin(sum(guess.confidence for guess in guesses) / count, sum(guess.intent == guess.guessed for guess in guesses) / count, count)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance between confidence and share right, weighted by the bins' counts."""
    total = sum(found.count for found in bins)
    return sum(abs(found.confidence - found.right) * found.count for found in bins) / total if total else 0.0

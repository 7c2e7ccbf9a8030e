"""Fits the weights of ``bot.dialogue.passage_fit`` and ``passage_gate`` anew and measures them: ``python -m tests.bench.passages``.

Prints the weights as they stand in the code, then recall and precision where the questions about a sixth of the procedures are asked with
weights fitted to those about the others, and how many details are told where the gate opens to so many questions that ask a mere side.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.dialogue import passage_fit
from bot.dialogue.answers import answer
from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import labelled
from bot.dialogue.message_classifier import MessageClassifier
from bot.dialogue.passage_fit import Asked, chosen, features, probabilities
from bot.dialogue.passage_gate import features as gate_features
from bot.dialogue.passage_reading import Question, Reading, Weights, question_of
from bot.dialogue.passage_words import ASKS
from bot.dialogue.passages import Library, library, repeats
from knowledge.store import Knowledge, load_knowledge
from retriever.text import is_unaccented
from tests.bench.logit import Message, Table, fitted
from tests.bench.unseen import FOLDS, fold_of, is_of

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
FILES = ("tests/bot/dialogue/data/passages.yaml", "tests/bench/passages_turns.yaml", "tests/bench/passages_details.yaml")
LEAST = 0.05
PENALTY, GATE_PENALTY = 0.5, 2.0
WEIGHT = {"details": 2.0, "quiet": 1.5, "turns": 0.4, "later_details": 1.0, "later_quiet": 1.5, "told_details": 0.5, "told_quiet": 1.0}
"""What a question teaches: writers were asked for more details than citizens ask."""
BESIDE = (0.03, 0.05, 0.1, 0.15, 0.2)
"""Shares of the questions for a mere side to which the gate opens."""
PRIOR = {
    "inside": 1.0, "inside_tight": 2.0, "inside_short": 2.5, "beyond": 0.5,
    "term": 1.5, "term_sole": 1.5, "term_files": 0.7, "term_elsewhere": -1.5, "no_term": -1.0,
    "side": -1.5, "side_which": -0.7, "lacking": -0.5,
    "m_instead": 3.0, "m_consent": 1.5, "m_both": 3.0, "m_old": 2.0,
    "no_instead": -1.0, "no_both": -1.0, "no_old": -1.0, "no_notary": -1.0, "no_consent": -1.0,
    "m_notary": 0.7, "m_often": 0.7, "m_going": 0.7, "m_free": 0.5, "m_reason": 0.5,
}  # fmt: skip
"""What the weights of rare features are drawn to."""
OUT = "outside"
"""The feature of statements that cannot answer."""


@dataclass(frozen=True)
class Example:
    """One question, the statements it may get, and which of them are right; with none, saying nothing is."""

    code: str
    kind: str
    text: str
    question: Question
    readings: Sequence[Reading]
    weights: Weights
    right: frozenset[int]
    said: frozenset[int]
    """Statements that the answer tells anyway: finding them is as good as finding nothing."""


def entries(knowledge: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """All questions: those of the files, and the labelled messages of citizens."""
    data, turns, later = (yaml.safe_load((ROOT / file).read_text(encoding="utf-8")) for file in FILES)
    found = {"details": data["details"], "quiet": data["quiet"], "turns": turns["turns"]}
    found |= {f"later_{kind}": ones for kind, ones in later.items()}
    messages = [(one, next((code for code in one.target if code in knowledge.procedures), None)) for one in labelled()]
    asking = [(one, code) for one, code in messages if code and one.asked]
    told = [{"code": code, "ask": one.message, "writer": one.writer, "says": one.says, "aspect": one.asked[0]} for one, code in asking]
    found["told_details"] = [{**one, "says": [one["says"]]} for one in told if one["says"]]
    found["told_quiet"] = [{**one, "says": []} for one in told if not one["says"]]
    return found


def examples(knowledge: Knowledge, entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Example]:
    """The questions of a file, read; those that ask nothing are left out, and details that no statement tells.

    A message is compared with what other writers asked.
    """
    whole, others = library(knowledge), [Library(knowledge, without=partial(is_of, fold)) for fold in range(FOLDS)]
    found = []
    for kind, ones in entries.items():
        for one in ones:
            if not ASKS[is_unaccented(one["ask"])].search(one["ask"]):
                continue
            procedure = knowledge.procedures[one["code"]]
            books = others[fold_of(one["writer"])] if "writer" in one else whole
            readings, ways = books.read(procedure)
            said = answer(procedure, Aspect(one["aspect"]), today=TODAY).text if "aspect" in one and not one.get("says") else ""
            parts = [" ".join(part.lower().split()) for part in one.get("says", ())]
            right = frozenset(at for at, reading in enumerate(readings) if any(part in reading.passage.said.lower() for part in parts))
            told = frozenset(at for at, reading in enumerate(readings) if said and not right and repeats(said, reading.passage))
            asked = question_of(one["ask"], procedure, readings, books.weights(), ways)
            if right or kind != "told_details":
                found.append(Example(one["code"], kind, one["ask"], asked, readings, books.weights(), right, told))
    return found


def weights_of(among: Sequence[Example]) -> dict[str, float]:
    """The weights that make the right statements likeliest; a penalty draws them to :data:`PRIOR`."""
    told = [[_features(one, at) for at in range(len(one.readings))] for one in among]
    names = sorted({name for ones in told for one in ones for name in one} - {OUT})
    messages = []
    for one, found in zip(among, told, strict=True):
        kept = [at for at, of in enumerate(found) if not of.get(OUT)]
        rows = [[0.0] * len(names), *([found[at].get(name, 0.0) for name in names] for at in kept)]
        right = [not one.right, *(at in (one.right or one.said) for at in kept)]
        messages.append(Message(one.code, np.array(rows), np.array(right), WEIGHT[one.kind]))
    best = fitted(messages, np.ones(len(names)), PENALTY, np.array([PRIOR.get(name, 0.0) for name in names]))
    return {name: round(float(value), 2) for name, value in zip(names, best, strict=True) if abs(value) >= LEAST}


_KEPT: dict[tuple[int, int], dict[str, float]] = {}


def _features(one: Example, at: int) -> dict[str, float]:
    """The features of a statement, told once."""
    key = (id(one), at)
    if key not in _KEPT:
        _KEPT[key] = features(one.question, one.readings[at], one.weights)
    return _KEPT[key]


def answered(among: Sequence[Example], weights: Mapping[str, float]) -> list[tuple[Example, Asked]]:
    """How likely each statement answers each question with these weights."""
    passage_fit.FIT = dict(weights)
    return [(one, Asked(one.question, one.readings, probabilities(one.question, one.readings, one.weights))) for one in among]


def told(results: Collection[tuple[Example, Asked]], kind: str) -> str:
    """Recall and precision of one kind, and how many questions got something that none was wanted for."""
    got = [(one, [asked.readings.index(reading) for reading in chosen(asked).readings]) for one, asked in results if one.kind == kind]
    wanted, others = ([(one, ats) for one, ats in got if bool(one.right) is right] for right in (True, False))
    right = [at in one.right for one, ats in wanted for at in ats]
    recall = sum(any(at in one.right for at in ats) for one, ats in wanted) / max(len(wanted), 1)
    beside = sum(bool(ats) and not one.said & set(ats) for one, ats in others)
    return f"{kind}: recall {recall:.2f} of {len(wanted)}, precision {sum(right) / max(len(right), 1):.2f}; beside the point {beside} of {len(others)}"


@dataclass(frozen=True)
class Gated:
    """What the gate looks at for one question, and whether one of the two likeliest statements is right, or the likeliest."""

    example: Example
    table: dict[str, float]
    first: bool
    either: bool


def gated(results: Collection[tuple[Example, Asked]]) -> list[Gated]:
    """The questions as the gate sees them; the words of each are judged by what was learnt from messages about other procedures."""
    found = []
    for one, asked in results:
        if asked.likely:
            order = sorted(range(len(asked.likely)), key=lambda at: -asked.likely[at])
            heard = _classifier(fold_of(one.code)).classify(one.text).detail
            right = [at in one.right for at in order]
            found.append(Gated(one, gate_features(asked, heard), right[0], any(right[:2])))
    return found


@cache
def _classifier(fold: int) -> MessageClassifier:
    return MessageClassifier([one for one in labelled() if fold_of(one.code) != fold])


def gate_of(among: Sequence[Gated]) -> tuple[list[str], Table]:
    """The weights of the gate."""
    names = sorted({name for one in among for name in one.table})
    tables = np.array([[one.table[name] for name in names] for one in among])
    scale = np.vstack([tables, tables * 0]).std(axis=0) + 1e-6
    messages = [
        Message(one.example.code, np.array([row, row * 0]), np.array([one.either, not one.either]), WEIGHT[one.example.kind])
        for one, row in zip(among, tables, strict=True)
    ]
    return names, fitted(messages, scale, GATE_PENALTY) / scale


def opened(among: Sequence[Gated]) -> list[float]:
    """How likely the gate opens to each question, by weights fitted to questions about other procedures."""
    scores = [0.0] * len(among)
    for fold in range(FOLDS):
        names, weights = gate_of([one for one in among if fold_of(one.example.code) != fold])
        for at, one in enumerate(among):
            if fold_of(one.example.code) == fold:
                scores[at] = 1 / (1 + np.exp(-sum(one.table[name] * weight for name, weight in zip(names, weights, strict=True))))
    return scores


def main() -> None:
    """Print the weights and the figures."""
    knowledge = load_knowledge(ROOT / "knowledge")
    work = examples(knowledge, entries(knowledge))
    fit = weights_of(work)
    print("FIT: Mapping[str, float] = {", *(f'    "{name}": {value},' for name, value in fit.items()), "}", sep="\n")
    results = []
    for fold in range(FOLDS):
        others = weights_of([one for one in work if fold_of(one.code) != fold])
        results += answered([one for one in work if fold_of(one.code) == fold], others)
    print(*(told(results, kind) for kind in WEIGHT), sep="\n")
    among = gated(results)
    names, weights = gate_of(among)
    print(
        "GATE: Mapping[str, float] = {",
        *(f'    "{name}": {round(float(value), 3)},' for name, value in zip(names, weights, strict=True)),
        "}",
        sep="\n",
    )
    scores = opened(among)
    for details, quiet in (("told_details", "told_quiet"), ("later_details", "later_quiet")):
        aside = [score for score, one in zip(scores, among, strict=True) if one.example.kind == quiet]
        told_ = [(score, one) for score, one in zip(scores, among, strict=True) if one.example.kind == details]
        for share in BESIDE:
            enough = float(np.quantile(aside, 1 - share))
            first, either = (sum(score >= enough and right(one) for score, one in told_) / len(told_) for right in (_first, _either))
            print(f"{details}: at {enough:.3f} opened to {share:.2f} of {quiet}; the likeliest right {first:.3f}, one of two {either:.3f}")


def _first(one: Gated) -> bool:
    return one.first


def _either(one: Gated) -> bool:
    return one.either


if __name__ == "__main__":
    main()

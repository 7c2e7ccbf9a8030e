"""Fits the weights of ``bot.dialogue.passage_fit`` anew and measures them: ``python -m tests.bench.passages``.

Prints the weights as they stand in the code, then recall and precision where the questions about a sixth of the procedures are asked with
weights fitted to those about the others.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.dialogue import passage_fit
from bot.dialogue.answers import answer
from bot.dialogue.aspects import Aspect
from bot.dialogue.passage_fit import Asked, chosen, features, probabilities
from bot.dialogue.passage_reading import Question, Reading, Weights, question_of
from bot.dialogue.passage_words import ASKS
from bot.dialogue.passages import library, repeats
from knowledge.store import load_knowledge
from retriever.text import is_unaccented

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
FILES = ("tests/bot/dialogue/data/passages.yaml", "tests/bench/passages_turns.yaml", "tests/bench/passages_details.yaml")
FOLDS, LEAST = 6, 0.05
WEIGHT = {"details": 1.0, "quiet": 1.5, "turns": 0.4, "later_details": 1.0, "later_quiet": 1.5}
PRIOR = {
    "inside": 1.0, "inside_tight": 2.0, "inside_short": 2.5, "beyond": 0.5,
    "term": 1.5, "term_sole": 1.5, "term_files": 0.7, "term_elsewhere": -1.5, "no_term": -1.0,
    "side": -1.5, "side_which": -0.7, "lacking": -0.5,
    "m_instead": 3.0, "m_consent": 1.5, "m_both": 3.0, "m_old": 2.0,
    "no_instead": -1.0, "no_both": -1.0, "no_old": -1.0, "no_notary": -1.0, "no_consent": -1.0,
    "m_notary": 0.7, "m_often": 0.7, "m_going": 0.7, "m_free": 0.5, "m_reason": 0.5,
}  # fmt: skip
"""What the weights of rare features are drawn to."""
SET_ASIDE = {"outside": -50.0}
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One question, the statements it may get, and which of them are right; with none, saying nothing is."""

    code: str
    kind: str
    question: Question
    readings: Sequence[Reading]
    weights: Weights
    right: frozenset[int]
    said: frozenset[int]
    """Statements that the answer tells anyway: finding them is as good as finding nothing."""


def examples(entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Example]:
    """The questions of a file, read; those that ask nothing are left out."""
    knowledge = load_knowledge(ROOT / "knowledge")
    books = library(knowledge)
    found = []
    for kind, ones in entries.items():
        for one in ones:
            if not ASKS[is_unaccented(one["ask"])].search(one["ask"]):
                continue
            procedure = knowledge.procedures[one["code"]]
            readings, ways = books.read(procedure)
            said = answer(procedure, Aspect(one["aspect"]), today=TODAY).text if "aspect" in one else ""
            parts = [part.lower() for part in one.get("says", ())]
            right = frozenset(at for at, reading in enumerate(readings) if any(part in reading.passage.said.lower() for part in parts))
            told = frozenset(at for at, reading in enumerate(readings) if said and not right and repeats(said, reading.passage))
            asked = question_of(one["ask"], procedure, readings, books.weights(), ways)
            found.append(Example(one["code"], kind, asked, readings, books.weights(), right, told))
    return found


def fitted(among: Sequence[Example]) -> dict[str, float]:
    """The weights that make the right statements likeliest; a penalty draws them to :data:`PRIOR`."""
    told = [[features(one.question, reading, one.weights) for reading in one.readings] for one in among]
    names = sorted({name for ones in told for one in ones for name in one} - set(SET_ASIDE))
    tables = [np.array([[one.get(name, 0.0) for name in names] for one in ones]).reshape(len(ones), len(names)) for ones in told]
    masks = [np.array([sum(one.get(name, 0.0) * value for name, value in SET_ASIDE.items()) for one in ones]) for ones in told]
    prior = np.array([PRIOR.get(name, 0.0) for name in names])

    def loss(weights: Vector) -> tuple[float, Vector]:
        away = weights - prior
        total, slope = 0.5 * float(away @ away), away.copy()
        for one, table, mask in zip(among, tables, masks, strict=True):
            rows = np.vstack([np.zeros(len(names)), table])
            scores = np.concatenate([[0.0], table @ weights + mask])
            good = [at + 1 for at in sorted(one.right)] or [0, *(at + 1 for at in sorted(one.said))]
            shares, wanted = np.exp(scores - _log_sum(scores)), np.exp(scores[good] - _log_sum(scores[good]))
            weight = WEIGHT[one.kind]
            total -= weight * (_log_sum(scores[good]) - _log_sum(scores))
            slope -= weight * (wanted @ rows[good] - shares @ rows)
        return total, slope

    best = minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(value), 2) for name, value in zip(names, best, strict=True) if abs(value) >= LEAST}


def _log_sum(scores: Vector) -> float:
    most = float(scores.max())
    return most + float(np.log(np.exp(scores - most).sum()))


def measured(among: Sequence[Example], weights: Mapping[str, float]) -> list[tuple[Example, list[int]]]:
    """What each question gets with these weights."""
    passage_fit.FIT = dict(weights)
    asked = [Asked(one.question, one.readings, probabilities(one.question, one.readings, one.weights)) for one in among]
    return [(one, [one.readings.index(reading) for reading in chosen(told).readings]) for one, told in zip(among, asked, strict=True)]


def told(results: Collection[tuple[Example, list[int]]], kind: str) -> str:
    """Recall and precision of one kind, and how many questions got something that none was wanted for."""
    wanted = [(one, got) for one, got in results if one.kind == kind and one.right]
    others = [(one, got) for one, got in results if one.kind == kind and not one.right]
    right = [at in one.right for one, got in wanted for at in got]
    recall = sum(any(at in one.right for at in got) for one, got in wanted) / max(len(wanted), 1)
    talkative = sum(bool(got) and not one.said & set(got) for one, got in others)
    return f"{kind}: recall {recall:.2f} of {len(wanted)}, precision {sum(right) / max(len(right), 1):.2f}; beside the point {talkative} of {len(others)}"


def main() -> None:
    """Print the weights and the figures."""
    data, turns, later = (yaml.safe_load((ROOT / file).read_text(encoding="utf-8")) for file in FILES)
    work = examples({"details": data["details"], "quiet": data["quiet"], "turns": turns["turns"]})
    work += examples({f"later_{kind}": ones for kind, ones in later.items()})
    weights = fitted(work)
    print("FIT: Mapping[str, float] = {", *(f'    "{name}": {value},' for name, value in weights.items()), "}", sep="\n")
    codes = sorted({one.code for one in work})
    random.Random(1).shuffle(codes)
    results = []
    for fold in range(FOLDS):
        asked = set(codes[fold::FOLDS])
        others = fitted([one for one in work if one.code not in asked])
        results += measured([one for one in work if one.code in asked], others)
    print(*(told(results, kind) for kind in WEIGHT), sep="\n")


if __name__ == "__main__":
    main()

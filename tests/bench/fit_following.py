"""Fits the weights by which the next message of a talk is told to go on or to move (``bot/dialogue/following.py``), and prints them.

``python -m tests.bench.fit_following --nlu http://127.0.0.1:5005 [--json]``: needs a running language model; the talks are those of
``tests/bench/talks``. Prints the share of messages told rightly in six folds, talks of one procedure in one fold, by how sure the model was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.clock import VIETNAM
from bot.dialogue.aspects import Aspect
from bot.dialogue.following import NONE, candidates, features
from bot.dialogue.listening import Listener
from bot.dialogue.state import State
from bot.nlu.client import NluClient
from bot.settings import Settings
from knowledge.store import Knowledge, load_knowledge
from retriever.search import Searcher
from retriever.snapshots import ensure_index

ROOT = Path(__file__).parents[2]
FOLDS = 6
PENALTY = 3.0
EVERY = 3
"""Of the questions about details one in so many: more of them would teach that talks hardly ever move."""
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Message:
    """One message of a talk: the features of its candidates, shape (candidates, features), and which of them it is about."""

    talk: str
    table: Table
    right: NDArray[np.bool_]


async def read(folder: Path, listener: Listener, knowledge: Knowledge) -> list[Message]:
    """The messages of all talks whose procedure is known."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl"))}  # noqa: ASYNC240 (a bench waits for nothing else)
    return [one for name, text in [*texts.items(), *_details()] async for one in _messages(name, text, listener, knowledge)]


def _details() -> Iterator[tuple[str, str]]:
    """Some questions about details, each as if its procedure were talked about: it still is."""
    for file in ("tests/bench/passages_details.yaml", "tests/bot/dialogue/data/passages.yaml"):
        asked = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["details"]
        sides = cycle(one.value for one in Aspect)
        yield file, "\n".join(_talk(one["code"], one["ask"], next(sides)) for one in asked[::EVERY])


def _talk(code: str, message: str, side: str) -> str:
    return json.dumps({"current": code, "side": side, "message": message, "target": code})


async def _messages(name: str, text: str, listener: Listener, knowledge: Knowledge) -> AsyncIterator[Message]:
    for line in text.splitlines():
        said = json.loads(line)
        current = knowledge.procedures.get(said["current"])
        if current is None:
            continue
        state = State(procedure_code=current.code, aspect=Aspect(said["side"]), recent=[current.code])
        turn, found = await listener.found_in_talk(said["message"], state, datetime(2026, 11, 22, 10, tzinfo=VIETNAM), current)
        ids = candidates(current.code, found)
        about = {_id(target) for target in (said["target"] if isinstance(said["target"], list) else [said["target"]])}
        table = np.array([features(turn, current, found, one) for one in ids])
        yield Message(f"{name} {current.code}", table, np.array([one in about for one in ids]))


def _id(target: str) -> str:
    return NONE if target == "none" else target.removeprefix("faq:")


def fitted(messages: Sequence[Message], scale: Table) -> Table:
    """Weights of the conditional logit model, for features divided by ``scale``."""
    known = [one for one in messages if one.right.any()]

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for one in known:
            table = one.table / scale
            shares = _shares(table @ weights)
            among = shares * one.right
            total -= float(np.log(among.sum()))
            slope = slope - table.T @ (among / among.sum() - shares)
        return total, slope

    return np.asarray(minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x)


def _shares(scores: Table) -> Table:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def judged(messages: Sequence[Message], scale: Table) -> Iterator[tuple[float, bool]]:
    """For each message the share of the likeliest candidate, and whether it is right, by a model that has not seen its talk."""
    talks = sorted({one.talk for one in messages})
    np.random.default_rng(0).shuffle(talks)
    for fold in range(FOLDS):
        aside = set(talks[fold::FOLDS])
        weights = fitted([one for one in messages if one.talk not in aside], scale)
        for one in messages:
            if one.talk in aside:
                shares = _shares(one.table / scale @ weights)
                yield float(shares.max()), bool(one.right[int(shares.argmax())])


def report(messages: Sequence[Message]) -> dict[str, object]:
    """The weights, and how well they do on talks not seen."""
    scale = np.concatenate([one.table for one in messages]).std(axis=0) + 1e-6
    told = list(judged(messages, scale))
    by_share: dict[str, list[bool]] = defaultdict(list)
    for share, right in told:
        by_share[f"{int(share * 10) / 10:.1f}"].append(right)
    return {
        "messages": len(messages),
        "right": round(sum(right for _, right in told) / len(told), 4),
        "by_share": {share: [sum(rights), len(rights)] for share, rights in sorted(by_share.items())},
        "weights": [round(float(weight), 4) for weight in fitted(messages, scale) / scale],
    }


async def main() -> None:
    """Read the talks, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", default="http://127.0.0.1:5005", help="where the language model listens")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    data = Settings().data_dir
    knowledge = load_knowledge(ROOT / "knowledge")
    searcher = Searcher.load(ensure_index(ROOT / "knowledge", data, progress=lambda _: None))
    listener = Listener(knowledge, searcher, NluClient(url=asked.nlu, budget_ms=5000), searcher.calibration.thresholds)
    found = report(await read(ROOT / "tests" / "bench" / "talks", listener, knowledge))
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    asyncio.run(main())

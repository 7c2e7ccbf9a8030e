"""Fits the weights by which the side that is asked is told (``bot/dialogue/side_choice.py``), and prints them.

``python -m tests.bench.fit_sides --nlu http://127.0.0.1:5005``: needs a running language model. The messages are those of
``bot.dialogue.examples`` and, for hard ones, of three writers of ``tests/bench/sides``; each is judged by words learnt from messages about
other procedures. Prints the share of messages told rightly in six folds, and by the rules alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np

from bot.dialogue.aspects import Aspect
from bot.dialogue.examples import Labelled, labelled
from bot.dialogue.side_choice import by_rules, features
from bot.dialogue.state import State
from tests.bench.logit import Message, judged, report
from tests.bench.unseen import AT, Listeners

HARD = Path(__file__).parent / "sides"
ASIDE = "writer-4"
"""Nobody has looked at these, and nothing is fitted to them."""
PENALTY = 1.0
SIDES = list(Aspect)


def messages() -> Iterator[Labelled]:
    """Those that ask a side, whatever they are about."""
    yield from (one for one in labelled() if one.asked)
    for path in sorted(HARD.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            said = json.loads(line)
            asked = tuple(map(Aspect, (said["side"], *said["also"])))
            if path.stem != ASIDE:
                yield Labelled(f"hard {path.stem}", said["text"], None, None, (f"{path.stem} {number}",), asked, None)


async def read(listeners: Listeners) -> AsyncIterator[tuple[Labelled, dict[Aspect, dict[str, float]], Aspect]]:
    """Each message, what speaks for each side, and the side that the rules tell."""
    for one in messages():
        current = listeners.knowledge.procedures.get(one.current or "")
        state = State(procedure_code=current.code, aspect=one.side, recent=[current.code]) if current else State()
        turn = await listeners.of(one.code, one.writer).plain(one.message, state, AT)
        about = next((code for code in one.target if code in listeners.knowledge.procedures), one.current)
        yield one, features(turn, about), by_rules(turn)


def kind(one: Labelled) -> str:
    """Which messages are counted together."""
    return one.writer if one.writer.startswith("hard") else "first" if one.current is None else "detail" if one.says else "side"


async def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", default="http://127.0.0.1:5005", help="where the language model listens")
    given = parser.parse_args()
    found = [one async for one in read(Listeners(given.nlu))]
    names = sorted({name for _, sides, _ in found for told in sides.values() for name in told})
    unit = np.eye(len(SIDES))
    told, kinds, by_rule = [], {}, defaultdict[str, Counter[bool]](Counter)
    for one, sides, rule in found:
        table = np.array([[*unit[at], *(sides[side].get(name, 0.0) for name in names)] for at, side in enumerate(SIDES)])
        told.append(Message(one.code, table, np.array([side in one.asked for side in SIDES])))
        kinds[id(told[-1])] = kind(one)
        by_rule[kind(one)][rule in one.asked] += 1
    result = report(told, PENALTY)
    scale = np.concatenate([one.table for one in told]).std(axis=0) + 1e-6
    unseen = defaultdict[str, Counter[bool]](Counter)
    for message, _, right in judged(told, scale, PENALTY):
        unseen[kinds[id(message)]][right] += 1
    weights = result["weights"]
    print(
        "BIAS: Mapping[Aspect, float] = {",
        *(f"    Aspect.{side.name}: {value}," for side, value in zip(SIDES, weights, strict=False)),
        "}",
        sep="\n",
    )
    print(
        "FIT: Mapping[str, float] = {",
        *(f'    "{name}": {value},' for name, value in zip(names, weights[len(SIDES) :], strict=True)),
        "}",
        sep="\n",
    )
    print("right", result["right"], "of", result["messages"], "by share", result["by_share"])
    for name, rights in by_rule.items():
        print(f"{name}: {unseen[name][True] / unseen[name].total():.3f} of {rights.total()}, by rules {rights[True] / rights.total():.3f}")


if __name__ == "__main__":
    asyncio.run(main())

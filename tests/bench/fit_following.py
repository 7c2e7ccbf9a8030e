"""Fits the weights by which the next message of a talk is told to go on or to move (``bot/dialogue/following.py``), and prints them.

``python -m tests.bench.fit_following --nlu http://127.0.0.1:5005 [--json]``: needs a running language model; the messages are those of
``retriever.messages`` that stand in a talk, each judged by words learnt from messages about other procedures. Prints the share of messages told rightly in six folds, by how sure the model was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import numpy as np
import yaml

from bot.dialogue.aspects import Aspect
from bot.dialogue.following import OF_MESSAGES, candidates, features
from bot.dialogue.hit_choice import NONE
from bot.dialogue.state import State
from retriever.messages import NOTHING, id_of
from retriever.messages import read as messages
from tests.bench.logit import Message, report
from tests.bench.unseen import AT, ROOT, Listeners

PENALTY = 3.0
EVERY = 3
"""Of the questions about details one in so many: more of them would teach that talks hardly ever move."""
OF_DETAILS = 0.35
"""What a message that asks a detail of what is talked about teaches: writers were asked for more of them than citizens ask."""


async def read(listeners: Listeners) -> list[Message]:
    """The messages of all talks whose procedure is known."""
    said = [*messages(), *(("", one) for one in _details())]
    return [found for writer, one in said if (found := await _message(writer, one, listeners)) is not None]


def _details() -> Iterator[Mapping[str, Any]]:
    """Some questions about details, each as if its procedure were talked about: it still is."""
    for file in ("tests/bench/passages_details.yaml", "tests/bot/dialogue/data/passages.yaml"):
        asked = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["details"]
        sides = cycle(one.value for one in Aspect)
        yield from (
            {"current": one["code"], "side": next(sides), "message": one["ask"], "target": [one["code"]], "says": one["says"]}
            for one in asked[::EVERY]
        )


async def _message(writer: str, said: Mapping[str, Any], listeners: Listeners) -> Message | None:
    current = listeners.knowledge.procedures.get(said["current"])
    if current is None:
        return None
    state = State(procedure_code=current.code, aspect=said["side"] and Aspect(said["side"]), recent=[current.code])
    turn, found = await listeners.of(current.code, writer).found_in_talk(said["message"], state, AT, current)
    ids = candidates(current.code, found)
    about = {NONE if target == NOTHING else id_of(target) for target in said["target"]}
    table = np.array([features(turn, current, found, one) for one in ids])
    weight = OF_DETAILS if said["says"] and current.code in about else 1.0
    return Message(current.code, table, np.array([one in about for one in ids]), weight)


async def main() -> None:
    """Read the talks, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", default="http://127.0.0.1:5005", help="where the language model listens")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = report(await read(Listeners(asked.nlu)), PENALTY, OF_MESSAGES)
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    asyncio.run(main())

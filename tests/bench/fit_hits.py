"""Fits the weights by which one of the things found is believed (``bot/dialogue/hit_choice.py``), and prints them.

``python -m tests.bench.fit_hits --nlu http://127.0.0.1:5005 [--json]``: needs a running language model; the messages are those of
``retriever.messages`` that open a talk or follow a general answer. Prints the share of messages told rightly in six folds, by how sure the model was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from zlib import crc32

import numpy as np

from bot.dialogue.examples import labelled
from bot.dialogue.hit_choice import OF_MESSAGES, candidates, features
from bot.dialogue.state import State
from tests.bench.logit import Message, report
from tests.bench.unseen import AT, Listeners

PENALTY = 1.0
PARTS = 12
"""Groups of the messages that are about nothing."""


async def read(listeners: Listeners) -> list[Message]:
    """The messages that open a talk or follow a general answer, and what is found for them."""
    found = []
    for one in labelled():
        faq = one.current in listeners.knowledge.faqs
        if one.current is None or faq:
            listener, state = listeners.of(one.code, one.writer), State(faq_id=one.current)
            turn = await listener.led(await listener.plain(one.message, state, AT)) if faq else await listener.turn(one.message, state, AT)
            hits = candidates(turn)
            right = [*(bool({hit.id, *hit.twins}.intersection(one.target)) for hit in hits), not one.target]
            if hits:
                group = one.code or f"nothing {crc32(one.message.encode()) % PARTS}"
                found.append(Message(group, np.array(features(turn, hits)), np.array(right)))
    return found


async def main() -> None:
    """Read the messages, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", default="http://127.0.0.1:5005", help="where the language model listens")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    messages = await read(Listeners(asked.nlu))
    found = {"first": round(sum(one.right[0] for one in messages) / len(messages), 4), **report(messages, PENALTY, OF_MESSAGES)}
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    asyncio.run(main())

"""How often the side that a message asks is told rightly: ``python -m tests.bench.sides --nlu http://127.0.0.1:5005 [--json]``.

Needs a running language model. The messages of ``tests/bench/sides`` are by four writers and hard on purpose: most hold words of another
side. The rules were worked on with those of the first three; nobody has looked at what goes wrong with the fourth's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.dialogue.asking import aspects_in
from bot.dialogue.aspects import Aspect, aspect_of
from bot.dialogue.sides import side_asked
from bot.nlu.client import NluClient, guess

FOLDER = Path(__file__).parent / "sides"
BUDGET_MS = 5000


def messages() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each writer, and a message: ``text``, its ``side``, and others that would ``also`` do."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        yield from ((path.stem, json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


async def told(nlu: NluClient, text: str) -> Aspect:
    """The side that is answered first."""
    heard = await nlu.parse(text)
    asked = side_asked(text, aspects_in(text), aspect_of(heard.intent), heard.confidence)
    return asked or aspect_of(guess(text).intent) or Aspect.OVERVIEW


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    nlu = NluClient(url=given.nlu, budget_ms=BUDGET_MS)
    right, count = Counter[str](), Counter[str]()
    for writer, one in messages():
        side = await told(nlu, one["text"])
        for key in (writer, one["side"], "all"):
            count[key] += 1
            right[key] += side in (one["side"], *one["also"])
    shares = {key: {"right": round(right[key] / count[key], 3), "of": count[key]} for key in count}
    if given.json:
        print(json.dumps(shares))
        return
    for key, share in shares.items():
        print(f"{key:14} {share['right']:.3f} of {share['of']}")


if __name__ == "__main__":
    asyncio.run(main())

"""How often the side that a message asks is told rightly: ``python -m tests.bench.sides --nlu http://127.0.0.1:5005 [--json]``.

Needs a running language model. The messages of ``tests/bench/sides`` are by four writers and hard on purpose: most hold words of another
side. The rules were worked on with those of the first three, and ``tests.bench.fit_sides`` is fitted to them too; nobody has looked at what
goes wrong with the fourth's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.dialogue.aspects import Aspect
from bot.dialogue.listening import Listener
from bot.dialogue.side_choice import side_of
from bot.dialogue.state import State
from tests.bench.unseen import AT, Listeners

FOLDER = Path(__file__).parent / "sides"


def messages() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each writer, and a message: ``text``, its ``side``, and others that would ``also`` do."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        yield from ((path.stem, json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


async def told(listener: Listener, text: str) -> Aspect:
    """The side that is answered first."""
    return side_of(await listener.plain(text, State(), AT))


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nlu", required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    listener = Listeners(given.nlu).whole
    right, count = Counter[str](), Counter[str]()
    for writer, one in messages():
        side = await told(listener, one["text"])
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

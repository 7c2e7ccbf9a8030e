"""How often single messages are answered rightly by a running service: ``python -m tests.bench.messages [--url URL] [FOLDER]``.

The messages of ``tests/bench/messages_held`` are by writers of the rounds whose others ``retriever.messages`` holds; nothing is learnt
from these, and nobody has looked at what goes wrong with them. Each is said in a new conversation, behind a tap on what was talked about.
Prints the share told rightly, and what else became of them. Start the service with MOTCUA_RATE_LIMIT=off.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from bot.dialogue.aspects import button_value, faq_button, parse_button, parse_faq, parse_guide
from bot.dialogue.examples import Labelled, labelled
from knowledge.store import load_knowledge

ROOT = Path(__file__).parents[2]
HELD = Path(__file__).parent / "messages_held"
RIGHT = "right"
ELSEWHERE = frozenset({"smalltalk", "out_of_scope", "unknown", "handoff", "safety", "status"})
"""What may become of a message that is about no procedure: asking after one's own file is one of these."""
Reply = dict[str, Any]


async def play(client: httpx.AsyncClient, one: Labelled) -> Reply:
    """The answer to a message, behind a tap on the side of the procedure that was talked about, or on the general question."""
    talk = None
    if one.current is not None:
        tapped = button_value(one.side, one.current) if one.side else faq_button(one.current)
        talk = (await _say(client, {"text": "", "button": tapped}))["conversation_id"]
    return await _say(client, {"conversation_id": talk, "text": one.message})


async def _say(client: httpx.AsyncClient, message: Reply) -> Reply:
    said = await client.post("/api/v1/messages", json=message)
    said.raise_for_status()
    answer: Reply = said.json()
    return answer


def judged(one: Labelled, reply: Reply, menus: Mapping[str, Collection[str]]) -> str:
    """What became of a message: right, or what was not; ``menus`` are what each topic offers: to be asked by the topic meant is right."""
    meta, text = reply["meta"], _plain(" ".join(said["text"] for said in reply["replies"]))
    if not one.target:
        return RIGHT if meta["outcome"] in ELSEWHERE else str(meta["outcome"])
    told = meta.get("procedure_code") or meta.get("faq_id")
    guided = any(parse_guide(button["value"]) for said in reply["replies"] for button in said["buttons"])
    if told in one.target and (meta["outcome"] == "answered" or guided):
        if one.says is not None:
            return RIGHT if _plain(one.says) in text else "detail not told"
        return RIGHT if meta.get("faq_id") or not one.asked or meta.get("aspect") in one.asked else "another side"
    if meta["outcome"] == "clarify":
        if any(_offered(reply).issuperset(menus[target]) for target in one.target if menus.get(target)):
            return RIGHT
        return "asked back" if _offered(reply) & {told, *one.target} else "asked back about others"
    return "another subject" if told else str(meta["outcome"])


def _offered(reply: Reply) -> set[str]:
    values = [button["value"] for said in reply["replies"] for button in said["buttons"]]
    return {choice[1] for value in values if (choice := parse_button(value))} | {faq for value in values if (faq := parse_faq(value))}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def kind(one: Labelled) -> str:
    """Which messages are counted together."""
    where = "first" if one.current is None else "none" if not one.target else "stay" if one.current in one.target else "move"
    return f"{where}, a detail" if one.says else where


async def main(argv: Sequence[str] | None = None) -> None:
    """Play all, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HELD)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    given = parser.parse_args(argv)
    menus = {faq.id: faq.about for faq in load_knowledge(ROOT / "knowledge").faqs.values() if faq.choices}
    became = defaultdict[str, Counter[str]](Counter)
    async with httpx.AsyncClient(base_url=given.url, timeout=30, trust_env=False) as client:
        for one in labelled(given.folder):
            became[kind(one)][judged(one, await play(client, one), menus)] += 1
    for name, counts in sorted(became.items()):
        print(_line(name, counts))
    print(_line("all", sum(became.values(), Counter[str]())))


def _line(name: str, counts: Counter[str]) -> str:
    others = ", ".join(f"{what} {count / counts.total():.3f}" for what, count in counts.most_common() if what != RIGHT)
    return f"{name:16} {counts[RIGHT] / counts.total():.3f} of {counts.total()}; {others}"


if __name__ == "__main__":
    asyncio.run(main())

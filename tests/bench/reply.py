"""How fast a running service replies: ``python -m tests.bench.reply [--url URL] [--json]``.

Asks different questions in new conversations, then what follows them in theirs, with one client and with sixteen, and asks Rasa alone
for comparison. Start the service with MOTCUA_RATE_LIMIT=off.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence

import httpx
import numpy as np

SUBJECTS = (
    "làm giấy khai sinh",
    "đổi bằng lái xe",
    "cấp lại căn cước",
    "đăng ký tạm trú",
    "làm hộ chiếu",
    "sang tên sổ đỏ",
    "xin giấy độc thân",
)
ASPECTS = (
    "cần giấy tờ gì",
    "hết bao nhiêu tiền",
    "mất mấy ngày",
    "nộp ở đâu",
    "lam online duoc khong",
    "ai đi làm được",
    "theo quy định nào",
)
FOLLOWING = (
    "còn lệ phí thì sao",
    "mà nộp ở đâu vậy",
    "mẹ tôi đi thay được không",
    "chừng nào có kết quả",
    "mất rồi thì làm lại được không",
)
Message = tuple[str | None, str]
"""The conversation it belongs to, None for a new one, and its text."""
Ask = Callable[[httpx.AsyncClient, Message], Awaitable[httpx.Response]]


async def ask_service(client: httpx.AsyncClient, message: Message) -> httpx.Response:
    """One message of a conversation."""
    return await client.post("/api/v1/messages", json={"conversation_id": message[0], "text": message[1], "button": None})


async def ask_rasa(client: httpx.AsyncClient, message: Message) -> httpx.Response:
    """One parse by Rasa alone."""
    return await client.post("/model/parse", json={"text": message[1]})


def opening(questions: int) -> list[Message]:
    """Different questions, each of a new conversation."""
    return [(None, f"{SUBJECTS[i % len(SUBJECTS)]} {ASPECTS[i // len(SUBJECTS) % len(ASPECTS)]} {i}") for i in range(questions)]


async def following(url: str, questions: int) -> list[Message]:
    """What follows in conversations that are begun here; neighbours belong to different ones."""
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
        begun = [await ask_service(client, message) for message in opening(questions // len(FOLLOWING))]
    return [(reply.json()["conversation_id"], text) for text in FOLLOWING for reply in begun]


async def measure(url: str, ask: Ask, clients: int, messages: Sequence[Message]) -> dict[str, float]:
    """Latency in milliseconds and replies a second."""
    waiting = list(reversed(messages))
    times: list[float] = []

    async def work(client: httpx.AsyncClient) -> None:
        while waiting:
            message = waiting.pop()
            start = time.perf_counter()
            (await ask(client, message)).raise_for_status()
            times.append((time.perf_counter() - start) * 1000)

    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
        await ask(client, (None, "xin chào"))
        start = time.perf_counter()
        await asyncio.gather(*(work(client) for _ in range(clients)))
        seconds = time.perf_counter() - start
    return {"p50_ms": _at(times, 50), "p95_ms": _at(times, 95), "per_second": round(len(messages) / seconds, 1)}


def _at(times: list[float], percent: int) -> float:
    return round(float(np.percentile(times, percent)), 1)


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--rasa", default="http://127.0.0.1:5005")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    asked = opening(given.questions)
    found = {
        "reply, 1 client": await measure(given.url, ask_service, 1, asked),
        "reply, 16 clients": await measure(given.url, ask_service, 16, asked),
        "follow-up, 1 client": await measure(given.url, ask_service, 1, await following(given.url, given.questions)),
        "follow-up, 16 clients": await measure(given.url, ask_service, 16, await following(given.url, given.questions)),
        "Rasa parse alone, 1 client": await measure(given.rasa, ask_rasa, 1, asked),
        "Rasa parse alone, 16 clients": await measure(given.rasa, ask_rasa, 16, asked),
    }
    if given.json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(f"{name:30} p50 {figures['p50_ms']:7} ms   p95 {figures['p95_ms']:7} ms   {figures['per_second']:7} a second")


if __name__ == "__main__":
    asyncio.run(main())

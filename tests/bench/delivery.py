"""Whether anything gets lost or doubled when the service is killed, and how fast it acknowledges under load.

``python -m tests.bench.delivery --kills 500 [--json]`` kills the app (SIGKILL) at random moments while people write through a fake
Telegram, brings it back each time, and then compares what was acknowledged with the record and with what was delivered.

``python -m tests.bench.delivery --rate 50 --seconds 60 [--json]`` runs ``motcua serve``, the real thing with Rasa, against the fake and
posts webhooks at an even rate, whatever the service does; then it waits until both queues are empty.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from tests.bench.delivery_child import free_port, run_app
from tests.fakes.telegram import FakeTelegram, text_update

SECRET = "benchmark-of-delivery"
PEOPLE = 400
"""So many that none of them writes faster than Telegram lets a bot answer one chat."""
QUESTIONS = (
    "làm giấy khai sinh cần gì",
    "doi bang lai xe het bao nhieu tien",
    "đăng ký tạm trú mấy ngày",
    "cấp lại căn cước ở đâu",
    "xin chào",
)
DRAIN_LIMIT_S = 900.0


@dataclass
class Traffic:
    """Webhooks as Telegram sends them: each again and again until it is acknowledged, some once more after that, some out of order."""

    url: str
    random: random.Random
    accepted: dict[int, int] = field(default_factory=dict)
    """Update ids that were acknowledged, with their chat."""
    latencies_ms: list[float] = field(default_factory=list)
    tries: int = 0

    async def post(self, client: httpx.AsyncClient, number: int) -> None:
        """One message, until it is acknowledged."""
        chat = 1000 + number % PEOPLE
        update = text_update(number, chat, self.random.choice(QUESTIONS), message_id=number)
        while not await self._once(client, update):
            await asyncio.sleep(self.random.uniform(0.02, 0.2))
        self.accepted[number] = chat
        if self.random.random() < 0.05:
            await self._once(client, update)

    async def _once(self, client: httpx.AsyncClient, update: dict[str, object]) -> bool:
        self.tries += 1
        started = time.perf_counter()
        try:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            answer = await client.post(f"{self.url}/webhooks/telegram", json=update, headers=headers)
        except httpx.HTTPError:
            return False
        self.latencies_ms.append((time.perf_counter() - started) * 1000)
        return answer.status_code == 200


def settings_for(folder: Path, port: int, api_url: str) -> dict[str, object]:
    """Settings of the app under test."""
    return {
        "data_dir": folder, "database_url": f"sqlite:///{folder / 'motcua.db'}", "port": port, "telegram_token": "123456:TEST",
        "telegram_secret": SECRET, "telegram_api_url": api_url, "person_limit": "off", "rate_limit": "off", "log_level": "ERROR",
    }  # fmt: skip


async def kill_again_and_again(kills: int, seed: int, progress: Callable[[str], None]) -> dict[str, object]:
    """The app in a process of its own, killed ``kills`` times at random moments of its life."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bench.delivery_child"])
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder, port = Path(name), free_port()
        settings = settings_for(folder, port, telegram.url)
        traffic = Traffic(f"http://127.0.0.1:{port}", random.Random(seed + 1))
        started = time.monotonic()
        async with posting(traffic, rate=20.0) as stop:
            for number in range(kills):
                process = context.Process(target=run_app, args=(settings,))
                process.start()
                await at_random(chance, port)
                os.kill(process.pid or 0, signal.SIGKILL)
                await asyncio.to_thread(process.join)
                progress(f"{number + 1}/{kills}")
            last = context.Process(target=run_app, args=(settings,))
            last.start()
            await stop()
        drained = await drain(folder / "motcua.db")
        last.terminate()
        await asyncio.to_thread(last.join, 30)
        return {
            "kills": kills,
            **judge(folder / "motcua.db", traffic, telegram),
            "drained": drained,
            "seconds": round(time.monotonic() - started),
        }


async def at_random(chance: random.Random, port: int) -> None:
    """Wait for a random moment: of the start, or, four times in five, of the work that follows it."""
    if chance.random() < 0.2:
        await asyncio.sleep(chance.uniform(0.0, 0.6))
        return
    for _ in range(400):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            break
    await asyncio.sleep(chance.uniform(0.0, 0.6))


@asynccontextmanager
async def posting(traffic: Traffic, rate: float) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """People write at an even rate until the given function is called, which waits until all they wrote is acknowledged."""
    tasks: set[asyncio.Task[None]] = set()
    running = True

    async def write() -> None:
        number = 0
        async with httpx.AsyncClient(timeout=5, limits=httpx.Limits(max_keepalive_connections=0)) as client:
            while running:
                number += 1
                task = asyncio.create_task(traffic.post(client, number))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                await asyncio.sleep(1 / rate)
            await asyncio.gather(*tasks)

    async def stop() -> None:
        nonlocal running
        running = False
        await writer

    writer = asyncio.create_task(write())
    try:
        yield stop
    finally:
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)


async def drain(database: Path) -> bool:
    """Wait until nothing waits in the queues."""
    end = time.monotonic() + DRAIN_LIMIT_S
    while time.monotonic() < end:
        if not sum(waiting(database)):
            return True
        await asyncio.sleep(0.2)
    return False


def waiting(database: Path) -> tuple[int, int]:
    """How many rows wait in the inbox and in the outbox."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        rows = [connection.execute(f"SELECT count(*) FROM {table} WHERE state = 'waiting'").fetchone()[0] for table in ("inbox", "outbox")]
    return rows[0], rows[1]


def judge(database: Path, traffic: Traffic, telegram: FakeTelegram) -> dict[str, object]:
    """What was acknowledged, against the record of turns, the outbox, and what reached people."""
    with closing(sqlite3.connect(database)) as connection:
        turns = Counter(int(key) for (key,) in connection.execute("SELECT key FROM turns"))
        queued = dict(connection.execute("SELECT person, count(*) FROM outbox GROUP BY person"))
        sent = dict(connection.execute("SELECT person, count(*) FROM outbox WHERE state = 'sent' GROUP BY person"))
        written = dict(connection.execute(_REPLIES_PER_PERSON))
        dead = connection.execute("SELECT count(*) FROM outbox WHERE state = 'dead'").fetchone()[0]
    reached = Counter(str(message.chat_id) for message in telegram.sent)
    unanswered = sum(1 for number in traffic.accepted if not turns[number])
    return {
        "accepted": len(traffic.accepted),
        "tries": traffic.tries,
        "lost": unanswered + sum(max(0, count - queued.get(person, 0)) for person, count in written.items()),
        "doubled": sum(count - 1 for count in turns.values()) + sum(max(0, queued[p] - written.get(p, 0)) for p in queued),
        "unsent": sum(max(0, count - reached[person]) for person, count in queued.items()),
        "sent_again_to_channel": sum(max(0, reached[person] - count) for person, count in sent.items()),
        "dead_letters": dead,
        "turns": sum(turns.values()),
    }


_REPLIES_PER_PERSON = """
    SELECT people.person, sum(json_array_length(turns.replies))
    FROM turns JOIN channel_people AS people ON people.conversation_id = turns.conversation_id GROUP BY people.person
"""
"""Every reply of the record is short enough to be one message, so as many messages must have been queued."""


async def under_load(rate: float, seconds: float) -> dict[str, object]:
    """``motcua serve`` with webhooks at an even rate."""
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder, port, nlu_port = Path(name), free_port(), free_port()
        changes = {**settings_for(folder, port, telegram.url), "data_dir": "var", "nlu_url": f"http://127.0.0.1:{nlu_port}"}
        environment = {**os.environ, **{f"MOTCUA_{key.upper()}": str(value) for key, value in changes.items()}}
        with (folder / "serve.log").open("wb") as log:
            command = [str(Path(sys.executable).with_name("motcua")), "serve"]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)  # noqa: ASYNC220
            try:
                await ready(f"http://127.0.0.1:{port}")
                return await _load(f"http://127.0.0.1:{port}", folder / "motcua.db", rate, seconds, telegram)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(60)


async def ready(url: str, patience_s: float = 300.0) -> None:
    """Wait until service and language model answer."""
    end = time.monotonic() + patience_s
    async with httpx.AsyncClient() as client:
        while time.monotonic() < end:
            try:
                if (await client.get(f"{url}/readyz")).json().get("nlu") == "ok":
                    return
            except (httpx.HTTPError, ValueError):
                pass
            await asyncio.sleep(0.5)
    raise RuntimeError("the service did not become ready; see its log")


async def _load(url: str, database: Path, rate: float, seconds: float, telegram: FakeTelegram) -> dict[str, object]:
    traffic = Traffic(url, random.Random(1))
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=100)) as client:
        started, tasks = time.perf_counter(), []
        for number in range(1, round(rate * seconds) + 1):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(traffic.post(client, number)))
        await asyncio.gather(*tasks)
    deepest, last = waiting(database), time.perf_counter()
    drained = await drain(database)
    p50, p95, p99, worst = (float(np.percentile(traffic.latencies_ms, share)) for share in (50, 95, 99, 100))
    return {
        "rate": rate, "seconds": seconds, "ack_ms_p50": round(p50, 1), "ack_ms_p95": round(p95, 1), "ack_ms_p99": round(p99, 1),
        "ack_ms_max": round(worst, 1), "waiting_at_end": {"inbox": deepest[0], "outbox": deepest[1]}, "drained": drained,
        "drain_s": round(time.perf_counter() - last, 1), **judge(database, traffic, telegram),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if not chosen.kills and not chosen.rate:
        parser.error("--kills N or --rate N")
    show = (lambda text: print(f"\r{text} ", end="", file=sys.stderr, flush=True)) if sys.stderr.isatty() else (lambda _: None)
    work = kill_again_and_again(chosen.kills, chosen.seed, show) if chosen.kills else under_load(chosen.rate, chosen.seconds)
    found = asyncio.run(work)
    print(json.dumps(found) if chosen.json else "\n".join(f"{key:24} {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()

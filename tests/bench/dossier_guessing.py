"""How far a crowd gets that guesses the proof of one valid dossier: ``python -m tests.bench.dossier_guessing [--json]``.

The real app over HTTP, with a clock that makes a day pass while it is measured. Every guess comes in a new conversation, from one of many
addresses, and no guess is made twice, so that without the lock 10,000 of them would surely be right once. The limit of messages per address
is off: only the lock is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import httpx
from fastapi import FastAPI

from bot.accounts.service import read_audit
from bot.app import RulesOnly, create_app
from bot.db import Database
from bot.dialogue.service import DialogueService
from bot.dialogue.store import ConversationStore
from bot.dossiers.service import DossierService, Watches
from bot.runtime import NluStatus, Parts
from bot.settings import Settings
from knowledge.store import Knowledge
from retriever.search import Hit
from tests.bot.dossiers.counter import CODE, Clock, OneStop, Side

DAY = timedelta(hours=24)
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
AT_ONCE = 8
"""Guesses that arrive in the same instant."""
PROXY = "127.0.0.1"
FIRST_ADDRESS = IPv4Address("100.64.0.1")


@dataclass(frozen=True)
class Measured:
    """``most_checked`` is the most proofs of the code that were compared in any 24 hours, all addresses together."""

    guesses: int
    addresses: int
    conversations: int
    most_checked_on_one_code_in_24h: int
    right_guesses: int
    told_locked: int


class NothingFound:
    """A search that knows nothing."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        """Nothing."""
        return []


class Attacked:
    """The app's parts: the real dialogue, the real locks, and one system that notes when it is asked."""

    def __init__(self, settings: Settings) -> None:
        self.clock = Clock(START)
        self.checked: list[datetime] = []
        self.database = Database(settings.database_url)
        system = OneStop(before=self._note)
        self._service = DossierService(Side(system), self.database, proof_kind="phone", clock=self.clock)

    async def _note(self, code: str) -> None:
        if code == CODE:
            self.checked.append(self.clock.now)

    async def make(self, store: ConversationStore) -> Parts:
        """The dialogue, over no knowledge at all."""
        watches = Watches(self.database)
        dialogue = DialogueService(
            knowledge=Knowledge({}, {}, "none"),
            searcher=NothingFound(),
            nlu=RulesOnly(),
            store=store,
            dossiers=self._service,
            watches=watches,
        )
        return Parts(dialogue, "none", 0, 0)

    async def renew(self, store: ConversationStore) -> Parts:
        """The same."""
        return await self.make(store)

    async def last_known(self, store: ConversationStore) -> Parts | None:
        """Nothing."""
        return None

    async def published(self) -> int | None:
        """Never anything new."""
        return None

    async def nlu_status(self) -> NluStatus:
        """There is no language model."""
        return "off"

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()


async def guess(guesses: int, addresses: int, seed: int = 1) -> Measured:
    """Spread the guesses over a day and the addresses, some at the same instant."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        attacked = Attacked(settings)
        async with _client(create_app(settings, assembly=attacked)) as client:
            conversations = set[str]()
            for number, batch in enumerate(_batches(guesses, addresses, seed)):
                attacked.clock.now = START + DAY * (number * AT_ONCE / guesses)
                for reply in await asyncio.gather(*(_ask(client, proof, address) for proof, address in batch)):
                    conversations.add(reply["conversation_id"])
            outcomes = [entry.outcome for entry in await read_audit(attacked.database, about=CODE, limit=guesses)]
    most = max(sum(first <= at < first + DAY for at in attacked.checked) for first in attacked.checked)
    return Measured(guesses, addresses, len(conversations), most, outcomes.count("found"), outcomes.count("locked"))


def _settings(folder: Path) -> Settings:
    return Settings(
        data_dir=folder, database_url=f"sqlite:///{folder}/motcua.db", rate_limit="off", trusted_proxies=[PROXY], allowed_hosts=[],
        log_level="ERROR",
    )  # fmt: skip


@asynccontextmanager
async def _client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app):
        await app.state.runtime.settled()
        transport = httpx.ASGITransport(app=app, client=(PROXY, 1))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{PROXY}", timeout=60) as client:
            yield client


def _batches(guesses: int, addresses: int, seed: int) -> Iterator[list[tuple[str, str]]]:
    """Proofs in any order, and the addresses in turn."""
    proofs = [f"{number:04}" for number in range(10_000)]
    random.Random(seed).shuffle(proofs)
    pairs = [(proofs[n % len(proofs)], str(FIRST_ADDRESS + n % addresses)) for n in range(guesses)]
    for at in range(0, guesses, AT_ONCE):
        yield pairs[at : at + AT_ONCE]


async def _ask(client: httpx.AsyncClient, proof: str, address: str) -> dict[str, str]:
    body = {"conversation_id": None, "text": f"hồ sơ {CODE}, 4 số cuối {proof}", "button": None}
    response = await client.post("/api/v1/messages", json=body, headers={"X-Forwarded-For": address})
    response.raise_for_status()
    reply: dict[str, str] = response.json()
    return reply


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guesses", type=int, default=10_000)
    parser.add_argument("--addresses", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = asdict(asyncio.run(guess(given.guesses, given.addresses)))
    print(json.dumps(found) if given.json else "\n".join(f"{name:32} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()

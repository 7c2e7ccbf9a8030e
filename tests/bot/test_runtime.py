"""The service between start and stop: it keeps serving what it has, and says why it is not the newest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot import runtime as runtime_module
from bot.dialogue.store import ConversationStore
from bot.errors import MotCuaError
from bot.runtime import NOT_TAKEN_UP, Parts, Runtime
from bot.settings import Settings


class Assembly:
    """Parts by number; what ``broken`` names fails with that error."""

    def __init__(self) -> None:
        self.number: int | None = 1
        self.broken: dict[str, Exception] = {}
        self.calls: list[str] = []
        self.before: int | None = None

    def _parts(self, number: int, call: str) -> Parts:
        self.calls.append(call)
        if call in self.broken:
            raise self.broken[call]
        return Parts(dialogue=self, revision=f"r{number}", procedures=1, faqs=1, number=number)  # type: ignore[arg-type]

    async def make(self, store: ConversationStore) -> Parts:
        return self._parts(self.number or 0, "make")

    async def renew(self, store: ConversationStore) -> Parts:
        return self._parts(self.number or 0, "renew")

    async def last_known(self, store: ConversationStore) -> Parts | None:
        return None if self.before is None else self._parts(self.before, "last_known")

    async def published(self) -> int | None:
        if "published" in self.broken:
            raise self.broken["published"]
        return self.number

    async def nlu_status(self) -> Any:
        return "off"

    async def close(self) -> None:
        return None


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RETRY_S", "RELOAD_CHECK_S"):
        monkeypatch.setattr(runtime_module, name, 0.02)


@asynccontextmanager
async def started(settings: Settings, assembly: Assembly) -> AsyncIterator[Runtime]:
    runtime = Runtime(settings, assembly)
    async with runtime.running():
        await runtime._settled.wait()
        yield runtime


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):  # a build of its own, on whatever machine this is
        while not condition():
            await asyncio.sleep(0.01)


def number(runtime: Runtime) -> int | None:
    return runtime.parts.number if runtime.parts else None


async def test_a_published_revision_is_taken_up_and_a_lower_one_too(settings: Settings) -> None:
    assembly = Assembly()
    async with started(settings, assembly) as runtime:
        for wanted in (2, 5, 4):
            assembly.number = wanted
            await until(lambda wanted=wanted: number(runtime) == wanted)  # type: ignore[misc]
        assert runtime.warning() is None


async def test_a_revision_that_breaks_leaves_the_old_one_and_a_later_one_mends_it(settings: Settings) -> None:
    assembly = Assembly()
    async with started(settings, assembly) as runtime:
        assembly.broken["renew"] = MotCuaError("hết chỗ trên đĩa")
        assembly.number = 2
        await until(lambda: runtime.failure is not None)
        assert (number(runtime), runtime.wanted, runtime.warning()) == (1, 2, "hết chỗ trên đĩa")
        await asyncio.sleep(0.2)
        assert assembly.calls == ["make", "renew"], "a broken revision is not tried again and again"
        assembly.broken.clear()
        assembly.number = 3
        await until(lambda: number(runtime) == 3)
        assert runtime.warning() is None


async def test_a_broken_revision_is_tried_again_after_a_while(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_module, "RELOAD_RETRY_S", 0.1)
    assembly = Assembly()
    async with started(settings, assembly) as runtime:
        assembly.broken["renew"] = OSError("disk")
        assembly.number = 2
        await until(lambda: runtime.failure is not None)
        assembly.broken.clear()
        await until(lambda: number(runtime) == 2)


async def test_going_back_to_what_is_served_ends_the_warning(settings: Settings) -> None:
    assembly = Assembly()
    async with started(settings, assembly) as runtime:
        assembly.broken["renew"] = OSError("disk")
        assembly.number = 2
        await until(lambda: runtime.failure is not None)
        assembly.number = 1
        await until(lambda: runtime.failure is None)
        assert number(runtime) == 1


@pytest.mark.parametrize("silent", [None, OSError("connection refused")])
async def test_a_silent_database_changes_nothing(settings: Settings, silent: Exception | None) -> None:
    assembly = Assembly()
    async with started(settings, assembly) as runtime:
        await until(lambda: runtime.wanted == 1)
        if silent:
            assembly.broken["published"] = silent
        assembly.number = None
        await asyncio.sleep(0.2)
        assert (number(runtime), runtime.wanted, assembly.calls) == (1, 1, ["make"])
        assembly.broken.clear()
        assembly.number = 2
        await until(lambda: number(runtime) == 2)


async def test_when_the_start_fails_what_was_served_before_is_served_until_it_works(settings: Settings) -> None:
    assembly = Assembly()
    assembly.before, assembly.number = 7, 8
    assembly.broken["make"] = OSError("connection refused at 10.0.0.1")
    async with started(settings, assembly) as runtime:
        assert number(runtime) == 7
        assert await runtime.dialogue(patience_s=1) is not None
        assert runtime.warning() == NOT_TAKEN_UP
        assembly.broken.clear()
        await until(lambda: number(runtime) == 8)
        await until(lambda: runtime.warning() is None)
        assert assembly.calls.count("last_known") == 1

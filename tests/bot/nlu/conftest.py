"""A stand-in for the NLU server: a small HTTP server on a real socket that can be slow, broken or dead."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

_REPOSITORY = Path(__file__).parents[3]


class FakeRasa:
    """Answers ``POST /model/parse`` with one intent, after ``delay`` seconds, with ``status`` and, if given, a raw ``body``."""

    def __init__(self) -> None:
        self._release = asyncio.Event()
        self.delay = 0.0
        self.status = 200
        self.body: bytes | None = None
        self.requests: list[str] = []
        self._port = _free_port()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    async def stop(self) -> None:
        self._release.set()
        if self._server:
            self._server.close()
            self._server = None

    async def _dawdle(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._release.wait(), self.delay)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            text = await _read_text(reader)
            self.requests.append(text)
            if self.delay:
                await self._dawdle()
            body = self.body if self.body is not None else _answer(text)
            head = f"HTTP/1.1 {self.status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read_text(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    assert head.startswith("post /model/parse ")
    length = next(int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length:"))
    return str(json.loads(await reader.readexactly(length))["text"])


def _answer(text: str) -> bytes:
    first, second = {"name": "ask_fee", "confidence": 0.8}, {"name": "ask_time", "confidence": 0.1}
    return json.dumps({"text": text, "intent": first, "intent_ranking": [first, second], "entities": []}).encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest_asyncio.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    server = FakeRasa()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Clock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def nlu_python() -> Path:
    """The interpreter of the NLU environment: ``MOTCUA_TEST_NLU_PYTHON``, or ``.venv-nlu`` in the repository."""
    python = Path(os.environ.get("MOTCUA_TEST_NLU_PYTHON") or _REPOSITORY / ".venv-nlu" / "bin" / "python")
    if not python.is_file():
        pytest.skip(f"no NLU environment at {python}; set MOTCUA_TEST_NLU_PYTHON")
    return python

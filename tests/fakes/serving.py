"""What the fake servers share: a real socket, a clock that tests move, faults, forms, and a record of every request."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

FaultKind = Literal["delay", "429", "5xx", "drop", "drop_after", "garbage"]
"""delay: wait, then act; drop: hang up before acting; drop_after: act, then hang up; the others: answer so without acting."""

FAULT_KINDS: tuple[FaultKind, ...] = ("delay", "429", "5xx", "drop", "drop_after", "garbage")


class Clock:
    """The wall clock (UTC), which a test may move; with ``stands_at`` it moves only so."""

    def __init__(self, stands_at: datetime | None = None) -> None:
        self._stands_at = stands_at
        self._shift = timedelta()

    def now(self) -> datetime:
        return (self._stands_at or datetime.now(UTC)) + self._shift

    def advance(self, seconds: float) -> None:
        """Moves the clock; a negative number moves it back."""
        self._shift += timedelta(seconds=seconds)


@dataclass
class Fault:
    """The next ``times`` requests whose path contains ``on`` go wrong so."""

    kind: FaultKind
    times: int = 1
    seconds: float = 0.0
    retry_after: int = 1
    status: int = 502
    on: str = ""


@dataclass(frozen=True)
class Call:
    """One request as it arrived, whatever became of it."""

    method: str
    path: str
    at: datetime
    fault: FaultKind | None


@dataclass(frozen=True)
class Upload:
    """A file inside a multipart form."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Form:
    """The parameters of a request, from its query and its JSON, form or multipart body."""

    fields: Mapping[str, Any]
    files: Mapping[str, Upload]


class FakeServer:
    """A server on 127.0.0.1 in a thread of its own: ``with FakeServer() as fake: fake.url``. Subclasses write ``answer``.

    ``http`` is the client with which it calls webhooks; a test may use it too.
    """

    def __init__(self, *, port: int = 0, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self.url = ""
        self.http = httpx.Client(verify=False, trust_env=False, timeout=60)
        self._port = port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def fail(
        self, times: int = 1, kind: FaultKind = "5xx", seconds: float = 0.0, retry_after: int = 1, status: int = 502, on: str = ""
    ) -> None:
        """Queues a fault. Units: seconds; ``on`` is a part of the path, such as ``sendMessage``. Raises ValueError for an unknown kind."""
        if kind not in FAULT_KINDS:
            raise ValueError(f"unknown fault {kind!r}; allowed: {', '.join(FAULT_KINDS)}")
        with self.lock:
            self.faults.append(Fault(kind, times, seconds, retry_after, status, on))

    async def answer(self, request: Request) -> Response:
        """What the server does with a request that no fault has hit."""
        raise NotImplementedError

    def too_many(self, retry_after: int) -> Response:
        """The answer of the fault ``429``."""
        return JSONResponse({"message": "Too Many Requests"}, 429, {"Retry-After": str(retry_after)})

    def unavailable(self, status: int) -> Response:
        """The answer of the fault ``5xx``."""
        return HTMLResponse(f"<html><body><h1>{status}</h1></body></html>", status)

    @property
    def stopping(self) -> bool:
        """The server is about to end: long polls let go."""
        return self._server is not None and self._server.should_exit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await request.body()  # A client that gives up later has sent it all the same.
        fault = self._next_fault(request)
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "drop":
            await _hang_up(receive, send)
            return
        response = self._faulty(fault) or await self.answer(request)
        if fault is not None and fault.kind == "drop_after":
            await _hang_up(receive, send)
            return
        await response(scope, receive, send)

    def _next_fault(self, request: Request) -> Fault | None:
        path = request.url.path
        with self.lock:
            fault = next((fault for fault in self.faults if fault.on in path), None)
            if fault is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
            self.calls.append(Call(request.method, path, self.clock.now(), fault.kind if fault else None))
        return fault

    def _faulty(self, fault: Fault | None) -> Response | None:
        if fault is None:
            return None
        if fault.kind == "429":
            return self.too_many(fault.retry_after)
        if fault.kind == "5xx":
            return self.unavailable(fault.status)
        return HTMLResponse("<!doctype html><title>It works!</title>") if fault.kind == "garbage" else None

    def __enter__(self) -> Self:
        """Listens. Raises OSError where the port is taken."""
        listening = socket.create_server(("127.0.0.1", self._port))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            self, log_level="critical", lifespan="off", ws="none", proxy_headers=False, timeout_keep_alive=60, timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.005)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(10)
        self.http.close()


async def _hang_up(receive: Receive, send: Send) -> None:
    """Closes the connection without a word. ASGI has no way to say so: uvicorn's ``send`` is a method of the open request."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_form(request: Request) -> Form:
    """The parameters of a request. Raises ValueError where the body does not hold what its content type says."""
    body = await request.body()
    fields: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        found = json.loads(body or b"{}")
        if not isinstance(found, dict):
            raise ValueError("a JSON object is wanted")
        return Form(fields | found, {})
    if kind.startswith("multipart/form-data"):
        return _multipart(fields, kind, body)
    return Form(fields | dict(parse_qsl(body.decode(), keep_blank_values=True)), {})


def _multipart(fields: dict[str, Any], kind: str, body: bytes) -> Form:
    found = re.search(r'boundary="?([^";]+)', kind)
    if found is None:
        raise ValueError("a multipart body without its boundary")
    files: dict[str, Upload] = {}
    for part in body.split(b"--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        name, filename = (_quoted(head.decode(), key) for key in ("name", "filename"))
        if filename is None:
            fields[name or ""] = content.decode()
        else:
            files[name or ""] = Upload(filename, content, _content_type(head.decode()))
    return Form(fields, files)


def _quoted(head: str, key: str) -> str | None:
    found = re.search(rf'[;\s]{key}="([^"]*)"', head)
    return found[1] if found else None


def _content_type(head: str) -> str:
    found = re.search(r"(?im)^content-type:\s*(\S+)", head)
    return found[1] if found else "application/octet-stream"

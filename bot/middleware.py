"""What every request passes, outermost first: Door (errors, headers, log, metrics), HostCheck, BodyLimit, OriginCheck. Plain ASGI."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import BodyTooLargeError, MotCuaError, UnknownHostError
from bot.logs import report
from bot.metrics import Metrics

MAX_BODY = 64 * 1024
"""Bytes of a request body."""
_MAX_DRAINED = 16 * MAX_BODY
_KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}

Also = Callable[[Scope], Mapping[str, str]]
"""What the answer to a request carries beside the security headers, or instead of one."""

log = structlog.get_logger("motcua.web")


def error_response(error: MotCuaError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as every door shows it: ``{"error": {"code", "message"}}``."""
    extra = dict(headers or {})
    if error.retry_after is not None:
        extra["Retry-After"] = str(error.retry_after)
    return JSONResponse({"error": {"code": error.code, "message": error.message}}, status_code=error.status, headers=extra)


class Door:
    """The outermost layer: nothing leaves without the security headers, and no exception leaves at all."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, https: bool = False, also: Also | None = None) -> None:
        self.app = app
        self.metrics = metrics
        self.also = also
        self.headers = {**SECURITY_HEADERS, **(HSTS if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on; lifespan messages go straight through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        visit = _Visit(scope, send, {**self.headers, **(self.also(scope) if self.also else {})})
        with structlog.contextvars.bound_contextvars(request_id=visit.request_id):
            await self._pass_on(visit, receive)
            self._record(visit)

    async def _pass_on(self, visit: _Visit, receive: Receive) -> None:
        try:
            await self.app(visit.scope, receive, visit.send)
        except Exception as error:
            known = error if isinstance(error, MotCuaError) else MotCuaError()
            if known.status >= 500:
                report(log, "request failed", error)
            if visit.status:
                raise ConnectionAbortedError("the answer broke off") from None
            await error_response(known)(visit.scope, receive, visit.send)

    def _record(self, visit: _Visit) -> None:
        seconds = time.perf_counter() - visit.started
        self.metrics.requests.labels(visit.method, visit.route, visit.status).inc()
        self.metrics.seconds.labels(visit.route).observe(seconds)
        say = log.warning if visit.status >= 500 else log.info if visit.method == "POST" else log.debug
        say("request", method=visit.method, route=visit.route, status=visit.status, ms=round(seconds * 1000, 1))


class _Visit:
    """One request on its way: its id, its start, and the status once it is known."""

    def __init__(self, scope: Scope, send: Send, headers: Mapping[str, str]) -> None:
        self.scope = scope
        self.request_id = uuid.uuid4().hex[:16]
        self.started = time.perf_counter()
        self.status = 0
        self._send = send
        self._headers = headers

    @property
    def method(self) -> str:
        """The method, or "other": what people invent must not become a metric."""
        method: str = self.scope["method"]
        return method if method in _KNOWN_METHODS else "other"

    @property
    def route(self) -> str:
        """The path's pattern, or "other"."""
        if self.scope["path"].startswith("/static/"):
            return "/static"
        return getattr(self.scope.get("route"), "path", None) or "other"

    async def send(self, message: Message) -> None:
        """Send on, with the headers every answer carries unless it set its own."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-cache" if self.route in ("/", "/static") else "no-store")
            headers["X-Request-Id"] = self.request_id
        await self._send(message)


class HostCheck:
    """Refuse requests for other hosts. ``*.example.vn`` allows all names below; loopback is always allowed, for probes."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self.app = app
        self.allowed = {host.lower() for host in allowed} | {"127.0.0.1", "localhost", "[::1]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on; UnknownHostError otherwise."""
        if scope["type"] == "http" and not self._allows(Headers(scope=scope).get("host", "")):
            raise UnknownHostError
        await self.app(scope, receive, send)

    def _allows(self, header: str) -> bool:
        host = re.sub(r":\d+$", "", header.lower())
        return "*" in self.allowed or host in self.allowed or any(h.startswith("*.") and host.endswith(h[1:]) for h in self.allowed)


@dataclass(frozen=True, slots=True)
class Largest:
    """The bytes of a body, and what is said beyond them."""

    limit: int = MAX_BODY
    error: type[BodyTooLargeError] = BodyTooLargeError


class BodyLimit:
    """Read the body before the app does, and refuse it beyond 64 KB, however it is sent. What is posted to ``paths`` may be larger."""

    def __init__(self, app: ASGIApp, *, paths: Mapping[str, Largest] | None = None) -> None:
        self.app = app
        self.paths = paths or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body; BodyTooLargeError otherwise."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = self.paths.get(scope["path"]) if scope["method"] == "POST" else None
        body = await self._read(receive, largest or Largest())
        if body is None:
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, replay, send)

    async def _read(self, receive: Receive, largest: Largest) -> bytes | None:
        """The body, or None when the client left. A somewhat larger body is read to its end, so that the client hears why not."""
        parts: list[bytes] = []
        size, more = 0, True
        while more and size <= largest.limit + _MAX_DRAINED:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            if size <= largest.limit:
                parts.append(part)
        if size > largest.limit:
            raise largest.error
        return b"".join(parts)

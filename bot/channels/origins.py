"""Other sites that show the widget: which pages may call, what their browsers are told, and how every other page is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import ForeignOriginError

CALLS = ("/api/v1/messages", "/api/v1/conversations/", "/api/v1/dossiers/picture")
"""What a widget calls; what ends with a slash stands for all below it."""
FILES = "/static/"
MAX_AGE_S = 3600
"""How long browsers remember what a preflight said."""
_ORIGIN = re.compile(r"([a-z][a-z0-9+.\-]*)://([^\s/?#@]+)")
_PORTS = {"http": ":80", "https": ":443"}
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": str(MAX_AGE_S),
}


class Origins:
    """The origins that may use the widget: the service's own, and those of the settings, exactly as scheme, host and port."""

    def __init__(self, allowed: Sequence[str], public_url: str | None = None) -> None:
        self._allowed = frozenset(map(plain, allowed))
        self._public = plain("/".join((public_url or "").split("/")[:3]))

    def headers(self, scope: Scope) -> Mapping[str, str]:
        """What an answer carries beside the security headers: who may read it."""
        path = scope["path"]
        if not _is_shared(path):
            return {}
        origin = self.allowed(scope)
        shared = {"Vary": "Origin"}
        if origin is not None:
            shared |= {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After"}
        if origin is not None or (self._allowed and path.startswith(FILES)):  # a plain <script src> says no origin
            shared["Cross-Origin-Resource-Policy"] = "cross-origin"
        return shared

    def allowed(self, scope: Scope) -> str | None:
        """The origin of the calling page as it was sent, where the settings allow it."""
        sent = Headers(scope=scope).getlist("origin")
        return sent[0] if len(sent) == 1 and plain(sent[0]) in self._allowed else None

    def is_own(self, scope: Scope) -> bool:
        """Whether the page that calls is ours, or no page at all.

        A browser says it (``Sec-Fetch-Site``, which no page can set), or the host does. The scheme is left out: a proxy may speak https.
        """
        headers = Headers(scope=scope)
        sent = headers.getlist("origin")
        if not sent or headers.get("sec-fetch-site") == "same-origin":
            return True
        origin = plain(sent[0]) if len(sent) == 1 else ""
        scheme, _, host = origin.partition("://")
        return bool(host) and (origin == self._public or host == _without_port(headers.get("host", ""), scheme))


class OriginCheck:
    """Answer preflights, and refuse calls that come from pages of other sites."""

    def __init__(self, app: ASGIApp, *, origins: Origins) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on that may come; ForeignOriginError otherwise."""
        if scope["type"] != "http" or not _is_shared(scope["path"]):
            await self.app(scope, receive, send)
        elif _is_preflight(scope):
            await self._preflight(scope)(scope, receive, send)
        elif _is_call(scope["path"]) and not self._may_call(scope):
            raise ForeignOriginError
        else:
            await self.app(scope, receive, send)

    def _may_call(self, scope: Scope) -> bool:
        return self.origins.is_own(scope) or self.origins.allowed(scope) is not None

    def _preflight(self, scope: Scope) -> Response:
        if self.origins.allowed(scope) is None:
            raise ForeignOriginError
        return Response(status_code=204, headers=_ALLOWED)


def plain(origin: str) -> str:
    """An origin as browsers write it: small letters, no default port. Empty for what is none, such as ``null``."""
    found = _ORIGIN.fullmatch(origin.lower())
    return f"{found[1]}://{_without_port(found[2], found[1])}" if found else ""


def _without_port(host: str, scheme: str) -> str:
    return host.lower().removesuffix(_PORTS.get(scheme, ""))


def _is_call(path: str) -> bool:
    return any(path == call or (call.endswith("/") and path.startswith(call)) for call in CALLS)


def _is_shared(path: str) -> bool:
    return path.startswith(FILES) or _is_call(path)


def _is_preflight(scope: Scope) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope)

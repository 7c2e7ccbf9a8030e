"""One request to a one-stop system, whose answer is not trusted: its size, its encoding and its JSON are checked here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import httpx

MOST_BYTES = 1_000_000
"""Of one answer; a dossier takes a few thousand."""
_HTML_TYPES = ("text/html", "application/xhtml")


class Repeat(Enum):
    """Whether a request that failed may be sent again."""

    NEVER = "never"
    HARMLESS = "harmless"
    """Nobody knows whether it was acted upon: only where asking twice does no harm."""
    ALWAYS = "always"
    """It was not acted upon."""


class Fault(Enum):
    """What is ill."""

    SYSTEM = "system"
    """The system as a whole."""
    ANSWER = "answer"
    """What it says of this dossier; it may be well with others."""
    OURS = "ours"
    """Nothing is known of the system."""


class TroubleError(Exception):
    """Why an answer cannot be used. ``reason`` is for operators: English, and nothing of the answer's content.

    ``after_s``: the system asked to be left alone so long, in seconds.
    """

    def __init__(self, reason: str, *, fault: Fault = Fault.SYSTEM, repeat: Repeat = Repeat.NEVER, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.fault, self.repeat, self.after_s = reason, fault, repeat, after_s


@dataclass(frozen=True)
class Fetched:
    """An answer as it came, at most a megabyte."""

    status: int
    content_type: str
    after_s: float | None
    """Seconds of ``Retry-After``, where it is a number."""
    body: bytes = field(repr=False)

    @property
    def is_html(self) -> bool:
        """A page for people: a proxy, a firewall or a login, but not the system."""
        return self.content_type.startswith(_HTML_TYPES) or self.body.lstrip()[:1] == b"<"


async def fetch(client: httpx.AsyncClient, request: httpx.Request) -> Fetched:
    """The answer to a request. Raises TroubleError where none arrives whole."""
    try:
        response = await client.send(request, stream=True)
        try:
            return Fetched(response.status_code, response.headers.get("content-type", "").lower(), _after(response), await _read(response))
        finally:
            await response.aclose()
    except httpx.PoolTimeout:
        raise TroubleError("too many look-ups at once", fault=Fault.OURS) from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _unreached(error) from None
    except httpx.HTTPError as error:
        raise TroubleError(f"connection lost ({type(error).__name__})", repeat=Repeat.HARMLESS) from None


def _unreached(error: httpx.TransportError) -> TroubleError:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return TroubleError("its certificate is not trusted")
    return TroubleError(f"no connection ({type(error).__name__})", repeat=Repeat.ALWAYS)


async def _read(response: httpx.Response) -> bytes:
    """The body. Compressed ones were not asked for, and a small one could unpack into gigabytes."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise TroubleError("a compressed answer, which was not asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TroubleError("an answer of more than a megabyte")
    return bytes(body)


def _after(response: httpx.Response) -> float | None:
    said = response.headers.get("retry-after", "").strip()
    return float(said) if said.isascii() and said.isdigit() and len(said) <= 6 else None


def refuse_failure(fetched: Fetched) -> None:
    """Raises TroubleError for every status but those of success."""
    status = fetched.status
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise TroubleError("HTTP 429: too many requests", repeat=Repeat.ALWAYS, after_s=fetched.after_s)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise TroubleError(f"HTTP {status}", repeat=Repeat.HARMLESS, after_s=fetched.after_s)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise TroubleError(f"HTTP {status}: our credentials are refused")
    if not httpx.codes.is_success(status):
        raise TroubleError(f"HTTP {status}", fault=Fault.SYSTEM if httpx.codes.is_redirect(status) else Fault.ANSWER)


def read_json(fetched: Fetched) -> Any:
    """The JSON of an answer. Raises TroubleError for pages, other encodings than UTF-8, and what is no JSON."""
    if fetched.is_html:
        raise TroubleError("HTML instead of JSON")
    try:
        return json.loads(fetched.body.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise TroubleError("not in UTF-8", fault=Fault.ANSWER) from None
    except (ValueError, RecursionError):
        raise TroubleError("not JSON") from None


def _no_number(name: str) -> Any:
    raise ValueError(name)

"""A one-stop system over HTTP, by its description: asked carefully, believed only where its answer is whole."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import quote

import httpx
import structlog
from pydantic import SecretStr

from bot.dossiers.breaker import Breaker
from bot.dossiers.caching import Shared
from bot.dossiers.fetching import Fault, Fetched, Repeat, TroubleError, fetch
from bot.dossiers.gateway import Answer, NotFound, Unavailable
from bot.dossiers.mapping import CODE, ApiKey, ClientCredentials, HttpSystem
from bot.dossiers.model import Dossier
from bot.dossiers.oauth import Tokens
from bot.dossiers.records import read_answer
from bot.logs import report
from bot.numbers import dossier_key

RESTING = "left alone after failures in a row"
CLOSING = "the service is closing"
MOST_CONNECTIONS = 10
"""To one system at a time."""
FIRST_PAUSE_S = 0.2
"""Before the second request; twice as long before the third. Half of it is chance, so that many callers do not come back together."""
LONGEST_WAIT_S = 2.0
"""A person waits: a system that asks for more by ``Retry-After`` is not asked again in this look-up."""

log = structlog.get_logger("motcua.dossiers")


class HttpGateway:
    """One described system. ``secret`` is the key or the client's secret of its ``auth``; ``clock`` and ``sleep`` count seconds."""

    def __init__(
        self,
        described: HttpSystem,
        secret: SecretStr | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.id, self.name, self.prefixes = described.id, described.name, described.prefixes
        self._described, self._sleep = described, sleep
        self._secret = secret.get_secret_value() if secret is not None else ""
        self._http = _client(described)
        self._tokens = self._make_tokens(clock)
        self._breaker = Breaker(failures=described.breaker.failures, pause_s=described.breaker.pause_s, clock=clock)
        self._answers: Shared[Answer] = Shared(
            life_s=described.cache_s, clock=clock, keeps=lambda answer: isinstance(answer, Dossier | NotFound)
        )

    async def lookup(self, code: str) -> Answer:
        """The dossier of a code in its official writing. Never raises; the dossier's code is always the one asked for."""
        answer = await self._answers.get(dossier_key(code), lambda: self._ask(code))
        if isinstance(answer, Dossier) and answer.code != code:
            return answer.model_copy(update={"code": code})
        return answer

    async def forget(self, code: str) -> None:
        """Something changed: the next look-up asks anew."""
        self._answers.forget(dossier_key(code))

    async def close(self) -> None:
        """Give up what is under way, and let go of connections."""
        await self._answers.close()
        if self._tokens is not None:
            await self._tokens.close()
        await self._http.aclose()

    def _make_tokens(self, clock: Callable[[], float]) -> Tokens | None:
        auth = self._described.auth
        if not isinstance(auth, ClientCredentials):
            return None
        return Tokens(auth, base_url=self._described.base_url, secret=self._secret, client=self._http, clock=clock)

    async def _ask(self, code: str) -> Answer:
        if not self._breaker.lets_through():
            return Unavailable(RESTING)
        try:
            async with asyncio.timeout(self._described.timeouts.total_s):
                answer = await self._ask_again_and_again(code)
        except TroubleError as trouble:
            return self._failed(code, trouble)
        except TimeoutError:
            return self._failed(code, TroubleError("no whole answer within the time allowed"))
        except asyncio.CancelledError:
            return Unavailable(CLOSING)  # Only close() cancels this task, and those who wait for it go on.
        except Exception as error:
            report(log, "dossier_lookup_broke", error, system=self.id)
            return self._failed(code, TroubleError(f"an error of ours ({type(error).__name__})", fault=Fault.OURS))
        self._answered()
        return answer

    async def _ask_again_and_again(self, code: str) -> Dossier | NotFound:
        for left in reversed(range(self._described.attempts)):
            try:
                return await self._ask_once(code)
            except TroubleError as trouble:
                pause = self._pause(trouble, left)
                if pause is None:
                    raise
            await self._sleep(pause)
        raise AssertionError("unreachable")

    async def _ask_once(self, code: str) -> Dossier | NotFound:
        token = await self._tokens.get() if self._tokens is not None else None
        fetched = await self._fetch(code, token)
        if fetched.status == httpx.codes.UNAUTHORIZED and self._tokens is not None:
            fetched = await self._fetch(code, await self._tokens.get(refused=token))
        return read_answer(fetched, self._described, code)

    async def _fetch(self, code: str, token: str | None) -> Fetched:
        return await fetch(self._http, self._request(code, token))

    def _request(self, code: str, token: str | None) -> httpx.Request:
        asked, auth = self._described.lookup, self._described.auth
        code = _in_form(code, asked.code_form)
        headers = dict(asked.headers) | ({"Authorization": f"Bearer {token}"} if token is not None else {})
        query = {name: value.replace(CODE, code) for name, value in asked.query.items()}
        if isinstance(auth, ApiKey):
            (query if auth.header is None else headers)[auth.header or auth.query or ""] = self._secret
        url = self._described.base_url + asked.path.replace(CODE, quote(code, safe=""))
        body = _filled(asked.body, code) if asked.body is not None else None
        return self._http.build_request(asked.method, url, params=query or None, headers=headers, json=body)

    def _pause(self, trouble: TroubleError, left: int) -> float | None:
        """Seconds until the next request; None where there must be none."""
        may = trouble.repeat is Repeat.ALWAYS or (trouble.repeat is Repeat.HARMLESS and self._described.lookup.may_repeat)
        if not may or left == 0:
            return None
        usual: float = FIRST_PAUSE_S * 2 ** (self._described.attempts - left - 1) * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)
        pause = max(usual, trouble.after_s or 0.0)
        return pause if pause <= LONGEST_WAIT_S else None

    def _failed(self, code: str, trouble: TroubleError) -> Unavailable:
        log.warning("dossier_lookup_failed", system=self.id, code=code, reason=trouble.reason)
        if trouble.fault is Fault.ANSWER:
            self._answered()
        elif trouble.fault is Fault.SYSTEM and self._breaker.failed(trouble.after_s):
            log.error("dossier_system_left_alone", system=self.id, reason=trouble.reason)
        return Unavailable(trouble.reason)

    def _answered(self) -> None:
        if self._breaker.succeeded():
            log.info("dossier_system_answers_again", system=self.id)


def _client(described: HttpSystem) -> httpx.AsyncClient:
    """Connections to one system: no redirects, no cookies from one look-up to the next, proxies only on the way out of this machine."""
    if isinstance(described.auth, ApiKey) and described.auth.query is not None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and these hold the key
    times = described.timeouts
    return httpx.AsyncClient(
        timeout=httpx.Timeout(times.read_s, connect=times.connect_s),
        limits=httpx.Limits(max_connections=MOST_CONNECTIONS),
        headers={"User-Agent": "motcua", "Accept": "application/json", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=described.base_url.startswith("https://"),
    )


def _in_form(code: str, form: str) -> str:
    match form:
        case "no_dots":
            return code.replace(".", "")
        case "lower":
            return code.lower()
    return code


def _filled(value: Any, code: str) -> Any:
    """The body with the code in it, however deep."""
    match value:
        case str():
            return value.replace(CODE, code)
        case list():
            return [_filled(inner, code) for inner in value]
        case dict():
            return {name: _filled(inner, code) for name, inner in value.items()}
    return value

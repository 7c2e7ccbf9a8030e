"""Access tokens by OAuth2 client credentials (RFC 6749, 4.4): kept while they live, renewed before their end, one request for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.dossiers.caching import Shared
from bot.dossiers.fetching import Fetched, TroubleError, fetch, read_json, refuse_failure
from bot.dossiers.mapping import ClientCredentials

MARGIN_S = 30.0
"""A token is renewed this long before its end; a tenth of its life, where that is shorter."""
UNSAID_LIFE_S = 300.0
LONGEST_LIFE_S = 86_400.0

_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")


@dataclass(frozen=True)
class _Token:
    value: str = field(repr=False)
    renew_at: float


class Tokens:
    """The access token of one system. ``clock`` counts seconds from anywhere."""

    def __init__(
        self, described: ClientCredentials, *, base_url: str, secret: str, client: httpx.AsyncClient, clock: Callable[[], float]
    ) -> None:
        self._described, self._secret, self._client, self._clock = described, secret, client, clock
        self._url = described.token_url or f"{base_url}{described.token_path}"
        self._token: _Token | None = None
        self._asked: Shared[_Token | TroubleError] = Shared(life_s=0, clock=clock, keeps=lambda _: False)

    async def get(self, refused: str | None = None) -> str:
        """A token, and another one than ``refused``, which the system did not take. Raises TroubleError."""
        token = self._token
        if token is not None and self._clock() < token.renew_at and token.value != refused:
            return token.value
        answer = await self._asked.get("", self._renew)
        if isinstance(answer, TroubleError):
            raise answer
        return answer.value

    async def close(self) -> None:
        """End a request that is under way."""
        await self._asked.close()

    async def _renew(self) -> _Token | TroubleError:
        """Told, not raised: several may wait for it."""
        try:
            fetched = await fetch(self._client, self._request())
            self._token = self._read(fetched)
        except TroubleError as error:
            return TroubleError(f"token: {error.reason}", repeat=error.repeat, after_s=error.after_s)
        return self._token

    def _request(self) -> httpx.Request:
        described, form = self._described, {"grant_type": "client_credentials"}
        if described.scope is not None:
            form["scope"] = described.scope
        if described.send == "body":
            form |= {"client_id": described.client_id, "client_secret": self._secret}
        request = self._client.build_request("POST", self._url, data=form, headers={"Accept": "application/json"})
        if described.send == "basic":
            next(httpx.BasicAuth(described.client_id, self._secret).auth_flow(request))
        return request

    def _read(self, fetched: Fetched) -> _Token:
        refuse_failure(fetched)
        body = read_json(fetched)
        value = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            raise TroubleError("an answer without a token")
        if str(body.get("token_type", "bearer")).lower() != "bearer":
            raise TroubleError("a token that is not for bearers")
        life = _life(body.get("expires_in"))
        return _Token(value, self._clock() + life - min(MARGIN_S, life / 10))


def _life(expires_in: Any) -> float:
    """Seconds; five minutes where the system does not say."""
    try:
        seconds = float(expires_in)
    except (TypeError, ValueError):
        return UNSAID_LIFE_S
    return min(seconds, LONGEST_LIFE_S) if seconds > 0 else UNSAID_LIFE_S

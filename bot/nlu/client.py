"""The app's side of the NLU server: one question in, one guess out, always within the budget."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Literal

import httpx
import structlog

from bot.nlu.cues import find_cues
from bot.nlu.results import NluResult
from bot.nlu.rules import gist, guess
from bot.nlu.scope import OUTSIDE

__all__ = ["OUTSIDE", "NluClient", "NluResult", "find_cues", "guess"]

FAILURES_TO_OPEN = 3
PROBE_SECONDS = 2.0

log = structlog.get_logger(__name__)


class NluClient:
    """Asks Rasa for the intent of a text; when Rasa fails or is over budget, the rules answer instead.

    After three failures in a row the server is left alone and every answer comes from the rules at once. Every two seconds
    one question is let through; its success closes the circuit again.
    """

    def __init__(
        self,
        *,
        url: str,
        budget_ms: int,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if budget_ms <= 0:
            raise ValueError(f"budget_ms must be positive, not {budget_ms}")
        self._budget = budget_ms / 1000
        self._clock = clock
        self._http = httpx.AsyncClient(base_url=url, transport=transport, timeout=self._budget, trust_env=False)
        self._failures = 0
        self._next_probe = 0.0
        guess("xin chào")  # builds the index of phrases now, not during the first outage

    @property
    def status(self) -> Literal["ok", "degraded"]:
        """``degraded`` while the circuit is open: the last three or more questions failed."""
        return "degraded" if self._failures >= FAILURES_TO_OPEN else "ok"

    async def parse(self, text: str) -> NluResult:
        """The intent of a text. Never raises; ``source`` says who answered."""
        if not self._may_ask():
            return guess(text)
        try:
            async with asyncio.timeout(self._budget):
                result = await self._ask(text)
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as error:
            self._failed(error)
            return guess(text)
        self._succeeded()
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    def _may_ask(self) -> bool:
        """Whether to ask Rasa: always while the circuit is closed, and one probe at a time while it is open."""
        if self.status == "ok":
            return True
        if self._clock() < self._next_probe:
            return False
        self._next_probe = self._clock() + PROBE_SECONDS
        return True

    async def _ask(self, text: str) -> NluResult:
        response = await self._http.post("/model/parse", json={"text": gist(text)})
        response.raise_for_status()
        return _to_result(response.json())

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._next_probe = self._clock() + PROBE_SECONDS
        if self._failures == FAILURES_TO_OPEN:
            log.warning("nlu_degraded", error=type(error).__name__, detail=str(error))

    def _succeeded(self) -> None:
        if self.status == "degraded":
            log.info("nlu_recovered")
        self._failures = 0


def _to_result(body: dict[str, Any]) -> NluResult:
    """Rasa's answer. A server without a model answers with an intent of no name: that is a failure too."""
    intent = body["intent"]["name"]
    if not intent:
        raise ValueError("the NLU server has no model loaded")
    ranking = [(str(entry["name"]), float(entry["confidence"])) for entry in body["intent_ranking"]]
    return NluResult(str(intent), float(body["intent"]["confidence"]), ranking, "ok")

"""What the understanding of a message comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class NluResult:
    """The likeliest intent with its confidence (0 to 1), the others after it, and who says so: Rasa or the rules."""

    intent: str
    confidence: float
    ranking: list[tuple[str, float]]
    source: Literal["ok", "degraded"]

"""What a one-stop system is to us: it is asked for a code and says one of three things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.dossiers.model import Dossier


@dataclass(frozen=True)
class NotFound:
    """The system answers, and has no such dossier."""


@dataclass(frozen=True)
class Unavailable:
    """The system does not answer, or says what cannot be trusted.

    ``reason`` is for operators: short, in English, and without anything personal or anything of the answer's text.
    """

    reason: str


Answer = Dossier | NotFound | Unavailable


class Gateway(Protocol):
    """One system. ``id`` and ``name`` are those of its description; ``prefixes`` the units whose dossiers it has, all where empty."""

    id: str
    name: str
    prefixes: tuple[str, ...]

    async def lookup(self, code: str) -> Answer:
        """The dossier of a code in its official writing. Never raises; the dossier's code is always the one asked for."""
        ...

    async def forget(self, code: str) -> None:
        """Something changed: the next look-up must ask anew."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

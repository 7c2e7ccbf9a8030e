"""Messages as citizens send them, with what they are about and what they ask: what the words of a message alone tell is learnt from these.

One JSON object a line, a file for each writer: ``current`` and ``side`` are what was talked about (null in a first message), ``target`` the
procedures, "faq:" with the id of FAQs, or "none", that it is about, ``asked`` the sides that would answer it, the best first (none where
nobody told), ``says`` words of the statement that does, null where a mere side is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.aspects import Aspect

FOLDER = Path(__file__).parent
NOTHING = "none"


@dataclass(frozen=True)
class Labelled:
    """A message and what is known of it."""

    writer: str
    message: str
    current: str | None
    side: Aspect | None
    target: tuple[str, ...]
    """Codes of procedures and ids of FAQs; empty where it is about none."""
    asked: tuple[Aspect, ...]
    says: str | None

    @property
    def code(self) -> str:
        """The procedure that was talked about, or the first that it is about: messages of one share their words."""
        return self.current or next(iter(self.target), "")


def labelled(folder: Path = FOLDER) -> list[Labelled]:
    """All messages of a folder."""
    return [one for path in sorted(folder.glob("*.jsonl")) for one in _read(path.stem, path.read_text(encoding="utf-8").splitlines())]


def _read(writer: str, lines: Iterable[str]) -> Iterable[Labelled]:
    for line in lines:
        told = json.loads(line)
        target = tuple(one.removeprefix("faq:") for one in told["target"] if one != NOTHING)
        side = Aspect(told["side"]) if told["side"] else None
        yield Labelled(writer, told["message"], told["current"], side, target, tuple(map(Aspect, told["asked"])), told["says"])

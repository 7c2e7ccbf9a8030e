"""The messages of ``retriever.messages`` as the dialogue learns from them: with the sides that they ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.dialogue.aspects import Aspect
from retriever.messages import FOLDER, NOTHING, id_of, read


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
        """What was talked about, or the first that it is about: messages of one share their words."""
        return self.current or next(iter(self.target), "")


def labelled(folder: Path = FOLDER) -> list[Labelled]:
    """All messages of a folder."""
    return [
        Labelled(
            writer,
            said["message"],
            said["current"] and id_of(said["current"]),
            said["side"] and Aspect(said["side"]),
            tuple(id_of(target) for target in said["target"] if target != NOTHING),
            tuple(map(Aspect, said["asked"])),
            said["says"],
        )
        for writer, said in read(folder)
    ]


@cache
def about() -> Mapping[str, Sequence[Labelled]]:
    """The messages that ask something of a procedure or an FAQ, by its code or id."""
    found: dict[str, list[Labelled]] = {}
    for one in labelled():
        for target in one.target if one.asked else ():
            found.setdefault(target, []).append(one)
    return found

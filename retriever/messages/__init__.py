"""Messages as citizens send them, with what they are about: what the words of a message tell is learnt from these.

One JSON object a line, a file for each writer: ``current`` and ``side`` are what was talked about (null in a first message; "faq:" and its
id after a general answer), ``target`` the procedures, "faq:" with the id of FAQs, or "none", that it is about, ``asked`` the sides that
would answer it, the best first (none where nobody told), ``says`` words of the statement that does, null where a mere side is asked,
``ask_back`` whether a clerk had to ask back first (told by the later writers).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.store import Knowledge

FOLDER = Path(__file__).parent
NOTHING = "none"


def read(folder: Path = FOLDER) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All messages of a folder, each with the name of its writer."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from ((path.stem, json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def id_of(target: str) -> str:
    """The code of a procedure or the id of an FAQ."""
    return target.removeprefix("faq:")


def messages_about(knowledge: Knowledge, without: Callable[[str], bool] = lambda _: False) -> dict[str, list[str]]:
    """The messages that ask anew for each thing of a base, by its id, but for those of the writers to go ``without``.

    What goes on about the same thing names it seldom.
    """
    known = knowledge.procedures.keys() | knowledge.faqs.keys()
    found: dict[str, list[str]] = {}
    for writer, said in read():
        about = {id_of(target) for target in said["target"]} & known
        if not without(writer) and id_of(said["current"] or "") not in about:
            for one in about:
                found.setdefault(one, []).append(said["message"])
    return found


def messages_about_nothing(without: Callable[[str], bool] = lambda _: False) -> list[str]:
    """The messages that are about nothing of a base, but for those of the writers to go ``without``."""
    return [said["message"] for writer, said in read() if said["target"] == [NOTHING] and not without(writer)]

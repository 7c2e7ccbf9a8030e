"""Where a value lies in a system's answer: ``data.items[0].maHoSo``.

Stricter than JMESPath and its like, for which a list where an object was promised is merely "nothing": here it is an error, since a system
that changed its shape must not look like one that says less.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Final

Path = tuple[str | int, ...]
"""The steps into JSON: names of objects' members, places in lists from 0. Empty: the whole answer."""

_STEP = re.compile(r'(?:^|(?!^)\.)(?:"(?P<quoted>[^"]+)"|(?P<name>[^.\[\]"\s]+))|\[(?P<index>\d{1,4})\]')


class Missing(Enum):
    """What stands where a system wrote no such member; ``null`` is a value of its own."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


class WrongTypeError(Exception):
    """A step leads into something that has no such steps. ``str(error)`` is the path up to there, of our own description."""


def parse_path(text: str) -> Path:
    """The steps of a path; names with dots or spaces stand in double quotes. Raises ValueError where it cannot be read."""
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise ValueError(f"not a path: {text[:60]!r}")
        steps.append(int(found["index"]) if found["index"] else found["quoted"] or found["name"])
        at = found.end()
    return tuple(steps)


def shown(path: Path) -> str:
    """The path as people write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "."


def read_path(value: Any, path: Path) -> Any:
    """What lies there: MISSING where a member is not written or its owner is ``null``; None for ``null`` and behind the end of a list.

    Raises WrongTypeError.
    """
    for number, step in enumerate(path):
        if value is MISSING or value is None:
            return MISSING
        if not isinstance(value, list if isinstance(step, int) else dict):
            raise WrongTypeError(shown(path[:number]))
        value = _member(value, step)
    return value


def _member(value: Any, step: str | int) -> Any:
    if isinstance(step, str):
        return value.get(step, MISSING)
    return value[step] if step < len(value) else None

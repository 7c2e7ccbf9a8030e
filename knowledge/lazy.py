"""Entries kept as lines of JSON and validated on first use: thousands of validated trees would cost seconds and memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from knowledge.schema import Faq, Procedure

E = TypeVar("E", Procedure, Faq)
Clock = Callable[[], date]
CACHED = 512
"""Validated entries kept at once, for each kind."""
_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


def vietnam_today() -> date:
    """The day it is in Vietnam."""
    return datetime.now(_HO_CHI_MINH).date()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a line of JSON, and the days on which it answers (both included; None is without limit)."""

    key: str
    text: str
    start: date | None = None
    end: date | None = None
    changed: tuple[str, ...] = ()

    @classmethod
    def write(cls, kind: str, key: str, entry: Procedure | Faq, changed: Sequence[str], start: date | None, end: date | None) -> Line:
        """A line from an entry; fields that the entry leaves unset are left out."""
        days = {"from": start and start.isoformat(), "to": end and end.isoformat()}
        content = entry.model_dump(mode="json", exclude_unset=True)
        data = {"kind": kind, "key": key, **days, "changed": list(changed), "entry": content}
        return cls(key, json.dumps(data, ensure_ascii=False), start, end, tuple(changed))

    @classmethod
    def read(cls, text: str) -> tuple[str, Line]:
        """The kind and the line. Raises ValueError or LookupError where it is damaged."""
        data = json.loads(text)
        start, end = (date.fromisoformat(data[name]) if data[name] else None for name in ("from", "to"))
        return data["kind"], cls(data["key"], text, start, end, tuple(data["changed"]))

    def covers(self, day: date) -> bool:
        """Whether it answers on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class LazyEntries(Mapping[str, E], Generic[E]):
    """Entries by key, each as it is in force today. Safe to share between threads."""

    def __init__(self, model: type[E], lines: Mapping[str, Sequence[Line]], today: Clock = vietnam_today) -> None:
        self._model: type[E] = model
        self._lines = lines
        self._today = today
        self._parsed: Callable[[str], Any] = lru_cache(maxsize=CACHED)(self._parse)

    def __getitem__(self, key: str) -> E:
        found: E = self._parsed(self.line(key).text)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, key: str) -> Line:
        """The line that answers today."""
        lines, today = self._lines[key], self._today()
        return next((line for line in lines if line.covers(today)), lines[-1])

    def lines(self) -> Iterator[Line]:
        """All lines, of all times."""
        for lines in self._lines.values():
            yield from lines

    def _parse(self, text: str) -> E:
        found: E = self._model.model_validate(json.loads(text)["entry"])
        return found


class ChangedFacts(Mapping[str, tuple[str, ...]]):
    """For the keys whose official record changed a fact under our text: which facts, as of today."""

    def __init__(self, entries: LazyEntries[Procedure]) -> None:
        self._entries = entries
        self._keys = {line.key for line in entries.lines() if line.changed}

    def __getitem__(self, key: str) -> tuple[str, ...]:
        if key in self._keys and (changed := self._entries.line(key).changed):
            return changed
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for key in sorted(self._keys) if self._entries.line(key).changed)

    def __len__(self) -> int:
        return sum(1 for _ in self)

"""Cuts a JSON document into its records while it is read, without parsing it.

The records are the items of the outermost array, of ``data``, of ``data.items`` or of ``items`` in a response, or else each
outermost object. Brackets and strings are all that is looked at, so a record that is broken inside ends where it should.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importers import limits, replies

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
_OPENS = {b"}": b"{", b"]": b"["}
_LISTS = ([b'"data"'], [b'"data"', b'"items"'], [b'"items"'])
"""Where a response keeps its records: the keys that lead to the list."""


@dataclass(frozen=True)
class Piece:
    """One record as written, or the reason why it could not be told from the rest."""

    content: bytes
    in_list: bool
    """Whether it stood in a list; else it is a document of its own."""
    problem: str | None = None


class Cutter:
    """The state of one pass over a document; ``cut`` may be called once."""

    def __init__(self) -> None:
        self._buffer = b""
        self._seen = 0  # up to where the buffer was looked at
        self._start: int | None = None  # where the open record began
        self._open: list[bytes] = []  # the brackets open inside it
        self._keys: list[bytes] = []  # the string before each of these brackets
        self._last = b""  # the latest string
        self._named = False  # the open document has a "name": a record, whatever else it has
        self._around: list[bytes] = []  # the brackets open around the records
        self._tail = False  # the list of a response is over; the rest of the response is passed over

    def cut(self, chunks: Iterator[bytes]) -> Iterator[Piece]:
        """The records of the document in order. One that is too large, too deep or cut off ends the reading."""
        for chunk in chunks:
            self._buffer += chunk
            yield from self._advance()
            self._forget()
            if len(self._buffer) > limits.RECORD_BYTES:
                yield self._refuse(replies.RECORD_TOO_LARGE)
                return
            if len(self._open) + len(self._around) > limits.NESTING:
                yield self._refuse(replies.TOO_DEEP)
                return
        yield from self._end()

    def _advance(self) -> Iterator[Piece]:
        for match in _TOKEN.finditer(self._buffer, self._seen):
            if match[0] == b'"':  # a string that goes on in the next chunk
                return
            if self._start is None:
                yield from self._between(self._buffer[self._seen : match.start()])
            yield from self._step(match[0], match.start())
            self._seen = match.end()
        if self._start is not None or self._tail:
            self._seen = len(self._buffer)

    def _step(self, token: bytes, at: int) -> Iterator[Piece]:
        if self._tail:
            self._pass_over(token)
        elif token in (b"{", b"["):
            self._enter(token, at)
        elif token in _OPENS:
            yield from self._leave(_OPENS[token], at)
        elif self._start is not None:
            self._last = token
            self._named = self._named or (len(self._open) == 1 and token == b'"name"')
        else:
            yield self._refuse(replies.NOT_AN_OBJECT)

    def _pass_over(self, token: bytes) -> None:
        if token in (b"{", b"["):
            self._around.append(token)
        elif token in _OPENS:
            _close(self._around, _OPENS[token])
            self._tail = bool(self._around)

    def _enter(self, token: bytes, at: int) -> None:
        if self._start is None and not self._around and token == b"[":
            self._around = [token]
            return
        if self._start is None:
            self._start, self._named, self._last = at, False, b""
        self._open.append(token)
        self._keys.append(self._last)
        if token == b"[" and not self._around and not self._named and self._keys[1:] in _LISTS:
            self._around = self._open
            self._reset()

    def _leave(self, opening: bytes, at: int) -> Iterator[Piece]:
        if opening in self._open:
            _close(self._open, opening)
            del self._keys[len(self._open) :]
            if not self._open:
                yield self._whole(at + 1)
                self._reset()
            return
        if self._start is not None:
            yield self._refuse(replies.RECORD_NOT_JSON)
            self._reset()
        _close(self._around, opening)
        self._tail = bool(self._around)

    def _whole(self, end: int) -> Piece:
        content = self._buffer[self._start : end]
        return Piece(content, bool(self._around)) if len(content) <= limits.RECORD_BYTES else self._refuse(replies.RECORD_TOO_LARGE)

    def _between(self, gap: bytes) -> Iterator[Piece]:
        """Two records have a comma between them; a number or a bare word there is a record that is none."""
        for word in gap.split(b",") if not self._tail else ():
            if word.strip():
                yield self._refuse(replies.NOT_AN_OBJECT)

    def _refuse(self, problem: str) -> Piece:
        return Piece(b"", bool(self._around), problem)

    def _reset(self) -> None:
        self._start, self._open, self._keys = None, [], []

    def _forget(self) -> None:
        """Drops what was seen and belongs to no open record."""
        done = self._seen if self._start is None else self._start
        self._buffer = self._buffer[done:]
        self._seen -= done
        self._start = None if self._start is None else 0

    def _end(self) -> Iterator[Piece]:
        rest = self._buffer[self._seen :]
        if self._start is None and b'"' not in rest:
            yield from self._between(rest)
        if self._start is not None or self._around or b'"' in rest:
            yield self._refuse(replies.JSON_CUT)


def _close(brackets: list[bytes], opening: bytes) -> None:
    """Closes the nearest such bracket, and those inside it that were never closed; nothing if there is none."""
    if opening in brackets:
        while brackets.pop() != opening:
            pass

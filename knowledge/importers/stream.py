"""The plain bytes of a file, piece by piece: gzip inflated, UTF-16 turned into UTF-8, and never more than the limit."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.importers import limits, replies
from knowledge.importers.letters import encoding_of
from knowledge.importers.outcome import ImportFileError

PIECE = 256 * 1024
GZIP = b"\x1f\x8b"


class Stream:
    """One pass over a file. ``problem`` says afterwards why the end of an archive could not be read, if so."""

    def __init__(self, path: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
        self.problem: str | None = None
        self._path = path
        self._progress = progress

    def __iter__(self) -> Iterator[bytes]:
        """Pieces of UTF-8 without its mark. Raises ImportFileError beyond the limit, OSError if the file cannot be read."""
        pieces = _bounded(self._inflated())
        first = next(pieces, b"")
        encoding = encoding_of(first)
        if encoding in (None, "utf-8-sig"):
            yield first.removeprefix(codecs.BOM_UTF8)
            yield from pieces
        else:
            yield from _recoded(first, pieces, str(encoding))

    def _inflated(self) -> Iterator[bytes]:
        read = self._read()
        first = next(read, b"")
        if first.startswith(GZIP):
            yield from self._inflate(first, read)
        else:
            yield first
            yield from read

    def _read(self) -> Iterator[bytes]:
        done, total = 0, self._path.stat().st_size
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                done += len(piece)
                yield piece
                if self._progress:
                    self._progress(done, max(done, total))

    def _inflate(self, packed: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
        """Every member of an archive; what a broken one gave before it broke is kept."""
        inflater = zlib.decompressobj(wbits=31)
        while packed or (packed := next(rest, b"")):
            try:
                yield inflater.decompress(packed, PIECE)
            except zlib.error:
                self.problem = replies.GZIP_BROKEN
                return
            packed = inflater.unconsumed_tail
            if inflater.eof:
                packed = _next_member(inflater.unused_data, rest)
                if not packed:
                    return
                inflater = zlib.decompressobj(wbits=31)
        self.problem = replies.GZIP_CUT


def _next_member(packed: bytes, rest: Iterator[bytes]) -> bytes:
    """The start of the next member of an archive, after any zeros that pad it; empty at the end."""
    while not (packed := packed.lstrip(b"\x00")):
        packed = next(rest, b"")
        if not packed:
            break
    return packed if packed.startswith(GZIP) else b""


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.JSON_BYTES:
            raise ImportFileError(replies.too_large(limits.JSON_BYTES))
        if piece:
            yield piece


def _recoded(first: bytes, rest: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(first).encode()
        for piece in rest:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise ImportFileError(replies.WRONG_LETTERS) from error

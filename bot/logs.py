"""Structured logs on standard error: one JSON object per line, or readable lines on a terminal. Never what a person wrote.

Whatever reaches a log all the same (an address with a query, the trace of a library's error) leaves it with personal numbers masked.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import unquote, unquote_plus

import structlog

from bot.numbers import masked

_OURS = frozenset({"timestamp", "level", "request_id", "index", "revision", "where"})
"""What only this program fills in: names of files, times and random ids, in which any row of digits is chance."""
_LONGEST = 20_000
"""Characters of one value that are read, and kept."""
_DEPTH = 6


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Set up structlog for this process, and mask what other libraries log through ``logging``."""
    out = stream or sys.stderr
    renderer = structlog.dev.ConsoleRenderer(colors=False) if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _mask_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),  # whatever standard error is by then
        cache_logger_on_first_use=False,
    )
    mask_libraries()


def describe(error: BaseException) -> dict[str, object]:
    """An exception for the log: its types and the places it passed. Its message stays out, for it may quote a person."""
    kinds: list[str] = []
    current: BaseException | None = error
    while current is not None and len(kinds) < 5:
        kinds.append(type(current).__name__)
        current = current.__cause__ or current.__context__
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {"error": " < ".join(kinds), "where": [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]}


def report(log: Any, event: str, error: BaseException, **more: object) -> None:
    """Log a caught exception as an error, without its message."""
    log.error(event, **describe(error), **more)


def without_numbers(text: str) -> str:
    """The text with personal numbers masked, also those hidden by the escapes of an address (``0912%20345%20678``)."""
    text = text[:_LONGEST]
    shown = masked(text)
    if "%" in text or "+" in text:
        readable = unquote_plus(text) if "?" in text or "=" in text else unquote(text)
        hidden = masked(readable)
        return shown if hidden == readable else hidden
    return shown


def mask_libraries() -> None:
    """Mask the lines of every handler that ``logging`` has by now, and of the one it falls back on."""
    for handler in _handlers():
        if not isinstance(handler.formatter, _Masking):
            handler.setFormatter(_Masking(handler.formatter))


class _Masking(logging.Formatter):
    """Another formatter's lines, error traces included, with personal numbers masked."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The masked line."""
        return without_numbers(self._inner.format(record))


def _handlers() -> Iterator[logging.Handler]:
    if logging.lastResort is not None:
        yield logging.lastResort
    yield from logging.getLogger().handlers
    for known in logging.getLogger().manager.loggerDict.values():
        if isinstance(known, logging.Logger):
            yield from known.handlers


def _mask_values(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: every text in the event, however deep, but for what this program alone fills in."""
    return {key: value if key in _OURS else _masked_value(value) for key, value in event.items()}


def _masked_value(value: object, depth: int = 0) -> object:
    match value:
        case str():
            return without_numbers(value)
        case bytes():
            return without_numbers(value[:_LONGEST].decode("utf-8", "replace"))
        case None | bool() | float():
            return value
        case int():
            return value if (shown := without_numbers(str(value))) == str(value) else shown
        case Mapping() if depth < _DEPTH:
            return {_masked_value(key, depth + 1): _masked_value(inner, depth + 1) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset() if depth < _DEPTH:
            return [_masked_value(inner, depth + 1) for inner in value]
    return without_numbers(str(value))

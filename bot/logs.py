"""Structured logs on standard error: one JSON object per line, or readable lines on a terminal. Never what a person wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import structlog


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Set up structlog for this process."""
    out = stream or sys.stderr
    renderer = structlog.dev.ConsoleRenderer(colors=False) if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )


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

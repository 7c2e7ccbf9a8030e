"""Reading settings and writing Vietnamese on a terminal, whatever its locale says."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from bot.settings import Settings, load_settings

WRONG_SETTING = "Thiết lập {name} chưa đúng: {reason}"


def settings() -> Settings:
    """The settings of this process; a wrong one is named and ends the command."""
    try:
        return load_settings()
    except ValidationError as error:
        first = error.errors()[0]
        fail(WRONG_SETTING.format(name=f"MOTCUA_{first['loc'][0]}".upper(), reason=first["msg"]))


def write(text: str) -> None:
    """A line on standard output."""
    _utf8(sys.stdout)
    typer.echo(text)


def complain(text: str) -> None:
    """A line on standard error."""
    _utf8(sys.stderr)
    typer.echo(text, err=True)


def fail(text: str) -> NoReturn:
    """Complain, and end the command with status 1."""
    complain(text)
    raise typer.Exit(1)


def _utf8(stream: Any) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")

"""Links and codes as people write them into cells."""

from __future__ import annotations

import re

from pydantic import HttpUrl, ValidationError

from knowledge.importers.portal import CODE
from knowledge.importers.tables import Cell, written

_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+(?:vn|com|org|net)(?:/[^\s<>\"']*)?", re.IGNORECASE)
_CUT_CODE = re.compile(r"\d\.\d{1,5}")


def to_link(text: str) -> HttpUrl | None:
    """The link that a text is, also without https:// in front; None for anything else."""
    found = text.strip()
    if _BARE.fullmatch(found):
        found = f"https://{found}"
    if not _WEB.fullmatch(found):
        return None
    try:
        return HttpUrl(found)
    except ValidationError:
        return None


def to_code(cell: Cell) -> tuple[str, bool]:
    """A procedure's code and whether zeros had to be put back: a spreadsheet makes 1.001190 a number and cuts it to 1.00119."""
    shown = f"{cell:.6f}" if isinstance(cell, float) else written(cell).strip().strip("'\"").upper()
    if _CUT_CODE.fullmatch(shown):
        return shown.ljust(8, "0"), True
    return shown, isinstance(cell, float) and CODE.fullmatch(shown) is not None and shown != repr(cell)

"""What the readers of files share: the refusal of a whole file, and the refusal of, or a doubt about, one line."""

from __future__ import annotations

from dataclasses import dataclass


class ImportFileError(Exception):
    """Nothing at all can be read from the file. ``str(error)`` is a Vietnamese sentence for the person who imports."""


@dataclass(frozen=True)
class Rejected:
    """One thing refused (``FileContent.rejected``) or doubtful but imported (``FileContent.warnings``)."""

    line: int
    """Line of a text file, row of a sheet, place in a JSON list; counted from 1."""
    key: str | None
    """Code of the procedure or id of the FAQ, where it could be read."""
    reason: str
    """A Vietnamese sentence."""

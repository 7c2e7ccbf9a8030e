"""Units of agencies, as dossier codes name them: compared by whole groups, so that H5 is not above H57."""

from __future__ import annotations

import re
from itertools import dropwhile

UNIT = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{2,3})*", re.ASCII)


def within(code: str, unit: str) -> bool:
    """Whether a dossier's code, in its official writing, is of ``unit`` or of one below it.

    ``H57`` has H57, H57.14 and 000.00.04.H57; ``000.00.04.H57`` only itself and what is below.
    """
    wanted = unit.split(".")
    groups = code.partition("-")[0].split(".")
    if not wanted[0].isdigit():
        groups = list(dropwhile(str.isdigit, groups))
    return groups[: len(wanted)] == wanted

"""Everyday wordings of the national catalogue's procedures, for the search: what people call those that we have no text of.

Each YAML file maps a procedure's code to wordings. They hold for every procedure of the same name, at whatever level or agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def everyday_wordings() -> Mapping[str, tuple[str, ...]]:
    """Wordings by code. Raises ValueError where two files have one code."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(_HERE.glob("*.yaml")):
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a SafeLoader)
        if twice := found.keys() & read.keys():
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stand in another file too")
        found |= {code: tuple(wordings) for code, wordings in read.items()}
    return found

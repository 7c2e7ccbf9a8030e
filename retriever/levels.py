"""Levels of the state as questions and names of procedures tell them: what sets twins apart."""

from __future__ import annotations

import re

from retriever.text import fold, normalize

_LEVELS = {
    "commune": re.compile(r"\bcap (?:xa|huyen)\b|uy ban nhan dan (?:xa|phuong|huyen|quan)\b"),
    "province": re.compile(r"\bcap tinh\b|uy ban nhan dan tinh\b|cong an tinh\b"),
    "ministry": re.compile(r"\btrung uong\b|\bcap tw\b|\bcap bo\b(?! sung)"),
}
"""What districts did is done by communes since 1 July 2025."""


def levels_in(text: str) -> frozenset[str]:
    """The levels that a text names, with or without diacritics."""
    folded = fold(normalize(text))
    return frozenset(level for level, pattern in _LEVELS.items() if pattern.search(folded))

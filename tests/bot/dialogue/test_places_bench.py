"""A part of the places benchmark, with bars a little below what it measured: a wrong place is next to never, none is seen in ordinary sentences."""

from __future__ import annotations

import pytest

from tests.bench.places import false_finds, table

SHARE = 0.02
TYPOS = ("one typo", "one typo, unaccented")
NO_BARS = ("alone", "with its province only")
"""Writings that leave out what tells namesakes apart: asking is right there."""


@pytest.fixture(scope="module")
def shares() -> dict[tuple[str, str], dict[str, float]]:
    counts = table(SHARE)
    return {
        (group, name): {said: count / counted.total() for said, count in counted.items()}
        for group, writings in counts.items()
        for name, counted in writings.items()
    }


def test_a_wrong_place_is_next_to_never(shares: dict[tuple[str, str], dict[str, float]]) -> None:
    wrong = {key: share for key, found in shares.items() if (share := found.get("wrong", 0.0)) > (0.03 if key[1] in TYPOS else 0.01)}
    assert wrong == {}


def test_old_communes_are_found(shares: dict[tuple[str, str], dict[str, float]]) -> None:
    bars = {"levels missing": 0.92, "levels missing, unaccented": 0.9, "one typo": 0.94, "one typo, unaccented": 0.92}
    named = {name: found.get("right", 0.0) for (group, name), found in shares.items() if group == "old communes" and name not in NO_BARS}
    assert {name: share for name, share in named.items() if share < bars.get(name, 0.975)} == {}


def test_new_communes_are_found_or_asked_about(shares: dict[tuple[str, str], dict[str, float]]) -> None:
    kept = ("full", "unaccented", "P. Q. TP.", "p q tp unaccented", "chat sentence", "Telex keys", "VNI keys")
    found = {name: shares["new communes", name] for name in kept}
    assert {name: said for name, said in found.items() if said.get("right", 0.0) + said.get("ask", 0.0) < 0.97} == {}


def test_no_place_is_seen_where_there_is_none() -> None:
    total, wrong = false_finds()
    assert total > 200
    assert wrong == []

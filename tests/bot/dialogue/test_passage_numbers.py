"""Numbers told against bounds that are set: units, number words, and what only looks like a number."""

from __future__ import annotations

import math

import pytest

from bot.dialogue.passage_numbers import Bounds, Size, bounds_in, sizes_in


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("con em 15 tuoi", Size(15, "tuoi")),
        ("con em muoi lam tuoi", Size(15, "tuoi")),
        ("ba noi bay muoi hai tuoi", Size(72, "tuoi")),
        ("ong nam muoi tuoi", Size(50, "tuoi")),
        ("ghe dai co muoi met a", Size(10, "met")),
        ("ong ngoai moi 72 thi sao", Size(72, "tuoi")),
        ("xe 7 cho", Size(7, "cho")),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, size: Size) -> None:
    assert sizes_in(text) == (size,)


@pytest.mark.parametrize("text", ["ong ngoai moi 72 trieu", "me duoc 3 ngay", "quoc lo 1", "con em may tuoi", "thang 5 toi", ""])
def test_what_is_no_size_is_none(text: str) -> None:
    assert sizes_in(text) == ()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("tu du 70 den duoi 75 tuoi", Bounds(70, 75, "tuoi")),
        ("tu du 6 tuoi den duoi 14 tuoi", Bounds(6, 14, "tuoi")),
        ("tre duoi 6 tuoi", Bounds(0, 6, "tuoi")),
        ("tuoi xe khong qua 12 nam", Bounds(0, 13, "nam")),
        ("tau tu 12 met tro len", Bounds(12, math.inf, "met")),
        ("75 tuoi tro len", Bounds(75, math.inf, "tuoi")),
    ],
)
def test_bounds_are_read(text: str, bounds: Bounds) -> None:
    assert bounds_in(text) == (bounds,)


def test_every_bound_of_a_statement_is_read() -> None:
    told = bounds_in("tu du 75 tuoi tro len; hoac tu du 70 den duoi 75 tuoi ma thuoc ho ngheo")
    assert told == (Bounds(75, math.inf, "tuoi"), Bounds(70, 75, "tuoi"))


@pytest.mark.parametrize(("age", "holds"), [(69, False), (70, True), (74, True), (75, False)])
def test_the_upper_bound_is_not_within(age: int, holds: bool) -> None:
    assert Bounds(70, 75, "tuoi").holds(Size(age, "tuoi")) is holds


def test_another_unit_is_never_within() -> None:
    assert not Bounds(0, 100, "met").holds(Size(10, "tuoi"))

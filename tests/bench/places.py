"""How well places are read: every old commune, district and new commune in many writings, and sentences without a place.

``python -m tests.bench.places [--share 1.0] [--json] [--show WRITING]`` prints the share found right, asked about (the right one is
among the readings), read as something larger that holds it, missed and wrong. Typos come from a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.dialogue.gazetteer import Unit, gazetteer
from bot.dialogue.places import Place, find_places
from tests.bench.place_writings import WRITINGS, Writing

SEED = 20261122
VERDICTS = ("right", "ask", "larger", "missed", "wrong")
SENTENCES = Path(__file__).with_name("sentences_without_places.txt")


@lru_cache(maxsize=1)
def groups() -> dict[str, list[Unit]]:
    """The units of the table by group."""
    units = list(dict.fromkeys(unit for found in gazetteer().by_key.values() for unit in found))
    return {
        "old communes": [u for u in units if u.kind == "commune" and u.old],
        "old districts": [u for u in units if u.kind == "district"],
        "new communes": [u for u in units if u.kind == "commune" and not u.old],
    }


def verdict(unit: Unit, places: tuple[Place, ...]) -> str:
    """What became of a text that names the unit and nothing else."""
    if not places:
        return "missed"
    if len(places) == 1 and not places[0].ambiguous and _is(places[0], unit):
        return "right"
    if any(_is(place, unit) or (not place.province and place.name == unit.name) for place in places):
        return "ask" if all(place.ambiguous for place in places) else "wrong"
    if all(place.ambiguous for place in places) and any(_holds(place, unit) for place in places):
        return "ask"
    return "larger" if all(_holds(place, unit) for place in places) else "wrong"


def _is(place: Place, unit: Unit) -> bool:
    """The unit itself, or the commune of today that kept its name and took in its ground; never a namesake."""
    if (place.name, place.province) != (unit.name, unit.province) or place.kind != unit.kind:
        return False
    if place.old and unit.old:
        return place.formerly_in == unit.formerly_in
    kept = unit if unit.old else place
    return place.old == unit.old or kept.name in kept.new_names


def _holds(place: Place, unit: Unit) -> bool:
    if place.kind == "province":
        return place.province == unit.province
    return place.kind == "district" and any(f"{place.formerly_in[0]}/{place.name}" == name for name in unit.districts)


def measure(units: list[Unit], writing: Writing, rng: random.Random) -> Iterator[tuple[str, str, Unit, tuple[Place, ...]]]:
    """Verdict, text, unit and what was found, for each unit that can be written so."""
    for unit in units:
        text = writing(unit, rng)
        if text is not None:
            places = find_places(text)
            yield verdict(unit, places), text, unit, places


def false_finds() -> tuple[int, list[tuple[str, tuple[Place, ...]]]]:
    """How many sentences without a place there are, and those in which one was found."""
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line.strip()]
    return len(lines), [(line, found) for line in lines if (found := find_places(line))]


def table(share: float, show: str | None = None) -> dict[str, dict[str, Counter[str]]]:
    """Counts of verdicts by group and writing, over a share of the units of each group."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for group, units in groups().items():
        rng = random.Random(SEED)
        chosen = rng.sample(units, round(len(units) * share))
        for name, writing in WRITINGS.items():
            found = list(measure(chosen, writing, rng))
            if found:
                counts.setdefault(group, {})[name] = Counter(said for said, *_ in found)
            if show and show in f"{group}/{name}":
                _show(found)
    return counts


def _show(found: list[tuple[str, str, Unit, tuple[Place, ...]]]) -> None:
    for said, text, unit, places in found:
        if said in ("wrong", "missed"):
            print(f"  {said}: {text!r} -> {[(p.name, p.province) for p in places]} not {unit.name}, {unit.province}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show")
    options = parser.parse_args()
    counts = table(options.share, options.show)
    total, wrong = false_finds()
    if options.json:
        print(json.dumps({"writings": counts, "sentences": total, "false_finds": len(wrong)}, ensure_ascii=False))
        return
    for group, writings in counts.items():
        print(f"{group:28}{'units':>8}" + "".join(f"{said:>9}" for said in VERDICTS))
        for name, counted in writings.items():
            whole = counted.total()
            print(f"  {name:26}{whole:8}" + "".join(f"{counted[said] / whole:9.4f}" for said in VERDICTS))
    print(f"sentences without a place: {total}, with a false find: {len(wrong)}")
    for line, places in wrong:
        print(f"  {line!r} -> {[(p.name, p.province) for p in places]}")


if __name__ == "__main__":
    main()

"""The lock files name one version of each library and nothing of the machine that made them."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest

PINNED = re.compile(r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>\d[0-9a-z.]*)")
LOCKS = {"app.lock": ("app.in", "dev.in"), "nlu.lock": ("nlu.in",)}
RASA_ONLY = {"rasa"}
"""Imported by the NLU components, which run in the other environment."""


def pins(path: Path) -> dict[str, str]:
    matches = [PINNED.fullmatch(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {match["name"]: match["version"] for match in matches if match}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(path: Path) -> dict[str, str]:
    """Each library of an .in file with the rest of its line: its extras and version rule."""
    lines = [line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [re.match(r"([A-Za-z0-9._-]+)(.*)", line) for line in lines if line]
    return {canonical(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_only_sorted_pins_without_hosts_paths_or_hashes(name: str, root: Path) -> None:
    lines = (root / "requirements" / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PINNED.fullmatch(line)] == []
    names = [line.split("==")[0] for line in lines]
    assert len(names) > 50
    assert names == sorted(set(names))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_everything_asked_for(name: str, root: Path) -> None:
    folder = root / "requirements"
    locked = pins(folder / name)
    wanted = {library: rule for source in LOCKS[name] for library, rule in asked(folder / source).items()}
    assert sorted(set(wanted) - set(locked)) == []
    exact = {library: rule.split("==")[1] for library, rule in wanted.items() if "==" in rule}
    assert {library: locked[library] for library in exact} == exact


def test_both_sides_segment_words_with_the_same_release(root: Path) -> None:
    folder = root / "requirements"
    assert pins(folder / "app.lock")["underthesea"] == pins(folder / "nlu.lock")["underthesea"]


def third_party_imports(root: Path) -> dict[str, str]:
    """Top-level names that the app's code imports from outside, each with a file that does."""
    ours = {"bot", "retriever", "knowledge", *sys.stdlib_module_names}
    found: dict[str, str] = {}
    for package in ("bot", "retriever", "knowledge"):
        for path in sorted((root / package).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            found |= {name: place for name in imported(path) if name not in ours | RASA_ONLY}
    return found


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_every_library_that_the_code_imports_is_locked(root: Path) -> None:
    locked = pins(root / "requirements" / "app.lock")
    distributions = packages_distributions()
    unlocked = {
        name: place
        for name, place in third_party_imports(root).items()
        if not any(canonical(distribution) in locked for distribution in distributions.get(name, []))
    }
    assert unlocked == {}


def test_the_installed_libraries_are_the_locked_ones(root: Path) -> None:
    if Path(sys.prefix) != root / ".venv":
        pytest.skip("the tests do not run in .venv, whose libraries the lock describes")
    different: dict[str, str] = {}
    for name, locked in pins(root / "requirements" / "app.lock").items():
        try:
            installed = version(name).split("+")[0]
        except PackageNotFoundError:
            installed = "missing"
        if installed != locked:
            different[name] = f"locked {locked}, installed {installed}"
    assert different == {}

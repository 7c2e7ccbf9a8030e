"""Who may import whom. The rule is read from the code itself; each rule is also shown to catch what it forbids."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGES = ("bot", "retriever", "knowledge")
FEATURES = ("channels", "dialogue", "nlu", "offices", "dossiers", "desk", "accounts", "admin")
WIRING = ("app", "cli", "supervisor", "evaluation")
LEVELS = {
    **dict.fromkeys(WIRING, 5),
    **dict.fromkeys(("channels", "admin"), 4),
    "runtime": 3,
    "dialogue": 2,
    **dict.fromkeys(("nlu", "offices", "dossiers", "desk", "accounts"), 1),
    **dict.fromkeys(
        ("settings", "clock", "contacts", "errors", "db", "messages", "logs", "metrics", "middleware", "processes", "numbers", "terminal"),
        0,
    ),
}
"""The parts of bot: each imports parts of its own level or below. Wiring puts all together; the last line is what all may use."""
APART = ("migrations", "web")
"""Migrations read the tables of every feature; web holds no code."""
RASA_COMPONENTS = ("bot.nlu.tokenizer", "bot.nlu.folding")
RASA_MAY_IMPORT = ("rasa", "underthesea", "numpy", "scipy", "sklearn", "retriever.text")
IMPORTED_WITH_RASA_COMPONENTS = ("bot", "bot.nlu", "retriever")


@dataclass(frozen=True)
class Import:
    """One import statement: the module it stands in, the module it names, the line."""

    source: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"

    def from_package(self) -> str:
        return self.source.split(".")[0]

    def to_package(self) -> str:
        return self.target.split(".")[0]


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_imports(root: Path) -> tuple[list[str], list[Import]]:
    """All modules of the three packages, and all their imports, inside functions and TYPE_CHECKING too."""
    files = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    modules = [module_name(path, root) for path in files]
    known = set(modules)
    imports: list[Import] = []
    for path, module in zip(files, modules, strict=True):
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imports.extend(Import(module, target, node.lineno) for target in targets(node, package, known))  # type: ignore[attr-defined]
    return modules, imports


def targets(node: ast.AST, package: str, known: set[str]) -> Iterator[str]:
    """The modules that a statement imports; ``from a import b`` is a.b where that is a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in known else base


def place(module: str) -> str:
    """The part of bot that a module belongs to: bot.desk.queue is in desk. Empty outside bot."""
    parts = module.split(".")
    return parts[1] if parts[0] == "bot" and len(parts) > 1 else ""


def between_parts(imports: list[Import]) -> Iterator[tuple[Import, str, str]]:
    """Imports that cross from one part of bot to another."""
    for found in imports:
        here, there = place(found.source), place(found.target)
        if here and there and here != there:
            yield found, here, there


def packages_go_one_way(imports: list[Import]) -> list[Import]:
    order = {name: number for number, name in enumerate(PACKAGES)}
    return [i for i in imports if i.to_package() in order and order[i.to_package()] < order[i.from_package()]]


def parts_go_one_way(imports: list[Import]) -> list[Import]:
    """Covers: the base imports no feature; dialogue imports no channel, app or admin; desk imports no channel."""
    crossing = [(i, here, there) for i, here, there in between_parts(imports) if here in LEVELS and there in LEVELS]
    return [i for i, here, there in crossing if LEVELS[there] > LEVELS[here] or {here, there} == {"admin", "channels"}]


def features_meet_at_the_door(imports: list[Import]) -> list[Import]:
    """Another feature is reached through its service.py; the language model through nlu/client.py."""
    crossing = [(i, there) for i, here, there in between_parts(imports) if here in FEATURES and there in FEATURES]
    return [i for i, there in crossing if i.target not in (f"bot.{there}.service", "bot.nlu.client")]


def nlu_stands_alone(imports: list[Import]) -> list[Import]:
    allowed = {"bot.nlu.client": ("errors", "messages", "settings")}
    crossing = [(i, there) for i, here, there in between_parts(imports) if here == "nlu"]
    return [i for i, there in crossing if there not in allowed.get(i.source, ())]


def rasa_components_import_little(imports: list[Import]) -> list[Import]:
    """They run on Python 3.10 beside Rasa, and so does all that they import, and every ``__init__`` on the way to them."""
    inside = rasa_side(imports)
    heavy = [i for i in imports if i.source in inside and i.target not in inside and not _rasa_may_import(i.target)]
    return heavy + [i for i in imports if i.source in IMPORTED_WITH_RASA_COMPONENTS and i.to_package() not in sys.stdlib_module_names]


def rasa_side(imports: list[Import]) -> set[str]:
    """The components, every module of bot.nlu that imports Rasa, and what these import of bot.nlu."""
    found = {*RASA_COMPONENTS} | {i.source for i in imports if place(i.source) == "nlu" and i.to_package() == "rasa"}
    while more := {i.target for i in imports if i.source in found and i.target.startswith("bot.nlu.")} - found:
        found |= more
    return found


def _rasa_may_import(target: str) -> bool:
    allowed = any(target == name or target.startswith(f"{name}.") for name in RASA_MAY_IMPORT)
    return allowed or target.split(".")[0] in sys.stdlib_module_names


def text_needs_only_the_standard_library(imports: list[Import]) -> list[Import]:
    return [i for i in imports if i.source == "retriever.text" and i.to_package() not in sys.stdlib_module_names]


def no_cycles(imports: list[Import]) -> list[Import]:
    graph: dict[str, set[str]] = {}
    for found in imports:
        if found.to_package() in PACKAGES and found.source != found.target:
            graph.setdefault(found.source, set()).add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        return [i for a, b in pairwise(ring) for i in imports if (i.source, i.target) == (a, b)]
    return []


Rule = Callable[[list[Import]], list[Import]]
RULES: list[Rule] = [
    packages_go_one_way,
    parts_go_one_way,
    features_meet_at_the_door,
    nlu_stands_alone,
    rasa_components_import_little,
    text_needs_only_the_standard_library,
    no_cycles,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule, root: Path) -> None:
    modules, imports = read_imports(root)
    assert len(modules) > 5
    assert [str(found) for found in rule(imports)] == []


def test_every_part_of_bot_is_known_to_the_rules(root: Path) -> None:
    """A new folder or file directly in bot/ must be given its place here, or no rule would look at it."""
    modules, _ = read_imports(root)
    parts = {place(module) for module in modules} - {""}
    assert sorted(parts - {*LEVELS, *APART}) == []


FORBIDDEN: list[tuple[Rule, dict[str, str], str]] = [
    (packages_go_one_way, {"knowledge/store.py": "import retriever.text"}, "knowledge.store:1 imports retriever.text"),
    (packages_go_one_way, {"retriever/search.py": "from bot import messages"}, "retriever.search:1 imports bot.messages"),
    (parts_go_one_way, {"bot/db.py": "def f():\n    from bot.desk import service"}, "bot.db:2 imports bot.desk.service"),
    (parts_go_one_way, {"bot/desk/queue.py": "from .. import app"}, "bot.desk.queue:1 imports bot.app"),
    (
        parts_go_one_way,
        {"bot/dialogue/service.py": "from bot.admin.service import f"},
        "bot.dialogue.service:1 imports bot.admin.service",
    ),
    (parts_go_one_way, {"bot/desk/service.py": "import bot.channels.service"}, "bot.desk.service:1 imports bot.channels.service"),
    (parts_go_one_way, {"bot/admin/service.py": "import bot.channels.service"}, "bot.admin.service:1 imports bot.channels.service"),
    (parts_go_one_way, {"bot/dossiers/sql.py": "import bot.dialogue.service"}, "bot.dossiers.sql:1 imports bot.dialogue.service"),
    (
        features_meet_at_the_door,
        {"bot/dialogue/state.py": "from bot.dossiers.sql import T"},
        "bot.dialogue.state:1 imports bot.dossiers.sql",
    ),
    (features_meet_at_the_door, {"bot/dialogue/state.py": "import bot.nlu.rules"}, "bot.dialogue.state:1 imports bot.nlu.rules"),
    (nlu_stands_alone, {"bot/nlu/rules.py": "from bot.messages import Reply"}, "bot.nlu.rules:1 imports bot.messages"),
    (nlu_stands_alone, {"bot/nlu/client.py": "import bot.db"}, "bot.nlu.client:1 imports bot.db"),
    (rasa_components_import_little, {"bot/nlu/tokenizer.py": "import pydantic"}, "bot.nlu.tokenizer:1 imports pydantic"),
    (rasa_components_import_little, {"bot/nlu/folding.py": "from retriever.search import S"}, "bot.nlu.folding:1 imports retriever.search"),
    (
        rasa_components_import_little,
        {"bot/nlu/tokenizer.py": "from bot.nlu import spaces", "bot/nlu/spaces.py": "import httpx"},
        "bot.nlu.spaces:1 imports httpx",
    ),
    (rasa_components_import_little, {"bot/nlu/extra.py": "import rasa.nlu\nimport yaml"}, "bot.nlu.extra:2 imports yaml"),
    (rasa_components_import_little, {"bot/nlu/__init__.py": "from bot.nlu.client import N"}, "bot.nlu:1 imports bot.nlu.client"),
    (text_needs_only_the_standard_library, {"retriever/text.py": "import re\nimport numpy"}, "retriever.text:2 imports numpy"),
    (no_cycles, {"bot/desk/a.py": "from . import b", "bot/desk/b.py": "import bot.desk.a"}, "bot.desk.a:1 imports bot.desk.b"),
]


@pytest.mark.parametrize(("rule", "files", "expected"), FORBIDDEN, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_catches_what_it_forbids(rule: Rule, files: dict[str, str], expected: str, tmp_path: Path) -> None:
    beside = ("bot/messages.py", "bot/app.py", "bot/desk/service.py")
    for name, text in (dict.fromkeys(beside, "") | files).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _, imports = read_imports(tmp_path)
    assert expected in [str(found) for found in rule(imports)]


def test_what_is_allowed_passes_every_rule(tmp_path: Path) -> None:
    allowed = {
        "bot/app.py": "import bot.channels.web\nimport bot.dialogue.service\nimport bot.nlu.client",
        "bot/channels/web.py": "from bot.dialogue.service import DialogueService\nfrom bot.messages import Reply",
        "bot/dialogue/service.py": "from bot.nlu.client import NluClient\nfrom bot.dossiers.service import find\nimport retriever.search",
        "bot/nlu/client.py": "from bot import errors\nfrom bot.nlu.rules import guess",
        "bot/nlu/tokenizer.py": "import re\nimport rasa.shared\nfrom bot.nlu import spaces\nfrom retriever.text import fold",
        "bot/nlu/spaces.py": "import numpy",
        "retriever/search.py": "from knowledge.schema import Procedure\nfrom retriever import text",
        "retriever/text.py": "import unicodedata",
    }
    for name, text in allowed.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _, imports = read_imports(tmp_path)
    assert len(imports) == 18
    assert {rule.__name__: [str(found) for found in rule(imports)] for rule in RULES} == {rule.__name__: [] for rule in RULES}

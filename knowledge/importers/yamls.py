"""Items of our own schema in YAML: a file with one or a list of them, or a folder of such files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.importers import limits, replies
from knowledge.importers.letters import decode
from knowledge.importers.outcome import ImportFileError, Rejected
from knowledge.schema import Faq, Procedure
from knowledge.store import Loader, explain, first_line

_ENTRY = re.compile(r"(?:^[\s\-\[{]*|^[\[{\-].*[{,]\s*)[\"']?(?:code|question)[\"']?\s*:(?:\s|$)", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml")


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder and those below it, in order. Raises ImportFileError for none or too many."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    if not files:
        raise ImportFileError(replies.NO_YAML_FILE)
    if len(files) > limits.YAML_FILES:
        raise ImportFileError(replies.TOO_MANY_FILES)
    return files


def read_yaml(path: Path) -> Iterator[tuple[int, Procedure | Faq | Rejected]]:
    """Each item with its line. A file that does not parse gives one Rejected with the line of the error."""
    try:
        if path.stat().st_size > limits.YAML_BYTES:
            yield 1, Rejected(1, None, replies.YAML_TOO_LARGE)
            return
        text = decode(path.read_bytes())
    except ImportFileError as error:
        yield 1, Rejected(1, None, str(error))
    except OSError:
        yield 1, Rejected(1, None, replies.UNREADABLE)
    else:
        yield from _items(text)


def is_yaml(text: str) -> bool:
    """Whether a text has the key of an entry where YAML has keys; told without parsing, which is slow."""
    return _ENTRY.search(text) is not None


def _compose(loader: Loader) -> yaml.Node | None:
    root: yaml.Node | None = loader.get_single_node()
    return root


def _nodes(root: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(root, yaml.SequenceNode):
        return list(root.value)
    return [root] if root else []


def _items(text: str) -> Iterator[tuple[int, Procedure | Faq | Rejected]]:
    try:
        loader = Loader(text)
        root = _compose(loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = _line(error)
        yield line, Rejected(line, None, _complaint(error))
        return
    if root is None:
        yield 1, Rejected(1, None, replies.EMPTY)
    elif _written_out(root, {}) > limits.YAML_NODES:
        yield 1, Rejected(1, None, replies.YAML_BOMB)
    else:
        for node in _nodes(root):
            line = node.start_mark.line + 1
            yield line, _entry(loader, node, line)


def _complaint(error: Exception) -> str:
    return replies.YAML_BOMB if isinstance(error, RecursionError) else replies.broken_yaml(first_line(error))


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _written_out(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values a node holds once its aliases are written out; beyond all limits for one that holds itself."""
    if id(node) not in known:
        known[id(node)] = limits.YAML_NODES + 1
        known[id(node)] = 1 + sum(_written_out(part, known) for part in _parts(node))
    return known[id(node)]


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _entry(loader: Loader, node: yaml.Node, line: int) -> Procedure | Faq | Rejected:
    try:
        data: Any = loader.construct_document(node)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        return Rejected(line, None, _complaint(error))
    return to_entry(data, line)


def to_entry(data: object, line: int) -> Procedure | Faq | Rejected:
    """The entry that data of our own schema tell, or why they tell none; a question makes it an FAQ."""
    if not isinstance(data, dict) or not ("code" in data or "question" in data):
        return Rejected(line, None, replies.NO_ENTRY)
    model: type[Procedure] | type[Faq] = Faq if "question" in data else Procedure
    try:
        return model.model_validate(data)
    except ValidationError as error:
        key = data.get("id" if model is Faq else "code")
        return Rejected(line, key[:80] if isinstance(key, str) else None, explain(error))

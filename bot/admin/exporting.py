"""A revision as files: a folder of YAML that the program reads back, or JSON lines."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from bot.admin import replies
from bot.admin.errors import ContentError
from knowledge.schema import Procedure
from knowledge.store import Entry, Knowledge, key, kind
from knowledge.words import fold

LINES = ".jsonl"
_WIDTH = 140


def export(knowledge: Knowledge, path: Path) -> int:
    """Write every entry as it is answered today; how many. ``path`` must be new, and appears whole or not at all. Raises ContentError."""
    if path.exists():
        raise ContentError(replies.EXPORT_EXISTS.format(path=path))
    entries: list[Entry] = [*knowledge.procedures.values(), *knowledge.faqs.values()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            building = Path(folder) / path.name
            if path.suffix == LINES:
                _lines(entries, knowledge, building)
            else:
                _folder(entries, building)
            shutil.move(building, path)
    except OSError as error:
        raise ContentError(replies.EXPORT_FAILED.format(path=path, reason=error.strerror or error)) from error
    return len(entries)


def _lines(entries: list[Entry], knowledge: Knowledge, path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for entry in entries:
            line = {"kind": kind(entry), "changed": list(knowledge.changed.get(key(entry), ())), **_plain(entry)}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _folder(entries: list[Entry], path: Path) -> None:
    for entry in entries:
        file = path / _place(entry)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(_plain(entry), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH), encoding="utf-8")


def _place(entry: Entry) -> str:
    if isinstance(entry, Procedure):
        return f"procedures/{fold(entry.field).replace(' ', '-')[:60] or 'khac'}/{entry.code}.yaml"
    return f"faqs/{entry.id}.yaml"


def _plain(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_unset=True, exclude_none=True)


class _Dumper(yaml.SafeDumper):
    """Lists stand indented below their key, as in the built-in files."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never indentless."""
        super().increase_indent(flow, False)

"""Reads the knowledge base from its folder: ``procedures/**/*.yaml`` and ``faqs/**/*.yaml``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.schema import Faq, Procedure

Entry = Procedure | Faq

_KINDS: tuple[tuple[str, type[Procedure] | type[Faq]], ...] = (("procedures", Procedure), ("faqs", Faq))
_MESSAGES = {
    "missing": "thiếu trường này",
    "extra_forbidden": "tên trường không có trong lược đồ",
    "string_type": "phải là chữ; nếu là mã số thì đặt trong dấu nháy",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "không đúng dạng",
    "date_from_datetime_parsing": "phải là ngày dạng năm-tháng-ngày",
    "date_type": "phải là ngày dạng năm-tháng-ngày",
    "enum": "không nằm trong các giá trị cho phép",
    "too_short": "chưa đủ số mục tối thiểu",
    "url_parsing": "liên kết không đúng dạng",
    "url_scheme": "liên kết phải bắt đầu bằng https://",
}


class KnowledgeError(Exception):
    """A file of the knowledge base cannot be used. ``reason`` is a Vietnamese sentence for editors."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Knowledge:
    """One version of the knowledge base; ``revision`` is a hash of its content alone, not of its layout in files."""

    procedures: Mapping[str, Procedure]
    faqs: Mapping[str, Faq]
    revision: str
    files: Mapping[str, str] = field(default_factory=dict)
    """Where each code or id was read, relative to the root; empty where the content comes from elsewhere."""


def load_knowledge(root: Path) -> Knowledge:
    """The knowledge base under ``root``. Raises KnowledgeError at the first file that is missing, broken or a duplicate."""
    entries, problems = read_folder(root)
    if problems:
        raise problems[0]
    return assemble((entry for _, entry in entries), files={key(entry): path for path, entry in entries})


def assemble(entries: Iterable[Entry], *, files: Mapping[str, str] | None = None) -> Knowledge:
    """A knowledge base out of valid entries, wherever they come from; a later entry replaces an earlier twin."""
    listed = list(entries)
    procedures = {entry.code: entry for entry in listed if isinstance(entry, Procedure)}
    faqs = {entry.id: entry for entry in listed if isinstance(entry, Faq)}
    return Knowledge(
        procedures=MappingProxyType(procedures),
        faqs=MappingProxyType(faqs),
        revision=_revision(procedures, faqs),
        files=MappingProxyType(dict(files or {})),
    )


def key(entry: Entry) -> str:
    """The code of a procedure or the id of a FAQ: unique in the whole base."""
    return entry.code if isinstance(entry, Procedure) else entry.id


def read_folder(root: Path) -> tuple[list[tuple[str, Entry]], list[KnowledgeError]]:
    """All valid entries with their files (relative to ``root``), and every problem met, duplicates included."""
    if not root.is_dir():
        return [], [KnowledgeError(str(root), "không có thư mục này")]
    owners: dict[str, str] = {}
    entries: list[tuple[str, Entry]] = []
    problems: list[KnowledgeError] = []
    for path, found in _read_all(root):
        if isinstance(found, KnowledgeError):
            problems.append(found)
        elif key(found) in owners:
            problems.append(KnowledgeError(path, f"mã {key(found)} đã có trong {owners[key(found)]}"))
        else:
            owners[key(found)] = path
            entries.append((path, found))
    return entries, problems


def _read_all(root: Path) -> Iterator[tuple[str, Entry | KnowledgeError]]:
    for folder, model in _KINDS:
        for file in sorted((root / folder).rglob("*.yaml")):
            path = file.relative_to(root).as_posix()
            for found in _read(file, path, model):
                yield path, found


def _read(file: Path, path: str, model: type[Procedure] | type[Faq]) -> Iterator[Entry | KnowledgeError]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        yield KnowledgeError(path, f"không đọc được tệp YAML: {_first_line(error)}")
        return
    if not content:
        yield KnowledgeError(path, "tệp trống")
    for number, item in enumerate(content if isinstance(content, list) else [content] if content else [], start=1):
        place = f"mục {number}: " if isinstance(content, list) else ""
        try:
            yield model.model_validate(item)
        except ValidationError as error:
            yield KnowledgeError(path, place + _explain(error))


def _explain(error: ValidationError) -> str:
    """The first five schema errors as one Vietnamese sentence."""
    parts = []
    for item in error.errors()[:5]:
        where = ".".join(str(part) for part in item["loc"])
        parts.append(f"«{where}» {_MESSAGES.get(item['type'], item['msg'])}" if where else item["msg"])
    more = error.error_count() - len(parts)
    return "; ".join(parts) + (f"; và {more} lỗi nữa" if more > 0 else "")


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} (dòng {mark.line + 1})" if mark else problem


def _revision(procedures: Mapping[str, Procedure], faqs: Mapping[str, Faq]) -> str:
    digest = hashlib.sha256()
    for entries in (procedures, faqs):
        for name in sorted(entries):
            digest.update(entries[name].model_dump_json().encode())
            digest.update(b"\n")
        digest.update(b"\f")
    return digest.hexdigest()[:16]


class _Loader(yaml.SafeLoader):
    """A safe loader for which a key written twice is an error, since the second would silently win."""


def _mapping_without_twins(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [child.value for child, _ in node.value if child.tag != "tag:yaml.org,2002:merge"]
    for twin in {name for name in keys if keys.count(name) > 1}:
        raise yaml.constructor.ConstructorError(problem=f"khóa «{twin}» viết hai lần", problem_mark=node.start_mark)
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping_without_twins)

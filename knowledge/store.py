"""The knowledge base in memory: read from its folder (``procedures/**/*.yaml``, ``faqs/**/*.yaml``) or from a snapshot's content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.lazy import ChangedFacts, Clock, LazyEntries, Line, vietnam_today
from knowledge.merge import Period
from knowledge.schema import Faq, Procedure

Entry = Procedure | Faq
PLAIN, OFFICIAL = "plain", "official"
"""The two layers: our own words, and the records of the state."""

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
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By code: the facts (fee, time, documents, decision) that the official record changed under our text."""


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
    kept: list[Entry] = [*procedures.values(), *faqs.values()]
    return Knowledge(
        procedures=MappingProxyType(procedures),
        faqs=MappingProxyType(faqs),
        revision=revision_of((kind(entry), key(entry), PLAIN, content_hash(entry)) for entry in kept),
        files=MappingProxyType(dict(files or {})),
    )


def key(entry: Entry) -> str:
    """The code of a procedure or the id of a FAQ: unique in the whole base."""
    return entry.code if isinstance(entry, Procedure) else entry.id


def kind(entry: Entry) -> str:
    """``procedure`` or ``faq``."""
    return "procedure" if isinstance(entry, Procedure) else "faq"


def content_hash(entry: Entry) -> str:
    """A hash of what the entry states; a field left unset differs from one set to its default, for ``merge`` tells them apart."""
    return hashlib.sha256(entry.model_dump_json(exclude_unset=True).encode()).hexdigest()[:32]


def revision_of(members: Iterable[tuple[str, str, str, str]]) -> str:
    """The revision made of these entries: kind, key, layer and content hash of each, in any order."""
    return hashlib.sha256("\n".join(sorted("|".join(member) for member in members)).encode()).hexdigest()[:16]


def through_time(
    procedures: Mapping[str, Sequence[Period[Procedure]]],
    faqs: Mapping[str, Sequence[Period[Faq]]],
    revision: str,
    today: Clock = vietnam_today,
) -> Knowledge:
    """A knowledge base of entries that answer in periods; ``today`` tells which of them does now."""
    lines = [Line.write("procedure", name, p.entry, p.changed, p.start, p.end) for name, periods in procedures.items() for p in periods]
    asked = [Line.write("faq", name, p.entry, p.changed, p.start, p.end) for name, periods in faqs.items() for p in periods]
    return _lazy({"procedure": lines, "faq": asked}, revision, today)


def dump_content(knowledge: Knowledge, path: Path) -> None:
    """Write all entries, one a line, behind a line that tells the revision and their number. The file appears whole or not at all."""
    lines = [*_lines(knowledge.procedures), *_lines(knowledge.faqs)]
    building = path.with_name(f"{path.name}.{os.getpid()}")
    with building.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"revision": knowledge.revision, "lines": len(lines)}) + "\n")
        out.writelines(line.text + "\n" for line in lines)
    building.replace(path)


def load_content(path: Path, *, today: Clock = vietnam_today) -> Knowledge:
    """What ``dump_content`` wrote; each entry is validated when it is first used. Raises KnowledgeError where the file is damaged."""
    try:
        return _read_content(path, today)
    except (OSError, StopIteration, ValueError, LookupError, TypeError) as error:
        raise KnowledgeError(str(path), f"không đọc được nội dung đã đăng: {error}") from error


def _read_content(path: Path, today: Clock) -> Knowledge:
    found: dict[str, list[Line]] = {"procedure": [], "faq": []}
    with path.open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
        for text in lines:
            of_kind, line = Line.read(text.rstrip("\n"))
            found[of_kind].append(line)
    if (count := sum(map(len, found.values()))) != head["lines"]:
        raise ValueError(f"{count} trong {head['lines']} dòng")
    return _lazy(found, head["revision"], today)


def _lazy(found: Mapping[str, Iterable[Line]], revision: str, today: Clock) -> Knowledge:
    by_key: dict[str, dict[str, list[Line]]] = {}
    for of_kind, lines in found.items():
        grouped = by_key.setdefault(of_kind, {})
        for line in lines:
            grouped.setdefault(line.key, []).append(line)
    procedures = LazyEntries(Procedure, by_key["procedure"], today)
    return Knowledge(procedures, LazyEntries(Faq, by_key["faq"], today), revision, changed=ChangedFacts(procedures))


def _lines(entries: Mapping[str, Procedure] | Mapping[str, Faq]) -> Iterable[Line]:
    if isinstance(entries, LazyEntries):
        return entries.lines()
    return [Line.write(kind(entry), name, entry, (), None, None) for name, entry in entries.items()]


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
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 (a SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        yield KnowledgeError(path, f"không đọc được tệp YAML: {first_line(error)}")
        return
    if not content:
        yield KnowledgeError(path, "tệp trống")
    for number, item in enumerate(content if isinstance(content, list) else [content] if content else [], start=1):
        place = f"mục {number}: " if isinstance(content, list) else ""
        try:
            yield model.model_validate(item)
        except ValidationError as error:
            yield KnowledgeError(path, place + explain(error))


def explain(error: ValidationError) -> str:
    """The first five schema errors as one Vietnamese sentence."""
    parts = []
    for item in error.errors()[:5]:
        where = ".".join(str(part) for part in item["loc"])
        parts.append(f"«{where}» {_MESSAGES.get(item['type'], item['msg'])}" if where else item["msg"])
    more = error.error_count() - len(parts)
    return "; ".join(parts) + (f"; và {more} lỗi nữa" if more > 0 else "")


def first_line(error: Exception) -> str:
    """What a YAML reader complained of, with the line where it knows one."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} (dòng {mark.line + 1})" if mark else problem


class Loader(yaml.SafeLoader):
    """A safe loader for which a key written twice is an error, since the second would silently win."""


def _mapping_without_twins(loader: Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [child.value for child, _ in node.value if child.tag != "tag:yaml.org,2002:merge"]
    for twin in {name for name in keys if keys.count(name) > 1}:
        raise yaml.constructor.ConstructorError(problem=f"khóa «{twin}» viết hai lần", problem_mark=node.start_mark)
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


Loader.add_constructor("tag:yaml.org,2002:map", _mapping_without_twins)

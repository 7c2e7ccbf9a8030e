"""The folder of files that describe the one-stop systems: read whole at the start, with every problem named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.dossiers import mapping_words as words
from bot.dossiers.mapping import MODELS, TOLD, System
from knowledge.store import Loader, first_line

_SECRET = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?")
"""Visible ASCII, as headers take it."""
_TAGS = frozenset({"http", "sql", "client_credentials", "api_key", "none", "str", "int", "bool", "[key]"})
"""What pydantic puts into the place of an error although it is no name of the file."""
_MOST_TOLD = 8
MOST_BYTES, MOST_VALUES = 100_000, 5_000
"""Of one file; a real one has two thousand bytes. A value that is repeated by an anchor (``&``, ``*``) counts each time."""
_REASONS = {
    "missing": words.MISSING,
    "extra_forbidden": words.UNKNOWN,
    "string_type": words.NOT_TEXT,
    "string_pattern_mismatch": words.WRONG_FORM,
    "string_too_short": words.TOO_FEW,
    "too_short": words.TOO_FEW,
    "string_too_long": words.TOO_LONG,
    "too_long": words.TOO_LONG,
}


class SystemsError(Exception):
    """The description of the systems cannot be used. ``problems`` are Vietnamese sentences that name file and field."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load_systems(folder: Path, secrets: Mapping[str, SecretStr]) -> dict[str, System]:
    """By file name: the systems of a folder, in the order of the names. Raises SystemsError with all that is wrong in all files."""
    if not folder.is_dir():
        raise SystemsError([words.NO_FOLDER.format(folder=folder)])
    files = sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".yml"))
    if not files:
        raise SystemsError([words.NO_FILES.format(folder=folder)])
    found: dict[str, System] = {}
    problems: list[str] = []
    for file in files:
        try:
            found[file.name] = read_system(file)
        except SystemsError as error:
            problems += error.problems
    problems += [words.PROBLEM.format(file=file, reason=reason) for file, reason in [*_twins(found), *_keyless(found, secrets)]]
    if problems:
        raise SystemsError(problems)
    return found


def read_system(file: Path) -> System:
    """The system of one file. Raises SystemsError."""
    try:
        return describe_system(_content(file))
    except ValidationError as error:
        reasons = _reasons(error)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        reasons = [words.UNREADABLE.format(reason=first_line(error))]
    except TypeError:
        reasons = [words.NOT_A_MAPPING]
    raise SystemsError([words.PROBLEM.format(file=file.name, reason=reason) for reason in reasons])


def _content(file: Path) -> Any:
    """What the file says. Raises ValueError where that is too much."""
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(words.TOO_MUCH)
    content = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=Loader)  # noqa: S506 (a SafeLoader)
    if _count(content, {}) > MOST_VALUES:
        raise ValueError(words.TOO_MUCH)
    return content


def _count(value: Any, known: dict[int, int]) -> int:
    """How many values there are when every repetition is written out; ``known`` by identity, so that counting is quick."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in known:
        known[id(value)] = 1 + sum(_count(one, known) for one in (value.values() if isinstance(value, dict) else value))
    return known[id(value)]


def describe_system(content: Any) -> System:
    """The system that YAML's content describes. Raises ValidationError, and TypeError where it is no mapping."""
    if not isinstance(content, dict):
        raise TypeError("a mapping is wanted")
    kind = content.get("kind")
    return MODELS.get(kind if isinstance(kind, str) else None, MODELS["http"]).model_validate(content)


def _reasons(error: ValidationError) -> list[str]:
    items = error.errors(include_input=False, include_url=False)
    emptied = {item["loc"][:-1] for item in items}  # a list whose only item is wrong counts as empty, too
    told = [item for item in items if not (item["type"] == "too_short" and item["loc"] in emptied)]
    found = list(dict.fromkeys(map(_reason, told)))
    more = [words.MORE.format(number=len(found) - _MOST_TOLD)] if len(found) > _MOST_TOLD else []
    return found[:_MOST_TOLD] + more


def _reason(item: ErrorDetails) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in item["loc"] if part not in _TAGS).lstrip(".")
    reason = _sentence(item["type"], item["msg"], item.get("ctx", {}))
    return words.FIELD.format(field=place, reason=reason) if place else reason


def _sentence(kind: str, message: str, context: Mapping[str, Any]) -> str:
    if kind == TOLD:
        return message
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return words.WRONG_VALUE.format(allowed=context.get("expected") or context.get("expected_tags"))
    if kind == "union_tag_not_found":
        return words.FIELD.format(field="kind", reason=words.MISSING)
    if kind.startswith(("greater_than", "less_than")):
        return words.OUT_OF_RANGE.format(limit=next(iter(context.values()), ""))
    return _REASONS.get(kind, words.WRONG_TYPE)


def _twins(found: Mapping[str, System]) -> Iterator[tuple[str, str]]:
    """Two files that claim one id or one unit."""
    ids: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for file, system in found.items():
        if (other := ids.setdefault(system.id, file)) != file:
            yield file, words.TWO_IDS.format(id=system.id, other=other)
        for prefix in system.prefixes:
            if (other := prefixes.setdefault(prefix, file)) != file:
                yield file, words.TWO_PREFIXES.format(prefix=prefix, other=other)


def _keyless(found: Mapping[str, System], secrets: Mapping[str, SecretStr]) -> Iterator[tuple[str, str]]:
    """Files whose secrets are not set, or cannot be sent."""
    for file, system in found.items():
        for field, name in system.secret_names.items():
            if name not in secrets:
                yield file, words.NO_SECRET.format(field=field, name=name)
            elif not _SECRET.fullmatch(secrets[name].get_secret_value()):
                yield file, words.ODD_SECRET.format(name=name)

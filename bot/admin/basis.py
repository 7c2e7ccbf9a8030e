"""Writes ``basis:`` into our YAML files: the fingerprint of the official record that each text was written from."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge.facts import fingerprint
from knowledge.schema import Basis, Procedure

_OLD = re.compile(r"^basis:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
_ANCHOR = re.compile(r"^checked:.*\n", re.MULTILINE)


@dataclass
class BasisReport:
    """Codes whose file was written, was right already, has no official record, or could not be edited."""

    written: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def write_basis(folder: Path, files: Mapping[str, str], ours: Mapping[str, Procedure], official: Mapping[str, Procedure]) -> BasisReport:
    """Refresh the basis of every procedure with an official record; the rest of each file stays as it is, letter by letter.

    ``files`` tells by code the file below ``folder``. A file with several procedures is skipped and reported.
    """
    report = BasisReport()
    for code, procedure in ours.items():
        record = official.get(code)
        if record is None:
            report.missing.append(code)
        elif procedure.basis == (basis := fingerprint(record)):
            report.right.append(code)
        elif _write(folder / files[code], code, basis):
            report.written.append(code)
        else:
            report.skipped.append(code)
    return report


def with_basis(content: str, code: str, basis: Basis) -> str | None:
    """The YAML text of one procedure with its basis behind ``checked``; None where the text is not of that shape."""
    bare = _OLD.sub("", content if content.endswith("\n") else content + "\n")
    stated = {name: value for name, value in basis.model_dump().items() if value is not None}
    block = "".join(f"  {name}: '{value}'\n" for name, value in stated.items())
    anchors = list(_ANCHOR.finditer(bare))
    if len(anchors) != 1:
        return None
    end = anchors[0].end()
    edited = bare[:end] + (f"basis:\n{block}" if block else "basis: {}\n") + bare[end:]
    before, after = yaml.safe_load(content), yaml.safe_load(edited)
    if not isinstance(before, dict) or before.get("code") != code:
        return None
    return edited if after == {**before, "basis": stated} else None


def _write(file: Path, code: str, basis: Basis) -> bool:
    edited = with_basis(file.read_text(encoding="utf-8"), code, basis)
    if edited is None:
        return False
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    temporary.write_text(edited, encoding="utf-8")
    temporary.replace(file)
    return True

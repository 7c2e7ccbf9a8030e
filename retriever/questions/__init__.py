"""Our own questions, in and out of scope: what probabilities are fitted on and measured with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

Split = Literal["tune", "held"]
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class OwnQuestion:
    """A question, the codes that answer it (none: out of scope), and whether it is held out of all tuning."""

    question: str
    codes: frozenset[str]
    split: Split
    kind: str = "in_scope"


@lru_cache(maxsize=1)
def own_questions() -> tuple[OwnQuestion, ...]:
    """All of them; every third question out of scope is held out, as every third in scope is."""
    inside = [OwnQuestion(item["question"], frozenset(item["codes"]), item["split"]) for item in _read("in_scope.yaml")]
    outside = [
        OwnQuestion(question, frozenset(), "held" if number % 3 == 2 else "tune", kind)
        for kind, questions in _read("out_of_scope.yaml").items()
        for number, question in enumerate(questions)
    ]
    return (*inside, *outside)


def _read(name: str) -> Any:
    return yaml.load((_HERE / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a SafeLoader)

"""What `motcua evaluate nlu` prints."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.nlu.evaluate import evaluate_nlu
from bot.nlu.pipelines import compare as compare_pipelines
from bot.nlu.report import comparison, table


def evaluate(python: Path, root: Path, models: Path, folds: int, *, compare: bool, as_json: bool, progress: Callable[[str], None]) -> str:
    """The evaluation, or the comparison of pipelines, as text or as one JSON object. Raises RuntimeError when it cannot be measured."""
    if not compare:
        found = evaluate_nlu(python=python, root=root, folds=folds, progress=progress)
        return json.dumps(found.as_json(), ensure_ascii=False) if as_json else table(found)
    with tempfile.TemporaryDirectory() as work:
        compared = compare_pipelines(python=python, root=root, models=models, work=Path(work), folds=folds, progress=progress)
    if as_json:
        return json.dumps({name: {"folds": run, **one.as_json()} for name, (run, one) in compared.items()}, ensure_ascii=False)
    return comparison(compared)

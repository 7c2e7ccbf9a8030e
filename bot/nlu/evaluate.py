"""How well intents are understood: cross-validation of the whole pipeline, on the examples as written and with noise.

The folds are run by ``crossval.py`` in the NLU environment. An example's near-identical twins (``folds.group_of``) are always in its
fold, and the noisy variants that the model learns from are made of the training folds only.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.nlu.measures import Bin, Confusion, Guess, IntentScore, calibration_error, confusions, macro_f1, per_intent, reliability
from bot.nlu.train import rasa_environment
from bot.nlu.wordings import FILE as WORDINGS
from bot.nlu.wordings import wordings

FOLDS = 5
CONFUSIONS = 30
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
"""Folds run beside each other, so that none needs more than one core."""
TIMEOUT_SECONDS = 3600
NO_PYTHON = "Chưa có môi trường của phần hiểu ngôn ngữ ({python}). Chạy make setup trước."
FAILED = "Không đo được: {reason}"


@dataclass(frozen=True)
class Robustness:
    """One kind of noise: macro-F1 with it, what is lost against the same messages as written, and how many messages."""

    macro_f1: float
    lost: float
    count: int


@dataclass(frozen=True)
class Costs:
    """Of one fold: training in seconds, model on disk and peak memory of the process in MB, parse in milliseconds."""

    train_s: float
    model_mb: float
    memory_mb: float
    parse_ms_p50: float
    parse_ms_p95: float


@dataclass(frozen=True)
class NluEvaluation:
    """Everything that one cross-validation measured."""

    examples: int
    macro_f1: float
    per_intent: dict[str, IntentScore]
    confusions: list[Confusion]
    robustness: dict[str, Robustness]
    calibration: list[Bin]
    ece: float
    costs: Costs

    def as_json(self) -> dict[str, Any]:
        """The keys that stand in the documentation; shares are rounded to four digits."""
        found = _rounded(asdict(self))
        found["calibration"] = {"ece": found.pop("ece"), "bins": found["calibration"]}
        lost = {f"macro_f1_{kind}": found["robustness"][kind]["macro_f1"] for kind in ("undiacritised", "two_typos")}
        return {"macro_f1": found.pop("macro_f1"), **lost, **found}


def evaluate_nlu(
    *,
    python: Path,
    root: Path,
    config: Path | None = None,
    folds: int = FOLDS,
    run: int | None = None,
    share: float = 1.0,
    jobs: int = 2,
    progress: Callable[[str], None] = lambda _: None,
) -> NluEvaluation:
    """Cross-validate the pipeline of ``config`` (default: the product's) on ``nlu_data``; ``run`` of the folds, on a ``share`` of the data.

    Raises RuntimeError with a Vietnamese sentence when the NLU environment is missing or a fold fails.
    """
    if not python.is_file():
        raise RuntimeError(NO_PYTHON.format(python=python))
    progress("Đang huấn luyện và đo, vài phút…")
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "folds.json"
        beside = Path(work) / WORDINGS
        beside.write_text(wordings(root), encoding="utf-8")
        numbers = ["--beside", str(beside), "--folds", str(folds), "--run", str(run or folds), "--share", str(share), "--jobs", str(jobs)]
        command = [str(python.absolute()), "-W", "ignore", "-m", "bot.nlu.crossval", str((root / "nlu_data").absolute())]
        _run([*command, str((config or root / "config.yml").absolute()), str(out), *numbers], root, Path(work))
        return _measured(json.loads(out.read_text(encoding="utf-8")))


def _run(command: list[str], root: Path, work: Path) -> None:
    """Run a program of the NLU environment. Raises RuntimeError with the last line that it said."""
    environment = {**rasa_environment(root), **ONE_THREAD}
    try:
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(FAILED.format(reason=error)) from error
    if done.returncode:
        raise RuntimeError(FAILED.format(reason=(done.stderr.strip().splitlines() or ["?"])[-1]))


def _measured(found: dict[str, Any]) -> NluEvaluation:
    folds = found["folds"]
    clean = _guesses(folds, "clean")
    bins = reliability(clean)
    return NluEvaluation(
        examples=int(found["examples"]),
        macro_f1=macro_f1(clean),
        per_intent=per_intent(clean),
        confusions=confusions(clean, most=CONFUSIONS),
        robustness={kind: _robustness(folds, kind) for kind in folds[0]["guesses"] if kind != "clean"},
        calibration=bins,
        ece=calibration_error(bins),
        costs=_costs(folds),
    )


def _guesses(folds: Sequence[dict[str, Any]], kind: str, tried_in: str = "") -> list[Guess]:
    """The guesses of a kind in all folds; only those of messages that were also tried in another kind, if one is named."""
    guesses = []
    for fold in folds:
        tried = {row for row, _, _ in fold["guesses"][tried_in or kind]}
        for row, guessed, confidence in fold["guesses"][kind]:
            if row in tried:
                asked = fold["rows"][row]
                guesses.append(Guess(asked["text"], asked["intent"], guessed, confidence))
    return guesses


def _robustness(folds: Sequence[dict[str, Any]], kind: str) -> Robustness:
    noisy, same = _guesses(folds, kind), _guesses(folds, "clean", tried_in=kind)
    return Robustness(macro_f1(noisy), macro_f1(same) - macro_f1(noisy), len(noisy))


def _costs(folds: Sequence[dict[str, Any]]) -> Costs:
    times = sorted(time for fold in folds for time in fold["parse_ms"])
    return Costs(
        train_s=statistics.mean(fold["train_s"] for fold in folds),
        model_mb=statistics.mean(fold["model_mb"] for fold in folds),
        memory_mb=max(fold["memory_mb"] for fold in folds),
        parse_ms_p50=times[len(times) // 2],
        parse_ms_p95=times[int(len(times) * 0.95)],
    )


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value

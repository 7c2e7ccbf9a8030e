"""Training of the intent model: runs Rasa in its own environment, only when something it learns from has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from bot.nlu.wordings import training_data, wordings

COMPONENTS = (
    "augmenting.py",
    "noise.py",
    "tokenizer.py",
    "folding.py",
    "linear.py",
    "machine.py",
    "folds.py",
    "spaces.py",
    "spelling.py",
    "masking.py",
    "wordclasses.py",
    "cues.py",
    "scope.py",
    "lexicon.py",
)
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
LOG_FILE = "train.log"
TIMEOUT_SECONDS = 900

log = structlog.get_logger(__name__)


def ensure_model(*, python: Path, root: Path, out: Path) -> Path | None:
    """The model of the present training data, trained now if there is none.

    ``python`` is the interpreter of the NLU environment, ``root`` the folder that holds ``config.yml`` and ``nlu_data``, and
    ``out`` where models are kept (one, the newest). None when the environment is missing or the training failed; then the
    reason stands in ``out/train.log`` and an older model stays where it was.
    """
    target = out / f"nlu-{fingerprint(root)[:16]}.tar.gz"
    if target.is_file():
        return target
    if not python.is_file():
        log.warning("nlu_python_missing", python=str(python))
        return None
    out.mkdir(parents=True, exist_ok=True)
    trained = _train(python, root, out, target)
    if trained:
        _keep_only(target)
    return target if trained else None


def fingerprint(root: Path) -> str:
    """A hash of everything the model is made from: data, wordings, pipeline, components and text normalisation."""
    digest = hashlib.sha256(wordings(root).encode())
    for path in _sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from sorted((root / "nlu_data").rglob("*.yml"))
    yield from (root / "bot" / "nlu" / name for name in COMPONENTS)
    yield root / "retriever" / "text.py"


def _train(python: Path, root: Path, out: Path, target: Path) -> bool:
    """Train into a folder beside the target and move the model there in one step."""
    with tempfile.TemporaryDirectory(prefix=".training-", dir=out) as work:
        if not _run_rasa(python, root, Path(work), out / LOG_FILE):
            log.error("nlu_training_failed", log=str(out / LOG_FILE))
            return False
        os.replace(Path(work) / "model.tar.gz", target)
    log.info("nlu_trained", model=target.name)
    return True


def _run_rasa(python: Path, root: Path, work: Path, log_file: Path) -> bool:
    data = training_data(root, work / "data")
    command = [str(python.absolute()), "-m", "rasa", "train", "nlu", "--nlu", str(data.absolute())]
    command += ["--config", str((root / "config.yml").absolute()), "--out", str(work.absolute()), "--fixed-model-name", "model"]
    with log_file.open("wb") as output:
        try:
            done = subprocess.run(
                command, cwd=work, env=rasa_environment(root), stdout=output, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            output.write(f"{type(error).__name__}: {error}\n".encode())
            return False
    return done.returncode == 0 and (work / "model.tar.gz").is_file()


def rasa_environment(root: Path) -> dict[str, str]:
    """The environment of a Rasa process that can import our components, says little and reports to nobody."""
    return {**os.environ, **QUIET, "PYTHONPATH": str(root.absolute())}


def _keep_only(model: Path) -> None:
    """Remove older models, and what a training that was killed left behind; one that still runs is younger than its time limit."""
    for path in model.parent.iterdir():
        if path.name.startswith(".training-") and time.time() - path.stat().st_mtime > TIMEOUT_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("nlu-") and path.name.endswith(".tar.gz") and path != model:
            path.unlink(missing_ok=True)

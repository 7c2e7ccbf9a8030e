"""A Rasa to measure with: the one that runs, or one started for the while."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bot.evaluation import replies
from bot.evaluation.report import Watcher
from bot.nlu.train import LOG_FILE, ensure_model, fingerprint, rasa_environment
from bot.processes import ASK_EVERY_S, Child, free_port, stop_all
from bot.settings import Settings
from bot.supervisor import NLU_LIMIT_S, NLU_PYTHON, ROOT, rasa_command

HERE = "127.0.0.1"
ASK_LIMIT_S = 10.0
"""Seconds; a Rasa that has just started takes long over its first message."""


@contextmanager
def running_rasa(settings: Settings, watcher: Watcher, *, python: Path = NLU_PYTHON, root: Path = ROOT) -> Iterator[str | None]:
    """The address of a Rasa that answers; None, and a note that says why, where there is none. What was started is stopped at the end."""
    if not settings.nlu_enabled:
        watcher.note(replies.SWITCHED_OFF)
        yield None
    elif answers(settings.nlu_url):
        _note_other_model(settings.nlu_url, root, watcher)
        yield settings.nlu_url
    elif not python.is_file():
        watcher.note(replies.NO_ENVIRONMENT)
        yield None
    else:
        with _own_rasa(settings.data_dir.resolve(), watcher, python, root) as url:
            yield url


def answers(url: str) -> bool:
    """Whether a Rasa with a model understands messages there."""
    try:
        response = httpx.post(f"{url}/model/parse", json={"text": "xin chào"}, timeout=ASK_LIMIT_S, trust_env=False)
        return response.is_success and bool(response.json()["intent"]["name"])
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        return False


def _note_other_model(url: str, root: Path, watcher: Watcher) -> None:
    """A model of other training data is measured too, but not in silence."""
    try:
        model = str(httpx.get(f"{url}/status", timeout=ASK_LIMIT_S, trust_env=False).json()["model_file"])
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        return
    if fingerprint(root)[:16] not in model:
        watcher.note(replies.OTHER_MODEL.format(url=url, model=Path(model).name))


@contextmanager
def _own_rasa(data_dir: Path, watcher: Watcher, python: Path, root: Path) -> Iterator[str | None]:
    watcher.step(replies.TRAINING)
    models = data_dir / "models" / "nlu"
    model = ensure_model(python=python, root=root, out=models)
    if model is None:
        watcher.note(replies.NOT_TRAINED.format(log=models / LOG_FILE))
        yield None
        return
    watcher.step(replies.STARTING)
    port, log = free_port(HERE), data_dir / "log" / "nlu-evaluation.log"
    with TemporaryDirectory() as empty:  # Rasa reads any endpoints file that lies where it starts
        command = rasa_command(model, HERE, port, python=python)
        child = Child("Rasa", command, log=log, cwd=Path(empty), env=rasa_environment(root))
        child.start(fresh_log=True)
        try:
            url = f"http://{HERE}:{port}"
            ready = _wait(child, url)
            if not ready:
                watcher.note(replies.NOT_STARTED.format(log=log))
            yield url if ready else None
        finally:
            stop_all([child])


def _wait(child: Child, url: str) -> bool:
    """Whether it answers before it dies or the patience ends."""
    end = time.monotonic() + NLU_LIMIT_S
    while child.running and time.monotonic() < end:
        if answers(url):
            return True
        time.sleep(ASK_EVERY_S)
    return False

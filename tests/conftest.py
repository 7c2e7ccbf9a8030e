"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("motcua", deadline=None)
settings.load_profile("motcua")  # how long an example takes is the machine's affair, not a test's


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium; the test is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def nlu_python(root: Path) -> Path:
    """The interpreter of the Rasa environment; the test is skipped where Rasa was left out."""
    python = root / ".venv-nlu" / "bin" / "python"
    if not python.exists():
        pytest.skip("no .venv-nlu: Rasa needs Python 3.10 (make setup says why it was left out)")
    return python

"""The whole service, started the way a person starts it: ``motcua serve`` with the real Rasa, index and database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsing import ARGUMENTS
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

PATIENCE_S = 600.0
TELEGRAM_SECRET = "end-to-end-tests"


@dataclass(frozen=True)
class Service:
    """A running service: its address, that of its Rasa, the environment to reach it with the command line, its database, its channels."""

    url: str
    nlu_url: str
    environment: dict[str, str]
    root: Path
    database: Path
    telegram: FakeTelegram
    zalo: FakeZalo

    def ready(self) -> dict[str, object]:
        """What /readyz says."""
        return dict(httpx.get(f"{self.url}/readyz", timeout=5).json())

    def wait_for_nlu(self, wanted: str, seconds: float) -> None:
        """Wait until the service says ``wanted`` of its language model."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.ready().get("nlu") == wanted:
                    return
            except (httpx.HTTPError, ValueError):
                pass
            time.sleep(0.5)
        raise AssertionError(f"the language model did not become {wanted!r} in {seconds} s")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture(scope="session")
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as fake:
        yield fake


@pytest.fixture(scope="session")
def service(root: Path, tmp_path_factory: pytest.TempPathFactory, telegram: FakeTelegram, zalo: FakeZalo) -> Iterator[Service]:
    """One service for all end-to-end tests. Models and index are those of the checkout, the database is a new one."""
    folder = tmp_path_factory.mktemp("service")
    port, nlu_port = free_port(), free_port()
    environment = {
        **os.environ,
        "MOTCUA_PORT": str(port),
        "MOTCUA_NLU_URL": f"http://127.0.0.1:{nlu_port}",
        "MOTCUA_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/motcua.db",
        "MOTCUA_RATE_LIMIT": "off",
        "MOTCUA_TELEGRAM_TOKEN": telegram.token,
        "MOTCUA_TELEGRAM_SECRET": TELEGRAM_SECRET,
        "MOTCUA_TELEGRAM_API_URL": telegram.url,
        "MOTCUA_ZALO_APP_ID": zalo.app_id,
        "MOTCUA_ZALO_APP_SECRET": zalo.secret_key,
        "MOTCUA_ZALO_OA_SECRET": zalo.oa_secret,
        "MOTCUA_ZALO_API_URL": zalo.url,
        "MOTCUA_ZALO_OAUTH_URL": zalo.url,
    }
    with (folder / "serve.log").open("wb") as log:
        command = [str(Path(sys.executable).with_name("motcua")), "serve"]
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT)
        url = f"http://127.0.0.1:{port}"
        running = Service(url, environment["MOTCUA_NLU_URL"], environment, root, folder / "motcua.db", telegram, zalo)
        try:
            wanted = "ok" if (root / ".venv-nlu" / "bin" / "python").exists() else "degraded"
            running.wait_for_nlu(wanted, PATIENCE_S)
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)

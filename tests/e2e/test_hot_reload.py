"""Content is published, rolled back and broken while people ask: a real ``motcua serve`` without Rasa, and not one failed request."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import PATIENCE_S, free_port

pytestmark = pytest.mark.slow
QUESTIONS = ("làm giấy khai sinh cho con cần những gì", "dang ky ket hon o dau", "khai sinh mất bao lâu", "xin chào")
EDITED = "Bản tóm tắt vừa được biên tập viên sửa."


@dataclass
class Home:
    """A service with a small knowledge base of its own."""

    root: Path
    folder: Path
    environment: dict[str, str]
    url: str

    def motcua(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command, against the same database."""
        command = [sys.executable, "-m", "bot.cli", *arguments]
        return subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    def content(self) -> dict[str, Any]:
        """What /readyz says of the published content; empty while nobody answers."""
        try:
            return dict(httpx.get(f"{self.url}/readyz", timeout=10).json().get("content", {}))
        except (httpx.HTTPError, ValueError):
            return {}

    def wait(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state of the content as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if fits(state := self.content()):
                return state
            time.sleep(0.3)
        raise AssertionError(f"the content did not become as wanted: {self.content()}")

    def ask(self, text: str) -> dict[str, Any]:
        """The answer to one question."""
        body = {"conversation_id": None, "text": text, "button": None}
        return dict(httpx.post(f"{self.url}/api/v1/messages", json=body, timeout=30).raise_for_status().json())


@dataclass
class Load:
    """People who ask without pause; every answer that is not 200 with a text is a failure."""

    url: str
    asked: int = 0
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until told to stop."""
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as client:
            while not self.stopping.is_set():
                self._ask(client, QUESTIONS[self.asked % len(QUESTIONS)])

    def _ask(self, client: httpx.Client, text: str) -> None:
        self.asked += 1
        try:
            answer = client.post("/api/v1/messages", json={"conversation_id": None, "text": text, "button": None})
            if answer.status_code != 200 or not answer.json()["replies"][0]["text"]:
                self.failures.append(f"{answer.status_code} {answer.text[:200]}")
        except (httpx.HTTPError, ValueError, LookupError) as error:
            self.failures.append(repr(error))
        time.sleep(0.02)


@pytest.fixture(scope="module")
def home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("reload")
    shutil.copytree(root / "knowledge" / "procedures" / "ho-tich", folder / "knowledge" / "procedures" / "ho-tich")
    shutil.copytree(root / "knowledge" / "faqs", folder / "knowledge" / "faqs")
    shutil.copy(root / "knowledge" / "synonyms.yaml", folder / "knowledge")
    port = free_port()
    own = {"DATA_DIR": str(folder / "var"), "KNOWLEDGE_DIR": str(folder / "knowledge"), "PORT": str(port), "NLU_ENABLED": "false"}
    environment = {
        **os.environ,
        **{f"MOTCUA_{name}": value for name, value in own.items()},
        "MOTCUA_RATE_LIMIT": "off",
        "MOTCUA_DATABASE_URL": "",
    }
    home = Home(root, folder, environment, f"http://127.0.0.1:{port}")
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"], cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            home.wait(lambda state: state.get("revision") == 1)
            yield home
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


@pytest.fixture
def load(home: Home) -> Iterator[Load]:
    made = Load(home.url)
    thread = threading.Thread(target=made.run)
    thread.start()
    yield made
    made.stopping.set()
    thread.join(60)


def edited(home: Home, name: str, **fields: Any) -> Path:
    """A YAML file (JSON is YAML) of the birth registration with other fields."""
    import yaml

    source = home.folder / "knowledge" / "procedures" / "ho-tich" / "dang-ky-khai-sinh.yaml"
    entry = {**yaml.safe_load(source.read_text(encoding="utf-8")), **fields}
    path = home.folder / name
    path.write_text(json.dumps(entry, ensure_ascii=False, default=str), encoding="utf-8")
    return path


def told(home: Home, text: str) -> str:
    """All that is said to a question, in small letters."""
    return json.dumps(home.ask(text)["replies"], ensure_ascii=False).lower()


def test_publishing_rolling_back_and_breaking_under_load_fails_no_request(home: Home, load: Load) -> None:
    done = home.motcua(
        "knowledge", "import", str(edited(home, "sua.yaml", summary=EDITED)), "--publish", "--why", "sửa tóm tắt", "--by", "Lan"
    )
    assert done.returncode == 0, done.stderr
    assert "Đã đăng bản số 2" in done.stdout
    home.wait(lambda state: state == {"revision": 2, "wanted": 2, "failure": None})
    assert EDITED.lower() in told(home, "đăng ký khai sinh là gì")

    done = home.motcua("knowledge", "rollback", "1", "--by", "Lan")
    assert done.returncode == 0, done.stderr
    home.wait(lambda state: state == {"revision": 3, "wanted": 3, "failure": None})
    assert EDITED.lower() not in told(home, "đăng ký khai sinh là gì")

    synonyms = home.folder / "knowledge" / "synonyms.yaml"
    sound = synonyms.read_bytes()
    synonyms.write_bytes(b"[")
    done = home.motcua("knowledge", "import", str(edited(home, "sua.yaml", summary="Bản ba")), "--publish", "--by", "Lan")
    synonyms.write_bytes(sound)
    assert done.returncode == 1
    assert "Chưa đăng được, nội dung cũ vẫn đang dùng" in done.stderr
    assert home.content() == {"revision": 3, "wanted": 3, "failure": None}
    assert "không thành" in home.motcua("knowledge", "log").stdout

    load.stopping.set()
    print(f"{load.asked} questions, {len(load.failures)} failed")
    assert load.failures == []
    assert load.asked > 50


@pytest.fixture
def replica(home: Home) -> Iterator[Home]:
    """A second server on the same database, with a data folder of its own."""
    port = free_port()
    database = f"sqlite:///{home.folder / 'var' / 'motcua.db'}"
    own = {"MOTCUA_DATA_DIR": str(home.folder / "replica"), "MOTCUA_DATABASE_URL": database, "MOTCUA_PORT": str(port)}
    environment = {**home.environment, **own}
    command = [sys.executable, "-m", "uvicorn", "bot.app:create_app", "--factory", "--port", str(port), "--log-level", "warning"]
    with (home.folder / "replica.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=home.root, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Home(home.root, home.folder, environment, f"http://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def test_a_second_server_builds_and_follows_the_same_revisions(home: Home, replica: Home) -> None:
    number = home.content()["revision"]
    replica.wait(lambda state: state.get("revision") == number)
    done = home.motcua("knowledge", "import", str(edited(home, "sua.yaml", summary="Tóm tắt cho hai máy.")), "--publish", "--by", "Lan")
    assert done.returncode == 0, done.stderr
    for server in (home, replica):
        server.wait(lambda state: state.get("failure", "?") is None and state["revision"] == state["wanted"] == number + 2)
        assert "tóm tắt cho hai máy" in told(server, "đăng ký khai sinh là gì")

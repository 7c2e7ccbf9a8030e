"""Programs are started, watched, restarted and stopped; `serve` is run as a real process with a small knowledge base."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import processes
from bot.processes import Child, Waiting, Watch, answer_status, keep_running, last_line, port_is_free, stop_all

SERVE = "import sys; from bot.settings import load_settings; from bot.supervisor import serve; sys.exit(serve(load_settings()))"


def until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def go_on(life: Waiting, condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true while the supervisor's loop went on."""

    def turn() -> bool:
        next(life)
        return condition()

    return until(turn, seconds)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def watched() -> list[tuple[str, float]]:
    """What the watch reported: ready, slow, died (with the exit status)."""
    return []


def watch_into(reports: list[tuple[str, float]], *, is_ready: Callable[[], bool], limit_s: float = 60) -> Watch:
    return Watch(
        is_ready=is_ready,
        on_ready=lambda seconds: reports.append(("ready", seconds)),
        limit_s=limit_s,
        on_slow=lambda seconds: reports.append(("slow", seconds)),
        on_death=lambda code, pause: reports.append((f"died {code}", pause)),
    )


def test_a_program_that_dies_is_started_again_after_pauses_that_double(
    watched: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(processes, "FIRST_PAUSE_S", 0.1)
    monkeypatch.setattr(processes, "LONGEST_PAUSE_S", 0.2)
    child = Child("dies", python("print('once more'); raise SystemExit(3)"), log=tmp_path / "log")
    life = keep_running(child, watch_into(watched, is_ready=lambda: False))
    assert go_on(life, lambda: len(watched) == 3, 20)
    assert watched == [("died 3", 0.1), ("died 3", 0.2), ("died 3", 0.2)]
    assert (tmp_path / "log").read_text(encoding="utf-8").count("once more") == 3


def test_a_program_is_reported_ready_once_when_it_answers(watched: list[tuple[str, float]], port: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    child = Child("server", command, log=tmp_path / "log")
    life = keep_running(child, watch_into(watched, is_ready=lambda: answer_status("127.0.0.1", port, "/") == 200))
    assert go_on(life, lambda: bool(watched), 20)
    for _ in range(5):
        next(life)
    assert [word for word, _ in watched] == ["ready"]
    assert answer_status("127.0.0.1", port, "/nowhere") == 404
    stop_all([child])
    assert child.code == -signal.SIGTERM
    assert answer_status("127.0.0.1", port, "/") == 0


def test_a_program_that_stays_silent_is_reported_slow_once(watched: list[tuple[str, float]], tmp_path: Path) -> None:
    child = Child("silent", python("import time; time.sleep(60)"), log=tmp_path / "log")
    life = keep_running(child, watch_into(watched, is_ready=lambda: False, limit_s=0.2))
    assert go_on(life, lambda: bool(watched), 5)
    for _ in range(5):
        next(life)
    assert [word for word, _ in watched] == ["slow"]
    stop_all([child])


def test_a_program_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child("deaf", python(deaf), log=tmp_path / "log")
    child.start()
    assert until(lambda: last_line(tmp_path / "log") == "deaf", 10)
    stop_all([child], grace_s=0.3)
    assert child.code == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_a_program_ends_when_the_supervisor_is_killed() -> None:
    code = (
        "import sys, time; from bot.processes import Child\n"
        "child = Child('sleeper', [sys.executable, '-c', 'import time; time.sleep(60)']); child.start()\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(python(code), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    assert until(lambda: not is_alive(pid), 5)


def test_a_port_is_free_until_something_listens(port: int) -> None:
    assert port_is_free("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        assert not port_is_free("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)


def test_the_last_line_of_a_log_skips_empty_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_line(log) == ""
    log.write_text("một\nhai \n\n", encoding="utf-8")
    assert last_line(log) == "hai"


@pytest.fixture(scope="module")
def small_home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small part of the knowledge base; its data folder is shared, so the index is built once."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(root / "knowledge", home / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__", "procedures"))
    shutil.copytree(root / "knowledge" / "procedures" / "ho-tich", home / "knowledge" / "procedures" / "ho-tich")
    return home


def environment(home: Path, port: int) -> dict[str, str]:
    own = {"DATA_DIR": str(home / "var"), "KNOWLEDGE_DIR": str(home / "knowledge"), "PORT": str(port), "NLU_ENABLED": "false"}
    return os.environ | {f"MOTCUA_{name}": value for name, value in own.items()}


def test_serve_says_which_port_is_taken(small_home: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        done = subprocess.run(python(SERVE), env=environment(small_home, port), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"Cổng {port} trên 127.0.0.1 đang được chương trình khác dùng" in done.stderr


@pytest.mark.slow
def test_serve_says_why_the_knowledge_cannot_be_used(tmp_path: Path, port: int) -> None:
    (tmp_path / "knowledge" / "procedures").mkdir(parents=True)
    (tmp_path / "knowledge" / "procedures" / "broken.yaml").write_text("code: [", encoding="utf-8")
    done = subprocess.run(python(SERVE), env=environment(tmp_path, port), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Không lập được chỉ mục tìm kiếm" in done.stderr
    assert "broken.yaml" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_a_signal_stops_it_cleanly(small_home: Path, port: int, number: signal.Signals) -> None:
    with subprocess.Popen(python(SERVE), env=environment(small_home, port), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert until(lambda: answer_status("127.0.0.1", port, "/readyz") == 200 or server.poll() is not None, 180)
            assert server.poll() is None
            server.send_signal(number)
            _, said = server.communicate(timeout=30)
        finally:
            server.kill()
    assert server.returncode == 0
    assert said.rstrip().endswith("Đã dừng.")
    assert port_is_free("127.0.0.1", port)

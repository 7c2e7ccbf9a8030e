"""Programs that the supervisor keeps running: start, watch, restart with growing pauses, stop; and the ports they listen on."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GRACE_S = 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
STEADY_S = 60.0
"""A process that ran this long (seconds) is sound again: its next restart waits the shortest pause."""

ASK_EVERY_S = 0.5

Waiting = Iterator[None]


def _ends_with_parent() -> Callable[[], None] | None:
    """A function for the new process: the kernel ends it when the supervisor is killed (Linux; nothing elsewhere)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_kernel() -> None:
        prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


@dataclass
class Child:
    """A program in a process group of its own, so that Ctrl-C reaches only the supervisor."""

    name: str
    command: list[str]
    log: Path | None = None
    """Its output goes here; None means the terminal."""
    cwd: Path | None = None
    env: dict[str, str] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, *, fresh_log: bool = False) -> None:
        """Start the program; its earlier process must have ended."""
        output = self._open_log("wb" if fresh_log else "ab")
        try:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=_ends_with_parent(),
            )
        finally:
            if output:
                output.close()

    def _open_log(self, mode: str) -> IO[bytes] | None:
        if self.log is None:
            return None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open(mode)

    @property
    def code(self) -> int | None:
        """The exit status, or None while it runs."""
        return self.process.poll() if self.process else None

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the whole process group."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def stop_all(children: list[Child], grace_s: float = GRACE_S) -> None:
    """Ask all to end, wait together, and kill what is left."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + grace_s
    for child in children:
        if child.process:
            _wait_or_kill(child, max(0.0, deadline - time.monotonic()))


def _wait_or_kill(child: Child, seconds: float) -> None:
    if child.process is None:
        return
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        child.signal(signal.SIGKILL)
        child.process.wait()


def port_is_free(host: str, port: int) -> bool:
    """Whether this machine can listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str) -> int:
    """A port nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def answer_status(host: str, port: int, path: str) -> int:
    """The HTTP status of a GET of the path, or 0 without an answer within a second."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@dataclass(frozen=True)
class Watch:
    """What to look for in a program that runs, and whom to tell. Times in seconds."""

    is_ready: Callable[[], bool]
    on_ready: Callable[[float], None]
    limit_s: float
    on_slow: Callable[[float], None]
    on_death: Callable[[int, float], None]
    """Gets the exit status and the pause before the next start."""


def keep_running(child: Child, watch: Watch) -> Waiting:
    """Start the program and start it again whenever it dies, after pauses that double from 1 s to 60 s."""
    pause = FIRST_PAUSE_S
    while True:
        child.start()
        started = time.monotonic()
        yield from _until_it_ends(child, watch, started)
        if time.monotonic() - started > STEADY_S:
            pause = FIRST_PAUSE_S
        watch.on_death(child.code or 0, pause)
        yield from sleeping(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


def _until_it_ends(child: Child, watch: Watch, started: float) -> Waiting:
    patient = True
    while child.running and not watch.is_ready():
        passed = time.monotonic() - started
        if patient and passed > watch.limit_s:
            patient = False
            watch.on_slow(passed)
        yield from sleeping(ASK_EVERY_S)
    if child.running:
        watch.on_ready(time.monotonic() - started)
    while child.running:
        yield


def sleeping(seconds: float) -> Waiting:
    """Wait without blocking."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield


def last_line(path: Path) -> str:
    """The last line of a log, for the progress display."""
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[-100:]

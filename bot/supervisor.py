"""`motcua serve`: builds what is missing, starts the app and Rasa, keeps both running, stops both.

The app comes first and answers within seconds; the language model is trained and warmed up behind it. Every wait is a generator
that hands control back at each ``yield``, so one loop watches both processes and a signal is always heard.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Generator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape

from bot.processes import Child, Waiting, Watch, answer_status, free_port, keep_running, last_line, port_is_free, stop_all

if TYPE_CHECKING:
    from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

TICK_S = 0.1
APP_LIMIT_S = 60.0
NLU_LIMIT_S = 180.0

PORT_TAKEN = "Cổng {port} trên {host} đang được chương trình khác dùng. Hãy tắt chương trình đó, hoặc chọn cổng khác: MOTCUA_PORT=8001."
NLU_PORT_TAKEN = "Cổng {port} của phần hiểu ngôn ngữ đang bận, dùng cổng {other}."
NO_NLU_ENVIRONMENT = "Chưa có .venv-nlu (Rasa cần Python 3.10): trợ lý trả lời bằng luật và tìm kiếm. Có Python 3.10 thì chạy: make setup."
NLU_ELSEWHERE = "Phần hiểu ngôn ngữ chạy ở {url}."
INDEX_STEP = "Chỉ mục tìm kiếm"
CONTENT_STAYS = "Nội dung mới chưa dùng được, trợ lý vẫn dùng nội dung đang có: {reason}"
INDEX_FAILED = "Không lập được chỉ mục tìm kiếm. Xem {log}:\n{tail}"
APP_STEP = "Khởi động trợ lý"
APP_FAILED = "Trợ lý không khởi động được. Lý do ở ngay phía trên."
APP_SLOW = "Trợ lý chưa trả lời sau {seconds:.0f} giây nên dừng lại."
APP_READY = "Trợ lý đã trả lời được: {address} ({seconds:.1f} s)"
NLU_COMING = "Phần hiểu ngôn ngữ đang khởi động; trong lúc đó trợ lý trả lời bằng luật và tìm kiếm."
MODEL_STEP = "Mô hình hiểu ngôn ngữ"
MODEL_FAILED = "Không huấn luyện được mô hình hiểu ngôn ngữ, xem {log}. Trợ lý vẫn trả lời bằng luật và tìm kiếm."
NLU_STEP = "Khởi động phần hiểu ngôn ngữ"
NLU_READY = "Phần hiểu ngôn ngữ đã sẵn sàng ({seconds:.1f} s). Nhấn Ctrl-C để dừng."
NLU_SLOW = "Phần hiểu ngôn ngữ chưa trả lời sau {seconds:.0f} giây, xem {log}. Vẫn đang chờ."
DIED = "{name} dừng bất ngờ (mã {code}); khởi động lại sau {pause:.0f} giây."
STOPPING = "Đang dừng…"
STOPPED = "Đã dừng."


class SupervisorError(Exception):
    """Why the assistant cannot be served, as a Vietnamese sentence for the terminal."""


def serve(settings: Settings) -> int:
    """Serve until a signal comes; the exit status of the command."""
    return Supervisor(settings).run()


class Supervisor:
    """The two processes and the loop that watches them."""

    def __init__(self, settings: Settings, console: Console | None = None) -> None:
        self.settings = settings
        self.console = console or Console(highlight=False, stderr=True)
        self.spinner = self.console.status("")
        self.data_dir = Path(settings.data_dir).resolve()
        self.stopping = threading.Event()
        self.app_ready = False
        self.children: list[Child] = []
        nlu = urlsplit(settings.nlu_url)
        self.nlu_host, self.nlu_port = nlu.hostname or "127.0.0.1", nlu.port or 5005

    def run(self) -> int:
        """Until a signal comes (0) or the app cannot be served (1)."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, lambda *_: self.stopping.set()) for number in numbers}
        try:
            self._loop()
        except SupervisorError as error:
            self._say(str(error))
            return 1
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _loop(self) -> None:
        self._check_ports()
        lives = [self._app_life(), self._nlu_life()]
        try:
            while not self.stopping.wait(TICK_S):
                for life in lives:
                    next(life, None)
        finally:
            for life in lives:
                life.close()

    def _stop(self) -> None:
        running = [child for child in self.children if child.running]
        if running:
            self._say(STOPPING)
            stop_all(running)
            self._say(STOPPED)

    def _say(self, text: str) -> None:
        self.spinner.stop()
        self.console.print(text, markup=False, soft_wrap=True)

    def _spin(self, text: str) -> None:
        self.spinner.update(escape(text))
        self.spinner.start()

    def _check_ports(self) -> None:
        if not port_is_free(self.settings.host, self.settings.port):
            raise SupervisorError(PORT_TAKEN.format(host=self.settings.host, port=self.settings.port))
        if self._runs_nlu() and not port_is_free(self.nlu_host, self.nlu_port):
            other = free_port(self.nlu_host)
            self._say(NLU_PORT_TAKEN.format(port=self.nlu_port, other=other))
            self.nlu_port = other

    def _runs_nlu(self) -> bool:
        return self.settings.nlu_enabled and self.nlu_host in LOOPBACK and NLU_PYTHON.exists()

    # The app

    def _app_life(self) -> Generator[None, None, None]:
        yield from self._build_index()
        child = self._child("Trợ lý", self._app_command(), env=self._app_environment())
        self._spin(APP_STEP)
        yield from keep_running(
            child,
            Watch(
                is_ready=self._app_is_up,
                on_ready=self._app_answers,
                limit_s=APP_LIMIT_S,
                on_slow=self._app_is_slow,
                on_death=self._app_died,
            ),
        )

    def _build_index(self) -> Waiting:
        """Prepare in a process of its own; the app, which would do the same, then finds all in place."""
        log, result = self.data_dir / "log" / "index.log", self.data_dir / "run" / "content"
        result.parent.mkdir(parents=True, exist_ok=True)
        result.unlink(missing_ok=True)
        built = yield from self._step(INDEX_STEP, log, ["index", str(result)])
        if result.exists():
            self._say(CONTENT_STAYS.format(reason=result.read_text(encoding="utf-8")))
        elif not built:
            tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
            raise SupervisorError(INDEX_FAILED.format(log=log, tail=tail))

    def _app_command(self) -> list[str]:
        settings = self.settings
        server = [sys.executable, "-m", "uvicorn", "bot.app:create_app", "--factory", "--host", settings.host, "--port", str(settings.port)]
        return [*server, "--timeout-graceful-shutdown", "5", "--no-access-log", "--no-proxy-headers", "--log-level", "warning"]

    def _app_environment(self) -> dict[str, str]:
        """This process's own, with the one thing that only the supervisor knows: where Rasa listens."""
        return dict(os.environ, **({"MOTCUA_NLU_URL": f"http://{self.nlu_host}:{self.nlu_port}"} if self._runs_nlu() else {}))

    def _app_is_up(self) -> bool:
        """Messages are answered. Any answer but a server error counts: a list of allowed hosts may refuse this machine's own address."""
        host = urlsplit(self.settings.local_url).hostname or "127.0.0.1"
        return 0 < answer_status(host, self.settings.port, "/readyz") < HTTPStatus.INTERNAL_SERVER_ERROR

    def _app_answers(self, seconds: float) -> None:
        address = self.settings.public_url or self.settings.local_url
        self._say(APP_READY.format(address=address, seconds=seconds))
        self.app_ready = True

    def _app_is_slow(self, seconds: float) -> None:
        raise SupervisorError(APP_SLOW.format(seconds=seconds))

    def _app_died(self, code: int, pause: float) -> None:
        if not self.app_ready:
            raise SupervisorError(APP_FAILED)
        self._say(DIED.format(name="Trợ lý", code=code, pause=pause))

    # Rasa

    def _nlu_life(self) -> Generator[None, None, None]:
        while not self.app_ready:
            yield
        if not self._runs_nlu():
            self._explain_no_nlu()
            return
        self._say(NLU_COMING)
        model = yield from self._train()
        if model is not None:
            yield from self._run_rasa(model)

    def _explain_no_nlu(self) -> None:
        if self.settings.nlu_enabled:
            elsewhere = self.nlu_host not in LOOPBACK
            self._say(NLU_ELSEWHERE.format(url=self.settings.nlu_url) if elsewhere else NO_NLU_ENVIRONMENT)

    def _train(self) -> Generator[None, None, Path | None]:
        log, result = self.data_dir / "log" / "model.log", self.data_dir / "run" / "model"
        result.parent.mkdir(parents=True, exist_ok=True)
        result.unlink(missing_ok=True)
        arguments = [str(NLU_PYTHON), str(ROOT), str(self.data_dir / "models" / "nlu"), str(result)]
        yield from self._step(MODEL_STEP, log, ["model", *arguments])
        if result.exists():
            return Path(result.read_text(encoding="utf-8"))
        self._say(MODEL_FAILED.format(log=self.data_dir / "models" / "nlu" / "train.log"))
        return None

    def _run_rasa(self, model: Path) -> Waiting:
        from bot.nlu.train import rasa_environment

        log = self.data_dir / "log" / "nlu.log"
        folder = _emptied(self.data_dir / "run" / "nlu")
        command = rasa_command(model, self.nlu_host, self.nlu_port)
        child = self._child("Phần hiểu ngôn ngữ", command, log=log, cwd=folder, env=rasa_environment(ROOT))
        self._spin(NLU_STEP)
        yield from keep_running(
            child,
            Watch(
                is_ready=lambda: answer_status(self.nlu_host, self.nlu_port, "/status") == HTTPStatus.OK,
                on_ready=lambda seconds: self._say(NLU_READY.format(seconds=seconds)),
                limit_s=NLU_LIMIT_S,
                on_slow=lambda seconds: self._say(NLU_SLOW.format(seconds=seconds, log=log)),
                on_death=lambda code, pause: self._say(DIED.format(name=child.name, code=code, pause=pause)),
            ),
        )

    # Both

    def _child(
        self, name: str, command: list[str], *, log: Path | None = None, cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> Child:
        child = Child(name, command, log=log, cwd=cwd, env=env)
        self.children.append(child)
        return child

    def _step(self, title: str, log: Path, arguments: list[str]) -> Generator[None, None, bool]:
        """Run one of this module's steps in a process of its own, so that its memory is given back."""
        child = self._child(title, [sys.executable, "-m", "bot.supervisor", *arguments], log=log)
        started = time.monotonic()
        child.start(fresh_log=True)
        while child.running:
            self._spin(f"{title} ({time.monotonic() - started:.0f} s) {last_line(log)}")
            yield
        done = child.code == 0
        self._say(f"{title}: {'xong' if done else 'không được'} ({time.monotonic() - started:.1f} s)")
        return done


def rasa_command(model: Path, host: str, port: int, *, python: Path = NLU_PYTHON) -> list[str]:
    """The command line of a Rasa that understands messages with this model."""
    return [str(python), "-W", "ignore", "-m", "rasa", "run", "--enable-api", "-m", str(model), "-i", host, "-p", str(port)]


def _emptied(folder: Path) -> Path:
    """The folder with nothing in it: Rasa reads any endpoints file that lies where it starts."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _index(warning: Path) -> int:
    """Prepare the published content. Why the newest is not served goes into the file ``warning``."""
    from bot.admin.prepare import prepare
    from bot.settings import load_settings
    from retriever.snapshots import current_index

    settings = load_settings()
    try:
        failure = asyncio.run(prepare(settings, lambda step: print(step, flush=True))).failure  # noqa: T201 (the step's log)
    except Exception as error:
        failure = str(error)
        if current_index(settings.data_dir) is None:
            print(failure, file=sys.stderr)  # noqa: T201
            return 1
    if failure:
        warning.write_text(failure, encoding="utf-8")
    return 0


def main(arguments: list[str]) -> int:
    """One step: ``index WARNING`` or ``model PYTHON ROOT OUT RESULT``."""
    if arguments[0] == "index":
        return _index(Path(arguments[1]))
    from bot.nlu.train import ensure_model

    model = ensure_model(python=Path(arguments[1]), root=Path(arguments[2]), out=Path(arguments[3]))
    if model is not None:
        Path(arguments[4]).write_text(str(model.resolve()), encoding="utf-8")
    return 0 if model is not None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

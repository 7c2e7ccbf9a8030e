"""Which Rasa is measured with. A small program stands for the NLU environment: it trains by writing a file and serves one intent."""

from __future__ import annotations

import json
import stat
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.evaluation.rasa import answers, running_rasa
from bot.evaluation.report import Watcher
from bot.nlu.train import fingerprint
from bot.settings import Settings

PROGRAM = """\
#!{python}
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
if "train" in sys.argv:
    if {trains}:
        Path(sys.argv[sys.argv.index("--out") + 1], "model.tar.gz").write_text("model")
    sys.exit(0 if {trains} else 1)
if not {serves}:
    sys.exit(3)
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({{"intent": {{"name": "greeting"}}}}).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *arguments):
        pass
HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("-p") + 1])), Handler).serve_forever()
"""


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., Path]:
    """Makes the interpreter of an NLU environment that can train and serve, or not."""

    def made(*, trains: bool = True, serves: bool = True) -> Path:
        program = tmp_path / "python"
        program.write_text(textwrap.dedent(PROGRAM).format(python=sys.executable, trains=trains, serves=serves), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    return made


class Rasa(BaseHTTPRequestHandler):
    """A running Rasa; ``model`` is what it says it has loaded, None where it has none."""

    model: str | None = None

    def do_GET(self) -> None:
        self._send({"model_file": self.model})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._send({"intent": {"name": "greeting" if self.model else None}})

    def _send(self, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the library's name)
        """Silent."""


@pytest.fixture
def rasa() -> Iterator[Callable[[str | None], str]]:
    """Starts a Rasa with a model of this name and gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def started(model: str | None) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Loaded", (Rasa,), {"model": model}))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def own(tmp_path: Path, port: int) -> Settings:
    """Settings that point to a port where nobody listens."""
    return Settings(data_dir=tmp_path / "var", nlu_url=f"http://127.0.0.1:{port}", nlu_enabled=True)


def test_a_running_one_is_used_and_left_running(own: Settings, rasa: Callable[[str | None], str], root: Path, notes: list[str]) -> None:
    settings = own.model_copy(update={"nlu_url": rasa(f"nlu-{fingerprint(root)[:16]}.tar.gz")})
    with running_rasa(settings, Watcher(note=notes.append)) as url:
        assert url == settings.nlu_url
    assert answers(settings.nlu_url)
    assert notes == []


def test_a_running_one_with_another_model_is_named(own: Settings, rasa: Callable[[str | None], str], notes: list[str]) -> None:
    settings = own.model_copy(update={"nlu_url": rasa("/models/nlu-0000.tar.gz")})
    with running_rasa(settings, Watcher(note=notes.append)) as url:
        assert url == settings.nlu_url
    assert notes == [
        f"Máy chủ hiểu ngôn ngữ ở {url} đang dùng mô hình nlu-0000.tar.gz, không phải của dữ liệu huấn luyện hiện nay.",
    ]


def test_where_none_runs_one_is_started_and_stopped(own: Settings, environment: Callable[..., Path], root: Path, notes: list[str]) -> None:
    with running_rasa(own, Watcher(note=notes.append), python=environment(), root=root) as url:
        assert url is not None
        assert url != own.nlu_url
        assert answers(url)
    assert not answers(url)
    assert notes == []


def test_one_without_a_model_is_not_used(
    own: Settings, rasa: Callable[[str | None], str], environment: Callable[..., Path], root: Path
) -> None:
    settings = own.model_copy(update={"nlu_url": rasa(None)})
    with running_rasa(settings, Watcher(), python=environment(), root=root) as url:
        assert url not in (None, settings.nlu_url)


def test_it_is_stopped_after_an_error_too(own: Settings, environment: Callable[..., Path], root: Path) -> None:
    seen: list[str] = []

    def measure() -> None:
        with running_rasa(own, Watcher(), python=environment(), root=root) as url:
            seen.append(url or "")
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        measure()
    assert seen[0].startswith("http")
    assert not answers(seen[0])


@pytest.mark.parametrize(("able", "reason"), [({"trains": False}, "Không huấn luyện được"), ({"serves": False}, "không khởi động được")])
def test_an_environment_that_fails_leaves_the_rules(
    able: dict[str, bool], reason: str, own: Settings, environment: Callable[..., Path], root: Path, notes: list[str]
) -> None:
    with running_rasa(own, Watcher(note=notes.append), python=environment(**able), root=root) as url:
        assert url is None
    assert reason in notes[0]
    assert "degraded" in notes[0]


def test_without_an_environment_the_rules_measure_and_it_is_said(own: Settings, tmp_path: Path, notes: list[str]) -> None:
    with running_rasa(own, Watcher(note=notes.append), python=tmp_path / "none") as url:
        assert url is None
    assert "Chưa có môi trường" in notes[0]


def test_switched_off_it_is_not_even_asked(own: Settings, rasa: Callable[[str | None], str], notes: list[str]) -> None:
    settings = own.model_copy(update={"nlu_url": rasa("nlu-0.tar.gz"), "nlu_enabled": False})
    with running_rasa(settings, Watcher(note=notes.append)) as url:
        assert url is None
    assert "MOTCUA_NLU_ENABLED" in notes[0]

"""`motcua zalo token …` as an operator runs it: a process, its input, its output and its status. No token is ever shown."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.channels.zalo_commands import status_lines, zalo_app
from bot.channels.zalo_tokens import BROKEN, TokenStatus
from bot.settings import Settings

ACCESS, REFRESH = "access-0123456789", "refresh-9876543210"
PROGRAM = "from bot.channels.zalo_commands import zalo_app; zalo_app(prog_name='motcua zalo')"
APP = {"MOTCUA_ZALO_APP_ID": "431865", "MOTCUA_ZALO_APP_SECRET": "first-secret", "MOTCUA_ZALO_OA_SECRET": "oa-secret"}
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, **APP, "MOTCUA_DATA_DIR": str(tmp_path), "NO_COLOR": "1", "LC_ALL": "C"}


@pytest.fixture
def zalo(root: Path, variables: dict[str, str]) -> Run:
    """Runs the command, with lines on its standard input."""

    def run(*arguments: str, piped: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments], cwd=root, env=variables | changes, input=piped, capture_output=True,
            encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip

    return run


def test_a_pair_is_piped_in_and_its_status_told_without_it(
    zalo: Run, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = zalo("token", "set", piped=f"  {ACCESS}\r\n\n{REFRESH}\n")
    assert (stored.returncode, stored.stderr) == (0, "") and "Đã lưu cặp token" in stored.stdout
    after = zalo("token", "status")
    assert after.returncode == 0 and "dùng được đến" in after.stdout and "(giờ Việt Nam)" in after.stdout
    monkeypatch.setattr("bot.channels.zalo_commands.settings", lambda: here(variables | {"MOTCUA_ZALO_APP_SECRET": "second-secret"}))
    locked = CliRunner().invoke(zalo_app, ["token", "status"])
    assert locked.exit_code == 1 and "MOTCUA_ZALO_APP_SECRET" in locked.stdout
    said = (stored.stdout + after.stdout + after.stderr + locked.output).encode()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))
    assert ACCESS.encode() not in said + kept and REFRESH.encode() not in said + kept


@pytest.mark.parametrize(
    ("piped", "said"),
    [("", "hai dòng"), (f"{ACCESS}\n", "hai dòng"), (f"{ACCESS}\n{REFRESH}\nmore\n", "hai dòng"), (f"{ACCESS} x\n{REFRESH}\n", "cặp token"),
     (f"{ACCESS}\n{ACCESS}\n", "cặp token"), ("mật khẩu dài\nkhông phải token\n", "cặp token")],
    ids=["nothing", "one", "three", "a space", "twice the same", "words"],
)  # fmt: skip
def test_what_is_no_pair_is_not_stored(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, piped: str, said: str) -> None:
    monkeypatch.setattr("bot.channels.zalo_commands.settings", lambda: here(variables))
    done = CliRunner().invoke(zalo_app, ["token", "set"], input=piped)
    assert (done.exit_code, done.stdout) == (1, "") and said in done.stderr and done.stderr.count("\n") == 1
    assert CliRunner().invoke(zalo_app, ["token", "status"]).stderr.startswith("Chưa có token Zalo")


def here(variables: dict[str, str]) -> Settings:
    """The settings of the command, for this process."""
    return Settings.model_validate(
        {name.removeprefix("MOTCUA_").lower(): value for name, value in variables.items() if name[:6] == "MOTCUA"}
    )


def test_on_a_terminal_the_tokens_are_asked_and_not_shown(root: Path, variables: dict[str, str], zalo: Run) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "token", "set"],
        cwd=root,
        env=variables,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for token in (ACCESS, REFRESH):
        shown += until(ours, b"): ")
        os.write(ours, token.encode() + b"\n")
    shown += until(ours, b"nh\xe1\xba\xafn k\xe1\xba\xbf ti\xe1\xba\xbfp.")
    assert process.wait(60) == 0
    os.close(ours)
    assert ACCESS.encode() not in shown and REFRESH.encode() not in shown
    assert zalo("token", "status").returncode == 0


def until(terminal: int, awaited: bytes) -> bytes:
    """What a terminal shows up to some words."""
    shown = b""
    while not shown.endswith(awaited) and awaited not in shown:
        shown += os.read(terminal, 1024)
    return shown


def test_tokens_are_never_arguments() -> None:
    assert CliRunner().invoke(zalo_app, ["token", "set", ACCESS, REFRESH]).exit_code == 2


def test_without_an_app_the_settings_are_named(zalo: Run) -> None:
    done = zalo("token", "status", **dict.fromkeys(APP, ""))
    assert done.returncode == 1 and "MOTCUA_ZALO_APP_ID" in done.stderr


def test_a_database_out_of_reach_is_one_sentence(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(
        "bot.channels.zalo_commands.settings", lambda: here(variables | {"MOTCUA_DATABASE_URL": f"sqlite:///{tmp_path}/file/motcua.db"})
    )
    done = CliRunner().invoke(zalo_app, ["token", "status"])
    assert done.exit_code == 1 and done.stderr.startswith("Chưa dùng được cơ sở dữ liệu") and done.stderr.count("\n") == 1


def said(error: str | None = None, *, readable: bool = True, hours: float = 1, refreshing: bool = False) -> str:
    broken = (error or "").startswith(BROKEN)
    status = TokenStatus(NOW + timedelta(hours=hours), NOW, NOW + timedelta(days=90), refreshing, readable, broken, error)
    return "\n".join(status_lines(status, NOW))


def test_times_are_those_of_vietnam() -> None:
    assert "Access token dùng được đến 01:30 ngày 23/11/2026 (giờ Việt Nam)." in said()
    assert "Cặp token này có từ 00:30 ngày 23/11/2026" in said()
    assert "khoảng 21/02/2027" in said()


def test_each_trouble_has_its_sentence() -> None:
    assert "tự làm mới khi gửi tin" in said(hours=-1)
    assert "HTTP 502" in said("HTTP 502") and "token set" not in said("HTTP 502")
    assert "Đang được làm mới" in said(refreshing=True)
    for trouble in (said(BROKEN + "Invalid refresh token", hours=-1), said(readable=False)):
        assert "token set" in trouble and "tự làm mới khi" not in trouble and "Refresh token dùng được" not in trouble
    assert "(Invalid refresh token)" in said(BROKEN + "Invalid refresh token")

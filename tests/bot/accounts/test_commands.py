"""motcua accounts, as operators run it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import load_settings

Motcua = Callable[..., Result]


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Motcua]:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "")

    def run(*arguments: str) -> Result:
        load_settings.cache_clear()
        return CliRunner().invoke(app, ["accounts", "token", *arguments])

    yield run
    load_settings.cache_clear()


def test_a_token_is_made_listed_and_revoked(motcua: Motcua) -> None:
    assert "Chưa có mã truy cập nào" in motcua("list").stdout
    made = motcua("create", "--name", "Phần mềm A", "--role", "agent", "--units", "h57, H56.14")
    token = made.stdout.splitlines()[-1]
    assert re.fullmatch(r"mc_1_[A-Za-z0-9_-]{43}", token)
    assert "H57, H56.14" in made.stdout
    listed = motcua("list").stdout
    assert "1  còn dùng  agent  H57, H56.14" in listed and "Phần mềm A" in listed
    assert token.split("_", 2)[2] not in listed
    assert "Đã thu hồi mã số 1" in motcua("revoke", "1").stdout
    assert "1  đã thu hồi" in motcua("list").stdout
    again = motcua("revoke", "1")
    assert (again.exit_code, "Không có mã số 1" in again.stderr) == (1, True)


def test_an_agent_without_units_is_refused_an_admin_is_not(motcua: Motcua) -> None:
    refused = motcua("create", "--name", "a", "--role", "agent")
    assert (refused.exit_code, "nêu đơn vị" in refused.stderr, refused.stdout) == (1, True, "")
    assert "mọi đơn vị" in motcua("create", "--name", "a", "--role", "admin").stdout
    assert motcua("create", "--name", "a", "--role", "emperor").exit_code == 2

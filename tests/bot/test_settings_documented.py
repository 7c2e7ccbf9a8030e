"""Settings: every one stands in README.md, and a wrong value is refused at the start."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, load_settings


def test_every_setting_stands_in_the_readme_with_its_default(root: Path) -> None:
    rows = dict(re.findall(r"^\| `MOTCUA_([A-Z_]+)` \| ([^|]*) \|", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        shown = rows[name.upper()].strip().strip("`")
        default = "" if field.default in (None, "", []) else str(field.default)
        assert shown.lower() == default.lower(), name


def test_nothing_else_reads_the_environment(root: Path) -> None:
    found = subprocess.run(
        ["grep", "-rlE", r"os\.environ\b|os\.getenv|environ\[", "--include=*.py", "bot", "retriever", "knowledge"],
        cwd=root, capture_output=True, text=True, check=False,
    ).stdout.split()  # fmt: skip
    assert [path for path in found if not re.match(r"bot/(nlu/train|supervisor)\.py", path)] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"), ("PORT", "70000"), ("PORT", "abc"), ("RATE_LIMIT", "many"), ("RATE_LIMIT", "0/minute"), ("RATE_LIMIT", "-1/minute"),
        ("DATABASE_URL", "mysql://x"), ("NLU_URL", "localhost:5005"), ("NLU_BUDGET_MS", "0"), ("LOG_LEVEL", "LOUD"),
        ("PUBLIC_URL", "motcua"), ("TRUSTED_PROXIES", "nginx"), ("ALLOWED_HOSTS", "https://x.vn"), ("ALLOWED_HOSTS", "a*.vn"),
        ("RETENTION_DAYS", "0"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_and_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MOTCUA_{name}", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [error["loc"][0] for error in caught.value.errors()] == [name.lower()]


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "8123")
    monkeypatch.setenv("MOTCUA_ALLOWED_HOSTS", "a.vn, *.b.vn,")
    monkeypatch.setenv("MOTCUA_LOG_LEVEL", "debug")
    monkeypatch.setenv("MOTCUA_NLU_ENABLED", "")
    load_settings.cache_clear()
    found = load_settings()
    load_settings.cache_clear()
    assert (found.port, found.allowed_hosts, found.log_level, found.nlu_enabled) == (8123, ["a.vn", "*.b.vn"], "DEBUG", True)


def test_no_setting_is_shown_with_a_password_in_it() -> None:
    assert "geheim" not in repr(Settings(database_url="postgresql://u:geheim@db/x"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_a_local_program_finds_the_service(host: str, url: str) -> None:
    assert Settings(host=host, port=8000).local_url == url


def test_the_tests_do_not_run_with_settings_of_this_machine() -> None:
    inputs_of_tests = {"MOTCUA_FORMALITIES", "MOTCUA_TEST_NLU_PYTHON"}
    assert not [name for name in os.environ if name.startswith("MOTCUA_") and name not in inputs_of_tests]

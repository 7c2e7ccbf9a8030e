"""`motcua evaluate conversations`, run as people run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.commands import choose
from bot.evaluation.conversations import ConversationError
from tests.bot.evaluation.conversation_files import data, write

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def evaluate(root: Path, tmp_path: Path) -> Run:
    """Runs the command over a small knowledge base, without Rasa."""
    small = tmp_path / "home" / "knowledge"
    shutil.copytree(root / "knowledge" / "procedures" / "ho-tich", small / "procedures" / "ho-tich")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        own = {"DATA_DIR": str(tmp_path / "var"), "KNOWLEDGE_DIR": str(small), "NLU_ENABLED": "false"}
        environment = {**os.environ, **{f"MOTCUA_{name}": value for name, value in own.items()}}
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", "evaluate", "conversations", *arguments],
            cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip

    return run


def test_only_the_chosen_set_is_taken(tmp_path: Path) -> None:
    write(tmp_path, data(name="a"), data(name="b", set="held"))
    taken = {chosen: [one.name for one in choose(tmp_path, chosen)] for chosen in ("work", "held", "all")}
    assert taken == {"work": ["a"], "held": ["b"], "all": ["a", "b"]}


def test_a_set_that_nothing_belongs_to_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match="không có hội thoại nào thuộc bộ held"):
        choose(write(tmp_path, data()), "held")


def test_without_the_checkout_a_folder_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.evaluation.commands.DEFAULT_FOLDER", tmp_path / "none")
    with pytest.raises(ConversationError, match="--folder"):
        choose(None, "all")


def test_an_unknown_set_is_told_before_anything_is_prepared(evaluate: Run, tmp_path: Path) -> None:
    done = evaluate("--set", "mine")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "Bộ «mine» không có. Anh/chị chọn work, indirect, held, fresh, fresh_held, talks, talks_held, daily, daily_held hoặc all nhé.\n"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.slow
def test_json_is_one_object_and_the_rest_is_told_beside_it(evaluate: Run, tmp_path: Path) -> None:
    no_such = {"say": "xin chào", "expect": {"outcome": "handoff"}}
    folder = write(tmp_path / "talks", data(channel="telegram"), data(name="hong", turns=[no_such]), data(name="kin", set="held"))
    done = evaluate("--json", "--folder", str(folder))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["count"], found["right"], found["share_right"]) == (3, 2, 0.6667)
    assert (found["failed"], found["nlu"]) == (["hong"], "degraded")
    assert found["by_channel"]["telegram"]["share_right"] == 1.0
    assert "MOTCUA_NLU_ENABLED" in done.stderr

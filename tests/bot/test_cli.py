"""The motcua command, run as people run it: a process with arguments, output and an exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import readable
from bot.messages import Button, Card, Meta, Outgoing, Reply, SourceNote

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def motcua(root: Path, tmp_path: Path, port: int) -> Run:
    """Runs the command with its own data folder and no service at its port, unless the test names one."""

    def run(*arguments: str, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        own = {"MOTCUA_DATA_DIR": str(tmp_path), "MOTCUA_PORT": str(port), "MOTCUA_NLU_ENABLED": "false", "NO_COLOR": "1", "COLUMNS": "120"}
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments], cwd=root, env={**os.environ, **own, **variables}, input=typed,
            capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def at_server(server: str) -> dict[str, str]:
    """Variables that lead the command to the running service."""
    return {"MOTCUA_PORT": server.rsplit(":", 1)[1]}


def test_ask_json_prints_one_reply_and_nothing_else(motcua: Run, at_server: dict[str, str]) -> None:
    done = motcua("ask", "--json", "xin chào", **at_server)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert Reply.model_validate_json(done.stdout).replies[0].text


def test_ask_goes_on_with_a_conversation(motcua: Run, at_server: dict[str, str]) -> None:
    first = Reply.model_validate_json(motcua("ask", "--json", "xin chào", **at_server).stdout)
    second = motcua("ask", "--json", "cảm ơn", "--conversation", first.conversation_id, **at_server)
    assert Reply.model_validate_json(second.stdout).conversation_id == first.conversation_id


def test_a_malformed_conversation_is_an_error_in_vietnamese(motcua: Run, at_server: dict[str, str]) -> None:
    done = motcua("ask", "--json", "xin chào", "--conversation", "x!", **at_server)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Mã cuộc trò chuyện" in done.stderr


def test_a_text_in_latin_1_locale_and_broken_bytes_is_still_asked(motcua: Run, at_server: dict[str, str]) -> None:
    done = motcua("ask", "h\udcffộ chiếu", LC_ALL="C", PYTHONIOENCODING="latin-1", **at_server)
    assert done.returncode == 0
    assert "anh/chị" in done.stdout.lower()


def test_without_a_service_and_without_knowledge_ask_says_so(motcua: Run, tmp_path: Path) -> None:
    done = motcua("ask", "--json", "xin chào", MOTCUA_KNOWLEDGE_DIR=str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Trợ lý chưa trả lời được" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named(motcua: Run) -> None:
    done = motcua("ask", "xin chào", MOTCUA_RATE_LIMIT="many")
    assert (done.returncode, done.stdout) == (1, "")
    assert "MOTCUA_RATE_LIMIT" in done.stderr


def test_chat_answers_until_it_is_left(motcua: Run, at_server: dict[str, str]) -> None:
    done = motcua("chat", typed="xin chào\n\ncảm ơn\nthoát\nkhông hỏi nữa\n", **at_server)
    assert done.returncode == 0
    assert done.stdout.count("Anh/chị: ") == 4
    assert done.stdout.rstrip().endswith("Tạm biệt anh/chị.")


def test_chat_ends_with_its_input(motcua: Run, at_server: dict[str, str]) -> None:
    assert motcua("chat", typed="xin chào\n", **at_server).returncode == 0


def test_the_knowledge_of_this_project_is_sound(motcua: Run) -> None:
    done = motcua("knowledge", "check")
    assert done.returncode == 0, done.stdout


def test_a_broken_file_fails_the_check_and_is_named(motcua: Run, tmp_path: Path) -> None:
    (tmp_path / "faqs").mkdir()
    (tmp_path / "faqs" / "hong.yaml").write_text("id: [", encoding="utf-8")
    done = motcua("knowledge", "check", MOTCUA_KNOWLEDGE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "faqs/hong.yaml" in done.stdout


def test_version_and_help(motcua: Run) -> None:
    assert motcua("version").stdout.startswith("Một Cửa ")
    for command in ("serve", "ask", "chat", "knowledge", "train", "version"):
        assert command in motcua("--help").stdout


@pytest.mark.slow
def test_ask_answers_without_any_service(motcua: Run, tmp_path: Path) -> None:
    done = motcua("ask", "--json", "Làm khai sinh cho con cần giấy tờ gì?")
    assert done.returncode == 0, done.stderr
    reply = json.loads(done.stdout)
    assert reply["meta"]["procedure_code"] == "1.001193"
    assert reply["meta"]["nlu"] == "degraded"
    assert (tmp_path / "motcua.db").exists()


def test_a_reply_reads_well_in_a_terminal() -> None:
    said = Outgoing(
        text="Miễn lệ phí.",
        buttons=[Button(label="Giấy tờ", value="a"), Button(label="Nơi nộp", value="b")],
        card=Card(title="Đăng ký khai sinh", url="https://dichvucong.gov.vn/x"),
        sources=[SourceNote.model_validate({"title": "Đăng ký khai sinh", "code": "1.001193", "checked": "2026-11-02"})],
    )
    assert readable(Reply(conversation_id="x", replies=[said, Outgoing(text="Còn gì nữa không?")], meta=Meta())) == (
        "Miễn lệ phí.\n"
        "→ Đăng ký khai sinh – https://dichvucong.gov.vn/x\n"
        "  [1] Giấy tờ\n"
        "  [2] Nơi nộp\n"
        "Nguồn: Đăng ký khai sinh · mã 1.001193 · kiểm tra ngày 02/11/2026\n"
        "\n"
        "Còn gì nữa không?"
    )


def test_serving_with_a_broken_description_of_a_system_is_refused_before_anything_starts(motcua: Run, tmp_path: Path) -> None:
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "hue.yaml").write_text("id: hue\nkind: http\n", encoding="utf-8")
    done = motcua("serve", MOTCUA_DOSSIER_SYSTEMS=str(tmp_path / "systems"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "hue.yaml" in done.stderr

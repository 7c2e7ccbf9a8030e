"""The main job through its doors: the command line and the API of a service started with ``motcua serve``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Service

RIGHT = [
    ("làm giấy khai sinh cho con cần những gì", "1.001193", "documents"),
    ("lam giay khai sinh cho con can nhung gi", "1.001193", "documents"),
    ("lam can cuoc cho be 10 tuoi o dau", "1.014062", "place"),
    ("làm căn cước cho bé 10 tuổi ở đâu", "1.014062", "place"),
    ("đổi bằng lái hết nhiêu tiền", "3.000347", "fee"),
    ("doi bang lai het nhieu tien", "3.000347", "fee"),
]


def ask(service: Service, text: str) -> dict[str, object]:
    """What ``motcua ask TEXT --json`` prints."""
    motcua = Path(sys.executable).with_name("motcua")
    command = [motcua, "ask", text, "--json"]
    done = subprocess.run(command, env=service.environment, cwd=service.root, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(("text", "code", "aspect"), RIGHT)
def test_everyday_questions_are_answered_with_their_source(service: Service, text: str, code: str, aspect: str) -> None:
    reply = ask(service, text)
    meta, replies = reply["meta"], reply["replies"]
    assert isinstance(meta, dict) and isinstance(replies, list)
    assert (meta["outcome"], meta["procedure_code"], meta["aspect"]) == ("answered", code, aspect)
    assert replies[0]["sources"][0]["code"] == code


@pytest.mark.parametrize("text", ["mất bằng lái xe phải làm sao", "mat bang lai xe phai lam sao"])
def test_a_lost_licence_leads_to_reissuing(service: Service, text: str) -> None:
    meta = ask(service, text)["meta"]
    assert isinstance(meta, dict)
    assert (meta["outcome"], meta["procedure_code"]) == ("answered", "3.000348")


HOSTILE = ["", "   ", "😀😀😀", "\u0000\u0007", "你好，请问护照", "<script>alert(1)</script>", "'; DROP TABLE turns;--", "a" * 5000]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_or_empty_text_gets_a_sentence(service: Service, text: str) -> None:
    answer = httpx.post(f"{service.url}/api/v1/messages", json={"conversation_id": None, "text": text, "button": None}, timeout=10)
    assert answer.status_code == 200
    assert answer.json()["replies"][0]["text"]
    assert answer.json()["meta"]["outcome"] != "answered"


def test_a_follow_up_keeps_the_procedure_and_an_unknown_conversation_starts_anew(service: Service) -> None:
    def say(text: str, conversation: str | None) -> dict[str, object]:
        body = {"conversation_id": conversation, "text": text, "button": None}
        return dict(httpx.post(f"{service.url}/api/v1/messages", json=body, timeout=10).json())

    first = say("thủ tục đăng ký kết hôn cần giấy tờ gì", "unknown-but-well-formed")
    conversation = str(first["conversation_id"])
    assert conversation != "unknown-but-well-formed"
    second = say("còn lệ phí thì sao?", conversation)["meta"]
    assert isinstance(second, dict)
    assert (second["procedure_code"], second["aspect"]) == ("1.000894", "fee")


def test_killing_rasa_degrades_and_it_recovers_by_itself(service: Service, nlu_python: Path) -> None:
    port = service.nlu_url.rsplit(":", 1)[1]
    listed = subprocess.run(["ps", "-wweo", "pid,args"], capture_output=True, text=True, check=True).stdout
    rasa = [int(line.split()[0]) for line in listed.splitlines() if "rasa" in line and f" {port}" in line and " run " in line]
    assert rasa
    for pid in rasa:
        os.kill(pid, signal.SIGKILL)
    meta = ask(service, "đổi bằng lái hết nhiêu tiền")["meta"]
    assert isinstance(meta, dict)
    assert (meta["nlu"], meta["procedure_code"], meta["aspect"]) == ("degraded", "3.000347", "fee")
    service.wait_for_nlu("ok", 240)

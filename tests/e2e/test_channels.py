"""One dialogue through all three channels of a real service: the same answers, the same record, and the same way to have it erased."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from tests.e2e.conftest import TELEGRAM_SECRET, Service
from tests.fakes import telegram as telegram_made
from tests.fakes import zalo as zalo_made

QUESTION = "bị mất bằng lái xe máy thì làm lại cần giấy tờ gì"
TAPPED = "Lệ phí"
WALK = (QUESTION, TAPPED, "mấy ngày thì xong", "cảm ơn bạn nhé")
FEE = "135.000"


class Line(Protocol):
    """A person on one channel."""

    def say(self, text: str) -> None:
        """Write, or tap the button of that label."""
        ...

    def heard(self) -> list[str]:
        """The texts that came back so far."""
        ...

    def record(self) -> list[tuple[Any, ...]]:
        """Outcome, procedure and aspect of the turns that the service keeps."""
        ...


def turns(service: Service, where: str, value: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(service.database, timeout=30)) as connection:
        query = f"SELECT outcome, procedure_code, aspect FROM turns WHERE conversation_id IN ({where}) ORDER BY id"
        return connection.execute(query, (value,)).fetchall()


PERSON = "SELECT conversation_id FROM channel_people WHERE person = ?"


class OnTelegram:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._fake = service.telegram
        self._chat = 700_000 + uuid.uuid4().int % 100_000
        self._last = uuid.uuid4().int % 10**9

    def say(self, text: str) -> None:
        self._last += 1
        message = next((m for m in reversed(self._ours()) if any(button.text == text for button in m.buttons)), None)
        if message is None:
            update = telegram_made.text_update(self._last, self._chat, text)
        else:
            data = next(button.data for button in message.buttons if button.text == text)
            update = telegram_made.callback_update(self._last, self._chat, data or "", f"c{self._last}", message.message_id)
        headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        assert httpx.post(f"{self._service.url}/webhooks/telegram", json=update, headers=headers).status_code == 200

    def _ours(self) -> list[telegram_made.Sent]:
        return [message for message in self._fake.sent if message.chat_id == self._chat]

    def heard(self) -> list[str]:
        return [message.text for message in self._ours()]

    def record(self) -> list[tuple[Any, ...]]:
        return turns(self._service, PERSON, str(self._chat))


class OnZalo:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._fake = service.zalo
        self._person = str(2**60 + uuid.uuid4().int % 10**6)
        motcua = Path(sys.executable).with_name("motcua")
        tokens = "\n".join(self._fake.authorize())
        subprocess.run([motcua, "zalo", "token", "set"], input=tokens, text=True, env=service.environment, cwd=service.root, check=True)
        self._fake.deliver(zalo_made.follow_event(self._person), f"{service.url}/webhooks/zalo")
        wait_for(lambda: len(self._ours()) == 1)

    def say(self, text: str) -> None:
        buttons = [button for message in self._ours() for button in message.buttons if button.title == text]
        said = buttons[-1].value if buttons else text
        event = zalo_made.text_event(self._person, uuid.uuid4().hex, said)
        assert self._fake.deliver(event, f"{self._service.url}/webhooks/zalo").status_code == 200

    def _ours(self) -> list[zalo_made.Sent]:
        return [message for message in self._fake.sent if message.user_id == self._person]

    def heard(self) -> list[str]:
        return [message.text for message in self._ours()]

    def record(self) -> list[tuple[Any, ...]]:
        return turns(self._service, PERSON, self._person)[1:]


class OnWeb:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._conversation: str | None = None
        self._texts: list[str] = []
        self._buttons: dict[str, str] = {}

    def say(self, text: str) -> None:
        body = {"conversation_id": self._conversation, "text": text, "button": self._buttons.get(text), "message_id": uuid.uuid4().hex}
        reply = httpx.post(f"{self._service.url}/api/v1/messages", json=body, timeout=20).json()
        again = httpx.post(f"{self._service.url}/api/v1/messages", json=body, timeout=20).json()
        assert again == reply  # a lost answer is asked for again
        self._conversation = reply["conversation_id"]
        self._texts += [one["text"] for one in reply["replies"]]
        self._buttons = {button["label"]: button["value"] for one in reply["replies"] for button in one["buttons"]}

    def heard(self) -> list[str]:
        return self._texts

    def record(self) -> list[tuple[Any, ...]]:
        return turns(self._service, "?", self._conversation or "")


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def walk(line: Line, said: tuple[str, ...]) -> None:
    for text in said:
        before = len(line.heard())
        line.say(text)
        wait_for(lambda before=before: len(line.heard()) > before)  # type: ignore[misc]


@pytest.fixture(scope="module")
def walked(service: Service) -> dict[str, Line]:
    """The dialogue, walked on each channel."""
    lines: dict[str, Line] = {"web": OnWeb(service), "telegram": OnTelegram(service), "zalo": OnZalo(service)}
    for line in lines.values():
        walk(line, WALK)
    return lines


def test_the_same_dialogue_has_the_same_outcome_everywhere(walked: dict[str, Line]) -> None:
    records = {name: line.record() for name, line in walked.items()}
    assert records["telegram"] == records["zalo"] == records["web"]
    assert [row[:2] for row in records["web"][:3]] == [("answered", "3.000348")] * 3
    assert records["web"][3][0] == "smalltalk"


@pytest.mark.parametrize("name", ["web", "telegram", "zalo"])
def test_what_counts_is_said_on_every_channel(walked: dict[str, Line], name: str) -> None:
    said = "\n".join(walked[name].heard())
    assert FEE in said
    assert "trợ lý AI" in said
    assert "xóa dữ liệu của tôi" in said


@pytest.mark.parametrize("name", ["web", "telegram", "zalo"])
def test_everybody_can_have_their_conversation_erased(walked: dict[str, Line], name: str) -> None:
    line = walked[name]
    walk(line, ("xóa dữ liệu của tôi đi", "có"))
    assert "xóa" in line.heard()[-1].lower()
    assert line.record() == []

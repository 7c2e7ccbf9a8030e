"""`motcua delivery …`: an operator counts, reads and resends what is stuck."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.channels.contract import Piece
from bot.channels.delivery_commands import EMPTY_QUEUE, NOTHING_DEAD, WHICH, delivery_app
from bot.channels.outbox import Outbox
from bot.channels.tables import InboxRow, OutboxRow
from bot.db import Database
from bot.migrations import migrate
from bot.settings import Settings, load_settings

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path))
    load_settings.cache_clear()
    migrate(load_settings())
    yield load_settings()
    load_settings.cache_clear()


def stuck(settings: Settings, *, letters: int = 0, events: int = 0) -> None:
    """Fill the queues with what could not be delivered."""

    async def fill() -> None:
        database = Database(settings.database_url)
        async with database.write() as session:
            for number in range(letters):
                piece = Piece(text=f"Lệ phí\nlà {number} đồng").model_dump(mode="json")
                session.add(
                    OutboxRow(
                        channel="zalo", person="1", conversation_id=f"c{number}", piece=piece, state="dead", attempts=3,
                        created_at=NOW, next_at=NOW, error="-201",
                    )
                )  # fmt: skip
            for number in range(events):
                session.add(
                    InboxRow(
                        channel="zalo", key=str(number), conversation_id="c", at=NOW, accepted_at=NOW, event={}, state="dead", attempts=5,
                        next_at=NOW,
                    )
                )  # fmt: skip
        await database.close()

    asyncio.run(fill())


def count(settings: Settings) -> dict[str, int]:
    async def ask() -> dict[str, int]:
        database = Database(settings.database_url)
        found = await Outbox(database, owner="test").count()
        await database.close()
        return found

    return asyncio.run(ask())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(delivery_app, arguments)


def test_nothing_is_stuck() -> None:
    assert run("dead").stdout.strip() == NOTHING_DEAD
    assert run("status").stdout.count(EMPTY_QUEUE) == 2


def test_dead_letters_are_shown_with_reason_and_the_time_of_vietnam(own_database: Settings) -> None:
    stuck(own_database, letters=2, events=1)
    shown = run("dead").stdout
    assert "09:30 22/11/2026" in shown and "-201" in shown and "Lệ phí là 1 đồng" in shown
    assert shown.index("là 1 đồng") < shown.index("là 0 đồng")
    assert "1 tin nhắn đến chưa trả lời được" in shown
    assert "2 không gửi được" in run("status").stdout


def test_one_or_all_are_sent_again(own_database: Settings) -> None:
    stuck(own_database, letters=3, events=2)
    assert "gửi lại 1 tin và trả lời lại 0" in run("resend", "2").stdout
    assert count(own_database) == {"dead": 2, "waiting": 1}
    assert "gửi lại 2 tin và trả lời lại 2" in run("resend", "--all").stdout
    assert count(own_database) == {"waiting": 3}


@pytest.mark.parametrize("arguments", [(), ("1", "--all")])
def test_what_to_resend_has_to_be_said(arguments: tuple[str, ...]) -> None:
    done = run("resend", *arguments)
    assert done.exit_code == 1 and WHICH in done.output


def test_a_database_out_of_reach_is_said_in_vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", f"sqlite:///{tmp_path}/chua-co.db")
    load_settings.cache_clear()
    done = run("status")
    assert done.exit_code == 1 and "Chưa mở được cơ sở dữ liệu" in done.output

"""`motcua delivery …`: what waits in the queues, and what could not be delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.inbox import Inbox
from bot.channels.outbox import DeadLetter, Outbox
from bot.clock import VIETNAM
from bot.db import Database
from bot.errors import MotCuaError
from bot.settings import OFF
from bot.terminal import fail, settings, write

OWNER = "motcua delivery"
STATES = {"waiting": "đang chờ", "done": "đã trả lời", "sent": "đã gửi", "dead": "không gửi được"}
COUNTS = "{name}: {counts}"
EMPTY_QUEUE = "trống"
NOTHING_DEAD = "Không có tin nào bị kẹt."
LETTER = "#{id}  {channel}  lúc {at:%H:%M %d/%m/%Y}  sau {attempts} lần thử  lý do: {error}\n    {text}"
EVENTS_DEAD = "{count} tin nhắn đến chưa trả lời được; “motcua delivery resend --all” để thử lại."
RESENT = "Sẽ gửi lại {letters} tin và trả lời lại {events} tin nhắn đến. Dịch vụ đang chạy tự làm trong vài giây."
WHICH = "Anh/chị cho số của tin cần gửi lại (xem “motcua delivery dead”), hoặc --all."
CANNOT_REACH = "Chưa mở được cơ sở dữ liệu: {reason}. Dịch vụ đã chạy lần nào chưa?"
SHOWN = 200

delivery_app = typer.Typer(help="Tin đến và tin đi của các kênh.", no_args_is_help=True)
T = TypeVar("T")


@delivery_app.command()
def status() -> None:
    """Đếm tin trong hai hàng đợi."""

    async def count(inbox: Inbox, outbox: Outbox) -> list[tuple[str, dict[str, int]]]:
        return [("Tin đến", await inbox.count()), ("Tin đi", await outbox.count())]

    for name, counts in _with_queues(count):
        said = ", ".join(f"{number} {STATES.get(state, state)}" for state, number in sorted(counts.items()))
        write(COUNTS.format(name=name, counts=said or EMPTY_QUEUE))


@delivery_app.command()
def dead(limit: Annotated[int, typer.Option(min=1, help="Số tin nhiều nhất cần xem")] = 50) -> None:
    """Xem những tin không gửi được, mới nhất trước."""

    async def look(inbox: Inbox, outbox: Outbox) -> tuple[list[DeadLetter], int]:
        return await outbox.dead(limit), (await inbox.count()).get("dead", 0)

    letters, events = _with_queues(look)
    for letter in letters:
        write(_line(letter))
    if events:
        write(EVENTS_DEAD.format(count=events))
    if not letters and not events:
        write(NOTHING_DEAD)


@delivery_app.command()
def resend(
    numbers: Annotated[list[int] | None, typer.Argument(help="Số của các tin cần gửi lại", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Mọi tin đi và tin đến bị kẹt")] = False,
) -> None:
    """Gửi lại những tin không gửi được."""
    if bool(numbers) == everything:
        fail(WHICH)

    async def again(inbox: Inbox, outbox: Outbox) -> tuple[int, int]:
        return await outbox.resend(numbers or None), await inbox.resend() if everything else 0

    letters, events = _with_queues(again)
    write(RESENT.format(letters=letters, events=events))


def _line(letter: DeadLetter) -> str:
    text = " ".join(letter.text.split())
    at: datetime = letter.created_at.astimezone(VIETNAM)
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return LETTER.format(id=letter.id, channel=letter.channel, at=at, attempts=letter.attempts, error=letter.error, text=shown)


def _with_queues(work: Callable[[Inbox, Outbox], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings().database_url)
        try:
            return await work(Inbox(database, owner=OWNER, person_limit=OFF), Outbox(database, owner=OWNER))
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except (SQLAlchemyError, MotCuaError, OSError) as error:
        fail(CANNOT_REACH.format(reason=type(error).__name__))

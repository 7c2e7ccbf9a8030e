"""`motcua accounts …`: tokens of staff on the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import replies
from bot.accounts.tokens import Accounts, Role, Staff, TokenInfo
from bot.clock import VIETNAM
from bot.db import Database
from bot.errors import MotCuaError
from bot.migrations import migrate
from bot.terminal import fail, settings, write

T = TypeVar("T")

accounts_app = typer.Typer(help=replies.HELP, no_args_is_help=True)
token_app = typer.Typer(help=replies.TOKEN_HELP, no_args_is_help=True)
accounts_app.add_typer(token_app, name="token")


@token_app.command()
def create(
    name: Annotated[str, typer.Option(help=replies.NAME_HELP)],
    role: Annotated[Role, typer.Option(help=replies.ROLE_HELP)],
    units: Annotated[str, typer.Option(help=replies.UNITS_HELP)] = "",
    days: Annotated[int, typer.Option(help=replies.DAYS_HELP)] = 90,
) -> None:
    """Tạo một mã truy cập và in ra một lần."""
    scope = [unit.strip().upper() for unit in units.split(",") if unit.strip()]

    life = timedelta(days=max(0, min(days, 10_000)))
    made = _run(lambda accounts: accounts.create(name.strip(), role, scope, life))
    staff, until = made.info.staff, made.info.expires_at.astimezone(VIETNAM)
    write(replies.CREATED.format(id=staff.id, role=role, units=_units(staff), until=until))
    write(made.token)


@token_app.command("list")
def list_command() -> None:
    """Xem các mã truy cập đã tạo (không xem được chính mã)."""
    infos = _run(lambda accounts: accounts.all())
    for info in infos:
        write(_line(info, datetime.now(UTC)))
    if not infos:
        write(replies.NONE)


@token_app.command()
def revoke(number: Annotated[int, typer.Argument(help="Số của mã, xem “motcua accounts token list”")]) -> None:
    """Thu hồi một mã truy cập ngay."""
    if not _run(lambda accounts: accounts.revoke(number)):
        fail(replies.NOT_THERE.format(id=number))
    write(replies.ENDED.format(id=number))


def _line(info: TokenInfo, now: datetime) -> str:
    state = replies.VALID if info.valid(now) else replies.REVOKED if info.revoked_at else replies.EXPIRED
    used = replies.USED.format(at=info.used_at.astimezone(VIETNAM)) if info.used_at else replies.NEVER_USED
    staff, until = info.staff, info.expires_at.astimezone(VIETNAM)
    return replies.LINE.format(id=staff.id, state=state, role=staff.role, units=_units(staff), until=until, used=used, name=staff.name)


def _units(staff: Staff) -> str:
    return ", ".join(staff.units) or replies.EVERY_UNIT


def _run(work: Callable[[Accounts], Awaitable[T]]) -> T:
    async def run() -> T:
        own = settings()
        await asyncio.to_thread(migrate, own)
        database = Database(own.database_url)
        try:
            return await work(Accounts(database))
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except MotCuaError as error:
        fail(error.message)
    except (SQLAlchemyError, OSError) as error:
        fail(replies.CANNOT_REACH.format(reason=type(error).__name__))

"""`motcua zalo …`: the tokens of the Zalo account on the command line. Tokens are read hidden, stored sealed and never printed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import TypeVar

import httpx
import typer

from bot.channels.zalo_oauth import TokenError
from bot.channels.zalo_tokens import BROKEN, TokenStatus, TokenStore, token_store
from bot.clock import VIETNAM, utc_now
from bot.db import Database
from bot.migrations import migrate
from bot.settings import Settings
from bot.terminal import fail, settings, write

FIRST_LIFE_S = 25 * 3600
"""The life of an access token that has just been made; an older one is renewed as soon as Zalo no longer takes it."""
MOST_BYTES = 20_000

NO_APP = "Chưa có ứng dụng Zalo. Anh/chị đặt MOTCUA_ZALO_APP_ID, MOTCUA_ZALO_APP_SECRET và MOTCUA_ZALO_OA_SECRET trước nhé."
CANNOT_REACH = "Chưa dùng được cơ sở dữ liệu: {reason}"
ASK_ACCESS = "Access token (không hiện khi gõ)"
ASK_REFRESH = "Refresh token (không hiện khi gõ)"
TWO_LINES = "Cần đúng hai dòng: access token, rồi refresh token. Chưa lưu gì."
WRONG_SHAPE = "Đây không phải một cặp token: mỗi token là một chuỗi liền, không dấu cách, và hai token khác nhau. Chưa lưu gì."
STORED = "Đã lưu cặp token, có mã hóa. Dịch vụ đang chạy sẽ dùng cặp này ở tin nhắn kế tiếp."
NO_TOKENS = "Chưa có token Zalo nên chưa gửi được tin nào. Đặt bằng: motcua zalo token set"
LIVES = "Access token dùng được đến {moment}."
ENDED = "Access token đã hết hạn lúc {moment}."
RENEWS_ITSELF = "Trợ lý tự làm mới khi gửi tin."
REFRESH_LIVES = "Refresh token dùng được đến khoảng {day:%d/%m/%Y}."
REFRESHED = "Cặp token này có từ {moment}."
REFRESHING = "Đang được làm mới."
FAILED = "Lần làm mới gần nhất không được: {reason}. Trợ lý sẽ tự thử lại."
LOST = "Zalo không nhận refresh token này nữa ({reason}), nên không tự làm mới được."
LOCKED = "Không mở được token đã lưu: MOTCUA_ZALO_APP_SECRET không phải là khóa lúc lưu."
RENEW = "Anh/chị lấy cặp token mới cho ứng dụng trên trang dành cho nhà phát triển của Zalo, rồi chạy: motcua zalo token set"

T = TypeVar("T")
zalo_app = typer.Typer(help="Kênh Zalo.", no_args_is_help=True)
token_app = typer.Typer(help="Token của Official Account.", no_args_is_help=True)
zalo_app.add_typer(token_app, name="token")


@token_app.command("set")
def set_command() -> None:
    """Lưu cặp token: hỏi và không hiện ra, hoặc đọc hai dòng từ đầu vào chuẩn."""
    own = _own_settings()
    access, refresh = _typed() if sys.stdin.isatty() else _piped()
    try:
        _run(own, lambda store: store.put(access, refresh, FIRST_LIFE_S))
    except ValueError:
        fail(WRONG_SHAPE)
    write(STORED)


@token_app.command("status")
def status_command() -> None:
    """Token còn dùng được không, đến khi nào; mã kết thúc 1 nếu cần đặt lại."""
    status = _run(_own_settings(), lambda store: store.status())
    if status is None:
        fail(NO_TOKENS)
    for line in status_lines(status, utc_now()):
        write(line)
    if not status.usable:
        raise typer.Exit(1)


def status_lines(status: TokenStatus, now: datetime) -> Iterator[str]:
    """What an operator reads, in Vietnamese and in the time of Vietnam."""
    yield (LIVES if now < status.expires_at else ENDED).format(moment=_moment(status.expires_at))
    yield REFRESHED.format(moment=_moment(status.refreshed_at))
    if status.usable:
        yield REFRESH_LIVES.format(day=status.refresh_until.astimezone(VIETNAM))
        yield from [RENEWS_ITSELF] if now >= status.expires_at else []
        yield from [REFRESHING] if status.refreshing else []
        yield from [FAILED.format(reason=status.error)] if status.error else []
    else:
        yield LOST.format(reason=(status.error or "").removeprefix(BROKEN)) if status.broken else LOCKED
        yield RENEW


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y} (giờ Việt Nam)"


def _typed() -> tuple[str, str]:
    access, refresh = (typer.prompt(asked, hide_input=True, err=True) for asked in (ASK_ACCESS, ASK_REFRESH))
    return access.strip(), refresh.strip()


def _piped() -> tuple[str, str]:
    lines = sys.stdin.buffer.read(MOST_BYTES).decode("ascii", "replace").split("\n")
    found = [line.strip() for line in lines if line.strip()]
    if len(found) != 2:
        fail(TWO_LINES)
    return found[0], found[1]


def _own_settings() -> Settings:
    own = settings()
    if own.zalo_app_id is None:
        fail(NO_APP)
    return own


def _run(own: Settings, work: Callable[[TokenStore], Awaitable[T]]) -> T:
    try:
        return asyncio.run(_with_store(own, work))
    except TokenError as error:
        fail(CANNOT_REACH.format(reason=error.reason))


async def _with_store(own: Settings, work: Callable[[TokenStore], Awaitable[T]]) -> T:
    try:
        await asyncio.to_thread(migrate, own)
    except Exception as error:  # whatever the driver says, a person reads one sentence
        fail(CANNOT_REACH.format(reason=next(iter(str(error).splitlines()), type(error).__name__)))
    database = Database(own.database_url)
    try:
        async with httpx.AsyncClient() as client:
            return await work(token_store(own, database, client))
    finally:
        await database.close()

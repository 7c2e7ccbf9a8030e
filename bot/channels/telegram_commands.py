"""`motcua telegram …`: the webhook of the bot, and polling for development. The library is loaded by the command that needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import urlsplit

import typer

from bot.channels import replies
from bot.channels.telegram_updates import ALLOWED, WEBHOOK
from bot.clock import VIETNAM
from bot.settings import Settings
from bot.terminal import fail, settings, write

if TYPE_CHECKING:
    import telegram

WEBHOOK_CONNECTIONS = 40

T = TypeVar("T")
telegram_app = typer.Typer(help="Kênh Telegram: webhook, và nhận tin khi phát triển.", no_args_is_help=True)
webhook_app = typer.Typer(help="Địa chỉ mà Telegram gửi tin nhắn đến.", no_args_is_help=True)
telegram_app.add_typer(webhook_app, name="webhook")


@webhook_app.command("set")
def webhook_set_command(
    url: Annotated[str | None, typer.Argument(help="Địa chỉ công khai của dịch vụ; để trống thì dùng MOTCUA_PUBLIC_URL")] = None,
) -> None:
    """Bảo Telegram gửi tin nhắn đến dịch vụ."""
    own = _own()
    target = webhook_url(url or str(own.public_url or ""))

    async def work(bot: telegram.Bot) -> None:
        await bot.set_webhook(target, secret_token=_secret(own), allowed_updates=ALLOWED, max_connections=WEBHOOK_CONNECTIONS)

    _run(own, work)
    write(replies.WEBHOOK_SET.format(url=target))


@webhook_app.command("status")
def webhook_status_command() -> None:
    """Xem webhook đang đặt, tin nhắn đang chờ, lỗi gần nhất."""
    found = _run(_own(), lambda bot: bot.get_webhook_info())
    write(replies.WEBHOOK_STATUS.format(url=found.url) if found.url else replies.WEBHOOK_NONE)
    write(replies.WEBHOOK_PENDING.format(count=found.pending_update_count))
    if found.last_error_date is not None:
        at = found.last_error_date.astimezone(VIETNAM)
        write(replies.WEBHOOK_ERROR.format(at=at, reason=found.last_error_message))


@webhook_app.command("delete")
def webhook_delete_command() -> None:
    """Gỡ webhook; không bỏ tin nhắn nào."""
    _run(_own(), lambda bot: bot.delete_webhook())
    write(replies.WEBHOOK_DELETED)


@telegram_app.command("poll")
def poll_command(
    take_over: Annotated[bool, typer.Option("--take-over", help="Gỡ webhook đang đặt rồi mới nhận")] = False,
) -> None:
    """Nhận tin nhắn mà không cần địa chỉ công khai, khi phát triển: hỏi Telegram rồi chuyển cho dịch vụ đang chạy; Ctrl-C để dừng."""
    from bot.channels.telegram_poll import Poll, PollError

    own = _own()
    try:
        _run(own, lambda bot: Poll(bot, own.local_url, _secret(own), write).run(take_over=take_over))
    except PollError as error:
        fail(str(error))
    except KeyboardInterrupt:
        write(replies.POLL_CLOSE)


def webhook_url(address: str) -> str:
    """The webhook of a service at a public address, or the address itself where it names a path already."""
    if not address:
        fail(replies.WEBHOOK_NEEDS_URL)
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        fail(replies.WEBHOOK_NEEDS_HTTPS.format(url=address))
    return address.rstrip("/") + WEBHOOK if urlsplit(address).path in ("", "/") else address


def _own() -> Settings:
    """The settings, with a bot in them."""
    own = settings()
    if own.telegram_token is None:
        fail(replies.TELEGRAM_NO_TOKEN)
    return own


def _secret(own: Settings) -> str:
    return own.telegram_secret.get_secret_value() if own.telegram_secret else ""


def _run(own: Settings, work: Callable[[telegram.Bot], Awaitable[T]]) -> T:
    """Ask Telegram; what it refuses ends the command with a sentence."""
    from telegram.error import TelegramError

    from bot.channels.telegram_api import bot_api
    from bot.channels.telegram_poll import told

    async def asked() -> T:
        bot, request = bot_api(own.telegram_token.get_secret_value() if own.telegram_token else "", own.telegram_api_url)
        try:
            return await work(bot)
        finally:
            await request.shutdown()

    try:
        return asyncio.run(asked())
    except TelegramError as error:
        fail(told(error, f"{own.telegram_api_url}/bot"))

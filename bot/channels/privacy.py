"""The page that tells what is stored of a conversation, how long, who sees it, and how to have it erased."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.checklist_view import safe_url
from bot.contacts import HOTLINE, PORTAL
from bot.settings import Settings

PATH = "/quyen-rieng-tu"
TEMPLATES = Path(__file__).resolve().parent.parent / "web" / "templates"
_PAGES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def privacy_url(settings: Settings) -> str | None:
    """Where the page is found from outside; None where no public address is set."""
    return f"{str(settings.public_url).rstrip('/')}{PATH}" if settings.public_url else None


def privacy_router(settings: Settings) -> APIRouter:
    """``/quyen-rieng-tu``: the same page for everyone, drawn once."""
    router = APIRouter(include_in_schema=False)
    page = draw(settings).encode()

    @router.api_route(PATH, methods=["GET", "HEAD"])
    async def privacy() -> Response:
        return Response(page, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    return router


def draw(settings: Settings) -> str:
    """The page as HTML; it names the channels that are open."""
    apps = [name for name, is_open in (("Telegram", settings.telegram_token), ("Zalo", settings.zalo_app_id)) if is_open]
    return _PAGES.get_template("privacy.html").render(
        days=settings.retention_days, apps=" và ".join(apps), hotline=HOTLINE, portal=safe_url(PORTAL)
    )

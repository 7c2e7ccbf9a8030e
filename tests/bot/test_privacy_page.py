"""The page that tells what is stored of a conversation."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.privacy import PATH, draw, privacy_router, privacy_url
from bot.metrics import Metrics
from bot.middleware import Door
from bot.settings import Settings


@pytest.fixture
async def page(settings: Settings) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(privacy_router(Settings.model_validate({**settings.model_dump(), "retention_days": 37})))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=Door(app, metrics=Metrics())), base_url="http://test")


async def test_the_page_tells_what_is_stored_how_long_and_how_to_erase_it(page: httpx.AsyncClient) -> None:
    found = await page.get(PATH)
    assert found.status_code == 200 and found.headers["content-type"] == "text/html; charset=utf-8"
    for part in ("37 ngày", "trợ lý AI", "“xóa dữ liệu của tôi”", "1800 1096", "91/2025/QH15", '<html lang="vi">', "width=device-width"):
        assert part in found.text


async def test_the_page_needs_no_script_or_style_that_the_policy_forbids(page: httpx.AsyncClient) -> None:
    found = await page.get(PATH)
    assert "script-src 'self'" in found.headers["content-security-policy"]
    assert not any(forbidden in found.text for forbidden in ("<script", "<style", " style=", " onclick=", "http-equiv"))


async def test_the_page_can_be_asked_for_without_its_body_and_for_nothing_else(page: httpx.AsyncClient) -> None:
    head = await page.head(PATH)
    assert (head.status_code, head.text) == (200, "")
    assert (await page.post(PATH)).status_code == 405


@pytest.mark.parametrize("channels", [{}, {"telegram_token": "1:a", "telegram_secret": "s" * 16}])
def test_an_app_is_named_only_where_its_channel_is_open(settings: Settings, channels: dict[str, str]) -> None:
    page = draw(Settings.model_validate({**settings.model_dump(), **channels}))
    assert ("Telegram" in page, "Zalo" in page) == (bool(channels), False)


def test_the_address_outside_is_known_where_a_public_one_is_set(settings: Settings) -> None:
    public = Settings.model_validate({**settings.model_dump(), "public_url": "https://motcua.example.vn"})
    assert (privacy_url(public), privacy_url(settings)) == ("https://motcua.example.vn/quyen-rieng-tu", None)

"""The citizen's page in a real browser: ask, read the answer with its source, tap on, reload."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, PHONE
from tests.e2e.conftest import Service

pytestmark = pytest.mark.browser


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, service: Service) -> Iterator[Page]:
    opened = browser.new_page(viewport=request.param)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(service.url)
    yield opened
    opened.close()
    assert errors == []


def send(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def test_a_question_gets_its_answer_with_source_and_leads_on(page: Page, service: Service) -> None:
    send(page, "đổi bằng lái hết nhiêu tiền")
    answer = page.locator("article.msg--bot").last
    expect(answer).to_contain_text("135.000 đồng", timeout=15_000)
    expect(answer.locator(".sources")).to_contain_text("3.000347")
    shots = service.root / "var" / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.wait_for_timeout(1000)
    page.screenshot(path=shots / f"citizen-{width}.png")
    page.get_by_role("button", name="Giấy tờ cần có").last.click()
    expect(page.locator("article.msg--bot").last).to_contain_text("giấy", timeout=15_000)


def test_the_conversation_survives_a_reload(page: Page) -> None:
    send(page, "thủ tục đăng ký kết hôn")
    expect(page.locator("article.msg--bot").last).to_contain_text(re.compile("kết hôn", re.IGNORECASE), timeout=15_000)
    page.reload()
    expect(page.locator("article.msg--user").last).to_contain_text("thủ tục đăng ký kết hôn")
    send(page, "còn lệ phí thì sao?")
    expect(page.locator("article.msg--bot").last).to_contain_text(re.compile("kết hôn", re.IGNORECASE), timeout=15_000)


def test_nothing_scrolls_sideways_and_html_stays_text(page: Page) -> None:
    send(page, "<img src=x onerror=alert(1)> " + "dài" * 80)
    expect(page.locator("article.msg--user").last).to_contain_text("<img src=x")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#talk").evaluate("(talk) => talk.scrollWidth <= talk.clientWidth")

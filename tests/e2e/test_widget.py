"""The widget in a real browser, on another site with a strict policy and on our own page: what a citizen does, and what goes wrong."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from bot.app import create_app
from bot.settings import Settings
from tests.bot.guided import CODE, guided, knowledge_of
from tests.e2e.browsing import DESKTOP, PHONE, served, watched
from tests.e2e.foreign.site import ForeignSite, foreign_site
from tests.e2e.test_browser import send
from tests.e2e.test_checklist_page import ASKED, GuidedAssembly

MAX_BYTES = 30_000
POLICY = "default-src 'none'; script-src HOST; style-src 'self' HOST; connect-src HOST; img-src HOST data:; base-uri 'none'"
MESSAGES = "**/api/v1/messages"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def foreign() -> Iterator[ForeignSite]:
    with foreign_site(POLICY) as site:
        yield site


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, foreign: ForeignSite) -> Iterator[str]:
    """The service over the made-up procedure; the foreign site is allowed to embed its widget."""
    folder = tmp_path_factory.mktemp("host")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/motcua.db", rate_limit="off", widget_origins=[foreign.origin])
    app = create_app(settings, assembly=GuidedAssembly(knowledge_of(guided())))
    with served(app) as address:
        foreign.host = address
        yield address


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, foreign: ForeignSite, host: str) -> Iterator[Page]:
    """The foreign site's first page."""
    with browser.new_context(viewport=request.param, base_url=foreign.origin, accept_downloads=True) as context:
        yield from opened(context)


@pytest.fixture
def phone(browser: Browser, foreign: ForeignSite, host: str) -> Iterator[Page]:
    """The same, where the size makes no difference to what is tested."""
    with browser.new_context(viewport=PHONE, base_url=foreign.origin) as context:
        yield from opened(context)


def opened(context: BrowserContext) -> Iterator[Page]:
    with watched(context, provoked="Failed to load") as page:
        page.goto("/")
        yield page


def bubble(page: Page) -> Locator:
    return page.locator("#bubble")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Một Cửa")


def ask(page: Page, text: str = ASKED) -> None:
    """Open the panel, ask, wait for the answer."""
    if not panel(page).is_visible():
        bubble(page).click()
    before = page.locator("article.msg--bot").count()
    send(page, text)
    expect(page.locator("article.msg--bot")).not_to_have_count(before, timeout=15_000)


def menu(page: Page, name: str) -> None:
    page.get_by_role("button", name="Tùy chọn").click()
    page.get_by_role("button", name=re.compile(name)).or_(page.get_by_role("link", name=re.compile(name))).click()


def stored(page: Page) -> dict[str, object]:
    return dict(json.loads(page.evaluate("() => localStorage.getItem('motcua.chat.v1') || '{}'")))


def fits(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")) and bool(
        page.evaluate(
            "() => { const t = document.querySelector('mot-cua').shadowRoot.getElementById('talk'); return t.scrollWidth <= t.clientWidth; }"
        )
    )


def answer(text: str, **meta: object) -> str:
    """The body of a made-up reply."""
    replies: list[dict[str, object]] = [{"text": text, "buttons": [], "card": None, "sources": [], "checklist": None}]
    return json.dumps({"conversation_id": "abcdefgh12345678", "replies": replies, "meta": {"outcome": "answered", **meta}})


# Size


def test_the_widget_is_small(root: Path) -> None:
    assert (root / "bot/web/static/widget.js").stat().st_size < MAX_BYTES


# On another site


def test_a_bubble_opens_a_panel_that_answers(page: Page, root: Path) -> None:
    expect(bubble(page)).to_have_accessible_name("Hỏi Một Cửa")
    bubble(page).click()
    expect(panel(page).get_by_role("heading", name="Xin chào anh/chị")).to_be_visible()
    ask(page)
    expect(page.get_by_role("button", name="Người được ủy quyền")).to_be_visible()
    assert fits(page)
    shoot(page, root, "widget")
    page.get_by_role("button", name="Người được ủy quyền").click()
    page.get_by_role("button", name="Bị mất", exact=True).click()
    expect(page.locator(".checklist")).to_contain_text("Đơn trình báo mất giấy")
    expect(page.locator("article.msg--bot").last.locator(".sources")).to_contain_text("123/QĐ-BXD")
    assert fits(page)
    shoot(page, root, "widget-checklist")


def shoot(page: Page, root: Path, name: str) -> None:
    """Leave a picture for the README."""
    folder = root / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{name}-{width}.png")


def test_the_conversation_survives_a_reload_and_another_page(page: Page) -> None:
    ask(page)
    page.locator("#text").fill("còn đang gõ")
    page.reload()
    expect(panel(page)).to_be_visible()
    expect(page.locator("article.msg--user")).to_contain_text(ASKED)
    expect(page.locator("#text")).to_have_value("còn đang gõ")
    page.evaluate("() => document.querySelector('a[href^=\"/two\"]').click()")
    page.wait_for_url("**/two")
    expect(page.locator("article.msg--bot")).to_contain_text("Khai báo nhà vườn")
    assert page.title() == "Page two"
    if page.viewport_size == DESKTOP:
        expect(page.locator("body")).to_be_focused()  # on a phone the panel covers the page and has the focus
    page.get_by_role("button", name="Người được ủy quyền").click()
    expect(page.locator("article.msg--bot")).to_have_count(2)


def test_an_answer_that_comes_while_the_panel_is_closed_is_counted_on_the_bubble(page: Page) -> None:
    ask(page)
    held: list[Route] = []
    page.route(MESSAGES, lambda route: held.append(route))
    with page.expect_request(MESSAGES):
        page.get_by_role("button", name="Người được ủy quyền").click()
    page.get_by_role("button", name="Đóng").click()
    held[0].continue_()
    expect(bubble(page)).to_have_accessible_name("Hỏi Một Cửa, 1 tin chưa đọc", timeout=15_000)
    expect(page.locator("#badge")).to_have_text("1")
    assert page.title() == "Page one"
    page.reload()
    expect(page.locator("#badge")).to_have_text("1")
    bubble(page).click()
    expect(page.locator("#badge")).to_be_hidden()
    page.reload()
    expect(bubble(page)).to_have_accessible_name("Hỏi Một Cửa")


def test_escape_closes_and_the_focus_returns(page: Page) -> None:
    bubble(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text").or_(page.locator("#title")).and_(page.locator(":focus"))).to_have_count(1)
    page.get_by_role("button", name="Tùy chọn").click()
    expect(page.get_by_role("button", name=re.compile("^Cỡ chữ"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Tùy chọn")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(bubble(page)).to_be_focused()
    expect(bubble(page)).to_have_attribute("aria-expanded", "false")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    bubble(page).focus()
    page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    expect(page.locator("article.msg--bot")).to_have_count(1, timeout=15_000)
    page.get_by_role("button", name="Người được ủy quyền").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.msg--bot").last).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Còn giữ")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("article.msg--bot .checklist")).to_be_visible()
    page.get_by_role("checkbox", name="Tờ khai nhà vườn").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("1/3 giấy tờ đã có")


def test_a_panel_that_covers_a_phone_keeps_the_focus_inside(phone: Page) -> None:
    bubble(phone).click()
    for _ in range(25):
        phone.keyboard.press("Tab")
        assert phone.evaluate("() => document.activeElement.id") != "before"


def test_nothing_scrolls_sideways_and_html_stays_text(page: Page) -> None:
    bubble(page).click()
    send(page, "<img src=x onerror=alert(1)> " + "dài" * 80)
    expect(page.locator("article.msg--user")).to_contain_text("<img src=x onerror")
    assert fits(page)
    for _ in range(2):
        menu(page, "^Cỡ chữ")
        page.keyboard.press("Escape")
        assert fits(page)


def test_larger_text_and_contrast_are_kept(page: Page) -> None:
    bubble(page).click()
    size = float(
        page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('mot-cua').shadowRoot.getElementById('text')).fontSize)")
    )
    menu(page, "^Cỡ chữ: vừa")
    page.get_by_role("button", name="Cỡ chữ: lớn").click()
    expect(page.get_by_role("button", name="Cỡ chữ: rất lớn")).to_be_focused()
    page.get_by_role("button", name="Tương phản cao: tắt").click()
    page.reload()
    expect(page.locator("#text")).to_have_css("font-size", f"{size * 1.5:g}px")
    expect(panel(page)).to_have_css("background-color", "rgb(0, 0, 0)")
    expect(panel(page)).to_have_css("color", "rgb(255, 255, 255)")


def test_every_control_has_a_name_and_a_finger_s_size(phone: Page) -> None:
    ask(phone)
    phone.get_by_role("button", name="Tùy chọn").click()
    expect(phone.locator("#menu")).to_be_visible()
    controls = phone.locator("mot-cua button:visible, mot-cua #menu a:visible").all()
    assert len(controls) > 10
    for control in controls:
        size = control.bounding_box()
        assert size is not None and size["height"] >= 44 and size["width"] >= 44
        assert control.inner_text().strip() or control.get_attribute("aria-label")


def test_rules_of_the_site_do_not_reach_into_the_widget(page: Page) -> None:
    bubble(page).click()
    style = page.locator("#title").evaluate(
        "(node) => { const s = getComputedStyle(node); return [s.letterSpacing, s.textTransform, s.fontSize]; }"
    )
    assert style == ["normal", "none", "20px"]


# Attributes


@pytest.mark.parametrize(
    ("colour", "on"),
    [("#ffe08a", "rgb(0, 0, 0)"), ("#004d40", "rgb(255, 255, 255)"), ("#fff", "rgb(0, 0, 0)"), ("#777777", "rgb(0, 0, 0)")],
)
def test_text_on_a_site_s_colour_can_be_read(phone: Page, colour: str, on: str) -> None:
    phone.goto(f"/?colour=%23{colour[1:]}&title=X%C3%A3+An+B%C3%ACnh&greeting=Xin+ch%C3%A0o+b%C3%A0+con&position=left")
    phone.locator("#bubble").click()
    expect(phone.locator("#send")).to_have_css("color", on)
    expect(phone.locator("#title")).to_have_text("Xã An Bình")
    expect(phone.locator("#welcome")).to_contain_text("Xin chào bà con")
    said = phone.locator("#title").evaluate("(node) => getComputedStyle(node).color")
    assert said != "rgb(255, 224, 138)" and said != "rgb(255, 255, 255)"
    box = phone.locator("#bubble").evaluate("(node) => node.getBoundingClientRect().left")
    assert box < 100


def test_wrong_attributes_are_passed_over(phone: Page) -> None:
    phone.goto("/?colour=red%3Bbackground%3Aurl(x)&title=++&greeting=&position=top&api=javascript:alert(1)")
    bubble(phone).click()
    expect(phone.locator("#title")).to_have_text("Một Cửa")
    expect(bubble(phone)).to_have_css("background-color", "rgb(168, 32, 26)")
    ask(phone)


# What goes wrong


def test_messages_typed_without_a_network_are_sent_in_order_when_it_is_back(page: Page) -> None:
    ask(page)
    page.context.set_offline(True)
    send(page, "Người được ủy quyền")
    expect(page.locator("article.msg--user").last).to_contain_text("Có mạng lại là mình tự gửi")
    send(page, "Bị mất")
    expect(page.locator("#offline")).to_contain_text("Máy đang mất mạng")
    expect(page.locator("article.msg--user")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator(".checklist")).to_be_visible(timeout=15_000)
    expect(page.locator(".status:not(:empty)")).to_have_count(0)
    roles = [str(node.get_attribute("class")).split("--")[1] for node in page.locator("article").all()]
    assert roles == ["user", "bot"] * 3
    expect(page.locator("#offline")).to_be_empty()


def test_what_waits_survives_a_change_of_page(phone: Page) -> None:
    bubble(phone).click()
    phone.route(MESSAGES, lambda route: route.abort("connectionreset"))
    phone.route("**/static/icon.svg", lambda route: route.abort("connectionreset"))
    send(phone, ASKED)
    expect(phone.locator("article.msg--user")).to_contain_text("Chưa gửi được")
    phone.unroute(MESSAGES)
    phone.goto("/two")
    expect(phone.locator("article.msg--bot")).to_contain_text("Khai báo nhà vườn", timeout=15_000)
    expect(phone.locator("article.msg--user")).to_have_count(1)


def test_a_waiting_message_can_be_taken_back_and_changed(phone: Page) -> None:
    bubble(phone).click()
    phone.locator("#text").focus()
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    send(phone, "lam can cuoc")
    phone.get_by_role("button", name="Sửa câu hỏi").click()
    expect(phone.locator("article.msg--user")).to_have_count(0)
    expect(phone.locator("#text")).to_have_value("lam can cuoc")
    phone.context.set_offline(False)
    phone.wait_for_timeout(300)
    expect(phone.locator("article")).to_have_count(0)


def test_a_refused_message_says_why_and_is_sent_again_under_the_same_id(page: Page) -> None:
    ids: list[str] = []

    def refuse(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["message_id"])
        headers = {"Retry-After": "2", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
        body = {"error": {"code": "too_many", "message": "Anh/chị đợi chút nhé <b>"}}
        route.fulfill(status=429, headers=headers, json=body)

    bubble(page).click()
    page.route(MESSAGES, refuse)
    send(page, ASKED)
    expect(page.locator(".status--failed")).to_contain_text("Anh/chị đợi chút nhé <b>")
    retry = page.get_by_role("button", name="Thử lại")
    expect(retry).to_have_attribute("aria-disabled", "true")
    expect(retry).to_have_text("Thử lại", timeout=5_000)
    page.unroute(MESSAGES)
    with page.expect_request(MESSAGES) as sent:
        retry.click()
    expect(page.locator("article.msg--bot")).to_have_count(1, timeout=15_000)
    assert [json.loads(sent.value.post_data or "{}")["message_id"]] == ids
    expect(page.locator(".status--failed")).to_have_count(0)


def test_two_taps_on_one_button_are_one_message(phone: Page) -> None:
    ask(phone)
    held: list[Route] = []
    phone.route(MESSAGES, lambda route: held.append(route))
    with phone.expect_request(MESSAGES):
        phone.get_by_role("button", name="Người được ủy quyền").evaluate("(node) => { node.click(); node.click(); }")
    expect(phone.locator("#note")).to_contain_text("Mình đang trả lời câu trước")
    held[0].continue_()
    expect(phone.locator("article.msg--bot")).to_have_count(2, timeout=15_000)
    expect(phone.locator("article.msg--user")).to_have_count(2)
    assert len(held) == 1


def test_a_text_typed_while_an_answer_is_awaited_comes_next(phone: Page) -> None:
    bubble(phone).click()
    held: list[Route] = []
    phone.route(MESSAGES, lambda route: route.continue_() if held else held.append(route))
    with phone.expect_request(MESSAGES):
        send(phone, ASKED)
    send(phone, "Người được ủy quyền")
    expect(phone.locator("article.msg--user").last).to_contain_text("Mình trả lời xong câu trước sẽ tới câu này")
    held[0].continue_()
    expect(phone.locator("article").last).to_contain_text("Giấy cũ của anh/chị thế nào?", timeout=15_000)
    expect(phone.locator("article.msg--bot")).to_have_count(2)


def test_a_broken_answer_is_a_sentence_and_not_a_crash(phone: Page) -> None:
    bubble(phone).click()
    allowed = {"Access-Control-Allow-Origin": "*"}
    phone.route(MESSAGES, lambda route: route.fulfill(status=502, headers=allowed, body="<html>Bad Gateway</html>"))
    send(phone, "xin chào")
    expect(phone.locator(".status--failed")).to_contain_text("Hệ thống đang trục trặc")


def test_what_is_stored_by_others_does_no_harm(phone: Page) -> None:
    broken = {
        "conversationId": "x",
        "messages": [None, 7, {"id": "a", "at": 1}, {"id": "b", "at": time.time() * 1000, "role": "bot", "reply": {"text": 5}}],
    }
    phone.evaluate("(chat) => localStorage.setItem('motcua.chat.v1', chat)", json.dumps(broken))
    phone.reload()
    ask(phone)


def test_a_site_that_is_not_allowed_hears_why(browser: Browser, host: str) -> None:
    with foreign_site(POLICY) as other, browser.new_context(viewport=PHONE) as context:
        other.host = host
        page = context.new_page()
        page.goto(other.origin)
        bubble(page).click()
        send(page, ASKED)
        expect(page.locator(".status")).to_contain_text("Trang web này chưa được phép dùng trợ lý Một Cửa", timeout=10_000)


def test_without_storage_the_talk_goes_on(browser: Browser, foreign: ForeignSite, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=foreign.origin) as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        for page in opened(context):
            ask(page)
            page.get_by_role("button", name="Người được ủy quyền").click()
            expect(page.locator("article.msg--bot")).to_have_count(2)


# Two tabs, two devices, live updates


def test_two_tabs_show_one_conversation(phone: Page) -> None:
    ask(phone)
    beside = phone.context.new_page()
    beside.goto("/two")
    expect(beside.locator("article.msg--bot")).to_have_count(1)
    beside.get_by_role("button", name="Người được ủy quyền").click()
    expect(phone.locator("article.msg--bot")).to_have_count(2, timeout=15_000)
    expect(beside.locator("article.msg--bot")).to_have_count(2, timeout=15_000)
    phone.wait_for_timeout(1000)
    expect(phone.locator("article")).to_have_count(4)
    expect(beside.locator("article")).to_have_count(4)


def test_what_is_said_elsewhere_appears_at_once_and_once(phone: Page, host: str) -> None:
    ask(phone)
    conversation = stored(phone)["conversationId"]
    said = {"conversation_id": conversation, "text": "Người được ủy quyền", "button": None, "message_id": "said-elsewhere-0001"}
    assert httpx.post(f"{host}/api/v1/messages", json=said, trust_env=False, timeout=20).status_code == 200
    expect(phone.locator("article.msg--user").last).to_contain_text("Người được ủy quyền", timeout=15_000)
    expect(phone.locator("article.msg--bot")).to_have_count(2)
    phone.reload()
    phone.wait_for_timeout(500)
    expect(phone.locator("article")).to_have_count(4)


def test_an_erased_conversation_leaves_the_machine(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Người được ủy quyền").click()
    page.get_by_role("button", name="Bị mất", exact=True).click()
    page.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    allowed = {"Access-Control-Allow-Origin": "*"}
    erased = answer("Mình đã xóa dữ liệu của anh/chị.", outcome="erased")
    page.route(MESSAGES, lambda route: route.fulfill(status=200, headers=allowed, body=erased))
    menu(page, "Xóa dữ liệu của tôi")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article.msg--bot")).to_contain_text("Mình đã xóa dữ liệu")
    kept = stored(page)
    assert kept["conversationId"] is None and len(kept["messages"]) == 1  # type: ignore[arg-type]
    assert page.evaluate("() => localStorage.getItem('motcua.ticks.v1')") is None


def test_a_new_conversation_is_asked_about_and_begins_from_nothing(page: Page) -> None:
    ask(page)
    menu(page, "Cuộc trò chuyện mới")
    page.get_by_role("button", name="Giữ lại").click()
    expect(page.locator("article")).to_have_count(2)
    menu(page, "Cuộc trò chuyện mới")
    page.get_by_role("button", name="Xóa và bắt đầu mới").click()
    expect(page.locator("article")).to_have_count(0)
    expect(panel(page)).to_be_visible()
    assert stored(page) == {}


def test_a_page_nobody_looks_at_listens_no_longer_and_catches_up(phone: Page, host: str) -> None:
    phone.clock.install()
    phone.goto("/")
    ask(phone)
    conversation = stored(phone)["conversationId"]
    look = "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    phone.evaluate(look, True)
    phone.clock.fast_forward(61_000)
    said = {"conversation_id": conversation, "text": "Người được ủy quyền", "button": None, "message_id": "said-elsewhere-0002"}
    assert httpx.post(f"{host}/api/v1/messages", json=said, trust_env=False, timeout=20).status_code == 200
    phone.wait_for_timeout(1000)
    expect(phone.locator("article")).to_have_count(2)
    phone.evaluate(look, False)
    expect(phone.locator("article")).to_have_count(4, timeout=15_000)


# Transcript and voice


def test_the_transcript_is_a_file(page: Page) -> None:
    ask(page)
    with page.expect_download() as text:
        menu(page, r"văn bản")
    said = Path(text.value.path()).read_text(encoding="utf-8-sig")
    assert re.search(r"\[\d\d/\d\d/\d{4} \d\d:\d\d\] Anh/chị:\n" + re.escape(ASKED), said)
    assert "Khai báo nhà vườn" in said and text.value.suggested_filename.endswith(".txt")
    page.get_by_role("button", name="Tùy chọn").click()
    link = page.get_by_role("link", name=re.compile("PDF")).get_attribute("href") or ""
    pdf = httpx.get(link, trust_env=False, timeout=30)
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")


HEARING = """
window.SpeechRecognition = class { start() { setTimeout(() => {
  if (window.deaf) this.onerror({ error: 'not-allowed' });
  else this.onresult({ results: [[{ transcript: 'mất căn cước' }]] });
  this.onend();
}, 50); } stop() {} };
window.spoken = [];
speechSynthesis.speak = (words) => { window.spoken.push([words.lang, words.text]); };
"""


def test_what_is_heard_goes_into_the_box_and_is_not_sent(browser: Browser, foreign: ForeignSite, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=foreign.origin) as context:
        context.add_init_script(HEARING)
        for page in opened(context):
            bubble(page).click()
            page.get_by_role("button", name="Nói").click()
            expect(page.locator("#text")).to_have_value("mất căn cước")
            expect(page.locator("article")).to_have_count(0)
            page.evaluate("() => { window.deaf = true; }")
            page.get_by_role("button", name="Nói").click()
            expect(page.locator("#note")).to_contain_text("cho phép micro")


def test_answers_are_read_aloud_when_asked_for(browser: Browser, foreign: ForeignSite, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=foreign.origin) as context:
        context.add_init_script(HEARING)
        for page in opened(context):
            ask(page)
            assert page.evaluate("() => window.spoken") == []
            page.get_by_role("button", name="Đọc to").click()
            page.wait_for_function("() => window.spoken.length > 1")
            assert page.evaluate("() => window.spoken[0][0]") == "vi-VN"
            menu(page, "Tự đọc câu trả lời: tắt")
            page.keyboard.press("Escape")
            page.evaluate("() => { window.spoken = []; }")
            page.get_by_role("button", name="Người được ủy quyền").click()
            page.wait_for_function("() => window.spoken.some(([, text]) => text.includes('?'))")


def test_no_microphone_no_button(browser: Browser, foreign: ForeignSite, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=foreign.origin) as context:
        context.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
        for page in opened(context):
            bubble(page).click()
            expect(page.get_by_role("button", name="Gửi")).to_be_visible()
            expect(page.get_by_role("button", name="Nói")).to_have_count(0)


# Our own page


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def own(request: pytest.FixtureRequest, browser: Browser, host: str) -> Iterator[Page]:
    with browser.new_context(viewport=request.param, base_url=host) as context:
        yield from opened(context)


def test_our_page_is_the_widget_and_nothing_else(own: Page) -> None:
    expect(own.get_by_role("heading", level=1)).to_have_text("Một Cửa")
    expect(own.locator(".notice strong")).to_contain_text("không phải cán bộ")
    expect(own.locator("#boot")).to_be_hidden()
    expect(own.locator("#bubble")).to_have_count(0)
    own.keyboard.press("Tab")
    expect(own.get_by_role("button", name="Tới ô nhập câu hỏi")).to_be_focused()
    own.keyboard.press("Enter")
    expect(own.locator("#text")).to_be_focused()
    own.keyboard.press("Escape")
    expect(own.locator("#text")).to_be_visible()
    assert fits(own)
    size = own.locator("#panel").bounding_box()
    assert size is not None and own.viewport_size is not None and size["height"] == own.viewport_size["height"]


def test_an_example_is_a_question_and_the_answer_begins_in_sight(own: Page) -> None:
    own.get_by_role("button", name="Hồ sơ của tôi tới đâu rồi?").click()
    first = own.locator("article.msg--bot").first
    expect(first).to_be_visible(timeout=15_000)
    top = own.evaluate("() => document.querySelector('mot-cua').shadowRoot.getElementById('talk').getBoundingClientRect().top")
    own.wait_for_timeout(300)
    place = first.bounding_box()
    assert place is not None and place["y"] >= top


def test_the_talk_is_printed_whole_and_dark_on_white(own: Page) -> None:
    own.emulate_media(color_scheme="dark")
    send(own, ASKED)
    expect(own.locator("article.msg--bot")).to_have_count(1, timeout=15_000)
    own.emulate_media(media="print", color_scheme="dark")
    expect(own.locator("#composer")).to_be_hidden()
    expect(own.locator("#panel")).to_have_css("background-color", "rgb(255, 255, 255)")
    talk = own.evaluate(
        "() => { const t = document.querySelector('mot-cua').shadowRoot.getElementById('talk'); return t.scrollHeight - t.clientHeight; }"
    )
    assert talk <= 0


def test_an_old_browser_is_told(browser: Browser, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=host) as context:
        context.add_init_script("Object.defineProperty(window, 'customElements', { value: undefined });")
        page = context.new_page()
        page.goto("/")
        expect(page.locator("#boot")).to_be_visible(timeout=8_000)


def test_without_scripts_the_page_says_so(browser: Browser, host: str) -> None:
    with browser.new_context(viewport=PHONE, base_url=host, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        expect(page.locator("#noscript")).to_be_visible()
        expect(page.locator("#boot")).to_be_hidden()


def test_a_long_text_is_counted_and_held_back(own: Page) -> None:
    own.locator("#text").fill("a" * 4001)
    expect(own.locator("#counter")).to_have_text("Dài quá 1 ký tự. Anh/chị rút gọn giúp mình rồi gửi nhé.")
    own.keyboard.press("Enter")
    expect(own.locator("article")).to_have_count(0)
    own.locator("#text").fill("a" * 3990)
    expect(own.locator("#counter")).to_have_text("Còn 10 ký tự.")


def test_the_page_of_a_checklist_shows_the_size_and_contrast_chosen(own: Page) -> None:
    menu(own, "^Cỡ chữ")
    own.get_by_role("button", name="Tương phản cao").click()
    own.goto(f"/checklists/{CODE}")
    expect(own.locator("html")).to_have_css("font-size", "20px")
    expect(own.locator("html")).to_have_css("background-color", "rgb(0, 0, 0)")
    assert own.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")

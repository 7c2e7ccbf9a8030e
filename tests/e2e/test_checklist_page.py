"""The guide and its checklist in a real browser: by mouse and by keyboard, ticked, reloaded, printed, shared."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Collection, Iterator

import httpx
import pypdf
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from bot.app import RulesOnly, create_app
from bot.dialogue.service import DialogueService
from bot.dialogue.store import ConversationStore
from bot.runtime import Dialogue
from bot.settings import Settings
from retriever.search import Hit
from tests.bot.conftest import StubAssembly
from tests.bot.guided import CODE, OFFICIAL, guided, knowledge_of
from tests.e2e.browsing import DESKTOP, PHONE, served, watched
from tests.e2e.test_browser import send

ASKED = "khai báo nhà vườn cần giấy tờ gì"
LINK = f"/checklists/{CODE}?q=nguoi_di:uy_quyen&q=tinh_huong:mat"
SKIPPED = f"/checklists/{CODE}?skip=nguoi_di&skip=tinh_huong"

pytestmark = pytest.mark.browser


class FindsTheOne:
    """A search that always finds the made-up procedure."""

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        return [Hit("procedure", CODE, "Khai báo nhà vườn", 1.0, 0.99)]


class GuidedAssembly(StubAssembly):
    """The real dialogue over the made-up procedure."""

    def _dialogue(self, store: ConversationStore) -> Dialogue:
        return DialogueService(knowledge=self.knowledge, searcher=FindsTheOne(), nlu=RulesOnly(), store=store)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/motcua.db", rate_limit="off")
    app = create_app(settings, assembly=GuidedAssembly(knowledge_of(guided())))
    with served(app) as address:
        yield address


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    with browser.new_context(viewport=request.param, base_url=site) as context:
        yield from opened(context)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """One page on a phone, where the size makes no difference to what is tested."""
    with browser.new_context(viewport=ViewportSize(width=360, height=740), base_url=site) as context:
        yield from opened(context)


def opened(context: BrowserContext) -> Iterator[Page]:
    with watched(context) as page:
        yield page


def choose(page: Page, label: str) -> None:
    """Tap, and wait for what is said to it: the next question may have a button of the same name."""
    said = page.locator("article.msg--bot")
    button = said.last.get_by_role("button", name=label, exact=True)
    expect(button).to_be_visible()
    before = said.count()
    button.click()
    expect(said).not_to_have_count(before)


def guide_to_the_list(page: Page) -> None:
    page.goto("/")
    send(page, ASKED)
    choose(page, "Người được ủy quyền")
    choose(page, "Bị mất")
    expect(page.locator(".checklist")).to_be_visible()


def fits(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


# In the chat


def test_the_answers_lead_to_a_card_with_papers_fee_days_office_and_source(page: Page) -> None:
    guide_to_the_list(page)
    card = page.locator(".checklist")
    for said in (
        "Giấy ủy quyền có chứng thực",
        "Đơn trình báo mất giấy",
        "3 bản chính",
        "15.000 đồng",
        "3 ngày làm việc",
        "Bộ phận một cửa",
    ):
        expect(card).to_contain_text(said)
    expect(card).not_to_contain_text("Giấy cũ đã hỏng")
    expect(page.locator("article.msg--bot").last.locator(".sources")).to_contain_text("123/QĐ-BXD")
    expect(page.get_by_text("Tờ khai nhà vườn")).to_have_count(2)  # once in the question before, once in the card
    assert fits(page)


def test_ticks_are_counted_and_survive_a_reload(page: Page) -> None:
    guide_to_the_list(page)
    expect(page.locator("[data-count]")).to_have_text("0/4 giấy tờ đã có")
    page.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    page.get_by_text("Giấy ủy quyền có chứng thực").click()
    expect(page.locator("[data-count]")).to_have_text("2/4 giấy tờ đã có")
    page.reload()
    expect(page.locator("[data-count]")).to_have_text("2/4 giấy tờ đã có")
    expect(page.get_by_role("checkbox", name="Tờ khai nhà vườn")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Đơn trình báo")).not_to_be_checked()


def test_an_answer_can_be_changed_from_the_card_and_ticks_stay(phone: Page) -> None:
    guide_to_the_list(phone)
    phone.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    phone.get_by_role("button", name="Sửa: Ai sẽ đi nộp hồ sơ? Người được ủy quyền").click()
    choose(phone, "Tôi tự đi")
    expect(phone.locator(".checklist")).to_have_count(2)
    expect(phone.locator("[data-count]").last).to_have_text("1/3 giấy tờ đã có")


def test_back_and_skip_are_buttons_of_the_question(phone: Page) -> None:
    phone.goto("/")
    send(phone, ASKED)
    choose(phone, "Tôi tự đi")
    choose(phone, "Quay lại")
    choose(phone, "Bỏ qua")
    choose(phone, "Bỏ qua")
    expect(phone.locator(".checklist")).to_contain_text("Có câu chưa trả lời")
    expect(phone.locator("[data-count]")).to_have_text("0/2 giấy tờ đã có")


def test_the_whole_guide_works_by_keyboard(phone: Page) -> None:
    phone.goto("/")
    send(phone, ASKED)
    first = phone.get_by_role("button", name="Người được ủy quyền")
    first.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Bị hỏng")).to_be_visible()
    expect(phone.locator("article.msg--bot").last).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Còn giữ")).to_be_focused()
    phone.keyboard.press("Space")
    expect(phone.locator("article.msg--bot .checklist")).to_be_visible()
    phone.get_by_role("checkbox", name="Tờ khai nhà vườn").focus()
    phone.keyboard.press("Space")
    expect(phone.locator("[data-count]")).to_have_text("1/3 giấy tờ đã có")


def test_a_new_conversation_forgets_the_ticks(phone: Page) -> None:
    guide_to_the_list(phone)
    phone.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    phone.get_by_role("button", name="Tùy chọn").click()
    phone.get_by_role("button", name="Cuộc trò chuyện mới").click()
    phone.get_by_role("button", name="Xóa và bắt đầu mới").click()
    assert "ticks" not in phone.evaluate("() => Object.keys(localStorage).join()")


def test_sharing_copies_the_link_where_the_machine_has_no_menu_for_it(phone: Page, site: str) -> None:
    phone.add_init_script(
        "delete Navigator.prototype.share; navigator.clipboard && (navigator.clipboard.writeText = async (t) => { window.copied = t; });"
    )
    guide_to_the_list(phone)
    phone.get_by_role("button", name="Chia sẻ").click()
    expect(phone.locator("#note")).to_contain_text("Đã chép liên kết")
    assert phone.evaluate("() => window.copied") == site + LINK


def test_sharing_uses_the_menu_of_the_phone(phone: Page, site: str) -> None:
    phone.add_init_script("Navigator.prototype.share = async (what) => { window.shared = what; };")
    guide_to_the_list(phone)
    phone.get_by_role("button", name="Chia sẻ").click()
    phone.wait_for_function("() => window.shared")
    assert phone.evaluate("() => window.shared") == {"title": "Danh sách giấy tờ: Khai báo nhà vườn", "url": site + LINK}


def test_the_links_of_the_card_lead_to_the_same_list(phone: Page, site: str) -> None:
    guide_to_the_list(phone)
    assert phone.get_by_role("link", name="In", exact=True).get_attribute("href") == f"{LINK}#in"
    path = phone.get_by_role("link", name="Tải PDF").get_attribute("href")
    pdf = httpx.get(f"{site}{path}", trust_env=False)
    said = pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert "☐ Đơn trình báo mất giấy" in said and "Giấy cũ đã hỏng" not in said
    picture = phone.get_by_role("link", name="Lưu ảnh").get_attribute("href")
    assert httpx.get(f"{site}{picture}", trust_env=False).headers["content-type"] == "image/png"


def test_old_transcripts_without_a_checklist_still_show(phone: Page) -> None:
    phone.goto("/")
    reply = {"text": "Chào", "checklist": {"code": "x", "papers": [None, 7]}}
    messages = [{"id": "a1", "at": time.time() * 1000, "role": "bot", "reply": reply}]
    broken = json.dumps({"conversationId": "abcdefgh", "messages": messages})
    phone.evaluate("(chat) => localStorage.setItem('motcua.chat.v1', chat)", broken)
    phone.reload()
    expect(phone.locator("article.msg--bot .checklist")).to_be_visible()


# The page of its own


def test_the_page_shares_its_ticks_with_the_chat(phone: Page) -> None:
    guide_to_the_list(phone)
    phone.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    phone.goto(LINK)
    expect(phone.get_by_role("checkbox", name="Tờ khai nhà vườn")).to_be_checked()
    phone.get_by_role("checkbox", name="Giấy ủy quyền").check()
    phone.goto("/")
    expect(phone.locator("[data-count]")).to_have_text("2/4 giấy tờ đã có")


def test_two_open_lists_show_the_same_ticks_at_once(phone: Page) -> None:
    guide_to_the_list(phone)
    beside = phone.context.new_page()
    beside.goto(LINK)
    beside.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
    expect(phone.get_by_role("checkbox", name="Tờ khai nhà vườn")).to_be_checked()
    phone.get_by_role("checkbox", name="Tờ khai nhà vườn").uncheck()
    expect(beside.locator("[data-count]")).to_have_text("0/4 giấy tờ đã có")


def test_a_link_passed_on_works_alone_and_keeps_its_ticks(page: Page) -> None:
    page.goto(LINK)
    expect(page.locator("h1")).to_have_text("Khai báo nhà vườn")
    page.get_by_role("checkbox", name="Đơn trình báo mất giấy").check()
    page.reload()
    expect(page.locator("[data-count]")).to_have_text("1/4 giấy tờ đã có")
    assert fits(page)


def test_paper_shows_the_list_and_none_of_the_buttons(phone: Page) -> None:
    phone.goto(SKIPPED)
    expect(phone.get_by_role("button", name="In", exact=True)).to_be_visible()
    phone.emulate_media(media="print", color_scheme="dark")
    expect(phone.get_by_role("button").and_(phone.locator(":visible"))).to_have_count(0)
    expect(phone.locator("a.tool:visible")).to_have_count(0)
    expect(phone.locator("input[type=checkbox]:visible")).to_have_count(5)
    expect(phone.get_by_text("Nếu “Giấy cũ của anh/chị thế nào” là “Bị mất”")).to_be_visible()
    assert phone.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    printed = pypdf.PdfReader(io.BytesIO(phone.pdf(format="A4"))).pages
    assert "trợ lý AI" in printed[-1].extract_text()


def test_the_button_and_the_print_link_open_the_print_window(phone: Page) -> None:
    phone.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; };")
    phone.goto(LINK)
    phone.get_by_role("button", name="In", exact=True).click()
    assert phone.evaluate("() => window.printed") == 1
    phone.goto("about:blank")
    phone.goto(f"{LINK}#in")
    phone.wait_for_function("() => window.printed === 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_code_on_the_page_can_be_scanned(phone: Page, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    phone.goto(LINK)
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(phone.locator(".sheet__qr img").screenshot())).convert("L"))
    assert code.text == OFFICIAL


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_the_picture_is_saved_by_keyboard_with_and_without_scripts(browser: Browser, site: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts, base_url=site) as context:
        page = context.new_page()
        page.goto(LINK)
        page.get_by_role("link", name="Lưu ảnh", exact=True).focus()
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert saved.value.suggested_filename == f"giay-to-{CODE}.png"
        with Image.open(saved.value.path()) as picture:
            [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == OFFICIAL


def test_without_scripts_the_page_can_be_read_and_ticked(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto(LINK)
        page.get_by_role("checkbox", name="Tờ khai nhà vườn").check()
        expect(page.get_by_role("link", name="Tải PDF")).to_be_visible()
        expect(page.get_by_role("button").and_(page.locator(":visible"))).to_have_count(0)


def test_every_control_has_a_name_and_a_finger_s_size(phone: Page) -> None:
    phone.goto(SKIPPED)
    for control in phone.locator("button:visible, a.tool:visible, .paper__label:visible").all():
        size = control.bounding_box()
        assert size is not None and size["height"] >= 44
        assert (control.inner_text()).strip()
    assert phone.evaluate("() => [...document.querySelectorAll('[id]')].every((a, i, all) => all.findIndex((b) => b.id === a.id) === i)")


def test_a_refused_link_is_a_page_with_a_way_on(phone: Page) -> None:
    phone.goto(f"/checklists/{CODE}?q=x:y")
    expect(phone.get_by_role("heading")).to_have_text("Chưa mở được danh sách")
    phone.get_by_role("link", name="Về trang đầu").click()
    expect(phone.locator("#composer")).to_be_visible()

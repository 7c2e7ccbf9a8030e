"""A picture of a receipt in a real browser: chosen, taken, pasted or dropped, read here or by the server, and what is said of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from bot.app import create_app
from bot.settings import Settings
from tests.bot.dossiers.receipts import CODE, LINK, photographed, qr, receipt, saved
from tests.bot.guided import guided, knowledge_of
from tests.e2e.browsing import DESKTOP, PHONE, served, watched
from tests.e2e.foreign.site import ForeignSite, foreign_site
from tests.e2e.test_checklist_page import GuidedAssembly
from tests.e2e.test_widget import POLICY, fits, shoot

PICTURES = "**/api/v1/dossiers/picture"
OTHER = "000.00.04.H51-200221-0001"
DETECTOR = """(text) => { window.BarcodeDetector = class { async detect(source) {
  window.seen = [source.width, source.height];
  return [{ rawValue: text }];
} }; }"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def foreign() -> Iterator[ForeignSite]:
    with foreign_site(POLICY) as site:
        yield site


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, foreign: ForeignSite) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("host")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/motcua.db", rate_limit="off", widget_origins=[foreign.origin])
    app = create_app(settings, assembly=GuidedAssembly(knowledge_of(guided())))
    with served(app) as address:
        foreign.host = address
        yield address


@pytest.fixture
def page(browser: Browser, host: str) -> Iterator[Page]:
    """Our own page on a desktop."""
    with browser.new_context(viewport=DESKTOP, base_url=host) as context, watched(context) as page:
        page.goto("/")
        yield page


@pytest.fixture
def phone(browser: Browser, foreign: ForeignSite, host: str) -> Iterator[Page]:
    """The widget on another site with a strict policy, on a telephone."""
    with (
        browser.new_context(viewport=PHONE, base_url=foreign.origin, has_touch=True, is_mobile=True) as context,
        watched(context) as page,
    ):
        page.goto("/")
        page.locator("#bubble").click()
        yield page


def picture(image: Image.Image, kind: str = "JPEG") -> FilePayload:
    return {"name": f"giay-hen.{kind.lower()}", "mimeType": f"image/{kind.lower()}", "buffer": saved(image, kind)}


def choose(page: Page, file: FilePayload, button: str = "Ảnh giấy hẹn") -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button, exact=True).click()
    chooser.value.set_files(file)


def asked(page: Page) -> str:
    expect(page.locator("article.msg--user")).to_have_count(1, timeout=15_000)
    return page.locator("article.msg--user .msg__body").inner_text().strip()


def taken(page: Page) -> None:
    """Wait until the page takes what is dragged over it, which begins soon after it is shown."""
    page.wait_for_function("""() => {
        const given = new DataTransfer();
        given.items.add(new File(["x"], "a.png", { type: "image/png" }));
        const text = document.querySelector("mot-cua").shadowRoot.getElementById("text");
        return !text.dispatchEvent(new DragEvent("dragover", { dataTransfer: given, bubbles: true, composed: true, cancelable: true }));
    }""")


def give(page: Page, kind: str, image: Image.Image, text: str = "") -> bool:
    """Paste or drop a picture into the box; whether the page took it."""
    script = """([kind, data, text]) => {
        const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const given = new DataTransfer();
        given.items.add(new File([bytes], "a.png", { type: "image/png" }));
        if (text) given.items.add(text, "text/plain");
        const how = { bubbles: true, composed: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent(kind, { clipboardData: given, ...how }) : new DragEvent(kind, { dataTransfer: given, ...how });
        return !document.querySelector("mot-cua").shadowRoot.getElementById("text").dispatchEvent(event);
    }"""
    return bool(page.evaluate(script, [kind, base64.b64encode(saved(image)).decode(), text]))


# One code


def test_a_picture_of_a_receipt_becomes_the_question_about_its_dossier(page: Page) -> None:
    with page.expect_request(PICTURES) as sent:
        choose(page, picture(photographed(receipt(qr(scale=12), (3000, 4000), (2000, 300)))))
    assert asked(page) == f"Hồ sơ {CODE}"
    expect(page.locator("article.msg--bot")).to_have_count(1, timeout=15_000)
    assert sent.value.headers["content-type"] == "image/jpeg"
    expect(page.locator("#note")).to_be_empty()
    assert page.locator("input[type=file]").count() == 0


def test_on_a_phone_and_on_another_site_a_picture_is_taken_or_chosen(phone: Page, root: Path) -> None:
    phone.get_by_role("button", name="Ảnh giấy hẹn", exact=True).click()
    dialog = phone.get_by_role("dialog", name="Gửi ảnh giấy hẹn")
    expect(dialog).to_contain_text("không lưu ảnh lại")
    assert fits(phone)
    shoot(phone, root, "receipt")
    with phone.expect_file_chooser() as camera:
        dialog.get_by_role("button", name="Chụp ảnh").click()
    assert camera.value.element.get_attribute("capture") == "environment"
    expect(dialog).to_be_hidden()
    phone.get_by_role("button", name="Ảnh giấy hẹn", exact=True).click()
    choose(phone, picture(receipt(qr())), "Chọn ảnh có sẵn")
    assert asked(phone) == f"Hồ sơ {CODE}"


def test_the_menu_leads_there_too(page: Page) -> None:
    page.get_by_role("button", name="Tùy chọn").click()
    choose(page, picture(qr(), "PNG"), "Gửi ảnh giấy hẹn")
    assert asked(page) == f"Hồ sơ {CODE}"


def test_a_browser_that_reads_codes_sends_no_picture(page: Page) -> None:
    page.evaluate(DETECTOR, LINK.replace("-", "%2D"))
    uploads: list[Route] = []
    page.route(PICTURES, lambda route: uploads.append(route))
    choose(page, picture(receipt(qr(), (3000, 4000))))
    assert asked(page) == f"Hồ sơ {CODE}"
    assert page.evaluate("() => window.seen") == [1500, 2000]
    assert uploads == []


def test_what_a_browser_reads_but_is_no_dossier_code_is_left_to_the_server(page: Page) -> None:
    page.evaluate(DETECTOR, "079203004567|212345678|Nguyễn Văn A")
    choose(page, picture(receipt(qr())))
    assert asked(page) == f"Hồ sơ {CODE}"


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped(page: Page, kind: str) -> None:
    taken(page)
    assert give(page, "dragover", qr())
    assert give(page, kind, qr())
    assert asked(page) == f"Hồ sơ {CODE}"


def test_a_text_with_a_picture_beside_it_stays_a_text(page: Page) -> None:
    taken(page)
    assert not give(page, "paste", qr(), text="làm lại căn cước")
    expect(page.locator("article")).to_have_count(0)


# Several, none, trouble


def test_of_several_codes_the_person_chooses_one_with_the_keyboard(page: Page) -> None:
    both = receipt(qr())
    both.paste(qr(OTHER), (80, 80))
    choose(page, picture(both))
    dialog = page.get_by_role("dialog", name="Anh/chị muốn xem hồ sơ nào?")
    expect(dialog.get_by_role("button")).to_have_text([re.compile("-"), re.compile("-"), "Thôi"], timeout=15_000)
    dialog.get_by_role("button", name=OTHER).focus()
    page.keyboard.press("Enter")
    assert asked(page) == f"Hồ sơ {OTHER}"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_without_a_code_is_answered_with_how_to_take_one(page: Page) -> None:
    choose(page, picture(Image.new("L", (600, 400), 255)))
    dialog = page.get_by_role("dialog", name="Mình chưa thấy mã hồ sơ trong ảnh")
    expect(dialog).to_contain_text("chụp lại thật gần mã QR", timeout=15_000)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#text")).to_be_visible()
    choose(page, picture(Image.new("L", (600, 400), 255)))
    with page.expect_file_chooser() as again:
        page.get_by_role("button", name="Chọn ảnh khác").click(timeout=15_000)
    again.value.set_files(picture(qr()))
    assert asked(page) == f"Hồ sơ {CODE}"


def test_a_file_that_is_no_picture_is_refused_kindly(page: Page) -> None:
    choose(page, {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture at all"})
    expect(page.get_by_role("dialog")).to_contain_text("Mình chỉ đọc được ảnh PNG, JPEG hoặc WebP", timeout=15_000)
    page.get_by_role("button", name="Để tôi gõ mã").click()
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("article")).to_have_count(0)


def test_while_a_picture_is_read_it_is_said_and_no_other_is_taken(page: Page) -> None:
    held: list[Route] = []
    page.route(PICTURES, lambda route: held.append(route))
    with page.expect_request(PICTURES):
        choose(page, picture(qr()))
    expect(page.locator("#note")).to_have_text("Mình đang đọc ảnh, anh/chị đợi chút nhé.")
    choose(page, picture(qr(OTHER)))
    expect(page.locator("#note")).to_have_text("Mình đang đọc ảnh trước, anh/chị đợi chút nhé.")
    held[0].continue_()
    assert asked(page) == f"Hồ sơ {CODE}"
    assert len(held) == 1


def test_without_a_network_the_picture_is_asked_for_again(page: Page) -> None:
    page.route(PICTURES, lambda route: route.abort("connectionreset"))
    choose(page, picture(qr()))
    expect(page.get_by_role("dialog", name="Mình chưa đọc được ảnh này")).to_contain_text("kiểm tra mạng", timeout=15_000)

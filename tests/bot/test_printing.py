"""What the PDF's font can draw, what the QR codes say, and how a checklist is laid out."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import pypdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.channels.checklist_view import counts, form_line, safe_url, sheet
from bot.channels.printing import pdf, writable
from bot.channels.qr import qr_png
from bot.messages import Checklist, ChecklistGroup, ChecklistPaper
from knowledge.store import Knowledge

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]


def checklist(**parts: object) -> Checklist:
    return Checklist.model_validate({"code": "1.000001", "name": "Thủ tục", "official_url": "https://dichvucong.gov.vn/", **parts})


def paper(name: str, **facts: object) -> ChecklistPaper:
    return ChecklistPaper.model_validate({"key": name, "name": name, **facts})


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_can_be_drawn_however_it_is_composed(form: str) -> None:
    letters = "".join(LETTERS) + "".join(LETTERS).upper()
    assert len(letters) == 146
    assert writable(unicodedata.normalize(form, letters)) == letters  # type: ignore[arg-type]


def test_what_our_procedures_say_loses_no_letter_in_print(knowledge: Knowledge) -> None:
    said = " ".join(
        f"{procedure.name} {document.name} {document.note or ''}"
        for procedure in knowledge.procedures.values()
        for case in (procedure.cases if isinstance(procedure.cases, list) else [])
        for document in (case.documents if isinstance(case.documents, list) else [])
    )
    assert len(said) > 10_000
    assert writable(said) == unicodedata.normalize("NFC", said).strip()


@given(st.text())
def test_any_text_becomes_drawable_and_stays_as_it_then_is(text: str) -> None:
    drawn = writable(text)
    assert writable(drawn) == drawn
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Co") for letter in drawn if letter != "\n")


def test_signs_that_the_font_lacks_become_their_like() -> None:
    assert writable("● Bước\u00a01\u202f→ 2\U0001f600") == "• Bước 1 → 2"


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=150))
def test_a_qr_code_reads_as_the_address_it_was_made_of(rest: str) -> None:
    url = f"https://dichvucong.gov.vn/{rest}"
    [code] = zxingcpp.read_barcodes(Image.open(qr_png(url)).convert("L"))
    assert code.text == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://dichvucong.gov.vn@evil.example/",
        "https://a b",
        "ftp://a.vn",
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_copies_are_told_as_people_count_them_and_unknown_is_not_zero() -> None:
    assert counts(paper("Giấy", originals=1, copies=2)) == "1 bản chính, 2 bản sao"
    assert counts(paper("Giấy", originals=0, copies=1)) == "1 bản sao"
    assert counts(paper("Giấy", show_only=True)) == "xuất trình rồi nhận lại"
    assert counts(paper("Giấy")) == ""


def test_a_form_is_named_where_that_says_more_than_the_paper() -> None:
    link = "https://dichvucong.gov.vn/mau.docx"
    assert form_line(paper("Tờ khai", form="Mẫu số 01")) == "Mẫu: Mẫu số 01"
    assert form_line(paper("Tờ khai", form="tờ khai")) == ""
    assert form_line(paper("Tờ khai", form="Tờ khai", form_url=link)) == "Tải mẫu: Tờ khai"
    assert form_line(paper("Tờ khai", form_url="javascript:alert(1)")) == ""


@pytest.mark.parametrize("notes", range(5))
def test_no_page_ends_with_a_heading(notes: int) -> None:
    papers = [paper(f"Giấy {n}", condition=f"nếu thuộc trường hợp số {n}", note="Dòng.\n" * (n % 3 + notes)) for n in range(60)]
    made = pdf(sheet(checklist(papers=papers, notes=["Lưu ý."] * (20 + notes), steps=["Bước."] * 30), date(2026, 11, 22)))
    pages = [page.extract_text().split("Danh sách do trợ lý")[0].rstrip() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 3
    assert [page[-60:] for page in pages if page.endswith((":", "☐", "Lưu ý", "Các bước", "Nguồn"))] == []


def test_papers_for_everybody_come_first_and_are_the_ones_counted() -> None:
    laid_out = sheet(
        checklist(papers=[paper("b", condition="nếu mất"), paper("a"), paper("d", condition="nếu hỏng"), paper("c")]), date.today()
    )
    assert [(group.condition, [one.name for one in group.papers]) for group in laid_out.papers] == [
        (None, ["a", "c"]),
        ("nếu mất", ["b"]),
        ("nếu hỏng", ["d"]),
    ]
    assert laid_out.needed == 2


def test_what_holds_for_every_way_stands_before_the_single_ways() -> None:
    groups = [ChecklistGroup(heading="Nộp trực tiếp", lines=["a"]), ChecklistGroup(lines=["b"]), ChecklistGroup(heading="Trống", lines=[])]
    [fees] = sheet(checklist(fees=groups), date.today()).sections
    assert (fees.title, [group.heading for group in fees.groups]) == ("Lệ phí", [None, "Nộp trực tiếp"])

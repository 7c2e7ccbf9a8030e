"""The checklist by its link: what the page and the PDF say, to whom they are refused, and what hostile links get."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pypdf
import pytest
import zxingcpp
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image

from bot.channels import checklists as checklists_module
from knowledge.guides import paths
from knowledge.store import Knowledge
from tests.bot.guided import CODE, FORM, GUIDED, OFFICIAL, ONLINE, guided, knowledge_of

PAGE, PDF = f"/checklists/{CODE}", f"/checklists/{CODE}.pdf"
ALONE = "?q=nguoi_di:tu_di&q=tinh_huong:con"
SENT = "?q=nguoi_di:uy_quyen&skip=tinh_huong"
VIETNAMESE = re.compile(r"[ạảãăắằẳẵặâấầẩẫậđẹẻẽêếềểễệịỉĩọỏõôốồổỗộơớờởỡợụủũưứừửữựỳỵỷỹ]")

Client = httpx.AsyncClient
Opener = Any


class Page(HTMLParser):
    """What a browser sees of a page: its visible text, the boxes to tick, the addresses it leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.ticks: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ticks += [values["data-tick"] or ""] if "data-tick" in values else []
        self.links += [values["href"] or ""] if tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.text += [data.strip()] if data.strip() else []

    @property
    def said(self) -> str:
        return "\n".join(self.text)


def text_of(pdf: bytes) -> str:
    """The text of a PDF in one line, without regard to where its lines break."""
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def refused(response: httpx.Response, status: int) -> str:
    """The sentence of a refusal, after checking that it is a page for people."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    page = Page(response.text)
    assert VIETNAMESE.search(page.said)
    assert "/" in page.links
    return page.said


@pytest.fixture
async def client(serving: Opener, assembly: Any) -> AsyncIterator[Client]:
    async with opened(serving, assembly, knowledge_of(guided())) as started:
        yield started


def opened(serving: Opener, assembly: Any, knowledge: Knowledge, **changes: Any) -> AbstractAsyncContextManager[Client]:
    parts = assembly()
    parts.knowledge = knowledge
    opener: AbstractAsyncContextManager[Client] = serving(assembly=parts, **changes)
    return opener


@contextmanager
def on(day: date, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(checklists_module, "today", lambda: day)
        yield


# What is said


async def test_the_page_lists_the_papers_of_these_answers_and_no_others(client: Client) -> None:
    alone = Page((await client.get(PAGE + ALONE)).text)
    assert len(alone.ticks) == len(set(alone.ticks)) == 2
    assert "Tờ khai nhà vườn" in alone.said and "Giấy ủy quyền" not in alone.said
    assert "2 bản sao, xuất trình rồi nhận lại" in alone.said
    assert {OFFICIAL, ONLINE, FORM, PDF + ALONE} <= set(alone.links)
    sent = Page((await client.get(PAGE + SENT)).text)
    assert len(sent.ticks) == 5
    assert "1 bản chính, 1 bản sao" in sent.said
    assert set(alone.ticks) < set(sent.ticks), "a paper keeps its tick when the answers change"


async def test_the_page_says_fee_days_office_source_and_who_made_it(client: Client) -> None:
    said = Page((await client.get(PAGE + ALONE)).text).said
    for fact in ("15.000 đồng", "3 ngày làm việc", "Bộ phận một cửa của Ủy ban nhân dân cấp xã", "123/QĐ-BXD", "20/11/2026", "trợ lý AI"):
        assert fact in said


async def test_papers_of_a_skipped_question_stand_under_their_condition(client: Client) -> None:
    said = Page((await client.get(PAGE + SENT)).text).text
    lost = said.index("Nếu “Giấy cũ của anh/chị thế nào” là “Bị mất”")
    assert said.index("Tờ khai nhà vườn") < lost < said.index("Đơn trình báo mất giấy")
    assert any("Có câu chưa trả lời" in line for line in said)


async def test_the_pdf_holds_every_paper_with_a_square_and_the_facts(client: Client) -> None:
    response = await client.get(PDF + SENT)
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == f'attachment; filename="giay-to-{CODE}.pdf"'
    said = text_of(response.content)
    names = [paper["name"] for case in GUIDED["cases"] for paper in case["documents"]]
    assert [name for name in names if f"☐ {name}" not in said] == []
    assert said.count("☐") == len(names)
    for fact in (
        "15.000 đồng",
        "3 ngày làm việc",
        f"mã {CODE}",
        "123/QĐ-BXD",
        "20/11/2026",
        "Trang 1/1",
        "trợ lý AI",
        ONLINE,
        "3 bản chính",
    ):
        assert fact in said


async def test_the_font_is_in_the_pdf_and_the_code_leads_to_the_official_page(client: Client) -> None:
    [page] = pypdf.PdfReader(io.BytesIO((await client.get(PDF + ALONE)).content)).pages
    fonts = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in page["/Resources"]["/Font"].values()]
    assert len(fonts) == 2 and all("/FontFile2" in font for font in fonts)
    [picture] = page.images
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.data)).convert("L"))
    assert code.text == OFFICIAL


async def test_a_long_checklist_runs_over_numbered_pages(serving: Opener, assembly: Any) -> None:
    names = [f"Giấy tờ số {number} " + "có tên rất dài " * (number % 12) for number in range(90)]
    papers = [{"name": name, "note": "Ghi chú dài.\n" * (number % 4) or None} for number, name in enumerate(names)]
    longest = guided(cases=[{"name": "Hồ sơ chung", "documents": papers}], questions=[])
    async with opened(serving, assembly, knowledge_of(longest)) as client:
        content = (await client.get(PDF)).content
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 3
    assert [re.findall(r"Trang (\d+/\d+)", page.extract_text()) for page in pages] == [
        [f"{n}/{len(pages)}"] for n in range(1, len(pages) + 1)
    ]
    said = text_of(content)
    assert said.count("☐") == len(names)
    assert [name for name in names if f"☐ {name.split(' có')[0]}" not in said] == []


async def test_the_source_that_names_no_papers_is_not_shown_as_none_needed(serving: Opener, assembly: Any) -> None:
    async with opened(serving, assembly, knowledge_of(guided(cases="unknown", questions=[], methods="unknown"))) as client:
        page, pdf = (await client.get(PAGE)).text, (await client.get(PDF)).content
    for said in (Page(page).said, text_of(pdf)):
        assert "chưa ghi riêng giấy tờ phải nộp" in said
        assert "miễn" not in said.lower() and "0 đồng" not in said


async def test_what_a_source_writes_is_text_and_never_markup(serving: Opener, assembly: Any) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{7*7}} {trang}"
    made = guided(name=hostile, cases=[{"name": hostile, "note": hostile, "documents": [{"name": hostile, "note": hostile}]}], questions=[])
    async with opened(serving, assembly, knowledge_of(made)) as client:
        page, pdf = (await client.get(PAGE)).text, await client.get(PDF)
    found = Page(page)
    assert found.tags.count("script") == 1 and found.tags.count("img") == 2
    assert any(hostile in line for line in found.text)
    assert "<script>alert(1)</script>" in text_of(pdf.content)


@pytest.mark.parametrize("make", ["every paper", "pdf"])
async def test_every_guide_of_ours_has_a_page_for_each_way_through_it(
    make: str, serving: Opener, assembly: Any, knowledge: Knowledge
) -> None:
    guides = {code: one for code, one in knowledge.procedures.items() if one.questions}
    assert guides
    async with opened(serving, assembly, knowledge) as client:
        for code, procedure in guides.items() if make == "every paper" else list(guides.items())[:: max(1, len(guides) // 6)]:
            ways = [answers for answers, _ in paths(procedure)]
            for answers in [ways[0], ways[-1]]:
                query = urlencode([("q", f"{name}:{option}") for name, option in answers.items()])
                response = await client.get(f"/checklists/{code}{'.pdf' if make == 'pdf' else ''}?{query}")
                assert response.status_code == 200, (code, query)
                told = Page(response.text).ticks if make == "every paper" else re.findall("☐", text_of(response.content))
                unsaid = "chưa ghi riêng giấy tờ" in (response.text if make == "every paper" else text_of(response.content))
                assert told or unsaid, (code, query)


# Links


async def test_a_link_carries_the_answers_alone_in_one_order(client: Client) -> None:
    response = await client.get(f"{PAGE}?skip=tinh_huong&fbclid=abc&q=nguoi_di:uy_quyen&utm_source=zalo")
    assert response.status_code == 200
    assert f'data-link="{PAGE}{SENT.replace("&", "&amp;")}"' in response.text
    assert "fbclid" not in response.text and "zalo" not in response.text


@pytest.mark.parametrize(
    "code", ["9.999999", "1.000000.pdf", "abc", "1", "%00", "..%2f..%2fetc%2fpasswd", "1.999001x", "<script>", "á" * 300]
)
async def test_an_unknown_procedure_is_a_page_that_says_so(client: Client, code: str) -> None:
    for ending in ("", ".pdf"):
        response = await client.get(f"/checklists/{code}{ending}")
        if "application/json" in response.headers["content-type"]:
            assert response.status_code == 404, "a path with a slash is no checklist at all"
        else:
            assert "<script>" not in refused(response, 404)


@pytest.mark.parametrize(
    "query",
    [
        "q=x:y", "q=nguoi_di:x", "q=nguoi_di", "q=", "q=:", "q=nguoi_di:tu_di:x", "q=nguoi_di:tu_di&q=nguoi_di:uy_quyen", "skip=x", "skip=",
        "q=nguoi_di:tu_di&skip=nguoi_di", "q=%00:%00", "q=%F0%28%8C%BC", "q=<script>alert(1)</script>:a", "q=nguoi_di:tu_di%0d%0aSet-Cookie:a",
        "q=" + "a" * 5000, "&".join(["q=nguoi_di:tu_di"] * 500), "&".join(f"skip=q{n}" for n in range(500)), "q=NGUOI_DI:tu_di",
    ],
)  # fmt: skip
async def test_answers_that_no_guide_has_are_refused_without_being_repeated(client: Client, query: str) -> None:
    for path in (PAGE, PDF):
        said = refused(await client.get(f"{path}?{query}"), 400)
        assert "alert(1)" not in said and "hỏi lại Một Cửa" in said


@given(code=st.text(max_size=40), query=st.lists(st.tuples(st.sampled_from(["q", "skip", "x"]), st.text(max_size=60)), max_size=5))
@how(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_link_at_all_breaks_the_service(server: str, code: str, query: list[tuple[str, str]]) -> None:
    path = quote(code, safe="", errors="replace") or "x"
    response = httpx.get(f"{server}/checklists/{path}?{urlencode(query, errors='replace')}", trust_env=False)
    assert response.status_code in (200, 400, 404, 405, 307)
    assert response.headers["x-content-type-options"] == "nosniff"


def test_head_says_what_get_would(server: str, knowledge: Knowledge) -> None:
    code = next(iter(knowledge.procedures))
    for path in (f"/checklists/{code}", f"/checklists/{code}.pdf"):
        whole, head = httpx.get(server + path, trust_env=False), httpx.head(server + path, trust_env=False)
        assert head.status_code == 200 and head.content == b""
        assert head.headers["etag"] == whole.headers["etag"]
        assert head.headers["content-length"] == str(len(whole.content))


# Headers, caches, limits


@pytest.mark.parametrize("path", [PAGE + ALONE, PDF + ALONE, "/checklists/9.999999"])
async def test_every_answer_carries_the_strict_headers(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


async def test_the_page_needs_no_inline_script_or_style(client: Client) -> None:
    html = (await client.get(PAGE + SENT)).text
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=\"/static/)", html) == []


async def test_what_did_not_change_is_not_sent_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (PAGE + ALONE, PDF + ALONE):
        first = await client.get(path)
        assert first.headers["cache-control"] == "no-cache"
        for known in (first.headers["etag"], f"W/{first.headers['etag']}", f'"other", {first.headers["etag"]}'):
            again = await client.get(path, headers={"If-None-Match": known})
            assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == first.headers["etag"]
        assert (await client.get(path.replace("tu_di", "uy_quyen"), headers={"If-None-Match": first.headers["etag"]})).status_code == 200
        with on(checklists_module.today() + timedelta(days=1), monkeypatch):
            assert (await client.get(path, headers={"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_a_changed_procedure_is_another_page(serving: Opener, assembly: Any) -> None:
    tags = []
    for checked in ("2026-11-20", "2026-11-21"):
        async with opened(serving, assembly, knowledge_of(guided(checked=checked))) as client:
            tags.append((await client.get(PAGE)).headers["etag"])
    assert tags[0] != tags[1]


async def test_the_same_checklist_makes_the_same_file(client: Client) -> None:
    assert (await client.get(PDF + SENT)).content == (await client.get(PDF + SENT)).content


async def test_too_many_pages_are_refused_on_a_page_with_the_seconds_to_wait(serving: Opener, assembly: Any) -> None:
    async with opened(serving, assembly, knowledge_of(guided()), rate_limit="3/minute") as client:
        for path in (PAGE, PDF, PAGE):
            assert (await client.get(path)).status_code == 200
        last = await client.get(PDF)
        refused(last, 429)
        assert int(last.headers["retry-after"]) > 0
        assert 'motcua_rate_limited_total{channel="checklists"} 1.0' in (await client.get("/metrics")).text


async def test_a_service_that_is_still_starting_says_so_on_a_page(serving: Opener, assembly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklists_module, "PATIENCE_S", 0.05)
    async with serving(assembly=assembly(failures=99)) as client:
        response = await client.get(PAGE)
    refused(response, 503)
    assert int(response.headers["retry-after"]) > 0

"""A conversation to take away: what the text and the PDF hold, and who gets them."""

from __future__ import annotations

import asyncio
import io
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pypdf
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.channels import transcript as module
from bot.channels.printing import writable
from bot.channels.transcript_pdf import pdf
from bot.channels.transcript_view import Transcript, lines, plain_text
from bot.clock import VIETNAM
from bot.db import Database
from bot.dialogue.store import ConversationStore, KeptTurn, TurnRecord
from bot.messages import Button, Card, Outgoing, SourceNote
from bot.settings import Settings

Client = httpx.AsyncClient
CONVERSATION = "conversation-of-the-web"
URL = f"/api/v1/conversations/{CONVERSATION}/transcript"
LATE = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)
"""Already the next day in Vietnam."""
REPLY = Outgoing(
    text="Thủ tục Đăng ký khai sinh được miễn lệ phí.\n- Đúng hạn: 60 ngày\n- Quá hạn: hỏi nơi nộp",
    buttons=[Button(label="Cần giấy tờ gì?", value="x"), Button(label="Nộp ở đâu?", value="y")],
    card=Card(title="Đăng ký khai sinh", url="https://dichvucong.gov.vn/the"),
    sources=[
        SourceNote(
            title="Đăng ký khai sinh", code="1.001193", decision="QĐ 1", url="https://dichvucong.gov.vn/a", checked=date(2026, 11, 20)
        )
    ],
)


def turn(text: str = "Lệ phí khai sinh?", number: int = 1, at: datetime = LATE, replies: list[Outgoing] | None = None) -> KeptTurn:
    return KeptTurn(number=number, at=at, text=text, outcome="answered", replies=[REPLY] if replies is None else replies, key=None)


def written(content: bytes) -> str:
    """All text of a PDF, every break a single space."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
async def web(serving: Any, settings: Settings) -> Any:
    """A served app that has answered two messages of one conversation on the web."""
    async with serving() as client:
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.01)
        database = Database(settings.database_url)
        store = ConversationStore(database)
        for text in ("Lệ phí khai sinh? Gọi tôi số 0912 345 678", "Nộp ở đâu?"):
            said = [REPLY.model_dump(mode="json", exclude={"checklist"})]
            await store.save(CONVERSATION, "web", {}, TurnRecord(text=text, outcome="answered", replies=said, at=LATE))
        await store.save("talk-on-telegram", "telegram", {}, TurnRecord(text="riêng tư", outcome="answered"))
        yield client
        await database.close()


EXPECTED = [
    "Cuộc trò chuyện với Một Cửa", "trợ lý AI", "01:05 ngày 22/11/2026", "Anh/chị", "Lệ phí khai sinh?", "Nộp ở đâu?",
    "Thủ tục Đăng ký khai sinh được miễn lệ phí.", "- Đúng hạn: 60 ngày", "Lựa chọn: Cần giấy tờ gì? · Nộp ở đâu?",
    "Liên kết: Đăng ký khai sinh: https://dichvucong.gov.vn/the",
    "Nguồn: Đăng ký khai sinh · mã 1.001193 · QĐ 1 · kiểm tra ngày 20/11/2026 · https://dichvucong.gov.vn/a",
]  # fmt: skip


async def test_the_text_holds_the_whole_conversation_with_its_sources(web: Client) -> None:
    response = await web.get(f"{URL}.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert [said for said in EXPECTED if said not in response.text] == []
    assert response.text.index("Lệ phí khai sinh?") < response.text.index("Nộp ở đâu?\nMột Cửa")
    assert "345 678" not in response.text


async def test_the_pdf_holds_the_same_and_carries_its_font(web: Client) -> None:
    response = await web.get(f"{URL}.pdf")
    assert response.headers["content-type"] == "application/pdf"
    text = written(response.content)
    assert [said for said in EXPECTED if said not in text] == []
    assert "345 678" not in text
    page: Any = pypdf.PdfReader(io.BytesIO(response.content)).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    assert all("/FontFile2" in font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts)
    links = {mark.get_object()["/A"]["/URI"] for mark in page["/Annots"]}
    assert links == {"https://dichvucong.gov.vn/the", "https://dichvucong.gov.vn/a"}


@pytest.mark.parametrize("ending", ["pdf", "txt"])
async def test_the_file_is_saved_under_a_name_and_kept_by_no_cache(web: Client, ending: str) -> None:
    headers = (await web.get(f"{URL}.{ending}")).headers
    day = datetime.now(VIETNAM)
    assert headers["content-disposition"] == f'attachment; filename="tro-chuyen-mot-cua-{day:%Y%m%d}.{ending}"'
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("ending", ["pdf", "txt"])
async def test_a_conversation_that_the_web_does_not_know_has_no_transcript(web: Client, ending: str) -> None:
    for conversation_id, status, code in [
        ("never-seen-before", 404, "unknown_conversation"), ("talk-on-telegram", 404, "unknown_conversation"), ("short", 422, "invalid"),
    ]:  # fmt: skip
        response = await web.get(f"/api/v1/conversations/{conversation_id}/transcript.{ending}")
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_transcripts_have_a_limit_of_their_own(serving: Any) -> None:
    async with serving(rate_limit="2/minute") as client:
        conversation = (await client.post("/api/v1/messages", json={"text": "xin chào"})).json()["conversation_id"]
        path = f"/api/v1/conversations/{conversation}/transcript"
        answers = [await client.get(f"{path}.{ending}") for ending in ("txt", "pdf", "txt")]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["retry-after"]) > 0
        assert (await client.post("/api/v1/messages", json={"text": "xin chào"})).status_code == 200
        assert 'motcua_rate_limited_total{channel="transcripts"} 1.0' in (await client.get("/metrics")).text


async def test_messages_are_answered_while_a_pdf_is_drawn(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    started, drawn = threading.Event(), threading.Event()

    def slow(_: Transcript) -> bytes:
        started.set()
        assert drawn.wait(20)
        return b"%PDF"

    monkeypatch.setattr(module, "_pdf", slow)
    file = asyncio.create_task(web.get(f"{URL}.pdf"))
    await asyncio.to_thread(started.wait, 20)
    assert (await web.post("/api/v1/messages", json={"text": "xin chào"})).status_code == 200
    assert not file.done()
    drawn.set()
    assert (await file).content == b"%PDF"


async def test_a_pdf_that_takes_too_long_is_given_up_politely(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = threading.Event()
    monkeypatch.setattr(module, "PDF_LIMIT_S", 0.05)
    monkeypatch.setattr(module, "_pdf", lambda _: bytes(drawn.wait(20)))
    response = await web.get(f"{URL}.pdf")
    drawn.set()
    assert (response.status_code, response.json()["error"]["code"]) == (503, "too_slow")


async def test_of_a_very_long_conversation_the_end_is_given_and_it_says_so(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IN_TEXT", 1)
    monkeypatch.setattr(module, "MOST_IN_PDF", 1)
    for text in ((await web.get(f"{URL}.txt")).text, written((await web.get(f"{URL}.pdf")).content)):
        assert "chỉ có 1 lượt cuối" in text
        assert "Nộp ở đâu?" in text
        assert "Lệ phí khai sinh?" not in text


def test_a_conversation_without_turns_says_so(tmp_path: Path) -> None:
    empty = Transcript([], LATE.astimezone(VIETNAM))
    assert "chưa có tin nhắn nào" in plain_text(empty)
    assert "chưa có tin nhắn nào" in written(pdf(empty))


def test_a_link_that_is_none_stays_out() -> None:
    card = Card(title="Thẻ", url="javascript:alert(1)")
    sources = [SourceNote(title="Nguồn lạ", url="javascript:alert(2)")]
    drawn = pdf(Transcript([turn(replies=[Outgoing(text="Chào", card=card, sources=sources)])], LATE))
    assert b"javascript" not in drawn
    assert "javascript" not in written(drawn)
    assert "Nguồn lạ" in written(drawn)


def test_the_same_conversation_gives_the_same_file() -> None:
    made = Transcript([turn(), turn("", 2)], LATE)
    assert pdf(made) == pdf(made)


ANY = st.text(st.characters(codec="utf-8"), max_size=80)


@given(text=ANY, reply=ANY, label=ANY)
@how(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_a_transcript(text: str, reply: str, label: str) -> None:
    one = turn(text, replies=[Outgoing(text=reply, buttons=[Button(label=label, value="v")])])
    made = Transcript([one], LATE)
    assert pdf(made).startswith(b"%PDF")
    assert text.strip() in plain_text(made)


def test_a_question_does_not_end_a_page_without_its_text() -> None:
    made = Transcript([turn(f"Câu hỏi thứ {n} của tôi", n) for n in range(60)], LATE)
    for page in pypdf.PdfReader(io.BytesIO(pdf(made))).pages:
        said = [line for line in page.extract_text().split("\n") if line.strip()]
        labels = [n for n, line in enumerate(said) if line.strip() == "Anh/chị"]
        assert all(said[n + 1].startswith("Câu hỏi thứ") for n in labels)


def test_what_is_said_of_a_turn_can_all_be_drawn() -> None:
    said = " ".join(f"{line.label} {line.text}" for line in lines(turn()))
    assert writable(said).split() == said.split()


def test_what_was_told_unasked_has_no_line_of_the_person() -> None:
    told = turn("")
    asked = KeptTurn(number=1, at=LATE, text="", outcome="answered", replies=[REPLY], key="a-key")
    assert [line.kind for line in lines(told)][:2] == ["time", "bot"]
    assert [line.kind for line in lines(asked)][:2] == ["time", "person"]

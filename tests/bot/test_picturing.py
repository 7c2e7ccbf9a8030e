"""The checklist as a picture: its size, its code, its letters, what happens to one that is too long, and its address."""

from __future__ import annotations

import asyncio
import io
import threading
import unicodedata
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from bot.channels import picturing
from bot.channels.checklist_view import Sheet, sheet
from bot.channels.picturing import MOST_PX, WIDTH_PX, png
from bot.dialogue.checklists import checklist
from bot.messages import Checklist, ChecklistPaper
from knowledge.store import Knowledge
from tests.bot.guided import CODE, OFFICIAL, guided, knowledge_of
from tests.bot.test_checklists import opened, refused

PATH = f"/checklists/{CODE}.png"
SENT = "?q=nguoi_di:uy_quyen&skip=tinh_huong"
MADE = date(2026, 11, 22)
HEAVIEST = 1_500_000
"""Bytes: a picture is sent on over a phone's connection."""


def listing(*names: str, **parts: object) -> Sheet:
    """A checklist of these papers."""
    papers = [ChecklistPaper(key=str(number), name=name) for number, name in enumerate(names)]
    return sheet(
        Checklist.model_validate({"code": "1.000001", "name": "Thủ tục", "official_url": OFFICIAL, "papers": papers, **parts}), MADE
    )


def opened_picture(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG"
    return picture.convert("L")


def inked(picture: Image.Image) -> np.ndarray[Any, Any]:
    """Which rows of pixels hold anything but white."""
    found: np.ndarray[Any, Any] = (np.asarray(picture) < 200).any(axis=1)
    return found


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture
async def client(serving: Any, assembly: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with opened(serving, assembly, knowledge_of(guided())) as started:
        yield started


# The picture


def test_the_longest_lists_of_ours_fit_a_phone_and_a_message_and_their_code_can_be_read(knowledge: Knowledge) -> None:
    guides = [one for one in knowledge.procedures.values() if one.questions]
    sheets = [sheet(checklist(one, {}, [question.id for question in one.questions], today=MADE), MADE) for one in guides]
    longest = sorted(sheets, key=lambda laid_out: len(laid_out.checklist.model_dump_json()))
    for laid_out in (longest[0], longest[len(longest) // 2], longest[-1]):
        content = png(laid_out)
        picture = opened_picture(content)
        assert picture.width == WIDTH_PX and picture.height <= MOST_PX
        assert len(content) < HEAVIEST
        assert codes(picture) == [laid_out.checklist.official_url]


def test_the_code_is_still_read_from_the_small_copy_that_a_phone_shows() -> None:
    picture = opened_picture(png(listing("Tờ khai")))
    assert codes(picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.BILINEAR)) == [OFFICIAL]


def test_the_picture_ends_soon_after_its_last_line() -> None:
    for count in (0, 1, 12):
        rows = inked(opened_picture(png(listing(*(f"Giấy số {n}" for n in range(count))))))
        below = len(rows) - 1 - int(np.flatnonzero(rows)[-1])
        assert 0 < below < 100


def test_more_papers_make_a_longer_picture_until_it_is_cut_and_says_so() -> None:
    heights = [opened_picture(png(listing(*["Giấy tờ phải nộp"] * count))).height for count in (1, 20, 40)]
    assert heights == sorted(set(heights))
    many = [f"Giấy tờ phải nộp {number * number}" for number in range(400)]
    cut, longer = (opened_picture(png(listing(*names))) for names in (many[:300], many[::-1]))
    assert (cut.size, longer.size) == ((WIDTH_PX, MOST_PX), (WIDTH_PX, MOST_PX))
    note, other = (np.asarray(picture)[-390:] < 200 for picture in (cut, longer))
    assert note.any(), "the notes stand at the end of a picture that was cut"
    assert np.array_equal(note, other), "and not the papers, which differ"
    assert not note[-40:].any(), "and none of their lines is cut off"


@pytest.mark.parametrize("letters", ["ẶẪỒỜỨỰ", "ặẫồờứự", "đĐơƠưƯ"])
def test_letters_with_marks_are_drawn_each_as_itself(letters: str) -> None:
    drawn = [opened_picture(png(listing(letter * 12))).tobytes() for letter in letters]
    assert len(set(drawn)) == len(letters)
    assert opened_picture(png(listing(letters))).tobytes() != opened_picture(png(listing("?" * len(letters)))).tobytes()


def test_letters_composed_otherwise_make_the_same_picture() -> None:
    composed, loose = (unicodedata.normalize(form, "Giấy ủy quyền của người được ủy quyền") for form in ("NFC", "NFD"))
    assert composed != loose
    assert png(listing(composed)) == png(listing(loose))


def test_many_threads_draw_the_same_pictures_as_one() -> None:
    sheets = [listing(*(f"Giấy {number}-{n}" for n in range(number + 1))) for number in range(4)]
    alone = [png(laid_out) for laid_out in sheets]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(png, sheets * 2)) == alone * 2


# Its address


async def test_the_link_of_the_page_gives_the_picture_of_the_same_answers(client: httpx.AsyncClient) -> None:
    response = await client.get(PATH + SENT)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"] == f'inline; filename="giay-to-{CODE}.png"'
    assert codes(opened_picture(response.content)) == [OFFICIAL]
    alone = await client.get(f"{PATH}?q=nguoi_di:tu_di&q=tinh_huong:con")
    assert opened_picture(alone.content).height < opened_picture(response.content).height, "fewer papers, a shorter picture"
    assert f'href="{PATH}{SENT.replace("&", "&amp;")}" download=' in (await client.get(f"/checklists/{CODE}{SENT}")).text


@pytest.mark.parametrize(("path", "status"), [("/checklists/9.999999.png", 404), ("/checklists/x.png", 404), (f"{PATH}?q=x:y", 400)])
async def test_a_bad_link_is_refused_like_that_of_the_pdf(client: httpx.AsyncClient, path: str, status: int) -> None:
    said = refused(await client.get(path), status)
    assert said == refused(await client.get(path.replace(".png", ".pdf")), status)


async def test_a_picture_that_did_not_change_is_not_sent_again_and_is_no_pdf(client: httpx.AsyncClient) -> None:
    first = await client.get(PATH)
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(PATH.replace(".png", ".pdf"), headers={"If-None-Match": first.headers["etag"]})).status_code == 200
    assert (await client.get(PATH)).content == first.content


async def test_pictures_count_towards_the_limit_of_an_address(serving: Any, assembly: Any) -> None:
    async with opened(serving, assembly, knowledge_of(guided()), rate_limit="1/minute") as client:
        assert (await client.get(PATH)).status_code == 200
        refused(await client.get(PATH), 429)


async def test_two_are_drawn_at_a_time_and_no_more(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2, timeout=10)

    def drawn(_: Sheet) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        both.wait()
        with lock:
            now -= 1
        return b"picture"

    monkeypatch.setattr(picturing, "png", drawn)
    answers = await asyncio.gather(*(client.get(PATH) for _ in range(6)))
    assert [answer.content for answer in answers] == [b"picture"] * 6
    assert most == 2

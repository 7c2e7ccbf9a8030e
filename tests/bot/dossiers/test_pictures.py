"""Codes read from pictures of receipts, good and bad; and files that are no pictures, or mean harm."""

from __future__ import annotations

import asyncio
import logging
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import date

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bot.dossiers import pictures
from bot.dossiers.pictures import (
    MAX_BYTES,
    MAX_PIXELS,
    BrokenPictureError,
    NotAPictureError,
    Pictures,
    PicturesBusyError,
    PictureTooLargeError,
    codes_in,
    read_picture,
)
from bot.errors import MotCuaError
from tests.bot.dossiers.receipts import CODE, LINK, bars, photographed, qr, receipt, saved

TODAY = date(2026, 11, 22)
ORIENTATION = 0x0112


def read(content: bytes) -> list[str]:
    """The dossier codes of a picture."""
    return codes_in(read_picture(content, TODAY), TODAY)


# What can be read


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("code", [qr(), bars()], ids=["qr", "bars"])
def test_a_receipt_is_read_in_every_format(code: Image.Image, kind: str) -> None:
    assert read(saved(receipt(code, at=(400, 120)), kind)) == [CODE]


def test_the_texts_are_those_of_the_codes() -> None:
    assert read_picture(saved(receipt(qr())), TODAY) == [LINK]


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "upside down": lambda page: page.rotate(180),
    "on its side": lambda page: page.rotate(90, expand=True),
    "mirrored": ImageOps.mirror,
    "askew": lambda page: page.rotate(17, expand=True, fillcolor=200),
    "inverted": ImageOps.invert,
    "from the side": lambda page: photographed(page, slant=0.12),
    "grainy and blurred": lambda page: photographed(page, slant=0.05, blur=2.2, noise=18),
    "far away": lambda page: receipt(page.resize((620, 877)), (3000, 4000), (1200, 1500)),
    "faint": lambda page: page.point(lambda value: 170 + value // 8),
    "in colour": lambda page: Image.merge("RGB", [page, page.point(lambda v: v * 9 // 10), page.point(lambda v: v * 7 // 10)]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_photograph_is_read_however_it_was_taken(change: Callable[[Image.Image], Image.Image]) -> None:
    assert read(saved(change(receipt(qr(scale=7), at=(760, 120))), "JPEG", quality=80)) == [CODE]


@pytest.mark.parametrize("angle", [0, 8, 20, 90, 160, 180])
def test_bars_are_read_at_an_angle(angle: int) -> None:
    page = receipt(bars(), (1400, 1000), (300, 200)).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=250)
    assert read(saved(page)) == [CODE]


@pytest.mark.parametrize("side", [90, 110, 160])
def test_a_tiny_picture_is_enlarged(side: int) -> None:
    assert read(saved(qr(CODE, scale=8).resize((side, side), Image.Resampling.LANCZOS), "JPEG", quality=85)) == [CODE]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_how_a_phone_was_held_does_not_matter(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert read(saved(receipt(qr()), "JPEG", exif=exif.tobytes())) == [CODE]


def test_black_on_nothing_is_black_on_white() -> None:
    ink = qr()
    drawn = Image.merge("LA", [Image.new("L", ink.size, 0), ImageOps.invert(ink)])
    assert read(saved(drawn.convert("RGBA"))) == [CODE]
    assert read(saved(drawn.convert("RGBA").quantize(8))) == [CODE]


def test_unusual_kinds_of_pixels_are_read() -> None:
    deep = Image.fromarray(numpy.asarray(qr(), "uint16") * 257)
    for image in (deep, qr().convert("1"), qr().convert("P")):
        assert read(saved(image)) == [CODE]
    assert read(saved(qr().convert("CMYK"), "JPEG")) == [CODE]


def test_two_codes_of_one_picture_are_both_found_and_other_codes_are_not_ours() -> None:
    page = receipt(qr("H56.14-240823-0001"))
    page.paste(qr("mã hồ sơ: 000.00.04.H51-200221-0001, nộp 21/02/2020"), (100, 100))
    page.paste(qr("079203004567|212345678|Nguyễn Văn A|01012003|Nam|12 Lê Lợi"), (100, 1200))
    assert sorted(read(saved(page))) == ["000.00.04.H51-200221-0001", "H56.14-240823-0001"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("https://x.gov.vn/?q=H56.14%2D240823%2D0001", ["H56.14-240823-0001"]),
        ("https://x.gov.vn/h56.14-240823-0001/ket-qua", ["H56.14-240823-0001"]),
        ("H56.14-240231-0001", []),
        ("https://dichvucong.gov.vn/p/home/dvc-tthc-thu-tuc-hanh-chinh-chi-tiet.html?ma_thu_tuc=1.011442", []),
        ("079203004567|212345678|Nguyễn Văn A|01012003|Nam|12 Lê Lợi|15082021", []),
    ],
)
def test_codes_are_found_in_links_and_texts(text: str, codes: list[str]) -> None:
    assert codes_in([text], TODAY) == codes


def test_a_picture_without_codes_has_none() -> None:
    assert read(saved(receipt(Image.new("L", (10, 10), 0)), "JPEG")) == []


# What cannot


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    """The beginning of a PNG that says how large it is, with next to no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6400, 12_000, 40_000, 2**31 - 1])
def test_too_many_pixels_are_refused_before_they_are_decoded(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_grey", lambda image: pytest.fail("decoded"))
    assert side * side > MAX_PIXELS
    with pytest.raises((PictureTooLargeError, NotAPictureError)) as refused:
        read(png_of(side, side))
    assert refused.type is PictureTooLargeError or side == 2**31 - 1


@pytest.mark.parametrize(("size", "kind"), [((1, 70_000), "PNG"), ((70_000, 100), "PNG"), ((4100, 4000), "WEBP")])
def test_few_bytes_that_become_a_strip_or_take_the_memory_of_many_pictures_are_refused(
    size: tuple[int, int], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved(Image.new("L", size), kind)
    monkeypatch.setattr(pictures, "_grey", lambda image: pytest.fail("decoded"))
    with pytest.raises(PictureTooLargeError):
        read(content)


def test_a_long_screenshot_is_still_looked_at() -> None:
    assert read(saved(Image.new("L", (700, 19_000), 255))) == []


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(PictureTooLargeError):
        read(saved(qr()) + b"\0" * MAX_BYTES)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 100, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"<html>", "xin chào".encode(), b"\xff\xd8\xff",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", saved(qr().convert("P"), "GIF"), saved(qr(), "TIFF"), saved(qr(), "BMP"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_the_three_kinds_is_refused(content: bytes) -> None:
    with pytest.raises((NotAPictureError, BrokenPictureError)):
        read(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_breaks_off_is_told_from_one_without_codes(kind: str) -> None:
    whole = saved(photographed(receipt(qr())), kind)
    with pytest.raises((BrokenPictureError, NotAPictureError)):
        read(whole[: len(whole) // 2])


SOUND = {kind: saved(receipt(qr(CODE, scale=3), (200, 200), (20, 20)), kind) for kind in ("PNG", "JPEG", "WEBP")}


@given(st.sampled_from(sorted(SOUND)), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_damage_is_an_error_for_people_or_no_harm(kind: str, damage: list[tuple[float, int]]) -> None:
    content = bytearray(SOUND[kind])
    for place, value in damage:
        content[int(place * len(content))] = value
    try:
        found = read(bytes(content))
    except (PictureTooLargeError, NotAPictureError, BrokenPictureError):
        found = []
    assert set(found) <= {CODE}


# Many at once


@pytest.fixture
def reader() -> Iterator[Pictures]:
    made = Pictures()
    yield made
    made.close()


async def test_a_picture_is_read_beside_the_loop(reader: Pictures) -> None:
    assert await reader.codes(saved(qr()), TODAY) == [CODE]
    with pytest.raises(NotAPictureError):
        await reader.codes(b"no", TODAY)


async def test_two_are_read_at_once_few_wait_and_the_rest_hear_that_it_is_busy(reader: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, lock, running = threading.Event(), threading.Lock(), [0, 0]

    def slow(content: bytes, today: date) -> list[str]:
        with lock:
            running[0] += 1
            running[1] = max(running)
        gate.wait(10)
        with lock:
            running[0] -= 1
        return [CODE]

    monkeypatch.setattr(pictures, "read_picture", slow)
    room = pictures.AT_ONCE + pictures.MOST_WAITING
    waiting = [asyncio.create_task(reader.codes(b"", TODAY)) for _ in range(room)]
    await asyncio.sleep(0.1)
    with pytest.raises(PicturesBusyError):
        await reader.codes(b"", TODAY)
    gate.set()
    assert await asyncio.gather(*waiting) == [[CODE]] * room
    assert running[1] == pictures.AT_ONCE
    assert await reader.codes(b"", TODAY) == [CODE]


async def test_nobody_waits_for_ever(reader: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(pictures, "WAIT_S", 0.05)
    monkeypatch.setattr(pictures, "read_picture", lambda content, today: [str(gate.wait(10))])
    with pytest.raises(PicturesBusyError):
        await reader.codes(b"", TODAY)
    gate.set()


def test_a_hard_picture_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr(pictures, "_EFFORT_S", 0.0)
    monkeypatch.setattr(pictures, "_texts", lambda view, binarizer: looked.append(view) or [])
    assert read_picture(saved(qr()), TODAY) == []
    assert len(looked) == 1


def test_nothing_of_a_picture_is_said_in_errors_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert read(saved(qr("Nguyễn Văn A 0912345678 H56.14-240823-0001"))) == [CODE]
        with pytest.raises(MotCuaError) as refused:
            read(b"Nguyen Van A 0912345678")
    assert "0912345678" not in caplog.text + str(refused.value) + repr(refused.value)

"""A picture of a receipt: the QR and bar codes in it, and the dossier codes in these. Nothing of a picture is stored or logged."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import unquote_plus

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from bot.dossiers.codes import readings
from bot.dossiers.picture_words import BROKEN, BUSY, NOT_A_PICTURE, TOO_LARGE, TOO_LONG, TOO_MANY_PIXELS
from bot.errors import BodyTooLargeError, MotCuaError, UnavailableError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS, MAX_WEBP_PIXELS = 40_000_000, 16_000_000
"""WebP is decoded into several whole pictures at once: 40 million pixels of it, in 2 KB, took 0.7 GB."""
MAX_SIDE = 20_000
"""Pixels; what reads the codes takes 65,535, and no photograph of a receipt has as many."""
FORMATS = ("PNG", "JPEG", "WEBP")
AT_ONCE = 2
"""Pictures read at the same time; each takes a core."""
MOST_WAITING = 8
WAIT_S = 12.0
"""How long a caller waits for its turn and its answer together."""
_EFFORT_S = 4.0
"""After this no further way of looking at the picture is begun."""
_SIDE, _SMALL_SIDE, _ROTATED_SIDE = 2000, 1000, 1200
"""Pixels of the longest side: what is looked at first, what is enlarged, what is turned."""
_ANGLES = (20, -20, 45, -45)
_MOST_TEXTS, _LONGEST_TEXT = 20, 2000
_KINDS = zxingcpp.BarcodeFormats(
    [getattr(zxingcpp.BarcodeFormat, name) for name in ("QRCode", "DataMatrix", "Aztec", "PDF417", "Code128", "Code39", "Code93")]
)
_BINARIZERS = (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)


class PictureTooLargeError(BodyTooLargeError):
    """More bytes or more pixels than a photograph of a receipt needs."""

    code = "picture_too_large"
    message = TOO_LARGE


class NotAPictureError(MotCuaError):
    """The bytes are no PNG, JPEG or WebP."""

    status = 415
    code = "not_a_picture"
    message = NOT_A_PICTURE


class BrokenPictureError(MotCuaError):
    """A picture that cannot be decoded to its end."""

    status = 422
    code = "broken_picture"
    message = BROKEN


class PicturesBusyError(UnavailableError):
    """Too many pictures at once, or one that took too long."""

    code = "pictures_busy"
    message = BUSY


class Pictures:
    """The reading of pictures beside the event loop: ``AT_ONCE`` at a time, few waiting, none longer than people wait."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures")
        self._waiting = 0

    async def codes(self, content: bytes, today: date) -> list[str]:
        """The dossier codes in a picture, in no order; raises the errors of this module."""
        if self._waiting >= AT_ONCE + MOST_WAITING:
            raise PicturesBusyError
        self._waiting += 1
        reading = asyncio.get_running_loop().run_in_executor(self._threads, _codes, content, today)
        reading.add_done_callback(self._done)
        try:
            async with asyncio.timeout(WAIT_S):
                return await reading
        except TimeoutError as error:
            raise PicturesBusyError from error

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _done(self, reading: asyncio.Future[list[str]]) -> None:
        self._waiting -= 1
        if not reading.cancelled():
            reading.exception()  # heard, also where nobody waits any more


def _codes(content: bytes, today: date) -> list[str]:
    return codes_in(read_picture(content, today), today)


def codes_in(texts: Iterable[str], today: date) -> list[str]:
    """The dossier codes in texts, such as a link with the code in its query; without repeats."""
    found = [reading for text in texts for reading in readings(unquote_plus(text), today)]
    return list(dict.fromkeys(code for reading in found for code in reading.codes))


def read_picture(content: bytes, today: date) -> list[str]:
    """The texts of the QR and bar codes in a picture. Looks closer as long as none of them holds a dossier code. Takes seconds."""
    image = _opened(content)
    end = time.monotonic() + _EFFORT_S
    texts: list[str] = []
    for view in _views(image):
        for binarizer in _BINARIZERS:
            texts += _texts(view, binarizer)
            if codes_in(texts, today) or time.monotonic() > end:
                return list(dict.fromkeys(texts))[:_MOST_TEXTS]
    return list(dict.fromkeys(texts))[:_MOST_TEXTS]


def _texts(view: Image.Image, binarizer: zxingcpp.Binarizer) -> list[str]:
    return [found.text[:_LONGEST_TEXT] for found in zxingcpp.read_barcodes(view, formats=_KINDS, binarizer=binarizer)]


def _opened(content: bytes) -> Image.Image:
    """The picture in shades of grey. Its size is known from its first bytes, before anything is decoded.

    How a phone was held (EXIF) does not matter: codes are found upside down, on their side and mirrored.
    """
    if len(content) > MAX_BYTES:
        raise PictureTooLargeError
    image = _begun(content)
    _check_size(image)
    try:
        image.draft("L", image.size)
        return _grey(image)
    except Exception as error:  # decoders of strangers' bytes raise what they like
        raise BrokenPictureError from error


def _check_size(image: Image.Image) -> None:
    most = MAX_WEBP_PIXELS if image.format == "WEBP" else MAX_PIXELS
    if image.width * image.height > most:
        raise PictureTooLargeError(_too_many(most))
    if max(image.size) > MAX_SIDE:
        raise PictureTooLargeError(TOO_LONG)


def _too_many(most: int) -> str:
    return TOO_MANY_PIXELS.format(most=most // 1_000_000)


def _begun(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError(_too_many(MAX_PIXELS)) from error
    except Exception as error:
        raise NotAPictureError from error


def _grey(image: Image.Image) -> Image.Image:
    """Grey on white paper: what is transparent must not become black."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("L")
    drawn = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    paper = Image.new("L", drawn.size, 255)
    paper.paste(drawn.convert("L"), mask=drawn.getchannel("A"))
    return paper


def _views(image: Image.Image) -> Iterator[Image.Image]:
    """The picture as it is best looked at first, then closer, larger, sharper, smaller, turned."""
    longest = max(image.size)
    fitted = _scaled(image, min(1.0, _SIDE / longest))
    yield fitted
    if longest > _SIDE:
        yield image
    if longest < _SMALL_SIDE:
        yield _scaled(image, min(4.0, _SIDE / longest))
    clear = ImageOps.autocontrast(fitted, cutoff=1)
    yield clear.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=0))
    yield _scaled(clear, 2.0 if longest <= _SIDE else 1.5).filter(ImageFilter.GaussianBlur(1.5))
    yield _scaled(clear, 0.5)
    small = _scaled(clear, min(1.0, _ROTATED_SIDE / max(clear.size)))
    for angle in _ANGLES:
        yield small.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    if factor == 1.0:
        return image
    width, height = (max(1, round(side * factor)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)

"""QR codes that lead from paper to the official page."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

BORDER = 2
"""White modules around the code; the page and the paper around it are white too."""


@lru_cache(maxsize=512)
def qr_svg(url: str) -> str:
    """The code as the address of an SVG picture (``data:``)."""
    return _code(url).svg_data_uri(border=BORDER, scale=4, light="white")


def qr_png(url: str) -> io.BytesIO:
    """The code as a black and white PNG, sharp at any size of paper."""
    picture = io.BytesIO()
    _code(url).save(picture, kind="png", border=BORDER, scale=8)
    picture.seek(0)
    return picture


def _code(url: str) -> segno.QRCode:
    return segno.make_qr(url, error="m")

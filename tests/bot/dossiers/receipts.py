"""Pictures of receipts, as printers, phones and careless hands make them."""

from __future__ import annotations

import io

import numpy
import segno
import zxingcpp
from PIL import Image, ImageFilter

CODE = "H56.14-240823-0001"
LINK = "https://dichvucong.thanhhoa.gov.vn/tra-cuu?ma_ho_so=H56.14-240823-0001&nguon=giay-hen"


def qr(text: str = LINK, scale: int = 6) -> Image.Image:
    """A QR code on white."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=scale, border=4)
    return Image.open(drawn).convert("L")


def bars(text: str = CODE, scale: int = 3) -> Image.Image:
    """A Code 128."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    return Image.fromarray(numpy.array(zxingcpp.write_barcode_to_image(made, scale=scale)))


def receipt(code: Image.Image, size: tuple[int, int] = (1240, 1754), at: tuple[int, int] = (860, 120)) -> Image.Image:
    """A page with a code, and lines like those of print."""
    page = Image.new("L", size, 250)
    for line in range(400, size[1] - 100, 40):
        page.paste(60, (100, line, size[0] - 100 - (line * 7) % 300, line + 9))
    page.paste(code, at)
    return page


def photographed(page: Image.Image, slant: float = 0.1, blur: float = 1.2, noise: float = 12) -> Image.Image:
    """The page as a hand-held phone sees it: from the side, in bad light, blurred and grainy."""
    width, height = page.size
    corners = (0, 0, -width * slant, height * (1 + slant), width, height, width * (1 + slant), -height * slant)
    seen = page.transform(page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=120)
    light = Image.linear_gradient("L").resize(page.size).point(lambda value: value // 3 + 150)
    shaded = Image.fromarray((numpy.asarray(seen, "float") * numpy.asarray(light, "float") / 255).clip(0, 255).astype("uint8"))
    grain = numpy.random.default_rng(7).normal(0, noise, (height, width))
    return Image.fromarray((numpy.asarray(shaded.filter(ImageFilter.GaussianBlur(blur)), "float") + grain).clip(0, 255).astype("uint8"))


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()

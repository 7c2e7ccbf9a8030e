"""A checklist as one tall picture for a phone: what people save, send on in Zalo and show at the counter."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from bot.channels.checklist_view import WORDS, Sheet, form_line
from bot.channels.printing import GREY, SMALL, Paper
from bot.messages import ChecklistPaper

WIDTH_PX, MOST_PX = 1080, 12_000
"""The width of every picture, and the height at which one ends and says that the list goes on."""
SCALE = 3.6
"""Pixels for each point: on a phone of 360 pixels the text is then about 13 high, readable without zooming."""
MARGIN, BOTTOM = 7.0, 42.0
"""Millimetres; the bottom is for the notes of a list that was cut."""
COLOURS = 32
"""Black, three colours and the greys between them and white: a third of the bytes of a picture in full colour."""
_POINT = 25.4 / 72
_ONE_AT_A_TIME = Lock()
"""PDFium may not be called by two threads at once."""


def png(sheet: Sheet) -> bytes:
    """The picture, 1080 pixels wide. The same sheet gives the same bytes."""
    paper = _Screen(sheet)
    paper.draw()
    made = io.BytesIO()
    _photographed(bytes(paper.output()), unused=paper.unused).save(made, "PNG")
    return made.getvalue()


class _Screen(Paper):
    """The checklist on one narrow page as long as a picture may be; a second page only shows that it did not fit."""

    def __init__(self, sheet: Sheet) -> None:
        self._is_whole = False
        self.unused = 0.0
        """Points of white below the last line."""
        super().__init__(sheet, size=(WIDTH_PX / SCALE * _POINT, MOST_PX / SCALE * _POINT), margin=MARGIN, bottom=BOTTOM)

    def draw(self) -> None:
        """Every part and, where all of it fitted, the notes right below."""
        super().draw()
        self._is_whole = self.page_no() == 1
        if self._is_whole:
            self.set_auto_page_break(False)
            self.ln(3)
            self._notes()
            self.unused = (self.h - self.get_y() - MARGIN) / _POINT

    def footer(self) -> None:
        """Called by fpdf2 at the end of every page; of a whole list nothing is left to say there."""
        if not self._is_whole:
            self.set_y(-BOTTOM + 3)
            self._say(WORDS["cut"], style="B")
            self._notes()

    def _notes(self) -> None:
        self._say(WORDS["disclaimer"], SMALL, colour=GREY)
        self._say(f"{WORDS['made_on']} {self.sheet.made:%d/%m/%Y}", SMALL, colour=GREY)

    def _form(self, paper: ChecklistPaper) -> None:
        """Nothing can be downloaded from a picture: the form is only named."""
        self._say(form_line(paper.model_copy(update={"form_url": None})), SMALL + 0.5, colour=GREY)


def _photographed(pdf: bytes, *, unused: float) -> Image.Image:
    """The first page in few colours, less ``unused`` points at its bottom."""
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=SCALE, crop=(0, unused, 0, 0))
        picture: Image.Image = bitmap.to_pil().copy()
        bitmap.close()
        page.close()
    return picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)

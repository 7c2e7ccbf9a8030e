"""A transcript as a PDF on A4, in the font and with the measures of the checklist."""

from __future__ import annotations

import font_source_sans_pro
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.channels.printing import BLACK, BOTTOM, BRAND, FONT, GREY, LINK, MARGIN, PAGES, SMALL, TEXT, TITLE, writable
from bot.channels.transcript_view import WORDS, Line, LineKind, Transcript, lines

_LINE = 0.47
"""Height of a line in millimetres, for each point of its letters."""
_LOOKS: dict[LineKind, tuple[float, tuple[int, int, int]]] = {
    "time": (SMALL, GREY), "person": (TEXT, BRAND), "bot": (TEXT, BLACK), "note": (SMALL, GREY), "link": (SMALL, LINK),
}  # fmt: skip


def pdf(transcript: Transcript) -> bytes:
    """The file. The same transcript gives the same bytes."""
    paper = _Paper(transcript)
    paper.draw()
    return bytes(paper.output())


class _Paper(FPDF):
    """One transcript while it is drawn."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(format="A4")
        self.transcript = transcript
        for style, name in (("", "SourceSansPro"), ("B", "SourceSansProBold")):
            self.add_font(FONT, style, font_source_sans_pro.font_files_ttf[name])
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, BOTTOM)
        self.alias_nb_pages(PAGES)
        self.set_title(WORDS["title"])
        self.set_author(WORDS["brand"])
        self.set_lang("vi-VN")
        self.set_creation_date(transcript.made)

    def draw(self) -> None:
        """Title and notes, then turn after turn."""
        self.add_page()
        self._say(WORDS["title"], TITLE, BRAND, "B")
        for note in self.transcript.notes:
            self._say(note, SMALL, GREY)
        for turn in self.transcript.turns:
            self.ln(3)
            for line in lines(turn):
                self._line(line)

    def footer(self) -> None:
        """Called by fpdf2 at the end of every page."""
        self.set_y(-BOTTOM + 5)
        self._say(WORDS["ai"], SMALL, GREY)
        self._say(f"{WORDS['page']} {self.page_no()}/{PAGES}", SMALL, GREY)

    def _line(self, line: Line) -> None:
        """A label does not end a page without what belongs to it."""
        size, colour = _LOOKS[line.kind]
        if line.kind in ("time", "person", "bot"):
            if self.will_page_break(4 * TEXT * _LINE):
                self.add_page()
            self._say(line.label, SMALL, colour, "B")
            self._say(line.text, size, BLACK if line.label else colour)
        else:
            self._say(f"{line.label}: {line.text}", size, colour, link=line.url or "")

    def _say(self, text: str, size: float, colour: tuple[int, int, int], style: str = "", link: str = "") -> None:
        """A paragraph; nothing where no letter of it can be drawn."""
        said = writable(text)
        if said:
            self.set_font(FONT, style, size)
            self.set_text_color(*colour)
            self.multi_cell(0, size * _LINE, said, align="L", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

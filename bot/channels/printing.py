"""A checklist as a PDF on A4: the Vietnamese font is embedded, the text can be selected, the squares can be ticked with a pen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

import font_source_sans_pro
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.channels.checklist_view import WORDS, PaperGroup, Section, Sheet, counts, form_line, safe_url, source_facts
from bot.channels.qr import qr_png
from bot.clock import VIETNAM
from bot.messages import Checklist, ChecklistPaper

FONT = "Source Sans Pro"
SQUARE = "☐"
PAGES = "{trang}"
"""Stands for the number of pages until it is known."""
MARGIN, BOTTOM, INDENT, BULLET, QR_SIZE = 18.0, 22.0, 7.0, 4.5, 28.0
"""Millimetres, as all lengths here."""
TEXT, SMALL, HEADING, TITLE = 11.0, 9.0, 12.5, 17.0
"""Points."""
LINE_LENGTH, MOST_KEPT = 80, 20
"""Characters that fit a line for sure, and the lines that are kept together at most."""
BLACK, GREY, BRAND, LINK = (25, 20, 18), (90, 82, 74), (152, 27, 22), (10, 79, 143)
_LINE = 0.47
"""Height of a line in millimetres, for each point of its letters."""
_ALIKE = {"●": "•", "▪": "•", "■": "•", "◦": "•", "\t": " ", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "ƣ": "ơ"}


def pdf(sheet: Sheet) -> bytes:
    """The file. The same sheet gives the same bytes."""
    paper = Paper(sheet)
    paper.draw()
    return bytes(paper.output())


class Paper(FPDF):
    """One checklist while it is drawn. ``size`` is a name or width and height; ``bottom`` is kept free for the footer."""

    def __init__(self, sheet: Sheet, *, size: str | tuple[float, float] = "A4", margin: float = MARGIN, bottom: float = BOTTOM) -> None:
        super().__init__(format=size)
        self.sheet = sheet
        self._margin = margin
        for style, name in (("", "SourceSansPro"), ("B", "SourceSansProBold")):
            self.add_font(FONT, style, font_source_sans_pro.font_files_ttf[name])
        self.set_margins(margin, margin)
        self.set_auto_page_break(True, bottom)
        self.alias_nb_pages(PAGES)
        self._describe()

    def _describe(self) -> None:
        self.set_title(f"{WORDS['kind']}: {self.sheet.checklist.name}")
        self.set_author(WORDS["brand"])
        self.set_lang("vi-VN")
        self.set_creation_date(datetime.combine(self.sheet.made, datetime.min.time(), VIETNAM))

    def draw(self) -> None:
        """Every part, top to bottom."""
        self.add_page()
        self._head()
        self._answers()
        self._heading(WORDS["papers"])
        for group in self.sheet.papers:
            self._paper_group(group)
        if not self.sheet.papers:
            self._say(WORDS["no_papers"])
        for section in self.sheet.sections:
            self._section(section)
        self._end()

    def footer(self) -> None:
        """Called by fpdf2 at the end of every page."""
        self.set_y(-BOTTOM + 5)
        self._say(WORDS["disclaimer"], SMALL, colour=GREY)
        page = f"{WORDS['page']} {self.page_no()}/{PAGES}"
        self._say(
            f"{page} · {WORDS['code']} {self.sheet.checklist.code} · {WORDS['made_on'].lower()} {_day(self.sheet)}", SMALL, colour=GREY
        )

    def _head(self) -> None:
        top = self.get_y()
        url = safe_url(self.sheet.checklist.official_url)
        with self._narrower(QR_SIZE + 6 if url else 0):
            self._say(WORDS["kind"], SMALL + 1, colour=GREY)
            self._say(self.sheet.checklist.name, TITLE, "B", colour=BRAND)
            for line in _head_facts(self.sheet.checklist):
                self._say(line, SMALL + 0.5, colour=GREY)
        if url:
            self._qr(url, top)
        self.ln(2)

    def _qr(self, url: str, top: float) -> None:
        left, bottom = self.w - self._margin - QR_SIZE, self.get_y()
        self.image(qr_png(url), x=left, y=top, w=QR_SIZE, h=QR_SIZE, link=url, alt_text=WORDS["scan"])
        self.set_xy(left, top + QR_SIZE)
        self._say(WORDS["scan"], SMALL - 1.5, colour=GREY, width=QR_SIZE, align="C")
        self.set_xy(self._margin, max(bottom, self.get_y()))

    def _answers(self) -> None:
        checklist = self.sheet.checklist
        if checklist.answers:
            self._heading(WORDS["answers"])
        for answer in checklist.answers:
            self._item(f"{answer.question} {answer.answer}")
        if checklist.skipped:
            self._say(WORDS["skipped"], SMALL + 0.5, colour=GREY)

    def _paper_group(self, group: PaperGroup) -> None:
        if group.condition:
            self._keep(2 + _lines(group.condition) + _lines(group.papers[0].name))
            self._say(f"{group.condition[:1].upper()}{group.condition[1:]}:", TEXT, "B", gap=1)
        for paper in group.papers:
            self._paper(paper)

    def _paper(self, paper: ChecklistPaper) -> None:
        self._keep(1 + _lines(paper.name))
        self.set_font(FONT, "", TEXT + 4)
        self.set_text_color(*BLACK)
        self.cell(INDENT, TEXT * _LINE, SQUARE, new_x=XPos.LMARGIN, new_y=YPos.TOP)
        with self._indented(INDENT):
            self._say(paper.name, TEXT)
            self._say(counts(paper), SMALL + 0.5, "B")
            self._say(paper.note or "", SMALL + 0.5, colour=GREY)
            self._form(paper)
        self.ln(1)

    def _form(self, paper: ChecklistPaper) -> None:
        url = safe_url(paper.form_url)
        self._say(form_line(paper), SMALL + 0.5, colour=LINK if url else GREY, link=url or "")

    def _keep(self, lines: int) -> None:
        """Go to the next page where so many lines do not fit: no heading and no square ends a page without what belongs to it."""
        if self.will_page_break(min(lines, MOST_KEPT) * TEXT * _LINE):
            self.add_page()

    def _section(self, section: Section) -> None:
        self._heading(section.title)
        for group in section.groups:
            if group.heading:
                self._say(f"{group.heading}:", TEXT, "B", gap=0.5)
            for line in group.lines:
                self._item(line)

    def _end(self) -> None:
        checklist = self.sheet.checklist
        online = safe_url(checklist.online_url)
        if online:
            self._say(f"{WORDS['online']} {online}", TEXT, colour=LINK, link=online, gap=2)
        self._heading(WORDS["source"])
        for source in checklist.sources:
            url = safe_url(source.url)
            said = " · ".join(part for part in (source.title, source_facts(source)) if part)
            self._say(said, SMALL + 0.5, colour=LINK if url else GREY, link=url or "")
        self._say(checklist.official_url, SMALL + 0.5, colour=GREY)

    def _heading(self, text: str) -> None:
        self._keep(4)
        self._say(text, HEADING, "B", colour=BRAND, gap=2.5)

    def _item(self, text: str) -> None:
        self.set_font(FONT, "", TEXT)
        self.set_text_color(*BLACK)
        self.cell(BULLET, TEXT * _LINE, "•", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        with self._indented(BULLET):
            self._say(text, TEXT)

    def _say(
        self,
        text: str,
        size: float = TEXT,
        style: str = "",
        *,
        colour: tuple[int, int, int] = BLACK,
        link: str = "",
        gap: float = 0,
        width: float = 0,
        align: str = "L",
    ) -> None:
        """A paragraph across what the margins leave, or ``width``; nothing where the text is empty."""
        said = writable(text)
        if not said:
            return
        if gap:
            self.ln(gap)
        self.set_font(FONT, style, size)
        self.set_text_color(*colour)
        self.multi_cell(width, size * _LINE, said, align=align, link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    @contextmanager
    def _indented(self, by: float) -> Iterator[None]:
        self.set_left_margin(self._margin + by)
        self.set_x(self._margin + by)
        yield
        self.set_left_margin(self._margin)
        self.set_x(self._margin)

    @contextmanager
    def _narrower(self, by: float) -> Iterator[None]:
        self.set_right_margin(self._margin + by)
        yield
        self.set_right_margin(self._margin)


def _lines(text: str) -> int:
    """About how many lines a text takes."""
    return 1 + len(text) // LINE_LENGTH


def _day(sheet: Sheet) -> str:
    return f"{sheet.made:%d/%m/%Y}"


def _head_facts(checklist: Checklist) -> list[str]:
    """The code, and the decision with the day it was last checked."""
    first = checklist.sources[0] if checklist.sources else None
    checked = f"{WORDS['checked']} {first.checked:%d/%m/%Y}" if first and first.checked else ""
    told = " · ".join(part for part in (first.decision if first else None, checked) if part)
    return [f"Mã thủ tục {checklist.code}", f"{told[:1].upper()}{told[1:]}"]


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The characters that both weights of the font can draw."""
    return _letters_of("SourceSansPro") & _letters_of("SourceSansProBold")


def _letters_of(name: str) -> frozenset[int]:
    with TTFont(font_source_sans_pro.font_files_ttf[name], lazy=True) as font:
        return frozenset(font.getBestCmap())


def writable(text: str) -> str:
    """The text in composed letters, as far as the font can draw it: what it lacks is replaced by its like or left out."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    alike = "".join(_ALIKE.get(letter, letter) for letter in composed)
    drawn = "".join(letter for letter in alike if letter == "\n" or (ord(letter) in _letters() and letter.isprintable()))
    return unicodedata.normalize("NFC", drawn).strip()  # a mark may have found its letter only now

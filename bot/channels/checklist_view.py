"""A checklist as it is laid out on the page and in the PDF: the same parts, the same words, in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages import Checklist, ChecklistGroup, ChecklistPaper, SourceNote

SAFE_LINK = re.compile(r"https?://[^\s@]+", re.IGNORECASE)
"""A web address without a user name in it (``https://dichvucong.gov.vn@evil.example`` is no link)."""

WORDS: dict[str, str] = {
    "kind": "Danh sách giấy tờ",
    "brand": "Một Cửa",
    "papers": "Giấy tờ cần chuẩn bị",
    "no_papers": "Nguồn chính thức chưa ghi riêng giấy tờ phải nộp cho trường hợp này. "
    "Anh/chị xem các phần dưới đây và hỏi nơi nộp hồ sơ trước khi đi nhé.",
    "answers": "Theo câu trả lời của anh/chị",
    "skipped": "Có câu chưa trả lời nên danh sách ghi cả giấy tờ của các trường hợp, kèm chữ “nếu”.",
    "fees": "Lệ phí",
    "times": "Thời gian giải quyết",
    "offices": "Nơi nộp hồ sơ",
    "how_to_file": "Cách nộp hồ sơ",
    "steps": "Các bước",
    "notes": "Lưu ý",
    "unknown": "Nguồn chưa nói rõ",
    "source": "Nguồn",
    "code": "mã",
    "checked": "kiểm tra ngày",
    "show_only": "xuất trình rồi nhận lại",
    "form": "Mẫu",
    "form_file": "Tải mẫu",
    "online": "Nộp trực tuyến tại",
    "scan": "Quét mã để mở trang chính thức của thủ tục",
    "disclaimer": "Danh sách do trợ lý AI Một Cửa lập từ nguồn đã công bố, không thay thông báo của cơ quan. "
    "Anh/chị kiểm tra lại tại nguồn trước khi nộp.",
    "made_on": "Lập ngày",
    "page": "Trang",
    "print": "In",
    "pdf": "Tải PDF",
    "picture": "Lưu ảnh",
    "cut": "Ảnh chỉ ghi được đến đây, danh sách còn nữa. Anh/chị xem đủ ở bản PDF hoặc ở trang chính thức nhé.",
    "share": "Chia sẻ",
    "ask": "Hỏi Một Cửa",
    "have": "giấy tờ đã có",
    "home": "Về trang đầu để hỏi lại",
}
"""Every sentence of the printed checklist; ``words.js`` has those of the card in the chat."""


@dataclass(frozen=True)
class PaperGroup:
    """Papers under one condition; None for those that are needed in any case."""

    condition: str | None
    papers: list[ChecklistPaper]


@dataclass(frozen=True)
class Section:
    """One part below the papers: what it costs, how long it takes, where to go."""

    title: str
    groups: list[ChecklistGroup]


@dataclass(frozen=True)
class Sheet:
    """A checklist with its parts in order, made on a day."""

    checklist: Checklist
    made: date
    papers: list[PaperGroup]
    sections: list[Section]

    @property
    def needed(self) -> int:
        """How many papers are needed in any case: what the counter counts to."""
        return sum(len(group.papers) for group in self.papers if group.condition is None)


def sheet(checklist: Checklist, made: date) -> Sheet:
    """The checklist laid out."""
    return Sheet(checklist, made, _paper_groups(checklist.papers), _sections(checklist))


def template_values(laid_out: Sheet) -> dict[str, Any]:
    """What the page's template reads."""
    return {
        "sheet": laid_out,
        "it": laid_out.checklist,
        "words": WORDS,
        "counts": counts,
        "safe_url": safe_url,
        "facts": source_facts,
        "form_line": form_line,
    }


def _paper_groups(papers: list[ChecklistPaper]) -> list[PaperGroup]:
    """Those that are needed in any case first, then those of each condition in the order of the list."""
    conditions = dict.fromkeys([None, *(paper.condition for paper in papers)])
    groups = [PaperGroup(condition, [paper for paper in papers if paper.condition == condition]) for condition in conditions]
    return [group for group in groups if group.papers]


def _sections(checklist: Checklist) -> list[Section]:
    named = {
        "fees": checklist.fees,
        "times": checklist.times,
        "offices": _plain(checklist.offices),
        "how_to_file": checklist.how_to_file,
        "steps": _plain(checklist.steps),
        "notes": _plain(checklist.notes),
        "unknown": _plain(checklist.unknown),
    }
    return [Section(WORDS[name], _general_first(groups)) for name, groups in named.items() if any(group.lines for group in groups)]


def _general_first(groups: list[ChecklistGroup]) -> list[ChecklistGroup]:
    """What holds for every way to file stands first: below a heading it would read as a part of it."""
    return sorted((group for group in groups if group.lines), key=lambda group: group.heading is not None)


def _plain(lines: list[str]) -> list[ChecklistGroup]:
    return [ChecklistGroup(lines=lines)] if lines else []


def counts(paper: ChecklistPaper) -> str:
    """``2 bản chính, 1 bản sao, xuất trình rồi nhận lại``; empty where the source does not say."""
    named = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
    said = [f"{number} {name}" for number, name in named if number]
    return ", ".join([*said, *([WORDS["show_only"]] if paper.show_only else [])])


def form_line(paper: ChecklistPaper) -> str:
    """The form to fill in, where it has a file or another name than the paper."""
    linked = safe_url(paper.form_url) is not None
    if paper.form and (linked or paper.form.casefold() not in paper.name.casefold()):
        return f"{WORDS['form_file' if linked else 'form']}: {paper.form}"
    return WORDS["form_file"] if linked else ""


def source_facts(source: SourceNote) -> str:
    """Code, decision and the day of the check, after the title of a source."""
    checked = f"{WORDS['checked']} {source.checked:%d/%m/%Y}" if source.checked else None
    code = f"{WORDS['code']} {source.code}" if source.code else None
    return " · ".join(part for part in (code, source.decision, checked) if part)


def safe_url(url: str | None) -> str | None:
    """The address where it may stand in a link, else None."""
    return url if url and SAFE_LINK.fullmatch(url) else None

"""A personal checklist and the questions that lead to it, as plain text for channels that draw no page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import guide_phrases, phrases
from bot.dialogue.drafts import Draft, compose
from bot.dialogue.formats import bare, lower_first, sentence, sentences, shorten, trim, upper_first
from bot.messages import Checklist, ChecklistGroup, ChecklistPaper

LONGEST_FACTS = ((360, 200), (160, 120))
"""Characters of the line about fees, and of those about time, place and way to file; fewer where papers would not fit."""

LONGEST_PAPER = 250
COMMON = 8
"""Papers of every case that are named before a question."""

_DETAILS = ((99, LONGEST_PAPER), (1, LONGEST_PAPER), (0, LONGEST_PAPER), (0, 160), (0, 100), (0, 70))
"""Sentences of the notes on papers, and characters of a paper, from the fullest text to the shortest."""


def checklist_text(told: Checklist, whose: str = guide_phrases.YOURS) -> str:
    """The whole list: papers counted, then fee, time, place and how to file; what does not fit is said with the official page.

    ``whose`` case it is stands in its first line.
    """
    notes = [phrases.note(" ".join(told.notes))] if told.notes else []
    bodies = [[*_heard(told), *_papers(told.papers, detail, longest), *(notes if detail else [])] for detail, longest in _DETAILS]
    head = phrases.headed(told.name, guide_phrases.MY_LIST.format(whose=whose) if told.answers else guide_phrases.WHOLE_LIST)
    text = ""
    for limits in LONGEST_FACTS:
        text = compose(Draft(head, bodies, [*_facts(told, *limits), *told.unknown], items=guide_phrases.PAPER), told.official_url)
        if f"\n{len(told.papers)}. " in text:
            break
    return text


def common_papers(told: Checklist) -> list[str]:
    """The papers that every answer asks for, as list lines; none where there is no such paper."""
    sure = [paper for paper in told.papers if paper.condition is None]
    rest = len(sure) - COMMON
    more = [f"- {upper_first(phrases.and_more(rest, guide_phrases.PAPER))}"] if rest > 0 else []
    return [f"- {paper_line(paper, 1, 160)}" for paper in sure[:COMMON]] + more


def paper_line(paper: ChecklistPaper, detail: int, longest: int = LONGEST_PAPER) -> str:
    """One paper: name, counts, form, condition, and as many sentences of its note as asked for."""
    counts = [say(count) for count, say in ((paper.originals, phrases.originals), (paper.copies, phrases.copies)) if count]
    shown = [phrases.SHOW_ONLY] if paper.show_only else []
    named = paper.form is not None and paper.form.casefold() not in paper.name.casefold()
    form = [phrases.form_named(shorten(paper.form, 90))] if paper.form and named else []
    facts = "; ".join([*counts, *shown, *form])
    line = f"{shorten(paper.name, longest)} ({facts})" if facts else shorten(paper.name, longest)
    line = f"{line}, {paper.condition}" if paper.condition else line
    remark = " ".join(sentences(paper.note)[:detail]) if paper.note and detail else ""
    return f"{line}. {remark}" if remark else line


def _papers(papers: Sequence[ChecklistPaper], detail: int, longest: int) -> list[str]:
    return [f"{number}. {paper_line(paper, detail, longest)}" for number, paper in enumerate(papers, 1)]


def _heard(told: Checklist) -> list[str]:
    return [guide_phrases.chosen(told.answers)] if told.answers else []


def _facts(told: Checklist, longest_fee: int, longest: int) -> list[str]:
    link = f" {guide_phrases.ONLINE_PAGE}: {told.online_url}" if told.online_url else ""
    facts = [
        (guide_phrases.FEE, _in_a_row(told.fees), ""),
        (guide_phrases.TIME, _in_a_row(told.times), ""),
        (guide_phrases.PLACE, " ".join(told.offices), ""),
        (guide_phrases.HOW, bare("; ".join(lower_first(group.heading or "") for group in told.how_to_file)), link),
    ]
    return [_fact(name, said, longest_fee if name == guide_phrases.FEE else longest) + more for name, said, more in facts if said]


def _fact(name: str, said: str, longest: int) -> str:
    return f"{name}: {sentence(trim(said, longest))}"


def _in_a_row(groups: Sequence[ChecklistGroup]) -> str:
    """Groups as one line: ``Nộp trực tiếp: 15.000 đồng; nộp trực tuyến: 7.500 đồng.``"""
    said = [f"{group.heading}: {_joined(group.lines, inside=True)}" if group.heading else _joined(group.lines) for group in groups]
    return upper_first("; ".join(bare(one) if number == 0 else lower_first(bare(one)) for number, one in enumerate(said)))


def _joined(lines: Sequence[str], *, inside: bool = False) -> str:
    text = ""
    for line in lines:
        said = line if line.endswith(":") else bare(line)
        text = f"{text} {lower_first(said)}" if text.endswith(":") else f"{text}; {lower_first(said)}" if text else said
    return lower_first(bare(text)) if inside else bare(text)

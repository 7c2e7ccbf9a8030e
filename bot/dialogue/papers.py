"""Answers about papers and forms (giấy tờ, mẫu đơn)."""

from __future__ import annotations

import re

from bot.dialogue import phrases
from bot.dialogue.drafts import Draft, headed, silent
from bot.dialogue.formats import bare, label, lower_first, sentence, sentences, shorten, tidy
from knowledge.schema import Case, Document, Procedure, Unknown

NAME_OF_ONE = 110
LONGEST_NAME = 200
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|zip)$", re.IGNORECASE)
_COUNTED = re.compile(r"\(.{0,12}bản (?:chính|sao|chụp)|\d+ bản\b", re.IGNORECASE)
_IS_REMARK = re.compile(r"\W*(?:lưu ý|ghi chú)\b", re.IGNORECASE)


def cases_of(procedure: Procedure) -> list[Case]:
    """The situations of a procedure; none where the source does not say."""
    return [] if isinstance(procedure.cases, Unknown) else procedure.cases


def papers_of(case: Case) -> list[Document]:
    """The papers of a situation; none where the source does not say."""
    return [] if isinstance(case.documents, Unknown) else case.documents


def main_case(procedure: Procedure) -> Case | None:
    """The first situation whose papers are known: the common one."""
    return next((case for case in cases_of(procedure) if papers_of(case)), None)


def documents(procedure: Procedure) -> Draft:
    """The papers of the common case in full, each other case in one line."""
    main = main_case(procedure)
    if main is None:
        return silent(procedure, phrases.DOCUMENTS, _other_lines(cases_of(procedure), None))
    others = _other_lines(cases_of(procedure), main)
    only = len(cases_of(procedure)) == 1
    name = label(main.name)
    head = headed(procedure, phrases.papers_needed(len(papers_of(main)), None if only else shorten(name, NAME_OF_ONE)))
    bodies = [[*_papers(main, detail), *_case_note(main, detail), *others] for detail in (9, 1, 0)]
    return Draft(head, bodies)


def _papers(case: Case, detail: int) -> list[str]:
    return [f"- {paper_line(paper, detail)}" for paper in papers_of(case)]


def paper_line(paper: Document, detail: int) -> str:
    """One paper: name, counts, form, and as many sentences of its note as asked for."""
    name = label(paper.name)
    facts = "; ".join(_facts(paper))
    remark = " ".join(sentences(paper.note)[:detail]) if paper.note and detail else ""
    line = f"{name} ({facts})" if facts else name
    return f"{line}. {sentence(remark)}" if remark else line


def _facts(paper: Document) -> list[str]:
    counts = [say(count) for count, say in ((paper.originals, phrases.originals), (paper.copies, phrases.copies)) if count]
    counts = [] if _COUNTED.search(paper.name) else counts
    form = tidy(paper.form.name) if paper.form and not _FILE.search(paper.form.name) else None
    named = [phrases.form_named(bare(form))] if form and form.casefold() not in paper.name.casefold() else []
    return [*counts, *([phrases.SHOW_ONLY] if paper.show_only else []), *named]


def _case_note(case: Case, detail: int) -> list[str]:
    kept = sentences(case.note)[:detail] if case.note and detail else []
    return [phrases.note(sentence(" ".join(kept)))] if kept else []


def _other_lines(cases: list[Case], main: Case | None) -> list[str]:
    others = [case for case in cases if case is not main and (papers_of(case) or not _IS_REMARK.match(case.name))]
    return [phrases.OTHER_CASES, *(f"- {case_line(case)}" for case in others)] if others else []


def case_line(case: Case) -> str:
    """A situation and what it takes, in one line."""
    return phrases.case_line(shorten(label(case.name), LONGEST_NAME), _what(case))


def _what(case: Case) -> str:
    papers = papers_of(case)
    if not papers:
        return lower_first(bare((sentences(case.note) or [case.note])[0])) if case.note else phrases.silent(phrases.DOCUMENTS)
    name = label(papers[0].name)
    return lower_first(name) if len(papers) == 1 and len(name) <= NAME_OF_ONE else phrases.papers(len(papers))


def forms_of(procedure: Procedure) -> list[tuple[str, str, str | None]]:
    """Every form once: its name, the paper it is for, and its link."""
    papers = [paper for case in cases_of(procedure) for paper in papers_of(case) if paper.form]
    found = [(bare(tidy(p.form.name)), label(p.name), str(p.form.link) if p.form.link else None) for p in papers if p.form]
    return list({(name.casefold(), link): (name, paper, link) for name, paper, link in reversed(found)}.values())[::-1]


def forms(procedure: Procedure) -> Draft:
    """The forms to fill in, with their links."""
    found = forms_of(procedure)
    if not any(papers_of(case) for case in cases_of(procedure)):
        return silent(procedure, phrases.FORM)
    if not found:
        return Draft(headed(procedure, phrases.NO_FORM), closing=[phrases.ASK_FOR_FORM])
    missing = [phrases.NO_FORM_LINK] if any(link is None for _, _, link in found) else []
    return Draft(headed(procedure, phrases.forms_needed(len(found))), [[_form_line(*form) for form in found]], missing)


def _form_line(name: str, paper: str, link: str | None) -> str:
    is_same = bool(_FILE.search(name)) or name.casefold() in paper.casefold() or paper.casefold() in name.casefold()
    said = (paper if _FILE.search(name) else name) if is_same else f"{paper} ({phrases.form_named(name)})"
    return f"- {said}: {link}" if link else f"- {said}"

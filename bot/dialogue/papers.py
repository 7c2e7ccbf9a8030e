"""Answers about papers and forms (giấy tờ, mẫu đơn)."""

from __future__ import annotations

import re
from itertools import count

from bot.dialogue import phrases
from bot.dialogue.drafts import Draft, headed, silent
from bot.dialogue.formats import bare, label, lower_first, sentence, shorten, tidy, unique, upper_first
from bot.dialogue.outline import in_a_row, statements
from knowledge.schema import Case, Document, Procedure, Unknown

NAME_OF_ONE = 110
LONGEST_CASE = 200
LONGEST_PAPER = 250
DETAILS = (
    (9, LONGEST_PAPER, LONGEST_CASE),
    (1, LONGEST_PAPER, LONGEST_CASE),
    (0, LONGEST_PAPER, LONGEST_CASE),
    (0, 160, 110),
    (0, 120, 100),
)
"""Sentences of a note, characters of a paper's and of a situation's name, from the fullest answer to the shortest."""

MANY_CASES = 6
"""Situations beyond which the first line says how many there are, not what the first one takes."""

_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|zip|rar)$", re.IGNORECASE)
_COUNTED = re.compile(r"\(.{0,12}bản (?:chính|sao|chụp)|\d+ bản\b|\bbản (?:chính|sao)\)$", re.IGNORECASE)
_IS_REMARK = re.compile(r"\W*(?:lưu ý|ghi chú)\b\W*", re.IGNORECASE)
_IF_ANY = re.compile(r"\W*nếu có\W*", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:thành phần|danh mục)?(?:,? số lượng)?\s*(?:hồ sơ|giấy tờ)?(?: bao)?(?: gồm)?", re.IGNORECASE)
_GENERAL = re.compile(rf"{_UNNAMED.pattern}|(?:thành phần )?hồ sơ chung|giấy tờ chung", re.IGNORECASE)
_WHOLE = "Thành phần hồ sơ"
_PART = re.compile(
    rf"{_UNNAMED.pattern}|(?:các )?(?:loại )?(?:giấy tờ|chứng từ|thành phần hồ sơ|hồ sơ)(?: phải| cần)? (?:nộp|xuất trình)", re.IGNORECASE
)
_TAIL_OF_NAME = re.compile(r"[,;:]? (?:thành phần )?hồ sơ(?: (?:bao gồm|gồm|như sau|sau đây|cần nộp))?$", re.IGNORECASE)


def cases_of(procedure: Procedure) -> list[Case]:
    """The situations of a procedure, the general one first, those that take the same papers as one."""
    found = [] if isinstance(procedure.cases, Unknown) else _merged(_joined(procedure.cases))
    return sorted(found, key=lambda case: not (papers_of(case) and is_general(case)))


def is_general(case: Case) -> bool:
    """Whether the papers are for everybody, by the name of the situation."""
    return _GENERAL.fullmatch(case_name(case)) is not None


def _joined(cases: list[Case]) -> list[Case]:
    """The situations; those that are only parts of one dossier (giấy tờ phải nộp, phải xuất trình) are put together."""
    told = _with_remarks(cases)
    parts = [case for case in told if papers_of(case) and _PART.fullmatch(case_name(case))]
    if len(parts) < 2:
        return told
    papers = [paper for case in sorted(parts, key=_comes_late) for paper in papers_of(case)]
    note = "\n".join(case.note for case in parts if case.note) or None
    whole = Case(name=_WHOLE, documents=papers, note=note)
    return [whole if case is parts[0] else case for case in told if case is parts[0] or case not in parts]


def _comes_late(case: Case) -> bool:
    return _UNNAMED.fullmatch(case_name(case)) is None


def _with_remarks(cases: list[Case]) -> list[Case]:
    """What stands as a situation called "Lưu ý" is a note on the one before."""
    told: list[Case] = []
    for case in cases:
        if told and _IS_REMARK.fullmatch(case_name(case)):
            said = [told[-1].note, case.note, *(paper.name for paper in papers_of(case))]
            told[-1] = told[-1].model_copy(update={"note": "\n".join(text for text in said if text) or None})
        else:
            told.append(case)
    return told


def _merged(cases: list[Case]) -> list[Case]:
    number = count()
    groups: dict[object, list[Case]] = {}
    for case in cases:
        papers = tuple(paper.model_dump_json(exclude={"when"}) for paper in papers_of(case))
        groups.setdefault((papers, case.note) if papers else next(number), []).append(case)
    return [group[0] if len(group) == 1 else group[0].model_copy(update={"name": _names(group)}) for group in groups.values()]


def _names(cases: list[Case]) -> str:
    first, *others = dict.fromkeys(case_name(case) for case in cases)
    return "; ".join([first, *map(lower_first, others)])


def papers_of(case: Case) -> list[Document]:
    """The papers of a situation, each once; none where the source does not say."""
    papers = [] if isinstance(case.documents, Unknown) else case.documents
    return list({paper.model_dump_json(exclude={"when"}): paper for paper in papers}.values())


def main_case(procedure: Procedure) -> Case | None:
    """The first situation whose papers are known: the common one."""
    return _main(cases_of(procedure))


def _main(cases: list[Case]) -> Case | None:
    return next((case for case in cases if papers_of(case)), None)


def case_name(case: Case) -> str:
    """The name of a situation without its list mark and the words that lead to the papers."""
    name = label(in_a_row(label(case.name)))
    return _TAIL_OF_NAME.sub("", name) or name


def documents(procedure: Procedure) -> Draft:
    """The papers of the common case in full, each other case in one line."""
    cases = cases_of(procedure)
    main = _main(cases)
    if main is None:
        return silent(procedure, phrases.DOCUMENTS, _other_lines(cases, None))
    bodies = [_body(main, cases, *detail) for detail in DETAILS]
    if len(cases) <= MANY_CASES or is_general(main):
        return Draft(headed(procedure, phrases.papers_needed(len(papers_of(main)), _told_name(main, procedure.cases))), bodies)
    named = [phrases.for_case(shorten(case_name(main), LONGEST_CASE), len(papers_of(main)))]
    return Draft(headed(procedure, phrases.papers_by_case(len(cases))), [[*named, *body] for body in bodies])


def documents_of(procedure: Procedure, case: Case) -> Draft:
    """The papers of one situation alone."""
    if not papers_of(case):
        return silent(procedure, phrases.DOCUMENTS, _other_lines([case], None))
    head = phrases.papers_needed(len(papers_of(case)), shorten(case_name(case), NAME_OF_ONE))
    return Draft(headed(procedure, head), [_body(case, [case], *detail) for detail in DETAILS])


def _told_name(case: Case, among: list[Case] | Unknown) -> str | None:
    """The name of the common case where it says something and there are others."""
    name = case_name(case)
    return None if len(among) == 1 or _UNNAMED.fullmatch(name) else shorten(name, NAME_OF_ONE)


def _body(main: Case, cases: list[Case], detail: int, longest: int, longest_case: int) -> list[str]:
    papers = [f"- {paper_line(paper, detail, longest)}" for paper in papers_of(main)]
    return [*papers, *_case_note(main, detail), *_other_lines(cases, main, longest_case)]


def paper_line(paper: Document, detail: int, longest: int = LONGEST_PAPER) -> str:
    """One paper: name, counts, form, and as many sentences of its note as asked for."""
    name = shorten(paper_name(paper), longest)
    facts = "; ".join(_facts(paper))
    remark = " ".join(map(sentence, statements(paper.note)[:detail])) if paper.note and detail else ""
    line = f"{name} ({facts})" if facts else name
    return f"{line}. {remark}" if remark else line


def paper_name(paper: Document) -> str:
    """The name as one line: what the source lists inside of it stands in a row."""
    return upper_first(label(in_a_row(label(paper.name))) or label(paper.name))


def _facts(paper: Document) -> list[str]:
    counts = [say(copies) for copies, say in ((paper.originals, phrases.originals), (paper.copies, phrases.copies)) if copies]
    counts = [] if _COUNTED.search(paper.name) else counts
    form = tidy(paper.form.name) if paper.form and not _FILE.search(paper.form.name) else None
    named = [phrases.form_named(shorten(bare(form), NAME_OF_ONE))] if form and form.casefold() not in paper.name.casefold() else []
    return [*counts, *([phrases.SHOW_ONLY] if paper.show_only else []), *named]


def _case_note(case: Case, detail: int) -> list[str]:
    kept = [text for text in statements(case.note) if not _IF_ANY.fullmatch(text)][:detail] if case.note and detail else []
    return [phrases.note(" ".join(map(sentence, kept)))] if kept else []


def _other_lines(cases: list[Case], main: Case | None, longest: int = LONGEST_CASE) -> list[str]:
    others = [case for case in cases if case is not main and (papers_of(case) or not _IS_REMARK.match(case.name))]
    told = unique(f"- {case_line(case, longest)}" for case in others)
    return [phrases.other_cases(len(told)), *told] if told else []


def case_line(case: Case, longest: int = LONGEST_CASE) -> str:
    """A situation and what it takes, in one line."""
    return phrases.case_line(shorten(case_name(case), longest), _what(case))


def _what(case: Case) -> str:
    papers = papers_of(case)
    if not papers:
        said = statements(case.note) if case.note else []
        return lower_first(bare(said[0])) if said else phrases.silent(phrases.DOCUMENTS)
    name = paper_name(papers[0])
    return lower_first(name) if len(papers) == 1 and len(name) <= NAME_OF_ONE else phrases.papers(len(papers))


def forms_of(procedure: Procedure) -> list[tuple[str, str, str | None]]:
    """Every form once: its name, the paper it is for, and its link."""
    papers = [paper for case in cases_of(procedure) for paper in papers_of(case) if paper.form]
    found = [(bare(tidy(p.form.name)), paper_name(p), str(p.form.link) if p.form.link else None) for p in papers if p.form]
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
    if is_same:
        said = shorten(paper if _FILE.search(name) else upper_first(name), LONGEST_PAPER)
    else:
        said = f"{shorten(paper, LONGEST_PAPER - NAME_OF_ONE)} ({phrases.form_named(shorten(name, NAME_OF_ONE))})"
    return f"- {said}: {link}" if link else f"- {said}"

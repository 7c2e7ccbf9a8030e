"""Answers about one procedure, written from its structured fields and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.dialogue import phrases
from bot.dialogue.aspects import Aspect, aspect_buttons
from bot.dialogue.charges import charge_offers, fee_headline, fee_lines, first_word
from bot.dialogue.citizens import Citizen
from bot.dialogue.drafts import LINE_LIMIT, Draft, agency_of, ask_first, compose, headed, silent
from bot.dialogue.durations import time_headline, time_lines, time_offers
from bot.dialogue.formats import bare, lower_first, sentence, sentences, short_name, shorten, tidy, trim, unique, upper_first
from bot.dialogue.laws import laws, laws_of
from bot.dialogue.offers import ONLINE, methods_of, remarks, ways_of
from bot.dialogue.outline import below, in_a_row, lines, outline, statements
from bot.dialogue.papers import case_line, case_name, cases_of, documents, documents_of, forms, forms_of, main_case, paper_name, papers_of
from bot.dialogue.steps import steps, steps_of
from bot.messages import Button, Card, Outgoing, SourceNote
from knowledge.schema import Channel, Procedure, SubmissionMethod, Unknown

OVERVIEW_PAPERS = 3
LONG_PLACE = 220
LONG_SUMMARY = 240
LONG_AGENCY = 120
LONG_PEOPLE = 180
SAYS_NOTHING = 15

_ABOUT_FEE = re.compile(r"\b(?:phí|(?<!căn )cước|tiền)\b|thuế (?:\(|và các khoản)", re.IGNORECASE)
_ABOUT_TIME = re.compile(r"(?!Cổng không ghi)(?=.*(?:thời hạn|thời gian|ngày|phiếu hẹn|\d giờ\b))", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:trong (?:vòng |thời hạn )?|trước (?:ít nhất )?|chậm nhất (?:là )?|ít nhất |muộn nhất |quá )\d+ (?:giờ|ngày|tháng|năm)"
    r"|trước \d+ giờ",
    re.IGNORECASE,
)
MOST_DEADLINES = 2
_STARTS_WITH_TIME = re.compile(r"(?:Thời (?:gian|hạn)|Nộp hồ sơ)\b", re.IGNORECASE)
_ABOUT_RESULT = re.compile(r"trả (?:thẻ|kết quả)|nhận kết quả|kết quả (?:nhận|qua)|gửi bằng|bưu điện gửi", re.IGNORECASE)
_ABOUT_ONLINE = re.compile(r"trực tuyến|qua mạng|cổng|ứng dụng|vneid|hệ thống|điện tử", re.IGNORECASE)
_ABOUT_PLACE = re.compile(r"giờ hành chính|bất cứ nơi|bưu (?:chính|điện)|trước khi gửi|^(?:Nộp|Gửi|Đến|Ở)\b")
_ABOUT_PROXY = re.compile(
    r"ủy quyền|uỷ quyền|(?:làm|nộp|khai|nhận) (?:thay|hộ)\b(?! (?:đổi|tịch|kinh|nghèo|gia))|đại diện hợp pháp của|nộp giúp",
    re.IGNORECASE,
)
_NAMES_A_PLACE = re.compile(r"(?:Nộp (?:hồ sơ )?(?:trực tiếp )?|Trực tiếp )(?:tại|ở|đến) .{8,220}", re.IGNORECASE)
_FILE_AT = re.compile(r"^Nộp (?:hồ sơ )?(?:tại|ở) ")
_ACTS = re.compile(r"(?:Nộp|Đến|Khai|Báo|Gửi|Mang)\b|[^.,;]{0,40}\b(?:nộp|mang)\b")
_SAYS_ONLINE = re.compile(r"^(?:(?:trực tuyến|cách thực hiện|hình thức nộp)\s*:\s*)+", re.IGNORECASE)
_SAYS_DAYS = re.compile(r"\d ngày|ngày hẹn")


def answer(procedure: Procedure, aspect: Aspect, *, today: date) -> Outgoing:
    """The answer to one question about a procedure, with its source, its card and what to ask next."""
    told = Citizen(procedure, {}).personal()
    return _outgoing(told, aspect, _WRITERS[aspect](told, today), today)


def answer_case(procedure: Procedure, number: int, *, today: date) -> Outgoing | None:
    """The papers of one situation, counted from 1 as ``cases_of`` orders them; None where there is no such situation."""
    cases = cases_of(procedure)
    if not 1 <= number <= len(cases):
        return None
    return _outgoing(procedure, Aspect.DOCUMENTS, documents_of(procedure, cases[number - 1]), today)


def answer_detail(procedure: Procedure, side: Aspect, said: Sequence[str], *, today: date) -> Outgoing:
    """What statements of a procedure say of a detail; ``side`` is where they stand."""
    head = f"{short_name(procedure.name)}, {lower_first(phrases.ABOUT_DETAIL)}"
    return _outgoing(procedure, side, Draft(head, [[f"- {one}" for one in said] if len(said) > 1 else list(said)]), today)


def _outgoing(procedure: Procedure, aspect: Aspect, draft: Draft, today: date) -> Outgoing:
    if not procedure.in_force(today):
        draft = _not_in_force(procedure, draft, today)
    return Outgoing(
        text=compose(draft, str(procedure.official_url)),
        buttons=buttons(procedure, aspect, today=today),
        card=card(procedure, today=today),
        sources=[source(procedure)],
    )


def source(procedure: Procedure) -> SourceNote:
    """Where the facts come from."""
    decision = None if isinstance(procedure.decision, Unknown) else tidy(procedure.decision.number)
    return SourceNote(
        title=short_name(procedure.name),
        code=procedure.code,
        decision=decision,
        url=str(procedure.official_url),
        checked=procedure.checked,
    )


def card(procedure: Procedure, *, today: date) -> Card:
    """The link to file online while the procedure is in force and has one, else to its official page."""
    files = procedure.online_url if procedure.in_force(today) else None
    agency = agency_of(procedure)
    return Card(
        title=short_name(procedure.name),
        subtitle=shorten(agency, LONG_PLACE) if agency else None,
        url=str(files or procedure.official_url),
        url_label=phrases.FILE_ONLINE if files else phrases.OPEN_THE_PAGE,
    )


def buttons(procedure: Procedure, asked: Aspect, *, today: date) -> list[Button]:
    """What to ask next about the procedure, what its record can answer first."""
    return aspect_buttons(asked, procedure.code, lambda aspect: is_known(procedure, aspect, today=today))


def is_known(procedure: Procedure, aspect: Aspect, *, today: date) -> bool:
    """Whether the record has something to say about the aspect."""
    return bool(_KNOWN[aspect](procedure, today))


def _listed(value: list[str] | Unknown) -> list[str]:
    return [] if isinstance(value, Unknown) else [text for text in map(tidy, value) if any(letter.isalnum() for letter in text)]


def _not_in_force(procedure: Procedure, draft: Draft, today: date) -> Draft:
    starts, ends = procedure.effective_from, procedure.effective_to
    state = phrases.not_yet(starts) if starts and today < starts else phrases.ended(ends) if ends else ""
    bodies = [[phrases.FOR_REFERENCE, draft.head, *body] for body in draft.bodies]
    return replace(draft, head=headed(procedure, state), bodies=bodies)


def _fee(procedure: Procedure, today: date) -> Draft:
    found = charge_offers(procedure, today)
    headline = fee_headline(found)
    notes = remarks(methods_of(procedure), lambda part: bool(_ABOUT_FEE.search(part)) and not _STARTS_WITH_TIME.match(part))
    if headline is None:
        return silent(procedure, phrases.FEE, notes)
    word = f"{first_word(found)} " if re.match(r"\d|từ |do |bằng |gồm ", headline) else ""
    lines = fee_lines(found, headline)
    ask = [] if all(offer.items for offer in found) else [ask_first(procedure)]
    return Draft(headed(procedure, word + headline), [[*lines, *notes, *_fee_basis(procedure, today)], [*lines, *notes], lines], ask)


def _fee_basis(procedure: Procedure, today: date) -> list[str]:
    fees = [fee for method in methods_of(procedure) if not isinstance(method.fees, Unknown) for fee in method.fees]
    found = [fee.legal_basis for fee in fees if fee.legal_basis and fee.in_force(today)]
    numbers = unique(bare(tidy(number)) for text in found for number in re.split(r"[;,] (?=\d)", text))
    return [phrases.basis(numbers)] if 0 < len(numbers) <= 3 else []


def _time(procedure: Procedure, _: date) -> Draft:
    found = time_offers(procedure)
    headline = time_headline(found)
    notes = unique([*remarks(methods_of(procedure), lambda part: bool(_ABOUT_TIME.match(part))), *_deadlines(procedure)])
    if headline is None:
        return silent(procedure, phrases.TIME, notes)
    lines = time_lines(found)
    ask = [] if all(offer.items for offer in found) else [ask_first(procedure)]
    return Draft(headed(procedure, phrases.within(headline)), [[*lines, *notes], lines], ask)


def _deadlines(procedure: Procedure) -> list[str]:
    """By when the citizen must file, as the conditions tell it: who asks how long may mean that."""
    found = [sentence(part) for text in _listed(procedure.conditions) for part in statements(text) if _DEADLINE.search(part)]
    return found[:MOST_DEADLINES]


def _place(procedure: Procedure, _: date) -> Draft:
    agency, place = agency_of(procedure), procedure.receiving_place
    by = [phrases.handled_by(agency)] if agency else []
    ways = ways_of(methods_of(procedure))
    how, notes = [phrases.ways_to_file(ways)] if ways else [], _place_notes(procedure)
    if isinstance(place, Unknown):
        told = next((note for note in notes if _NAMES_A_PLACE.match(note)), None)
        if told is None:
            return silent(procedure, phrases.PLACE, [*by, *_anywhere(procedure), *how, *notes])
        others = [note for note in notes if note != told]
        return Draft(headed(procedure, lower_first(told)), [[*by, *_anywhere(procedure), *how, *others]])
    first, *others = statements(place) or [tidy(place)]
    name = short_name(procedure.name)
    head = phrases.headed(name, lower_first(first)) if _ACTS.match(first) else sentence(phrases.place_is(name, first))
    more = [] if agency and agency.casefold() in tidy(place).casefold() else by
    rest = [*more, *(_anywhere(procedure) or [phrases.ANYWHERE_UNKNOWN]), *how, *notes]
    return Draft(head, [[*map(sentence, others), *rest], rest])


def _place_notes(procedure: Procedure) -> list[str]:
    on_site = [method for method in methods_of(procedure) if method.channel in (Channel.DIRECT, Channel.POST)]
    place = "" if isinstance(procedure.receiving_place, Unknown) else tidy(procedure.receiving_place).casefold()
    found = remarks(on_site, lambda part: bool(_ABOUT_PLACE.search(part)) and not _ABOUT_FEE.search(part) and not _SAYS_DAYS.search(part))
    return [part for part in found if bare(part).casefold().removeprefix("nộp tại ") not in place]


def _anywhere(procedure: Procedure) -> list[str]:
    if isinstance(procedure.anywhere, Unknown):
        return []
    return [phrases.ANYWHERE if procedure.anywhere else phrases.RIGHT_PLACE_ONLY]


def _online(procedure: Procedure, _: date) -> Draft:
    methods = methods_of(procedure)
    online = [method for method in methods if method.channel in ONLINE]
    link = phrases.link(str(procedure.online_url or procedure.official_url), files=procedure.online_url is not None)
    if not methods:
        return silent(procedure, phrases.ONLINE, [link])
    if not online:
        return Draft(headed(procedure, phrases.no_online(ways_of(methods))), [_notes(methods)], [link])
    said, notes = _how_far_online(online)
    return Draft(headed(procedure, said), [notes], [link])


def _how_far_online(online: list[SubmissionMethod]) -> tuple[str, list[str]]:
    ways, notes = ways_of(online), _notes(online)
    if Channel.ONLINE_FULL in ways:
        return phrases.ONLINE_FULL, notes
    if Channel.ONLINE_PARTIAL in ways:
        return phrases.ONLINE_PARTIAL, notes
    first = _way_of_filing(notes)
    if first:
        return phrases.online_with_note(first), [note for note in notes if note != first]
    return phrases.ONLINE_SOMEHOW, [phrases.NO_SHARE, *notes]


def _way_of_filing(notes: list[str]) -> str | None:
    """The first remark that is about the filing itself, not about paying or getting the result."""
    about_filing = [note for note in notes if _ABOUT_ONLINE.search(note) and not _SAYS_DAYS.search(note)]
    return next((note for note in about_filing if not _ABOUT_FEE.search(note) and not _ABOUT_RESULT.search(note)), None)


def _notes(methods: list[SubmissionMethod]) -> list[str]:
    """The remarks about filing; what they say about days and fees has answers of its own."""
    return remarks(methods, lambda part: bool(_ABOUT_ONLINE.search(part)) or not (_SAYS_DAYS.search(part) or _ABOUT_FEE.search(part)))


def _conditions(procedure: Procedure, _: date) -> Draft:
    found = _listed(procedure.conditions)
    if not found:
        return silent(procedure, phrases.CONDITIONS)
    points = outline("\n".join([] if isinstance(procedure.conditions, Unknown) else procedure.conditions))
    if len(points) == 1:
        return _first_sentence(procedure, phrases.condition_is(points[0].text))
    is_flat = not any(point.level or point.leads_on for point in points)
    head = phrases.conditions_are(len(points)) if is_flat else phrases.CONDITIONS_BELOW
    return Draft(headed(procedure, head), [lines("\n".join([] if isinstance(procedure.conditions, Unknown) else procedure.conditions))])


def _first_sentence(procedure: Procedure, text: str) -> Draft:
    """A single fact: its first sentence answers, the others follow."""
    first, *under = outline(text)
    said, *others = sentences(first.text)
    return Draft(headed(procedure, bare(said)), [[*map(sentence, others), *below(under)]])


def _result(procedure: Procedure, _: date) -> Draft:
    found = unique(_listed(procedure.results))
    if not found:
        return silent(procedure, phrases.RESULT)
    draft = _first_sentence(procedure, phrases.result_is(found[0]))
    others = [phrases.BESIDES, *(f"- {sentence(in_a_row(text))}" for text in found[1:])] if len(found) > 1 else []
    notes = remarks(methods_of(procedure), lambda part: bool(_ABOUT_RESULT.search(part)))
    return Draft(draft.head, [[*draft.bodies[0], *others, *notes]])


def _who(procedure: Procedure, _: date) -> Draft:
    proxy = _proxy(procedure)
    lines = [phrases.ABOUT_PROXY, *(f"- {text}" for text in proxy)] if proxy else []
    closing = [] if proxy else [f"{upper_first(phrases.silent(phrases.NO_PROXY))}.", ask_first(procedure)]
    people = [bare(text) for text in _listed(procedure.audience)]
    summary = [sentence(trim(part, LONG_SUMMARY)) for part in _summary(procedure)[:2]]
    if not people:
        return Draft(headed(procedure, phrases.silent(phrases.PEOPLE)), [[*summary, *lines]], closing or [ask_first(procedure)])
    said = phrases.for_people(people)
    if len(said) <= LONG_PEOPLE:
        return Draft(headed(procedure, said), [[*summary, *lines]], closing)
    groups = [f"- {upper_first(one)}" for one in people]
    return Draft(headed(procedure, phrases.PEOPLE_BELOW), [[*groups, *summary, *lines], [*groups, *lines]], closing)


def _proxy(procedure: Procedure) -> list[str]:
    """Every sentence of the record about acting for somebody else."""
    cases = cases_of(procedure)
    texts = [*_listed(procedure.conditions), *(step.text for step in steps_of(procedure))]
    texts += [case.note for case in cases if case.note]
    texts += [paper.note for case in cases for paper in papers_of(case) if paper.note]
    texts += [method.note for method in methods_of(procedure) if method.note]
    texts += [procedure.receiving_place] if not isinstance(procedure.receiving_place, Unknown) else []
    said = [sentence(_excerpt(part)) for text in texts for part in statements(text) if _ABOUT_PROXY.search(part)]
    by_case = [case_line(case) for case in cases if _ABOUT_PROXY.search(case_name(case))]
    papers = [paper for case in cases if not _ABOUT_PROXY.search(case_name(case)) for paper in papers_of(case)]
    return unique([*said, *by_case, *(sentence(paper_name(paper)) for paper in papers if _ABOUT_PROXY.search(paper.name))])


def _excerpt(text: str) -> str:
    """The clauses of a long sentence that speak of acting for somebody else."""
    if len(text) <= LINE_LIMIT:
        return text
    clauses = "; ".join(clause for clause in text.split("; ") if _ABOUT_PROXY.search(clause))
    found = _ABOUT_PROXY.search(clauses or text)
    start = (clauses or text).rfind(" ", 0, max(0, found.start() - LINE_LIMIT // 2)) if found else -1
    return clauses or text if start < 0 else f"… {(clauses or text)[start + 1 :]}"


def _overview(procedure: Procedure, today: date) -> Draft:
    facts = [
        (phrases.OVERVIEW_DOCUMENTS, _main_papers(procedure)),
        (phrases.OVERVIEW_FEE, fee_headline(charge_offers(procedure, today))),
        (phrases.OVERVIEW_TIME, time_headline(time_offers(procedure))),
        (phrases.OVERVIEW_PLACE, _short_place(procedure)),
        (phrases.OVERVIEW_ONLINE, _short_online(procedure)),
    ]
    told = [f"- {name}: {phrases.under(bare(fact or phrases.OVERVIEW_UNKNOWN), name)}" for name, fact in facts]
    ask = [phrases.unknown_parts(ask_first(procedure))] if any(fact is None for _, fact in facts) else []
    summary = _summary(procedure)
    said = (
        lower_first(trim(summary[0], LONG_SUMMARY)) if summary else phrases.field_of(bare(tidy(procedure.field)), _short_agency(procedure))
    )
    return Draft(headed(procedure, said), [told], [*ask, phrases.TAP_FOR_MORE], summary=True)


def _short_agency(procedure: Procedure) -> str | None:
    agency = agency_of(procedure)
    return agency if agency and len(agency) <= LONG_AGENCY else None


def _summary(procedure: Procedure) -> list[str]:
    """What the procedure is for; "Không" and the like say nothing."""
    return [part for part in statements(procedure.summary) if len(part) > SAYS_NOTHING] if procedure.summary else []


def _main_papers(procedure: Procedure) -> str | None:
    case = main_case(procedure)
    if case is None:
        return None
    names = [lower_first(shorten(paper_name(paper).partition(":")[0], 90)) for paper in papers_of(case)]
    rest = len(names) - OVERVIEW_PAPERS
    return "; ".join([*names[:OVERVIEW_PAPERS], *([phrases.and_more(rest, "loại")] if rest > 0 else [])])


def _short_place(procedure: Procedure) -> str | None:
    place = agency_of(procedure) if isinstance(procedure.receiving_place, Unknown) else " ".join(statements(procedure.receiving_place)[:1])
    place = _FILE_AT.sub("", place) if place else ""
    return shorten(lower_first(place) if _ACTS.match(place) else place, LONG_PLACE) or None


def _short_online(procedure: Procedure) -> str | None:
    methods = methods_of(procedure)
    online = [method for method in methods if method.channel in ONLINE]
    if not methods:
        return None
    if not online:
        return phrases.no_online(ways_of(methods))
    ways = ways_of(online)
    if Channel.ONLINE_FULL in ways or Channel.ONLINE_PARTIAL in ways:
        return phrases.ONLINE_FULL_SHORT if Channel.ONLINE_FULL in ways else phrases.ONLINE_PARTIAL_SHORT
    first = _way_of_filing(_notes(online))
    said = _SAYS_ONLINE.sub("", lower_first(bare(shorten(first, LONG_PLACE)))) if first else ""
    return phrases.ONLINE_SOMEHOW_SHORT + (f", {said}" if said else "")


Writer = Callable[[Procedure, date], Draft]

_WRITERS: dict[Aspect, Writer] = {
    Aspect.OVERVIEW: _overview,
    Aspect.HOW: lambda procedure, _: steps(procedure),
    Aspect.DOCUMENTS: lambda procedure, _: documents(procedure),
    Aspect.FEE: _fee,
    Aspect.TIME: _time,
    Aspect.PLACE: _place,
    Aspect.ONLINE: _online,
    Aspect.CONDITIONS: _conditions,
    Aspect.FORM: lambda procedure, _: forms(procedure),
    Aspect.RESULT: _result,
    Aspect.LEGAL_BASIS: lambda procedure, _: laws(procedure),
    Aspect.WHO: _who,
}

_KNOWN: dict[Aspect, Callable[[Procedure, date], object]] = {
    Aspect.OVERVIEW: lambda procedure, _: True,
    Aspect.HOW: lambda procedure, _: steps_of(procedure),
    Aspect.DOCUMENTS: lambda procedure, _: main_case(procedure),
    Aspect.FEE: lambda procedure, today: fee_headline(charge_offers(procedure, today)),
    Aspect.TIME: lambda procedure, _: time_headline(time_offers(procedure)),
    Aspect.PLACE: lambda procedure, _: _short_place(procedure),
    Aspect.ONLINE: lambda procedure, _: methods_of(procedure),
    Aspect.CONDITIONS: lambda procedure, _: _listed(procedure.conditions),
    Aspect.FORM: lambda procedure, _: forms_of(procedure),
    Aspect.RESULT: lambda procedure, _: _listed(procedure.results),
    Aspect.LEGAL_BASIS: lambda procedure, _: laws_of(procedure),
    Aspect.WHO: lambda procedure, _: procedure.audience,
}

"""A notice that a citizen pastes, explained: what it is, what it asks, by when, and what to do. Honest where the text does not tell.

What is pasted is material to read, whoever wrote it: nothing in it is followed, no link of it is shown, nothing personal is repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.dossiers.explaining_days import Deadline, Unit, appointment, deadline, signed_day
from bot.dossiers.explaining_facts import (
    Lists,
    Trick,
    amount_of,
    lists_of,
    number_of,
    office_of,
    procedure_name,
    tricks_of,
    where_to_send,
)
from bot.dossiers.explaining_kinds import NoticeKind, is_notice, kind_of
from bot.dossiers.explaining_model import Explained, Find, Match
from bot.dossiers.explaining_page import Page, read
from bot.dossiers.explaining_private import addresses_in, names_in, shown
from bot.dossiers.explaining_telling import explain_text
from bot.numbers import blanked, find_dossiers, find_procedures, plain_twin, values

__all__ = ["Deadline", "Explained", "Find", "Match", "NoticeKind", "Trick", "Unit", "explain", "explain_text", "looks_like_notice"]

_ITEM, _LINE = 400, 200
"""Characters that are shown of one point, and of a name."""


def looks_like_notice(text: str) -> bool:
    """Whether the text is a pasted paper or message of an office; a question or a story about one is not."""
    return is_notice(read(text))


def explain(text: str, *, today: date, find: Find) -> Explained:
    """What a notice says. Any text may be given; what is not in it stays None."""
    page = read(text)
    reading = kind_of(page)
    signed = signed_day(page, today)
    tricks = tricks_of(page)
    lists = lists_of(page, asks=reading.kind is NoticeKind.SUPPLEMENT or (reading.kind is NoticeKind.UNKNOWN and not tricks))
    show = _shower(page)
    name, code = _maybe(procedure_name(page), show), _procedure_code(page)
    return replace(
        _shown_lists(Explained(reading.kind, reading.sure, today), lists, show),
        deadline=_deadline(page, reading.kind, lists, show, signed=signed, today=today),
        appointment=_appointment(page, reading.kind, signed=signed, today=today),
        codes=values(find_dossiers(plain_twin(page.text))),
        procedure=name,
        procedure_code=code,
        match=_match(code, name, find),
        office=_maybe(office_of(page), show),
        signed=signed,
        number=_maybe(number_of(page), show),
        send=_maybe(where_to_send(page), show),
        amount=amount_of(page) if reading.kind is NoticeKind.PAYMENT else None,
        tricks=tricks,
    )


Show = Callable[[str, int], str]


def _shower(page: Page) -> Show:
    names, addresses = names_in(page), addresses_in(page)
    return lambda said, limit: shown(said, names, addresses, limit)


def _shown_lists(explained: Explained, lists: Lists, show: Show) -> Explained:
    return replace(
        explained,
        items=tuple(filter(None, (show(item, _ITEM) for item in lists.items))),
        reasons=tuple(filter(None, (show(reason, _ITEM) for reason in lists.reasons))),
    )


def _maybe(said: str | None, show: Show) -> str | None:
    return (show(said, _LINE) or None) if said else None


def _deadline(page: Page, kind: NoticeKind, lists: Lists, show: Show, *, signed: date | None, today: date) -> Deadline | None:
    """A refusal, an apology, a stop or a receipt asks nothing by a day."""
    if kind not in (NoticeKind.SUPPLEMENT, NoticeKind.PAYMENT, NoticeKind.UNKNOWN):
        return None
    found = deadline(page, list(lists.spans), signed=signed, today=today)
    return replace(found, words=show(found.words, _LINE)) if found else None


def _appointment(page: Page, kind: NoticeKind, *, signed: date | None, today: date) -> date | None:
    if kind not in (NoticeKind.APOLOGY, NoticeKind.RECEIPT):
        return None
    return appointment(page, moved=kind is NoticeKind.APOLOGY, signed=signed, today=today)


def _procedure_code(page: Page) -> str | None:
    plain = plain_twin(page.text)
    return next(iter(values(find_procedures(blanked(plain, find_dossiers(plain))))), None)


def _match(code: str | None, name: str | None, find: Find) -> Match | None:
    """By its code, or else by its name."""
    return (find(code) if code else None) or (find(name) if name else None)

"""An explained notice in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.clock import VIETNAM
from bot.dossiers import explaining_words as words
from bot.dossiers.deadlines import add_working_days, remaining
from bot.dossiers.explaining_days import Deadline, Unit
from bot.dossiers.explaining_kinds import NoticeKind
from bot.dossiers.explaining_model import Explained
from bot.dossiers.replies import DEADLINE
from bot.messages import Button, Outgoing
from bot.offices.service import Calendar

ROOM = 1800
"""Characters for the list of what is asked; the rest stands in the paper."""
MOST_CODES = 3
LONGEST_TERM = 366


def explain_text(explained: Explained, calendar: Calendar) -> Outgoing:
    """One reply: what the paper is, what it asks, by when, where, and what the paper does not say."""
    parts = [_warning(explained), _head(explained), [*_body(explained, calendar)], [words.ENDING]]
    return Outgoing(text="\n\n".join("\n".join(part) for part in parts if part), buttons=[*_buttons(explained)])


def _warning(explained: Explained) -> list[str]:
    signs = ", ".join(words.TRICKS[trick] for trick in explained.tricks)
    return [words.SCAM.format(signs=signs)] if signs else []


def _head(explained: Explained) -> list[str]:
    return [_kind(explained), *_facts(explained)]


def _kind(explained: Explained) -> str:
    if explained.kind is NoticeKind.UNKNOWN:
        return words.UNKNOWN
    said = words.SURE if explained.sure and not explained.tricks else words.UNSURE
    return said.format(kind=words.KINDS[explained.kind])


def _facts(explained: Explained) -> Iterator[str]:
    yield from _procedure(explained)
    if explained.codes:
        yield words.CODE.format(codes=", ".join(explained.codes[:MOST_CODES]))
    if explained.office and not explained.tricks:
        yield words.OFFICE.format(office=explained.office)
    if explained.number and explained.signed:
        yield words.NUMBER_SIGNED.format(number=explained.number, day=_written(explained.signed))
    elif explained.number:
        yield words.NUMBER.format(number=explained.number)
    elif explained.signed:
        yield words.SIGNED.format(day=_written(explained.signed))


def _procedure(explained: Explained) -> Iterator[str]:
    if explained.match:
        yield words.PROCEDURE.format(name=explained.match.name, code=explained.match.code)
    elif explained.procedure:
        yield words.PROCEDURE_WRITTEN.format(name=explained.procedure)
    elif explained.kind is NoticeKind.SUPPLEMENT:
        yield words.NO_PROCEDURE


def _body(explained: Explained, calendar: Calendar) -> Iterator[str]:
    """A likely swindle's sum and deadline are not repeated."""
    if explained.tricks and explained.kind in (NoticeKind.PAYMENT, NoticeKind.UNKNOWN):
        return iter(())
    tellers = {
        NoticeKind.SUPPLEMENT: _supplement,
        NoticeKind.REFUSAL: _refusal,
        NoticeKind.STOP: _stop,
        NoticeKind.APOLOGY: _apology,
        NoticeKind.PAYMENT: _payment,
        NoticeKind.RECEIPT: _receipt,
        NoticeKind.UNKNOWN: _unknown,
    }
    return tellers[explained.kind](explained, calendar)


def _supplement(explained: Explained, calendar: Calendar) -> Iterator[str]:
    yield from _items(explained)
    yield from _reasons(explained)
    yield from _due(explained, calendar)
    yield words.SEND.format(where=explained.send.rstrip(".!")) if explained.send else words.NO_SEND


def _refusal(explained: Explained, calendar: Calendar) -> Iterator[str]:
    yield from _reasons(explained) or [words.NO_REASON]
    yield words.REFUSAL_NEXT


def _stop(explained: Explained, calendar: Calendar) -> Iterator[str]:
    yield from _reasons(explained) or [words.NO_REASON]
    yield words.STOP_NEXT


def _apology(explained: Explained, calendar: Calendar) -> Iterator[str]:
    yield from _reasons(explained)
    day = explained.appointment
    yield words.NEW_DAY.format(left=_left(day, explained.today, calendar)) if day else words.NO_NEW_DAY
    yield words.APOLOGY_NEXT


def _payment(explained: Explained, calendar: Calendar) -> Iterator[str]:
    yield words.AMOUNT.format(amount=f"{explained.amount:,}".replace(",", ".")) if explained.amount else words.NO_AMOUNT
    yield from _due(explained, calendar)
    yield words.PAYMENT_NEXT


def _receipt(explained: Explained, calendar: Calendar) -> Iterator[str]:
    day = explained.appointment
    yield words.RESULT_DAY.format(left=_left(day, explained.today, calendar)) if day else words.NO_RESULT_DAY
    yield words.RECEIPT_NEXT


def _unknown(explained: Explained, calendar: Calendar) -> Iterator[str]:
    if explained.items:
        yield from _items(explained)
    yield from _reasons(explained)
    if explained.deadline:
        yield from _due(explained, calendar)


def _items(explained: Explained) -> Iterator[str]:
    if not explained.items:
        yield words.NOT_ASKED
        return
    yield words.ASKED if explained.sure else words.ASKED_MAYBE
    room = ROOM
    for number, item in enumerate(explained.items, start=1):
        room -= len(item)
        if room < 0 and number > 1:
            yield words.MORE_ITEMS.format(count=len(explained.items) - number + 1)
            return
        yield f"{number}. {item[0].upper()}{item[1:]}"


def _reasons(explained: Explained) -> list[str]:
    if len(explained.reasons) < 2:
        return [words.REASON.format(reason=reason.rstrip(".")) for reason in explained.reasons]
    return [words.REASONS, *(f"- {reason}" for reason in explained.reasons)]


def _due(explained: Explained, calendar: Calendar) -> Iterator[str]:
    due = explained.deadline
    if due is None:
        yield words.NO_DUE
    elif due.day:
        yield _due_day(due, due.day, explained.today, calendar)
    else:
        yield _term(due, explained.today, calendar)
    if due and due.others:
        yield words.DUE_OTHERS.format(days=", ".join(map(_written, due.others)))


def _due_day(due: Deadline, day: date, today: date, calendar: Calendar) -> str:
    last = day - timedelta(days=1) if due.before else day
    left = _left(last, today, calendar)
    if last < today:
        return words.DUE_PAST.format(day=_written(day), left=left)
    if due.hour is not None:
        hour = f"{due.hour} giờ {due.minute:02}" if due.minute else f"{due.hour} giờ"
        return words.DUE_HOUR.format(hour=hour, day=_written(day), left=left)
    return (words.DUE_BEFORE if due.before else words.DUE).format(day=_written(day), left=left)


def _term(due: Deadline, today: date, calendar: Calendar) -> str:
    unit = words.UNITS[due.unit] if due.unit else ""
    end = due_day(due, calendar)
    if end is None or due.start is None:
        return words.TERM.format(count=due.count, unit=unit, words=due.words)
    said = words.TERM_COUNTED if end >= today else words.TERM_COUNTED_PAST
    return said.format(count=due.count, unit=unit, start=_written(due.start), due=_written(end), left=_left(end, today, calendar))


def due_day(due: Deadline, calendar: Calendar) -> date | None:
    """The last day of a term whose first day is written: the day it runs from does not count."""
    if due.start is None or not due.count or due.count > LONGEST_TERM:
        return None
    if due.unit is Unit.WORKING_DAY:
        return add_working_days(due.start, due.count, calendar)
    return due.start + timedelta(days=due.count) if due.unit is Unit.DAY else None


def _left(day: date, today: date, calendar: Calendar) -> str:
    return remaining(_moment(today), _moment(day), calendar, what=DEADLINE)


def _moment(day: date) -> datetime:
    """A day without a time of day."""
    return datetime.combine(day, time(), VIETNAM)


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _buttons(explained: Explained) -> Iterator[Button]:
    """The values are those that ``bot/dialogue`` reads: ``aspect:documents:CODE`` shows the papers of a procedure."""
    codes = explained.codes[:MOST_CODES]
    for code in codes:
        label = words.SEE_DOSSIER if len(codes) == 1 else words.SEE_DOSSIERS.format(code=code)
        yield Button(label=label, value=f"dossier:code:{code}")
    if explained.match:
        yield Button(label=words.SEE_PROCEDURE, value=f"aspect:documents:{explained.match.code}")

"""Where to file in a place, which office is there, and when it is open; asks which place is meant where several fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue import office_text as said
from bot.dialogue.answers import source
from bot.dialogue.aspects import Aspect
from bot.dialogue.day_words import days_asked
from bot.dialogue.desks import CENTRE, Desk, desks_of
from bot.dialogue.entities import masked
from bot.dialogue.formats import lower_first, upper_first
from bot.dialogue.known_places import (
    MAX_CHOICES,
    Doubt,
    KnownPlace,
    PlaceQuestion,
    known,
    label_of,
    narrowed,
    place_id,
    read_all,
    read_place,
)
from bot.dialogue.place_words import ALIASES, LEVELS
from bot.dialogue.state import Act, Turn
from bot.messages import Button, Outcome, Outgoing, SourceNote
from bot.offices.service import Day, Found, Opening, day_of, opening
from knowledge.offices import Office, OfficeKind
from knowledge.schema import Level, Procedure
from retriever.text import fold, normalize

INTENTS = frozenset({"office_hours", "office_place"})
PREFIX = "place:"
UNSURE = "?"
"""The value of "Mình không rõ"."""
FILLERS = frozenset(
    {"a", "o", "em", "anh", "chi", "minh", "toi", "tui", "con", "thi", "sao", "the", "vay", "nha", "nhe", "day", "ben", "cu", "moi"}
    | {"nay", "gio", "dang", "song", "cua", "thuoc", "va", "la", "co", "da", "vang", "oi"}
)
"""Syllables that add nothing to a place: "ở quận 7 á"."""
NEXT_WORKDAY_WITHIN = 20
MAX_DAYS = 7
FORGETTABLE = (Outcome.OUT_OF_SCOPE, Outcome.EMERGENCY, Outcome.UNKNOWN)
"""A place named in a message that was not answered is nobody's home: "đặt vé máy bay đi Đà Nẵng"."""
SATURDAY, SUNDAY = 5, 6

_RENAMED = re.compile(
    r"\b(?:nay|gio|sap nhap)(?: \w+){0,2}? (?:la|thanh|thuoc|ve|vao|ten|goi la)\b(?: \w+){0,4}? (?:gi|nao|dau|mo|chi)\b"
    r"|\b(?:ten|dia chi) moi\b"
)
_UNSURE = re.compile(r"\b(?:khong|ko|k|chua|hong|khong co) (?:biet|ro|nho|chac)\b")
_KINDS = (
    (re.compile(r"\bcong an\b|\bcan cuoc\b|\bxuat nhap canh\b"), OfficeKind.POLICE),
    (re.compile(r"\bthue\b"), OfficeKind.TAX),
    (re.compile(r"\bbao hiem xa hoi\b|\bbhxh\b"), OfficeKind.INSURANCE),
    (re.compile(r"\bdat dai\b"), OfficeKind.LAND),
)
_OTHER_AGENCY = re.compile(
    r"\b(?:so [a-z]+|toa an|kho bac|buu dien|ngan hang|truong|benh vien|cong chung|dang kiem|tong dai|hotline|hai quan)\b"
)
LONGEST_TELLING = 3
"""Syllables of matter, beside the place, of a message that only tells where somebody lives."""
_PROVINCIAL = re.compile(r"\b(?:cap )?tinh\b|\bthanh pho\b")


# What the other skills call


def with_place(turn: Turn) -> Turn:
    """The turn with the place that it is about: named now, or remembered."""
    found = read_place(turn.entities.places, turn.state.place)
    return replace(turn, place=found if isinstance(found, KnownPlace) else turn.state.place)


def continued(turn: Turn) -> Act | None:
    """The answer to a place that was asked for; None where nothing was asked, or the message is a question of its own."""
    question = turn.state.place_question or _open_question(turn)
    if question is None or (turn.best >= turn.thresholds.answer and not _only_a_place(turn)):
        return None
    found = narrowed(question, turn.text, turn.entities.places)
    if isinstance(found, KnownPlace):
        return _settled(turn, question, found)
    if isinstance(found, Doubt):
        return _ask_namesake(found, question.model_copy(update={"said": found.said}))
    if question.choices and _UNSURE.search(_folded(turn)):
        return Act([Outgoing(text=said.HOW_TO_KNOW)], Outcome.CLARIFY, remember={"place_question": question})
    return None


def _open_question(turn: Turn) -> PlaceQuestion | None:
    """After an answer about where to file, a message that says nothing but a place asks for the counter there."""
    filed = turn.state.procedure_code is not None and turn.state.aspect is Aspect.PLACE
    return PlaceQuestion(code=turn.state.procedure_code) if filed and (_only_a_place(turn) or _moves(turn)) else None


def _moves(turn: Turn) -> bool:
    """Whether the message names another place and asks nothing else: "còn nếu tôi về Nha Trang?"."""
    return bool(turn.entities.places) and not turn.names_procedure and not set(turn.aspects) - {Aspect.PLACE}


def _only_a_place(turn: Turn) -> bool:
    """Whether the message says nothing but a place."""
    if not turn.entities.places:
        return False
    named = {
        syllable for place in turn.entities.places for part in (place.name, place.province, *place.formerly_in) for syllable in _words(part)
    }
    return not [word for word in _words(turn.text) if word not in named | FILLERS and word not in LEVELS and word not in ALIASES]


def tapped(turn: Turn, value: str) -> Act | None:
    """The act of a place button; None where the value means nothing any more."""
    question = turn.state.place_question or PlaceQuestion(code=turn.state.procedure_code)
    if value == PREFIX + UNSURE:
        return Act([Outgoing(text=said.HOW_TO_KNOW)], Outcome.CLARIFY, remember={"place_question": question})
    place = known(value.removeprefix(PREFIX)) if value.startswith(PREFIX) else None
    return None if place is None else _settled(turn, question, place)


def renamed(turn: Turn) -> Act | None:
    """What an old place is today, where that is asked, or where a message says nothing but a place."""
    named = turn.entities.places
    if not named:
        return None
    names_procedure = turn.best >= turn.thresholds.answer and turn.hits[0].kind == "procedure"
    asked = any(place.old for place in named) and _RENAMED.search(_folded(turn)) and not names_procedure
    if not asked and (turn.best >= turn.thresholds.answer or not _only_a_place(turn)):
        return None
    found = read_place(named, turn.state.place)
    question = PlaceQuestion(purpose="name")
    if isinstance(found, Doubt):
        return _ask_namesake(found, question.model_copy(update={"said": found.said}))
    return None if found is None else _settled(turn, question, found)


def noted(turn: Turn) -> Act | None:
    """A message that tells where somebody lives and asks nothing: the place is remembered, and asked what is needed there."""
    told = turn.entities.places and len(turn.matter.split()) <= LONGEST_TELLING
    found = read_place(turn.entities.places, turn.state.place) if told else None
    if found is None:
        return None
    question = PlaceQuestion(purpose="name")
    if isinstance(found, Doubt):
        return _ask_namesake(found, question.model_copy(update={"said": found.said}))
    return _settled(turn, question, found)


def office(turn: Turn) -> Act | None:
    """Hours and addresses of offices; None where nothing better than the general answer can be said."""
    question = PlaceQuestion(purpose="hours" if turn.intent == "office_hours" else "office", asked=masked(turn.text))
    found = read_place(turn.entities.places, turn.state.place) or turn.place
    if isinstance(found, Doubt):
        return _ask_namesake(found, question.model_copy(update={"said": found.said}))
    if found is not None and not _OTHER_AGENCY.search(_folded(turn)):
        told_new = question.purpose == "office" and found.old and turn.entities.places
        if told_new or _has_office(turn, found):
            return _office_act(turn, found, question)
    dated_only = question.purpose == "hours" and days_asked(turn.text, turn.today, turn.calendar)
    asks = found is None and not dated_only and len(turn.book) > 0 and not _OTHER_AGENCY.search(_folded(turn))
    return _which_place(question) if asks else None


def placed(turn: Turn, act: Act) -> Act:
    """The act with what the place adds to it: the counter there for an answer about where to file, and the place to remember."""
    if "place" in act.remember or act.outcome in FORGETTABLE:
        return act
    if turn.place is not None:
        act = replace(act, remember={**act.remember, "place": turn.place})
    if act.aspect is not Aspect.PLACE or act.outcome is not Outcome.ANSWERED or act.procedure_code is None:
        return act
    procedure = turn.knowledge.procedures[act.procedure_code]
    desks = desks_of(procedure)
    if not desks or not act.replies:
        return act
    named = read_place(turn.entities.places, turn.state.place)
    question = PlaceQuestion(code=procedure.code)
    if isinstance(named, Doubt):
        asked = _ask_namesake(named, question.model_copy(update={"said": named.said}))
        return replace(act, replies=[*act.replies, *asked.replies], remember={**act.remember, **asked.remember})
    if turn.place is None:
        return _inviting(act, question)
    return _local(turn, act, procedure, desks, turn.place)


# Where to file


def _inviting(act: Act, question: PlaceQuestion) -> Act:
    first = act.replies[0]
    asked = first.model_copy(update={"text": f"{first.text}\n{said.WHERE_ARE_YOU}"})
    return replace(act, replies=[asked, *act.replies[1:]], remember={**act.remember, "place_question": question})


def _local(turn: Turn, act: Act, procedure: Procedure, desks: tuple[Desk, ...], place: KnownPlace) -> Act:
    """The answer opens with the counter in that place; a divided ward or a district is asked about after it."""
    first = act.replies[0]
    several = read_all(turn.entities.places)
    here = [line for one in (several if len(several) > 1 else [place]) for line in _here(turn, procedure, desks, one)]
    sources = [*first.sources, *_place_sources(turn, place)]
    told = first.model_copy(update={"text": "\n".join([*here, "", first.text] if here else [first.text]), "sources": sources})
    needs = place.commune is None and any(desk.level is Level.COMMUNE for desk in desks) and len(several) < 2
    more, remember = _ask_commune(place, PlaceQuestion(code=procedure.code)) if needs else ([], {})
    return replace(act, replies=[told, *act.replies[1:], *more], remember={**act.remember, "place": place, **remember})


def _here(turn: Turn, procedure: Procedure, desks: tuple[Desk, ...], place: KnownPlace) -> Iterator[str]:
    change = said.old_and_new(place)
    if change and place != turn.state.place:
        yield change
    ready = [desk for desk in desks if place.commune or desk.level is not Level.COMMUNE]
    if not ready:
        return
    names = " hoặc ".join(desk.name(place) for desk in ready)
    sentence = said.ANYWHERE_NEAR if procedure.anywhere is True else said.FILE_THERE
    yield sentence.format(place=said.place_name(place), desks=names)
    found = [_found(turn, place, desk, procedure) for desk in ready]
    sure = [one for one in found if one.offices and not one.doubtful]
    yield from [line for one in sure or found for line in _lines(turn, place, one, procedure)] or [said.NO_ADDRESS]


def _ask_commune(place: KnownPlace, question: PlaceQuestion) -> tuple[list[Outgoing], dict[str, object]]:
    """Which commune of today: buttons for few, a sentence for many."""
    ids = [place_id(name, (place.province,)) for name in place.options]
    if not 1 < len(ids) <= MAX_CHOICES:
        text = said.COMMUNE_OF_DISTRICT.format(said=place.said) if place.kind == "district" else said.COMMUNE_OF_PROVINCE
        return [Outgoing(text=text)], {"place_question": question}
    text = said.WHICH_COMMUNE
    buttons = [Button(label=name, value=PREFIX + identifier) for name, identifier in zip(place.options, ids, strict=True)]
    asked = question.model_copy(update={"said": place.said, "choices": ids})
    return [Outgoing(text=text, buttons=[*buttons, Button(label=said.NOT_SURE, value=PREFIX + UNSURE)])], {"place_question": asked}


def _ask_namesake(doubt: Doubt, question: PlaceQuestion) -> Act:
    if not 1 < len(doubt.ids) <= MAX_CHOICES:
        text = said.TOO_MANY.format(said=doubt.said)
        return Act([Outgoing(text=text)], Outcome.CLARIFY, remember={"place_question": question.model_copy(update={"choices": []})})
    buttons = [Button(label=label_of(identifier), value=PREFIX + identifier) for identifier in doubt.ids]
    asked = question.model_copy(update={"choices": list(doubt.ids)})
    return Act(
        [Outgoing(text=said.WHICH_NAMESAKE.format(said=doubt.said), buttons=buttons)], Outcome.CLARIFY, remember={"place_question": asked}
    )


def _settled(turn: Turn, question: PlaceQuestion, place: KnownPlace) -> Act:
    """Go on with what the place was asked for."""
    found = replace(turn, place=place, entities=replace(turn.entities, places=()))
    if question.purpose == "place" and question.code in turn.knowledge.procedures:
        return _filed(found, question.code or "", place)
    if question.purpose in ("hours", "office"):
        return _office_act(replace(found, text=f"{question.asked} {turn.text}"), place, question)
    change = said.old_and_new(place) or f"{upper_first(said.place_name(place))}."
    more, remember = _ask_commune(place, question) if place.options and place.kind == "commune" else ([], {})
    first = Outgoing(text=change if more else f"{change} {said.WHAT_NOW}", sources=_place_sources(turn, place))
    return Act([first, *more], Outcome.ANSWERED, remember={"place": place, **remember})


def _filed(turn: Turn, code: str, place: KnownPlace) -> Act:
    """Only the counter: the rest of the answer was given before."""
    procedure = turn.knowledge.procedures[code]
    desks = desks_of(procedure)
    if not desks:
        return _told([said.old_and_new(place) or said.WHAT_NOW], place)
    needs = place.commune is None and any(desk.level is Level.COMMUNE for desk in desks)
    more, remember = _ask_commune(place, PlaceQuestion(code=code)) if needs else ([], {})
    here = list(_here(turn, procedure, desks, place))
    kept = {"procedure_code": code, "aspect": Aspect.PLACE, "place": place, **remember}
    sources = [source(procedure), *_place_sources(turn, place)]
    return Act(
        [*([Outgoing(text="\n".join(here), sources=sources)] if here else []), *more], Outcome.ANSWERED, code, Aspect.PLACE, remember=kept
    )


def _told(texts: list[str], place: KnownPlace | None) -> Act:
    remember = {"place": place} if place else {}
    return Act([Outgoing(text="\n".join(texts))], Outcome.ANSWERED, remember=remember)


# Offices and hours


def _desk_asked(turn: Turn) -> Desk:
    """The kind of office that the message names; the one-stop centre where it names none."""
    text = _folded(turn)
    kind = next((kind for pattern, kind in _KINDS if pattern.search(text)), OfficeKind.ONE_STOP)
    level = Level.PROVINCE if _PROVINCIAL.search(text) or kind in (OfficeKind.INSURANCE, OfficeKind.LAND) else Level.COMMUNE
    return Desk(kind, level, CENTRE)


def _which_place(question: PlaceQuestion) -> Act:
    return Act([Outgoing(text=said.WHICH_PLACE_FOR_OFFICE)], Outcome.CLARIFY, remember={"place_question": question})


def _office_act(turn: Turn, place: KnownPlace, question: PlaceQuestion) -> Act:
    """The offices of a place; of a divided ward or a district, its commune is asked first."""
    change = said.old_and_new(place) if place != turn.state.place else None
    if place.commune is None and place.options and _desk_asked(turn).level is Level.COMMUNE:
        more, remember = _ask_commune(place, question)
        first = [Outgoing(text=change, sources=_place_sources(turn, place))] if change else []
        return Act([*first, *more], Outcome.ANSWERED if first else Outcome.CLARIFY, remember={"place": place, **remember})
    found = _found(turn, place, _desk_asked(turn))
    listed = _lines(turn, place, found)
    days = [said.day_text(day) for office in found.offices for day in _days(turn, office)]
    none = said.NO_HOURS if question.purpose == "hours" else said.NO_ADDRESS
    return _told([*([change] if change else []), *(listed or [none]), *days], place)


def _has_office(turn: Turn, place: KnownPlace) -> bool:
    return bool(_found(turn, place, _desk_asked(turn)).offices)


def _found(turn: Turn, place: KnownPlace, desk: Desk, procedure: Procedure | None = None) -> Found:
    """The offices of the table for that counter; with a procedure, those that take it."""
    return turn.book.find(
        province=place.province,
        commune=place.commune,
        kind=desk.kind,
        level=desk.level,
        on=turn.today,
        name=desk.title,
        procedure=procedure,
    )


def _lines(turn: Turn, place: KnownPlace, found: Found, procedure: Procedure | None = None) -> list[str]:
    """The offices with what they take, their hours and how they stand now."""
    lines = [line for office in found.offices for line in _office_lines(turn, office, procedure)]
    if found.here or not lines:
        return lines
    province = lower_first(place.province)
    where = lower_first(place.commune) if place.commune else province
    opening_line = said.OTHERS_TAKE_IT if found.passed_over else said.OTHERS_IN_PROVINCE
    return [opening_line.format(commune=where, province=province), *lines]


def _office_lines(turn: Turn, office: Office, procedure: Procedure | None) -> list[str]:
    services = said.services_line(office, procedure, turn.knowledge.procedures)
    return said.office_lines(office, turn.at, _state(turn, office), services)


def _state(turn: Turn, office: Office) -> Opening | None:
    return opening(office.week, turn.at, turn.calendar) if office.week else None


def _days(turn: Turn, office: Office) -> list[Day]:
    asked = [day for day in days_asked(turn.text, turn.today, turn.calendar) if day != turn.today]
    return [day_of(office.week, day, turn.calendar) for day in asked] if office.week else []


def dated(turn: Turn, act: Act) -> Act:
    """A general answer about hours with what holds everywhere on the days asked about; the hours differ from place to place."""
    days = days_asked(turn.text, turn.today, turn.calendar)[:MAX_DAYS] if turn.intent == "office_hours" else []
    if not days or not act.replies:
        return act
    lines = list(dict.fromkeys(_general(turn, day) for day in days))
    closed = all(turn.calendar.holiday(day) or day.weekday() == SUNDAY for day in days)
    if closed and (following := _next_workday(turn, days[-1])):
        lines.append(said.NEXT_WORKDAY.format(day=said.day_name(following)))
    first = act.replies[0]
    rest = first.text if act.faq_id else said.ONLINE_ANY_TIME if closed else said.GENERAL_HOURS
    remember = act.remember if closed else {**act.remember, "place_question": PlaceQuestion(purpose="hours", asked=masked(turn.text))}
    sources = first.sources or [said.DAYS_SOURCE]
    told = first.model_copy(update={"text": "\n".join([*lines, rest]), "sources": sources})
    return replace(act, replies=[told, *act.replies[1:]], remember=remember)


def _general(turn: Turn, day: date) -> str:
    name = upper_first(said.day_name(day))
    name = f"Hôm nay, {said.day_name(day)}" if day == turn.today else name
    if unsure := turn.calendar.unsure(day):
        return said.DAY_UNSURE.format(day=name, name=unsure)
    if holiday := turn.calendar.holiday(day):
        return said.DAY_OFF.format(day=name, name=holiday)
    if day.weekday() < SATURDAY:
        return said.DAY_WORKED.format(day=name)
    if turn.calendar.is_swapped(day):
        return said.DAY_SWAPPED.format(day=name)
    return (said.DAY_SATURDAY if day.weekday() == SATURDAY else said.DAY_SUNDAY).format(day=name)


def _next_workday(turn: Turn, after: date) -> date | None:
    days = (after + timedelta(days=ahead) for ahead in range(1, NEXT_WORKDAY_WITHIN))
    return next((d for d in days if d.weekday() < SATURDAY and not turn.calendar.holiday(d)), None)


def _folded(turn: Turn) -> str:
    return fold(normalize(turn.text))


def _place_sources(turn: Turn, place: KnownPlace) -> list[SourceNote]:
    """Where the change of an old place's name stands, where it is told."""
    return [said.PLACES_SOURCE] if place.old and place != turn.state.place else []


def _words(text: str) -> list[str]:
    return fold(normalize(text)).split()

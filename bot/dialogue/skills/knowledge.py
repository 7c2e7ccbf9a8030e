"""Skills that answer from the knowledge base: a procedure's aspect, an FAQ, asking back, not knowing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import phrases, replies
from bot.dialogue.answers import answer, answer_case, answer_detail
from bot.dialogue.answers import buttons as next_buttons
from bot.dialogue.aspects import Aspect, aspect_of, button_value, case_button, faq_button, parse_button, parse_faq
from bot.dialogue.entities import masked
from bot.dialogue.formats import short_name, shorten
from bot.dialogue.papers import case_name, cases_of, papers_of
from bot.dialogue.passages import Detail
from bot.dialogue.reactions import Reaction
from bot.dialogue.skills import guiding
from bot.dialogue.skills.details import LEADS, leading, with_detail
from bot.dialogue.state import Act, Turn
from bot.messages import Button, Outcome, Outgoing, SourceNote
from knowledge.schema import Choice, Faq, Procedure, Unknown
from retriever.search import Hit

MAX_CHOICES = 4
MOST_AROUND = 6
"""Choices offered, and those where a message names a topic alone."""
PERHAPS = 0.2
"""Worth of a procedure from which a refusal still offers it."""
MAX_OFFICES = 5
LABEL_LENGTH = 80
CASE_LABEL = 60
MAX_CASES = 6
"""Situations offered as buttons."""
_CONCERNED = {
    "fee": {Aspect.FEE, Aspect.OVERVIEW},
    "time": {Aspect.TIME, Aspect.OVERVIEW},
    "documents": {Aspect.DOCUMENTS, Aspect.FORM, Aspect.OVERVIEW},
    "decision": {Aspect.LEGAL_BASIS},
}
"""The aspects that a fact belongs to."""
NONE_BUTTON = Button(label=replies.NONE_OF_THESE, value="none")


def procedure(turn: Turn, code: str, aspect: Aspect, confidence: float | None = None) -> Act:
    """One aspect of one procedure."""
    found = turn.knowledge.procedures.get(code)
    if found is None:
        return Act([Outgoing(text=replies.CODE_NOT_HERE.format(code=code))], Outcome.UNKNOWN)
    if detail := leading(turn, found, aspect):
        act = _detail(turn, found, aspect, detail, confidence)
    elif found.questions:
        act = guiding.guided(turn, found, aspect, confidence)
    else:
        said = with_detail(turn, found, with_case_buttons(answer(found, aspect, today=turn.today), found, aspect), aspect)
        act = Act([said], Outcome.ANSWERED, code, aspect, None, confidence, {"procedure_code": code, "aspect": aspect, "unknowns": 0})
    return replace(act, replies=[_with_news(act.replies[0], act.aspect or aspect, turn.knowledge.changed.get(code, ()))])


def _detail(turn: Turn, found: Procedure, aspect: Aspect, detail: Detail, confidence: float | None) -> Act:
    """The detail asked, alone: whether something may be done is a condition, wherever it is told."""
    side = aspect if aspect is Aspect.CONDITIONS and detail.side is Aspect.HOW else detail.side
    said = answer_detail(found, side, detail.said, today=turn.today)
    if found.questions:
        return guiding.beside(turn, found, said, side, confidence)
    return Act([said], Outcome.ANSWERED, found.code, side, None, confidence, {"procedure_code": found.code, "aspect": side, "unknowns": 0})


def doubted(turn: Turn) -> Act | None:
    """What somebody was told elsewhere and asks whether it is true, where the procedure talked about says something of it."""
    found = turn.knowledge.procedures.get(turn.state.procedure_code or "")
    if found is None or turn.reaction is not Reaction.DOUBT:
        return None
    detail = leading(turn, found, Aspect.OVERVIEW)
    return _detail(turn, found, Aspect.OVERVIEW, detail, None) if detail and detail.sure >= LEADS else None


def case(turn: Turn, code: str, number: int) -> Act | None:
    """The papers of one situation of a procedure, counted from 1; None where it has no such situation."""
    found = turn.knowledge.procedures.get(code)
    said = answer_case(found, number, today=turn.today) if found else None
    if found is None or said is None:
        return None
    remember = {"procedure_code": code, "aspect": Aspect.DOCUMENTS, "unknowns": 0}
    said = _with_news(with_case_buttons(said, found, Aspect.DOCUMENTS, but=number), Aspect.DOCUMENTS, turn.knowledge.changed.get(code, ()))
    return Act([said], Outcome.ANSWERED, code, Aspect.DOCUMENTS, None, None, remember)


def with_case_buttons(said: Outgoing, found: Procedure, aspect: Aspect, but: int = 1) -> Outgoing:
    """An answer about papers with a button for each other situation whose papers are known, before what it offers anyway."""
    cases = cases_of(found) if aspect is Aspect.DOCUMENTS else []
    numbered = [(number, case) for number, case in enumerate(cases, 1) if number != but and papers_of(case)]
    buttons = [Button(label=shorten(case_name(case), CASE_LABEL), value=case_button(found.code, number)) for number, case in numbered]
    return said.model_copy(update={"buttons": [*buttons[:MAX_CASES], *said.buttons]}) if buttons else said


def faq(turn: Turn, faq_id: str, confidence: float | None = None, aspect: Aspect = Aspect.OVERVIEW) -> Act:
    """The checked answer of an FAQ, with its sources and related procedures; a topic asks which of its choices is meant."""
    found = turn.knowledge.faqs[faq_id]
    if found.choices:
        return _topic(turn, found, aspect, confidence)
    related = [code for code in found.procedures if code in turn.knowledge.procedures][:MAX_CHOICES]
    buttons = [Button(label=_short(turn.knowledge.procedures[c].name), value=button_value(Aspect.OVERVIEW, c)) for c in related]
    reply = Outgoing(text=found.answer, buttons=buttons, sources=sources_of(found))
    return Act([reply], Outcome.ANSWERED, faq_id=faq_id, confidence=confidence, remember={"unknowns": 0})


def _topic(turn: Turn, found: Faq, aspect: Aspect, confidence: float | None) -> Act:
    """The side asked is kept for the answer, and what was said, so that the next message may complete it."""
    values = [(choice.label, _value(turn, choice, aspect)) for choice in found.choices]
    buttons = [Button(label=label, value=value) for label, value in values if value]
    remember = {"aspect": aspect, "unclear": masked(turn.text) or None}
    return Act([Outgoing(text=found.answer, buttons=[*buttons, NONE_BUTTON])], Outcome.CLARIFY, None, aspect, None, confidence, remember)


def _value(turn: Turn, choice: Choice, aspect: Aspect) -> str | None:
    """What tapping a choice of a topic sends; None where this base has no such thing."""
    if choice.faq is not None:
        return faq_button(choice.faq) if choice.faq in turn.knowledge.faqs else None
    code = choice.procedure or ""
    return button_value(aspect, code) if code in turn.knowledge.procedures else None


def clarify(turn: Turn, hits: Sequence[Hit], aspect: Aspect, most: int = MAX_CHOICES) -> Act:
    """Ask which of a few close readings is meant; the aspect asked is kept for the answer."""
    chosen = list(hits)[:most]
    question = replies.WHICH_ONE if len(chosen) > 1 else replies.IS_IT_THIS
    labels = _labels(turn.state.offered)
    buttons = [_choice(hit, aspect, labels.get(hit.id)) for hit in chosen]
    remember = {"aspect": aspect, "unclear": masked(turn.text)}
    said = Outgoing(text=question, buttons=[*buttons, NONE_BUTTON])
    return Act([said], Outcome.CLARIFY, None, aspect, None, chosen[0].probability, remember)


def _labels(offered: Sequence[Button]) -> dict[str, str]:
    """What was offered last, as it was called there: a topic has shorter names than the records."""
    procedures = {choice[1]: button.label for button in offered if (choice := parse_button(button.value))}
    return procedures | {faq_id: button.label for button in offered if (faq_id := parse_faq(button.value))}


def perhaps(turn: Turn, act: Act) -> Act:
    """A refusal, with the procedures that may have been meant all the same: nobody is left at the door."""
    likely = [hit for hit in turn.hits if hit.kind == "procedure" and turn.worth(hit) >= PERHAPS][:MAX_CHOICES]
    if not likely:
        return act
    *others, last = act.replies
    said = last.model_copy(update={"text": f"{last.text}\n{replies.OR_THIS}", "buttons": [_choice(hit, _side(turn)) for hit in likely]})
    return replace(act, replies=[*others, said])


def _side(turn: Turn) -> Aspect:
    return turn.aspects[0] if turn.aspects else Aspect.OVERVIEW


def which_office(turn: Turn, hit: Hit, aspect: Aspect) -> Act:
    """One procedure that several levels or agencies have: ask which, or answer where only one of them is known."""
    codes = [code for code in (hit.id, *hit.twins) if code in turn.knowledge.procedures]
    labels = {code: _office(turn.knowledge.procedures[code]) for code in codes}
    kept = list({label: code for code, label in reversed(labels.items())}.values())[::-1][:MAX_OFFICES]
    if len(kept) < 2:
        return procedure(turn, hit.id, aspect, hit.probability)
    buttons = [Button(label=labels[code], value=button_value(aspect, code)) for code in kept] + [NONE_BUTTON]
    text = replies.WHICH_OFFICE.format(name=short_name(hit.name))
    return Act([Outgoing(text=text, buttons=buttons)], Outcome.CLARIFY, None, aspect, None, hit.probability, {"aspect": aspect})


def _office(found: Procedure) -> str:
    """Level and agency of a procedure, as a choice among its twins: "Cấp xã: Công an cấp xã"."""
    level = replies.LEVELS.get(found.levels[0]) if len(found.levels) == 1 else None
    agency = None if isinstance(found.executing_agency, Unknown) else found.executing_agency.split(";")[0].strip()
    told = ": ".join(part for part in (level, agency) if part)
    return _short(told or f"{replies.CODE} {found.code}")


def unknown(turn: Turn) -> Act:
    """Say plainly that there is no checked answer, and where to ask."""
    if turn.state.procedure_code is None and not turn.matter and turn.intent.startswith("ask_"):
        return asked_again(turn) or Act([Outgoing(text=replies.WHICH_PROCEDURE)], Outcome.CLARIFY)
    remember = {"unknowns": turn.state.unknowns + 1}
    return Act([_way_back(turn) or Outgoing(text=replies.UNKNOWN)], Outcome.UNKNOWN, confidence=turn.best, remember=remember)


def _way_back(turn: Turn) -> Outgoing | None:
    """Not knowing within a talk also offers to go on about its procedure."""
    current = turn.knowledge.procedures.get(turn.state.procedure_code or "")
    if current is None:
        return None
    text = f"{replies.UNKNOWN}\n{replies.STILL_ABOUT.format(name=short_name(current.name))}"
    return Outgoing(text=text, buttons=next_buttons(current, Aspect.OVERVIEW, today=turn.today))


def asked_again(turn: Turn) -> Act | None:
    """The procedures that were offered, now for the side asked about: "thế nộp ở đâu" after a question back, or after an FAQ."""
    side = _side(turn) if turn.aspects else aspect_of(turn.intent) or Aspect.OVERVIEW
    choices = {choice[1]: button for button in turn.state.offered if (choice := parse_button(button.value))}
    if len(choices) == 1 and turn.state.unclear is None:
        return procedure(turn, next(iter(choices)), side)
    if not choices:
        return None
    buttons = [button.model_copy(update={"value": button_value(side, code)}) for code, button in choices.items()]
    said = Outgoing(text=replies.WHICH_ONE_FIRST, buttons=[*buttons, NONE_BUTTON])
    return Act([said], Outcome.CLARIFY, None, side, remember={"aspect": side, "unclear": turn.state.unclear})


def _with_news(said: Outgoing, aspect: Aspect, changed: Sequence[str]) -> Outgoing:
    """Where the official record has just changed what was asked, the answer says so: it is shown as published, not in our words."""
    news = [name for fact, name in phrases.CHANGED_FACTS.items() if fact in changed and aspect in _CONCERNED[fact]]
    return said.model_copy(update={"text": f"{said.text}\n\n{phrases.JUST_CHANGED.format(facts=', '.join(news))}"}) if news else said


def _choice(hit: Hit, aspect: Aspect, label: str | None = None) -> Button:
    value = faq_button(hit.id) if hit.kind == "faq" else button_value(aspect, hit.id)
    return Button(label=label or _short(hit.name), value=value)


def _short(name: str) -> str:
    if len(name) <= LABEL_LENGTH:
        return name
    return name[:LABEL_LENGTH].rsplit(" ", 1)[0] + "…"


def sources_of(found: Faq) -> list[SourceNote]:
    """Where an FAQ's answer comes from."""
    link = str(found.link) if found.link else None
    return [SourceNote(title=source.name, url=str(source.url) if source.url else link, checked=found.checked) for source in found.sources]

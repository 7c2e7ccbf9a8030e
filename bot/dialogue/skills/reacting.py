"""What is said to somebody who finds an answer too long, too slow, too dear or doubtful: the same facts in few words, with their source."""

from __future__ import annotations

import re

from bot.dialogue import phrases, replies
from bot.dialogue.answers import answer
from bot.dialogue.aspects import Aspect, button_value, faq_button
from bot.dialogue.formats import day, sentences, shorten
from bot.dialogue.reactions import Reaction
from bot.dialogue.skills import guiding
from bot.dialogue.state import Act, Turn
from bot.messages import Button, Outcome, Outgoing, SourceNote
from knowledge.schema import Faq, Procedure

MOST_ITEMS = 8
LONGEST_ITEM = 110
"""Entries of a short list, and characters of one."""
MOST_SENTENCES = 2
"""Sentences of an FAQ's answer said in short."""
_LISTED = frozenset({Aspect.DOCUMENTS, Aspect.FORM, Aspect.HOW, Aspect.OVERVIEW, Aspect.CONDITIONS})
"""Sides whose answer is a list: its first line alone says nothing."""
_ABOUT = {Reaction.SLOW: Aspect.TIME, Reaction.DEAR: Aspect.FEE, Reaction.HARD: Aspect.DOCUMENTS}
_ITEM = re.compile(r"(?:- |\d+\. |Bước \d)")


def reacted(turn: Turn) -> Act | None:
    """The last answer again in short; None where nothing was answered, or it is gone."""
    if turn.reaction is None:
        return None
    if (known := turn.knowledge.faqs.get(turn.state.faq_id or "")) is not None:
        return _faq(turn.reaction, known)
    found = turn.knowledge.procedures.get(turn.state.procedure_code or "")
    return _procedure(turn, turn.reaction, found) if found else None


def _procedure(turn: Turn, reaction: Reaction, found: Procedure) -> Act:
    aspect = _ABOUT.get(reaction) or turn.state.aspect or Aspect.OVERVIEW
    said = answer(guiding.personal(turn, found), aspect, today=turn.today)
    full = Button(label=replies.IN_FULL, value=button_value(aspect, found.code))
    text = "\n".join([_lead(reaction, said.sources), *_short(said.text, aspect), *_closing(reaction)])
    reply = said.model_copy(update={"text": text, "buttons": [full, *said.buttons]})
    remember = {"procedure_code": found.code, "aspect": aspect, "unknowns": 0}
    return Act([reply], Outcome.ANSWERED, found.code, aspect, None, None, remember)


def _faq(reaction: Reaction, known: Faq) -> Act:
    sources = [
        SourceNote(title=source.name, url=str(source.url) if source.url else None, checked=known.checked) for source in known.sources
    ]
    short = " ".join(sentences(known.answer.split("\n")[0])[:MOST_SENTENCES])
    reply = Outgoing(
        text="\n".join([_lead(reaction, sources), short, *_closing(reaction)]),
        buttons=[Button(label=replies.IN_FULL, value=faq_button(known.id))],
        sources=sources,
    )
    return Act([reply], Outcome.ANSWERED, faq_id=known.id, remember={"unknowns": 0})


def _lead(reaction: Reaction, sources: list[SourceNote]) -> str:
    if reaction is not Reaction.DOUBT or not sources:
        return replies.REACTED[reaction]
    first = sources[0]
    named = " · ".join(part for part in (first.title, first.code) if part)
    return replies.SURE.format(source=named, day=day(first.checked)) if first.checked else replies.REACTED[reaction]


def _closing(reaction: Reaction) -> list[str]:
    return [replies.IF_TOLD_OTHERWISE] if reaction is Reaction.DOUBT else []


def _short(text: str, aspect: Aspect) -> list[str]:
    """The line that answers; of a list also its entries, each by its name."""
    head, *rest = text.split("\n")
    items = [shorten(line, LONGEST_ITEM) for line in rest if _ITEM.match(line)] if aspect in _LISTED else []
    more = [f"… {phrases.and_more(len(items) - MOST_ITEMS, phrases.ENTRIES)}"] if len(items) > MOST_ITEMS else []
    return [head, *items[:MOST_ITEMS], *more]

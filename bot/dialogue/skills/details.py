"""The detail that a typed question asks beyond a side of a procedure."""

from __future__ import annotations

from bot.dialogue.aspects import Aspect
from bot.dialogue.passage_words import ENDS_ASKING
from bot.dialogue.passages import Detail, detail, find, library
from bot.dialogue.state import Turn
from bot.messages import Outgoing
from knowledge.schema import Procedure

LEADS_ALONE, LEADS, LEADS_PLAINLY = 0.6, 0.75, 0.97
"""How sure a detail must be to be all that is answered: a clerk who is asked one thing tells no other.

Surer where a side was heard too, and more so where it is one that is asked for in plain words.
"""

STORY = 30
"""Syllables from which a message that opens a talk tells a story: who does needs more than one statement."""
_PLAIN = frozenset({Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.FORM})
"""Sides that are asked for in plain words: such a question is answered first."""


def details(turn: Turn, procedure: Procedure, aspect: Aspect, said: str) -> list[str]:
    """The lines that answer the detail asked and that ``said`` lacks; of several sides asked only the first gets them.

    A tap asks nothing, unless it completes a typed question that had to be asked back.
    """
    if len(turn.aspects) > 1 and aspect is not turn.aspects[0]:
        return []
    return detail(turn.knowledge, procedure, turn.text or turn.state.unclear or "", said, turn.heard.detail)


def with_detail(turn: Turn, procedure: Procedure, said: Outgoing, aspect: Aspect) -> Outgoing:
    """An answer with the detail asked behind it."""
    lines = details(turn, procedure, aspect, said.text)
    return said.model_copy(update={"text": "\n".join([said.text, "", *lines])}) if lines else said


def leading(turn: Turn, procedure: Procedure, aspect: Aspect) -> Detail | None:
    """The detail where a typed message surely asks for nothing else."""
    opens_with_story = turn.state.procedure_code != procedure.code and len(turn.text.split()) >= STORY
    for_another = turn.corrected and not turn.matter
    if len(turn.aspects) > 1 or not turn.text or opens_with_story or for_another or _only_names(turn, procedure):
        return None
    found = find(library(turn.knowledge), procedure, turn.text, heard=turn.heard.detail)
    if found is None or found.sure < (LEADS if turn.aspects else LEADS_ALONE) or not found.is_alone:
        return None
    plainly = aspect in _PLAIN and aspect in turn.aspects and not (aspect is Aspect.TIME and found.is_term)
    return None if plainly and found.sure < LEADS_PLAINLY else found


def _only_names(turn: Turn, procedure: Procedure) -> bool:
    """Whether a message does no more than begin to talk about a procedure."""
    begins = turn.intent == "name_procedure" and turn.state.procedure_code != procedure.code
    return begins and not turn.aspects and ENDS_ASKING.search(turn.text) is None

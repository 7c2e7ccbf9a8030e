"""The detail that a typed question asks beyond a side of a procedure."""

from __future__ import annotations

from bot.dialogue.aspects import Aspect
from bot.dialogue.passages import detail
from bot.dialogue.state import Turn
from bot.messages import Outgoing
from knowledge.schema import Procedure


def details(turn: Turn, procedure: Procedure, aspect: Aspect, said: str) -> list[str]:
    """The lines that answer the detail asked and that ``said`` lacks; of several sides asked only the first gets them.

    A tap asks nothing, unless it completes a typed question that had to be asked back.
    """
    if len(turn.aspects) > 1 and aspect is not turn.aspects[0]:
        return []
    return detail(turn.knowledge, procedure, turn.text or turn.state.unclear or "", said)


def with_detail(turn: Turn, procedure: Procedure, said: Outgoing, aspect: Aspect) -> Outgoing:
    """An answer with the detail asked behind it."""
    lines = details(turn, procedure, aspect, said.text)
    return said.model_copy(update={"text": "\n".join([said.text, "", *lines])}) if lines else said

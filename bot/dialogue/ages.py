"""Ages that the options of a question stand for ("Từ đủ 6 đến dưới 14 tuổi"), so that "bé 8 tuổi" answers it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialogue.entities import extract
from knowledge.schema import Question
from knowledge.words import fold

_BETWEEN = re.compile(r"\b(?:tu|du) (\d{1,2})(?: tuoi)? den (duoi )?(\d{1,2}) tuoi\b")
_BELOW = re.compile(r"\b(?:duoi|chua du) (\d{1,2}) tuoi\b")
_FROM = re.compile(r"\b(?:tu|du) (\d{1,2}) tuoi\b")
_FOR_A_CHILD = re.compile(r"\bcho (?:con|be|chau|em be|tre)\b")
_GROWN_UP = 18
_OLDEST = 150


def option_of_age(question: Question, text: str) -> str | None:
    """The only option whose ages hold the one age that a text names; None where that is not clear.

    An adult's age does not count where something is done for a child: it is the parent's.
    """
    spans = {option.id: span for option in question.options if (span := ages_of(option.label))}
    ages = set(extract(text).ages) if spans else set()
    if len(ages) != 1 or (max(ages) >= _GROWN_UP and _FOR_A_CHILD.search(fold(text))):
        return None
    fitting = [name for name, span in spans.items() if ages <= set(span)]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=1024)
def ages_of(label: str) -> range | None:
    """The ages in years that a label names; None where it names none."""
    said = fold(label)
    if (match := _BETWEEN.search(said)) is not None:
        return range(int(match[1]), int(match[3]) + (0 if match[2] else 1))
    if (match := _BELOW.search(said)) is not None:
        return range(int(match[1]))
    match = _FROM.search(said)
    return range(int(match[1]), _OLDEST) if match else None

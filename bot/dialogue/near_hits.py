"""Which of the things that the search found stand so near to the best one that it is not the answer by itself, or not the answer at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.aspects import Aspect
from bot.dialogue.listening import SHORT, offered
from bot.dialogue.state import Turn
from retriever.queries import actions
from retriever.search import Hit
from retriever.text import fold

CLOSE = 0.2
GAP = 6.0
"""Two hits are rivals, and both offered, when their probabilities and their fused scores differ by less than these."""
NEARLY = 0.85
"""Share of the best score from which an FAQ about the best procedure is the closer answer."""
ALIKE, ALIKE_IN_NUMBERS = 0.8, 0.7
"""Share of the best score from which a procedure that an FAQ is about is the closer answer to a question about a side of it; FAQs seldom
tell fees and days."""
EQUAL = 0.95
"""The same by names and texts alone, where the act of the procedure is wished."""
NEAR = 0.6
"""Share of the best probability from which another hit of nearly its score is a rival too."""
WIDE_GAP, WIDEST_GAP = 8.0, 40.0
"""The same for a message that only names a thing ("bằng lái xe"), by names and texts alone and by all: new, changed or reissued must
be asked."""
BARE, BARE_GAP, BARE_INSIDE = 6, 4.0, 0.05
"""Syllables of matter up to which hits are rivals that differ by less than this by names and texts alone, where the other may be meant at
all: so little text tells the classifier nothing."""
CERTAIN = 0.9
"""Probability by the search alone from which nothing else can be as near."""
HALF = 0.5
_OF_PROCEDURES = frozenset({Aspect.FEE, Aspect.TIME, Aspect.DOCUMENTS, Aspect.FORM})
_WHETHER = re.compile(r"\b(?:khong|ko|k|kg|hong|hok|hem|chua|chang)\b(?: (?:a|ha|nhi|vay|the|em|anh|chi|ban|ad))*[\s?!.]*$")
"""Asks whether something is so."""


def preferred(turn: Turn, likely: Sequence[Hit]) -> Hit:
    """The best hit; where fee, time or papers are asked for, a procedure before an FAQ that is not much better."""
    best = likely[0]
    if best.kind == "faq" and _OF_PROCEDURES.intersection(turn.aspects):
        return next((hit for hit in likely if hit.kind == "procedure" and hit.inside >= HALF * best.inside), best)
    return best


def closer_faq(turn: Turn, best: Hit) -> Hit | None:
    """The FAQ about a procedure that is nearly as good a hit as it, where it is asked whether something is so; its sides are not."""
    asks_side = set(turn.aspects) - {Aspect.CONDITIONS, Aspect.WHO}
    if best.kind == "faq" or asks_side or not turn.is_sure_of(best) or not _WHETHER.search(fold(turn.text.lower())):
        return None
    near = (hit for hit in turn.hits if hit.kind == "faq" and hit.score >= NEARLY * best.score and hit.inside >= turn.likely)
    return next((hit for hit in near if best.id in turn.knowledge.faqs[hit.id].procedures), None)


def closer_procedure(turn: Turn, best: Hit) -> Hit | None:
    """The procedure that an FAQ is about and that is nearly as good a hit, where a side of it is asked for, or just its act is wished."""
    if best.kind != "faq" or not turn.is_sure_of(best):
        return None
    about = turn.knowledge.faqs[best.id].procedures
    alike = ALIKE_IN_NUMBERS if {Aspect.FEE, Aspect.TIME}.intersection(turn.aspects) else ALIKE
    near = [hit for hit in turn.hits if hit.id in about and hit.score >= alike * best.score]
    if not (_OF_PROCEDURES | {Aspect.PLACE}).intersection(turn.aspects):
        wished = 0 if turn.aspects or _WHETHER.search(fold(turn.text.lower())) else actions(turn.matter)
        near = [hit for hit in turn.hits if hit.id in about and wished & actions(hit.name) and hit.bare >= EQUAL * best.bare]
    return next(iter(near), None)


def are_alike(turn: Turn, best: Hit, other: Hit) -> bool:
    """Whether so little is said that another hit is as near by names and texts alone."""
    chosen = turn.state.unclear is not None and best.id in offered(turn.state)
    sure = turn.corrected or chosen or turn.state.procedure_code is not None or best.probability >= CERTAIN
    if sure or min(len(turn.matter.split()), len(turn.text.split())) > BARE or other.score > best.score:
        return False
    return best.bare - other.bare < BARE_GAP and other.inside >= BARE_INSIDE and best.score - other.score < WIDEST_GAP


def are_rivals(turn: Turn, best: Hit, other: Hit) -> bool:
    """Whether another hit is so near to the best one that it must be asked which is meant."""
    longest = 2 if actions(turn.text) else SHORT
    if turn.intent == "name_procedure" and len(turn.matter.split()) <= longest:
        return best.bare - other.bare < WIDE_GAP and best.score - other.score < WIDEST_GAP
    near = best.inside - other.inside < CLOSE or other.inside >= NEAR * best.inside
    return near and best.score - other.score < GAP

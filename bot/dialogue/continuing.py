"""Whether a message comes back to something said before, or goes on about the procedure talked about, where that is not plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.aspects import Aspect
from bot.dialogue.belonging import books
from bot.dialogue.following import COURTEOUS, THIS_PAPER
from bot.dialogue.listening import SHORT
from bot.dialogue.state import Turn
from retriever.queries import actions, matter
from retriever.text import fold, normalize

BELONGING = 0.75
"""Share of a question's words that stand in the procedure being talked about, where the search is sure of no other."""
MUCH_TOLD = 7
"""Syllables of matter from which a message that the search is sure of, all in all, is no question about what is talked about."""
_COURTESY = frozenset({"thanks", "goodbye", "greeting", "yes"})
_BACK = re.compile(r"\b(?:quay lai|tro lai|luc nay|hoi nay|ban nay|luc dau|ban dau|hoi dau|cai dau|cai truoc|viec truoc|thu tuc truoc)\b")
_AGAIN = re.compile(
    r"\bnay (?:ban|em|ad|minh|anh|chi|co|chu|con|ben ban)(?: co)? (?:noi|bao|tra loi|nhac)\b|\b(?:noi|nhac) lai (?:giup|gium|dum|ho|cho)\b"
)
"""Asks for what was said before: "nãy bạn nói bao nhiêu tiền ấy nhỉ"."""
_THIS = re.compile(rf"\b{THIS_PAPER}\b")
_WHAT_IF = re.compile(r"\bthi (?:sao|the nao|tinh sao|tinh the nao|ra sao)\b(?: (?:a|em|anh|chi|ha|vay|nhi))*[\s?!.]*$")


def recalled(turn: Turn) -> str | None:
    """The procedure of this conversation that the message comes back to: "quay lại cái khai sinh, bao lâu có giấy?"."""
    if not turn.state.recent or _BACK.search(fold(normalize(turn.text))) is None:
        return None
    named = [code for hit in turn.hits for code in (hit.id, *hit.twins) if code in turn.state.recent]
    named.sort(key=lambda code: code == turn.state.procedure_code)  # who goes back leaves what is talked about
    if not named and _names_more(turn.text):
        named = _named_among(turn, turn.state.recent[1:])
        return named[0] if named else None
    return named[0] if named else turn.state.recent[min(1, len(turn.state.recent) - 1)]


def _named_among(turn: Turn, codes: Sequence[str]) -> list[str]:
    """Those of some procedures whose names have a word of the matter, best first: "cái thẻ của cháu"."""
    words = set(fold(turn.matter).split())
    known = [turn.knowledge.procedures[code] for code in codes if code in turn.knowledge.procedures]
    shared = {one.code: len(words & set(fold(normalize(" ".join((one.name, *one.aliases)))).split())) for one in known}
    return sorted((code for code in shared if shared[code]), key=lambda code: -shared[code])


def _names_more(text: str) -> bool:
    """Whether a message that comes back to something has a matter beside the words for coming back."""
    words = normalize(text).split()
    plain = fold(" ".join(words))
    for match in reversed(list(_BACK.finditer(plain))):
        start = len(plain[: match.start()].split())
        del words[start : start + len(match[0].split())]
    return bool(matter(" ".join(words)))


def continues(turn: Turn, aspect: Aspect) -> bool:
    """A question about an aspect without a matter of its own, while a procedure is being talked about."""
    if turn.state.procedure_code is None or turn.corrected or aspect is Aspect.OVERVIEW:
        return False
    if turn.intent in _COURTESY and turn.sure >= COURTEOUS and not turn.aspects:
        return False
    if turn.aspects and _AGAIN.search(fold(normalize(turn.text))) and not turn.names_procedure:
        return True
    if _means_the_same(turn):
        return True
    told = len(turn.matter.split())
    if not turn.matter or turn.best < (turn.thresholds.answer if told <= SHORT else turn.likely):
        return not (turn.names_procedure and told > MUCH_TOLD)
    return not turn.names_procedure and _belongs(turn)


def _means_the_same(turn: Turn) -> bool:
    """Whether "giấy này" and the like mean the paper talked about, where the search is sure of no other; or only a trait of the citizen's
    is told that its text knows: "nhà em có sổ hộ nghèo thì sao"."""
    said = fold(normalize(turn.text))
    if _THIS.search(said) and turn.best < turn.thresholds.answer:
        return True
    here, there = (turn.knowledge.procedures.get(code or "") for code in (turn.state.procedure_code, turn.hits[0].id if turn.hits else ""))
    elsewhere = here is None or there is None or here.field != there.field
    return elsewhere and not actions(turn.matter) and _WHAT_IF.search(said) is not None and _belongs(turn, 1.0)


def _belongs(turn: Turn, share: float = BELONGING) -> bool:
    """Whether the text of the procedure being talked about has nearly all words of the matter: "không có ADN thì thay bằng gì?"."""
    code = turn.state.procedure_code or ""
    if code not in turn.knowledge.procedures:
        return False
    said = books(turn.knowledge).words_of(code)
    words = fold(turn.matter).split()
    return sum(word in said for word in words) >= share * len(words)

"""What must be noticed before a message is answered: danger, insults, probing, disputes and politics. By rule, with or without Rasa.

Danger that is happening is told from danger that is told: who asks for papers ("năm ngoái cháy nhà mất sổ đỏ") is helped with the papers,
unless the words leave no doubt that it happens now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.dialogue import refusal_words as refusals
from bot.dialogue import safety_words as words
from bot.dialogue.wording import END, Wording, plain
from retriever.text import fold, is_syllable, normalize

READ = 1500
"""Characters that are read of a long message, half of them from the end."""


SOS = "🆘"


class Alarm(StrEnum):
    """A danger that is happening, in the order in which numbers are named."""

    SELF_HARM = "self_harm"
    CHILD = "child"
    FIRE = "fire"
    MEDICAL = "medical"
    VIOLENCE = "violence"
    DANGER = "danger"
    """Some danger, it is not said which."""


class Refusal(StrEnum):
    """What is declined, named as the intents of ``replies.OUT_OF_SCOPE``."""

    OTHERS_DATA = "others_data"
    SYSTEM = "oos_data_probe"
    DISPUTE = "oos_legal_dispute"
    POLITICS = "oos_politics"


@dataclass(frozen=True, slots=True)
class Safety:
    """What the rules noticed in one message."""

    alarms: tuple[Alarm, ...] = ()
    certain: bool = False
    """The words of the alarms leave no doubt; otherwise another reading of a short reply may come first."""
    paperwork: bool = False
    """The message asks for papers or tells of the past: words of danger alone are no alarm, and a question is left to answer."""
    crime: bool = False
    """A crime is told as the story behind a request."""
    abuse: bool = False
    only_abuse: bool = False
    """Nothing but insults: no question is left when they are taken out."""
    refusal: Refusal | None = None


_IDIOMS = Wording(words.IDIOMS)
_NOW = {
    Alarm.SELF_HARM: Wording(words.SELF_HARM_NOW),
    Alarm.CHILD: Wording(words.CHILD_NOW),
    Alarm.FIRE: Wording(words.FIRE_NOW),
    Alarm.MEDICAL: Wording(words.MEDICAL_NOW),
    Alarm.VIOLENCE: Wording(words.VIOLENCE_NOW),
    Alarm.DANGER: Wording(words.DANGER_NOW),
}
_PERHAPS = {
    Alarm.SELF_HARM: Wording(words.SELF_HARM),
    Alarm.CHILD: Wording(words.CHILD),
    Alarm.FIRE: Wording(words.FIRE),
    Alarm.MEDICAL: Wording(words.MEDICAL),
    Alarm.VIOLENCE: Wording(words.VIOLENCE),
    Alarm.DANGER: Wording(words.DANGER),
}
_CALM = Wording(words.CALM, words.PAST)
_CRIME = Wording(words.CRIME)
_CHILD_WORDS = Wording(words.CHILD_WORDS)
_CHILD_AGE = re.compile(r"(?<!\S)(?:[1-9]|1[0-7]) (?:tuổi|tuoi) ")
_INSULT = Wording(refusals.INSULTS)
_INNOCENT = Wording(refusals.NOT_INSULTS)
_MASKED_INSULT = re.compile(refusals.MASKED_INSULTS, re.IGNORECASE)
_FILLER = frozenset(refusals.FILLER.split()) | {fold(word) for word in refusals.FILLER.split()} | {END}
_OWN = Wording(refusals.OWN)
_REFUSED = {
    Refusal.OTHERS_DATA: Wording(refusals.OTHERS_DATA),
    Refusal.SYSTEM: Wording(refusals.SYSTEM),
    Refusal.DISPUTE: Wording(refusals.DISPUTES),
    Refusal.POLITICS: Wording(refusals.POLITICS),
}
_PROCEDURAL = {
    Refusal.DISPUTE: Wording(refusals.NOT_DISPUTES),
    Refusal.POLITICS: Wording(refusals.NOT_POLITICS),
}
_CODE = re.compile(refusals.CODE, re.IGNORECASE)


def assess(text: str) -> Safety:
    """What the rules notice in a message. Never raises, whatever the text."""
    return _assess(text if len(text) <= READ else f"{text[: READ // 2]} {text[-READ // 2 :]}")


@lru_cache(maxsize=64)
def _assess(text: str) -> Safety:
    said = _mended(plain(text))
    literal = _IDIOMS.sub(f"{END} ", said)
    calm = _CALM.search(said) is not None
    now, alarms = (True, (Alarm.DANGER,)) if SOS in text else _alarms(literal, calm)
    abuse, left = _insults(text, said)
    return Safety(
        alarms=alarms,
        certain=now,
        paperwork=calm,
        crime=calm and _CRIME.search(said) is not None,
        abuse=abuse,
        only_abuse=abuse and not left,
        refusal=_refusal(text, said, calm),
    )


def _alarms(said: str, calm: bool) -> tuple[bool, tuple[Alarm, ...]]:
    """Whether there is no doubt, and the dangers."""
    now = {alarm for alarm, pattern in _NOW.items() if pattern.search(said)}
    perhaps = {alarm for alarm, pattern in _PERHAPS.items() if pattern.search(said)}
    found = now if calm and not now else now | perhaps
    if found & {Alarm.VIOLENCE, Alarm.DANGER} and (_CHILD_WORDS.search(said) or _CHILD_AGE.search(said)):
        found |= {Alarm.CHILD}
    return bool(now), tuple(alarm for alarm in Alarm if alarm in found)


def _insults(text: str, said: str) -> tuple[bool, Sequence[str]]:
    """Whether there is an insult, and the telling words that stand beside it."""
    unmasked = _MASKED_INSULT.sub(" ¤ ", text)
    polite = _INNOCENT.sub("¤¤ ", said if unmasked == text else plain(unmasked))
    rest = _INSULT.sub("¤ ", polite)
    abusive = rest != polite or unmasked != text
    return abusive, [word for word in rest.split() if word not in _FILLER and word.isalnum()]


def _refusal(text: str, said: str, calm: bool) -> Refusal | None:
    if _CODE.search(text) and not calm:
        return Refusal.SYSTEM
    own = _OWN.search(said) is not None
    for refusal, pattern in _REFUSED.items():
        excused = _PROCEDURAL.get(refusal)
        if pattern.search(said) and not (excused.search(said) if excused else own and refusal is Refusal.OTHERS_DATA):
            return refusal
    return None


def _mended(said: str) -> str:
    """Words that no syllable looks like, read as the word of danger that is one slip away."""
    return "".join(f"{_mend(word)} " for word in said.split())


@lru_cache(maxsize=4096)
def _mend(word: str) -> str:
    if len(word) < 4 or not (word.isascii() and word.isalpha()) or is_syllable(word) or word == "quyt":
        return word
    return next((_vocabulary()[near] for near in _slips(word) if near in _vocabulary()), word)


def _slips(word: str) -> Iterable[str]:
    """The words one slip of the fingers away: two keys in the wrong order, or a key too many."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, str]:
    """The words of danger by their letters without marks; the commoner word where two share them."""
    blocks = (words.FIRE, words.VIOLENCE, words.MEDICAL, words.CHILD, words.SELF_HARM, words.FIRE_NOW, words.SELF_HARM_NOW)
    counted = Counter(word for word in normalize(" ".join(blocks)).split() if len(word) > 2 and word.isalpha())
    return {fold(word): word for word, _ in reversed(counted.most_common())}

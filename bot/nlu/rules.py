"""Intents by rule, for the time when Rasa is down: the cue phrases of the lexicon, weighed against each other."""

from __future__ import annotations

from collections import defaultdict

from bot.nlu.cues import Cue, find_cues
from bot.nlu.results import NluResult
from retriever.text import question_tokens

RANKING_LENGTH = 10
MAX_CHARACTERS = 1000
"""What is read of a long message, half of it from the end: people tell their story first and ask last."""

_FALLBACK = "name_procedure"
_SIGNS = {
    "👍": "yes",
    "👌": "yes",
    "✅": "yes",
    "👎": "no",
    "❌": "no",
    "❤": "thanks",
    "🙏": "thanks",
    "👋": "goodbye",
    "🆘": "emergency",
    "🖕": "abuse",
}
_TALK = {"yes": 0.0, "no": 0.0, "greeting": 0.1, "thanks": 0.5, "goodbye": 0.4, "start_over": 0.5}
"""What these count for when the message says more: "không" ends half of all questions, "chào bạn" opens them."""
_FACTORS = {"self_harm": 1.6, "emergency": 1.5, "abuse": 1.2, "ask_how": 0.7, "ask_conditions": 0.8, "ask_result": 0.9, "ask_place": 0.9}
"""Danger comes first; wide questions give way to the narrower one in the same sentence: "làm sao để nộp online"."""
_EASE = 1.5
"""Weight of the doubt: a single weak cue stays well below certainty."""


def guess(text: str) -> NluResult:
    """The likeliest intent of a text by its phrases; ``name_procedure`` with low confidence when nothing stands out."""
    syllables = question_tokens(gist(text))
    scores = _scores(syllables) if syllables else _scores_of_signs(text)
    total = sum(scores.values()) + _EASE
    ranking = sorted(((intent, score / total) for intent, score in scores.items()), key=lambda entry: -entry[1])[:RANKING_LENGTH]
    return NluResult(ranking[0][0], ranking[0][1], ranking, "degraded")


def gist(text: str) -> str:
    """The text, or beginning and end of a long one."""
    half = MAX_CHARACTERS // 2
    return text if len(text) <= MAX_CHARACTERS else f"{text[:half]} {text[-half:]}"


def _scores_of_signs(text: str) -> dict[str, float]:
    """A message of signs alone: by its first telling emoji."""
    sign = next((_SIGNS[character] for character in text if character in _SIGNS), None)
    return {sign: 3.0} if sign else {"oos_smalltalk": 0.8}


def _scores(syllables: list[str]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float, {_FALLBACK: 1.0})
    phrases = {(cue.intent, *syllables[cue.start : cue.end]): cue for cue in _outermost(find_cues(syllables))}
    for cue in phrases.values():  # a phrase said twice counts once
        scores[cue.intent] += _weight(cue) * _share(cue, syllables)
    scores[_FALLBACK] = min(scores[_FALLBACK], 2.0)
    return {intent: score * _FACTORS.get(intent, 1.0) for intent, score in scores.items() if score}


def _outermost(cues: list[Cue]) -> list[Cue]:
    """Without the cues that lie inside a longer strong one, and each span once for each intent."""
    strong = [cue for cue in cues if cue.strong]
    return [cue for cue in dict.fromkeys(cues) if not any(_inside(cue, other) for other in strong)]


def _inside(cue: Cue, other: Cue) -> bool:
    if (cue.start, cue.end) == (other.start, other.end):
        return cue.intent == other.intent and not cue.strong
    return other.start <= cue.start and cue.end <= other.end


def _share(cue: Cue, syllables: list[str]) -> float:
    """1 where the cue counts in full; less for talk that is only the frame of another question."""
    if cue.intent not in _TALK or (cue.end - cue.start) * 2 >= len(syllables):
        return 1.0
    return _TALK[cue.intent]


def _weight(cue: Cue) -> float:
    """Longer phrases weigh more; one syllable typed without its marks may be another word and hardly counts."""
    length = cue.end - cue.start
    if length == 1 and not cue.exact:
        return 0.25
    return 1.5 + length if cue.strong else 0.5 * length

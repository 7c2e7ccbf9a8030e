"""The rules alone, without the language model, tell most sides that four writers asked."""

from __future__ import annotations

from bot.dialogue.asking import aspects_in
from bot.dialogue.aspects import Aspect
from bot.dialogue.sides import side_asked
from retriever.text import fold
from tests.bench.sides import messages

LEAST, LEAST_BARE = 0.6, 0.5


def share(bare: bool) -> float:
    """Of messages whose side is told rightly, with their marks or without."""
    found = [(fold(one["text"]) if bare else one["text"], (one["side"], *one["also"])) for _, one in messages()]
    told = [(side_asked(text, aspects_in(text), None, 0.0) or Aspect.OVERVIEW) in sides for text, sides in found]
    return sum(told) / len(told)


def test_most_sides_are_told_by_rules() -> None:
    assert share(bare=False) >= LEAST


def test_most_sides_are_told_without_marks_too() -> None:
    assert share(bare=True) >= LEAST_BARE


def test_every_message_has_a_side_and_is_there_once() -> None:
    texts = [one["text"] for _, one in messages()]
    assert len(texts) == len(set(texts)) == 600
    assert all(Aspect(side) for _, one in messages() for side in (one["side"], *one["also"]))

"""Which examples are kept together in cross-validation. Standard library only and valid on Python 3.10."""

from __future__ import annotations

import random
from typing import Dict, List, Sequence

from bot.nlu.masking import trimmed
from retriever.text import fold, question_tokens

_SEED = 4


def group_of(text: str) -> str:
    """What near-identical examples share: their folded syllables, short forms written out, openings and endings off, in any order.

    A message without syllables is its own group.
    """
    return " ".join(sorted(fold(syllable) for syllable in trimmed(question_tokens(text)))) or text


def assign_folds(texts: Sequence[str], intents: Sequence[str], folds: int) -> List[int]:
    """The fold, from 0, of each example: every intent spread evenly, no group in two folds. Raises ValueError below 2 folds."""
    if folds < 2:
        raise ValueError(f"cross-validation needs at least 2 folds, not {folds}")
    members: Dict[str, Dict[str, None]] = {intent: {} for intent in sorted(set(intents))}
    home: Dict[str, str] = {}
    for text, intent in zip(texts, intents):  # noqa: B905
        group = group_of(text)
        members[home.setdefault(group, intent)][group] = None
    fold_of: Dict[str, int] = {}
    for intent, groups in members.items():
        order = list(groups)
        random.Random(f"{_SEED}|{intent}").shuffle(order)  # noqa: S311
        start = len(fold_of)
        fold_of.update({group: (start + at) % folds for at, group in enumerate(order)})
    return [fold_of[group_of(text)] for text in texts]

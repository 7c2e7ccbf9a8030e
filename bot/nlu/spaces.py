"""The views of a text that the featurizer counts, and the TF-IDF space of each.

Standard library only and valid on Python 3.10.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Callable, Collection, Dict, Iterator, List, Optional, Sequence, Tuple

from bot.nlu.cues import cue_phrases, find_cues
from bot.nlu.masking import class_phrases, masked
from bot.nlu.spelling import Speller
from retriever.text import clean, fold, question_tokens

KINDS = ("folded_words", "folded_chars", "text_chars", "accented_words", "cues", "masked")
_TEXT_NGRAMS = (3, 5)
_MASKED_NGRAMS = (1, 3)
_PUNCTUATION = frozenset(" .,;-_/'\"“”‘’…")


def views(
    text: str,
    words: List[str],
    *,
    kinds: Collection[str] = KINDS,
    word_ngrams: Sequence[int],
    char_ngrams: Sequence[int],
    speller: Optional[Speller] = None,
) -> Dict[str, List[str]]:
    """The terms of a text under each of ``kinds``; ``words`` are those of the tokenizer. Only ``folded_chars`` counts what was typed."""
    typed = question_tokens(text)
    syllables = speller.repair(typed) if speller else typed
    folded = [fold(syllable) for syllable in syllables]
    makers: Dict[str, Callable[[], List[str]]] = {
        "folded_words": lambda: [*_word_ngrams(folded, word_ngrams), *_signs(text)],
        "folded_chars": lambda: list(_char_ngrams([fold(syllable) for syllable in typed], char_ngrams)),
        "text_chars": lambda: list(_text_ngrams(" ".join(["", *folded, ""]))),
        "accented_words": lambda: [*(word for word in words if " " in word), *syllables],
        "cues": lambda: sorted({f"{cue.intent}:{'strong' if cue.strong else 'weak'}" for cue in find_cues(syllables)}),
        "masked": lambda: list(_word_ngrams(["^", *masked(syllables), "$"], _MASKED_NGRAMS)),
    }
    return {kind: makers[kind]() for kind in kinds}


def known_phrases() -> List[List[str]]:
    """The syllables of all phrases that the features know, whether or not an example has them."""
    return [*cue_phrases(), *class_phrases()]


def _signs(text: str) -> List[str]:
    """Emoji, emoticons and the signs that carry a tone (? ! :)), each once."""
    return sorted({c for c in clean(text) if not c.isalnum() and c not in _PUNCTUATION})


def _word_ngrams(syllables: List[str], sizes: Sequence[int]) -> Iterator[str]:
    for size in range(sizes[0], sizes[1] + 1):
        for start in range(len(syllables) - size + 1):
            yield " ".join(syllables[start : start + size])


def _char_ngrams(syllables: List[str], sizes: Sequence[int]) -> Iterator[str]:
    """Character n-grams inside each syllable, its edges marked by a space."""
    for syllable in syllables:
        padded = f" {syllable} "
        for size in range(sizes[0], sizes[1] + 1):
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def _text_ngrams(text: str) -> Iterator[str]:
    """Character n-grams across the words of a text."""
    for size in range(_TEXT_NGRAMS[0], _TEXT_NGRAMS[1] + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


@dataclass(frozen=True)
class Space:
    """Terms with their column and inverse document frequency."""

    columns: Dict[str, int]
    idf: List[float]

    def __len__(self) -> int:
        return len(self.idf)

    @classmethod
    def learn(cls, texts: List[List[str]], *, min_count: int = 1) -> Space:
        """The space of all terms that stand in at least ``min_count`` texts."""
        counts = Counter(term for text in texts for term in set(text))
        terms = sorted(term for term, count in counts.items() if count >= min_count)
        idf = [math.log((1 + len(texts)) / (1 + counts[term])) + 1 for term in terms]
        return cls({term: column for column, term in enumerate(terms)}, idf)

    def row(self, text: List[str], length: float) -> Tuple[List[int], List[float]]:
        """Columns and values of a text, scaled to the given Euclidean length; unknown terms are left out."""
        counts: Dict[int, int] = {}
        for term in text:
            column = self.columns.get(term, -1)
            counts[column] = counts.get(column, 0) + 1
        counts.pop(-1, None)
        columns = sorted(counts)
        values = [self.idf[column] * (1 if counts[column] == 1 else 1 + math.log(counts[column])) for column in columns]
        norm = math.sqrt(sum(value * value for value in values)) or 1.0
        return columns, [value * length / norm for value in values]

    def to_json(self) -> Dict[str, Any]:
        """The space as JSON values."""
        return {"terms": sorted(self.columns, key=self.columns.__getitem__), "idf": self.idf}

    @classmethod
    def from_json(cls, saved: Dict[str, Any]) -> Space:
        """The space that ``to_json`` wrote."""
        return cls({term: column for column, term in enumerate(saved["terms"])}, saved["idf"])

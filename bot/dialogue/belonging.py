"""How much of a message belongs to a procedure or an FAQ: to what it is called, to its text. Rare words tell more.

Read once for each revision of the knowledge base: to read all its entries for a message takes seconds where there are thousands.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bot.dialogue.passage_words import ASKING
from knowledge.store import Knowledge
from retriever.text import fold, normalize, question_tokens

REVISIONS = 2
"""Revisions whose books are kept."""
SAMPLE = 100
"""Procedures about whose texts tell how rare a word is."""
Words = frozenset[str]
_NO_MATTER = frozenset(map(fold, ASKING))


@dataclass(frozen=True)
class Said:
    """A text without diacritics: its words of matter, and the pairs of words that stand side by side."""

    words: Words
    pairs: Words


@lru_cache(maxsize=64)
def said(text: str) -> Said:
    """A text, read; the latest are kept, for each message is compared with several candidates."""
    words = fold(" ".join(question_tokens(text))).split()
    return Said(frozenset(words) - _NO_MATTER, frozenset(f"{one} {then}" for one, then in pairwise(words)))


@dataclass
class Books:
    """What the procedures and FAQs of one knowledge base are called, and the words of their texts."""

    knowledge: Knowledge
    _texts: dict[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reads the names; texts are read when first asked for."""
        names: dict[str, list[str]] = {}
        self._fields: defaultdict[str, set[str]] = defaultdict(set)
        for code, one in self.knowledge.procedures.items():
            names[code] = [one.name, *one.aliases]
            self._fields[one.field].add(code)
        names |= {faq.id: [faq.question, *faq.variants] for faq in self.knowledge.faqs.values()}
        self._names = {one: _together(said(name) for name in called) for one, called in names.items()}
        self._words = _weights(called.words for called in self._names.values())
        self._pairs = _weights(called.pairs for called in self._names.values())
        codes = sorted(self.knowledge.procedures)
        spread = codes[:: max(1, len(codes) // SAMPLE)]
        self._worth, self._rare = _weights(map(self.words_of, spread)), math.log(2.0 * (len(spread) + 1))

    def in_field(self, name: str) -> Set[str]:
        """The codes of the procedures of a field."""
        return self._fields.get(name, set())

    def words_of(self, one: str) -> Words:
        """All words of the text of a procedure or an FAQ; of an id not known none."""
        if one not in self._texts:
            found = self.knowledge.procedures.get(one) or self.knowledge.faqs.get(one)
            text = found.model_dump_json(exclude={"details"}) if found else ""
            self._texts[one] = frozenset(fold(normalize(text)).split())
        return self._texts[one]

    def called(self, text: str, one: str, but: str | None = None) -> tuple[float, float]:
        """The weight of the words and of the pairs of a text by which ``one`` is called, and ``but`` is not."""
        asked, none = said(text), Said(frozenset(), frozenset())
        names, others = self._names.get(one, none), self._names.get(but or "", none)
        words = sum(self._words[word] for word in asked.words & names.words - others.words)
        return words, sum(self._pairs[pair] for pair in asked.pairs & names.pairs - others.pairs)

    def share(self, text: str, one: str) -> float:
        """The share of the weight of a text's words that stands in the text of ``one``, 0..1."""
        worth = {word: self._worth.get(word, self._rare) for word in said(text).words}
        known = self.words_of(one)
        return sum(value for word, value in worth.items() if word in known) / (sum(worth.values()) or 1.0)


def books(knowledge: Knowledge) -> Books:
    """The books of a knowledge base; while a new revision is loaded, the old one's are kept."""
    found = next((one for one in _kept if one.knowledge is knowledge), None)
    if found is None:
        found = Books(knowledge)
        _kept[:] = [found, *_kept[: REVISIONS - 1]]
    return found


_kept: list[Books] = []


def _together(parts: Iterable[Said]) -> Said:
    known = list(parts)
    return Said(frozenset().union(*(one.words for one in known)), frozenset().union(*(one.pairs for one in known)))


def _weights(sets: Iterable[Set[str]]) -> Mapping[str, float]:
    """How much each word tells: the fewer have it, the more."""
    known = list(sets)
    counts = Counter(word for one in known for word in one)
    return {word: max(math.log((len(known) + 1) / (count + 0.5)), 0.0) for word, count in counts.items()}

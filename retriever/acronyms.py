"""Acronyms that officials coin (KDVCHK, CHKSB, KCHT GTĐB), learnt from the documents themselves.

Two sources: a definition in brackets ("kết cấu hạ tầng (KCHT)"), and the most frequent phrase of the names that has these initials.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from retriever.text import fold, is_syllable, tokens

SHORTEST, LONGEST = 3, 8
LEAST = 2
"""How often a phrase must occur in names before its initials are read as an acronym."""
_WEAK_WORDS = "và của cho về các những tại theo đối với trong từ có là được do bằng hoặc để khi một"
_WEAK = frozenset(_WEAK_WORDS.split())
_DEFINED = re.compile(r"\((?:(?:sau đây )?(?:gọi|viết)(?: tắt)? là:? )?([A-ZĐƯÂÊÔƠĂ]{3,8})\)")
_REACH = 80
"""Letters before the bracket in which the phrase must stand."""

Acronyms = Mapping[str, str]
"""Lower-case acronym to its phrase; unaccented spellings are keys too."""


def looks_coined(word: str) -> bool:
    """Whether a word can only be an acronym: letters that no syllable has."""
    return word.isalpha() and SHORTEST <= len(word) <= LONGEST and not is_syllable(word)


def learn(names: Sequence[Sequence[str]], texts: Iterable[str]) -> dict[str, str]:
    """Acronyms of a base: ``names`` as syllables, ``texts`` as they were written."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, count in _phrases(names).items():
        if count >= LEAST:
            votes["".join(word[0] for word in phrase.split())][phrase] += count
    for text in texts:
        for acronym, phrase in _definitions(text):
            votes[acronym][phrase] += 5
    found = {acronym: phrases.most_common(1)[0][0] for acronym, phrases in votes.items() if looks_coined(acronym)}
    return {**_unaccented(votes, found), **found}


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for match in _DEFINED.finditer(text):
        acronym = match[1].lower()
        words = tokens(text[max(0, match.start() - _REACH) : match.start()])[-len(acronym) :]
        if "".join(word[0] for word in words) == acronym:
            yield acronym, " ".join(words)


def _phrases(names: Sequence[Sequence[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in names:
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(words) - size + 1):
                phrase = words[start : start + size]
                if not _WEAK.intersection(phrase):
                    counts[" ".join(phrase)] += 1
    return counts


def _unaccented(votes: Mapping[str, Counter[str]], found: Mapping[str, str]) -> dict[str, str]:
    """The same acronyms typed without marks (gtdb for GTĐB): the phrase with most votes wins."""
    best: dict[str, tuple[int, str]] = {}
    for acronym, phrase in found.items():
        bare = fold(acronym)
        if bare != acronym and looks_coined(bare):
            best[bare] = max(best.get(bare, (0, "")), (votes[acronym][phrase], phrase))
    return {bare: phrase for bare, (_, phrase) in best.items()}

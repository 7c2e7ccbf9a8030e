"""Phrases as people type them: a small notation for wordings, matched with any or all of their diacritics left out.

In the notation a line is one wording. ``(a|b c)`` is a choice, ``(a)?`` may be missing, ``…`` stands for up to three words of the same
clause, ``^`` and ``$`` are the ends of a clause, ``¦`` is its end as a word, ``#`` is a number, and ``word!`` must carry all its marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache, partial

from retriever.text import clean, fold, question_tokens, tokens

END = "¦"
"""Stands in a plain text where a clause ends."""
_CLAUSE = re.compile(r"[.,;:!?…\n]+(?=\s|$)|[()\"“”]+|\s[-–—]+\s")
_PART = re.compile(r"(?P<word>\w+!?)|(?P<gap>…)|(?P<number>#)|(?P<start>\^)|(?P<end>\$)|(?P<stop>¦)|(?P<space>\s+)")
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_CACHED = 64
_ENDED = re.compile(f"[^{END}]*{END} ")
_WORDS = re.compile(f"[^{END} ]+")
SHORT_CLAUSE = 3
"""Words, the end included, up to which a clause without diacritics may stand in a text with them by chance."""
MARKED = 0.4
"""Share of the words with diacritics from which a text counts as typed with them. Of careful Vietnamese it is four in five."""


@lru_cache(maxsize=_CACHED)
def plain(text: str) -> str:
    """The words of a text, each followed by one space, slips repaired and short forms written out; clauses end with ``¦``."""
    clauses = [question_tokens(clause) for clause in _CLAUSE.split(clean(text))]
    return "".join(f"{word} " for words in clauses if words for word in [*words, END])


class Wording:
    """Wordings to be found in texts made by ``plain``.

    In a clause with diacritics a word without them is another word (du lịch is not dụ dỗ); in a clause without, it may be any.
    """

    def __init__(self, *blocks: str) -> None:
        lines = dict.fromkeys(line.strip() for block in blocks for line in block.splitlines())
        self._lines = [line for line in lines if line]

    def search(self, said: str) -> re.Match[str] | None:
        """The first place where one of the wordings stands."""
        found = (match for pattern, part in self._parts(said) if (match := pattern.search(part)))
        return min(found, key=re.Match.start, default=None)

    def finditer(self, said: str) -> Iterator[re.Match[str]]:
        """Every place where one of the wordings stands; all places are offsets into the text itself."""
        return (match for pattern, part in self._parts(said) for match in pattern.finditer(part))

    def sub(self, replacement: str, said: str) -> str:
        """The text with the wordings replaced."""
        parts, at = [], 0
        for match in sorted(self.finditer(said), key=re.Match.start):
            if match.start() >= at:
                parts += [said[at : match.start()], replacement]
                at = match.end()
        return "".join([*parts, said[at:]])

    def _parts(self, said: str) -> Iterator[tuple[re.Pattern[str], str]]:
        """What is looked for in which part of the text."""
        marked, bare = _by_marks(said)
        if marked is not None:
            yield self._strict, marked
        if bare is not None:
            yield self._loose, bare

    @cached_property
    def _strict(self) -> re.Pattern[str]:
        return _compiled(self._lines, loose=False)

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        return _compiled(self._lines, loose=True)


@lru_cache(maxsize=_CACHED)
def _by_marks(said: str) -> tuple[str | None, str | None]:
    """The text where it is typed with diacritics, and the parts typed without (all else hidden, places kept); None where empty."""
    if _share_marked(said) <= MARKED:
        return None, said
    clauses = _ENDED.findall(said)
    if not any(_is_bare(clause) for clause in clauses):
        return said, None
    return said, "".join(clause if _is_bare(clause) else _WORDS.sub(_hidden, clause) for clause in clauses)


def _is_bare(clause: str) -> bool:
    return len(clause.split()) > SHORT_CLAUSE and clause.replace(END, "").isascii()


def _hidden(match: re.Match[str]) -> str:
    return "¤" * len(match.group())


def _share_marked(said: str) -> float:
    words = [word for word in said.split() if word.isalpha()]
    return sum(not word.isascii() for word in words) / len(words) if words else 0.0


def _compiled(lines: list[str], *, loose: bool) -> re.Pattern[str]:
    translated = partial(_translated, loose=loose)
    return re.compile("(?<!\\S)(?:" + "|".join(_PART.sub(translated, line) for line in lines) + ")")


def _translated(match: re.Match[str], *, loose: bool) -> str:
    """A part of the notation in the language of regular expressions."""
    if match["word"]:
        return _word(match["word"], loose=loose)
    gap = f"(?:[^{END} ]+ ){{0,3}}"
    return {"gap": gap, "number": r"\d+ ", "stop": f"{END} ", "start": f"(?:^|(?<={END} ))", "end": f"(?={END}|$)"}.get(
        str(match.lastgroup), ""
    )


def _word(word: str, *, loose: bool) -> str:
    syllable = " ".join(tokens(word.rstrip("!")))
    typed = [syllable] if word.endswith("!") else spellings(syllable) if loose else _clear_spellings(syllable)
    return f"(?:{'|'.join(typed)}) "


def _clear_spellings(syllable: str) -> list[str]:
    """The syllable, and as typed without its tone where its letters still tell that marks were typed."""
    return [syllable, *(typed for typed in spellings(syllable)[1:2] if not typed.isascii())]


def spellings(syllable: str) -> list[str]:
    """A syllable as typed: with all its marks, without the tone, without the other marks, without any."""
    decomposed = unicodedata.normalize("NFD", syllable.replace("đ", "d\u0335"))
    toneless = "".join(mark for mark in decomposed if mark not in _TONES)
    shapeless = "".join(mark for mark in decomposed if mark in _TONES or not unicodedata.combining(mark))
    written = [unicodedata.normalize("NFC", variant).replace("d\u0335", "đ") for variant in (toneless, shapeless)]
    return list(dict.fromkeys([syllable, *written, fold(syllable)]))

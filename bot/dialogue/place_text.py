"""A message as tokens, and whether some of them spell the name of a place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.dialogue.gazetteer import LONGEST_NAME, ROMAN, Gazetteer, Unit, fold_syllable
from bot.dialogue.place_words import LEVELS
from retriever.text import place_tones, repair_typing

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GLUED = re.compile(r"(phường|phuong|quận|quan|p|q|f)(\d{1,2})", re.IGNORECASE)
_DOTTED = re.compile(r"\b(t)\.\s?([pxt])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a message."""

    word: str
    folded: str
    gap: str
    """What stands between the token before and this one."""
    capital: bool


def read_tokens(text: str, known: Collection[str]) -> list[Token]:
    """The words of a text, each with what stands before it; typing slips are undone save in the known folded syllables."""
    plain = _DOTTED.sub(r"\1\2", unicodedata.normalize("NFC", text))
    tokens: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(plain):
        gap, at = plain[at : match.start()], match.end()
        glued = _GLUED.fullmatch(match.group())
        parts = glued.groups() if glued else (match.group(),)
        tokens += [_token(part, gap if n == 0 else "", known) for n, part in enumerate(parts)]
    return tokens


def _token(raw: str, gap: str, known: Collection[str]) -> Token:
    word = place_tones(raw.lower()).replace("'", "").replace("’", "")
    if word.isdecimal() and len(word) < 4:
        word = str(int(word))
    elif fold_syllable(word) not in known and word not in ROMAN:
        word = _repaired(word)
    return Token(word, fold_syllable(word), gap, raw[:1].isupper())


def _repaired(word: str) -> str:
    """``repair_typing``, which takes the r of "tr" for a Telex tone and knows no final k (trieeuj, ddawks)."""
    for typed, stand_in in (("tr", "ch"), ("k", "c")):
        bare = stand_in + word[2:] if typed == "tr" and word.startswith("tr") else word
        if typed == "k" and (found := re.fullmatch(r"([a-z0-9]{2,})k([sj15]?)", word)):
            bare = f"{found[1]}c{found[2]}"
        if bare != word and (repaired := repair_typing(bare)) != bare:
            return typed + repaired[2:] if typed == "tr" else repaired[:-1] + typed
    return repair_typing(word)


def name_ends(tokens: list[Token], at: int) -> Iterator[int]:
    """Ends of possible names from ``at``, longest first; a name does not cross a comma or a full stop."""
    last = at
    while last < min(len(tokens), at + LONGEST_NAME) and (last == at or not (_breaks(tokens[last].gap) or _is_long_level(tokens, last))):
        last += 1
    yield from range(last, at, -1)


def _breaks(gap: str) -> bool:
    return gap.strip(" ") not in ("", "-", "–")


def _is_long_level(tokens: list[Token], at: int) -> bool:
    """Whether "thành phố" or "thị xã" begins here, so that no name runs into it."""
    return f"{tokens[at].word} {tokens[at + 1].word}" in LEVELS if at + 1 < len(tokens) else False


def units_named(span: Sequence[Token], table: Gazetteer) -> list[Unit]:
    """The units whose name the tokens spell, marks aside; only a name with a dash is read across a dash."""
    units = table.find(key_of(span))
    dashed = any(t.gap.strip() for t in span[1:])
    return [u for u in units if " - " in u.name] if dashed else units


def is_broken(span: Sequence[Token]) -> bool:
    """Whether the tokens run across a comma or a full stop."""
    return any(_breaks(t.gap) for t in span[1:])


def key_of(span: Sequence[Token]) -> str:
    """The folded name the tokens would be."""
    if len(span) == 1:
        return ROMAN.get(span[0].word, span[0].folded)
    return " ".join(t.folded for t in span)


def same_marks(span: Sequence[Token], unit: Unit) -> bool:
    """Whether no typed mark speaks against the name; a syllable typed without marks fits any."""
    if len(span) != len(unit.syllables):
        return True
    return all(t.word in (t.folded, name) or len(t.word) == 1 or name.isdecimal() for t, name in zip(span, unit.syllables, strict=True))


def is_misspelt(span: Sequence[Token], unit: Unit) -> bool:
    """Whether the typed syllables are the name's with one slip; the other syllables carry no other marks."""
    if len(span) != len(unit.syllables):
        return "".join(map(fold_syllable, unit.syllables)) == "".join(t.folded for t in span)
    wrong = [t for t, name in zip(span, unit.syllables, strict=True) if t.word not in (name, fold_syllable(name))]
    return len(wrong) <= 1


def has_marks(span: Sequence[Token]) -> bool:
    """Whether any of them is typed with a mark."""
    return any(t.word != t.folded for t in span)

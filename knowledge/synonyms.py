"""The lexicon of everyday phrases: ``bằng lái`` stands for ``giấy phép lái xe`` in the names of procedures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from knowledge.schema import Record, Text
from knowledge.store import KnowledgeError

Transform = Callable[[str], str]
"""From text to text, such as the retriever's ``normalize`` and ``fold``."""

_SEPARATORS = re.compile(r"[\s./-]+")


class Synonym(Record):
    """Phrases that people say, and the official words that they mean."""

    say: Annotated[list[Text], Field(min_length=1)]
    means: Text
    accented_only: tuple[Text, ...] = ()
    """Those of ``say`` that read as other common words once their marks are gone (sổ đỏ, sơ đồ): unaccented text never means them."""

    @model_validator(mode="after")
    def _accented_only_is_said(self) -> Synonym:
        if unknown := set(self.accented_only) - set(self.say):
            raise ValueError(f"'accented_only' may only name phrases of 'say', not {sorted(unknown)}")
        return self


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe loader, ten times faster where libyaml is built in: the lexicon is long."""
_SYNONYMS = TypeAdapter(list[Synonym])


def load_synonyms(path: Path) -> tuple[Synonym, ...]:
    """The lexicon in a YAML file. Raises KnowledgeError if the file is missing or broken."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
        return tuple(_SYNONYMS.validate_python(content))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(str(path), f"mục «{where}» không đúng dạng: {first['msg']}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise KnowledgeError(str(path), f"không đọc được tệp YAML: {error}") from error


Phrase = tuple[str, ...]
"""The syllables of a phrase."""


class _Match(NamedTuple):
    start: int
    end: int
    means: str


class _Phrases:
    """Finds phrases in a list of syllables; only the lengths that the first syllable allows are looked up."""

    def __init__(self, meanings: Mapping[Phrase, str]) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in meanings:
            lengths[phrase[0]].add(len(phrase))
        self._meanings = dict(meanings)
        self._lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}

    def find(self, syllables: Phrase) -> list[_Match]:
        """The phrases in the text, in its order. Where phrases overlap, the longest stays, then the first."""
        taken: set[int] = set()
        kept: list[_Match] = []
        for match in sorted(self._all(syllables), key=lambda m: (m.start - m.end, m.start)):
            places = range(match.start, match.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(match)
        return sorted(kept)

    def _all(self, syllables: Phrase) -> Iterator[_Match]:
        for start, syllable in enumerate(syllables):
            for length in self._lengths.get(syllable, ()):
                phrase = syllables[start : start + length]
                means = self._meanings.get(phrase)
                if means is not None:
                    yield _Match(start, start + len(phrase), means)


class Lexicon:
    """Adds official words to what people typed, in accented and in wholly unaccented text."""

    def __init__(self, synonyms: Iterable[Synonym], *, normalize: Transform, fold: Transform) -> None:
        self._normalize = normalize
        self._fold = fold
        listed = list(synonyms)
        accented = {self._split(say): item.means for item in listed for say in item.say}
        accented.pop((), None)
        self._official = {item.means: self._split(item.means) for item in listed}
        self._accented = _Phrases(accented)
        barred = {self._split(say) for item in listed for say in item.accented_only}
        self._folded = _Phrases(self._fold_all(accented, barred))

    def expand(self, text: str) -> str:
        """The text as it was, followed by the official words of its everyday phrases, those apart that it has already."""
        normalized = self._normalize(text)
        syllables = _syllables(normalized)
        unaccented = self._fold(normalized) == normalized
        matches = (self._folded if unaccented else self._accented).find(syllables)
        added: list[str] = []
        present = _padded(syllables)
        for match in matches:
            official = self._official[match.means]
            words = _padded(self._unmarked(official) if unaccented else official)
            if words not in present:
                added.append(match.means)
                present += words
        return " ".join([text, *added])

    def _split(self, text: str) -> Phrase:
        return _syllables(self._normalize(text))

    def _fold_all(self, accented: Mapping[Phrase, str], barred: set[Phrase]) -> dict[Phrase, str]:
        """The phrases without marks, but for those that lose their meaning with them."""
        readings: dict[Phrase, set[str]] = defaultdict(set)
        for phrase, means in accented.items():
            folded = self._unmarked(phrase)
            if len(folded) > 1 or folded == phrase:
                readings[folded].add(means)
        ambiguous = {self._unmarked(phrase) for phrase in barred}
        return {phrase: means.pop() for phrase, means in readings.items() if len(means) == 1 and phrase not in ambiguous}

    def _unmarked(self, phrase: Phrase) -> Phrase:
        return _syllables(self._fold(" ".join(phrase)))


def _syllables(normalized: str) -> Phrase:
    return tuple(part for part in _SEPARATORS.split(normalized) if part)


def _padded(syllables: Phrase) -> str:
    """One string in which whole syllables can be looked for."""
    return f" {' '.join(syllables)} "

"""The indexes of one revision of the knowledge base, as they lie in memory and in one folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from retriever import fusion
from retriever.acronyms import Acronyms, learn, looks_coined
from retriever.dense import DenseIndex
from retriever.documents import SearchDocument
from retriever.embeddings import Embedder, Vectors
from retriever.levels import levels_in
from retriever.lexical import LexicalIndex
from retriever.provinces import provinces_in
from retriever.queries import actions
from retriever.text import document_tokens, fold, is_syllable, is_unaccented

SHORTEST_SLIP = 4
"""Letters from which an impossible word is taken for a slip; shorter ones may be initials."""
LEXICAL = {"names": 0.5, "body": 0.6, "agency": 0.6}
"""The lexical fields and the length normalisation of each."""
_MIN_WEIGHT = 4.0
"""A name lighter than this (one common word) cannot be wholly contained in a question."""


@dataclass(frozen=True)
class Prepared:
    """Parts of a snapshot that other processes have made already."""

    lexical: Sequence[LexicalIndex]
    acronyms: Acronyms
    body: Vectors
    """A vector for each chunk, in the order of the documents."""


class Snapshot:
    """Everything that a search needs. Nothing in it changes, so threads may share it."""

    def __init__(
        self,
        revision: str,
        documents: Sequence[SearchDocument],
        lexical: Sequence[LexicalIndex],
        dense: Sequence[DenseIndex],
        acronyms: Acronyms,
    ) -> None:
        self.revision = revision
        self.documents = list(documents)
        self.names, self.body, self.agency = lexical
        self.dense_names, self.dense_body = dense
        self.acronyms = acronyms
        self.name_owner = _owners([len(d.names) for d in documents])
        self.name_starts = np.flatnonzero(np.diff(self.name_owner, prepend=-1))
        self._chunk_starts = np.concatenate([[0], np.cumsum([len(d.body) for d in documents])]).astype(np.int64)
        self.field_of = _fields(self.documents)
        self._field_centres = self.dense_body.centres(np.repeat(self.field_of, np.diff(self._chunk_starts)))
        self.action_masks = np.array([actions(d.names[0]) if d.kind == "procedure" else 0 for d in documents], dtype=np.int64)
        self._levels = [levels_in(d.names[0]) if d.kind == "procedure" else frozenset() for d in documents]
        self._provinces = [d.province for d in documents]
        self._handicap = fusion.INTERNAL_PENALTY * np.array([d.is_internal for d in documents], dtype=np.float32)
        crowds = np.maximum([len(d.names) for d in documents], fusion.PLAIN_NAMES) / fusion.PLAIN_NAMES
        self._handicap += fusion.CROWD_PENALTY * np.log(crowds).astype(np.float32)
        self._local = fusion.PROVINCE_PENALTY * np.array([p is not None for p in self._provinces], dtype=np.float32)
        names = [document_tokens(name) for d in documents for name in d.names]
        self._postings, self._idf = _postings(names)
        self._spellings = [s for s in self._idf if s.isalpha() and is_syllable(s)]
        weights = [float(self.idf(sorted(set(name))).sum()) for name in names]
        self.name_weight = np.maximum(np.array(weights, dtype=np.float32), _MIN_WEIGHT)

    @classmethod
    def build(
        cls,
        revision: str,
        documents: Sequence[SearchDocument],
        embedder: Embedder,
        prepared: Prepared | None = None,
    ) -> Snapshot:
        """Index the documents. Raises ValueError where there is no document, or two share a key."""
        if not documents or len({d.key for d in documents}) != len(documents):
            raise ValueError("an index needs at least one document, and no two may share kind and id")
        names = [document_tokens(name) for d in documents for name in d.names]
        made = prepared or Prepared(build_lexical(documents), learn_acronyms(documents), body_vectors(documents, embedder))
        dense = [DenseIndex.build(embedder.encode([" ".join(words) for words in names])), DenseIndex.build(made.body)]
        return cls(revision, documents, made.lexical, dense, made.acronyms)

    def save(self, folder: Path) -> None:
        """Write all parts below a folder; one document a line, so that reading never holds other threads up for long."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_json(folder / "snapshot.json", {"revision": self.revision, "acronyms": dict(self.acronyms)})
        for name in LEXICAL:
            getattr(self, name).save(folder / name)
        self.dense_names.save(folder / "names.faiss")
        self.dense_body.save(folder / "body.faiss")
        lines = (json.dumps(asdict(document), ensure_ascii=False) for document in self.documents)
        (folder / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Read what save() wrote."""
        data: dict[str, Any] = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
        with (folder / "documents.jsonl").open(encoding="utf-8") as lines:
            documents = [SearchDocument.read(json.loads(line)) for line in lines]
        lexical = [LexicalIndex.load(folder / name) for name in LEXICAL]
        dense = (DenseIndex.load(folder / "names.faiss"), DenseIndex.load(folder / "body.faiss"))
        return cls(data["revision"], documents, lexical, dense, data["acronyms"])

    def spelt(self, word: str) -> str:
        """The syllable of the names that was meant by a word that cannot be one (sihn, dangg); any other word as it is.

        One slip is undone: a letter too many, too few, wrong, or two letters swapped.
        """
        if is_syllable(word) or not word.isalpha() or len(word) < SHORTEST_SLIP or "~" + fold(word) in self._postings:
            return word
        near = process.extract(fold(word), self._spellings, scorer=OSA.distance, score_cutoff=1, limit=None)
        same_letters = [found for found, _, _ in near if sorted(found) == sorted(fold(word))]
        return min(same_letters or [found for found, _, _ in near], key=self._idf.__getitem__, default=word)

    def written_out(self, word: str) -> str:
        """The phrase of an acronym that no name has; a slip put right; any other word as it is."""
        if looks_coined(word) and "~" + fold(word) not in self._postings and word in self.acronyms:
            return self.acronyms[word]
        return self.spelt(word)

    def idf(self, syllables: Sequence[str]) -> fusion.Scores:
        """How telling each syllable is among the names; a syllable in no name counts as the rarest."""
        rarest = max(self._idf.values(), default=1.0)
        return np.array([self._idf.get(fold(s), rarest) for s in syllables], dtype=np.float32)

    def overlap(self, syllables: Sequence[str]) -> fusion.Scores:
        """For each name row, the summed idf of the question's syllables that stand in it."""
        total = np.zeros(len(self.name_owner), dtype=np.float32)
        unaccented = is_unaccented(" ".join(syllables))
        for syllable in set(syllables):
            key = "~" + fold(syllable) if unaccented or fold(syllable) == syllable else syllable
            rows = self._postings.get(key)
            if rows is not None:
                total[rows] += self._idf[fold(syllable)]
        return total

    def chunks_of(self, documents: fusion.Ints) -> tuple[fusion.Ints, fusion.Ints]:
        """The rows of these documents' chunks, and for each row the position of its document among them."""
        starts, counts = self._chunk_starts[documents], np.diff(self._chunk_starts)[documents]
        owners = np.repeat(np.arange(len(documents), dtype=np.int64), counts)
        return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - starts, counts), owners

    def best_names(self, rows: fusion.Scores) -> fusion.Scores:
        """The best name of each document."""
        return np.maximum.reduceat(rows, self.name_starts)

    def field_likeness(self, vector: Vectors) -> fusion.Scores:
        """How near the question is to all that the documents of each one's field say."""
        return np.asarray((self._field_centres @ vector)[self.field_of], dtype=np.float32)

    def handicaps(self, syllables: Sequence[str]) -> fusion.Scores:
        """What each document loses: for its many names, for being internal, of another level or of a province that is not named."""
        text = " ".join(syllables)
        return np.asarray(self._handicap + self._local * self._elsewhere(text) + self._other_level(text), dtype=np.float32)

    def _elsewhere(self, text: str) -> fusion.Scores | float:
        named = set(provinces_in(text))
        return np.array([province not in named for province in self._provinces], dtype=np.float32) if named else 1.0

    def _other_level(self, text: str) -> fusion.Scores | float:
        named = levels_in(text)
        if not named:
            return 0.0
        fits = [0.0 if not levels else -1.0 if levels & named else 1.0 for levels in self._levels]
        return fusion.LEVEL_WEIGHT * np.array(fits, dtype=np.float32)


def build_lexical(documents: Sequence[SearchDocument]) -> list[LexicalIndex]:
    """The lexical indexes of names, bodies (with the official name) and agencies."""
    names = [document_tokens(name) for d in documents for name in d.names]
    bodies = [document_tokens(" ".join((d.names[0], *d.body))) for d in documents]
    agencies = [document_tokens(d.agency) for d in documents]
    return [LexicalIndex.build(texts, b=b) for texts, b in zip((names, bodies, agencies), LEXICAL.values(), strict=True)]


def learn_acronyms(documents: Sequence[SearchDocument]) -> Acronyms:
    """The acronyms of all names and bodies."""
    return learn([document_tokens(name) for d in documents for name in d.names], (text for d in documents for text in d.body))


def body_vectors(documents: Sequence[SearchDocument], embedder: Embedder) -> Vectors:
    """A vector for each chunk of the bodies."""
    return embedder.encode([" ".join(document_tokens(chunk)) for d in documents for chunk in d.body])


def _fields(documents: Sequence[SearchDocument]) -> NDArray[np.int64]:
    """A number for each document, the same for those of one field; an FAQ is of the field of the first procedure it is about."""
    field_of = {d.id: d.field for d in documents if d.kind == "procedure"}
    numbers: dict[str, int] = {}
    fields = [next((field_of[code] for code in d.about if code in field_of), d.field) for d in documents]
    return np.array([numbers.setdefault(field, len(numbers)) for field in fields], dtype=np.int64)


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _owners(counts: Sequence[int]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def _postings(names: Sequence[Sequence[str]]) -> tuple[dict[str, NDArray[np.int64]], dict[str, float]]:
    rows: dict[str, set[int]] = {}
    for row, name in enumerate(names):
        for syllable in name:
            rows.setdefault(syllable, set()).add(row)
            rows.setdefault("~" + fold(syllable), set()).add(row)
    idf = {key[1:]: float(np.log(1 + len(names) / len(found))) for key, found in rows.items() if key.startswith("~")}
    return {key: np.array(sorted(found), dtype=np.int64) for key, found in rows.items()}, idf

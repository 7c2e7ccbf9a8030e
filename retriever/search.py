"""The search itself: one immutable snapshot in memory, one question in, calibrated hits out."""

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

from knowledge.synonyms import Lexicon, load_synonyms
from retriever import fusion
from retriever.calibration import Calibration, Signals
from retriever.dense import DenseIndex
from retriever.documents import Kind, SearchDocument
from retriever.embeddings import Embedder, StaticEmbedder
from retriever.lexical import LexicalIndex
from retriever.queries import actions, matter
from retriever.text import fold, is_syllable, is_unaccented, normalize, question_tokens, tokens

NEIGHBOURS = 400
SHORTEST_SLIP = 4
"""Letters from which an impossible word is taken for a slip; shorter ones may be initials."""
SYNONYMS = "synonyms.yaml"
_MIN_WEIGHT = 4.0
"""A name lighter than this (one common word) cannot be wholly contained in a question."""


def read_lexicon(path: Path) -> Lexicon | None:
    """The lexicon of everyday phrases, None where there is no such file."""
    return Lexicon(load_synonyms(path), normalize=normalize, fold=fold) if path.exists() else None


@dataclass(frozen=True)
class Hit:
    """One found document. ``probability`` is calibrated: of hits with .8, about 80 % are right."""

    kind: Kind
    id: str
    name: str
    score: float
    probability: float


@dataclass(frozen=True)
class Question:
    """A question made ready: all syllables, those of its matter, and the action words it names."""

    syllables: tuple[str, ...]
    matter: tuple[str, ...]
    actions: int

    @classmethod
    def read(cls, text: str, lexicon: Lexicon | None = None) -> Question:
        """Normalise what a person typed, and add the official words of its everyday phrases."""
        if lexicon is not None:
            text = lexicon.expand(" ".join(question_tokens(text)))
        syllables = tuple(question_tokens(text))
        return cls(syllables, tuple(matter(text).split()) or syllables, actions(text))


class Searcher:
    """Search over one snapshot. Safe to share between threads: nothing in it changes."""

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, calibration: Calibration | None = None, lexicon: Lexicon | None = None
    ) -> None:
        self._lexicon = lexicon
        self._snapshot = snapshot
        self._embedder = embedder
        self._calibration = calibration or Calibration()

    @classmethod
    def load(cls, folder: Path, embedder: Embedder | None = None) -> Searcher:
        """Open a snapshot folder with its own static model, or with the given embedder."""
        embedder = embedder or StaticEmbedder.load(folder / "embedding")
        return cls(Snapshot.load(folder), embedder, Calibration.load(folder / "calibration.json"), read_lexicon(folder / SYNONYMS))

    def read(self, query: str) -> Question:
        """A question as this searcher understands it, mistyped words put right."""
        return Question.read(" ".join(map(self._snapshot.spelt, question_tokens(query))), self._lexicon)

    @property
    def revision(self) -> str:
        """The revision of the knowledge base this snapshot was built from."""
        return self._snapshot.revision

    def search(self, query: str, k: int = 5) -> list[Hit]:
        """The k best documents, best first; empty where no word of the query is known."""
        question = self.read(query)
        if not question.syllables:
            return []
        scores, signals = self.score(question)
        order = np.argsort(-scores, kind="stable")[: max(k, 2)]
        probabilities = self._calibration.probabilities(scores[order], signals, order)
        return [self._hit(int(row), float(scores[row]), p) for row, p in list(zip(order, probabilities, strict=True))[:k]]

    def score(self, question: Question, hidden_names: Sequence[int] = ()) -> tuple[fusion.Scores, Signals]:
        """Fused scores of all documents and the raw signals behind them; ``hidden_names`` are name rows to ignore."""
        snap = self._snapshot
        names, coverage, containment = self._names(question, hidden_names)
        dense_names, dense_body = self._dense(question, hidden_names)
        parts = {
            "names": names,
            "body": fusion.best_of(snap.body.scores(question.syllables), np.arange(len(snap.documents)), len(snap.documents)),
            "dense_names": dense_names,
            "dense_body": dense_body,
            "agency": snap.agency.scores(question.syllables),
        }
        total = sum((fusion.WEIGHTS[name] * fusion.standardise(part) for name, part in parts.items()), np.zeros_like(names))
        total = total - fusion.ACTION_PENALTY * self._lacking(question)
        return total.astype(np.float32), Signals(dense_names, coverage, containment, self._lacking(question))

    def _names(self, question: Question, hidden: Sequence[int]) -> tuple[fusion.Scores, fusion.Scores, fusion.Scores]:
        snap = self._snapshot
        rows = snap.names.scores(question.matter)
        rows[list(hidden)] = 0
        ideal = float(snap.idf(sorted(set(question.matter))).sum()) or 1.0
        overlap = snap.overlap(question.matter)
        overlap[list(hidden)] = 0
        contained = np.minimum(snap.overlap(question.syllables) / snap.name_weight, 1)
        contained[list(hidden)] = 0
        return self._best_names(rows), self._best_names(overlap / ideal), self._best_names(contained)

    def _best_names(self, rows: fusion.Scores) -> fusion.Scores:
        return fusion.best_of(rows, self._snapshot.name_owner, len(self._snapshot.documents))

    def _dense(self, question: Question, hidden: Sequence[int]) -> tuple[fusion.Scores, fusion.Scores]:
        snap, count = self._snapshot, len(self._snapshot.documents)
        vector = self._embedder.encode([" ".join(question.matter)])[0]
        if not vector.any():
            return np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        rows, cosines = snap.dense_names.search(vector, NEIGHBOURS + len(hidden))
        if hidden:
            kept = ~np.isin(rows, list(hidden))
            rows, cosines = rows[kept], cosines[kept]
        floor = float(cosines[-1]) if len(cosines) else 0.0
        names = fusion.best_of(cosines, snap.name_owner[rows], count, floor)
        rows, cosines = snap.dense_body.search(vector, NEIGHBOURS)
        floor = float(cosines[-1]) if len(cosines) else 0.0
        return names, fusion.best_of(cosines, snap.chunk_owner[rows], count, floor)

    def _lacking(self, question: Question) -> fusion.Scores:
        missing = self._snapshot.action_masks & ~question.actions
        return np.asarray(missing != 0, dtype=np.float32)

    def _hit(self, row: int, score: float, probability: float) -> Hit:
        document = self._snapshot.documents[row]
        return Hit(document.kind, document.id, document.names[0], score, probability)


class Snapshot:
    """The indexes of one revision of the knowledge base, as they lie in one folder."""

    def __init__(
        self, revision: str, documents: Sequence[SearchDocument], lexical: tuple[LexicalIndex, ...], dense: tuple[DenseIndex, ...]
    ) -> None:
        self.revision = revision
        self.documents = list(documents)
        self.names, self.body, self.agency = lexical
        self.dense_names, self.dense_body = dense
        self.name_owner = _owners([len(d.names) for d in documents])
        self.chunk_owner = _owners([len(d.body) for d in documents])
        self.action_masks = np.array([actions(d.names[0]) if d.kind == "procedure" else 0 for d in documents], dtype=np.int64)
        names = [name for d in documents for name in d.names]
        self._postings, self._idf = _postings(names)
        self._spellings = [s for s in self._idf if s.isalpha() and is_syllable(s)]
        self.name_weight = np.array(
            [max(_MIN_WEIGHT, float(self.idf(sorted(set(tokens(name)))).sum())) for name in names], dtype=np.float32
        )

    @classmethod
    def build(cls, revision: str, documents: Sequence[SearchDocument], embedder: Embedder) -> Snapshot:
        """Index the documents. Raises ValueError where there is none, or two share a key."""
        if not documents or len({d.key for d in documents}) != len(documents):
            raise ValueError("an index needs at least one document, and no two may share kind and id")
        names = [name for d in documents for name in d.names]
        chunks = [chunk for d in documents for chunk in d.body]
        lexical = (
            LexicalIndex.build(names, b=0.5),
            LexicalIndex.build([" ".join((d.names[0], *d.body)) for d in documents], b=0.6),
            LexicalIndex.build([d.agency for d in documents], b=0.6),
        )
        dense = tuple(DenseIndex.build(embedder.encode([" ".join(tokens(t)) for t in texts])) for texts in (names, chunks))
        return cls(revision, documents, lexical, dense)

    def save(self, folder: Path) -> None:
        """Write all parts below a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        data = {"revision": self.revision, "documents": [asdict(d) for d in self.documents]}
        (folder / "documents.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name in ("names", "body", "agency"):
            getattr(self, name).save(folder / name)
        self.dense_names.save(folder / "names.faiss")
        self.dense_body.save(folder / "body.faiss")

    @classmethod
    def load(cls, folder: Path) -> Snapshot:
        """Read what save() wrote."""
        data: dict[str, Any] = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
        documents = [SearchDocument.read(d) for d in data["documents"]]
        lexical = tuple(LexicalIndex.load(folder / name) for name in ("names", "body", "agency"))
        dense = (DenseIndex.load(folder / "names.faiss"), DenseIndex.load(folder / "body.faiss"))
        return cls(data["revision"], documents, lexical, dense)

    def spelt(self, word: str) -> str:
        """The syllable of the names that was meant by a word that cannot be one (sihn, dangg); any other word as it is.

        One slip is undone: a letter too many, too few, wrong, or two letters swapped.
        """
        if is_syllable(word) or not word.isalpha() or len(word) < SHORTEST_SLIP or "~" + fold(word) in self._postings:
            return word
        near = process.extract(fold(word), self._spellings, scorer=OSA.distance, score_cutoff=1, limit=None)
        same_letters = [found for found, _, _ in near if sorted(found) == sorted(fold(word))]
        return min(same_letters or [found for found, _, _ in near], key=self._idf.__getitem__, default=word)

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


def _owners(counts: Sequence[int]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def _postings(names: Sequence[str]) -> tuple[dict[str, NDArray[np.int64]], dict[str, float]]:
    rows: dict[str, set[int]] = {}
    for row, name in enumerate(names):
        for syllable in tokens(name):
            rows.setdefault(syllable, set()).add(row)
            rows.setdefault("~" + fold(syllable), set()).add(row)
    idf = {key[1:]: float(np.log(1 + len(names) / len(found))) for key, found in rows.items() if key.startswith("~")}
    return {key: np.array(sorted(found), dtype=np.int64) for key, found in rows.items()}, idf

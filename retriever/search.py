"""The search itself: one immutable snapshot in memory, one question in, calibrated hits out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.synonyms import Lexicon, load_synonyms
from retriever import fusion
from retriever.calibration import Calibration, Signals, features
from retriever.classifier import SHY, Classifier
from retriever.documents import Kind, family
from retriever.embeddings import Embedder, StaticEmbedder, Vectors
from retriever.queries import actions, matter_of, plain_of
from retriever.snapshot import Snapshot
from retriever.text import fold, is_unaccented, normalize, question_tokens
from retriever.threads import one_thread

_NEVER = np.float32(-1e9)
CONSIDERED = 10
"""Ranked documents among which the lead of the best one is measured."""
SYNONYMS = "synonyms.yaml"
CALIBRATION = "calibration.json"
CLASSIFIER, ASKED = "classifier.npz", "asked.npz"


def read_lexicon(path: Path) -> Lexicon | None:
    """The lexicon of everyday phrases, None where there is no such file."""
    return Lexicon(load_synonyms(path), normalize=normalize, fold=fold) if path.exists() else None


@dataclass(frozen=True)
class Hit:
    """One found document. ``probability`` is calibrated: of hits with .8, about 80 % are right.

    ``inside`` is the same for questions of which something else tells that they are for the state.
    ``twins`` are the ids of procedures of the same name at another level or agency.
    """

    kind: Kind
    id: str
    name: str
    score: float
    probability: float
    inside: float = 0.0
    twins: tuple[str, ...] = ()
    bare: float = 0.0
    """The score by name and text alone, without the classifier."""
    asked: float = 0.0
    """How like the messages that are known to be about it, 0..3."""
    behind: float = 0.0
    """What that lacks to the likest thing of all, found or not."""
    taught: bool = False
    """Whether enough messages are known to be about it that the two before tell something."""

    @property
    def is_likest(self) -> bool:
        """Whether nothing is asked for by messages more like this one."""
        return self.asked >= SHY and self.behind == 0


@dataclass(frozen=True)
class Reading:
    """One reading of a question: all syllables, those without the asking frame, and those of its matter alone."""

    syllables: tuple[str, ...]
    plain: tuple[str, ...]
    matter: tuple[str, ...]

    @classmethod
    def of(cls, syllables: Sequence[str]) -> Reading:
        """Take the question apart."""
        return cls(tuple(syllables), tuple(plain_of(syllables)), tuple(matter_of(syllables)) or tuple(syllables))


@dataclass(frozen=True)
class Question:
    """A question made ready: as it was asked, with the official words of its everyday phrases, and the acts it names."""

    asked: Reading
    readings: tuple[Reading, ...]
    actions: int


class Searcher:
    """Search over one snapshot. Safe to share between threads: nothing in it changes."""

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder,
        calibration: Calibration | None = None,
        lexicon: Lexicon | None = None,
        classifier: Classifier | None = None,
        asked: Classifier | None = None,
    ) -> None:
        """``classifier`` has learnt from names and weighs in the score; ``asked`` from messages, what it tells stands beside the score."""
        one_thread()
        self._lexicon = lexicon
        self._snapshot = snapshot
        self._embedder = embedder
        self._calibration = calibration or Calibration()
        self._classifier, self._asked = classifier, asked
        self._taught = asked.knows if asked else np.zeros(len(snapshot.documents), dtype=bool)
        self._likeness_weight = fusion.LIKENESS_WEIGHT * (classifier.share**0.5 if classifier else 0.0)
        self._twins = _twins(snapshot)
        self._topics = np.array([document.is_topic for document in snapshot.documents], dtype=bool)
        self._about = {d.id: d.about for d in snapshot.documents if d.about}

    @classmethod
    def load(cls, folder: Path, embedder: Embedder | None = None, asked: Classifier | None = None) -> Searcher:
        """Open a snapshot folder with its own models, or with a given embedder or classifier of messages."""
        embedder = embedder or StaticEmbedder.load(folder / "embedding")
        calibration, lexicon = Calibration.load(folder / CALIBRATION), read_lexicon(folder / SYNONYMS)
        learnt = Classifier.load(folder / CLASSIFIER), asked or Classifier.load(folder / ASKED)
        return cls(Snapshot.load(folder), embedder, calibration, lexicon, *learnt)

    @property
    def revision(self) -> str:
        """The revision of the knowledge base this snapshot was built from."""
        return self._snapshot.revision

    @property
    def calibration(self) -> Calibration:
        """The probabilities' model and the thresholds chosen from it."""
        return self._calibration

    def read(self, query: str) -> Question:
        """A question as this searcher understands it: mistyped words put right, coined acronyms and everyday phrases explained."""
        syllables = " ".join(self._snapshot.written_out(word) for word in question_tokens(query)).split()
        text = " ".join(syllables)
        expanded = self._expand(text).split()
        asked = Reading.of(syllables)
        readings = (asked,) if expanded == syllables else (asked, Reading.of(expanded))
        return Question(asked, readings, actions(" ".join(expanded)))

    def _expand(self, text: str) -> str:
        """The text with the official words of its everyday phrases; without diacritics where it has none itself."""
        expanded = " ".join(question_tokens(self._lexicon.expand(text))) if self._lexicon else text
        return fold(expanded) if is_unaccented(text) else expanded

    def about(self, hit: Hit) -> tuple[str, ...]:
        """Codes of the procedures that a hit is about, where it is an FAQ."""
        return self._about.get(hit.id, ()) if hit.kind == "faq" else ()

    def search(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        """The k best documents, best first, as if those with the ids ``without`` did not exist; empty where no word is known.

        Behind them comes the one that is asked for by the likest messages, if it is none of them.
        """
        question = self.read(query)
        if not question.asked.syllables:
            return []
        scores, signals = self.score(question)
        scores[[row for row, document in enumerate(self._snapshot.documents) if document.id in without] if without else []] = _NEVER
        asked = _scores(self._asked, question, len(scores))
        likest, most = int(asked.argmax()), float(asked.max())
        order = fusion.ranked(scores, max(k, CONSIDERED))
        if most >= SHY and likest not in order:
            order = np.append(order, likest)
        probabilities = self._calibration.probabilities(scores[order], signals, order, self._twins, self._topics)
        found = [(int(row), p) for row, p in zip(order, probabilities, strict=True) if scores[row] > _NEVER]
        hits = [self._hit(row, float(scores[row]), float(signals.gain[row]), *p) for row, p in found]
        told = [
            replace(hit, asked=float(asked[row]), behind=most - float(asked[row]), taught=bool(self._taught[row]))
            for hit, (row, _) in zip(hits, found, strict=True)
        ]
        return told[:k] + [hit for hit in told[k:] if hit.is_likest]

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        """The k best, procedures of one name merged into their best: its ``twins`` name the others."""
        kept: dict[str, Hit] = {}
        for hit in self.search(query, 4 * k, without):
            key = family(hit.kind, hit.name)
            best = kept.setdefault(key, hit)
            if best is not hit:
                likest = best if best.asked >= hit.asked else hit
                kept[key] = replace(best, twins=(*best.twins, hit.id), asked=likest.asked, behind=likest.behind)
        hits = list(kept.values())
        return hits[:k] + [hit for hit in hits[k:] if hit.is_likest]

    def best(self, query: str, k: int, hidden_names: Sequence[int] = ()) -> tuple[list[int], fusion.Scores]:
        """Numbers of the k best documents and their calibration features, best first; ``hidden_names`` are name rows to ignore.

        Topics are left out: to be asked what is wanted is neither right nor wrong.
        """
        scores, signals = self.score(self.read(query), hidden_names)
        scores[self._topics] = _NEVER
        order = fusion.ranked(scores, max(k, CONSIDERED))
        return [int(row) for row in order[:k]], features(scores[order], signals, order, self._twins)[:k]

    def score(self, question: Question, hidden_names: Sequence[int] = ()) -> tuple[fusion.Scores, Signals]:
        """Fused scores of all documents and the raw signals behind them; ``hidden_names`` are name rows to ignore."""
        snap = self._snapshot
        texts = [" ".join(part) for reading in question.readings for part in (reading.plain, reading.matter)]
        vectors = self._embedder.encode([*texts, " ".join(question.asked.syllables)])
        parts, cosine = self._dense(vectors[:-1], hidden_names)
        parts["field"] = snap.field_likeness(vectors[-1])
        parts["agency"] = snap.agency.scores(question.asked.syllables)
        total = sum((fusion.WEIGHTS[name] * fusion.standardise(part) for name, part in parts.items()), np.zeros_like(cosine))
        for reading in question.readings:
            for name, part in self._lexical(reading, hidden_names).items():
                total += fusion.WEIGHTS[name] / len(question.readings) * fusion.standardise(part)
        lacking = self._lacking(question)
        coverage, containment = self._shares(question, hidden_names)
        likeness = self._likeness(question)
        total += fusion.COVERAGE_WEIGHT * coverage - fusion.ACTION_PENALTY * lacking - snap.handicaps(question.asked.syllables)
        gain = np.float32(self._likeness_weight) * likeness
        signals = Signals(cosine, coverage, containment, lacking, likeness, gain)
        return self._with_chunks((total + gain).astype(np.float32), vectors[-1]), signals

    def _with_chunks(self, scores: fusion.Scores, vector: Vectors) -> fusion.Scores:
        """The candidates gain by the likeness of their best chunk; none of them falls behind another document."""
        snap = self._snapshot
        candidates = fusion.best(scores, fusion.CANDIDATES)
        rows, owners = snap.chunks_of(candidates)
        likeness = fusion.standardise(fusion.best_of(snap.dense_body.cosines_of(rows, vector), owners, len(candidates), -1.0))
        scores[candidates] += fusion.CHUNK_WEIGHT * (likeness - likeness.min())
        return scores

    def _lexical(self, reading: Reading, hidden: Sequence[int]) -> dict[str, fusion.Scores]:
        snap = self._snapshot
        return {
            "names_plain": self._name_scores(reading.plain, hidden),
            "body_plain": snap.body.scores(reading.plain),
        }

    def _name_scores(self, syllables: Sequence[str], hidden: Sequence[int]) -> fusion.Scores:
        rows = self._snapshot.names.scores(syllables)
        rows[list(hidden)] = 0
        return self._snapshot.best_names(rows)

    def _shares(self, question: Question, hidden: Sequence[int]) -> tuple[fusion.Scores, fusion.Scores]:
        """How much of the question's matter a name covers, and how much of a name the question contains, both by idf."""
        snap = self._snapshot
        covered, contained = [], []
        for reading in question.readings:
            overlap = snap.overlap(reading.matter)
            overlap[list(hidden)] = 0
            covered.append(overlap / (float(snap.idf(sorted(set(reading.matter))).sum()) or 1.0))
            inside = np.minimum(snap.overlap(reading.syllables) / snap.name_weight, 1)
            inside[list(hidden)] = 0
            contained.append(inside)
        return snap.best_names(np.maximum.reduce(covered)), snap.best_names(np.maximum.reduce(contained))

    def _dense(self, vectors: Vectors, hidden: Sequence[int]) -> tuple[dict[str, fusion.Scores], fusion.Scores]:
        """The dense parts, and the best cosine of any reading with a name; ``vectors`` are each reading's plain text and matter."""
        snap = self._snapshot
        rows = snap.dense_names.cosines(vectors)
        rows[:, list(hidden)] = -1
        near = fusion.nearness(rows, snap.name_starts)
        cosine = np.maximum.reduceat(rows.max(axis=0), snap.name_starts)
        return {"dense_plain": near[0::2].mean(axis=0), "dense_matter": near[1::2].mean(axis=0)}, cosine

    def _likeness(self, question: Question) -> fusion.Scores:
        """How like all that is asked of each document the question is."""
        return _scores(self._classifier, question, len(self._snapshot.documents))

    def _lacking(self, question: Question) -> fusion.Scores:
        """1 where the name does other acts only than the question names."""
        masks = self._snapshot.action_masks
        return np.asarray((masks != 0) & (masks & question.actions == 0), dtype=np.float32)

    def _hit(self, row: int, score: float, gain: float, probability: float, inside: float) -> Hit:
        document = self._snapshot.documents[row]
        return Hit(document.kind, document.id, document.names[0], score, probability, inside, bare=score - gain)


def _scores(classifier: Classifier | None, question: Question, documents: int) -> fusion.Scores:
    return classifier.scores(question.asked.syllables) if classifier else np.zeros(documents, dtype=np.float32)


def _twins(snapshot: Snapshot) -> fusion.Ints:
    """A number for each document, the same for procedures of one name."""
    numbers: dict[str, int] = {}
    keys = [family(d.kind, d.names[0]) for d in snapshot.documents]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)

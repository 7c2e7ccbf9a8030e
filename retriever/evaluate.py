"""Measures of retrieval on questions with known answers: hit@k, MRR, latency, next to plain BM25 in the same run; and how honest
the probabilities are, on our own held-out questions."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np

from knowledge.importers.portal import import_file
from knowledge.merge import merge
from knowledge.store import Knowledge, assemble, load_knowledge
from retriever.build import build_index, documents_of
from retriever.calibration import Thresholds, reliability
from retriever.documents import SearchDocument
from retriever.questions import OwnQuestion, own_questions
from retriever.search import SYNONYMS, Searcher
from retriever.text import fold, tokens

CUTS = (1, 3, 5, 10)
BUILT_IN = Path(__file__).parent.parent / "knowledge"
CHOICES = 3
"""Choices that a question asked back offers."""
Ranking = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """A question and the ids of the documents that answer it; any of them is right."""

    question: str
    ids: frozenset[str]


@dataclass(frozen=True)
class Measures:
    """Shares between 0 and 1, latency in milliseconds."""

    hits: dict[int, float]
    mrr: float
    latency_p50: float
    latency_p95: float

    def as_json(self) -> dict[str, float]:
        """Flat keys: hit@1 ... mrr@10, latency_ms_p50, latency_ms_p95."""
        flat = {f"hit@{k}": round(v, 4) for k, v in self.hits.items()}
        return {
            **flat,
            "mrr@10": round(self.mrr, 4),
            "latency_ms_p50": round(self.latency_p50, 3),
            "latency_ms_p95": round(self.latency_p95, 3),
        }


@dataclass(frozen=True)
class Honesty:
    """What becomes of held-out questions at the chosen thresholds. Shares between 0 and 1."""

    thresholds: Thresholds
    table: list[tuple[float, float, int]]
    """Reliability: mean probability, share right, count."""
    inside: dict[str, float]
    """Questions with an answer: answered, answered rightly, asked back, asked back with the right choice, not known; and their count."""
    outside: dict[str, float]
    """Questions out of scope: answered, asked back, not known; and their count."""


@dataclass(frozen=True)
class Evaluation:
    """Everything that one run measured."""

    search: dict[str, float]
    honesty: Honesty
    bm25: dict[str, float] | None = None


def read_questions(path: Path, *, undiacritised: bool = False) -> list[Asked]:
    """Questions from JSON lines with ``question`` and ``codes``. Raises ValueError naming a bad line."""
    asked = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            question, codes = str(data["question"]), frozenset(map(str, data["codes"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}:{number}: a question needs 'question' and 'codes' ({error})") from error
        asked.append(Asked(fold(question) if undiacritised else question, codes))
    return asked


def measure(rank: Ranking, asked: Sequence[Asked]) -> Measures:
    """Run every question once, after a short warm-up."""
    for item in asked[:5]:
        rank(item.question)
    found: list[int] = []
    times: list[float] = []
    for item in asked:
        start = time.perf_counter()
        ranked = list(rank(item.question))[:10]
        times.append((time.perf_counter() - start) * 1000)
        found.append(next((i for i, key in enumerate(ranked, start=1) if key in item.ids), 0))
    hits = {k: float(np.mean([0 < rank <= k for rank in found])) for k in CUTS}
    mrr = float(np.mean([1 / rank if rank else 0.0 for rank in found]))
    return Measures(hits, mrr, float(np.percentile(times, 50)), float(np.percentile(times, 95)))


def searcher_ranking(searcher: Searcher) -> Ranking:
    """Rank procedures by the project's own search; FAQs take no place."""
    return lambda question: [hit.id for hit in searcher.search(question, 20) if hit.kind == "procedure"][:10]


def choice_hits(searcher: Searcher, asked: Sequence[Asked]) -> dict[str, float]:
    """Share of questions whose answer is among the first choices that a person sees: procedures of one name are one choice."""
    found = []
    for item in asked:
        choices = [{hit.id, *hit.twins} for hit in searcher.search_merged(item.question, CUTS[-1]) if hit.kind == "procedure"]
        found.append(next((i for i, ids in enumerate(choices, start=1) if ids & item.ids), 0))
    return {f"choice@{k}": round(float(np.mean([0 < rank <= k for rank in found])), 4) for k in CUTS}


def bm25_ranking(documents: Sequence[SearchDocument]) -> Ranking:
    """The baseline: stock BM25 over name and body, syllables, no normalisation of the question beyond lower case."""
    index = bm25s.BM25()
    index.index([tokens(" ".join((d.names[0], *d.body))) for d in documents], show_progress=False)

    def rank(question: str) -> list[str]:
        known = [t for t in tokens(question) if t in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(documents))
        return [documents[i].id for i in np.argsort(-scores, kind="stable")[:10]]

    return rank


def merged_knowledge(formalities: Path) -> Knowledge:
    """An export of the portal under our own texts, as a deployment has it."""
    own = load_knowledge(BUILT_IN)
    official = {procedure.code: procedure for procedure in import_file(formalities).procedures}
    merged = [merge(own.procedures.get(code), official.get(code)).procedure for code in sorted(own.procedures.keys() | official.keys())]
    return assemble([*merged, *own.faqs.values()])


def evaluate_portal(
    formalities: Path, questions: Path, *, undiacritised: bool, baselines: bool, progress: Callable[[str], None]
) -> Evaluation:
    """Measure search over an export of the portal: trains and indexes in a temporary folder, and leaves nothing behind."""
    asked = read_questions(questions, undiacritised=undiacritised)
    progress("Đang đọc thủ tục")
    documents = documents_of(merged_knowledge(formalities))
    with tempfile.TemporaryDirectory() as work:
        start = time.perf_counter()
        folder = Path(work) / "index"
        build_index(documents, "evaluation", folder, None, [], BUILT_IN / SYNONYMS, progress)
        build_s = time.perf_counter() - start
        searcher = Searcher.load(folder)
        progress("Đang đo")
        found = {**measure(searcher_ranking(searcher), asked).as_json(), **choice_hits(searcher, asked)}
        honest = measure_honesty(searcher, held_out_questions({document.id for document in documents}))
    plain = measure(bm25_ranking([d for d in documents if d.kind == "procedure"]), asked).as_json() if baselines else None
    return Evaluation({**found, "build_s": round(build_s, 1), "memory_mb": round(peak_memory_mb(), 1)}, honest, plain)


def held_out_questions(known: set[str]) -> list[OwnQuestion]:
    """Our own questions that no build has seen: those out of scope, and those that a base of these codes can answer."""
    return [item for item in own_questions() if item.split == "held" and (not item.codes or item.codes & known)]


def measure_honesty(searcher: Searcher, asked: Sequence[OwnQuestion]) -> Honesty:
    """What the thresholds of a searcher make of questions that it has not seen."""
    thresholds = searcher.calibration.thresholds
    probabilities: list[float] = []
    right: list[bool] = []
    fates: dict[bool, list[str]] = {True: [], False: []}
    for item in asked:
        hits = searcher.search_merged(item.question, CHOICES)
        fits = [bool(item.codes & {hit.id, *hit.twins, *searcher.about(hit)}) for hit in hits]
        best = hits[0].probability if hits else 0.0
        probabilities.append(best)
        right.append(bool(fits) and fits[0])
        fates[bool(item.codes)].append(_fate(best, fits, thresholds))
    names = ("answered", "answered_right", "asked", "asked_right", "unknown")
    inside, outside = ({**{name: _share(found, name) for name in names}, "count": len(found)} for found in (fates[True], fates[False]))
    return Honesty(thresholds, reliability(probabilities, right), inside, outside)


def _fate(best: float, fits: Sequence[bool], thresholds: Thresholds) -> str:
    if best >= thresholds.answer:
        return "answered_right" if fits[0] else "answered"
    if best >= thresholds.ask:
        return "asked_right" if any(fits) else "asked"
    return "unknown"


def _share(fates: Sequence[str], name: str) -> float:
    """Share of a fate; the right ones count among the others of their kind too."""
    return round(sum(fate.startswith(name) for fate in fates) / max(1, len(fates)), 4)


def peak_memory_mb() -> float:
    """Peak resident memory of this process in MB (Linux reports KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

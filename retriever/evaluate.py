"""Measures of retrieval on questions with known answers: hit@k, MRR, latency, next to plain BM25 in the same run."""

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
from retriever.build import build_index
from retriever.documents import SearchDocument, from_procedure
from retriever.search import Searcher
from retriever.text import fold, tokens

CUTS = (1, 3, 5, 10)
DEFAULT_SYNONYMS = Path(__file__).parent.parent / "knowledge" / "synonyms.yaml"
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
    """Rank by the project's own search."""
    return lambda question: [hit.id for hit in searcher.search(question, 10) if hit.kind == "procedure"]


def bm25_ranking(documents: Sequence[SearchDocument]) -> Ranking:
    """The baseline: stock BM25 over name and body, syllables, no normalisation of the question beyond lower case."""
    index = bm25s.BM25()
    index.index([tokens(" ".join((d.names[0], *d.body))) for d in documents], show_progress=False)

    def rank(question: str) -> list[str]:
        known = [t for t in tokens(question) if t in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(documents))
        return [documents[i].id for i in np.argsort(-scores, kind="stable")[:10]]

    return rank


def evaluate_portal(
    formalities: Path, questions: Path, *, undiacritised: bool, baselines: bool, progress: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    """Measure search over an export of the portal: trains and indexes in a temporary folder, and leaves nothing behind."""
    asked = read_questions(questions, undiacritised=undiacritised)
    progress("Đang đọc thủ tục")
    documents = [from_procedure(procedure) for procedure in import_file(formalities).procedures]
    with tempfile.TemporaryDirectory() as work:
        start = time.perf_counter()
        folder = Path(work) / "index"
        build_index(documents, "evaluation", folder, None, [], DEFAULT_SYNONYMS, progress)
        build_s = time.perf_counter() - start
        searcher = Searcher.load(folder)
        progress("Đang đo")
        found = {"search": {**measure(searcher_ranking(searcher), asked).as_json(), "build_s": round(build_s, 1)}}
    if baselines:
        found["bm25"] = measure(bm25_ranking(documents), asked).as_json()
    found["search"]["memory_mb"] = round(peak_memory_mb(), 1)
    return found


def peak_memory_mb() -> float:
    """Peak resident memory of this process in MB (Linux reports KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

"""Latency of a search over a base of synthetic chunks, far larger than the national catalogue.

``python -m tests.bench.search [--chunks 200000] [--json]`` builds the indexes in memory from syllables of our own procedures and
random vectors (an embedding costs the same whatever it learnt), then asks 300 questions made of the same syllables.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.store import load_knowledge
from retriever.build import documents_of
from retriever.documents import SearchDocument
from retriever.embeddings import StaticEmbedder
from retriever.search import Searcher, read_lexicon
from retriever.snapshot import Snapshot
from retriever.text import document_tokens

ROOT = Path(__file__).parent.parent.parent
CHUNKS_EACH, CHUNK, NAME, QUESTIONS = 10, 40, 12, 300


def synthetic(texts: Sequence[list[str]], chunks: int, rng: random.Random) -> list[SearchDocument]:
    """Documents of shuffled spans of real text: real words in real proportions, no two alike."""
    documents = []
    for number in range(chunks // CHUNKS_EACH):
        body = tuple(_span(texts, CHUNK, rng) for _ in range(CHUNKS_EACH))
        documents.append(SearchDocument("procedure", f"1.{number:06d}", (_span(texts, NAME, rng),), body, "Sở Nội vụ", "thử"))
    return documents


def _span(texts: Sequence[list[str]], size: int, rng: random.Random) -> str:
    words: list[str] = []
    while len(words) < size:
        text = rng.choice(texts)
        start = rng.randrange(max(1, len(text) - 8))
        words += text[start : start + 8]
    return " ".join(words[:size])


def measure(chunks: int) -> dict[str, float]:
    """Milliseconds of a search, and seconds and counts of what was built."""
    rng = random.Random(3)
    own = documents_of(load_knowledge(ROOT / "knowledge"))
    texts = [words for document in own for chunk in document.body if len(words := document_tokens(chunk)) > 8]
    documents = synthetic(texts, chunks, rng)
    vocabulary = {word: i for i, word in enumerate(sorted({word for words in texts for word in words}))}
    table = np.random.default_rng(3).standard_normal((len(vocabulary), 128)).astype(np.float32)
    embedder = StaticEmbedder(vocabulary, table)
    start = time.perf_counter()
    searcher = Searcher(Snapshot.build("bench", documents, embedder), embedder, lexicon=read_lexicon(ROOT / "knowledge" / "synonyms.yaml"))
    built = time.perf_counter() - start
    questions = [f"tôi muốn hỏi {_span(texts, rng.randint(4, 25), rng)} thì cần giấy tờ gì" for _ in range(QUESTIONS)]
    times = []
    for question in questions:
        start = time.perf_counter()
        searcher.search(question, 10)
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {
        "chunks": chunks,
        "documents": len(documents),
        "build_s": round(built, 1),
        "latency_ms_p50": round(float(p50), 2),
        "latency_ms_p95": round(float(p95), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.chunks)
    print(json.dumps(found) if arguments.json else "  ".join(f"{name} {value}" for name, value in found.items()))

"""Training of the static embedding model on the project's own content (PyTorch, sentence-transformers' StaticEmbedding).

In-batch softmax both ways over (wording, name) pairs, Adagrad, deterministic for one seed. Run as a process of its own:
``python -m retriever.train JOB.json OUT`` so that the server never holds PyTorch.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from retriever.documents import SearchDocument
from retriever.embeddings import static_tokens
from retriever.pairs import Pair, pairs
from retriever.text import tokens

DIMENSION = 128
SCALE = 20.0
BATCH = 1024
RATE = 0.1
SEED = 7
PAIRS_PER_DOCUMENT = 220
LEAST_PAIRS = 40_000
"""A training sees about this many pairs; more epochs brought nothing."""
FIELD_SHARE = 0.7
"""Share of the batches of which one half comes from a single field: near neighbours are the hard negatives."""


def epochs_for(documents: Sequence[SearchDocument], names: Sequence[Sequence[str]]) -> int:
    """How many epochs a base of this size needs."""
    each = sum(len(known) for known in names) + sum(min(4, len(d.body)) for d in documents)
    return max(4, round(max(LEAST_PAIRS, PAIRS_PER_DOCUMENT * len(documents)) / each))


def train(documents: Sequence[SearchDocument], names: Sequence[Sequence[str]], out: Path, *, report: bool = True) -> None:
    """Train on the documents' bodies and the given wordings, and save a sentence-transformers model folder."""
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    vocabulary = _vocabulary(documents, names)
    bag = torch.nn.EmbeddingBag(len(vocabulary), DIMENSION, mode="sum", sparse=True)
    torch.nn.init.normal_(bag.weight, std=0.1)
    optimiser = torch.optim.Adagrad(bag.parameters(), lr=RATE)
    epochs = epochs_for(documents, names)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - 0.9 * epoch / max(1, epochs - 1))
        loss = _epoch(bag, optimiser, _batches(documents, list(pairs(documents, names, SEED + epoch)), SEED + epoch), vocabulary)
        if report:
            sys.stdout.write(f"epoch {epoch + 1}/{epochs} loss {loss:.3f}\n")
    _save(bag, vocabulary, out)


def _vocabulary(documents: Sequence[SearchDocument], names: Sequence[Sequence[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for document, known in zip(documents, names, strict=True):
        for text in (*known, *known, *document.body):
            counts.update(static_tokens(tokens(text)))
    kept = sorted(t for t, n in counts.items() if n >= (2 if "_" not in t else 3))
    return {"[UNK]": 0, **{token: i for i, token in enumerate(kept, start=1)}}


def _batches(documents: Sequence[SearchDocument], found: list[Pair], seed: int) -> list[list[Pair]]:
    """All pairs once, shuffled; in most batches one half shares a field."""
    rng = np.random.default_rng(seed)
    order = [found[i] for i in rng.permutation(len(found))]
    free = order[: len(order) // 2]
    by_field = sorted(order[len(order) // 2 :], key=lambda pair: documents[pair[2]].field)
    half = BATCH // 2
    batches = []
    for start in range(0, len(order) // 2 + 1, half):
        near = by_field[start : start + half]
        batches.append(free[start : start + half] + near)
    apart = [rng.random() >= FIELD_SHARE for _ in batches]
    spare = [pair for batch, alone in zip(batches, apart, strict=True) if alone for pair in batch]
    spare = [spare[i] for i in rng.permutation(len(spare))]
    kept = [batch for batch, alone in zip(batches, apart, strict=True) if batch and not alone]
    kept += [spare[i : i + BATCH] for i in range(0, len(spare), BATCH)]
    return [kept[i] for i in rng.permutation(len(kept))]


def _epoch(bag: torch.nn.EmbeddingBag, optimiser: torch.optim.Optimizer, batches: list[list[Pair]], vocabulary: dict[str, int]) -> float:
    losses = []
    for batch in batches:
        loss = _loss(bag, batch, vocabulary)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(float(loss))
    return float(np.mean(losses))


def _loss(bag: torch.nn.EmbeddingBag, batch: Sequence[Pair], vocabulary: dict[str, int]) -> torch.Tensor:
    asked = _encode(bag, [question for question, _, _ in batch], vocabulary)
    named = _encode(bag, [name for _, name, _ in batch], vocabulary)
    owner = torch.tensor([number for _, _, number in batch])
    same = (owner[:, None] == owner[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
    logits = (asked @ named.T * SCALE).masked_fill(same, -1e4)
    target = torch.arange(len(batch))
    return (torch.nn.functional.cross_entropy(logits, target) + torch.nn.functional.cross_entropy(logits.T, target)) / 2


def _encode(bag: torch.nn.EmbeddingBag, texts: Sequence[str], vocabulary: dict[str, int]) -> torch.Tensor:
    ids: list[int] = []
    offsets: list[int] = []
    for text in texts:
        offsets.append(len(ids))
        ids.extend([vocabulary[t] for t in static_tokens(text.split()) if t in vocabulary] or [0])
    return torch.nn.functional.normalize(bag(torch.tensor(ids), torch.tensor(offsets)), dim=1)


def _save(bag: torch.nn.EmbeddingBag, vocabulary: dict[str, int], out: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 (a token, not a secret)
    tokenizer.pre_tokenizer = WhitespaceSplit()
    table = bag.weight.detach().numpy().copy()
    table[0] = 0
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)], device="cpu").save(str(out))


def main(job: Path, out: Path) -> None:
    """Train from a job file: ``{"documents": [...], "names": [[...]]}``."""
    data = json.loads(job.read_text(encoding="utf-8"))
    documents = [SearchDocument.read(d) for d in data["documents"]]
    train(documents, data["names"], out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

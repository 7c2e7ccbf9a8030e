"""Training of the static embedding model on the project's own content, in plain numpy.

In-batch softmax both ways over (wording, name) pairs and row-wise Adagrad. Written out, because a bag of 60,000 token vectors is a
sparse matrix product: a batch takes an eighth of the time it takes through PyTorch's EmbeddingBag. The saved folder is a
sentence-transformers ``StaticEmbedding``. The same seed gives the same model.
"""

from __future__ import annotations

import json
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from retriever.bags import Bags
from retriever.pairs import BODY_PAIRS, NAME_PAIRS, SAYING_PAIRS, Corpus, pairs

DIMENSION = 128
SCALE = 20.0
BATCH = 1024
RATE = 0.1
LAST_RATE = 0.05
"""Share of the rate that is left in the last epoch."""
SEED = 9
AVERAGED = 3
"""Last epochs whose vectors are averaged: what one order of the batches happened to teach last weighs less."""
LEAST = (2, 4)
"""How often a syllable and a bigram must occur to have a vector."""
AHEAD = 2
"""Epochs that a pool prepares in advance."""
PAIRS = 520_000
"""Pairs that a training over a large base sees; a small base sees PAIRS_PER_DOCUMENT of each document."""
PAIRS_PER_DOCUMENT = 400
FIELD_SHARE = 0.7
"""Share of the batches of which one half comes from a single field: near neighbours are the hard negatives."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Epoch:
    """The pairs of one epoch: the wordings as bags, the number of each target name, and of the document."""

    asked: csr_matrix
    targets: Ints
    owners: Ints


def train(corpus: Corpus, progress: Progress | None = None, pool: Executor | None = None) -> tuple[dict[str, int], Floats]:
    """The vocabulary and its vectors, shape (tokens, DIMENSION). With a ``pool`` the next epoch is prepared while one is learnt."""
    vocabulary = _vocabulary(corpus)
    rng = np.random.default_rng(SEED)
    model = _Model((rng.standard_normal((len(vocabulary), DIMENSION)) * 0.1).astype(np.float32))
    epochs = epochs_for(corpus)
    names, same = Bags(corpus.targets).matrix(vocabulary), _same_names(corpus)
    mean = np.zeros_like(model.vectors)
    for epoch, data in enumerate(_epochs(corpus, vocabulary, epochs, pool)):
        if progress:
            progress(epoch, epochs)
        rate = RATE * (1 - (1 - LAST_RATE) * epoch / max(1, epochs - 1))
        with threadpool_limits(1):  # products this small gain nothing from a second thread but its waiting
            for batch in _batches(data.owners, corpus.fields, rng):
                model.step(data.asked[batch], names[data.targets[batch]], same[data.owners[batch]], rate)
        if epoch >= epochs - AVERAGED:
            mean += model.vectors / min(AVERAGED, epochs)
    mean[0] = 0
    return vocabulary, mean


def _epochs(corpus: Corpus, vocabulary: dict[str, int], epochs: int, pool: Executor | None) -> Iterator[Epoch]:
    seeds = range(SEED, SEED + epochs)
    if pool is None:
        yield from (make_epoch(corpus, vocabulary, seed) for seed in seeds)
        return
    with tempfile.NamedTemporaryFile(suffix=".pickle") as shared:
        pickle.dump((corpus, vocabulary), shared, protocol=pickle.HIGHEST_PROTOCOL)
        shared.flush()
        waiting = deque(pool.submit(_epoch_of, shared.name, seed) for seed in seeds[:AHEAD])
        for seed in [*seeds[AHEAD:], *[None] * min(AHEAD, epochs)]:
            data = waiting.popleft().result()
            if seed is not None:
                waiting.append(pool.submit(_epoch_of, shared.name, seed))
            yield data


@lru_cache(maxsize=1)
def _shared(path: str) -> tuple[Corpus, dict[str, int]]:
    with Path(path).open("rb") as file:
        corpus, vocabulary = pickle.load(file)  # noqa: S301 (written by the parent process a moment ago)
    return corpus, vocabulary


def _epoch_of(path: str, seed: int) -> Epoch:
    return make_epoch(*_shared(path), seed)


def make_epoch(corpus: Corpus, vocabulary: dict[str, int], seed: int) -> Epoch:
    """The pairs of one epoch; the same seed gives the same ones."""
    found = list(pairs(corpus, seed))
    asked = Bags([words for words, _, _ in found]).matrix(vocabulary)
    targets, owners = np.array([target for _, target, _ in found]), np.array([owner for _, _, owner in found])
    return Epoch(asked, targets, owners)


def epochs_for(corpus: Corpus) -> int:
    """How many epochs a base of this size needs."""
    names = sum(max(len(known), NAME_PAIRS) for known in corpus.names)
    each = names + sum(min(BODY_PAIRS, len(body)) for body in corpus.bodies) + SAYING_PAIRS * len(corpus.sayings)
    return max(4, round(min(PAIRS, PAIRS_PER_DOCUMENT * len(corpus.names)) / max(1, each)))


def _vocabulary(corpus: Corpus) -> dict[str, int]:
    texts = [words for names in corpus.names for words in [*names, *names]] + [words for body in corpus.bodies for words in body]
    texts += [words for says, _ in corpus.sayings for words in [*says, *says, *says, *says]]
    return {"[UNK]": 0, **{token: i for i, token in enumerate(sorted(Bags(texts).frequent(*LEAST)), start=1)}}


def _same_names(corpus: Corpus) -> Ints:
    """A number for each document, equal where the official names are the same: twins are no negatives."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(" ".join(names[0]), len(numbers)) for names in corpus.names])


def _batches(owners: Ints, fields: Sequence[str], rng: np.random.Generator) -> list[Ints]:
    """All pairs once, shuffled; in most batches one half shares a field."""
    order = rng.permutation(len(owners))
    free, near = order[: len(order) // 2], order[len(order) // 2 :]
    by_field = near[np.argsort(np.array([fields[owner] for owner in owners[near]]), kind="stable")]
    half = BATCH // 2
    batches: list[Ints] = []
    spare: list[Ints] = []
    for start in range(0, len(near), half):
        both = [free[start : start + half], by_field[start : start + half]]
        (batches if rng.random() < FIELD_SHARE else spare).append(np.concatenate(both))
    mixed = rng.permutation(np.concatenate(spare)) if spare else np.array([], dtype=np.int64)
    batches += [mixed[start : start + BATCH] for start in range(0, len(mixed), BATCH)]
    return [batches[i] for i in rng.permutation(len(batches))]


class _Model:
    """Token vectors and their Adagrad sums."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = vectors
        self._sums = np.full(len(vectors), 1e-8, dtype=np.float32)

    def step(self, asked: csr_matrix, named: csr_matrix, same: Ints, rate: float) -> None:
        """One batch: bags of the questions and of the names, and the number of each pair's name."""
        rows, asked, named = _relabel(asked, named)
        vectors = self.vectors[rows]
        questions, question_norms = _unit(asked @ vectors)
        names, name_norms = _unit(named @ vectors)
        slope = _slope(questions, names, same)
        gradient = asked.T @ _through_norm(slope @ names, questions, question_norms)
        gradient += named.T @ _through_norm(slope.T @ questions, names, name_norms)
        sums = self._sums[rows] + np.einsum("ij,ij->i", gradient, gradient) / gradient.shape[1]
        self._sums[rows] = sums
        gradient *= (rate / np.sqrt(sums))[:, None]  # in place: these arrays are the largest of a batch
        self.vectors[rows] = vectors - gradient


def _relabel(asked: csr_matrix, named: csr_matrix) -> tuple[Ints, csr_matrix, csr_matrix]:
    """The rows that occur in either, and both matrices with only these columns."""
    place = np.zeros(asked.shape[1], dtype=asked.indices.dtype)
    for matrix in (asked, named):
        place[matrix.indices] = 1
    rows = np.flatnonzero(place)
    place[rows] = np.arange(len(rows))
    asked, named = (csr_matrix((m.data, place[m.indices], m.indptr), shape=(m.shape[0], len(rows))) for m in (asked, named))
    return rows, asked, named


def _unit(sums: Floats) -> tuple[Floats, Floats]:
    norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return sums / norms, norms


def _through_norm(gradient: Floats, unit: Floats, norms: Floats) -> Floats:
    return np.asarray((gradient - unit * (gradient * unit).sum(axis=1, keepdims=True)) / norms, dtype=np.float32)


def _slope(questions: Floats, names: Floats, same: Ints) -> Floats:
    """Gradient of the mean cross-entropy, both ways, by the cosines: shape (batch, batch)."""
    logits = np.exp(SCALE * (questions @ names.T - 1))
    twins = same[:, None] == same[None, :]
    np.fill_diagonal(twins, val=False)
    logits[twins] = 0
    slope = 1 / logits.sum(axis=1, keepdims=True) + 1 / logits.sum(axis=0, keepdims=True)
    slope *= logits
    slope[np.diag_indices(len(slope))] -= 2
    slope *= SCALE / (2 * len(slope))
    return np.asarray(slope, dtype=np.float32)


def save(vocabulary: dict[str, int], vectors: Floats, folder: Path) -> None:
    """Write a sentence-transformers model folder with one StaticEmbedding module."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 (a token, not a secret)
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    module = "sentence_transformers.models.StaticEmbedding"
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": module}]), encoding="utf-8")

"""Sentence vectors: the self-trained static model by default, any sentence-transformers model by one setting.

The static model is saved as a sentence-transformers model but read here with numpy alone: its encoding is a table look-up,
and importing PyTorch for it would cost the server 400 MB and seconds of start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retriever.bags import Bags
from retriever.text import bigrams, fold, is_unaccented

Vectors = NDArray[np.float32]
FEW = 50
"""Up to so many texts are encoded one by one; more are encoded together, which costs a hundredth for each."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), float32, L2 norm 1 (0 where no token is known)."""
        ...


def static_tokens(syllables: Sequence[str]) -> list[str]:
    """Tokens of the static model: syllables and bigrams, and the same folded behind "~"; only the folded ones without diacritics."""
    plain = [*syllables, *bigrams(list(syllables))]
    folded = ["~" + fold(t) for t in plain]
    return folded if is_unaccented(" ".join(syllables)) else [*plain, *folded]


class StaticEmbedder:
    """The self-trained model: the normalised sum of token vectors."""

    def __init__(self, vocabulary: dict[str, int], table: Vectors) -> None:
        self._vocabulary = vocabulary
        self._table = table

    @classmethod
    def load(cls, folder: Path) -> StaticEmbedder:
        """Read a sentence-transformers StaticEmbedding folder, without PyTorch."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        module = next(p for p in [folder, *sorted(folder.glob("*StaticEmbedding*"))] if (p / "model.safetensors").exists())
        table = load_file(module / "model.safetensors")["embedding.weight"]
        vocabulary = Tokenizer.from_file(str(module / "tokenizer.json")).get_vocab()
        return cls(vocabulary, np.ascontiguousarray(table, dtype=np.float32))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of already normalised texts (syllables between spaces)."""
        if len(texts) > FEW:
            return unit(Bags([text.split() for text in texts]).matrix(self._vocabulary) @ self._table)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = [i for t in static_tokens(text.split()) if (i := self._vocabulary.get(t)) is not None]
            if ids:
                vectors[row] = self._table[ids].sum(axis=0)
        return unit(vectors)


def unit(vectors: Vectors) -> Vectors:
    """The vectors with norm 1; a zero vector stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors, dtype=np.float32), where=norms > 0), dtype=np.float32)


class HubEmbedder:
    """Any sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name, device="cpu")

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

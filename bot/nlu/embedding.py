"""Rasa component: the search's own sentence embedding as a dense feature, for the comparison of pipelines.

Runs in the NLU environment (Python 3.10) with numpy alone. Not part of the default pipeline: see README, "Understanding".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from retriever.text import bigrams, fold, is_unaccented, question_tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """One dense row per message, of the length ``scale``: the normalised sum of its tokens' vectors.

    ``folder`` is where `motcua train` keeps the embedding (``models/embedding/…`` of the data folder). Without a model there the
    component adds nothing.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Components that must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``folder``: of the model, or null; ``scale``: length of the row."""
        return {**DenseFeaturizer.get_default_config(), "folder": None, "scale": 5.5}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Any folder will do: a missing model only leaves the feature out."""

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        model = read_model(Path(config["folder"])) if config["folder"] else None
        self._vocabulary, self._table = model or ({}, np.zeros((0, 0), dtype=np.float32))

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEmbedding:
        """A component that reads its model now."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the feature to messages; none without a model."""
        for message in messages:
            if self._vocabulary and message.get(TEXT) is not None:
                row = self._row(message.get(TEXT)) * self._config["scale"]
                self.add_features_to_message(None, row[np.newaxis, :], TEXT, message)
        return messages

    def _row(self, text: str) -> np.ndarray:
        known = [self._vocabulary[term] for term in _terms(question_tokens(text)) if term in self._vocabulary]
        total = self._table[known].sum(axis=0) if known else np.zeros(self._table.shape[1], dtype=np.float32)
        norm = float(np.linalg.norm(total))
        return np.asarray(total / norm if norm else total)


def _terms(syllables: List[str]) -> List[str]:
    """The tokens of the embedding (``retriever.embeddings.static_tokens``)."""
    plain = [*syllables, *bigrams(syllables)]
    folded = ["~" + fold(term) for term in plain]
    return folded if is_unaccented(" ".join(syllables)) else [*plain, *folded]


def read_model(folder: Path) -> Optional[Tuple[Dict[str, int], np.ndarray]]:
    """Vocabulary and table of a StaticEmbedding folder, or of the newest below it; None where there is none."""
    files = sorted(folder.rglob("model.safetensors"), key=lambda path: path.stat().st_mtime)
    if not files:
        return None
    vocabulary = json.loads((files[-1].parent / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return {str(term): int(row) for term, row in vocabulary.items()}, _read_table(files[-1])


def _read_table(file: Path) -> np.ndarray:
    """The only matrix of a safetensors file: a length, a JSON header, raw little-endian values."""
    raw = file.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = {name: entry for name, entry in json.loads(raw[8:start]).items() if name != "__metadata__"}
    entry = next(iter(header.values()))
    kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
    first, last = entry["data_offsets"]
    return np.frombuffer(raw[start + first : start + last], dtype=kind).reshape(entry["shape"]).astype(np.float32)

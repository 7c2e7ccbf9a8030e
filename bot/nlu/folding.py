"""Rasa component: what a question looks like once slips, short forms and missing diacritics no longer matter.

Runs in the NLU environment (Python 3.10).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Dict, List, Type

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.noise import NOISY
from bot.nlu.spaces import KINDS, Space, known_phrases, views
from bot.nlu.spelling import Speller
from retriever.text import question_tokens

_FILE = "spaces.json"
_SPELLER = "speller.json"
_seen: Dict[str, Dict[str, Dict[str, List[str]]]] = {}
"""Views of the training examples by what they taught: Rasa adds the features by another instance than the one that it trains."""


class _Features(Features):  # type: ignore[misc]
    """Features whose fingerprint, which Rasa's training asks for, does not write out every number."""

    def fingerprint(self) -> str:
        """A stable hash of the row."""
        head = f"{self.type} {self.origin} {self.attribute} {self.features.shape}".encode()
        row = head + self.features.indices.tobytes() + self.features.data.tobytes()
        return hashlib.md5(row, usedforsecurity=False).hexdigest()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FoldingFeaturizer(SparseFeaturizer, GraphComponent):  # type: ignore[misc]
    """One sparse row per message: folded words and character n-grams, accented words, cue phrases, and what is asked (masked).

    Each part is a TF-IDF row of length 1 times its weight; a part of weight 0 is left out. ``scale`` multiplies all of them:
    in front of a regularised linear classifier it plays the role of the square root of C, larger means bolder. With ``spelling``,
    mistyped syllables are corrected before words are counted. Terms in fewer examples than ``min_count`` are left out.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Components that must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Weights and n-gram ranges; each range is [shortest, longest]."""
        return {
            **SparseFeaturizer.get_default_config(),
            "word_ngrams": [1, 2],
            "char_ngrams": [2, 4],
            "min_count": {"folded_chars": 2},
            "weights": {"folded_words": 1.0, "folded_chars": 0.7, "accented_words": 0.7, "cues": 0.7, "masked": 1.0},
            "scale": 5.5,
            "spelling": True,
        }

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Refuse unknown parts and n-gram ranges that are no ranges."""
        for name in ("weights", "min_count"):
            unknown = set(config.get(name, {})) - set(KINDS)
            if unknown:
                raise InvalidConfigException(f"Unknown parts {sorted(unknown)} in '{name}'; allowed are {sorted(KINDS)}.")
        for name in ("word_ngrams", "char_ngrams"):
            shortest, longest = config.get(name, (1, 1))
            if not 1 <= shortest <= longest:
                raise InvalidConfigException(f"'{name}' must be [shortest, longest] with 1 <= shortest <= longest, not {config[name]}.")

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        spaces: Dict[str, Space] | None = None,
        speller: Speller | None = None,
    ) -> None:
        super().__init__(execution_context.node_name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._spaces = spaces or {}
        self._speller = speller

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FoldingFeaturizer:
        """A new, untrained component."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the terms of the training examples and how rare each is."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if self._config["spelling"]:
            self._speller = self._learn_spelling(examples)
        seen = {example.get(TEXT): self._views(example) for example in examples}
        texts = [seen[example.get(TEXT)] for example in examples]
        for kind, weight in self._config["weights"].items():
            if weight > 0:
                self._spaces[kind] = Space.learn([text[kind] for text in texts], min_count=self._config["min_count"].get(kind, 1))
        self.persist()
        _seen[self._resource.output_fingerprint] = seen
        return self._resource

    @staticmethod
    def _learn_spelling(examples: List[Message]) -> Speller:
        """From the examples as written and from the known phrases; these count twice, which is enough to be known."""
        said = [question_tokens(example.get(TEXT)) for example in examples if not example.get(NOISY)]
        return Speller.learn(said + 2 * known_phrases())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples."""
        self.process(training_data.training_examples)
        _seen.pop(self._resource.output_fingerprint, None)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to messages; a message without text gets none."""
        for message in messages:
            if message.get(TEXT) is not None and self._spaces:
                message.add_features(_Features(self._row(message), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def _row(self, message: Message) -> scipy.sparse.csr_matrix:
        text = self._views(message)
        indices: List[int] = []
        values: List[float] = []
        width = 0
        for kind, space in self._spaces.items():
            columns, numbers = space.row(text[kind], self._config["weights"][kind] * self._config["scale"])
            indices += [column + width for column in columns]
            values += numbers
            width += len(space)
        parts = np.array(values), np.array(indices, dtype=np.int32), np.array([0, len(indices)], dtype=np.int32)
        return scipy.sparse.csr_matrix(parts, shape=(1, width))

    def _views(self, message: Message) -> Dict[str, List[str]]:
        text = message.get(TEXT)
        known = _seen.get(self._resource.output_fingerprint, {})
        if text in known:
            return known[text]
        words = [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
        kinds = [kind for kind, weight in self._config["weights"].items() if weight > 0]
        sizes = {name: self._config[name] for name in ("word_ngrams", "char_ngrams")}
        return views(text, words, kinds=kinds, speller=self._speller, **sizes)

    def persist(self) -> None:
        """Write the learnt terms and syllables as JSON."""
        with self._model_storage.write_to(self._resource) as folder:
            state = {kind: space.to_json() for kind, space in self._spaces.items()}
            (folder / _FILE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
            if self._speller:
                (folder / _SPELLER).write_text(json.dumps(self._speller.to_json()), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> FoldingFeaturizer:
        """The component as it was persisted."""
        with model_storage.read_from(resource) as folder:
            state = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            learnt = folder / _SPELLER
            speller = Speller.from_json(json.loads(learnt.read_text(encoding="utf-8"))) if learnt.is_file() else None
        spaces = {kind: Space.from_json(saved) for kind, saved in state.items()}
        return cls(config, model_storage, resource, execution_context, spaces, speller)

"""Rasa component: a linear classifier of intents whose confidences are fitted on examples it has not learnt from.

Runs in the NLU environment (Python 3.10).
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Type

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.svm import LinearSVC

from bot.nlu.folds import assign_folds
from bot.nlu.noise import NOISY

_FILE = "linear.npz"
_HELD_OUT = 6
"""One in so many groups of examples is held out to fit the confidences."""
_SHARPNESS = [0.5 * 1.15**step for step in range(24)]
_TOLERANCE = 0.1
"""A finer one takes half as long again and changes one guess in thousands."""
_ROWS = 512


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """One linear support vector machine for each intent; a softmax over their margins makes the confidences.

    ``c`` is the usual penalty. The softmax's sharpness is the one under which held-out examples are likeliest; then all are learnt.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Components that must stand before this one."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``ranking_length``: intents in an answer."""
        return {"c": 0.5, "max_iter": 200, "ranking_length": 10}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Refuse a penalty that is none."""
        if not float(config.get("c", 1)) > 0:
            raise InvalidConfigException(f"'c' must be positive, not {config['c']}.")

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: List[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._sharpness = 1.0

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> LinearIntentClassifier:
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the confidences on held-out groups, then learn from all examples."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        rows = _rows(examples)
        intents = np.array([example.get(INTENT) for example in examples])
        held = np.array(assign_folds([example.get(NOISY) or example.get(TEXT) for example in examples], list(intents), _HELD_OUT)) == 0
        if held.any() and set(intents[~held]) == set(intents):
            self._learn(rows[~held], intents[~held])
            tried = held & np.array([not example.get(NOISY) for example in examples])
            self._sharpness = self._fitted(rows[tried], intents[tried])
        self._learn(rows, intents)
        self._persist()
        return self._resource

    def _learn(self, rows: scipy.sparse.csr_matrix, intents: np.ndarray) -> None:
        """Fit the machines. Two intents have one machine between them, with a sign for each."""
        machine = LinearSVC(C=self._config["c"], class_weight="balanced", tol=_TOLERANCE, max_iter=self._config["max_iter"], random_state=1)
        machine.fit(rows, intents)
        self._intents = [str(intent) for intent in machine.classes_]
        weights, bias = machine.coef_, machine.intercept_
        if len(self._intents) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        self._weights, self._bias = np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)

    def _fitted(self, rows: scipy.sparse.csr_matrix, intents: np.ndarray) -> float:
        """The sharpness under which the right intents of these rows are likeliest."""
        margins, right = self._margins(rows), np.array([self._intents.index(intent) for intent in intents])
        return max(_SHARPNESS, key=lambda sharp: float(np.log(_softmax(margins * sharp)[np.arange(len(right)), right] + 1e-9).sum()))

    def _margins(self, rows: scipy.sparse.csr_matrix) -> np.ndarray:
        return np.asarray(rows @ self._weights + self._bias)

    def process(self, messages: List[Message]) -> List[Message]:
        """Give each message its intent and the ranking. One without features, or before any training, gets none of a name."""
        for start in range(0, len(messages), _ROWS):
            batch = messages[start : start + _ROWS]
            known = [message for message in batch if self._intents and _row(message) is not None]
            shares = _softmax(self._margins(_rows(known)) * self._sharpness) if known else np.zeros((0, 0))
            for message in batch:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
            for message, row in zip(known, shares):  # noqa: B905
                self._answer(message, row)
        return messages

    def _answer(self, message: Message, shares: np.ndarray) -> None:
        order = np.argsort(-shares, kind="stable")[: self._config["ranking_length"]]
        ranking = [{"name": self._intents[at], "confidence": float(shares[at])} for at in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            names = np.array(self._intents)
            np.savez_compressed(
                folder / _FILE, intents=names, weights=self._weights.astype(np.float16), bias=self._bias, sharpness=self._sharpness
            )

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **_: Any
    ) -> LinearIntentClassifier:
        """The component as it was persisted; weights keep three digits."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as saved:
            component._intents = [str(intent) for intent in saved["intents"]]
            component._weights, component._bias = saved["weights"].astype(np.float32), saved["bias"]
            component._sharpness = float(saved["sharpness"])
        return component


def _row(message: Message) -> Optional[scipy.sparse.spmatrix]:
    """All sentence features of a message side by side."""
    _, sparse = message.get_sparse_features(TEXT)
    _, dense = message.get_dense_features(TEXT)
    if sparse and dense:
        return scipy.sparse.hstack([sparse.features, scipy.sparse.csr_matrix(dense.features)], format="csr")
    return sparse.features if sparse else scipy.sparse.csr_matrix(dense.features) if dense else None


def _rows(messages: Sequence[Message]) -> scipy.sparse.csr_matrix:
    return scipy.sparse.vstack([_row(message) for message in messages], format="csr")


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))

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

from bot.nlu.folds import assign_folds
from bot.nlu.machine import Machine
from bot.nlu.noise import NOISY
from bot.nlu.scope import IN_SCOPE, side

_FILE, _SCOPE_FILE = "linear.npz", "scope.npz"
_HELD_OUT = 6
"""One in so many groups of examples is held out to fit the confidences."""
_ROWS = 512
_LEAST = 1e-6


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """One linear support vector machine for each intent; a softmax over their margins makes the confidences.

    ``c`` is the usual penalty. The softmax's sharpness is the one under which held-out examples are likeliest; then all are learnt.
    One more machine tells what asks the state something from what is out of scope. It learns from more examples than the others (those of
    ``scope.IN_SCOPE``), and decides how the confidence is shared between the intents of either side.
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
        self._machine = Machine()
        self._scope = Machine()

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
        tried = held & np.array([not example.get(NOISY) for example in examples])
        self._machine = self._fitted(rows, intents, intents != IN_SCOPE, held, tried)
        sides = np.array([side(intent) for intent in intents])
        if {-1, 1} <= set(sides):
            self._scope = self._fitted(rows, sides.astype(str), sides != 0, held, tried)
        self._persist()
        return self._resource

    def _fitted(self, rows: scipy.sparse.csr_matrix, labels: np.ndarray, used: np.ndarray, held: np.ndarray, tried: np.ndarray) -> Machine:
        """A machine that learnt from every row that is ``used``; its sharpness is fitted where one that has not seen them is ``tried``."""
        penalty, most = self._config["c"], self._config["max_iter"]
        machine, first, last = Machine.learnt(rows[used], labels[used], penalty, most), used & ~held, used & tried
        if last.any() and set(labels[first]) == set(labels[used]):
            machine.sharpness = Machine.learnt(rows[first], labels[first], penalty, most).fitted(rows[last], labels[last])
        return machine

    def _shares(self, rows: scipy.sparse.csr_matrix) -> np.ndarray:
        """The confidence of each intent, in rows; what the intents of both sides have together is shared as the scope says."""
        shares = self._machine.shares(rows)
        if not self._scope.labels:
            return shares
        inside = self._scope.shares(rows)[:, self._scope.labels.index("1")]
        sides = np.array([side(intent) for intent in self._machine.labels])
        together = shares[:, sides != 0].sum(axis=1)
        for value, part in ((1, inside), (-1, 1 - inside)):
            had = shares[:, sides == value].sum(axis=1)
            shares[:, sides == value] *= (together * part / np.maximum(had, _LEAST))[:, None]
        return shares

    def process(self, messages: List[Message]) -> List[Message]:
        """Give each message its intent and the ranking. One without features, or before any training, gets none of a name."""
        for start in range(0, len(messages), _ROWS):
            batch = messages[start : start + _ROWS]
            known = [message for message in batch if self._machine.labels and _row(message) is not None]
            shares = self._shares(_rows(known)) if known else np.zeros((0, 0))
            for message in batch:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
            for message, row in zip(known, shares):  # noqa: B905
                self._answer(message, row)
        return messages

    def _answer(self, message: Message, shares: np.ndarray) -> None:
        order = np.argsort(-shares, kind="stable")[: self._config["ranking_length"]]
        ranking = [{"name": self._machine.labels[at], "confidence": float(shares[at])} for at in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            self._machine.write(folder / _FILE)
            self._scope.write(folder / _SCOPE_FILE)

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **_: Any
    ) -> LinearIntentClassifier:
        """The component as it was persisted; weights keep three digits."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._machine, component._scope = Machine.read(folder / _FILE), Machine.read(folder / _SCOPE_FILE)
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

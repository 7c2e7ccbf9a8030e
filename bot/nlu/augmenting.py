"""Rasa component: adds noisy variants of the training examples; a message to be understood passes untouched.

Runs in the NLU environment (Python 3.10).
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.noise import NOISY, training_variants


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NoiseAugmenter(GraphComponent):  # type: ignore[misc]
    """Learning from the examples as written and as people type them. It must be the first component of the pipeline."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``variants``: how many of each example; 0.5 is one of every other."""
        return {"variants": 0.5}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Refuse a number of variants that is none."""
        variants = config.get("variants", 0)
        if not isinstance(variants, (int, float)) or variants < 0:
            raise InvalidConfigException(f"'variants' must be a number from 0, not {variants!r}.")

    def __init__(self, config: Dict[str, Any]) -> None:
        self._variants = float(config["variants"])

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> NoiseAugmenter:
        """A new component."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples and, after them, their variants."""
        noisy = [
            Message({TEXT: variant, INTENT: example.get(INTENT), NOISY: example.get(TEXT)})
            for at, example in enumerate(training_data.training_examples)
            if example.get(TEXT) and example.get(INTENT)
            for variant in training_variants(example.get(TEXT), self._count(at))
        ]
        return _with(training_data, noisy) if noisy else training_data

    def _count(self, at: int) -> int:
        """Variants of one example, so that all together come to the share that was asked for."""
        return int((at + 1) * self._variants) - int(at * self._variants)

    def process(self, messages: List[Message]) -> List[Message]:
        """The messages as they are."""
        return messages


def _with(data: TrainingData, noisy: List[Message]) -> TrainingData:
    """The same training data with more examples; Rasa's ``merge`` would copy every example first."""
    return TrainingData(
        [*data.training_examples, *noisy],
        entity_synonyms=data.entity_synonyms,
        regex_features=data.regex_features,
        lookup_tables=data.lookup_tables,
        responses=data.responses,
    )

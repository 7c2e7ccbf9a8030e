"""Runs in the NLU environment (Python 3.10): exercises the classifier, the augmenter and the embedding; prints one line of JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.augmenting import NoiseAugmenter
from bot.nlu.embedding import SentenceEmbedding
from bot.nlu.linear import LinearIntentClassifier
from bot.nlu.noise import NOISY

_CONTEXT = ExecutionContext(GraphSchema({}), node_name="linear")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        print(json.dumps({"linear": _linear(storage), "augmented": _augmented(storage), "vectors": _vectors(sys.argv[1], sys.argv[2:])}))


def _linear(storage: LocalModelStorage) -> dict[str, Any]:
    config, resource = LinearIntentClassifier.get_default_config(), Resource("linear")
    untrained = LinearIntentClassifier.create(config, storage, resource, _CONTEXT)
    before = untrained.process([_point(1, 0)])[0].get(INTENT)
    trained = LinearIntentClassifier.create(config, storage, resource, _CONTEXT)
    points = [
        (f"câu {name} thứ {n}", x, y, name) for n in range(12) for name, x, y in (("fee", 5, n % 3), ("time", n % 3, 5), ("no", -4, -4))
    ]
    trained.train(TrainingData([_point(x, y, text, name) for text, x, y, name in points]))
    loaded = LinearIntentClassifier.load(config, storage, resource, _CONTEXT)
    asked = [(6, 0), (0, 6), (-5, -5), (0, 0)]
    answers = [[one.process([_point(*at)])[0].get("intent_ranking") for at in asked] for one in (trained, loaded)]
    error = ""
    try:
        LinearIntentClassifier.validate_config({"c": 0})
    except InvalidConfigException as refused:
        error = str(refused)
    return {
        "before": before,
        "trained": answers[0],
        "loaded": answers[1],
        "bare": trained.process([Message({TEXT: "x"})])[0].get(INTENT),
        "error": error,
    }


def _point(x: float, y: float, text: str = "x", intent: str | None = None) -> Message:
    message = Message({TEXT: text, **({INTENT: intent} if intent else {})})
    message.add_features(Features(scipy.sparse.csr_matrix([[x, y]]), "sentence", TEXT, FEATURIZER_CLASS_ALIAS))
    return message


def _augmented(storage: LocalModelStorage) -> dict[str, Any]:
    examples = [Message({TEXT: f"làm hộ chiếu ở quận {n} hết bao nhiêu tiền", INTENT: "fee"}) for n in range(10)]
    augmenter = NoiseAugmenter.create({"variants": 0.5}, storage, Resource("noise"), _CONTEXT)
    augmented = augmenter.process_training_data(TrainingData(examples, entity_synonyms={"tphcm": "hồ chí minh"}))
    after = augmented.training_examples
    asked = augmenter.process([Message({TEXT: "giấy tờ gì"})])
    noisy = [[example.get(TEXT), example.get(INTENT), example.get(NOISY)] for example in after if example.get(NOISY)]
    kept = augmented.entity_synonyms
    return {"synonyms": kept, "count": len(after), "noisy": noisy, "asked": [message.get(TEXT) for message in asked]}


def _vectors(folder: str, texts: list[str]) -> dict[str, Any]:
    found = {}
    for name, path in (("model", folder), ("nowhere", f"{folder}/nowhere"), ("none", None)):
        component = SentenceEmbedding.create({**SentenceEmbedding.get_default_config(), "folder": path, "scale": 1.0}, None, None, _CONTEXT)
        features = [message.get_dense_features(TEXT)[1] for message in component.process([Message({TEXT: text}) for text in texts])]
        found[name] = [None if one is None else one.features[0].tolist() for one in features]
    return found


if __name__ == "__main__":
    main()

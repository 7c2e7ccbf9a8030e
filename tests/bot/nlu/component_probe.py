"""Runs in the NLU environment (Python 3.10): exercises the Rasa components and prints what came out, as one line of JSON."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.folding import FoldingFeaturizer
from bot.nlu.tokenizer import VietnameseTokenizer

TEXTS = [
    "Đăng ký khai sinh ở đâu?",
    "thuý và hoà bình",
    "ho so dang ky ket hôn",
    "  hai   dấu  cách \n và xuống dòng ",
    "e\u0302\u0301 a\u0301 \u0110\u00e3",
    "ký\u200btự\u200bẩn \ufeff",
    "😂😂 =)) 👨‍👩‍👧 ok 🇻🇳",
    "mã H29.12-250714-0034, sđt 0912345678!!!",
    "İstanbul ﬁ ½ ǆ ß Ω",
    "a" * 4000,
    "đăng ký " * 500,
    "\u0301\u0301 a",
    "",
    " \t\n",
    "...",
]
TRAINING = ["đăng ký khai sinh ở đâu", "làm giấy khai sinh cần giấy tờ gì", "lệ phí là bao nhiêu", "được không vậy", "không được"]
PAIRS = {
    "unaccented": ("đăng ký khai sinh ở đâu", "dang ky khai sinh o dau"),
    "telex slip": ("làm giấy khai sinh", "làm giaays khai sinh"),
    "short form": ("được không", "đc ko"),
    "other question": ("đăng ký khai sinh ở đâu", "lệ phí là bao nhiêu"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        trained, loaded = _train_and_load(storage)
        texts = [*TEXTS, unicodedata.normalize("NFD", "Đăng ký kết hôn ở đâu")]
        print(
            json.dumps(
                {
                    "tokens": {text: _tokens(text) for text in texts},
                    "similarity": {name: _similarity(trained, *pair) for name, pair in PAIRS.items()},
                    "reloaded_equal": bool((_row(trained, TRAINING[0]) == _row(loaded, TRAINING[0])).all()),
                    "widths": {
                        name: _row(loaded, text).size for name, text in (("trained", TRAINING[0]), ("unknown", "zzz"), ("blank", ""))
                    },
                    "fingerprints": [_fingerprint(featurizer, text) for featurizer in (trained, loaded) for text in TRAINING[:2]],
                    "trained_rows": _trained_rows(storage),
                    "errors": {"weights": _error({"weights": {"smells": 1.0}}), "word_ngrams": _error({"word_ngrams": [3, 1]})},
                }
            )
        )


def _train_and_load(storage: LocalModelStorage) -> list[FoldingFeaturizer]:
    config = {**FoldingFeaturizer.get_default_config(), "weights": {"folded_words": 1.0, "folded_chars": 0.7}, "min_count": {}}
    context, resource = ExecutionContext(GraphSchema({})), Resource("folding")
    context.node_name = "folding"
    trained = FoldingFeaturizer.create(config, storage, resource, context)
    trained.train(TrainingData([_message(text) for text in TRAINING]))
    return [trained, FoldingFeaturizer.load(config, storage, resource, context)]


def _message(text: str) -> Message:
    message = Message({TEXT: text})
    VietnameseTokenizer(VietnameseTokenizer.get_default_config()).process([message])
    return message


def _tokens(text: str) -> list[Any]:
    tokens = VietnameseTokenizer(VietnameseTokenizer.get_default_config()).tokenize(Message({TEXT: text}), TEXT)
    return [[token.text, token.start, token.end] for token in tokens]


def _row(featurizer: FoldingFeaturizer, text: str) -> Any:
    message = featurizer.process([_message(text)])[0]
    return message.get_sparse_features(TEXT)[1].features.toarray()[0]


def _fingerprint(featurizer: FoldingFeaturizer, text: str) -> list[str]:
    """Of the features and of a token."""
    message = featurizer.process([_message(text)])[0]
    return [message.get_sparse_features(TEXT)[1].fingerprint(), message.get("text_tokens")[0].fingerprint()]


def _trained_rows(storage: LocalModelStorage) -> bool:
    """As Rasa trains: one instance learns, another adds the features; they are those of a message that comes later."""
    config = {**FoldingFeaturizer.get_default_config(), "min_count": {}}
    context, resource = ExecutionContext(GraphSchema({}), node_name="twice"), Resource("twice")
    data = TrainingData([_message(text) for text in TRAINING])
    learnt = FoldingFeaturizer.create(config, storage, resource, context).train(data)
    other = FoldingFeaturizer.load(config, storage, learnt, context)
    added = other.process_training_data(data).training_examples
    rows = [(example.get_sparse_features(TEXT)[1].features.toarray()[0], _row(other, example.get(TEXT))) for example in added]
    return all((one == later).all() and one.any() for one, later in rows)


def _similarity(featurizer: FoldingFeaturizer, one: str, other: str) -> float:
    a, b = _row(featurizer, one), _row(featurizer, other)
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def _error(config: dict[str, Any]) -> str:
    try:
        FoldingFeaturizer.validate_config(config)
    except InvalidConfigException as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main()

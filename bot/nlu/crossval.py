"""Cross-validation with the pipeline's own components. A program of the NLU environment (Python 3.10); evaluate.py runs it.

python -m bot.nlu.crossval DATA CONFIG OUT [--beside MORE] --folds 5 --run 5 --share 1.0 --jobs 2
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, Dict, List, Tuple

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from bot.nlu.folds import assign_folds, group_of
from bot.nlu.noise import KINDS, ROBUSTNESS, noisy

Example = Tuple[str, str]
_ALWAYS = ("undiacritised", "two_typos")
"""Kinds that every example is tried in; the others are tried in one example of ``_EVERY``."""
_EVERY = 6
_TIMED = 100
_BATCH = 500
_tokens: Dict[str, Any] = {}
"""Words of each text, found once for all folds of a process."""


def main() -> None:
    """Run the folds and write their predictions and costs as JSON."""
    arguments = _arguments()
    examples = _read(arguments.data, arguments.share)
    fold_of = assign_folds([text for text, _ in examples], [intent for _, intent in examples], arguments.folds)
    pipeline = read_config_file(arguments.config)["pipeline"]
    beside = _read(arguments.beside, arguments.share) if arguments.beside else []
    run = partial(run_fold, pipeline, examples, fold_of, beside)
    with multiprocessing.get_context("fork").Pool(min(arguments.jobs, arguments.run)) as pool:
        folds = pool.map(run, range(arguments.run), chunksize=1)
    arguments.out.write_text(json.dumps({"examples": len(examples), "folds": folds}, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("data", "config", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--beside", type=Path, help="more examples to learn from, in every fold; never tried")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--run", type=int, default=5, help="how many of the folds")
    parser.add_argument("--share", type=float, default=1.0, help="of the examples of each intent")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def _read(data: Path, share: float) -> List[Example]:
    """Examples as in training; of each intent, evenly spread over its examples, only a share."""
    by_intent: Dict[str, List[str]] = {}
    for example in load_data(str(data)).intent_examples:
        by_intent.setdefault(example.get(INTENT), []).append(example.get(TEXT))
    return [
        (text, intent)
        for intent, texts in sorted(by_intent.items())
        for at, text in enumerate(dict.fromkeys(texts))
        if int((at + 1) * share) > int(at * share)
    ]


def run_fold(
    pipeline: List[Dict[str, Any]], examples: List[Example], fold_of: List[int], beside: List[Example], fold: int
) -> Dict[str, Any]:
    """Train on all other folds, then try this one: clean, with each kind of noise, and one by one for the time of a parse."""
    test = [example for example, at in zip(examples, fold_of) if at == fold]  # noqa: B905
    tried = {group_of(text) for text, _ in test}
    learnt = [example for example, at in zip(examples, fold_of) if at != fold]  # noqa: B905
    learnt += [example for example in beside if group_of(example[0]) not in tried]
    train = [Message({TEXT: text, INTENT: intent}) for text, intent in learnt]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        components = _train(pipeline, TrainingData(train), LocalModelStorage.create(Path(folder)))
        train_s = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    texts = [text for text, _ in test]
    return {
        "train_s": train_s,
        "model_mb": size / 2**20,
        "parse_ms": [_parse_ms(components, text) for text in texts[:: max(1, len(texts) // _TIMED)]],
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
        "rows": [{"text": text, "intent": intent} for text, intent in test],
        "guesses": {kind: _guesses(components, texts, kind) for kind in ("clean", *KINDS)},
    }


def _train(pipeline: List[Dict[str, Any]], data: TrainingData, storage: LocalModelStorage) -> List[Any]:
    """The trained components in order, fed as Rasa's own graph feeds them."""
    components = []
    for number, spec in enumerate(pipeline):
        registered = DefaultV1Recipe._from_registry(spec["name"])
        config = {**registered.clazz.get_default_config(), **{key: value for key, value in spec.items() if key != "name"}}
        context = ExecutionContext(GraphSchema({}), node_name=f"{number}_{registered.clazz.__name__}")
        component = registered.clazz.create(config, storage, Resource(context.node_name), context)
        if registered.is_trainable:
            component.train(data)
        if isinstance(component, Tokenizer):
            _tokenize(component, data.training_examples)
        elif hasattr(component, "process_training_data"):
            data = component.process_training_data(data)
        components.append(component)
    return components


def _tokenize(tokenizer: Tokenizer, messages: List[Message]) -> None:
    for message in messages:
        text = message.get(TEXT)
        if text not in _tokens:
            _tokens[text] = tokenizer.tokenize(message, TEXT)
        message.set(TOKENS_NAMES[TEXT], _tokens[text])


def _guesses(components: List[Any], texts: List[str], kind: str) -> List[List[Any]]:
    """Number of the row, intent and confidence for each example tried in a kind of noise, or clean."""
    every = 1 if kind in ("clean", *_ALWAYS) else _EVERY
    tried = list(enumerate(texts))[::every]
    guesses = []
    for start in range(0, len(tried), _BATCH):
        batch = tried[start : start + _BATCH]
        messages = [Message({TEXT: text if kind == "clean" else noisy(text, kind, ROBUSTNESS)}) for _, text in batch]
        for component in components:
            messages = component.process(messages)
        found = [message.get(INTENT) for message in messages]
        guesses += [[row, guess["name"], float(guess["confidence"])] for (row, _), guess in zip(batch, found)]  # noqa: B905
    return guesses


def _parse_ms(components: List[Any], text: str) -> float:
    started = time.perf_counter()
    messages = [Message({TEXT: text})]
    for component in components:
        messages = component.process(messages)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()

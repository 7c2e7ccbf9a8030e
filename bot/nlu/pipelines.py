"""The pipelines that were compared before one was chosen, each as a Rasa configuration."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.evaluate import FOLDS, NluEvaluation, evaluate_nlu

PRESENT = "linear SVM; words, characters, masked, spelling, noise (config.yml)"
LOGISTIC = "the same features, LogisticRegression"
PLAIN = "first release: LogisticRegression; words, characters, cue phrases, folded"
DENSE = "config.yml + sentence embedding (dense)"
DIET = "DIET, stock: words and characters, 40 epochs"

Pipeline = list[dict[str, Any]]
_LOGISTIC: dict[str, Any] = {"name": "LogisticRegressionClassifier", "max_iter": 40, "tol": 0.001}
_LOGISTIC_SCALE = 5.5
_FIRST_FEATURES: dict[str, Any] = {
    "name": "bot.nlu.folding.FoldingFeaturizer",
    "weights": {"folded_words": 1.0, "folded_chars": 0.7, "accented_words": 0.7, "cues": 0.7},
    "min_count": {"folded_chars": 2},
    "scale": _LOGISTIC_SCALE,
    "spelling": False,
}
_SHARE = 0.2
_RUN = 2
_RUN_OF_DIET = 1
"""DIET takes minutes for what the others do in seconds: all are compared on one example in five, in two folds, DIET in one."""


def pipelines(root: Path, models: Path) -> dict[str, Pipeline]:
    """The compared pipelines by name; ``models`` is the folder of the search's embedding."""
    present: Pipeline = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    *front, classifier = present
    return {
        PRESENT: present,
        LOGISTIC: [*_scaled(front), _LOGISTIC],
        PLAIN: [{"name": "bot.nlu.tokenizer.VietnameseTokenizer"}, _FIRST_FEATURES, _LOGISTIC],
        DENSE: [*front, {"name": "bot.nlu.embedding.SentenceEmbedding", "folder": str(models.absolute()), "scale": 1.0}, classifier],
        DIET: [
            {"name": "bot.nlu.tokenizer.VietnameseTokenizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": 40, "entity_recognition": False, "random_seed": 1},
        ],
    }


def _scaled(front: Pipeline) -> Pipeline:
    """Rasa's LogisticRegression knows no penalty; longer rows do the same."""
    return [{**part, "scale": _LOGISTIC_SCALE} if "scale" in part else part for part in front]


def compare(
    *, python: Path, root: Path, models: Path, work: Path, folds: int = FOLDS, progress: Callable[[str], None] = lambda _: None
) -> dict[str, tuple[int, NluEvaluation]]:
    """Try every pipeline on a part of the data; by name, the folds that were run and what they gave. ``work`` holds configurations."""
    found = {}
    for number, (name, pipeline) in enumerate(pipelines(root, models).items()):
        config = work / f"pipeline-{number}.yml"
        config.write_text(json.dumps({"recipe": "default.v1", "language": "vi", "pipeline": pipeline}), encoding="utf-8")
        run = _RUN_OF_DIET if name == DIET else _RUN
        progress(name)
        found[name] = run, evaluate_nlu(python=python, root=root, config=config, folds=folds, run=run, share=_SHARE)
    return found

"""The classifier, the augmenter and the embedding, run inside the NLU environment, one process for all checks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from bot.nlu.train import rasa_environment
from retriever.embeddings import StaticEmbedder

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[3]
_PROBE = Path(__file__).parent / "linear_probe.py"
_VOCABULARY = ["hộ", "chiếu", "hộ_chiếu", "~ho", "~chieu", "~ho_chieu", "phí"]
_TEXTS = ["hộ chiếu", "ho chieu", "phí hộ", "gì cơ"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small static embedding in the layout of the search's."""
    folder = tmp_path_factory.mktemp("embedding")
    table = np.random.default_rng(1).normal(size=(len(_VOCABULARY), 4)).astype(np.float32)
    save_file({"embedding.weight": table}, folder / "model.safetensors")
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "model": {"type": "WordLevel", "vocab": {term: row for row, term in enumerate(_VOCABULARY)}, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    return folder


@pytest.fixture(scope="module")
def seen(nlu_python: Path, model: Path) -> dict[str, Any]:
    """What the probe found."""
    done = subprocess.run(
        [str(nlu_python), "-W", "ignore", str(_PROBE), str(model), *_TEXTS],
        env=rasa_environment(_ROOT),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_each_side_of_the_line_gets_its_intent_and_a_ranking_of_all(seen: dict[str, Any]) -> None:
    rankings = seen["linear"]["trained"]

    assert [ranking[0]["name"] for ranking in rankings[:3]] == ["fee", "time", "no"]
    for ranking in rankings:
        confidences = [entry["confidence"] for entry in ranking]
        assert sorted(confidences, reverse=True) == confidences
        assert sum(confidences) == pytest.approx(1.0, abs=1e-5)
    assert rankings[0][0]["confidence"] > rankings[3][0]["confidence"]


def test_a_loaded_classifier_answers_like_the_trained_one(seen: dict[str, Any]) -> None:
    for one, other in zip(seen["linear"]["trained"], seen["linear"]["loaded"], strict=True):
        assert [entry["name"] for entry in one] == [entry["name"] for entry in other]
        assert one[0]["confidence"] == pytest.approx(other[0]["confidence"], abs=0.01)


def test_without_training_or_features_there_is_no_intent(seen: dict[str, Any]) -> None:
    assert seen["linear"]["before"] == {"name": None, "confidence": 0.0}
    assert seen["linear"]["bare"] == {"name": None, "confidence": 0.0}


def test_a_penalty_that_is_none_is_refused(seen: dict[str, Any]) -> None:
    assert seen["linear"]["error"] == "'c' must be positive, not 0."


def test_variants_are_added_to_training_only_and_remember_where_they_come_from(seen: dict[str, Any]) -> None:
    augmented = seen["augmented"]

    assert augmented["count"] == 15
    assert augmented["synonyms"] == {"tphcm": "hồ chí minh"}
    assert len(augmented["noisy"]) == 5
    for text, intent, source in augmented["noisy"]:
        assert intent == "fee"
        assert text != source
        assert source.startswith("làm hộ chiếu ở quận")
    assert augmented["asked"] == ["giấy tờ gì"]


def test_the_embedding_is_that_of_the_search(seen: dict[str, Any], model: Path) -> None:
    expected = StaticEmbedder.load(model).encode(_TEXTS)

    assert np.allclose(np.array(seen["vectors"]["model"]), expected, atol=1e-6)


def test_without_a_model_the_embedding_adds_nothing(seen: dict[str, Any]) -> None:
    assert seen["vectors"]["nowhere"] == seen["vectors"]["none"] == [None] * len(_TEXTS)

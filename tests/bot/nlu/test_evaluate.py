"""The evaluation of the understanding: its figures from given folds, its failures, and once for real on a part of the data."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.commands import evaluate
from bot.nlu.evaluate import NluEvaluation, evaluate_nlu
from bot.nlu.pipelines import DENSE, DIET, PLAIN, PRESENT, pipelines
from bot.nlu.report import comparison, table

_ROOT = Path(__file__).parents[3]
_FOLD = {
    "train_s": 10.0,
    "model_mb": 5.0,
    "parse_ms": [1.0, 2.0, 3.0],
    "memory_mb": 700.0,
    "rows": [{"text": "phí?", "intent": "fee"}, {"text": "bao lâu?", "intent": "time"}],
    "guesses": {
        "clean": [[0, "fee", 0.9], [1, "time", 0.7]],
        "undiacritised": [[0, "fee", 0.9], [1, "fee", 0.6]],
        "two_typos": [[0, "fee", 0.5], [1, "time", 0.5]],
        "voice": [[1, "fee", 0.5]],
    },
}
_OTHER = {**_FOLD, "memory_mb": 800.0, "guesses": {**_FOLD["guesses"], "clean": [[0, "time", 0.8], [1, "time", 0.7]]}}  # type: ignore[dict-item]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A stand-in for the NLU environment's Python: writes two folds, or fails where the configuration says so."""
    program = tmp_path / "python"
    (tmp_path / "folds.json").write_text(json.dumps({"examples": 20, "folds": [_FOLD, _OTHER]}))
    program.write_text(
        textwrap.dedent(f"""\
            #!/bin/sh
            echo "$@" > {tmp_path}/called
            if grep -q broken "$6"; then echo "no such component" >&2; exit 1; fi
            cp {tmp_path}/folds.json "$7"
            """)
    )
    program.chmod(0o755)
    return program


def test_the_figures_are_those_of_all_folds_together(python: Path, tmp_path: Path) -> None:
    found = evaluate_nlu(python=python, root=_ROOT, folds=4, run=2, share=0.5)

    assert "--folds 4 --run 2 --share 0.5" in (tmp_path / "called").read_text()
    assert found.examples == 20
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert found.per_intent["fee"].recall == 0.5
    assert [(pair.intent, pair.guessed, pair.examples) for pair in found.confusions] == [("fee", "time", ["phí?"])]
    assert found.robustness["voice"].lost == pytest.approx(1.0)
    assert found.robustness["two_typos"].lost == pytest.approx(found.macro_f1 - 1.0)
    assert (found.costs.memory_mb, found.costs.parse_ms_p50) == (800.0, 2.0)


def test_the_json_has_the_promised_keys(python: Path) -> None:
    found = evaluate_nlu(python=python, root=_ROOT).as_json()

    promised = {"macro_f1", "macro_f1_undiacritised", "macro_f1_two_typos", "per_intent", "confusions", "robustness", "calibration"}
    assert promised <= set(found)
    assert found["macro_f1_two_typos"] == 1.0
    assert set(found["calibration"]) == {"ece", "bins"}
    assert json.loads(json.dumps(found)) == found


def test_the_tables_name_intents_confusions_noise_and_costs(python: Path) -> None:
    found = evaluate_nlu(python=python, root=_ROOT)
    text = table(found)

    for part in ("macro-F1 0.7333", "fee → time  1  “phí?”", "two_typos", "ECE", "huấn luyện 10 s"):
        assert part in text
    row = comparison({"LR": (2, found)}).splitlines()
    assert row[0].count("|") == row[1].count("|") == row[2].count("|")
    assert row[2].startswith("| LR | 2 | 0.7333 |")


def test_a_missing_environment_and_a_failing_fold_are_said_in_one_sentence(python: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="make setup"):
        evaluate_nlu(python=tmp_path / "nowhere", root=_ROOT)
    (tmp_path / "broken.yml").write_text("broken")
    with pytest.raises(RuntimeError, match="Không đo được: no such component"):
        evaluate_nlu(python=python, root=_ROOT, config=tmp_path / "broken.yml")


def test_the_compared_pipelines_differ_only_where_they_say() -> None:
    found = pipelines(_ROOT, Path("models"))
    names = {name: [str(part["name"]).rpartition(".")[2] for part in pipeline] for name, pipeline in found.items()}

    assert set(names) >= {PRESENT, PLAIN, DENSE, DIET}
    assert names[DENSE] == [*names[PRESENT][:-1], "SentenceEmbedding", names[PRESENT][-1]]
    assert names[PLAIN][-1] == "LogisticRegressionClassifier"
    assert names[DIET][-1] == "DIETClassifier"


def test_the_comparison_measures_every_pipeline_diet_in_fewer_folds(python: Path, tmp_path: Path) -> None:
    seen: list[str] = []
    said = evaluate(python, _ROOT, tmp_path, 5, compare=True, as_json=True, progress=seen.append)
    found = json.loads(said)

    assert list(found) == list(pipelines(_ROOT, tmp_path))
    assert set(found) <= set(seen)
    assert found[DIET]["folds"] < found[PRESENT]["folds"]
    assert all(row["macro_f1"] > 0 for row in found.values())
    assert "--share 0.2" in (tmp_path / "called").read_text()


@pytest.fixture(scope="module")
def measured(nlu_python: Path) -> NluEvaluation:
    """Two of four folds on one example in five, with the real components."""
    return evaluate_nlu(python=nlu_python, root=_ROOT, folds=4, run=2, share=0.2)


@pytest.mark.slow
def test_on_a_part_of_the_data_intents_are_understood_clean_and_noisy(measured: NluEvaluation) -> None:
    """With five times the examples the figures are higher; below these something broke."""
    shares: dict[str, Any] = measured.as_json()

    assert len(shares["per_intent"]) >= 36
    assert shares["macro_f1"] >= 0.77
    assert shares["macro_f1"] - shares["macro_f1_undiacritised"] <= 0.05
    assert shares["macro_f1"] - shares["macro_f1_two_typos"] <= 0.09
    assert shares["calibration"]["ece"] <= 0.12

"""The Rasa components, run inside the NLU environment (another Python), one process for all checks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.train import rasa_environment

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[3]
_PROBE = Path(__file__).parent / "component_probe.py"


@pytest.fixture(scope="module")
def seen(nlu_python: Path) -> dict[str, Any]:
    """What the probe found."""
    done = subprocess.run(
        [str(nlu_python), "-W", "ignore", str(_PROBE)],
        env=rasa_environment(_ROOT),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_words_of_several_syllables_are_one_token(seen: dict[str, Any]) -> None:
    assert [token for token, _, _ in seen["tokens"]["Đăng ký khai sinh ở đâu?"]] == ["đăng ký", "khai sinh", "ở", "đâu", "?"]


def test_every_offset_points_at_its_word_in_the_text_as_typed(seen: dict[str, Any]) -> None:
    for text, tokens in seen["tokens"].items():
        ends = [0, *(end for _, _, end in tokens)]
        for (_, start, end), previous in zip(tokens, ends, strict=False):
            assert previous <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()


def test_no_letter_of_any_text_is_lost(seen: dict[str, Any]) -> None:
    for text, tokens in seen["tokens"].items():
        covered = "".join(text[start:end] for _, start, end in tokens)
        assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_respelt_word_keeps_the_offsets_of_what_was_typed(seen: dict[str, Any]) -> None:
    assert ["hòa bình", 8, 16] in seen["tokens"]["thuý và hoà bình"] or ["hòa", 8, 11] in seen["tokens"]["thuý và hoà bình"]


def test_accents_do_not_change_the_folded_features(seen: dict[str, Any]) -> None:
    assert seen["similarity"]["unaccented"] == pytest.approx(1.0)
    assert seen["similarity"]["other question"] < 0.5


def test_slips_and_short_forms_are_close_to_the_written_out_question(seen: dict[str, Any]) -> None:
    assert seen["similarity"]["telex slip"] == pytest.approx(1.0)
    assert seen["similarity"]["short form"] == pytest.approx(1.0)


def test_a_loaded_featurizer_gives_the_same_row_as_the_trained_one(seen: dict[str, Any]) -> None:
    assert seen["reloaded_equal"] is True


def test_training_examples_get_the_features_that_the_same_message_gets_later(seen: dict[str, Any]) -> None:
    assert seen["trained_rows"] is True


def test_fingerprints_tell_texts_apart_and_are_the_same_for_the_same_text(seen: dict[str, Any]) -> None:
    one, two, one_again, two_again = seen["fingerprints"]

    assert (one, two) == (one_again, two_again)
    assert one[0] != two[0]
    assert one[1] != two[1]


def test_a_text_of_unknown_words_gets_a_row_of_the_same_width(seen: dict[str, Any]) -> None:
    assert seen["widths"]["trained"] == seen["widths"]["unknown"] == seen["widths"]["blank"]


def test_a_wrong_configuration_is_refused_with_its_reason(seen: dict[str, Any]) -> None:
    assert "Unknown parts ['smells']" in seen["errors"]["weights"]
    assert "'word_ngrams' must be" in seen["errors"]["word_ngrams"]

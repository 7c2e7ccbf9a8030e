"""Noise is the same in every run, keeps what is asked readable, and never mixes what is learnt from with what is measured by."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.noise import KINDS, ROBUSTNESS, TRAINING, noisy, robustness_variants, training_variants
from retriever.text import fold, question_tokens

QUESTION = "Làm lại căn cước công dân bị mất thì cần giấy tờ gì vậy ạ?"


def test_the_two_sets_share_no_seed_and_no_entry_of_any_table() -> None:
    assert TRAINING.seed != ROBUSTNESS.seed
    assert TRAINING.keys_at_end is not ROBUSTNESS.keys_at_end
    compared = []
    for field in dataclasses.fields(TRAINING):
        one, other = getattr(TRAINING, field.name), getattr(ROBUSTNESS, field.name)
        if isinstance(one, dict):
            one, other = one.items(), other.items()
        if not isinstance(one, (bool, float)) and field.name != "seed":
            compared.append(field.name)
            assert set(one) & set(other) == set()
            assert len(one) >= 5
            assert len(other) >= 5
    assert compared == ["letters", "neighbours", "abbreviations", "dialect", "teen", "fillers"]


def test_no_example_gets_the_same_mistyping_in_training_and_in_measuring() -> None:
    words = ["giấy tờ cần mang theo", "nộp hồ sơ ở đâu", "lệ phí bao nhiêu tiền", "bao lâu thì xong việc"]
    for kind in ("one_typo", "two_typos", "telex", "vni", "voice"):
        pairs = [(noisy(text, kind, TRAINING), noisy(text, kind, ROBUSTNESS)) for text in words]
        assert all(one != other for one, other in pairs), kind


def test_each_kind_does_what_its_name_says() -> None:
    seen = robustness_variants(QUESTION)

    assert list(seen) == list(KINDS)
    assert seen["undiacritised"] == fold(QUESTION)
    assert fold(seen["half_accented"]) == fold(QUESTION)
    assert QUESTION != seen["half_accented"] != fold(QUESTION)
    assert "dzậy" in seen["dialect"]
    assert seen["voice"] == seen["voice"].lower()
    assert not set(seen["voice"]) & set("?.,!")
    assert seen["missing_spaces"].replace(" ", "") == QUESTION.replace(" ", "")
    assert noisy("đăng ký kết hôn hết bao nhiêu tiền, được không", "abbreviated", ROBUSTNESS) == "đk kết hôn hết bnhiu tiền, đc k"


@pytest.mark.parametrize("rules", [TRAINING, ROBUSTNESS], ids=["training", "robustness"])
@pytest.mark.parametrize("kind", ["telex", "vni"])
def test_a_slip_of_the_input_method_is_read_as_what_was_meant(kind: str, rules: object) -> None:
    assert rules in (TRAINING, ROBUSTNESS)
    typed = noisy("giấy tờ", kind, TRAINING if rules is TRAINING else ROBUSTNESS)

    assert typed.isascii()
    assert [fold(syllable) for syllable in question_tokens(typed)] == ["giay", "to"]


@pytest.mark.parametrize(
    ("text", "changed"), [(QUESTION, 2), ("mất bao lâu", 2), ("lệ phí", 1), ("không", 1), ("ừ", 0), ("123 456 789", 0)]
)
def test_two_typos_are_two_words_but_never_all_of_a_short_message(text: str, changed: int) -> None:
    for rules in (TRAINING, ROBUSTNESS):
        typed = noisy(text, "two_typos", rules).split()
        differing = sum(a != b for a, b in zip(text.split(), typed, strict=True))
        assert differing <= changed
        assert differing == changed or rules is TRAINING  # few of its letters may stand in the text


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'smudged'; there are undiacritised, "):
        noisy("a", "smudged", TRAINING)


def test_variants_for_training_differ_from_the_text_and_from_each_other() -> None:
    variants = training_variants(QUESTION, 6)

    assert len(set(variants)) == 6
    assert QUESTION not in variants
    assert training_variants("123", 3) == [variant for variant in training_variants("123", 3) if variant != "123"]


def test_another_process_makes_the_same_variants() -> None:
    program = f"from bot.nlu.noise import *; print([training_variants({QUESTION!r}, 3), robustness_variants({QUESTION!r})])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})

    assert done.stdout.strip() == str([training_variants(QUESTION, 3), robustness_variants(QUESTION)])


@given(st.text(max_size=80), st.sampled_from(KINDS), st.sampled_from([TRAINING, ROBUSTNESS]))
def test_any_text_survives_any_noise(text: str, kind: str, rules: object) -> None:
    assert isinstance(noisy(text, kind, TRAINING if rules is TRAINING else ROBUSTNESS), str)

"""No twin of an example that is tried may stand among those that were learnt from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.nlu.folds import assign_folds, group_of

_DATA = Path(__file__).parents[3] / "nlu_data"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Làm hộ chiếu ở đâu?", "lam ho chieu o dau"),
        ("làm hộ chiếu ở đâu", "cho em hỏi làm hộ chiếu ở đâu vậy ạ"),
        ("được không", "đc ko"),
        ("ở đâu làm hộ chiếu", "làm hộ chiếu ở đâu"),
        ("giấy tờ gì", "giaasy tờ gì"),
    ],
)
def test_near_identical_examples_are_one_group(one: str, other: str) -> None:
    assert group_of(one) == group_of(other)


def test_other_questions_and_signs_are_groups_of_their_own() -> None:
    assert len({group_of(text) for text in ("làm hộ chiếu", "làm căn cước", "👍", "👎", "")}) == 5


def test_the_training_data_is_split_without_leak_and_evenly() -> None:
    texts, intents = _examples()
    found = assign_folds(texts, intents, 5)

    fold_of: dict[str, int] = {}
    for text, fold in zip(texts, found, strict=True):
        assert fold_of.setdefault(group_of(text), fold) == fold
    for intent in set(intents):
        sizes = Counter(fold for fold, name in zip(found, intents, strict=True) if name == intent)
        assert len(sizes) == 5
        assert max(sizes.values()) <= 2 * min(sizes.values())


def test_the_same_data_is_always_split_alike() -> None:
    texts = [f"câu {number} nói" for number in range(40)]
    intents = ["a", "b"] * 20

    assert assign_folds(texts, intents, 4) == assign_folds(texts, intents, 4)


def test_one_fold_is_no_cross_validation() -> None:
    with pytest.raises(ValueError, match="at least 2 folds, not 1"):
        assign_folds(["a"], ["b"], 1)


def _examples() -> tuple[list[str], list[str]]:
    pairs = [
        (line.strip()[2:], block["intent"])
        for path in sorted(_DATA.rglob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]
    return [text for text, _ in pairs], [intent for _, intent in pairs]

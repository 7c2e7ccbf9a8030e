"""The classifier over all that is asked of each document."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retriever.classifier import LARGEST, LEAST_NAMES, Classifier
from retriever.text import question_tokens

BIRTH = (
    "làm giấy khai sinh cho con",
    "vợ mới sinh em bé, khai sinh ở đâu",
    "bé ba tháng chưa có khai sinh",
    "đặt tên cho con trong giấy khai sinh",
    "khai sinh cho cháu nội cần gì",
    "khai sinh trễ có bị phạt không",
)
LICENCE = (
    "mất bằng lái xe máy làm lại ở đâu",
    "bằng lái bị ướt nát xin cái khác",
    "rớt ví mất luôn giấy phép lái xe",
    "xin cấp lại bằng lái ô tô",
    "bằng lái gãy đôi làm lại mấy ngày",
    "làm lại gplx hết bao nhiêu",
)
FEW = ("đăng ký tàu cá", "ghe mới đóng xin giấy")
STRANGERS = ("mai trời có mưa không", "giá vàng hôm nay bao nhiêu", "quán phở nào ngon")


def made(names: list[tuple[str, ...]], families: list[str] | None = None) -> Classifier | None:
    read = [[question_tokens(name) for name in known] for known in names]
    return Classifier.fit(read, families or [str(i) for i in range(len(names))], [question_tokens(text) for text in STRANGERS])


@pytest.fixture
def classifier() -> Classifier:
    found = made([FEW, BIRTH, LICENCE])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("em bé nhà mình mới sinh thì khai sinh sao", 1),
        ("be moi sinh khai sinh sao", 1),
        ("bằng lái của em rớt đâu mất rồi", 2),
        ("bang lai xe may bi uot", 2),
    ],
)
def test_a_question_is_most_like_the_document_of_its_matter(classifier: Classifier, text: str, best: int) -> None:
    scores = classifier.scores(question_tokens(text))
    assert scores.shape == (3,) and scores.argmax() == best
    assert scores.min() >= 0 and scores.max() <= LARGEST


def test_a_document_with_few_names_has_no_machine(classifier: Classifier) -> None:
    assert len(FEW) < LEAST_NAMES and classifier.share == pytest.approx(2 / 3)
    assert classifier.scores(question_tokens("đăng ký tàu cá"))[0] == 0


def test_nothing_known_is_like_nothing(classifier: Classifier) -> None:
    assert not classifier.scores([]).any()
    assert not classifier.scores(question_tokens("🙂 zzzzqqq")).any() or classifier.scores(question_tokens("🙂 zzzzqqq")).max() < 1


def test_two_documents_with_many_names_are_needed() -> None:
    assert made([FEW, BIRTH]) is None
    assert made([FEW]) is None


def test_names_of_a_namesake_are_no_counterexamples() -> None:
    """A twin at another level has the official name and none of the others: it must not unteach the name."""
    with_twin = made([BIRTH, LICENCE, BIRTH[:1]], ["khai sinh", "bang lai", "khai sinh"])
    without = made([BIRTH, LICENCE, ()], ["khai sinh", "bang lai", "khac"])
    assert with_twin is not None and without is not None
    asked = question_tokens(BIRTH[0])
    assert np.allclose(with_twin.scores(asked)[:2], without.scores(asked)[:2])


def test_it_is_kept_in_a_file(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "classifier.npz")
    again = Classifier.load(tmp_path / "classifier.npz")
    assert again is not None and again.share == classifier.share
    asked = question_tokens("bằng lái của em rớt đâu mất rồi")
    assert np.allclose(again.scores(asked), classifier.scores(asked), atol=0.02)
    assert Classifier.load(tmp_path / "none.npz") is None


WAYS = ("ướt mưa nhòe chữ", "gãy làm đôi", "quên ở tiệm cầm đồ")


def with_ways(*, letters: bool = False) -> Classifier:
    """One that also knows what is asked about the licence."""
    read = [[question_tokens(name) for name in known] for known in (FEW, BIRTH, LICENCE)]
    ways = [[], [], [question_tokens(way) for way in WAYS]]
    found = Classifier.fit(read, ["0", "1", "2"], [question_tokens(text) for text in STRANGERS], ways, letters=letters)
    assert found is not None
    return found


def test_what_is_asked_about_a_document_tells_of_it() -> None:
    known, plain = with_ways(letters=True), made([FEW, BIRTH, LICENCE])
    assert plain is not None
    asked = question_tokens("quên ở tiệm cầm đồ mất rồi")
    assert known.scores(asked)[2] > plain.scores(asked)[2]


def test_without_letters_whole_syllables_alone_are_compared() -> None:
    known = with_ways()
    assert known.scores(question_tokens("khai sinh cho con")).argmax() == 1
    unknown = known.scores(question_tokens("khaisinhchocon"))
    assert np.allclose(unknown, unknown[0]) or unknown.max() < 1


def test_what_it_compares_is_kept_too(tmp_path: Path) -> None:
    for letters in (True, False):
        known = with_ways(letters=letters)
        known.save(tmp_path / "asked.npz")
        again = Classifier.load(tmp_path / "asked.npz")
        assert again is not None
        for text in ("bằng lái gãy", "khaisinh", "quen o tiem"):
            assert np.allclose(again.scores(question_tokens(text)), known.scores(question_tokens(text)), atol=0.02)

"""Training on a tiny base: what it teaches, that it repeats itself, and that its folder is a sentence-transformers model."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from knowledge.synonyms import Synonym
from retriever.embeddings import HubEmbedder, StaticEmbedder, static_tokens
from retriever.pairs import Corpus, pairs
from retriever.text import document_tokens, fold
from retriever.train import DIMENSION, save, train
from tests.retriever.plain import procedure

NAMES = (
    "Đổi giấy phép lái xe",
    "Đăng ký khai sinh",
    "Đăng ký kết hôn",
    "Cấp hộ chiếu phổ thông",
    "Cấp giấy phép xây dựng nhà ở",
    "Đăng ký thường trú",
    "Cấp phiếu lý lịch tư pháp",
)
DOCUMENTS = [procedure(f"1.{i:06}", name, body=f"{name} nộp đơn và bản sao tại bộ phận một cửa") for i, name in enumerate(NAMES)]
LEXICON = (Synonym(say=["cưới chồng", "lấy vợ"], means="kết hôn"), Synonym(say=["sổ bay quốc tế"], means="hộ chiếu"))
WITH = Corpus.read(DOCUMENTS, [d.names for d in DOCUMENTS], LEXICON)
WITHOUT = Corpus.read(DOCUMENTS, [d.names for d in DOCUMENTS])


@pytest.fixture(scope="module")
def taught() -> StaticEmbedder:
    return StaticEmbedder(*train(WITH))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four epochs are enough to compare trainings with each other."""
    monkeypatch.setattr("retriever.train.PAIRS_PER_DOCUMENT", 1)


def nearest(embedder: StaticEmbedder, question: str) -> str:
    names = embedder.encode([" ".join(document_tokens(name)) for name in NAMES])
    cosines = names @ embedder.encode([" ".join(document_tokens(question))])[0]
    return NAMES[int(np.argmax(cosines))] if cosines.any() else ""


@pytest.mark.parametrize(
    ("said", "meant"),
    [("cưới chồng", "Đăng ký kết hôn"), ("lay vo can gi", "Đăng ký kết hôn"), ("sổ bay quốc tế", "Cấp hộ chiếu phổ thông")],
)
def test_training_teaches_what_the_lexicon_says(taught: StaticEmbedder, said: str, meant: str) -> None:
    assert nearest(taught, said) == meant


@pytest.mark.usefixtures("quick")
def test_without_the_lexicon_its_words_are_unknown() -> None:
    vocabulary, _ = train(WITHOUT)
    assert {"cưới", "vợ", "~vo", "bay"}.isdisjoint(vocabulary)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_finds_itself_with_marks_and_without(taught: StaticEmbedder, name: str) -> None:
    assert nearest(taught, name) == nearest(taught, fold(name)) == name


@pytest.mark.usefixtures("quick")
def test_training_repeats_itself_and_a_pool_changes_nothing() -> None:
    vocabulary, vectors = train(WITH)
    with ThreadPoolExecutor(2) as pool:
        for again, others in (train(WITH), train(WITH, pool=pool)):
            assert again == vocabulary
            assert np.array_equal(others, vectors)
    assert vectors.shape == (len(vocabulary), DIMENSION)
    assert np.isfinite(vectors).all() and not vectors[vocabulary["[UNK]"]].any()


@pytest.mark.usefixtures("quick")
def test_progress_is_told_epoch_by_epoch() -> None:
    told: list[tuple[int, int]] = []
    train(WITHOUT, lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(told[0][1]))


def test_pairs_point_at_a_name_of_their_own_document_and_follow_their_seed() -> None:
    first, second = list(pairs(WITH, 1)), list(pairs(WITH, 1))
    assert first == second != list(pairs(WITH, 2))
    targets = WITH.targets
    for _, target, owner in first:
        assert targets[target] in (WITH.names[owner][0], fold(" ".join(WITH.names[owner][0])).split())
    assert {owner for _, _, owner in first} == set(range(len(DOCUMENTS)))


def test_a_lexicon_teaches_only_the_documents_that_hold_its_words() -> None:
    married = NAMES.index("Đăng ký kết hôn")
    assert [(len(says), numbers) for says, numbers in WITH.sayings if ["lấy", "vợ"] in says] == [(2, [married])]
    unheard = Corpus.read(DOCUMENTS, [d.names for d in DOCUMENTS], [Synonym(say=["đóng tàu"], means="hàng hải")])
    assert unheard.sayings == []
    assert {owner for words, _, owner in pairs(WITH, 3) if ("lấy", "vợ") in pairwise(words)} == {married}


@pytest.mark.usefixtures("quick")
def test_names_of_stray_characters_do_not_break_training() -> None:
    odd = [procedure("1.000001", "???", body=""), procedure("1.000002", "và", "của", body="a"), procedure("1.000003", "x", body="")]
    _, vectors = train(Corpus.read(odd, [d.names for d in odd]))
    assert np.isfinite(vectors).all()


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_saved_folder_is_a_sentence_transformers_model(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not ours
        pytest.importorskip("sentence_transformers")
        save(*train(WITH), tmp_path / "model")
        theirs = HubEmbedder(str(tmp_path / "model"))
    ours = StaticEmbedder.load(tmp_path / "model")
    texts = [document_tokens(text) for text in (*NAMES, "lay vo can gi", "một từ chưa gặp trong hộ chiếu")]
    assert theirs.dimension == ours.dimension == DIMENSION
    assert np.allclose(theirs.encode([" ".join(static_tokens(t)) for t in texts]), ours.encode([" ".join(t) for t in texts]), atol=1e-5)

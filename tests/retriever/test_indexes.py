"""The indexes against the plainest ones, and a snapshot through save and load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever import fusion
from retriever.dense import BLOCK, DenseIndex
from retriever.documents import SearchDocument
from retriever.embeddings import Vectors
from retriever.lexical import LexicalIndex
from retriever.search import Searcher
from retriever.snapshot import Snapshot
from retriever.text import fold, tokens
from tests.retriever.plain import LetterEmbedder


def unit(rows: int, dimension: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@given(rows=st.integers(1, 300), picked=st.lists(st.integers(0, 299)), seed=st.integers(0, 10_000))
def test_cosines_of_chosen_rows_are_those_of_all_rows(rows: int, picked: list[int], seed: int) -> None:
    vectors, query = unit(rows, 16, seed), unit(1, 16, seed + 1)[0]
    chosen = np.array([row % rows for row in picked], dtype=np.int64)
    index = DenseIndex.build(vectors)
    assert np.allclose(index.cosines_of(chosen, query), (vectors @ query)[chosen], atol=1e-5)


def test_cosines_are_those_of_every_row_after_save_and_load_too(tmp_path: Path) -> None:
    vectors, queries = unit(200, 16, 5), unit(3, 16, 6)
    built = DenseIndex.build(vectors)
    built.save(tmp_path / "index")
    for index in (built, DenseIndex.load(tmp_path / "index")):
        assert index.rows == 200
        assert np.allclose(index.cosines(queries), queries @ vectors.T, atol=1e-6)


@given(owners=st.lists(st.integers(0, 5), min_size=1, max_size=60), seed=st.integers(0, 10_000))
def test_the_centre_of_an_owner_is_the_mean_direction_of_its_rows(owners: list[int], seed: int) -> None:
    vectors = unit(len(owners), 16, seed)
    centres = DenseIndex.build(vectors).centres(np.array(owners, dtype=np.int64))
    assert centres.shape == (max(owners) + 1, 16)
    for owner in range(max(owners) + 1):
        total = vectors[[o == owner for o in owners]].sum(axis=0)
        assert np.allclose(centres[owner] * np.linalg.norm(total), total, atol=1e-4)


@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=20), seed=st.integers(0, 10_000))
def test_nearness_is_that_of_the_nearest_name_and_hardly_more(sizes: list[int], seed: int) -> None:
    cosines = np.random.default_rng(seed).uniform(-1, 1, (2, sum(sizes))).astype(np.float32)
    starts = np.cumsum([0, *sizes[:-1]])
    near = fusion.nearness(cosines, starts)
    nearest = np.maximum.reduceat(cosines, starts, axis=1) - 1
    assert near.shape == nearest.shape
    assert (near >= nearest - 1e-5).all() and (near <= nearest + np.log(sizes) / fusion.SHARPNESS + 1e-5).all()


def test_bm25_reads_accented_and_unaccented_questions() -> None:
    index = LexicalIndex.build([tokens(text) for text in ("đổi giấy phép lái xe", "đăng ký khai sinh", "cấp hộ chiếu")], b=0.5)
    assert int(np.argmax(index.scores(["khai", "sinh"]))) == 1
    assert int(np.argmax(index.scores(["giay", "phep", "lai", "xe"]))) == 0
    assert not index.scores(["bóng", "đá"]).any()


DOCUMENTS = [
    SearchDocument("procedure", "1.000001", ("Đổi giấy phép lái xe", "đổi bằng lái"), ("giấy khám sức khỏe",), "Công an tỉnh", "lái xe"),
    SearchDocument("procedure", "1.000002", ("Cấp lại giấy phép lái xe", "mất bằng lái"), ("đơn đề nghị",), "Công an tỉnh", "lái xe"),
    SearchDocument("faq", "gio-lam-viec", ("Một cửa làm việc mấy giờ?",), ("giờ hành chính",), "", "faq"),
]


def test_a_snapshot_is_the_same_after_save_and_load(tmp_path: Path) -> None:
    embedder = LetterEmbedder()
    built = Snapshot.build("r1", DOCUMENTS, embedder)
    built.save(tmp_path / "r1")
    loaded = Snapshot.load(tmp_path / "r1")
    for query in ("đổi bằng lái", "mat bang lai xe", "mấy giờ mở cửa"):
        before, after = (Searcher(s, embedder).search(query, 3) for s in (built, loaded))
        assert [(h.id, round(h.score, 4)) for h in before] == [(h.id, round(h.score, 4)) for h in after]
    assert Searcher(loaded, embedder).search("mat bang lai xe", 1)[0].id == "1.000002"


def test_a_field_is_as_near_as_all_that_it_says_and_faqs_stand_in_that_of_their_procedure() -> None:
    about = SearchDocument("faq", "kham", ("Khám sức khỏe ở đâu?",), ("bệnh viện",), "", "faq", ("9.999999", "1.000002"))
    elsewhere = SearchDocument("procedure", "1.000003", ("Đăng ký kết hôn",), ("zzz",), "", "hộ tịch")
    embedder = LetterEmbedder()
    snapshot = Snapshot.build("r1", [*DOCUMENTS, about, elsewhere], embedder)
    assert snapshot.field_of.tolist() == [0, 0, 1, 0, 2]
    likeness = snapshot.field_likeness(embedder.encode(["zzz"])[0])
    assert np.allclose(likeness[:4], likeness[0] * np.array([1, 1, 0, 1]), atol=1e-6) and likeness[4] == pytest.approx(1)


def test_nothing_searchable_finds_nothing_and_bad_input_is_refused() -> None:
    searcher = Searcher(Snapshot.build("r1", DOCUMENTS, LetterEmbedder()), LetterEmbedder())
    assert searcher.search("😀 ???", 3) == []
    with pytest.raises(ValueError, match="no two may share"):
        Snapshot.build("r1", [DOCUMENTS[0], DOCUMENTS[0]], LetterEmbedder())
    with pytest.raises(ValueError, match="between 0 and 1"):
        LexicalIndex.build([["a"]], b=2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gaiy phpe lai xe", "giay"), ("phpe", "phép"), ("pheep", "phép"), ("visa", "visa"), ("khám", "khám"), ("xyz", "xyz")],
)
def test_one_slip_is_undone_only_where_a_word_cannot_be_vietnamese(typed: str, meant: str) -> None:
    snapshot = Snapshot.build("r1", DOCUMENTS, LetterEmbedder())
    assert snapshot.spelt(typed.split()[0]) in {meant, fold(meant)}


def test_a_swapped_letter_does_not_lose_the_answer() -> None:
    searcher = Searcher(Snapshot.build("r1", DOCUMENTS, LetterEmbedder()), LetterEmbedder())
    assert searcher.search("doi giay phpe lai xe", 1)[0].id == "1.000001"


@given(scores=st.lists(st.integers(-5, 5), max_size=40), count=st.integers(1, 50))
def test_the_best_documents_come_in_order_and_of_equal_ones_the_first(scores: list[int], count: int) -> None:
    table = np.array(scores, dtype=np.float32)
    assert fusion.ranked(table, count).tolist() == np.argsort(-table, kind="stable")[:count].tolist()


def test_cosines_are_the_same_whichever_block_a_row_stands_in() -> None:
    stored, asked = unit(2 * BLOCK + 3, 8, 3), unit(5, 8, 4)
    np.testing.assert_allclose(DenseIndex.build(stored).cosines(asked), asked @ stored.T, atol=1e-5)

"""Many texts counted at once, against the tokens of one text after the other."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retriever.bags import FOLDED, Bags
from retriever.embeddings import FEW, StaticEmbedder, static_tokens, unit
from retriever.text import document_tokens, fold

ONSETS = ["", "b", "c", "đ", "d", "gi", "kh", "ngh", "ph", "qu", "tr", "x"]
RHYMES = ["a", "á", "ạ", "ă", "âu", "ẩy", "e", "ê", "ếp", "i", "o", "ô", "ổ", "ơ", "ời", "u", "ư", "ướng", "uyền", "y"]
SYLLABLES = st.builds(str.__add__, st.sampled_from(ONSETS), st.sampled_from(RHYMES))
WORDS = st.one_of(
    SYLLABLES, SYLLABLES.map(fold), st.sampled_from(["sổ", "đỏ", "so", "do", "số", "độ", "cccd", "123/2015/nđ-cp", "1.001193"])
)
TEXTS = st.lists(
    st.one_of(st.lists(WORDS, max_size=12), st.lists(WORDS.map(fold), max_size=12), st.text(max_size=30).map(document_tokens)), max_size=8
)


def counted(texts: list[list[str]], vocabulary: dict[str, int]) -> np.ndarray:
    counts = np.zeros((len(texts), len(vocabulary)), dtype=np.float32)
    for row, words in enumerate(texts):
        for token in static_tokens(words):
            if token in vocabulary:
                counts[row, vocabulary[token]] += 1
    return counts


@settings(max_examples=150, deadline=None)
@given(texts=TEXTS, unknown=st.integers(2, 5))
@example(texts=[], unknown=2)
@example(texts=[[], []], unknown=2)
@example(texts=[[], ["sổ", "đỏ"], [], ["so", "do"]], unknown=3)
def test_bags_hold_what_static_tokens_says(texts: list[list[str]], unknown: int) -> None:
    every = sorted({token for words in texts for token in static_tokens(words)})
    kept = [token for i, token in enumerate(every) if i % unknown]
    vocabulary = {token: i for i, token in enumerate(["[UNK]", *kept, "~never_seen"])}
    assert np.array_equal(Bags(texts).matrix(vocabulary).toarray(), counted(texts, vocabulary))


@settings(max_examples=100, deadline=None)
@given(texts=TEXTS, least=st.integers(1, 3), more=st.integers(0, 2))
def test_frequent_tokens_are_those_counted_often_enough(texts: list[list[str]], least: int, more: int) -> None:
    counts = Counter(token for words in texts for token in static_tokens(words))
    wanted = {token for token, count in counts.items() if count >= (least + more if "_" in token else least)}
    found = Bags(texts).frequent(least, least + more)
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_a_text_without_diacritics_has_folded_tokens_only() -> None:
    tokens = Bags([["so", "do"]]).frequent(1, 1)
    assert all(token.startswith(FOLDED) for token in tokens)
    assert set(tokens) == {"~so", "~do", "~so_do"}


def test_one_text_or_many_have_the_same_vectors() -> None:
    texts = [" ".join(words) for i in range(FEW) for words in (["đổi", "giấy", f"phép{i}"], ["so", "do"], [], ["lạ"])]
    tokens = sorted({token for text in texts for token in static_tokens(text.split()) if "lạ" not in token})
    table = np.random.default_rng(2).normal(size=(len(tokens), 16)).astype(np.float32)
    embedder = StaticEmbedder({token: i for i, token in enumerate(tokens)}, table)
    together, alone = embedder.encode(texts), np.concatenate([embedder.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(
        together[0], unit(table[[tokens.index(t) for t in static_tokens(texts[0].split())]].sum(axis=0, keepdims=True))[0], atol=1e-5
    )
    assert not together[2].any()

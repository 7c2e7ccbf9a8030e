"""Vietnamese text as people type it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.text import clean, fold, is_unaccented, normalize, place_tones, question_tokens, repair_typing


@pytest.mark.parametrize(
    ("typed", "placed"), [("hoà", "hòa"), ("hòa", "hòa"), ("thuý", "thúy"), ("qúy", "quý"), ("quỹ", "quỹ"), ("hoàng", "hoàng"), ("uỷ ban", "ủy ban")]
)
def test_both_tone_placements_become_one(typed: str, placed: str) -> None:
    assert place_tones(typed) == placed


@pytest.mark.parametrize(
    ("slip", "word"),
    [("giaays", "giấy"), ("ddang", "đang"), ("dang9", "đang"), ("ky1", "ký"), ("nguoiwf", "người"), ("cawn", "căn"), ("cuowcs", "cước"), ("tieenf", "tiền")],
)
def test_telex_and_vni_slips_are_undone(slip: str, word: str) -> None:
    assert repair_typing(slip) == word


@pytest.mark.parametrize("word", ["visa", "online", "vneid", "a1", "b2", "test", "khong", "giấy", "taxi", "gas"])
def test_words_that_are_no_slips_stay(word: str) -> None:
    assert repair_typing(word) == word


def test_short_forms_and_dialect_are_written_out_but_words_that_look_like_them_are_not() -> None:
    assert question_tokens("GPLX hết nhiêu tiền") == ["giấy", "phép", "lái", "xe", "hết", "bao", "nhiêu", "tiền"]
    assert question_tokens("nộp ở mô rứa") == ["nộp", "ở", "đâu", "thế"]
    assert question_tokens("chi phí xe mô tô") == ["chi", "phí", "xe", "mô", "tô"]


def test_codes_and_law_numbers_stay_whole() -> None:
    assert "h56.14-240823-0001" in question_tokens("hồ sơ H56.14-240823-0001 đâu")
    assert "123/2015/nđ-cp" in question_tokens("theo nghị định 123/2015/NĐ-CP")


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    normal = normalize(text)
    assert normalize(normal) == normal
    assert is_unaccented(fold(text)) or not unicodedata.is_normalized("NFC", fold(text))
    question_tokens(text)
    assert "\x00" not in clean(text)

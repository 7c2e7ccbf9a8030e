"""Vietnamese text as people type it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.text import (
    ABBREVIATIONS,
    ACRONYMS,
    clean,
    document_tokens,
    fold,
    is_unaccented,
    normalize,
    place_tones,
    question_tokens,
    repair_typing,
    tokens,
)

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáạảãằắẩẫềếểỗộờởỡụửữựỳýỵ ÀĐẾỘƯ.,-/?0189", max_size=80)


@pytest.mark.parametrize(
    ("typed", "placed"),
    [("hoà", "hòa"), ("hòa", "hòa"), ("thuý", "thúy"), ("qúy", "quý"), ("quỹ", "quỹ"), ("hoàng", "hoàng"), ("uỷ ban", "ủy ban")],
)
def test_both_tone_placements_become_one(typed: str, placed: str) -> None:
    assert place_tones(typed) == placed


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("giaays", "giấy"),
        ("ddang", "đang"),
        ("dang9", "đang"),
        ("ky1", "ký"),
        ("nguoiwf", "người"),
        ("cawn", "căn"),
        ("cuowcs", "cước"),
        ("tieenf", "tiền"),
    ],
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


@given(st.one_of(VIETNAMESE, st.text(max_size=200)))
def test_folding_twice_is_folding_once_and_spelling_of_marks_does_not_matter(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_composed_and_decomposed_letters_are_one_text(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert normalize(composed) == normalize(decomposed)
    assert document_tokens(composed) == document_tokens(decomposed)
    assert question_tokens(composed) == question_tokens(decomposed)
    assert fold(normalize(text)).isascii()


@pytest.mark.parametrize(("acronym", "words"), ACRONYMS.items())
def test_documents_write_acronyms_out(acronym: str, words: str) -> None:
    assert document_tokens(f"Hồ sơ {acronym.upper()}, mới") == ["hồ", "sơ", *tokens(words), "mới"]
    assert document_tokens(f"abc-{acronym}") == ["abc", *tokens(words)]


@pytest.mark.parametrize(("short", "words"), ABBREVIATIONS.items())
def test_questions_write_short_forms_out(short: str, words: str) -> None:
    assert question_tokens(f"hồ sơ {short.upper()}, mới") == ["hồ", "sơ", *tokens(words), "mới"]


def test_short_forms_of_chat_stay_in_documents() -> None:
    assert document_tokens("phụ lục k, mẫu r") == ["phụ", "lục", "k", "mẫu", "r"]


@pytest.mark.parametrize(("held", "word"), [("khônggg", "không"), ("xinnnn", "xin"), ("aloooo", "alo"), ("giấyyy", "giấy")])
def test_keys_held_down_are_let_go(held: str, word: str) -> None:
    assert question_tokens(held) == [word]


@pytest.mark.parametrize(
    "text", ["cap chung chi hanh nghe", "thay doi dia chi", "thanh lap chi nhanh", "chi phi", "lam so hong", "bi hu hong", "dinh chi"]
)
def test_common_words_without_marks_are_not_taken_for_dialect(text: str) -> None:
    assert question_tokens(text) == text.split()


def test_among_marks_the_same_words_are_dialect() -> None:
    assert question_tokens("cần giấy tờ chi rứa") == ["cần", "giấy", "tờ", "gì", "thế"]
    assert question_tokens("được hong") == ["được", "không"]
    assert question_tokens("địa chỉ chi nhánh") == ["địa", "chỉ", "chi", "nhánh"]

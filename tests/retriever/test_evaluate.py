"""The measures themselves, on rankings whose figures can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from retriever.documents import SearchDocument
from retriever.evaluate import bm25_ranking, measure, read_questions

QUESTIONS = '{"question": "đổi giấy phép lái xe", "codes": ["a"]}\n\n{"question": "khai sinh", "codes": ["b", "c"]}\n'


def test_hits_and_reciprocal_ranks_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    found = measure(lambda question: ["x", "a"] if "lái" in question else ["b"], read_questions(path))
    assert found.hits == {1: 0.5, 3: 1.0, 5: 1.0, 10: 1.0}
    assert found.mrr == 0.75
    assert set(found.as_json()) == {"hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "latency_ms_p50", "latency_ms_p95"}


def test_questions_lose_their_marks_on_demand_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    assert read_questions(path, undiacritised=True)[0].question == "doi giay phep lai xe"
    path.write_text('{"question": "x"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"q\.jsonl:1"):
        read_questions(path)


def test_the_baseline_ranks_by_words() -> None:
    documents = [
        SearchDocument("procedure", "a", ("đổi giấy phép lái xe",), ("",)),
        SearchDocument("procedure", "b", ("khai sinh",), ("",)),
    ]
    assert bm25_ranking(documents)("đăng ký khai sinh")[0] == "b"

"""Snapshot folders: whole or not there, one builder at a time, the old ones cleared away."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from knowledge.schema import Faq
from knowledge.store import Knowledge, assemble, load_content
from retriever import snapshots
from retriever.build import BuildError
from retriever.snapshots import CONTENT, KEPT_SNAPSHOTS, SnapshotInfo, current_index, ensure_snapshot, is_whole, read_info, use_snapshot


def knowledge(answer: str = "Trả lời") -> Knowledge:
    entry = {
        "id": "gio", "question": "Mấy giờ?", "variants": ["a", "b", "c"], "answer": answer, "topic": "Giờ", "sources": [{"name": "Q"}],
        "checked": "2026-11-01",
    }  # fmt: skip
    return assemble([Faq.model_validate(entry)])


class Index:
    """Stands in for the training and indexing, which have tests of their own."""

    def __init__(self) -> None:
        self.built: list[str] = []
        self.failure: Exception | None = None
        self.together = 0
        self._busy = threading.Lock()

    def __call__(self, documents: Any, revision: str, folder: Path, *_: Any) -> None:
        self.together += not self._busy.acquire(blocking=False)
        try:
            threading.Event().wait(0.05)
            if self.failure:
                raise self.failure
            folder.mkdir()
            (folder / "documents.jsonl").write_text(revision, encoding="utf-8")
            self.built.append(revision)
        finally:
            if self._busy.locked():
                self._busy.release()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    made = Index()
    monkeypatch.setattr(snapshots, "build_index", made)
    return made


def make(data: Path, base: Knowledge, number: int = 1, synonyms: Path = Path("none")) -> Path:
    return ensure_snapshot(
        base, data, number=number, synonyms=synonyms, negatives=data / "none", embedding_model=None, progress=lambda _: None
    )


def test_a_snapshot_is_built_once_and_holds_its_content_and_its_number(tmp_path: Path, index: Index) -> None:
    folder = make(tmp_path, knowledge(), 4)
    assert make(tmp_path, knowledge(), 4) == folder
    assert index.built == [folder.name]
    assert read_info(folder) == SnapshotInfo(4, knowledge().revision)
    assert load_content(folder / CONTENT).faqs["gio"].answer == "Trả lời"
    assert current_index(tmp_path) is None
    use_snapshot(folder, SnapshotInfo(4, knowledge().revision))
    assert current_index(tmp_path) == folder


def test_other_content_or_other_synonyms_make_another_snapshot(tmp_path: Path, index: Index) -> None:
    synonyms = tmp_path / "synonyms.yaml"
    folders = {make(tmp_path, knowledge()), make(tmp_path, knowledge("Khác"))}
    synonyms.write_text("- x", encoding="utf-8")
    folders.add(make(tmp_path, knowledge(), synonyms=synonyms))
    assert len(folders) == len(index.built) == 3


def test_the_same_content_under_another_number_is_not_built_again(tmp_path: Path, index: Index) -> None:
    folder = make(tmp_path, knowledge(), 1)
    use_snapshot(folder, SnapshotInfo(7, knowledge().revision))
    assert read_info(folder).number == 7
    assert len(index.built) == 1


def test_a_build_that_breaks_leaves_the_one_in_use(tmp_path: Path, index: Index) -> None:
    folder = make(tmp_path, knowledge())
    use_snapshot(folder, SnapshotInfo(1, knowledge().revision))
    index.failure = BuildError("hỏng")
    with pytest.raises(BuildError):
        make(tmp_path, knowledge("Khác"))
    assert current_index(tmp_path) == folder


def test_a_build_that_was_killed_is_done_anew(tmp_path: Path, index: Index) -> None:
    folder = make(tmp_path, knowledge())
    (folder / "meta.json").unlink()
    (folder / CONTENT).write_text("half", encoding="utf-8")
    leftover = folder.with_name("dead.123.tmp")
    leftover.mkdir()
    assert not is_whole(folder)
    assert make(tmp_path, knowledge()) == folder
    assert load_content(folder / CONTENT).faqs["gio"].answer == "Trả lời"
    assert not leftover.exists()


def test_builders_wait_for_each_other(tmp_path: Path, index: Index) -> None:
    threads = [threading.Thread(target=make, args=(tmp_path, knowledge(str(n % 2)))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(index.built), index.together) == (2, 0)


def test_only_the_newest_snapshots_are_kept(tmp_path: Path, index: Index) -> None:
    for n in range(6):
        folder = make(tmp_path, knowledge(str(n)), n)
        use_snapshot(folder, SnapshotInfo(n, knowledge(str(n)).revision))
    kept = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(kept) == KEPT_SNAPSHOTS
    assert folder in kept
    assert all(is_whole(path) for path in kept)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, index: Index) -> None:
    (tmp_path / "index").write_text("in the way", encoding="utf-8")
    with pytest.raises(BuildError, match="không ghi được"):
        make(tmp_path, knowledge())

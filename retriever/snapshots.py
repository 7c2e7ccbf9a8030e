"""Snapshot folders: one holds the index and the content of one revision, which is all that the answering part reads.

Layout below the data folder: ``index/<fingerprint>/`` with ``meta.json`` written last, ``index/CURRENT`` naming the one in use, and
trained models in ``models/embedding/``.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.store import Knowledge, dump_content, load_knowledge
from retriever.build import Asked, BuildError, Progress, build_index, documents_of, out_of_scope_questions
from retriever.search import SYNONYMS

KEPT_SNAPSHOTS = 3
CONTENT, META = "content.jsonl", "meta.json"
_HERE = Path(__file__).parent
_WITHOUT_EFFECT = {"__init__.py", "evaluate.py", "snapshots.py"}
_CONTENT_CODE = tuple(_HERE.parent / "knowledge" / f"{name}.py" for name in ("facts", "merge", "lazy"))


@dataclass(frozen=True)
class SnapshotInfo:
    """What ``meta.json`` says: the number of the published revision (0 without a database) and the hash of its content."""

    number: int
    revision: str


def current_index(data_dir: Path) -> Path | None:
    """The snapshot folder in use, or None before the first build."""
    pointer = data_dir / "index" / "CURRENT"
    if not pointer.exists():
        return None
    folder = data_dir / "index" / pointer.read_text(encoding="utf-8").strip()
    return folder if is_whole(folder) else None


def is_whole(folder: Path) -> bool:
    """Whether a snapshot was built to its end."""
    return (folder / META).exists()


def read_info(folder: Path) -> SnapshotInfo:
    """What a snapshot says about itself. Raises OSError or ValueError where it is damaged."""
    data = json.loads((folder / META).read_text(encoding="utf-8"))
    return SnapshotInfo(int(data["number"]), str(data["revision"]))


def snapshot_folder(data_dir: Path, revision: str, *, synonyms: Path, negatives: Path, embedding_model: str | None) -> Path:
    """Where the snapshot of a content hash lies, or would lie: its name follows all that it is made from."""
    digest = hashlib.sha256(f"{revision}|{embedding_model or 'static'}".encode())
    digest.update(_code_hash())
    for path in (synonyms, *sorted(negatives.glob("oos_*.yml"))):
        digest.update(path.read_bytes() if path.exists() else b"")
    return data_dir / "index" / digest.hexdigest()[:16]


def ensure_snapshot(
    knowledge: Knowledge,
    data_dir: Path,
    *,
    number: int,
    synonyms: Path,
    negatives: Path,
    embedding_model: str | None,
    progress: Progress = print,
) -> Path:
    """The snapshot of ``knowledge``, built only if missing. Processes of one machine wait for each other. Raises BuildError.

    It is not yet the one in use: ``use_snapshot`` makes it so.
    """
    folder = snapshot_folder(data_dir, knowledge.revision, synonyms=synonyms, negatives=negatives, embedding_model=embedding_model)
    try:
        with _alone(data_dir / "index", "building"):
            if not is_whole(folder):
                _clear_leftovers(data_dir / "index")
                models = data_dir / "models"
                _build(knowledge, folder, embedding_model, negatives, synonyms, models, progress)
                _write(folder / META, json.dumps(asdict(SnapshotInfo(number, knowledge.revision))))
    except OSError as error:
        raise BuildError(f"không ghi được thư mục chỉ mục {folder}: {error.strerror or error}") from error
    return folder


def use_snapshot(folder: Path, info: SnapshotInfo) -> None:
    """Name this snapshot as the one in use, and delete the oldest others; servers hold theirs in memory, so none is missed.

    The same content may be published again under another number, so ``info`` is written anew.
    """
    with _alone(folder.parent, "using"):
        if read_info(folder) != info:
            _write(folder / META, json.dumps(asdict(info)))
        pointer = folder.parent / "CURRENT"
        if not pointer.exists() or pointer.read_text(encoding="utf-8").strip() != folder.name:
            _write(pointer, folder.name)
        os.utime(folder)
        _prune(folder.parent, folder)


def ensure_index(knowledge_dir: Path, data_dir: Path, embedding_model: str | None = None, progress: Progress = print) -> Path:
    """The snapshot of the files in ``knowledge_dir`` alone, without a database. Raises BuildError or KnowledgeError."""
    negatives = knowledge_dir.parent / "nlu_data" / "intents"
    synonyms = knowledge_dir / SYNONYMS
    knowledge = load_knowledge(knowledge_dir)
    return ensure_snapshot(
        knowledge, data_dir, number=0, synonyms=synonyms, negatives=negatives, embedding_model=embedding_model, progress=progress
    )


def _build(
    knowledge: Knowledge, folder: Path, embedding_model: str | None, negatives: Path, synonyms: Path, models: Path, progress: Progress
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    unlikely = out_of_scope_questions(negatives)
    build_index(documents_of(knowledge), folder.name, folder, embedding_model, unlikely, synonyms, progress, models, Asked.of(knowledge))
    dump_content(knowledge, folder / CONTENT)


@lru_cache(maxsize=1)
def _code_hash() -> bytes:
    """A snapshot is stale when this package's code or data changed, or how layers are merged. Read once: this process runs that code."""
    own = [path for path in sorted(_HERE.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    digest = hashlib.sha256()
    for path in (*(path for path in own if path.name not in _WITHOUT_EFFECT), *_CONTENT_CODE):
        digest.update(path.read_bytes())
    return digest.digest()


@contextmanager
def _alone(index_dir: Path, what: str) -> Iterator[None]:
    """Hold a lock of the folder; it falls with the process, however that ends. A long build does not keep others from using."""
    index_dir.mkdir(parents=True, exist_ok=True)
    with (index_dir / f".{what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear_leftovers(index_dir: Path) -> None:
    """What a builder left that was killed. Only the holder of the lock builds here."""
    for path in index_dir.glob("*.tmp"):
        shutil.rmtree(path, ignore_errors=True)


def _prune(index_dir: Path, current: Path) -> None:
    others = [path for path in index_dir.iterdir() if path.is_dir() and path != current and path.suffix != ".tmp"]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_SNAPSHOTS - 1 :]:
        gone = old.with_name(f"{old.name}.tmp")  # renamed first: a snapshot is whole or has another name
        with suppress(OSError):
            old.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _write(path: Path, content: str) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(path)

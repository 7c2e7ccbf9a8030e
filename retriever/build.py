"""From the knowledge base to a snapshot folder: train the model if needed, index, calibrate, then swap by one rename.

Layout below the data folder: ``models/embedding/<fingerprint>/``, ``index/<revision>/``, and ``index/CURRENT`` naming the one in use.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import yaml

from knowledge.store import Knowledge, load_knowledge
from retriever.calibration import Calibration, features
from retriever.documents import SearchDocument, from_faq, from_procedure
from retriever.embeddings import Embedder, HubEmbedder, StaticEmbedder
from retriever.pairs import dressed
from retriever.search import SYNONYMS, Searcher, Snapshot, read_lexicon
from retriever.text import fold

HELD_OUT_EVERY = 5
KEPT_SNAPSHOTS = 3
_CODE = ("text", "documents", "queries", "lexical", "embeddings", "dense", "fusion", "calibration", "search", "pairs", "train", "build")
Progress = Callable[[str], None]


class BuildError(RuntimeError):
    """An index could not be built; the old one keeps serving."""


def documents_of(knowledge: Knowledge) -> list[SearchDocument]:
    """All procedures and FAQs as search documents, in a fixed order."""
    procedures = [from_procedure(knowledge.procedures[code]) for code in sorted(knowledge.procedures)]
    return procedures + [from_faq(knowledge.faqs[key]) for key in sorted(knowledge.faqs)]


def current_index(data_dir: Path) -> Path | None:
    """The snapshot folder in use, or None before the first build."""
    pointer = data_dir / "index" / "CURRENT"
    if not pointer.exists():
        return None
    folder = data_dir / "index" / pointer.read_text(encoding="utf-8").strip()
    return folder if (folder / "documents.json").exists() else None


def ensure_index(knowledge_dir: Path, data_dir: Path, embedding_model: str | None = None, progress: Progress = print) -> Path:
    """The snapshot of the knowledge in ``knowledge_dir``, built only if missing or stale. Raises BuildError or KnowledgeError."""
    knowledge = load_knowledge(knowledge_dir)
    negatives = knowledge_dir.parent / "nlu_data" / "intents"
    synonyms = knowledge_dir / SYNONYMS
    revision = _fingerprint(knowledge.revision, embedding_model or "static", [synonyms, *sorted(negatives.glob("oos_*.yml"))])
    folder = data_dir / "index" / revision
    if not (folder / "documents.json").exists():
        build_index(documents_of(knowledge), revision, folder, embedding_model, _out_of_scope(negatives), synonyms, progress)
    _point(data_dir / "index", revision)
    _prune(data_dir / "index", folder)
    return folder


def build_index(
    documents: Sequence[SearchDocument],
    revision: str,
    folder: Path,
    embedding_model: str | None,
    out_of_scope: Sequence[str],
    synonyms: Path,
    progress: Progress = print,
) -> None:
    """Build one snapshot beside the others; it appears under its name only when it is whole."""
    building = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        embedder = HubEmbedder(embedding_model) if embedding_model else _trained(documents, building, progress)
        progress("Đang lập chỉ mục tìm kiếm")
        snapshot = Snapshot.build(revision, documents, embedder)
        snapshot.save(building)
        if synonyms.exists():
            shutil.copyfile(synonyms, building / SYNONYMS)
        progress("Đang hiệu chỉnh độ tin cậy")
        calibrate(Searcher(snapshot, embedder, lexicon=read_lexicon(synonyms)), snapshot, out_of_scope).save(building / "calibration.json")
        if not folder.exists():
            building.rename(folder)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise BuildError(f"the index {revision} could not be built: {error}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def held_out(names: Sequence[str]) -> list[int]:
    """Positions of the wordings kept from training, to calibrate on: about one in five, never the official name."""
    return [i for i, name in enumerate(names) if i and int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD_OUT_EVERY == 0]


def calibrate(searcher: Searcher, snapshot: Snapshot, out_of_scope: Sequence[str]) -> Calibration:
    """Fit probabilities on held-out wordings, each asked with its own row hidden, and on questions out of scope."""
    rng = random.Random(11)  # noqa: S311 (not for secrets)
    table: list[np.ndarray] = []
    right: list[bool] = []
    row = 0
    for number, document in enumerate(snapshot.documents):
        for i in held_out(document.names):
            asked = dressed(document.names[i], rng)
            feature, best = _top(searcher, fold(asked) if rng.random() < 0.5 else asked, [row + i])
            table.append(feature)
            right.append(best == number)
        row += len(document.names)
    for question in out_of_scope:
        table.append(_top(searcher, question, [])[0])
        right.append(False)
    if len(set(right)) < 2:
        return Calibration()
    return Calibration.fit(np.array(table), np.array(right))


def _top(searcher: Searcher, question: str, hidden: Sequence[int]) -> tuple[np.ndarray, int]:
    scores, signals = searcher.score(searcher.read(question), hidden)
    order = np.argsort(-scores, kind="stable")[:5]
    return features(scores[order], signals, order)[0], int(order[0])


def _trained(documents: Sequence[SearchDocument], building: Path, progress: Progress) -> Embedder:
    progress("Đang huấn luyện mô hình nhúng câu")
    names = [[n for i, n in enumerate(d.names) if i not in set(held_out(d.names))] for d in documents]
    job = building / "job.json"
    data = {"documents": [asdict(d) for d in documents], "names": names}
    job.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "retriever.train", str(job), str(building / "embedding")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"training of the embedding model failed (exit {done.returncode}): {done.stderr.strip()[-500:]}")
    job.unlink()
    return StaticEmbedder.load(building / "embedding")


def _fingerprint(knowledge_revision: str, model: str, files: Sequence[Path]) -> str:
    digest = hashlib.sha256(f"{knowledge_revision}|{model}".encode())
    here = Path(__file__).parent
    for path in [*(here / f"{name}.py" for name in _CODE), *files]:
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:16]


def _out_of_scope(folder: Path) -> list[str]:
    questions: list[str] = []
    for path in sorted(folder.glob("oos_*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            questions.extend(line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- "))
    return questions


def _prune(index_dir: Path, current: Path) -> None:
    """Delete all but the newest snapshots; servers hold theirs in memory, so none is missed."""
    others = [p for p in index_dir.iterdir() if p.is_dir() and p != current and not p.name.endswith(".tmp")]
    for old in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT_SNAPSHOTS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _point(index_dir: Path, revision: str) -> None:
    pointer = index_dir / "CURRENT"
    if pointer.exists() and pointer.read_text(encoding="utf-8").strip() == revision:
        return
    temporary = pointer.with_suffix(f".{os.getpid()}")
    temporary.write_text(revision, encoding="utf-8")
    temporary.replace(pointer)

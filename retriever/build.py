"""From search documents to a snapshot folder: train the model if needed, index, calibrate, then appear by one rename."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

from knowledge.store import Knowledge
from knowledge.synonyms import load_synonyms
from retriever.acronyms import Acronyms
from retriever.calibration import Calibration
from retriever.classifier import Classifier
from retriever.documents import SearchDocument, family, from_faq, from_procedure
from retriever.embeddings import Embedder, HubEmbedder, StaticEmbedder, Vectors
from retriever.lexical import LexicalIndex
from retriever.messages import messages_about, messages_about_nothing
from retriever.pairs import Corpus, dressed
from retriever.questions import own_questions
from retriever.search import ASKED, CALIBRATION, CLASSIFIER, SYNONYMS, Searcher, read_lexicon
from retriever.snapshot import LEXICAL, Prepared, Snapshot, body_vectors, build_lexical, learn_acronyms
from retriever.text import fold, question_tokens
from retriever.train import save, train
from retriever.wordings import everyday_wordings

HELD_OUT_EVERY = 5
LEAST_QUESTIONS = 60
"""With fewer of our own questions about a base, everyday names are kept from training to calibrate on."""
LARGE, WORKERS = 1000, 3
"""Documents from which a build shares its work between more processes, and how many."""
SAME_ENOUGH = 0.97
"""Share of the documents that a trained model must have seen as they are to be used again."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """How people ask: by the id of a document the messages that are about it, and the ways of asking for its statements."""

    messages: Mapping[str, Sequence[str]]
    ways: Mapping[str, Sequence[str]]
    nothing: Sequence[str] = ()
    """Messages that are about none."""

    @classmethod
    def of(cls, knowledge: Knowledge, without: Callable[[str], bool] = lambda _: False) -> Asked:
        """All that is known about a base, but for the messages of the writers to go ``without``."""
        ways = {code: [ask for detail in known.details for ask in detail.asks] for code, known in knowledge.procedures.items()}
        return cls(messages_about(knowledge, without), ways, messages_about_nothing(without))

    def learnt(self, documents: Sequence[SearchDocument], out_of_scope: Sequence[str]) -> Classifier | None:
        """The classifier that knows these messages beside the names; None where there are too few."""
        names = [[*d.names, *self.messages.get(d.id, ())] for d in documents]
        read = [[question_tokens(name) for name in known] for known in names]
        ways = [[question_tokens(way) for way in self.ways.get(d.id, ())] for d in documents]
        families = [family(d.kind, d.names[0]) for d in documents]
        strangers = [question_tokens(text) for text in (*out_of_scope, *self.nothing)]
        return Classifier.fit(read, families, strangers, ways, letters=False)


class BuildError(RuntimeError):
    """An index could not be built; the old one keeps serving."""


def documents_of(knowledge: Knowledge) -> list[SearchDocument]:
    """All procedures and FAQs as search documents, in a fixed order."""
    procedures = _with_everyday_wordings([from_procedure(knowledge.procedures[code]) for code in sorted(knowledge.procedures)])
    return procedures + [from_faq(knowledge.faqs[key]) for key in sorted(knowledge.faqs)]


def _with_everyday_wordings(documents: Sequence[SearchDocument]) -> list[SearchDocument]:
    """What people call a procedure becomes a name of it, and of all procedures of its name."""
    known, shared = everyday_wordings(), dict[str, tuple[str, ...]]()
    for document in documents:
        if document.id in known:
            shared.setdefault(family(document.kind, document.names[0]), known[document.id])
    named = ((document, shared.get(family(document.kind, document.names[0]), ())) for document in documents)
    return [replace(d, names=tuple(dict.fromkeys((*d.names, *more)))) if more else d for d, more in named]


def build_index(
    documents: Sequence[SearchDocument],
    revision: str,
    folder: Path,
    embedding_model: str | None,
    out_of_scope: Sequence[str],
    synonyms: Path,
    progress: Progress = print,
    models: Path | None = None,
    asked: Asked | None = None,
) -> None:
    """Build one snapshot beside the others; it appears under its name only when it is whole.

    ``asked`` are the messages about each document, by its id, and what is asked about it. ``models`` is where trained models are kept: one
    that saw nearly the same documents is used again. Raises BuildError.
    """
    building = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        with _pool(documents) as pool:
            taught, tried = _halves(out_of_scope)
            early = _early(documents, taught, building, pool) if pool else None
            embedder = _embedder(documents, building, embedding_model, synonyms, models, pool, progress)
            progress("Đang lập chỉ mục tìm kiếm")
            prepared = None
            if pool and early:
                body = _body_vectors(documents, embedder, building, pool)
                lexical = [LexicalIndex.load(building / name) for name in early.lexical.result()]
                prepared = Prepared(lexical, early.acronyms.result(), body)
            snapshot = Snapshot.build(revision, documents, embedder, prepared)
            snapshot.save(building)
            if synonyms.exists():
                shutil.copyfile(synonyms, building / SYNONYMS)
            early.classifier.result() if early else _save_classifier(documents, taught, building)
            if asked and (learnt := asked.learnt(documents, taught)):
                learnt.save(building / ASKED)
        progress("Đang hiệu chỉnh độ tin cậy")
        classifier = Classifier.load(building / CLASSIFIER)
        searcher = Searcher(snapshot, embedder, lexicon=read_lexicon(synonyms), classifier=classifier)
        calibrate(searcher, snapshot, tried).save(building / CALIBRATION)
        if not folder.exists():
            building.rename(folder)
    except (OSError, BrokenProcessPool, ValueError) as error:
        raise BuildError(f"the index {revision} could not be built: {error}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextmanager
def _pool(documents: Sequence[SearchDocument]) -> Iterator[Executor | None]:
    if len(documents) < LARGE:
        yield None
        return
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@dataclass(frozen=True)
class _Early:
    """What needs no embedding model, begun while that is trained."""

    lexical: Future[list[str]]
    acronyms: Future[Acronyms]
    classifier: Future[None]


def _early(documents: Sequence[SearchDocument], taught: Sequence[str], folder: Path, pool: Executor) -> _Early:
    """Begin it; the classifier, which takes longest, first."""
    classifier = pool.submit(_save_classifier, documents, taught, folder)
    return _Early(pool.submit(_save_lexical, documents, folder), pool.submit(learn_acronyms, documents), classifier)


def _save_classifier(documents: Sequence[SearchDocument], taught: Sequence[str], folder: Path) -> None:
    classifier = classifier_of(documents, taught)
    if classifier:
        classifier.save(folder / CLASSIFIER)


def _save_lexical(documents: Sequence[SearchDocument], folder: Path) -> list[str]:
    for name, index in zip(LEXICAL, build_lexical(documents), strict=True):
        index.save(folder / name)
    return list(LEXICAL)


def _body_vectors(documents: Sequence[SearchDocument], embedder: Embedder, building: Path, pool: Executor) -> Vectors:
    """The vectors of all chunks; those of the self-trained model by halves, side by side."""
    if not isinstance(embedder, StaticEmbedder):
        return body_vectors(documents, embedder)
    middle = len(documents) // 2
    halves = [pool.submit(_body_vectors_of, part, building / "embedding") for part in (documents[:middle], documents[middle:])]
    return np.concatenate([half.result() for half in halves])


def _body_vectors_of(documents: Sequence[SearchDocument], model: Path) -> Vectors:
    return body_vectors(documents, StaticEmbedder.load(model))


# The embedding model


def _embedder(
    documents: Sequence[SearchDocument],
    building: Path,
    embedding_model: str | None,
    synonyms: Path,
    models: Path | None,
    pool: Executor | None,
    progress: Progress,
) -> Embedder:
    if embedding_model:
        return HubEmbedder(embedding_model)
    seen = _digests(documents, synonyms)
    kept = models / "embedding" if models else None
    if kept is None or not _fits(kept, seen):
        kept = _train(documents, building / "training", synonyms, seen, pool, progress)
        if models is not None:
            _keep(kept, models / "embedding")
    shutil.copytree(kept, building / "embedding")
    shutil.rmtree(building / "training", ignore_errors=True)
    return StaticEmbedder.load(building / "embedding")


def _train(
    documents: Sequence[SearchDocument], folder: Path, synonyms: Path, seen: Sequence[str], pool: Executor | None, progress: Progress
) -> Path:
    progress("Đang huấn luyện mô hình nhúng câu")
    corpus = Corpus.read(documents, _taught(documents), load_synonyms(synonyms) if synonyms.exists() else ())
    save(*train(corpus, lambda done, of: progress(f"Đang huấn luyện mô hình nhúng câu ({done + 1}/{of})"), pool), folder)
    (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
    return folder


def classifier_of(documents: Sequence[SearchDocument], out_of_scope: Sequence[str]) -> Classifier | None:
    """The classifier of these documents; None where too few have many names."""
    strangers = [question_tokens(question) for question in out_of_scope]
    names = [[question_tokens(name) for name in known] for known in _taught(documents)]
    return Classifier.fit(names, [family(d.kind, d.names[0]) for d in documents], strangers)


def _taught(documents: Sequence[SearchDocument]) -> list[list[str]]:
    """The names of each document that may be learnt from: those to calibrate on are kept back where there is little else to do so."""
    hide = _answerable(documents) < LEAST_QUESTIONS
    return [[n for i, n in enumerate(d.names) if not (hide and i in held_out(d.names))] for d in documents]


def _halves(questions: Sequence[str]) -> tuple[list[str], list[str]]:
    """The questions to learn from, and those to calibrate on."""
    marked = [(question, _mark(question) % 2) for question in questions]
    return [question for question, mark in marked if mark], [question for question, mark in marked if not mark]


def _mark(text: str) -> int:
    """A number that is always the same for a text."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _digests(documents: Sequence[SearchDocument], synonyms: Path) -> list[str]:
    """What a training sees: the training code and the lexicon first, then each document."""
    here = Path(__file__).parent
    files = [*(here / f"{name}.py" for name in _TRAINING), synonyms]
    fixed = hashlib.sha256(b"".join(path.read_bytes() for path in files if path.exists()))
    texts = ("\n".join((*document.names, *document.body)) for document in documents)
    return [fixed.hexdigest()[:16], *sorted(hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts)]


_TRAINING = ("train", "pairs", "bags", "text")


def _fits(model: Path, seen: Sequence[str]) -> bool:
    """Whether a kept model was trained by this code on nearly these documents."""
    try:
        fixed, *texts = json.loads((model / "seen.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    before, now = set(texts), set(seen[1:])  # twins have one text
    return bool(fixed == seen[0] and len(before & now) >= SAME_ENOUGH * max(len(before), len(now)))


def _keep(trained: Path, kept: Path) -> None:
    """Put a model in the place of the one before."""
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(trained, fresh)
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)


# Calibration


def held_out(names: Sequence[str]) -> list[int]:
    """Positions of the wordings kept from training, to calibrate on: about one in five, never the official name."""
    return [i for i, name in enumerate(names) if i and _mark(name) % HELD_OUT_EVERY == 0]


def calibrate(searcher: Searcher, snapshot: Snapshot, out_of_scope: Sequence[str]) -> Calibration:
    """Fit probabilities on our own questions (held-out wordings where few are about this base) and on questions out of scope."""
    tops = [*_own_tops(searcher, snapshot)]
    if _answerable(snapshot.documents) < LEAST_QUESTIONS:
        tops += _wording_tops(searcher, snapshot)
    hits = min(RANKED, len(snapshot.documents))
    missed = np.zeros(hits, dtype=bool)
    asked = _some(out_of_scope, sum(top[2] for top in tops))
    tops += [(searcher.best(question, hits)[1], missed, False, True) for question in asked]
    tops = [top for top in tops if len(top[0]) == hits]
    if len({bool(top[1][0]) for top in tops}) < 2:
        return Calibration()
    order = random.Random(5).sample(range(len(tops)), len(tops))  # noqa: S311 (not for secrets)
    table, right, answerable, outside = map(np.array, zip(*(tops[i] for i in order), strict=True))
    return Calibration.fit(table[:, 0], right[:, 0], answerable, outside, (table[:, 1:], right[:, 1:]))


def _some(questions: Sequence[str], most: int) -> list[str]:
    """A sample, so that probabilities do not follow how many questions out of scope somebody has written down."""
    return random.Random(13).sample(list(questions), min(len(questions), most))  # noqa: S311 (not for secrets)


RANKED = 3
"""Hits of each question that probabilities are fitted on."""
Top = tuple[np.ndarray, np.ndarray, bool, bool]
"""Features of the best hits, whether each is right, whether any could be, and whether the question is out of scope."""


def _answerable(documents: Sequence[SearchDocument]) -> int:
    known = {document.id for document in documents}
    return sum(bool(item.codes & known) for item in own_questions() if item.split == "tune")


def _own_tops(searcher: Searcher, snapshot: Snapshot) -> Iterator[Top]:
    known = {document.id for document in snapshot.documents}
    for item in own_questions():
        if item.split == "tune":
            numbers, found = searcher.best(item.question, RANKED)
            about = [{snapshot.documents[number].id, *snapshot.documents[number].about} for number in numbers]
            yield found, np.array([bool(item.codes & codes) for codes in about]), bool(item.codes & known), not item.codes


def _wording_tops(searcher: Searcher, snapshot: Snapshot) -> Iterator[Top]:
    rng = random.Random(11)  # noqa: S311 (not for secrets)
    row = 0
    for number, document in enumerate(snapshot.documents):
        for i in held_out(document.names):
            asked = dressed(document.names[i], rng)
            numbers, found = searcher.best(fold(asked) if rng.random() < 0.5 else asked, RANKED, [row + i])
            yield found, np.array(numbers) == number, True, False
        row += len(document.names)


def taught(folder: Path) -> list[str]:
    """The questions of ``out_of_scope_questions`` that a classifier learns from."""
    return _halves(out_of_scope_questions(folder))[0]


def out_of_scope_questions(folder: Path) -> list[str]:
    """The example questions of all ``oos_*.yml`` files of a folder: what the assistant must not answer."""
    questions: list[str] = []
    for path in sorted(folder.glob("oos_*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            questions.extend(line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- "))
    return questions

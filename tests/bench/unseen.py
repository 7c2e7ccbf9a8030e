"""Listeners that judge a message by what others taught: what a model that weighs that is fitted with.

What the words of a message tell is learnt from messages about other procedures, what it is about from other writers' messages.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from itertools import product
from pathlib import Path
from zlib import crc32

from bot.clock import VIETNAM
from bot.dialogue.examples import Labelled, labelled
from bot.dialogue.listening import Listener
from bot.dialogue.message_classifier import Classify, Heard, MessageClassifier
from bot.dialogue.passages import Library, shelve
from bot.nlu.client import NluClient
from bot.settings import Settings
from knowledge.store import Knowledge, load_knowledge
from retriever.build import Asked, documents_of, taught
from retriever.search import Searcher
from retriever.snapshots import ensure_index

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 22, 10, tzinfo=VIETNAM)
FOLDS = 6
BUDGET_MS = 5000


def fold_of(group: str) -> int:
    """The fold of the messages about a procedure, or of a writer."""
    return crc32(group.encode()) % FOLDS


class Listeners:
    """A listener for each fold of procedures, which has learnt from the others' messages."""

    def __init__(self, nlu_url: str) -> None:
        self.knowledge: Knowledge = load_knowledge(ROOT / "knowledge")
        index = ensure_index(ROOT / "knowledge", Settings().data_dir, progress=lambda _: None)
        searcher = Searcher.load(index)
        nlu = NluClient(url=nlu_url, budget_ms=BUDGET_MS)
        known = labelled()
        self.whole = Listener(self.knowledge, searcher, nlu, searcher.calibration.thresholds)
        classifies, searchers = (
            [_but(fold, known) for fold in range(FOLDS)],
            [_without(fold, self.knowledge, index) for fold in range(FOLDS)],
        )
        self._libraries = [Library(self.knowledge, without=partial(is_of, fold)) for fold in range(FOLDS)]
        self._listeners = {
            (one, other): Listener(self.knowledge, searchers[other], nlu, searcher.calibration.thresholds, classifies[one])
            for one, other in product(range(FOLDS), repeat=2)
        }

    def of(self, code: str, writer: str = "") -> Listener:
        """The listener that has seen no message about a procedure, and asks a search that has seen none of a writer.

        Until the next is asked for, statements are compared with what other writers asked.
        """
        shelve(self._libraries[fold_of(writer)])
        return self._listeners[fold_of(code), fold_of(writer)]


def is_of(fold: int, writer: str) -> bool:
    """Whether a writer is of a fold."""
    return fold_of(writer) == fold


def _without(fold: int, knowledge: Knowledge, index: Path) -> Searcher:
    """A search that has not seen the messages of some writers."""
    asked = Asked.of(knowledge, without=partial(is_of, fold))
    return Searcher.load(index, asked=asked.learnt(documents_of(knowledge), taught(ROOT / "nlu_data" / "intents")))


def _but(fold: int, known: list[Labelled]) -> Classify:
    model = MessageClassifier([one for one in known if fold_of(one.code) != fold])

    @cache
    def classify(text: str) -> Heard:
        return model.classify(text)

    return classify

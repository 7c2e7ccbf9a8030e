"""Listeners that judge a message by what was learnt from messages about other procedures: what a model that weighs them is fitted with."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from zlib import crc32

from bot.clock import VIETNAM
from bot.dialogue.examples import Labelled, labelled
from bot.dialogue.listening import Listener
from bot.dialogue.message_classifier import Classify, Heard, MessageClassifier
from bot.nlu.client import NluClient
from bot.settings import Settings
from knowledge.store import Knowledge, load_knowledge
from retriever.search import Searcher
from retriever.snapshots import ensure_index

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 22, 10, tzinfo=VIETNAM)
FOLDS = 6
BUDGET_MS = 5000


def fold_of(code: str) -> int:
    """The fold of the messages about a procedure."""
    return crc32(code.encode()) % FOLDS


class Listeners:
    """A listener for each fold of procedures, which has learnt from the others' messages."""

    def __init__(self, nlu_url: str) -> None:
        self.knowledge: Knowledge = load_knowledge(ROOT / "knowledge")
        searcher = Searcher.load(ensure_index(ROOT / "knowledge", Settings().data_dir, progress=lambda _: None))
        nlu = NluClient(url=nlu_url, budget_ms=BUDGET_MS)
        known = labelled()
        self.whole = Listener(self.knowledge, searcher, nlu, searcher.calibration.thresholds)
        self._listeners = [
            Listener(self.knowledge, searcher, nlu, searcher.calibration.thresholds, _but(fold, known)) for fold in range(FOLDS)
        ]

    def of(self, code: str) -> Listener:
        """The listener that has not seen the messages about a procedure."""
        return self._listeners[fold_of(code)]


def _but(fold: int, known: list[Labelled]) -> Classify:
    model = MessageClassifier([one for one in known if fold_of(one.code) != fold])

    @cache
    def classify(text: str) -> Heard:
        return model.classify(text)

    return classify

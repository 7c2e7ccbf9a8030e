"""What `motcua evaluate conversations` does: read, prepare, play, report."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.app import RulesOnly
from bot.evaluation import replies
from bot.evaluation.conversations import Conversation, ConversationError, load_conversations
from bot.evaluation.rasa import running_rasa
from bot.evaluation.report import Watcher, progress_bar, table
from bot.evaluation.results import ConversationEvaluation
from bot.evaluation.running import NoOffices, Played, Stack, play_all
from bot.nlu.client import NluClient
from bot.offices.service import load_calendar
from bot.settings import Settings
from bot.supervisor import ROOT
from knowledge.store import Knowledge, KnowledgeError, load_content
from retriever.build import BuildError
from retriever.embeddings import HubEmbedder
from retriever.search import Searcher
from retriever.snapshots import CONTENT, ensure_index

DEFAULT_FOLDER = ROOT / "tests" / "e2e" / "conversations"
SETS = ("work", "indirect", "held", "fresh", "fresh_held", "talks", "talks_held", "daily", "daily_held", "all")
BUDGET_MS = 5_000
"""Rasa may take its time: understanding is measured here, not speed."""


def evaluate(settings: Settings, folder: Path | None, chosen: str, *, as_json: bool, show: bool) -> str:
    """The evaluation as text or as one JSON object. Raises ConversationError with a Vietnamese sentence."""
    conversations = choose(folder, chosen)
    with redirect_stdout(sys.stderr), progress_bar() as watcher:
        found = evaluate_conversations(settings, conversations, watcher)
    return json.dumps(found.as_json(show=show), ensure_ascii=False) if as_json else table(found, show=show)


def choose(folder: Path | None, chosen: str) -> list[Conversation]:
    """The conversations of a set in a folder (None: the checkout's own). Raises ConversationError."""
    if chosen not in SETS:
        raise ConversationError(replies.UNKNOWN_SET.format(chosen=chosen))
    if folder is None and not DEFAULT_FOLDER.is_dir():
        raise ConversationError(replies.NO_DEFAULT_FOLDER)
    found = [one for one in load_conversations(folder or DEFAULT_FOLDER) if chosen in (one.set, "all")]
    if not found:
        raise ConversationError(replies.NONE_OF_SET.format(folder=folder or DEFAULT_FOLDER, chosen=chosen))
    return found


def evaluate_conversations(
    settings: Settings, conversations: Sequence[Conversation], watcher: Watcher | None = None
) -> ConversationEvaluation:
    """Play them to the real knowledge, index and Rasa. Raises ConversationError where the knowledge base cannot be used."""
    watcher = watcher or Watcher()
    stack = _stack(settings, watcher)
    with running_rasa(settings, watcher) as url:
        watcher.total(len(conversations))
        return ConversationEvaluation(asyncio.run(_play(conversations, stack, url, watcher)))


def _stack(settings: Settings, watcher: Watcher) -> Stack:
    """The built-in content as files tell it, which no database changes; understood by the rules."""
    model = settings.embedding_model
    try:
        index = ensure_index(settings.knowledge_dir, settings.data_dir, model, watcher.step)
        searcher = Searcher.load(index, HubEmbedder(model) if model else None)
        offices = NoOffices(load_calendar(settings.knowledge_dir))
    except (BuildError, KnowledgeError, OSError, ValueError) as error:
        raise ConversationError(replies.NOT_PREPARED.format(reason=error)) from error

    @lru_cache
    def knowledge(day: date) -> Knowledge:
        return load_content(index / CONTENT, today=lambda: day)

    return Stack(knowledge, searcher, RulesOnly(), searcher.calibration.thresholds, offices)


async def _play(conversations: Sequence[Conversation], stack: Stack, nlu_url: str | None, watcher: Watcher) -> list[Played]:
    if nlu_url is None:
        return await play_all(conversations, stack, watcher.one_done)
    nlu = NluClient(url=nlu_url, budget_ms=BUDGET_MS)
    try:
        return await play_all(conversations, replace(stack, nlu=nlu), watcher.one_done)
    finally:
        await nlu.close()

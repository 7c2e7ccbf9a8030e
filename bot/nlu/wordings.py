"""What the built-in procedures and FAQs are called, as examples for the language model: with them it knows what is asked of the state."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from bot.nlu.scope import IN_SCOPE
from knowledge.store import load_knowledge

KNOWLEDGE, EXAMPLES = "knowledge", "nlu_data"
FILE = "wordings.yml"
MOST = 32
"""Names of a procedure that the language model learns from."""


def training_data(root: Path, folder: Path) -> Path:
    """Everything that the model learns from, in ``folder``: the examples of ``nlu_data`` and the wordings."""
    data = Path(shutil.copytree(root / EXAMPLES, folder / EXAMPLES))
    (data / FILE).write_text(wordings(root), encoding="utf-8")
    return data


def wordings(root: Path) -> str:
    """The wordings of the knowledge under ``root`` as training data of Rasa; without any where there is no knowledge."""
    folder = root / KNOWLEDGE
    return _written(str(folder)) if folder.is_dir() else _data([])


@lru_cache(maxsize=1)
def _written(folder: str) -> str:
    knowledge = load_knowledge(Path(folder))
    asked = [text for faq in knowledge.faqs.values() for text in (faq.question, *faq.variants)]
    return _data([*asked, *(text for one in knowledge.procedures.values() for text in (one.name, *_some(one.aliases)))])


def _some(aliases: Sequence[str]) -> list[str]:
    """At most MOST of the names of a procedure, taken evenly: more of them only drown the intents."""
    step = max(1.0, len(aliases) / MOST)
    return [aliases[int(at * step)] for at in range(min(len(aliases), MOST))]


def _data(texts: Iterable[str]) -> str:
    """Training data of one intent. Brackets would mark entities."""
    plain = (" ".join(text.translate({ord(sign): " " for sign in "[](){}"}).split()) for text in texts)
    lines = [f"    - {text}" for text in dict.fromkeys(plain) if text]
    intents = ["nlu:", f"- intent: {IN_SCOPE}", "  examples: |", *lines] if lines else ["nlu: []"]
    return "\n".join(['version: "3.1"', *intents]) + "\n"

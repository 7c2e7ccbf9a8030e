"""What the built-in procedures and FAQs are called, as examples for the language model: with them it knows what is asked of the state."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.nlu.rules import guess
from knowledge.store import load_knowledge

KNOWLEDGE, EXAMPLES = "knowledge", "nlu_data"
FILE = "wordings.yml"
NAMED = "name_procedure"
ASKING = frozenset(
    {
        *("ask_how", "ask_documents", "ask_fee", "ask_time", "ask_place", "ask_online", "ask_who", "ask_conditions", "ask_result"),
        *("ask_form", "ask_legal_basis", "office_hours", "office_place", "account_help", "payment_help", "complaint"),
    }
)
"""Intents that a rule may give to an FAQ's wording; every other wording only names what it is about."""


def training_data(root: Path, folder: Path) -> Path:
    """Everything that the model learns from, in ``folder``: the examples of ``nlu_data`` and the wordings."""
    data = Path(shutil.copytree(root / EXAMPLES, folder / EXAMPLES))
    (data / FILE).write_text(wordings(root), encoding="utf-8")
    return data


def wordings(root: Path) -> str:
    """The wordings of the knowledge under ``root`` as training data of Rasa; without any where there is no knowledge."""
    folder = root / KNOWLEDGE
    return _written(str(folder)) if folder.is_dir() else _data({})


@lru_cache(maxsize=1)
def _written(folder: str) -> str:
    knowledge = load_knowledge(Path(folder))
    by_intent: dict[str, list[str]] = defaultdict(list)
    for faq in knowledge.faqs.values():
        for text in (faq.question, *faq.variants):
            by_intent[_intent(text)].append(text)
    for procedure in knowledge.procedures.values():
        by_intent[NAMED] += [procedure.name, *procedure.aliases]
    return _data(by_intent)


def _intent(text: str) -> str:
    intent = guess(text).intent
    return intent if intent in ASKING else NAMED


def _data(by_intent: dict[str, list[str]]) -> str:
    lines = ['version: "3.1"', "nlu:" if by_intent else "nlu: []"]
    for intent, texts in sorted(by_intent.items()):
        lines += [f"- intent: {intent}", "  examples: |", *_examples(texts)]
    return "\n".join(lines) + "\n"


def _examples(texts: Iterable[str]) -> list[str]:
    """One line each. Brackets would mark entities."""
    plain = (" ".join(text.translate({ord(sign): " " for sign in "[](){}"}).split()) for text in texts)
    return [f"    - {text}" for text in dict.fromkeys(plain) if text]

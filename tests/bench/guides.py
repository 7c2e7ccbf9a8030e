"""How many questions the built-in guides ask, and what a checklist costs: ``python -m tests.bench.guides``."""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path

from bot.dialogue.checklist_text import checklist_text
from bot.dialogue.guide import answers_in, checklist, next_question
from knowledge.guides import paths
from knowledge.schema import Procedure
from knowledge.store import read_folder

ROOT = Path(__file__).resolve().parents[2] / "knowledge"
TODAY = date(2026, 11, 22)


def asked_on(procedure: Procedure, path: dict[str, str]) -> int:
    """The questions that lead to the list of a citizen whose true answers are ``path``."""
    answers: dict[str, str] = {}
    while (question := next_question(procedure, answers)) is not None:
        answers[question.id] = path.get(question.id, question.options[0].id)
    return len(answers)


def milliseconds(work: list[tuple[Procedure, dict[str, str]]]) -> list[float]:
    """What each list and its text took."""
    found = []
    for procedure, path in work:
        start = time.perf_counter()
        checklist_text(checklist(procedure, path, today=TODAY))
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def main() -> None:
    """Print the figures."""
    guided = [entry for _, entry in read_folder(ROOT)[0] if isinstance(entry, Procedure) and entry.questions]
    work = [(procedure, path) for procedure in guided for path, _ in paths(procedure)]
    asked = [statistics.fmean(asked_on(procedure, path) for path, _ in paths(procedure)) for procedure in guided]
    written = [len(procedure.questions) for procedure in guided]
    names = [(procedure, name) for procedure in guided for name in procedure.aliases]
    told = sum(bool(answers_in(procedure, name)) for procedure, name in names)
    spent = milliseconds(work)
    print(f"guided procedures      {len(guided)}, questions {sum(written)}, personal lists {len(work)}")
    print(
        f"questions asked        {statistics.fmean(asked):.2f} on average of {statistics.fmean(written):.2f} written, at most {max(written)}"
    )
    print(f"names that answer      {told} of {len(names)} everyday names answer a question by themselves")
    print(f"a list and its text    median {statistics.median(spent):.1f} ms, p95 {spent[int(len(spent) * 0.95)]:.1f} ms")


if __name__ == "__main__":
    main()

"""How long a checklist takes as a page and as a PDF, over every guide of the built-in procedures: ``python -m tests.bench.printing``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from bot.channels.checklist_view import Sheet, sheet
from bot.channels.checklists import Asked, draw_page
from bot.channels.printing import pdf
from bot.dialogue.checklists import checklist
from knowledge.store import load_knowledge

TODAY = date(2026, 11, 22)


def main() -> None:
    """Print the times and sizes."""
    guides = [one for one in load_knowledge(Path("knowledge")).procedures.values() if one.questions]
    sheets = [sheet(checklist(one, {}, [question.id for question in one.questions], today=TODAY), TODAY) for one in guides]
    print(f"{len(sheets)} checklists, all questions skipped")
    tell("page", sheets, lambda laid_out: asyncio.run(draw_page(laid_out, Asked(laid_out.checklist.code, {}, ()))))
    tell("PDF", sheets, pdf)


def tell(name: str, sheets: list[Sheet], draw: Callable[[Sheet], bytes]) -> None:
    """One line: median, 95th percentile, and the median size."""
    draw(sheets[0])
    spent, sizes = [], []
    for laid_out in sheets:
        started = time.perf_counter()
        sizes.append(len(draw(laid_out)))
        spent.append(1000 * (time.perf_counter() - started))
    print(f"{name}: p50 {median(spent):.1f} ms, p95 {quantiles(spent, n=20)[-1]:.1f} ms, {median(sizes) / 1000:.0f} KB")


if __name__ == "__main__":
    main()

"""An evaluation of conversations as text for a terminal, and the progress of one that is running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.evaluation import replies
from bot.evaluation.results import GROUPS, ConversationEvaluation, Share


@dataclass(frozen=True)
class Watcher:
    """Who is told of the progress: the step under way, what should be known afterwards too, and how many conversations are to come."""

    step: Callable[[str], None] = lambda _: None
    note: Callable[[str], None] = lambda _: None
    total: Callable[[int], None] = lambda _: None
    one_done: Callable[[], None] = lambda: None


@contextmanager
def progress_bar() -> Iterator[Watcher]:
    """A bar on standard error, gone at the end; notes stay above it."""
    console = Console(stderr=True, highlight=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(replies.READING, total=None)
        yield Watcher(
            step=lambda text: bar.update(task, description=escape(text)),
            note=lambda text: console.print(text, markup=False, soft_wrap=True),
            total=lambda count: bar.update(task, description=replies.PLAYING, total=count),
            one_done=lambda: bar.advance(task),
        )


def table(found: ConversationEvaluation, *, show: bool = False) -> str:
    """The shares, and the names of those of the work set that were not right; with ``show`` what was wrong in each."""
    lines = [replies.RIGHT.format(share=_share(found.total)), _understood(found)]
    for group in GROUPS:
        lines += [f"{replies.GROUPS[group]}:", *(f"  {name:14} {_share(share)}" for name, share in found.by(group).items())]
    problems = found.problems()
    lines += [replies.FAILED] if problems else []
    for name, wrong in problems.items():
        lines += [f"  {name}", *(f"      {problem}" for problem in wrong if show)]
    return "\n".join(lines)


def _understood(found: ConversationEvaluation) -> str:
    if found.nlu == "ok":
        return replies.UNDERSTOOD.format(nlu=found.nlu)
    return replies.UNDERSTOOD_BY_RULES.format(nlu=found.nlu, turns=found.turns_by_rules)


def _share(share: Share) -> str:
    return replies.SHARE.format(right=share.right, count=share.count, percent=100 * share.share_right)

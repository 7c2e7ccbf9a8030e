"""A search keeps numpy's products to one thread. Each test runs in a process of its own: the limit cannot be taken back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COUNT = """
import numpy
from threadpoolctl import threadpool_info, threadpool_limits
threadpool_limits(2)
def most(): return max((pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"), default=1)
print(most())
{act}
print(most())
"""


def threads(act: str, root: Path) -> list[int]:
    """Threads of numpy's products before and after an act."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    told = subprocess.run(
        [sys.executable, "-c", COUNT.format(act=act)], cwd=root, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return [int(line) for line in told.stdout.split()]


def test_one_thread_is_left(root: Path) -> None:
    before, after = threads("from retriever.threads import one_thread; one_thread(); one_thread()", root)
    assert (before, after) == (2, 1)


def test_a_searcher_sees_to_it_itself(root: Path) -> None:
    act = "from tests.retriever.plain import procedure, searcher; searcher([procedure('1.000001', 'Cấp hộ chiếu')])"
    assert threads(act, root)[1] == 1


def test_importing_alone_changes_nothing(root: Path) -> None:
    before, after = threads("import retriever.threads, retriever.search", root)
    assert before == after == 2

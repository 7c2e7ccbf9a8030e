"""How many threads numpy's products may use."""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


@cache
def one_thread() -> None:
    """From now on one thread for each product of this process.

    A search multiplies matrices so small that a second thread brings nothing, and its busy waiting takes the core from Rasa and
    from other questions: on a loaded machine a search took three times as long.
    """
    threadpool_limits(1)

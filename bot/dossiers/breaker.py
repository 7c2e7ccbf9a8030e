"""A circuit breaker: a system that fails again and again is left alone for a while, and people hear at once that it does not answer."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_PAUSE_S = 300.0
"""What a system may ask for at most by ``Retry-After``."""


class Breaker:
    """Opens after ``failures`` in a row; then lets one try through every ``pause_s``, whose success closes it again."""

    def __init__(self, *, failures: int, pause_s: float, clock: Callable[[], float]) -> None:
        self._limit, self._pause_s, self._clock = failures, pause_s, clock
        self._failures = 0
        self._rests_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the system is being left alone."""
        return self._failures >= self._limit

    def lets_through(self) -> bool:
        """Whether to ask now. While open, a yes is the one try: the next follows a pause later even if this one is never told of."""
        if not self.is_open:
            return True
        now = self._clock()
        if now < self._rests_until:
            return False
        self._rests_until = now + self._pause_s
        return True

    def failed(self, after_s: float | None = None) -> bool:
        """One look-up failed; whether this opened the breaker. ``after_s``: the system itself asked for a pause and gets it at once."""
        was_open = self.is_open
        self._failures = self._limit if after_s else self._failures + 1
        self._rests_until = self._clock() + (min(after_s, LONGEST_PAUSE_S) if after_s else self._pause_s)
        return self.is_open and not was_open

    def succeeded(self) -> bool:
        """The system answered; whether this closed the breaker."""
        was_open, self._failures = self.is_open, 0
        return was_open

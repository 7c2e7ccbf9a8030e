"""Which intents ask the state something. Part of the Rasa components (Python 3.10), and of the app."""

from __future__ import annotations

IN_SCOPE = "in_scope"
"""In training data only: a message that asks the state something, whatever exactly. No message is ever given this intent."""
PREFIX = "oos_"
OUTSIDE = frozenset({"greeting", "thanks", "goodbye", "who_are_you", "abuse", "emergency", "self_harm", "yes", "no", "start_over"})
"""Intents that ask the state nothing, beside the questions out of scope."""


def side(intent: str) -> int:
    """1 for an intent that asks the state something, -1 for one out of scope, 0 for what is neither."""
    if intent.startswith(PREFIX):
        return -1
    return 0 if intent in OUTSIDE else 1

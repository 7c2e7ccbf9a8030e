"""What every test of dossiers needs."""

from __future__ import annotations

import pytest
import structlog


@pytest.fixture(autouse=True)
def every_log_entry_counts() -> None:
    """An app that a test before this one started may have set a level under which entries are dropped before they can be captured."""
    structlog.reset_defaults()

"""The time: in Vietnam for people, in UTC for what is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)

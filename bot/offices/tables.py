"""The table of offices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class OfficeRow(Base):
    """One office; ``content`` is ``knowledge.offices.Office`` as JSON."""

    __tablename__ = "offices"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    province: Mapped[str] = mapped_column(String(100), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    origin: Mapped[str] = mapped_column(String(255))

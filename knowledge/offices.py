"""Offices where dossiers are handed in (nơi tiếp nhận hồ sơ), as the table of offices keeps them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, HttpUrl, StringConstraints, field_validator, model_validator

from knowledge.hours import WeekHours, read_hours
from knowledge.schema import Level, Record, Text

OfficeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]


class OfficeKind(StrEnum):
    """What kind of counter: một cửa, công an, thuế, bảo hiểm xã hội, đăng ký đất đai, khác."""

    ONE_STOP = "one_stop"
    POLICE = "police"
    TAX = "tax"
    INSURANCE = "insurance"
    LAND = "land"
    OTHER = "other"


class Office(Record):
    """One office. ``commune`` and ``province`` are names of today with their level, ``Phường Tuy Hòa``, ``Tỉnh Đắk Lắk``."""

    id: OfficeId
    name: Text
    kind: OfficeKind
    level: Level
    address: Text
    province: Text
    commune: Text | None = None
    """Where the office stands; a commune-level one serves it, a province-level one serves the province."""
    phones: list[Text] = Field(default_factory=list)
    hours: Text | None = None
    """In the canonical writing of ``WeekHours``; None where the source does not say."""
    map_url: HttpUrl | None = None
    services: list[Text] = Field(default_factory=list)
    """Codes, fields or names of the procedures that it takes, read by ``knowledge.services``; empty: all that its kind takes."""
    note: Text | None = None
    source: Text
    checked: date
    valid_from: date | None = None
    valid_to: date | None = None
    sample: bool = False
    """Made up for trying things out: never told to citizens as real."""

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        return str(read_hours(value)) if value else None

    @model_validator(mode="after")
    def _belongs_together(self) -> Office:
        if self.level is Level.COMMUNE and not self.commune:
            raise ValueError("an office of commune level needs its commune")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self

    @property
    def week(self) -> WeekHours | None:
        """The opening hours, None where unknown."""
        return read_hours(self.hours) if self.hours else None

    def in_force(self, on: date) -> bool:
        """Whether the entry holds on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

"""A dossier (hồ sơ) as a one-stop system tells it, in our own words. Source: the fields of two provinces' systems."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

NAME_LENGTH, TEXT_LENGTH = 200, 2000
"""Characters of names and of longer texts; a system that sends more is broken."""
MOST_PAPERS = 50


class DossierState(StrEnum):
    """The ten states of the one-stop systems, in their numbering from 1."""

    REGISTERED = "registered"  # 1 Mới đăng ký
    ACCEPTED = "accepted"  # 2 Được tiếp nhận
    REJECTED = "rejected"  # 3 Không được tiếp nhận
    PROCESSING = "processing"  # 4 Đang xử lý
    SUPPLEMENT = "supplement"  # 5 Yêu cầu bổ sung giấy tờ
    PAYMENT = "payment"  # 6 Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = "withdrawn"  # 7 Công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 Dừng xử lý
    DONE = "done"  # 9 Đã xử lý xong
    RETURNED = "returned"  # 10 Đã trả kết quả


FINAL = frozenset({DossierState.REJECTED, DossierState.WITHDRAWN, DossierState.STOPPED, DossierState.RETURNED})
"""States after which nothing more happens to a dossier."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Paper(_Model):
    """One paper to hand in later, and what is wrong with the one at hand."""

    name: str = Field(min_length=1, max_length=TEXT_LENGTH)
    note: str | None = Field(default=None, max_length=TEXT_LENGTH)


class Dossier(_Model):
    """One dossier. What the system does not say is None; times are aware. Holds personal data: never into a log."""

    code: str = Field(min_length=1, max_length=60)
    """In its official writing: ``H56.14-240823-0001``."""
    system: str = Field(max_length=40)
    """The id of the system that told it."""
    state: DossierState
    applicant_name: str | None = Field(default=None, max_length=NAME_LENGTH, repr=False)
    phone: str | None = Field(default=None, max_length=20, repr=False)
    """Digits only."""
    personal_id: str | None = Field(default=None, max_length=20, repr=False)
    """Digits only."""
    address: str | None = Field(default=None, max_length=TEXT_LENGTH, repr=False)
    procedure_name: str | None = Field(default=None, max_length=TEXT_LENGTH)
    procedure_code: str | None = Field(default=None, max_length=40)
    summary: str | None = Field(default=None, max_length=TEXT_LENGTH, repr=False)
    """Trích yếu: personal, shown to staff only."""
    task: str | None = Field(default=None, max_length=TEXT_LENGTH, repr=False)
    """Whose desk it is on, in the system's own words."""
    office: str | None = Field(default=None, max_length=TEXT_LENGTH)
    """The office that took it."""
    received_at: AwareDatetime | None = None
    appointment_at: AwareDatetime | None = None
    """Hẹn trả."""
    completed_at: AwareDatetime | None = None
    supplement_due: AwareDatetime | None = None
    supplements: tuple[Paper, ...] = Field(default=(), max_length=MOST_PAPERS)
    fee: int | None = Field(default=None, ge=0, le=10**15)
    """What is to be paid, in đồng."""
    payment_url: str | None = Field(default=None, max_length=TEXT_LENGTH, pattern=r"^https://")
    reason: str | None = Field(default=None, max_length=TEXT_LENGTH, repr=False)
    """Why it was refused or stopped, in the system's own words."""
    filed_by: str | None = Field(default=None, max_length=NAME_LENGTH)
    """How it was handed in."""

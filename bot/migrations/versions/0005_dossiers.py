"""Dossiers: records, tries, watches, notices, pushes; staff tokens and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MOMENT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _audit_trail()
    _dossier_pushes()
    _dossier_records()
    _dossier_systems()
    _dossier_tries()
    _dossier_watches()
    _staff_tokens()
    _dossier_notices()


def _audit_trail() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(160), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("object", sa.String(80), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("detail", sa.JSON()),
    )
    op.create_index("ix_audit_trail_at", "audit_trail", ["at"])
    op.create_index("ix_audit_trail_object", "audit_trail", ["object", "at"])


def _dossier_pushes() -> None:
    op.create_table(
        "dossier_pushes",
        sa.Column("system", sa.String(40), primary_key=True),
        sa.Column("event", sa.String(120), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_dossier_pushes_at", "dossier_pushes", ["at"])


def _dossier_records() -> None:
    op.create_table(
        "dossier_records",
        sa.Column("system", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("applicant_name", sa.Text()),
        sa.Column("phone", sa.String(40)),
        sa.Column("personal_id", sa.String(40)),
        sa.Column("address", sa.Text()),
        sa.Column("procedure_name", sa.Text()),
        sa.Column("procedure_code", sa.String(40)),
        sa.Column("summary", sa.Text()),
        sa.Column("task", sa.Text()),
        sa.Column("office", sa.Text()),
        sa.Column("received_at", _MOMENT),
        sa.Column("appointment_at", _MOMENT),
        sa.Column("completed_at", _MOMENT),
        sa.Column("supplement_due", _MOMENT),
        sa.Column("supplements", sa.JSON()),
        sa.Column("fee", sa.BigInteger()),
        sa.Column("payment_url", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("filed_by", sa.Text()),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_dossier_records_updated_at", "dossier_records", ["updated_at"])


def _dossier_systems() -> None:
    op.create_table(
        "dossier_systems",
        sa.Column("system", sa.String(40), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("changed_at", _MOMENT, nullable=False),
    )


def _dossier_tries() -> None:
    op.create_table(
        "dossier_tries",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("person", sa.String(160), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_dossier_tries_at", "dossier_tries", ["at"])
    op.create_index("ix_dossier_tries_key", "dossier_tries", ["key", "at"])
    op.create_index("ix_dossier_tries_person", "dossier_tries", ["person", "at"])


def _dossier_watches() -> None:
    op.create_table(
        "dossier_watches",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("claimed_until", _MOMENT),
        sa.UniqueConstraint("conversation_id", "key"),
    )
    op.create_index("ix_dossier_watches_conversation_id", "dossier_watches", ["conversation_id"])
    op.create_index("ix_dossier_watches_due", "dossier_watches", ["next_at"])
    op.create_index("ix_dossier_watches_key", "dossier_watches", ["key"])
    op.create_index("ix_dossier_watches_system", "dossier_watches", ["system"])


def _staff_tokens() -> None:
    op.create_table(
        "staff_tokens",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
        sa.Column("used_at", _MOMENT),
    )


def _dossier_notices() -> None:
    op.create_table(
        "dossier_notices",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("watch_id", _NUMBER, sa.ForeignKey("dossier_watches.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("mark", sa.String(80), nullable=False),
        sa.Column("said", sa.JSON()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("told_at", _MOMENT),
        sa.UniqueConstraint("watch_id", "kind", "mark"),
    )
    op.create_index("ix_dossier_notices_due", "dossier_notices", ["told_at", "not_before"])
    op.create_index("ix_dossier_notices_watch_id", "dossier_notices", ["watch_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "dossier_notices",
        "staff_tokens",
        "dossier_watches",
        "dossier_tries",
        "dossier_systems",
        "dossier_records",
        "dossier_pushes",
        "audit_trail",
    ):
        op.drop_table(table)

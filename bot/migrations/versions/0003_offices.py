"""The table of offices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "offices",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("province", sa.String(100), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(255), nullable=False),
    )
    op.create_index("ix_offices_province", "offices", ["province"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("offices")

"""Versions of the content, revisions of the base, their members, and the writers' desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the four tables, and the desk's only row."""
    moment = sa.DateTime(timezone=True)
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "knowledge_versions",
        sa.Column("id", big_id, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("layer", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON()),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(255), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("review_facts", sa.JSON(), nullable=False),
        sa.UniqueConstraint("kind", "key", "layer", "number"),
    )
    op.create_index("ix_knowledge_versions_state", "knowledge_versions", ["state"])
    op.create_table(
        "knowledge_revisions",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("rolled_back_to", sa.Integer()),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "knowledge_members",
        sa.Column("revision", sa.Integer(), sa.ForeignKey("knowledge_revisions.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("version_id", big_id, sa.ForeignKey("knowledge_versions.id"), primary_key=True),
    )
    desk = op.create_table(
        "knowledge_desk",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("builtin_hash", sa.String(64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
    )
    op.bulk_insert(desk, [{"id": 1, "builtin_hash": "", "turn": 0}])


def downgrade() -> None:
    """Drop the four tables."""
    for name in ("knowledge_desk", "knowledge_members", "knowledge_revisions", "knowledge_versions"):
        op.drop_table(name)

"""Channels: people, inbox, outbox, buttons, tokens; and the channel's id of a message in the record of turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MOMENT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.add_column("turns", sa.Column("key", sa.String(120)))
    op.create_index("ux_turns_key", "turns", ["conversation_id", "key"], unique=True)
    _people()
    _inbox()
    _outbox()
    _buttons()
    _tokens()


def _people() -> None:
    op.create_table(
        "channel_people",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(64), nullable=False, unique=True),
        sa.Column("heard_at", _MOMENT, nullable=False),
        sa.Column("following", sa.Boolean(), nullable=False),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.Column("event", sa.JSON()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("claimed_by", sa.String(120)),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("reply", sa.JSON()),
        sa.Column("error", sa.Text()),
        sa.UniqueConstraint("channel", "key"),
    )
    op.create_index("ix_inbox_queue", "inbox", ["state", "conversation_id", "at", "id"])
    op.create_index("ix_inbox_conversation_id", "inbox", ["conversation_id"])
    op.create_index("ix_inbox_accepted_at", "inbox", ["accepted_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("piece", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("claimed_by", sa.String(120)),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("sent_at", _MOMENT),
        sa.Column("message_id", sa.String(120)),
        sa.Column("error", sa.Text()),
    )
    op.create_index("ix_outbox_queue", "outbox", ["state", "conversation_id", "id"])
    op.create_index("ix_outbox_conversation_id", "outbox", ["conversation_id"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])


def _buttons() -> None:
    op.create_table(
        "channel_buttons",
        sa.Column("token", sa.String(32), primary_key=True),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("tapped_at", _MOMENT),
    )
    op.create_index("ix_channel_buttons_conversation_id", "channel_buttons", ["conversation_id"])
    op.create_index("ix_channel_buttons_created_at", "channel_buttons", ["created_at"])


def _tokens() -> None:
    op.create_table(
        "channel_tokens",
        sa.Column("account", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("refreshing_until", _MOMENT),
        sa.Column("refreshed_at", _MOMENT, nullable=False),
        sa.Column("error", sa.Text()),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("channel_tokens", "channel_buttons", "outbox", "inbox", "channel_people"):
        op.drop_table(table)
    op.drop_index("ux_turns_key", "turns")
    op.drop_column("turns", "key")

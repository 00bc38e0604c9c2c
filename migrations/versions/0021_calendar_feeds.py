"""Revocable addresses of calendar feeds; events by plan and subject

Nobody has one yet; on the way down those made since are lost, and their owners make new ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RENAMED = sa.text("action = 'rename'")
UNIQUE = {"own": (["user_id"], "unit_id IS NULL"), "unit": (["user_id", "unit_id"], "unit_id IS NOT NULL")}


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=True),
        sa.Column("counted_from", INSTANT, nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.CheckConstraint("(counted_from IS NULL) = (fetched_at IS NULL)", name=op.f("ck_calendar_feed_fetched_is_counted")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id_user_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_feed_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    for name, (columns, where) in UNIQUE.items():
        op.create_index(
            f"uq_calendar_feed_{name}", "calendar_feed", columns, unique=True,
            sqlite_where=sa.text(where), postgresql_where=sa.text(where),
        )  # fmt: skip
    op.create_index("ix_event_chain_subject", "event", ["chain", "subject", "subject_id", "seq"], unique=False)
    op.create_index("ix_event_renamed", "event", ["subject_id", "id"], unique=False, sqlite_where=RENAMED, postgresql_where=RENAMED)


def downgrade() -> None:
    op.drop_index("ix_event_renamed", table_name="event")
    op.drop_index("ix_event_chain_subject", table_name="event")
    op.drop_table("calendar_feed")

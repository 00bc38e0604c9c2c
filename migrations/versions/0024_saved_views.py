"""Views of the ledger that a person has kept under a name

Nobody has one yet; on the way down those kept since are lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

START, SHARED = sa.text("is_start"), sa.text("shared_with_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared_with_id", sa.Integer(), nullable=True),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_saved_view_user_id_user_account")),
        sa.ForeignKeyConstraint(["shared_with_id"], ["jurisdiction.id"], name=op.f("fk_saved_view_shared_with_id_jurisdiction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_view_user_id_name")),
    )
    op.create_index("uq_saved_view_start", "saved_view", ["user_id"], unique=True, sqlite_where=START, postgresql_where=START)
    op.create_index("ix_saved_view_shared", "saved_view", ["shared_with_id"], sqlite_where=SHARED, postgresql_where=SHARED)


def downgrade() -> None:
    op.drop_index("ix_saved_view_shared", table_name="saved_view")
    op.drop_index("uq_saved_view_start", table_name="saved_view")
    op.drop_table("saved_view")

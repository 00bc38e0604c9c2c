"""Forms that are being carried out, so that one sent twice makes one thing, whichever web process gets it

Kept for two minutes at most; nothing is lost on the way down.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    op.create_index("ix_submission_at", "submission", ["at"])


def downgrade() -> None:
    op.drop_index("ix_submission_at", table_name="submission")
    op.drop_table("submission")

"""Years of the work calendar that an office loads; what limits were counted from, so that they can be counted anew

Limits of before have no base on record: they count as set by a person, and no notice of a year moves them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COUNTED = ("assignment", "supervision_order", "rectification_item", "dispute")
WHOLE = "(counted_from IS NULL) = (counted_days IS NULL)"


def upgrade() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("makeup_days", sa.JSON(), nullable=False),
        sa.Column("loaded_by_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["user_account.id"], name=op.f("fk_calendar_year_loaded_by_id_user_account")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    for table in COUNTED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("counted_from", sa.Date(), nullable=True))
            batch.add_column(sa.Column("counted_days", sa.Integer(), nullable=True))
            batch.create_check_constraint(op.f(f"ck_{table}_counted_whole"), WHOLE)


def downgrade() -> None:
    for table in reversed(COUNTED):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_counted_whole"), type_="check")
            batch.drop_column("counted_days")
            batch.drop_column("counted_from")
    op.drop_table("calendar_year")

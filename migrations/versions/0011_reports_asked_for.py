"""Recurring reports that the office asks for no longer"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = "state IN ('open', 'unit_review', 'submitted', 'received', 'returned')"
AFTER = "state IN ('open', 'unit_review', 'submitted', 'received', 'returned', 'withdrawn')"


def upgrade() -> None:
    _check(AFTER)


def downgrade() -> None:
    # The release before knows no withdrawn report: there it is one that was never asked for.
    op.execute("DELETE FROM obligation_occurrence WHERE state = 'withdrawn'")
    _check(BEFORE)


def _check(condition: str) -> None:
    with op.batch_alter_table("obligation_occurrence") as table:
        table.drop_constraint(op.f("ck_obligation_occurrence_occurrence_state"), type_="check")
        table.create_check_constraint(op.f("ck_obligation_occurrence_occurrence_state"), condition)

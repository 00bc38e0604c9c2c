"""A ladder for papers that wait for the head of a unit

On the way down a plan's own rungs of it are lost.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = (
    "due", "acknowledge", "period", "obligation", "order", "item", "instruction", "returned", "indicator", "recheck", "review",
    "extension", "office_wait",
)  # fmt: skip


def upgrade() -> None:
    _check((*BEFORE, "head_wait"))


def downgrade() -> None:
    op.execute("DELETE FROM ladder_rung WHERE ladder = 'head_wait'")
    _check(BEFORE)


def _check(ladders: tuple[str, ...]) -> None:
    with op.batch_alter_table("ladder_rung") as table:
        table.drop_constraint(op.f("ck_ladder_rung_ladder"), type_="check")
        table.create_check_constraint(op.f("ck_ladder_rung_ladder"), f"ladder IN {ladders}")

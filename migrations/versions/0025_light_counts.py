"""How many tasks of a plan stood under each light, day by day

Derived: what lies before the first night is counted out of the history where the job is asked to, and lost on the way down.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LIGHTS = ("blue", "green", "yellow", "red", "grey")


def upgrade() -> None:
    op.create_table(
        "light_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("light", sa.Enum(*LIGHTS, name="light", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.CheckConstraint("tasks > 0", name=op.f("ck_light_count_some_tasks")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_light_count_plan_id_plan")),
        sa.PrimaryKeyConstraint("day", "plan_id", "light", name=op.f("pk_light_count")),
    )


def downgrade() -> None:
    op.drop_table("light_count")

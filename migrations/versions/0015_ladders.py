"""Ladders of reminders of a plan, the leaders in charge of units, and what a reminder is called in a list"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LADDERS = (
    "due", "acknowledge", "period", "obligation", "order", "item", "instruction", "returned", "indicator", "recheck", "review",
    "extension", "office_wait",
)  # fmt: skip


def upgrade() -> None:
    _create_rungs()
    _create_charges()
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("audience", sa.String(8), nullable=True))
        table.add_column(sa.Column("about", sa.Text(), nullable=True))
        table.create_index("ix_notice_ladder_due_on_rung", ["ladder", "due_on", "rung"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.drop_index("ix_notice_ladder_due_on_rung")
        table.drop_column("about")
        table.drop_column("audience")
    op.drop_table("unit_charge")
    op.drop_table("ladder_rung")


def _create_rungs() -> None:
    op.create_table(
        "ladder_rung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("ladder", sa.String(24), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("day_kind", sa.String(8), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("audiences", sa.String(60), nullable=False),
        sa.Column("via", sa.String(40), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(100), nullable=False),
        sa.CheckConstraint(f"ladder IN {LADDERS}", name=op.f("ck_ladder_rung_ladder")),
        sa.CheckConstraint("offset_days BETWEEN -365 AND 365", name=op.f("ck_ladder_rung_offset_in_range")),
        sa.CheckConstraint("day_kind IN ('working', 'natural')", name=op.f("ck_ladder_rung_day_kind")),
        sa.CheckConstraint(
            "every_days IS NULL OR (day_kind = 'working' AND every_days BETWEEN 1 AND 60)",
            name=op.f("ck_ladder_rung_repeats_on_working_days"),
        ),
        sa.CheckConstraint("audiences <> ''", name=op.f("ck_ladder_rung_tells_somebody")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_ladder_rung_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_rung")),
        sa.UniqueConstraint(
            "plan_id", "ladder", "offset_days", "day_kind", name=op.f("uq_ladder_rung_plan_id_ladder_offset_days_day_kind")
        ),
    )
    op.create_index("ix_ladder_rung_ladder_plan_id", "ladder_rung", ["ladder", "plan_id"], unique=False)


def _create_charges() -> None:
    op.create_table(
        "unit_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_unit_charge_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_unit_charge_membership_id_membership")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_charge_unit_id_unit")),
        sa.ForeignKeyConstraint(["set_by_id"], ["user_account.id"], name=op.f("fk_unit_charge_set_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_charge")),
        sa.UniqueConstraint("membership_id", "unit_id", "from_on", name=op.f("uq_unit_charge_membership_id_unit_id_from_on")),
    )
    op.create_index("ix_unit_charge_unit_id", "unit_charge", ["unit_id"], unique=False)

"""Scores as worksheets

Off for every plan until its director switches them on; so there is nothing to fill in for the time before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
CHECKS = {
    "score_sheet": {
        "score_state": "state IN ('draft', 'approved', 'withdrawn')",
        "days_in_order": "from_on <= to_on",
        "approved_has_time": "state <> 'approved' OR approved_at IS NOT NULL",
        "withdrawn_has_time": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
    },
    "score_exclusion": {"excluded_has_reason": "reason <> ''"},
    "score_remark": {"answered_has_time": "(answer = '') = (answered_at IS NULL)"},
}
TIES = {
    "score_sheet": {"plan_id": "plan", "drawn_by_id": "user_account", "approved_by_id": "user_account"},
    "score_exclusion": {"sheet_id": "score_sheet", "excluded_by_id": "user_account"},
    "score_remark": {
        "sheet_id": "score_sheet", "unit_id": "unit", "written_by_id": "user_account", "answered_by_id": "user_account",
    },
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "score_switch",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_score_switch_plan_id_plan")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_score_switch")),
    )
    _create(
        "score_sheet",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
    )
    op.create_index(op.f("ix_score_sheet_plan_id"), "score_sheet", ["plan_id"], unique=False)
    _create(
        "score_exclusion",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excluded_at", INSTANT, nullable=False),
        sa.Column("excluded_by_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("sheet_id", "matter", name=op.f("uq_score_exclusion_sheet_id_matter")),
    )
    _create(
        "score_remark",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
    )
    op.create_index(op.f("ix_score_remark_sheet_id"), "score_remark", ["sheet_id"], unique=False)


def _create(table: str, *columns: sa.Column | sa.UniqueConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS[table].items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
            for column, target in TIES[table].items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("score_remark", "score_exclusion", "score_sheet", "score_switch"):
        op.drop_table(table)

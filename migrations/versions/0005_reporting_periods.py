"""Reporting periods: opened by the scheduler, changes of the rhythm, exemptions

Nothing is filled in for the time before: the scheduler opens a plan's periods from the first one on, and tells nobody of old ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
GRANTED = sa.text("state = 'granted'")
CHECKS = {
    "reporting_period": {"locked_after_opened": "locked_at IS NULL OR locked_at >= opened_at"},
    "rhythm_change": {
        "cycle": "cycle IN ('month', 'quarter', 'half_year', 'year')",
        "cutoff_day_in_month": "cutoff_day BETWEEN 1 AND 31",
        "change_has_reason": "reason <> ''",
    },
    "exemption": {
        "exemption_state": "state IN ('granted', 'revoked')",
        "granted_has_reason": "reason <> ''",
        "revoked_has_time": "(state = 'revoked') = (revoked_at IS NOT NULL)",
        "revoked_has_reason": "state <> 'revoked' OR revoke_reason <> ''",
    },
}
TIES = {
    "reporting_period": {"plan_id": "plan"},
    "rhythm_change": {"plan_id": "plan", "decided_by_id": "user_account"},
    "exemption": {"assignment_id": "assignment", "granted_by_id": "user_account", "revoked_by_id": "user_account"},
}


def upgrade() -> None:
    _create(
        "reporting_period",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("cutoff_on", sa.Date(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("locked_at", INSTANT, nullable=True),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_reporting_period_plan_id_key")),
    )
    _create(
        "rhythm_change",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("cycle", sa.String(length=24), nullable=False),
        sa.Column("cutoff_day", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
    )
    op.create_index(op.f("ix_rhythm_change_plan_id"), "rhythm_change", ["plan_id"], unique=False)
    _create(
        "exemption",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
    )
    op.create_index(
        "uq_exemption_granted", "exemption", ["assignment_id", "period"], unique=True,
        sqlite_where=GRANTED, postgresql_where=GRANTED,
    )  # fmt: skip
    op.create_index("ix_exemption_assignment_id", "exemption", ["assignment_id"], unique=False)


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
    for table in ("exemption", "rhythm_change", "reporting_period"):
        op.drop_table(table)

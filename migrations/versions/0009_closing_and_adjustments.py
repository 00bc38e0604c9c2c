"""Closing: verification records, looks back; adjustments of what was set

Each noun has its own function, called in turn by `upgrade`; `downgrade` drops the tables the other way round.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "indicator_target", "adjustment_file", "adjustment", "recheck", "verification_file", "verification", "closure",
)  # fmt: skip
STANDING = sa.text("reopened_at IS NULL")
PLANNED = sa.text("state = 'planned'")
PENDING = sa.text("state IN ('draft', 'unit_review', 'submitted', 'reviewed')")


def upgrade() -> None:
    _create_closures()
    _create_verifications()
    _create_rechecks()
    _create_adjustments()
    _create_targets()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _values(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _common(table: str, checks: dict[str, str], ties: dict[str, str]) -> list[sa.Constraint]:
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
            for column, target in ties.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _create_files(owner: str) -> None:
    table = f"{owner}_file"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *_common(table, {}, {f"{owner}_id": owner}),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f(f"fk_{table}_sha256_evidence_file")),
        sa.UniqueConstraint(f"{owner}_id", "sha256", name=op.f(f"uq_{table}_{owner}_id_sha256")),
    )
    _index(table, "sha256")


# ---- Closings and what they rest on


def _create_closures() -> None:
    """What was closed before keeps what is known of it: the conclusion and its days."""
    checks = {
        "has_conclusion": "conclusion <> ''",
        "reopened_is_explained": "reopened_at IS NULL OR reopen_reason <> ''",
    }
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("reopened_at", INSTANT, nullable=True),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        *_common("closure", checks, {"task_id": "task", "closed_by_id": "user_account"}),
    )
    _index("closure", "task_id")
    op.create_index("uq_closure_standing", "closure", ["task_id"], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)
    op.execute(
        "INSERT INTO closure (task_id, statement, checks, findings, conclusion, completed_on, closed_at, reopen_reason) "
        "SELECT id, '', '[]', '[]', verification, completed_on, closed_at, '' FROM task "
        "WHERE state = 'closed' AND completed_on IS NOT NULL AND verification <> ''"
    )


def _create_verifications() -> None:
    checks = {
        "is_explained": "finding <> '' AND verified_by <> ''",
        "check_method": _values("method", "on_site", "documents", "phone", "visit"),
    }
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("verified_by", sa.String(length=200), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        *_common("verification", checks, {"task_id": "task", "closure_id": "closure", "recorded_by_id": "user_account"}),
    )
    _index("verification", "closure_id")
    _index("verification", "task_id", "recorded_at")
    _create_files("verification")


def _create_rechecks() -> None:
    checks = {
        "recheck_state": _values("state", "planned", "held", "rebounded", "withdrawn"),
        "ended_has_time": "(state = 'planned') = (ended_at IS NULL)",
        "result_is_verified": "state NOT IN ('held', 'rebounded') OR verification_id IS NOT NULL",
    }
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("closure_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("verification_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_common("recheck", checks, {"task_id": "task", "closure_id": "closure", "verification_id": "verification"}),
    )
    _index("recheck", "task_id")
    _index("recheck", "closure_id")
    _index("recheck", "state", "due_on")
    op.create_index("uq_recheck_planned", "recheck", ["task_id"], unique=True, sqlite_where=PLANNED, postgresql_where=PLANNED)


# ---- Adjustments of what was given out (调整申请)

ADJUSTMENT_CHECKS = {
    "adjustment_kind": _values("kind", "target", "unit", "wording"),
    "adjustment_ground": _values(
        "ground", "unit_changed", "law_changed", "budget_changed", "force_majeure", "policy_stopped", "other"
    ),
    "adjustment_state": _values("state", "draft", "unit_review", "submitted", "reviewed", "granted", "refused", "withdrawn"),
    "changes_something": "before <> after",
    "target_has_value": "kind <> 'target' OR (indicator_id IS NOT NULL AND new_value IS NOT NULL)",
    "unit_has_successor": "kind <> 'unit' OR (assignment_id IS NOT NULL AND new_unit_id IS NOT NULL)",
    "submitted_has_time": "state IN ('draft', 'unit_review', 'withdrawn') OR submitted_at IS NOT NULL",
    "reviewed_has_time": "state <> 'reviewed' OR reviewed_at IS NOT NULL",
    "decided_has_time": "(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)",
    "refused_has_reason": "state <> 'refused' OR decision_reason <> ''",
    "goal_has_approval": "state <> 'granted' OR NOT touches_goal OR approval <> ''",
}
ADJUSTMENT_TIES = {
    "task_id": "task", "unit_id": "unit", "indicator_id": "indicator", "assignment_id": "assignment", "new_unit_id": "unit",
    "drafted_by_id": "user_account", "reviewed_by_id": "user_account", "decided_by_id": "user_account",
}  # fmt: skip


def _create_adjustments() -> None:
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("ground", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("new_value", sa.Numeric(18, 4), nullable=True),
        sa.Column("new_value_high", sa.Numeric(18, 4), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("new_unit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("filed_late", sa.Boolean(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("touches_goal", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        *_common("adjustment", ADJUSTMENT_CHECKS, ADJUSTMENT_TIES),
    )
    op.create_index("uq_adjustment_pending", "adjustment", ["task_id"], unique=True, sqlite_where=PENDING, postgresql_where=PENDING)
    for columns in (("task_id", "state"), ("unit_id", "state"), ("state", "submitted_at")):
        _index("adjustment", *columns)
    _create_files("adjustment")


def _create_targets() -> None:
    table = "indicator_target"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(18, 4), nullable=False),
        sa.Column("value_high", sa.Numeric(18, 4), nullable=True),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        *_common(table, {}, {"indicator_id": "indicator", "adjustment_id": "adjustment"}),
        sa.UniqueConstraint("adjustment_id", name=op.f(f"uq_{table}_adjustment_id")),
    )
    _index(table, "indicator_id", "set_at")

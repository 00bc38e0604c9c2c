"""Joint tasks: consolidation, opinions of the units beside the lead, coordination; ratings of a review"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_ratings()
    _create_consolidations()
    _create_opinions()
    _create_coordination()


def downgrade() -> None:
    for table in ("coordination_unit", "coordination_item", "opinion", "consolidation"):
        op.drop_table(table)
    _drop_ratings()


def _values(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _checks(table: str, rules: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()]


def _ties(table: str, ties: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in ties.items()
    ]


# ---- What the unit and the office think of how the work goes (自评、核定)

RATINGS = ("smooth", "fair", "difficult", "stuck")
RATING_CHECKS = {
    "self_rating": _values("self_rating", *RATINGS),
    "verified_rating": _values("verified_rating", *RATINGS),
    "verified_is_accepted": "verified_rating IS NULL OR state = 'accepted'",
}


def _add_ratings() -> None:
    with op.batch_alter_table("progress_update") as batch:
        for name in ("self_rating", "verified_rating"):
            batch.add_column(sa.Column(name, sa.String(length=24), nullable=True))
        for name, rule in RATING_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_progress_update_{name}"), rule)


def _drop_ratings() -> None:
    with op.batch_alter_table("progress_update") as batch:
        for name in RATING_CHECKS:
            batch.drop_constraint(op.f(f"ck_progress_update_{name}"), type_="check")
        for name in ("self_rating", "verified_rating"):
            batch.drop_column(name)


# ---- Consolidated reports (汇总报告)

CONSOLIDATION_CHECKS = {
    "consolidation_state": _values("state", "draft", "unit_review", "submitted", "accepted", "returned"),
    "submitted_has_time": "state NOT IN ('submitted', 'accepted', 'returned') OR submitted_at IS NOT NULL",
    "decided_has_time": "state NOT IN ('accepted', 'returned') OR decided_at IS NOT NULL",
    "returned_has_reason": "state <> 'returned' OR decision_reason <> ''",
}
CONSOLIDATION_TIES = {
    "task_id": "task", "unit_id": "unit", "drafted_by_id": "user_account", "submitted_by_id": "user_account",
    "decided_by_id": "user_account",
}  # fmt: skip


def _create_consolidations() -> None:
    table = "consolidation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        *_checks(table, CONSOLIDATION_CHECKS),
        *_ties(table, CONSOLIDATION_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidation")),
        sa.UniqueConstraint("task_id", "period", name=op.f("uq_consolidation_task_id_period")),
    )
    op.create_index(op.f("ix_consolidation_unit_id"), table, ["unit_id"], unique=False)
    op.create_index("ix_consolidation_state_submitted_at", table, ["state", "submitted_at"], unique=False)


# ---- Opinions of the units beside the lead (配合单位意见)

OPINION_CHECKS = {
    "opinion_state": _values("state", "pending", "agreed", "dissented", "noted", "waived"),
    "round_from_one": "round >= 1",
    "stated_has_time": "(state IN ('agreed', 'dissented', 'noted')) = (stated_at IS NOT NULL)",
    "dissent_has_text": "state NOT IN ('dissented', 'noted') OR text <> ''",
    "noted_has_time": "(state IN ('noted', 'waived')) = (noted_at IS NOT NULL)",
    "noted_has_text": "state NOT IN ('noted', 'waived') OR note <> ''",
}
OPINION_TIES = {
    "task_id": "task", "consolidation_id": "consolidation", "unit_id": "unit", "stated_by_id": "user_account",
    "noted_by_id": "user_account",
}  # fmt: skip
OPINION_KEYS = {
    "uq_opinion_closure": ("task_id", sa.text("consolidation_id IS NULL")),
    "uq_opinion_report": ("consolidation_id", sa.text("consolidation_id IS NOT NULL")),
}


def _create_opinions() -> None:
    table = "opinion"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stated_at", INSTANT, nullable=True),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        *_checks(table, OPINION_CHECKS),
        *_ties(table, OPINION_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    for name, (column, where) in OPINION_KEYS.items():
        op.create_index(
            name, table, [column, "round", "unit_id"], unique=True, sqlite_where=where, postgresql_where=where
        )  # fmt: skip
    op.create_index("ix_opinion_task_id", table, ["task_id"], unique=False)
    op.create_index("ix_opinion_unit_id_state", table, ["unit_id", "state"], unique=False)


# ---- Matters to coordinate (协调事项)

COORDINATION_CHECKS = {
    "coordination_state": _values("state", "unit_review", "submitted", "taken_up", "settled", "withdrawn"),
    "submitted_has_time": "state NOT IN ('submitted', 'taken_up', 'settled') OR submitted_at IS NOT NULL",
    "settled_has_time": "(state = 'settled') = (settled_at IS NOT NULL)",
    "settled_is_explained": "state <> 'settled' OR (outcome <> '' AND decided_by <> '' AND decided_on IS NOT NULL)",
}
COORDINATION_TIES = {
    "task_id": "task", "unit_id": "unit", "opened_by_id": "user_account", "settled_by_id": "user_account",
}  # fmt: skip


def _create_coordination() -> None:
    table = "coordination_item"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("taken_up_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        *_checks(table, COORDINATION_CHECKS),
        *_ties(table, COORDINATION_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_item")),
    )
    for column in ("task_id", "unit_id"):
        op.create_index(op.f(f"ix_coordination_item_{column}"), table, [column], unique=False)
    op.create_index("ix_coordination_item_state_submitted_at", table, ["state", "submitted_at"], unique=False)
    op.create_table(
        "coordination_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *_ties("coordination_unit", {"item_id": "coordination_item", "unit_id": "unit"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_unit")),
        sa.UniqueConstraint("item_id", "unit_id", name=op.f("uq_coordination_unit_item_id_unit_id")),
    )
    op.create_index(op.f("ix_coordination_unit_unit_id"), "coordination_unit", ["unit_id"], unique=False)

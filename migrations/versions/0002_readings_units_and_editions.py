"""Readings settled one by one, units that change in time, plans that end"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ENDS_AFTER_IT_BEGINS = "to_on IS NULL OR from_on IS NULL OR to_on >= from_on"
TASK_STATES = "'draft', 'issued', 'in_progress', 'closure_requested', 'closed'"
ASSIGNMENT_STATES = "'draft', 'pending', 'acknowledged', 'reporting', 'done', 'objected'"

BEFORE = {
    "plan": {"plan_state": "state IN ('draft', 'issued')"},
    "task": {"task_state": f"state IN ({TASK_STATES})"},
    "assignment": {"assignment_state": f"state IN ({ASSIGNMENT_STATES})"},
}
AFTER = {
    "plan": {
        "plan_state": "state IN ('draft', 'issued', 'superseded', 'lapsed')",
        "ended_has_day": "state NOT IN ('superseded', 'lapsed') OR ended_on IS NOT NULL",
        "superseded_names_successor": "state <> 'superseded' OR successor_id IS NOT NULL",
    },
    "task": {
        "task_state": f"state IN ({TASK_STATES}, 'ended')",
        "ended_is_explained": "state <> 'ended' OR (ended_on IS NOT NULL AND end_reason IS NOT NULL)",
    },
    "assignment": {"assignment_state": f"state IN ({ASSIGNMENT_STATES}, 'ended')"},
    "unit": {"ends_after_it_begins": ENDS_AFTER_IT_BEGINS},
    "unit_member": {"ends_after_it_begins": ENDS_AFTER_IT_BEGINS},
    "unit_name": {"name_origin": "origin IN ('entered', 'matched', 'answered')"},
}
SUCCEEDED = ("plan", "unit")


def _columns() -> dict[str, list[sa.Column]]:
    """The new columns by table; made anew each time, for a column belongs to the table that it was first added to."""
    return {
        "source_document": [sa.Column("marks", sa.JSON(), nullable=False, server_default="[]")],
        "measure": [sa.Column("deadlines", sa.JSON(), nullable=False, server_default="[]")],
        "plan": [
            sa.Column("ended_on", sa.Date(), nullable=True),
            sa.Column("end_reason", sa.Text(), nullable=True),
            sa.Column("successor_id", sa.Integer(), nullable=True),
        ],
        "task": [sa.Column("ended_on", sa.Date(), nullable=True), sa.Column("end_reason", sa.Text(), nullable=True)],
        "assignment": [],
        "unit": [
            sa.Column("level", sa.String(length=20), nullable=True),
            sa.Column("from_on", sa.Date(), nullable=True),
            sa.Column("to_on", sa.Date(), nullable=True),
            sa.Column("successor_id", sa.Integer(), nullable=True),
        ],
        "unit_member": [sa.Column("from_on", sa.Date(), nullable=True), sa.Column("to_on", sa.Date(), nullable=True)],
        "unit_name": [sa.Column("origin", sa.String(length=24), nullable=False, server_default="entered")],
    }


def upgrade() -> None:
    _create_tables()
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
        _change(table, BEFORE.get(table, {}), AFTER.get(table, {}))


def downgrade() -> None:
    op.execute("DELETE FROM task_carry")
    op.execute("UPDATE task SET state = 'closed', closed_at = coalesce(closed_at, CURRENT_TIMESTAMP), "
               "verification = coalesce(verification, end_reason) WHERE state = 'ended'")  # fmt: skip
    op.execute("UPDATE assignment SET state = 'objected' WHERE state = 'ended'")
    op.execute("UPDATE plan SET state = 'issued' WHERE state IN ('superseded', 'lapsed')")
    for table, columns in reversed(_columns().items()):
        _change(table, AFTER.get(table, {}), BEFORE.get(table, {}), dropped=[column.name for column in columns])
    for table in ("task_carry", "checklist", "reading_issue"):
        op.drop_table(table)


def _change(table: str, before: dict[str, str], after: dict[str, str], dropped: list[str] | None = None) -> None:
    """Put the CHECKs of `after` in the place of those of `before`; add or drop what the new columns bring with them."""
    with op.batch_alter_table(table) as batch:
        for name in before:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        for name, rule in after.items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
        if dropped is None:
            _complete_columns(batch, table)
        else:
            _drop_columns(batch, table, dropped)


def _complete_columns(batch, table: str) -> None:
    """Without the default that the rows of before needed, and tied to what the columns refer to."""
    for column in _columns()[table]:
        if column.server_default is not None:
            batch.alter_column(column.name, server_default=None, existing_type=column.type, existing_nullable=False)
    if table in SUCCEEDED:
        batch.create_index(op.f(f"ix_{table}_successor_id"), ["successor_id"], unique=False)
        batch.create_foreign_key(op.f(f"fk_{table}_successor_id_{table}"), table, ["successor_id"], ["id"])


def _drop_columns(batch, table: str, names: list[str]) -> None:
    if table in SUCCEEDED:
        batch.drop_constraint(op.f(f"fk_{table}_successor_id_{table}"), type_="foreignkey")
        batch.drop_index(op.f(f"ix_{table}_successor_id"))
    for name in names:
        batch.drop_column(name)


def _create_tables() -> None:
    op.create_table(
        "reading_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("span_from", sa.Integer(), nullable=True),
        sa.Column("span_to", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (answer IS NULL)", name=op.f("ck_reading_issue_settled_has_answer")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reading_issue_plan_id_plan")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user_account.id"], name=op.f("fk_reading_issue_settled_by_id_user_account")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_reading_issue_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reading_issue_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_issue")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_reading_issue_plan_id_position")),
    )
    op.create_index(op.f("ix_reading_issue_task_id"), "reading_issue", ["task_id"], unique=False)
    op.create_index(op.f("ix_reading_issue_unit_id"), "reading_issue", ["unit_id"], unique=False)
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("time_limits", sa.JSON(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_checklist_plan_id_plan")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_checklist_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_checklist_plan_id_position")),
    )
    op.create_index(op.f("ix_checklist_task_id"), "checklist", ["task_id"], unique=False)
    op.create_table(
        "task_carry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("from_measure_id", sa.Integer(), nullable=False),
        sa.Column("to_measure_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("carried_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["from_measure_id"], ["measure.id"], name=op.f("fk_task_carry_from_measure_id_measure")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_carry_task_id_task")),
        sa.ForeignKeyConstraint(["to_measure_id"], ["measure.id"], name=op.f("fk_task_carry_to_measure_id_measure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_carry")),
        sa.UniqueConstraint("task_id", "to_measure_id", name=op.f("uq_task_carry_task_id_to_measure_id")),
    )
    op.create_index(op.f("ix_task_carry_from_measure_id"), "task_carry", ["from_measure_id"], unique=False)
    op.create_index(op.f("ix_task_carry_to_measure_id"), "task_carry", ["to_measure_id"], unique=False)

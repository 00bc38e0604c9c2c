"""Readings settled one by one, units that change in time, plans that end"""

from datetime import datetime

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
    "task": {
        "task_state": f"state IN ({TASK_STATES})",
        "due_keeps_original": "(due_on IS NULL) = (original_due_on IS NULL)",
    },
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
        "due_keeps_original": "due_on IS NULL OR original_due_on IS NOT NULL",
        "ended_is_explained": "state <> 'ended' OR (ended_on IS NOT NULL AND end_reason IS NOT NULL)",
    },
    "assignment": {"assignment_state": f"state IN ({ASSIGNMENT_STATES}, 'ended')"},
    "unit": {"ends_after_it_begins": ENDS_AFTER_IT_BEGINS},
    "unit_member": {"ends_after_it_begins": ENDS_AFTER_IT_BEGINS},
    "unit_name": {"name_origin": "origin IN ('entered', 'matched', 'answered')"},
}
SUCCEEDED = ("plan", "unit")

# What release 1 kept in two columns of the plan and is now in tables of its own.
MOVED = ("issues", "checklists")
PLAN = sa.table("plan", sa.column("id"), sa.column("issues", sa.JSON()), sa.column("checklists", sa.JSON()))
TASK = sa.table("task", sa.column("id"), sa.column("plan_id"), sa.column("measure_id"))
MEASURE = sa.table("measure", sa.column("id"), sa.column("span_from"), sa.column("span_to"))
ISSUE = sa.table(
    "reading_issue", *(sa.column(name) for name in ("plan_id", "position", "severity", "code", "message", "span_from", "span_to")),
    *(sa.column(name) for name in ("task_id", "unit_id", "answer", "note", "settled_by_id")), sa.column("candidates", sa.JSON()),
    sa.column("settled_at", sa.DateTime(timezone=True)),
)  # fmt: skip
CHECKLIST = sa.table(
    "checklist", *(sa.column(name) for name in ("plan_id", "position", "title", "task_id")),
    sa.column("items", sa.JSON()), sa.column("time_limits", sa.JSON()),
)  # fmt: skip
# Release 1 does not know these; it keeps what stands in its lists, so that the way down and up again loses nothing.
ANSWER = ("unit_id", "answer", "note", "settled_by_id")

GUARDS_OF_HISTORY = [
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
]


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
    _move_readings_out()
    _let_history_outlive_tasks()


def downgrade() -> None:
    _tie_history_to_tasks()
    _move_readings_back()
    op.execute("DELETE FROM task_carry")
    op.execute("UPDATE task SET state = 'closed', closed_at = coalesce(closed_at, CURRENT_TIMESTAMP), "
               "verification = coalesce(verification, end_reason) WHERE state = 'ended'")  # fmt: skip
    op.execute("UPDATE task SET original_due_on = NULL WHERE due_on IS NULL")
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


def _move_readings_out() -> None:
    """The issues and checklists of every plan as rows; an issue belongs to the task in whose text it begins."""
    connection = op.get_bind()
    for plan_id, issues, checklists in connection.execute(sa.select(PLAN.c.id, PLAN.c.issues, PLAN.c.checklists)).all():
        spans = connection.execute(
            sa.select(MEASURE.c.span_from, MEASURE.c.span_to, TASK.c.id)
            .join(TASK, TASK.c.measure_id == MEASURE.c.id)
            .where(TASK.c.plan_id == plan_id)
        ).all()
        if issues:
            rows = [_issue_row(plan_id, position, item, spans) for position, item in enumerate(issues, start=1)]
            connection.execute(sa.insert(ISSUE), rows)
        if checklists:
            rows = [_checklist_row(plan_id, position, item) for position, item in enumerate(checklists, start=1)]
            connection.execute(sa.insert(CHECKLIST), rows)
    with op.batch_alter_table("plan") as batch:
        for name in MOVED:
            batch.drop_column(name)


def _issue_row(plan_id: int, position: int, item: dict, spans) -> dict:
    start, end = item.get("span") or (None, None)
    inside = (task_id for first, last, task_id in spans if None not in (start, first, last) and first <= start < last)
    settled_at = item.get("settled_at")
    return {
        "plan_id": plan_id, "position": position, "severity": item["severity"], "code": item["code"], "message": item["message"],
        "span_from": start, "span_to": end, "task_id": item.get("task_id") or next(inside, None),
        "candidates": item.get("candidates", []), "settled_at": datetime.fromisoformat(settled_at) if settled_at else None,
        **{name: item.get(name) for name in ANSWER},
    }  # fmt: skip


def _checklist_row(plan_id: int, position: int, item: dict) -> dict:
    return {
        "plan_id": plan_id, "position": position, "title": item["title"], "items": item["items"],
        "time_limits": item["deadlines"], "task_id": item.get("task_id"),
    }  # fmt: skip


def _move_readings_back() -> None:
    for name in MOVED:
        op.add_column("plan", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("plan") as batch:
        for name in MOVED:
            batch.alter_column(name, server_default=None, existing_type=sa.JSON(), existing_nullable=False)
    connection = op.get_bind()
    issues: dict[int, list[dict]] = {}
    for row in connection.execute(sa.select(ISSUE).order_by(ISSUE.c.plan_id, ISSUE.c.position)).mappings():
        issues.setdefault(row["plan_id"], []).append(
            {
                **{name: row[name] for name in ("severity", "code", "message", "task_id", "candidates", *ANSWER)},
                "span": None if row["span_from"] is None else [row["span_from"], row["span_to"]],
                "settled_at": row["settled_at"].isoformat() if row["settled_at"] else None,
            }
        )
    lists: dict[int, list[dict]] = {}
    for row in connection.execute(sa.select(CHECKLIST).order_by(CHECKLIST.c.plan_id, CHECKLIST.c.position)).mappings():
        item = {name: row[name] for name in ("title", "items", "task_id")}
        lists.setdefault(row["plan_id"], []).append({**item, "deadlines": row["time_limits"]})
    for plan_id in connection.scalars(sa.select(PLAN.c.id)).all():
        values = {"issues": issues.get(plan_id, []), "checklists": lists.get(plan_id, [])}
        connection.execute(sa.update(PLAN).where(PLAN.c.id == plan_id).values(values))


def _let_history_outlive_tasks() -> None:
    """A paragraph that the office finds to be no measure takes its task with it; the history of why stays."""
    with op.batch_alter_table("event") as batch:
        batch.drop_constraint(op.f("fk_event_task_id_task"), type_="foreignkey")
    _set_guards_again()


def _tie_history_to_tasks() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # What the history tells of tasks that are gone stays as it is; new events are held to the rule again.
        op.execute("ALTER TABLE event ADD CONSTRAINT fk_event_task_id_task FOREIGN KEY (task_id) REFERENCES task (id) NOT VALID")
        return
    with op.batch_alter_table("event") as batch:
        batch.create_foreign_key(op.f("fk_event_task_id_task"), "task", ["task_id"], ["id"])
    _set_guards_again()


def _set_guards_again() -> None:
    """SQLite changed the table by copying it, and its triggers went with the old one."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in GUARDS_OF_HISTORY:
            op.execute(statement)


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

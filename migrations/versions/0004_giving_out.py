"""Giving out: notices to units, a second person's word, objections that reassign or reword

Each noun has its own function, called in turn by `upgrade`; what was pending or in dispute before gets its limit and its record.
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("dispute", "task_wording", "issue_request", "issue_notice_item", "issue_notice")
DAYS, SATURDAY = 3, 5


def upgrade() -> None:
    _give_limits()
    _create_notices()
    _create_requests()
    _create_wordings()
    _create_disputes()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_assignment_state_acknowledge_by", "assignment")
    op.drop_column("assignment", "acknowledge_by")
    with op.batch_alter_table("plan") as batch:
        batch.drop_constraint(op.f("ck_plan_acknowledge_days_in_range"), type_="check")
        batch.drop_column("acknowledge_days")


def _values(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _ties(table: str, ties: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}")) for name, target in ties.items()
    ]


def _give_limits() -> None:
    """What waits to be signed for has three days from its issue, weekends left out: holidays are not the schema's to know."""
    op.add_column("plan", sa.Column("acknowledge_days", sa.Integer(), nullable=False, server_default=str(DAYS)))
    with op.batch_alter_table("plan") as batch:
        batch.alter_column("acknowledge_days", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        batch.create_check_constraint(op.f("ck_plan_acknowledge_days_in_range"), "acknowledge_days BETWEEN 1 AND 30")
    op.add_column("assignment", sa.Column("acknowledge_by", sa.Date(), nullable=True))
    op.create_index("ix_assignment_state_acknowledge_by", "assignment", ["state", "acknowledge_by"], unique=False)
    share = sa.table("assignment", *(sa.column(name, kind) for name, kind in (
        ("state", sa.String()), ("issued_on", sa.Date()), ("acknowledge_by", sa.Date()), ("task_id", sa.Integer()),
    )))  # fmt: skip
    followed = sa.text(
        "task_id IN (SELECT task.id FROM task JOIN plan ON plan.id = task.plan_id WHERE plan.supervised_from IS NOT NULL)"
    )
    waiting = (share.c.state.in_(("pending", "objected")), share.c.issued_on.is_not(None), followed)
    for day in op.get_bind().scalars(sa.select(share.c.issued_on).where(*waiting).distinct()).all():
        limit = share.update().where(*waiting, share.c.issued_on == day).values(acknowledge_by=_weekdays_after(day))
        op.execute(limit)


def _weekdays_after(day: date) -> date:
    left = DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _create_notices() -> None:
    op.create_table(
        "issue_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("acknowledge_by", sa.Date(), nullable=False),
        *_ties("issue_notice", {
            "jurisdiction_id": "jurisdiction", "plan_id": "plan", "unit_id": "unit", "issued_by_id": "user_account",
        }),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_notice")),
        sa.UniqueConstraint("jurisdiction_id", "year", "number", name=op.f("uq_issue_notice_jurisdiction_id_year_number")),
    )  # fmt: skip
    for column in ("unit_id", "plan_id"):
        op.create_index(f"ix_issue_notice_{column}_id", "issue_notice", [column, "id"], unique=False)
    op.create_table(
        "issue_notice_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_ongoing", sa.Boolean(), nullable=False),
        sa.CheckConstraint(_values("role", "lead", "responsible", "supporting"), name=op.f("ck_issue_notice_item_assignment_role")),
        *_ties("issue_notice_item", {"notice_id": "issue_notice", "assignment_id": "assignment"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_notice_item")),
        sa.UniqueConstraint("notice_id", "position", name=op.f("uq_issue_notice_item_notice_id_position")),
    )
    op.create_index(op.f("ix_issue_notice_item_assignment_id"), "issue_notice_item", ["assignment_id"], unique=False)


REQUEST_CHECKS = {
    "issue_request_state": _values("state", "submitted", "approved", "returned", "withdrawn"),
    "settled_has_time": "(state = 'submitted') = (settled_at IS NULL)",
    "returned_has_reason": "state <> 'returned' OR answer <> ''",
    "approved_by_another": "state <> 'approved' OR settled_by_id <> asked_by_id",
}


def _create_requests() -> None:
    op.create_table(
        "issue_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("acknowledge_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_issue_request_{name}")) for name, rule in REQUEST_CHECKS.items()),
        *_ties("issue_request", {"plan_id": "plan", "asked_by_id": "user_account", "settled_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_request")),
    )
    pending = sa.text("state = 'submitted'")
    op.create_index(
        "uq_issue_request_pending", "issue_request", ["plan_id"], unique=True, sqlite_where=pending, postgresql_where=pending
    )
    op.create_index("ix_issue_request_plan_id_id", "issue_request", ["plan_id", "id"], unique=False)


def _create_wordings() -> None:
    op.create_table(
        "task_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("worded_at", INSTANT, nullable=False),
        sa.Column("worded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 1", name=op.f("ck_task_wording_printed_comes_first")),
        sa.CheckConstraint("text <> '' AND reason <> ''", name=op.f("ck_task_wording_worded_is_explained")),
        *_ties("task_wording", {"task_id": "task", "measure_id": "measure", "worded_by_id": "user_account"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_wording")),
        sa.UniqueConstraint("task_id", "version", name=op.f("uq_task_wording_task_id_version")),
    )
    op.create_index(op.f("ix_task_wording_measure_id"), "task_wording", ["measure_id"], unique=False)


DISPUTE_CHECKS = {
    "dispute_kind": _values("kind", "not_ours", "wording"),
    "dispute_outcome": _values("outcome", "upheld", "reassigned", "reworded"),
    "raised_is_explained": "reason <> ''",
    "decided_has_time": "(outcome IS NULL) = (decided_at IS NULL)",
    "decided_has_reason": "outcome IS NULL OR decision <> ''",
    "reassigned_names_share": "outcome <> 'reassigned' OR successor_id IS NOT NULL",
    "reworded_names_wording": "outcome <> 'reworded' OR wording_id IS NOT NULL",
}
DISPUTE_TIES = {
    "assignment_id": "assignment", "raised_by_id": "user_account", "decided_by_id": "user_account", "successor_id": "assignment",
    "wording_id": "task_wording",
}  # fmt: skip


def _create_disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_dispute_{name}")) for name, rule in DISPUTE_CHECKS.items()),
        *_ties("dispute", DISPUTE_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_assignment_id"), "dispute", ["assignment_id"], unique=False)
    op.execute(
        "INSERT INTO dispute (assignment_id, kind, reason, raised_at, raised_by_id, decide_by, decision) "
        "SELECT assignment.id, 'not_ours', event.reason, event.at, event.actor_id, "
        "COALESCE(assignment.acknowledge_by, assignment.issued_on), '' "
        "FROM assignment JOIN event ON event.id = (SELECT MAX(told.id) FROM event AS told WHERE told.subject = 'assignment' "
        "AND told.subject_id = assignment.id AND told.action = 'object') "
        "WHERE assignment.state = 'objected'"
    )

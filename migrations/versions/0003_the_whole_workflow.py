"""The whole workflow: supervision orders with levels, receipt and what is to be put right

Each noun has its own pair of functions, called in turn by `upgrade` and, the other way round, by `downgrade`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _upgrade_orders()
    _create_extensions()
    _create_occurrences()
    _create_instructions()
    _upgrade_tasks()
    _create_objections()
    _create_ticks()


def downgrade() -> None:
    op.drop_table("checklist_tick")
    op.drop_table("objection")
    _downgrade_tasks()
    for table in ("ad_hoc_matter", "instruction", "obligation_occurrence"):
        op.drop_table(table)
    for table in ("extension_file", "extension"):
        op.drop_table(table)
    _downgrade_orders()


def _values(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


# ---- Supervision orders (督办单, 催办单)

LEVELS = ("blue", "yellow", "red")
OUTCOMES = ("fulfilled", "withdrawn", "escalated")
ITEM_STATES = ("open", "unit_review", "reported", "verified", "returned", "withdrawn")
CHECK_METHODS = ("on_site", "documents", "phone", "visit")
ORDER_CHECKS_BEFORE = {
    "order_state": _values("state", "issued", "replied", "closed"),
    "replied_has_time": "state <> 'replied' OR replied_at IS NOT NULL",
}
ORDER_CHECKS = {
    "order_state": _values("state", "issued", "received", "unit_review", "replied", "accepted", "closed"),
    "order_level": _values("level", *LEVELS),
    "proposed_level": _values("proposed_level", *LEVELS),
    "order_outcome": _values("outcome", *OUTCOMES),
    "received_has_time": "state NOT IN ('received', 'unit_review', 'replied', 'accepted') OR received_at IS NOT NULL",
    "replied_has_time": "state NOT IN ('replied', 'accepted') OR replied_at IS NOT NULL",
    "closed_has_time": "(state = 'closed') = (closed_at IS NOT NULL)",
    "closed_has_outcome": "(state = 'closed') = (outcome IS NOT NULL)",
    "overruled_has_reason": "level = proposed_level OR level_reason <> ''",
}
ORDER_TIES = {"received_by_id": "user_account", "follows_id": "supervision_order"}


def _order_columns() -> list[sa.Column]:
    return [
        sa.Column("level", sa.String(length=24), nullable=False, server_default="blue"),
        sa.Column("proposed_level", sa.String(length=24), nullable=False, server_default="blue"),
        sa.Column("level_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("policy_version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False, server_default=""),
    ]


def _upgrade_orders() -> None:
    """Orders of before had no level: they stand as blue under policy 0. Who had answered one had received it."""
    for column in _order_columns():
        op.add_column("supervision_order", column)
    op.execute("UPDATE supervision_order SET received_at = replied_at")
    op.execute("UPDATE supervision_order SET outcome = CASE WHEN replied_at IS NULL THEN 'withdrawn' ELSE 'fulfilled' END "
               "WHERE state = 'closed'")  # fmt: skip
    with op.batch_alter_table("supervision_order") as batch:
        for name in ORDER_CHECKS_BEFORE:
            batch.drop_constraint(op.f(f"ck_supervision_order_{name}"), type_="check")
        for name, rule in ORDER_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_supervision_order_{name}"), rule)
        for column in _order_columns():
            if column.server_default is not None:
                batch.alter_column(column.name, server_default=None, existing_type=column.type, existing_nullable=False)
        for name, target in ORDER_TIES.items():
            batch.create_foreign_key(op.f(f"fk_supervision_order_{name}_{target}"), target, [name], ["id"])
    _create_items()
    _create_phone_urges()


def _downgrade_orders() -> None:
    for table in ("phone_urge", "item_file", "rectification_item"):
        op.drop_table(table)
    op.execute("UPDATE supervision_order SET state = 'replied' WHERE state = 'accepted'")
    op.execute("UPDATE supervision_order SET state = 'issued' WHERE state IN ('received', 'unit_review')")
    with op.batch_alter_table("supervision_order") as batch:
        for name in ORDER_CHECKS:
            batch.drop_constraint(op.f(f"ck_supervision_order_{name}"), type_="check")
        for name, target in ORDER_TIES.items():
            batch.drop_constraint(op.f(f"fk_supervision_order_{name}_{target}"), type_="foreignkey")
        for name, rule in ORDER_CHECKS_BEFORE.items():
            batch.create_check_constraint(op.f(f"ck_supervision_order_{name}"), rule)
        for column in _order_columns():
            batch.drop_column(column.name)


def _create_items() -> None:
    op.create_table(
        "rectification_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", INSTANT, nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=True),
        sa.Column("verified_at", INSTANT, nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(_values("state", *ITEM_STATES), name=op.f("ck_rectification_item_item_state")),
        sa.CheckConstraint(_values("method", *CHECK_METHODS), name=op.f("ck_rectification_item_check_method")),
        sa.CheckConstraint(
            "state NOT IN ('reported', 'verified') OR replied_at IS NOT NULL", name=op.f("ck_rectification_item_reported_has_time")
        ),
        sa.CheckConstraint(
            "(state = 'verified') = (verified_at IS NOT NULL)", name=op.f("ck_rectification_item_verified_has_time")
        ),
        sa.CheckConstraint("(state = 'verified') = (method IS NOT NULL)", name=op.f("ck_rectification_item_verified_has_method")),
        sa.CheckConstraint(
            "state NOT IN ('verified', 'returned', 'withdrawn') OR finding <> ''",
            name=op.f("ck_rectification_item_judged_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["supervision_order.id"], name=op.f("fk_rectification_item_order_id_supervision_order")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["user_account.id"], name=op.f("fk_rectification_item_verified_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_item")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_rectification_item_order_id_position")),
    )
    op.create_table(
        "item_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_item_file_added_by_id_user_account")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_item_file_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["item_id"], ["rectification_item.id"], name=op.f("fk_item_file_item_id_rectification_item")),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_item_file_sha256_evidence_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_file")),
        sa.UniqueConstraint("item_id", "sha256", name=op.f("uq_item_file_item_id_sha256")),
    )
    op.create_index(op.f("ix_item_file_sha256"), "item_file", ["sha256"], unique=False)


def _create_phone_urges() -> None:
    op.create_table(
        "phone_urge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("caller", sa.String(length=60), nullable=False),
        sa.Column("callee", sa.String(length=60), nullable=False),
        sa.Column("called_at", INSTANT, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["supervision_order.id"], name=op.f("fk_phone_urge_order_id_supervision_order")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=op.f("fk_phone_urge_recorded_by_id_user_account")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_phone_urge_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_phone_urge_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_urge")),
    )
    op.create_index(op.f("ix_phone_urge_order_id"), "phone_urge", ["order_id"], unique=False)
    for name in ("task_id", "unit_id"):
        op.create_index(op.f(f"ix_phone_urge_{name}_called_at"), "phone_urge", [name, "called_at"], unique=False)


# ---- Applications to put a due date off (延期申请)

EXTENSION_STATES = ("draft", "unit_review", "submitted", "granted", "refused", "withdrawn")
EXTENSION_PENDING = sa.text("state IN ('draft', 'unit_review', 'submitted')")
EXTENSION_CHECKS = {
    "extension_state": _values("state", *EXTENSION_STATES),
    "asked_is_later": "asked_due_on > due_on",
    "granted_is_later": "granted_due_on > due_on",
    "submitted_has_time": "state NOT IN ('submitted', 'granted', 'refused') OR submitted_at IS NOT NULL",
    "decided_has_time": "(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)",
    "granted_has_date": "(state = 'granted') = (granted_due_on IS NOT NULL)",
    "refused_has_reason": "state <> 'refused' OR decision_reason <> ''",
}


def _create_extensions() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_due_on", sa.Date(), nullable=False),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_extension_{name}")) for name, rule in EXTENSION_CHECKS.items()),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_extension_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_extension_unit_id_unit")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["user_account.id"], name=op.f("fk_extension_drafted_by_id_user_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_extension_decided_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(
        "uq_extension_pending", "extension", ["task_id"], unique=True,
        sqlite_where=EXTENSION_PENDING, postgresql_where=EXTENSION_PENDING,
    )  # fmt: skip
    op.create_index("ix_extension_task_id_state", "extension", ["task_id", "state"], unique=False)
    op.create_index("ix_extension_unit_id_state", "extension", ["unit_id", "state"], unique=False)
    op.create_index("ix_extension_state_submitted_at", "extension", ["state", "submitted_at"], unique=False)
    op.create_table(
        "extension_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("extension_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["extension_id"], ["extension.id"], name=op.f("fk_extension_file_extension_id_extension")),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_extension_file_sha256_evidence_file")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_extension_file_added_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_file")),
        sa.UniqueConstraint("extension_id", "sha256", name=op.f("uq_extension_file_extension_id_sha256")),
    )
    op.create_index(op.f("ix_extension_file_sha256"), "extension_file", ["sha256"], unique=False)


# ---- What recurring duties ask of each unit (定期报告)

OCCURRENCE_CHECKS = {
    "occurrence_state": _values("state", "open", "unit_review", "submitted", "received", "returned"),
    "submitted_has_day": "state NOT IN ('submitted', 'received') OR submitted_on IS NOT NULL",
    "received_has_time": "(state = 'received') = (received_at IS NOT NULL)",
    "returned_has_reason": "state <> 'returned' OR return_reason <> ''",
}
OCCURRENCE_TIES = {
    "plan_id": "plan", "obligation_id": "obligation", "unit_id": "unit", "submitted_by_id": "user_account",
    "received_by_id": "user_account",
}  # fmt: skip


def _ties(table: str, ties: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in ties.items()
    ]


def _create_occurrences() -> None:
    table = "obligation_occurrence"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in OCCURRENCE_CHECKS.items()),
        *_ties(table, OCCURRENCE_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("obligation_id", "unit_id", "due_on", name=op.f(f"uq_{table}_obligation_id_unit_id_due_on")),
    )
    for columns in (["unit_id", "state"], ["state", "due_on"], ["plan_id", "due_on"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)


# ---- Instructions of leaders (批示) and ad hoc tasks (专项交办)

INSTRUCTION_CHECKS = {
    "instruction_kind": _values("kind", "note", "speed_up", "reopen", "open"),
    "instruction_state": _values("state", "given", "answered", "settled"),
    "is_about_a_task": "task_id IS NOT NULL OR kind = 'open'",
    "speeding_has_limit": "kind <> 'speed_up' OR answer_due_on IS NOT NULL",
    "answered_has_time": "state <> 'answered' OR answered_at IS NOT NULL",
    "settled_has_time": "(state = 'settled') = (settled_at IS NOT NULL)",
}


def _create_instructions() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_unit_id", sa.Integer(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_instruction_{name}")) for name, rule in INSTRUCTION_CHECKS.items()),
        *_ties("instruction", {"plan_id": "plan", "task_id": "task", "given_by_id": "user_account", "answered_unit_id": "unit"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    for columns in (["task_id"], ["plan_id"], ["state", "answer_due_on"]):
        op.create_index(f"ix_instruction_{'_'.join(columns)}", "instruction", columns, unique=False)
    op.create_table(
        "ad_hoc_matter",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("instruction_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            _values("source", "instruction", "meeting", "superior", "other"), name=op.f("ck_ad_hoc_matter_task_source")
        ),
        *_ties(
            "ad_hoc_matter",
            {
                "task_id": "task", "instruction_id": "instruction", "entered_by_id": "user_account",
                "confirmed_by_id": "user_account",
            },
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_ad_hoc_matter")),
    )  # fmt: skip
    op.create_index(op.f("ix_ad_hoc_matter_instruction_id"), "ad_hoc_matter", ["instruction_id"], unique=False)


# ---- Tasks that rest (中止) and tasks that another stands for (并案)

TASK_STATES_BEFORE = ("draft", "issued", "in_progress", "closure_requested", "closed", "ended")


def _upgrade_tasks() -> None:
    _hold_task_states((*TASK_STATES_BEFORE, "suspended", "merged"))
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("suspended_at", INSTANT, nullable=False),
        sa.Column("suspended_by_id", sa.Integer(), nullable=True),
        sa.Column("resumed_at", INSTANT, nullable=True),
        sa.Column("resumed_by_id", sa.Integer(), nullable=True),
        sa.Column("resume_reason", sa.Text(), nullable=False),
        sa.Column("resume_approval", sa.Text(), nullable=False),
        sa.Column("resumed_due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("reason <> '' AND approval <> ''", name=op.f("ck_suspension_suspended_is_explained")),
        sa.CheckConstraint(
            "resumed_at IS NULL OR (resume_reason <> '' AND resume_approval <> '')", name=op.f("ck_suspension_resumed_is_explained")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_suspension_task_id_task")),
        sa.ForeignKeyConstraint(["suspended_by_id"], ["user_account.id"], name=op.f("fk_suspension_suspended_by_id_user_account")),
        sa.ForeignKeyConstraint(["resumed_by_id"], ["user_account.id"], name=op.f("fk_suspension_resumed_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_task_id"), "suspension", ["task_id"], unique=False)
    op.create_table(
        "merging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("merged_at", INSTANT, nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> '' AND approval <> ''", name=op.f("ck_merging_merged_is_explained")),
        sa.CheckConstraint("successor_id <> task_id", name=op.f("ck_merging_into_another")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_merging_task_id_task")),
        sa.ForeignKeyConstraint(["successor_id"], ["task.id"], name=op.f("fk_merging_successor_id_task")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["user_account.id"], name=op.f("fk_merging_merged_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
        sa.UniqueConstraint("task_id", name=op.f("uq_merging_task_id")),
    )
    op.create_index(op.f("ix_merging_successor_id"), "merging", ["successor_id"], unique=False)


def _downgrade_tasks() -> None:
    """Release 2 knows neither: what rests goes on, what another stands for has ended."""
    op.execute("UPDATE task SET state = 'in_progress' WHERE state = 'suspended'")
    op.execute("UPDATE task SET state = 'ended', ended_on = COALESCE(ended_on, issued_on), end_reason = "
               "(SELECT reason FROM merging WHERE merging.task_id = task.id) WHERE state = 'merged'")  # fmt: skip
    for table in ("merging", "suspension"):
        op.drop_table(table)
    _hold_task_states(TASK_STATES_BEFORE)


def _hold_task_states(states: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as batch:
        batch.drop_constraint(op.f("ck_task_task_state"), type_="check")
        batch.create_check_constraint(op.f("ck_task_task_state"), _values("state", *states))


# ---- Conclusions looked at again (复核)

OBJECTION_CHECKS = {
    "objection_state": _values("state", "unit_review", "submitted", "upheld", "changed", "withdrawn"),
    "conclusion_kind": _values("kind", "closure", "order", "report"),
    "submitted_has_time": "state NOT IN ('submitted', 'upheld', 'changed') OR submitted_at IS NOT NULL",
    "decided_has_time": "(state IN ('upheld', 'changed')) = (decided_at IS NOT NULL)",
    "decided_has_reason": "state NOT IN ('upheld', 'changed') OR decision <> ''",
}
OBJECTION_TIES = {"task_id": "task", "unit_id": "unit", "filed_by_id": "user_account", "decided_by_id": "user_account"}


def _create_objections() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_objection_{name}")) for name, rule in OBJECTION_CHECKS.items()),
        *_ties("objection", OBJECTION_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("unit_id", "kind", "conclusion_id", name=op.f("uq_objection_unit_id_kind_conclusion_id")),
    )
    op.create_index(op.f("ix_objection_task_id"), "objection", ["task_id"], unique=False)
    op.create_index("ix_objection_state_submitted_at", "objection", ["state", "submitted_at"], unique=False)


# ---- Items of checklists ticked off by evidence

TICK_TIES = {"checklist_id": "checklist", "evidence_id": "evidence", "ticked_by_id": "user_account"}


def _create_ticks() -> None:
    op.create_table(
        "checklist_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("ticked_by_id", sa.Integer(), nullable=False),
        sa.Column("ticked_at", INSTANT, nullable=False),
        sa.CheckConstraint("item >= 0", name=op.f("ck_checklist_tick_item_from_nought")),
        *_ties("checklist_tick", TICK_TIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_tick")),
        sa.UniqueConstraint("checklist_id", "item", "evidence_id", name=op.f("uq_checklist_tick_checklist_id_item_evidence_id")),
    )
    op.create_index(op.f("ix_checklist_tick_evidence_id"), "checklist_tick", ["evidence_id"], unique=False)

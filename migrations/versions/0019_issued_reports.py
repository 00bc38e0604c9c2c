"""Reports that are drafted, approved, numbered and issued

What releases before drew up stands as it was drawn: kept, never numbered, with the hash that it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = ("report", "bulletin", "special", "brief", "monthly", "quarterly", "yearly", "unit_yearly")
STATES = ("draft", "approved", "issued", "withdrawn", "kept")
CHECKS = {
    "report_kind": f"kind IN {KINDS}",
    "report_state": f"state IN {STATES}",
    "about_one_thing": (
        "(about_section_id IS NULL OR about_task_id IS NULL) AND (about_section_id IS NULL OR about_unit_id IS NULL) "
        "AND (about_task_id IS NULL OR about_unit_id IS NULL)"
    ),
    "drawn_has_instant": "(state = 'kept') = (known_until IS NULL)",
    "drawn_whole": "(manifest IS NULL) = (known_until IS NULL) AND (drawn_paper IS NULL) = (known_until IS NULL)",
    "approved_has_time": "(state IN ('approved', 'issued')) = (approved_at IS NOT NULL)",
    "issued_has_time": "(state = 'issued') = (issued_at IS NOT NULL)",
    "issued_has_number": (
        "(state = 'issued') = (number IS NOT NULL) AND (number IS NULL) = (year IS NULL) "
        "AND (number IS NULL) = (jurisdiction_id IS NULL) AND (number IS NULL) = (issued_on IS NULL)"
    ),
    "withdrawn_has_time": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
}
TIES = {
    "about_section_id": "section", "about_task_id": "task", "about_unit_id": "unit", "edited_by_id": "user_account",
    "approved_by_id": "user_account", "jurisdiction_id": "jurisdiction", "issued_by_id": "user_account", "replaces_id": "report",
}  # fmt: skip
NUMBERED = "uq_report_jurisdiction_id_kind_year_number"
SCHEDULED = "uq_report_schedule_key"


def upgrade() -> None:
    with op.batch_alter_table("report") as table:
        for column in _columns():
            table.add_column(column)
    with op.batch_alter_table("report") as table:
        for column in _columns():
            if column.server_default is not None:
                table.alter_column(column.name, server_default=None, existing_type=column.type, existing_nullable=False)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_report_{name}"), rule)
        for column_name, target in TIES.items():
            table.create_foreign_key(op.f(f"fk_report_{column_name}_{target}"), target, [column_name], ["id"])
        table.create_unique_constraint(op.f(NUMBERED), ["jurisdiction_id", "kind", "year", "number"])
        table.create_unique_constraint(op.f(SCHEDULED), ["schedule_key"])
        table.create_index("ix_report_state_plan_id", ["state", "plan_id"])
        table.create_index(op.f("ix_report_replaces_id"), ["replaces_id"])
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_report_file_sha256_evidence_file")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_report_file_added_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("report_id", "sha256", name=op.f("uq_report_file_report_id_sha256")),
    )
    op.create_index(op.f("ix_report_file_sha256"), "report_file", ["sha256"], unique=False)


def _columns() -> list[sa.Column]:
    return [
        sa.Column("kind", sa.String(24), nullable=False, server_default="report"),
        sa.Column("about_section_id", sa.Integer(), nullable=True),
        sa.Column("about_task_id", sa.Integer(), nullable=True),
        sa.Column("about_unit_id", sa.Integer(), nullable=True),
        sa.Column("known_until", INSTANT, nullable=True),
        sa.Column("state", sa.String(24), nullable=False, server_default="kept"),
        sa.Column("drawn_paper", sa.JSON(), nullable=True),
        sa.Column("manifest", sa.JSON(), nullable=True),
        sa.Column("schedule_key", sa.String(80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("edited_at", INSTANT, nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
    ]


def downgrade() -> None:
    op.drop_table("report_file")
    with op.batch_alter_table("report") as table:
        table.drop_index(op.f("ix_report_replaces_id"))
        table.drop_index("ix_report_state_plan_id")
        table.drop_constraint(op.f(SCHEDULED), type_="unique")
        table.drop_constraint(op.f(NUMBERED), type_="unique")
        for column_name, target in TIES.items():
            table.drop_constraint(op.f(f"fk_report_{column_name}_{target}"), type_="foreignkey")
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_report_{name}"), type_="check")
    with op.batch_alter_table("report") as table:
        for column in reversed(_columns()):
            table.drop_column(column.name)

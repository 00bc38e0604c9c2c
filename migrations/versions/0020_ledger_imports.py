"""Ledgers that came back, and what was taken over from them"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("columns_version", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exported_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_ledger_export_plan_id_plan"),
        sa.ForeignKeyConstraint(["exported_by_id"], ["user_account.id"], name="fk_ledger_export_exported_by_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_export"),
    )
    op.create_index("ix_ledger_export_plan_id", "ledger_export", ["plan_id"])
    op.create_table(
        "ledger_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("applied", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="ck_ledger_import_undone_was_applied"),
        sa.ForeignKeyConstraint(["export_id"], ["ledger_export.id"], name="fk_ledger_import_export_id_ledger_export"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_ledger_import_plan_id_plan"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_ledger_import_unit_id_unit"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user_account.id"], name="fk_ledger_import_uploaded_by_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_import"),
    )
    op.create_index("ix_ledger_import_export_id", "ledger_import", ["export_id"])
    op.create_index("ix_ledger_import_plan_id_unit_id", "ledger_import", ["plan_id", "unit_id"])
    op.create_index("ix_ledger_import_unit_id", "ledger_import", ["unit_id"])
    op.create_table(
        "office_ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("grid", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_office_ledger_jurisdiction_id_jurisdiction"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user_account.id"], name="fk_office_ledger_uploaded_by_id_user_account"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_office_ledger_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_office_ledger"),
    )
    op.create_index("ix_office_ledger_jurisdiction_id", "office_ledger", ["jurisdiction_id"])
    op.create_index("ix_office_ledger_plan_id", "office_ledger", ["plan_id"])
    op.create_table(
        "ledger_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.String(length=64), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("mapped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mapped_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdiction.id"], name="fk_ledger_mapping_jurisdiction_id_jurisdiction"),
        sa.ForeignKeyConstraint(["mapped_by_id"], ["user_account.id"], name="fk_ledger_mapping_mapped_by_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_mapping"),
        sa.UniqueConstraint("jurisdiction_id", "heads", name="uq_ledger_mapping_jurisdiction_id_heads"),
    )


def downgrade() -> None:
    """What was exported and taken over is lost; the reports that it was written to stay."""
    op.drop_table("ledger_mapping")
    op.drop_table("office_ledger")
    op.drop_table("ledger_import")
    op.drop_table("ledger_export")

"""The ledger as a workbook: what was exported, what came back, and how an office's own ledger is read."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.plan import Plan


class LedgerExport(Base):
    """A ledger that was taken away: what each of its rows said then, which a file that comes back is compared with.

    `rows`: [{"share": assignment id, "values": {column: canonical text}}], in the order of the sheet.
    """

    __tablename__ = "ledger_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    period: Mapped[str] = mapped_column(String(8))
    columns_version: Mapped[int]
    rows: Mapped[list[Any]]
    exported_at: Mapped[datetime]
    exported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    plan: Mapped[Plan] = relationship()


class LedgerImport(Base):
    """A ledger that came back, for a unit. `rows` are those of the file as read; `applied` and `undone` the cells written.

    A cell: {"share", "column", "before", "after", "update"}.
    """

    __tablename__ = "ledger_import"
    __table_args__ = (
        CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="undone_was_applied"),
        Index("ix_ledger_import_plan_id_unit_id", "plan_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("ledger_export.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[Any]]
    notes: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    applied: Mapped[list[Any]]
    applied_at: Mapped[datetime | None]
    undone: Mapped[list[Any]]
    undone_at: Mapped[datetime | None]

    export: Mapped[LedgerExport] = relationship()
    plan: Mapped[Plan] = relationship()


class OfficeLedger(Base):
    """A ledger that an office kept before, on its way to become a plan; its bytes lie in the storage under their sha256.

    `grid`: the rows of its sheet as text, from the row on that was taken for its head.
    """

    __tablename__ = "office_ledger"

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    grid: Mapped[list[Any]]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)


class LedgerMapping(Base):
    """What the columns of an office's ledger hold, as the office of the place said last; `heads` is the sha256 of their heads."""

    __tablename__ = "ledger_mapping"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "heads"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    heads: Mapped[str] = mapped_column(String(64))
    kinds: Mapped[list[str]]
    mapped_at: Mapped[datetime]
    mapped_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

"""Urging and supervision orders (催办单, 督办单), and the reports drawn up."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Plan
from tracker.models.task import Task
from tracker.rules.statuses import OrderKind, OrderState


class SupervisionOrder(Base):
    """One order to one unit about one task (一事一单), numbered 〔year〕N号 without gaps in each jurisdiction, kind and year."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "kind", "year", "number"),
        CheckConstraint("state <> 'replied' OR replied_at IS NOT NULL", name="replied_has_time"),
        Index("ix_supervision_order_unit_id_state", "unit_id", "state"),
        Index("ix_supervision_order_state_reply_due_on", "state", "reply_due_on"),
        Index("ix_supervision_order_task_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[OrderKind] = mapped_column(enum_type(OrderKind))
    year: Mapped[int]
    number: Mapped[int]
    demand: Mapped[str] = mapped_column(Text)
    reply_due_on: Mapped[date]
    state: Mapped[OrderState] = mapped_column(enum_type(OrderState), default=OrderState.ISSUED)
    issued_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()


class Report(Base):
    """A drawn-up 督查 report: its text and figures as they were on the day it speaks of."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_plan_id_as_of", "plan_id", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    as_of: Mapped[date]
    title: Mapped[str] = mapped_column(Text)
    paper: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str] = mapped_column(String(60))

    plan: Mapped[Plan] = relationship()

"""Applications to have a conclusion looked at again (复核申请)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.task import Task
from tracker.rules.statuses import ConclusionKind, ObjectionState


class Objection(Base):
    """复核申请 of a unit against one conclusion, once.

    `conclusion_id` is the event of a returned closure, the order, or the report; `conclusion` what it said or is called.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "conclusion_id"),
        CheckConstraint("state NOT IN ('submitted', 'upheld', 'changed') OR submitted_at IS NOT NULL", name="submitted_has_time"),
        CheckConstraint("(state IN ('upheld', 'changed')) = (decided_at IS NOT NULL)", name="decided_has_time"),
        CheckConstraint("state NOT IN ('upheld', 'changed') OR decision <> ''", name="decided_has_reason"),
        Index("ix_objection_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ConclusionKind] = mapped_column(enum_type(ConclusionKind))
    conclusion_id: Mapped[int]
    conclusion: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ObjectionState] = mapped_column(enum_type(ObjectionState))
    filed_at: Mapped[datetime]
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()

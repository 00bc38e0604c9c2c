"""The consolidated report of a joint task (汇总报告)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.task import Task
from tracker.rules.joint_statuses import ConsolidationState


class Consolidation(Base):
    """What the unit that answers for the whole says of all shares of a task for one period, in Markdown.

    Each text that was sent stands in the event of its sending; the row has the newest.
    """

    __tablename__ = "consolidation"
    __table_args__ = (
        UniqueConstraint("task_id", "period"),
        CheckConstraint(
            "state NOT IN ('submitted', 'accepted', 'returned') OR submitted_at IS NOT NULL", name="submitted_has_time"
        ),
        CheckConstraint("state NOT IN ('accepted', 'returned') OR decided_at IS NOT NULL", name="decided_has_time"),
        CheckConstraint("state <> 'returned' OR decision_reason <> ''", name="returned_has_reason"),
        Index("ix_consolidation_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    period: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ConsolidationState] = mapped_column(enum_type(ConsolidationState), default=ConsolidationState.DRAFT)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()

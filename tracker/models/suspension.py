"""Times in which a task rests (中止)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.task import Task


class Suspension(Base):
    """中止 of a task by a named approving document, until it is resumed (恢复) by another.

    `due_on` is the due date as it stood when the task was suspended, `resumed_due_on` the one that was set on resuming.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        CheckConstraint("reason <> '' AND approval <> ''", name="suspended_is_explained"),
        CheckConstraint("resumed_at IS NULL OR (resume_reason <> '' AND resume_approval <> '')", name="resumed_is_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    approval: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    suspended_at: Mapped[datetime]
    suspended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resumed_at: Mapped[datetime | None]
    resumed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resume_reason: Mapped[str] = mapped_column(Text, default="")
    resume_approval: Mapped[str] = mapped_column(Text, default="")
    resumed_due_on: Mapped[date | None]

    task: Mapped[Task] = relationship()

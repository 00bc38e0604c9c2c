"""Tasks that another task stands for (并案)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.task import Task


class Merging(Base):
    """并案: the task is carried out with its successor from then on, by a named approving document."""

    __tablename__ = "merging"
    __table_args__ = (
        CheckConstraint("reason <> '' AND approval <> ''", name="merged_is_explained"),
        CheckConstraint("successor_id <> task_id", name="into_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    approval: Mapped[str] = mapped_column(Text)
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship(foreign_keys=[task_id])
    successor: Mapped[Task] = relationship(foreign_keys=[successor_id])

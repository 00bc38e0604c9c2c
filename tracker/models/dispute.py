"""Units' objections to what they were given (承办异议), and the wordings that came of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.calendar import Counted, counted_whole
from tracker.models.task import Assignment, Task
from tracker.rules.giving_out import DisputeKind, DisputeOutcome


class TaskWording(Base):
    """A later wording of what a task asks for. The measure stays as it was printed, and counts as version 1.

    It belongs to the words of `measure_id`: where the next edition has words of its own, those hold.
    """

    __tablename__ = "task_wording"
    __table_args__ = (
        UniqueConstraint("task_id", "version"),
        CheckConstraint("version > 1", name="printed_comes_first"),
        CheckConstraint("text <> '' AND reason <> ''", name="worded_is_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    worded_at: Mapped[datetime]
    worded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()


class Dispute(Counted, Base):
    """承办异议 of a unit to one share. It is open while the share is `objected` and there is no outcome.

    `successor_id` is the share that another unit got in its place, `wording_id` the new wording. `decide_by` is the day by which
    the office means to have answered.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="raised_is_explained"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("outcome IS NULL OR decision <> ''", name="decided_has_reason"),
        CheckConstraint("outcome <> 'reassigned' OR successor_id IS NOT NULL", name="reassigned_names_share"),
        CheckConstraint("outcome <> 'reworded' OR wording_id IS NOT NULL", name="reworded_names_wording"),
        counted_whole(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[DisputeKind] = mapped_column(enum_type(DisputeKind))
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decide_by: Mapped[date]
    outcome: Mapped[DisputeOutcome | None] = mapped_column(enum_type(DisputeOutcome))
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("task_wording.id"))

    assignment: Mapped[Assignment] = relationship(foreign_keys=[assignment_id])
    successor: Mapped[Assignment | None] = relationship(foreign_keys=[successor_id])
    wording: Mapped[TaskWording | None] = relationship()

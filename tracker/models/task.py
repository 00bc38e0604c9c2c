"""The carrying-out of measures: tasks, and each unit's share in them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.calendar import Counted, counted_whole
from tracker.models.organisation import Unit
from tracker.models.plan import Clause, Measure, Plan
from tracker.rules.statuses import AssignmentRole, AssignmentState, TaskState

# NULLs are distinct in a unique index, so the whole task and its clauses need one each.
_whole = text("clause_id IS NULL")
_part = text("clause_id IS NOT NULL")


class Task(Base):
    """任务, exactly one for each measure. `percent` is the roll-up of the accepted shares, a fact kept for lists to filter by.

    `completed_on` is the day of the fact, `closed_at` the instant of the office's act. A later edition may take the due date
    away; the original one stays.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state <> 'closed' OR (closed_at IS NOT NULL AND verification IS NOT NULL)", name="closed_is_proved"),
        CheckConstraint("state = 'draft' OR issued_on IS NOT NULL", name="issued_has_day"),
        CheckConstraint("state <> 'ended' OR (ended_on IS NOT NULL AND end_reason IS NOT NULL)", name="ended_is_explained"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        CheckConstraint("due_on IS NULL OR original_due_on IS NOT NULL", name="due_keeps_original"),
        Index("ix_task_plan_id_state_due_on", "plan_id", "state", "due_on"),
        Index("ix_task_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), unique=True)
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[TaskState] = mapped_column(enum_type(TaskState), default=TaskState.DRAFT)
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    is_ongoing: Mapped[bool] = mapped_column(default=False)
    issued_on: Mapped[date | None]
    percent: Mapped[int] = mapped_column(default=0)
    completed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    verification: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(Text)

    plan: Mapped[Plan] = relationship()
    measure: Mapped[Measure | None] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="task", order_by="Assignment.id")


class TaskCarry(Base):
    """A task that a later edition took over: from the measure of one plan to that of the next, which it has since then.

    `change` is what became of the words (`rules.editions.Change`). The history of the task goes on in the chain of the next plan.
    """

    __tablename__ = "task_carry"
    __table_args__ = (UniqueConstraint("task_id", "to_measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    from_measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    to_measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    change: Mapped[str] = mapped_column(String(16))
    carried_on: Mapped[date]


class Assignment(Counted, Base):
    """承办: one unit's part in a task, or in one clause of it.

    `percent` and `reported_through` (the key of the last period with a report received) are facts of its accepted and
    received updates, kept here so that a list of a million rows can be filtered without reading the updates.
    `via_unit_id` is the collective unit through which the plan named this one. `acknowledge_by` is the day by which it is to be
    signed for, as the unit was told; none where nothing is asked of anybody.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state NOT IN ('acknowledged', 'reporting', 'done') OR acknowledged_at IS NOT NULL", name="signed_for"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        counted_whole(),
        Index(
            "uq_assignment_whole", "task_id", "unit_id", "role", unique=True,
            sqlite_where=_whole, postgresql_where=_whole,
        ),
        Index(
            "uq_assignment_clause", "task_id", "unit_id", "role", "clause_id", unique=True,
            sqlite_where=_part, postgresql_where=_part,
        ),
        Index("ix_assignment_unit_id_state", "unit_id", "state"),
        Index("ix_assignment_state_issued_on", "state", "issued_on"),
        Index("ix_assignment_state_acknowledge_by", "state", "acknowledge_by"),
        Index("ix_assignment_task_id", "task_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[AssignmentRole] = mapped_column(enum_type(AssignmentRole))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    is_implied: Mapped[bool] = mapped_column(default=False)
    via_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[AssignmentState] = mapped_column(enum_type(AssignmentState), default=AssignmentState.DRAFT)
    issued_on: Mapped[date | None]
    acknowledge_by: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None]
    percent: Mapped[int] = mapped_column(default=0)
    reported_through: Mapped[str | None] = mapped_column(String(8))

    task: Mapped[Task] = relationship(back_populates="assignments")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    via_unit: Mapped[Unit | None] = relationship(foreign_keys=[via_unit_id])
    clause: Mapped[Clause | None] = relationship()

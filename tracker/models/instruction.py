"""Instructions of leaders (批示): on a task, or to take something up that no plan holds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Plan
from tracker.models.task import Task
from tracker.rules.matter_statuses import InstructionKind, InstructionState


class Instruction(Base):
    """What a leader wrote. Without a task it asks for a new one (`open`), which it has once the office has given it out.

    `answer_due_on` is the limit that it sets for an answer of the unit that answers for the whole task.
    """

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint("task_id IS NOT NULL OR kind = 'open'", name="is_about_a_task"),
        CheckConstraint("kind <> 'speed_up' OR answer_due_on IS NOT NULL", name="speeding_has_limit"),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_has_time"),
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled_has_time"),
        Index("ix_instruction_task_id", "task_id"),
        Index("ix_instruction_plan_id", "plan_id"),
        Index("ix_instruction_state_answer_due_on", "state", "answer_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    kind: Mapped[InstructionKind] = mapped_column(enum_type(InstructionKind))
    text: Mapped[str] = mapped_column(Text)
    answer_due_on: Mapped[date | None]
    state: Mapped[InstructionState] = mapped_column(enum_type(InstructionState), default=InstructionState.GIVEN)
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    given_by: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    settlement: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()
    task: Mapped[Task | None] = relationship()
    answered_unit: Mapped[Unit | None] = relationship()

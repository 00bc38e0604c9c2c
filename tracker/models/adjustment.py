"""Applications to change what was given out (调整申请), and the targets of indicators that they changed."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Indicator
from tracker.models.progress import EvidenceFile
from tracker.models.task import Assignment, Task
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind, AdjustmentState

_pending = text("state IN ('draft', 'unit_review', 'submitted', 'reviewed')")


class Adjustment(Base):
    """调整申请 of the unit that answers for the whole task; of a task there is one undecided at a time.

    `before` and `after` are the change in words, as it stood when asked. A target names its indicator with the new value, a unit
    the share and who is to have it instead. `touches_goal` is the office's finding at its first look; `filed_late`: after the day
    that the rule of `policy_version` sets. `approval` names the document that approves it.
    """

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("before <> after", name="changes_something"),
        CheckConstraint("kind <> 'target' OR (indicator_id IS NOT NULL AND new_value IS NOT NULL)", name="target_has_value"),
        CheckConstraint("kind <> 'unit' OR (assignment_id IS NOT NULL AND new_unit_id IS NOT NULL)", name="unit_has_successor"),
        CheckConstraint("state IN ('draft', 'unit_review', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted_has_time"),
        CheckConstraint("state <> 'reviewed' OR reviewed_at IS NOT NULL", name="reviewed_has_time"),
        CheckConstraint("(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'refused' OR decision_reason <> ''", name="refused_has_reason"),
        CheckConstraint("state <> 'granted' OR NOT touches_goal OR approval <> ''", name="goal_has_approval"),
        Index("uq_adjustment_pending", "task_id", unique=True, sqlite_where=_pending, postgresql_where=_pending),
        Index("ix_adjustment_task_id_state", "task_id", "state"),
        Index("ix_adjustment_unit_id_state", "unit_id", "state"),
        Index("ix_adjustment_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[AdjustmentKind] = mapped_column(enum_type(AdjustmentKind))
    ground: Mapped[AdjustmentGround] = mapped_column(enum_type(AdjustmentGround))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    new_value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    new_value_high: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    new_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[AdjustmentState] = mapped_column(enum_type(AdjustmentState), default=AdjustmentState.DRAFT)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    filed_late: Mapped[bool] = mapped_column(default=False)
    policy_version: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    review_note: Mapped[str] = mapped_column(Text, default="")
    touches_goal: Mapped[bool] = mapped_column(default=False)
    approval: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    indicator: Mapped[Indicator | None] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    new_unit: Mapped[Unit | None] = relationship(foreign_keys=[new_unit_id])
    files: Mapped[list["AdjustmentFile"]] = relationship(back_populates="adjustment", order_by="AdjustmentFile.id")


class AdjustmentFile(Base):
    """A file that bears out the ground of an adjustment."""

    __tablename__ = "adjustment_file"
    __table_args__ = (UniqueConstraint("adjustment_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adjustment_id: Mapped[int] = mapped_column(ForeignKey("adjustment.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))

    adjustment: Mapped[Adjustment] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()


class IndicatorTarget(Base):
    """A later target of an indicator, in force from `set_on`; what the plan printed stays in the indicator itself."""

    __tablename__ = "indicator_target"
    __table_args__ = (Index("ix_indicator_target_indicator_id_set_at", "indicator_id", "set_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    adjustment_id: Mapped[int] = mapped_column(ForeignKey("adjustment.id"), unique=True)
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    value_high: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    set_on: Mapped[date]
    set_at: Mapped[datetime]

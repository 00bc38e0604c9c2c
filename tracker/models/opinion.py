"""What a unit beside the lead thinks of what the lead hands in for all (配合单位意见)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.consolidation import Consolidation
from tracker.models.organisation import Unit
from tracker.models.task import Task
from tracker.rules.joint_statuses import OpinionState

_on_closure = text("consolidation_id IS NULL")
_on_report = text("consolidation_id IS NOT NULL")


class Opinion(Base):
    """配合单位意见 on a consolidated report or, where `consolidation_id` is null, on a request to strike the task off.

    Each handing-in is a `round` of its own, in which every unit beside the lead is asked once; the newest round counts.
    `text` is what the unit says, `note` what the office makes of it.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("round >= 1", name="round_from_one"),
        CheckConstraint("(state IN ('agreed', 'dissented', 'noted')) = (stated_at IS NOT NULL)", name="stated_has_time"),
        CheckConstraint("state NOT IN ('dissented', 'noted') OR text <> ''", name="dissent_has_text"),
        CheckConstraint("(state IN ('noted', 'waived')) = (noted_at IS NOT NULL)", name="noted_has_time"),
        CheckConstraint("state NOT IN ('noted', 'waived') OR note <> ''", name="noted_has_text"),
        Index(
            "uq_opinion_closure", "task_id", "round", "unit_id", unique=True,
            sqlite_where=_on_closure, postgresql_where=_on_closure,
        ),
        Index(
            "uq_opinion_report", "consolidation_id", "round", "unit_id", unique=True,
            sqlite_where=_on_report, postgresql_where=_on_report,
        ),
        Index("ix_opinion_task_id", "task_id"),
        Index("ix_opinion_unit_id_state", "unit_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    consolidation_id: Mapped[int | None] = mapped_column(ForeignKey("consolidation.id"))
    round: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[OpinionState] = mapped_column(enum_type(OpinionState), default=OpinionState.PENDING)
    asked_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    stated_at: Mapped[datetime | None]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    consolidation: Mapped[Consolidation | None] = relationship()
